"""Files beside the register: names, atomic writing, and where a register may lie."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Unavailable, UnavailableKind

REMOTE_FILE_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afs",
        "ncpfs",
        "fuse.sshfs",
        "davfs",
        "fuse.davfs",
        "9p",
        "afpfs",
        "ceph",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "glusterfs",
        "lustre",
        "vboxsf",
        "vmhgfs",
        "fuse.vmhgfs-fuse",
    }
)


@dataclass(frozen=True)
class Mount:
    """One line of the table of mounted file systems."""

    point: str
    kind: str
    options: str = ""
    removable_device: bool = False

    @property
    def problem(self) -> str:
        """Why no register may lie on it; empty when one may."""
        options = self.options.lower().split(",")
        if self.kind.lower() in REMOTE_FILE_SYSTEMS or "remote" in options:
            return "网络共享"
        return "可移动磁盘" if self.removable_device or "removable" in options else ""


@dataclass(frozen=True)
class RegisterFiles:
    """The files of one register, all in one data folder."""

    directory: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.directory / "register.db"

    @property
    def keys(self) -> Path:
        """The key slots: who can unlock the database."""
        return self.directory / "register.keys"

    @property
    def attempts(self) -> Path:
        """How often unlocking failed lately."""
        return self.directory / "register.attempts"

    @property
    def backups(self) -> Path:
        """Folder of verified backups."""
        return self.directory / "backups"

    @property
    def scans(self) -> Path:
        """Folder of scans, each sealed."""
        return self.directory / "scans"

    @property
    def logs(self) -> Path:
        """Folder of log files (ids only, never names)."""
        return self.directory / "logs"

    @property
    def set_aside(self) -> Path:
        """Folder of registers that a restoring set aside, a dated folder each."""
        return self.directory / "set-aside"

    @property
    def restoring(self) -> Path:
        """The journal of a restoring that is under way."""
        return self.directory / "register.restoring"

    @property
    def restore_new(self) -> Path:
        """Where the register that is being brought back is made ready."""
        return self.directory / "restore-new"

    def exists(self) -> bool:
        """Whether a register has been set up here."""
        return self.keys.exists() and self.database.exists()


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` so that a crash leaves either the old or the new file, readable by its owner only.

    Raises:
        Unavailable: the folder cannot be written or the disk is full.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise unavailable_from_os(error) from error


def sync_directory(directory: Path) -> None:
    """Make a rename durable where the system can (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unavailable_from_os(error: OSError) -> Unavailable:
    """Sort an operating system error into words the user can act on."""
    import errno

    kinds = {
        errno.ENOSPC: UnavailableKind.DISK_FULL,
        errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: UnavailableKind.DISK_FULL,
        errno.EACCES: UnavailableKind.READ_ONLY,
        errno.EPERM: UnavailableKind.READ_ONLY,
        errno.EROFS: UnavailableKind.READ_ONLY,
        errno.ENOENT: UnavailableKind.MISSING,
        errno.EEXIST: UnavailableKind.NOT_A_FOLDER,
        errno.ENOTDIR: UnavailableKind.NOT_A_FOLDER,
    }
    return Unavailable(kinds.get(error.errno or 0, UnavailableKind.INPUT_OUTPUT))


def refuse_unsafe_location(directory: Path) -> None:
    """Refuse a folder on a network share or a removable medium, where SQLite's locking and WAL are not safe.

    Raises:
        Unavailable: ``LOCATION``.
    """
    problem = unsafe_place(str(directory.resolve()), _mounts())
    if problem:
        raise Unavailable(UnavailableKind.LOCATION, problem)


def unsafe_place(path: str, mounts: Iterable[Mount], separator: str = os.sep) -> str:
    """Why a register may not lie at an absolute path, given what is mounted where; empty when it may.

    The deepest mount that holds the path decides, and of several at one place the last, which covers the others.
    """
    if path.startswith(("\\\\", "//")):
        return "网络共享"
    deepest, problem = -1, ""
    wanted = path.casefold() if separator == "\\" else path
    for mount in mounts:
        point = mount.point.casefold() if separator == "\\" else mount.point
        inside = wanted == point or wanted.startswith(point.rstrip("/\\") + separator)
        if inside and len(point) >= deepest:
            deepest, problem = len(point), mount.problem
    return problem


def _mounts() -> Iterator[Mount]:
    """What is mounted: on Linux from the system's own list, because psutil brings sockets and subprocess with it.

    Called before the first paint (measured start-up cost: 9 ms).
    """
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines():
            device, point, kind, options = map(_unescaped, line.split(" ")[:4])
            yield Mount(point, kind, options, _removable_device(device))
        return
    import psutil

    for one in psutil.disk_partitions(all=True):
        yield Mount(one.mountpoint, one.fstype, one.opts, _removable_device(one.device))


def _unescaped(field: str) -> str:
    r"""Undo ``\040`` and its like, which stand for spaces."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _removable_device(device: str) -> bool:
    name = Path(device).name
    if not device.startswith("/dev/"):
        return False
    for candidate in (name, name.rstrip("0123456789")):
        flag = Path("/sys/block") / candidate / "removable"
        with contextlib.suppress(OSError):
            return flag.read_text().strip() == "1"
    return False
