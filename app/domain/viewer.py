"""Who is looking. Every read and write names its viewer; what they may see is decided in one place in ``db``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Right(Enum):
    """What an account may do beyond registering and reading ordinary matters."""

    ADMINISTER = "administer"
    SEE_RESTRICTED = "see_restricted"
    VOID_NUMBERS = "void_numbers"


RIGHT_TEXT = {
    Right.ADMINISTER: "管理设置与账户",
    Right.SEE_RESTRICTED: "查看检举控告",
    Right.VOID_NUMBERS: "作废登记编号",
}


@dataclass(frozen=True)
class Viewer:
    """An account (账户) with its rights; ``account_id`` 0 is the program itself (migrations, checks)."""

    account_id: int
    name: str
    rights: frozenset[Right] = field(default_factory=frozenset)

    def may(self, right: Right) -> bool:
        """Whether this viewer holds the right."""
        return right in self.rights


SYSTEM = Viewer(0, "系统", frozenset(Right))
