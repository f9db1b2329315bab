"""What a plan changes of a day without being asked: lunch, wrap-up, the coding band, days off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mle_planner.core.i18n.gettext import _
from mle_planner.core.scheduling.problem import FlexibleEvent
from mle_planner.core.scheduling.reasons.wording import clock, day_name, length_text
from mle_planner.core.scheduling.request import PlanningRequest
from mle_planner.core.scheduling.rolling import Stage
from mle_planner.core.scheduling.schedule import PlacedFlexible

_WORTH_SAYING = 3
"""Slots from which on it is said that lunch or the like moves: a quarter of an hour."""


def day_notes(request: PlanningRequest, stages: Sequence[Stage]) -> tuple[str, ...]:
    """Return one sentence for each change, day by day, for the days that are asked about."""
    notes = list(request.notes)
    for stage in stages:
        for day, date in enumerate(request.dates[stage.first : stage.beyond]):
            if date in request.asked:
                notes += _of_day(request, stage, day)
    return tuple(notes)


def _of_day(request: PlanningRequest, stage: Stage, day: int) -> Iterator[str]:
    about = stage.problem.days[day]
    name = day_name(about.date, stage.problem.now.date)
    if not about.windows:
        is_asked = len(request.asked) == 1 or about.date == stage.problem.now.date
        if is_asked and about.date not in request.days_off:
            yield _("{day} is a day off; nothing is planned on it", day=_capital(name))
        return
    placed = {each.event: each for each in stage.schedule.flexible}
    for event in stage.problem.flexible:
        if any(window.day == day for window in event.windows):
            yield from _of_event(event, placed.get(event.id), name)
    yield from _of_band(request, stage, day, name)


def _of_event(event: FlexibleEvent, placed: PlacedFlexible | None, day: str) -> Iterator[str]:
    """What becomes of lunch, the wrap-up or an own meeting."""
    if placed is None:
        yield _("{title} {day}: left out, there is no room for it", title=event.title, day=day)
        return
    usual = event.ideal if event.current is None else event.current.slot
    moved = usual is not None and abs(placed.start - usual) >= _WORTH_SAYING
    length, whole = placed.end - placed.start, event.durations[0]
    times = {
        "title": event.title,
        "day": day,
        "time": clock(placed.start),
        "length": length_text(length),
        "usual": length_text(whole),
    }
    if moved and length < whole:
        yield _("{title} {day}: moved to {time}, {length} instead of {usual}", **times)
    elif moved:
        yield _("{title} {day}: moved to {time}", **times)
    elif length < whole:
        yield _("{title} {day}: {length} instead of {usual}", **times)


def _of_band(request: PlanningRequest, stage: Stage, day: int, name: str) -> Iterator[str]:
    """Coding below the foot of the day's band although there is more to do, or above its top.

    A day that is meant to hold no code has no band, and nothing is said of it.
    """
    problem, band = stage.problem, request.problem.days[stage.first + day]
    coding = {task.id: task for task in problem.tasks if problem.kinds[task.kind].coding}
    blocks = [block for block in stage.schedule.blocks if block.task in coding]
    here = [block for block in blocks if block.day == day]
    if not band.coding_most:
        return
    done = band.coding_done + sum(block.end - block.start for block in here)
    words = {"day": name, "done": length_text(done)}
    if done > band.coding_most and here:
        yield _(
            "Coding {day}: {done}, above {most}, for what is due",
            most=length_text(band.coding_most),
            **words,
        )
    waits = any(block.day > day for block in blocks) or any(
        left.task in coding for left in stage.schedule.unplaced
    )
    if done < band.coding_least and waits:
        yield _(
            "Coding {day}: {done}, below {least}; the day has no room for more",
            least=length_text(band.coding_least),
            **words,
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
