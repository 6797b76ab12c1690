"""From which text on words may stand about a visit: what was begun before was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0003_words_gone"
down_revision = "0002_journal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("visit") as table:
        column = sa.Column("words_gone", sa.Integer(), nullable=False, server_default="0")
        table.add_column(column)
    with op.batch_alter_table("visit") as table:
        table.alter_column("words_gone", server_default=None)


def downgrade() -> None:
    """Bring the tables back to the version before."""
    with op.batch_alter_table("visit") as table:
        table.drop_column("words_gone")
