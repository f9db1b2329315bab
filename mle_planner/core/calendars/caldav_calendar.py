"""Fetches a CalDAV calendar: what changed is fetched, the rest is kept as a copy.

What changed is asked by sync token (RFC 6578) where the server has them, else by comparing the
calendar's ctag and the etags of its objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from mle_planner.core.calendars.caldav_client import CalendarServer, address_of, path_of
from mle_planner.core.calendars.feeds import ChangedMeanwhileError, FeedError, Fetched, Validators
from mle_planner.core.calendars.ical.values import ReadingLimits
from mle_planner.core.calendars.passwords import password_of
from mle_planner.core.model.calendar import (
    Calendar,
    CalendarAccount,
    CopiedObject,
    CopyState,
    SyncProblem,
)

if TYPE_CHECKING:
    from mle_planner.core.edits import Change
    from mle_planner.core.session import Session

_AT_ONCE = 50
_NOTHING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mle-planner//EN\r\nEND:VCALENDAR\r\n"
_MOST_PAGES = 1000
_STATE = "<s:getctag/><d:sync-token/><d:resourcetype/>"
_ETAGS = "<d:getetag/><d:resourcetype/>"
_CTAG = "{http://calendarserver.org/ns/}getctag"
_TOKEN = "{DAV:}sync-token"
_ETAG = "{DAV:}getetag"
_RESOURCE_TYPE = "{DAV:}resourcetype"
_SYNC = (
    '<?xml version="1.0" encoding="utf-8"?><d:sync-collection xmlns:d="DAV:"><d:sync-token>{}'
    "</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop>"
    "</d:sync-collection>"
)
_MULTIGET = (
    '<?xml version="1.0" encoding="utf-8"?><c:calendar-multiget xmlns:d="DAV:" '
    'xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop>{}'
    "</c:calendar-multiget>"
)


class CopyUpdate(NamedTuple):
    """What changed of a calendar since it was copied, and the state that this leads to."""

    state: CopyState
    changed: dict[str, CopiedObject]
    gone: frozenset[str]


class _Wanted(NamedTuple):
    """The etags of what is to be fetched ("" where not known), what is gone, the new token."""

    etags: dict[str, str]
    gone: set[str]
    token: str


def fetch_from_account(
    session: Session, calendar: Calendar, is_stopped: Callable[[], bool]
) -> Fetched:
    """Bring the copy of a calendar up to date and return it as one text of many calendars.

    Raises ``FeedError`` with the copy as it was, and ``ChangedMeanwhileError`` if another change
    of the copy came first.
    """
    account = account_of(session, calendar)
    copies = session.store.calendar_copies
    state, objects = copies.state(calendar.id), copies.objects(calendar.id)
    etags = {href: copied.etag for href, copied in objects.items()}
    with CalendarServer(account, password_of(account), is_stopped) as server:
        update = read_changes(server, calendar.address, state, etags)
    _store(session, calendar, update, (state, objects))
    for href in update.gone:
        objects.pop(href)
    objects.update(update.changed)
    texts = [objects[href].text for href in sorted(objects)]
    return Fetched(b"".join(texts) or _NOTHING, Validators())


def account_of(session: Session, calendar: Calendar) -> CalendarAccount:
    """Return the account of a calendar; raises ``FeedError`` where it has none."""
    found = session.store.get(CalendarAccount, calendar.account_id or 0)
    if found is None:
        raise FeedError(SyncProblem.NO_ACCOUNT)
    return found


def _store(
    session: Session,
    calendar: Calendar,
    update: CopyUpdate,
    before: tuple[CopyState, dict[str, CopiedObject]],
) -> None:
    def facts() -> tuple[Change, ...]:
        copies = session.store.calendar_copies
        if session.store.get(Calendar, calendar.id) is not None:
            if (copies.state(calendar.id), copies.objects(calendar.id)) != before:
                raise ChangedMeanwhileError
            copies.update(calendar.id, *update)
        return ()

    session.record(facts)


def read_changes(
    server: CalendarServer, address: str, state: CopyState, etags: Mapping[str, str]
) -> CopyUpdate:
    """Return what changed since a state; ``etags`` are those of the objects that are known.

    Raises ``FeedError``.
    """
    found = server.find(address, _STATE)
    if not found:
        raise FeedError(SyncProblem.NOT_FOUND)
    ctag = str(found[0].properties.get(_CTAG) or "")
    token = str(found[0].properties.get(_TOKEN) or "")
    if ctag and ctag == state.ctag:
        return CopyUpdate(CopyState(state.token, ctag), {}, frozenset())
    wanted = _by_token(server, address, state.token) if state.token else None
    if wanted is None:
        wanted = _by_etags(server, address, etags, token)
    changed, gone = _fetch(server, address, wanted.etags)
    gone = (gone | wanted.gone) & etags.keys() - changed.keys()
    return CopyUpdate(CopyState(wanted.token, ctag), changed, frozenset(gone))


def _by_token(server: CalendarServer, address: str, token: str) -> _Wanted | None:
    """Ask what changed since a token; None where the server no longer knows it."""
    wanted = _Wanted({}, set(), token)
    own = path_of(address).rstrip("/")
    for _page in range(_MOST_PAGES):
        response = server.report(address, _SYNC.format(escape(token)), depth=0)
        if response is None:
            return None
        page = server.read(response.parse_sync_collection)
        for each in page.changed:
            if each.href.rstrip("/") != own:
                wanted.etags[each.href] = each.etag or ""
        for href in page.deleted:
            wanted.etags.pop(href, None)
            wanted.gone.add(href)
        if not page.sync_token:
            return None
        token = page.sync_token
        if not page.truncated:
            return wanted._replace(token=token)
    raise FeedError(SyncProblem.TOO_LARGE)


def _by_etags(
    server: CalendarServer, address: str, known: Mapping[str, str], token: str
) -> _Wanted:
    """Compare the etags of all objects; one without an etag is fetched again."""
    listed = list_etags(server, address)
    changed = {href: etag for href, etag in listed.items() if not etag or known.get(href) != etag}
    return _Wanted(changed, set(known) - set(listed), token)


def list_etags(server: CalendarServer, address: str) -> dict[str, str]:
    """Return the etag of each object of a calendar by its decoded path, "" where it has none.

    Raises ``FeedError``, also for an empty answer: it would list the calendar itself.
    """
    listed: dict[str, str] = {}
    own = path_of(address).rstrip("/")
    found = server.find(address, _ETAGS, depth=1)
    if not found:  # the calendar itself is listed even where it is empty
        raise FeedError(SyncProblem.UNREADABLE)
    for each in found:
        is_collection = bool(each.properties.get(_RESOURCE_TYPE))
        if not is_collection and each.path.rstrip("/") != own:
            listed[each.path] = str(each.properties.get(_ETAG) or "")
    return listed


def _fetch(
    server: CalendarServer, address: str, etags: Mapping[str, str]
) -> tuple[dict[str, CopiedObject], set[str]]:
    """Fetch objects; return them, and those that are gone since they were listed."""
    found: dict[str, CopiedObject] = {}
    hrefs, size = sorted(etags), 0
    for start in range(0, len(hrefs), _AT_ONCE):
        for href, copied in _get_many(server, address, hrefs[start : start + _AT_ONCE]).items():
            found[href] = copied
            size += len(copied.text)
        if size > ReadingLimits().size_bytes:
            raise FeedError(SyncProblem.TOO_LARGE)
    return found, set(hrefs) - set(found)


def _get_many(server: CalendarServer, address: str, hrefs: list[str]) -> dict[str, CopiedObject]:
    """Fetch some objects at once, or one by one where the server cannot do that."""
    paths = (urlsplit(address_of(address, href)).path for href in hrefs)  # encoded as in requests
    elements = "".join(f"<d:href>{escape(path)}</d:href>" for path in paths)
    response = server.report(address, _MULTIGET.format(elements), depth=1)
    if response is None:
        return dict(_get_each(server, address, hrefs))
    return {
        each.href: CopiedObject(each.etag or "", _events_of(each.calendar_data or ""))
        for each in server.read(response.parse_calendar_query)
        if each.status < 400 and each.calendar_data
    }


def _get_each(
    server: CalendarServer, address: str, hrefs: Iterable[str]
) -> Iterable[tuple[str, CopiedObject]]:
    for href in hrefs:
        answer = server.send("GET", address_of(address, href), {"Accept": "text/calendar"})
        if answer.status == 200:
            text = answer.body.decode("utf-8", "replace")
            yield href, CopiedObject(answer.headers.get("etag", ""), _events_of(text))


def _events_of(text: str) -> bytes:
    """Return the text of an object as it is copied; empty for tasks and journals."""
    if "BEGIN:VEVENT" not in text.upper():
        return b""
    return text.strip().encode() + b"\r\n"
