"""A calendar server on the loopback that misbehaves in the ways real ones do."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EVENT = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{start}\r\n"
    "DTEND:{end}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
)


def calendar_text(*events: str, name: str = "") -> bytes:
    """Return a calendar; an event is "uid start end title"."""
    lines = ["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"]
    if name:
        lines.append(f"X-WR-CALNAME:{name}\r\n")
    for event in events:
        uid, start, end, title = event.split(" ", 3)
        lines.append(EVENT.format(uid=uid, start=start, end=end, title=title))
    return "".join([*lines, "END:VCALENDAR\r\n"]).encode()


FULL = calendar_text("a1 20261124T100000Z 20261124T110000Z Review")
PUBLIC, PRIVATE = "127.0.0.1", "127.0.0.2"
"""The tests take the first for a public address; both are this machine."""


class CalendarServer(ThreadingHTTPServer):
    """Answers each path in its own way; ``asked`` holds the paths and headers of the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((PUBLIC, 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: tuple[bytes, dict[str, str]] = (FULL, {})
        self.may_end = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def address(self, path: str) -> str:
        """Return the address of a way to answer."""
        return f"http://{PUBLIC}:{self.server_port}/{path}"

    def close(self) -> None:
        """Let every answer end, and stop."""
        self.may_end.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_arguments: object) -> None:
        """A client that went away is what most of the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: CalendarServer

    def log_message(self, *_arguments: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        way = self.path.strip("/").replace("-", "_")
        if way.isdigit():
            self._send(int(way), b"", {"Retry-After": "3600"} if way == "429" else {})
        else:
            answer: Callable[[], None] = getattr(self, f"_{way}")
            answer()

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, location: str) -> None:
        self._send(302, b"", {"Location": location})

    def _good(self) -> None:
        self._send(200, FULL, {"ETag": '"one"', "Last-Modified": "Tue, 24 Nov 2026 08:00:00 GMT"})

    def _answer(self) -> None:
        body, headers = self.server.answer
        wanted = headers.get("ETag")
        if wanted is not None and self.headers.get("If-None-Match") == wanted:
            self._send(304, b"")
        else:
            self._send(200, body, headers)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.may_end.wait(0.01):
            self.wfile.write(b"B")

    def _drip_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.may_end.wait(0.01):
            self.wfile.write(b"a")

    def _stall(self) -> None:
        self.server.may_end.wait(10)

    def _loop(self) -> None:
        self._redirect("/loop")

    def _nowhere(self) -> None:
        self._redirect("file:///etc/passwd")

    def _to_good(self) -> None:
        self._redirect("/good")

    def _to_private(self) -> None:
        self._redirect(f"http://{PRIVATE}:{self.server.server_port}/good")

    def _longer(self) -> None:
        self._send(200, FULL, {"Content-Length": str(len(FULL) + 100)})

    def _shorter(self) -> None:
        self._send(200, FULL, {"Content-Length": str(len(FULL) - 40)})

    def _gzip(self) -> None:
        self._send(200, gzip.compress(FULL), {"Content-Encoding": "gzip"})

    def _bomb(self) -> None:
        body = gzip.compress(b"\n" * 4_000_000)
        self._send(200, body, {"Content-Encoding": "gzip"})

    def _cut_gzip(self) -> None:
        self._send(200, gzip.compress(FULL * 10)[:-20], {"Content-Encoding": "gzip"})

    def _no_gzip(self) -> None:
        self._send(200, FULL, {"Content-Encoding": "gzip"})

    def _web_page(self) -> None:
        body = b"\n <!DOCTYPE html><html><body>Sign in</body></html>"
        self._send(200, body, {"Content-Type": "text/calendar"})

    def _web_page_with_comment(self) -> None:
        self._send(200, b"<!-- login --><html><body>Sign in</body></html>")

    def _half(self) -> None:
        self._send(200, FULL[: len(FULL) // 2])

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.may_end.is_set():
            self.wfile.write(b"X" * 65_536)

    def _unasked_304(self) -> None:
        self._send(304, b"")

    def _wrong_charset(self) -> None:
        text = calendar_text("a1 20261124T100000Z 20261124T110000Z Müller").decode()
        body = text.encode("latin-1")
        self._send(200, body, {"Content-Type": "text/calendar; charset=utf-16"})

    def _cookie(self) -> None:
        self._send(302, b"", {"Location": "/good", "Set-Cookie": "secret=1"})
