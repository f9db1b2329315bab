"""Why a block stands where it stands, and why a task found no place.

A cause is only named after trying: the cause is taken out of the problem, all else stays
as it is in the plan, and the block would then stand better elsewhere (or the task would
find a place). What is said about a plan is therefore true of that plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mle_planner.core.language import _
from mle_planner.core.planning.problem import (
    SLOT_MIN,
    SLOTS_PER_DAY,
    Moment,
    Problem,
    ProblemTask,
)
from mle_planner.core.planning.schedule import PlacedBlock, Schedule
from mle_planner.core.planning.solver.single_moves import (
    BlockPlace,
    draft_of,
    improving_block,
    places_for,
)
from mle_planner.core.planning.solver.tables import Tables
from mle_planner.core.planning.wording import clock, day_name, length_text


class Cause(StrEnum):
    """What can hold a block in its place or keep a task out."""

    PINNED = "pinned"
    ONLY_GAP = "only gap"
    DUE_DATE = "due date"
    PREDECESSOR = "predecessor"
    CODING_BAND = "coding band"
    PREFERRED_HOURS = "preferred hours"
    EARLIER_PLAN = "earlier plan"
    EARLIEST = "earliest"
    BEST_PLACE = "best place"
    WINDOW = "window"
    CHUNK = "chunk"
    HIGHER_PRIORITY = "higher priority"
    CAPACITY = "capacity"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause that was tried and found true, its numbers, and one sentence for the screen.

    ``facts`` are pairs of a name and a value, in the order of the sentence.
    """

    kind: Cause
    facts: tuple[tuple[str, str | int], ...]
    sentence: str


