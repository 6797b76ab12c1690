"""Reports: the figures of the pages, kept as they were, made again when words are taken back."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update

from tests.client import PageClient
from tests.factories import Cast, make_tenant, set_up
from tests.services.board.said import Said, hold_visit, two_years
from tests.web.journey import on
from visits.domain.insight import STATEMENT_LENGTH, Stage
from visits.domain.note import Permission
from visits.models import db
from visits.models.account import Account, Team
from visits.models.audit import AuditLine
from visits.models.board import Edition, Handout
from visits.models.insight import Insight
from visits.models.note import Note
from visits.models.outbox import Mail
from visits.models.promise import Promise
from visits.models.visit import Visit
from visits.services.board.report import attachment_of
from visits.services.journal import insight as insights
from visits.services.journal import note as notes
from visits.services.outbox import Sender, message_of
from visits.services.upkeep.erasure import erase_tenant

READ_ON = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
SHEET, YEAR = "/rapporten/op-de-koffie/2026-Q4", "/rapporten/jaarbeeld/2026"
PAPERS = [SHEET, YEAR, "/rapporten/u-zei-wij-deden/2026"]


@pytest.fixture
def told(app: Flask, cast: Cast) -> Iterator[list[int]]:
    """Two years in which much was said, read in January; gives the visits of the last year."""
    with app.app_context():
        set_up(db.session())
        visits = two_years(db.session())
        db.session.commit()
    with on(READ_ON):
        yield visits


def text_of(pdf: bytes) -> str:
    """Give the words of a PDF on one line."""
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def withdraw(app: Flask, visit: int) -> None:
    """Write that a tenant wishes nothing to be told any more."""
    with app.test_request_context():
        note = db.session.scalars(select(Note).where(Note.visit_id == visit)).one()
        by = db.session.scalars(select(Account.id)).first() or 0
        notes.set_permission(db.session(), note, Permission.INTERNAL, by=by, now=READ_ON)
        db.session.commit()


def erase(app: Flask, number: int) -> None:
    """Erase the tenant of a visit."""
    with app.test_request_context():
        session, sender = db.session(), Sender("bezoek@waterhof.example", "Waterhof", "http://x")
        tenant = make_tenant(session)
        session.get_one(Visit, number).tenant_id = tenant.id
        by = session.scalars(select(Account.id)).first() or 0
        erase_tenant(session, tenant, sender=sender, by=by, now=READ_ON)
        session.commit()


def test_the_picture_of_a_year_with_too_few_visits_says_so(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    with app.app_context():
        hold_visit(db.session(), date(2024, 11, 5), Said("WON.vocht"))
        db.session.commit()
    client.sign_in(cast.assistant)

    text = text_of(client.get("/rapporten/jaarbeeld/2024/voorbeeld.pdf").data)

    assert "te weinig gesprekken" in text
    assert "Zin " not in text
    assert "steekproef" not in text


@pytest.mark.parametrize("path", PAPERS)
@pytest.mark.parametrize("ending", ["pdf", "csv", "xlsx"])
def test_a_report_is_looked_at_before_it_is_final_and_marked(
    client: PageClient, cast: Cast, told: list[int], path: str, ending: str
) -> None:
    client.sign_in(cast.assistant)

    response = client.get(f"{path}/voorbeeld.{ending}")

    assert response.status_code == 200
    assert "-voorbeeld-VERTROUWELIJK." in response.headers["Content-Disposition"]


def test_the_sheet_is_one_page_and_tells_no_subject_of_the_quarter(
    client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)

    content = client.get(f"{SHEET}/voorbeeld.pdf").data

    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 1
    assert "/StructTreeRoot" in reader.root_object
    assert "De directeur ging drie keer op bezoek." in text_of(content)
    assert "geen steekproef" in text_of(content)
    assert "VERTROUWELIJK" in text_of(content)


def test_the_longest_sheet_is_still_one_page(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    with app.app_context():
        session = db.session()
        words = ("Iedereen in de straat wist er al van. " * 8)[:STATEMENT_LENGTH]
        session.execute(update(Insight).values(statement=words, quote=words))
        for visit in told:
            session.add(
                Promise(visit_id=visit, what="x", promised_on=date(2026, 11, 5), made_at=READ_ON,
                       due=date(2026, 12, 5), board_line=words[:200])
            )  # fmt: skip
        session.commit()
    client.sign_in(cast.assistant)

    content = client.get(f"{SHEET}/voorbeeld.pdf").data

    assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_the_board_gets_the_sheet_by_mail_and_may_read_it_without_signing_in(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)
    client.send(SHEET)

    with app.app_context():
        mail = db.session.scalars(select(Mail)).one()
        paper = attachment_of(db.session(), mail)
        sender = Sender("bezoek@waterhof.example", "Waterhof", "http://localhost")
        message = message_of(mail, sender, paper)
        edition = db.session.scalars(select(Edition)).one()
        (attached,) = message.iter_attachments()
        assert mail.recipient == cast.board
        assert attached.get_filename() == "op-de-koffie-2026-Q4-VERTROUWELIJK.pdf"
        assert attached.get_content() == edition.content
        assert edition.sha256 == sha256(edition.content or b"").hexdigest()
        assert [one.way for one in db.session.scalars(select(Handout))] == ["mail"]


def test_a_final_report_stays_as_it_was_and_each_download_is_noted(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)
    client.send(YEAR)
    client.send("/logout")
    client.sign_in(cast.board)
    first = client.get(f"{YEAR}/rapport.pdf")

    with on(READ_ON.replace(month=5)):
        client.sign_in(cast.board)
        later = client.get(f"{YEAR}/rapport.pdf")

    assert first.data == later.data
    assert "jaarbeeld-2026-VERTROUWELIJK.pdf" in first.headers["Content-Disposition"]
    with app.app_context():
        deeds = db.session.scalars(select(AuditLine.deed)).all()
        assert deeds.count("report.hand_out") == 2


def test_the_address_of_a_report_of_promises_leads_to_the_sheet_of_that_quarter(
    client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)

    led = [client.get(f"/rapporten/opvolging/2026-Q4{file}") for file in ("", "/rapport.pdf")]

    assert [(one.status_code, one.location) for one in led] == [
        (301, SHEET),
        (301, f"{SHEET}/rapport.pdf"),
    ]


def test_the_sheet_tells_how_the_promises_stand_and_who_must_answer(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    with app.app_context():
        team = db.session.scalars(select(Team).order_by(Team.name)).first()
        assert team is not None
        for visit in told[-3:]:
            promise = Promise(visit_id=visit, what="x", promised_on=date(2026, 11, 5),
                              made_at=READ_ON, due=date(2026, 12, 5), team_id=team.id)  # fmt: skip
            db.session.add(promise)
        name = team.name
        db.session.commit()
    client.sign_in(cast.assistant)

    text = text_of(client.get(f"{SHEET}/voorbeeld.pdf").data)

    assert "Nog niet begonnen: 3." in text
    assert f"De huurder wacht nog op {name}." in text


def test_a_report_is_made_final_once(client: PageClient, cast: Cast, told: list[int]) -> None:
    client.sign_in(cast.assistant)
    client.send(YEAR)

    assert client.send(YEAR).status_code == 409


def test_words_taken_back_leave_a_final_report_and_the_old_paper_goes(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)
    client.send(YEAR)
    old = client.get(f"{YEAR}/rapport.pdf").data
    gone = next(visit for visit in told if f"van bezoek {visit}." in text_of(old))

    withdraw(app, gone)

    new = text_of(client.get(f"{YEAR}/rapport.pdf").data)
    page = client.get(YEAR).text
    assert f"van bezoek {gone}." not in new + page
    assert "Herzien" in new
    assert sha256(old).hexdigest()[:32] in page
    with app.app_context():
        first, second = db.session.scalars(select(Edition).order_by(Edition.number)).all()
        assert (first.content, first.facts) == (None, None)
        assert first.sha256 == sha256(old).hexdigest()
        assert second.content


def test_the_quotes_of_an_erased_tenant_leave_a_final_report(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)
    client.send(YEAR)
    old = client.get(f"{YEAR}/rapport.pdf").data
    gone = int(re.findall(r"Citaat \d+ van bezoek (\d+)\.", text_of(old))[0])

    erase(app, gone)

    new = text_of(client.get(f"{YEAR}/rapport.pdf").data)
    assert not re.search(rf"Citaat \d+ van bezoek {gone}\.", new)
    assert re.search(rf"Zin \d+ van bezoek {gone}\.", new)


def test_words_that_are_put_away_stay_on_paper_that_is_final(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)
    client.send(YEAR)

    with app.test_request_context():
        by = db.session.scalars(select(Account.id)).first() or 0
        for insight in db.session.scalars(select(Insight)):
            insights.set_stage(db.session(), insight, Stage.ARCHIVED, by=by, now=READ_ON)
        db.session.commit()

    with app.app_context():
        assert db.session.scalars(select(Edition)).one().replaced_at is None


def test_a_report_without_those_words_is_left_as_it_is(
    app: Flask, client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.assistant)
    client.send(SHEET)

    withdraw(app, told[0])

    with app.app_context():
        assert db.session.scalars(select(Edition)).one().replaced_at is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rapporten/op-de-koffie/2027-Q1", 404),  # not over yet
        ("/rapporten/op-de-koffie/2026", 404),  # a sheet is of a quarter
        ("/rapporten/jaarbeeld/2026-Q4", 404),  # and this is of a year
        ("/rapporten/weekblad/2026", 404),
        (f"{YEAR}/voorbeeld.exe", 404),
        (f"{YEAR}/rapport.pdf", 404),  # not final
    ],
)
def test_what_is_no_report_is_not_found(
    client: PageClient, cast: Cast, told: list[int], path: str, status: int
) -> None:
    client.sign_in(cast.assistant)

    assert client.get(path).status_code == status


def test_the_board_sees_no_report_before_it_is_final(
    client: PageClient, cast: Cast, told: list[int]
) -> None:
    client.sign_in(cast.board)

    assert client.get(YEAR).status_code == 404
    assert client.get(f"{YEAR}/voorbeeld.pdf").status_code == 403
    assert client.send(YEAR).status_code == 403
    assert client.get("/rapporten/").status_code == 200
