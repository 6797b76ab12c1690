"""What no statement may do to a draw, whoever sends it: the database itself refuses.

A draw, its seeds and the lines of how it went are written once. A draw may still lapse (or be
taken up again), forget who pressed the button, and lose its list and order after two years.
`visits check` finds what somebody changed who took these guards away first.
"""

from sqlalchemy import Connection, text

KEPT_YEARS = 2
SAYS = "a draw stands as it was written"
WHOLE = ("chain", "outcome_line")
SEALED = (
    "number", "period", "control_code", "eligible", "excluded", "drawn_at", "reason",
    "open_promises",
)  # fmt: skip
KEPT = ("record", "tenants", "deleted_on")


def triggers(dialect: str) -> dict[str, str]:
    """Give each guard by its name, as the database understands it."""
    found = {}
    for table in WHOLE:
        found[f"guard_{table}_update"] = trigger(dialect, table, "UPDATE")
        found[f"guard_{table}_delete"] = trigger(dialect, table, "DELETE")
    found["guard_draw_delete"] = trigger(dialect, "draw", "DELETE")
    found["guard_draw_update"] = trigger(dialect, "draw", "UPDATE", moved(dialect))
    return found


def trigger(dialect: str, table: str, event: str, when: str = "") -> str:
    """Write one guard."""
    head = f"CREATE TRIGGER guard_{table}_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW "
    head += f"WHEN ({when}) " if when else ""
    if dialect == "sqlite":
        return f"{head} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    return f"{head} EXECUTE FUNCTION guard_draw()"


def moved(dialect: str) -> str:
    """Write when a change of a draw touches what is sealed."""
    sqlite = dialect == "sqlite"
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    # PostgreSQL does not compare its JSON type; as text it is what was written.
    kinds = {} if sqlite else {"excluded": "::text"}
    sealed = [
        f"NEW.{name}{kinds.get(name, '')} {differs} OLD.{name}{kinds.get(name, '')}"
        for name in SEALED
    ]
    drawn_by = f"(NEW.drawn_by IS NOT NULL AND NEW.drawn_by {differs} OLD.drawn_by)"
    kept = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in KEPT)
    return " OR ".join([*sealed, drawn_by, f"(({kept}) AND NOT ({deleted(dialect)}))"])


def deleted(dialect: str) -> str:
    """Write what the deletion of a list and an order looks like: two years on, and nothing else."""
    if dialect == "sqlite":
        due = f"date(OLD.drawn_at, '+{KEPT_YEARS} years')"
        same = "json_remove(NEW.record, '$.order') = json_remove(OLD.record, '$.order')"
        empty = "json_array_length(NEW.record, '$.order') = 0 AND length(NEW.tenants) = 0"
    else:
        due = f"(OLD.drawn_at + interval '{KEPT_YEARS} years')::date"
        same = "(NEW.record::jsonb - 'order') = (OLD.record::jsonb - 'order')"
        empty = "jsonb_array_length(NEW.record::jsonb -> 'order') = 0 AND length(NEW.tenants) = 0"
    # Without a day the comparison is neither true nor false, and a guard that is neither is open.
    dated = f"NEW.deleted_on IS NOT NULL AND NEW.deleted_on >= {due}"
    return f"OLD.deleted_on IS NULL AND {dated} AND {same} AND {empty}"


def standing(connection: Connection) -> set[str]:
    """List the guards that stand."""
    sqlite = connection.dialect.name == "sqlite"
    table, column = ("sqlite_master", "name") if sqlite else ("pg_trigger", "tgname")
    query = f"SELECT {column} FROM {table} WHERE {column} LIKE 'guard\\_%' ESCAPE '\\'"  # noqa: S608
    return set(connection.execute(text(query)).scalars())


def missing(connection: Connection) -> list[str]:
    """List the guards that should stand and do not."""
    return sorted(triggers(connection.dialect.name).keys() - standing(connection))


def set_up(connection: Connection) -> None:
    """Put up the guards that do not stand: a copied table comes without them."""
    gone = missing(connection)
    if gone and connection.dialect.name == "postgresql":
        connection.execute(text(
            "CREATE OR REPLACE FUNCTION guard_draw() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        ))  # fmt: skip
    for name in gone:
        connection.exec_driver_sql(triggers(connection.dialect.name)[name])
