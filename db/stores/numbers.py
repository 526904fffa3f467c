"""编号: gapless per series and year, taken in the transaction of the record they number; voided, never reused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from app.domain.errors import Refused
from app.domain.numbering import Series
from db.rows import add_row
from db.tables import NUMBER_SERIES, NUMBERS


@dataclass(frozen=True)
class IssuedNumber:
    """A number just taken."""

    number_id: int
    number: int
    text: str


class NumberWriter:
    """Takes the next number. If the transaction is rolled back, so is the number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def issue(self, series: Series, year: int, written: Callable[[int], str], now: datetime) -> IssuedNumber:
        """Take the next number of a series and year; ``written`` says how it is written.

        Raises:
            Refused: the number reads like one that another series or an earlier template has given.
        """
        counter = (NUMBER_SERIES.c.series == series.value, NUMBER_SERIES.c.year == year)
        raised = update(NUMBER_SERIES).where(*counter).values(last=NUMBER_SERIES.c.last + 1)
        number = self._connection.execute(raised.returning(NUMBER_SERIES.c.last)).scalar()
        if number is None:
            number = 1
            self._connection.execute(insert(NUMBER_SERIES), {"series": series.value, "year": year, "last": 1})
        text = written(number)
        if self._connection.execute(select(NUMBERS.c.id).where(NUMBERS.c.text == text)).scalar() is not None:
            raise Refused(f"编号 {text} 已经用过，这一次没有保存。请管理员在设置里改编号格式，使各类登记的编号不同。")
        row = {"series": series.value, "year": year, "number": number, "text": text, "issued_at": now}
        return IssuedNumber(add_row(self._connection, NUMBERS, row), number, text)

    def void(self, number_id: int, reason: str, now: datetime) -> None:
        """Mark a number as 作废; it is never used again."""
        self._connection.execute(
            update(NUMBERS).where(NUMBERS.c.id == number_id).values(voided_at=now, void_reason=reason)
        )


def gaps(connection: Connection) -> list[str]:
    """Series and years whose issued numbers are not exactly 1 … last."""
    issued = {
        (row.series, row.year): (row.low, row.high, row.amount)
        for row in connection.execute(
            select(
                NUMBERS.c.series,
                NUMBERS.c.year,
                func.min(NUMBERS.c.number).label("low"),
                func.max(NUMBERS.c.number).label("high"),
                func.count().label("amount"),
            ).group_by(NUMBERS.c.series, NUMBERS.c.year)
        )
    }
    expected = {(row.series, row.year): (1, row.last, row.last) for row in connection.execute(select(NUMBER_SERIES))}
    return [
        f"{series} {year}"
        for series, year in sorted(issued.keys() | expected.keys())
        if issued.get((series, year)) != expected.get((series, year))
    ]
