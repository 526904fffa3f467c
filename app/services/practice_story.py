"""演练库的三十一件事项: replayed through the same steps as at the desk, each at its own time.

What happens is told in ``resources/practice/story.json``: people, contacts and timeline. Times there are month and day
of the story's year, days before the day of making (``ago``), or minutes before it (``today``).
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from stdnum.cn import ric, uscc

from app.domain.contact import Channel
from app.domain.deadline import RunningClock
from app.domain.intake import Forwarding, IntakeRequest, LetterDates, Material, Participant
from app.domain.matter import ActionKind, Finding, MatterStatus
from app.domain.matter_detail import Claim, DeadlineDetail
from app.domain.petitioner import DocumentKind, Person, PetitionerKind, Role, Sex
from app.domain.progress import Progress
from app.domain.resources import RESOURCES
from app.domain.responsibility import Responsible
from app.domain.stages import way_to
from app.domain.step import STEP_RULES, Step
from app.domain.work_calendar import WorkCalendar, built_in_calendar, in_words
from app.domain.workflow import Entry, MatterState, replay
from app.services import intake, steps
from app.services.session import Session
from db.stores.deadlines import NewDeadline
from db.unit_of_work import WriteUnit

MATTERS = 31
AREA = "419999"
UNASSIGNED = ("154", "160", "161", "163", "164", "168", "169", "179", "194")
"""Beginnings of mobile numbers that no operator has been given, so that no sample number rings anywhere.

Source: 电信网编号计划 (2017) and the allocations under it."""
_SCATTER = 73_688_787
"""Odd and no multiple of 5: multiplying by it scatters the draws over all eight figures without two meeting."""
LAST_MONTH, LAST_DAY = 7, 30
DESK_MINUTES = 4
RULE_CODE = "stated_date"
CITATION = "以督办函、交办函、批示等载明的日期为准"
_UNREACHABLE = frozenset({"来信未注明", "匿名反映"})
_BY_HANDLER = frozenset({ActionKind.TALK, ActionKind.REPLY, ActionKind.NOTE})


@dataclass(frozen=True)
class Staff:
    """A member of staff with the department, as matters name them."""

    staff_id: int
    name: str
    department_id: int
    department: str


@dataclass
class _Told:
    """One matter while its story is being told."""

    story: dict[str, Any]
    person: Person
    matter_id: int = 0
    number: str = ""
    handler: Staff | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class _Event:
    """One contact or action at its moment."""

    at: datetime
    matter: int
    position: int
    item: dict[str, Any] = field(compare=False)


def year_of(today: date) -> int:
    """The latest year whose 31 July is not in the future."""
    return today.year if today >= date(today.year, 7, 31) else today.year - 1


def resident_id(born: date, sex: Sex, source: random.Random) -> str:
    """An identity number of an area that does not exist, with the right check digit."""
    sequence = 2 * source.randrange(5, 495) + (sex is Sex.MALE)
    first = f"{AREA}{born:%Y%m%d}{sequence:03d}"
    return first + str(ric.calc_check_digit(first + "0"))


def unassigned_mobile(draw: int) -> str:
    """A mobile number that looks like any other and that nobody has; another one for each draw below 100 million."""
    rest = (draw + 1) * _SCATTER % 10**8
    return f"{UNASSIGNED[draw % len(UNASSIGNED)]}{rest:08d}"


def add_staff(session: Session, now: datetime) -> dict[str, Staff]:
    """Put the story's staff into their departments."""
    staff: dict[str, Staff] = {}
    with session.register.write(session.viewer, now) as work:
        departments = {one.name: one.department_id for one in work.accounts.departments()}
        for name, post, department in _story()["staff"]:
            staff_id = work.accounts.add_staff(name, post, departments[department])
            staff[name] = Staff(staff_id, name, departments[department], department)
            work.audit.record("add", "staff", staff_id, after={"name": name, "post": post, "department": department})
    return staff


