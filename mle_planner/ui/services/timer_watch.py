"""Leaves signs of life while a timer runs, and stores what cut it off."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.topics import Changes, Topic

if TYPE_CHECKING:
    from mle_planner.core.model.tracked import TimeEntry
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.heartbeat import ClockChange


class TimerWatch(QObject):
    """Looks at the timer each minute and with each change, with a window and in the tray.

    Attributes:
        clock_change: The entry that ran and how the clock was set under it, until that is
            answered, also once the timer has stopped.
    """

    def __init__(
        self, planner: Planner, is_sleep_noticed: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        """Where ``is_sleep_noticed``, a gap under an entry looked at before is no crash."""
        super().__init__(parent)
        self.clock_change: tuple[TimeEntry, ClockChange] | None = None
        self._planner = planner
        self._is_sleep_noticed = is_sleep_noticed
        self._watched: TimeEntry | None = None
        planner.heartbeats.follow_app()

    @Slot(Changes)
    def follow(self, changes: Changes) -> None:
        if Topic.ENTRIES in changes.topics:
            self.look()

    @Slot()
    def look(self) -> None:
        """Leave a sign of life; what is missing since the last one is stored before that."""
        beats, entry = self._planner.heartbeats, self._planner.running_entry()
        change = beats.clock_change()
        before = self.clock_change
        if before is not None and not self._can_correct(*before):
            before = self.clock_change = None
        if entry is not None and change is not None:
            if before is not None and before[0].id == entry.id:
                change = before[1].with_later(change)
            self.clock_change = None if change is None else (entry, change)
        self._record_cut_off(entry)
        beats.beat(is_app_open=True)

    def _can_correct(self, asked: TimeEntry, change: ClockChange) -> bool:
        """Whether the start of an entry is as it was, and can be moved with the clock."""
        entry = self._planner.entry(asked.id)
        if entry is None or entry.start != asked.start:
            return False
        return entry.end is None or entry.end > entry.start + change.by

    def _record_cut_off(self, entry: TimeEntry | None) -> None:
        """Store what a crash, or a backup whose timer runs, leaves unknown about an entry.

        A gap since an earlier look at the same entry is sleep, which is noticed elsewhere.
        """
        if self._is_sleep_noticed() and entry is not None and self._watched == entry:
            silence = self._planner.heartbeats.silence()
            if silence is not None and silence.last_active is not None:
                self._planner.heartbeats.keep()
            return
        with contextlib.suppress(PlannerError):  # another program is writing: tried again
            self._planner.away.record_cut_off()
            self._watched = entry
