"""The services that run as long as the application; windows are views of them."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtCore import QObject, Signal, Slot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.declared_settings import BACKUP_ROOM_MB
from mle_planner.core.maintenance.backup_failure import last_failure
from mle_planner.ui.planning.plans import Plans
from mle_planner.ui.planning.what_if import WhatIfQuestions
from mle_planner.ui.services.appearance import Appearance
from mle_planner.ui.services.away import AwayWatch
from mle_planner.ui.services.background import Background
from mle_planner.ui.services.bridge import Bridge
from mle_planner.ui.services.drafts import Drafts
from mle_planner.ui.services.editors import EditorListener
from mle_planner.ui.services.evidence_reader import EvidenceReader
from mle_planner.ui.services.feeds import FeedRefresher
from mle_planner.ui.services.global_shortcut import GlobalShortcut
from mle_planner.ui.services.login_start import LoginStart
from mle_planner.ui.services.publisher import Publisher
from mle_planner.ui.services.reminders import ReminderService
from mle_planner.ui.services.ticker import Ticker
from mle_planner.ui.services.timer_watch import TimerWatch

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.planning.what_if import Refused, Shown
    from mle_planner.ui.services.feeds import Job


About = Literal["price", "cost", "coming", "past"]
"""What a change is asked about: a meeting, a task of today, the coming week, a past one."""

_LOCK_WAIT_MS = 40
"""A write that another program holds up is refused after this, so that the window stays usable."""


class Services(QObject):
    """The planner and what works for it.

    Attributes:
        planner: The open planner; its owner closes it after `stop`.
        folder: The data folder.
        what_if: What a change costs or gains, by what is asked about.
        backup_failure: Why the last automatic backup failed; empty after one that succeeded.
        folder_failure: Why nothing can be saved in the data folder; empty while it is there.
        minute_work_due: The work of each minute is due; not sent while the data folder is gone.
    """

    backup_finished = Signal()
    minute_work_due = Signal()

    def __init__(self, planner: Planner, folder: Path) -> None:
        super().__init__()
        self.planner = planner
        self.folder = folder
        planner.wait_at_most(_LOCK_WAIT_MS)
        self.bridge = Bridge(planner, self)
        self.appearance = Appearance(planner, self)
        self.ticker = Ticker(planner.now, self)
        self.background = Background(self)
        self.plans = Plans(self)
        self.what_if: dict[About, WhatIfQuestions] = {
            about: WhatIfQuestions(self) for about in get_args(About)
        }
        self.drafts = Drafts(folder)
        failure = last_failure(folder)
        self.backup_failure = "" if failure is None else failure.reason
        self.folder_failure = ""
        self.feeds = FeedRefresher(planner, self)
        self.publisher = Publisher(planner, self.feeds, self.bridge, self)
        self.feeds.wrote.connect(self.bridge.read_foreign_changes)
        self.editors = EditorListener(planner, self)
        self.away = AwayWatch(planner, self)
        self.timer_watch = TimerWatch(planner, lambda: self.away.is_watching, self)
        self.global_shortcut = GlobalShortcut(planner, self)
        self.evidence = EvidenceReader(planner, self.feeds, self)
        self.login_start = LoginStart(planner, folder, self)
        self.reminders = ReminderService(planner, self, lambda: self.away.is_locked)
        for follow in (
            self.appearance.follow,
            self.editors.follow,
            self.away.follow,
            self.timer_watch.follow,
            self.global_shortcut.follow,
            self.login_start.follow,
            self.reminders.show_due_soon,
        ):
            self.bridge.changed.connect(follow)
        self.ticker.minute_ticked.connect(self._begin_minute_work)
        for work in (
            self.timer_watch.look,
            self.reminders.show_due_soon,
            self._back_up_if_due,
            self.drafts.flush,
            self.feeds.read_due,
            self.publisher.update_if_due,
            self._track_meetings,
            self.evidence.read_if_due,
        ):
            self.minute_work_due.connect(work)

    def ask_cost(self, text: str, told: Callable[[Sequence[str]], None]) -> None:
        """Call ``told`` with what the task of a line costs today; nothing without a cost."""
        self.ask_what_if(
            "cost",
            lambda planner, _stop: planner.planning.ad_hoc_request(text),
            lambda price: told(price.sentences),
            lambda _refusal: told(()),
        )

    def ask_what_if(self, about: About, job: Job, told: Shown, refused: Refused) -> None:
        """Read with ``job`` what a change depends on; call ``told`` with what it is worth.

        It is read in another thread and planned in another process. A later question ``about``
        the same replaces an earlier one.
        """

        def failed(error: PlannerError) -> None:
            refused(str(error))

        self.feeds.run(job, lambda request: self.what_if[about].ask(request, told, refused), failed)

    @Slot()
    def _begin_minute_work(self) -> None:
        """Start the work of each minute, unless the data folder is no longer there."""
        failure = ""
        try:
            self.planner.refuse_moved()
        except PlannerError as error:
            failure = str(error)
        self.folder_failure = failure
        if not failure:
            self.minute_work_due.emit()

    @Slot()
    def _back_up_if_due(self) -> None:
        def back_up(folder: Path) -> Path | None:
            from mle_planner.core.maintenance.backups import back_up_if_due

            return back_up_if_due(folder, now, room_mb=room_mb, second=second)

        if self.planner.read_only:
            return
        now, settings = self.planner.now(), self.planner.settings
        room_mb = BACKUP_ROOM_MB[settings.word("backup_room")]
        second = settings.word("backup_folder")
        self.background.run(
            back_up, self.folder, lambda _made: self._tell_backup(""), failed=self._log_failure
        )

    @Slot()
    def _track_meetings(self) -> None:
        """Track the meetings that ended and are always tracked; what fails is proposed later."""
        if not self.planner.read_only:
            with contextlib.suppress(PlannerError):
                self.planner.meetings.track_ended()

    def _log_failure(self, error: PlannerError) -> None:
        logging.getLogger(__name__).warning("automatic backup: %s", error)
        self._tell_backup(str(error))

    def _tell_backup(self, failure: str) -> None:
        self.backup_failure = failure
        self.backup_finished.emit()

    def start(self) -> None:
        """Start the minute tick and, in a moment, the planning process and the calendars."""
        self.ticker.start()
        self.feeds.read_due_soon()
        self.editors.follow_soon()
        self.away.follow_soon()
        self.global_shortcut.follow_soon()
        self.reminders.start()
        self.login_start.renew_soon()
        self.plans.warm_up_timer.start()
        self.publisher.settle.start()

    def stop(self) -> None:
        """Stop everything; waits a little for background work that cannot be interrupted."""
        self.drafts.flush()
        self.ticker.stop()
        with contextlib.suppress(PlannerError):  # it may be what ends the application
            self.planner.heartbeats.beat(is_app_open=False)
            self.publisher.stop()
        with contextlib.suppress(PlannerError):
            self.planner.refuse_moved()
            self._back_up_if_due()
        for close in (
            self.plans.close,
            *(each.close for each in self.what_if.values()),
            self.feeds.close,
            self.editors.close,
            self.away.close,
            self.global_shortcut.close,
            self.reminders.close,
            self.background.close,
            self.bridge.close,
        ):
            close()
