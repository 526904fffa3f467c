"""Who comes back is recognised and registered with a slip in the time the desk has; the keys are counted."""

from __future__ import annotations

from pathlib import Path

from app.services import checking, matters, unlocking
from tests.e2e import driver_scripts as clerk
from tests.e2e.conftest import Desk
from tests.e2e.desk_process import log_of
from tests.e2e.strokes import keys_of

KNOWN_WITHIN_S = 20
NEW_WITHIN_S = 60


def test_a_known_visitor_takes_twenty_seconds_and_a_new_one_a_minute(desk: Desk, folder: Path) -> None:
    found = desk("returning_visitor").found()
    assert "初访" in found["first"]
    ((name, reason),) = found["proposed"]
    assert name == clerk.KNOWN_NAME
    assert "证件号码只差一处" in reason
    assert "同音姓名" in reason
    assert found["again"].endswith(f"{clerk.LIKE_NAME} · 重访 第2次")
    new, known = found["new"], found["known"]
    print(f"new visitor {new['keys']} keys {new['seconds']:.1f} s; known {known['keys']} keys {known['seconds']:.1f} s")
    assert new["seconds"] <= NEW_WITHIN_S
    assert known["seconds"] <= KNOWN_WITHIN_S

    session = unlocking.unlock(folder, clerk.ACCOUNT, clerk.PASSWORD)
    detail = matters.detail(session, 1)
    results = checking.check(session)
    session.register.close()
    assert detail.contact_count == 2
    assert [one.title for one in detail.documents].count("登记回执") == 2
    assert [one for one in results if not one.good] == []
    assert [line for line in log_of(folder) if " INFO " not in line] == []


def test_keys_are_counted_as_an_input_method_takes_them() -> None:
    assert keys_of("123") == 3
    assert keys_of("王建国") == len("wang") + len("jian") + len("guo") + 1
