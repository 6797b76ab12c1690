"""When each job ran last, and when it last went well."""

import sqlalchemy as sa
from alembic import op

from visits.models.base import UtcTime

revision = "0007_job_run"
down_revision = "0006_attempt"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("ran_at", UtcTime(), nullable=False),
        sa.Column("good_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.drop_table("job_run")
