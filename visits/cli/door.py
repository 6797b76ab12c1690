"""The door of the app: a port that is taken before anything is touched, and what comes through it.

Waitress lets everything in that it has room for, and keeps what is large on a disk; here a stranger
sends no more than a form, no request ever stands on a disk, and a full house lets the idlest go.
"""

import errno
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from functools import partial
from threading import Event
from time import monotonic
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import create_server
from waitress.utilities import RequestEntityTooLarge

from visits.services.refusals import Refusal, Refused

GRACE = 30.0  # seconds in which what was begun may end, after a server was told to stop
TICK = 1.0
CHOICES = {
    "ident": None,
    "threads": 8,
    "connection_limit": 500,
    "asyncore_use_poll": True,  # select() knows no more than a thousand files
    "channel_timeout": 60,
    "cleanup_interval": 10,
    "max_request_header_size": 65_536,
    "max_request_body_size": sys.maxsize,  # the parser below says how much
    "inbuf_overflow": sys.maxsize,  # nothing overflows to a disk
    "outbuf_overflow": sys.maxsize,
    "clear_untrusted_proxy_headers": False,  # the app believes the proxies that it was told of
}
Most = Callable[[Mapping[str, str]], int]


def take(host: str, port: int) -> socket.socket:
    """Take a port; Refused when that cannot be, and nothing was touched."""
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(place[:2], family=family, backlog=1024)
    except OSError as wrong:
        taken = wrong.errno == errno.EADDRINUSE
        raise Refused(Refusal.PORT_TAKEN if taken else Refusal.PORT_SHUT) from wrong


def told_to_stop() -> Event:
    """Return what is set when somebody stops this process; who insists is obeyed at once."""
    stop = Event()

    def end(number: int, _frame: Any) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return stop


def serve(app: Flask, port: socket.socket, stop: Event) -> float:
    """Serve until told to stop, let what was begun end, and return how long others may still."""
    served: dict[int, Any] = {}
    server = create_server(app, map=served, sockets=[port], **CHOICES)
    server.channel_class = partial(Channel, app.extensions["most"])
    while not stop.is_set():
        make_room(server)
        wasyncore.loop(TICK, use_poll=True, map=served, count=1)
    until = monotonic() + GRACE
    server.del_channel()
    server.socket.close()
    while any(map(is_busy, server.active_channels.values())) and monotonic() < until:
        wasyncore.loop(TICK, use_poll=True, map=served, count=1)
    wasyncore.close_all(served)
    return max(until - monotonic(), 0.0)


def is_busy(channel: HTTPChannel) -> bool:
    """Say whether a request is being read or answered, or an answer is on its way."""
    return bool(channel.requests or channel.request or channel.total_outbufs_len)


def make_room(server: Any) -> None:
    """When the house is full, let those go who did nothing for longest, so that others come in."""
    room = server.adj.connection_limit
    if len(server.active_channels) + 2 < room:  # the port and what wakes the loop count as well
        return
    idle = [one for one in server.active_channels.values() if not one.requests]
    for channel in sorted(idle, key=lambda one: one.last_activity)[: room // 10]:
        channel.will_close = True


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    def __init__(self, most: Most, *given: Any, **more: Any) -> None:
        self.parser_class = partial(Parser, most)
        super().__init__(*given, **more)


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """One request as it comes in: what is too large is read to its end and kept nowhere.

    So the app can say in words what is wrong; a connection that breaks off says nothing.
    """

    def __init__(self, most: Most, *given: Any) -> None:
        super().__init__(*given)
        self.most = most

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and decide what becomes of the body."""
        super().parse_header(header_plus)
        self.limit = self.most(self.headers)
        if self.content_length > self.limit:
            self.body_rcv = FixedStreamReceiver(self.content_length, Nowhere(sys.maxsize))

    def received(self, data: bytes) -> int:
        """Take what came; a body without a length ends where it becomes too large."""
        taken: int = super().received(data)
        if self.chunked and self.body_bytes_received > self.limit:
            self.error = RequestEntityTooLarge(f"exceeds {self.limit} bytes")
            self.completed = True
        return taken


class Nowhere(OverflowableBuffer):  # type: ignore[misc]
    """Where bytes go that nobody keeps."""

    def append(self, _data: bytes) -> None:
        """Keep nothing."""
