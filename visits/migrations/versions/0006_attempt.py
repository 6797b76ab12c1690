"""Attempts to sign in that failed, of every account and network; an account is not shut for them."""

import sqlalchemy as sa
from alembic import op

revision = "0006_attempt"
down_revision = "0005_token"
branch_labels = None
depends_on = None
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    for name in ("name", "address", "at"):
        op.create_index(op.f(f"ix_attempt_{name}"), "attempt", [name])
    with op.batch_alter_table("account") as table:
        table.drop_column("failed_sign_ins")
        table.drop_column("locked_until")


def downgrade() -> None:
    """Bring the tables back to the version before."""
    with op.batch_alter_table("account") as table:
        failed = sa.Column("failed_sign_ins", sa.Integer(), nullable=False, server_default="0")
        table.add_column(failed)
        table.add_column(sa.Column("locked_until", MOMENT))
    with op.batch_alter_table("account") as table:
        table.alter_column("failed_sign_ins", server_default=None)
    op.drop_table("attempt")
