"""从来往中得出的: first or repeat, what changed for the worse, skip-level, group and joint, and who must look again.

Every flag is computed and carries its reason in words; it is changed by hand only with a reason. None of them is a
label on a person: a repeat means first of all that the office has not finished (设计原则：反复来访，先查处理是否到位).

Sources: 《信访工作条例》(2022) art. 20 (the competent level and the one above are lawful).
A repeat is 同人 with 同事: one of the petitioners, joint signers and representatives is the same, and so is the matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.courts import COURT_LEVEL_TEXT, CourtLevel
from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.domain.text import clean_line

MOST_REPRESENTATIVES = 5
QUIET_PERIODS = (30, 90, 180)
LONGEST_BASIS = 100

WRITTEN = frozenset({Channel.LETTER, Channel.ONLINE})
_ANSWERED = frozenset({MatterStatus.ANSWERED, MatterStatus.CONCLUDED, MatterStatus.FILED})


class Flag(Enum):
    """来访标记: what statistics count a contact as."""

    REPEAT = "repeat"
    SKIP_LEVEL = "skip_level"
    GROUP_VISIT = "group_visit"
    JOINT_LETTER = "joint_letter"


FLAG_TEXT = {
    Flag.REPEAT: "重复信访",
    Flag.SKIP_LEVEL: "越级访",
    Flag.GROUP_VISIT: "集体访",
    Flag.JOINT_LETTER: "联名信",
}


class TransitionKind(Enum):
    """来访演变: a step that could have been prevented, dated by the contact that made it."""

    LETTER_TO_VISIT = "letter_to_visit"
    FIRST_TO_REPEAT = "first_to_repeat"
    STEP_TO_SKIP = "step_to_skip"


TRANSITION_TEXT = {
    TransitionKind.LETTER_TO_VISIT: "由信变访",
    TransitionKind.FIRST_TO_REPEAT: "由初变重",
    TransitionKind.STEP_TO_SKIP: "由逐级变越级",
}


@dataclass(frozen=True)
class Thresholds:
    """人数标准: from how many people on a visit it is 集体访 or 联名信; conventions, so the office sets them."""

    group_visit: int = 5
    joint_letter: int = 5


@dataclass(frozen=True)
class FlagChange:
    """人工更改的标记: a flag set otherwise than computed, and why."""

    flag: Flag
    value: bool
    reason: str


@dataclass(frozen=True)
class ComputedFlag:
    """What was computed, and the reason in words."""

    flag: Flag
    value: bool
    reason: str


@dataclass(frozen=True)
class PastContact:
    """An earlier contact of the same matter. ``same_person`` says whether one of its people is here again."""

    channel: Channel
    happened_at: datetime
    same_person: bool = True
    skip_level: bool = False


@dataclass(frozen=True)
class ThisContact:
    """What is known of the contact that is being registered, and of what was before.

    A level is ``None`` when nobody gave it; ``own_level``, that of this court, then stands in for it. An ``inquiry``
    only asks how the matter stands: it repeats nothing and makes no event.
    """

    channel: Channel
    happened_at: datetime
    head_count: int = 1
    signers: int = 0
    marked_joint: bool = False
    visited_level: CourtLevel | None = None
    competent_level: CourtLevel | None = None
    own_level: CourtLevel | None = None
    inquiry: bool = False
    earlier: tuple[PastContact, ...] = ()


@dataclass(frozen=True)
class Transition:
    """One dated event of the history of a matter."""

    kind: TransitionKind
    happened_at: datetime
    reason: str


def compute_flags(contact: ThisContact, thresholds: Thresholds) -> tuple[ComputedFlag, ...]:
    """Every flag of a contact, set or not, each with its reason."""
    return (
        _repeat(contact),
        _skip_level(contact),
        _group_visit(contact, thresholds),
        _joint_letter(contact, thresholds),
    )


def _repeat(contact: ThisContact) -> ComputedFlag:
    if contact.inquiry:
        return ComputedFlag(Flag.REPEAT, False, "只是查询进度，不是再次信访")
    own = [past for past in contact.earlier if past.same_person]
    if own:
        last = max(own, key=lambda past: past.happened_at)
        times = f"同一人就同一事项第{len(own) + 1}次信访"
        return ComputedFlag(
            Flag.REPEAT, True, f"{times}，上次为{last.happened_at:%Y-%m-%d}{CHANNEL_TEXT[last.channel]}"
        )
    if contact.earlier:
        return ComputedFlag(Flag.REPEAT, False, "这一事项此前是他人反映，本人首次信访")
    return ComputedFlag(Flag.REPEAT, False, "这一事项首次信访")


def _skip_level(contact: ThisContact) -> ComputedFlag:
    visited = contact.visited_level or contact.own_level
    competent = contact.competent_level or contact.own_level
    if visited is None or competent is None:
        return ComputedFlag(Flag.SKIP_LEVEL, False, "没有记录走访层级，按逐级计")
    where, owner = COURT_LEVEL_TEXT[visited], COURT_LEVEL_TEXT[competent]
    above = visited.rank - competent.rank
    basis = "《信访工作条例》第二十条"
    if above >= 2:
        return ComputedFlag(Flag.SKIP_LEVEL, True, f"有权处理的是{owner}，走访{where}，越过本级和上一级（{basis}）")
    if above == 1:
        return ComputedFlag(Flag.SKIP_LEVEL, False, f"走访{where}是有权处理机关的上一级，属于逐级（{basis}）")
    return ComputedFlag(Flag.SKIP_LEVEL, False, f"走访{where}，没有越过有权处理的{owner}")


def _group_visit(contact: ThisContact, thresholds: Thresholds) -> ComputedFlag:
    """A visit at this desk, or one elsewhere that a paper tells of by naming the level it was made at."""
    if contact.channel is Channel.VISIT:
        came = "来访"
    elif contact.visited_level is not None:
        came = f"到{COURT_LEVEL_TEXT[contact.visited_level]}走访"
    elif contact.channel is Channel.FORWARDED:
        return ComputedFlag(Flag.GROUP_VISIT, False, "没有选到哪一级走访，不按走访计")
    else:
        return ComputedFlag(Flag.GROUP_VISIT, False, "不是来访")
    enough = contact.head_count >= thresholds.group_visit
    words = f"{came}{contact.head_count}人，{'达到' if enough else '未达'}集体访标准{thresholds.group_visit}人"
    return ComputedFlag(Flag.GROUP_VISIT, enough, words)


def _joint_letter(contact: ThisContact, thresholds: Thresholds) -> ComputedFlag:
    if contact.channel not in WRITTEN:
        return ComputedFlag(Flag.JOINT_LETTER, False, "不是来信")
    names = contact.signers + 1
    people = max(names, contact.head_count)
    if people >= thresholds.joint_letter:
        return ComputedFlag(Flag.JOINT_LETTER, True, f"署名{people}人，达到联名信标准{thresholds.joint_letter}人")
    if contact.marked_joint:
        return ComputedFlag(Flag.JOINT_LETTER, True, f"登记为联名信，署名{people}人")
    return ComputedFlag(Flag.JOINT_LETTER, False, f"署名{people}人，未达联名信标准{thresholds.joint_letter}人")


def transitions(contact: ThisContact, *, repeat: bool, skip_level: bool) -> tuple[Transition, ...]:
    """The events this contact makes, given its flags as they stand; each happens once in a matter."""
    if contact.inquiry:
        return ()
    events: list[Transition] = []
    at = contact.happened_at
    written = [past for past in contact.earlier if past.channel in WRITTEN]
    visited = any(past.channel is Channel.VISIT for past in contact.earlier)
    if contact.channel is Channel.VISIT and written and not visited:
        first = min(past.happened_at for past in written)
        days = (at.date() - first.date()).days
        events.append(Transition(TransitionKind.LETTER_TO_VISIT, at, f"{first:%Y-%m-%d}来信，{days}天后首次来访"))
    own = [past for past in contact.earlier if past.same_person]
    if repeat and len(own) <= 1:
        events.append(Transition(TransitionKind.FIRST_TO_REPEAT, at, _since(own, at)))
    if skip_level and not any(past.skip_level for past in contact.earlier) and contact.earlier:
        events.append(Transition(TransitionKind.STEP_TO_SKIP, at, f"此前{len(contact.earlier)}次都是逐级信访"))
    return tuple(events)


def _since(own: Sequence[PastContact], at: datetime) -> str:
    if not own:
        return "人工认定为重复信访"
    first = own[0].happened_at
    return f"距{first:%Y-%m-%d}初次信访{(at.date() - first.date()).days}天"


def check_flag_change(change: FlagChange) -> FlagChange:
    """A change by hand with its reason cleaned.

    Raises:
        Refused: no reason is given.
    """
    reason = clean_line(change.reason)
    if not reason:
        message = f"改动“{FLAG_TEXT[change.flag]}”要写明理由，例如“经核对不是同一事项”。"
        raise Refused(message, {f"flag_{change.flag.value}": message})
    return FlagChange(change.flag, change.value, reason)


def did_not_hold(status: MatterStatus, answered_on: date | None, concluded_on: date | None, at: datetime) -> str:
    """Why an answer must be reviewed when somebody comes again after it; empty when none was given.

    The presumption is that the office has not finished, not that the visitor is trouble.
    """
    if status not in _ANSWERED and answered_on is None:
        return ""
    if concluded_on is not None and concluded_on <= at.date():
        days = (at.date() - concluded_on).days
        return f"{concluded_on:%Y-%m-%d}办结，{days}天后又来反映，先复核原处理是否到位"
    if answered_on is not None and answered_on <= at.date():
        days = (at.date() - answered_on).days
        return f"{answered_on:%Y-%m-%d}答复，{days}天后又来反映，先复核原答复是否到位"
    return "答复后又来反映，先复核原答复是否到位" if status in _ANSWERED else ""


class Quiet(Enum):
    """未再来访: whether nobody came again within a period after the answer."""

    HELD = "held"
    RETURNED = "returned"
    RUNNING = "running"


QUIET_TEXT = {Quiet.HELD: "未再来访", Quiet.RETURNED: "再次来访", Quiet.RUNNING: "尚未届满"}


@dataclass(frozen=True)
class QuietPeriod:
    """One period after an answer and how it went; ``returned_on`` is the first day somebody came again."""

    days: int
    state: Quiet
    returned_on: date | None = None


def quiet_periods(answered_on: date, contacts: Sequence[date], today: date) -> tuple[QuietPeriod, ...]:
    """No return after 30, 90 and 180 days: the day of the answer is day 0, and a return on the last day counts."""
    later = sorted(day for day in contacts if answered_on < day <= today)
    periods = []
    for days in QUIET_PERIODS:
        within = [day for day in later if (day - answered_on).days <= days]
        if within:
            periods.append(QuietPeriod(days, Quiet.RETURNED, within[0]))
        elif (today - answered_on).days > days:
            periods.append(QuietPeriod(days, Quiet.HELD))
        else:
            periods.append(QuietPeriod(days, Quiet.RUNNING))
    return tuple(periods)


@dataclass(frozen=True)
class QuietRate:
    """未再信访情况: of the conclusions whose period is over, how many nobody came back to; ``running`` are not over."""

    days: int
    over: int
    held: int
    running: int

    @property
    def returned(self) -> int:
        """Those that somebody came back to within the period."""
        return self.over - self.held

    @property
    def percent(self) -> str:
        """The share that held, to a tenth; a dash while no period is over."""
        if not self.over:
            return "—"
        tenths = (2000 * self.held + self.over) // (2 * self.over)
        return f"{tenths // 10}.{tenths % 10}%"


def quiet_rates(concluded: Sequence[tuple[date, Sequence[date]]], today: date) -> tuple[QuietRate, ...]:
    """One rate a period, over the days of conclusions, each with the days on which somebody came with the matter.

    Only periods that are over count, those too that were broken early: a return known before the end would otherwise
    weigh more than a silence that has still to prove itself.
    """
    rates = []
    for place, days in enumerate(QUIET_PERIODS):
        over = [(day, came) for day, came in concluded if (today - day).days > days]
        held = sum(quiet_periods(day, came, today)[place].state is Quiet.HELD for day, came in over)
        rates.append(QuietRate(days, len(over), held, len(concluded) - len(over)))
    return tuple(rates)


class Era(Enum):
    """新访、老访: whether a matter was first raised since the day the office counts from, or before it."""

    NEW = "new"
    OLD = "old"


ERA_TEXT = {Era.NEW: "新访", Era.OLD: "老访"}


@dataclass(frozen=True)
class Cutoff:
    """新老访分界: the day the office counts from and where that is written; without a day no difference is made."""

    day: date | None = None
    basis: str = ""

    @property
    def words(self) -> str:
        """Day and basis in one sentence, or that there is none."""
        if self.day is None:
            return "没有设定新访、老访的分界日，不作区分。"
        return f"{self.day:%Y-%m-%d}起首次信访的为新访，此前的为老访（依据：{self.basis}）。"


@dataclass(frozen=True)
class ComputedEra:
    """Whether a matter is 新访 or 老访, and the reason in words."""

    era: Era
    reason: str


def is_new(first_on: date, cutoff: date) -> bool:
    """新访 or 老访: first raised on or after the day the office counts from, whenever it was written down."""
    return first_on >= cutoff


def era_of(first_on: date, cutoff: Cutoff) -> ComputedEra | None:
    """新访 or 老访 with its reason; ``None`` when the office makes no difference."""
    if cutoff.day is None:
        return None
    new = is_new(first_on, cutoff.day)
    where = "不早于" if new else "早于"
    reason = f"{first_on:%Y-%m-%d}首次信访，{where}分界日{cutoff.day:%Y-%m-%d}（依据：{cutoff.basis}）"
    return ComputedEra(Era.NEW if new else Era.OLD, reason)


def check_cutoff(wanted: Cutoff, today: date) -> Cutoff:
    """A cut-off with its basis cleaned.

    Raises:
        Refused: the day lies ahead, or one of the two is missing; ``fields`` names it.
    """
    basis = clean_line(wanted.basis)
    if len(basis) > LONGEST_BASIS:
        raise Refused("依据过长，未保存。", {"basis": f"最多 {LONGEST_BASIS} 字，写文件名称和文号即可。"})
    if wanted.day is None and basis:
        raise Refused("写了依据，没有写分界日。", {"day": "请写分界日；不作区分时两栏都留空。"})
    if wanted.day is not None and wanted.day > today:
        raise Refused("分界日不能晚于今天。", {"day": "到那一天再改，此前仍按原来的分界日区分。"})
    if wanted.day is not None and not basis:
        raise Refused("分界日要写明依据。", {"basis": "请写出处，例如上级文件的名称和文号，或本院的决定。"})
    return Cutoff(wanted.day, basis)
