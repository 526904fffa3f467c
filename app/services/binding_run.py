"""批量装订: the packs of many matters into one folder, that can be stopped and goes on where it stopped.

What is done is kept in the folder itself, with the hash of each file, so that a file that was cut short by a full disk
or removed since is made again and nothing is made twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.changes import Area, Change
from app.domain.dossier_paper import Pack
from app.domain.errors import Refused, Unavailable, UnavailableKind
from app.domain.progress import Progress
from app.services import binding
from app.services.binding import BindRequest
from app.services.dossiers import PageCounter
from app.services.session import Session

NOTE = "装订进度.json"


@dataclass(frozen=True)
class RunResult:
    """How a run ended: files made now, made before, and those refused with the reason, by number."""

    made: tuple[Path, ...]
    before: int
    refused: tuple[tuple[str, str], ...]
    change: Change


def bind_many(
    session: Session,
    requests: Sequence[BindRequest],
    folder: Path,
    draw: Callable[[Pack], bytes],
    count: PageCounter,
    now: datetime,
    progress: Progress | None = None,
    proof: Callable[[Pack], None] | None = None,
) -> RunResult:
    """Bind each matter and write its pack into the folder; called again with the same folder it goes on.

    A matter that is refused (something is missing, not concluded) is named at the end and stops nobody else.

    Raises:
        Refused: nothing was selected, or the folder cannot be written.
        Unavailable: the disk is full; what was made stays and is not made again.
        Cancelled: stopped; the same.
    """
    if not requests:
        raise Refused("没有选中卷宗。请先在列表中选中至少一份。")
    steps = progress or Progress()
    done = _done(folder)
    made: list[Path] = []
    refused: list[tuple[str, str]] = []
    before = 0
    for place, request in enumerate(requests):
        steps.step(place, len(requests), f"正在装订第 {place + 1} 份，共 {len(requests)} 份")
        with session.register.read(session.viewer) as unit:
            facts = unit.matters.facts(request.matter_id)
        number = facts.number if facts else str(request.matter_id)
        if _whole(folder, done.get(number)):
            before += 1
            continue
        try:
            bound = binding.bind(session, request, count, now, proof)
            data = draw(bound.pack)
        except Refused as answer:
            refused.append((number, "；".join([answer.message, *answer.fields.values()])))
            continue
        path = folder / (re.sub(r'[\\/:*?"<>|]', "_", number) + ".pdf")
        _write(path, data)
        done[number] = {"file": path.name, "sha256": hashlib.sha256(data).hexdigest()}
        _write(folder / NOTE, json.dumps(done, ensure_ascii=False, indent=1).encode())
        binding.printed(session, bound, path.name, now)
        made.append(path)
    steps.step(len(requests), len(requests), "完成")
    ids = tuple(request.matter_id for request in requests)
    return RunResult(tuple(made), before, tuple(refused), Change.of(Area.DOSSIERS, Area.DOCUMENTS, ids=ids))


def _done(folder: Path) -> dict[str, dict[str, str]]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = json.loads((folder / NOTE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Refused(f"写不了“{folder}”。请检查文件夹是否存在、是否可写。") from error
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _whole(folder: Path, known: dict[str, str] | None) -> bool:
    if not known:
        return False
    try:
        return hashlib.sha256((folder / known["file"]).read_bytes()).hexdigest() == known["sha256"]
    except (OSError, KeyError):
        return False


def _write(path: Path, data: bytes) -> None:
    """The whole file or none."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Unavailable(UnavailableKind.DISK_FULL, f"装订到 {path.name} 时停下，再按一次会接着做") from error
