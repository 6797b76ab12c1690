"""Fetching a private calendar: over real TLS, from one host, in public, not long, not large."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from visits.formats import fetch as module
from visits.formats.fetch import (
    LARGEST,
    Fetched,
    FetchRefused,
    checked,
    fetch,
    public_address,
)

# The server of these tests leaves a handshake that a client broke off to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
HOST = "agenda.example"
ADDRESS = f"https://{HOST}/prive/geheim.ics"
PUBLIC = "93.184.216.34"


class Calendar(BaseHTTPRequestHandler):
    """A server of calendars, with what some of them do wrong."""

    def do_GET(self) -> None:
        """Answer by the path that is asked for."""
        kind = self.path.rpartition("/")[2]
        if self.headers["If-None-Match"] == '"1"':
            self.send_response(304)
        elif kind == "verhuisd.ics":
            self.send_response(302)
            self.send_header("Location", "https://127.0.0.1/")
        else:
            self.send_response(404 if kind == "weg.ics" else 200)
            self.send_header("ETag", "x" * 300 if kind == "lang.ics" else '"1"')
        self.end_headers()
        if kind == "geheim.ics" and not self.headers["If-None-Match"]:
            self.wfile.write(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
        if kind == "groot.ics":
            self.wfile.write(b"x" * 2_000_001)
        if kind == "heel-groot.ics":
            self.wfile.write(b"x" * 2_000_000)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the host, and its key in the same file."""
    path = tmp_path_factory.mktemp("tls") / "pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", f"{path}.key", "-out", str(path)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def port(certificate: Path) -> Iterator[int]:
    """The port of the server on this machine."""
    server = HTTPServer(("127.0.0.1", 0), Calendar)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


class Network:
    """The far side: every public address leads to the server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.dialled: list[tuple[str, int]] = []

    def dial(self, address: tuple[str, int], timeout: float) -> socket.socket:
        """Note who was called, and connect."""
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def get(self, address: str = ADDRESS, *, etag: str = "", found: str = PUBLIC) -> Fetched:
        """Fetch a calendar."""
        return fetch(
            address,
            allowed=[HOST, "tweede.example"],
            etag=etag,
            resolve=lambda _host: [found],
            dial=self.dial,
        )


@pytest.fixture
def network(port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Network:
    """A network of which this process trusts the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return Network(port)


def test_a_calendar_is_fetched_from_the_address_that_was_checked(network: Network) -> None:
    found = network.get()

    assert found == Fetched(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", '"1"')
    assert network.dialled == [(PUBLIC, 443)]


def test_each_allowed_host_may_be_asked() -> None:
    for host in (HOST, "tweede.example"):
        assert checked(f"https://{host}/a.ics", [HOST, "tweede.example"]).hostname == host


def test_what_did_not_change_is_not_sent_again(network: Network) -> None:
    assert network.get(etag='"1"') == Fetched(None, '"1"')


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (ADDRESS.replace("geheim", "verhuisd"), "redirected"),
        (ADDRESS.replace("geheim", "weg"), "not_given"),
        (ADDRESS.replace("geheim", "groot"), "too_large"),
        ("http://agenda.example/a.ics", "not_https"),
        ("https://agenda.example:8443/a.ics", "not_https"),
        ("https://iemand@agenda.example/a.ics", "not_https"),
        ("https://agenda.example:x/", "not_https"),
        ("https://[/", "not_https"),
        ("https://elders.example/a.ics", "host_not_allowed"),
        ("https://agenda.example.elders.example/a.ics", "host_not_allowed"),
        ("https://127.0.0.1/a.ics", "host_not_allowed"),
    ],
)
def test_a_calendar_that_may_not_or_cannot_be_fetched_says_why(
    network: Network, address: str, code: str
) -> None:
    with pytest.raises(FetchRefused) as refusal:
        network.get(address)

    assert refusal.value.code == code
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
     "0.1.2.3", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_never_called(network: Network, address: str) -> None:
    with pytest.raises(FetchRefused) as refusal:
        network.get(found=address)

    assert refusal.value.code == "private_address"
    assert network.dialled == []


def test_one_address_inside_is_enough_to_refuse_a_name() -> None:
    with pytest.raises(FetchRefused):
        public_address([PUBLIC, "10.0.0.1"])


def test_a_server_that_nobody_vouches_for_is_not_asked(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(FetchRefused) as refusal:
        network.get()

    assert refusal.value.code == "unreachable"


def test_a_server_that_takes_too_long_is_left(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.0001)

    with pytest.raises(FetchRefused) as refusal:
        network.get()

    assert refusal.value.code == "unreachable"


def test_a_link_to_subscribe_is_an_address_too() -> None:
    assert checked(ADDRESS.replace("https", "webcal"), [HOST]).geturl() == ADDRESS


def test_without_an_allowed_host_nothing_is_fetched() -> None:
    with pytest.raises(FetchRefused):
        checked("https:///a.ics", [])


def test_no_more_is_kept_of_a_mark_than_has_room(network: Network) -> None:
    assert network.get(ADDRESS.replace("geheim", "lang")).etag == "x" * 200


def test_what_stands_behind_the_question_mark_is_asked_for_too(network: Network) -> None:
    assert network.get(f"https://{HOST}/prive/?naam=/geheim.ics").data


def test_a_name_without_an_address_cannot_be_called() -> None:
    with pytest.raises(FetchRefused) as refusal:
        public_address([])

    assert refusal.value.code == "unreachable"


def test_a_calendar_of_exactly_the_largest_size_is_taken(network: Network) -> None:
    found = network.get(ADDRESS.replace("geheim", "heel-groot"))

    assert found.data is not None
    assert len(found.data) == LARGEST
