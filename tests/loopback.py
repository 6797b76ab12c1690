"""Real servers on this machine, for tests that speak to one."""

import socket
import time
from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller

# How long something may take on a machine that is busy with six other things. Nothing waits for
# it to pass: it only ends a test that would never end.
PATIENCE = 120.0


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until(ready: Callable[[], bool]) -> None:
    """Wait until something is so; a machine that is not there yet is no answer.

    Raises:
        TimeoutError: it never was.

    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise TimeoutError(ready)


def listens(port: int) -> bool:
    """Say whether somebody listens on a port."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
        return True


class MailServer(Controller):
    """A mail server on a port of its own, which is taken before the server begins."""

    def __init__(self, handler: Any, **given: Any) -> None:
        self.taken = socket.create_server(("127.0.0.1", 0))
        port = self.taken.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE, **given)

    def _create_server(self) -> Any:
        """Listen where a place was taken."""
        return self.loop.create_server(self._factory_invoker, sock=self.taken, ssl=self.ssl_context)
