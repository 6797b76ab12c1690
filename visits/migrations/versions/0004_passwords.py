"""Which passwords were hashed with the app's secret: new ones are not."""

from alembic import op

revision = "0004_passwords"
down_revision = "0003_words_gone"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the rows to this version."""
    op.execute("UPDATE account SET password = 'signed:' || password WHERE password LIKE '$%'")


def downgrade() -> None:
    """Bring the rows back to the version before."""
    op.execute("UPDATE account SET password = substr(password, 8) WHERE password LIKE 'signed:%'")
