"""A mail that did not go because there was no token to log in with."""

from alembic import op

revision = "0005_token"
down_revision = "0004_passwords"
branch_labels = None
depends_on = None

BEFORE = "unreachable not_trusted login later refused not_ascii not_made set_aside".split()
AFTER = BEFORE[:3] + ["no_token"] + BEFORE[3:]


def upgrade() -> None:
    """Bring the tables to this version."""
    allow(AFTER)


def downgrade() -> None:
    """Bring the tables back to the version before."""
    op.execute("UPDATE mail SET failure = 'login' WHERE failure = 'no_token'")
    allow(BEFORE)


def allow(words: list[str]) -> None:
    """Let the column hold these words and no other."""
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("mail") as table:
        table.drop_constraint(op.f("ck_mail_mail_failure"), type_="check")
    with op.batch_alter_table("mail") as table:
        table.create_check_constraint(op.f("ck_mail_mail_failure"), f"failure IN ({listed})")
