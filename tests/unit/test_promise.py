from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.promise import promised_by
from app.domain.work_calendar import built_in_calendar

SAID = date(2026, 10, 13)
CALENDAR = built_in_calendar()


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("书面答复：已立执行案件，承办人郝某，30日内反馈进展。", date(2026, 11, 12)),
        ("将在三十日内书面答复。", date(2026, 11, 12)),
        ("１５天内电话联系您。", date(2026, 10, 28)),
        ("两周内告知结果。", date(2026, 10, 27)),
        ("三个工作日内由承办人电话联系。", date(2026, 10, 16)),
        ("一个月内回复。", date(2026, 11, 13)),
        ("11月20日前反馈。", date(2026, 11, 20)),
        ("1月5日前答复代表。", date(2027, 1, 5)),
        ("2026年12月1日前书面告知。", date(2026, 12, 1)),
        ("可以在十五日内上诉。", None),
        ("已当面说明。", None),
        ("13月40日前答复。", None),
        ("", None),
    ],
)
def test_what_the_office_promised(words: str, by: date | None) -> None:
    assert promised_by(words, SAID, CALENDAR) == by


@given(st.text(alphabet="0123456789一二三十百日天周个工作月年内前反馈答复，。x"))
def test_any_text_is_read_without_a_fault(words: str) -> None:
    found = promised_by(words, SAID, CALENDAR)
    assert found is None or found.year >= 1