def tell(session: Session, staff: dict[str, Staff], amount: int, seed: int, now: datetime, progress: Progress) -> None:
    """Register the first ``amount`` matters of the story and everything that happened to them, in order of time."""
    calendar = built_in_calendar()
    phones = random.Random(f"{seed}|phones").sample(range(10_000), MATTERS)
    told = [
        _Told(story, _principal(story["person"], seed, phones[number]))
        for number, story in enumerate(_story()["matters"][:amount])
    ]
    clock = _Clock(year_of(now.date()), now, calendar)
    events = sorted(event for number, one in enumerate(told) for event in _events(number, one.story, clock))
    for done, event in enumerate(events):
        progress.step(done, len(events), "写入演练事项")
        one = told[event.matter]
        if "kind" in event.item:
            with session.register.write(session.viewer, event.at) as work:
                _act(work, one, event, staff, clock)
        else:
            written_at = min(event.at + timedelta(minutes=DESK_MINUTES), now)
            request = intake.check(_request(one, event, clock, seed), written_at)
            with session.register.write(session.viewer, written_at) as work:
                receipt = intake.register_contact(work, request, calendar)
            one.matter_id, one.number = receipt.matter_id, receipt.matter_number


@dataclass(frozen=True)
class _Clock:
    """Turns the story's times into moments on working days, none after ``now``."""

    year: int
    now: datetime
    calendar: WorkCalendar

    def fixed(self, text: str) -> datetime:
        """``06-16 10:45`` of the story's year, on that working day or the next, not after 30 July."""
        moment = datetime.fromisoformat(f"{self.year}-{text.replace(' ', 'T')}")
        day = self.calendar.next_workday(moment.date())
        last = date(self.year, LAST_MONTH, LAST_DAY)
        return datetime.combine(day if day <= last else self.calendar.last_workday(last), moment.time())

    def day(self, text: str) -> date:
        """``06-12`` of the story's year."""
        return date.fromisoformat(f"{self.year}-{text}")

    def ago(self, days: int) -> datetime:
        """Ten o'clock on the working day so many days before today, or before."""
        day = self.calendar.last_workday(self.now.date() - timedelta(days=days))
        return datetime.combine(day, time(10))

    def today(self, minutes: int) -> datetime:
        """So many minutes ago; fewer soon after midnight, never on another day."""
        passed = self.now.hour * 60 + self.now.minute
        minutes = minutes if passed >= 120 else passed * minutes // 120
        return self.now.replace(second=0, microsecond=0) - timedelta(minutes=minutes)


def _story() -> Any:
    return json.loads((RESOURCES / "practice" / "story.json").read_text("utf-8"))


def _events(number: int, story: dict[str, Any], clock: _Clock) -> list[_Event]:
    """Everything about one matter; what is told relative to today never comes before what has a date."""
    items = [*story["contacts"], *story["actions"]]
    events = [_Event(clock.fixed(item["at"]), number, place, item) for place, item in enumerate(items) if "at" in item]
    last = max(event.at for event in events)
    for place, item in enumerate(items):
        if "ago" in item:
            last = max(clock.ago(item["ago"]), last + timedelta(minutes=5))
            events.append(_Event(min(last, clock.now), number, place, item))
    events += [
        _Event(clock.today(item["today"]), number, len(items) + place, item)
        for place, item in enumerate(items)
        if "today" in item
    ]
    return events


def _principal(about: dict[str, Any], seed: int, phone: int) -> Person:
    kind = DocumentKind(about.get("document", "resident_id"))
    sex = Sex(about.get("sex", "unknown"))
    born = date.fromisoformat(about["born"]) if about.get("born") else None
    number = about.get("number", "")
    source = random.Random(f"{seed}|{about['name']}")
    if kind is DocumentKind.RESIDENT_ID and born is not None:
        number = resident_id(born, sex, source)
    elif kind is DocumentKind.CREDIT_CODE:
        number = _credit_code(about["registry"], source)
    return Person(
        name=about["name"],
        kind=PetitionerKind(about.get("kind", "person")),
        sex=sex,
        birth_date=born,
        document_kind=kind,
        document_number=number,
        no_document_reason=about.get("reason", ""),
        phones=() if about.get("reason") in _UNREACHABLE else (unassigned_mobile(phone),),
        address=about.get("address", ""),
        legal_representative=about.get("legal", ""),
    )


