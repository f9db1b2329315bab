"""Whether a reason is true: its cause is taken away, and the naive checker tries every place.

Shares nothing with the code that finds reasons. Each proof returns what is wrong, in words;
an empty text is a reason that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mle_planner.core.i18n.formats import near_day_text
from mle_planner.core.i18n.phrases import CountedPhrase, Phrase, SaidLength, SaidNames, Value
from mle_planner.core.scheduling.answer.reasons.causes import Cause, Reason, clock
from mle_planner.core.scheduling.answer.reasons.precedence import MOST_NAMED
from mle_planner.core.scheduling.problem import (
    SLOT_MIN,
    SLOTS_PER_DAY,
    FixedEvent,
    Moment,
    Problem,
    ProblemTask,
)
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.plan_checker import broken_rules, score_of

Where = tuple[int, int]
"""Day and first slot of a block."""


def _named(reason: Reason) -> tuple[Value, ...]:
    """Return the tasks that a reason names."""
    values = _values(reason)
    found = next((values[key] for key in ("task", "tasks", "names") if key in values), None)
    if found is None:
        return ()
    return found.names if isinstance(found, SaidNames) else (found,)


def _length(reason: Reason) -> int:
    """Return the length that a reason names, in slots; 0 if it names none."""
    length = _values(reason).get("length")
    return length.minutes // SLOT_MIN if isinstance(length, SaidLength) else 0


def _values(reason: Reason) -> dict[str, Value]:
    assert isinstance(reason.explanation, Phrase | CountedPhrase)
    return dict(reason.explanation.values)


def fault_of_place(problem: Problem, schedule: Schedule, block: PlacedBlock, reason: Reason) -> str:
    """What is untrue in the reason for a block that has its place."""
    if block.pinned:
        return "" if reason.kind is Cause.PINNED else "a pinned block has another reason"
    here = (block.day, block.start)
    places = places_of(problem, schedule, block)
    cheapest = min(places.values())
    if reason.kind is Cause.NOTHING:
        return "" if cheapest < places[here] else "no other place is better"
    if cheapest < places[here]:
        return "it would stand better elsewhere although the reason says what holds it"
    earlier = {at: cost for at, cost in places.items() if at < here}
    if reason.kind in {Cause.EARLIEST, Cause.BEST_PLACE}:
        if bool(earlier) is (reason.kind is Cause.EARLIEST):
            return "an earlier place is open" if earlier else "no earlier place is open"
        return _unnamed(problem, schedule, block)
    if reason.kind is Cause.ONLY_GAP:
        return _fault_of_only_gap(problem, schedule, block)
    if reason.kind in {Cause.OTHER_WORK, Cause.OTHER_WORK_BY_CHANCE}:
        return _fault_of_other_work(problem, schedule, block, reason)
    return _fault_of_holding(problem, schedule, block, reason, earlier)


def _fault_of_holding(
    problem: Problem,
    schedule: Schedule,
    block: PlacedBlock,
    reason: Reason,
    earlier: dict[Where, int],
) -> str:
    """Without the cause an earlier place is as good or better, and with it that place is not."""
    here = (block.day, block.start)
    own = places_of(problem, schedule, block)[here]
    changed = without(problem, problem.task(block.task), reason.kind)
    freed = places_of(changed, schedule, block)
    found = [
        at
        for at, cost in freed.items()
        if at < here and cost <= freed[here] and earlier.get(at, own + 1) > own
    ]
    if reason.kind is Cause.CODING_BAND:
        length = block.end - block.start
        found = [
            (day, start)
            for day, start in found
            if day < block.day
            and coding_on(problem, schedule, day) + length > problem.days[day].coding_most
        ]
    if not found and reason.kind is Cause.PREDECESSOR:
        return _fault_of_chain(problem, schedule, block)
    if not found and reason.kind is Cause.CODING_BAND:
        found = _held_by_band_beside_one(problem, changed, schedule, block)
    return "" if found else "without its cause no earlier place is as good"


def _held_by_band_beside_one(
    problem: Problem, changed: Problem, schedule: Schedule, block: PlacedBlock
) -> list[Where]:
    """Earlier places without one other task before the block, if only the band forbids them."""
    length = block.end - block.start
    for other in {each.task for each in schedule.blocks if each < block} - {block.task}:
        if _frees_earlier(problem, schedule, block, other):
            continue
        for day, start in _freed_earlier(changed, schedule, block, other):
            if coding_on(problem, schedule, day) + length > problem.days[day].coding_most:
                return [(day, start)]
    return []


def _fault_of_chain(problem: Problem, schedule: Schedule, block: PlacedBlock) -> str:
    """Beside what it waits for alone the block could stand earlier, so it waits for more."""
    chain, waiting = {block.task}, [block.task]
    while waiting:
        before = problem.task(waiting.pop()).predecessors
        waiting += [each for each in before if each not in chain]
        chain.update(before)
    kept = tuple(each for each in schedule.blocks if each.pinned or each.task in chain)
    alone = places_of(problem, replace(schedule, blocks=kept), block)
    here = (block.day, block.start)
    return "an earlier place is open after all" if any(at < here for at in alone) else ""


def coding_on(problem: Problem, schedule: Schedule, day: int) -> int:
    """The slots of coding that a day holds."""
    return problem.days[day].coding_done + sum(
        block.end - block.start
        for block in schedule.blocks
        if block.day == day and problem.kinds[problem.task(block.task).kind].coding
    )


def _fault_of_other_work(
    problem: Problem, schedule: Schedule, block: PlacedBlock, reason: Reason
) -> str:
    """Without the earlier blocks of the named task the block stands as well or better earlier."""
    task = problem.task(block.task)
    faults = ["no task is called so"]
    for other in problem.tasks:
        if other.name not in _named(reason) or other.id == task.id:
            continue
        if _frees_earlier(problem, schedule, block, other.id):
            return _fault_of_claim(problem, other, task, reason)
        faults.append("without the named work no earlier place is as good")
    return faults[-1]


def _unnamed(problem: Problem, schedule: Schedule, block: PlacedBlock) -> str:
    """Which work without which the block could stand earlier is passed over in silence.

    Where many tasks stand before it only some of them are tried.
    """
    before = {
        each.task
        for each in schedule.blocks
        if (each.day, each.start) < (block.day, block.start)
        and not each.pinned
        and each.task != block.task
    }
    if len(before) > MOST_NAMED:
        return ""
    for task in sorted(before):
        if _frees_earlier(problem, schedule, block, task):
            return f"{problem.task(task).name} stands before it and is not named"
    return ""


def _frees_earlier(problem: Problem, schedule: Schedule, block: PlacedBlock, other: str) -> bool:
    """Whether without the other's blocks before it the block stands as well or better earlier."""
    return bool(_freed_earlier(problem, schedule, block, other))


