"""Fetches a calendar from a private address: from an allowed host, in public, and not for long."""

import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

PORT = 443
LARGEST = 2_000_000
SECONDS = 10.0
CHUNK = 65_536
Resolve = Callable[[str], list[str]]
Dial = Callable[[tuple[str, int], float], socket.socket]


class FetchRefused(Exception):
    """A calendar was not fetched; the code says why, and holds nothing of the address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave; no data means that nothing changed since the last time."""

    data: bytes | None
    etag: str


def addresses_of(host: str) -> list[str]:
    """List the addresses behind a name."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class PinnedConnection(HTTPSConnection):
    """A connection to the address that was checked, whatever the name says a moment later."""

    def __init__(self, host: str, address: str, dial: Dial, context: ssl.SSLContext) -> None:
        super().__init__(host, PORT, timeout=SECONDS, context=context)
        self._pinned, self._dial, self._trusted = address, dial, context

    def connect(self) -> None:
        """Connect, and let the certificate prove the name."""
        plain = self._dial((self._pinned, PORT), SECONDS)
        try:
            self.sock = self._trusted.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def fetch(
    address: str,
    *,
    allowed: Collection[str],
    etag: str = "",
    resolve: Resolve = addresses_of,
    dial: Dial = socket.create_connection,
) -> Fetched:
    """Fetch a calendar, or raise FetchRefused; a redirect is not followed."""
    parts = checked(address, allowed)
    try:
        pinned = public_address(resolve(parts.hostname or ""))
        connection = PinnedConnection(
            parts.hostname or "", pinned, dial, ssl.create_default_context()
        )
        try:
            return ask(connection, parts, etag)
        finally:
            connection.close()
    except (OSError, HTTPException) as wrong:
        raise FetchRefused("unreachable") from wrong


def checked(address: str, allowed: Collection[str]) -> SplitResult:
    """Take an address apart; FetchRefused unless it is https on an allowed host."""
    try:
        parts = urlsplit(address.strip().replace("webcal://", "https://", 1))
        port = parts.port
    except ValueError:
        raise FetchRefused("not_https") from None
    if parts.scheme != "https" or port not in {None, PORT} or parts.username is not None:
        raise FetchRefused("not_https")
    if (parts.hostname or "") not in allowed:
        raise FetchRefused("host_not_allowed")
    return parts


def public_address(found: list[str]) -> str:
    """Give the first address of a host; FetchRefused when one of them is not of the public net."""
    for one in found:
        address = ip_address(one.partition("%")[0])
        bare = getattr(address, "ipv4_mapped", None) or address
        # A name with one address outside and one inside is how a wall is climbed.
        if not bare.is_global or bare.is_multicast:
            raise FetchRefused("private_address")
    if not found:
        raise FetchRefused("unreachable")
    return found[0]


def ask(connection: HTTPSConnection, parts: SplitResult, etag: str) -> Fetched:
    """Ask for the calendar and read it, within its size and time."""
    end = time.monotonic() + SECONDS
    headers = {"Accept": "text/calendar", "User-Agent": "Visits"}
    if etag:
        headers["If-None-Match"] = etag
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", path, headers=headers)
    with connection.getresponse() as response:
        if response.status == 304:
            return Fetched(None, etag)
        if response.status != 200:
            raise FetchRefused("redirected" if 300 <= response.status < 400 else "not_given")
        return Fetched(body(response, connection, end), (response.headers.get("ETag") or "")[:200])


def body(response: HTTPResponse, connection: HTTPSConnection, end: float) -> bytes:
    """Read what a server sends; one that sends for ever, or by the drop, is left."""
    data = b""
    while chunk := response.read1(CHUNK):
        data += chunk
        if len(data) > LARGEST:
            raise FetchRefused("too_large")
        if (left := end - time.monotonic()) <= 0:
            raise FetchRefused("unreachable")
        if connection.sock is not None:
            connection.sock.settimeout(left)
    return data
