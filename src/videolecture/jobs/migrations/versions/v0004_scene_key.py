"""Under which key the picture of a fragment is kept, where its slide is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; of fragments that are there nothing is known."""
    op.add_column("fragments", sa.Column("scene_key", sa.String(64), nullable=False, server_default=""))
