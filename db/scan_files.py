"""Scans beside the register: each a file of its own, sealed with AES-GCM under a key that follows from the register's.

A file is written once, under a random name that is bound into its seal, and never changed; so a copy of it is either
the whole scan or does not open. Backups take every file along, linked to the one before where it is there already.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from db.files import RegisterFiles, unavailable_from_os, write_atomically

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUFFIX = ".scan"
_NONCE = 12


class ScanFiles:
    """The folder of scans of one register."""

    def __init__(self, files: RegisterFiles, register_id: str, key: bytes) -> None:
        self._folder = files.scans
        self._register_id = register_id
        self._key = key

    def add(self, data: bytes) -> str:
        """Seal and keep a scan; gives the name of its file.

        Raises:
            Unavailable: the disk is full or the folder cannot be written.
        """
        name, nonce = secrets.token_hex(16), secrets.token_bytes(_NONCE)
        try:
            self._folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise unavailable_from_os(error) from error
        write_atomically(self.path(name), nonce + self._cipher().encrypt(nonce, data, name.encode()))
        return name

    def read(self, name: str, sha256: str) -> bytes:
        """A scan as it was added; its seal and its hash are checked every time.

        Raises:
            Refused: it is missing or not what was added.
            Unavailable: the disk cannot be read.
        """
        from cryptography.exceptions import InvalidTag  # loaded on first use: start-up cost

        try:
            sealed = self.path(name).read_bytes()
            data = self._cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
        except FileNotFoundError as error:
            raise Refused("扫描件的文件不见了。请管理员从最近备份的 scans 文件夹取回同名文件。") from error
        except OSError as error:
            raise unavailable_from_os(error) from error
        except (InvalidTag, ValueError) as error:
            raise Refused("扫描件的文件有损坏。请管理员从最近备份的 scans 文件夹取回同名文件。") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Refused("扫描件与登记时不一致，已停止使用。请管理员检查登记库。")
        return data

    def forget(self, name: str) -> None:
        """Take away a file whose row was not committed."""
        with contextlib.suppress(OSError):
            self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where a scan lies."""
        return self._folder / (name + SUFFIX)

    def _cipher(self) -> AESGCM:
        # loaded on first use: start-up cost
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(SHA256(), 32, None, b"xinfang-desk scans " + self._register_id.encode()).derive(self._key)
        return AESGCM(derived)


def copy_scans(source: RegisterFiles, target: RegisterFiles, earlier: RegisterFiles | None) -> int:
    """Take every scan along into a backup; gives how many.

    Files never change, so one that the backup before holds already is linked from there; the rest is copied.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    if not source.scans.is_dir():
        return 0
    target.scans.mkdir(exist_ok=True, mode=0o700)
    amount = 0
    for file in sorted(source.scans.glob("*" + SUFFIX)):
        to = target.scans / file.name
        held = earlier.scans / file.name if earlier is not None else None
        if held is None or not _linked(held, to, file.stat().st_size):
            shutil.copyfile(file, to)
            descriptor = os.open(to, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        amount += 1
    return amount


def _linked(held: Path, to: Path, size: int) -> bool:
    try:
        if held.stat().st_size != size:
            return False
        os.link(held, to)
    except OSError:
        return False
    return True
