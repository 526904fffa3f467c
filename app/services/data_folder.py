"""The data folder before anybody has unlocked: may a register lie here, and where are its logs.

Imported before first paint, so nothing here may load the database libraries (measured start-up cost).
"""

from __future__ import annotations

import os
from pathlib import Path

from app.domain.errors import Unavailable, UnavailableKind
from db.files import RegisterFiles, refuse_unsafe_location, unavailable_from_os


def prepare(directory: Path) -> None:
    """Make the data folder and its folder of logs, private to their user, and see that a register may lie there.

    Raises:
        Unavailable: on a network share or removable medium, not writable, or it cannot be made.
    """
    files = RegisterFiles(directory)
    refuse_unsafe_location(directory)
    try:
        files.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        directory.chmod(0o700)
    except OSError as error:
        raise unavailable_from_os(error) from error
    if not os.access(directory, os.W_OK) or not os.access(files.logs, os.W_OK):
        raise Unavailable(UnavailableKind.READ_ONLY)


def log_folder(directory: Path) -> Path:
    """Where the logs of a register lie; they hold ids, never names."""
    return RegisterFiles(directory).logs


def practice_folder(directory: Path) -> Path:
    """Where the 演练库 beside a register lies: a folder of its own, so that the two can never be mistaken."""
    return directory.with_name(directory.name + "-practice")


def was_restoring(directory: Path) -> bool:
    """Whether a restoring was interrupted here; ``app.services.restoring.finish`` then says and does what is left."""
    files = RegisterFiles(directory)
    return files.restoring.exists() or files.restore_new.exists()
