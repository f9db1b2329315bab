"""Fetches a CalDAV calendar: what changed is fetched, the rest is kept as a copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mle_planner.core.calendars.caldav_changes import CopyUpdate, read_changes
from mle_planner.core.calendars.caldav_client import CalendarServer
from mle_planner.core.calendars.feeds import ChangedMeanwhileError, FeedError, Fetched, Validators
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

_NOTHING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mle-planner//EN\r\nEND:VCALENDAR\r\n"


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
