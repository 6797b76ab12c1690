"""The journal: versions of notes, talks of colleagues, heard before, themes that merge, search.

Surnames in plain words are filled in here for the tenants that are there; the words by which
notes, insights and promises are found are filled in by `visits reindex`.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

from visits.models.base import UtcTime

revision = "0007_journal"
down_revision = "0006_letters"
branch_labels = None
depends_on = None

STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
SOURCES = ("visit", "repair", "handover", "social", "other")
VERDICTS = ("open", "accepted", "declined")
ONE_ORIGIN = "(visit_id is null) <> (talk_id is null)"


def plain(text: str) -> str:
    """Give a text as single plain words."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(STROKES))
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def word(values: tuple[str, ...], name: str) -> sa.Enum:
    """Give a column type for one word of a closed list."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def text(name: str, kind: sa.types.TypeEngine = sa.Text()) -> sa.Column:
    """Give a column of text that is empty at first."""
    return sa.Column(name, kind, nullable=False, server_default="")


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("source", word(SOURCES, "source"), nullable=False),
        sa.Column("permission", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_talk_account_id_account", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_talk"),
    )
    op.create_index("ix_talk_account_id", "talk", ["account_id"])
    op.create_table(
        "heard",
        sa.Column("insight_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["insight_id"], ["insight.id"], name="fk_heard_insight_id_insight", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["insight.id"], name="fk_heard_earlier_id_insight", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("insight_id", "earlier_id", name="pk_heard"),
    )
    op.create_index("ix_heard_earlier_id", "heard", ["earlier_id"])
    op.create_table(
        "theme_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(40), nullable=False),
        sa.Column("name_nl", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("verdict", word(VERDICTS, "verdict"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent"], ["theme.code"], name="fk_theme_proposal_parent_theme"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_theme_proposal_account_id_account",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_theme_proposal"),
    )
    with op.batch_alter_table("insight") as table:
        table.alter_column("visit_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("talk_id", sa.Integer(), nullable=True))
        table.add_column(text("release_reason", sa.String(200)))
        table.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        table.add_column(text("search_text"))
        table.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_insight_team_id_team", "team", ["team_id"], ["id"], ondelete="SET NULL"
        )
        table.create_foreign_key(
            "fk_insight_talk_id_talk", "talk", ["talk_id"], ["id"], ondelete="CASCADE"
        )
        table.create_foreign_key(
            "fk_insight_merged_into_insight", "insight", ["merged_into"], ["id"],
            ondelete="SET NULL",
        )  # fmt: skip
        table.create_index("ix_insight_talk_id", ["talk_id"])
        table.create_index("ix_insight_merged_into", ["merged_into"])
        table.create_check_constraint("one_origin", ONE_ORIGIN)
    with op.batch_alter_table("insight_theme") as table:
        table.add_column(sa.Column("was", sa.String(40), nullable=True))
    with op.batch_alter_table("theme") as table:
        table.add_column(sa.Column("merged_into", sa.String(40), nullable=True))
        table.create_foreign_key(
            "fk_theme_merged_into_theme", "theme", ["merged_into"], ["code"]
        )
    with op.batch_alter_table("note") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(text("letter"))
        table.add_column(sa.Column("letter_sent_on", sa.Date(), nullable=True))
        table.add_column(text("search_text"))
    with op.batch_alter_table("note_draft") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(text("window", sa.String(32)))
    with op.batch_alter_table("action") as table:
        table.add_column(text("handed_to", sa.String(120)))
        table.add_column(sa.Column("watch_id", sa.Integer(), nullable=True))
        table.add_column(text("search_text"))
        table.create_foreign_key(
            "fk_action_watch_id_account", "account", ["watch_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("team") as table:
        table.add_column(text("email", sa.String(254)))
    for name in ("tenant", "staged_tenant", "change"):
        with op.batch_alter_table(name) as table:
            table.add_column(text("surname_key", sa.String(120)))
            table.add_column(text("co_surname_key", sa.String(120)))
    op.create_index("ix_tenant_surname_key", "tenant", ["surname_key"])
    op.create_index("ix_tenant_co_surname_key", "tenant", ["co_surname_key"])
    fill_surnames()


def fill_surnames() -> None:
    """Write the surnames of the tenants that are there in plain words."""
    connection = op.get_bind()
    tenant = sa.Table("tenant", sa.MetaData(), autoload_with=connection)
    known = connection.execute(sa.select(tenant.c.id, tenant.c.surname, tenant.c.co_surname)).all()
    if not known:
        return
    change = tenant.update().where(tenant.c.id == sa.bindparam("number"))
    connection.execute(
        change.values(surname_key=sa.bindparam("one"), co_surname_key=sa.bindparam("other")),
        [
            {"number": number, "one": plain(one)[:120], "other": plain(other or "")[:120]}
            for number, one, other in known
        ],
    )


def downgrade() -> None:
    """Bring the tables back to the version before; talks have no place there."""
    op.execute("DELETE FROM insight_theme WHERE insight_id IN "
               "(SELECT id FROM insight WHERE talk_id IS NOT NULL)")  # fmt: skip
    op.execute("DELETE FROM insight WHERE talk_id IS NOT NULL")
    op.drop_index("ix_tenant_co_surname_key", "tenant")
    op.drop_index("ix_tenant_surname_key", "tenant")
    for name in ("tenant", "staged_tenant", "change"):
        with op.batch_alter_table(name) as table:
            table.drop_column("co_surname_key")
            table.drop_column("surname_key")
    with op.batch_alter_table("team") as table:
        table.drop_column("email")
    with op.batch_alter_table("action") as table:
        table.drop_constraint("fk_action_watch_id_account", type_="foreignkey")
        for name in ("search_text", "watch_id", "handed_to"):
            table.drop_column(name)
    with op.batch_alter_table("note_draft") as table:
        table.drop_column("window")
        table.drop_column("version")
    with op.batch_alter_table("note") as table:
        for name in ("search_text", "letter_sent_on", "letter", "version"):
            table.drop_column(name)
    with op.batch_alter_table("theme") as table:
        table.drop_constraint("fk_theme_merged_into_theme", type_="foreignkey")
        table.drop_column("merged_into")
    with op.batch_alter_table("insight_theme") as table:
        table.drop_column("was")
    with op.batch_alter_table("insight") as table:
        table.drop_constraint("one_origin", type_="check")
        table.drop_index("ix_insight_merged_into")
        table.drop_index("ix_insight_talk_id")
        table.drop_constraint("fk_insight_merged_into_insight", type_="foreignkey")
        table.drop_constraint("fk_insight_team_id_team", type_="foreignkey")
        table.drop_constraint("fk_insight_talk_id_talk", type_="foreignkey")
        for name in ("team_id", "search_text", "merged_into", "release_reason", "talk_id"):
            table.drop_column(name)
        table.alter_column("visit_id", existing_type=sa.Integer(), nullable=False)
    for name in ("theme_proposal", "heard", "talk"):
        op.drop_table(name)
