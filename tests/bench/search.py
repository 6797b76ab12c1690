"""Time a search in ten thousand insights, on both databases.

Run it with `python -m tests.bench.search`; PostgreSQL is tried when VISITS_TEST_POSTGRESQL names
a server whose databases may be thrown away. The bar is 30 ms in the database.
"""

import sys
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import event, insert, text

from tests.databases import POSTGRESQL, postgresql_address
from tests.factories import NOW
from visits import create_app
from visits.config import load
from visits.domain.insight import Kind, Source, Stage
from visits.models import db, store
from visits.models.insight import Insight, InsightTheme, Talk
from visits.services.journal import insight as insights
from visits.services.journal.insight import Wanted
from visits.services.search import stems

COUNT = 10_000
ROUNDS = 20
WORDS = (
    "lift trap hal buren buurt bankje licht donker warm koud isolatie schimmel vocht reparatie "
    "monteur brief telefoon antwoord groen plantsoen parkeren fiets kelder balkon tuin schoon "
    "veilig geluid deur raam keuken badkamer huur energie rekening winkel bus buurthuis plein"
).split()
WANTED = {
    "one word": Wanted(words="liften"),
    "two words": Wanted(words="reparatie monteurs"),
    "no such word": Wanted(words="zwembad"),
    "word and theme": Wanted(words="balkon", theme="WON"),
    "kind and stage": Wanted(kind=Kind.IDEA, stage=Stage.RELEASED),
    "word and period": Wanted(words="lift", period=str(NOW.year)),
}


def fill() -> None:
    """Put ten thousand insights in the tables."""
    chance = Random(1)  # noqa: S311 - the same sentences each time, and no secret
    rows = []
    for number in range(1, COUNT + 1):
        words = " ".join(chance.choices(WORDS, k=18))
        rows.append(
            {
                "id": number, "ref": f"b{number}", "talk_id": 1, "statement": words, "quote": "",
                "kind": chance.choice(list(Kind)), "stage": chance.choice(list(Stage)),
                "important": False, "made_at": NOW,
                "search_text": "".join(f" {one}" for one in [*words.split(), *stems(words)]),
            }
        )  # fmt: skip
    talk = {"id": 1, "source": Source.OTHER, "permission": 2, "on": NOW.date(), "made_at": NOW}
    db.session.execute(insert(Talk), [talk])
    db.session.execute(insert(Insight), rows)
    themes = [
        {"insight_id": number, "position": 0, "code": chance.choice(["WON.vocht", "BUU", "OVG"])}
        for number in range(1, COUNT + 1)
    ]
    db.session.execute(insert(InsightTheme), themes)
    db.session.execute(text("ANALYZE"))  # as autovacuum does on a database that is used
    db.session.commit()


def in_database(wanted: Wanted) -> float:
    """Give the median time that the database takes for a search, in milliseconds."""
    taken: list[float] = []
    begun = [0.0]

    def before(*_: object) -> None:
        begun[0] = perf_counter()

    def after(*_: object) -> None:
        taken[-1] += perf_counter() - begun[0]

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    for _ in range(ROUNDS):
        taken.append(0.0)
        insights.search(db.session(), wanted)
        db.session.rollback()
    event.remove(db.engine, "before_cursor_execute", before)
    event.remove(db.engine, "after_cursor_execute", after)
    return median(taken) * 1000


def measure(name: str, address: str) -> dict[str, list[int]]:
    """Print how long each search takes on one database, and give what it finds."""
    with TemporaryDirectory() as folder:
        app = create_app(load(instance=Path(folder), database_url=address))
        store.bring_up(app)
        with app.app_context():
            fill()
            found = {}
            for what, wanted in WANTED.items():
                found[what] = [one.id for one in insights.search(db.session(), wanted)]
                taken = in_database(wanted)
                sys.stdout.write(
                    f"{name:11} {what:16} {taken:6.2f} ms {len(found[what]):4} found\n"
                )
            db.session.remove()
            db.engine.dispose()
    return found


def main() -> None:
    """Measure each database there is, and say whether they agree."""
    found = [measure("sqlite", "")]
    if POSTGRESQL:
        found.append(measure("postgresql", postgresql_address("bench_search")))
        sys.stdout.write(f"the same found: {found[0] == found[1]}\n")


if __name__ == "__main__":
    main()
