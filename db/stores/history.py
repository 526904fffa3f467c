"""来往中得出的: flags with their reasons, dated events, and tasks to review an answer that did not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from app.domain.contact import Channel
from app.domain.courts import CourtLevel
from app.domain.history import WRITTEN, ComputedFlag, Flag, FlagChange, PastContact, Transition, TransitionKind
from app.domain.matter import ActionKind
from app.domain.petitioner import Role
from app.domain.step import Step
from app.domain.viewer import Viewer
from db.rows import add_row
from db.tables import (
    ACTIONS,
    CONTACT_FLAGS,
    CONTACTS,
    INQUIRIES,
    MATTERS,
    PARTICIPANTS,
    PETITIONERS,
    REVIEW_TASKS,
    TRANSITIONS,
)
from db.visibility import visible_matters

_CAME = (CONTACTS.c.voided_at.is_(None), CONTACTS.c.id.not_in(select(INQUIRIES.c.contact_id)))
"""Contacts that are more than a question how the matter stands."""
COUNTED_ROLES = (Role.PRINCIPAL.value, Role.JOINT_SIGNER.value, Role.REPRESENTATIVE.value)


@dataclass(frozen=True)
class KeptFlag:
    """A flag of a contact as it stands. ``reason`` is what was computed, ``hand_reason`` why it was changed."""

    contact_id: int
    flag: Flag
    value: bool
    reason: str
    by_hand: bool = False
    hand_reason: str = ""


@dataclass(frozen=True)
class KeptTransition:
    """A dated event of a matter."""

    matter_id: int
    contact_id: int
    kind: TransitionKind
    happened_at: datetime
    reason: str


@dataclass(frozen=True)
class LevelCount:
    """Visits made at one level: batches and people, never added together. ``new`` as the cut-off parts the matters."""

    level: CourtLevel
    grouped: bool
    visits: int
    people: int
    new: bool


@dataclass(frozen=True)
class LetterCount:
    """Letters and the people who signed them, never added together. ``new`` as the cut-off parts the matters."""

    joint: bool
    letters: int
    signers: int
    new: bool


@dataclass(frozen=True)
class Conclusion:
    """One time a matter was concluded, and every day on which somebody came with it, before and after."""

    matter_id: int
    concluded_on: date
    came: tuple[date, ...]


@dataclass(frozen=True)
class StoredContact:
    """What a contact says of itself, for computing its flags again."""

    ordinal: int
    channel: Channel
    happened_at: datetime
    head_count: int
    signers: int
    joint: bool
    visited_level: CourtLevel | None
    competent_level: CourtLevel | None
    inquiry: bool


@dataclass(frozen=True)
class ReviewTask:
    """复核任务: the department whose answer did not hold looks again. ``closed_at`` is empty while it is open."""

    task_id: int
    matter_id: int
    number: str
    contact_id: int
    department_id: int | None
    department: str
    handler: str
    answered_on: date | None
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    opinion: str


@dataclass(frozen=True)
class EarlierAnswer:
    """以往的答复: a reply, explanation, talk or conclusion, in the words of the timeline."""

    matter_id: int
    number: str
    kind: ActionKind
    happened_at: datetime
    actor: str
    words: str


class HistoryReader:
    """Reads what follows from the contacts of visible matters."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def flags(self, matter_id: int) -> tuple[KeptFlag, ...]:
        """The flags set, or changed by hand, of every contact of a matter."""
        rows = self._connection.execute(
            select(CONTACT_FLAGS)
            .join(CONTACTS, CONTACTS.c.id == CONTACT_FLAGS.c.contact_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(CONTACTS.c.matter_id == matter_id, *visible_matters(self._viewer))
            .order_by(CONTACTS.c.ordinal, CONTACT_FLAGS.c.flag)
        )
        return tuple(
            KeptFlag(row.contact_id, Flag(row.flag), row.value, row.reason, row.by_hand, row.hand_reason)
            for row in rows
        )

    def flag(self, contact_id: int, flag: Flag) -> KeptFlag | None:
        """One flag, or ``None`` when it is neither set nor changed."""
        row = self._connection.execute(
            select(CONTACT_FLAGS).where(CONTACT_FLAGS.c.contact_id == contact_id, CONTACT_FLAGS.c.flag == flag.value)
        ).first()
        return None if row is None else KeptFlag(contact_id, flag, row.value, row.reason, row.by_hand, row.hand_reason)

    def transitions(self, matter_id: int) -> tuple[KeptTransition, ...]:
        """The events of a matter, first to last."""
        rows = self._connection.execute(
            select(TRANSITIONS)
            .join(MATTERS, MATTERS.c.id == TRANSITIONS.c.matter_id)
            .where(TRANSITIONS.c.matter_id == matter_id, *visible_matters(self._viewer))
            .order_by(TRANSITIONS.c.happened_at, TRANSITIONS.c.id)
        )
        return tuple(
            KeptTransition(row.matter_id, row.contact_id, TransitionKind(row.kind), row.happened_at, row.reason)
            for row in rows
        )

    def past(self, matter_id: int, own: Collection[int], ordinal: int) -> tuple[PastContact, ...]:
        """Contacts of a matter before an ordinal; ``own`` are the petitioners (every spelling) who are here now.

        Who only asked how it stands did not come before.
        """
        rows = self._connection.execute(
            select(CONTACTS.c.id, CONTACTS.c.channel, CONTACTS.c.happened_at)
            .where(CONTACTS.c.matter_id == matter_id, CONTACTS.c.ordinal < ordinal, *_CAME)
            .order_by(CONTACTS.c.ordinal)
        ).all()
        if not rows:
            return ()
        ids = tuple(row.id for row in rows)
        present = select(PARTICIPANTS.c.contact_id).where(
            PARTICIPANTS.c.contact_id.in_(ids),
            PARTICIPANTS.c.petitioner_id.in_(tuple(own)),
            PARTICIPANTS.c.role.in_(COUNTED_ROLES),
        )
        mine = set(self._connection.execute(present).scalars())
        skipped = select(CONTACT_FLAGS.c.contact_id).where(
            CONTACT_FLAGS.c.contact_id.in_(ids),
            CONTACT_FLAGS.c.flag == Flag.SKIP_LEVEL.value,
            CONTACT_FLAGS.c.value.is_(True),
        )
        skipping = set(self._connection.execute(skipped).scalars())
        return tuple(
            PastContact(Channel(row.channel), row.happened_at, row.id in mine, row.id in skipping) for row in rows
        )

    def stored(self, contact_id: int) -> StoredContact:
        """What flags are computed from."""
        row = self._connection.execute(select(CONTACTS).where(CONTACTS.c.id == contact_id)).one()
        signers = select(func.count()).where(
            PARTICIPANTS.c.contact_id == contact_id, PARTICIPANTS.c.role == Role.JOINT_SIGNER.value
        )
        return StoredContact(
            ordinal=row.ordinal,
            channel=Channel(row.channel),
            happened_at=row.happened_at,
            head_count=row.head_count,
            signers=int(self._connection.execute(signers).scalar_one()),
            joint=row.joint,
            visited_level=CourtLevel(row.visited_level) if row.visited_level else None,
            competent_level=CourtLevel(row.competent_level) if row.competent_level else None,
            inquiry=self._connection.execute(select(exists().where(INQUIRIES.c.contact_id == contact_id))).scalar_one(),
        )

    def taking_part(self, contact_id: int) -> tuple[int, ...]:
        """The petitioners of a contact who count for 同人."""
        return tuple(
            self._connection.execute(
                select(PARTICIPANTS.c.petitioner_id).where(
                    PARTICIPANTS.c.contact_id == contact_id, PARTICIPANTS.c.role.in_(COUNTED_ROLES)
                )
            ).scalars()
        )

    def every_spelling(self, petitioner_ids: Collection[int]) -> frozenset[int]:
        """These petitioners and all others that are the same people."""
        ids = tuple(petitioner_ids)
        own = self._connection.execute(
            select(PETITIONERS.c.id, PETITIONERS.c.same_as_id).where(PETITIONERS.c.id.in_(ids))
        ).all()
        roots = tuple({row.same_as_id or row.id for row in own})
        alias = self._connection.execute(select(PETITIONERS.c.id).where(PETITIONERS.c.same_as_id.in_(roots)))
        return frozenset((*ids, *roots, *alias.scalars()))

    def times_at_court(self, petitioner_ids: Collection[int]) -> int:
        """How many live contacts these petitioners brought in any visible matter, as principal."""
        query = (
            select(func.count(CONTACTS.c.id.distinct()))
            .select_from(PARTICIPANTS)
            .join(CONTACTS, CONTACTS.c.id == PARTICIPANTS.c.contact_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(
                PARTICIPANTS.c.petitioner_id.in_(tuple(petitioner_ids)),
                PARTICIPANTS.c.role == Role.PRINCIPAL.value,
                CONTACTS.c.voided_at.is_(None),
                *visible_matters(self._viewer),
            )
        )
        return int(self._connection.execute(query).scalar_one())

    def by_level(
        self, own: CourtLevel, first: date | None, last: date | None, cutoff: date | None = None
    ) -> tuple[LevelCount, ...]:
        """Live visits between two days by the level they were made at and whether it was a group visit.

        Visits at this desk count at ``own``; one made elsewhere counts where it was made, with who told of it. With a
        ``cutoff`` those of matters first raised before it are counted apart; without one, all are new.
        """
        level = case((CONTACTS.c.visited_level == "", own.value), else_=CONTACTS.c.visited_level).label("level")
        group = func.coalesce(CONTACT_FLAGS.c.value, False).label("grouped")
        new = _is_new(cutoff)
        query = (
            select(
                level,
                group,
                new.label("new"),
                func.count().label("visits"),
                func.sum(CONTACTS.c.head_count).label("people"),
            )
            .select_from(CONTACTS)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .outerjoin(
                CONTACT_FLAGS,
                and_(CONTACT_FLAGS.c.contact_id == CONTACTS.c.id, CONTACT_FLAGS.c.flag == Flag.GROUP_VISIT.value),
            )
            .where(
                *_CAME,
                or_(CONTACTS.c.channel == Channel.VISIT.value, CONTACTS.c.visited_level != ""),
                *visible_matters(self._viewer),
            )
            .group_by(level, group, "new")
        )
        query = query.where(*_between(first, last))
        return tuple(
            LevelCount(CourtLevel(row.level), bool(row.grouped), row.visits, row.people, bool(row.new))
            for row in self._connection.execute(query)
        )

    def letters(self, first: date | None, last: date | None, cutoff: date | None = None) -> tuple[LetterCount, ...]:
        """Live letters between two days by whether they are joint ones; signers are those listed or counted, the more.

        With a ``cutoff`` those of matters first raised before it are counted apart; without one, all are new.
        """
        listed = (
            select(func.count() + 1)
            .where(PARTICIPANTS.c.contact_id == CONTACTS.c.id, PARTICIPANTS.c.role == Role.JOINT_SIGNER.value)
            .correlate(CONTACTS)
            .scalar_subquery()
        )
        joint = func.coalesce(CONTACT_FLAGS.c.value, False).label("is_joint")
        new = _is_new(cutoff)
        signers = func.sum(func.max(CONTACTS.c.head_count, listed))
        query = (
            select(joint, new.label("new"), func.count().label("letters"), signers.label("signers"))
            .select_from(CONTACTS)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .outerjoin(
                CONTACT_FLAGS,
                and_(CONTACT_FLAGS.c.contact_id == CONTACTS.c.id, CONTACT_FLAGS.c.flag == Flag.JOINT_LETTER.value),
            )
            .where(
                *_CAME,
                CONTACTS.c.channel.in_([one.value for one in WRITTEN]),
                *_between(first, last),
                *visible_matters(self._viewer),
            )
            .group_by("is_joint", "new")
        )
        return tuple(
            LetterCount(bool(row.is_joint), row.letters, row.signers, bool(row.new))
            for row in self._connection.execute(query)
        )

    def conclusions(self, first: date | None, last: date | None) -> tuple[Conclusion, ...]:
        """Every conclusion between two days, from the timeline: a return takes the day off the matter itself.

        What was concluded before its steps were kept counts by the line that took it over.
        """
        entry = func.nullif(ACTIONS.c.entry, "")
        own_day = func.coalesce(func.json_extract(entry, "$.day"), func.date(ACTIONS.c.happened_at))
        day = case(
            (ACTIONS.c.step == Step.CONCLUDE.value, own_day),
            else_=func.json_extract(entry, "$.facts.concluded_on"),
        )
        found = (
            select(ACTIONS.c.matter_id, day.label("day"))
            .join(MATTERS, MATTERS.c.id == ACTIONS.c.matter_id)
            .where(
                ACTIONS.c.step.in_((Step.CONCLUDE.value, Step.CARRY.value)),
                func.coalesce(func.json_extract(entry, "$.of"), ACTIONS.c.matter_id) == ACTIONS.c.matter_id,
                day.is_not(None),
                MATTERS.c.voided_at.is_(None),
                *visible_matters(self._viewer),
            )
        )
        if first is not None:
            found = found.where(day >= first.isoformat())
        if last is not None:
            found = found.where(day <= last.isoformat())
        concluded = self._connection.execute(found.order_by(ACTIONS.c.id)).all()
        came: dict[int, list[date]] = {row.matter_id: [] for row in concluded}
        of_these = found.with_only_columns(ACTIONS.c.matter_id)
        moments = select(CONTACTS.c.matter_id, CONTACTS.c.happened_at).where(CONTACTS.c.matter_id.in_(of_these), *_CAME)
        for row in self._connection.execute(moments):
            came[row.matter_id].append(row.happened_at.date())
        return tuple(
            Conclusion(row.matter_id, date.fromisoformat(row.day), tuple(came[row.matter_id])) for row in concluded
        )

    def answers(self, matter_ids: Collection[int], kinds: Collection[ActionKind]) -> tuple[EarlierAnswer, ...]:
        """What these visible matters were answered, newest first."""
        rows = self._connection.execute(
            select(ACTIONS, MATTERS.c.number_text)
            .join(MATTERS, MATTERS.c.id == ACTIONS.c.matter_id)
            .where(
                ACTIONS.c.matter_id.in_(tuple(matter_ids)),
                ACTIONS.c.kind.in_([kind.value for kind in kinds]),
                *visible_matters(self._viewer),
            )
            .order_by(ACTIONS.c.happened_at.desc(), ACTIONS.c.id.desc())
        )
        return tuple(
            EarlierAnswer(row.matter_id, row.number_text, ActionKind(row.kind), row.happened_at, row.actor, row.words)
            for row in rows
        )

    def contact_days(self, matter_id: int) -> tuple[date, ...]:
        """The days of the live contacts of a matter, those included who only asked how it stands."""
        rows = self._connection.execute(
            select(CONTACTS.c.happened_at).where(CONTACTS.c.matter_id == matter_id, CONTACTS.c.voided_at.is_(None))
        )
        return tuple(moment.date() for moment in rows.scalars())

    def return_days(self, matter_id: int) -> tuple[date, ...]:
        """The days on which somebody came, wrote or called with a matter, and not only asked how it stands."""
        rows = self._connection.execute(select(CONTACTS.c.happened_at).where(CONTACTS.c.matter_id == matter_id, *_CAME))
        return tuple(moment.date() for moment in rows.scalars())

    def review_tasks(
        self, *, open_only: bool = True, department_id: int | None = None, matter_id: int | None = None
    ) -> tuple[ReviewTask, ...]:
        """Tasks to review, the oldest first."""
        query = (
            select(REVIEW_TASKS, MATTERS.c.number_text)
            .join(MATTERS, MATTERS.c.id == REVIEW_TASKS.c.matter_id)
            .where(*visible_matters(self._viewer))
            .order_by(REVIEW_TASKS.c.id)
        )
        if open_only:
            query = query.where(REVIEW_TASKS.c.closed_at.is_(None))
        if department_id is not None:
            query = query.where(REVIEW_TASKS.c.department_id == department_id)
        if matter_id is not None:
            query = query.where(REVIEW_TASKS.c.matter_id == matter_id)
        return tuple(_task(row) for row in self._connection.execute(query))

    def review_task(self, task_id: int) -> ReviewTask | None:
        """One task, or ``None`` when there is none or the viewer may not see its matter."""
        row = self._connection.execute(
            select(REVIEW_TASKS, MATTERS.c.number_text)
            .join(MATTERS, MATTERS.c.id == REVIEW_TASKS.c.matter_id)
            .where(REVIEW_TASKS.c.id == task_id, *visible_matters(self._viewer))
        ).first()
        return None if row is None else _task(row)


class HistoryWriter(HistoryReader):
    """Writes flags, events and tasks in the transaction of the contact they follow from."""

    def keep_flags(
        self, contact_id: int, computed: Iterable[ComputedFlag], changes: Iterable[FlagChange], now: datetime
    ) -> None:
        """Keep the flags that are set, and those changed by hand."""
        changed = {change.flag: change for change in changes}
        rows = []
        for one in computed:
            change = changed.get(one.flag)
            by_hand = change is not None and change.value != one.value
            value = change.value if change is not None else one.value
            if value or by_hand:
                rows.append(
                    {
                        "contact_id": contact_id,
                        "flag": one.flag.value,
                        "value": value,
                        "reason": one.reason,
                        "by_hand": by_hand,
                        "hand_reason": change.reason if change is not None and by_hand else "",
                        "account_id": self._viewer.account_id if by_hand else None,
                        "set_at": now,
                    }
                )
        if rows:
            self._connection.execute(insert(CONTACT_FLAGS), rows)

    def change_flag(self, contact_id: int, computed: ComputedFlag, change: FlagChange, now: datetime) -> None:
        """Set one flag by hand, whether it was kept or not."""
        values: dict[str, Any] = {
            "value": change.value,
            "by_hand": change.value != computed.value,
            "hand_reason": change.reason,
            "account_id": self._viewer.account_id,
            "set_at": now,
        }
        mine = (CONTACT_FLAGS.c.contact_id == contact_id, CONTACT_FLAGS.c.flag == change.flag.value)
        if self._connection.execute(update(CONTACT_FLAGS).where(*mine).values(values)).rowcount == 0:
            key = {"contact_id": contact_id, "flag": change.flag.value, "reason": computed.reason}
            self._connection.execute(insert(CONTACT_FLAGS), {**key, **values})

    def add_transitions(self, matter_id: int, contact_id: int, events: Iterable[Transition]) -> None:
        """Append events."""
        rows = [
            {
                "matter_id": matter_id,
                "contact_id": contact_id,
                "kind": event.kind.value,
                "happened_at": event.happened_at,
                "reason": event.reason,
            }
            for event in events
        ]
        if rows:
            self._connection.execute(insert(TRANSITIONS), rows)

    def open_task(self, values: dict[str, Any]) -> int:
        """Open a task; gives its id."""
        return add_row(self._connection, REVIEW_TASKS, values)

    def close_task(self, task_id: int, opinion: str, now: datetime) -> None:
        """Close a task with the opinion of the department."""
        self._connection.execute(
            update(REVIEW_TASKS)
            .where(REVIEW_TASKS.c.id == task_id)
            .values(closed_at=now, closed_by=self._viewer.account_id, opinion=opinion)
        )


def _first_raised() -> ScalarSelect[datetime]:
    """When a matter was first raised, whenever that was written down."""
    every = CONTACTS.alias("every_contact")
    return (
        select(func.min(every.c.happened_at))
        .where(every.c.matter_id == MATTERS.c.id, every.c.voided_at.is_(None))
        .correlate(MATTERS)
        .scalar_subquery()
    )


def _is_new(cutoff: date | None) -> ColumnElement[bool]:
    return true() if cutoff is None else _first_raised() >= datetime.combine(cutoff, time.min)


def _between(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """Contacts of a range of days; empty ends are open."""
    bounds = []
    if first is not None:
        bounds.append(CONTACTS.c.happened_at >= datetime.combine(first, time.min))
    if last is not None:
        bounds.append(CONTACTS.c.happened_at <= datetime.combine(last, time.max))
    return bounds


def _task(row: Any) -> ReviewTask:
    return ReviewTask(
        row.id,
        row.matter_id,
        row.number_text,
        row.contact_id,
        row.department_id,
        row.department_name,
        row.handler_name,
        row.answered_on,
        row.reason,
        row.opened_at,
        row.closed_at,
        row.opinion,
    )
