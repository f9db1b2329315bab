"""Asks about a timer: the clock was set, heartbeats are lost, the user was away, a job ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import day_and_clock_text, duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import Job, JobId, TimeEntry
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.heartbeat import ClockChange, Interruption
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.services.timer_watch import TimerWatch
from mle_planner.ui.shell.away_question import AwayQuestion
from mle_planner.ui.shell.bars import QuestionBar

Offer = tuple[str, tuple[tuple[str, Callable[[], object]], ...]]


class JobOffer:
    """Says that a long command has ended, and offers the task that waited for it.

    Those that had ended before this was made are not mentioned.
    """

    def __init__(self, planner: Planner, timer: Timer) -> None:
        self._planner = planner
        self._timer = timer
        last = planner.jobs.last_ended()
        self._told: set[JobId] = set() if last is None else {last.id}

    def next(self) -> Offer | None:
        """Return what to say and its answers; None where nothing has ended since."""
        job = self._planner.jobs.last_ended()
        if job is None or job.id in self._told:
            return None
        done = (_("Close"), lambda: self._told.add(job.id))
        task = self._planner.jobs.waiting_task(job)
        if task is None:
            return self._sentence(job), (done,)

        def start() -> None:
            if self._timer.start_task(task.id):
                self._told.add(job.id)

        return self._sentence(job), ((_("Start {title}", title=task.title), start), done)

    def _sentence(self, job: Job) -> str:
        assert job.end is not None
        words = {"title": job.title, "time": duration_text(job.end - job.start)}
        if job.exit_code == 0:
            return _("{title} finished after {time}.", **words)
        return _("{title} ended with exit code {code} after {time}.", code=job.exit_code, **words)


class TimerQuestion:
    """Asks about a timer where it is not known how long it ran, or the clock was set.

    An answer is one edit that can be undone, or keeps everything as it is.
    """

    def __init__(
        self, planner: Planner, bar: QuestionBar, context: ScreenContext, watch: TimerWatch
    ) -> None:
        self._planner = planner
        self._watch = watch
        self._bar = bar
        self._show_error = context.show_error
        self._timer = Timer(planner, context.ask, context.show_message)
        self._away = AwayQuestion(planner, context.ask, context.show_message, self._timer.discard)
        self._jobs = JobOffer(planner, self._timer)

    def ask_if_needed(self) -> None:
        """Ask what must be asked now; called each minute and with each change of the timer."""
        self._watch.look()
        if self._watch.clock_change is not None:
            self._ask_about_clock(*self._watch.clock_change)
        elif (cut := self._planner.heartbeats.interruption()) and cut.last_active is None:
            self._ask_about_interruption(cut)
        elif away := self._away.next():
            self._bar.ask(
                self._away.sentence(away),
                [(text, self._answering(act)) for text, act in self._away.answers(away)],
                is_numbered=True,
            )
        elif job := self._jobs.next():
            sentence, offered = job
            self._bar.ask(sentence, [(text, self._answering(act)) for text, act in offered])
        else:
            self._bar.withdraw()

    def _ask_about_interruption(self, cut: Interruption) -> None:
        """Ask about a timer whose last heartbeat cannot be read."""
        tracking = self._planner.tracking
        stop = tracking.likely_stop(cut.entry)
        sentence = _(
            "{title} has been running since {start}; the planner was cut off, and the last "
            "activity is not known. Is it still running?",
            title=cut.entry.title,
            start=self._time(cut.entry.start),
        )
        answers: tuple[tuple[str, Callable[[], object]], ...] = (
            (_("Keep running"), self._planner.heartbeats.keep),
            (_("Stop at {time}", time=self._time(stop)), lambda: tracking.stop(stop)),
            (_("Discard entry"), self._timer.discard),
        )
        self._bar.ask(sentence, [(text, self._answering(act)) for text, act in answers])

    def _ask_about_clock(self, entry: TimeEntry, change: ClockChange) -> None:
        start = entry.start + change.by

        def move() -> None:
            self._planner.tracking.change(entry.id, start=start)

        def leave() -> None:
            self._watch.clock_change = None

        times = {
            "title": entry.title,
            "before": self._time(change.before),
            "after": self._time(change.after),
            "start": self._time(entry.start),
        }
        if change.by < ZERO:
            sentence = _(
                "The clock was set back from {before} to {after} while {title} is running. Its "
                "start is still {start}.",
                **times,
            )
        else:
            sentence = _(
                "The clock was set forward from {before} to {after} while {title} is running. Its "
                "start is still {start}.",
                **times,
            )
        self._bar.ask(
            sentence,
            [
                (_("Move the start to {time}", time=self._time(start)), self._answering(move)),
                (_("Leave it"), self._answering(leave)),
            ],
        )

    def _answering(self, act: Callable[[], object]) -> Callable[[], None]:
        def answer() -> None:
            try:
                act()
            except PlannerError as error:
                self._show_error(str(error))
            self.ask_if_needed()

        return answer

    def _time(self, instant: datetime) -> str:
        return day_and_clock_text(instant, self._planner.now(), self._planner.days.zone)