def _freed_earlier(
    problem: Problem, schedule: Schedule, block: PlacedBlock, other: str
) -> list[Where]:
    """Where the block stands as well or better earlier without the other's blocks before it."""
    here = (block.day, block.start)
    kept = tuple(
        each
        for each in schedule.blocks
        if each.pinned or each.task != other or (each.day, each.start) >= here
    )
    free = without_broken(problem, replace(schedule, blocks=kept))
    if block not in free.blocks:
        return []
    freed = places_of(problem, free, block)
    if here not in freed:
        return []
    return [at for at, cost in freed.items() if at < here and cost <= freed[here]]


def _fault_of_claim(problem: Problem, other: ProblemTask, task: ProblemTask, reason: Reason) -> str:
    """What is untrue in saying that the other task is due sooner or more important."""
    _, _, because = reason.sentence.partition(" comes first: ")
    if not because:
        return ""
    if because.startswith(("due", "overdue")):
        never = Moment(problem.days[-1].date, SLOTS_PER_DAY + 1)
        is_sooner = (other.due or never) < min(task.due or never, never)
        return "" if is_sooner else "it is not due sooner"
    if because.endswith(" waits for it."):
        awaiting = [each for each in problem.tasks if other.id in each.predecessors]
        named = [each for each in awaiting if because == f"{each.name} waits for it."]
        return "" if any(_presses(problem, each, task) for each in named) else "nothing presses it"
    return "" if other.priority < task.priority else "it is not more important"


