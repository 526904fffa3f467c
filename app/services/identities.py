"""查看完整证件号: numbers are masked on screen; each look at a whole one is recorded, who, when, whose and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.masking import mask_document
from app.domain.petitioner import DOCUMENT_KIND_TEXT
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session

ACTION, ENTITY = "reveal", "petitioner"
LONGEST_CONTEXT = 100


@dataclass(frozen=True)
class RevealedDocument:
    """The whole number of one person, for the one who asked."""

    petitioner_id: int
    name: str
    kind: str
    number: str
    change: Change


@dataclass(frozen=True)
class Look:
    """One recorded look; the number itself is never in the record."""

    at: datetime
    account: str
    petitioner_id: int
    name: str
    masked: str
    context: str


def reveal_document(session: Session, petitioner_id: int, context: str, now: datetime) -> RevealedDocument:
    """The whole document number of a person; the look is in the audit before the number is given out.

    ``context`` says where and why in a few words, for example 事项面板：核对身份.

    Raises:
        Refused: nobody said why, the person takes part in no matter this account may see, or has no number.
    """
    where = clean_line(context)[:LONGEST_CONTEXT]
    if not where:
        raise Refused("查看完整证件号要写明用途，例如“核对身份”。", {"context": "请写明用途。"})
    with session.register.read(session.viewer) as unit:
        matter_id = unit.find.takes_part(petitioner_id)
        person = unit.petitioners.people((petitioner_id,)).get(petitioner_id)
        number = unit.matters.number_text(matter_id) if matter_id is not None else ""
    if matter_id is None or person is None:
        raise Refused("没有找到这个人，或这个账户不能查看有关事项。请刷新后再选。")
    if not person.document_number:
        raise Refused("登记时没有证件号码，没有可以显示的内容。")
    with session.register.write(session.viewer, now) as work:
        after = {
            "name": person.name,
            "masked": mask_document(person.document_number),
            "context": where,
            "matter": number,
        }
        work.audit.record(ACTION, ENTITY, petitioner_id, after=after)
    kind = DOCUMENT_KIND_TEXT[person.document_kind]
    return RevealedDocument(petitioner_id, person.name, kind, person.document_number, Change.of())


def looks(session: Session, since: date, until: date) -> tuple[Look, ...]:
    """Every look from a day to a day (both counted), newest first: the list for the monthly check.

    Raises:
        Refused: no right.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("看这份查看记录需要管理员账户。请管理员登录后再看。")
    with session.register.read(session.viewer) as unit:
        entries = unit.audit_trail.of_action(
            ACTION, ENTITY, datetime.combine(since, time.min), datetime.combine(until, time.max)
        )
    return tuple(
        Look(
            one.at,
            one.account,
            one.entity_id,
            one.after.get("name", ""),
            one.after.get("masked", ""),
            one.after.get("context", ""),
        )
        for one in entries
    )
