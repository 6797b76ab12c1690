"""How the draws went as sealed lines, why a month was drawn or let lapse, and the end of a hold.

The lines of the draws that are there already are written from the steps of their visits.
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0004_outcomes_of_draws"
down_revision = "0003_tenants_side_by_side"
branch_labels = None
depends_on = None

ENTRIES = (
    "invited", "accepted", "visited", "lapsed", "declined", "not_now", "no_reply", "not_eligible",
    "put_back", "drawn", "taken_up",
)  # fmt: skip
HOLDS = ("loopt_andere_zaak", "werkzaamheden", "verhuist_binnenkort", "op_verzoek_collega")
INVITED = ("drawn", "approached")
ACCEPTED = ("planned", "confirmed", "cancelled_by_tenant", "cancelled_by_us", "not_home")
WORDS = {
    **dict.fromkeys(INVITED, "invited"),
    **dict.fromkeys(ACCEPTED, "accepted"),
    **dict.fromkeys(("held", "closed"), "visited"),
    "given_up": "lapsed",
}


def word(values, name):
    """A column that holds one word of a closed list."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade():
    op.create_table(
        "outcome_line",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("draw_number", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=False),
        sa.Column("entry", word(ENTRIES, op.f("ck_outcome_line_entry")), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_number", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outcome_line")),
        sa.UniqueConstraint("code", name=op.f("uq_outcome_line_code")),
    )
    with op.batch_alter_table("outcome_line") as batch_op:
        batch_op.create_index(op.f("ix_outcome_line_draw_number"), ["draw_number"], unique=False)
    with op.batch_alter_table("draw") as batch_op:
        text = {"nullable": False, "server_default": ""}
        batch_op.add_column(sa.Column("reason", sa.String(length=140), **text))
        batch_op.add_column(sa.Column("open_promises", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("lapse_reason", sa.String(length=140), **text))
        batch_op.add_column(sa.Column("deleted_on", sa.Date(), nullable=True))
    with op.batch_alter_table("draw") as batch_op:
        for name in ("reason", "lapse_reason"):
            batch_op.alter_column(name, existing_type=sa.String(length=140), server_default=None)
    # No screen made holds before this version.
    op.execute("DELETE FROM hold")
    with op.batch_alter_table("hold") as batch_op:
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.alter_column(
            "reason",
            existing_type=sa.String(length=40),
            type_=word(HOLDS, op.f("ck_hold_hold_reason")),
            existing_nullable=False,
        )
    write_lines(op.get_bind())


def write_lines(connection):
    """Write the lines of what happened before this version."""
    draws = connection.execute(sa.text(
        "SELECT number, control_code, drawn_at, drawn_by, eligible, excluded, lapsed_at FROM draw ORDER BY number"
    ).columns(drawn_at=sa.DateTime(timezone=True), lapsed_at=sa.DateTime(timezone=True),
              excluded=sa.JSON())).all()  # fmt: skip
    found = []
    for draw in draws:
        around = {"control_code": draw.control_code, "eligible": draw.eligible,
                  "excluded": draw.excluded, "open_promises": None, "reason": ""}  # fmt: skip
        found.append((draw.drawn_at, 0, draw.number, 0, "drawn", draw.drawn_by, around))
        if draw.lapsed_at is not None:
            found.append((draw.lapsed_at, 2, draw.number, 0, "lapsed", None, {"reason": ""}))
    found += lines_of_visits(connection)
    previous = ""
    for number, line in enumerate(sorted(found, key=lambda line: (aware(line[0]), *line[1:4])), 1):
        at, _, draw_number, lot, entry, by, detail = line
        sealed = digest([previous, detail]) if any(detail.values()) else ""
        moment = aware(at)
        written = moment.isoformat(timespec="microseconds")
        previous = digest([previous, number, draw_number, lot, entry, written, by, sealed])
        connection.execute(LINES.insert().values(
            number=number, draw_number=draw_number, lot=lot, entry=entry, at=moment,
            account_number=by, detail=sealed, code=previous,
        ))  # fmt: skip


def lines_of_visits(connection):
    """Give the lines of every lot, from the steps of its visit."""
    rows = connection.execute(sa.text(
        "SELECT visit.draw_number, visit.lot, visit.called_at, visit.state, step.id, step.at, "
        "step.state_to, step.reason, step.account_id FROM step "
        "JOIN visit ON visit.id = step.visit_id ORDER BY visit.id, step.id"
    ).columns(at=sa.DateTime(timezone=True))).all()  # fmt: skip
    last, found = {}, []
    for row in rows:
        entry = WORDS.get(row.state_to, row.state_to)
        lot = (row.draw_number, row.lot)
        if last.get(lot, (None,))[0] != entry:
            detail = {"reason": row.reason}
            found.append((row.at, row.id, *lot, entry, row.account_id, detail))
        last[lot] = (entry, row)
    for lot, (_, row) in last.items():
        if row.called_at is None:
            found.append((row.at, row.id, *lot, "put_back", None, {}))
    return found


LINES = sa.table(
    "outcome_line",
    *(sa.column(name) for name in ("number", "draw_number", "lot", "entry")),
    sa.column("at", sa.DateTime(timezone=True)),
    *(sa.column(name) for name in ("account_number", "detail", "code")),
)


def aware(at):
    """Give a moment in UTC; SQLite keeps no zone."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def digest(value):
    """Give SHA-256 of a value, written in one way."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def downgrade():
    with op.batch_alter_table("hold") as batch_op:
        batch_op.drop_constraint(op.f("ck_hold_hold_reason"), type_="check")
        batch_op.alter_column("reason", existing_type=sa.String(length=32),
                              type_=sa.String(length=40), existing_nullable=False)  # fmt: skip
        batch_op.drop_column("ended_on")
    with op.batch_alter_table("draw") as batch_op:
        for name in ("deleted_on", "lapse_reason", "open_promises", "reason"):
            batch_op.drop_column(name)
    op.drop_table("outcome_line")