def _presses(problem: Problem, other: ProblemTask, task: ProblemTask) -> bool:
    """Whether a task, or one that waits for it, is due sooner or more important than another."""
    never = Moment(problem.days[-1].date, SLOTS_PER_DAY + 1)
    is_sooner = (other.due or never) < min(task.due or never, never)
    awaiting = (each for each in problem.tasks if other.id in each.predecessors)
    return (
        is_sooner
        or other.priority < task.priority
        or any(_presses(problem, each, task) for each in awaiting)
    )


def fault_of_later(
    problem: Problem, schedule: Schedule, task_id: str, days: list[int], reason: Reason
) -> str:
    """What is untrue in the reason for the next block of a task to stand after these days."""
    first = next(b for b in schedule.of_task(task_id) if b.day > days[-1] and not b.pinned)
    kept = replace(schedule, blocks=tuple(b for b in schedule.blocks if b != first))
    task = problem.task(task_id)

    def as_good(made: Problem, plan: Schedule) -> list[Where]:
        found = dict(_tried(made, plan, task_id, first.end - first.start))
        own = found.get((first.day, first.start), -1)
        return [at for at, cost in found.items() if at[0] in days and cost <= own]

    found = dict(_tried(problem, kept, task_id, first.end - first.start))
    own = found[first.day, first.start]
    better = [at for at, cost in found.items() if at[0] in days and cost < own]
    if reason.kind is Cause.NOTHING:
        return "" if better else "no place there is better"
    if better:
        return f"{where_text(problem, better[0])} would be better"
    if reason.kind is Cause.BEST_PLACE:
        return "" if any(at[0] in days for at in found) else "no place is open there"
    if reason.kind is Cause.CAPACITY:
        return _fault_of_no_time(problem, schedule, kept, task, days, reason)
    if reason.kind is Cause.OTHER_WORK:
        return _fault_of_taken_time(problem, schedule, kept, task, days, reason, as_good, found)
    ends = {
        name: _end_of(problem, schedule, each)
        for each in task.predecessors
        for name in [problem.task(each).name]
    }
    waits_for = _named(reason) if reason.kind is Cause.PREDECESSOR else ()
    last = Moment(problem.days[days[-1]].date, SLOTS_PER_DAY)
    if any(ends[name] > last for name in waits_for):
        return ""
    if task.earliest is not None and task.earliest.date > problem.days[days[-1]].date:
        return "" if reason.kind is Cause.WINDOW else "it may not begin before"
    changed = without(problem, task, reason.kind)
    freed = set(as_good(changed, kept)) - set(as_good(problem, kept))
    if not freed and reason.kind is Cause.CODING_BAND:
        there = {at for at in found if at[0] in days}
        freed = _part_held_by_band(problem, kept, first, days)
        if all(_is_over_band(problem, schedule, day, first) for day, _ in there):
            freed |= there
        if not there:
            freed |= _held_by_band_beside_another(problem, changed, schedule, task, days)
    return "" if freed else "without its cause nothing changes"


def _held_by_band_beside_another(
    problem: Problem, changed: Problem, schedule: Schedule, task: ProblemTask, days: list[int]
) -> set[Where]:
    """Places of most of the later work without one other task, if only the band forbids them."""
    for other in {block.task for block in schedule.blocks if block.day in days} - {task.id}:
        free = _without_task(problem, schedule, {other}, days)
        if _most_as_good(problem, free, schedule, task, days):
            continue
        found = _most_as_good(changed, free, schedule, task, days)
        for day in days:
            there = [block for block in found if block.day == day]
            held = coding_on(problem, schedule, day) + sum(b.end - b.start for b in there)
            if there and held > problem.days[day].coding_most:
                return {(block.day, block.start) for block in there}
    return set()


def _without_task(problem: Problem, plan: Schedule, ids: set[str], days: list[int]) -> Schedule:
    """The plan without the movable blocks of these tasks on the days, and what waits for them."""
    rest = tuple(
        each for each in plan.blocks if each.pinned or each.task not in ids or each.day not in days
    )
    return without_broken(problem, replace(plan, blocks=rest))


