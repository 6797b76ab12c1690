"""Runs the migrations, on the database that the app is tied to."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from visits.models import Base, db, numbers

config = context.config


def run() -> None:
    """Run the steps of a migration, each in one transaction."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # A batch step copies a table and drops the old one; nothing may cascade meanwhile.
            switch_foreign_keys(connection, "OFF")
            connection.execution_options(sqlite_begin="IMMEDIATE")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if connection.dialect.name == "sqlite":
                numbers.set_up(connection)
        if connection.dialect.name == "sqlite":
            connection.commit()
            switch_foreign_keys(connection, "ON")


def switch_foreign_keys(connection: Connection, switch: str) -> None:
    """Turn SQLite's foreign keys on or off, outside the transaction in which that does nothing."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={switch}")


run()
