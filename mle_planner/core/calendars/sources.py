"""The calendars as they are set up: where each comes from, how it is shown, when it is read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.calendars.addresses import host_of, mask_address, read_address
from mle_planner.core.calendars.problems import problem_text
from mle_planner.core.edits import Edit, add_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.calendar import Calendar, CalendarId, CalendarKind, CalendarSync
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.typed.title import find_named, one_line, title_key

if TYPE_CHECKING:
    from mle_planner.core.calendars.feed_reading import IsStopped
    from mle_planner.core.calendars.refresh import RefreshReport

REFRESH_MINUTES = (15, 30, 60, 180, 360, 720, 1440)
"""How often a calendar can be read, besides on demand (0)."""

USUAL_REFRESH_MIN = 30

CALENDAR_COLORS = ("orange", "teal", "purple", "blue", "green", "red", "gray")
"""The colours a calendar can have, in the order in which new ones get them."""

_FETCHED = frozenset({CalendarKind.FEED, CalendarKind.CALDAV})
"""The kinds that are kept up to date; ``refresh_calendar`` reads them."""


@dataclass(frozen=True)
class CalendarSource:
    """A calendar and the state of its reading; ``sync`` is None for one that is not fetched."""

    calendar: Calendar
    sync: CalendarSync | None

    @property
    def address(self) -> str:
        """What may be shown of where it comes from."""
        return mask_address(self.calendar.address)

    @property
    def is_fetched(self) -> bool:
        """Whether it is refreshed automatically."""
        return self.calendar.kind in _FETCHED

    @property
    def can_be_read(self) -> bool:
        """Whether it comes from somewhere: that of the example week does not."""
        return self.is_fetched or bool(self.calendar.address)

    @property
    def good_at(self) -> datetime | None:
        """When what is shown was read."""
        return self.sync.good_at if self.sync is not None else self.calendar.read_at

    @property
    def is_stale(self) -> bool:
        """Whether the last reading failed, so that the copy of before is shown."""
        return self.sync is not None and self.sync.is_stale

    @property
    def problem(self) -> str:
        """Why the last reading failed, with what to do; "" where it did not."""
        return problem_text(self.sync.problem) if self.sync is not None else ""


class Feeds(Domain):
    """Calendars that are fetched; reading one blocks until it is done."""

    def all(self) -> tuple[CalendarSource, ...]:
        """Return every calendar by id, with the state of its reading."""
        syncs = {sync.calendar_id: sync for sync in self._session.store.all(CalendarSync)}
        return tuple(
            CalendarSource(calendar, syncs.get(calendar.id))
            for calendar in self._session.store.all(Calendar)
        )

    def count_events(self, source: CalendarSource) -> int:
        """Return how many events a calendar has, one that repeats counted once."""
        if source.sync is not None:
            return source.sync.event_count
        return len(self._session.store.events.uids(source.calendar.id))

    def find(self, name: str) -> Calendar:
        """Return the calendar of a name, in any case; raises ``PlannerError``."""
        calendar = find_named(self._session.store.all(Calendar), name)
        if calendar is None:
            raise planner_error(
                "There is no calendar called {name}. Nothing was changed.", name=name
            )
        return calendar

    def due(self) -> tuple[Calendar, ...]:
        """Return the calendars that are to be read now.

        One whose last reading lies in the future is, too: the clock was set back.
        """
        now = self._session.now()
        return tuple(
            source.calendar
            for source in self.all()
            if source.is_fetched and source.calendar.refresh_min and _is_due(source.sync, now)
        )

    def add(
        self,
        typed: str,
        *,
        name: str = "",
        allows_private: bool = False,
        is_stopped: IsStopped = lambda: False,
    ) -> RefreshReport:
        """Subscribe to the calendar of an address.

        It is fetched and read before anything is stored; ``PlannerError`` is raised with nothing
        added.
        """
        from mle_planner.core.calendars.feed_reading import FeedReader
        from mle_planner.core.calendars.feeds import ChangedMeanwhileError, Validators, fetch_feed
        from mle_planner.core.calendars.refresh import store_feed

        address = read_address(typed)
        title = one_line(name)
        refuse_known(self._session, {address}, title)
        draft = Calendar(
            CalendarId(0),
            title,
            address,
            kind=CalendarKind.FEED,
            refresh_min=USUAL_REFRESH_MIN,
            allows_private=allows_private,
        )
        fetched = fetch_feed(address, Validators(), allows_private=allows_private)
        read = FeedReader(self._session, draft.id, is_stopped).read(fetched.data or b"")

        def intention() -> tuple[Edit, Calendar]:
            refuse_known(self._session, {address})
            own = one_line(read.reading.name or "")
            names = {title_key(each.name) for each in self._session.store.all(Calendar)}
            given = title or free_name(own or host_of(address), names)
            number = CalendarId(self._session.store.new_id(Calendar))
            calendar = replace(draft, id=number, name=given, color=self._free_color())
            return Edit(Summary(Operation.ADD, given), add_records(calendar)), calendar

        calendar = self._session.carry_out(intention)
        try:
            return store_feed(self._session, calendar, read, fetched.validators)
        except ChangedMeanwhileError:
            return self.refresh(calendar.id, is_stopped=is_stopped)

    def refresh(
        self,
        calendar_id: CalendarId,
        *,
        is_asked: bool = False,
        is_stopped: IsStopped = lambda: False,
    ) -> RefreshReport:
        """Read a calendar now; what goes wrong is in the report and recorded.

        ``is_asked`` says that the user asked for this one calendar; see ``refresh_calendar``.
        """
        from mle_planner.core.calendars.refresh import refresh_calendar

        calendar = self._session.existing(Calendar, calendar_id)
        if calendar.kind not in _FETCHED:
            raise planner_error(
                "{name} was imported from a file. Nothing was read; import the file again.",
                name=calendar.name,
            )
        return refresh_calendar(self._session, calendar, is_asked=is_asked, is_stopped=is_stopped)

    @carried_out
    def rename(self, calendar_id: CalendarId, name: str) -> Edit:
        """Give a calendar another name."""
        title = one_line(name)
        if not title:
            raise planner_error("A calendar needs a name. Nothing was changed.")
        before = self._session.existing(Calendar, calendar_id)
        if title_key(before.name) != title_key(title):
            refuse_known(self._session, (), title)
        changes = replace_record(before, replace(before, name=title))
        return Edit(Summary(Operation.RENAME, title), changes)

    def set_color(self, calendar_id: CalendarId, color: str) -> None:
        """Mark the events of a calendar with a colour; "" for none."""
        if color and color not in CALENDAR_COLORS:
            raise planner_error(
                "A calendar is one of these colours: {colors}. Nothing was changed.",
                colors=", ".join(CALENDAR_COLORS),
            )
        self._change(calendar_id, color=color)

    def set_visible(self, calendar_id: CalendarId, is_visible: bool) -> None:
        """Show a calendar and plan around it, or neither."""
        self._change(calendar_id, is_visible=is_visible)

    def set_refresh(self, calendar_id: CalendarId, minutes: int) -> None:
        """Read a calendar that often; 0 for on demand only."""
        if minutes not in (0, *REFRESH_MINUTES):
            raise planner_error(
                "A calendar is read every 15 minutes to once a day. Nothing was changed."
            )
        self._change(calendar_id, refresh_min=minutes)

    # -- inside ----------------------------------------------------------------------------

    @carried_out
    def _change(self, calendar_id: CalendarId, **fields: Any) -> Edit:
        before = self._session.existing(Calendar, calendar_id)
        changes = replace_record(before, replace(before, **fields))
        return Edit(Summary(Operation.CHANGE, before.name), changes)

    def _free_color(self) -> str:
        used = {calendar.color for calendar in self._session.store.all(Calendar)}
        return next((color for color in CALENDAR_COLORS if color not in used), CALENDAR_COLORS[0])


def refuse_known(session: Session, addresses: Collection[str], title: str = "") -> None:
    """Refuse calendars of these addresses, and one of this title, where there are such already."""
    for calendar in session.store.all(Calendar):
        if calendar.address in addresses:
            raise planner_error(
                "{name} has this address already. Nothing was added.", name=calendar.name
            )
        if title and title_key(calendar.name) == title_key(title):
            raise planner_error(
                "There is a calendar called {name} already. Nothing was changed; choose "
                "another name.",
                name=title,
            )


def free_name(title: str, taken: Collection[str]) -> str:
    """Return a name for a new calendar: its title, numbered where ``taken`` holds its key."""
    found, number = title, 1
    while title_key(found) in taken:
        number += 1
        found = f"{title} {number}"
    return found


def _is_due(sync: CalendarSync | None, now: datetime) -> bool:
    if sync is None or sync.next_at is None or sync.read_at is None:
        return True
    return sync.next_at <= now or sync.read_at > now
