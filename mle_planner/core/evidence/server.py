"""Receives heartbeats of editors on this computer, as WakaTime's plugins send them.

It listens on the loopback address only, and rejects requests without the key. A web page cannot use
it: a request with another ``Host`` or with an ``Origin`` is refused.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.evidence.coding import coding_time
from mle_planner.core.evidence.sources.heartbeats import HeartbeatError, read_heartbeats, read_sign
from mle_planner.core.evidence.store import EvidenceLog, Sign
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.session import Session

LOOPBACK = "127.0.0.1"
MOST_BODY_BYTES = 2 * 1024 * 1024
MOST_AT_ONCE = 16

_PREFIXES = ("/api/v1/", "/api/", "/v1/", "/")
_TIMEOUT_S = 5
_HOST_NAMES = (LOOPBACK, "localhost")


class _RefusedError(Exception):
    """A request that gets an error as its answer."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class HeartbeatServer(ThreadingMixIn, HTTPServer):
    """Answers each request in a thread, so that a silent client does not block others.

    ``open_session`` is called in those threads. Beyond a number of simultaneous requests a
    connection is closed, and the plugin sends again later.
    """

    allow_reuse_address = os.name == "posix"
    request_queue_size = 32
    daemon_threads = True

    def __init__(self, port: int, key: str, open_session: Callable[[], Session]) -> None:
        """Listen on a port, 0 for any free one; raise ``PlannerError`` if it fails."""
        self._key = key.encode()
        self._open_session = open_session
        self._free = BoundedSemaphore(MOST_AT_ONCE)
        try:
            super().__init__((LOOPBACK, port), _HeartbeatRequest)
        except OSError as error:
            raise planner_error(
                "Port {port} cannot be used ({reason}). Editors keep their heartbeats until "
                "it can; choose another port or end the other program.",
                port=port,
                reason=error.strerror or type(error).__name__,
            ) from error

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session for one request, in its thread."""
        session = self._open_session()
        try:
            yield session
        finally:
            session.store.close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread, unless too many requests are being answered already."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then make room for another request."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def is_key(self, given: bytes) -> bool:
        """Whether this is the key; wrong keys all take equally long to check."""
        return bool(self._key) and hmac.compare_digest(given, self._key)

    def server_bind(self) -> None:
        """Bind without looking up this machine's name, which may query the network.

        On Windows address reuse would let other programs take the port.
        """
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def handle_error(self, *_request: Any) -> None:
        """Log the kind of an error and nothing of the request.

        A client that went away, or was silent for too long, is no error.
        """
        if not isinstance(sys.exception(), OSError):
            logging.getLogger(__name__).warning("a request of an editor failed", exc_info=True)


class _HeartbeatRequest(BaseHTTPRequestHandler):
    server: HeartbeatServer
    server_version = "mle-planner"
    sys_version = ""
    timeout = _TIMEOUT_S

    def do_GET(self) -> None:
        self._answer({"users/current/statusbar/today": self._status_bar})

    def do_POST(self) -> None:
        self._answer(
            {
                "": self._many,  # older clients post to the address given as api_url itself
                "users/current/heartbeats": self._one,
                "users/current/heartbeats.bulk": self._many,
            }
        )

    def log_message(self, *_words: Any) -> None:
        """Log nothing: an address may hold the key."""

    def _answer(self, answers: dict[str, Callable[[], tuple[HTTPStatus, Any]]]) -> None:
        try:
            self._check_sender()
            answer = answers.get(self._endpoint())
            if answer is None:
                raise _RefusedError(HTTPStatus.NOT_FOUND, "Unknown address.")
            status, shape = answer()
        except _RefusedError as refusal:
            status, shape = refusal.status, {"error": str(refusal)}
        except HeartbeatError as error:
            status, shape = HTTPStatus.BAD_REQUEST, {"error": str(error)}
        except PlannerError as error:  # the plugin keeps unstored heartbeats and sends them again
            status, shape = HTTPStatus.SERVICE_UNAVAILABLE, {"error": str(error)}
        body = json.dumps(shape).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _endpoint(self) -> str:
        path = urlsplit(self.path).path.rstrip("/") + "/"
        prefix = next((each for each in _PREFIXES if path.startswith(each)), "")
        return path.removeprefix(prefix).rstrip("/")

    def _check_sender(self) -> None:
        hosts = {f"{name}:{self.server.server_port}" for name in _HOST_NAMES}
        if self.headers.get("Host") not in hosts or self.headers.get("Origin") is not None:
            raise _RefusedError(HTTPStatus.FORBIDDEN, "Only programs on this computer may connect.")
        if not any(self.server.is_key(each) for each in self._given_keys()):
            raise _RefusedError(
                HTTPStatus.UNAUTHORIZED, "Wrong key; Settings, Evidence shows the right one."
            )

    def _given_keys(self) -> list[bytes]:
        kind, _space, value = self.headers.get("Authorization", "").partition(" ")
        keys = [each.encode() for each in parse_qs(urlsplit(self.path).query).get("api_key", [])]
        if kind.lower() == "bearer":
            keys.append(value.strip().encode())
        if kind.lower() == "basic":
            try:
                keys.append(base64.b64decode(value).partition(b":")[0])
            except (binascii.Error, ValueError):
                keys.append(b"")
        return keys

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise _RefusedError(HTTPStatus.LENGTH_REQUIRED, "Content-Length is missing.")
        if len(length) > 12 or int(length) > MOST_BODY_BYTES:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body exceeds 2 MB.")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "The body is incomplete.")
        return body

    def _one(self) -> tuple[HTTPStatus, Any]:
        (answer, status), *others = self._store(read_heartbeats(self._body())) or [({}, 400)]
        if others:
            raise HeartbeatError("Send several heartbeats to heartbeats.bulk.")
        return HTTPStatus(status), answer

    def _many(self) -> tuple[HTTPStatus, Any]:
        responses = self._store(read_heartbeats(self._body()))
        return HTTPStatus.CREATED, {"responses": responses}

    def _store(self, heartbeats: list[Any]) -> list[tuple[Any, int]]:
        """Store the readable heartbeats in one write, and return the answers in the order sent."""
        answers: list[tuple[Any, int]] = []
        signs: list[Sign] = []
        for heartbeat in heartbeats:
            try:
                signs.append(read_sign(heartbeat, self.headers.get("User-Agent", "")))
            except HeartbeatError as error:
                answers.append(({"error": str(error)}, 400))
            else:
                answers.append(({"data": {"id": signs[-1].identity}}, 201))
        if signs:
            with self.server.session() as session:
                EvidenceLog(session).record(signs)
        return answers

    def _status_bar(self) -> tuple[HTTPStatus, Any]:
        with self.server.session() as session:
            today = session.today()
            found = coding_time(session, today, today)
        seconds = int(found.total.total_seconds())
        hours, minutes = divmod(found.total_min, 60)
        total = {
            "text": _english(hours, minutes),
            "digital": f"{hours}:{minutes:02}",
            "decimal": f"{seconds / 3600:.2f}",
            "hours": hours,
            "minutes": minutes,
            "total_seconds": seconds,
        }
        return HTTPStatus.OK, {"data": {"grand_total": total}}


def _english(hours: int, minutes: int) -> str:
    """Return a length of time as plugins expect it, such as "1 hr 2 mins"."""
    words = f"{minutes} min" if minutes == 1 else f"{minutes} mins"
    return f"{hours} hr{'' if hours == 1 else 's'} {words}" if hours else words
