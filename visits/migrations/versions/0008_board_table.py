"""The board's table as it was fixed when a period closed, and the reports made from it."""

import sqlalchemy as sa
from alembic import op

revision = "0008_board_table"
down_revision = "0007_journal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "closed_period",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coverage", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_closed_period")),
    )
    op.create_table(
        "board_count",
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["year"], ["closed_period.period"], name=op.f("fk_board_count_year_closed_period")
        ),
        sa.PrimaryKeyConstraint("year", "code", name=op.f("pk_board_count")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sheet",
                "year",
                "answer",
                "follow_up",
                name="report_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_report_made_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("kind", "period", name=op.f("uq_report_kind_period")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_edition_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_edition_report_id_number")),
    )
    op.create_table(
        "handout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "mail",
                "download",
                name="handing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_handout_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_handout_edition_id_edition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout")),
    )
    with op.batch_alter_table("handout") as batch_op:
        batch_op.create_index(batch_op.f("ix_handout_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "board_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("insight_id", sa.Integer(), nullable=False),
        sa.Column("closed", sa.String(length=7), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("quote", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("feeling", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("influence", sa.String(length=32), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed"], ["closed_period.period"], name=op.f("fk_board_row_closed_closed_period")
        ),
        sa.ForeignKeyConstraint(
            ["insight_id"],
            ["insight.id"],
            name=op.f("fk_board_row_insight_id_insight"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_row")),
        sa.UniqueConstraint("insight_id", "closed", name=op.f("uq_board_row_insight_id_closed")),
    )
    with op.batch_alter_table("board_row") as batch_op:
        batch_op.create_index("ix_board_row_closed_subject", ["closed", "subject"], unique=False)

    with op.batch_alter_table("mail") as batch_op:
        batch_op.add_column(sa.Column("report_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_mail_report_id_report"),
            "report",
            ["report_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    """Bring the tables back to the version before."""
    with op.batch_alter_table("mail") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mail_report_id_report"), type_="foreignkey")
        batch_op.drop_column("report_id")

    with op.batch_alter_table("board_row") as batch_op:
        batch_op.drop_index("ix_board_row_closed_subject")

    op.drop_table("board_row")
    with op.batch_alter_table("handout") as batch_op:
        batch_op.drop_index(batch_op.f("ix_handout_edition_id"))

    op.drop_table("handout")
    op.drop_table("edition")
    op.drop_table("report")
    op.drop_table("board_count")
    op.drop_table("closed_period")
