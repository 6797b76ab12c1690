"""What it takes to be let in by a mail server: whom we trust, and a token for a password.

Microsoft 365 takes no passwords of programs. A program that has rights of its own shows its name
and secret at a token endpoint (RFC 6749 4.4) and logs in with what it gets there (XOAUTH2).
"""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from pydantic import BaseModel, Field

from visits.config import Settings
from visits.domain.outbox import Failure
from visits.formats import fetch

PATIENCE = 20.0
# A token whose life is nearly over is not begun with; nothing is kept for longer than a day.
MARGIN, LONGEST = 60.0, 86_400.0


class TokenRefused(ConnectionError):
    """The token endpoint did not answer, said no, or gave something that is no token."""


class Token(BaseModel):
    """What a token endpoint gives (RFC 6749 5.1), and until when it is used here."""

    access_token: str = Field(pattern=r"^[\x21-\x7e]+$")
    expires_in: float = Field(0, ge=0, allow_inf_nan=False)
    until: float = 0


kept: dict[tuple[str, str, str], Token] = {}


@contextmanager
def token(settings: Settings) -> Iterator[str]:
    """Yield the token to log in with; raise TokenRefused when the endpoint gives none.

    It is fetched once in its life. One with which the login failed is not used again.
    """
    whose = (settings.token_endpoint, settings.token_client, settings.token_scope)
    if whose not in kept or kept[whose].until < time.time():
        kept[whose] = fetched(settings)
    try:
        yield kept[whose].access_token
    except BaseException:
        kept.pop(whose, None)
        raise


def fetched(settings: Settings) -> Token:
    """Ask for a token; nothing that the endpoint says or is told gets into a message of ours."""
    asked = urlencode(
        {
            "grant_type": "client_credentials",
            "client_id": settings.token_client,
            "client_secret": settings.token_secret,
            "scope": settings.token_scope,
        }
    )
    began, end = time.time(), time.monotonic() + PATIENCE
    request = Request(settings.token_endpoint, asked.encode(), {"Accept": "application/json"})  # noqa: S310 - http(s), says Settings
    try:
        with urlopen(request, timeout=PATIENCE, context=trust(settings)) as answer:  # noqa: S310
            data = fetch.body(answer, fetch.Net(end))
        made = Token.model_validate_json(data)
    except (OSError, HTTPException, ValueError, fetch.FetchRefused):
        raise TokenRefused from None
    life = min(made.expires_in, LONGEST) - MARGIN
    return made.model_copy(update={"until": began + life})


def knock(settings: Settings) -> Failure | None:
    """Ask for a token, and return why there is none, if there is none."""
    try:
        with token(settings):
            return None
    except TokenRefused:
        return Failure.NO_TOKEN


def trust(settings: Settings) -> ssl.SSLContext:
    """Give whom to trust: what the system trusts, and the association's own certificate."""
    context = ssl.create_default_context()
    if settings.mail_ca_file:
        context.load_verify_locations(settings.mail_ca_file)
    return context
