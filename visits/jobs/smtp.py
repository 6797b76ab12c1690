"""Hands mails to the mail server, over TLS and with a login."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from typing import Self

from visits.config import Settings
from visits.domain.outbox import OF_THE_LINE, Failure
from visits.jobs.login import PATIENCE, TokenRefused, token, trust


class Line:
    """A line to the mail server: opened for the first mail, and kept for those behind it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.server: smtplib.SMTP | None = None
        self.is_dead = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        with suppress(OSError, smtplib.SMTPException):
            if self.server is not None:
                self.server.quit()

    def transmit(self, message: EmailMessage) -> Failure | None:
        """Hand a mail to the server; return nothing when it was taken, else why it was not."""
        return self.tried(lambda server: server.send_message(message))

    def tried(self, deed: Callable[[smtplib.SMTP], object]) -> Failure | None:
        """Do something with the server; after a fault of the line nothing more is tried on it."""
        failure = said_by(self.opened) or said_by(lambda: deed(self.opened()))
        self.is_dead = self.is_dead or failure in OF_THE_LINE
        return failure

    def opened(self) -> smtplib.SMTP:
        """Return the connection, ready to take a mail."""
        if self.server is None:
            self.server = connected(self.settings)
        return self.server


def transmit(settings: Settings, message: EmailMessage) -> Failure | None:
    """Hand one mail to the server; return nothing when it was taken, else why it was not."""
    with Line(settings) as line:
        return line.transmit(message)


def knock(settings: Settings) -> Failure | None:
    """Greet the server and log in, and send nothing; return why that fails, if it does."""
    with Line(settings) as line:
        return line.tried(lambda server: server.noop())


def said_by(deed: Callable[[], object]) -> Failure | None:
    """Do something with a server, and return what went wrong, if anything did."""
    try:
        deed()
    except smtplib.SMTPAuthenticationError:
        return Failure.LOGIN
    except smtplib.SMTPRecipientsRefused as wrong:
        return kind_of([code for code, _ in wrong.recipients.values()])
    except smtplib.SMTPResponseException as wrong:
        return kind_of([wrong.smtp_code])
    except smtplib.SMTPNotSupportedError as wrong:
        return Failure.NOT_ASCII if "SMTPUTF8" in str(wrong) else Failure.NOT_TRUSTED
    except TokenRefused:
        return Failure.NO_TOKEN
    except ssl.SSLError:
        return Failure.NOT_TRUSTED
    except (OSError, smtplib.SMTPException):
        return Failure.UNREACHABLE
    except ValueError:
        return Failure.NOT_MADE
    return None


def kind_of(codes: list[int]) -> Failure:
    """Say whether a refusal is for now or for good (RFC 5321 4.2.1: 4yz, 5yz)."""
    return Failure.REFUSED if min(codes) >= 500 else Failure.LATER


def connected(settings: Settings) -> smtplib.SMTP:
    """Return a connection to the mail server that is ready to take a mail."""
    where = (settings.mail_server, settings.mail_port)
    if settings.mail_tls == "tls":
        made: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=PATIENCE, context=trust(settings))
    else:
        made = smtplib.SMTP(*where, timeout=PATIENCE)
    try:
        if settings.mail_tls == "starttls":
            made.starttls(context=trust(settings))
        log_in(made, settings)
    except BaseException:
        made.close()
        raise
    return made


def log_in(server: smtplib.SMTP, settings: Settings) -> None:
    """Log in if the server asks for a name: with the password, else with a token."""
    if settings.mail_user and settings.takes_token(settings.mail_password):
        with token(settings) as shown:
            said = f"user={settings.mail_user}\1auth=Bearer {shown}\1\1"
            server.ehlo_or_helo_if_needed()
            # What a refusal is answered with is nothing at all.
            server.auth("XOAUTH2", lambda told=None: said if told is None else "")
    elif settings.mail_user:
        server.login(settings.mail_user, settings.mail_password)
