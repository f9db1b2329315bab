"""The texts of the morning page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import (
    clock_range_text,
    clock_text,
    duration_text,
    near_day_text,
    near_time_text,
)
from mle_planner.core.i18n.gettext import _, joined_words, plural
from mle_planner.core.i18n.names import capitalized, stage_title
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.late_words import used_up_words
from mle_planner.core.plan.proposal import NoteKind, Proposal, shown_ref
from mle_planner.core.plan.snapshots import CodingDay, DaySnapshot, PlannedItem
from mle_planner.core.refs import PlannedRef
from mle_planner.core.tasks.board import focus_open
from mle_planner.core.tasks.morning import LeftOver, Morning, due_work_done_by, meetings, work_ahead
from mle_planner.ui.timeline.model.block_words import origin_text

_WORTH_NAMING = timedelta(minutes=15)
"""Less planned time that was not done is not named beside the whole time left."""


def head_figures(morning: Morning, day: DaySnapshot, shortest_min: int) -> list[tuple[str, str]]:
    """Return the open focus time and the due work.

    ``day`` is the day as proposed, ``shortest_min`` the length of the shortest block.
    """
    focus = focus_open(day, timedelta(minutes=shortest_min))
    figures = [(duration_text(focus), _("of focus open"))]
    if morning.due > ZERO or not morning.due_tasks:
        figures.append((duration_text(morning.due), _("due today")))
    if morning.overdue > ZERO:
        figures.append((duration_text(morning.overdue), _("overdue")))
    return figures


def left_title(morning: Morning) -> str:
    """Return the heading for work left over: from yesterday, a weekday, or the days before."""
    planned = {one.planned_on for one in morning.left_over}
    if len(planned) != 1:
        return _("Left from the days before")
    return _("Left from {day}", day=near_day_text(planned.pop(), morning.day.day))


def left_sum(morning: Morning) -> str:
    """Return the number of tasks left over and their planned time that was not done."""
    count = sum(not one.is_done for one in morning.left_over)
    tasks = plural("{count} task", "{count} tasks", count)
    return joined_words((tasks, _not_done(morning.left)), ", ")


def left_about(one: LeftOver, today: date) -> str:
    """Return a task's project, its time remaining and not done, and its due date, in one line."""
    task, remaining = one.view.task, one.view.remaining
    left = _not_done(one.left)
    has_more = remaining is not None and remaining > one.left
    if remaining is not None and has_more and one.left < _WORTH_NAMING:
        left = _("{time} left", time=duration_text(remaining))
    elif remaining is not None and has_more:
        left = _(
            "{remaining} left, {time} of it planned and not done",
            remaining=duration_text(remaining),
            time=duration_text(one.left),
        )
    if one.is_done:
        left = _("done")
    elif one.more is not None:
        left = used_up_words(task)
    due = _("due {when}", when=near_day_text(task.due, today)) if task.due is not None else ""
    project = one.view.project.name if one.view.project else one.view.activity.name
    return joined_words((project, left, due))


def _not_done(time: timedelta) -> str:
    """Return how much planned time was not done; empty for none."""
    return _("{time} planned and not done", time=duration_text(time)) if time else ""


def moves_text(
    one: LeftOver, day: DaySnapshot, proposal: Proposal | None, days: PlanningDays
) -> str:
    """Return when the plan places a task instead of today; empty if it places it today.

    For a task that may be done today it says that it does not fit: the choice stays Today.
    """
    task = one.view.task
    if proposal is None or one.is_done or one.more is not None or task.id in _tasks_ahead(day):
        return ""
    planned = one.view.next_planned
    if planned is not None and days.date_of(planned) > day.day:
        time = clock_text(planned, days.zone)
        return _planned_text(one, day.day, near_time_text(days.date_of(planned), day.day, time))
    later = next((each.day for each in proposal.later if each.task.id == task.id), None)
    if later is not None:
        return _planned_text(one, day.day, near_day_text(later, day.day))
    return _done_text(task.id, day.day, proposal, days) or _("no place in the next days")


def _tasks_ahead(day: DaySnapshot) -> set[TaskId]:
    return {item.task.id for item in work_ahead(day) if item.task is not None}


def _done_text(task_id: TaskId, today: date, proposal: Proposal, days: PlanningDays) -> str:
    """Return when a late task is finished; empty if the plan does not finish it late."""
    done = next((each.finished for each in proposal.late if each.task.id == task_id), None)
    if done is None:
        return ""
    time = clock_text(done, days.zone)
    return _("done {when}", when=near_time_text(days.date_of(done), today, time))


def notes_text(proposal: Proposal, waits: str) -> str:
    """Return the notes on a plan, a line each, without those that its sum and total tell.

    The last line is ``waits``: why coding work comes later on a day short of its goal.
    """
    told = (NoteKind.BAND_EXCEEDED, NoteKind.NO_ESTIMATE)
    lines = [note.sentence for note in proposal.notes if note.kind not in told]
    return "\n".join(filter(None, (*lines, waits)))


