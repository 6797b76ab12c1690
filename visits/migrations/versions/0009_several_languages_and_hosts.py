"""Mails in the language of who reads them, and calendars from several hosts."""

import sqlalchemy as sa
from alembic import op

revision = "0009_several_languages_and_hosts"
down_revision = "0008_board_table"

RENAME = sa.text("UPDATE choice SET name = :after WHERE name = :before")
CHOICE = sa.table("choice", sa.column("name", sa.String), sa.column("value", sa.JSON))


def upgrade() -> None:
    """Bring the tables to this version."""
    op.add_column(
        "mail", sa.Column("language", sa.String(length=2), nullable=False, server_default="nl")
    )
    op.get_bind().execute(RENAME, {"before": "calendar_host", "after": "calendar_hosts"})


def downgrade() -> None:
    """Bring the tables back to the version before: of several hosts the first stays."""
    with op.batch_alter_table("mail") as mail:
        mail.drop_column("language")
    named = CHOICE.c.name == "calendar_hosts"
    for listed in op.get_bind().scalars(sa.select(CHOICE.c.value).where(named)).all():
        first = sa.update(CHOICE).where(named).values(value=listed.split(", ")[0])
        op.get_bind().execute(first)
    op.get_bind().execute(RENAME, {"before": "calendar_hosts", "after": "calendar_host"})
