"""通常的下一步: which of the lawful steps is the expected one, so that it can lead; a person decides.

Source: the one-stop chain (接待、登记、答复、处理一条龙), from one end of :mod:`app.domain.step` to the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.matter import MatterStatus
from app.domain.step import Step
from app.domain.workflow import MatterState

S = MatterStatus

_USUAL: dict[MatterStatus, tuple[Step, ...]] = {
    S.REGISTERED: (Step.TRIAGE,),
    S.TRIAGED: (Step.INSTRUCT, Step.ASSIGN),
    S.GUIDED: (Step.CONCLUDE,),
    S.LED_INTO: (Step.CONCLUDE,),
    S.INSTRUCTED: (Step.ASSIGN,),
    S.ASSIGNED: (Step.SIGN,),
    S.HANDLING: (Step.SUBMIT,),
    S.SUPERVISED: (Step.FEED_BACK,),
    S.EXTENSION_ASKED: (Step.GRANT_EXTENSION,),
    S.RETURN_ASKED: (Step.ACCEPT_RETURN,),
    S.IN_REVIEW: (Step.PASS_DIVISION, Step.PASS_DESK),
    S.AWAITING_REPLY: (Step.ANSWER,),
    S.ANSWERED: (Step.SERVE,),
    S.SERVED: (Step.FOLLOW_UP,),
    S.FOLLOWED_UP: (Step.CONCLUDE,),
    S.CLOSURE_PROPOSED: (Step.REPORT_CLOSURE,),
    S.CLOSURE_REPORTED: (Step.DECIDE_CLOSURE,),
    S.CONCLUDED: (Step.FILE,),
    S.CLOSED: (Step.FILE,),
}


def usual_first(state: MatterState, lawful: Iterable[Step]) -> tuple[Step, ...]:
    """The lawful steps with the expected one in front, the others as they stand.

    A review that is owed to somebody who came back goes before everything else, except the desk's triage.
    """
    steps = tuple(lawful)
    wanted = _USUAL.get(state.status, ())
    if state.review_owed and state.status is not S.REGISTERED:
        wanted = (Step.REVIEW_EARLIER, *wanted)
    lead = next((step for step in wanted if step in steps), None)
    return steps if lead is None else (lead, *(step for step in steps if step is not lead))


def expected(state: MatterState, lawful: Iterable[Step]) -> Step | None:
    """The expected next step, ``None`` when nothing is."""
    steps = usual_first(state, lawful)
    wanted = {*_USUAL.get(state.status, ()), Step.REVIEW_EARLIER}
    return steps[0] if steps and steps[0] in wanted else None
