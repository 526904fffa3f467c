"""What the first page does not need, loaded by a thread of its own while the password is typed."""

from __future__ import annotations

import importlib
import logging
from threading import Thread

HEAVY_MODULES = (
    "argon2.low_level",
    "cryptography.hazmat.primitives.ciphers.aead",
    "app.services.session",
    "app.services.settings",
    "app.services.drafts",
    "app.services.backups",
    "app.services.papers",
    "app.services.queue",
    "app.services.intake",
    "app.services.setting_up",
    "ui.desk_work",
)
"""In the order in which they are wanted: first what unlocking takes, then what the pages take."""

_log = logging.getLogger(__name__)


def start() -> Thread:
    """Load them in a background thread."""
    thread = Thread(target=_load, name="warm-up", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    for name in HEAVY_MODULES:
        importlib.import_module(name)
    _log.info("warmed up")
