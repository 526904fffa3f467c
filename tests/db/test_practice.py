"""演练库: the story's exact counts, the same register twice, and a bulk that every check accepts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain import identity
from app.domain.contact import Channel
from app.domain.errors import Cancelled, Refused
from app.domain.matter import ActionKind, MatterStatus
from app.domain.matter_detail import MatterDetail
from app.domain.petitioner import DocumentKind
from app.domain.phone import PhoneKind, PhoneReading, read_phone
from app.domain.progress import Progress
from app.domain.queue import QueueFilter, QueueView
from app.domain.workflow import replay
from app.services import matters, practice, practice_story, queue, unlocking
from app.services.session import Session
from db.check import run_checks
from tests.support.registers import CHEAP, fresh_register

NOW = datetime.combine(date(2026, 11, 24), time(10, 26))
BULK = 300


def make(directory: Path, amount: int = practice.STORY_MATTERS, now: datetime = NOW, seed: int = 20) -> Session:
    return practice.make(directory, amount, seed, now, CHEAP)


def every_matter(session: Session, amount: int) -> list[MatterDetail]:
    return [matters.detail(session, matter_id) for matter_id in range(1, amount + 1)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = make(tmp_path_factory.mktemp("story") / "data")
    yield session
    session.register.close()


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = make(tmp_path_factory.mktemp("bulk") / "data", practice.STORY_MATTERS + BULK)
    yield session
    session.register.close()


def counts(session: Session) -> dict[str, int]:
    with session.register.read(session.viewer) as unit:
        return unit.headline()


def test_the_story_has_exactly_its_counts(story: Session) -> None:
    assert counts(story) == {"matters": 31, "repeat": 20, "concluded": 18, "in_progress": 13, "contacts": 71}
    channels = Counter(one.channel for detail in every_matter(story, 31) for one in detail.contacts)
    assert channels == {Channel.VISIT: 57, Channel.LETTER: 10, Channel.CALL: 2, Channel.FORWARDED: 2}


def test_every_check_is_good(story: Session, bulk: Session) -> None:
    for session in (story, bulk):
        assert [(one.name, one.found) for one in run_checks(session.register) if not one.good] == []


def test_matters_are_registered_from_january_to_july_in_the_order_of_their_numbers(story: Session) -> None:
    details = every_matter(story, 31)
    registered = [detail.registered_at for detail in details]
    assert registered == sorted(registered)
    assert (registered[0].year, registered[0].month) == (2026, 1)
    assert registered[-1].date() <= date(2026, 7, 31)
    assert [detail.number for detail in details] == [f"（2026）豫9999访{number}号" for number in range(1, 32)]
    assert all(one.happened_at <= NOW for detail in details for one in (*detail.contacts, *detail.timeline))


def test_concluded_matters_were_answered_and_served_and_have_no_deadline_left(story: Session) -> None:
    concluded = [one for one in every_matter(story, 31) if one.status is MatterStatus.CONCLUDED]
    for detail in concluded:
        kinds = {entry.kind for entry in detail.timeline}
        assert {ActionKind.REPLY, ActionKind.SERVICE, ActionKind.CONCLUSION} <= kinds, detail.number
        assert detail.answered_on is not None
        assert detail.concluded_on is not None
        assert detail.answered_on <= detail.concluded_on
        assert detail.outcome_code
        assert detail.deadlines == ()
    assert any(ActionKind.FOLLOW_UP in {entry.kind for entry in detail.timeline} for detail in concluded)


def test_due_dates_of_open_matters_lie_around_today_and_say_where_they_come_from(story: Session) -> None:
    rows = queue.first_page(story, QueueFilter(view=QueueView.OPEN), NOW.date()).page.rows
    left = [(row.due_date - NOW.date()).days for row in rows if row.due_date]
    assert left == [-12, -3, 0, 2, 5, 6, 7, 9, 11, 15, 18, 22, 28]
    assert {row.status for row in rows} == {
        MatterStatus.INSTRUCTED,
        MatterStatus.ASSIGNED,
        MatterStatus.HANDLING,
        MatterStatus.SUPERVISED,
        MatterStatus.AWAITING_REPLY,
        MatterStatus.SERVED,
    }
    for row in rows:
        running = min(matters.detail(story, row.matter_id).deadlines, key=lambda one: one.legal_date)
        assert running.legal_date == row.due_date
        assert f"{row.due_date.month}月{row.due_date.day}日" in running.derivation[0]


def test_timeline_and_state_agree_after_replay(story: Session, bulk: Session) -> None:
    for session, amount in ((story, 31), (bulk, BULK + 31)):
        with session.register.read(session.viewer) as unit:
            for matter_id in range(1, amount + 1):
                state = replay(unit.steps.entries(matter_id))
                facts = unit.matters.facts(matter_id)
                assert facts is not None
                assert (state.status, state.owner.words) == (facts.status, facts.owner), facts.number
                assert (state.answered_on, state.concluded_on) == (facts.answered_on, facts.concluded_on)
                running = {one.clock for one in unit.deadlines.of_matter(matter_id)}
                assert {one.key for one in state.clocks} == running, facts.number
                assert not state.clocks or state.due == facts.due_date


def test_three_open_repeat_matters_were_here_today(story: Session) -> None:
    rows = queue.first_page(story, QueueFilter(view=QueueView.TODAY), NOW.date()).page.rows
    arrived = [matters.detail(story, row.matter_id).contacts[-1].happened_at for row in rows]
    assert sorted(NOW - one for one in arrived) == [timedelta(minutes=minutes) for minutes in (25, 70, 110)]
    assert all(row.contact_count > 2 for row in rows)


@pytest.mark.parametrize("moment", ["2026-07-31T00:03", "2026-08-01T08:10", "2027-07-30T23:59"])
def test_the_story_holds_on_the_edges_of_its_year(tmp_path: Path, moment: str) -> None:
    now = datetime.fromisoformat(moment)
    session = make(tmp_path / "data", now=now)
    try:
        assert counts(session)["in_progress"] == 13
        details = every_matter(session, 31)
        assert {detail.registered_at.year for detail in details} == {2026}
        latest = max(one.happened_at for detail in details for one in (*detail.contacts, *detail.timeline))
        assert latest <= now
        rows = queue.first_page(session, QueueFilter(view=QueueView.TODAY), now.date()).page.rows
        assert len(rows) == 3
        assert [one.name for one in run_checks(session.register) if not one.good] == []
    finally:
        session.register.close()


def test_documents_have_a_made_up_area_and_no_hard_problem(story: Session, bulk: Session) -> None:
    seen = set()
    for detail in (*every_matter(story, 31), *every_matter(bulk, 40)):
        for person in (known.person for contact in detail.contacts for known in contact.people):
            seen.add(person.document_kind)
            reading = identity.read_document(person.document_kind, person.document_number, NOW.date())
            assert reading.problems == (), person.name
            if person.document_kind is DocumentKind.RESIDENT_ID:
                assert person.document_number.startswith(practice_story.AREA)
                assert (reading.birth_date, reading.sex) == (person.birth_date, person.sex)
            if person.document_kind is DocumentKind.NONE:
                assert person.no_document_reason
    assert {DocumentKind.CREDIT_CODE, DocumentKind.PASSPORT, DocumentKind.HK_MACAO_PERMIT} <= seen


def test_telephones_look_natural_and_ring_nowhere(story: Session, bulk: Session) -> None:
    details = (*every_matter(story, 31), *every_matter(bulk, 231))
    people = {
        known.petitioner_id: known.person for detail in details for one in detail.contacts for known in one.people
    }
    numbers = [number for person in people.values() for number in person.phones]
    assert len(numbers) > 150
    for number in numbers:
        assert read_phone(number) == PhoneReading(number, PhoneKind.MOBILE)
        assert number.startswith(practice_story.UNASSIGNED)
        assert not re.search(r"(.)\1{4}", number), number
    tails = {number[-4:] for number in numbers}
    assert len(tails) > 0.9 * len(set(numbers))
    assert len({number[3:7] for number in numbers}) > 0.9 * len(set(numbers))


def test_no_two_draws_make_one_telephone() -> None:
    draws = range(0, 900_000, 7)
    made = {practice_story.unassigned_mobile(draw) for draw in draws}
    assert len(made) == len(draws)
    assert {len(number) for number in made} == {11}


def facts(session: Session) -> list[tuple[str, ...]]:
    amount = counts(session)["matters"]
    return [
        (
            detail.number,
            detail.petitioner,
            detail.summary,
            *(f"{one.number} {one.narrative}" for one in detail.contacts),
        )
        for detail in every_matter(session, amount)
    ]


def test_the_same_seed_and_moment_make_the_same_register(tmp_path: Path, bulk: Session) -> None:
    again = make(tmp_path / "again", practice.STORY_MATTERS + BULK)
    other = make(tmp_path / "other", practice.STORY_MATTERS + BULK, seed=21)
    try:
        assert facts(again) == facts(bulk)
        assert facts(other)[:BULK] != facts(bulk)[:BULK]
    finally:
        again.register.close()
        other.register.close()


def test_bulk_matters_lie_before_the_story_and_can_be_found(bulk: Session) -> None:
    assert counts(bulk)["matters"] == practice.STORY_MATTERS + BULK
    details = every_matter(bulk, practice.STORY_MATTERS + BULK)
    assert all(detail.registered_at.year < 2026 for detail in details[:BULK])
    assert {detail.registered_at.year for detail in details[BULK:]} == {2026}
    single = sum(len(detail.contacts) == 1 for detail in details[:BULK]) / BULK
    assert 0.5 < single < 0.75
    for detail in (details[0], details[BULK // 2], details[BULK - 1]):
        for words in (detail.petitioner, detail.number, detail.contacts[0].number, detail.contacts[0].narrative[:12]):
            found = queue.first_page(bulk, QueueFilter(view=QueueView.ALL, words=words), NOW.date()).page.rows
            assert detail.matter_id in {row.matter_id for row in found}, words


def test_bulk_contacts_are_numbered_in_order_of_time(bulk: Session) -> None:
    contacts = [one for detail in every_matter(bulk, BULK) for one in detail.contacts if one.channel is Channel.VISIT]
    contacts.sort(key=lambda one: (one.happened_at.year, int(one.number.split("来访")[1].rstrip("号"))))
    assert [one.happened_at for one in contacts] == sorted(one.happened_at for one in contacts)


def test_bulk_loading_leaves_the_same_schema(story: Session, bulk: Session) -> None:
    def schema(session: Session) -> list[tuple[str, str]]:
        with session.register.connection() as connection:
            rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))
            return [(row.name, " ".join(row.sql.split())) for row in rows]

    assert schema(bulk) == schema(story)


def test_a_small_register_takes_the_first_matters_of_the_story(tmp_path: Path) -> None:
    session = make(tmp_path / "data", 5)
    try:
        assert counts(session)["matters"] == 5
        assert [one.name for one in run_checks(session.register) if not one.good] == []
    finally:
        session.register.close()


def test_a_practice_register_unlocks_with_the_shown_password(tmp_path: Path) -> None:
    make(tmp_path / "data", 1).register.close()
    doorstep = unlocking.look(tmp_path / "data")
    assert doorstep.practice
    assert doorstep.accounts == (practice.ACCOUNT,)
    session = unlocking.unlock(tmp_path / "data", practice.ACCOUNT, practice.PASSWORD)
    assert session.register.practice
    session.register.close()


def test_it_refuses_where_a_register_is(tmp_path: Path) -> None:
    fresh_register(tmp_path).register.close()
    before = (tmp_path / "data" / "register.keys").read_bytes()
    with pytest.raises(Refused, match="已经有登记库"):
        make(tmp_path / "data")
    assert (tmp_path / "data" / "register.keys").read_bytes() == before


def test_stopping_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop_after_the_first(done: int, _total: int, _text: str) -> None:
        if done:
            progress.cancel()

    progress = Progress(stop_after_the_first)
    with pytest.raises(Cancelled):
        practice.make(tmp_path / "data", practice.STORY_MATTERS, 20, NOW, CHEAP, progress)
    assert unlocking.look(tmp_path / "data").state is unlocking.DeskState.NEW
    assert not (tmp_path / "data" / "practice-setup").exists()
