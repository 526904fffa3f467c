"""阶段: the one-stop chain of a matter with owner and time, and the lawful steps that lie between two ends of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.matter import MatterStatus
from app.domain.step import Step
from app.domain.workflow import COMES_BACK, Entry, MatterState, apply, lawful, status_after

S = MatterStatus


def way_to(state: MatterState, target: Step) -> tuple[Step, ...] | None:
    """The shortest lawful steps after which ``target`` may be taken, ``None`` when there is no way.

    What the steps need is left aside: it says which stages lie between, for the stage strip and for taking over
    ledgers that only name the ends.
    """
    seen = {(state.status, state.division_passed)}
    paths: list[tuple[MatterState, tuple[Step, ...]]] = [(state, ())]
    while paths:
        here, path = paths.pop(0)
        if lawful(here, target):
            return path
        for step in _ON_THE_WAY:
            if not lawful(here, step):
                continue
            status = status_after(here, step)
            back = here.status if step in (Step.ASK_EXTENSION, Step.ASK_RETURN) else here.back
            there = replace(
                here,
                status=status,
                back=back,
                taken=here.taken + 1,
                division_passed=step is Step.PASS_DIVISION and status is S.IN_REVIEW,
            )
            if (there.status, there.division_passed) not in seen:
                seen.add((there.status, there.division_passed))
                paths.append((there, (*path, step)))
    return None


_ON_THE_WAY = (
    Step.TRIAGE,
    Step.ASSIGN,
    Step.SIGN,
    Step.FEED_BACK,
    Step.SUBMIT,
    Step.PASS_DIVISION,
    Step.PASS_DESK,
    Step.ANSWER,
    Step.SERVE,
    Step.FOLLOW_UP,
    Step.CONCLUDE,
    Step.REFUSE_EXTENSION,
    Step.ACCEPT_RETURN,
    Step.REJECT_CLOSURE,
    Step.FILE,
)


@dataclass(frozen=True)
class Stage:
    """阶段 of the one-stop chain, with who owned it and since when; ``at`` ``None`` is still to come."""

    name: str
    at: datetime | None
    owner: str
    current: bool


_STAGES: tuple[tuple[str, frozenset[Step]], ...] = (
    ("登记", frozenset({Step.CONTACT, Step.CARRY})),
    ("分流", frozenset({Step.TRIAGE, Step.GUIDE, Step.LEAD_INTO, Step.DECLINE})),
    ("交办", frozenset({Step.ASSIGN, Step.HAND_OVER})),
    ("办理", frozenset({Step.SIGN})),
    ("审核", frozenset({Step.SUBMIT})),
    ("答复", frozenset({Step.ANSWER})),
    ("送达", frozenset({Step.SERVE})),
    ("回访", frozenset({Step.FOLLOW_UP})),
    ("办结", frozenset({Step.CONCLUDE, Step.DECIDE_CLOSURE})),
    ("归档", frozenset({Step.FILE})),
)


def stages(entries: Iterable[Entry]) -> tuple[Stage, ...]:
    """接待、登记、答复、处理一条龙: each stage with owner and time, since the matter was last taken up."""
    taken = tuple(entries)
    state, begun = MatterState(), 0
    owners: list[str] = []
    for place, entry in enumerate(taken):
        was = state.status
        state = apply(state, entry)
        owners.append(state.owner.words)
        if entry.step is Step.CONTACT and was in COMES_BACK and state.status is S.REGISTERED:
            begun = place
    found: list[Stage] = []
    reached = -1
    for number, (name, steps) in enumerate(_STAGES):
        places = [place for place in range(begun, len(taken)) if taken[place].step in steps]
        reached = number if places else reached
        at, owner = (taken[places[-1]].at, owners[places[-1]]) if places else (None, "")
        found.append(Stage(name, at, owner, False))
    return tuple(replace(one, current=number == reached) for number, one in enumerate(found))
