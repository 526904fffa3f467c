"""Fresh registers for tests: real encrypted files, with keys that are cheap to stretch."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from app.services import setting_up
from app.services.session import Session
from db.keyring import KeyCost

CHEAP = KeyCost(memory_kib=8 * 1024, passes=1, lanes=1)
ACCOUNT = "登记员甲"
PASSWORD = "窗口测试口令2026"
COURT_NAME = "某某县人民法院"
COURT_CODE = "豫9999"
SET_UP_AT = datetime.combine(date(2026, 1, 5), time(8, 30))


def set_up(tmp_path: Path, now: datetime = SET_UP_AT, *, account: str = ACCOUNT) -> setting_up.SetupResult:
    """Set up a register in ``tmp_path / "data"``; gives the recovery code as well."""
    request = setting_up.SetupRequest(
        COURT_NAME, COURT_CODE, account, PASSWORD, "0300-12345678", "某某县城关镇法院路1号信访接待室"
    )
    return setting_up.create(tmp_path / "data", request, now, cost=CHEAP)


def fresh_register(tmp_path: Path, now: datetime = SET_UP_AT) -> Session:
    """An empty register at a made-up court, with one account that holds every right. Close ``session.register``."""
    return set_up(tmp_path, now).session