def _most_as_good(
    problem: Problem, free: Schedule, schedule: Schedule, task: ProblemTask, days: list[int]
) -> list[PlacedBlock]:
    """Blocks of half the later work or more, as good on the days; nothing if it is less.

    What waits for the task stands after it in any case, and is left out.
    """
    later = [b for b in schedule.of_task(task.id) if b.day > days[-1] and not b.pinned]
    rest = tuple(each for each in free.blocks if each not in later)
    plan = without_broken(problem, replace(free, blocks=rest))
    found: list[PlacedBlock] = []
    for block in later:
        part = _longest_as_good(problem, plan, task, block, days)
        if part is None:
            break
        found.append(part)
        plan = _with_block(plan, part)
    held, said = (sum(each.end - each.start for each in some) for some in (found, later))
    return found if 2 * held >= said else []


def _longest_as_good(
    problem: Problem, plan: Schedule, task: ProblemTask, block: PlacedBlock, days: list[int]
) -> PlacedBlock | None:
    """The most of the block that is as good on the days as so much of it at its own place."""
    length, least = block.end - block.start, min(task.min_chunk, task.remaining - _pinned(task))
    for part in range(length, max(1, least) - 1, -1):
        if 0 < length - part < least:
            continue
        own = score_of(problem, _with_block(plan, replace(block, end=block.start + part)))
        tried = _tried(problem, plan, task.id, part, days)
        cost, (day, start) = min(((cost, at) for at, cost in tried), default=(own + 1, (0, 0)))
        if cost <= own:
            return PlacedBlock(day, start, start + part, task.id)
    return None


def _with_block(plan: Schedule, block: PlacedBlock) -> Schedule:
    return replace(plan, blocks=tuple(sorted((*plan.blocks, block))))


def _is_over_band(problem: Problem, schedule: Schedule, day: int, block: PlacedBlock) -> bool:
    held = coding_on(problem, schedule, day) + block.end - block.start
    return held > problem.days[day].coding_most


def _part_held_by_band(
    problem: Problem, kept: Schedule, block: PlacedBlock, days: list[int]
) -> set[Where]:
    """The open places on the days for the longest part of the block, if all are over the band."""
    task = problem.task(block.task)
    left = unplaced_slots(kept, task.id) + block.end - block.start
    for part in range(block.end - block.start - 1, max(1, task.min_chunk) - 1, -1):
        if left - part >= task.min_chunk:
            tried = _tried(problem, kept, task.id, part)
            there = {at for at, _cost in tried if at[0] in days}
            piece = replace(block, end=block.start + part)
            if there:
                over = all(_is_over_band(problem, kept, day, piece) for day, _ in there)
                return there if over else set()
    return set()


def _fault_of_no_time(
    problem: Problem,
    schedule: Schedule,
    kept: Schedule,
    task: ProblemTask,
    days: list[int],
    reason: Reason,
) -> str:
    """A length that is said not to be open on the days is open there."""
    length = _length(reason) or 1
    if reason.sentence.startswith("Only "):
        length += 1  # it is open, but nothing longer
    if "left" in reason.sentence or "one piece" in reason.sentence:
        taken = [at for at, _cost in _tried(problem, kept, task.id, length) if at[0] in days]
        if taken:
            return f"{where_text(problem, taken[0])} is open"
        if not reason.sentence.startswith("The work planned"):
            return ""
        bare = replace(kept, blocks=tuple(each for each in kept.blocks if each.pinned))
        is_filled = any(at[0] in days for at, _cost in _tried(problem, bare, task.id, length))
        return "" if is_filled else "without that work nothing is open either"
    bare = replace(schedule, blocks=tuple(each for each in schedule.blocks if each.pinned))
    for day in days:
        for start in _clear_starts(problem, bare, day, length):
            if is_open_for_work(problem, bare, day, start, start + length):
                return f"{where_text(problem, (day, start))} is open"
    return ""


