"""The door that ships: what comes in, what stays out, and how it closes."""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from tests.databases import started
from tests.factories import Cast, make_cast
from tests.loopback import PATIENCE, free_port, listens, wait_until
from tests.served import Visitor, served
from visits.cli import door, main
from visits.models import db, store
from visits.services.refusals import Refusal, Refused

TERM = 15
MEGABYTE = 1_000_000


@pytest.fixture
def fresh(tmp_path: Path, empty_database: Path) -> Flask:
    """An app with an empty database, behind one proxy."""
    return started(empty_database, tmp_path, proxies=1, sign_in_limit=3)


@pytest.fixture
def people(fresh: Flask) -> Cast:
    """The accounts of that app."""
    fresh.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    with fresh.app_context():
        return make_cast(db.session())


@pytest.fixture
def port(fresh: Flask) -> Iterator[int]:
    """The port on which that app is served."""
    with served(fresh) as number:
        yield number


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nobody can make a temporary file."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that every command uses."""
    monkeypatch.setenv("VISITS_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def visitor(port: int) -> Visitor:
    """Give somebody who speaks to the app without a proxy."""
    return Visitor(f"http://127.0.0.1:{port}")


def send(port: int, megabytes: int, path: str = "/login") -> tuple[int, str]:
    """Send zeros as if they were a form, and give what came back."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", str(megabytes * MEGABYTE))
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.endheaders()
        for _ in range(megabytes):
            connection.send(bytes(MEGABYTE))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_stranger_sends_forty_megabytes_and_hears_in_words_that_it_is_too_much(
    port: int, no_disk: None
) -> None:
    status, said = send(port, 40)

    assert status == 413
    assert "tot 25" in said


def test_a_stranger_who_sends_a_file_is_asked_to_sign_in(port: int, no_disk: None) -> None:
    status, _ = send(port, 3, "/huurders/inlezen/")

    assert status == 302


def test_a_body_without_a_length_ends_where_it_becomes_too_large(port: int, no_disk: None) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        line.sendall(b"100000\r\n" + bytes(0x90000))

        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_who_signed_in_sends_a_file_that_touches_no_disk(
    port: int, people: Cast, no_disk: None
) -> None:
    assistant = visitor(port)
    assistant.sign_in(people.assistant)
    token = assistant.token("/huurders/inlezen/")
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = part.format("csrf_token", "") + f"{token}\r\n"
    body += part.format("file", '; filename="a.csv"') + "Huurdernummer;Naam\r\n" * 100_000
    body += "\r\n--x--\r\n"

    answer = assistant.ask("/huurders/inlezen/", body.encode(), kind)

    assert len(body) > 2_000_000
    assert answer.status == 422  # read, and found to lack columns


def test_people_behind_one_proxy_are_counted_apart(port: int, people: Cast) -> None:
    def guess(address: str) -> int:
        said = {"X-Forwarded-For": address}
        return visitor(port).sign_in(people.board, "geraden", **said).status

    first = [guess("192.0.2.1") for _ in range(4)]
    other = guess("192.0.2.2")

    assert first == [422, 422, 422, 429]
    assert other == 422


def test_nobody_is_believed_about_where_they_are_without_a_proxy(
    tmp_path: Path, empty_database: Path
) -> None:
    app = started(empty_database, tmp_path, sign_in_limit=3)

    with served(app) as port:
        guesses = [
            visitor(port).sign_in("a@b.example", "x", **{"X-Forwarded-For": f"192.0.2.{number}"})
            for number in range(4)
        ]

    assert [guess.status for guess in guesses] == [422, 422, 422, 429]


def test_idle_connections_keep_nobody_waiting(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(door.CHOICES, "connection_limit", 30)

    with served(fresh) as port:
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(60)]
        for line in idle[::2]:
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        answer = visitor(port).ask("/healthz")
        for line in idle:
            line.close()

    assert answer.text == "ok"


@pytest.mark.parametrize("path", ["/static/nergens.css", "/static/look.css?v=000000000000"])
def test_a_static_file_that_is_not_as_asked_is_kept_by_nobody(port: int, path: str) -> None:
    headers = visitor(port).ask(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Set-Cookie"] is None


def test_a_port_that_is_taken_is_one_sentence_and_nothing_is_touched(instance: Path) -> None:
    with door.take("127.0.0.1", 0) as taken:
        number = str(taken.getsockname()[1])
        said = [CliRunner().invoke(main, [name, "--port", number]) for name in ("serve", "demo")]

    assert [one.exit_code for one in said] == [1, 1]
    assert {one.output.partition(".")[0] for one in said} == {
        "Op deze poort luistert al een ander programma"
    }
    assert {one.output.count("\n") for one in said} == {1}
    assert not [*instance.glob("*.sqlite3*")]


@pytest.mark.parametrize("host", ["192.0.2.1", "nergens.invalid"])
def test_an_address_of_another_machine_is_one_sentence(host: str) -> None:
    with pytest.raises(Refused) as refused:
        door.take(host, 0)

    assert refused.value.code == Refusal.PORT_SHUT


def test_a_demo_takes_no_database_from_under_another_demo(instance: Path) -> None:
    instance.mkdir()
    (instance / "demo.sqlite3").write_bytes(b"in use")

    with store.file_lock(instance / "demo.lock"):
        result = CliRunner().invoke(main, ["demo", "--port", str(free_port())])

    assert result.exit_code == 1
    assert "Er draait hier al een demo" in result.output
    assert (instance / "demo.sqlite3").read_bytes() == b"in use"


def test_a_server_that_is_told_to_stop_ends_what_was_begun_and_takes_nothing_new(
    instance: Path, empty_database: Path
) -> None:
    instance.mkdir()
    number = free_port()
    command = [sys.executable, "-c", "from visits.cli import main; main()", "serve", "--port"]
    server = subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE)
    try:
        wait_until(lambda: visitor(number).ask("/healthz").text == "ok")
        with socket.create_connection(("127.0.0.1", number), timeout=PATIENCE) as line:
            line.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab")
            wait_until(lambda: visitor(number).ask("/healthz").text == "ok")

            server.send_signal(TERM)
            wait_until(lambda: not is_open(number))
            line.sendall(b"cd")
            answer = line.recv(100)
        left = server.wait(PATIENCE)
    finally:
        server.kill()
        server.communicate()

    assert answer.startswith(b"HTTP/1.1 400")  # a form without a token
    assert left == 0


def is_open(port: int) -> bool:
    """Say whether somebody listens on a port."""
    try:
        return listens(port)
    except ConnectionRefusedError:
        return False
