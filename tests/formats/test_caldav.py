"""What we write goes into a calendar server and comes back: Radicale and Xandikos."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.formats.calendar_cases import HOST, STAMP, make_event
from tests.formats.readers import as_icalendar
from tests.loopback import PATIENCE, free_port, wait_until
from visits.formats.ical import write_cancel, write_publish, write_request

LONG = make_event(
    summary="Huurdersbezoek",
    location="Burgemeester van Woelderenlaan 1234, " * 11,
    description="Ünal, “O'Neill”; \\ 👵🏽\nhttps://bezoek.example.org/bezoeken/1/kaart",
)
FILES = {
    "invitation": write_request(LONG, HOST, stamp=STAMP),
    "cancellation": write_cancel(make_event(sequence=1), HOST, stamp=STAMP),
    "download": write_publish(LONG, stamp=STAMP),
}
SERVERS = {
    "radicale": (
        ["-m", "radicale", "--config", "", "--auth-type", "none", "--rights-type", "owner_only",
         "--server-hosts", "127.0.0.1:{port}", "--storage-filesystem-folder", "{folder}"],
        "/visits/",
    ),
    "xandikos": (
        ["-m", "xandikos", "-d", "{folder}", "--defaults", "-l", "127.0.0.1", "-p", "{port}"],
        "/user/calendars/calendar/",
    ),
}  # fmt: skip
MAKE = (
    b'<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop>'
    b"<resourcetype><collection/><c:calendar/></resourcetype></prop></set></mkcol>"
)


def ask(method: str, address: str, data: bytes | None = None, **headers: str) -> bytes:
    """Ask something of a calendar server."""
    # Radicale lets each name into its own folder, with any password.
    headers |= {"Authorization": "Basic dmlzaXRzOng="}
    request = Request(address, data, headers, method=method)  # noqa: S310 - our own server
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def answers(address: str) -> bool:
    """Say whether a server answers, whatever it says."""
    with suppress(HTTPError):
        ask("OPTIONS", address)
    return True


@pytest.fixture(scope="module", params=SERVERS)
def collection(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty calendar on each of the two servers."""
    words, path = SERVERS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    port = free_port()
    command = [word.format(port=port, folder=folder) for word in words]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([sys.executable, *command], stdout=quiet, stderr=quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(address))
        if request.param == "radicale":
            ask("MKCOL", f"{address}{path}agenda/", MAKE)
            path = f"{path}agenda/"
        yield address + path
    finally:
        server.terminate()
        server.wait(PATIENCE)


@pytest.mark.parametrize("name", FILES)
def test_a_calendar_server_gives_back_what_it_was_given(collection: str, name: str) -> None:
    address = f"{collection}{name}.ics"

    ask("PUT", address, FILES[name], **{"Content-Type": "text/calendar; charset=utf-8"})
    back = ask("GET", address)
    ask("DELETE", address)  # the three have one UID, and a calendar holds a UID once

    assert as_icalendar(back) == as_icalendar(FILES[name])
