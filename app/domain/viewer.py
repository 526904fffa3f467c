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
    """An account (账户) with its rights; ``account_id`` 0 is the program itself (migrations, checks).

    ``staff_id`` and ``department_id`` say who sits behind the account, so that whoever must withdraw from a matter
    (《信访工作条例》第二十八条、第三十条) does not see it either.
    """

    account_id: int
    name: str
    rights: frozenset[Right] = field(default_factory=frozenset)
    staff_id: int | None = None
    department_id: int | None = None

    def may(self, right: Right) -> bool:
        """Whether this viewer holds the right."""
        return right in self.rights


SYSTEM = Viewer(0, "系统", frozenset(Right))
