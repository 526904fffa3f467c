"""岗位责任与分工: who holds which post, who is in charge of what, and what each post answers for; all dated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.responsibility import (
    POST_DUTIES,
    POST_TEXT,
    Post,
    ResponsibilityTree,
    Responsible,
    gaps,
    overlaps,
)
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.assignments import CASE_ROUTES
from app.services.session import Session
from db.unit_of_work import WriteUnit

LONGEST_DUTY = 60
SINGLE = frozenset({Post.PRESIDENT})
_PER_DEPARTMENT = frozenset({Post.DIVISION_HEAD})


@dataclass(frozen=True)
class PostLine:
    """One line of 岗位责任表: a post, its duties, and who holds it today."""

    post: Post
    name: str
    duties: tuple[str, ...]
    holders: tuple[Responsible, ...]


def tree(session: Session) -> ResponsibilityTree:
    """组织机构图 with every dated holding and portfolio."""
    with session.register.read(session.viewer) as unit:
        return unit.people.tree()


def post_table(session: Session, today: date) -> tuple[PostLine, ...]:
    """岗位责任表: every post with its duties and holders; a post nobody holds has no holder, and shows as a gap."""
    with session.register.read(session.viewer) as unit:
        known = unit.people.tree()
        duties = unit.settings.get("post_duties", {})
    return tuple(
        PostLine(post, POST_TEXT[post], tuple(duties.get(post.value, POST_DUTIES[post])), known.holders(post, today))
        for post in Post
    )


def vacancies(session: Session, today: date) -> tuple[str, ...]:
    """Posts that nobody holds, by name."""
    return tuple(POST_TEXT[post] for post in gaps(tree(session).holdings, today))


def change_duties(session: Session, post: Post, duties: Sequence[str], now: datetime) -> Change:
    """岗位责任: what a post answers for, in the office's own words; none given takes the usual ones back.

    Raises:
        Refused: no right, or a line is too long.
    """
    _may(session)
    wanted = [line for line in map(clean_line, duties) if line]
    if any(len(line) > LONGEST_DUTY for line in wanted):
        words = f"每条职责最多{LONGEST_DUTY}字，请分成几条写。"
        raise Refused(words, {"duties": words})
    with session.register.write(session.viewer, now) as work:
        kept = dict(work.settings.get("post_duties", {}))
        before = kept.pop(post.value, None)
        if wanted and tuple(wanted) != POST_DUTIES[post]:
            kept[post.value] = wanted
        work.settings.put("post_duties", kept)
        work.audit.record("duties", "post", 0, before={"duties": before}, after={"post": post, "duties": wanted})
    return Change.of(Area.SETTINGS)


def case_routes(session: Session) -> dict[str, str]:
    """案件类型去向: which department handles a case type; the office's own before the usual."""
    with session.register.read(session.viewer) as unit:
        return {**dict(CASE_ROUTES), **unit.settings.get("case_routes", {})}


def change_case_route(session: Session, sign: str, department_id: int, now: datetime) -> Change:
    """Say which department is proposed for cases whose type code contains a sign, for example 执.

    Raises:
        Refused: no right, no sign, or no such department.
    """
    _may(session)
    wanted = clean_line(sign)
    if not 0 < len(wanted) <= 4:
        words = "请填写案号里的类型字，例如 执、民初。"
        raise Refused(words, {"sign": words})
    with session.register.write(session.viewer, now) as work:
        names = {one.department_id: one.name for one in work.accounts.departments() if one.active}
        if department_id not in names:
            raise Refused("请选择庭室。", {"department": "请从列表中选择。"})
        kept = dict(work.settings.get("case_routes", {}))
        before = kept.get(wanted)
        work.settings.put("case_routes", {**kept, wanted: names[department_id]})
        after = {"sign": wanted, "department": names[department_id]}
        work.audit.record("case_route", "settings", 0, before={"department": before}, after=after)
    return Change.of(Area.SETTINGS)