def moved_notes(
    proposal: Proposal, origins: Mapping[int, PlannedItem], days: PlanningDays
) -> Mapping[PlannedRef, str]:
    """Return where the moved blocks of a plan were before, and why they are where they are now."""
    notes: dict[PlannedRef, str] = {}
    for item in proposal.items:
        origin = origin_text(item, origins.get(item.id), days)
        if origin:
            notes[shown_ref(item)] = f"{capitalized(origin)}. {item.reason}".strip()
    return notes


class MovedOff(NamedTuple):
    """Work that was planned today and is not in the plan; ``when`` says when it is done.

    ``note`` says where it was before, and why it moves.
    """

    item: PlannedItem
    when: str
    note: str


def moved_off(
    morning: Morning, shown: DaySnapshot, proposal: Proposal, days: PlanningDays
) -> list[MovedOff]:
    """Return the work that a plan takes off today."""
    told = _tasks_ahead(shown)
    later = {one.task.id: one for one in proposal.later}
    reasons = {one.task.id: one.reason for one in (*proposal.late_or_unplaced, *proposal.later)}
    found = []
    for item in work_ahead(morning.day):
        if item.task is None or item.task.id in told:
            continue
        task_id, today = item.task.id, morning.day.day
        told.add(task_id)
        day = later[task_id].day if task_id in later else None
        if day is not None:
            when = _("moves to {day}", day=near_day_text(day, today))
        else:
            when = _done_text(task_id, today, proposal, days) or _("no place in the next days")
        before = capitalized(_("was {times}", times=times(item, days)))
        found.append(MovedOff(item, when, f"{before}. {reasons.get(task_id, '')}".strip()))
    return found


def _planned_text(one: LeftOver, today: date, when: str) -> str:
    earliest = one.view.task.earliest
    if earliest is not None and earliest > today:
        return _("planned {when}", when=when)
    return _("does not fit today, planned {when}", when=when)


def meetings_sum(day: DaySnapshot) -> str:
    """Return the number of meetings of a day and their length, counting each minute once."""
    found = meetings(day)
    text = plural("{count} meeting", "{count} meetings", len(found))
    taken = day.planned_sums.meeting
    text = f"{text}, {duration_text(taken)}"
    twice = sum((item.span.duration for item in found), ZERO) - taken
    if twice > ZERO:
        overlap = _("{time} at the same time", time=duration_text(twice))
        text = f"{text} ({overlap})"
    return text


def times(item: PlannedItem, days: PlanningDays) -> str:
    return clock_range_text(item.span.start, item.span.end, days.zone)


def work_about(item: PlannedItem) -> str:
    """Return project and stage of planned work."""
    project = item.project.name if item.project else item.activity.name
    stage = stage_title(item.task.stage) if item.task else ""
    return joined_words((project, stage if stage != project else ""), ", ")


def plan_sum(day: DaySnapshot) -> str:
    """Return the focus time of a plan, and its coding against the goal."""
    work = [item for item in work_ahead(day) if item.category.is_focus]
    focus = sum((item.span.duration for item in work), ZERO)
    return _("{time} focus", time=duration_text(focus)) + " · " + coding_text(day.coding)


def coding_text(coding: CodingDay) -> str:
    """Return the coding of a day, done and planned, against its goal."""
    text = _("coding {time}", time=duration_text(coding.expected))
    return joined_words((text, coding.verdict), ", ")


def total_about(morning: Morning, day: DaySnapshot, proposal: Proposal, days: PlanningDays) -> str:
    """Return whether all work due today gets done, and how much due work is not planned."""
    done_by = due_work_done_by(day, morning.due_tasks)
    told = ""
    count = proposal.late_count
    if count:
        told = plural("{count} task will be late", "{count} tasks will be late", count)
    elif done_by is not None:
        told = _("everything due today is done by {time}", time=clock_text(done_by, days.zone))
    count = sum(note.kind is NoteKind.NO_ESTIMATE for note in proposal.notes)
    to_estimate = (
        plural("{count} due task needs an estimate", "{count} due tasks need an estimate", count)
        if count
        else ""
    )
    return joined_words((told, to_estimate))


def away_title(day_count: int) -> str:
    return plural("Back after {count} working day", "Back after {count} working days", day_count)


def away_text(morning: Morning) -> str:
    count = sum(one.left > ZERO for one in morning.left_over)
    return plural(
        "{count} task with {time} of planned work was missed. It is open again; nothing is lost.",
        "{count} tasks with {time} of planned work were missed. They are open again; nothing is "
        "lost.",
        count,
        time=duration_text(morning.left),
    )
