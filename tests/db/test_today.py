"""今日: due, owed, promised and open things of the day, each read from what it is about; the two weeks ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.domain.errors import Refused
from app.domain.responsibility import Post
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.services import absences, desk_clock, desk_watch, inbox, records, thresholds, today
from app.services.session import Session
from app.services.today import Day
from db.stores.people import PeopleReader
from db.stores.records import RecordReader
from db.stores.today import TodayReader
from db.tables import MATTERS
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import NOW, form
from tests.support.lead_flow import supervise
from tests.support.record_flow import TO_WORK, follow, take, write

TODAY = NOW.date()


def in_work(session: Session, known: Court, order: int = 1, name: str = "吴小满") -> Matter:
    made = Matter(session, known, principal=form(name, order).principal)
    take(made, *TO_WORK)
    return made


def due_on(session: Session, matter: Matter, day: date) -> None:
    with session.register.maintenance() as connection:
        wanted = update(MATTERS).where(MATTERS.c.id == matter.matter_id)
        connection.execute(wanted.values(due_date=day, due_key=day.isoformat()))


def numbers(day: Day, code: str) -> list[str]:
    return [one.number for one in day.sections[code].items]


def test_e09_due_today_is_not_overdue_and_mine_come_first(session: Session, known: Court) -> None:
    others, mine, late = (
        in_work(session, known, order, name) for order, name in enumerate(("吴小满", "周大有", "郑安"), 1)
    )
    for matter, days in ((others, 0), (mine, 0), (late, -1)):
        due_on(session, matter, TODAY + timedelta(days=days))
    with session.register.maintenance() as connection:
        handed = update(MATTERS).where(MATTERS.c.id == mine.matter_id).values(handler_id=known.staff["卫某"])
        connection.execute(handed)
    seen = replace(session, viewer=replace(session.viewer, staff_id=known.staff["卫某"]))
    day = today.read(seen, TODAY)
    assert numbers(day, "due") == [mine.number, others.number]
    assert [one.mine for one in day.sections["due"].items] == [True, False]
    assert numbers(day, "late") == [late.number]
    standings = [one.standing(TODAY) for one in (*day.sections["due"].items, *day.sections["late"].items)]
    assert standings == ["今天到期", "今天到期", "逾期 1 天"]


def test_e09_lists_are_bounded_and_counts_are_not(
    session: Session, known: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "MOST", 1)
    for order, name in enumerate(("吴小满", "周大有"), 1):
        due_on(session, in_work(session, known, order, name), TODAY - timedelta(days=3))
    section = today.read(session, TODAY).sections["late"]
    assert (len(section.items), section.count) == (1, 2)


def test_e19_what_was_handed_over_waits_until_it_is_signed_for(session: Session, known: Court) -> None:
    matter = Matter(session, known)
    take(matter, Step.TRIAGE, Step.ACCEPT, Step.INSTRUCT, Step.ASSIGN)
    assert numbers(today.read(session, TODAY), "sign") == [matter.number]
    take(matter, Step.SIGN)
    assert numbers(today.read(session, TODAY), "sign") == []


def test_e31_a_letter_of_supervision_stays_until_its_feedback_is_recorded(session: Session, known: Court) -> None:
    matter = in_work(session, known)
    letter = supervise(matter, "letter")
    shown = today.read(session, TODAY).sections["owed"].items
    assert [(one.number, one.ref) for one in shown] == [(matter.number, letter.record_id)]
    assert letter.number in shown[0].words
    take(matter, Step.FEED_BACK)
    left = [one.ref for one in today.read(session, TODAY).sections["owed"].items]
    assert letter.record_id not in left


def test_e09_promises_are_kept_in_sight_written_down_as_such_or_found_in_the_words_of_an_answer(
    session: Session, known: Court
) -> None:
    matter = in_work(session, known)
    friday = TODAY + timedelta(days=4)
    made = write(matter, "promise", promise="请他周五再来取答复", due=friday.isoformat())
    other = in_work(session, known, 2, "周大有")
    other.take(Step.TALK, words="已向其说明，7日内答复进展。")
    shown = today.read(session, TODAY).sections["promises"].items
    assert {one.number: one.day for one in shown} == {matter.number: friday, other.number: TODAY + timedelta(days=7)}
    assert "周五再来" in shown[0].words
    follow(matter, made, "kept")
    other.take(Step.TALK, words="已当面告知进展。")
    assert today.read(session, TODAY).sections["promises"].items == (), "kept, and answered anew"


def test_e09_two_weeks_say_what_falls_on_which_day_with_holidays_and_who_is_away(
    session: Session, known: Court
) -> None:
    begin = date(2026, 9, 18)
    matter = in_work(session, known)
    due_on(session, matter, date(2026, 9, 24))
    absences.add(session, known.staff["尹某"], date(2026, 9, 24), date(2026, 9, 25), "培训", NOW)
    day = today.read(session, begin)
    assert len(day.ahead) == 14
    by_day = {one.day: one for one in day.ahead}
    assert [one.number for one in by_day[date(2026, 9, 24)].items] == [matter.number]
    assert by_day[date(2026, 9, 24)].away == ("尹某（培训）",)
    assert by_day[date(2026, 9, 26)].away == ()
    assert by_day[date(2026, 9, 20)].kind == "调休上班"
    assert by_day[date(2026, 10, 1)].kind == "放假"
    assert by_day[date(2026, 9, 19)].kind == "周末"


def test_an_absence_needs_a_person_and_days_in_order_and_can_be_withdrawn(session: Session, known: Court) -> None:
    person = known.staff["尹某"]
    for staff, first, last, field in (
        (None, TODAY, None, "staff"),
        (person, None, None, "first"),
        (person, TODAY, TODAY - timedelta(days=1), "last"),
    ):
        with pytest.raises(Refused) as caught:
            absences.add(session, staff, first, last, "", NOW)
        assert field in caught.value.fields
    absences.add(session, person, TODAY, None, "", NOW)
    with pytest.raises(Refused, match="已经登记过"):
        absences.add(session, person, TODAY, TODAY + timedelta(days=3), "", NOW)
    noted = absences.between(session, TODAY, TODAY)
    absences.withdraw(session, noted[0].absence_id, NOW)
    assert absences.between(session, TODAY, TODAY) == ()
    with pytest.raises(Refused, match="已经撤销"):
        absences.withdraw(session, noted[0].absence_id, NOW)


def test_d13_what_nobody_read_goes_by_hand_in_the_order_of_recipients_and_is_off_the_list_when_delivered(
    session: Session, known: Court
) -> None:
    in_work(session, known)
    in_work(session, known, 2, "周大有")
    listed = today.read(session, TODAY).sections["delivery"].items
    assert len(listed) >= 2
    assert [one.who for one in listed] == sorted(one.who for one in listed)
    ids = tuple(one.ref for one in listed if one.ref is not None and one.who == listed[0].who)
    inbox.delivered(session, ids, "尹某", NOW)
    left = today.read(session, TODAY).sections["delivery"].items
    assert listed[0].who not in {one.who for one in left}
    handler = replace(session, viewer=replace(session.viewer, staff_id=known.staff["尹某"]))
    assert all(one.ref not in ids for one in today.read(handler, TODAY).sections["notices"].items)


def test_d13_notices_of_matters_out_of_sight_are_on_nobody_elses_list(session: Session, known: Court) -> None:
    matter = in_work(session, known)
    with session.register.maintenance() as connection:
        connection.execute(update(MATTERS).where(MATTERS.c.id == matter.matter_id).values(restricted=True))
    supervise(matter, "letter")
    plain = replace(session, viewer=Viewer(session.viewer.account_id, "接待员乙"))
    day = today.read(plain, TODAY + timedelta(days=90))
    assert [code for code, section in day.sections.items() if section.items] == []


def test_b12_opening_the_desk_tells_one_level_at_a_time_and_twice_a_day_nobody(session: Session, known: Court) -> None:
    matter = in_work(session, known)
    due_on(session, matter, TODAY)
    assert desk_watch.look(session, NOW + timedelta(hours=8)).told == 0, "due today is not late"
    begin = NOW + timedelta(days=1, hours=1)
    found = [desk_watch.look(session, begin + timedelta(days=step)).told for step in range(12)]
    assert found[0] == 1
    assert desk_watch.look(session, begin + timedelta(days=11, minutes=5)).told == 0
    with session.register.read(session.viewer) as unit:
        climbed = unit.people.climbs(matter.matter_id)
    assert [level for level, *_ in climbed] == list(range(1, len(climbed) + 1))
    assert len(climbed) > 1
    assert climbed[0][1] is Post.HANDLER
    days = [told for *_, told in climbed]
    assert days == sorted(set(days)), "one level a day at most"


def test_b12_how_many_workdays_lie_between_two_levels_is_the_offices_own_number(session: Session, known: Court) -> None:
    matter = in_work(session, known)
    due_on(session, matter, TODAY)
    given = {name: str(value) for name, value in thresholds.values(session).items()}
    thresholds.change(session, {**given, "climb_workdays": "1"}, NOW)
    told = [desk_watch.look(session, NOW + timedelta(days=1 + step)).told for step in range(3)]
    assert told == [1, 1, 1], "Tuesday, Wednesday, Thursday"


def test_a_clock_that_went_back_is_named_and_nobody_is_told_that_anything_is_late(
    session: Session, known: Court
) -> None:
    matter = in_work(session, known)
    due_on(session, matter, TODAY - timedelta(days=5))
    back = NOW - timedelta(days=2)
    found = desk_watch.look(session, back)
    assert found.jump is not None
    assert found.jump.backwards
    assert "写明原因" in found.jump.words
    assert found.told == 0
    desk_clock.accept(session, "更换主板电池后已校正", back)
    assert desk_watch.look(session, back).told == 1


def test_the_days_reading_goes_by_indexes(session: Session) -> None:
    with session.register.connection() as connection:
        seen: list[str] = []
        real = connection.execute

        def planned(query: object, *rest: object) -> object:
            compiled = query.compile(connection, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {str(compiled).replace('%', '%%')}")
            seen.append(" | ".join(row.detail for row in plan))
            return real(query, *rest)  # type: ignore[call-overload]

        connection.execute = planned  # type: ignore[method-assign, assignment]
        reader_of = Viewer(1, "接待员乙", staff_id=1, department_id=1)
        reader = TodayReader(connection, reader_of)
        reader.due(TODAY, TODAY, 5)
        reader.said_since(TODAY)
        reader.open_ends(TODAY, TODAY)
        reader.late_after(TODAY, TODAY)
        reader.contacts_of(TODAY)
        reader.days_with_contacts(TODAY, TODAY)
        reader.absences(TODAY, TODAY)
        PeopleReader(connection, reader_of).notices(unread_only=True)
        PeopleReader(connection, reader_of).pending()
        RecordReader(connection, reader_of).due(TODAY, ("x",))
    joined = "\n".join(seen)
    for table in ("matters", "actions", "contacts", "absences", "notices", "assignments", "records"):
        assert f"SCAN {table}" not in joined, joined
    for index in ("ix_matters_open_due", "ix_actions_said", "ix_contacts_happened", "ix_absences_last_day"):
        assert index in joined, joined


def test_records_that_wait_are_the_same_that_the_ledger_of_owed_ones_shows(session: Session, known: Court) -> None:
    matter = in_work(session, known)
    supervise(matter, "letter")
    until = TODAY + timedelta(days=13)
    shown = {one.ref for one in today.read(session, TODAY).sections["owed"].items}
    kept = {one.record_id for one in records.due(session, until) if one.kind not in (today.PROMISE, today.PLAN)}
    assert shown == kept
