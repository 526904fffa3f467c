"""岗位与责任: who must act next, who is proposed as owner, and to whom a late matter climbs.

Sources: 谁主管谁负责、谁办案谁负责; 首办责任制; 一级抓一级; 《信访工作条例》第二十八条 (interested staff withdraw) and
第三十条 (nothing about an accusation reaches the accused).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.domain.work_calendar import WorkCalendar


class Post(Enum):
    """岗位. Every task belongs to a post and, as soon as one is named, to a person."""

    RECEPTIONIST = "receptionist"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    DIVISION_HEAD = "division_head"
    VICE_PRESIDENT = "vice_president"
    PRESIDENT = "president"
    DISCIPLINE = "discipline"
    ARCHIVIST = "archivist"


POST_TEXT = {
    Post.RECEPTIONIST: "信访接待员",
    Post.DISPATCHER: "立案庭分流岗",
    Post.HANDLER: "承办人",
    Post.DIVISION_HEAD: "庭长",
    Post.VICE_PRESIDENT: "分管院长",
    Post.PRESIDENT: "院长",
    Post.DISCIPLINE: "督察室",
    Post.ARCHIVIST: "档案员",
}

POST_DUTIES: Mapping[Post, tuple[str, ...]] = {
    Post.RECEPTIONIST: ("登记每一次来访来信来电", "告知受理与去向", "书面答复并送达", "回访"),
    Post.DISPATCHER: ("诉访分流", "提出拟办意见", "交办与改派", "催办督办"),
    Post.HANDLER: ("签收并在限期内办理", "不能立即处理的写出书面报告", "拟写答复意见"),
    Post.DIVISION_HEAD: ("审核本庭报告和答复", "督促本庭逾期事项"),
    Post.VICE_PRESIDENT: ("批办一般事项", "督促分管庭室逾期事项"),
    Post.PRESIDENT: ("主持研究重要事项", "审批延期", "提出终结"),
    Post.DISCIPLINE: ("核查检举控告",),
    Post.ARCHIVIST: ("办结事项归档",),
}

LADDER = (Post.HANDLER, Post.DIVISION_HEAD, Post.VICE_PRESIDENT, Post.PRESIDENT)
"""Overdue matters climb it one level at a time."""


@dataclass(frozen=True)
class Responsible:
    """责任人: a member of staff as a matter names them. ``staff_id`` 0 is a department without a named person."""

    staff_id: int
    name: str
    department_id: int = 0
    department: str = ""


@dataclass(frozen=True)
class Owner:
    """当前责任: the post that must act next, and the person where one is named."""

    post: Post
    person: Responsible | None = None

    @property
    def words(self) -> str:
        """执行局尹某, or the post when nobody is named."""
        if self.person is None:
            return POST_TEXT[self.post]
        return f"{self.person.department}{self.person.name}"


@dataclass(frozen=True)
class PostHolding:
    """任职: who holds a post from when to when, in which department where it is one of a department."""

    holding_id: int
    staff: Responsible
    post: Post
    department_id: int
    valid_from: date
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it is held on that day, both ends included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Portfolio:
    """院长分工: a department that a leader is in charge of, from when to when."""

    portfolio_id: int
    leader: Responsible
    department_id: int
    department: str
    valid_from: date
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day, both ends included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class ResponsibilityTree:
    """组织机构图: 一把手负总责，主管院长具体抓. Approvals and climbing follow it."""

    holdings: tuple[PostHolding, ...] = ()
    portfolios: tuple[Portfolio, ...] = ()

    def holders(self, post: Post, day: date, department_id: int | None = None) -> tuple[Responsible, ...]:
        """Who holds a post on a day; with a department, only there."""
        return tuple(
            one.staff
            for one in self.holdings
            if one.post is post and one.in_force(day) and (department_id is None or one.department_id == department_id)
        )

    def holds(self, staff_id: int, posts: Iterable[Post], day: date) -> bool:
        """Whether somebody holds one of the posts on a day."""
        wanted = frozenset(posts)
        return any(one.staff.staff_id == staff_id and one.post in wanted and one.in_force(day) for one in self.holdings)

    def leader_of(self, department_id: int, day: date) -> Responsible | None:
        """The vice president in charge of a department on a day."""
        return next(
            (one.leader for one in self.portfolios if one.department_id == department_id and one.in_force(day)), None
        )

    def at(self, post: Post, day: date, department_id: int, handler: Responsible | None) -> Responsible | None:
        """Who stands at a level above a department's matter; ``None`` where the post is vacant."""
        if post is Post.HANDLER:
            return handler
        if post is Post.VICE_PRESIDENT:
            return self.leader_of(department_id, day)
        wanted = department_id if post is Post.DIVISION_HEAD else None
        return next(iter(self.holders(post, day, wanted)), None)


