"""Fetching a private calendar: over real TLS, from one host, in public, not long, not large."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

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
MOVED = {
    "verhuisd.ics": "https://127.0.0.1/",
    "binnen.ics": "/prive/geheim.ics",
    "tweede.ics": "https://tweede.example/prive/binnen.ics",
    "rond.ics": "/prive/rond.ics",
    "gewoon.ics": "http://agenda.example/prive/geheim.ics",
    "nergens.ics": "",
}


# What the server was asked for, and by whom.
asked: list[tuple[str, str]] = []


class Calendar(BaseHTTPRequestHandler):
    """A server of calendars, with what some of them do wrong."""

    def do_GET(self) -> None:
        """Answer by the path that is asked for."""
        kind = self.path.rpartition("/")[2]
        asked.append((self.path, str(self.headers["User-Agent"])))
        if kind == "traag.ics":
            self.drip()
            return
        if self.headers["If-None-Match"] == '"1"':
            self.send_response(304)
        elif kind in MOVED:
            self.send_response(302)
            self.send_header("Location", MOVED[kind])
        else:
            self.send_response(404 if kind == "weg.ics" else 200)
            self.send_header("ETag", "x" * 300 if kind == "lang.ics" else '"1"')
        self.end_headers()
        if kind == "geheim.ics" and not self.headers["If-None-Match"]:
            self.wfile.write(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
        if kind == "groot.ics":
            self.wfile.write(b"x" * (LARGEST + 1))
        if kind == "heel-groot.ics":
            self.wfile.write(b"x" * LARGEST)
        if kind == "druppels.ics":
            self.drip()

    def drip(self) -> None:
        """Send a byte now and then, for as long as anybody listens."""
        with suppress(OSError):
            while True:
                self.wfile.write(b"x")
                time.sleep(0.02)

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the host, and its key in the same file."""
    path = tmp_path_factory.mktemp("tls") / "pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},DNS:tweede.example"]
    files = ["-keyout", f"{path}.key", "-out", str(path)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def port(certificate: Path) -> Iterator[int]:
    """The port of the server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Calendar)
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

    def get(self, address: str = ADDRESS, *, found: str = PUBLIC, **more: Any) -> Fetched:
        """Fetch a calendar."""
        return fetch(
            address,
            allowed=[HOST, "tweede.example"],
            resolve=lambda _host: [found],
            dial=self.dial,
            **more,
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
        (ADDRESS.replace("geheim", "rond"), "redirected"),
        (ADDRESS.replace("geheim", "gewoon"), "redirected"),
        (ADDRESS.replace("geheim", "nergens"), "redirected"),
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
     "0.1.2.3", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1",
     "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::1", "::127.0.0.1", "fec0::1",
     "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
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


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("geheim", 0.0001),
        ("traag", 0.3),  # the first line of its answer never ends
        ("druppels", 0.3),
    ],
)
def test_the_whole_exchange_has_an_end_however_slowly_a_server_goes_on(
    network: Network, name: str, seconds: float
) -> None:
    begun = time.monotonic()

    with pytest.raises(FetchRefused) as refusal:
        network.get(ADDRESS.replace("geheim", name), seconds=seconds)

    assert refusal.value.code == "unreachable"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("name", ["binnen", "tweede"])
def test_a_calendar_that_moved_to_an_allowed_host_is_fetched_there(
    network: Network, name: str
) -> None:
    found = network.get(ADDRESS.replace("geheim", name))

    assert found.data == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_a_hop_that_leads_inside_is_not_made(network: Network) -> None:
    inside = {HOST: [PUBLIC], "tweede.example": ["10.0.0.1"]}

    with pytest.raises(FetchRefused) as refusal:
        fetch(
            ADDRESS.replace("geheim", "tweede"),
            allowed=list(inside),
            resolve=lambda host: inside[host],
            dial=network.dial,
        )

    assert refusal.value.code == "private_address"
    assert len(network.dialled) == 1


def test_an_address_is_asked_for_as_a_server_reads_it_and_by_the_name_of_the_setting(
    network: Network,
) -> None:
    network.get(f"https://{HOST}/één agenda%20x/geheim.ics?jaar=2027&naam=Zoë", agent="Mozilla/5.0")

    path = "/%C3%A9%C3%A9n%20agenda%20x/geheim.ics?jaar=2027&naam=Zo%C3%AB"
    assert asked[-1] == (path, "Mozilla/5.0")


@pytest.mark.parametrize(
    "start",
    ["webcal://", "webcals://", "WebCal://", "webcal:", "webcal:https://", "webcal://https://"],
)
def test_a_link_to_subscribe_is_an_address_too(start: str) -> None:
    assert checked(ADDRESS.replace("https://", start), [HOST]).geturl() == ADDRESS


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