def _credit_code(registry: str, source: random.Random) -> str:
    """A unified social credit code of an area that does not exist; both check digits are right (GB 32100, GB 11714)."""
    body = f"MA{source.randrange(1_000_000):06d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(char, 36) for weight, char in zip(weights, body, strict=True))
    first = registry + AREA + body + "0123456789X0"[11 - total % 11]
    return first + str(uscc.calc_check_digit(first + "0"))


def _other(about: list[str], seed: int) -> Participant:
    role, name, sex, born = about
    person = {"name": name, "sex": sex, "born": born}
    if not born:
        person |= {"document": "none", "reason": "来信未注明" if role == "joint_signer" else "未随身携带"}
    known = _principal(person, seed, 0)
    return Participant(Role(role), Person(**{**vars(known), "phones": ()}))


def _request(one: _Told, event: _Event, clock: _Clock, seed: int) -> IntakeRequest:
    item, story, day = event.item, one.story, event.at.date()
    others = tuple(_other(about, seed) for about in item.get("others", ()))
    one.claims = tuple(story["claims"])
    letter = LetterDates()
    if item.get("channel") == "letter":
        dated = clock.day(item["dated"]) if "dated" in item else None
        postmarked = dated + timedelta(days=1) if dated else None
        letter = LetterDates(dated, postmarked, day, item.get("pages"))
    forwarding = Forwarding()
    if "by" in item:
        due = day + timedelta(days=item["by_due"])
        forwarding = Forwarding(item["by"], item["by_number"].replace("{year}", str(clock.year)), due)
    return IntakeRequest(
        channel=Channel(item.get("channel", "visit")),
        happened_at=event.at,
        principal=one.person,
        claims=one.claims,
        others=others,
        head_count=item.get("heads", 1 + len(others)),
        case_numbers=tuple(text.replace("{year}", str(clock.year)) for text in story["cases"]),
        litigant_identity_code=story["identity"],
        cause_code=story["cause"],
        purpose_code=story.get("purpose", "petition"),
        narrative=item["narrative"],
        materials=tuple(Material(name, pages) for name, pages in item.get("materials", ())),
        opinion=item["opinion"],
        disposition_code=item["disposition"],
        source_code=item.get("source", "self"),
        letter=letter,
        forwarding=forwarding,
        joint=item.get("joint", False),
        existing_matter_id=one.matter_id or None,
    )


def _act(work: WriteUnit, one: _Told, event: _Event, staff: dict[str, Staff], clock: _Clock) -> None:
    """One line of the story as the steps it stands for; stages it does not tell lie at the same moment."""
    item, kind = event.item, ActionKind(event.item["kind"])
    target, words = _target(one, item, kind), item["words"]
    due = None
    if "due" in item:
        due = clock.now.date() + timedelta(days=item["due"])
        words = words.replace("{due}", f"{due.month}月{due.day}日")
    if kind is ActionKind.ASSIGNMENT or item.get("handler"):
        one.handler = staff[item.get("handler") or one.story["handler"]]
    way = _way(work, one, target)
    for step in way[:-1]:
        _take(work, one, event, step, STEP_RULES[step].text, None)
    _take(work, one, event, way[-1], words, (item["rule"], due) if due else None)
    if kind is ActionKind.ASSIGNMENT and item.get("status") == MatterStatus.HANDLING.value:
        _take(work, one, event, Step.SIGN, "签收", None)
    if target is Step.ASK_RETURN:
        one.handler = None
        _take(work, one, event, Step.ACCEPT_RETURN, "同意退回，重新交办", None)
    if target is Step.CONCLUDE and one.story.get("settled"):
        _take(work, one, event, Step.SETTLE, "息诉罢访", None)


def _state(work: WriteUnit, one: _Told) -> MatterState:
    return replay(work.steps.entries(one.matter_id))


