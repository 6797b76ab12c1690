"""When a director is busy, and where that was read."""

import sqlalchemy as sa
from alembic import op

revision = "0005_busy_hours"
down_revision = "0004_outcomes_of_draws"


def upgrade() -> None:
    """Bring the tables to this version."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "busy_calendar",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("read_at", moment, nullable=True),
        sa.Column("read_until", moment, nullable=True),
        sa.Column("warnings", sa.String(length=100), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_busy_calendar_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_busy_calendar")),
    )
    op.create_table(
        "busy_interval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("tentative", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_interval_lasts")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["busy_calendar.account_id"],
            name=op.f("fk_busy_interval_account_id_busy_calendar"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_interval")),
    )
    op.create_index(op.f("ix_busy_interval_account_id"), "busy_interval", ["account_id"])


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.drop_table("busy_interval")
    op.drop_table("busy_calendar")
