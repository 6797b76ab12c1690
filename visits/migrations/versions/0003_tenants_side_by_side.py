"""A waiting file and the tenants of before have the columns of a tenant, not a text.

So a database can hold them side by side, and no list has to fit into memory.
"""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003_tenants_side_by_side"
down_revision = "0002_first_themes"
branch_labels = None
depends_on = None

STATES = ("staged", "stored", "undone", "cancelled")
MORE_STATES = ("reading", *STATES)
SOURCES = ("import", "hand")


def word(name, words):
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def tenant_columns():
    return (
        sa.Column("external_id", sa.String(32), nullable=False),
        sa.Column("contract_no", sa.String(40)),
        sa.Column("salutation", sa.String(8)),
        sa.Column("initials", sa.String(20)),
        sa.Column("prefix", sa.String(30)),
        sa.Column("surname", sa.String(120), nullable=False),
        sa.Column("co_salutation", sa.String(8)),
        sa.Column("co_initials", sa.String(20)),
        sa.Column("co_prefix", sa.String(30)),
        sa.Column("co_surname", sa.String(120)),
        sa.Column("street", sa.String(120), nullable=False),
        sa.Column("house_number", sa.Integer(), nullable=False),
        sa.Column("house_letter", sa.String(1)),
        sa.Column("house_suffix", sa.String(8)),
        sa.Column("postcode", sa.String(7), nullable=False),
        sa.Column("city", sa.String(80), nullable=False),
        sa.Column("district", sa.String(80)),
        sa.Column("neighbourhood", sa.String(80)),
        sa.Column("phone", sa.String(20)),
        sa.Column("mobile", sa.String(20)),
        sa.Column("email", sa.String(254)),
        sa.Column("contact_preference", sa.String(8)),
        sa.Column("tenancy_start", sa.Date()),
        sa.Column("tenant_since", sa.Date()),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("sort_name", sa.String(190), nullable=False),
        sa.Column("search_text", sa.String(600), nullable=False),
    )


def change_columns():
    return (
        sa.Column("missing_since", sa.Date()),
        sa.Column("source", word("change_source", SOURCES), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )


def beside_batch(name, *columns):
    """Make a table of tenants that belong to a batch."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f(f"fk_{name}_batch_id_batch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(
            "batch_id", "external_id", name=op.f(f"uq_{name}_batch_id_external_id")
        ),
    )


def stop_waiting():
    """Throw away the files for which nobody said yes yet: they are read anew in a moment."""
    op.execute("DELETE FROM staged_row")
    op.execute("UPDATE batch SET state = 'cancelled' WHERE state IN ('staged', 'reading')")


def read_changes():
    table = sa.table(
        "change",
        sa.column("batch_id"),
        sa.column("external_id"),
        sa.column("before", sa.JSON(none_as_null=True)),
    )
    return op.get_bind().execute(sa.select(table)).all()


def upgrade():
    stop_waiting()
    changes = read_changes()
    op.drop_table("change")
    with op.batch_alter_table("batch") as table:
        table.add_column(sa.Column("notices", sa.JSON(), nullable=False, server_default="[]"))
        table.drop_constraint(op.f("ck_batch_batch_state"), type_="check")
        table.create_check_constraint(
            op.f("ck_batch_batch_state"), sa.column("state").in_(MORE_STATES)
        )
    with op.batch_alter_table("batch") as table:
        table.alter_column("notices", server_default=None)
    with op.batch_alter_table("tenant") as table:
        table.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_tenant_batch_id_batch"), "batch", ["batch_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_tenant_batch_id"), ["batch_id"])
    with op.batch_alter_table("staged_row") as table:
        table.drop_column("tenant")
    with op.batch_alter_table("visit") as table:
        table.add_column(sa.Column("doubts", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("visit") as table:
        table.alter_column("doubts", server_default=None)
    beside_batch("staged_tenant", *tenant_columns())
    beside_batch("change", *tenant_columns(), *change_columns())
    op.create_table(
        "left_alone",
        sa.Column("external_id", sa.String(32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("external_id", name=op.f("pk_left_alone")),
    )
    put_back(changes)


def put_back(changes):
    """Give each batch its changes again, in the new columns."""
    tenant = sa.table("tenant", sa.column("external_id"), sa.column("batch_id"))
    change = sa.table("change", sa.column("batch_id"), *tenant_columns(), *change_columns())
    kinds = {column.name: column.type for column in change.columns}
    rows = []
    for batch_id, external_id, before in changes:
        if before is None:
            op.execute(
                sa.update(tenant)
                .where(tenant.c.external_id == external_id)
                .values(batch_id=batch_id)
            )
            continue
        kept = {name: value for name, value in before.items() if name in kinds}
        for name, value in kept.items():
            if value is not None and isinstance(kinds[name], sa.Date):
                kept[name] = date.fromisoformat(value)
            elif value is not None and isinstance(kinds[name], sa.DateTime):
                kept[name] = datetime.fromisoformat(value)
        rows.append({"batch_id": batch_id, **kept})
    if rows:
        op.bulk_insert(change, rows)


def downgrade():
    stop_waiting()
    bind = op.get_bind()
    change = sa.table("change", sa.column("batch_id"), *tenant_columns(), *change_columns())
    tenant = sa.table("tenant", sa.column("external_id"), sa.column("batch_id"))
    rows = [dict(row) for row in bind.execute(sa.select(change)).mappings()]
    added = bind.execute(sa.select(tenant).where(tenant.c.batch_id.is_not(None))).all()
    op.drop_table("left_alone")
    op.drop_table("change")
    op.drop_table("staged_tenant")
    with op.batch_alter_table("visit") as table:
        table.drop_column("doubts")
    with op.batch_alter_table("staged_row") as table:
        table.add_column(sa.Column("tenant", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("tenant") as table:
        table.drop_index(op.f("ix_tenant_batch_id"))
        table.drop_constraint(op.f("fk_tenant_batch_id_batch"), type_="foreignkey")
        table.drop_column("batch_id")
    with op.batch_alter_table("batch") as table:
        table.drop_constraint(op.f("ck_batch_batch_state"), type_="check")
        table.create_check_constraint(op.f("ck_batch_batch_state"), sa.column("state").in_(STATES))
        table.drop_column("notices")
    beside_json(rows, added)


def beside_json(rows, added):
    """Give each batch its changes again, as one text for each tenant."""
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(32), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_change_batch_id_batch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("batch_id", "external_id", name=op.f("uq_change_batch_id_external_id")),
    )
    op.create_index(op.f("ix_change_batch_id"), "change", ["batch_id"])
    table = sa.table(
        "change",
        sa.column("batch_id"),
        sa.column("external_id"),
        sa.column("before", sa.JSON(none_as_null=True)),
    )
    texts = [
        {
            "batch_id": row.pop("batch_id"),
            "external_id": row["external_id"],
            "before": {
                name: value.isoformat() if isinstance(value, date) else value
                for name, value in row.items()
            },
        }
        for row in rows
    ]
    texts += [{"batch_id": b, "external_id": number, "before": None} for number, b in added]
    if texts:
        op.bulk_insert(table, texts)
