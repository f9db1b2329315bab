"""The reminders that are due now, each once, and the actions of their buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from mle_planner.core.files import SideFile
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import AwayAnswer, TimeEntry
from mle_planner.core.plan.coding_actions import button_words
from mle_planner.core.plan.extension import Extension, extend_block
from mle_planner.core.reminders import rules
from mle_planner.core.reminders.reminder import Reminder, ReminderAnswer, ReminderKind
from mle_planner.core.reminders.rules import Surroundings
from mle_planner.core.session import Session
from mle_planner.core.tracking.coding_notice import CodingNotices
from mle_planner.core.tracking.entries import Tracking
from mle_planner.core.tracking.jobs import Jobs
from mle_planner.core.tracking.kept_moment import KeptMoment
from mle_planner.core.tracking.present import Present
from mle_planner.core.tracking.switching import Switching
from mle_planner.core.tracking.timer import Forgotten
from mle_planner.core.tracking.unresolved import TimeAway

_JUST_GIVEN = timedelta(minutes=2)


class Reminders:
    """Finds due reminders, remembers which were shown, and carries out the answers."""

    def __init__(self, session: Session, notices: CodingNotices) -> None:
        """Work on an open planner; jobs that have ended before are not reported."""
        self._session = session
        self._notices = notices
        self._told: set[str] = set()
        self._began = session.now()
        self._switching = Switching(session)
        self._focus = KeptMoment(session.store.path, SideFile.FOCUS)
        self._kept_going = KeptMoment(session.store.path, SideFile.KEPT_GOING)

    # -- focus -----------------------------------------------------------------------------

    def focus_until(self, at: datetime) -> None:
        """Keep quiet until an instant; a past one ends focus mode. Commands keep quiet too."""
        self._focus.keep(at)

    @property
    def is_focusing(self) -> bool:
        """Whether focus mode is on."""
        until = self._focus.read()
        return until is not None and self._session.now() < until

    # -- what is due -----------------------------------------------------------------------

    def due(self, *, is_window_in_front: bool = False, tells_jobs: bool = False) -> list[Reminder]:
        """Return the reminders that are due now and were not shown before.

        ``tells_jobs``: also report the end of jobs, if the command ``run`` cannot do so itself.
        """
        settings, around = self._session.settings, self.surroundings(is_window_in_front)
        found = [
            reminder
            for reminder in self._found(tells_jobs=tells_jobs)
            if reminder.key not in self._told and not rules.is_held(reminder.kind, settings, around)
        ]
        self._told.update(reminder.key for reminder in found)
        return found

    def forget(self, key: str) -> None:
        """Let a reminder be found again that could not be shown, as under a locked screen."""
        self._told.discard(key)

    def block_end(self) -> Reminder | None:
        """Return the reminder, for the window, that the running work's block has ended.

        However long ago it ended.

        None during focus, in quiet hours, and where the user wants no reminder of it.
        """
        settings, around = self._session.settings, self.surroundings()
        if rules.is_unwelcome(ReminderKind.BLOCK_END, settings, around):
            return None
        if self._session.store.running_entry() is None:
            return None
        return self._ended_block(self._switching.present())

    def keep_going(self) -> None:
        """Say no more of the block that has ended: the user keeps working, also after a restart."""
        self._kept_going.keep(self._session.now())

    def _ended_block(self, present: Present) -> Reminder | None:
        """Return the reminder that a block has ended, unless the user keeps going since then."""
        ended = rules.block_end_reminder(present, self._session.clock.zone)
        kept = None if ended is None else self._kept_going.read()
        is_kept = kept is not None and present.block is not None and kept >= present.block.span.end
        return None if is_kept else ended

    def surroundings(self, is_window_in_front: bool = False) -> Surroundings:
        """Return the conditions under which the user may be disturbed now."""
        local = self._session.now().astimezone(self._session.clock.zone)
        return Surroundings(local.hour * 60 + local.minute, self.is_focusing, is_window_in_front)

    def _found(self, *, tells_jobs: bool) -> Iterator[Reminder]:
        session = self._session
        now, zone, today = session.now(), session.clock.zone, session.today()
        days = self._switching.days()
        items = [item for day in days for item in day.items]
        lead = timedelta(minutes=session.settings.number("remind_meeting_min"))
        yield from rules.meeting_reminders(items, now, lead, zone)
        present = self._switching.present()
        ended = self._ended_block(present)
        if ended is not None and present.over < rules.STALE:
            yield ended
        notice, here = self._notices.give(), self._notices.given_here_at
        is_in_window = notice is None and here is not None and now - here < _JUST_GIVEN
        if is_in_window:
            notice = self._notices.current()  # the window shows it, and the desktop does
        if notice is not None:
            button = button_words(notice.action.kind)
            yield rules.reachable_reminder(notice, today, button, is_in_window=is_in_window)
        job = Jobs(session).last_ended() if tells_jobs else None
        if job is not None and job.end is not None and job.end >= self._began:
            yield rules.job_reminder(job, Jobs(session).waiting_task(job))
        for away in TimeAway(session).unresolved()[-1:]:
            question = rules.away_reminder(away, now, zone)
            if question is not None:
                yield question

    # -- answering -------------------------------------------------------------------------

    def carry_out(
        self,
        reminder: Reminder,
        answer: ReminderAnswer,
        forgotten: Forgotten | datetime | None = None,
    ) -> Any:
        """Carry out the action of a button and return its result; a start returns the entry.

        Raises ``PlannerError`` if it is no longer possible. ``forgotten`` is the user's decision on
        a forgotten timer. Opening the window and joining a meeting are left to the window.
        """
        running = self._switching.present().running
        if reminder.entry_id not in (None, None if running is None else running.entry.id):
            raise planner_error("That timer has stopped. Nothing was changed.")
        act = self._acts(reminder, forgotten).get(answer)
        return None if act is None else act()

    def _acts(
        self, reminder: Reminder, forgotten: Forgotten | datetime | None
    ) -> dict[ReminderAnswer, Callable[[], object]]:
        tracking = Tracking(self._session)

        def change() -> TimeEntry | None:
            assert reminder.action is not None
            return CodingNotices(self._session).carry_out(reminder.action, forgotten)

        def resolve(answer: AwayAnswer) -> None:
            assert reminder.away_id is not None
            TimeAway(self._session).resolve(reminder.away_id, answer)

        return {
            ReminderAnswer.EXTEND: self.extend_block,
            ReminderAnswer.SWITCH: lambda: self._switching.start_next(forgotten),
            ReminderAnswer.STOP: tracking.stop,
            ReminderAnswer.CHANGE: change,
            ReminderAnswer.START: lambda: tracking.start(
                task_id=reminder.task_id, forgotten=forgotten
            ),
            ReminderAnswer.KEEP: lambda: resolve(AwayAnswer.KEEP),
            ReminderAnswer.REMOVE: lambda: resolve(AwayAnswer.DROP),
        }

    def extend_block(self) -> Extension:
        """Extend the running work's block, as ``plan.extension.extend_block`` says."""
        day, block = self._switching.days()[0], self._switching.present().block
        return extend_block(self._session, day, block)
