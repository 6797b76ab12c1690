"""Mail going out: each on its own, none keeps another waiting, and what failed is shown."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import PageClient
from tests.factories import NOW, Cast
from tests.loopback import MailServer, free_port
from visits.domain.outbox import BACK_OFF, Failure
from visits.formats.text import Text
from visits.jobs.outbox import send_mails
from visits.models import db
from visits.models.outbox import Mail
from visits.services.outbox import make_mail
from visits.words.organisation import sender


class Postbox:
    """A mail server without SMTPUTF8 that keeps what it is given, and hangs up on one address."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.lines = 0

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count the lines that are opened."""
        self.lines += 1
        session.host_name = hostname
        return [line for line in responses if "SMTPUTF8" not in line]

    async def handle_RCPT(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Refuse one address for good, and hang up on another."""
        if address.startswith("weg@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("stil@"):
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep whom a mail was for."""
        self.taken += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A server on this machine that the app sends to."""
    box = Postbox()
    controller = MailServer(box)
    controller.start()
    point(app, monkeypatch, controller.port)
    yield box
    controller.stop()


def point(app: Flask, monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Let the app send to a port of this machine."""
    changes = {"mail_server": "127.0.0.1", "mail_port": port, "mail_tls": "none"}
    settings = app.extensions["settings"].model_copy(update=changes)
    monkeypatch.setitem(app.extensions, "settings", settings)


def put(app: Flask, *addresses: str) -> None:
    """Put a mail to each of these in the queue."""
    with app.app_context():
        for to in addresses:
            make_mail(db.session(), Text("Bezoek", "Tot dan."), to=to, sender=sender(), now=NOW)
        db.session.commit()


def send(app: Flask, after: timedelta = timedelta()) -> int:
    """Let the job run once."""
    with app.app_context():
        return send_mails(now=NOW + after)


def failures(app: Flask) -> dict[str, Failure | None]:
    """Give why each mail that did not go did not."""
    with app.app_context():
        waiting = db.session.scalars(select(Mail).where(Mail.sent_at.is_(None)))
        return {mail.recipient: mail.failure for mail in waiting}


POISON = {
    "geen adres": Failure.NOT_MADE,
    "a@b.nl\nBcc: c@d.nl": Failure.NOT_MADE,
    "\x00@waterhof.example": Failure.NOT_MADE,
    "weg@waterhof.example": Failure.REFUSED,
    "ünal@waterhof.example": Failure.NOT_ASCII,
}


@pytest.mark.parametrize("poison", [*POISON], ids=repr)
def test_a_mail_that_cannot_go_keeps_none_behind_it_waiting(
    app: Flask, postbox: Postbox, poison: str
) -> None:
    if "\x00" in poison and db_is_postgresql(app):
        poison = poison.replace("\x00", "\x01")
    put(app, poison, "goed@waterhof.example", "info@bücher.nl")

    failed = send(app)

    assert failed == 1
    assert postbox.taken == ["goed@waterhof.example", "info@xn--bcher-kva.nl"]
    assert postbox.lines == 1
    assert [*failures(app).values()] == [POISON.get(poison, Failure.NOT_MADE)]


def db_is_postgresql(app: Flask) -> bool:
    """Say on which database the test runs."""
    with app.app_context():
        return db.engine.dialect.name == "postgresql"


def test_a_mail_on_which_the_server_hangs_up_waits_and_the_next_one_goes(
    app: Flask, postbox: Postbox
) -> None:
    put(app, "stil@waterhof.example", "goed@waterhof.example")

    first, second = send(app), send(app)

    assert (first, second) == (1, 0)
    assert postbox.taken == ["goed@waterhof.example"]
    assert failures(app) == {"stil@waterhof.example": Failure.UNREACHABLE}


def test_a_server_that_is_not_there_is_asked_once_and_nothing_is_lost(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    point(app, monkeypatch, free_port())
    put(app, "een@waterhof.example", "twee@waterhof.example")

    assert send(app) == 1

    assert failures(app) == {
        "een@waterhof.example": Failure.UNREACHABLE,
        "twee@waterhof.example": None,
    }


def test_the_assistant_hears_of_a_mail_that_will_not_go_until_somebody_saw_to_it(
    app: Flask, client: PageClient, cast: Cast, postbox: Postbox
) -> None:
    put(app, "weg@waterhof.example")
    send(app)
    client.sign_in(cast.assistant)

    home = client.get("/deze-maand").text
    page = client.get("/agenda/post").text
    (aside,) = re.findall(r'action="(/agenda/post/[0-9]+/anders)"', page)
    client.send(aside)

    assert "Eén mail kon niet worden verstuurd." in home
    assert "De mailserver weigert dit adres" in page
    assert "Eén mail kon niet worden verstuurd." not in client.get("/deze-maand").text
    assert "Op een andere manier opgelost." in client.get("/agenda/post").text


def test_a_mail_that_was_tried_in_vain_for_days_is_told_to_the_assistant(
    app: Flask, client: PageClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    point(app, monkeypatch, free_port())
    put(app, "een@waterhof.example")
    after = timedelta()
    for pause in (*BACK_OFF, timedelta()):
        send(app, after)
        after += pause
    client.sign_in(cast.assistant)

    assert "Eén mail kon niet worden verstuurd." in client.get("/deze-maand").text
    assert send(app, after + timedelta(days=9)) == 0
