"""Mails go over TLS and with a login to a real mail server, which may also refuse them."""

import ssl
import subprocess
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.loopback import MailServer
from visits.config import Settings, SettingsRefused, load
from visits.domain.outbox import Failure
from visits.jobs.smtp import transmit

# aiosmtpd does not see that a server with TLS from the first byte is secret already.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
NAME, PASSWORD = "bezoek", "een goed geheim"
OTHER = "onbekend@waterhof.example"


class Postbox:
    """A mail server's handler that keeps what it gets."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Know everybody but one."""
        if address == OTHER:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        self.letters.append(envelope.content)
        return "250 OK"


def authenticate(_server: Any, _session: Any, _envelope: Any, _way: str, data: Any) -> AuthResult:
    """Let one name in."""
    right = isinstance(data, LoginPassword) and data.login == NAME.encode()
    known = right and data.password == PASSWORD.encode()
    return AuthResult(success=known, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody else trusts, with its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    whole = folder / "whole.pem"
    whole.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return folder / "cert.pem"


Serve = Callable[[str], tuple[Postbox, int]]


@pytest.fixture
def serve(certificate: Path) -> Iterator[Serve]:
    """Start a mail server that speaks TLS from the first byte, or after STARTTLS."""
    running: list[MailServer] = []

    def start(kind: str) -> tuple[Postbox, int]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.with_name("whole.pem"))
        secret = "ssl_context" if kind == "tls" else "tls_context"
        given: dict[str, Any] = {secret: context, "auth_require_tls": kind != "tls"}
        box = Postbox()
        controller = MailServer(
            box,
            authenticator=authenticate,
            auth_required=True,
            require_starttls=kind == "starttls",
            **given,
        )
        controller.start()
        running.append(controller)
        return box, controller.port

    yield start
    for controller in running:
        controller.stop()


def settings_for(tmp_path: Path, port: int, certificate: Path | None, **more: Any) -> Settings:
    """Give the settings of an app that sends to this machine."""
    given: dict[str, Any] = {"mail_user": NAME, "mail_password": PASSWORD} | more
    return load(
        instance=tmp_path,
        mail_server="localhost",
        mail_from="bezoek@waterhof.example",
        mail_port=port,
        mail_ca_file=str(certificate or ""),
        **given,
    )


def make_mail(to: str = "directeur@waterhof.example") -> EmailMessage:
    """Make one mail."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = "bezoek@waterhof.example", to
    message["Subject"] = "Huurdersbezoek"
    message.set_content("Tot donderdag.")
    return message


@pytest.mark.parametrize("kind", ["starttls", "tls"])
def test_a_mail_goes_in_secret_to_a_server_that_knows_us(
    tmp_path: Path, serve: Serve, certificate: Path, kind: str
) -> None:
    box, port = serve(kind)
    settings = settings_for(tmp_path, port, certificate, mail_tls=kind)

    failure = transmit(settings, make_mail())

    assert failure is None
    (letter,) = box.letters
    assert message_from_bytes(letter, policy=policy.default)["Subject"] == "Huurdersbezoek"


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"certificate": None}, Failure.NOT_TRUSTED),  # signed by nobody we know
        ({"mail_password": "geraden"}, Failure.LOGIN),
        ({"to": OTHER}, Failure.REFUSED),  # for good: 550
        ({"port": 1}, Failure.UNREACHABLE),
    ],
)
def test_a_mail_that_is_not_taken_says_why(
    tmp_path: Path, serve: Serve, certificate: Path, changes: dict[str, Any], failure: Failure
) -> None:
    box, port = serve("starttls")
    given: dict[str, Any] = {"certificate": certificate, "port": port} | changes
    to = given.pop("to", "directeur@waterhof.example")
    settings = settings_for(tmp_path, mail_tls="starttls", **given)

    said = transmit(settings, make_mail(to))

    assert said is failure
    assert box.letters == []


def test_a_server_that_offers_no_secret_gets_no_mail(tmp_path: Path) -> None:
    box = Postbox()
    controller = MailServer(box)
    controller.start()
    settings = settings_for(tmp_path, controller.port, None, mail_user="", mail_password="")

    said = transmit(settings, make_mail())
    controller.stop()

    assert said is Failure.NOT_TRUSTED
    assert box.letters == []


def test_a_password_is_never_sent_in_the_clear_to_another_machine(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="in the clear"):
        load(instance=tmp_path, mail_server="mail.waterhof.example", mail_user=NAME,
             mail_tls="none")  # fmt: skip


@pytest.mark.parametrize(("word", "kind"), [("True", "starttls"), (False, "none"), ("tls", "tls")])
def test_the_words_of_an_older_version_still_say_how_to_speak_to_the_server(
    tmp_path: Path, word: object, kind: str
) -> None:
    assert load(instance=tmp_path, mail_tls=word).mail_tls == kind
