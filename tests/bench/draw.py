"""A draw among 100,000 eligible tenants: from the database, with its record, and its checking.

Run with `python -m tests.bench.draw`. The floor is what nobody can do without: one HMAC for each
tenant and one sort, in the same run.
"""

import hmac
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from tests.factories import tenant_record
from visits import create_app, verify
from visits.config import load
from visits.models import db
from visits.models.database import begin_deed
from visits.models.tenant import Tenant
from visits.services.draw import hold as draws
from visits.services.draw.lot import call_next
from visits.services.tenant.record import columns_of
from visits.start import prepare

SIZE = 100_000
DISTRICTS = 40
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def floor() -> None:
    """Give everybody a lot and sort them: nothing else."""
    sorted((hmac.digest(bytes(32), f"{n:08}#1".encode(), "sha256"), n) for n in range(SIZE))


def fill() -> None:
    """Put the tenants into the database."""
    fixed = columns_of(tenant_record()) | {"changed_at": NOW}
    rows = [
        fixed
        | {"external_id": f"{n:08}", "district": f"Wijk {n % DISTRICTS:02}"}
        | {"postcode": f"1{n // 99_999:03} AB", "house_number": n % 99_999 + 1}
        for n in range(SIZE)
    ]
    begin_deed(db.session)
    for start in range(0, SIZE, 5_000):
        db.session.execute(Tenant.__table__.insert(), rows[start : start + 5_000])  # type: ignore[attr-defined]
    db.session.commit()


def hold(folder: Path) -> None:
    """Draw the month and commit it."""
    begin_deed(db.session)
    draws.hold_draw(db.session(), "2026-12", by=None, now=NOW)
    db.session.commit()


def write(folder: Path) -> None:
    """Write the record of the draw."""
    draw = draws.get_draw(db.session(), "2026-12")
    for name, content in draws.export(db.session(), draw).items():
        (folder / name).write_bytes(content)


def call(folder: Path) -> None:
    """Call the next lot, as an outcome does."""
    begin_deed(db.session)
    call_next(db.session(), draws.get_draw(db.session(), "2026-12"), now=NOW)
    db.session.rollback()


def check(folder: Path) -> None:
    """Check the record that was written."""
    assert not verify.verify(folder).findings


def timed(deed: Callable[..., Any], *given: Any) -> float:
    """Give the seconds that something takes."""
    start = perf_counter()
    deed(*given)
    return perf_counter() - start


def main() -> None:
    """Print each part with its seconds and its ratio to the floor."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(load(instance=folder))
        prepare(app)
        with app.app_context():
            fill()
            least = min(timed(floor) for _ in range(3))
            sys.stdout.write(f"{'one lot each, sorted':24} {least:6.2f} s\n")
            for part in (hold, write, check, call):
                taken = timed(part, folder)
                sys.stdout.write(f"{part.__name__:24} {taken:6.2f} s {taken / least:6.1f} x\n")


if __name__ == "__main__":
    main()
