"""Warm start: the present plan, as far as the problem still allows it."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, DayRange, Moment
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.slot_sets import slots
from mle_planner.core.scheduling.solver.model.tables import Tables


def warm_start(tables: Tables, contents: DayContents) -> Draft:
    """Return a draft with all of the present plan that the problem still allows."""
    draft = Draft(tables, contents)
    present = tables.problem.present
    if present is None:
        return draft
    index = {event.id: number for number, event in enumerate(tables.problem.flexible)}
    for event_id, moment in present.flexible.items():
        if event_id in index:
            _keep_event(draft, index[event_id], moment, present.blocks)
    for task_id, place in sorted(present.blocks, key=lambda block: block[1]):
        task = tables.task_index.get(task_id)
        if task is not None and 0 <= place.day < len(tables.days):
            _keep_block(draft, task, place)
    return draft


def _keep_event(
    draft: Draft, event: int, moment: Moment, blocks: tuple[tuple[str, DayRange], ...]
) -> None:
    """Place the event where it began, if the blocks around it leave it room."""
    tables = draft.tables
    for number, place in enumerate(tables.event_places[event]):
        at = (tables.problem.days[place.day].date, place.start)
        if at != moment or place.taken & draft.days[place.day].met:
            continue
        if any(
            block.day == place.day and slots(block.start, block.end) & place.kept_free
            for _, block in blocks
        ):
            continue
        draft.place_event(event, number)
        return


def _keep_block(draft: Draft, task: int, place: DayRange) -> None:
    about = draft.tables.tasks[task]
    length = place.end - place.start
    left = draft.left[task] - length
    if not 0 < about.least <= length <= about.longest or left < 0 or 0 < left < about.least:
        return
    ready = draft.ready_from(task)
    if ready is None:
        return
    first = max(0, ready - place.day * SLOTS_PER_DAY)
    starts = places_of_length(draft.tables, draft.days[place.day], task, length, first)
    if starts >> place.start & 1:
        draft.place(task, place.day, place.start, place.end)
