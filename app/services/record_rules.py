"""What single kinds of record demand beyond their fields, and what follows from them, inside the unit of work.

``BEFORE`` runs after the fields were checked and before anything is written; it refuses. ``AFTER`` runs when the
record, its paper and its step are written. The ``_EVENT`` tables are the same for what is appended later.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.services import answer_rules, review_rules
from app.services.record_act import Act, Guard


def _cause(act: Act) -> None:
    """Triage may name the cause that registration left open; it stands before the step is checked."""
    if act.facts is not None and act.values["cause"] != act.facts.cause_code:
        act.work.matters.change(act.facts.matter_id, cause_code=act.values["cause"])


BEFORE: Mapping[str, Guard] = {
    "triage_opinion": _cause,
    "claim_analysis": answer_rules.claim_is_of_the_matter,
    "explanation": answer_rules.case_is_of_the_matter,
}
AFTER: Mapping[str, Guard] = {
    "claim_analysis": answer_rules.set_finding,
    "earlier_review": review_rules.close_open_reviews,
    "follow_up": answer_rules.answer_the_plan,
}
BEFORE_EVENT: Mapping[tuple[str, str], Guard] = {
    ("judicial_aid", "granted"): answer_rules.aid_is_not_given_twice_unseen,
    ("see_leader", "granted"): answer_rules.meeting_lies_ahead,
}
AFTER_EVENT: Mapping[tuple[str, str], Guard] = {
    ("referral", "other"): answer_rules.pass_to_leader,
}
