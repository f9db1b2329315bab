"""Searches the entries of the command palette, read when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.search import PastQuestion, Titles, read_titles
from mle_planner.core.topics import Topic
from mle_planner.core.typed import verbs
from mle_planner.core.typed.calendar_date import DueError, NotADayError
from mle_planner.core.typed.checklist import task_lines
from mle_planner.core.typed.date import parse_due
from mle_planner.core.typed.past_time import PastTime, read_past_time
from mle_planner.core.typed.quick_add.line import Certainty
from mle_planner.core.typed.verbs import after_verb
from mle_planner.ui.shell.palette import entries
from mle_planner.ui.shell.palette.captures import NEW, Captures, ReadCapture
from mle_planner.ui.shell.palette.entries import Entry

if TYPE_CHECKING:
    from mle_planner.core.tasks.views import TaskView
    from mle_planner.core.topics import Revisions
    from mle_planner.ui.actions.shortcuts import Shortcuts
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.bars import QuestionBar
    from mle_planner.ui.shell.commands import Commands

_OF_TITLES = (Topic.ENTRIES, Topic.BLOCKS, Topic.CALENDARS, Topic.TASKS, Topic.PIPELINE)


class Found(NamedTuple):
    """The lines for a query; ``reading`` and ``problem`` where it was read as something new."""

    entries: Sequence[Entry] = ()
    reading: ReadCapture | None = None
    problem: str = ""


class PaletteSearch:
    """Reads tasks and projects once per opening. A key reads the store only for what starts now.

    The titles of all years are read in another thread; ``titles_came`` is called when they are
    there.
    """

    def __init__(
        self,
        commands: Commands,
        services: Services,
        recent: Callable[[], Sequence[str]],
        shortcuts: Callable[[], Shortcuts],
    ) -> None:
        self._commands = commands
        self._services = services
        self._planner = services.planner
        self._recent = recent
        self._shortcuts = shortcuts
        self._tasks: Sequence[TaskView] = ()
        self._entries: list[Entry] = []
        self._titles = Titles((), self._planner.now())
        self._titles_of: Revisions | None = None
        self._captures = Captures(commands, self._planner, self._planner.today())
        self._only_new = False
        self.titles_came: Callable[[], None] = lambda: None

    def read(self, bars: Iterable[QuestionBar] = (), *, only_new: bool) -> None:
        """Read what can be found now, such as the answers to the questions that are open.

        With ``only_new`` a query is only read as something new.
        """
        self._only_new = only_new
        self._captures = Captures(self._commands, self._planner, self._commands.day_for_new)
        self._tasks = self._planner.open_task_views()
        today = self._planner.day(self._planner.today())
        self._entries = [
            *(
                Entry(f"answer:{words}", N_("Action"), words, give, detail=bar.label.text())
                for bar in bars
                for words, give in bar.answers
            ),
            *entries.today_entries(self._commands, today, self._planner.days.zone),
            *entries.gesture_entries(self._commands),
            *entries.action_entries(self._commands, self._shortcuts().shown),
            *entries.task_entries(self._commands, self._tasks),
            *entries.project_entries(self._commands, self._planner.catalog.projects()),
            *entries.people_entries(self._commands, self._planner.people.all()),
            *entries.setting_entries(self._commands),
        ]
        self._read_titles()

    def find(self, query: str) -> Found:
        """Return the entries that match a query, the best first."""
        lines = task_lines(query)
        if len(lines) > 1:
            every, problem = self._captures.entries_of_lines(lines)
            return Found(every, problem=problem)
        if self._only_new:
            return self._find_new(query)
        answer = self._find_for_timer(query) or self._find_no_day(query)
        if answer is not None:
            return answer
        new = self._find_new(query)
        days = entries.day_entries(self._commands, query, self._planner.today(), self._planner.days)
        titled = self._titles.find(query)
        past = [entries.past_entry(self._commands, one, self._planner) for one in titled]
        known = {entry.key for entry in self._entries}
        found = [*self._entries, *(entry for entry in past if entry.key not in known)]
        ranked = entries.rank_entries(query, found, self._recent())
        done = entries.done_entries(self._commands, query, self._tasks)
        listed = [*done, *days, *ranked, *new.entries]
        is_new = bool(listed) and listed[0].kind == NEW
        if not is_new and not (new.reading and _has_marks(new.reading)):
            return Found(listed)
        return Found(listed, new.reading, "" if listed else new.problem)

    def _find_for_timer(self, query: str) -> Found | None:
        """Return what "start drift", "drift since 10:40" and "stop at 10:40" offer.

        None for other queries.
        """
        title = after_verb(query, verbs.START)
        timed = self._read_past(query if title is None else title)
        if title is None and timed is not None and timed.is_since and self._is_past(timed):
            return self._find_to_start(query, timed.title, timed.at)
        if title is not None:
            at = None if timed is None else timed.at
            return self._refused(timed) or self._find_to_start(
                query, timed.title if timed else title, at
            )
        named, running = after_verb(query, verbs.STOP), self._planner.running_entry()
        stop = self._read_past(named, running.start if running else None) if named else None
        if stop is None or stop.title:
            return None
        if running is None:
            return Found(problem=_("No timer is running."))
        return self._refused(stop) or Found(
            [entries.stop_entry(self._commands, stop.at, self._planner)]
        )

    def _find_no_day(self, query: str) -> Found | None:
        """Return why "go to feb 30" goes nowhere; None for other queries."""
        named = after_verb(query, verbs.GO)
        try:
            parse_due(named or "", self._planner.today())
        except NotADayError:
            return None
        except DueError as error:
            is_all = named is not None and error.words == len(named.split())
            return Found(problem=str(error)) if is_all else None
        return None

    def _read_past(self, text: str, after: datetime | None = None) -> PastTime | None:
        """Return what a start or a stop at an earlier time names, and that time."""
        return read_past_time(text, self._planner.days, self._planner.now(), after)

    def _is_past(self, timed: PastTime) -> bool:
        return timed.at <= self._planner.now()

    def _refused(self, timed: PastTime | None) -> Found | None:
        """Return why a timer cannot start or stop then; None where it can."""
        if timed is None or self._is_past(timed):
            return None
        time = day_and_clock_text(timed.at, self._planner.now(), self._planner.days.zone)
        why = _("{time} is still to come. A timer starts and stops now or earlier.", time=time)
        return Found(problem=why)

    def _find_to_start(self, query: str, title: str, at: datetime | None = None) -> Found:
        since, now, days = "", self._planner.now(), self._planner.days
        if at is not None:
            since = _("since {time}", time=day_and_clock_text(at, now, days.zone))
        planned = self._planner.day(days.date_of(at or now)).items
        tasks = self._nearest_first()
        listed = entries.start_entries(
            self._commands, title, planned, tasks, now, at=at, since=since
        )
        if not title:
            return Found(listed, problem=_("Type what to start."))
        said, reading = self._captures.read(title)
        beginning = query.rfind(title) + reading.beginning
        is_read = not said.line.problem and _has_marks(reading)
        return Found(listed, reading._replace(beginning=beginning) if is_read else None)

    def _nearest_first(self) -> Sequence[TaskView]:
        """Return the open tasks as the timer offers them: those planned today, then by due date."""
        offers = self._planner.switching.offers()
        place = {offer.task_id: at for at, offer in enumerate(offers)}
        return sorted(self._tasks, key=lambda view: place.get(view.task.id, len(offers)))

    def _find_new(self, query: str) -> Found:
        if not query.strip():
            return Found()
        said, reading = self._captures.read(query)
        listed = self._captures.entries(query, said, schedules_first=self._only_new)
        return Found(listed, reading if said.line.title else None, said.line.problem or "")

    def _read_titles(self) -> None:
        revisions = self._planner.revisions(_OF_TITLES)
        if revisions == self._titles_of:
            return
        self._titles_of = revisions
        question = PastQuestion(self._planner.database_path.parent, self._planner.now())
        self._services.background.run(
            read_titles, question, self._take_titles, failed=lambda _error: None
        )

    def _take_titles(self, titles: Titles) -> None:
        self._titles = titles
        self.titles_came()


def _has_marks(reading: ReadCapture) -> bool:
    """Whether a line says more than a title, so that its chips are worth showing."""
    chips = reading.line.chips
    return bool(reading.line.title) and any(
        chip.certainty is not Certainty.GUESSED for chip in chips
    )
