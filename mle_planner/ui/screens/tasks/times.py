"""Progress of a task: tracked time against the estimate, planned blocks, tracked entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import (
    clock_range_text,
    clock_text,
    duration_text,
    minutes_text,
    short_day_text,
)
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.tasks.views import TaskTimes
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of

_FIRST_LINES = 4
_MORE_LINES = 40


class TimesList(QWidget):
    """Shows the times of one task; ``day_requested`` carries the day of the pressed line."""

    day_requested = Signal(object)

    def __init__(self, days: PlanningDays) -> None:
        super().__init__()
        self._days = days
        self._read: Callable[[int], TaskTimes] | None = None
        self._estimate_min: int | None = None
        self._most = _FIRST_LINES
        self.effort = TextLabel("", role="strong", wrapped=True)
        self.rest = TextLabel("", color="muted", wrapped=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Tracked against estimate"))
        self._lines = column_of(spacing=0)
        column_of(self.effort, self.bar, self.rest, self._lines, inside=self, spacing=5)

    def show_times(
        self, read: Callable[[int], TaskTimes], estimate_min: int | None, *, is_same: bool
    ) -> None:
        """Show the times of a task; for another task the list is short at first.

        ``read`` returns them, with at most that many of the past.
        """
        if not is_same:
            self._most = _FIRST_LINES
        self._read, self._estimate_min = read, estimate_min
        self._show()

    def _show(self) -> None:
        assert self._read is not None
        times, estimate_min = self._read(self._most), self._estimate_min
        self.effort.setText(effort_sentence(times, estimate_min))
        self.rest.show_text(rest_sentence(times, estimate_min))
        self.bar.hide()  # a visible one would paint the window now, half filled
        if estimate_min:
            done = int(times.tracked.total_seconds() // 60)
            self.bar.setRange(0, estimate_min)
            self.bar.setValue(min(done, estimate_min))
            self.bar.show()
        clear_layout(self._lines)
        blocks = [(b.start, b.end) for b in (*times.ahead, *times.past)]
        self._list(_("Planned"), blocks, len(times.ahead) + times.past_count, times.now)
        entries = [(e.start, e.end) for e in times.entries]
        self._list(_("Tracked"), entries, times.entry_count, times.now)

    def _list(
        self,
        title: str,
        spans: Sequence[tuple[datetime, datetime | None]],
        count: int,
        now: datetime,
    ) -> None:
        if not spans:
            return
        fill(self._lines, 6, TextLabel(title, role="label", color="muted"))
        kept = spans[: self._most]
        for start, end in kept:
            self._lines.addWidget(self._line(start, end, now))
        if more := count - len(kept):
            button = word_button(
                plural("{count} more", "{count} more", more), self._show_more, kind="plain"
            )
            self._lines.addLayout(row_of(button, STRETCH))

    def _line(self, start: datetime, end: datetime | None, now: datetime) -> QPushButton:
        day = self._days.date_of(start)
        zone = self._days.zone
        if end is None:
            times = _("{start}, running", start=clock_text(start, zone))
        else:
            times = clock_range_text(start, end, zone)
        length = duration_text(max(timedelta(0), (end or now) - start))
        if end is not None and start < now < end:  # a block; the sums cover the blocks ahead
            length = _("{rest} left", rest=duration_text(end - now))
        name = _("Today") if day == self._days.date_of(now) else short_day_text(day)
        text = f"{name}  {times}  ·  {length}"
        button = word_button(text, lambda: self.day_requested.emit(day), kind="row")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(_("Show this day"))
        return button

    def _show_more(self) -> None:
        self._most += _MORE_LINES
        self._show()


def effort_sentence(times: TaskTimes, estimate_min: int | None) -> str:
    tracked = duration_text(times.tracked)
    if estimate_min is None:
        return _("{tracked} tracked, no estimate", tracked=tracked)
    return _(
        "{tracked} tracked of {estimate}", tracked=tracked, estimate=minutes_text(estimate_min)
    )


def rest_sentence(times: TaskTimes, estimate_min: int | None) -> str:
    """Return the planned time and the rest to plan; with the tracked time they add up."""
    parts = []
    if times.planned:
        parts.append(_("{planned} planned", planned=duration_text(times.planned)))
    if estimate_min is not None:
        estimate = timedelta(minutes=estimate_min)
        if over := times.over(estimate):
            parts.append(_("{over} over the estimate", over=duration_text(over)))
        elif rest := times.unplanned(estimate):
            parts.append(_("{rest} not planned yet", rest=duration_text(rest)))
    return ", ".join(parts)
