"""What a plan does not place on the days that were asked about, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.proposal import Remedy, UnplacedTask
from mle_planner.core.scheduling.answer.reasons.causes import Cause
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.answer.reasons.wording import later_day_text
from mle_planner.core.scheduling.problem import SLOT_MIN
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.schedule import PlacedBlock
from mle_planner.core.scheduling.weeks import PlannedWeek

OWN_LIMITS = {Cause.CHUNK, Cause.WINDOW, Cause.PREDECESSOR, Cause.NOTHING}
"""What keeps a task out also of the weeks to come; anything else only makes it wait."""


def unplaced_lines(
    request: PlanningRequest,
    weeks: Sequence[PlannedWeek],
    explainers: Sequence[Explainer],
    remedies_of: Callable[[str], tuple[Remedy, ...]],
    late: Collection[str],
    *,
    pushes: bool,
) -> tuple[list[UnplacedTask], list[UnplacedTask]]:
    """Return what has its place later than the days asked about, and what has none at all.

    Blocks that stand there already are no news, and of ``late`` tasks more is said. Where a plan
    only ``pushes`` the rest of today nothing waits for other days.
    """
    later: dict[str, tuple[int, str]] = {}
    for day, block, explainer in _after(request, weeks, explainers):
        minutes, sentence = later.get(block.task, (0, ""))
        if not sentence:
            name = later_day_text(request.dates[day], request.problem.now.date)
            sentence = _("Later: {day}.", day=name)
            if len(request.asked) == 1:
                sentence = f"{sentence} {explainer.why_here(block).sentence}"
        later[block.task] = (minutes + (block.end - block.start) * SLOT_MIN, sentence)
    unplaced = []
    last = day_text(request.dates[weeks[-1].beyond - 1])
    for left in weeks[-1].schedule.unplaced:
        minutes = left.slots * SLOT_MIN
        reason = explainers[-1].why_not(left.task)
        if left.task in late:
            continue
        if pushes or reason.kind in OWN_LIMITS:
            remedies = remedies_of(left.task) if len(weeks) == 1 else ()
            line = UnplacedTask(request.tasks[left.task], minutes, reason.sentence, remedies)
            unplaced.append(line)
        else:
            before, sentence = later.get(left.task, (0, _("Later: after {day}.", day=last)))
            later[left.task] = (before + minutes, sentence)
    lines = [
        UnplacedTask(request.tasks[task], minutes, sentence)
        for task, (minutes, sentence) in later.items()
        if task not in late
    ]
    return lines, unplaced


def _after(
    request: PlanningRequest, weeks: Sequence[PlannedWeek], explainers: Sequence[Explainer]
) -> list[tuple[int, PlacedBlock, Explainer]]:
    """The new blocks after the first day asked about, on days not asked about."""
    previous = request.problem.previous
    stood = set(previous.blocks) if previous is not None else set()
    first = request.dates.index(request.asked[0])
    found = []
    for week, explainer in zip(weeks, explainers, strict=True):
        for block in week.schedule.blocks:
            day = week.first + block.day
            is_new = (block.task, (day, block.start, block.end)) not in stood
            is_after = day > first and request.dates[day] not in request.asked
            if is_after and is_new and not block.pinned:
                found.append((day, block, explainer))
    return found
