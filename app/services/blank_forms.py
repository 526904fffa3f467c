"""空白登记表: printed ahead with numbers from the series, so that a power cut leaves no gap and no double number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain import numbering
from app.domain.changes import Area, Change
from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.errors import Refused
from app.domain.late_entry import BLANK_CHANNELS, MOST_BLANKS, BlankForm, BlankState
from app.domain.paper import BlankFormRecord, Marks
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.intake import take_number
from app.services.session import Session

RECENT = 200


@dataclass(frozen=True)
class BlankBatch:
    """Forms reserved together, ready for paper."""

    batch: int
    forms: tuple[BlankForm, ...]
    records: tuple[BlankFormRecord, ...]
    change: Change


def reserve(session: Session, channel: Channel, amount: int, now: datetime) -> BlankBatch:
    """Take ``amount`` numbers of this year's series for blank forms; each must come back or be voided.

    Raises:
        Refused: no such form, or too few or too many at once.
    """
    if channel not in BLANK_CHANNELS:
        raise Refused("空白登记表只有来访、来信和来电三种。请改选。", {"channel": "请选来访、来信或来电。"})
    if not 1 <= amount <= MOST_BLANKS:
        words = f"一次可印 1 到 {MOST_BLANKS} 张，够停电时用即可；没用上的要逐张作废。"
        raise Refused(words, {"amount": words})
    viewer = session.viewer
    with session.register.write(viewer, now) as work:
        batch = work.blank_forms.next_batch()
        texts = []
        for _ in range(amount):
            number = take_number(work, numbering.series_of(channel), now.year)
            work.blank_forms.add(number, channel, now.year, batch, now, viewer.account_id, viewer.name)
            texts.append(number.text)
        work.audit.record("reserve", "blank_form", batch, after={"channel": channel, "numbers": texts})
    return again(session, batch)


def again(session: Session, batch: int) -> BlankBatch:
    """A batch once more, for printing those that are still out.

    Raises:
        Refused: there is no such batch, or none of it is out.
    """
    with session.register.read(session.viewer) as unit:
        forms = unit.blank_forms.batch(batch)
        court_name = unit.settings.get("court_name", "")
        phone = unit.settings.get("desk_phone", "")
        practice = bool(unit.settings.get("practice", False))
    out = tuple(form for form in forms if form.state is BlankState.OUT)
    if not out:
        raise Refused("这一批空白登记表都已录入或作废，没有可以打印的。")
    records = tuple(
        BlankFormRecord(
            court_name,
            CHANNEL_TEXT[form.channel],
            form.number,
            form.reserved_at.date(),
            form.batch,
            phone,
            Marks(practice=practice),
        )
        for form in out
    )
    return BlankBatch(batch, forms, records, Change.of(Area.CONTACTS))


def printed(session: Session, batch: int, printer: str, now: datetime) -> None:
    """Record that a batch came out of a printer."""
    with session.register.write(session.viewer, now) as work:
        work.audit.record("print", "blank_form", batch, after={"printer": printer})


def outstanding(session: Session) -> tuple[BlankForm, ...]:
    """Forms neither entered nor voided, oldest first."""
    with session.register.read(session.viewer) as unit:
        return unit.blank_forms.outstanding()


def recent(session: Session) -> tuple[BlankForm, ...]:
    """The newest forms and what became of them."""
    with session.register.read(session.viewer) as unit:
        return unit.blank_forms.recent(RECENT)


def find(session: Session, number: str) -> BlankForm:
    """The form with a number as typed from the paper, in any bracket style, or its running number alone.

    Raises:
        Refused: there is none, or it is no longer out.
    """
    with session.register.read(session.viewer) as unit:
        form = unit.blank_forms.by_number(number)
    if form is None:
        words = "没有找到这个编号的空白登记表。请对照表上印的编号，写全年份和种类。"
    elif form.state is BlankState.RETURNED:
        words = f"{form.number} 已经录入过。请核对表上的编号。"
    elif form.state is BlankState.VOID:
        words = f"{form.number} 已作废（{form.void_reason}）。请按普通补录登记。"
    else:
        return form
    raise Refused(words, {"blank_number": words})


def void(session: Session, blank_id: int, reason: str, now: datetime) -> Change:
    """作废 one blank form: spoilt, lost or not needed. Its number stays taken.

    Raises:
        Refused: no right, no reason, or the form is no longer out.
    """
    if not session.viewer.may(Right.VOID_NUMBERS):
        raise Refused("作废需要有相应权限的账户。请管理员办理。")
    text = clean_line(reason)
    if not text:
        raise Refused("作废要写明原因，例如“写坏”“未用上”。", {"reason": "请写明作废原因。"})
    with session.register.write(session.viewer, now) as work:
        form = next((one for one in work.blank_forms.outstanding() if one.blank_id == blank_id), None)
        if form is None:
            raise Refused("这张空白登记表已经录入或作废。请刷新后再看。")
        work.blank_forms.void(blank_id, text, now)
        work.numbers.void(work.blank_forms.number_of(blank_id).number_id, text, now)
        work.audit.record("void", "blank_form", blank_id, after={"number": form.number, "reason": text})
    return Change.of(Area.CONTACTS)
