"""Letters on the screen: looked at, changed, printed, put in the post."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast, set_up
from tests.web import journey
from tests.web.journey import AFTER, noted, on
from visits.domain.letter import Kind
from visits.models import db
from visits.models.audit import AuditLine
from visits.models.letter import Letter
from visits.models.tenant import Tenant
from visits.models.visit import Visit


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Stand at a day before the visit."""
    with journey.on(NOW):
        yield


@pytest.fixture
def visit_id(app: Flask, client: PageClient, cast: Cast) -> int:
    """A visit that is planned with a tenant who has no e-mail."""
    number = journey.first_draw(client, app, cast)
    journey.approach(client, number)
    journey.plan(client, number)
    return number


def words(data: bytes) -> str:
    """Read a PDF, on one line."""
    return " ".join(PdfReader(BytesIO(data)).pages[0].extract_text().split())


def deeds(app: Flask) -> list[str]:
    """List what the log says was done."""
    with app.app_context():
        return list(db.session.scalars(select(AuditLine.deed).order_by(AuditLine.id)))


def test_a_letter_is_looked_at_before_it_goes_and_kept_after(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    page = client.get(f"/bezoeken/{visit_id}")
    address = f"/bezoeken/{visit_id}/brieven/confirmation"
    assert "Weet de huurder de dag al?" in page.text
    assert address in page.text
    shown = client.get(address)
    printed = client.get(f"{address}.pdf")

    sent = client.send(f"{address}/verstuurd")

    after = client.get(f"/bezoeken/{visit_id}").text
    with app.app_context():
        number = db.session.scalars(
            select(Letter.id).where(Letter.sent_at.is_not(None)).order_by(Letter.id.desc())
        ).first()
    kept = client.get(f"/bezoeken/{visit_id}/brieven/verstuurd/{number}.pdf")
    assert (shown.status_code, sent.status_code) == (200, 303)
    assert "Fijn dat ik langs mag komen" in shown.text
    assert printed.mimetype == "application/pdf"
    assert "VERTROUWELIJK" in printed.headers["Content-Disposition"]
    assert kept.data == printed.data
    assert "Weet de huurder de dag al?" not in after
    assert deeds(app).count("letter.print") == 2


def test_an_unknown_word_between_braces_is_named_and_the_text_is_kept(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    text = "{aanhef}\r\n\r\n{huurdernummer} <script>"

    refused = client.send(
        f"/bezoeken/{visit_id}/brieven/confirmation", subject="Tot dan", text=text
    )

    assert refused.status_code == 422
    assert "Wij kunnen {huurdernummer} niet invullen." in refused.text
    assert "&lt;script&gt;" in refused.text
    with app.app_context():
        assert db.session.scalars(select(Letter).where(Letter.sent_at.is_(None))).all() == []


def test_the_assistants_own_words_are_what_is_printed(client: PageClient, visit_id: int) -> None:
    address = f"/bezoeken/{visit_id}/brieven/confirmation"

    kept = client.send(
        address,
        subject="Tot dan",
        text="{aanhef}\n\nIk neem taart mee: #1 & <2>.\n\nGroet",
        large="y",
    )

    assert kept.status_code == 303
    assert "Ik neem taart mee: #1 &amp; &lt;2&gt;." in client.get(address).text
    assert "Ik neem taart mee: #1 & <2>." in words(client.get(f"{address}.pdf").data)
    client.send(f"{address}/ons-voorstel")
    assert "taart" not in client.get(address).text


def test_the_invitation_shows_the_day_it_proposes_before_it_goes(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    visit_id = journey.first_draw(client, app, cast)
    client.send(f"/bezoeken/{visit_id}/controle")

    looked = client.send(f"/bezoeken/{visit_id}/brief/dag", day="17-12-2035", clock="10.30")
    printed = client.get(looked.location)
    past = client.send(f"/bezoeken/{visit_id}/brief/dag", day="17-12-2001", clock="10.30")
    odd = client.send(f"/bezoeken/{visit_id}/brief", day="32-12-2035", clock="10.30")

    assert "maandag 17 december 2035 om 10.30 uur" in words(printed.data)
    assert (past.status_code, odd.status_code) == (422, 422)
    assert "Deze dag bestaat niet." in odd.text
    assert journey.state_of(app, visit_id) == "drawn"
    assert client.send(f"/bezoeken/{visit_id}/brief").status_code == 303
    with app.app_context():
        assert db.session.get_one(Visit, visit_id).proposed_at is not None


def test_a_letter_that_lacks_settings_names_them_and_is_not_marked_as_sent(
    app: Flask, client: PageClient, visit_id: int
) -> None:
    with app.app_context():
        set_up(db.session(), phone="", place="")
    address = f"/bezoeken/{visit_id}/brieven/confirmation"

    shown = client.get(address).text
    refused = client.send(f"{address}/verstuurd")

    assert "die nog leeg zijn: Plaats van het kantoor, Telefoonnummer voor huurders." in shown
    assert "De brief is op de post" not in shown
    assert refused.status_code == 409
    assert (
        "die nog leeg zijn: Plaats van het kantoor, Telefoonnummer voor huurders." in refused.text
    )
    assert client.get(f"{address}.pdf").status_code == 200


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("confirmation", 200),
        ("moved", 409),  # it was not
        ("after", 409),  # not yet
        ("invitation", 200),  # as it went
        ("rekening", 404),
    ],
)
def test_only_letters_that_fit_can_be_opened(
    client: PageClient, visit_id: int, kind: str, status: int
) -> None:
    assert client.get(f"/bezoeken/{visit_id}/brieven/{kind}").status_code == status


def test_the_tenant_was_told_by_telephone(client: PageClient, visit_id: int) -> None:
    client.send(f"/bezoeken/{visit_id}/afspraak/verteld")

    page = client.get(f"/bezoeken/{visit_id}").text
    assert "Weet de huurder de dag al?" not in page
    assert "Verteld" in page


def test_a_tenant_who_asked_to_be_left_in_peace_gets_no_letter(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(NOW):
        journey.furnish(app, tenants=1)
        client.sign_in(cast.assistant)
        visit_id = journey.draw(client, app)
        with app.app_context():
            tenant_id = db.session.scalars(select(Tenant.id)).one()
        client.send(f"/bezoeken/{visit_id}/controle")
        client.send(f"/huurders/{tenant_id}/niet-benaderen")

        response = client.send(f"/bezoeken/{visit_id}/brief")

    assert response.status_code == 409
    assert journey.state_of(app, visit_id) == "drawn"


def test_the_letter_is_edited_before_it_goes_and_comes_out_as_paper(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        visit_id = noted(client, app, cast, **{"insights-0-statement": "De hal is licht."})
        path = f"/bezoeken/{visit_id}/brieven/after"
        proposed = client.get(path).text
        early = words(client.get(f"{path}.pdf").data)
        kept = client.send(f"{path}/gehoord-en-beloofd", heard="Ik hoorde veel.", promised="")
        page = client.get(path).text
        paper = client.get(f"{path}.pdf")
        long = client.send(f"{path}/gehoord-en-beloofd", heard="x" * 1801)
        sent = client.send(f"{path}/verstuurd")
        note = client.get(f"/bezoeken/{visit_id}/verslag").text

    assert path in note
    assert "De hal is licht." in proposed
    assert "De hal is licht." not in early
    assert (kept.status_code, long.status_code, sent.status_code) == (303, 422, 303)
    assert "Ik hoorde veel." in page
    assert "Wat ik van u hoorde Ik hoorde veel." in words(paper.data)
    with app.app_context():
        letter = db.session.scalars(select(Letter).where(Letter.kind == Kind.AFTER)).one()
        assert (letter.sent_at, letter.paper) == (AFTER, paper.data)


def test_the_assistant_prints_the_letter_and_does_not_write_what_was_heard(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    with on(AFTER):
        visit_id = noted(client, app, cast, **{"insights-0-statement": "De hal is licht."})
        path = f"/bezoeken/{visit_id}/brieven/after"
        client.sign_in(cast.assistant)
        page = client.get(path).text
        refused = client.send(f"{path}/gehoord-en-beloofd", heard="Ik hoorde veel.")

    assert "kan hier nog schrijven wat er is gehoord" in page
    assert "De hal is licht." not in page
    assert "gehoord-en-beloofd" not in page
    assert refused.status_code == 403
