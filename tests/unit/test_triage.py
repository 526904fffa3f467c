from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import triage
from app.domain.deadline import RuleStatus
from app.domain.errors import Refused
from app.domain.matter import Track
from app.domain.work_calendar import Unit, built_in_calendar


def paths(answers: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], triage.Route]]:
    """Every row of answers that ends in a route."""
    step = triage.walk(answers)
    if step.route is not None:
        yield answers, step.route
        return
    assert step.question is not None
    for option in step.question.options:
        yield from paths((*answers, option.code))


PATHS = tuple(paths())


def test_every_row_of_answers_ends_in_a_route_after_a_few_questions() -> None:
    assert {route.code for _, route in PATHS} == set(triage.routes())
    assert max(len(answers) for answers, _ in PATHS) <= triage.MOST_QUESTIONS
    assert all(2 <= len(question.options) <= 9 for question in triage.questions().values())


def test_every_clock_is_used_and_says_its_source_and_what_it_is() -> None:
    used = {clock.code for route in triage.routes().values() for clock in route.clocks}
    assert used == set(triage.clocks())
    for clock in triage.clocks().values():
        assert clock.citation
        assert clock.words.endswith("。")
        assert clock.status is not RuleStatus.SUPERIOR
        assert (clock.amount is None) == (clock.unit is None)
    assert all(route.clocks and route.basis and route.steps for route in triage.routes().values())


def test_no_route_refuses_to_register() -> None:
    for route in triage.routes().values():
        words = "".join((route.label, route.where, *route.steps))
        assert not re.search(r"不予登记|不登记|拒绝登记|不接待|拒绝接待", words), route.code


@pytest.mark.parametrize(
    ("answers", "route", "clocks"),
    [
        (("file", "not_yet"), "file", ["C1"]),
        (("file", "refused"), "filing_complaint", ["C1", "C2"]),
        (("pending", "progress"), "in_procedure", ["N1"]),
        (("effective", "civil", "none"), "retrial_civil", ["C3", "C4"]),
        (("effective", "criminal", "none"), "petition_criminal", ["C5"]),
        (("effective", "administrative", "none"), "retrial_administrative", ["C12", "C4"]),
        (("effective", "civil", "refused"), "procuratorate", ["C13"]),
        (("effective", "civil", "exhausted"), "exhausted", ["N1"]),
        (("enforcement", "unlawful"), "enforcement_objection", ["C6A", "C6B"]),
        (("enforcement", "third_party"), "third_party_objection", ["C6C", "C6D"]),
        (("enforcement", "slow"), "enforcement_higher", ["C7"]),
        (("compensation", "not_yet"), "compensation_claim", ["C8A", "C8B"]),
        (("outside", "forwarded"), "outside_forwarded", ["R3"]),
    ],
)
def test_what_the_person_says_leads_to_the_route_and_its_clock(
    answers: tuple[str, ...], route: str, clocks: list[str]
) -> None:
    found = triage.decide(answers).route
    assert (found.code, [clock.code for clock in found.clocks]) == (route, clocks)


def test_litigation_and_petition_are_told_apart_and_accusations_kept_apart() -> None:
    assert triage.routes()["retrial_civil"].track is Track.LITIGATION
    assert triage.routes()["exhausted"].track is Track.PETITION
    assert triage.routes()["exhausted"].checklist
    assert [code for code, route in triage.routes().items() if route.restricted] == ["conduct"]


def test_the_petition_limit_of_60_days_is_nowhere_a_statutory_clock() -> None:
    # 条例 art. 34 limits only the residual class; here it may at most be the court's own habit
    assert not any(clock.amount == 60 for clock in triage.clocks().values())
    assert triage.clocks()["N1"].status is RuleStatus.INTERNAL


def test_a_clock_counts_when_it_has_one_period() -> None:
    due = triage.clocks()["C3"].due(date(2026, 4, 2), built_in_calendar())
    assert due is not None
    assert (due.raw, due.legal) == (date(2026, 10, 2), date(2026, 10, 8))
    assert triage.clocks()["C11"].due(date(2026, 4, 2), built_in_calendar()) is None
    assert triage.clocks()["R3"].unit is Unit.WORKDAY


def test_an_unfinished_or_impossible_row_of_answers_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="还差一个问题"):
        triage.decide(())
    with pytest.raises(Refused, match="没有这个选项"):
        triage.walk(("nothing",))
    with pytest.raises(Refused, match="多出的回答"):
        triage.walk(("aid", "file"))


def test_ticks_are_kept_only_with_the_checklist() -> None:
    ticked = triage.decide(("effective", "civil", "exhausted"), ("procuratorate", "nonsense", "appealed")).ticked
    assert ticked == ("appealed", "procuratorate")
    assert triage.decide(("aid",), ("appealed",)).ticked == ()


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8), st.sampled_from([one.code for q in triage.questions().values() for one in q.options])
        ),
        max_size=6,
    )
)
def test_any_answers_end_in_a_step_or_a_refusal(answers: list[str]) -> None:
    try:
        step = triage.walk(answers)
    except Refused as answer:
        told, step = answer.fields, None
    if step is None:
        assert "answers" in told
    else:
        assert (step.question is None) != (step.route is None)
