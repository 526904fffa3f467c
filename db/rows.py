"""Adding one row and learning its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert


def add_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row; gives its integer key."""
    key = connection.execute(insert(table), dict(values)).inserted_primary_key
    return int(key[0]) if key is not None else 0
