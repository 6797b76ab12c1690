"""Hands mails to the mail server, over TLS and with a login."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from visits.config import Settings
from visits.domain.outbox import Failure

PATIENCE = 20.0


def transmit(settings: Settings, message: EmailMessage) -> Failure | None:
    """Hand a mail to the server; give nothing when it was taken, else why it was not."""
    return tried(settings, lambda server: server.send_message(message))


def knock(settings: Settings) -> Failure | None:
    """Greet the server and log in, and send nothing; give why that fails, if it does."""
    return tried(settings, lambda server: server.noop())


def tried(settings: Settings, deed: Callable[[smtplib.SMTP], object]) -> Failure | None:
    """Do something with the server; give nothing when it went well, else what went wrong."""
    try:
        with connected(settings) as server:
            deed(server)
    except smtplib.SMTPAuthenticationError:
        return Failure.LOGIN
    except smtplib.SMTPRecipientsRefused as wrong:
        return kind_of([code for code, _ in wrong.recipients.values()])
    except smtplib.SMTPResponseException as wrong:
        return kind_of([wrong.smtp_code])
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        return Failure.NOT_TRUSTED
    except (OSError, smtplib.SMTPException):
        return Failure.UNREACHABLE
    return None


def kind_of(codes: list[int]) -> Failure:
    """Say whether a refusal is for now or for good (RFC 5321 4.2.1: 4yz, 5yz)."""
    return Failure.REFUSED if min(codes) >= 500 else Failure.LATER


@contextmanager
def connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Give a connection to the mail server that is ready to take a mail."""
    where = (settings.mail_server, settings.mail_port)
    if settings.mail_tls == "tls":
        made: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=PATIENCE, context=trust(settings))
    else:
        made = smtplib.SMTP(*where, timeout=PATIENCE)
    with made as server:
        if settings.mail_tls == "starttls":
            server.starttls(context=trust(settings))
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password)
        yield server


def trust(settings: Settings) -> ssl.SSLContext:
    """Give whom to trust: what the system trusts, and the association's own certificate."""
    context = ssl.create_default_context()
    if settings.mail_ca_file:
        context.load_verify_locations(settings.mail_ca_file)
    return context
