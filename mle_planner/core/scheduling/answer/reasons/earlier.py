"""Why a block is no earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mle_planner.core.i18n.phrases import SaidDay, Value, phrase
from mle_planner.core.scheduling.answer.reasons.causes import (
    Cause,
    Reason,
    length_text,
    open_there,
    takes_time,
    without_band,
    without_work,
)
from mle_planner.core.scheduling.answer.reasons.precedence import (
    Claim,
    claims_before,
    weighs_as_much,
)
from mle_planner.core.scheduling.answer.reasons.trial import TablesFor, Trial
from mle_planner.core.scheduling.problem import Moment
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.model.slot_sets import slots
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import draft_of


def reason_for_place(
    tables: Tables, tables_for: TablesFor, schedule: Schedule, block: PlacedBlock
) -> Reason:
    """Return why a block of a plan that is not pinned is no earlier."""
    return _Earlier(tables, tables_for, schedule, block).reason()


class _Earlier(Trial):
    """Finds the cause that keeps one block of one plan from an earlier place."""

    def __init__(
        self, tables: Tables, tables_for: TablesFor, schedule: Schedule, block: PlacedBlock
    ) -> None:
        super().__init__(tables, tables_for, schedule, block.task, block, range(block.day + 1))
        self.placed = block

    def reason(self) -> Reason:
        """Return the first cause found true by trial."""
        if self.own_score(self.draft) is None:
            return Reason(Cause.NOTHING, phrase("It no longer fits here; plan again to move it."))
        better = self.as_good(self.draft, strictly=True)
        if better:
            return open_there(self.problem, better[0].day, better[0].start, lasting=self.lasting)
        if self._is_only_gap():
            return self._only_gap()
        return (
            self.held(by_hours=True)
            or self._follows_its_predecessors()
            or self._behind_others()
            or self._earliest()
        )

    # --- the only gap ------------------------------------------------------------------

    def _is_only_gap(self) -> bool:
        """Whether the block could be nowhere else before its due time, even in an empty plan.

        Lunch and the like stay where the plan has them; other planned work does not count.
        """
        block, days, due = self.placed, self.problem.days, self.task.due
        if due is not None and Moment(days[block.day].date, block.end) > due:
            return False
        draft = without_work(self.tables, self.schedule)
        for number, day in enumerate(days):
            starts, _edges = draft.days[number].starts(self.length)
            if number == block.day:
                starts &= ~slots(block.start, block.start + 1)
            if due is not None and day.date >= due.date:
                starts &= slots(0, due.slot - self.length + 1) if day.date == due.date else 0
            if starts:
                return False
        return True

    def _only_gap(self) -> Reason:
        length, due = length_text(self.length), self.task.due
        if due is None or due.date > self.problem.days[-1].date:
            text = phrase("The only open {length}.", length=length)
        else:
            text = phrase("The only open {length} before it is due.", length=length)
        return Reason(Cause.ONLY_GAP, text)

    # --- other work --------------------------------------------------------------------

    def _follows_its_predecessors(self) -> Reason | None:
        """Return that it waits if no earlier time would be open even without other movable work.

        The tasks it waits for, directly or not, stay.
        """
        if not self.task.predecessors:
            return None
        chain, waiting = {self.task.id}, list(self.task.predecessors)
        while waiting:
            before = waiting.pop()
            if before not in chain:
                chain.add(before)
                waiting += self.problem.task(before).predecessors
        kept = tuple(
            each
            for each in self.schedule.blocks
            if each != self.placed and (each.pinned or each.task in chain)
        )
        draft = draft_of(self.tables, replace(self.schedule, blocks=kept))
        return None if self.sooner(draft) else self.waits()

    def _behind_others(self) -> Reason | None:
        """Return the reason that names the work in the way of an earlier place, best claim first.

        The place is on the latest possible day. The work must hold it itself; work whose successors
        hold it is named only if nothing else is in the way.
        """
        block = self.placed
        claims = claims_before(self.problem, self.schedule, block)
        held = {}
        for each in claims:
            places = self.as_good(self.freed(self.draft, (each,)))
            if places:
                held[each] = max(place.day for place in places)
        if not held:
            return None
        own = [each for each in held if self._holds_alone(each)]
        claim = max(own or held, key=held.__getitem__)
        name = self.problem.task(claim.task).name
        day = claim.places[-1][0]
        if claim.because:
            text = phrase("{task} comes first: {because}.", task=name, because=claim.because)
            return Reason(Cause.OTHER_WORK, text)
        if day < block.day:
            full = self._day_full_beside(claims)
            if full is not None:
                return self.coding_is_full(full)
            date = self.problem.days[day].date
            when: Value = SaidDay(date, self.problem.now.date, self.lasting)
        elif self._is_equal_start(claim):
            text = phrase("{task} is as important and comes first.", task=name)
            return Reason(Cause.OTHER_WORK_BY_CHANCE, text)
        else:
            when = phrase("before")
        return Reason(Cause.OTHER_WORK_BY_CHANCE, takes_time([name], when))

    def _holds_alone(self, claim: Claim) -> bool:
        """Whether a sooner place would be as good without the claim's work, its successors kept."""
        return bool(self.as_good(self.freed(self.draft, (claim,), with_successors=False)))

    def _is_equal_start(self, claim: Claim) -> bool:
        """Whether both tasks weigh as much, and the block is its task's first."""
        is_first = not any(each < self.placed for each in self.schedule.of_task(self.task.id))
        return is_first and weighs_as_much(self.problem, claim.task, self.task.id)

    def _day_full_beside(self, claims: Sequence[Claim]) -> int | None:
        """Return a day on which, without one claim's work, only the coding band keeps it out."""
        if not self.problem.kinds[self.task.kind].coding:
            return None
        draft = self.without_block(self.tables_for("band", lambda: without_band(self.problem)))
        for claim in claims:
            if self._holds_alone(claim):
                continue
            found = self.as_good(self.freed(draft, (claim,), with_successors=False))
            full = [each.day for each in found if self.is_full_of_coding(each.day)]
            if full:
                return max(full)
        return None

    # --- nothing else ------------------------------------------------------------------

    def _earliest(self) -> Reason:
        """Return the reason that this is the earliest open time, or no earlier one is better."""
        earlier = self.sooner(self.draft)
        if earlier and all(self.is_full_of_coding(each.day) for each in earlier):
            return self.coding_is_full(max(each.day for each in earlier))
        if earlier:
            return Reason(Cause.BEST_PLACE, phrase("No earlier open time would be better."))
        length = length_text(self.length)
        event = self._event_just_before()
        text = phrase("The earliest open {length}.", length=length)
        if event:
            text = phrase("The earliest open {length}, after {event}.", length=length, event=event)
        return Reason(Cause.EARLIEST, text)

    def _event_just_before(self) -> str:
        """Return the name of the event after which the block begins, "" for no event."""
        problem, block = self.problem, self.placed
        fixed = [each for each in problem.fixed if each.day == block.day]
        ends = {each.end + each.buffer_after: each.title for each in fixed}
        names = {each.id: (each.title, each.buffer_after) for each in problem.flexible}
        for each in self.schedule.flexible:
            if each.day == block.day:
                title, after = names[each.event]
                ends[each.end + after] = title
        return ends.get(block.start, "")
