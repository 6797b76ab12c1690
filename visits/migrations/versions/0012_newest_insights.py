"""The newest insights at a stage are found without reading the others."""

from alembic import op

revision = "0012_newest_insights"
down_revision = "0011_board_spans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_index("ix_insight_stage_id", "insight", ["stage", "id"])


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.drop_index("ix_insight_stage_id", "insight")
