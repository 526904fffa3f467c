"""Steps and records of one matter, filled in as staff would."""

from __future__ import annotations

from datetime import timedelta

from app.domain.record_kinds import KINDS, fields_of
from app.domain.step import Step
from app.services import records
from app.services.records import RecordReceipt, RecordRequest, StepReceipt
from tests.support.desk_flow import Matter
from tests.support.intakes import form
from tests.support.record_values import fill_in

APPROVERS = {Step.PASS_DIVISION: "段某", Step.INSTRUCT: "方某"}
OF_THE_MATTER = {"claim_analysis": {"claim": form().claims[0]}, "explanation": {"about": "answer"}}
TO_WORK = (Step.TRIAGE, Step.ACCEPT, Step.INSTRUCT, Step.ASSIGN, Step.SIGN)
TO_REPLY = (Step.SUBMIT, Step.PASS_DIVISION, Step.PASS_DESK)


def take(matter: Matter, *steps: Step, **given: str) -> StepReceipt:
    """Steps with everything they ask for, an hour after one another; gives the last."""
    staff = matter.court.staff
    receipt: StepReceipt | None = None
    for step in steps:
        matter.now += timedelta(hours=1)
        usual = {"handler": str(staff["尹某"]), "approver": str(staff[APPROVERS.get(step, "贺某")])}
        values = fill_in(fields_of(step), matter.now.date(), staff["卫某"], **{**usual, **given})
        version = matter.standing.version
        receipt = records.take_step(matter.session, step, matter.matter_id, version, values, matter.now)
    assert receipt is not None
    return receipt


def write(matter: Matter, kind: str, **given: str) -> RecordReceipt:
    """A record of a kind with every field filled in."""
    values = fill_in(
        KINDS[kind].fields,
        matter.now.date(),
        matter.court.staff["尹某"],
        **{**OF_THE_MATTER.get(kind, {}), **given},
    )
    return records.write(matter.session, RecordRequest(kind, values, matter.matter_id), matter.now)


def follow(matter: Matter, receipt: RecordReceipt, event: str, **given: str) -> RecordReceipt:
    """What followed, with every field filled in."""
    rule = KINDS[records.get(matter.session, receipt.record_id).kind]
    values = fill_in(rule.event(event).fields, matter.now.date(), matter.court.staff["段某"], **given)
    return records.follow(matter.session, receipt.record_id, event, values, matter.now)
