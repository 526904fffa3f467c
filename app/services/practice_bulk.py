"""演练库的大批事项: plausible matters made of phrases, so that lists, searches and checks meet a full-grown register.

Two steps: a plan puts every contact in time and numbers it, gapless per series and year; then batches of whole matters
are written from it. Words come from ``resources/practice/words.json``; the same seed and day give the same matters.
"""

from __future__ import annotations

import contextlib
import json
import math
import random
from array import array
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

from app.domain.case_forms import case_key
from app.domain.contact import Channel
from app.domain.deadline import INTERNAL_HANDLING
from app.domain.intake import Material
from app.domain.matter import ActionKind, Finding, MatterStatus
from app.domain.matter_detail import DeadlineDetail
from app.domain.numbering import DEFAULT_TEMPLATES, Series, render, series_of
from app.domain.petitioner import DocumentKind, Person, Sex
from app.domain.progress import Progress
from app.domain.resources import RESOURCES
from app.domain.viewer import Viewer
from app.domain.work_calendar import built_in_calendar
from app.services.practice_story import RULE_CODE, Staff, resident_id, stated_deadline, unassigned_mobile
from app.services.session import Session
from db.bulk import BulkWriter, bulk_loading
from db.bulk_rows import BulkAction, BulkContact, BulkDeadline, BulkMatter, Rows, rows_of
from db.stores.matters import ParsedCase

BATCH = 2_000
MANY = 20_000
WORKERS = 2
AHEAD = 3
MORNING, AFTERNOON, HALF_DAY = time(8, 30), time(14), 210  # minutes
OPEN_MINUTES = 2 * HALF_DAY
SINGLE = 0.6
STILL_OPEN = 0.03
_CHANNELS = (Channel.VISIT, Channel.LETTER, Channel.CALL, Channel.FORWARDED)
_CHANNEL_WEIGHTS = (78, 15, 5, 2)
_OUTCOMES = ("settled", "answered", "guided", "led_into", "corrected", "explained", "aid", "withdrawn")
_OUTCOME_WEIGHTS = (30, 22, 12, 9, 4, 17, 3, 3)
_OPEN = (MatterStatus.ASSIGNED, MatterStatus.HANDLING, MatterStatus.SUPERVISED, MatterStatus.AWAITING_REPLY)
_DISPOSITIONS = (("transfer", "转承办庭室办理"), ("answer", "当场答复"), ("guide", "程序引导"))
_SPANS = ("三个月", "半年", "八个月", "一年", "一年多", "两年", "三年")


@dataclass(frozen=True)
class Wanted:
    """How many matters, over which years, and who handles them."""

    matters: int
    seed: int
    first_year: int
    last_year: int
    now: datetime
    court_code: str
    staff: tuple[Staff, ...]


@dataclass(frozen=True)
class _Slot:
    """The place of one contact in time and in its register."""

    at: datetime
    channel: Channel
    number: int


@dataclass(frozen=True)
class _Job:
    """One batch: the matters from ``first`` on (0-based), with the keys of their first rows."""

    wanted: Wanted
    viewer: Viewer
    first: int
    numbers: tuple[int, ...]
    contacts: tuple[tuple[_Slot, ...], ...]
    keys: tuple[int, int, int, int]


