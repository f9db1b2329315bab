"""A small CalDAV server that answers in the shapes of large providers, from their documentation."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import quote, unquote

_EVENT = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T000000Z\n"
    "DTSTART:20261124T{hour:02}0000Z\nDTEND:20261124T{hour:02}3000Z\nSUMMARY:{uid}\nEND:VEVENT\n"
    "END:VCALENDAR\n"
)


class Asked(NamedTuple):
    """One request."""

    method: str
    path: str
    depth: str
    body: str
    password: str


Reply = tuple[int, str] | tuple[int, str, dict[str, str]]


class QuirkServer(ThreadingHTTPServer):
    """Answers each request by ``answer``; ``asked`` holds them, ``events`` hours by path."""

    daemon_threads = True

    def __init__(self) -> None:
        """Serve on every address of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.events: dict[str, int] = {}
        self.spell: Callable[[str], str] = str
        self.answer: Callable[[Asked], Reply] = lambda _asked: (404, "")
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def root(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.server_port}"

    def close(self) -> None:
        """Stop serving."""
        self.shutdown()
        self.server_close()

    def listed(self, path: str, *, with_data: bool) -> str:
        """Return one event as a response, with its etag and perhaps its text."""
        hour = self.events[path]
        uid = path.rpartition("/")[2].partition(".ics")[0]
        text = _EVENT.format(uid=uid, hour=hour) if with_data else ""
        data = f"<c:calendar-data>{text}</c:calendar-data>" if with_data else ""
        return found(self.spell(path), f'<d:getetag>"{hour}"</d:getetag>{data}')


