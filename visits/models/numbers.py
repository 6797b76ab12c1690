"""Numbers of rows are never given again: what a line of the log, a link or a copy says stays true.

PostgreSQL counts on by itself. SQLite does where a table says AUTOINCREMENT, and a migration that
copies a table makes one that does not.
"""

import re

from sqlalchemy import Connection, Integer, Table, text

from visits.models.base import Base

PLAIN = re.compile(r",\s*(?:CONSTRAINT \w+ )?PRIMARY KEY \(id\)")


def is_numbered(table: Table) -> bool:
    """Say whether the database numbers the rows of a table."""
    keys = list(table.primary_key.columns)
    own = len(keys) == 1 and keys[0].name == "id" and not keys[0].foreign_keys
    return own and isinstance(keys[0].type, Integer) and table.name != "chain"


def describe() -> None:
    """Let every table that is numbered say so to SQLite."""
    for table in filter(is_numbered, Base.metadata.tables.values()):
        table.dialect_options["sqlite"]["autoincrement"] = True


def set_up(connection: Connection) -> None:
    """Let SQLite count on in each table that it would number anew; foreign keys are off."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%KEY (id)%'"
    known = {table.name for table in filter(is_numbered, Base.metadata.tables.values())}
    for name, sql in connection.execute(text(query)).all():
        if name not in known:
            continue
        copy_table(connection, name, sql)
        go_on(connection, name)


def copy_table(connection: Connection, name: str, sql: str) -> None:
    """Make a table anew with all that it holds, its indexes too."""
    beside = (
        "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type <> 'table' AND sql <> ''"
    )
    indexes = connection.execute(text(beside), {"name": name}).scalars().all()
    counted = PLAIN.sub("", sql).replace(
        "id INTEGER NOT NULL", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", 1
    )
    new = re.sub(rf'CREATE TABLE "?{name}"?', "CREATE TABLE numbered", counted, count=1)
    for statement in (
        new,
        f'INSERT INTO numbered SELECT * FROM "{name}"',  # noqa: S608 - a name of ours
        f'DROP TABLE "{name}"',
        f'ALTER TABLE numbered RENAME TO "{name}"',
        *indexes,
    ):
        connection.exec_driver_sql(statement)


def go_on(connection: Connection, name: str) -> None:
    """Count on from the highest number that the table or the log knows of."""
    logged = "SELECT max(CAST(subject_id AS INTEGER)) FROM audit_line WHERE subject = :name"
    given = f'SELECT max(id) FROM "{name}"'  # noqa: S608 - a name of ours
    numbers = [connection.scalar(text(query), {"name": name}) for query in (given, logged)]
    values = {"name": name, "seq": max(number or 0 for number in numbers)}
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
    connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), values)
