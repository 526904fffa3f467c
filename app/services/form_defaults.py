"""预填: what a form of one kind begins with, so that nothing is typed twice. Everything can be changed by hand.

Each function is given what is known of the matter (:class:`Known`) and gives values by field name; a value of a field
that the kind does not have, or that is empty, is left out by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import call_chain, tallies
from app.domain.deadline import EXTENSION_AMOUNT
from app.domain.matter import Finding, Importance
from app.domain.matter_detail import MatterDetail
from app.domain.record import HandlingRecord
from app.domain.responsibility import OwnerProposal, Post, ResponsibilityTree, Responsible
from app.domain.step import Step
from app.domain.text import clean_line

FINDING_WORDS = {Finding.JUSTIFIED: "有理", Finding.PARTLY: "部分有理", Finding.UNJUSTIFIED: "无理"}


@dataclass(frozen=True)
class Known:
    """What a form may draw on. ``records`` are those in sight that count, oldest first; ``track`` is of the triage."""

    detail: MatterDetail
    records: tuple[HandlingRecord, ...]
    tree: ResponsibilityTree
    proposals: tuple[OwnerProposal, ...]
    track: str
    writer: str
    now: datetime

    @property
    def today(self) -> date:
        """The day of writing."""
        return self.now.date()

    def newest(self, kind: str) -> HandlingRecord | None:
        """The newest record of a kind."""
        return next((one for one in reversed(self.records) if one.kind == kind), None)

    @property
    def handler(self) -> str:
        """The id of the handler, empty before one is named."""
        return str(self.detail.handler_id) if self.detail.handler_id else ""

    def president(self) -> str:
        """The id of the president, empty while the post is vacant."""
        return _one(self.tree.holders(Post.PRESIDENT, self.today))

    def in_charge(self) -> str:
        """The id of the leader in charge of the matter's department, or of the only vice president."""
        leader = self.tree.leader_of(self.detail.department_id or 0, self.today)
        if leader is not None:
            return str(leader.staff_id)
        leaders = {one.leader.staff_id: one.leader for one in self.tree.portfolios if one.in_force(self.today)}
        return _one((*self.tree.holders(Post.VICE_PRESIDENT, self.today), *leaders.values()))

    def division_head(self) -> str:
        """The id of the head of the handler's division."""
        return _one(self.tree.holders(Post.DIVISION_HEAD, self.today, self.detail.department_id or 0))


def _one(people: tuple[object, ...]) -> str:
    ids = {str(getattr(one, "staff_id", "")) for one in people}
    return ids.pop() if len(ids) == 1 else ""


def open_claims(detail: MatterDetail) -> tuple[str, ...]:
    """Claims without a finding, as a record names them."""
    return tuple(clean_line(one.text) for one in detail.claims if one.finding is Finding.OPEN)


def _triage(known: Known) -> dict[str, str]:
    detail = known.detail
    return {
        "track": known.track or detail.track,
        "cause": detail.cause_code,
        "stage": detail.stage,
        "importance": detail.importance or Importance.GENERAL.value,
    }


def _instruction(known: Known) -> dict[str, str]:
    important = known.detail.importance == Importance.IMPORTANT.value
    study = known.newest("collective_study")
    return {
        "approver": known.president() if important else known.in_charge(),
        "collective": study.values.get("decision", "") if study else "",
        "unit": known.detail.department,
    }


def _assignment(known: Known) -> dict[str, str]:
    proposed = next((str(one.person.staff_id) for one in known.proposals if one.person.staff_id), "")
    return {"handler": proposed}


def _supervision(known: Known) -> dict[str, str]:
    """What the letter before asked for; rung, addressee, reason and day are proposed by the rules of supervision."""
    last = known.newest("supervision")
    return {"requirement": last.values.get("requirement", "")} if last is not None and last.owed else {}


def _lead(known: Known) -> dict[str, str]:
    """The superior's letter, where one handed the matter over."""
    letters = [one.forwarding.number for one in known.detail.contacts if one.forwarding.number and not one.voided]
    return {"superior": letters[-1] if letters else ""}


def _circular(known: Known) -> dict[str, str]:
    """Who was decided upon last, with their own words as they were kept."""
    decided = [one for one in known.records if one.kind == "accountability" and one.last("confirmed") is not None]
    if not decided:
        return {"approver": known.president()}
    statement = tallies.statement_of(decided[-1])
    return {"approver": known.president(), "person": decided[-1].values["person"], "statement": statement}


