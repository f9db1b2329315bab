"""The timer in a window: asks about a doubtful one, and reports what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from mle_planner.core.i18n.formats import clock_range_text, day_and_clock_text, duration_text
from mle_planner.core.i18n.gettext import _, planner_error, plural
from mle_planner.core.i18n.names import titles_text
from mle_planner.core.model.tracked import LONGEST_ENTRY, TimeEntry
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.refs import PlannedRef
from mle_planner.core.tracking.heartbeat import Doubt
from mle_planner.core.tracking.timer import Forgotten
from mle_planner.core.tracking.timer_changes import stopped_with_tasks
from mle_planner.ui.widgets.dialogs import Dialogs

Ending = Forgotten | datetime
Start = Callable[[Ending | None], TimeEntry]
"""Starts an entry; the argument says how the running one ends, None for at that instant."""


class Timer:
    """Starts, stops and discards. Those return whether it was done; a refusal is raised."""

    def __init__(
        self, planner: Planner, ask: Dialogs, show_message: Callable[[str, bool], None]
    ) -> None:
        self._planner = planner
        self._ask = ask
        self._show_message = show_message

    def start(self, start: Start, task: Task | None = None) -> bool:
        """Start an entry; the running one ends, and if its end is in doubt, the user is asked.

        ``task`` is what it is for, if that may be done: starting opens it again.
        """
        running, doubt = self._planner.running_entry(), self._planner.heartbeats.doubt()
        ending: Ending | None = None
        if running is not None and doubt is Doubt.FUTURE:
            if not self._stop_corrected(running):
                return False
        elif running is not None and doubt is not None:
            ending = self._ask_ending(running, doubt)
            if ending is None:
                return False
        entry = start(ending)
        self._show_message(self._started_words(entry, running, task), True)
        return True

    def start_task(self, task_id: TaskId, at: datetime | None = None) -> bool:
        """Start a task now or at an earlier time, as `start` does."""
        start, task = self._planner.tracking.start, self._planner.task(task_id)
        return self.start(lambda ending: start(task_id=task_id, at=at, forgotten=ending), task)

    def is_on(self, task_id: TaskId) -> bool:
        running = self._planner.running_entry()
        return running is not None and running.task_id == task_id

    def toggle_task(self, task_id: TaskId) -> bool:
        """Stop the timer if it runs on a task, else start it there."""
        return self.stop() if self.is_on(task_id) else self.start_task(task_id)

    def start_planned(self) -> bool:
        """Start what the plan holds now; False where that is nothing."""
        planner = self._planner
        item = planner.day(planner.today()).work_at(planner.now())
        if item is None:
            return False
        self.start(lambda ending: planner.tracking.start_item(item.key, ending))
        return True

    def attend(self, key: PlannedRef) -> None:
        """Track a meeting that began: by a timer since then while it lasts, else as planned."""
        before = self._planner.running_entry()
        entry = self._planner.tracking.attend(key)
        if entry.end is None:
            self._show_message(self._started_words(entry, before), True)
        else:
            self._say_tracked(entry)

    def confirm(self, key: PlannedRef) -> None:
        self._say_tracked(self._planner.tracking.confirm(key))

    def _say_tracked(self, entry: TimeEntry) -> None:
        end = entry.end or self._planner.now()
        times = clock_range_text(entry.start, end, self._planner.days.zone)
        self._show_message(_("Tracked: {title}, {times}", title=entry.title, times=times), True)

    def stop(self, at: datetime | None = None) -> bool:
        """Stop now, or at the earlier time that the user named."""
        running = self._planner.running_entry()
        if at is not None:
            self._planner.tracking.stop(at)
        elif not self.end():
            return False
        if running is not None:
            self._show_message(self._stopped_words(running), True)
        return True

    def _stopped_words(self, before: TimeEntry) -> str:
        after, now = self._planner.entry(before.id), self._planner.now()
        if after is None:
            return _("Discarded {title}.", title=before.title)
        if after.end is None or now - after.end < timedelta(minutes=1):
            return _("Stopped {title}.", title=before.title)
        return _("Stopped {title} at {time}.", title=before.title, time=self._when(after.end))

    def end(self) -> bool:
        """Stop without reporting it; where the end is doubtful, as the user says."""
        tracking, running = self._planner.tracking, self._planner.running_entry()
        doubt = self._planner.heartbeats.doubt()
        if running is None or doubt is None:
            tracking.stop()
            return True
        if doubt is Doubt.FUTURE:
            return self._stop_corrected(running)
        ending = self._ask_ending(running, doubt)
        if ending is Forgotten.DISCARD:
            tracking.discard()
        elif ending is not None:
            tracking.stop(self._instant(ending, running))
        return ending is not None

    def finish(self, *task_ids: TaskId) -> None:
        """Mark tasks as done and say so, with the timer that stops with them.

        Where it is doubtful when that ended, the user is asked first; without an answer nothing
        is done.
        """
        planner = self._planner
        running = planner.running_entry()
        if running is not None and running.task_id in task_ids and planner.heartbeats.doubt():
            if not self.stop():
                return
            running = None
        if len(task_ids) == 1:
            planner.tasks.finish(task_ids[0])
        else:
            planner.tasks.finish_all(task_ids)
        tasks = [task for task in map(planner.task, task_ids) if task is not None]
        words = _("Done: {title}", title=titles_text(tasks))
        stopped = stopped_with_tasks(running, task_ids, planner.counted)
        self._show_message(f"{words}. {stopped}" if stopped else words, True)

    def discard(self) -> bool:
        """Discard the running entry; undo brings it back."""
        running = self._planner.running_entry()
        self._planner.tracking.discard()
        if running is not None:
            self._show_message(_("Discarded {title}.", title=running.title), True)
        return True

    def settle(self) -> bool:
        """End a timer of which it is doubtful whether it still runs, as the user says.

        Returns whether there was no doubt, so that nothing was done.
        """
        is_sure = self._planner.heartbeats.doubt() is None
        if not is_sure:
            self.stop()
        return is_sure

    def return_from_interruption(self) -> None:
        """Resume what was interrupted, and say where that was.

        Where it is doubtful when the interruption ended, the user is asked first.
        """
        running, doubt = self._planner.running_entry(), self._planner.heartbeats.doubt()
        ending: Ending | None = None
        if running is not None and doubt not in (None, Doubt.FUTURE):
            ending = self._ask_ending(running, doubt)
            if ending is None:
                return
        back = self._planner.interruptions.end(ending)
        words = {
            "title": back.entry.title,
            "time": duration_text(self._planner.counted(back.interruption)),
            "about": back.interruption.title,
        }
        if back.note:
            sentence = _(
                "Back to {title} after {time} of {about}. You were at: {note}",
                note=back.note,
                **words,
            )
        else:
            sentence = _("Back to {title} after {time} of {about}.", **words)
        self._show_message(sentence, True)

    def _instant(self, ending: Ending, running: TimeEntry) -> datetime:
        if isinstance(ending, datetime):
            return ending
        return min(self._planner.now(), running.start + LONGEST_ENTRY)

    def _ask_ending(self, running: TimeEntry, doubt: Doubt | None) -> Ending | None:
        offered = self._planner.tracking.likely_stop(running)
        passed = self._planner.now() - running.start
        if doubt is Doubt.OVERLAP:
            return self._ask_ending_before(running)
        if passed > LONGEST_ENTRY:
            keep = _("Keep its first {days} days", days=LONGEST_ENTRY.days)
        else:
            keep = _("Keep all {time}", time=duration_text(passed))
        answers: tuple[Ending, ...] = (offered, Forgotten.KEEP, Forgotten.DISCARD)
        chosen = self._decide(
            running,
            _("{title} has been running for {time}.", title=running.title, time=_long(passed)),
            _(
                "It started {start}. Was it forgotten? Nothing changes until you choose.",
                start=self._when(running.start),
            ),
            (_("Stop it at {time}", time=self._when(offered)), keep, _("Discard it")),
        )
        return None if chosen is None else answers[chosen]

    def _ask_ending_before(self, running: TimeEntry) -> Ending | None:
        """Ask what becomes of a timer that runs over a later entry, whose time is not its own."""
        stop = self._planner.tracking.likely_stop(running)
        chosen = self._decide(
            running,
            _("{title} runs over another entry.", title=running.title),
            _(
                "It started {start}, and from {time} on another entry is tracked: the clock was "
                "ahead then. Nothing changes until you choose.",
                start=self._when(running.start),
                time=self._when(stop),
            ),
            (_("Stop it at {time}", time=self._when(stop)), _("Discard it")),
        )
        return None if chosen is None else (stop, Forgotten.DISCARD)[chosen]

    def _stop_corrected(self, running: TimeEntry) -> bool:
        """Stop a timer that began in the future, with its start corrected as the user says."""
        began = self._planner.tracking.likely_start()
        answers = [_("Discard it")]
        if began is not None:
            answers.insert(0, _("Stop it, started at {time}", time=self._when(began)))
        chosen = self._decide(
            running,
            _("{title} began in the future.", title=running.title),
            _(
                "It started {start}, and now it is {now}: the clock was ahead then. Nothing "
                "changes until you choose.",
                start=self._when(running.start),
                now=self._when(self._planner.now()),
            ),
            tuple(answers),
        )
        if chosen is None:
            return False
        if began is not None and chosen == 0:
            self._planner.tracking.stop(began=began)
        else:
            self._planner.tracking.discard()
        return True

    def _decide(
        self, asked: TimeEntry, question: str, details: str, answers: Sequence[str]
    ) -> int | None:
        """Ask about a timer; refuse the answer if a command has ended that timer meanwhile."""
        chosen = self._ask.decision(question, details, answers)
        running = self._planner.running_entry()
        if chosen is not None and (running is None or running.id != asked.id):
            raise planner_error("That timer has stopped. Nothing was changed.")
        return chosen

    def _when(self, instant: datetime) -> str:
        return day_and_clock_text(instant, self._planner.now(), self._planner.days.zone)

    def _started_words(
        self, entry: TimeEntry, before: TimeEntry | None, task: Task | None = None
    ) -> str:
        words = {"title": entry.title, "time": self._when(entry.start)}
        is_earlier = self._planner.now() - entry.start >= timedelta(minutes=1)
        if before is not None and self._planner.entry(before.id) is not None:
            words["other"] = before.title
            if is_earlier:
                said = _("Started {title} at {time}. {other} was stopped at that time.", **words)
            else:
                said = _("Started {title}. {other} was stopped.", **words)
        elif is_earlier:
            said = _("Started {title} at {time}.", **words)
        else:
            said = _("Started {title}.", **words)
        if task is not None and task.done_at is not None:
            said = " ".join((said, _("Its task was done and is open again.")))
        return said


def _long(passed: timedelta) -> str:
    if passed < timedelta(days=2):
        return duration_text(passed)
    return plural("{count} day", "{count} days", passed.days)
