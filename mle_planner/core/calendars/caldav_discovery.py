"""Finds the calendars of an account, from an address or from an email address (RFC 6764)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.calendars.caldav_client import CalendarServer, Resource, address_of
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.model.calendar import SyncProblem
from mle_planner.core.typed.title import one_line

_WELL_KNOWN = "/.well-known/caldav"
_SERVICE = "_caldavs._tcp"
_DNS_S = 5.0
_OWN = (
    "<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>"
    "<c:supported-calendar-component-set/><d:current-user-privilege-set/>"
)
_RESOURCE_TYPE = "{DAV:}resourcetype"
_PRINCIPAL = "{DAV:}current-user-principal"
_HOME = "{urn:ietf:params:xml:ns:caldav}calendar-home-set"
_CALENDAR = "{urn:ietf:params:xml:ns:caldav}calendar"
_COMPONENTS = "{urn:ietf:params:xml:ns:caldav}supported-calendar-component-set"
_PRIVILEGES = "{DAV:}current-user-privilege-set"
_WRITING = frozenset({"{DAV:}all", "{DAV:}write", "{DAV:}write-content", "{DAV:}bind"})


@dataclass(frozen=True)
class RemoteCalendar:
    """A calendar of an account; ``is_writable`` is False where the server says so."""

    address: str
    name: str
    is_writable: bool


def starts_of(typed: str) -> Iterator[str]:
    """Yield the addresses to begin at, for an address or an email address.

    The servers that the domain names in the DNS come first, if they belong to that domain.
    """
    if "://" in typed:
        yield typed
        well_known = urljoin(typed, _WELL_KNOWN)
        if well_known != typed:
            yield well_known
        return
    domain = typed.rpartition("@")[2]
    # The library would look both up, but ask the well-known address without bounds.
    for host, port in named_servers(domain):
        if host == domain or host.endswith(f".{domain}"):
            yield f"https://{host}:{port}{_named_path(domain)}"
    yield f"https://{domain}{_WELL_KNOWN}"


def named_servers(domain: str) -> list[tuple[str, int]]:
    """Return the servers that a domain names for CalDAV over TLS, the preferred first."""
    found = sorted(_resolved(domain, "SRV"), key=lambda each: (each.priority, -each.weight))
    return [(str(each.target).rstrip(".").lower(), int(each.port)) for each in found]


def _named_path(domain: str) -> str:
    """Return the path that a domain names for its server; else the well-known one."""
    found = _resolved(domain, "TXT")
    texts = (b"".join(each.strings).decode("utf-8", "replace") for each in found)
    paths = (text[5:] for text in texts if text.startswith("path=/"))
    return next(paths, _WELL_KNOWN)


def _resolved(domain: str, kind: str) -> list[Any]:
    import dns.exception
    import dns.resolver

    try:
        return list(dns.resolver.resolve(f"{_SERVICE}.{domain}", kind, lifetime=_DNS_S))
    except dns.exception.DNSException:
        return []


def find_calendars(server: CalendarServer, start: str) -> tuple[RemoteCalendar, ...]:
    """Return the calendars with events of an account; none where there is no account.

    The address may be that of the server, of the user, of the user's calendars or of one calendar.
    """
    found = server.find(start, _OWN)
    if not found:
        return ()
    here, own = server.answered, found[0]
    if _CALENDAR in _names(own, _RESOURCE_TYPE):
        return tuple(_remote(here, [own]))
    homes = _names(own, _HOME)
    principal = own.properties.get(_PRINCIPAL)
    if not homes and principal:
        found = server.find(urljoin(here, str(principal)), _OWN)
        here = server.answered
        homes = _names(found[0], _HOME) if found else []
    calendars: list[RemoteCalendar] = []
    for home in homes:
        calendars += _remote(server.answered, server.find(urljoin(here, home), _OWN, depth=1))
    return tuple(sorted(calendars, key=lambda each: each.name.casefold()))


def find_account(server: CalendarServer, starts: Iterator[str]) -> tuple[RemoteCalendar, ...]:
    """Return the calendars found from the first address that leads to any.

    Raises ``FeedError`` with what the first server said, and ``NO_SERVER`` where none has any.
    """
    problem: FeedError | None = None
    for start in starts:
        try:
            calendars = find_calendars(server, start)
        except FeedError as error:
            if error.problem is SyncProblem.PASSWORD:
                raise
            problem = problem or error
            continue
        if calendars:
            return calendars
    raise problem or FeedError(SyncProblem.NO_SERVER)


def _remote(base: str, found: list[Resource]) -> Iterator[RemoteCalendar]:
    for each in found:
        components = _names(each, _COMPONENTS)
        if _CALENDAR not in _names(each, _RESOURCE_TYPE):
            continue
        if components and "VEVENT" not in (name.upper() for name in components):
            continue
        privileges = set(_names(each, _PRIVILEGES))
        yield RemoteCalendar(
            address_of(base, each.path),
            one_line(str(each.properties.get("{DAV:}displayname") or ""))
            or each.path.rstrip("/").rpartition("/")[2]
            or urlsplit(base).hostname
            or "CalDAV",
            not privileges or bool(privileges & _WRITING),
        )


def _names(resource: Resource, property_name: str) -> list[str]:
    """Return the names or addresses that a property holds, be it one or several."""
    value: Any = resource.properties.get(property_name)
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [str(each).strip() for each in values if str(each).strip()]
