"""What to know at the door about language and pets, each in a field of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0010_facts_at_the_door"
down_revision = "0009_several_languages_and_hosts"
branch_labels = None
depends_on = None

FACTS = ("language", "pets")


def upgrade() -> None:
    """Bring the tables to this version."""
    for name in FACTS:
        op.add_column(
            "visit", sa.Column(name, sa.String(length=140), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Bring the tables back to the version before."""
    for name in FACTS:
        op.drop_column("visit", name)
