"""What single kinds of record demand beyond their fields, and what follows from them, inside the unit of work.

``BEFORE`` runs after the fields were checked and before anything is written; it refuses. ``AFTER`` runs when the
record, its paper and its step are written. The ``_EVENT`` tables are the same for what is appended later;
``BEFORE_VOID`` keeps records that may not be made void.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.services import (
    accountability_rules,
    answer_rules,
    lead_rules,
    liaison_rules,
    review_rules,
    supervision_rules,
)
from app.services.record_act import Act, Guard


def _cause(act: Act) -> None:
    """Triage may name the cause that registration left open; it stands before the step is checked."""
    if act.facts is not None and act.values["cause"] != act.facts.cause_code:
        act.work.matters.change(act.facts.matter_id, cause_code=act.values["cause"])


BEFORE: Mapping[str, Guard] = {
    "triage_opinion": _cause,
    "claim_analysis": answer_rules.claim_is_of_the_matter,
    "explanation": answer_rules.case_is_of_the_matter,
    "key_case": lead_rules.has_a_trait,
    "lead_assignment": lead_rules.may_be_led,
    "personal_duty": lead_rules.is_led_on,
    "monthly_report": lead_rules.month_is_owed,
    "supervision": supervision_rules.is_next_rung,
    "accountability": accountability_rules.cause_is_found,
    "circular": accountability_rules.names_after_decision,
    "work_style": accountability_rules.handler_is_not_concerned,
    "call": liaison_rules.may_be_called,
    "early_sign": liaison_rules.is_reported_after_noticed,
}
AFTER: Mapping[str, Guard] = {
    "claim_analysis": answer_rules.set_finding,
    "earlier_review": review_rules.close_open_reviews,
    "follow_up": answer_rules.answer_the_plan,
    "lead_assignment": lead_rules.tell_leader,
    "personal_duty": lead_rules.credit_duty,
    "monthly_report": lead_rules.credit_report,
    "supervision": supervision_rules.hang_on_ladder,
    "measure_plan": supervision_rules.answer_the_letters,
    "circular": accountability_rules.hang_on_decision,
    "work_style": accountability_rules.hide_from_accused,
    "call": liaison_rules.unanswered_owes_nothing,
}
BEFORE_EVENT: Mapping[tuple[str, str], Guard] = {
    ("judicial_aid", "granted"): answer_rules.aid_is_not_given_twice_unseen,
    ("see_leader", "granted"): answer_rules.meeting_lies_ahead,
    ("key_case", "removed"): lead_rules.no_leader_any_more,
    ("lead_assignment", "handed_over"): lead_rules.may_be_handed_over,
    ("lead_assignment", "solved"): lead_rules.is_solved,
    ("lead_measure", "verified"): lead_rules.verified_by_another,
    ("supervision", "answered"): supervision_rules.answer_is_the_plan,
    ("measure_plan", "extended"): supervision_rules.plan_may_take_longer,
    ("accountability", "approved"): accountability_rules.first_agrees,
    ("accountability", "confirmed"): accountability_rules.second_agrees,
    ("call", "arrived"): liaison_rules.arrives_after_the_call,
}
AFTER_EVENT: Mapping[tuple[str, str], Guard] = {
    ("referral", "other"): answer_rules.pass_to_leader,
    ("lead_assignment", "handed_over"): lead_rules.pass_lead,
    ("supervision", "answered"): supervision_rules.answer_those_before,
    ("measure_plan", "extended"): supervision_rules.plan_takes_longer,
}
BEFORE_VOID: Mapping[str, Guard] = {
    "key_case": lead_rules.no_leader_any_more,
    "lead_assignment": lead_rules.is_a_slip_of_the_day,
    "accountability": accountability_rules.is_not_decided,
}