class Explainer:
    """Reasons for one schedule of one problem; remembers what it worked out."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = problem
        self.schedule = schedule
        self._tables: dict[str, Tables] = {"": Tables(problem)}

    # --- placed ------------------------------------------------------------------------

    def why_here(self, block: PlacedBlock) -> Reason:
        """What holds a block of the schedule where it stands. KeyError for a strange block."""
        if block not in self.schedule.blocks:
            raise KeyError(block)
        if block.pinned:
            return Reason(Cause.PINNED, (), _("You pinned it here."))
        task = self.problem.task(block.task)
        places = self._places(self._tables[""], block)
        only = self._only_gap(task, block, places)
        if only is not None:
            return only
        for cause, key, changed in self._causes_of_place(task):
            best = self._better(key, changed, block)
            if best is not None:
                return self._placed_reason(cause, task, block, best)
        if places and min((each.day, each.start) for each in places) == (block.day, block.start):
            text = _(
                "The earliest open {length} for it.", length=length_text(block.end - block.start)
            )
            return Reason(Cause.EARLIEST, (("start", clock(block.start)),), text)
        length = length_text(block.end - block.start)
        facts = (("places", len(places)),)
        text = _(
            "Nothing holds it: of {count} open places for {length} this one suits best.",
            count=len(places),
            length=length,
        )
        return Reason(Cause.BEST_PLACE, facts, text)

    def _places(self, tables: Tables, block: PlacedBlock) -> list[BlockPlace]:
        """Every place the block could take, its own included."""
        draft = draft_of(tables, self.schedule)
        task = tables.task_index[block.task]
        draft.remove(task, ((block.day, block.start, block.end),))
        return places_for(draft, task, block.end - block.start)

    def _better(
        self, key: str, changed: Callable[[], Problem], block: PlacedBlock
    ) -> BlockPlace | None:
        """A place better than its own once the problem is changed; None if there is none."""
        tables = self._tables.get(key)
        if tables is None:
            tables = self._tables[key] = Tables(changed())
        places = self._places(tables, block)
        own = [p.score for p in places if (p.day, p.start) == (block.day, block.start)]
        return places[0] if own and places[0].score < own[0] else None

    def _only_gap(
        self, task: ProblemTask, block: PlacedBlock, places: list[BlockPlace]
    ) -> Reason | None:
        length = block.end - block.start
        apart = [p for p in places if not _overlaps(p, block, length)]
        due = task.due
        if due is not None:
            apart = [
                p for p in apart if Moment(self.problem.days[p.day].date, p.start + length) <= due
            ]
            if Moment(self.problem.days[block.day].date, block.end) > due:
                return None
        if apart:
            return None
        text = length_text(length)
        if due is None or due.date > self.problem.days[-1].date:
            return Reason(
                Cause.ONLY_GAP,
                (("length_min", length * SLOT_MIN),),
                _("The only open {length}.", length=text),
            )
        when = self._due_text(due)
        facts = (("due", when), ("length_min", length * SLOT_MIN))
        return Reason(
            Cause.ONLY_GAP,
            facts,
            _("Due {when}; the only open {length} before then.", when=when, length=text),
        )

    def _causes_of_place(
        self, task: ProblemTask
    ) -> Iterator[tuple[Cause, str, Callable[[], Problem]]]:
        problem = self.problem
        weights = problem.weights
        if task.due is not None:
            yield Cause.DUE_DATE, f"due {task.id}", lambda: _with(problem, replace(task, due=None))
        if task.predecessors:
            freed = replace(task, predecessors=())
            yield Cause.PREDECESSOR, f"before {task.id}", lambda: _with(problem, freed)
        if problem.kinds[task.kind].coding:
            free = replace(weights, coding_short=0, coding_over=0)
            yield Cause.CODING_BAND, "band", lambda: replace(problem, weights=free)
        flat = {name: replace(kind, energy=()) for name, kind in problem.kinds.items()}
        yield Cause.PREFERRED_HOURS, "hours", lambda: replace(problem, kinds=flat)
        if problem.previous is not None:
            yield Cause.EARLIER_PLAN, "previous", lambda: replace(problem, previous=None)

    def _placed_reason(
        self, cause: Cause, task: ProblemTask, block: PlacedBlock, best: BlockPlace
    ) -> Reason:
        there = _("{day} at {time}", day=self._day_text(best.day), time=clock(best.start))
        facts: tuple[tuple[str, str | int], ...] = (("otherwise", there),)
        if cause is Cause.DUE_DATE and task.due is not None:
            when = self._due_text(task.due)
            facts = (("due", when), *facts)
            return Reason(
                cause,
                facts,
                _("Due {when}; otherwise it would stand {there}.", when=when, there=there),
            )
        if cause is Cause.PREDECESSOR:
            names = ", ".join(self.problem.task(each).name for each in task.predecessors)
            facts = (("predecessor", names), *facts)
            return Reason(
                cause,
                facts,
                _("Waits for {names}; otherwise it would stand {there}.", names=names, there=there),
            )
        if cause is Cause.CODING_BAND:
            day = self.problem.days[block.day]
            band = _(
                "{least} to {most}",
                least=length_text(day.coding_least),
                most=length_text(day.coding_most),
            )
            facts = (("band", band), *facts)
            return Reason(
                cause,
                facts,
                _(
                    "Keeps the coding near {band}; otherwise it would stand {there}.",
                    band=band,
                    there=there,
                ),
            )
        if cause is Cause.EARLIER_PLAN:
            return Reason(
                cause,
                facts,
                _("Stays near the earlier plan; otherwise it would stand {there}.", there=there),
            )
        text = _(
            "{time} suits this kind of work; otherwise it would stand {there}.",
            time=clock(block.start),
            there=there,
        )
        return Reason(cause, (("start", clock(block.start)), *facts), text)

    # --- unplaced ----------------------------------------------------------------------

    def why_not(self, task_id: str) -> Reason:
        """What keeps the rest of a task out of the plan. KeyError if all of it is placed."""
        left = {each.task: each.slots for each in self.schedule.unplaced}[task_id]
        task = self.problem.task(task_id)
        unfinished = [
            self.problem.task(each).name
            for each in task.predecessors
            if any(other.task == each for other in self.schedule.unplaced)
        ]
        tables = self._tables[""]
        open_now = improving_block(draft_of(tables, self.schedule), tables.task_index[task_id])
        if open_now is not None:
            there = _(
                "{day} at {time}", day=self._day_text(open_now.day), time=clock(open_now.start)
            )
            text = _("There is room {there}; plan again to use it.", there=there)
            return Reason(Cause.NOTHING, (("place", there),), text)
        for cause, changed in self._causes_of_absence(task):
            if self._fits(changed, task_id):
                return self._absence_reason(cause, task, left, unfinished)
        stronger = self._stronger(task)
        if stronger is not None:
            facts: tuple[tuple[str, str | int], ...] = (("task", stronger.name),)
            text = _("{task} weighs more and takes the time it would need.", task=stronger.name)
            return Reason(Cause.HIGHER_PRIORITY, facts, text)
        need = left * SLOT_MIN
        text = _("{length} more than the open time can take.", length=length_text(left))
        return Reason(Cause.CAPACITY, (("missing_min", need),), text)

    def _causes_of_absence(self, task: ProblemTask) -> Iterator[tuple[Cause, Problem]]:
        problem = self.problem
        if task.predecessors:
            yield Cause.PREDECESSOR, _with(problem, replace(task, predecessors=()))
        if task.windows is not None or task.earliest is not None:
            yield Cause.WINDOW, _with(problem, replace(task, windows=None, earliest=None))
        if task.min_chunk > 1:
            yield Cause.CHUNK, _with(problem, replace(task, min_chunk=1))
        if problem.kinds[task.kind].coding:
            free = replace(problem.weights, coding_over=0)
            yield Cause.CODING_BAND, replace(problem, weights=free)
        if task.due is not None and not self._open_on_time(task, task.due):
            yield Cause.DUE_DATE, _with(problem, replace(task, due=None))

    def _open_on_time(self, task: ProblemTask, due: Moment) -> bool:
        tables = self._tables[""]
        index = tables.task_index[task.id]
        length = tables.tasks[index].least
        places = places_for(draft_of(tables, self.schedule), index, length)
        dates = [day.date for day in self.problem.days]
        return any(Moment(dates[place.day], place.start + length) <= due for place in places)

    def _fits(self, problem: Problem, task_id: str) -> bool:
        """Whether a further block of the task would improve the plan of the changed problem."""
        tables = Tables(problem)
        draft = draft_of(tables, self.schedule)
        return improving_block(draft, tables.task_index[task_id]) is not None

    def _absence_reason(
        self, cause: Cause, task: ProblemTask, left: int, unfinished: list[str]
    ) -> Reason:
        if cause is Cause.PREDECESSOR:
            names = ", ".join(unfinished) or self.problem.task(task.predecessors[0]).name
            text = _(
                "Waits for {names}, which ends too late or is not finished in this plan.",
                names=names,
            )
            return Reason(cause, (("predecessor", names),), text)
        if cause is Cause.WINDOW:
            return Reason(cause, (), _("No time is open in the hours it is allowed."))
        if cause is Cause.CHUNK:
            least = min(task.min_chunk, left)
            text = _(
                "No {length} in one piece is open, and shorter pieces are not allowed.",
                length=length_text(least),
            )
            return Reason(cause, (("least_min", least * SLOT_MIN),), text)
        if cause is Cause.CODING_BAND:
            return Reason(cause, (), _("It would take the coding above the top of the day's band."))
        when = self._due_text(task.due) if task.due is not None else ""
        return Reason(
            cause, (("due", when),), _("Due {when}; no time is open before then.", when=when)
        )

    def _stronger(self, task: ProblemTask) -> ProblemTask | None:
        """A task whose block, taken out, would make room, but is worth more where it is."""
        tables = self._tables[""]
        index = tables.task_index[task.id]
        draft = draft_of(tables, self.schedule)
        for other, places in enumerate(draft.places):
            if other == index:
                continue
            for place in places:
                trial = draft.copy()
                trial.remove_with_successors(other, (place,), set())
                found = improving_block(trial, index)
                if found is not None and found.score >= draft.score:
                    return self.problem.tasks[other]
        return None

    # --- words -------------------------------------------------------------------------

    def _day_text(self, day: int) -> str:
        return day_name(self.problem.days[day].date, self.problem.now.date)

    def _due_text(self, due: Moment) -> str:
        day = day_name(due.date, self.problem.now.date)
        return day if due.slot == SLOTS_PER_DAY else f"{day} {clock(due.slot)}"


def _overlaps(place: BlockPlace, block: PlacedBlock, length: int) -> bool:
    return place.day == block.day and place.start < block.end and block.start < place.start + length


def _with(problem: Problem, changed: ProblemTask) -> Problem:
    """The problem with one task replaced by its changed self."""
    tasks = tuple(changed if task.id == changed.id else task for task in problem.tasks)
    return replace(problem, tasks=tasks)