def _target(one: _Told, item: dict[str, Any], kind: ActionKind) -> Step:
    if kind is ActionKind.ASSIGNMENT:
        return Step.ASSIGN if one.handler is None else Step.HAND_OVER
    if item.get("status") == MatterStatus.REGISTERED.value:
        return Step.ASK_RETURN
    if item.get("status") == MatterStatus.AWAITING_REPLY.value:
        return Step.PASS_DESK
    return _TARGETS.get(kind, Step.NOTE)


_TARGETS = {
    ActionKind.INSTRUCTION: Step.INSTRUCT,
    ActionKind.SUPERVISION: Step.SUPERVISE,
    ActionKind.TALK: Step.TALK,
    ActionKind.REPLY: Step.ANSWER,
    ActionKind.SERVICE: Step.SERVE,
    ActionKind.FOLLOW_UP: Step.FOLLOW_UP,
    ActionKind.CONCLUSION: Step.CONCLUDE,
}


def _way(work: WriteUnit, one: _Told, target: Step) -> tuple[Step, ...]:
    """The steps that lie before a target, and the target."""
    state = _state(work, one)
    before = way_to(state, target) or ()
    if state.review_owed and (Step.SUBMIT in before or target is Step.CONCLUDE):
        before = (Step.REVIEW_EARLIER, *before)
    if Step.SUBMIT in before:
        findings = one.story.get("findings") or [Finding.PARTLY.value] * len(one.claims)
        judged = [Claim(text, Finding(found)) for text, found in zip(one.claims, findings, strict=True)]
        work.matters.set_claims(one.matter_id, judged)
    return (*before, target)


def _take(
    work: WriteUnit,
    one: _Told,
    event: _Event,
    step: Step,
    words: str,
    stated_by: tuple[str, date] | None,
) -> None:
    item, story, day = event.item, one.story, event.at.date()
    starts: tuple[RunningClock, ...] = ()
    ends: tuple[str, ...] = ()
    if stated_by is not None:
        ends = tuple(running.key for running in _state(work, one).clocks)
        detail = stated_deadline(stated_by[0], day, stated_by[1], words)
        new = NewDeadline(RULE_CODE, detail.rule_name, detail.citation, day, detail.due, paper=words)
        starts = (work.deadlines.begin(one.matter_id, new),)
    member = one.handler
    handler = Responsible(member.staff_id, member.name, member.department_id, member.department) if member else None
    by_handler = member is not None and STEP_RULES[step].kind in _BY_HANDLER
    entry = Entry(
        step,
        event.at,
        item.get("actor") or (member.name if member and by_handler else work.viewer.name),
        words,
        handler=handler if step in (Step.ASSIGN, Step.HAND_OVER) else None,
        approver=Responsible(0, item.get("actor", "庭长")),
        day=day,
        paper=_PAPERS.get(step, ""),
        starts=starts,
        ends=ends,
        facts=_facts(step, story, words),
    )
    facts = steps.current(work, one.matter_id)
    steps.record(work, facts, entry)


def _facts(step: Step, story: dict[str, Any], words: str) -> dict[str, str]:
    """What the step says, under the names of its needs."""
    said = {
        "track": "litigation" if story["cases"] else "petition",
        "basis": "民事诉讼法及有关司法解释",
        "instruction": words,
        "reason": words,
        "method": words,
        "evidence": "办结谈话笔录",
    }
    wanted = {need.value for need in STEP_RULES[step].needs}
    outcome = {"outcome": story["outcome"]} if step is Step.CONCLUDE else {}
    return {name: text for name, text in said.items() if name in wanted} | outcome


_PAPERS = {Step.SUBMIT: "答复意见书（稿）", Step.ANSWER: "答复意见书"}


def stated_deadline(name: str, start: date, due: date, words: str) -> DeadlineDetail:
    """A deadline that some paper states outright; nothing is counted."""
    calendar = built_in_calendar()
    advised = calendar.last_workday(due)
    advised = advised if advised >= start else due
    lines = [f"{in_words(start)}：{words.rstrip('。')}。", f"以文中载明的{in_words(due)}为准，不另行推算。"]
    if advised != due:
        lines.append(f"当日休息，建议不晚于{in_words(advised)}办完。")
    return DeadlineDetail(name, CITATION, due, due, advised, tuple(lines), due.year not in calendar.known_years)
