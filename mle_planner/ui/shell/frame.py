"""The fixed parts of the window around the screen, and the place of the message bar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from mle_planner.core.calendars.source_words import short_state
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, joined_words, plural
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.planner import Planner
from mle_planner.core.topics import SETTING_TOPICS, Topic
from mle_planner.core.tracking.forgotten import in_question_text
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.actions.table import action_named
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.shell.bars import STATUS_PX, MessageBar, QuestionBar, ReadingBar, StatusBar
from mle_planner.ui.shell.question_strip import QuestionStrip
from mle_planner.ui.shell.rail import Rail
from mle_planner.ui.shell.screens import RAIL
from mle_planner.ui.shell.top_bar import TopBar
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.qt_override import override

_ROOM_FOR_WORDS_PX = 1120
STATUS_TOPICS = SETTING_TOPICS | {
    Topic.ACTIVITIES,
    Topic.AWAY,
    Topic.CALENDARS,
    Topic.CALENDAR_READING,
    Topic.ENTRIES,
    Topic.JOBS,
}
"""What the bars are made from."""


class Frame(QWidget):
    """Rail at the left, bars above and below, one screen at a time between them.

    ``action_requested`` carries the id of the action on a button that was pressed. ``body`` is all
    but the message bar, which lies over it.
    """

    action_requested = Signal(str)

    def __init__(self, shortcuts: Shortcuts, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self._planner = planner
        self.rail = Rail([action_named(f"go.{name}") for name in RAIL], action_named("go.settings"))
        self.top_bar = TopBar()
        self.show_shortcuts(shortcuts)
        self.status_bar = StatusBar()
        self.question = QuestionBar()
        self.block_end = QuestionBar(("switch", "muted"))
        self.overlaps = QuestionBar()
        self.coding = QuestionBar()
        self.wrap_up = QuestionBar(("done", "muted"))
        self.stage_question = QuestionStrip(planner, context)
        self.reading = ReadingBar()
        self.stack = QStackedWidget()
        self.messages = MessageBar(self)
        self.messages.changed.connect(self._place_messages)
        for part in (self.rail, self.top_bar, self.messages):
            part.action_requested.connect(self.action_requested)
        right = column_of(
            self.top_bar,
            self.question,
            self.block_end,
            self.overlaps,
            self.coding,
            self.wrap_up,
            self.reading,
            (self.stack, 1),
            self.stage_question,
            spacing=0,
        )
        across = row_of(self.rail, (right, 1), spacing=0)
        self.body = QWidget()
        column_of((across, 1), self.status_bar, inside=self.body, spacing=0)
        column_of((self.body, 1), inside=self, spacing=0)

    def show_heading(self, screen: Screen, shortcuts: Shortcuts) -> None:
        """Show the title of the open screen, its steps and its one button in the top bar."""
        month_key = shortcuts.shown("view.month")
        self.top_bar.show_steps(screen.has_steps, _(screen.today_label), month_key)
        self.top_bar.show_title(screen.title, screen.subtitle)
        title, key, action_id = "", "", screen.primary_action
        if action_id:
            title = _(screen.primary_title or action_named(action_id).title)
            key = shortcuts.shown(action_id)
        self.top_bar.show_primary(action_id, title, key)

    def show_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Show these keys in the rail and the top bar."""
        self.rail.show_keys([shortcuts.shown(f"go.{name}") for name in RAIL])
        self.top_bar.show_keys(shortcuts.shown("app.palette"), shortcuts.shown("timer.toggle"))

    def show_running(self) -> None:
        running, bar = self._planner.running(), self.top_bar
        bar.running_time = self._planner.running_time()
        if running is not None:
            is_interruption = running.entry.source is EntrySource.INTERRUPTION
            bar.pill.show_entry(
                running.entry.title, running.category, is_interruption=is_interruption
            )
            self.show_passed()
        bar.show_pill(running is not None)

    @Slot()
    def show_passed(self) -> None:
        """Show how long the entry has run by now; reads no database."""
        bar = self.top_bar
        if bar.running_time is not None:
            bar.pill.clock.show_time(bar.running_time.at(self._planner.now()))

    def show_saved(self, folder_failure: str, backup_failure: str) -> None:
        """Show that the last change was saved, or why not; and what is wrong with the data."""
        planner, words = self._planner, self._data_problem()
        if folder_failure:
            self.status_bar.show_state(_("The data was moved, replaced or deleted"), folder_failure)
        elif backup_failure and not words:
            self.status_bar.show_state(_("Automatic backup failed"), backup_failure)
        else:
            self.status_bar.show_state(words)
        failure = "" if planner.read_only else planner.history.save_failure
        self.status_bar.show_saved(failure, is_told=failure in self.messages.text)

    def _data_problem(self) -> str:
        planner = self._planner
        if planner.read_only:
            return _("Read-only: {reason}", reason=planner.read_only)
        if planner.unreadable_count:
            return plural(
                "{count} record cannot be read; the rest is shown (mle-planner doctor)",
                "{count} records cannot be read; the rest is shown (mle-planner doctor)",
                planner.unreadable_count,
            )
        return ""

    def show_foot(self, published: Sequence[str]) -> None:
        """Show the calendars, what is wrong with ``published`` plans, and the week so far."""
        planner, now = self._planner, self._planner.now()
        sources, zone = planner.feeds.all(), planner.days.zone
        shown = [source for source in sources if source.calendar.is_visible]
        self.status_bar.show_calendars(
            [short_state(each, now, zone) for each in shown if each.good_at and not each.is_stale],
            [*published, *(short_state(each, now, zone) for each in shown if each.is_stale)],
        )
        week = planner.days.week_of(planner.today())
        sums = planner.reviews.tracked_sums(week[0])
        doubtful = planner.time_in_question(week[0], week[-1])
        focus = _with_question(sums.focus, doubtful.focus)
        meetings = _with_question(sums.meeting, doubtful.meeting)
        self.status_bar.week.setText(
            _("Week so far: focus {focus} · meetings {meetings}", focus=focus, meetings=meetings)
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < _ROOM_FOR_WORDS_PX)
        self._place_messages()

    def _place_messages(self) -> None:
        """Make the status bar as high as the message over it, so that it covers nothing."""
        height = self.messages.place(self.size())
        self.status_bar.setFixedHeight(STATUS_PX if self.messages.isHidden() else height)


def _with_question(tracked: timedelta, doubtful: timedelta) -> str:
    """Return a time, and what of it is in question: "9:00, 1:00 of it in question"."""
    return joined_words((duration_text(tracked), in_question_text(doubtful)), ", ")
