"""The words for a home become a text, as everything else in a note."""

import sqlalchemy as sa
from alembic import op

revision = "0002_journal"
down_revision = "0001_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    change_words(sa.JSON(), sa.Text(), ", ".join)


def downgrade() -> None:
    """Bring the tables back to the version before."""
    change_words(sa.Text(), sa.JSON(), lambda text: [one for one in text.split(", ") if one])


def change_words(old, new, change) -> None:
    """Give the words for a home another type in every note."""
    op.add_column("note", sa.Column("words", new))
    columns = sa.column("id"), sa.column("home_words", old), sa.column("words", new)
    note = sa.table("note", *columns)
    connection = op.get_bind()
    for number, words in connection.execute(sa.select(note.c.id, note.c.home_words)).all():
        changed = sa.update(note).where(note.c.id == number).values(words=change(words))
        connection.execute(changed)
    with op.batch_alter_table("note") as table:
        table.drop_column("home_words")
    with op.batch_alter_table("note") as table:
        table.alter_column(
            "words", new_column_name="home_words", existing_type=new, nullable=False
        )
