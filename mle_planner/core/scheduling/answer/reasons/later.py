"""Why work is done after certain days and not on them: what those days hold instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mle_planner.core.i18n.gettext import N_
from mle_planner.core.i18n.phrases import SaidDay, SaidNames, Value, phrase
from mle_planner.core.scheduling.answer.reasons.causes import (
    AT_CERTAIN_HOURS,
    Cause,
    Reason,
    length_text,
    not_before,
    open_there,
    takes_time,
    waits_for,
    without_band,
    without_work,
)
from mle_planner.core.scheduling.answer.reasons.precedence import MOST_NAMED, Claim, claims_of
from mle_planner.core.scheduling.answer.reasons.trial import TablesFor, Trial
from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Moment
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import (
    BlockPlace,
    places_for,
    score_with,
)

_MANY = 4
"""The number of tasks from which they are counted and not named, where several days are full."""


def reason_for_later(
    tables: Tables, tables_for: TablesFor, schedule: Schedule, task_id: str, days: Sequence[int]
) -> Reason:
    """Return why a task's next block is not on ``days``, which ascend and lie before it."""
    return _Later(tables, tables_for, schedule, task_id, days).reason()


class _Later(Trial):
    """Finds the cause that keeps one task off some days of one plan."""

    def __init__(
        self,
        tables: Tables,
        tables_for: TablesFor,
        schedule: Schedule,
        task_id: str,
        days: Sequence[int],
    ) -> None:
        blocks = schedule.of_task(task_id)
        self.later = [each for each in blocks if not each.pinned and each.day > days[-1]]
        block = self.later[0] if self.later else None
        super().__init__(tables, tables_for, schedule, task_id, block, days)

    def reason(self) -> Reason:
        """Return the first cause found true by trial."""
        better = self.as_good(self.draft, strictly=True)
        if better:
            return open_there(self.problem, better[0].day, better[0].start, lasting=self.lasting)
        return (
            self._not_allowed() or self._no_open_time() or self.held() or self._behind()
        ) or self._left()

    @property
    def _when(self) -> Value:
        """Return the days in words: ``today``, or ``until Fri``."""
        last = self.days[-1]
        name = SaidDay(self.problem.days[last].date, self.problem.now.date, self.lasting)
        return name if len(self.days) == 1 else phrase("until {day}", day=name)

    # --- not allowed, or no time ----------------------------------------------------------

    def _not_allowed(self) -> Reason | None:
        """Return the reason if the task may not begin, or must wait, until after the days."""
        problem, task, last = self.problem, self.task, self.days[-1]
        awaited = [each for each in task.predecessors if self.end_of(each) > (last, SLOTS_PER_DAY)]
        if awaited:
            return waits_for(problem, max(awaited, key=self.end_of))
        if task.windows == ():
            return Reason(
                Cause.PREDECESSOR, phrase("Waits for work that is pinned to a later day.")
            )
        if task.earliest is not None and task.earliest >= Moment(
            problem.days[last].date, SLOTS_PER_DAY
        ):
            return not_before(problem, task.earliest, lasting=self.lasting)
        if task.windows is not None and not any(each.day in self.days for each in task.windows):
            return AT_CERTAIN_HOURS
        return None

    def _no_open_time(self) -> Reason | None:
        """Return the reason if meetings, lunch and the like alone leave no time on the days."""
        empty = without_work(self.tables, self.schedule)
        if any(empty.days[day].starts(self.least)[0] for day in self.days):
            return None
        ends = [(day, end) for day in self.days for _start, end in self.problem.days[day].windows]
        if not ends:
            return self._too_short(N_("There is no working time {when}."))
        if all(self.problem.is_past(day, end - 1) for day, end in ends):
            return self._too_short(N_("No working time is left {when}."))
        return self._no_open(N_("No {length} is open {when}."))

    def _no_open(self, text: str) -> Reason:
        due, last = self.task.due, self.problem.days[self.days[-1]].date
        is_late = due is not None and due.date <= last
        if self.task.min_chunk_if_late is not None and not is_late:
            text = N_(
                "No {length} in one piece is open {when}; it is split only if it would be late."
            )
        return self._too_short(text)

    def _too_short(self, text: str) -> Reason:
        """Return that the open time on the days is shorter than the shortest block."""
        return Reason(Cause.CAPACITY, phrase(text, length=length_text(self.least), when=self._when))

    def _days_full_of_coding(self, length: int) -> list[int]:
        """Return the days with an open place of this length if coding would be full at each."""
        places = places_for(self.draft, self.index, length, self.days)
        over = [each.day for each in places if self.is_full_of_coding(each.day, length)]
        return over if len(over) == len(places) else []

    # --- other work -----------------------------------------------------------------------

    def _behind(self) -> Reason | None:
        """Return the reason that names the work in the way of the block on these days."""
        claims = sorted(
            self._claims(), key=lambda each: (not each.because, not self._is_new(each), -each.slots)
        )[:MOST_NAMED]
        full = self._held_by_band([(), *((each,) for each in claims if not each.because)])
        if full is not None:
            return full
        for claim in claims:
            if self._is_in_the_way((claim,)):
                return self._comes_first((claim,))
        for count in range(2, len(claims) + 1):
            if self._is_in_the_way(claims[:count]):
                return self._comes_first(self._needed(claims[:count]))
        if places_for(self.draft, self.index, self.least, self.days):
            return None
        for claim in claims:
            if self._days_for_most(self.freed(self.draft, (claim,))):
                return self._takes_time((claim,))
        return self._held_by_band([(each,) for each in claims])

    def _held_by_band(self, without: Iterable[tuple[Claim, ...]]) -> Reason | None:
        """Return that coding is full, if only that keeps out most work once claims are gone.

        Each of ``without`` is tried.
        """
        if not self.problem.kinds[self.task.kind].coding:
            return None
        tables = self.tables_for("band", lambda: without_band(self.problem))
        for claims in without:
            days = self._days_for_most(self.freed(self.without_block(tables), claims))
            full = [day for day, held in days.items() if self.is_full_of_coding(day, held)]
            if full:
                return self.coding_is_full(max(full))
        return None

    def _days_for_most(self, draft: Draft) -> Counter[int]:
        """Return the slots by day if half of the later work or more fits as well on the days."""
        draft, found = draft.copy(), Counter[int]()
        later = [(block.day, block.start, block.end) for block in self.later]
        draft.remove(self.index, tuple(each for each in later if each in draft.places[self.index]))
        amount = sum(end - start for _day, start, end in later) or draft.left[self.index]
        without_place = [None] * -(-amount // self.tables.tasks[self.index].longest)
        for place in later or without_place:
            part = self._part(draft, place)
            if part is None:
                break
            draft.place(self.index, part.day, part.start, part.start + part.length)
            found[part.day] += part.length
        return found if 2 * found.total() >= amount else Counter()

    def _part(self, draft: Draft, place: Place | None) -> BlockPlace | None:
        """Return the most of a later block that fits as well on the days; None for no work.

        It is compared with as much work at the block's place; no place is work left out.
        """
        open_slots = min(draft.left[self.index], self.tables.tasks[self.index].longest)
        day, start, end = place or (-1, 0, open_slots)
        for part in range(end - start, self.least - 1, -1):
            if 0 < end - start - part < self.least:
                continue
            own = score_with(draft, self.index, day, start, part) if place else draft.score
            found = places_for(draft, self.index, part, self.days)
            if found and found[0].score <= own:
                return found[0]
        return None

    def _claims(self) -> list[Claim]:
        """Return the tasks with movable work on the days."""
        others = [
            each
            for each in self.schedule.blocks
            if each.day in self.days and not each.pinned and each.task != self.task.id
        ]
        return claims_of(self.problem, self.schedule, self.task, others, lasting=self.lasting)

    def _is_new(self, claim: Claim) -> bool:
        """Whether the present plan has less of the claim's work on the days."""
        present = self.problem.present.blocks if self.problem.present is not None else ()
        before = sum(
            place.end - place.start
            for task, place in present
            if task == claim.task and place.day in self.days
        )
        return claim.slots > before

    def _is_in_the_way(self, claims: Sequence[Claim]) -> bool:
        """Whether at least half of the later work would fit where the claims' work is.

        If a place that is open beside that work would do as well, it is not in the way.
        """
        places = places_for(self.draft, self.index, self.length, self.days)
        is_open = {(each.day, each.start) for each in places}
        without = self.freed(self.draft, claims)
        found = {(each.day, each.start) for each in self.as_good(without)}
        if not found or not found.isdisjoint(is_open):
            return False
        return bool(self._days_for_most(without))

    def _needed(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Return only the claims that are needed to make room."""
        for claim in reversed(claims):
            rest = [each for each in claims if each is not claim]
            if self._is_in_the_way(rest):
                claims = rest
        return claims

    def _comes_first(self, claims: Sequence[Claim]) -> Reason:
        """Return the reason that this work comes first, or that it just takes the time."""
        if not all(each.because for each in claims):
            return self._takes_time(claims)
        names = [self.problem.task(each.task).name for each in claims]
        count = sum(bool(each.because) for each in self._claims())
        if len(self.days) > 1 and count >= _MANY:
            text = phrase("{count} tasks come first {when}.", count=str(count), when=self._when)
        elif len(names) == 1:
            because = claims[0].because
            text = phrase("{task} comes first: {because}.", task=names[0], because=because)
        else:
            text = phrase("{tasks} come first.", tasks=SaidNames(tuple(names)))
        return Reason(Cause.OTHER_WORK, text)

    def _takes_time(self, claims: Sequence[Claim]) -> Reason:
        text = takes_time([self.problem.task(each.task).name for each in claims], self._when)
        return Reason(Cause.OTHER_WORK, text)

    # --- nothing else ---------------------------------------------------------------------

    def _left(self) -> Reason:
        full = self._days_full_of_coding(self.length)
        if full:
            return self.coding_is_full(max(full))
        if places_for(self.draft, self.index, self.length, self.days):
            text = phrase("No open time {when} would be better.", when=self._when)
            return Reason(Cause.BEST_PLACE, text)
        for longest in range(self.length - 1, self.least - 1, -1):
            if places_for(self.draft, self.index, longest, self.days):
                part = min(longest, self.draft.left[self.index] - self.least)
                full = self._days_full_of_coding(part) if part >= self.least else []
                if full:
                    return self.coding_is_full(max(full))
                text = phrase(
                    "Only {length} in one piece is open {when}.",
                    length=length_text(longest),
                    when=self._when,
                )
                return Reason(Cause.CAPACITY, text)
        if places_for(without_work(self.tables, self.schedule), self.index, self.least, self.days):
            return self._too_short(
                N_("The work planned {when} leaves less than {length} in one piece.")
            )
        return self._no_open(N_("No {length} is left open {when}."))
