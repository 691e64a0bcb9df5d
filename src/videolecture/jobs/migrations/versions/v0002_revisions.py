"""Revisions: what a job was made of, and of each fragment what is said, where it stands and what it is kept under."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; jobs from before know nothing of them."""
    op.add_column("jobs", sa.Column("inputs", sa.JSON, nullable=False, server_default="{}"))
    op.add_column("jobs", sa.Column("made_from", sa.Integer))
    for name in ("spoken", "source"):
        op.add_column("fragments", sa.Column(name, sa.Text, nullable=False, server_default=""))
    for name in ("speech_key", "clip_key"):
        op.add_column("fragments", sa.Column(name, sa.String(64), nullable=False, server_default=""))
