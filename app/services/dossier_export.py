"""导出卷宗: one PDF with an outline, or a folder with an inventory and checksums that a script of its own can check."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.changes import Area, Change
from app.domain.dossier_paper import (
    NUMBERING_TEXT,
    PART_TEXT,
    ImageContent,
    IssuedContent,
    OriginalContent,
    Pack,
    PackItem,
    PackVolume,
    PdfContent,
)
from app.domain.errors import Refused
from app.domain.paper import PaperRecord
from app.domain.progress import Progress
from app.domain.resources import RESOURCES
from app.services.binding import Bound
from app.services.session import Session

CHECKER = RESOURCES / "export" / "check.py"
_COLUMNS = ("部分", "册", "序号", "文号", "责任者", "题名", "日期", "首页", "末页", "备注", "文件", "SHA-256")


@dataclass(frozen=True)
class Drawing:
    """How papers become PDF: what ``app.printing`` offers, handed in, because services do not know it."""

    pack: Callable[[Pack], bytes]
    paper: Callable[[PaperRecord], bytes]


@dataclass(frozen=True)
class Exported:
    """What was written."""

    folder: Path
    files: int
    size: int
    change: Change


def to_folder(
    session: Session, bound: Bound, target: Path, drawing: Drawing, now: datetime, progress: Progress | None = None
) -> Exported:
    """Write a folder beside others; it appears whole or not at all.

    Raises:
        Refused: the folder is there already, or cannot be written.
        Cancelled: stopped; nothing stays.
    """
    pack, steps = bound.pack, progress or Progress()
    folder = target / _safe(f"{pack.archive_code}-{_parts(pack)}")
    if folder.exists():
        raise Refused(f"“{folder.name}”已经在那个文件夹里，没有覆盖。请换一个文件夹，或先移走它。")
    unfinished = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        files = _write(unfinished, pack, drawing, now, steps)
        unfinished.rename(folder)
    except OSError as error:
        raise Refused(f"写不了“{target}”。请检查文件夹是否可写、磁盘是否已满；没有留下半份。") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    size = sum(path.stat().st_size for path in folder.iterdir())
    change = exported(session, bound, folder.name, now)
    return Exported(folder, files, size, change)


def exported(session: Session, bound: Bound, name: str, now: datetime) -> Change:
    """Record that a dossier left as a file or folder, and which part of it."""
    with session.register.write(session.viewer, now) as work:
        after = {"name": name, "part": _parts(bound.pack), "volumes": len(bound.pack.volumes)}
        work.audit.record("export", "binding", bound.binding_id, after=after)
    return Change.of(Area.DOSSIERS)


def _write(folder: Path, pack: Pack, drawing: Drawing, now: datetime, progress: Progress) -> int:
    sums: dict[str, str] = {}

    def keep(name: str, data: bytes) -> dict[str, Any]:
        (folder / name).write_bytes(data)
        sums[name] = hashlib.sha256(data).hexdigest()
        return {"file": name, "sha256": sums[name], "bytes": len(data)}

    items: list[dict[str, Any]] = []
    total = sum(len(volume.items) for volume in pack.volumes)
    for volume in pack.volumes:
        for item in volume.items:
            progress.step(len(items), total, f"正在导出第 {len(items) + 1} 件，共 {total} 件")
            files = [keep(name, data) for name, data in _files(volume, item, drawing)]
            items.append({**_line(volume, item), "files": files, **_shown(item)})
    whole = [keep("卷宗.pdf", drawing.pack(pack))]
    inventory = {
        "format": 1,
        "number": pack.number,
        "archive_code": pack.archive_code,
        "court": pack.court_name,
        "part": _parts(pack),
        "numbering": NUMBERING_TEXT[pack.numbering],
        "retention": pack.volumes[0].cover.facts.retention,
        "fingerprint": pack.volumes[0].remarks.fingerprint,
        "exported_at": now.isoformat(),
        "volumes": [
            {"part": PART_TEXT[one.part], "number": one.number, "count": one.count, "pages": one.page_total}
            for one in pack.volumes
        ],
        "items": items,
        "whole": whole,
    }
    text = json.dumps(inventory, ensure_ascii=False, indent=1).encode()
    (folder / "清单.json").write_bytes(text)
    lines = [*(f"{digest}  {name}" for name, digest in sums.items()), f"{hashlib.sha256(text).hexdigest()}  清单.json"]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "清单.csv").write_text(_table(items), "utf-8-sig")
    shutil.copyfile(CHECKER, folder / "核对.py")
    return len(sums)


def _files(volume: PackVolume, item: PackItem, drawing: Drawing) -> list[tuple[str, bytes]]:
    name = _safe(f"{PART_TEXT[volume.part]}{volume.number}-{item.line.order:03d}-{item.line.title}")
    match item.content:
        case IssuedContent(record=record):
            return [(f"{name}.pdf", drawing.paper(record))]
        case PdfContent(data=data):
            return [(f"{name}.pdf", data)]
        case ImageContent(images=images):
            return [(f"{name}-{page:03d}.jpg", data) for page, data in enumerate(images, 1)]
        case OriginalContent():
            return []


def _line(volume: PackVolume, item: PackItem) -> dict[str, Any]:
    line = item.line
    return {
        "part": PART_TEXT[volume.part],
        "volume": volume.number,
        "order": line.order,
        "document_number": line.document_number,
        "responsible": line.responsible,
        "title": line.title,
        "day": line.day.isoformat() if line.day else "",
        "first": line.first,
        "last": line.last,
        "remark": line.remark or ("纸质原件" if isinstance(item.content, OriginalContent) else ""),
    }


def _shown(item: PackItem) -> dict[str, Any]:
    """How the pages of a scan are turned and ordered in the case file; its own file is exported as it was scanned."""
    content = item.content
    found: dict[str, Any] = {}
    if isinstance(content, PdfContent | ImageContent) and any(content.rotations):
        found["turned"] = list(content.rotations)
    if isinstance(content, PdfContent) and content.order != tuple(range(content.page_count)):
        found["pages"] = [page + 1 for page in content.order]
    return found


def _table(items: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for item in items:
        files = item["files"] or [{"file": "", "sha256": ""}]
        for one in files:
            values = [value for name, value in item.items() if name not in ("files", "turned", "pages")]
            writer.writerow([_harmless(value) for value in (*values, one["file"], one["sha256"])])
    return out.getvalue()


def _harmless(value: object) -> object:
    """No cell of a table may begin as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def _parts(pack: Pack) -> str:
    return "".join(dict.fromkeys(PART_TEXT[volume.part] for volume in pack.volumes))


def _safe(name: str) -> str:
    """A file name that every system takes, at most 80 characters."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(" .")[:80] or "卷宗"
