"""The frozen paper of what followed a record of a kind kept apart: it is no document of the matter."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column."""
    op.add_column("record_events", sa.Column("paper", sa.Text(), server_default="", nullable=False))