def _fault_of_taken_time(
    problem: Problem,
    schedule: Schedule,
    kept: Schedule,
    task: ProblemTask,
    days: list[int],
    reason: Reason,
    as_good: Callable[[Problem, Schedule], list[Where]],
    open_places: dict[Where, int],
) -> str:
    """Without the named work on the days the block could stand there, in its time only.

    Where tasks are counted and not named, it is all other work.
    """
    named = _named(reason)
    others = [
        each for each in problem.tasks if each.id != task.id and (not named or each.name in named)
    ]
    ids = {each.id for each in others}
    free = _without_task(problem, kept, ids, days)
    freed = as_good(problem, free)
    if named and not open_places.keys().isdisjoint(freed):
        return "the named work leaves a place that is as good without it"
    if not freed and "take" not in reason.sentence:
        return "without the named work nothing is open either"
    if not _most_as_good(problem, free, schedule, task, days):
        return "without the named work most of it would be later as well"
    if len(others) == 1 == len(named):
        return _fault_of_claim(problem, others[0], task, reason)
    return ""


def _end_of(problem: Problem, schedule: Schedule, task_id: str) -> Moment:
    """When the plan finishes a task; after everything where it does not."""
    blocks = schedule.of_task(task_id)
    if unplaced_slots(schedule, task_id) or not blocks:
        return Moment(problem.days[-1].date, SLOTS_PER_DAY + 1)
    last = blocks[-1]
    return Moment(problem.days[last.day].date, last.end)


def fault_of_absence(problem: Problem, schedule: Schedule, task_id: str, reason: Reason) -> str:
    """What is untrue in the reason for a task that is not all in the plan."""
    task = problem.task(task_id)
    score = score_of(problem, schedule)
    gains = any(cost < score for cost in further_blocks(problem, schedule, task).values())
    named = _named(reason)
    if reason.kind is Cause.NOTHING and named:
        costs = _costs_instead(problem, schedule, task, named[0])
        return "" if min(costs) < score else "taking the place of the other is not worth it"
    if reason.kind is Cause.NOTHING:
        return "" if gains else "there is no room that would be worth using"
    if gains:
        return "a further block would make the plan better"
    faults = {
        Cause.NO_LESS_IMPORTANT: _fault_of_stronger,
        Cause.CAPACITY: _fault_of_capacity,
        Cause.SEVERAL: _fault_of_several,
    }
    return faults.get(reason.kind, _fault_of_missing)(problem, schedule, task, reason)


def _fault_of_missing(
    problem: Problem, schedule: Schedule, task: ProblemTask, reason: Reason
) -> str:
    """Without the cause a further block pays; or it does where there is also more time."""
    alone = _finds_room(problem, schedule, task, reason.kind)
    if "either" in reason.sentence or "or outside" in reason.sentence:
        freed = without(problem, task, reason.kind).task(task.id)
        if alone:
            return "it alone keeps the task out"
        return "" if _is_placed_in_longer_days(problem, schedule, freed) else "time is no help"
    if not alone:
        return "without its cause the task finds no room either"
    return _fault_of_words(problem, schedule, task, reason)


def _fault_of_several(
    problem: Problem, schedule: Schedule, task: ProblemTask, reason: Reason
) -> str:
    """None of the causes alone keeps the task out."""
    causes = (Cause.PREDECESSOR, Cause.WINDOW, Cause.CHUNK, Cause.CODING_BAND, Cause.DUE_DATE)
    found = [cause for cause in causes if _finds_room(problem, schedule, task, cause)]
    return f"{found[0]} alone keeps it out" if found else ""


def _finds_room(problem: Problem, schedule: Schedule, task: ProblemTask, cause: Cause) -> bool:
    """Whether without the cause a further block of the task makes the plan better."""
    changed = without(problem, task, cause)
    before = score_of(changed, schedule)
    further = further_blocks(changed, schedule, changed.task(task.id))
    return any(cost < before for cost in further.values())


def without(problem: Problem, task: ProblemTask, cause: Cause) -> Problem:
    """The problem with the cause taken away, and nothing else."""
    weights = problem.weights
    if cause is Cause.CODING_BAND:
        return replace(problem, weights=replace(weights, coding_short=(0,), coding_over=0))
    if cause is Cause.PREFERRED_HOURS:
        flat = {name: replace(kind, energy=()) for name, kind in problem.kinds.items()}
        return replace(problem, kinds=flat)
    if cause is Cause.PRESENT_PLAN:
        return replace(problem, present=None)
    changes = {
        Cause.DUE_DATE: replace(task, due=None),
        Cause.PREDECESSOR: replace(task, predecessors=()),
        Cause.WINDOW: replace(task, windows=None, earliest=None),
        Cause.CHUNK: replace(task, min_chunk=1),
    }
    return with_task(problem, changes[cause])


