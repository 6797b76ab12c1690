"""A version of the tables after the newest, made up, to see what happens when one comes."""

import shutil
from pathlib import Path

import pytest

from visits.models import store

VERSION = "later"
# SQLite copies a table to change it, so this one is copied with rows that point to it.
CONTENT = """
import sqlalchemy as sa
from alembic import op

revision = {version!r}
down_revision = {newest!r}


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.alter_column("name", existing_type=sa.String(120), type_=sa.String(200))


def downgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.alter_column("name", existing_type=sa.String(200), type_=sa.String(120))
"""


def add_later_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a version after the newest, in a copy of the migrations that the app reads from then."""
    newest = store.versions()[0]
    shutil.copytree(store.MIGRATIONS, folder)
    content = CONTENT.format(version=VERSION, newest=newest)
    (folder / "versions" / f"{VERSION}.py").write_text(content, encoding="utf-8")
    monkeypatch.setattr(store, "MIGRATIONS", folder)
