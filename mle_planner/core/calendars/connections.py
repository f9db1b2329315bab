"""The connections of a request: which servers may be asked, and until when."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

from mle_planner.core.base.clock import SystemClock
from mle_planner.core.calendars.addresses import is_link_local


class Connections:
    """The connections of a request: to permitted IP addresses only, and ended at the deadline."""

    def __init__(self, is_public: Callable[[str], bool] | None, seconds: float) -> None:
        self._is_public = is_public
        self._elapsed = SystemClock().elapsed
        self._deadline = self._elapsed() + timedelta(seconds=seconds)
        self._open: list[socket.socket] = []
        self.has_refused = self.is_led_away = False

    @property
    def allows_private(self) -> bool:
        """Whether addresses that are not public may be asked."""
        return self._is_public is None

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self._elapsed() >= self._deadline

    def seconds_left(self) -> float:
        """Return the time until the deadline; never 0, which would mean no limit."""
        return max((self._deadline - self._elapsed()).total_seconds(), 0.01)

    def look_up(self, *arguments: Any) -> list[Any]:
        """Resolve a name before the deadline and refuse it where an answer is not permitted."""
        found: list[Any] = []
        failure: list[OSError] = []

        def ask() -> None:
            try:
                found.extend(socket.getaddrinfo(*arguments))
            except (OSError, UnicodeError) as error:
                failure.append(OSError(*error.args))

        thread = Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self.seconds_left())
        if thread.is_alive():
            raise TimeoutError
        if failure:
            raise failure[0]
        if not all(self._is_permitted(str(each[4][0])) for each in found):
            self.has_refused = True
            raise PermissionError
        return found

    def _is_permitted(self, ip: str) -> bool:
        if self.is_led_away and is_link_local(ip):
            return False
        return self._is_public is None or self._is_public(ip)

    def keep(self, connection: socket.socket) -> None:
        """Keep a second handle of a connection, to end it by: TLS takes over the first."""
        self._open += [connection, connection.dup()]
        if self.is_over:
            self.end()

    def end(self) -> None:
        """Shut down every connection, so that threads waiting on one continue."""
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close every connection; no thread may wait on one."""
        for connection in self._open:
            connection.close()


def resolver(connections: Connections) -> Any:
    """Return what the HTTP client resolves names and connects by."""
    from niquests.packages.urllib3.contrib.resolver import BaseResolver, ProtocolResolver  # type: ignore[import-not-found]

    class Resolver(BaseResolver):  # type: ignore[misc]
        protocol = ProtocolResolver.CUSTOM
        implementation = "planner"

        def close(self) -> None: ...

        def is_available(self) -> bool:
            return True

        def recycle(self) -> Any:
            return self

        def getaddrinfo(self, *arguments: Any, **_named: Any) -> Any:
            return connections.look_up(*arguments)

        def create_connection(self, *arguments: Any, **named: Any) -> socket.socket:
            connection: socket.socket = super().create_connection(*arguments, **named)
            connections.keep(connection)
            return connection

    return Resolver(None)