def with_task(problem: Problem, changed: ProblemTask) -> Problem:
    """The problem with one task as it is here."""
    tasks = tuple(changed if each.id == changed.id else each for each in problem.tasks)
    return replace(problem, tasks=tasks)


def places_of(problem: Problem, schedule: Schedule, block: PlacedBlock) -> dict[Where, int]:
    """Every valid place of the block, its own included, and what the plan then costs."""
    others = tuple(each for each in schedule.blocks if each != block)
    kept = replace(schedule, blocks=others)
    return dict(_tried(problem, kept, block.task, block.end - block.start))


def further_blocks(
    problem: Problem, schedule: Schedule, task: ProblemTask
) -> dict[tuple[int, int, int], int]:
    """Every valid further block of the task, day, start and end, and what the plan then costs."""
    left = task.remaining - sum(each.end - each.start for each in schedule.of_task(task.id))
    least = min(task.min_chunk, task.remaining - _pinned(task))
    return {
        (day, start, start + length): cost
        for length in range(max(1, least), min(left, task.max_chunk) + 1)
        if left == length or left - length >= least
        for (day, start), cost in _tried(problem, schedule, task.id, length)
    }


def unplaced_slots(schedule: Schedule, task_id: str) -> int:
    """How much of a task is not in the plan."""
    return sum(each.slots for each in schedule.unplaced if each.task == task_id)


def where_text(problem: Problem, at: Where) -> str:
    """A place as the reasons say it."""
    return f"{near_day_text(problem.days[at[0]].date, problem.now.date)} at {clock(at[1])}"


def is_open_for_work(problem: Problem, schedule: Schedule, day: int, start: int, end: int) -> bool:
    """Whether work of that length could stand there, whatever the task."""
    kind = next(iter(problem.kinds))
    anything = ProblemTask("any work", kind, end - start, min_chunk=1, max_chunk=end - start)
    more = replace(problem, tasks=(*problem.tasks, anything))
    block = PlacedBlock(day, start, end, anything.id)
    plan = replace(schedule, blocks=tuple(sorted((*schedule.blocks, block))))
    return not broken_rules(more, plan)


def _tried(
    problem: Problem, schedule: Schedule, task: str, length: int, days: list[int] | None = None
) -> Iterator[tuple[Where, int]]:
    """The places of a further block of that length that break no rule; on every day if none."""
    for day in range(len(problem.days)) if days is None else days:
        for start in _clear_starts(problem, schedule, day, length):
            block = PlacedBlock(day, start, start + length, task)
            plan = replace(schedule, blocks=tuple(sorted((*schedule.blocks, block))))
            if not broken_rules(problem, plan):
                yield (day, start), score_of(problem, plan)


def _clear_starts(problem: Problem, schedule: Schedule, day: int, length: int) -> list[int]:
    """Starts on nothing that stands, in working time and not past: the rest is soon tried."""
    stand: tuple[PlacedBlock | PlacedFlexible | FixedEvent, ...]
    stand = (*schedule.blocks, *schedule.flexible, *problem.fixed)
    taken = {slot for each in stand if each.day == day for slot in range(each.start, each.end)}
    return [
        start
        for first, last in problem.days[day].windows
        for start in range(first, last - length + 1)
        if not problem.is_past(day, start) and taken.isdisjoint(range(start, start + length))
    ]


def _fault_of_only_gap(problem: Problem, schedule: Schedule, block: PlacedBlock) -> str:
    due = problem.task(block.task).due
    length = block.end - block.start
    others = replace(schedule, blocks=tuple(each for each in schedule.blocks if each.pinned))
    for day in range(len(problem.days)):
        for start in _clear_starts(problem, others, day, length):
            beside = day != block.day or start >= block.end or start + length <= block.start
            on_time = due is None or Moment(problem.days[day].date, start + length) <= due
            if beside and on_time and is_open_for_work(problem, others, day, start, start + length):
                return f"{where_text(problem, (day, start))} is open as well"
    return ""


