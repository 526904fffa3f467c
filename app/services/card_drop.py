"""读卡投放文件夹: what a card reader's own program leaves in a folder, taken up once and cleared away.

A reader writes a text (``wz.txt``) and a photo (``zp.bmp``), not at one stroke; a text is taken when it has not
changed between two looks and holds a number. The page looks again when the folder changes and every second or so;
nothing here waits. Files are removed after reading, because identity data must not lie about (居民身份证法 art. 13).
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.card_text import CardReading, read_bytes

TEXT_SUFFIXES = frozenset({".txt", ".dat", ".csv"})
PHOTO_SUFFIXES = frozenset({".bmp", ".jpg", ".jpeg"})
LARGEST_TEXT = 64 * 1024
LARGEST_PHOTO = 2 * 1024 * 1024
PATIENCE = timedelta(seconds=10)
_PHOTO_MARKS = (b"BM", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Dropped:
    """One card: what its text says, its photo (empty when there was none), and what could not be cleared away.

    ``trouble`` is a sentence for the clerk when the files could not be read or removed.
    """

    reading: CardReading
    photo: bytes
    file_name: str
    trouble: str = ""


class CardDrop:
    """Looks into one folder. Keep one for as long as the page is open; it remembers what it has seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, tuple[int, int]] = {}
        self._since: dict[Path, datetime] = {}
        self._delivered: dict[Path, str] = {}

    def look(self, now: datetime) -> Dropped | None:
        """The next whole card in the folder, else ``None``. Never raises for what lies there."""
        try:
            files = sorted(one for one in self.folder.iterdir() if one.is_file())
        except OSError:
            return None
        texts = [one for one in files if one.suffix.lower() in TEXT_SUFFIXES]
        self._forget(set(texts))
        for path in texts:
            found = self._take(path, files, now)
            if found is not None:
                return found
        return None

    def _forget(self, there: set[Path]) -> None:
        for known in (self._seen, self._since, self._delivered):
            for path in set(known) - there:
                del known[path]

    def _take(self, path: Path, files: list[Path], now: datetime) -> Dropped | None:
        try:
            state = path.stat()
            # the size tells before a byte is read whether this can be a card at all
            data = path.read_bytes() if 0 < state.st_size <= LARGEST_TEXT else b""
        except OSError:
            return None
        mark, digest = (state.st_size, state.st_mtime_ns), hashlib.sha256(data).hexdigest()
        waited = now - self._since.setdefault(path, now)
        steady = self._seen.get(path) == mark
        self._seen[path] = mark
        if not steady:
            self._since[path] = now
            return None
        if self._delivered.get(path) == digest:
            # it could not be removed the last time; a reader that lets go of it now is enough
            self._clear(path, None)
            return None
        reading = read_bytes(data, now.date())
        if not reading.found and waited < PATIENCE:
            return None
        photo_path = _photo_of(path, files)
        photo = _photo(photo_path) if photo_path is not None else b""
        self._delivered[path] = digest
        if not reading.found:
            trouble = f"{path.name} 里没有读到证件号码，可能没有写完整。请重新放卡；原文件没有动。"
            return Dropped(reading, b"", path.name, trouble)
        left = self._clear(path, photo_path)
        trouble = f"{left} 正被读卡程序占用，没能清除。请在读卡程序里清除，以免信息外泄。" if left else ""
        return Dropped(reading, photo, path.name, trouble)

    def _clear(self, text: Path, photo: Path | None) -> str:
        """Remove the files; gives the name of the first that stays."""
        left = ""
        for path in (text, photo):
            if path is None:
                continue
            try:
                path.unlink(missing_ok=True)
            except OSError:
                left = left or path.name
        if not left:
            self._delivered.pop(text, None)
        return left


def _photo_of(text: Path, files: list[Path]) -> Path | None:
    """The photo beside a text: of the same name, else ``zp.…``, else the only one."""
    photos = [one for one in files if one.suffix.lower() in PHOTO_SUFFIXES]
    same = [one for one in photos if one.stem.lower() == text.stem.lower()]
    usual = [one for one in photos if one.stem.lower() == "zp"]
    only = photos if len(photos) == 1 else []
    return next(iter((*same, *usual, *only)), None)


def _photo(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        if path.stat().st_size <= LARGEST_PHOTO:
            data = path.read_bytes()
            return data if data.startswith(_PHOTO_MARKS) else b""
    return b""
