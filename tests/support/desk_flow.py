"""A court with its people, and a matter driven by the services as staff would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.changes import Change
from app.domain.matter import Finding
from app.domain.matter_detail import Claim
from app.domain.responsibility import Post
from app.domain.step import Step
from app.services import deadlines, people, settings, steps
from app.services.session import Session
from tests.support.intakes import NOW, form, register

BEGIN = date(2026, 1, 1)
FACTS = {
    Step.TRIAGE: {"track": "petition"},
    Step.GUIDE: {"route": "市中级人民法院"},
    Step.INSTRUCT: {"instruction": "请抓紧办理", "collective": "院党组会议纪要"},
    Step.ASK_EXTENSION: {"reason": "需补充鉴定"},
    Step.ASK_RETURN: {"reason": "不属本庭"},
    Step.HAND_OVER: {"reason": "承办人调离"},
    Step.FEED_BACK: {"measures": "约谈双方"},
    Step.REVIEW_EARLIER: {"reason": "前次答复未涉及利息"},
    Step.ANSWER: {"basis": "民事诉讼法第二百五十条"},
    Step.SERVE: {"method": "当面送达"},
    Step.SETTLE: {"evidence": "息诉罢访承诺书"},
    Step.CONCLUDE: {"outcome": "answered"},
}
PAPERS = {Step.SUBMIT, Step.ANSWER, Step.REPORT, Step.GUIDE, Step.ACCEPT, Step.FILE}


@dataclass(frozen=True)
class Court:
    """Staff by name, and departments by name."""

    staff: dict[str, int]
    departments: dict[str, int]


def court(session: Session) -> Court:
    """A small court: enforcement with handler and head, a vice president in charge, the president."""
    lists = settings.lists(session, NOW.date())
    departments = {one.name: one.department_id for one in lists.departments}
    enforcement, filing = departments["执行局"], departments["立案庭"]
    wanted = (
        ("尹某", "执行员", enforcement),
        ("段某", "局长", enforcement),
        ("卫某", "审判员", filing),
        ("方某", "副院长", None),
        ("贺某", "院长", None),
    )
    for name, post, department in wanted:
        settings.add_staff(session, name, post, department, NOW)
    staff = {one.name: one.staff_id for one in settings.lists(session, NOW.date()).staff}
    people.appoint(session, staff["段某"], Post.DIVISION_HEAD, enforcement, BEGIN, None, NOW)
    people.appoint(session, staff["贺某"], Post.PRESIDENT, None, BEGIN, None, NOW)
    people.put_in_charge(session, staff["方某"], enforcement, BEGIN, None, NOW)
    return Court(staff, departments)


class Matter:
    """One matter and its clock; every step comes an hour after the one before unless told."""

    def __init__(self, session: Session, known: Court, **values: Any) -> None:
        self.session = session
        self.court = known
        self.now: datetime = NOW
        values.setdefault("cause_code", "enforcement_slow")
        receipt = register(session, form(**values))
        self.matter_id, self.number = receipt.matter_id, receipt.matter_number

    @property
    def standing(self) -> steps.Standing:
        return steps.standing(self.session, self.matter_id, self.now.date())

    def request(self, step: Step, **values: Any) -> steps.StepRequest:
        """The step filled in."""
        staff = self.court.staff
        filled: dict[str, Any] = {"facts": FACTS.get(step, {}), "version": self.standing.version}
        if step in (Step.ASSIGN, Step.HAND_OVER):
            filled["handler_id"] = staff["尹某"]
        if step is Step.PASS_DIVISION:
            filled["approver_id"] = staff["段某"]
        if step is Step.INSTRUCT:
            filled["approver_id"] = staff["方某"]
        if step in PAPERS:
            filled["paper"] = "文书"
        if step in (Step.SERVE, Step.FOLLOW_UP, Step.CONCLUDE, Step.SETTLE, Step.ACCEPT):
            filled["day"] = self.now.date()
        return steps.StepRequest(self.matter_id, step=step, **{**filled, **values})

    def take(self, *wanted: Step, **values: Any) -> Change:
        """Take steps, one an hour."""
        change = Change.of()
        for step in wanted:
            self.now += timedelta(hours=1)
            change = steps.take(self.session, self.request(step, **values), self.now)
        return change

    def judge(self) -> None:
        """Findings on every claim, as the review sets them."""
        with self.session.register.write(self.session.viewer, self.now) as work:
            claims = [Claim(one.text, Finding.PARTLY) for one in work.matters.claims(self.matter_id)]
            work.matters.set_claims(self.matter_id, claims)
            work.audit.record("judge", "matter", self.matter_id)

    def extend(self, days: int = 30) -> None:
        """Report, ask, grant."""
        self.take(Step.REPORT, Step.ASK_EXTENSION)
        self.now += timedelta(hours=1)
        approver = self.court.staff["贺某"]
        deadlines.grant_extension(self.session, self.matter_id, self.standing.version, approver, self.now, amount=days)