def _call(known: Known) -> dict[str, str]:
    """Whom to call next: the handler first, then level by level."""
    detail = known.detail
    handler = None
    if detail.handler_id:
        handler = Responsible(detail.handler_id, detail.handler, detail.department_id or 0, detail.department)
    links = call_chain.chain(known.tree, detail.department_id or 0, handler, known.today, frozenset())
    link = call_chain.next_call(links, known.records, known.today)
    return {"person": str(link.person.staff_id) if link is not None else ""}


def _report(known: Known) -> dict[str, str]:
    """Facts and findings claim by claim, from the analyses; else the facts of the last written report."""
    analyses = {one.values["claim"]: one for one in known.records if one.kind == "claim_analysis"}
    facts = [f"关于“{claim}”：{one.values.get('facts', '')}" for claim, one in analyses.items()]
    findings = [
        f"“{clean_line(one.text)}”的诉求{FINDING_WORDS[one.finding]}。"
        for one in known.detail.claims
        if one.finding in FINDING_WORDS
    ]
    written = known.newest("written_report")
    earlier = written.values.get("facts", "") if written else ""
    return {"facts": "\n".join(facts) or earlier, "opinion": "\n".join(findings)}


def _reply(known: Known) -> dict[str, str]:
    report = known.newest("handling_report")
    if report is None:
        return _report(known)
    return {name: report.values.get(name, "") for name in ("facts", "opinion", "basis", "remedy")}


def _claim(known: Known) -> dict[str, str]:
    waiting = open_claims(known.detail)
    written = known.newest("written_report")
    facts = written.values.get("facts", "") if written and len(known.detail.claims) == 1 else ""
    return {"claim": waiting[0] if waiting else "", "facts": facts}


def _follow_up(known: Known) -> dict[str, str]:
    plan = known.newest("follow_up_plan")
    if plan is None or not plan.owed:
        return {"visitors": known.writer}
    return {"visitors": plan.owner or known.writer, "way": plan.values.get("way", "")}


def _case(known: Known) -> dict[str, str]:
    cases = known.detail.case_refs
    return {"case": cases[0].normalised if len(cases) == 1 else "", "explained_by": known.handler}


OF_KIND: Mapping[str, Callable[[Known], dict[str, str]]] = {
    "triage_opinion": _triage,
    "instruction": _instruction,
    "assignment_sheet": _assignment,
    "supervision": _supervision,
    "extension_notice": lambda known: {"approver": known.president(), "amount": str(EXTENSION_AMOUNT)},
    "handling_report": _report,
    "reply": _reply,
    "service": lambda known: {"receiver": known.detail.petitioner},
    "claim_analysis": _claim,
    "explanation": _case,
    "judicial_aid": lambda known: {"applicant": known.detail.petitioner},
    "follow_up_plan": lambda known: {"visitor": known.handler},
    "follow_up": _follow_up,
    "promise": lambda known: {"owner": known.handler},
    "closure_letter": lambda known: {"approver": known.president()},
    "referral": lambda known: {"leader": known.in_charge()},
    "lead_assignment": _lead,
    "circular": _circular,
    "call": _call,
    "lead_measure": lambda known: {"owner": known.handler},
    "monthly_report": lambda known: {"month": f"{known.today:%Y-%m}"},
    "quality_flaw": _case,
}

OF_STEP: Mapping[Step, Callable[[Known], dict[str, str]]] = {
    Step.SIGN: lambda known: {"signed_by": known.detail.handler, "method": "屏幕签收"},
    Step.REFUSE_EXTENSION: lambda known: {"approver": known.president()},
    Step.PASS_DIVISION: lambda known: {"approver": known.division_head()},
    Step.CONCLUDE: lambda known: {"outcome": known.detail.outcome_code},
}
"""Steps without a record of their own."""


def of_event(known: Known, record: HandlingRecord) -> dict[str, str]:
    """What follows a record: who signed or answered, and what the record itself says already."""
    handler = known.detail.handler
    return {
        "signed_by": handler,
        "answered_by": handler,
        "amount": record.values.get("wanted", ""),
        "receiver": record.values.get("applicant", ""),
    }
