"""Reads git and ActivityWatch every few minutes, in the thread of calendars."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from mle_planner.ui.services.feeds import FeedRefresher

_EVERY = timedelta(minutes=5)


class EvidenceReader(QObject):
    """Reads the sources of evidence; Settings shows a failure with its source."""

    def __init__(
        self, planner: Planner, feeds: FeedRefresher, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._planner = planner
        self._feeds = feeds
        self._read_at: datetime | None = None
        self._is_reading = False

    @Slot()
    def read_if_due(self) -> None:
        """Read every source that is not paused, if none was read in the last minutes.

        A clock that was set back does not keep them from being read.
        """
        now = self._planner.now()
        if self._read_at is not None and self._read_at <= now < self._read_at + _EVERY:
            return
        sources = self._planner.evidence_sources.all()
        if self._is_reading or self._planner.read_only or all(one.is_paused for one in sources):
            return
        self._read_at, self._is_reading = now, True

        self._feeds.run(
            lambda planner, stop: planner.evidence_sources.read(stop), self._end, self._end
        )

    def _end(self, _outcome: PlannerError | None) -> None:
        self._is_reading = False
