"""A machine that refuses is a page of our own, and what somebody wrote is not lost by it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests.client import PageClient
from tests.factories import Cast
from tests.loopback import free_port
from tests.web import journey
from tests.web.journey import AFTER, NOW, count, on
from visits import create_app
from visits.config import load
from visits.models import db
from visits.models.note import Note, NoteDraft

LONG = "Trots op de straat & de buurt. " * 120


@contextmanager
def full_disk(app: Flask) -> Iterator[None]:
    """Let the database take no page more than it has."""

    def fill(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")  # never fewer than there are

    with app.app_context():
        engine = db.engine
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as connection:
        connection.execute("VACUUM")  # no page lies ready to be used again
    event.listen(engine, "connect", fill)
    try:
        yield
    finally:
        event.remove(engine, "connect", fill)
        engine.dispose()


# A server's disk is not ours to fill.
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_full_disk_keeps_what_was_written_on_the_page_to_be_sent_again(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        visit_id = journey.held_visit(client, app, cast)
    path = f"/bezoeken/{visit_id}/notitie"
    fields = journey.STORY | {"version": "0", "goes_well": LONG, "reflection": LONG}
    with on(AFTER):
        client.sign_in(cast.director)
        with full_disk(app):
            refused = client.send(path, **fields)
            draft = client.send(f"{path}/concept", **fields)
        kept = count(app, Note, NoteDraft)
        again = client.send(path, **fields)

    assert refused.status_code == 507
    assert "De schijf is vol" in refused.text
    assert "Trots op de straat &amp; de buurt." in refused.text
    assert 'name="csrf_token"' in refused.text
    assert draft.status_code == 507
    assert kept == 0
    assert again.status_code in {302, 303}


def test_without_a_server_there_is_a_page_and_static_files_are_served(tmp_path: Path) -> None:
    address = f"postgresql://visits:geheim@127.0.0.1:{free_port()}/visits"
    app = create_app(load(instance=tmp_path, database_url=address))
    app.testing = True
    app.test_client_class = PageClient
    client = app.test_client()

    page = client.get("/login?next=/bezoeken/1")
    script = client.get("/login", headers={"X-Requested-With": "fetch"})
    look = client.get("/static/look.css")

    assert (page.status_code, script.status_code, look.status_code) == (503, 503, 200)
    assert "antwoordt niet" in page.text
    assert "geheim" not in page.text
    assert script.get_json()["said"].startswith("De database antwoordt niet")
