"""How far a list of tenants is read, and by when the process that reads it was last heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0009_reading"
down_revision = "0008_withdrawal"
branch_labels = None
depends_on = None

BEFORE = "reading staged stored undone cancelled".split()
AFTER = "reading asked refused staged stored undone cancelled".split()


def upgrade() -> None:
    """Bring the tables to this version."""
    allow(AFTER)
    op.add_column("batch", sa.Column("heard_at", sa.DateTime(timezone=True)))
    op.add_column("batch", sa.Column("seen", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("batch") as table:
        table.alter_column("seen", server_default=None)


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.execute("UPDATE batch SET state = 'cancelled' WHERE state IN ('asked', 'refused')")
    with op.batch_alter_table("batch") as table:
        table.drop_column("heard_at")
        table.drop_column("seen")
    allow(BEFORE)


def allow(words: list[str]) -> None:
    """Let the state of an import be one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("batch") as table:
        table.drop_constraint(op.f("ck_batch_batch_state"), type_="check")
    with op.batch_alter_table("batch") as table:
        table.create_check_constraint(op.f("ck_batch_batch_state"), f"state IN ({listed})")
