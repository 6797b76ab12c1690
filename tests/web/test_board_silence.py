"""Whatever was heard: the board reads released insights, allowed quotes, and nobody's name."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from tests.client import PageClient
from tests.effort import tries
from tests.factories import NOW, Cast, make_tenant, set_up
from tests.services.village import hold_draw
from tests.web.journey import on
from visits.domain.account import RIGHTS, Right, Role
from visits.domain.insight import Kind, Source, Stage
from visits.domain.note import Permission, may_count, may_share_text
from visits.domain.visit import State
from visits.models import db
from visits.models.board import BoardCount, BoardRow, ClosedPeriod
from visits.models.insight import Insight, InsightTheme, Talk
from visits.models.note import Note
from visits.models.tenant import Tenant
from visits.models.visit import Visit
from visits.web.kit.access import PUBLIC, access_of

THEMES = ("WON.comfort", "WON", "BUU.contact", "BUU.overlast", "OUD", "OVG")
PERIODS = {"2025-Q4": date(2025, 11, 3), "2026-Q2": date(2026, 5, 4), "2026-Q3": date(2026, 8, 3)}
ARGUMENTS = ("WON", "BUU", "OUD", "OVG", "2026-Q3", "2026", "pdf")
# When the year is over of which the board reads.
READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
SLOTS = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Said:
    """One thing that was heard, with all that decides about its way to the board."""

    stage: Stage
    permission: Permission
    theme: str
    period: str
    visit: int
    by_staff: bool

    def words(self, number: int) -> tuple[str, str]:
        """Give its statement and its quote; no other text holds these words."""
        return f"Bewering{number}x", f"Uitspraak{number}x"


told = st.builds(
    Said,
    stage=st.sampled_from(Stage),
    permission=st.sampled_from(Permission),
    theme=st.sampled_from(THEMES),
    period=st.sampled_from(sorted(PERIODS)),
    visit=st.integers(0, 11),
    by_staff=st.booleans(),
)


def fill(session: Session, heard: list[Said]) -> list[Permission]:
    """Put twelve visits in the tables with what was heard, and give what each household allowed."""
    for table in (BoardRow, BoardCount, ClosedPeriod, InsightTheme, Insight, Talk, Note, Visit):
        session.execute(delete(table))
    session.execute(update(Tenant).values(visited_on=None))
    draw = session.info["draw"]
    tenants = session.info["tenants"]
    allowed = [Permission.INTERNAL] * 12
    for one in heard:
        allowed[one.visit] = one.permission
    visits = []
    for number, tenant in enumerate(tenants):
        period = sorted(PERIODS)[number % 3]
        visit = Visit(
            draw_number=draw, lot=number + 1, tenant_id=tenant, external_id=f"Nummer{number}x",
            district="Overdie", tenure_band="40_49", state=State.HELD, state_since=NOW,
            seen_at=NOW, held_on=PERIODS[period],
        )  # fmt: skip
        session.add(visit)
        session.flush()
        visits.append(visit.id)
        session.add(
            Note(visit_id=visit.id, one_line="Notitietekst", reflection="Eigengedachte",
                 wish="Wenstekst", permission=allowed[number], finished_at=NOW, changed_at=NOW)
        )  # fmt: skip
    for number, one in enumerate(heard):
        talk = None
        if one.by_staff:
            talk = Talk(source=Source.REPAIR, permission=one.permission, on=NOW.date(), made_at=NOW)
            session.add(talk)
            session.flush()
        statement, quote = one.words(number)
        session.add(
            Insight(
                ref=f"r{number}", visit_id=None if talk else visits[one.visit],
                talk_id=talk.id if talk else None, statement=statement, quote=quote,
                kind=Kind.IDEA, stage=one.stage, period=one.period,
                made_at=NOW, released_at=NOW,
                themes=[InsightTheme(position=0, code=one.theme)],
            )
        )  # fmt: skip
    session.commit()
    return allowed


def board_paths(app: Flask) -> Iterator[str]:
    """List every address that somebody of the board may open, pages and files alike."""
    for rule in app.url_map.iter_rules():
        access = access_of(rule.endpoint)
        mine = access == PUBLIC or (access and Role.BOARD in RIGHTS[Right(str(access))])
        if "GET" not in (rule.methods or ()) or not mine or rule.endpoint == "static":
            continue
        if not rule.arguments:
            yield rule.rule
        for value in (
            ARGUMENTS if rule.arguments and not rule.endpoint.startswith("security") else ()
        ):
            yield SLOTS.sub(lambda _, value=value: value, rule.rule)  # type: ignore[misc]


def text_of(data: bytes) -> str:
    """Give all text of a page or a file."""
    if data[:4] == b"%PDF":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    return data.decode(errors="replace")


@pytest.fixture
def board(app: Flask, client: PageClient) -> PageClient:
    """Somebody of the board, with twelve households to hear of."""
    with app.app_context():
        session = db.session()
        set_up(session)
        tenants = [
            make_tenant(session, surname=f"Geheimnaam{n}x", street=f"Geheimpad{n}x",
                        postcode=f"18{n + 10} XG", email=f"geheim{n}x@thuis.example")
            for n in range(12)
        ]  # fmt: skip
        draw = hold_draw(session)
        session.commit()
        app.extensions["silence"] = {"draw": draw.number, "tenants": [one.id for one in tenants]}
    return client


@settings(
    max_examples=tries(6),
    deadline=None,
    phases=[Phase.generate],  # each example opens every page, so none is opened again to shrink it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(heard=st.lists(told, min_size=6, max_size=30))
def test_the_board_reads_what_was_released_and_allowed_and_nobody_s_name(
    app: Flask, board: PageClient, cast: Cast, heard: list[Said]
) -> None:
    with app.app_context():
        session = db.session()
        session.info.update(app.extensions["silence"])
        allowed = fill(session, heard)
        paths = sorted(set(board_paths(app)))

    with on(READ_ON):
        board.sign_in(cast.board)
        answers = [board.get(path) for path in paths]
    read = "\n".join(text_of(answer.data) for answer in answers if answer.status_code < 400)

    for number, one in enumerate(heard):
        statement, quote = one.words(number)
        level = one.permission if one.by_staff else allowed[one.visit]
        out = one.stage is Stage.RELEASED and may_count(level)
        assert (out and may_share_text(level)) or statement not in read
        assert (out and may_share_text(level)) or quote not in read
    secrets = ("Geheimnaam", "Geheimpad", "XG", "geheim", "Nummer", "Notitietekst", "Eigengedachte")
    assert not [word for word in secrets if re.search(rf"\b{word}\d*x?\b", read)]
    assert sum(answer.status_code == 200 for answer in answers) >= 8


def test_the_board_does_read_what_many_households_said_and_allowed(
    app: Flask, board: PageClient, cast: Cast
) -> None:
    heard = [
        Said(Stage.RELEASED, Permission.WITHOUT_NAME, "WON.comfort", "2026-Q3", n, False)
        for n in range(12)
    ]
    with app.app_context():
        session = db.session()
        session.info.update(app.extensions["silence"])
        fill(session, heard)
        paths = sorted(set(board_paths(app)))

    with on(READ_ON):
        board.sign_in(cast.board)
        answers = [board.get(path) for path in paths]

    assert any(re.search(r"Bewering\d+x", text_of(answer.data)) for answer in answers)
