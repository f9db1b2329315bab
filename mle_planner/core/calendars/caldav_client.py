"""A client of CalDAV servers: the ``caldav`` library, within the limits of ``feeds``.

Imported only where a server is asked: the library takes a second to load.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

from caldav.davclient import DAVClient
from caldav.lib.error import DAVError
from caldav.response import DAVResponse

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.calendars.addresses import is_public_ip
from mle_planner.core.calendars.feeds import BoundedClient, FeedError, FetchLimits, HttpAnswer
from mle_planner.core.calendars.ical.reading import reading_stopped
from mle_planner.core.model.calendar import CalendarAccount, SyncProblem

for _name in ("caldav", "caldav.response"):
    logging.getLogger(_name).setLevel(logging.ERROR)  # it would log what events say

_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!", re.DOTALL)
"""A document type stands before the first element, after comments and instructions at most."""

_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_PLAIN_ENCODINGS = (b"utf-8", b"us-ascii", b"iso-8859-1")

_PROPFIND = (
    '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" '
    'xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/" '
    'xmlns:a="http://apple.com/ns/ical/"><d:prop>{}</d:prop></d:propfind>'
)


T = TypeVar("T")


@dataclass(frozen=True)
class Resource:
    """Something on the server: its path, decoded, and its properties by their full names."""

    path: str
    properties: Mapping[str, Any]


class CalendarServer:
    """One account on a server; every request is bounded, and checked before it is read."""

    def __init__(
        self,
        account: CalendarAccount,
        password: str,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Ask nothing yet."""
        self._account = account
        self._password = password
        self._is_stopped = is_stopped
        self._is_permitted: Callable[[str], bool] | None = is_public_ip
        if account.allows_private:
            # Without encryption the password must not leave the local network.
            is_open = account.server.startswith("http://")
            self._is_permitted = (lambda ip: not is_public_ip(ip)) if is_open else None
        self.answered = account.server
        self._client = _GuardedClient(self)

    def __enter__(self) -> CalendarServer:
        """Return the server, to be closed at the end of the block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close what the library holds open."""
        self._client.close()

    def find(self, address: str, properties: str, depth: int = 0) -> list[Resource]:
        """Return the resources at an address with properties (XML elements of PROPFIND).

        Empty where there are none. ``depth`` is that of WebDAV: 0 for the address itself.
        """
        body = _PROPFIND.format(properties)
        found: list[Any] = self.read(
            lambda: self._client.propfind(address, body, depth).results or []
        )
        return [Resource(each.href, each.properties) for each in found if each.status < 400]

    def report(self, address: str, body: str, depth: int | None) -> DAVResponse | None:
        """Return the answer to a REPORT; None where the server refuses it."""
        response = self.read(lambda: self._client.report(address, body, depth))
        return response if response.status in (200, 207) else None

    def read(self, parse: Callable[[], T]) -> T:
        """Return what the library reads in an answer; raises ``FeedError`` where it cannot."""
        try:
            return parse()
        except (DAVError, AssertionError, AttributeError, ValueError, TypeError) as error:
            raise FeedError(SyncProblem.UNREADABLE) from error

    def send(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes = b""
    ) -> HttpAnswer:
        """Send a request with the account's name and password; see ``BoundedClient.ask``.

        Raises ``FeedError``, also where the server refuses the account or has an error.
        """
        if self._is_stopped():
            raise reading_stopped()
        common = {
            "User-Agent": "mle-planner",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **headers,
        }

        def headers_for(where: str) -> Mapping[str, str]:
            return {**common, **self._authorization(where)}

        try:
            with BoundedClient(FetchLimits(), self._is_permitted) as client:
                answer = client.ask(method, address, headers_for, body)
        except FeedError as error:
            is_refused = error.problem is SyncProblem.PRIVATE_ADDRESS
            if is_refused and self._account.allows_private:
                raise FeedError(SyncProblem.NOT_ENCRYPTED) from None
            raise
        if answer.status == 401:
            raise FeedError(SyncProblem.PASSWORD)
        if answer.status in (429, 503):
            raise FeedError(SyncProblem.TOO_OFTEN, answer.wait_s)
        if answer.status >= 500 and answer.status not in (501, 507):
            raise FeedError(SyncProblem.SERVER_ERROR, answer.wait_s)
        self.answered = answer.address
        return answer

    def _authorization(self, address: str) -> Mapping[str, str]:
        """Return the header with the password: to the account's server, or on from there by TLS."""
        own, other = urlsplit(self._account.server), urlsplit(address)
        is_own = (own.scheme, own.netloc) == (other.scheme, other.netloc)
        if not is_own and not own.scheme == other.scheme == "https":
            return {}
        if not self._account.user:
            return {"Authorization": f"Bearer {self._password}"}
        pair = f"{self._account.user}:{self._password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


class _GuardedClient(DAVClient):
    """The library's client, whose requests go the way of ``CalendarServer.send``."""

    def __init__(self, server: CalendarServer) -> None:
        super().__init__(url=server.answered, enable_rfc6764=False)
        self._server = server

    def request(
        self,
        url: str,
        method: str = "GET",
        body: str = "",
        headers: Mapping[str, str] | None = None,
        rate_limit_time_slept: float = 0,  # noqa: ARG002 -- the library's; no wait is made here
    ) -> DAVResponse:
        """Send a request within bounds and return what the library reads in the answer."""
        named = {"Content-Type": "application/xml; charset=utf-8", **(headers or {})}
        answer = self._server.send(method, str(url), named, body.encode())
        has_xml = answer.status in (200, 207)
        if has_xml:
            refuse_document_type(answer.body)
        # Called text/plain so that the library does not log what it cannot read.
        response = DAVResponse(
            SimpleNamespace(
                headers={"Content-Type": "text/plain"},
                status_code=answer.status,
                content=answer.body if has_xml else b"",
                text="",
                reason="",
            ),
            self,
        )
        if has_xml and answer.body and response.tree is None:
            raise FeedError(SyncProblem.UNREADABLE)
        return response


def refuse_document_type(body: bytes) -> None:
    """Refuse XML with a document type, or in an encoding that could hide one."""
    encoding = _ENCODING.match(body[:200].lstrip(b"\xef\xbb\xbf \t\r\n"))
    is_plain = encoding is None or encoding[1].lower() in _PLAIN_ENCODINGS
    if b"\0" in body[:200] or not is_plain or _DOCTYPE.match(body):
        raise FeedError(SyncProblem.UNREADABLE)


def address_of(base: str, path: str) -> str:
    """Return the address of a decoded path on the server of another address."""
    return urljoin(base, quote(path, safe="/@:!$&'()*+,;=~"))


def path_of(address: str) -> str:
    """Return the decoded path of an address, as the library gives those of resources."""
    return unquote(urlsplit(address).path)
