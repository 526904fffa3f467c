from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.domain.desk_clock import judge

SEEN = datetime.combine(date(2026, 11, 24), time(16, 30))


def test_a_clock_that_goes_on_is_no_news() -> None:
    assert judge(None, SEEN) is None
    assert judge(SEEN, SEEN + timedelta(days=3)) is None
    assert judge(SEEN, SEEN - timedelta(minutes=5)) is None


def test_a_clock_that_jumps_back_is_named_with_both_times() -> None:
    jump = judge(SEEN, SEEN - timedelta(days=400))
    assert jump is not None
    assert jump.backwards
    assert "2026年11月24日 16:30" in jump.words
    assert "2025年10月20日" in jump.words


def test_a_clock_far_ahead_is_asked_about() -> None:
    jump = judge(SEEN, SEEN + timedelta(days=61))
    assert jump is not None
    assert not jump.backwards
    assert "可能偏快" in jump.words