def appoint(
    session: Session,
    staff_id: int,
    post: Post,
    department_id: int | None,
    start: date,
    end: date | None,
    now: datetime,
) -> Change:
    """任职: give somebody a post from a day on; the president's post and each division's head are held by one.

    Raises:
        Refused: no right, unknown person, a division head without a division, dates crossed, or the post is held.
    """
    _may(session)
    if end is not None and end < start:
        raise Refused("卸任日期早于任职日期，请核对。", {"valid_to": "早于任职日期。"})
    if post in _PER_DEPARTMENT and department_id is None:
        raise Refused("请选择庭室。", {"department": "庭长要写明是哪个庭室。"})
    with session.register.write(session.viewer, now) as work:
        person = _person(work, staff_id)
        where = department_id if post in _PER_DEPARTMENT else None
        for one in work.people.tree().holdings:
            same = one.post is post and (where is None or one.department_id == where)
            if same and overlaps((one.valid_from, one.valid_to), (start, end)):
                if one.staff.staff_id == staff_id:
                    raise Refused(f"{person.name}在这段时间已任此职。", {"staff": "已任此职。"})
                if post in SINGLE or post in _PER_DEPARTMENT:
                    words = f"{one.staff.name}在这段时间担任{POST_TEXT[post]}，请先写明其卸任日期。"
                    raise Refused(words, {"valid_from": words})
        holding = work.people.add_holding(staff_id, post, where, start, end)
        after = {"name": person.name, "post": post, "department": where, "from": start, "to": end}
        work.audit.record("appoint", "post_holding", holding, after=after)
    return Change.of(Area.SETTINGS)


def release(session: Session, holding_id: int, last: date, now: datetime) -> Change:
    """卸任: say on which day a post was held for the last time; the past stays readable.

    Raises:
        Refused: no right, no such holding, or the day lies before it began.
    """
    _may(session)
    with session.register.write(session.viewer, now) as work:
        known = next((one for one in work.people.tree().holdings if one.holding_id == holding_id), None)
        if known is None:
            raise Refused("没有这条任职记录，请刷新。")
        if last < known.valid_from - timedelta(days=1):
            raise Refused("卸任日期早于任职日期，请核对。", {"valid_to": "早于任职日期。"})
        work.people.end_holding(holding_id, last)
        before = {"name": known.staff.name, "post": known.post, "to": known.valid_to}
        work.audit.record("release", "post_holding", holding_id, before=before, after={"to": last})
    return Change.of(Area.SETTINGS)


def put_in_charge(
    session: Session, staff_id: int, department_id: int, start: date, end: date | None, now: datetime
) -> Change:
    """院长分工: put a leader in charge of a department from a day on; one leader at a time.

    Raises:
        Refused: no right, unknown person, dates crossed, or another leader is in charge then.
    """
    _may(session)
    if end is not None and end < start:
        raise Refused("结束日期早于开始日期，请核对。", {"valid_to": "早于开始日期。"})
    with session.register.write(session.viewer, now) as work:
        person = _person(work, staff_id)
        for one in work.people.tree().portfolios:
            if one.department_id == department_id and overlaps((one.valid_from, one.valid_to), (start, end)):
                words = f"{one.department}在这段时间由{one.leader.name}分管，请先写明其结束日期。"
                raise Refused(words, {"valid_from": words})
        portfolio = work.people.add_portfolio(staff_id, department_id, start, end)
        after = {"leader": person.name, "department": department_id, "from": start, "to": end}
        work.audit.record("put_in_charge", "portfolio", portfolio, after=after)
    return Change.of(Area.SETTINGS)


def end_charge(session: Session, portfolio_id: int, last: date, now: datetime) -> Change:
    """Say on which day a leader was in charge for the last time.

    Raises:
        Refused: no right, or no such portfolio.
    """
    _may(session)
    with session.register.write(session.viewer, now) as work:
        known = next((one for one in work.people.tree().portfolios if one.portfolio_id == portfolio_id), None)
        if known is None:
            raise Refused("没有这条分工记录，请刷新。")
        work.people.end_portfolio(portfolio_id, last)
        before = {"leader": known.leader.name, "department": known.department, "to": known.valid_to}
        work.audit.record("end_charge", "portfolio", portfolio_id, before=before, after={"to": last})
    return Change.of(Area.SETTINGS)


def link_account(session: Session, account_id: int, staff_id: int | None, now: datetime) -> Change:
    """Say who sits behind an account, so that recusal reaches what it may see; counts from the next unlocking.

    Raises:
        Refused: no right or unknown person.
    """
    _may(session)
    with session.register.write(session.viewer, now) as work:
        name = _person(work, staff_id).name if staff_id is not None else ""
        work.accounts.link(account_id, staff_id)
        work.audit.record("link", "account", account_id, after={"staff": staff_id, "name": name})
    return Change.of(Area.ACCOUNTS)


def _may(session: Session) -> None:
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改岗位和分工需要管理员账户。")


def _person(work: WriteUnit, staff_id: int) -> Responsible:
    person = work.people.responsible(staff_id)
    if person is None:
        raise Refused("没有这位工作人员，请重新选择。", {"staff": "请从列表中选择。"})
    return person
