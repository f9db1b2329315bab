"""The card of the meetings that have begun and are not tracked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import clock_range_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.snapshots import PlannedItem, PlanSource
from mle_planner.core.refs import EventRef, PlannedRef
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.focus_return import FocusReturn
from mle_planner.ui.widgets.layouts import STRETCH, fill, row_of


class MeetingCard(Card):
    """Asks whether to track a meeting: once, always, or never for its series, or later.

    After its answer it asks about the one before; the wrap-up asks about those left for later.
    ``tracked`` carries its reference; ``ruled`` the id of the event and the chosen rule.
    """

    tracked = Signal(object)
    ruled = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__(_("Meeting, not tracked yet"))
        self._key: PlannedRef | None = None
        self._asked: list[PlannedItem] = []
        self._left = set[PlannedRef]()
        self._has_ended = False
        self._what = TextLabel(role="strong", elided=True)
        self._times = TextLabel(color="muted", elided=True)
        self.track = word_button("", lambda: self.tracked.emit(self._key), kind="pill")
        self.later = word_button(_("Later"), self._leave, kind="pill")
        self.always = word_button(_("Always"), lambda: self._rule(is_tracked=True), kind="pill")
        self.never = word_button(_("Never"), lambda: self._rule(is_tracked=False), kind="pill")
        self.always.setToolTip(_("Track every meeting of this series when it ends"))
        self.never.setToolTip(_("Never ask about this series"))
        fill(self.body, self._what, self._times)
        self.later.setToolTip(_("Asked again when you wrap up the day"))
        # one row would be too wide
        for buttons in ((self.track,), (self.later, self.always, self.never)):
            self.body.addLayout(row_of(*buttons, STRETCH, spacing=6))
        FocusReturn(self)
        self.hide()

    def show_meetings(
        self, begun: Sequence[PlannedItem], now: datetime, days: PlanningDays, key: str
    ) -> None:
        """Show the last event of a calendar among the begun meetings; hidden without one.

        ``key`` is the key that tracks the first of them; it is shown where that is this.
        """
        invited = (item for item in begun if item.source is PlanSource.CALENDAR)
        self._asked = [item for item in invited if item.key not in self._left]
        self.setVisible(bool(self._asked))
        if self._asked:
            count, item = len(self._asked), self._asked[0]
            self.set_aside(str(count) if count > 1 else "")
            self._show_item(item, now, days, key if item is begun[0] else "")

    def _show_item(self, item: PlannedItem, now: datetime, days: PlanningDays, key: str) -> None:
        self._key, self._has_ended = item.key, item.span.end <= now
        self._what.setText(item.title)
        self._times.setText(clock_range_text(item.span.start, item.span.end, days.zone))
        self.track.setText(_("Track it") + (f"  {key}" if key else ""))
        self.track.setAccessibleName(_("Track {title}", title=item.title))
        self.later.setVisible(self._has_ended)
        for button in (self.always, self.never):
            button.setVisible(bool(item.event_uid))

    def _leave(self) -> None:
        self._left.update(item.key for item in self._asked)
        self.hide()

    def _rule(self, *, is_tracked: bool) -> None:
        key, has_ended = self._key, self._has_ended
        if isinstance(key, EventRef):
            self.ruled.emit(key.id, is_tracked)
            if is_tracked and has_ended:  # a meeting under way is tracked at its end
                self.tracked.emit(key)
