"""The capture line: one line that becomes a task, a planned block or a running entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.edits import Change, Edit, add_records
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.work import ProjectId, Task, Work
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.free_time import LENGTH_WITHOUT_ESTIMATE, next_step, open_spans
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.tasks.catalog import project_to_name
from mle_planner.core.tasks.lines import task_of_line
from mle_planner.core.tasks.rules import TaskError
from mle_planner.core.typed.block_text import (
    BlockWords,
    appointment_words,
    at_moment,
    block_words,
    stated_span,
)
from mle_planner.core.typed.quick_add.line import Certainty, Chip

if TYPE_CHECKING:
    from mle_planner.core.model.tracked import TimeEntry
    from mle_planner.core.plan.edits import Blocks
    from mle_planner.core.session import Session
    from mle_planner.core.tasks.edits import Tasks
    from mle_planner.core.tracking.entries import Tracking
    from mle_planner.core.tracking.timer import Forgotten
    from mle_planner.core.typed.quick_add.line import QuickAdd

_LOOKED_AT = 14 * DAY
_LEAST_PART = timedelta(minutes=90)
"""What part of a long task is worth beginning with, where half of it is longer."""
_TASK_ONLY = ("due", "earliest", "priority", "stage", "repeats", "after")


@dataclass(frozen=True, slots=True)
class CapturedLine:
    """What a line says: ``text`` is what follows times at its beginning, ``task`` its meaning.

    ``times`` are all times and the day that were typed for a block, and ``line`` is the meaning of
    the text without them.
    """

    text: str
    task: QuickAdd
    times: BlockWords
    line: QuickAdd

    @property
    def length(self) -> timedelta:
        """How long a block of it is."""
        minutes = self.line.estimate_min
        return timedelta(minutes=minutes) if minutes else LENGTH_WITHOUT_ESTIMATE


class Capture(Domain):
    """Reads a line with the grammar of quick add, and carries out what is chosen for it."""

    def __init__(self, session: Session, tasks: Tasks, blocks: Blocks, tracking: Tracking) -> None:
        super().__init__(session)
        self._tasks = tasks
        self._blocks = blocks
        self._tracking = tracking

    def read(self, text: str) -> CapturedLine:
        """Return what a line says; nothing is changed. Meant for every keystroke."""
        times = block_words(text)
        task = self._tasks.parse(times.title)
        return CapturedLine(times.title, task, *_as_block(times, task, self._session.today()))

    def open_time(self, first: date) -> tuple[Span, ...]:
        """Return the working time of two weeks that nothing busy occupies, from now on."""
        first = max(first, self._session.today())
        soon = next_step(self._session.now(), self._session.days.zone)
        days = day_snapshots(self._session, first, first + _LOOKED_AT)
        return tuple(span for day in days for span in open_spans(replace(day, now=soon)))

    def place_of(self, said: CapturedLine, open_time: Sequence[Span], first: date) -> Span | None:
        """Return when a line would be scheduled: at its times, else in the first time it fits.

        ``first`` is the day of times that are typed without a day. A line with a due date is
        scheduled before it is over, one with an earliest start not before that; where no open time
        holds all of it, it gets the longest. None where that is too short to begin with it.
        """
        days = self._session.days
        if said.times.start_min is not None:
            start = days.instant(said.times.day or first, days.minute_within(said.times.start_min))
            return stated_span(said.times, Span(start, start + said.length), days)
        due, earliest = said.line.due, said.line.earliest
        if earliest is not None:
            open_time = [span for span in open_time if days.date_of(span.start) >= earliest]
        if due is not None:
            in_time = [span for span in open_time if days.date_of(span.start) <= due]
            open_time = in_time or open_time
        room = next((span for span in open_time if span.duration >= said.length), None)
        room = room or max(open_time, key=lambda span: span.duration, default=None)
        if room is None or room.duration < min(said.length / 2, _LEAST_PART):
            return None
        return Span(room.start, min(room.start + said.length, room.end))

    def overlapped(self, span: Span) -> tuple[str, ...]:
        """Return the titles of what is planned in a stretch, meetings included, by start."""
        first, last = (self._session.days.date_of(edge) for edge in (span.start, span.end))
        items = (item for day in day_snapshots(self._session, first, last) for item in day.items)
        titles = (item.title for item in items if item.is_busy and item.span.overlaps(span))
        return tuple(dict.fromkeys(titles))

    @carried_out
    def schedule(self, text: str, span: Span) -> tuple[Edit, BlockId]:
        """Plan what a line says, and add its task where it says what only a task has.

        One edit. A block at typed times is pinned. Raises ``TaskError`` with the sentence of what
        could not be read.
        """
        said = self._readable(text)
        changes, project_id = self._project(said.line)
        activity = said.line.activity or said.line.guess
        assert activity is not None  # one is always in use, so a title suggests one
        title = said.line.title
        is_pinned = said.times.start_min is not None
        work = Work(span, title, activity.id, project_id=project_id, pinned=is_pinned)
        block = self._blocks.new_block(work)
        if _is_task(said.line):
            task, added = task_of_line(self._session, said.line, project_id)
            changes = (*changes, *added)
            block = replace(block, task_id=task.id)
        changes = (*changes, *add_records(block))
        return Edit(Summary(Operation.ADD, title), changes), block.id

    def start(
        self, text: str, forgotten: Forgotten | datetime | None = None, at: datetime | None = None
    ) -> TimeEntry:
        """Start a timer on what a line says; ``forgotten`` and ``at`` as in ``Tracking.start``.

        The title of a planned item of that day starts the item. The task of a line with a due date
        or the like is added in the same step.
        """
        start = at or self._session.now()
        day = self._session.days.date_of(start)
        (planned,) = day_snapshots(self._session, day, day)
        item = planned.item_titled(text, start) if text.strip() else None
        if item is not None:
            return self._tracking.start_item(item.key, forgotten, at=at)
        said = self._readable(text)
        if _is_task(said.task):
            return self._tracking.start_new_task(lambda: self._new_task(said.task), forgotten, at)
        line = said.line
        activity = line.activity or line.guess
        return self._tracking.start(
            line.title,
            activity_id=activity.id if activity else None,
            project_id=line.project.id if line.project else None,
            new_project=line.new_project or "",
            at=at,
            forgotten=forgotten,
        )

    def _readable(self, text: str) -> CapturedLine:
        said = self.read(text)
        if said.line.problem:
            raise TaskError(said.line.problem)
        return said

    def _new_task(self, line: QuickAdd) -> tuple[Task, tuple[Change, ...]]:
        changes, project_id = self._project(line)
        task, added = task_of_line(self._session, line, project_id)
        return task, (*changes, *added)

    def _project(self, line: QuickAdd) -> tuple[tuple[Change, ...], ProjectId | None]:
        if line.new_project:
            return project_to_name(self._session, line.new_project)
        return (), line.project.id if line.project else None


def _is_task(line: QuickAdd) -> bool:
    """Whether a line says what only a task has, such as a due date."""
    return any(getattr(line, name) for name in _TASK_ONLY)


def _as_block(times: BlockWords, task: QuickAdd, today: date) -> tuple[BlockWords, QuickAdd]:
    """Return the day and times typed for a block, and the meaning of the line without them.

    ``times`` are those at the beginning. What is due "tomorrow at 15:00" after an effort may also
    be planned for then, but what is due "by 15:00" not.
    """
    if task.repeats:
        return times, task
    due = next((chip for chip in task.understood if chip.kind == "due"), None)
    found = at_moment(times, due.text.split(), today) if due is not None else None
    if found is not None:
        return found, replace(task, due=None, due_min=None)
    if not any(chip.kind in ("due", "earliest") and _is_kept(chip) for chip in task.chips):
        return times, task
    found = appointment_words(times._replace(title=task.title), today)
    chips = (chip for chip in task.chips if not _is_kept(chip) or chip.text in found.title)
    return found, replace(task, title=found.title, chips=tuple(chips))


def _is_kept(chip: Chip) -> bool:
    """Whether a chip is on words of the title without quotes."""
    return chip.certainty is Certainty.KEPT and not chip.text.startswith('"')
