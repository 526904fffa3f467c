"""从来往中得出的: flags with their reasons, dated events, quiet periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contact import Channel
from app.domain.courts import CourtLevel, level_of
from app.domain.errors import Refused
from app.domain.history import (
    ComputedEra,
    Cutoff,
    Era,
    Flag,
    FlagChange,
    PastContact,
    Quiet,
    QuietRate,
    ThisContact,
    Thresholds,
    TransitionKind,
    check_cutoff,
    check_flag_change,
    compute_flags,
    did_not_hold,
    era_of,
    is_new,
    quiet_periods,
    quiet_rates,
    transitions,
)
from app.domain.matter import MatterStatus

AT = datetime.fromisoformat("2026-03-02T09:00")
USUAL = Thresholds()
BASIC, INTERMEDIATE, HIGH, SUPREME = CourtLevel


def past(days: int, channel: Channel = Channel.VISIT, **values: bool) -> PastContact:
    return PastContact(channel, AT - timedelta(days=days), **values)


def flag(contact: ThisContact, wanted: Flag, thresholds: Thresholds = USUAL) -> tuple[bool, str]:
    found = {one.flag: one for one in compute_flags(contact, thresholds)}[wanted]
    return found.value, found.reason


def test_a01_a_repeat_is_the_same_person_with_the_same_matter() -> None:
    first = ThisContact(Channel.VISIT, AT)
    assert flag(first, Flag.REPEAT) == (False, "这一事项首次信访")
    again = ThisContact(Channel.VISIT, AT, earlier=(past(40, Channel.LETTER), past(10)))
    assert flag(again, Flag.REPEAT) == (True, "同一人就同一事项第3次信访，上次为2026-02-20来访")
    other = ThisContact(Channel.VISIT, AT, earlier=(past(40, same_person=False),))
    assert flag(other, Flag.REPEAT) == (False, "这一事项此前是他人反映，本人首次信访")


@pytest.mark.parametrize("competent", CourtLevel)
@pytest.mark.parametrize("visited", CourtLevel)
def test_a01_only_skipping_both_the_competent_level_and_the_one_above_is_skip_level(
    competent: CourtLevel, visited: CourtLevel
) -> None:
    contact = ThisContact(Channel.VISIT, AT, visited_level=visited, competent_level=competent)
    value, reason = flag(contact, Flag.SKIP_LEVEL)
    assert value is (visited.rank - competent.rank >= 2)
    assert ("第二十条" in reason) is (visited.rank > competent.rank)
    assert flag(ThisContact(Channel.VISIT, AT), Flag.SKIP_LEVEL)[0] is False


def test_a_court_code_tells_its_level_by_its_length() -> None:
    codes = {
        "豫0104": BASIC,
        "沪74": INTERMEDIATE,
        "豫": HIGH,
        "最高法": SUPREME,
        "京0491": BASIC,
        "某某": None,
        "": None,
    }
    assert {code: level_of(code) for code in codes} == codes


@pytest.mark.parametrize(
    ("channel", "heads", "signers", "marked", "group", "joint"),
    [
        (Channel.VISIT, 5, 0, False, True, False),
        (Channel.VISIT, 4, 0, False, False, False),
        (Channel.VISIT, 30, 9, True, True, False),
        (Channel.LETTER, 1, 4, False, False, True),
        (Channel.LETTER, 1, 3, False, False, False),
        (Channel.LETTER, 8, 0, False, False, True),
        (Channel.LETTER, 1, 1, True, False, True),
        (Channel.CALL, 9, 0, False, False, False),
    ],
)
def test_e20_group_visits_and_joint_letters_by_the_thresholds(
    channel: Channel, heads: int, signers: int, marked: bool, group: bool, joint: bool
) -> None:
    contact = ThisContact(channel, AT, heads, signers, marked)
    assert flag(contact, Flag.GROUP_VISIT)[0] is group
    assert flag(contact, Flag.JOINT_LETTER)[0] is joint
    assert flag(ThisContact(Channel.VISIT, AT, 6), Flag.GROUP_VISIT, Thresholds(7, 7))[0] is False


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("level", [None, *CourtLevel])
def test_e28_people_are_counted_as_a_group_wherever_a_visit_was_made(
    channel: Channel, level: CourtLevel | None
) -> None:
    """At this desk, or elsewhere as a paper tells by naming the level; the own level standing in says nothing of it."""
    contact = ThisContact(channel, AT, 5, visited_level=level, own_level=BASIC)
    visited = channel is Channel.VISIT or level is not None
    assert flag(contact, Flag.GROUP_VISIT)[0] is visited
    assert not flag(replace(contact, head_count=4), Flag.GROUP_VISIT)[0]


def test_e28_the_reason_says_where_the_group_went_or_that_no_visit_was_told_of() -> None:
    told = ThisContact(Channel.FORWARDED, AT, 8, visited_level=HIGH, own_level=BASIC)
    assert flag(told, Flag.GROUP_VISIT) == (True, "到高级人民法院走访8人，达到集体访标准5人")
    assert flag(replace(told, visited_level=None), Flag.GROUP_VISIT) == (False, "没有选到哪一级走访，不按走访计")
    assert flag(replace(told, visited_level=None), Flag.SKIP_LEVEL)[0] is False


@pytest.mark.parametrize("competent", CourtLevel)
@pytest.mark.parametrize("visited", CourtLevel)
def test_a_level_nobody_gave_is_that_of_this_court(competent: CourtLevel, visited: CourtLevel) -> None:
    given = ThisContact(Channel.VISIT, AT, visited_level=visited, competent_level=competent)
    assert compute_flags(replace(given, visited_level=None, own_level=visited), USUAL) == compute_flags(given, USUAL)
    assert compute_flags(replace(given, competent_level=None, own_level=competent), USUAL) == compute_flags(
        given, USUAL
    )


def events(contact: ThisContact, *, repeat: bool = True, skip_level: bool = False) -> list[TransitionKind]:
    return [one.kind for one in transitions(contact, repeat=repeat, skip_level=skip_level)]


def test_c16_each_step_up_is_one_dated_event() -> None:
    letter = past(40, Channel.LETTER)
    contact = ThisContact(Channel.VISIT, AT, earlier=(letter,))
    first, second = transitions(contact, repeat=True, skip_level=False)
    assert (first.kind, first.happened_at, first.reason) == (
        TransitionKind.LETTER_TO_VISIT,
        AT,
        "2026-01-21来信，40天后首次来访",
    )
    assert (second.kind, second.reason) == (TransitionKind.FIRST_TO_REPEAT, "距2026-01-21初次信访40天")
    assert events(ThisContact(Channel.VISIT, AT, earlier=(letter, past(9)))) == []
    assert events(ThisContact(Channel.VISIT, AT), repeat=False) == []
    assert events(ThisContact(Channel.VISIT, AT, earlier=(past(9), past(5))), skip_level=True) == [
        TransitionKind.STEP_TO_SKIP
    ]
    assert events(ThisContact(Channel.VISIT, AT, earlier=(past(9, skip_level=True), past(5))), skip_level=True) == []


def test_a_return_after_an_answer_asks_for_a_review() -> None:
    answered, concluded = date(2026, 2, 1), date(2026, 2, 20)
    assert "29天后" in did_not_hold(MatterStatus.ANSWERED, answered, None, AT)
    assert "办结，10天后" in did_not_hold(MatterStatus.CONCLUDED, answered, concluded, AT)
    assert did_not_hold(MatterStatus.HANDLING, None, None, AT) == ""
    assert did_not_hold(MatterStatus.HANDLING, date(2026, 3, 9), None, AT) == ""


def test_a_change_by_hand_needs_its_reason() -> None:
    assert check_flag_change(FlagChange(Flag.REPEAT, False, "  不是同一事项 ")).reason == "不是同一事项"
    with pytest.raises(Refused) as refused:
        check_flag_change(FlagChange(Flag.REPEAT, False, " \n"))
    assert list(refused.value.fields) == ["flag_repeat"]


def test_e23_quiet_periods_on_their_edges() -> None:
    answered = date(2026, 1, 1)

    def states(contacts: list[date], today: date) -> list[Quiet]:
        return [one.state for one in quiet_periods(answered, contacts, today)]

    thirtieth = date(2026, 1, 31)
    assert states([], thirtieth) == [Quiet.RUNNING] * 3
    assert states([], date(2026, 2, 1)) == [Quiet.HELD, Quiet.RUNNING, Quiet.RUNNING]
    assert states([thirtieth], date(2026, 12, 1)) == [Quiet.RETURNED] * 3
    assert states([date(2026, 2, 1)], date(2026, 12, 1)) == [Quiet.HELD, Quiet.RETURNED, Quiet.RETURNED]
    assert states([answered, date(2025, 12, 1)], date(2026, 12, 1)) == [Quiet.HELD] * 3
    assert quiet_periods(answered, [thirtieth], date(2026, 12, 1))[0].returned_on == thirtieth


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.lists(st.dates(), max_size=5), st.dates())
def test_a_longer_period_never_holds_when_a_shorter_one_did_not(
    answered: date, contacts: list[date], today: date
) -> None:
    states = [one.state for one in quiet_periods(answered, contacts, today)]
    for shorter, longer in pairwise(states):
        assert longer is not Quiet.HELD or shorter is Quiet.HELD
        assert shorter is not Quiet.RETURNED or longer is Quiet.RETURNED


def test_e23_only_periods_that_are_over_count_and_early_returns_wait_for_their_end() -> None:
    today = date(2026, 3, 2)
    concluded: list[tuple[date, list[date]]] = [
        (date(2026, 1, 1), []),
        (date(2026, 1, 1), [date(2025, 12, 1), date(2026, 1, 20)]),
        (date(2026, 1, 1), [date(2026, 2, 10)]),
        (date(2026, 2, 20), [date(2026, 2, 21)]),
    ]
    month, quarter, half = quiet_rates(concluded, today)
    assert (month.over, month.held, month.returned, month.running, month.percent) == (3, 2, 1, 1, "66.7%")
    assert (quarter.over, quarter.running, quarter.percent) == (0, 4, "—")
    assert quiet_rates(concluded, date(2026, 12, 31))[2] == QuietRate(180, 4, 1, 0)
    assert half.days == 180


@given(
    st.lists(
        st.tuples(
            st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.lists(st.dates(date(2024, 1, 1), date(2026, 12, 1)))
        ),
        max_size=12,
    ),
    st.dates(date(2024, 1, 1), date(2027, 1, 1)),
)
def test_e23_the_rates_are_what_each_matter_says_of_itself(
    concluded: list[tuple[date, list[date]]], today: date
) -> None:
    """Nothing is lost or counted twice, and a rate is the share of those that held among those that are over."""
    rates = quiet_rates(concluded, today)
    for rate in rates:
        assert rate.over + rate.running == len(concluded)
        over = [(day, came) for day, came in concluded if (today - day).days > rate.days]
        back = [day for day, came in over if any(0 < (one - day).days <= rate.days for one in came if one <= today)]
        assert (rate.over, rate.returned) == (len(over), len(back))
        if rate.over:
            assert abs(float(rate.percent.rstrip("%")) - 100 * rate.held / rate.over) <= 0.05 + 1e-9
        else:
            assert rate.percent == "—"
    for shorter, longer in pairwise(rates):
        assert shorter.over >= longer.over
        assert shorter.held >= longer.held
    assert quiet_rates(concluded[::-1], today) == rates


def test_d17_new_and_old_matters_are_parted_by_a_day() -> None:
    assert is_new(date(2026, 1, 1), date(2026, 1, 1))
    assert not is_new(date(2025, 12, 31), date(2026, 1, 1))


CUTOFF = Cutoff(date(2026, 1, 1), "某高法〔2025〕1号")


def test_d17_the_reason_names_both_days_and_the_basis_and_without_a_day_nothing_is_said() -> None:
    old = era_of(date(2025, 12, 31), CUTOFF)
    assert old == ComputedEra(Era.OLD, "2025-12-31首次信访，早于分界日2026-01-01（依据：某高法〔2025〕1号）")
    assert era_of(date(2025, 12, 31), Cutoff()) is None
    assert Cutoff().words == "没有设定新访、老访的分界日，不作区分。"
    assert "某高法〔2025〕1号" in CUTOFF.words


@given(st.dates(), st.dates())
def test_d17_every_day_is_on_one_side_and_moving_the_cutoff_back_makes_nothing_old(first: date, day: date) -> None:
    known = era_of(first, Cutoff(day, "依据"))
    assert known is not None
    assert (known.era is Era.NEW) is is_new(first, day)
    earlier = era_of(first, Cutoff(date.min, "依据"))
    assert earlier is not None
    assert earlier.era is Era.NEW


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Cutoff(date(2026, 1, 1)), "basis"),
        (Cutoff(date(2026, 1, 1), "　 "), "basis"),
        (Cutoff(None, "某高法〔2025〕1号"), "day"),
        (Cutoff(date(2026, 3, 3), "某高法〔2025〕1号"), "day"),
        (Cutoff(date(2026, 1, 1), "字" * 101), "basis"),
    ],
)
def test_d17_a_cutoff_is_a_day_that_has_come_with_its_basis(wanted: Cutoff, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_cutoff(wanted, AT.date())
    assert list(refused.value.fields) == [field]


def test_d17_a_cutoff_is_kept_clean_and_may_be_taken_away() -> None:
    assert check_cutoff(Cutoff(AT.date(), " 某高法〔2025〕1号 "), AT.date()) == Cutoff(AT.date(), CUTOFF.basis)
    assert check_cutoff(Cutoff(None, " "), AT.date()) == Cutoff()
