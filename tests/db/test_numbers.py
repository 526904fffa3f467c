"""编号: gapless in each series and year, never used twice, and void without leaving a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.numbering import Series
from app.services import intake, matters, settings
from app.services.session import Session
from db.stores.numbers import gaps
from db.tables import NUMBER_SERIES, NUMBERS
from tests.support.intakes import NOW, form, of_channel, register


def numbers_of(session: Session) -> dict[tuple[str, int], list[int]]:
    found: dict[tuple[str, int], list[int]] = {}
    with session.register.connection() as connection:
        for row in connection.execute(select(NUMBERS).order_by(NUMBERS.c.id)):
            found.setdefault((row.series, row.year), []).append(row.number)
    return found


def problems(session: Session) -> list[str]:
    with session.register.connection() as connection:
        return gaps(connection)


def test_each_series_counts_from_one_without_gaps(session: Session) -> None:
    for channel in (*Channel, *Channel, Channel.VISIT):
        register(session, of_channel(channel))
    assert numbers_of(session) == {
        ("matter", 2026): list(range(1, 12)),
        ("visit", 2026): [1, 2, 3],
        ("letter", 2026): [1, 2],
        ("call", 2026): [1, 2],
        ("forwarded", 2026): [1, 2],
        ("online", 2026): [1, 2],
    }
    assert problems(session) == []


def test_numbers_are_written_as_the_default_templates_say(session: Session) -> None:
    receipt = register(session, of_channel(Channel.LETTER))
    assert (receipt.matter_number, receipt.contact_number) == ("（2026）豫9999访1号", "（2026）豫9999来信1号")


def test_a_contact_joined_to_a_matter_takes_no_matter_number(session: Session) -> None:
    first = register(session, form())
    second = register(session, form(existing_matter_id=first.matter_id))
    assert (second.matter_number, second.contact_number, second.ordinal) == (
        first.matter_number,
        "（2026）豫9999来访2号",
        2,
    )
    assert numbers_of(session)["matter", 2026] == [1]


def test_a_new_year_starts_at_one_and_the_old_year_goes_on(session: Session) -> None:
    register(session, form())
    january = datetime.fromisoformat("2027-01-04T09:00")
    assert intake.submit(session, form(happened_at=january), january).matter_number == "（2027）豫9999访1号"
    late = intake.submit(session, form(), january)
    assert late.matter_number == "（2026）豫9999访2号"
    assert problems(session) == []


def fail_with_a_number(session: Session) -> None:
    with session.register.write(session.viewer, NOW) as work:
        taken = work.numbers.issue(Series.MATTER, 2026, lambda number: f"试{number}", NOW)
        work.audit.record("test", "number", taken.number_id)
        assert taken.number == 2
        raise ZeroDivisionError


def test_a_number_taken_in_a_failed_save_is_given_to_the_next(session: Session) -> None:
    register(session, form())
    with pytest.raises(ZeroDivisionError):
        fail_with_a_number(session)
    assert register(session, form()).matter_number == "（2026）豫9999访2号"
    assert problems(session) == []


def test_a_void_number_keeps_its_reason_and_is_never_given_again(session: Session) -> None:
    receipt = register(session, form())
    matters.void(session, receipt.matter_id, "重复登记", NOW)
    assert register(session, form()).matter_number == "（2026）豫9999访2号"
    with session.register.connection() as connection:
        rows = connection.execute(select(NUMBERS).order_by(NUMBERS.c.id)).all()
    assert [(row.text, row.void_reason, row.voided_at) for row in rows[:2]] == [
        ("（2026）豫9999访1号", "重复登记", NOW),
        ("（2026）豫9999来访1号", "重复登记", NOW),
    ]
    assert [row.voided_at for row in rows[2:]] == [None, None]
    assert problems(session) == []


def test_a_changed_template_writes_the_next_number_and_leaves_the_given_ones(session: Session) -> None:
    first = register(session, form())
    office = settings.office(session)
    templates = {**office.number_templates, "matter": "豫信访〔{年}〕第{号}号"}
    settings.change_office(session, replace(office, number_templates=templates), NOW)
    assert register(session, form()).matter_number == "豫信访〔2026〕第2号"
    assert matters.detail(session, first.matter_id).number == "（2026）豫9999访1号"


def test_a_number_that_reads_like_another_is_refused_and_not_consumed(session: Session) -> None:
    register(session, of_channel(Channel.LETTER))
    office = settings.office(session)
    clash = {
        **office.number_templates,
        "visit": "（{年}）{法院代字}来信{号}号",
        "letter": "（{年}）{法院代字}信件{号}号",
    }
    settings.change_office(session, replace(office, number_templates=clash), NOW)
    with pytest.raises(Refused, match="已经用过"):
        register(session, form())
    settings.change_office(session, office, NOW)
    assert register(session, form()).contact_number == "（2026）豫9999来访1号"
    assert problems(session) == []


def test_a_missing_number_is_found(session: Session) -> None:
    for _ in range(3):
        register(session, form())
    with session.register.maintenance() as connection:
        connection.execute(NUMBER_SERIES.update().where(NUMBER_SERIES.c.series == "visit").values(last=4))
    assert problems(session) == ["visit 2026"]


def add_number_again(session: Session) -> None:
    with session.register.maintenance() as connection:
        again = {"series": "visit", "year": 2026, "number": 1, "text": "另写", "issued_at": NOW}
        connection.execute(NUMBERS.insert(), again)


def test_two_numbers_cannot_be_the_same(session: Session) -> None:
    register(session, form())
    with pytest.raises(IntegrityError):
        add_number_again(session)
