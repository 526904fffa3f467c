"""When a dossier comes before the committee, and who may be one."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.appraisal import DECISION_TEXT, Decision, appraisal_day, decision_words, members_of
from app.domain.errors import Refused

OVER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("decided", "day"),
    [
        ([], OVER),
        ([("prolong_10", date(2026, 3, 1))], date(2036, 1, 1)),
        ([("prolong_10", date(2026, 3, 1)), ("prolong_20", date(2036, 5, 1))], date(2056, 1, 1)),
        ([("prolong_10", date(2040, 3, 1))], date(2050, 1, 1)),  # decided so late that the longer term is over too
        ([("keep", date(2026, 3, 1))], None),
        ([("dispose", date(2026, 3, 1))], None),
        ([("prolong_30", date(2026, 3, 1)), ("dispose", date(2056, 3, 1))], None),
    ],
)
def test_the_day_follows_from_what_was_decided(decided: list[tuple[str, date]], day: date | None) -> None:
    assert appraisal_day(OVER, decided) == day


def test_what_is_kept_for_ever_never_comes_up() -> None:
    assert appraisal_day(None, []) is None
    assert appraisal_day(None, [("prolong_10", OVER)]) is None


def test_a_committee_is_at_least_two_people_each_named_once() -> None:
    assert members_of("卫某， 蒋某;卫某　沈某") == ("卫某", "蒋某", "沈某")
    for text in ("", "卫某", "卫某、卫某", "、".join(f"甲{one}" for one in range(13)), "卫某、" + "长" * 21):
        with pytest.raises(Refused) as caught:
            members_of(text)
        assert "members" in caught.value.fields


def test_every_decision_has_words() -> None:
    assert {decision_words(one.value) for one in Decision} == set(DECISION_TEXT.values())
    assert decision_words("") == ""
