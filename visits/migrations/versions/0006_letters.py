"""Letters that are kept, a logo, and what became of each mail."""

import sqlalchemy as sa
from alembic import op

revision = "0006_letters"
down_revision = "0005_busy_hours"
branch_labels = None
depends_on = None

KINDS = ("invitation", "confirmation", "moved", "cancelled", "thanks")
ROLES = ("host", "companion", "tenant")
FAILURES = ("unreachable", "not_trusted", "login", "later", "refused")


def word(name: str, words: tuple[str, ...]) -> sa.Enum:
    """A column that holds one word of a closed list."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "logo",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_logo_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logo")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("letter_kind", KINDS), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("large", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("paper", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_letter_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visit.id"],
            name=op.f("fk_letter_visit_id_visit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_visit_id"), ["visit_id"], unique=False)
        batch_op.create_index(
            "uq_letter_open",
            ["visit_id", "kind"],
            unique=True,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("remark", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("told_sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("known_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.alter_column("remark", server_default=None)
    # Whoever stood in the calendars before this version had been told in some way.
    op.execute("UPDATE appointment SET told_sequence = sequence")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", word("mail_role", ROLES), nullable=True))
        batch_op.add_column(sa.Column("failure", word("mail_failure", FAILURES), nullable=True))
        batch_op.add_column(
            sa.Column("fleeting", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.alter_column("fleeting", server_default=None)
    choose("feed_shows_address", "feed_shows", {"true": '"street"', "false": '"nothing"'})


def downgrade() -> None:
    """Bring the tables back to the version before."""
    choose("feed_shows", "feed_shows_address", {'"street"': "true", '"nothing"': "false"})
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_mail_mail_role"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_mail_mail_failure"), type_="check")
        batch_op.drop_column("fleeting")
        batch_op.drop_column("failure")
        batch_op.drop_column("role")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_column("known_at")
        batch_op.drop_column("told_sequence")
        batch_op.drop_column("remark")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_letter_open",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_letter_visit_id"))
    op.drop_table("letter")
    op.drop_table("logo")


def choose(before: str, after: str, values: dict[str, str]) -> None:
    """Give a choice of the association another name and other words."""
    for old, new in values.items():
        op.execute(
            f"UPDATE choice SET name = '{after}', value = '{new}' "  # noqa: S608
            f"WHERE name = '{before}' AND CAST(value AS TEXT) = '{old}'"
        )
