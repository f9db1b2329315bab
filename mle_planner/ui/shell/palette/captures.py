"""Palette entries for a line as something new: add, schedule or start it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.calendars.addresses import is_calendar_address, mask_address
from mle_planner.core.i18n.formats import clock_range_text, day_text
from mle_planner.core.i18n.gettext import N_, _, joined_words, listed, plural
from mle_planner.ui.shell.palette.entries import Entry

if TYPE_CHECKING:
    from mle_planner.core.capture import CapturedLine
    from mle_planner.core.planner import Planner
    from mle_planner.core.typed.quick_add.line import QuickAdd
    from mle_planner.ui.shell.commands import Commands

NEW = N_("New")


class ReadCapture(NamedTuple):
    """What the capture line was understood to say, after its first ``beginning`` characters."""

    line: QuickAdd
    beginning: int


class Captures:
    """Reads what is typed as a new task, block or entry; made when the palette is opened.

    ``day`` is the first day on which it is scheduled: the one the screen shows, or today.
    """

    def __init__(self, commands: Commands, planner: Planner, day: date) -> None:
        self._commands = commands
        self._planner = planner
        self._day = day
        self._open_time: Sequence[Span] | None = None

    def read(self, text: str) -> tuple[CapturedLine, ReadCapture]:
        """Return what a text says, and the part of it that has chips."""
        said = self._planner.capture.read(text)
        return said, ReadCapture(said.line, max(0, text.rfind(said.text)))

    def entries(self, text: str, said: CapturedLine, *, schedules_first: bool) -> list[Entry]:
        """Return what can become of a line; nothing for one that cannot be read."""
        if is_calendar_address(text):
            words = _("Add the calendar {address}", address=mask_address(text.strip()))
            return [Entry("", NEW, words, lambda: self._commands.add_calendar(text), icon="week")]
        if said.line.problem:
            return []
        commands = self._commands
        add_title = _("Add task “{title}”", title=said.task.title)
        add = Entry("", NEW, add_title, partial(commands.add_captured, said.text), icon="add")
        start_title = _("Start “{title}”", title=said.line.title)
        start = Entry("", NEW, start_title, partial(commands.start_captured, text), icon="start")
        schedule = self._schedule_entry(text, said)
        if schedule is None:
            return [add, start]
        is_timed = said.times.start_min is not None and said.line.due == said.task.due
        if schedules_first or is_timed:
            return [schedule, add, start]
        return [add, schedule, start]

    def entries_of_lines(self, lines: Sequence[str]) -> tuple[list[Entry], str]:
        """Return what adds all pasted lines as tasks, or each, and the first that is unreadable."""
        read = [self._planner.tasks.parse(line) for line in lines]
        for text, line in zip(lines, read, strict=True):
            if line.problem:
                return [], _("{line}: {problem}", line=text, problem=line.problem)
        every = Entry(
            "",
            NEW,
            plural("Add {count} task", "Add {count} tasks", len(lines)),
            lambda: self._commands.add_lines(lines),
            icon="add",
        )
        each = [
            Entry(
                "",
                NEW,
                _("Add task “{title}”", title=line.title),
                partial(self._commands.add_captured, text),
                detail=joined_words(chip.label for chip in line.chips),
                icon="add",
            )
            for text, line in zip(lines, read, strict=True)
        ]
        return [every, *each], ""

    def _schedule_entry(self, text: str, said: CapturedLine) -> Entry | None:
        if self._open_time is None:
            self._open_time = self._planner.capture.open_time(self._day)
        try:
            span = self._planner.capture.place_of(said, self._open_time, self._day)
        except PlannerError:  # an offset that the clocks do not have
            return None
        if span is None:
            return None
        days = self._planner.days
        when = day_text(days.date_of(span.start), today=self._planner.today())
        times = clock_range_text(span.start, span.end, days.zone)
        details = [f"{when}  {times}"]
        if span.end <= self._planner.now():
            details.append(_("already past"))
        elif titles := self._planner.capture.overlapped(span):
            details.append(_("overlaps {titles}", titles=listed(titles)))
        return Entry(
            "",
            NEW,
            _("Schedule “{title}”", title=said.line.title),
            lambda: self._commands.schedule_captured(text, span),
            detail=joined_words(details),
            icon="plan",
        )
