"""Publishes events to a CalDAV calendar without ever overwriting others' changes.

Every write names the version it replaces (If-Match), and a new event must not exist yet
(If-None-Match). Only events of the publication are requested and written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urljoin

from mle_planner.core.base.frozen import replace
from mle_planner.core.calendars.caldav_calendar import list_etags
from mle_planner.core.calendars.caldav_client import CalendarServer, path_of
from mle_planner.core.calendars.feeds import FeedError, HttpAnswer
from mle_planner.core.model.calendar import SyncProblem
from mle_planner.core.model.publication import GONE, PublishedEvent
from mle_planner.core.publishing.calendar_file import calendar_text, lines_of

_NOT_AS_EXPECTED = 412
_CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}


class _Place(NamedTuple):
    """The place of an event on the server, and its version there; "" if it is not there."""

    uid: str
    address: str
    etag: str


def send_changes(
    server: CalendarServer,
    calendar: str,
    wanted: Mapping[str, PublishedEvent],
    known: Mapping[str, PublishedEvent],
    done: dict[str, PublishedEvent],
) -> None:
    """Bring the events of a plan on the server up to date.

    ``done`` collects the events as published; it begins as ``known`` and is right even if
    ``FeedError`` is raised halfway. Others' changes are left on the server and recorded in
    ``done``.
    """
    done.clear()
    done.update(known)
    etags = list_etags(server, calendar)
    for uid in sorted(wanted.keys() | known.keys()):
        address = urljoin(calendar, f"{quote(uid)}.ics")
        place = _Place(uid, address, etags.get(path_of(address), ""))
        event = _send(server, place, wanted.get(uid), known.get(uid))
        if event is None:
            done.pop(uid, None)
        else:
            done[uid] = event


def _send(
    server: CalendarServer, place: _Place, want: PublishedEvent | None, known: PublishedEvent | None
) -> PublishedEvent | None:
    """Send one event if it changed; return it as published, None if it is not on the server."""
    if known is None:
        return _put(server, place, want, want) if want is not None else None
    if place.etag.removeprefix("W/") != known.etag.removeprefix("W/"):
        return _changed_there(server, place, want, known)
    if want is None:
        answer = server.send("DELETE", place.address, {"If-Match": place.etag})
        if answer.status == _NOT_AS_EXPECTED:
            return _changed_there(server, place, want, known)
        _check(answer, also=(404, 410))
        return None
    if want.lines == known.lines:
        return replace(known, theirs="", their_etag="")
    return _put(server, place, want, known)


def _put(
    server: CalendarServer, place: _Place, want: PublishedEvent, known: PublishedEvent
) -> PublishedEvent:
    """Write an event over the known version, or as a new one."""
    condition = {"If-Match": place.etag} if place.etag else {"If-None-Match": "*"}
    text = calendar_text("", {place.uid: want})
    answer = server.send("PUT", place.address, {**_CALENDAR, **condition}, text)
    if answer.status == _NOT_AS_EXPECTED:
        found = _changed_there(server, place, want, known)
        return found if found is not None else want
    _check(answer)
    etag = answer.headers.get("etag") or _etag_of(server, place.address)
    return replace(want, etag=etag, theirs="", their_etag="")


def _changed_there(
    server: CalendarServer, place: _Place, want: PublishedEvent | None, known: PublishedEvent
) -> PublishedEvent | None:
    """Record others' change of an event; None if it is deleted both here and there."""
    answer = server.send("GET", place.address, {"Accept": "text/calendar"})
    if answer.status in (404, 410):
        if want is None:
            return None
        return replace(known, theirs=GONE, their_etag="")
    _check(answer)
    etag = answer.headers.get("etag") or _etag_of(server, place.address)
    theirs = lines_of(answer.body.decode("utf-8", "replace"))
    if want is not None and theirs == want.lines:
        return replace(want, etag=etag, theirs="", their_etag="")  # already as wanted on the server
    return replace(known, theirs=theirs, their_etag=etag)


def _etag_of(server: CalendarServer, address: str) -> str:
    found = server.find(address, "<d:getetag/>")
    return str(found[0].properties.get("{DAV:}getetag") or "") if found else ""


def _check(answer: HttpAnswer, also: tuple[int, ...] = ()) -> None:
    if 200 <= answer.status < 300 or answer.status in also:
        return
    problem = SyncProblem.NOT_FOUND if answer.status in (404, 409, 410) else SyncProblem.READ_ONLY
    raise FeedError(problem)
