"""Kill -9 in the middle of an import: all or nothing, and the next import works."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from tests.databases import DATABASES, postgresql_address

CLEAN = Path(__file__).parents[2] / "data" / "tenants" / "clean.csv"
# Stops for ever at one place in the middle of an import, so that the test can pull the plug.
STOPPING = """
import sys, time
from visits.services.tenant import batch
from visits.cli import main

def stop(*given, **more):
    print("here", flush=True)
    time.sleep(600)

setattr(batch, sys.argv[1], stop)
main(["import", sys.argv[2], "--yes"])
"""


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'visits.sqlite3'}"
    return postgresql_address("crash")


@pytest.fixture
def environment(address: str, tmp_path: Path) -> dict[str, str]:
    """What the processes of an installation find in their environment."""
    return os.environ | {"VISITS_DATABASE_URL": address, "VISITS_INSTANCE": str(tmp_path)}


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """A look at the database from outside."""
    engine = create_engine(make_url(address))
    yield engine
    engine.dispose()


def counts(engine: Engine) -> dict[str, int]:
    """Count what an import leaves behind."""
    with engine.connect() as connection:
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in ("tenant", "change")
        }


@pytest.mark.thorough
@pytest.mark.parametrize(
    "place",
    [
        "finish_staging",  # the file was read, nobody has seen it yet
        "write_new",  # some were changed, the new ones are not there
        "drop_staged",  # everything is written, and not yet committed
    ],
)
def test_an_import_that_is_killed_half_way_leaves_nothing_and_the_next_one_works(
    environment: dict[str, str], engine: Engine, place: str
) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", STOPPING, place, str(CLEAN)], env=environment, stdout=subprocess.PIPE
    )
    assert killed.stdout
    assert any(line.strip() == b"here" for line in killed.stdout)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()

    left = counts(engine)
    again = subprocess.run(
        [
            sys.executable,
            "-c",
            "from visits.cli import main; main()",
            "import",
            str(CLEAN),
            "--yes",
        ],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert left == {"tenant": 0, "change": 0}
    assert again.returncode == 0, again.stderr
    assert "new: 200" in again.stdout
    assert counts(engine)["tenant"] == 200
