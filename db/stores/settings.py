"""设置 of the office, and the preferences of each account. Values are JSON."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from db.tables import PREFERENCES, SETTINGS

APART = ("cover_layout", "cover_layout_versions")
"""Long values, read on their own where they are wanted, so that every other look at the settings stays short."""


class SettingsReader:
    """Reads settings; an unknown name gives the default."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._values: dict[str, Any] | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """One setting."""
        if name in APART:
            text = self._connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar()
            return default if text is None else json.loads(text)
        return self.all().get(name, default)

    def all(self) -> dict[str, Any]:
        """Every setting but the long ones, read once in a unit of work."""
        if self._values is None:
            rows = self._connection.execute(select(SETTINGS).where(SETTINGS.c.name.not_in(APART)))
            self._values = {row.name: json.loads(row.value) for row in rows}
        return self._values


class SettingsWriter(SettingsReader):
    """Changes settings."""

    def put(self, name: str, value: Any) -> None:
        """Set one setting."""
        text = json.dumps(value, ensure_ascii=False)
        changed = self._connection.execute(update(SETTINGS).where(SETTINGS.c.name == name).values(value=text))
        if changed.rowcount == 0:
            self._connection.execute(insert(SETTINGS), {"name": name, "value": text})
        self._values = None


class PreferenceStore:
    """Preferences of one account: column widths, text size, theme, printers."""

    def __init__(self, connection: Connection, account_id: int) -> None:
        self._connection = connection
        self._account_id = account_id

    def all(self) -> dict[str, Any]:
        """Every preference of this account."""
        rows = self._connection.execute(select(PREFERENCES).where(PREFERENCES.c.account_id == self._account_id))
        return {row.name: json.loads(row.value) for row in rows}

    def put(self, name: str, value: Any) -> None:
        """Set one preference."""
        mine = (PREFERENCES.c.account_id == self._account_id, PREFERENCES.c.name == name)
        self._connection.execute(delete(PREFERENCES).where(*mine))
        row = {"account_id": self._account_id, "name": name, "value": json.dumps(value, ensure_ascii=False)}
        self._connection.execute(insert(PREFERENCES), row)
