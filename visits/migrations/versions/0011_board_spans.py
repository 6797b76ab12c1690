"""Which quarters tell of their promises together, and what colleagues heard, counted apart."""

import sqlalchemy as sa
from alembic import op

revision = "0011_board_spans"
down_revision = "0010_facts_at_the_door"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("closed_period") as batch_op:
        batch_op.add_column(sa.Column("promises_since", sa.String(length=7), nullable=True))
        batch_op.add_column(sa.Column("talks", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Bring the tables back to the version before."""
    with op.batch_alter_table("closed_period") as batch_op:
        batch_op.drop_column("talks")
        batch_op.drop_column("promises_since")
