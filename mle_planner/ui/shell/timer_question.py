"""Asks about a timer: the clock was set, heartbeats are lost, the user was away, a job ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import (
    clock_text,
    day_and_clock_text,
    day_and_clock_texts,
    duration_text,
)
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import AwayAnswer, AwayCause, AwayId, Job, JobId, TimeEntry
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.heartbeat import ClockChange, Silence
from mle_planner.core.tracking.unresolved import AwayWork, Unresolved
from mle_planner.core.typed.title import cut_short
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.services.timer_watch import TimerWatch
from mle_planner.ui.shell.bars import QuestionBar
from mle_planner.ui.widgets.dialogs import Dialogs

Answer = tuple[str, Callable[[], object]]
Offer = tuple[str, tuple[Answer, ...]]

_TITLE_LETTERS = 20


class AwayQuestion:
    """Finds the span to ask about, and carries out what is answered.

    The newest is asked about first, of the two parts of a split the earlier. *Later* leaves it to
    the list of what is unresolved.
    """

    def __init__(
        self,
        planner: Planner,
        ask: Dialogs,
        show_message: Callable[[str, bool], object],
        discard: Callable[[], object],
    ) -> None:
        """``discard`` drops the running entry and says so."""
        self._planner = planner
        self._ask = ask
        self._show_message = show_message
        self._discard = discard
        self._later: set[AwayId] = set()
        self._split_last: AwayId | None = None

    def next(self) -> Unresolved | None:
        found = [each for each in self._planner.away.unresolved() if each.id not in self._later]
        earlier = next((each for each in found if each.id == self._split_last), None)
        return earlier or (found[-1] if found else None)

    def sentence(self, away: Unresolved) -> str:
        now, zone = self._planner.now(), self._planner.days.zone
        start, end = day_and_clock_texts(away.span.start, away.span.end, now, zone)
        times = {
            "title": away.title,
            "start": start,
            "end": end,
            "time": duration_text(away.length),
        }
        if away.cause is AwayCause.CUT_OFF:
            return _(
                "{title} was running from {start} to {end} ({time}) while the planner was not. "
                "Does that time count?",
                **times,
            )
        return _(
            "You were away from {start} to {end} ({time}) while {title} was running. Does that "
            "time count?",
            **times,
        )

    def answers(self, away: Unresolved) -> Iterator[Answer]:
        """Yield the answers, a meeting of the calendar first."""
        for meeting in away.meetings[:1]:
            yield (
                cut_short(meeting.title, _TITLE_LETTERS),
                partial(self._resolve, away, AwayAnswer.ASSIGN, AwayWork(meeting=meeting.key)),
            )
        yield _("Keep"), partial(self._resolve, away, AwayAnswer.KEEP)
        yield _("Discard time"), partial(self._resolve, away, AwayAnswer.DROP)
        running = away.running
        if running is not None and running.start < away.span.start:
            yield (
                _("Stop at {time}", time=self._time(away.span.start)),
                partial(self._resolve, away, AwayAnswer.DROP, is_stopped=True),
            )
        if running is not None and away.cause is AwayCause.CUT_OFF:
            yield _("Discard entry"), self._discard
        else:
            yield _("Assign…"), partial(self._assign, away)
        yield _("Split…"), partial(self._split, away)
        yield _("Later"), partial(self._later.add, away.id)

    def _resolve(
        self,
        away: Unresolved,
        answer: AwayAnswer,
        work: AwayWork | None = None,
        *,
        is_stopped: bool = False,
    ) -> None:
        title = self._planner.away.resolve(away.id, answer, work, is_stopped=is_stopped)
        time = duration_text(away.length)
        if answer is AwayAnswer.KEEP:
            sentence = _("{time} kept in {title}.", time=time, title=title)
        elif is_stopped:
            stop = self._time(away.span.start)
            sentence = _("Stopped {title} at {time}.", title=title, time=stop)
        elif answer is AwayAnswer.DROP:
            sentence = _("{time} of {title} discarded.", time=time, title=title)
        else:
            sentence = _("Tracked as {title}.", title=title)
        self._show_message(sentence, True)

    def _assign(self, away: Unresolved) -> None:
        def assign(typed: str) -> None:
            self._resolve(away, AwayAnswer.ASSIGN, self._planner.away.work_named(away, typed))

        label = _("A task, an activity or a few words")
        self._ask.text(_("Assign time away"), label, take=assign)

    def _split(self, away: Unresolved) -> None:
        zone, half = self._planner.days.zone, away.span.duration / 2
        middle = away.span.start + timedelta(minutes=half // timedelta(minutes=1))

        def split(typed: str) -> None:
            from mle_planner.core.typed.clock import read_instant

            self._planner.away.split(away.id, read_instant(typed, away.span, self._planner.days))
            self._split_last = away.id
            self._show_message(_("Split. Each part is asked about."), True)

        self._ask.text(_("Split time away"), _("At"), clock_text(middle, zone), take=split)

    def _time(self, instant: datetime) -> str:
        return day_and_clock_text(instant, self._planner.now(), self._planner.days.zone)


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
        elif (silence := self._planner.heartbeats.silence()) and silence.last_active is None:
            self._ask_about_silence(silence)
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

    def _ask_about_silence(self, silence: Silence) -> None:
        tracking = self._planner.tracking
        stop = tracking.likely_stop(silence.entry)
        sentence = _(
            "{title} has been running since {start}; the planner was cut off, and the last "
            "activity is not known. Is it still running?",
            title=silence.entry.title,
            start=self._time(silence.entry.start),
        )
        answers: tuple[Answer, ...] = (
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
                "The clock was set back from {before} to {after} while {title} was running. Its "
                "start is still {start}.",
                **times,
            )
        else:
            sentence = _(
                "The clock was set forward from {before} to {after} while {title} was running. Its "
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
