"""A bug as it may be told to support: where and what kind, never the words, which may hold personal data."""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import dataclass
from datetime import datetime

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib costs start-up
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Fault:
    """One occurrence of a bug. ``reference`` is read out on the telephone; ``lines`` say where it happened."""

    reference: str
    happened_at: datetime
    lines: tuple[str, ...]

    @staticmethod
    def of(error: BaseException, happened_at: datetime) -> Fault:
        """Describe an exception without its message."""
        tail = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(4))
        return Fault(f"{happened_at:%m%d-%H%M}-{tail}", happened_at, tuple(_lines(error)))

    def text(self) -> str:
        """What “复制给技术支持” puts on the clipboard."""
        import platform  # only now: it would cost every start two milliseconds

        head = (
            f"编号 {self.reference}",
            f"时间 {self.happened_at:%Y-%m-%d %H:%M:%S}",
            f"系统 {platform.system()} {platform.release()}，Python {sys.version.split()[0]}",
        )
        return "\n".join((*head, *self.lines))


def _lines(error: BaseException) -> list[str]:
    lines: list[str] = []
    told: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in told:
        told.add(id(link))
        lines.append(type(link).__qualname__)
        frames = traceback.extract_tb(link.__traceback__)
        lines += [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        link = link.__cause__ or link.__context__
    return lines


def _short(filename: str) -> str:
    parts = filename.replace("\\", "/").split("/")
    if filename.startswith(_ROOT + os.sep) and "site-packages" not in parts:
        return filename[len(_ROOT) + 1 :].replace("\\", "/")
    return "/".join(parts[-2:])
