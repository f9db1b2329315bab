"""Why a block is no earlier, and why a task found no place.

Each cause is verified by trial: without it, and with all else unchanged, the block could be placed
earlier, as well or better. So a reason is true of the plan it is given for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mle_planner.core.i18n.phrases import SaidDay, Value, phrase
from mle_planner.core.scheduling.answer.reasons.absence import reason_of_absence
from mle_planner.core.scheduling.answer.reasons.causes import (
    AT_CERTAIN_HOURS,
    Cause,
    Reason,
    as_planned,
    causes_of_later,
    is_read_later,
    length_text,
    moment_text,
    open_there,
    takes_time,
    waits_for,
    without_band,
    without_work,
)
from mle_planner.core.scheduling.answer.reasons.coding import coding_is_full, would_exceed_band
from mle_planner.core.scheduling.answer.reasons.later import reason_for_later
from mle_planner.core.scheduling.answer.reasons.precedence import (
    Claim,
    claims_before,
    weighs_as_much,
)
from mle_planner.core.scheduling.contenders import contenders
from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Moment, Problem, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.model.slot_sets import slots
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import (
    BlockPlace,
    draft_of,
    most_on_day,
    places_for,
)

_OTHERS_FIRST = Reason(
    Cause.BACKLOG, phrase("Work that is more pressing or due sooner fills the time.")
)
"""The reason of work that does not contend for the time."""


class Explainer:
    """Gives the reasons for one schedule of one problem, and caches what it works out.

    ``problem`` has only the ``contenders``; all other work has the same reason.
    """

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = contenders(problem, {block.task for block in schedule.blocks})
        self.schedule = schedule
        self._tables: dict[str, Tables] = {"": Tables(self.problem)}

    def why_here(self, block: PlacedBlock) -> Reason:
        """Return why a block is not earlier; ``KeyError`` for one that is not in the schedule."""
        if block not in self.schedule.blocks:
            raise KeyError(block)
        if block.pinned:
            return Reason(Cause.PINNED, phrase("You put it here."))
        task = self.problem.task(block.task)
        places = self._places(self._tables[""], block)
        if not any((place.day, place.start) == (block.day, block.start) for place in places):
            text = phrase("It no longer fits here; plan again to move it.")
            return Reason(Cause.NOTHING, text)
        own, here = _own_cost(places, block), (block.day, block.start)
        better = next((p for p in places if p.score < own and (p.day, p.start) < here), None)
        if better is not None:
            lasting = is_read_later(self.problem, block.day)
            return open_there(self.problem, better.day, better.start, lasting=lasting)
        if self._is_only_gap(task, block):
            return self._only_gap(task, block)
        for cause, key, changed in causes_of_later(self.problem, task, by_hours=True):
            if self._is_held_by(cause, key, changed, block, places):
                return self._held_by(cause, block)
        if self._follows_its_predecessors(task, block):
            return self._waits(task)
        return self._behind_others(block) or self._earliest(block, places)

    def why_later(self, task_id: str, days: Sequence[int]) -> Reason:
        """Return why a task's next block is not on ``days``, which ascend and lie before it."""
        if task_id not in self._tables[""].task_index:
            return _OTHERS_FIRST
        return reason_for_later(self._tables[""], self._tables_for, self.schedule, task_id, days)

    def why_not(self, task_id: str) -> Reason:
        """Return why the rest of a task is not placed; ``KeyError`` if the whole task is."""
        if task_id not in self._tables[""].task_index:
            return _OTHERS_FIRST
        return reason_of_absence(self._tables[""], self.schedule, task_id)

    def has_room_alone(self, task_id: str) -> bool:
        """Whether a piece of the task would fit if nothing else were planned."""
        least = self._tables[""].tasks[self._tables[""].task_index[task_id]].least
        return any(
            day.starts(least)[0] for day in without_work(self._tables[""], self.schedule).days
        )

    def most_in_time(self, task_id: str, *, without_events: bool = False) -> int:
        """Return how many slots of a task would fit before it is due if it were planned alone.

        The due time is on a day of the problem. Pinned blocks stay, and lunch and the like unless
        it is ``without_events``. What the task waits for is ignored.
        """
        schedule = replace(self.schedule, flexible=()) if without_events else self.schedule
        draft = without_work(self._tables[""], schedule)
        index = self._tables[""].task_index[task_id]
        about, task = draft.tables.tasks[index], self.problem.task(task_id)
        last, until = about.due_day, about.due_slot
        pinned = sum(
            max(0, min(place.end, until if place.day == last else place.end) - place.start)
            for place in task.pinned
            if place.day <= last
        )
        before = sum(most_on_day(draft, index, day, SLOTS_PER_DAY) or 0 for day in range(last))
        found = before + (most_on_day(draft, index, last, until) or 0)
        left = draft.left[index]
        if found < left:
            found = min(found, left - min(about.least, left))
            goes_on = most_on_day(draft, index, last, until, goes_on=True)
            if goes_on is not None:
                found = max(found, before + goes_on)
        return pinned + min(found, left)

    def _tables_for(self, key: str, changed: Callable[[], Problem]) -> Tables:
        """Return the tables of a changed problem, built on first use."""
        tables = self._tables.get(key)
        if tables is None:
            tables = self._tables[key] = Tables(changed())
        return tables

    def _places(self, tables: Tables, block: PlacedBlock) -> list[BlockPlace]:
        """Return every place the block could take, its own included; best first, then earliest."""
        draft = draft_of(tables, self.schedule)
        task = tables.task_index[block.task]
        draft.remove(task, ((block.day, block.start, block.end),))
        return places_for(draft, task, block.end - block.start)

    # --- the only gap ------------------------------------------------------------------

    def _is_only_gap(self, task: ProblemTask, block: PlacedBlock) -> bool:
        """Whether the block could be nowhere else before its due time, even in an empty plan.

        Lunch and the like stay where the plan has them; other planned work does not count.
        """
        length = block.end - block.start
        days, due = self.problem.days, task.due
        if due is not None and Moment(days[block.day].date, block.end) > due:
            return False
        draft = without_work(self._tables[""], self.schedule)
        for number, day in enumerate(days):
            starts, _edges = draft.days[number].starts(length)
            if number == block.day:
                starts &= ~slots(block.start, block.start + 1)
            if due is not None and day.date >= due.date:
                starts &= slots(0, due.slot - length + 1) if day.date == due.date else 0
            if starts:
                return False
        return True

    def _only_gap(self, task: ProblemTask, block: PlacedBlock) -> Reason:
        slot_count = block.end - block.start
        length = length_text(slot_count)
        if task.due is None or task.due.date > self.problem.days[-1].date:
            text = phrase("The only open {length}.", length=length)
        else:
            text = phrase("The only open {length} before it is due.", length=length)
        return Reason(Cause.ONLY_GAP, text)

    # --- causes to remove on trial -----------------------------------------------------

    def _is_held_by(
        self,
        cause: Cause,
        key: str,
        changed: Callable[[], Problem],
        block: PlacedBlock,
        places: list[BlockPlace],
    ) -> bool:
        """Whether without the cause the block could be placed earlier, as well or better.

        Earlier places that are as good with the cause do not count. The coding band counts only
        where the block would take the earlier day's coding above its band.
        """
        freed = self._places(self._tables_for(key, changed), block)
        own, here = _own_cost(freed, block), (block.day, block.start)
        as_good = {(p.day, p.start) for p in places if p.score <= _own_cost(places, block)}
        return any(
            (place.day, place.start) < here
            and place.score <= own
            and (place.day, place.start) not in as_good
            and (cause is not Cause.CODING_BAND or self._is_full_of_coding(place.day, block))
            for place in freed
        )

    def _is_full_of_coding(self, day: int, block: PlacedBlock) -> bool:
        """Whether the block would take an earlier day's coding above its band."""
        if day >= block.day or not self.problem.days[day].windows:
            return False
        task, length = self.problem.task(block.task), block.end - block.start
        return would_exceed_band(self.problem, self.schedule, task, day, length)

    def _held_by(self, cause: Cause, block: PlacedBlock) -> Reason:
        """Return the reason for a verified cause."""
        problem, task = self.problem, self.problem.task(block.task)
        lasting = is_read_later(problem, block.day)
        if cause is Cause.PREDECESSOR:
            return self._waits(task)
        if cause is Cause.WINDOW:
            if task.windows is None and task.earliest is not None:
                when = moment_text(problem, task.earliest, lasting=lasting)
                text = phrase("Not before {when}.", when=when)
                return Reason(cause, text)
            return AT_CERTAIN_HOURS
        if cause is Cause.CODING_BAND:
            full = next(
                day for day in reversed(range(block.day)) if self._is_full_of_coding(day, block)
            )
            return coding_is_full(problem, self.schedule, full, lasting=lasting)
        if cause is Cause.EARLIER_PLAN:
            return as_planned(problem, block)
        return Reason(cause, phrase("Earlier hours suit this kind of work less."))

    def _waits(self, task: ProblemTask) -> Reason:
        return waits_for(self.problem, max(task.predecessors, key=self.schedule.end_of))

    def _follows_its_predecessors(self, task: ProblemTask, block: PlacedBlock) -> bool:
        """Whether no earlier time would be open even without all other movable work.

        The tasks it waits for, directly or not, stay.
        """
        if not task.predecessors:
            return False
        chain, waiting = {task.id}, list(task.predecessors)
        while waiting:
            before = waiting.pop()
            if before not in chain:
                chain.add(before)
                waiting += self.problem.task(before).predecessors
        kept = tuple(
            each
            for each in self.schedule.blocks
            if each != block and (each.pinned or each.task in chain)
        )
        draft = draft_of(self._tables[""], replace(self.schedule, blocks=kept))
        index = draft.tables.task_index[task.id]
        places = places_for(draft, index, block.end - block.start, range(block.day + 1))
        return all((each.day, each.start) >= (block.day, block.start) for each in places)

    # --- other work --------------------------------------------------------------------

    def _behind_others(self, block: PlacedBlock) -> Reason | None:
        """Return the reason that names the work in the way of an earlier place, best claim first.

        The work must hold that place itself. Work whose successors hold it is named only if nothing
        else is in the way.
        """
        claims = claims_before(self.problem, self.schedule, block)
        held = [each for each in claims if self._freed_by(each, block, with_successors=True)]
        own = [each for each in held if self._freed_by(each, block)]
        if not held:
            return None
        claim = (own or held)[0]
        name = self.problem.task(claim.task).name
        day = claim.places[-1][0]
        if claim.because:
            text = phrase("{task} comes first: {because}.", task=name, because=claim.because)
            return Reason(Cause.OTHER_WORK, text)
        if day < block.day:
            lasting = is_read_later(self.problem, block.day)
            full = self._day_full_beside(claims, block)
            if full is not None:
                return coding_is_full(self.problem, self.schedule, full, lasting=lasting)
            when: Value = SaidDay(self.problem.days[day].date, self.problem.now.date, lasting)
        elif self._is_equal_start(claim, block):
            text = phrase("{task} is as important and comes first.", task=name)
            return Reason(Cause.OTHER_WORK_BY_CHANCE, text)
        else:
            when = phrase("before")
        return Reason(Cause.OTHER_WORK_BY_CHANCE, takes_time([name], when))

    def _is_equal_start(self, claim: Claim, block: PlacedBlock) -> bool:
        """Whether both tasks weigh as much, and the block is its task's first."""
        is_first = not any(each < block for each in self.schedule.of_task(block.task))
        return is_first and weighs_as_much(self.problem, claim.task, block.task)

    def _freed_by(
        self,
        claim: Claim,
        block: PlacedBlock,
        tables: Tables | None = None,
        *,
        with_successors: bool = False,
    ) -> list[BlockPlace]:
        """Return the earlier places that would be as good without the claim's work."""
        draft = draft_of(tables or self._tables[""], self.schedule)
        index = draft.tables.task_index
        draft.remove(index[block.task], ((block.day, block.start, block.end),))
        if with_successors:
            draft.remove_with_successors(index[claim.task], claim.places, set())
        else:
            draft.remove(index[claim.task], claim.places)
        days = range(block.day + 1)
        places = places_for(draft, index[block.task], block.end - block.start, days)
        here = (block.day, block.start)
        own = next((p.score for p in places if (p.day, p.start) == here), None)
        if own is None:
            return []
        return [each for each in places if (each.day, each.start) < here and each.score <= own]

    def _day_full_beside(self, claims: Sequence[Claim], block: PlacedBlock) -> int | None:
        """Return a day on which, without one claim's work, only the coding band keeps it out."""
        if not self.problem.kinds[self.problem.task(block.task).kind].coding:
            return None
        tables = self._tables_for("band", lambda: without_band(self.problem))
        for claim in claims:
            if self._freed_by(claim, block):
                continue
            found = {each.day for each in self._freed_by(claim, block, tables)}
            full = [day for day in found if self._is_full_of_coding(day, block)]
            if full:
                return max(full)
        return None

    def _earliest(self, block: PlacedBlock, places: list[BlockPlace]) -> Reason:
        """Return the reason that this is the earliest open time, or no earlier one is better."""
        earlier = [each for each in places if (each.day, each.start) < (block.day, block.start)]
        if earlier and all(self._is_full_of_coding(each.day, block) for each in earlier):
            last = max(each.day for each in earlier)
            lasting = is_read_later(self.problem, block.day)
            return coding_is_full(self.problem, self.schedule, last, lasting=lasting)
        if earlier:
            return Reason(Cause.BEST_PLACE, phrase("No earlier open time would be better."))
        length = length_text(block.end - block.start)
        event = self._event_just_before(block)
        text = phrase("The earliest open {length}.", length=length)
        if event:
            text = phrase("The earliest open {length}, after {event}.", length=length, event=event)
        return Reason(Cause.EARLIEST, text)

    def _event_just_before(self, block: PlacedBlock) -> str:
        """Return the name of the event after which the block begins, "" for no event."""
        problem = self.problem
        fixed = [each for each in problem.fixed if each.day == block.day]
        ends = {each.end + each.buffer_after: each.title for each in fixed}
        names = {each.id: (each.title, each.buffer_after) for each in problem.flexible}
        for each in self.schedule.flexible:
            if each.day == block.day:
                title, after = names[each.event]
                ends[each.end + after] = title
        return ends.get(block.start, "")


def _own_cost(places: list[BlockPlace], block: PlacedBlock) -> int:
    """Return the plan's score with the block where it is."""
    return next(p.score for p in places if (p.day, p.start) == (block.day, block.start))
