"""套打: printing only what is filled in onto stationery that already bears the form, and how far a printer misses.

The office measures its printer once with the calibration page; the offsets are kept for each form and each printer.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import Refused

LIMIT = 300
"""Tenths of a millimetre: who needs more than 3 cm has the wrong paper in the tray."""


@dataclass(frozen=True)
class Overprint:
    """Offsets of one form on one printer in tenths of a millimetre, to the right and down; ``fields_only`` is 套打."""

    fields_only: bool = False
    right: int = 0
    down: int = 0

    def __post_init__(self) -> None:
        if not (-LIMIT <= self.right <= LIMIT and -LIMIT <= self.down <= LIMIT):
            raise Refused("套打偏移量超出 ±30.0 毫米。请检查纸张是否放对，再重新测量。")

    @property
    def shift(self) -> tuple[float, float]:
        """Millimetres to the right and down."""
        return self.right / 10, self.down / 10


PLAIN = Overprint()
