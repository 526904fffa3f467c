"""账户, 部门 and 人员."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from app.domain.viewer import Right, Viewer
from db.rows import add_row
from db.tables import ACCOUNTS, DEPARTMENTS, STAFF


@dataclass(frozen=True)
class Account:
    """账户: somebody who can unlock the register."""

    account_id: int
    name: str
    rights: frozenset[Right]
    active: bool
    staff_id: int | None = None
    department_id: int | None = None

    def viewer(self) -> Viewer:
        """The viewer this account is."""
        return Viewer(self.account_id, self.name, self.rights, self.staff_id, self.department_id)


@dataclass(frozen=True)
class Department:
    """承办庭室."""

    department_id: int
    name: str
    active: bool


@dataclass(frozen=True)
class StaffMember:
    """承办人 or another member of the court's staff."""

    staff_id: int
    name: str
    post: str
    department_id: int | None
    active: bool


class AccountReader:
    """Reads accounts, departments and staff."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Account, ...]:
        """Every account."""
        rows = self._connection.execute(
            select(ACCOUNTS, STAFF.c.department_id.label("department"))
            .outerjoin(STAFF, STAFF.c.id == ACCOUNTS.c.staff_id)
            .order_by(ACCOUNTS.c.id)
        )
        return tuple(
            Account(row.id, row.name, _rights(row.rights), row.active, row.staff_id, row.department) for row in rows
        )

    def by_name(self, name: str) -> Account | None:
        """The account of that name."""
        return next((one for one in self.all() if one.name == name), None)

    def departments(self) -> tuple[Department, ...]:
        """Every department in its order."""
        rows = self._connection.execute(select(DEPARTMENTS).order_by(DEPARTMENTS.c.position, DEPARTMENTS.c.id))
        return tuple(Department(row.id, row.name, row.active) for row in rows)

    def staff(self) -> tuple[StaffMember, ...]:
        """Every member of staff."""
        rows = self._connection.execute(select(STAFF).order_by(STAFF.c.id))
        return tuple(StaffMember(row.id, row.name, row.post, row.department_id, row.active) for row in rows)


class AccountWriter(AccountReader):
    """Changes accounts, departments and staff."""

    def add(self, name: str, rights: frozenset[Right], now: datetime) -> int:
        """Add an account; gives its id."""
        values = {"name": name, "rights": _rights_text(rights), "active": True, "created_at": now}
        return add_row(self._connection, ACCOUNTS, values)

    def change(self, account_id: int, *, rights: frozenset[Right], active: bool) -> None:
        """Set the rights of an account and whether it may still unlock."""
        self._connection.execute(
            update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(rights=_rights_text(rights), active=active)
        )

    def link(self, account_id: int, staff_id: int | None) -> None:
        """Say which member of staff sits behind an account."""
        self._connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(staff_id=staff_id))

    def add_department(self, name: str, position: int) -> int:
        """Add a department; gives its id."""
        values = {"name": name, "position": position, "active": True}
        return add_row(self._connection, DEPARTMENTS, values)

    def add_staff(self, name: str, post: str, department_id: int | None) -> int:
        """Add a member of staff; gives the id."""
        values = {"name": name, "post": post, "department_id": department_id, "active": True}
        return add_row(self._connection, STAFF, values)

    def change_department(self, department_id: int, *, name: str, active: bool) -> None:
        """Rename a department or take it out of use."""
        self._connection.execute(
            update(DEPARTMENTS).where(DEPARTMENTS.c.id == department_id).values(name=name, active=active)
        )

    def change_staff(self, member: StaffMember) -> None:
        """Change name, post, department or use of a member of staff."""
        self._connection.execute(
            update(STAFF)
            .where(STAFF.c.id == member.staff_id)
            .values(name=member.name, post=member.post, department_id=member.department_id, active=member.active)
        )


def _rights(text: str) -> frozenset[Right]:
    return frozenset(Right(one) for one in text.split(",") if one)


def _rights_text(rights: frozenset[Right]) -> str:
    return ",".join(sorted(right.value for right in rights))
