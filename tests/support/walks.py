"""Random walks through the workflow, every step filled in as a clerk would."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.domain.deadline import RunningClock
from app.domain.matter import OPEN_STATUSES, MatterStatus
from app.domain.responsibility import Responsible
from app.domain.step import Step
from app.domain.workflow import Context, Entry, MatterState, advance, next_steps

STAFF = tuple(Responsible(number, f"承办人{number}", number % 3 + 1, f"第{number % 3 + 1}庭") for number in range(1, 7))
LEADER = Responsible(90, "院长甲", 0, "")
START = datetime.combine(date(2026, 1, 5), time(9))


def clock(key: str, start: date, days: int, *, superior: bool = False) -> RunningClock:
    return RunningClock(key, "办理期限", start, start + timedelta(days=days), superior)


def filled(step: Step, state: MatterState, at: datetime, source: random.Random) -> Entry:
    """The step with everything it may ask for."""
    today = at.date()
    starts: tuple[RunningClock, ...] = ()
    ends: tuple[str, ...] = ()
    if step is Step.GRANT_EXTENSION:
        old = next((one for one in state.clocks if not one.superior), clock("0", today, 1))
        longer = RunningClock(f"{old.key}+", old.name, old.start, old.legal + timedelta(days=30))
        ends, starts = (old.key,), (longer,)
    elif step is Step.CONTACT or not state.clocks or source.random() < 0.1:
        starts = (clock(f"{state.taken}", today, 60),)
    elif step is Step.SUPERVISE:
        starts = (clock(f"督{state.taken}", today, 7),)
    return Entry(
        step,
        at,
        "登记员甲",
        step.value,
        handler=source.choice(STAFF) if step in (Step.ASSIGN, Step.HAND_OVER) else None,
        approver=LEADER,
        day=today,
        paper="文书",
        starts=starts,
        ends=ends,
        facts={
            "track": "petition",
            "importance": source.choice(("general", "important")),
            "reason": "原因",
            "route": "去向",
            "basis": "依据",
            "method": "当面送达",
            "evidence": "承诺书",
            "instruction": "请依法办理",
            "collective": "研究记录",
            "measures": "措施",
            "superior_consent": "复函",
        },
    )


def excused(entry: Entry) -> Entry:
    """The same step with the reason why no written reply was given."""
    return replace(entry, facts={**entry.facts, "no_reply_reason": "信访人书面撤回"})


def opened() -> Entry:
    return filled(Step.CONTACT, MatterState(), START, random.Random(0))


def walk(seed: int, length: int) -> tuple[list[Entry], MatterState]:
    """A lawful walk: now and then the petitioner comes again, time passes, a step that lacks something is left."""
    source = random.Random(seed)
    at, context = START, Context()
    entries = [opened()]
    state = advance(MatterState(), entries[0], context)
    for _ in range(length):
        at += timedelta(hours=source.randrange(1, 60))
        possible = [one.step for one in next_steps(state, at.date(), context) if not one.missing]
        possible += [Step.NOTE] if state.status in OPEN_STATUSES else []
        possible += [Step.CONTACT] if source.random() < 0.15 and state.status is not MatterStatus.VOID else []
        if not possible:
            break
        entry = excused(filled(source.choice(possible), state, at, source))
        state = advance(state, entry, context)
        entries.append(entry)
    return entries, state
