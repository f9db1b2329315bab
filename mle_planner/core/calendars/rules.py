"""The rules that say what calendar events mean to the user: read, set, forgotten, suggested."""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict, cast

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span
from mle_planner.core.calendars.suggested_rules import SuggestedRule, suggest_rule
from mle_planner.core.edits import Change, Edit, add_records, remove_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.calendar import Calendar, CalendarEvent, CalendarId, EventRule
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import ActivityId, ProjectId
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.typed.title import find_named, title_key

MOST_BUFFER_MIN = 240

_SUGGEST_AHEAD = timedelta(days=28)


class RuleChange(TypedDict, total=False):
    """The fields of a rule to change; None lets the calendar's rule or the title decide again."""

    activity_id: ActivityId | None
    project_id: ProjectId | None
    is_movable: bool | None
    before_min: int | None
    after_min: int | None
    is_ignored: bool | None
    is_lunch: bool | None
    is_tracked: bool | None


_FIELDS = tuple(RuleChange.__annotations__)

FORGET = cast("RuleChange", dict.fromkeys(_FIELDS))
"""Removes a rule."""


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule with what it is for: a calendar, or the title of a series in it, "" for all."""

    rule: EventRule
    calendar: Calendar
    title: str


class EventRules(Domain):
    """The rules of calendars and series."""

    def all(self) -> tuple[NamedRule, ...]:
        """Return every rule: by calendar, the calendar's own first, then by title."""
        calendars = {calendar.id: calendar for calendar in self._session.store.all(Calendar)}
        found = [
            NamedRule(rule, calendars[rule.calendar_id], self._title(rule))
            for rule in self._session.store.all(EventRule)
            if rule.calendar_id in calendars
        ]
        return tuple(sorted(found, key=lambda one: (one.rule.calendar_id, one.title.casefold())))

    def rule(self, calendar_id: CalendarId, uid: str) -> EventRule:
        """Return the rule of a calendar or series; an empty one where there is none."""
        found = self._session.store.where(EventRule, calendar_id=calendar_id, uid=uid)
        return found[0] if found else EventRule(0, calendar_id, uid)

    def event(self, event_id: int) -> CalendarEvent:
        """Return an event; raises ``PlannerError`` where it is gone."""
        return self._session.existing(CalendarEvent, event_id)

    @carried_out
    def set(self, calendar_id: CalendarId, uid: str, change: RuleChange) -> tuple[Edit, EventRule]:
        """Change the rule of a calendar or series; one that says nothing is removed."""
        self._session.existing(Calendar, calendar_id)
        before = self.rule(calendar_id, uid)
        after = replace(before, **change)
        _check(after)
        return Edit(
            Summary(Operation.CHANGE, self._name(after)), self._changes(before, after)
        ), after

    @carried_out
    def accept(self, suggestions: tuple[SuggestedRule, ...]) -> Edit:
        """Set suggested rules, as one edit; what a rule says already stays."""
        changes: tuple[Change, ...] = ()
        for one in suggestions:
            before = self.rule(one.rule.calendar_id, one.rule.uid)
            missing = {
                name: value
                for name in _FIELDS
                if getattr(before, name) is None and (value := getattr(one.rule, name)) is not None
            }
            changes = (*changes, *self._changes(before, replace(before, **missing)))
        name = suggestions[0].event.summary if len(suggestions) == 1 else ""
        return Edit(Summary(Operation.CHANGE, name, count=len(suggestions)), changes)

    def meeting_of(self, entry: TimeEntry) -> tuple[CalendarId, str] | None:
        """Return the series of the meeting that tracked time is of: its title, at its time.

        None where there is none, or it has no UID to know it by.
        """
        title = entry.title.casefold()
        end = entry.end or self._session.now()
        if entry.end is not None and entry.end <= entry.start:
            return None
        span = Span(entry.start, max(end, entry.start + timedelta(minutes=1)))
        for event in self._session.store.events.within(span):
            if event.uid and event.summary.casefold() == title:
                return event.calendar_id, event.uid
        return None

    def suggestions(self) -> tuple[SuggestedRule, ...]:
        """Return what is suggested for the series of the next four weeks that have no rule."""
        store, now = self._session.store, self._session.now()
        ruled = {(rule.calendar_id, rule.uid) for rule in store.all(EventRule)}
        activities = tuple(self._session.activities().values())
        projects = tuple(self._session.projects().values())
        found: dict[tuple[CalendarId, str], SuggestedRule] = {}
        for event in store.events.within(Span(now, now + _SUGGEST_AHEAD)):
            key = event.calendar_id, event.uid
            if not event.uid or key in ruled or key in found:
                continue
            suggestion = suggest_rule(event, activities, projects)
            if suggestion is not None:
                found[key] = suggestion
        return tuple(found.values())

    def find(self, text: str) -> tuple[CalendarId, str]:
        """Return the calendar or series of a name: a calendar's, a title or a UID, in any case.

        Raises ``PlannerError`` where there is none, or events of several series have the title.
        """
        calendars = self._session.store.all(Calendar)
        named = find_named(calendars, text)
        if named is not None:
            return named.id, ""
        wanted = title_key(text)
        found = {
            (event.calendar_id, event.uid)
            for calendar in calendars
            for event in self._session.store.events.of(calendar.id)
            if wanted in (event.summary.casefold(), event.uid.casefold())
        }
        if len(found) > 1:
            raise planner_error(
                "Several series are called {name}. Nothing was changed; give the UID of one.",
                name=text,
            )
        if not found:
            raise planner_error(
                "No calendar and no event is called {name}. Nothing was changed.", name=text
            )
        return found.pop()

    # -- inside ----------------------------------------------------------------------------

    def _changes(self, before: EventRule, after: EventRule) -> tuple[Change, ...]:
        is_empty = all(getattr(after, name) is None for name in _FIELDS)
        if not before.id:
            number = self._session.store.new_id(EventRule)
            return () if is_empty else add_records(replace(after, id=number))
        return remove_records([before]) if is_empty else replace_record(before, after)

    def _name(self, rule: EventRule) -> str:
        calendar = self._session.store.get(Calendar, rule.calendar_id)
        return self._title(rule) or (calendar.name if calendar else "")

    def _title(self, rule: EventRule) -> str:
        if not rule.uid:
            return ""
        events = self._session.store.events.of(rule.calendar_id, [rule.uid])
        return events[0].summary if events else rule.uid


def _check(rule: EventRule) -> None:
    for minutes in (rule.before_min, rule.after_min):
        if minutes is not None and not 0 <= minutes <= MOST_BUFFER_MIN:
            raise planner_error(
                "From 0 to 4 hours can be kept free around a meeting. Nothing was changed."
            )
