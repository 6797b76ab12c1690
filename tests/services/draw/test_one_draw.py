"""One draw a month, whatever happens: double clicks, two processes, a kill, an old backup."""

import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.databases import DATABASES, postgresql_address
from tests.factories import NOW, Cast, make_tenant
from tests.web import journey
from tests.web.journey import on
from visits.models import db, store
from visits.models.draw import Draw, OutcomeLine
from visits.models.outbox import Mail
from visits.models.visit import Visit
from visits.services.draw import hold as draws
from visits.services.draw import integrity

# Draws, says which code came out, and waits there with the transaction open.
HALF_WAY = """
import sys, time
from datetime import UTC, datetime
from flask import Flask
from visits.models import db, store
from visits.models.database import begin_deed
from visits.services.draw.hold import hold_draw
app = Flask("visits", instance_path=sys.argv[1])
store.connect(app, sys.argv[2])
with app.app_context():
    begin_deed(db.session)
    now = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    print(hold_draw(db.session(), "2026-12", by=None, now=now).control_code, flush=True)
    time.sleep(600)
"""
WHOLE = HALF_WAY.replace("    time.sleep(600)", "    db.session.commit()")


@dataclass(frozen=True)
class Stored:
    """A database of its own with tenants in it, which other processes use too."""

    app: Flask
    address: str

    def command(self, script: str) -> list[str]:
        """Give the command that runs a script on this database."""
        return [sys.executable, "-c", script, self.app.instance_path, self.address]

    def draw_elsewhere(self, _: int = 0) -> str:
        """Draw in a process of its own, and give the code that it printed."""
        command = self.command(WHOLE)
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def draw_half(self) -> str:
        """Draw in a process of its own, kill it before it is done, and give the code."""
        command = self.command(HALF_WAY)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            code = process.stdout.readline().strip()
            process.send_signal(signal.SIGKILL)
        return code

    def drawn(self) -> list[str]:
        """List the codes of the draws that were stored."""
        with self.app.app_context():
            codes = list(db.session.scalars(select(Draw.control_code)))
            db.session.remove()
            db.engine.dispose()
            return codes


def furnished(folder: Path, address: str) -> Stored:
    """Make a database with some tenants, and let go of it."""
    app = Flask("visits", instance_path=str(folder))
    store.connect(app, address)
    store.bring_up(app)
    with app.app_context():
        for _ in range(20):
            make_tenant(db.session())
        draws.ensure_chain(db.session(), now=NOW)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return Stored(app, address)


@pytest.fixture(params=DATABASES)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Stored:
    """Tenants on each of the two databases."""
    if request.param == "sqlite":
        return furnished(tmp_path, f"sqlite:///{tmp_path / 'visits.sqlite3'}")
    return furnished(tmp_path, postgresql_address("one_draw"))


@pytest.mark.thorough
def test_a_process_that_is_killed_half_way_leaves_nothing_and_the_same_person_follows(
    stored: Stored,
) -> None:
    code = stored.draw_half()
    left = stored.drawn()

    again = stored.draw_elsewhere()

    assert left == []
    assert stored.drawn() == [code] == [again]


@pytest.mark.thorough
def test_processes_that_draw_at_once_all_get_the_same_draw(stored: Stored) -> None:
    with ThreadPoolExecutor(2) as pool:
        codes = set(pool.map(stored.draw_elsewhere, range(2)))

    assert stored.drawn() == list(codes)


@pytest.mark.thorough
def test_a_restored_backup_draws_the_same_person(tmp_path: Path) -> None:
    stored = furnished(tmp_path, f"sqlite:///{tmp_path / 'visits.sqlite3'}")
    backup = shutil.copy(tmp_path / "visits.sqlite3", tmp_path / "backup.sqlite3")
    code = stored.draw_elsewhere()

    shutil.copy(backup, tmp_path / "visits.sqlite3")
    lost = stored.drawn()
    again = stored.draw_elsewhere()

    assert lost == []
    assert again == code


def test_a_double_click_and_eight_posts_at_once_give_one_draw_and_one_mail(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app)
        client.sign_in(cast.assistant)
        token = client.token()
        cookie = client.get_cookie("visits")
        assert cookie

        def post(_: int) -> int:
            own = app.test_client()
            own.set_cookie("visits", cookie.value)
            fields = {"csrf_token": token, "period": "2026-11", "reason": "Proef"}
            return int(own.post("/loting/", data=fields).status_code)

        with ThreadPoolExecutor(8) as pool:
            statuses = set(pool.map(post, range(8)))

    assert statuses == {303}
    with app.app_context():
        counts = [len(db.session.scalars(select(one)).all()) for one in (Draw, Visit, Mail)]
        lines = len(db.session.scalars(select(OutcomeLine)).all())
        faults = [*integrity.check_draws(db.session()), *integrity.check_outcomes(db.session())]
        code = draws.list_draws(db.session())[0].control_code
        mail = db.session.scalars(select(Mail)).one()
    assert (counts, lines, faults) == ([1, 1, 1], 2, [])
    assert f"{code[:4]} {code[4:8]}" in mail.body
