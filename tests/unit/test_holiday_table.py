from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.holiday_table import (
    YearTable,
    check_table,
    laid_over,
    missing_years,
    of_year,
    pack_text,
    read_pack,
    signed_bytes,
)
from app.domain.work_calendar import Unit, built_in_calendar

PACKAGED = built_in_calendar()
TABLE = YearTable(
    2027, (date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 8)), (date(2027, 1, 23),), "国办发明电〔2026〕9号"
)


def test_an_entered_year_takes_the_place_of_the_estimate() -> None:
    before = PACKAGED.due(date(2026, 11, 24), 60, Unit.DAY)
    after = laid_over(PACKAGED, [TABLE]).due(date(2026, 11, 24), 60, Unit.DAY)
    assert (before.legal, before.provisional) == (date(2027, 1, 25), True)
    assert (after.legal, after.provisional) == (date(2027, 1, 23), False)


def test_an_edited_year_replaces_the_packaged_one_and_leaves_the_others() -> None:
    edited = laid_over(PACKAGED, [YearTable(2026, (date(2026, 1, 1),), (), "更正")])
    assert edited.is_workday(date(2026, 10, 1))
    assert not edited.is_workday(date(2025, 10, 1))
    assert of_year(edited, 2026).holidays == (date(2026, 1, 1),)


@pytest.mark.parametrize(
    ("table", "field"),
    [
        (YearTable(2027, (), (), "文号"), "holidays"),
        (YearTable(2027, (date(2026, 1, 1),), (), "文号"), "holidays"),
        (YearTable(2027, (date(2027, 1, 23),), (date(2027, 1, 23),), "文号"), "make_up_days"),
        (YearTable(2027, (date(2027, 1, 1),), (date(2027, 1, 25),), "文号"), "make_up_days"),
        (YearTable(2027, (date(2027, 1, 1),), (), " "), "notice"),
    ],
)
def test_a_table_that_cannot_be_one_is_refused_at_its_field(table: YearTable, field: str) -> None:
    with pytest.raises(Refused) as caught:
        check_table(table)
    assert field in caught.value.fields


def test_the_next_year_is_missed_from_october_on_and_whenever_a_deadline_reaches_it() -> None:
    assert missing_years(PACKAGED, date(2026, 9, 30), None) == ()
    assert missing_years(PACKAGED, date(2026, 10, 1), None) == (2027,)
    assert missing_years(PACKAGED, date(2026, 3, 1), date(2028, 1, 4)) == (2027, 2028)


def test_a_pack_comes_back_as_it_went() -> None:
    table, signature = read_pack(pack_text(TABLE, "签名"))
    assert (table, signature) == (TABLE, "签名")
    assert signed_bytes(table) == signed_bytes(TABLE)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(Refused):
        read_pack(text)


@pytest.mark.parametrize("text", ["[]", "{}", '{"format": 1}', '{"format": 1, "year": "x"}', "null", "1"])
def test_what_is_no_pack_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="不是本程序的放假安排文件"):
        read_pack(text)
