"""Choosing an activity by name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from mle_planner.core.model.work import Activity, ActivityId
from mle_planner.ui.widgets.fields import Choice


class ActivityChoice(Choice):
    activity_chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._ids: list[ActivityId] = []
        self.committed.connect(lambda at: self.activity_chosen.emit(self._ids[at]))

    @property
    def activity_id(self) -> ActivityId:
        return self._ids[self.currentIndex()]

    def offer(self, activities: Sequence[Activity], chosen: ActivityId | None = None) -> None:
        """Offer the active activities, and the chosen one even if it is archived."""
        offered = [each for each in activities if not each.archived or each.id == chosen]
        self._ids = [each.id for each in offered]
        before = self.currentText()
        self.set_choices([each.name for each in offered])
        if chosen is not None:
            self.setCurrentIndex(self._ids.index(chosen))
        elif before:
            self.setCurrentIndex(max(0, self.findText(before)))
