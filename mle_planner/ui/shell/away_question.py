"""The question about time away while a timer ran: its sentence and its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.formats import clock_text, day_and_clock_text, duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import AwayAnswer, AwayCause, AwayId
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.unresolved import AwayWork, Unresolved
from mle_planner.core.typed.title import cut_short
from mle_planner.ui.widgets.dialogs import Dialogs

Answers = Iterator[tuple[str, Callable[[], object]]]

_TITLE_LETTERS = 20


class AwayQuestion:
    """Finds the span to ask about, and carries out what is answered.

    The newest is asked about first. *Later* leaves it to the list of what is unresolved.
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

    def next(self) -> Unresolved | None:
        """Return the span to ask about now."""
        found = [each for each in self._planner.away.unresolved() if each.id not in self._later]
        return found[-1] if found else None

    def sentence(self, away: Unresolved) -> str:
        times = {
            "title": away.title,
            "start": self._time(away.span.start),
            "end": self._time(away.span.end),
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

    def answers(self, away: Unresolved) -> Answers:
        """Yield the answers, a meeting of the calendar first."""
        for meeting in away.meetings[:1]:
            yield (
                cut_short(meeting.title, _TITLE_LETTERS),
                partial(self._resolve, away, AwayAnswer.ASSIGN, AwayWork(meeting=meeting.key)),
            )
        yield _("Keep"), partial(self._resolve, away, AwayAnswer.KEEP)
        yield _("Remove"), partial(self._resolve, away, AwayAnswer.DROP)
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
            sentence = _("{time} removed from {title}.", time=time, title=title)
        else:
            sentence = _("Tracked as {title}.", title=title)
        self._show_message(sentence, True)

    def _assign(self, away: Unresolved) -> None:
        typed = self._ask.text(_("Assign time away"), _("A task, an activity or a few words"))
        if typed is not None:
            self._resolve(away, AwayAnswer.ASSIGN, self._planner.away.work_named(away, typed))

    def _split(self, away: Unresolved) -> None:
        zone, half = self._planner.days.zone, away.span.duration / 2
        middle = away.span.start + timedelta(minutes=half // timedelta(minutes=1))
        typed = self._ask.text(_("Split time away"), _("At"), clock_text(middle, zone))
        if typed is not None:
            self._planner.away.split(away.id, self._instant(away, typed))
            self._show_message(_("Split. Each part is asked about."), True)

    def _instant(self, away: Unresolved, typed: str) -> datetime:
        """Return the instant inside the span that a typed time means."""
        from mle_planner.core.typed.clock import read_clock

        minute, days = read_clock(typed), self._planner.days
        if minute is None:
            raise PlannerError(
                _("{text} is not a time. Nothing was changed; type one such as 12:30.", text=typed)
            )
        first, last = (days.date_of(end) for end in (away.span.start, away.span.end))
        instants = [
            days.instant(day, days.minute_within(minute % MINUTES_PER_DAY)) for day in (first, last)
        ]
        return next((found for found in instants if away.span.contains(found)), instants[0])

    def _time(self, instant: datetime) -> str:
        return day_and_clock_text(instant, self._planner.now(), self._planner.days.zone)
