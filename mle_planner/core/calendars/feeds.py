"""Fetches a calendar from an address, with limits on time, size, redirects and servers.

Bodies are decompressed here and never beyond the limit. Servers are asked over HTTP/1.1 without
cookies, proxies or stored passwords.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from threading import Timer
from typing import Any
from urllib.parse import urljoin, urlsplit

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.calendars.addresses import host_of, is_public_ip
from mle_planner.core.calendars.connections import Connections, resolver
from mle_planner.core.calendars.problems import english_text, problem_text
from mle_planner.core.model.calendar import SyncProblem

_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 64 * 1024
_GZIP_BEGIN, _MOST_MEMBERS = b"\x1f", 10_000
_LONGEST_WAIT_S = 24 * 60 * 60
_STATUSES = {
    401: SyncProblem.SIGN_IN,
    403: SyncProblem.SIGN_IN,
    404: SyncProblem.NOT_FOUND,
    410: SyncProblem.GONE,
    429: SyncProblem.TOO_OFTEN,
}

Headers = Mapping[str, str]


class FeedError(PlannerError):
    """A calendar that could not be fetched; ``wait_s`` is how long the server asks to wait."""

    def __init__(self, problem: SyncProblem, wait_s: int = 0) -> None:
        """Say why in the words of ``problem_text``."""
        self.problem = problem
        self.wait_s = wait_s
        super().__init__(problem_text(problem))
        self.said = english_text(problem), {}


class ChangedMeanwhileError(Exception):
    """What is stored of a calendar was changed or restored while it was fetched and read."""


@dataclass(frozen=True)
class FetchLimits:
    """How much fetching one calendar may cost."""

    size_bytes: int = 50 * 1024 * 1024
    seconds: float = 15.0
    redirects: int = 5


@dataclass(frozen=True)
class Validators:
    """What the server called the version that is stored (ETag, Last-Modified)."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """What a server sent; ``data`` is None where it says that nothing changed."""

    data: bytes | None
    validators: Validators


@dataclass(frozen=True)
class HttpAnswer:
    """What a server answered; ``headers`` have lower-case names.

    ``address`` is where redirects led, ``wait_s`` how long the server asks to wait.
    """

    status: int
    headers: Headers
    body: bytes
    address: str
    wait_s: int


def fetch_feed(
    address: str,
    known: Validators | None = None,
    *,
    allows_private: bool = False,
    limits: FetchLimits | None = None,
    is_public: Callable[[str], bool] = is_public_ip,
) -> Fetched:
    """Fetch a calendar; raises ``FeedError`` with the reason.

    Without ``allows_private`` only public IP addresses are asked, after every redirect and
    whatever a name resolves to. With it, a redirect to another server may still not lead to a
    link-local address, where cloud machines serve their own credentials.
    """
    import niquests  # noqa: F401 -- takes a second the first time, which is not the server's fault

    limits = limits or FetchLimits()
    known = known or Validators()
    with BoundedClient(limits, None if allows_private else is_public) as client:
        return client.fetch(address, known)


class BoundedClient:
    """A client for one request: its deadline, its connections and the HTTP session.

    Whatever fails while it is open is raised as ``FeedError``.
    """

    def __init__(self, limits: FetchLimits, is_public: Callable[[str], bool] | None) -> None:
        self._limits = limits
        self._connections = Connections(is_public, limits.seconds)
        self._timer = Timer(limits.seconds, self._connections.end)
        self._timer.daemon = True

    def __enter__(self) -> BoundedClient:
        import niquests

        self._session = niquests.Session(
            resolver=resolver(self._connections),
            retries=0,
            disable_http2=True,
            disable_http3=True,
            allow_incoming_cookies=False,
            revocation_configuration=None,  # would contact servers the user did not name
        )
        self._session.trust_env = False
        self._timer.start()
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        is_foreign = isinstance(error, Exception) and not isinstance(error, FeedError)
        problem = self._problem_of(error) if error is not None and is_foreign else None
        self._timer.cancel()
        self._session.close()
        self._connections.close()
        if problem is not None:
            # The client raises dozens of kinds, whose messages hold the address.
            raise FeedError(problem) from None

    def fetch(self, address: str, known: Validators) -> Fetched:
        """Fetch a calendar; see ``fetch_feed``."""
        headers = {
            "User-Agent": "mle-planner",
            "Accept": "text/calendar, */*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            "If-None-Match": known.etag,
            "If-Modified-Since": known.modified,
        }
        headers = {name: value for name, value in headers.items() if value}
        with self._answer("GET", address, lambda _address: headers) as (response, _address):
            return self._read(response, known)

    def ask(
        self, method: str, address: str, headers: Callable[[str], Headers], body: bytes = b""
    ) -> HttpAnswer:
        """Send a request and return the answer, whatever its status.

        ``headers`` is called with each address that redirects lead to.
        """
        with self._answer(method, address, headers, body) as (response, answered):
            named = {name.lower(): str(value) for name, value in response.headers.items()}
            return HttpAnswer(
                response.status_code,
                named,
                b"".join(self._pieces(response)),
                answered,
                _wait_s(response.headers),
            )

    @contextlib.contextmanager
    def _answer(
        self, method: str, address: str, headers: Callable[[str], Headers], body: bytes = b""
    ) -> Iterator[tuple[Any, str]]:
        """Follow redirects and yield the answer, with its address."""
        for _hop in range(self._limits.redirects + 1):
            response = self._session.request(
                method,
                address,
                headers=dict(headers(address)),
                data=body or None,
                stream=True,
                allow_redirects=False,
                timeout=self._connections.seconds_left(),
            )
            with contextlib.closing(response):
                if response.status_code not in _REDIRECTS:
                    yield response, address
                    return
                before = address
                address = _next_address(before, response.headers.get("Location") or "")
                if host_of(address) != host_of(before):
                    self._connections.is_led_away = True
        raise FeedError(SyncProblem.REDIRECTS)

    def _read(self, response: Any, known: Validators) -> Fetched:
        status = response.status_code
        if status == 304 and (known.etag or known.modified):
            return Fetched(None, known)
        if status != 200:
            problem = _STATUSES.get(status, SyncProblem.SERVER_ERROR)
            raise FeedError(problem, _wait_s(response.headers))
        data = b"".join(self._pieces(response))
        begin, end = data[:100].lstrip(b"\xef\xbb\xbf \t\r\n"), data[-10_000:]
        if begin.startswith(b"<"):
            raise FeedError(SyncProblem.WEB_PAGE)
        if begin.startswith(b"BEGIN:VCALENDAR") and b"END:VCALENDAR" not in end.upper():
            raise FeedError(SyncProblem.CUT_OFF)
        headers = response.headers
        etag, modified = headers.get("ETag") or "", headers.get("Last-Modified") or ""
        return Fetched(data, Validators(str(etag)[:500], str(modified)[:100]))

    def _pieces(self, response: Any) -> Iterator[bytes]:
        """Yield the body, decompressed, and refuse what is too large or too short."""
        most = self._limits.size_bytes
        coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip"):
            raise FeedError(SyncProblem.UNREADABLE)
        unpacked = None if coding == "identity" else _Gzip()
        received = given = 0
        for raw in response.raw.stream(_CHUNK, decode_content=False):
            received += len(raw)
            if received > most:
                raise FeedError(SyncProblem.TOO_LARGE)
            for piece in [raw] if unpacked is None else unpacked.pieces(raw):
                given += len(piece)
                if given > most:
                    raise FeedError(SyncProblem.TOO_LARGE)
                yield piece
        if (
            self._connections.is_over
        ):  # the connection was ended here, which looks like the end of the body
            raise FeedError(SyncProblem.TOO_SLOW)
        if unpacked is not None and not unpacked.is_whole:
            raise FeedError(SyncProblem.CUT_OFF)
        length = str(response.headers.get("Content-Length") or "")
        if length.isdigit() and received < int(length):
            raise FeedError(SyncProblem.CUT_OFF)

    def _problem_of(self, error: BaseException) -> SyncProblem:
        """Return what an error of the HTTP client means for the user."""
        if self._connections.has_refused:
            is_allowed = self._connections.allows_private
            return SyncProblem.REDIRECTS if is_allowed else SyncProblem.PRIVATE_ADDRESS
        if self._connections.is_over:
            return SyncProblem.TOO_SLOW
        names = {type(each).__name__ for each in _chain(error)}
        if names & {"SSLError", "SSLCertVerificationError", "CertificateError"}:
            return SyncProblem.CERTIFICATE
        if any("Timeout" in name for name in names):
            return SyncProblem.TOO_SLOW
        if names & {"IncompleteRead", "ChunkedEncodingError", "ProtocolError", "error"}:
            return SyncProblem.CUT_OFF
        return SyncProblem.UNREACHABLE


class _Gzip:
    """Unpacks a body of gzip members; what follows the last one is left out."""

    def __init__(self) -> None:
        self._members = 0
        self._begin()

    def _begin(self) -> None:
        self._members += 1
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def is_whole(self) -> bool:
        """Whether the last gzip member is complete."""
        return self._member.eof

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """Yield the unpacked bytes in pieces of bounded size, however well they were packed."""
        while packed:
            if self._member.eof:
                if packed[:1] != _GZIP_BEGIN:
                    return
                if self._members == _MOST_MEMBERS:
                    raise FeedError(SyncProblem.TOO_LARGE)
                self._begin()
            yield self._member.decompress(packed, _CHUNK)
            packed = self._member.unconsumed_tail or self._member.unused_data


def _next_address(address: str, location: str) -> str:
    """Return where a redirect leads; raises ``FeedError`` where that is not followed."""
    following = urljoin(address, location.strip())
    scheme = urlsplit(following).scheme.lower()
    if not location or scheme not in ("http", "https"):
        raise FeedError(SyncProblem.REDIRECTS)
    if scheme == "http" and urlsplit(address).scheme.lower() == "https":
        raise FeedError(SyncProblem.INSECURE_REDIRECT)
    return following


def _wait_s(headers: Mapping[str, Any]) -> int:
    """Return the seconds of a Retry-After header, at most a day; 0 where it says nothing.

    A time in it is compared with the server's own.
    """
    from email.utils import parsedate_to_datetime

    value = str(headers.get("Retry-After") or "").strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:9]), _LONGEST_WAIT_S)
    with contextlib.suppress(ValueError, TypeError):
        then, now = (parsedate_to_datetime(str(text)) for text in (value, headers.get("Date")))
        return min(max(int((then - now).total_seconds()), 0), _LONGEST_WAIT_S)
    return 0


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes, also those that the client keeps as arguments."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        held = (each.__cause__, each.__context__, getattr(each, "reason", None), *each.args)
        waiting += [one for one in held if isinstance(one, BaseException)]
