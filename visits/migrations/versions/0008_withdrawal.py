"""The journal of what no older copy may bring back."""

import sqlalchemy as sa
from alembic import op

revision = "0008_withdrawal"
down_revision = "0007_job_run"
branch_labels = None
depends_on = None

KINDS = (
    "begin", "erased", "opted_out", "opted_in", "no_note", "permission", "insight", "closed",
    "opened", "password", "roles", "feed", "calendar",
)  # fmt: skip


def upgrade() -> None:
    """Bring the tables to this version."""
    kinds = sa.Enum(
        *KINDS, name="withdrawal_kind", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("detail", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawal"),
        sa.UniqueConstraint("token", name="uq_withdrawal_token"),
    )


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.drop_table("withdrawal")