class _Handler(BaseHTTPRequestHandler):
    server: QuirkServer

    def log_message(self, *_arguments: object) -> None:
        """Print nothing."""

    def handle_one_request(self) -> None:
        """Answer whatever method is asked."""
        self.raw_requestline = self.rfile.readline(65_537)
        self.close_connection = True
        if not self.raw_requestline or not self.parse_request():
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked = Asked(
            self.command, unquote(self.path), self.headers.get("Depth") or "", body,
            self.headers.get("Authorization") or "",
        )  # fmt: skip
        self.server.asked.append(asked)
        status, text, *more = self.server.answer(asked)
        sent = text.encode()
        self.send_response(status)
        for name, value in (more[0] if more else {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)


def found(href: str, properties: str, missing: str = "") -> str:
    """Return a response of a multistatus."""
    lacking = (
        f"<d:propstat><d:prop>{missing}</d:prop><d:status>HTTP/1.1 404 Not Found</d:status>"
        "</d:propstat>"
        if missing
        else ""
    )
    return (
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop>"
        f"<d:status>HTTP/1.1 200 OK</d:status></d:propstat>{lacking}</d:response>"
    )


def gone(href: str) -> str:
    """Return a response that tells a deletion."""
    status = "<d:status>HTTP/1.1 404 Not Found</d:status>"
    return f"<d:response><d:href>{href}</d:href>{status}</d:response>"


def many(*responses: str, token: str = "") -> Reply:
    """Return a multistatus."""
    end = f"<d:sync-token>{token}</d:sync-token>" if token else ""
    return 207, (
        '<?xml version="1.0" encoding="UTF-8"?>\n<d:multistatus xmlns:d="DAV:" '
        'xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/">'
        f"{''.join(responses)}{end}</d:multistatus>"
    )


def hrefs(asked: Asked) -> list[str]:
    """Return the addresses that a multiget asks for."""
    return [unquote(href) for href in re.findall(r"<d:href>([^<]*)</d:href>", asked.body)]


CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
COLLECTION = "<d:resourcetype><d:collection/></d:resourcetype>"


class Google:
    """Tokens, addresses with %40, tokens for syncing that are forgotten, no component sets."""

    home = "/caldav/v2/me@example.com/"
    calendar = f"{home}events/"

    def __init__(self, server: QuirkServer) -> None:
        """Answer for a server from now on."""
        self.server, self.token, self.is_forgotten = server, 1, False
        server.events = {f"{self.calendar}a@google.com.ics": 9}
        server.answer, server.spell = self.reply, quote

    def reply(self, asked: Asked) -> Reply:
        """Answer a request."""
        if asked.password != "Bearer ya29.token":
            return 401, "", {"WWW-Authenticate": 'Bearer realm="https://accounts.example/"'}
        if "sync-collection" in asked.body:
            return self._changes(asked)
        if "multiget" in asked.body:
            return many(*(self.server.listed(href, with_data=True) for href in hrefs(asked)))
        if asked.path == self.calendar and asked.depth == "1":
            own = found(quote(self.calendar), COLLECTION, "<d:getetag/>")
            return many(own, *(self.server.listed(each, with_data=False)
                               for each in self.server.events))  # fmt: skip
        if asked.path == self.calendar:
            return many(found(
                quote(self.calendar), f"{CALENDAR}<s:getctag>{self.token}</s:getctag>"
                f"<d:sync-token>https://google.example/sync/{self.token}</d:sync-token>",
            ))  # fmt: skip
        if asked.path == self.home and asked.depth == "1":
            return many(
                found(quote(self.home), COLLECTION, "<d:displayname/>"),
                found(
                    quote(self.calendar), f"{CALENDAR}<d:displayname>me@example.com</d:displayname>"
                ),
            )
        if asked.path == f"{self.home}user":
            home = quote(self.home)
            principal = f"<d:current-user-principal><d:href>{home}user</d:href>"
            return many(found(
                f"{home}user", f"<d:resourcetype><d:principal/></d:resourcetype>{principal}"
                f"</d:current-user-principal><c:calendar-home-set><d:href>{home}</d:href>"
                "</c:calendar-home-set>",
            ))  # fmt: skip
        return 404, "<html>Not found</html>"

    def _changes(self, asked: Asked) -> Reply:
        if self.is_forgotten:
            return 403, '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>'
        own = found(quote(self.calendar), "<d:getetag/>")
        events = (self.server.listed(each, with_data=False) for each in self.server.events)
        return many(own, *events, token=f"https://google.example/sync/{self.token}")


class Fastmail:
    """A redirect, a literal @, scheduling collections, tasks, deletions, and replies in pages."""

    home = "/dav/calendars/user/me@example.com/"
    calendar = f"{home}b1/"

    def __init__(self, server: QuirkServer) -> None:
        """Answer for a server from now on."""
        self.server, self.token = server, "t1"
        server.events = {f"{self.calendar}{name}.ics": 9 for name in ("a", "b")}
        self.pages: dict[str, Reply] = {}
        server.answer, server.spell = self.reply, str

    def reply(self, asked: Asked) -> Reply:
        """Answer a request."""
        if asked.path == "/.well-known/caldav":
            return 301, "", {"Location": "/dav/calendars"}
        if not asked.password.startswith("Basic "):
            return 401, "", {"WWW-Authenticate": 'Basic realm="fastmail"'}
        if "sync-collection" in asked.body:
            return self.pages[asked.body.partition("<d:sync-token>")[2].partition("<")[0]]
        if "multiget" in asked.body:
            return many(*(
                self.server.listed(href, with_data=True) if href in self.server.events
                else gone(href) for href in hrefs(asked)
            ))  # fmt: skip
        if asked.path == self.calendar and asked.depth == "1":
            return many(found(self.calendar, COLLECTION), *(
                self.server.listed(each, with_data=False) for each in self.server.events
            ))  # fmt: skip
        if asked.path == self.calendar:
            return many(found(
                self.calendar, f"{CALENDAR}<d:sync-token>{self.token}</d:sync-token>",
                "<s:getctag/>",
            ))  # fmt: skip
        if asked.path == self.home:
            return self._calendars()
        return many(found(
            asked.path, f"{COLLECTION}<d:current-user-principal><d:href>"
            "/dav/principals/user/me@example.com/</d:href></d:current-user-principal>"
            f"<c:calendar-home-set><d:href>{self.server.root}{self.home}</d:href>"
            "</c:calendar-home-set>" if "principals" in asked.path else
            f"{COLLECTION}<d:current-user-principal><d:href>/dav/principals/user/me@example.com/"
            "</d:href></d:current-user-principal>",
        ))  # fmt: skip

    def _calendars(self) -> Reply:
        def kinds(name: str) -> str:
            return (
                f'<c:supported-calendar-component-set><c:comp name="{name}"/>'
                "</c:supported-calendar-component-set>"
            )

        return many(
            found(self.home, COLLECTION),
            found(f"{self.home}Inbox/", "<d:resourcetype><d:collection/><c:schedule-inbox/>"
                                        "</d:resourcetype>"),
            found(f"{self.home}b1/", f"{CALENDAR}<d:displayname>Personal</d:displayname>"
                                     f"{kinds('VEVENT')}"),
            found(f"{self.home}t1/", f"{CALENDAR}<d:displayname>Tasks</d:displayname>"
                                     f"{kinds('VTODO')}"),
        )  # fmt: skip