def first_year(story_year: int, matters: int) -> int:
    """The first year of a register with so many matters beside the story's: at most ten years back."""
    return story_year - (min(10, 2 + matters // 20_000) if matters else 0)


def fill(session: Session, wanted: Wanted, progress: Progress) -> None:
    """Write the matters; with many, other processes make the rows while this one writes them."""
    plan = _Plan(wanted)
    written_at = _last_moment(wanted)
    with bulk_loading(session.register, session.viewer) as writer:
        done, jobs = 0, plan.jobs(session.viewer, writer)
        with contextlib.closing(_made(jobs, wanted.matters >= MANY)) as batches:
            for rows in batches:
                writer.write(rows, written_at)
                done = min(done + BATCH, wanted.matters)
                progress.step(done, wanted.matters, "写入演练事项")
        writer.set_series(plan.last, written_at)


def _made(jobs: Iterator[_Job], many: bool) -> Generator[Rows, None, None]:
    if not many:
        yield from map(_make, jobs)
        return
    pool = ProcessPoolExecutor(WORKERS, get_context("spawn"))
    waiting: deque[Future[Rows]] = deque()
    try:
        for job in jobs:
            waiting.append(pool.submit(_make, job))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


class _Plan:
    """Every contact's moment, channel and number, kept in flat arrays: about 30 bytes a contact."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        source = random.Random(f"{wanted.seed}|plan")
        calendar = built_in_calendar()
        start, end = date(wanted.first_year, 1, 1), date(wanted.last_year, 12, 31)
        every = (start + timedelta(days=offset) for offset in range((end - start).days + 1))
        self._days = [day for day in every if calendar.is_workday(day)]
        self._last_minute = len(self._days) * OPEN_MINUTES - 1
        registered = sorted(source.choices(range(self._last_minute + 1), k=wanted.matters))
        self._begins, self._minutes, self._channels = array("l", [0]), array("l"), array("B")
        for minute in registered:
            self._add_contacts(source, minute)
        self.last: dict[tuple[Series, int], int] = {}
        self._matter_numbers = array("l", (self._take(Series.MATTER, minute) for minute in registered))
        self._numbers = array("l", bytes(self._minutes.itemsize * len(self._minutes)))
        for place in sorted(range(len(self._minutes)), key=self._minutes.__getitem__):
            series = series_of(_CHANNELS[self._channels[place]])
            self._numbers[place] = self._take(series, self._minutes[place])

    def jobs(self, viewer: Viewer, writer: BulkWriter) -> Iterator[_Job]:
        """The batches in order."""
        matter, petitioner, contact, number = writer.first_free()
        for first in range(0, self._wanted.matters, BATCH):
            end = min(first + BATCH, self._wanted.matters)
            before = self._begins[first]
            keys = (matter + first, petitioner + first, contact + before, number + first + before)
            contacts = tuple(self._slots(one) for one in range(first, end))
            yield _Job(self._wanted, viewer, first, tuple(self._matter_numbers[first:end]), contacts, keys)

    def _add_contacts(self, source: random.Random, minute: int) -> None:
        amount = 1 if source.random() < SINGLE else source.choices((2, 3, 4, 5), (55, 25, 13, 7))[0]
        for _ in range(amount):
            self._minutes.append(minute)
            self._channels.append(source.choices(range(len(_CHANNELS)), _CHANNEL_WEIGHTS)[0])
            minute += source.randrange(3 * OPEN_MINUTES, 40 * OPEN_MINUTES)
            if minute > self._last_minute:
                break
        self._begins.append(len(self._minutes))

    def _slots(self, matter: int) -> tuple[_Slot, ...]:
        return tuple(
            _Slot(self._moment(self._minutes[place]), _CHANNELS[self._channels[place]], self._numbers[place])
            for place in range(self._begins[matter], self._begins[matter + 1])
        )

    def _moment(self, minute: int) -> datetime:
        day, passed = divmod(minute, OPEN_MINUTES)
        half, minutes = divmod(passed, HALF_DAY)
        return datetime.combine(self._days[day], AFTERNOON if half else MORNING) + timedelta(minutes=minutes)

    def _take(self, series: Series, minute: int) -> int:
        key = (series, self._days[minute // OPEN_MINUTES].year)
        number = self.last[key] = self.last.get(key, 0) + 1
        return number


def _last_moment(wanted: Wanted) -> datetime:
    return datetime.combine(date(wanted.last_year, 12, 31), time(17))


def _make(job: _Job) -> Rows:
    """Make the rows of one batch; runs in another process when there are many."""
    source = random.Random(f"{job.wanted.seed}|{job.first}")
    matter, petitioner, contact, number = job.keys
    matters = []
    for place, slots in enumerate(job.contacts):
        keys = (matter + place, petitioner + place, contact, number)
        matters.append(_Writer(source, job.wanted).matter(keys, job.numbers[place], slots))
        contact += len(slots)
        number += 1 + len(slots)
    return rows_of(matters, job.viewer)


class _Writer:
    """Makes up one matter."""

    def __init__(self, source: random.Random, wanted: Wanted) -> None:
        self._source = source
        self._wanted = wanted
        self._words = _words()

    def matter(self, keys: tuple[int, int, int, int], number: int, slots: tuple[_Slot, ...]) -> BulkMatter:
        """One whole matter with its contacts and what became of it."""
        source, wanted = self._source, self._wanted
        registered, latest = slots[0].at, slots[-1].at
        person = self._person()
        cause, identity, type_code, department, claim_form = source.choice(self._words["kinds"])
        handler = source.choice([one for one in wanted.staff if one.department == department])
        said = self._slots_of_words(person.name, registered)
        claim = claim_form.format_map(said)
        fate = self._fate(latest, handler)
        return BulkMatter(
            matter_id=keys[0],
            number_id=keys[3],
            number=number,
            number_text=self._number(Series.MATTER, registered.year, number),
            person=person,
            petitioner_id=keys[1],
            head_count=1 if source.random() < 0.9 else source.randrange(2, 7),
            claim=claim,
            summary=claim,
            contacts=tuple(self._contacts(keys, slots, said)),
            cause_code=cause,
            identity_code=identity,
            department=(handler.department_id, handler.department),
            handler=(handler.staff_id, handler.name),
            case=self._case(type_code, registered.year),
            deadlines=self._deadlines(registered.date(), fate),
            **fate,
        )

    def _person(self) -> Person:
        source = self._source
        given = "".join(source.choices(self._words["given"], k=1 if source.random() < 0.25 else 2))
        sex = source.choice((Sex.MALE, Sex.FEMALE))
        born = date(1938, 1, 1) + timedelta(days=source.randrange(24_000))
        phone = unassigned_mobile(10_000 * source.randrange(30, 99) + source.randrange(10_000))
        known = source.random() < 0.93
        return Person(
            name=self._pick("surnames") + given,
            sex=sex,
            birth_date=born if known else None,
            document_kind=DocumentKind.RESIDENT_ID if known else DocumentKind.NONE,
            document_number=resident_id(born, sex, source) if known else "",
            no_document_reason="" if known else "未随身携带",
            phones=(phone,) if source.random() < 0.92 else (),
            address=f"某某县{self._pick('towns')}{self._place()}",
        )

    def _place(self) -> str:
        return "".join(self._source.choices(self._words["place"], k=2)) + self._pick("place_end")

    def _firm(self) -> str:
        name = "".join(self._source.choices(self._words["firm_first"], k=2))
        return f"{name}{self._pick('firm_kind')}{self._pick('firm_end')}"

    def _slots_of_words(self, name: str, registered: datetime) -> dict[str, str]:
        source = self._source
        return {
            "name": name,
            "thing": self._pick("things"),
            "firm": self._firm(),
            "place": self._place(),
            "other": self._pick("surnames") + "".join(source.choices(self._words["given"], k=2)),
            "money": str(source.randrange(12, 4_000) * 100),
            "year": str(registered.year - source.randrange(1, 5)),
            "month": str(source.randrange(1, 13)),
            "step": self._pick("steps"),
            "count": "两三四五"[source.randrange(4)],
            "span": source.choice(_SPANS),
            "material": self._pick("materials"),
        }

    def _contacts(
        self, keys: tuple[int, int, int, int], slots: tuple[_Slot, ...], said: dict[str, str]
    ) -> Iterator[BulkContact]:
        source = self._source
        for place, slot in enumerate(slots):
            if place:
                changed = {**said, "thing": self._pick("things"), "material": self._material()}
                changed["step"] = self._pick("steps")
                narrative = self._pick("again").format_map(changed)
            else:
                parts = [self._pick("opening")]
                parts += source.sample(self._words["middle"], source.randrange(3, 6))
                parts.append(self._pick("request"))
                narrative = "".join(parts).format_map(said)
            disposition = source.choices(_DISPOSITIONS, (80, 12, 8))[0]
            amount = source.choices((0, 1, 2), (45, 40, 15))[0]
            yield BulkContact(
                contact_id=keys[2] + place,
                number_id=keys[3] + 1 + place,
                number=slot.number,
                number_text=self._number(series_of(slot.channel), slot.at.year, slot.number),
                channel=slot.channel,
                happened_at=slot.at,
                narrative=narrative,
                disposition_code=disposition[0],
                disposition=disposition[1],
                materials=tuple(Material(self._material(), source.randrange(1, 12)) for _ in range(amount)),
            )

    def _pick(self, words: str) -> str:
        chosen: str = self._source.choice(self._words[words])
        return chosen

    def _material(self) -> str:
        return self._pick("materials")

    def _number(self, series: Series, year: int, number: int) -> str:
        return render(DEFAULT_TEMPLATES[series], year, self._wanted.court_code, number)

    def _case(self, type_code: str, registered: int) -> ParsedCase | None:
        if self._source.random() < 0.15:
            return None
        year, number = max(2016, registered - self._source.randrange(0, 4)), self._source.randrange(1, 4_000)
        text = f"（{year}）{self._wanted.court_code}{type_code}{number}号"
        return ParsedCase(text, text, year, self._wanted.court_code, type_code, number, identity=case_key(text))

    def _fate(self, latest: datetime, handler: Staff) -> dict[str, Any]:
        """What became of it: still open with some date, or answered and concluded within three months."""
        source, wanted = self._source, self._wanted
        assigned = BulkAction(
            ActionKind.ASSIGNMENT,
            latest + timedelta(minutes=40),
            handler.name,
            f"交{handler.department}{handler.name}办理",
        )
        years = wanted.last_year - wanted.first_year + 1
        chance = STILL_OPEN * years / min(2, years)
        if latest.year > wanted.last_year - 2 and source.random() < chance:
            due = wanted.now.date() + timedelta(days=source.randrange(-45, 75))
            set_on = min(due - timedelta(days=30), wanted.now.date() - timedelta(days=1))
            words = f"发督办函，要求{due.month}月{due.day}日前书面反馈。"
            letter = BulkAction(ActionKind.SUPERVISION, datetime.combine(set_on, time(10)), handler.department, words)
            stated = stated_deadline("督办反馈期限", set_on, due, words)
            status = source.choice(_OPEN)
            return {"status": status, "due": due, "actions": (assigned, letter), "stated": (set_on, stated)}
        answered = latest + timedelta(days=source.randrange(3, 60))
        concluded = answered + timedelta(days=source.randrange(1, 30))
        outcome = source.choices(_OUTCOMES, _OUTCOME_WEIGHTS)[0]
        reply = BulkAction(ActionKind.REPLY, answered, handler.name, self._pick("replies"))
        end = BulkAction(ActionKind.CONCLUSION, concluded, handler.name, "办结。")
        return {
            "status": MatterStatus.CONCLUDED,
            "actions": (assigned, reply, end),
            "answered_on": answered.date(),
            "concluded_on": concluded.date(),
            "outcome_code": outcome,
            "settled_on": concluded.date() if outcome == "settled" else None,
            "finding": source.choice((Finding.JUSTIFIED, Finding.PARTLY, Finding.UNJUSTIFIED)),
        }

    def _deadlines(self, start: date, fate: dict[str, Any]) -> tuple[BulkDeadline, ...]:
        rule, detail = INTERNAL_HANDLING, _internal(start)
        if fate["status"] is MatterStatus.CONCLUDED:
            fate["due"] = detail.legal_date
            return (BulkDeadline(rule.code, start, detail, fate["actions"][-1].at),)
        set_on, stated = fate.pop("stated")
        ended = datetime.combine(set_on, time.min)
        return (BulkDeadline(rule.code, start, detail, ended), BulkDeadline(RULE_CODE, set_on, stated))


@lru_cache(maxsize=4096)
def _internal(start: date) -> DeadlineDetail:
    rule = INTERNAL_HANDLING
    due = rule.due(start, built_in_calendar())
    return DeadlineDetail(rule.name, rule.citation, due.raw, due.legal, due.advised, due.derivation, due.provisional)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads((RESOURCES / "practice" / "words.json").read_text("utf-8"))
    words["surnames"] = _weighted(words["surnames"].split())
    return words


def _weighted(surnames: list[str]) -> list[str]:
    """Common surnames stand first in the list and are drawn more often."""
    return [name for place, name in enumerate(surnames) for _ in range(math.ceil(120 / (place + 3)))]
