"""Why a block stands where it stands, and why a task found no place.

A cause is only named after trying: the cause is taken out of the problem, all else stays
as it is in the plan, and the block would then stand better elsewhere (or the task would
find a place). What is said about a plan is therefore true of that plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mle_planner.core.i18n.gettext import _
from mle_planner.core.scheduling.problem import SLOT_MIN, Moment, Problem, ProblemTask
from mle_planner.core.scheduling.reasons.causes import (
    Cause,
    Facts,
    Reason,
    moment_text,
    names_of,
    where_text,
    with_task,
    without_successors,
)
from mle_planner.core.scheduling.reasons.unplaced import reason_of_absence
from mle_planner.core.scheduling.reasons.wording import clock, length_text
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.model.tables import Tables, slots
from mle_planner.core.scheduling.solver.search.single_moves import BlockPlace, draft_of, places_for


class Explainer:
    """Reasons for one schedule of one problem; remembers what it worked out."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = problem
        self.schedule = schedule
        self._tables: dict[str, Tables] = {"": Tables(problem)}

    def why_here(self, block: PlacedBlock) -> Reason:
        """What holds a block of the schedule where it stands. KeyError for a strange block."""
        if block not in self.schedule.blocks:
            raise KeyError(block)
        if block.pinned:
            return Reason(Cause.PINNED, (), _("You pinned it here."))
        task = self.problem.task(block.task)
        places = self._places(self._tables[""], block)
        if not any((place.day, place.start) == (block.day, block.start) for place in places):
            text = _("It may no longer stand here; plan again to move it.")
            return Reason(Cause.NOTHING, (), text)
        if places[0].score < _own(places, block):
            there = where_text(self.problem, places[0].day, places[0].start)
            text = _("{there} would suit it better; plan again to move it.", there=there)
            return Reason(Cause.NOTHING, (("place", there),), text)
        if self._is_only_gap(task, block):
            return self._only_gap(task, block)
        for cause, key, changed in self._causes(task):
            reason = self._held_by(cause, key, changed, block, places)
            if reason is not None:
                return reason
        length = length_text(block.end - block.start)
        if min((each.day, each.start) for each in places) == (block.day, block.start):
            text = _("The earliest open {length} for it.", length=length)
            return Reason(Cause.EARLIEST, (("start", clock(block.start)),), text)
        facts = (("places", len(places)),)
        text = _(
            "Nothing holds it: none of the {count} open places for {length} suits better.",
            count=len(places),
            length=length,
        )
        return Reason(Cause.BEST_PLACE, facts, text)

    def why_not(self, task_id: str) -> Reason:
        """What keeps the rest of a task out of the plan. KeyError if all of it is placed."""
        return reason_of_absence(self._tables[""], self.schedule, task_id)

    def _places(self, tables: Tables, block: PlacedBlock) -> list[BlockPlace]:
        """Every place the block could take, its own included; best first, then earliest."""
        draft = draft_of(tables, self.schedule)
        task = tables.task_index[block.task]
        draft.remove(task, ((block.day, block.start, block.end),))
        return places_for(draft, task, block.end - block.start)

    # --- the only gap ------------------------------------------------------------------

    def _is_only_gap(self, task: ProblemTask, block: PlacedBlock) -> bool:
        """Whether no other stretch of its length is open to any work before it is due."""
        length = block.end - block.start
        days, due = self.problem.days, task.due
        if due is not None and Moment(days[block.day].date, block.end) > due:
            return False
        draft = draft_of(self._tables[""], self.schedule)
        index = draft.tables.task_index[block.task]
        draft.remove(index, ((block.day, block.start, block.end),))
        for number, day in enumerate(days):
            starts, _edges = draft.days[number].starts(length)
            if number == block.day:
                starts &= ~slots(block.start - length + 1, block.end)
            if due is not None and day.date >= due.date:
                starts &= slots(0, due.slot - length + 1) if day.date == due.date else 0
            if starts:
                return False
        return True

    def _only_gap(self, task: ProblemTask, block: PlacedBlock) -> Reason:
        slot_count = block.end - block.start
        length = length_text(slot_count)
        facts: Facts = (("length_min", slot_count * SLOT_MIN),)
        if task.due is None or task.due.date > self.problem.days[-1].date:
            text = _("The only open {length}.", length=length)
            return Reason(Cause.ONLY_GAP, facts, text)
        when = moment_text(self.problem, task.due)
        text = _("Due {when}; the only open {length} before then.", when=when, length=length)
        return Reason(Cause.ONLY_GAP, (("due", when), *facts), text)

    # --- causes that are taken away ----------------------------------------------------

    def _causes(self, task: ProblemTask) -> Iterator[tuple[Cause, str, Callable[[], Problem]]]:
        """What may hold a block of the task: the cause, a key, and the problem without it."""
        problem = self.problem
        weights = problem.weights
        if task.due is not None:
            undue = replace(task, due=None)
            yield Cause.DUE_DATE, f"due {task.id}", lambda: with_task(problem, undue)
        if task.predecessors:
            freed = replace(task, predecessors=())
            yield Cause.PREDECESSOR, f"before {task.id}", lambda: with_task(problem, freed)
        if any(task.id in other.predecessors for other in problem.tasks):
            key = f"after {task.id}"
            yield Cause.SUCCESSOR, key, lambda: without_successors(problem, task.id)
        if task.windows is not None or task.earliest is not None:
            any_time = replace(task, windows=None, earliest=None)
            yield Cause.WINDOW, f"window {task.id}", lambda: with_task(problem, any_time)
        if problem.kinds[task.kind].coding:
            free = replace(weights, coding_short=(0,), coding_over=0)
            yield Cause.CODING_BAND, "band", lambda: replace(problem, weights=free)
        flat = {name: replace(kind, energy=()) for name, kind in problem.kinds.items()}
        yield Cause.PREFERRED_HOURS, "hours", lambda: replace(problem, kinds=flat)
        if problem.previous is not None:
            yield Cause.EARLIER_PLAN, "previous", lambda: replace(problem, previous=None)

    def _held_by(
        self,
        cause: Cause,
        key: str,
        changed: Callable[[], Problem],
        block: PlacedBlock,
        places: list[BlockPlace],
    ) -> Reason | None:
        """The reason, if without the cause the block would stand elsewhere; None if not.

        Of places that cost the same the earliest is taken, so a place that is earlier and
        would then do as well tells of the cause too, unless it does as well already.
        """
        tables = self._tables.get(key)
        if tables is None:
            tables = self._tables[key] = Tables(changed())
        freed = self._places(tables, block)
        own = _own(freed, block)
        best = freed[0]
        if best.score < own:
            there = where_text(self.problem, best.day, best.start)
            facts: Facts = (("otherwise", there),)
            otherwise = _("otherwise it would stand {there}.", there=there)
        else:
            already = {(p.day, p.start) for p in places if p.score == _own(places, block)}
            at = (best.day, best.start)
            if at in already or at >= (block.day, block.start):
                return None
            there = where_text(self.problem, best.day, best.start)
            facts = (("as_well", there),)
            otherwise = _("otherwise {there} would do as well.", there=there)
        fact, because = self._because(cause, block)
        return Reason(cause, (*fact, *facts), f"{because}; {otherwise}")

    def _because(self, cause: Cause, block: PlacedBlock) -> tuple[Facts, str]:
        """The first half of a sentence, and its facts."""
        problem, task = self.problem, self.problem.task(block.task)
        if cause is Cause.DUE_DATE and task.due is not None:
            when = moment_text(problem, task.due)
            return (("due", when),), _("Due {when}", when=when)
        if cause is Cause.PREDECESSOR:
            names = names_of(problem, task.predecessors)
            return (("predecessor", names),), _("Waits for {names}", names=names)
        if cause is Cause.SUCCESSOR:
            after = tuple(other.id for other in problem.tasks if task.id in other.predecessors)
            names = names_of(problem, after)
            return (("successor", names),), _("{names} waits for it", names=names)
        if cause is Cause.WINDOW:
            if task.windows is None and task.earliest is not None:
                when = moment_text(problem, task.earliest)
                return (("earliest", when),), _("May not begin before {when}", when=when)
            return (), _("Allowed at certain hours only")
        if cause is Cause.CODING_BAND:
            day = problem.days[block.day]
            least, most = length_text(day.coding_least), length_text(day.coding_most)
            band = _("{least} to {most}", least=least, most=most)
            return (("band", band),), _("Keeps the coding near {band}", band=band)
        if cause is Cause.EARLIER_PLAN:
            return (), _("Stays near the earlier plan")
        at = clock(block.start)
        return (("start", at),), _("{time} suits this kind of work", time=at)


def _own(places: list[BlockPlace], block: PlacedBlock) -> int:
    """What the plan costs with the block where it is."""
    return next(p.score for p in places if (p.day, p.start) == (block.day, block.start))
