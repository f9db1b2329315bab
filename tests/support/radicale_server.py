"""A real CalDAV server, Radicale, on the loopback in a thread of the tests."""

from __future__ import annotations

import base64
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from xml.sax.saxutils import escape

import pytest
from radicale import config
from radicale.app import Application

from mle_planner.core.calendars import passwords

REVIEW = "a1 20261124T100000Z 20261124T110000Z Review"
USER, PASSWORD = "reader", "open:sesame ü"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Print nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class RadicaleServer:
    """Radicale with one user who must give a password; ``asked`` holds methods and paths."""

    def __init__(self, folder: Path) -> None:
        """Keep its collections in a folder, and serve."""
        users = folder / "users"
        users.write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
        settings = config.load()
        settings.update(
            {
                "auth": {"type": "htpasswd", "htpasswd_filename": str(users),
                         "htpasswd_encryption": "plain", "delay": "0"},
                "storage": {"filesystem_folder": str(folder / "collections")},
                "logging": {"level": "critical"},
            },
            "tests",
        )  # fmt: skip
        application = Application(settings)
        self.asked: list[tuple[str, str]] = []

        def counted(environ: Any, start_response: Any) -> Any:
            self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
            return application(environ, start_response)

        self._server = _Server(("127.0.0.1", 0), _Quiet)
        self._server.set_app(counted)
        self.root = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def calendar(self, name: str, title: str, component: str = "VEVENT") -> str:
        """Make an empty calendar and return its address."""
        address = f"{self.root}{USER}/{name}/"
        body = (
            '<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>'
            f"<d:displayname>{escape(title)}</d:displayname><c:supported-calendar-component-set>"
            f'<c:comp name="{component}"/></c:supported-calendar-component-set>'
            "</d:prop></d:set></c:mkcalendar>"
        )
        self.request("MKCALENDAR", address, body)
        return address

    def put(self, calendar: str, event: str) -> None:
        """Store an event "uid start end title" in a calendar."""
        uid, start, end, title = event.split(" ", 3)
        text = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\n"
            f"SUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        self.request("PUT", f"{calendar}{uid}.ics", text)

    def delete(self, address: str) -> None:
        """Delete an event or a calendar."""
        self.request("DELETE", address)

    def get(self, address: str) -> str:
        """Return what is stored at an address."""
        return self.request("GET", address)

    def request(self, method: str, address: str, body: str = "") -> str:
        """Send a request as the user does with another program, and return the answer."""
        pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            address, body.encode() or None, {"Authorization": f"Basic {pair}"}, method=method
        )
        if body:
            kind = "text/calendar" if method == "PUT" else "text/xml"
            request.add_header("Content-Type", f"{kind}; charset=utf-8")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return str(answer.read().decode())


@contextmanager
def server_without_keyring(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RadicaleServer]:
    """Serve a calendar with a review and an empty one; no password is known nor kept."""
    monkeypatch.setattr(passwords, "_ask_keyring", lambda _question: None)
    monkeypatch.setattr(passwords, "_FOR_THIS_RUN", {})
    folder.mkdir()
    opened = RadicaleServer(folder)
    opened.put(opened.calendar("work", "Work"), REVIEW)
    opened.calendar("home", "Home")
    yield opened
    opened.close()
