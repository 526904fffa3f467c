"""给来访人的文书: filling the guidance sheet and the progress slip."""

from __future__ import annotations

from app.domain import triage
from app.domain.errors import Refused
from app.domain.matter_detail import ContactDetail, MatterDetail
from app.domain.paper import ClockLine, GuidanceRecord, ProgressSlipRecord
from app.domain.progress_answer import STEPS
from app.domain.triage import WHOSE_TEXT
from app.services.progress_answer import told_at
from app.services.triage import current_in
from db.unit_of_work import ReadUnit


def guidance(unit: ReadUnit, detail: MatterDetail, contact: ContactDetail) -> GuidanceRecord:
    """The sheet for the route that triage ended in, that of this contact if it has one of its own.

    Raises:
        Refused: nobody has gone through the questions yet.
    """
    known = current_in(unit, detail.matter_id, contact.contact_id)
    if known is None or known.route is None:
        raise Refused("还没有做程序引导问答，没有去向可以打印。请先回答几个问题，再打印告知书。")
    route = known.route
    items = triage.checklist() if route.checklist else ()
    return GuidanceRecord(
        court_name=unit.settings.get("court_name", ""),
        number=contact.number,
        name=contact.principal.person.name,
        day=known.decided_at.date(),
        matter=detail.summary,
        route=route.label,
        where=route.where,
        steps=route.steps,
        bring=route.bring,
        clocks=tuple(
            ClockLine(WHOSE_TEXT[clock.whose], clock.words, clock.citation, clock.status_text) for clock in route.clocks
        ),
        basis=route.basis,
        checklist=tuple((item.text, item.code in known.ticked) for item in items),
        desk_phone=unit.settings.get("desk_phone", ""),
        desk_address=unit.settings.get("desk_address", ""),
        receptionist=known.actor,
    )


def progress_slip(unit: ReadUnit, contact: ContactDetail) -> ProgressSlipRecord:
    """The slip of an inquiry: exactly what was told then, even if the matter has moved on since.

    Raises:
        Refused: the contact is no inquiry.
    """
    told = told_at(unit, contact.contact_id)
    if told is None:
        raise Refused("这次登记不是进度查询，没有查询单。请先在“查询进度”里登记这次查询。")
    return ProgressSlipRecord(
        court_name=unit.settings.get("court_name", ""),
        number=told.number,
        contact_number=contact.number,
        name=told.name,
        asked_at=contact.happened_at,
        matter=told.matter,
        steps=STEPS,
        step=told.step,
        stage=told.stage,
        department=told.department,
        registered_on=told.registered_on,
        answered_on=told.answered_on,
        answer=told.answer,
        concluded_on=told.concluded_on,
        outcome=told.outcome,
        next_date=told.next_date,
        next_words=told.next_words,
        desk_phone=told.desk_phone,
        desk_address=told.desk_address,
        receptionist=contact.receptionist,
        overdue=told.overdue,
    )