def _fault_of_stronger(
    problem: Problem, schedule: Schedule, task: ProblemTask, reason: Reason
) -> str:
    """A block of the named task gone, there is room; and giving it that room does not pay."""
    costs = _costs_instead(problem, schedule, task, _named(reason)[0])
    if not costs:
        return "without the named task there is no room either"
    score = score_of(problem, schedule)
    if "as much" in reason.sentence:
        return "" if score in costs else "it does not weigh as much"
    return "" if max(costs) > score else "no place of the named task weighs more"


def _costs_instead(
    problem: Problem, schedule: Schedule, task: ProblemTask, name: Value
) -> list[int]:
    """By block of the named task that makes room when it goes: what the plan then costs."""
    costs = []
    for other in problem.tasks:
        for block in schedule.of_task(other.id) if other.name == name else ():
            kept = tuple(each for each in schedule.blocks if each != block)
            free = without_broken(problem, replace(schedule, blocks=kept))
            best = min(further_blocks(problem, free, task).values(), default=None)
            if best is not None and best < score_of(problem, free):
                costs.append(best)
    return costs


def without_broken(problem: Problem, schedule: Schedule) -> Schedule:
    """The plan without the blocks of tasks that wait for something no longer finished."""
    while True:
        placed = {task.id: 0 for task in problem.tasks}
        for block in schedule.blocks:
            placed[block.task] += block.end - block.start
        broken = {
            task.id
            for task in problem.tasks
            for before in task.predecessors
            if placed[before] < problem.task(before).remaining
        }
        kept = tuple(b for b in schedule.blocks if b.pinned or b.task not in broken)
        if kept == schedule.blocks:
            return schedule
        schedule = replace(schedule, blocks=kept)


def _fault_of_capacity(
    problem: Problem, schedule: Schedule, task: ProblemTask, reason: Reason
) -> str:
    """All of it is said to be missing; in longer days more of it is placed."""
    if _length(reason) != unplaced_slots(schedule, task.id):
        return "another length is missing"
    return "" if _is_placed_in_longer_days(problem, schedule, task) else "more time is no help"


def _is_placed_in_longer_days(problem: Problem, schedule: Schedule, task: ProblemTask) -> bool:
    """Whether planning again with every day open until midnight places more of the task.

    Other tasks that found no place at all stay out, or they would take the time first.
    """
    wanted = {task.id, *(block.task for block in schedule.blocks)}
    waiting = list(task.predecessors)
    while waiting:
        before = waiting.pop()
        wanted.add(before)
        waiting += problem.task(before).predecessors
    tasks = tuple(
        replace(each, predecessors=tuple(one for one in each.predecessors if one in wanted))
        for each in with_task(problem, task).tasks
        if each.id in wanted
    )
    again = solve(until_midnight(replace(problem, tasks=tasks)), budget=Budget(1200))
    return unplaced_slots(again, task.id) < unplaced_slots(schedule, task.id)


def until_midnight(problem: Problem) -> Problem:
    """The problem with every working day open until midnight."""
    days = tuple(
        replace(day, windows=(*day.windows[:-1], (day.windows[-1][0], SLOTS_PER_DAY)))
        if day.windows
        else day
        for day in problem.days
    )
    return replace(problem, days=days)


def _fault_of_words(problem: Problem, schedule: Schedule, task: ProblemTask, reason: Reason) -> str:
    """What the sentence says beside the cause itself."""
    if reason.kind in {Cause.CHUNK, Cause.WINDOW}:
        found = further_blocks(problem, schedule, task)
        if found:
            return f"{len(found)} places are open, so it is not for that"
    if reason.kind is Cause.DUE_DATE and task.due is not None:
        dates = [day.date for day in problem.days]
        for day, _start, end in further_blocks(problem, schedule, task):
            if Moment(dates[day], end) <= task.due:
                return "time is open before it is due"
    return ""


def _pinned(task: ProblemTask) -> int:
    return sum(place.end - place.start for place in task.pinned)
