"""Jobs, fragments, events, leases, deliveries, tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "jobs",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("lecture", sa.String(80), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("consent", sa.JSON, nullable=False),
        sa.Column("webhook", sa.JSON),
        sa.Column("slides", sa.JSON, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("started", sa.Float),
        sa.Column("finished", sa.Float),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("done", sa.Float, nullable=False),
        sa.Column("seconds_left", sa.Float),
        sa.Column("paused", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("remedy", sa.Text, nullable=False),
        sa.Column("result", sa.JSON),
        sa.Column("strikes", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("jobs_lecture", "jobs", ["lecture", "number"])
    op.create_index("jobs_state", "jobs", ["state", "number"])
    op.create_table(
        "fragments",
        sa.Column("job", sa.Integer, sa.ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("slide", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("done", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reused", sa.Boolean, nullable=False),
        sa.Column("duration", sa.Float, nullable=False),
        sa.Column("speech_seconds", sa.Float, nullable=False),
        sa.Column("face_seconds", sa.Float, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("job", sa.Integer, sa.ForeignKey("jobs.number", ondelete="CASCADE"), nullable=False),
        sa.Column("lecture", sa.String(80), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_lecture", "events", ["lecture", "seq"])
    op.create_index("events_job", "events", ["job", "seq"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("token", sa.Integer, nullable=False),
        sa.Column("holder", sa.JSON, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("job", sa.Integer, sa.ForeignKey("jobs.number", ondelete="CASCADE"), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("last", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tokens",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("revoked", sa.Float),
    )