APPROVERS: Mapping[str, tuple[Post, ...]] = {
    "extension": (Post.PRESIDENT, Post.VICE_PRESIDENT),
    "instruction": (Post.PRESIDENT, Post.VICE_PRESIDENT),
    "closure": (Post.PRESIDENT,),
    "division_review": (Post.DIVISION_HEAD, Post.VICE_PRESIDENT, Post.PRESIDENT),
}
"""What may be approved by whom (《信访工作条例》第三十四条: an extension by the head of the organ)."""


@dataclass(frozen=True)
class Climb:
    """逐级督促: the level a late matter has reached, and who is told there."""

    level: int
    post: Post
    person: Responsible | None


def next_climb(
    tree: ResponsibilityTree,
    reached: int,
    due: date,
    last_told: date | None,
    today: date,
    calendar: WorkCalendar,
    department_id: int,
    handler: Responsible | None,
    step_workdays: int = 3,
) -> Climb | None:
    """The next level to tell, one at a time; ``None`` when it is not late, not yet time, or the top was reached.

    The handler is told on the first day after the due date, each level above ``step_workdays`` later than the one
    below. A vacant level is told as a post, never skipped: the gap itself must be seen.
    """
    if today <= due or reached >= len(LADDER):
        return None
    if last_told is not None and calendar.workdays_between(last_told, today) < step_workdays:
        return None
    post = LADDER[reached]
    return Climb(reached + 1, post, tree.at(post, today, department_id, handler))


@dataclass(frozen=True)
class Recusal:
    """回避: somebody who must neither handle a matter nor see it, and why."""

    staff_id: int
    name: str
    accused: bool
    reason: str


@dataclass(frozen=True)
class OwnerProposal:
    """责任人建议 with the reason for it; a person decides."""

    person: Responsible
    reason: str


def propose_owners(
    original: Iterable[tuple[Responsible, str]],
    earlier: Iterable[tuple[Responsible, str]],
    by_type: Iterable[tuple[Responsible, str]],
    recused: Iterable[Recusal],
) -> tuple[OwnerProposal, ...]:
    """谁办案谁负责: the original judge, then who handled the same case before, then the division of the case type.

    Each candidate comes with its reason. Whoever must withdraw is left out.
    """
    withdrawn = tuple(recused)
    barred = frozenset(one.staff_id for one in withdrawn)
    found: dict[tuple[int, int], OwnerProposal] = {}
    for person, reason in (*original, *earlier, *by_type):
        if person.staff_id and person.staff_id in barred:
            continue
        found.setdefault((person.staff_id, person.department_id), OwnerProposal(person, reason))
    return tuple(found.values())


def gaps(holdings: Iterable[PostHolding], day: date) -> tuple[Post, ...]:
    """Posts of the court's tree that nobody holds on a day."""
    held = {one.post for one in holdings if one.in_force(day)}
    return tuple(post for post in Post if post not in held and post is not Post.HANDLER)


def overlaps(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two dated spans share a day; ``None`` is an open end."""
    last = date.max - timedelta(days=1)
    return first[0] <= (second[1] or last) and second[0] <= (first[1] or last)
