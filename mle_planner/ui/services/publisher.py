"""Keeps published plans up to date: a moment after each change, in the thread of calendars."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from mle_planner.core.topics import PUBLISHED_TOPICS, Changes
from mle_planner.ui.services.bridge import Bridge
from mle_planner.ui.services.feeds import FeedRefresher

_SETTLE_MS = 1000


class Publisher(QObject):
    """Brings the files of published plans up to date when the plan has changed."""

    def __init__(
        self, planner: Planner, feeds: FeedRefresher, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._planner = planner
        self._feeds = feeds
        self.settle = QTimer(self)
        self.settle.setSingleShot(True)
        self.settle.setInterval(_SETTLE_MS)
        self.settle.timeout.connect(self.update)
        bridge.changed.connect(self._on_changes)

    @Slot(Changes)
    def _on_changes(self, changes: Changes) -> None:
        if changes.topics & PUBLISHED_TOPICS and not self._planner.read_only:
            self.settle.start()

    def stop(self) -> None:
        """Write what waits to files; a calendar on a server follows when the planner is started."""
        if self.settle.isActive():
            self.settle.stop()
            self._planner.publications.update_files()

    @Slot()
    def update(self) -> None:
        """Write what changed, if the plan is published anywhere."""
        if self._planner.read_only or not self._planner.publications.all():
            return

        def job(planner: Planner, _is_stopped: Callable[[], bool]) -> None:
            planner.publications.update_all()

        self._feeds.run(job, lambda _done: None, _ignore)


def _ignore(_error: PlannerError) -> None:
    """What could not be written is recorded with the publication; the next change tries again."""
