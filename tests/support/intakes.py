"""Filled forms for tests of the register: made-up people of an area that does not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app.domain.contact import Channel
from app.domain.intake import Forwarding, IntakeReceipt, IntakeRequest, LetterDates
from app.domain.petitioner import DocumentKind, Person
from app.domain.queue import QueueFilter, QueueView
from app.services import intake, queue
from app.services.session import Session

NOW = datetime.combine(date(2026, 3, 2), time(9, 0))
PURPOSE = "petition"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_number(order: int, born: str = "19700101") -> str:
    """A resident number with a right check digit, of the area 419999."""
    body = f"419999{born}{order:03d}"
    return body + "10X98765432"[sum(int(one) * weight for one, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def person(name: str = "吴小满", order: int = 1, **values: Any) -> Person:
    """Somebody with a document."""
    return Person(name, document_number=resident_number(order), **values)


def unnamed(name: str = "匿名") -> Person:
    """Somebody without a document."""
    return Person(name, document_kind=DocumentKind.NONE, no_document_reason="未随身携带")


def form(name: str = "吴小满", order: int = 1, claim: str = "请求尽快执行到位", **values: Any) -> IntakeRequest:
    """A visit of one person."""
    plain = IntakeRequest(Channel.VISIT, NOW, person(name, order), (claim,), purpose_code=PURPOSE)
    return replace(plain, **values)


def of_channel(channel: Channel) -> IntakeRequest:
    """A form with what belongs to its channel."""
    extra: dict[str, Any] = {}
    if channel is Channel.LETTER:
        extra["letter"] = LetterDates(date(2026, 2, 20), date(2026, 2, 24), date(2026, 3, 1), 3)
    if channel is Channel.FORWARDED:
        extra["forwarding"] = Forwarding("市中级人民法院", "（2026）信转7号", date(2026, 4, 1))
    return form(channel=channel, **extra)


def register(session: Session, request: IntakeRequest, minutes: int = 0) -> IntakeReceipt:
    """Save a form some minutes after :data:`NOW`."""
    return intake.submit(session, request, NOW + timedelta(minutes=minutes))


def found(session: Session, words: str, view: QueueView = QueueView.ALL) -> list[int]:
    """Ids of the matters that the queue's search box shows for a few words."""
    rows = queue.first_page(session, QueueFilter(view=view, words=words), NOW.date()).page.rows
    return [row.matter_id for row in rows]
