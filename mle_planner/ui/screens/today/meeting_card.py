"""The card of a meeting that has begun and is not tracked."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import clock_range_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.refs import EventRef, PlannedRef
from mle_planner.core.tracking.day_gaps import begun_meeting
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.focus_return import FocusReturn
from mle_planner.ui.widgets.layouts import STRETCH, fill, row_of


class MeetingCard(Card):
    """Asks whether to track a meeting: once, always, or never for its series.

    ``tracked`` carries its reference; ``ruled`` the id of the event and the chosen rule.
    """

    tracked = Signal(object)
    ruled = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__(_("Meeting, not tracked yet"))
        self._key: PlannedRef | None = None
        self._has_ended = False
        self._title = TextLabel(role="strong", elided=True)
        self._times = TextLabel(color="muted", elided=True)
        self.track = word_button("", self._track, kind="pill")
        self.always = word_button(_("Always"), lambda: self._rule(is_tracked=True), kind="pill")
        self.never = word_button(_("Never"), lambda: self._rule(is_tracked=False), kind="pill")
        self.always.setToolTip(_("Track every meeting of this series when it ends"))
        self.never.setToolTip(_("Never ask about this series"))
        fill(self.body, self._title, self._times)
        for buttons in ((self.track,), (self.always, self.never)):  # one row would be too wide
            self.body.addLayout(row_of(*buttons, STRETCH, spacing=6))
        FocusReturn(self)
        self.hide()

    def show_day(self, day: DaySnapshot, days: PlanningDays, key: str) -> None:
        """Show the day's meeting to ask about; hidden without one.

        ``key`` is the key that tracks the meeting that began last; it is shown where that is this.
        """
        item = begun_meeting(day, is_invited=True)
        self.setVisible(item is not None)
        if item is not None:
            self._show_item(item, day.now, days, key if item is begun_meeting(day) else "")

    def _show_item(self, item: PlannedItem, now: datetime, days: PlanningDays, key: str) -> None:
        self._key, self._has_ended = item.key, item.span.end <= now
        self._title.setText(item.title)
        self._times.setText(clock_range_text(item.span.start, item.span.end, days.zone))
        self.track.setText(_("Track it") + (f"  {key}" if key else ""))
        self.track.setAccessibleName(_("Track {title}", title=item.title))
        for button in (self.always, self.never):
            button.setVisible(bool(item.event_uid))

    def _track(self) -> None:
        self.tracked.emit(self._key)

    def _rule(self, *, is_tracked: bool) -> None:
        key, has_ended = self._key, self._has_ended
        if isinstance(key, EventRef):
            self.ruled.emit(key.id, is_tracked)
            if is_tracked and has_ended:  # a meeting under way is tracked at its end
                self.tracked.emit(key)
