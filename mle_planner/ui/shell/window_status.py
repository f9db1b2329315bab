"""Fills the bars with the present state of the planner."""

from __future__ import annotations

from collections.abc import Sequence

from mle_planner.core.calendars.source_words import short_state
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.planner import Planner
from mle_planner.core.topics import SETTING_TOPICS, Topic
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.bars import StatusBar
from mle_planner.ui.shell.top_bar import TopBar

TOPICS = SETTING_TOPICS | {
    Topic.ACTIVITIES,
    Topic.AWAY,
    Topic.CALENDARS,
    Topic.CALENDAR_READING,
    Topic.ENTRIES,
    Topic.JOBS,
}
"""What the bars are made from."""


def show_running(planner: Planner, bar: TopBar) -> None:
    """Show the running entry, or that nothing runs."""
    running = planner.running()
    bar.started_at = running.entry.start if running is not None else None
    if running is not None:
        bar.pill.show_entry(running.entry.title, running.category)
        bar.pill.clock.show_time(planner.now() - running.entry.start)
    bar.show_pill(running is not None)


def show_passed(planner: Planner, bar: TopBar) -> None:
    """Show how long the entry has run by now; reads no database."""
    if bar.started_at is not None:
        bar.pill.clock.show_time(planner.now() - bar.started_at)


def show_saved(services: Services, bar: StatusBar) -> None:
    """Show that the last change was saved, or why it was not; and what is wrong with the data."""
    planner = services.planner
    words = _state_words(planner)
    if services.folder_failure:
        bar.show_state(_("The data was moved, replaced or deleted"), services.folder_failure)
    elif services.backup_failure and not words:
        bar.show_state(_("Automatic backup failed"), services.backup_failure)
    else:
        bar.show_state(words)
    bar.show_saved("" if planner.read_only else planner.history.save_failure)


def _state_words(planner: Planner) -> str:
    if planner.read_only:
        return _("Read-only: {reason}", reason=planner.read_only)
    if planner.unreadable_count:
        return plural(
            "{count} record cannot be read; the rest is shown (mle-planner doctor)",
            "{count} records cannot be read; the rest is shown (mle-planner doctor)",
            planner.unreadable_count,
        )
    return ""


def show_foot(planner: Planner, bar: StatusBar, published: Sequence[str]) -> None:
    """Show the calendars, what is wrong with ``published`` plans, and the week so far."""
    now = planner.now()
    sources, zone = planner.feeds.all(), planner.days.zone
    shown = [source for source in sources if source.calendar.is_visible]
    bar.show_calendars(
        [short_state(each, now, zone) for each in shown if each.good_at and not each.is_stale],
        [*published, *(short_state(each, now, zone) for each in shown if each.is_stale)],
    )
    sums = planner.reviews.tracked_sums(planner.today())
    focus = duration_text(sums.focus)
    meetings = duration_text(sums.meeting)
    bar.week.setText(
        _("Week so far: focus {focus} · meetings {meetings}", focus=focus, meetings=meetings)
    )
