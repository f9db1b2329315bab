"""Publishes plans a moment after each change, in the thread of calendars.

What failed is tried again, and a server is asked what others changed there, after a calendar was
read and every half hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.planner import Planner
from mle_planner.core.topics import PUBLISHED_TOPICS, Changes
from mle_planner.ui.desktop.quiet import is_offline, saves_power
from mle_planner.ui.services.bridge import Bridge
from mle_planner.ui.services.feeds import FeedRefresher

_SETTLE_MS = 1000
_EVERY = timedelta(minutes=30)


class Publisher(QObject):
    """Brings the files and calendars of published plans up to date when the plan has changed.

    Attributes:
        updated: They were brought up to date; `states` says what is wrong with them.
    """

    updated = Signal()

    def __init__(
        self, planner: Planner, feeds: FeedRefresher, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._planner = planner
        self._feeds = feeds
        self.settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self.settle.timeout.connect(self.update)
        bridge.changed.connect(self._on_changes)
        feeds.ended.connect(self._on_read)
        self._updated_at: datetime | None = None

    @property
    def states(self) -> list[str]:
        """What is wrong with the published plans, in a few words; [] before the first update."""
        if self._updated_at is None:
            return []
        found = []
        for each in self._planner.publications.all():
            count = len(self._planner.publish_conflicts.of(each))
            if each.problem:
                found.append(_("Published plan: not up to date"))
            if count:
                found.append(
                    plural(
                        "Published plan: {count} change by others",
                        "Published plan: {count} changes by others",
                        count,
                    )
                )
        return found

    @Slot(Changes)
    def _on_changes(self, changes: Changes) -> None:
        if changes.topics & PUBLISHED_TOPICS and not self._planner.read_only:
            self.settle.start()

    @Slot(int, object)
    def _on_read(self, _calendar_id: int, _report: object) -> None:
        if any(each.is_remote for each in self._planner.publications.all()):
            self.settle.start()

    @Slot()
    def update_if_due(self) -> None:
        """Try again what failed, and ask servers, unless that was done in the last half hour.

        A clock that was set back does not keep it from being done.
        """
        now, before = self._planner.now(), self._updated_at
        if before is None or before <= now < before + _EVERY:
            return
        self._updated_at = now
        is_wanted = any(each.is_remote or each.problem for each in self._planner.publications.all())
        if is_wanted and not is_offline():
            self._update(is_asked=False)

    def stop(self) -> None:
        """Write what waits to files; a calendar on a server follows when the planner is started."""
        if self.settle.isActive():
            self.settle.stop()
            self._planner.publications.update_files()

    @Slot()
    def update(self) -> None:
        """Write what changed, if the plan is published anywhere."""
        self._updated_at = self._planner.now()
        if self._planner.publications.all():
            self._update(is_asked=True)

    def _update(self, *, is_asked: bool) -> None:
        if self._planner.read_only:
            return

        def job(planner: Planner, _is_stopped: Callable[[], bool]) -> None:
            if is_asked or not saves_power():
                planner.publications.update_all()

        # What could not be written is recorded with the publication; the next change tries again.
        self._feeds.run(job, lambda _done: self.updated.emit(), lambda _error: None)
