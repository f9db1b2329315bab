"""Notes on what a plan changes without being asked: lunch, wrap-up, own meetings, the band."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.proposal import NoteKind
from mle_planner.core.scheduling.answer.reasons.coding import coding_on
from mle_planner.core.scheduling.notes import UNNOTED_EXCESS, PlanningNote, part_notes
from mle_planner.core.scheduling.problem import SLOT, FixedEvent, FlexibleEvent
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible
from mle_planner.core.scheduling.weeks import PlannedWeek

SpanOf = Callable[[PlanningRequest, PlannedWeek, PlacedFlexible], Span]


def day_notes(
    request: PlanningRequest, weeks: Sequence[PlannedWeek], span_of: SpanOf
) -> Iterator[PlanningNote]:
    """Yield the notes of the requested days."""
    for week in weeks:
        placed = {each.event: each for each in week.schedule.flexible}
        for event in week.problem.flexible:
            day = event.windows[0].day
            if request.dates[week.first + day] in request.asked:
                yield from _of_event(request, week, event, placed.get(event.id), span_of)
        for day, date in enumerate(request.dates[week.first : week.beyond]):
            if date in request.asked:
                yield from _of_band(request, week, day)


def _of_event(
    request: PlanningRequest,
    week: PlannedWeek,
    event: FlexibleEvent,
    placed: PlacedFlexible | None,
    span_of: SpanOf,
) -> Iterator[PlanningNote]:
    """Yield a note if the plan moves, shortens or drops lunch, the wrap-up or an own meeting."""
    day = request.dates[week.first + event.windows[0].day]
    is_lunch = request.flexible[event.id].activity.category is Category.BREAK
    span = None if placed is None else span_of(request, week, placed)
    title = "" if is_lunch else event.title
    there: list[tuple[PlacedBlock | FixedEvent, str]] = [
        *((block, str(week.problem.task(block.task).name)) for block in week.schedule.blocks),
        *((fixed, fixed.title) for fixed in week.problem.fixed),
    ]
    others = [
        (span_of(request, week, PlacedFlexible(each.day, each.start, each.end, "")), name)
        for each, name in there
        if each.day == event.windows[0].day
    ]
    yield from part_notes(day, title, request.flexible[event.id].usual, span, others)


def _of_band(request: PlanningRequest, week: PlannedWeek, day: int) -> Iterator[PlanningNote]:
    """Yield a note if the planned coding exceeds the day's band, or the day has no room for it."""
    band = request.problem.days[week.first + day]
    coding = coding_on(week.problem, week.schedule, day)
    length, most, least = SLOT * coding, SLOT * band.coding_most, SLOT * band.coding_least
    if not week.first + day:
        length += request.done_beyond_slots
    is_more = most and coding > max(band.coding_done, band.coding_most)
    if is_more and length - most > UNNOTED_EXCESS:
        yield PlanningNote(NoteKind.BAND_EXCEEDED, band.date, length=length, wanted=most)
    room = request.scarce_coding.get(band.date)
    if room is not None and length < least:
        room = max(room, length)
        yield PlanningNote(NoteKind.BAND_NOT_REACHED, band.date, length=room, wanted=least)
