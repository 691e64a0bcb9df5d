"""How long the learning of a voice or a portrait still takes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; of jobs that are there nothing is known."""
    op.add_column("jobs", sa.Column("stage_seconds_left", sa.Float))
