"""Fetches a calendar from a private address: from an allowed host, in public, and not for long."""

import re
import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from visits.domain.text import sound

PORT = 443
LARGEST = 25_000_000
CHUNK = 65_536
HOPS = 5
MOVED = {301, 302, 303, 307, 308}
# How long a page may wait for a calendar, and a job at night.
PAGE, NIGHT = 15.0, 60.0
WEBCAL = re.compile(r"(?i)^webcals?:/*(?:https?:/*)?")
# A path as somebody pasted it; what is encoded already stays so.
SAFE = "/%:@!$&'()*+,;=~?"
# These lead to addresses of IPv4, which may be inside, or are inside themselves.
INSIDE = [
    ip_network(one)
    for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10")
]
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


@dataclass(frozen=True, slots=True)
class Net:
    """How the network is reached, as what, and until when."""

    end: float
    agent: str = "Visits"
    resolve: Resolve = addresses_of
    dial: Dial = socket.create_connection

    def left(self) -> float:
        """Return how many seconds are left; TimeoutError when there are none."""
        if (left := self.end - time.monotonic()) <= 0:
            raise TimeoutError
        return left


class TimedSocket(ssl.SSLSocket):
    """A socket that waits for no answer longer than the whole exchange may take."""

    net: Net

    def recv_into(self, *given: Any, **named: Any) -> int:
        """Receive within the time that is left."""
        self.settimeout(self.net.left())
        return super().recv_into(*given, **named)


class PinnedConnection(HTTPSConnection):
    """A connection to the address that was checked, whatever the name says a moment later."""

    def __init__(self, host: str, net: Net) -> None:
        super().__init__(host, PORT)
        self._net = net
        self._pinned = public_address(net.resolve(host))

    def connect(self) -> None:
        """Connect, and let the certificate prove the name."""
        plain = self._net.dial((self._pinned, PORT), self._net.left())
        try:
            plain.settimeout(self._net.left())
            context = ssl.create_default_context()
            context.sslsocket_class = TimedSocket
            self.sock = context.wrap_socket(plain, server_hostname=self.host)
            self.sock.net = self._net  # type: ignore[attr-defined]
        except BaseException:
            plain.close()
            raise


def fetch(
    address: str,
    *,
    allowed: Collection[str],
    etag: str = "",
    agent: str = "Visits",
    seconds: float = PAGE,
    resolve: Resolve = addresses_of,
    dial: Dial = socket.create_connection,
) -> Fetched:
    """Fetch a calendar, or raise FetchRefused; each hop of a redirect is checked like the first."""
    net = Net(time.monotonic() + seconds, agent, resolve, dial)
    parts = checked(address, allowed)
    try:
        for _ in range(HOPS):
            found = ask(parts, etag, net)
            if isinstance(found, Fetched):
                return found
            parts = moved(parts, found, allowed)
    except (OSError, HTTPException, ValueError) as wrong:
        raise FetchRefused("unreachable") from wrong
    raise FetchRefused("redirected")


def checked(address: str, allowed: Collection[str]) -> SplitResult:
    """Take an address apart; FetchRefused unless it is https on an allowed host."""
    try:
        parts = urlsplit(WEBCAL.sub("https://", address.strip()))
        port = parts.port
    except ValueError:
        raise FetchRefused("not_https") from None
    if parts.scheme != "https" or port not in {None, PORT} or parts.username is not None:
        raise FetchRefused("not_https")
    if (parts.hostname or "") not in allowed:
        raise FetchRefused("host_not_allowed")
    return parts


def moved(parts: SplitResult, location: str, allowed: Collection[str]) -> SplitResult:
    """Return where a server sends us; FetchRefused when we may not go there."""
    try:
        return checked(urljoin(parts.geturl(), location), allowed)
    except FetchRefused:
        raise FetchRefused("redirected") from None


def public_address(found: list[str]) -> str:
    """Give the first address of a host; FetchRefused when one of them is not of the public net."""
    for one in found:
        address = ip_address(one.partition("%")[0])
        bare = getattr(address, "ipv4_mapped", None) or address
        leads_inside = isinstance(bare, IPv6Address) and any(bare in net for net in INSIDE)
        # A name with one address outside and one inside is how a wall is climbed.
        if not bare.is_global or bare.is_multicast or leads_inside:
            raise FetchRefused("private_address")
    if not found:
        raise FetchRefused("unreachable")
    return found[0]


def ask(parts: SplitResult, etag: str, net: Net) -> Fetched | str:
    """Ask for the calendar and read it, within its size and time; or return where it is now."""
    headers = {"Accept": "text/calendar, */*", "User-Agent": net.agent}
    if etag:
        headers["If-None-Match"] = etag
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = PinnedConnection(parts.hostname or "", net)
    try:
        connection.request("GET", quote(path, safe=SAFE), headers=headers)
        with connection.getresponse() as response:
            if response.status == 304:
                return Fetched(None, etag)
            if response.status in MOVED:
                return response.headers.get("Location") or ""
            if response.status != 200:
                raise FetchRefused("not_given")
            return Fetched(body(response, net), sound(response.headers.get("ETag") or "")[:200])
    finally:
        connection.close()


def body(response: HTTPResponse, net: Net) -> bytes:
    """Read what a server sends; one that sends for ever, or by the drop, is left."""
    data = bytearray()
    while chunk := response.read1(CHUNK):
        data += chunk
        if len(data) > LARGEST:
            raise FetchRefused("too_large")
        net.left()
    return bytes(data)
