"""Mails go to a server that takes no password but a token, which a real endpoint gives."""

import socket
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.smtp import SMTP, AuthResult
from click.testing import CliRunner

from tests.databases import started
from tests.jobs.test_smtp import Postbox, make_mail
from tests.jobs.token_server import SECRET, TokenServer, tokens_for
from tests.loopback import MailServer
from visits.cli import main
from visits.config import Settings, SettingsRefused, load
from visits.domain.outbox import Failure
from visits.jobs import login
from visits.jobs.smtp import transmit

NAME = "bezoek@waterhof.example"
NO_TOKEN = (
    "Wij kregen geen sleutel (token) om in te loggen. Kloppen de instellingen VISITS_TOKEN_…?"
)


class TokenPostbox(Postbox):
    """A mail server's handler that lets in who shows a token, and says why it does not."""

    def __init__(self, tokens: TokenServer) -> None:
        super().__init__()
        self.tokens = tokens

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """Let in who shows a token that is good, in the form that Microsoft wants."""
        shown = b64decode(args[1]).decode()
        form = {f"user={NAME}\1auth=Bearer {token}\1\1" for token in self.tokens.good}
        if shown in form:
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"401"}')
        return AuthResult(success=False, handled=False)


@pytest.fixture
def tokens() -> Iterator[TokenServer]:
    """A token endpoint, of which this process holds nothing yet."""
    login.kept.clear()
    with tokens_for(NAME) as server:
        yield server
    login.kept.clear()


@pytest.fixture
def box(tokens: TokenServer) -> Iterator[tuple[TokenPostbox, int]]:
    """A mail server that knows these tokens."""
    postbox = TokenPostbox(tokens)
    given: dict[str, Any] = {"auth_required": True, "auth_require_tls": False}
    server = MailServer(postbox, auth_exclude_mechanism=["LOGIN", "PLAIN"], **given)
    server.start()
    yield postbox, server.port
    server.stop()


def mail_settings(port: int, tokens: TokenServer) -> dict[str, Any]:
    """Give the settings of an app that sends with a token."""
    here = {"mail_server": "127.0.0.1", "mail_port": port, "mail_tls": "none"}
    return {**here, "mail_from": NAME, "mail_user": NAME, **tokens.settings}


@pytest.fixture
def sends(tmp_path: Path, box: tuple[TokenPostbox, int], tokens: TokenServer) -> Settings:
    """The settings of an app that sends through this server."""
    return load(instance=tmp_path, **mail_settings(box[1], tokens))


pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def test_mails_go_with_a_token_that_is_fetched_once_in_its_life(
    sends: Settings, box: tuple[TokenPostbox, int], tokens: TokenServer
) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        failures = [transmit(sends, make_mail()) for _ in range(2)]
        kept = list(tokens.given)
        clock.shift(timedelta(seconds=tokens.life))
        failures.append(transmit(sends, make_mail()))

    assert failures == [None, None, None]
    assert (kept, tokens.given) == (["token-0"], ["token-0", "token-1"])
    assert len(box[0].letters) == 3


def test_a_token_that_the_mail_server_refuses_is_not_used_again(
    sends: Settings, tokens: TokenServer
) -> None:
    transmit(sends, make_mail())
    tokens.good.clear()

    failures = [transmit(sends, make_mail()) for _ in range(2)]

    assert failures == [Failure.LOGIN, None]
    assert tokens.given == ["token-0", "token-1"]


@pytest.mark.parametrize(
    "nonsense",
    [
        (400, b'{"error": "invalid_scope"}'),
        (500, b"down"),
        (302, b""),  # to nowhere
        (200, b"<html>sign in</html>"),
        (200, b"[]"),
        (200, b'{"token_type": "Bearer"}'),
        (200, b'{"access_token": 17}'),
        (200, b'{"access_token": "two\\r\\nlines"}'),  # would be a command of its own
        (200, b'{"access_token": "good", "expires_in": "soon"}'),
        (200, b'{"access_token": "good", "expires_in": -1}'),
        (200, b'{"access_token": "\xff"}'),
    ],
)
def test_an_endpoint_that_gives_no_token_is_told_as_that_and_nothing_is_sent(
    sends: Settings,
    box: tuple[TokenPostbox, int],
    tokens: TokenServer,
    nonsense: tuple[int, bytes],
) -> None:
    tokens.nonsense = nonsense

    assert transmit(sends, make_mail()) is Failure.NO_TOKEN
    assert box[0].letters == []


def test_an_endpoint_that_never_answers_keeps_nothing_waiting(
    sends: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/token"
        waiting = sends.model_copy(update={"token_endpoint": address})

        assert transmit(waiting, make_mail()) is Failure.NO_TOKEN


def test_the_check_says_whether_a_token_is_given(
    tmp_path: Path,
    empty_database: Path,
    box: tuple[TokenPostbox, int],
    tokens: TokenServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started(empty_database, tmp_path)
    for name, value in {"instance": tmp_path, **mail_settings(box[1], tokens)}.items():
        monkeypatch.setenv(f"VISITS_{name.upper()}", str(value))

    fine = CliRunner().invoke(main, ["check"])
    monkeypatch.setenv("VISITS_TOKEN_SECRET", "geraden")
    login.kept.clear()
    wrong = CliRunner().invoke(main, ["check"])

    lines = ["Token: wij krijgen er een.", "Mail: de server antwoordt en laat ons binnen."]
    assert (fine.exit_code, fine.stdout.splitlines()[-2:]) == (0, lines)
    assert (wrong.exit_code, wrong.stdout.splitlines()[-2:]) == (1, [NO_TOKEN, NO_TOKEN])
    assert SECRET not in fine.output + wrong.output


@pytest.mark.parametrize(
    "given",
    [
        {"token_endpoint": "http://login.example/token", "token_client": "a", "token_secret": "b"},
        {"token_endpoint": "login.example", "token_client": "a", "token_secret": "b"},
        {"token_endpoint": "https://login.example/token", "token_client": "a"},
    ],
)
def test_a_secret_is_sent_to_nobody_in_the_clear_and_never_missing(
    tmp_path: Path, given: dict[str, str]
) -> None:
    with pytest.raises(SettingsRefused, match="TOKEN_ENDPOINT"):
        load(instance=tmp_path, **given)
