"""督办、包案、现场通知 as pure rules over records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain import call_chain, lead_official, supervision, tallies, thresholds
from app.domain.errors import Refused
from app.domain.record import HandlingRecord, Happened
from app.domain.responsibility import Portfolio, Post, PostHolding, ResponsibilityTree, Responsible
from app.domain.supervision import ORDER, TriggerKind, Watched
from app.domain.work_calendar import WorkCalendar

DAY = date(2026, 3, 2)
AT = datetime.fromisoformat("2026-03-02T09:00")
LIMITS = {name: rule.default for name, rule in thresholds.THRESHOLDS.items()}
CALENDAR = WorkCalendar(frozenset(), frozenset(), frozenset({2026}))


def record(kind: str, number: int = 1, day: date = DAY, **values: str) -> HandlingRecord:
    due = date.fromisoformat(values.pop("due_on")) if "due_on" in values else None
    owner = int(values.pop("owner_id")) if "owner_id" in values else None
    return HandlingRecord(number, kind, 7, "访1号", "吴某", "", day, owner, "", due, values, AT, "登记员")


def happened(name: str, day: date = DAY, **values: str) -> Happened:
    names = {key: f"{text}号领导" for key, text in values.items()}
    return Happened(1, name, day, values, AT, "登记员", names=names)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def letter(rung: str, number: int, day: date = DAY) -> HandlingRecord:
    return record("supervision", number, day, rung=rung, due_on=(day + timedelta(days=7)).isoformat())


def test_b32_each_rung_follows_the_one_before_and_the_top_repeats() -> None:
    letters: tuple[HandlingRecord, ...] = ()
    for place, rung in enumerate(ORDER):
        found = supervision.next_rung(letters)
        assert found.code == rung
        assert found.parent == (letters[-1] if letters else None)
        letters += (letter(rung, place),)
    assert supervision.next_rung(letters).code == ORDER[-1]


def test_b32_a_rung_opens_the_day_after_feedback_was_due_and_an_answer_starts_anew() -> None:
    one = letter("letter", 1)
    rung = supervision.next_rung((one,))
    assert [rung.is_open(after(days)) for days in (6, 7, 8)] == [False, False, True]
    assert supervision.next_rung((replace(one, ended_on=after(3)),)).code == "letter"
    assert supervision.next_rung((replace(one, voided_at=AT),)).code == "letter"


@pytest.mark.parametrize(
    ("values", "day", "wanted"),
    [
        ({"begun": DAY, "legal": after(60)}, 29, []),
        ({"begun": DAY, "legal": after(60)}, 30, [TriggerKind.HALF]),
        ({"begun": DAY, "legal": after(60), "worked_on": after(5)}, 45, []),
        ({"returned_on": after(4)}, 4, [TriggerKind.RETURNED]),
        ({"returned_on": after(-4)}, 4, []),
        ({"asked_on": after(4), "asked_by": "市信访局"}, 5, [TriggerKind.SUPERIOR]),
        ({"sent_back_on": after(2)}, 6, []),
        ({"sent_back_on": after(2)}, 7, [TriggerKind.RESUBMIT]),
        ({"assist_since": DAY, "assist_unit": "立案庭"}, 2, []),
        ({"assist_since": DAY, "assist_unit": "立案庭"}, 3, [TriggerKind.ASSIST]),
        ({"letter": letter("letter", 1)}, 7, []),
        ({"letter": letter("letter", 1)}, 8, [TriggerKind.UNANSWERED]),
        ({"letter": replace(letter("letter", 1), ended_on=after(2)), "returned_on": DAY}, 9, []),
        (
            {"letter": replace(letter("letter", 1), ended_on=after(2)), "returned_on": after(5)},
            9,
            [TriggerKind.RETURNED],
        ),
    ],
)
def test_what_calls_for_a_letter_and_from_which_day(
    values: dict[str, object], day: int, wanted: list[TriggerKind]
) -> None:
    watched = Watched(7, "访1号", "吴某", "执行局", "尹某", DAY)
    found = supervision.triggers(replace(watched, **values), LIMITS, CALENDAR, after(day))  # type: ignore[arg-type]
    assert [one.kind for one in found] == wanted
    assert all(one.words for one in found)


def test_a10_terms_follow_the_hand_overs_and_the_last_ends_with_the_assignment() -> None:
    made = record("lead_assignment", leader="1", owner_id="3")
    moves = (happened("handed_over", after(10), new_leader="2"), happened("handed_over", after(20), new_leader="3"))
    moved = replace(made, events=moves, ended_on=after(30))
    terms = lead_official.terms(moved)
    assert [(one.leader_id, one.start, one.end) for one in terms] == [
        (1, DAY, after(10)),
        (2, after(10), after(20)),
        (3, after(20), after(30)),
    ]
    asked = [lead_official.term_on(moved, after(days)) for days in (0, 9, 10, 25)]
    assert [one.leader_id if one else 0 for one in asked] == [1, 1, 2, 3]
    assert lead_official.term_on(moved, after(-1)) is None


def test_a07_a09_only_what_the_current_leader_did_in_person_counts() -> None:
    made = record("lead_assignment", leader="1", owner_id="1")
    duties = (
        record("personal_duty", 2, after(3), duty="receive", owner_id="1"),
        record("personal_duty", 3, after(20), duty="study", owner_id="1", delegated="1"),
        record("personal_duty", 4, after(20), duty="study", owner_id="2"),
        replace(record("personal_duty", 5, after(20), duty="study", owner_id="1"), voided_at=AT),
        replace(record("personal_duty", 6, after(20), duty="study", owner_id="1"), matter_id=8),
    )
    meter = lead_official.meter(made, duties, after(33))
    assert (meter.count("receive"), meter.count("study"), meter.delegated, meter.idle) == (1, 0, 1, 30)
    assert [one.idle for one in lead_official.idle((made,), duties, after(33), 30)] == [30]
    assert lead_official.idle((made,), duties, after(32), 30) == ()


def test_a11_who_led_at_the_end_of_the_month_owes_its_report() -> None:
    made = record("lead_assignment", leader="1", owner_id="1")
    report = record("monthly_report", 2, after(29), month="2026-03")

    def lines(*known: HandlingRecord, today: date = date(2026, 4, 6)) -> list[tuple[bool, bool]]:
        found = lead_official.month_lines(known, "2026-03", 5, today)
        return [(one.report is not None, one.missing) for one in found]

    assert lines(made, today=date(2026, 4, 5)) == [(False, False)]
    assert lines(made) == [(False, True)]
    assert lines(made, report) == [(True, False)]
    assert lines(replace(made, ended_on=date(2026, 3, 20))) == []
    assert lines(replace(made, day=date(2026, 4, 1))) == []
    assert lead_official.asked_month(None, date(2026, 1, 10)) == "2025-12"


def test_c11_the_chain_leaves_out_vacant_posts_and_whoever_must_withdraw() -> None:
    handler, head = Responsible(1, "尹某", 5, "执行局"), Responsible(2, "段某", 5, "执行局")
    vice, president = Responsible(3, "方某"), Responsible(4, "贺某")
    tree = ResponsibilityTree(
        (PostHolding(1, head, Post.DIVISION_HEAD, 5, DAY), PostHolding(2, president, Post.PRESIDENT, 0, DAY)),
        (Portfolio(1, vice, 5, "执行局", DAY),),
    )
    links = call_chain.chain(tree, 5, handler, DAY, frozenset({2}))
    assert [one.person.name for one in links] == ["尹某", "方某", "贺某"]
    unanswered = record("call", person="1", called_at="2026-03-02 09:00", answer="no")
    assert call_chain.next_call(links, (), DAY) == links[0]
    assert call_chain.next_call(links, (unanswered,), DAY) == links[1]
    assert call_chain.next_call(links, (unanswered,), after(1)) == links[0], "another day begins anew"
    coming = record("call", 2, person="3", called_at="2026-03-02 09:05", answer="yes")
    assert call_chain.next_call(links, (unanswered, coming), DAY) is None
    not_coming = replace(coming, events=(happened("not_coming"),))
    assert call_chain.next_call(links, (unanswered, not_coming), DAY) == links[2]


def test_e24_visits_and_person_visits_are_two_figures() -> None:
    visits = [record("follow_up", place, people=people) for place, people in enumerate(("3", "2"))]
    visits.append(replace(record("follow_up", 9, people="10"), matter_id=8))
    visits.append(replace(record("follow_up", 10, people="99"), voided_at=AT))
    count = tallies.follow_ups(visits)
    assert (count.visits, count.person_visits, count.matters, count.repeated) == (3, 15, 2, 1)


def test_d12_days_between_sign_and_report() -> None:
    assert tallies.days_late(record("early_sign", day=after(3), noticed=DAY.isoformat())) == 3


def test_numbers_are_whole_and_within_their_bounds() -> None:
    given = {name: str(rule.default) for name, rule in thresholds.THRESHOLDS.items()}
    assert thresholds.checked(given) == LIMITS
    for wrong in ("", "0", "-1", "3.5", "九"):
        with pytest.raises(Refused) as caught:
            thresholds.checked({**given, "lead_idle_days": wrong})
        assert set(caught.value.fields) == {"lead_idle_days"}
    assert all(rule.source for rule in thresholds.THRESHOLDS.values())
