"""The commands that plan: ``plan`` shows and accepts a proposal, ``outlook`` lists what is late."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mle_planner.cli.arguments import argument, one_of, takes, whole_number
from mle_planner.cli.columns import columns, counted, printable
from mle_planner.cli.context import Context
from mle_planner.cli.moments import parse_date, parse_week
from mle_planner.cli.planned_lines import (
    PlannedLine,
    due_shape,
    late_json,
    line_json,
    source_of,
    unplaced_json,
)
from mle_planner.core.base.days import PlanningDays, days_from
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import ZERO, Span, total, union, whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, day_text, duration_text, minutes_text
from mle_planner.core.model.work import Category
from mle_planner.core.plan.proposal import (
    LateTask,
    NoteKind,
    PlanNote,
    Proposal,
    ProposedItem,
    UnplacedTask,
)
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.notes import no_estimate_sentence

MOST_DAYS = 31


@takes(
    one_of(
        argument("--date", metavar="DATE", help="plan this day (default: today)"),
        argument(
            "--week",
            metavar="WEEK",
            help="plan the remaining working days of a week: this, next, or a date in it",
        ),
        argument(
            "--days", metavar="N", help=f"plan this many days from today (at most {MOST_DAYS})"
        ),
        argument("--push", action="store_true", help="plan only the rest of today again"),
    ),
    argument("--accept", action="store_true", help="save the plan; without it nothing is changed"),
)
def plan(context: Context, options: argparse.Namespace) -> int:
    """Propose a plan and say what each of the days would hold; with ``--accept``, will hold."""
    planner = context.planner
    if options.push:
        proposal = planner.planning.propose_push()
    else:
        proposal = planner.planning.propose(_days(planner, options))
    lines = planned_lines(planner, proposal)
    coding = {day: coding_min(planner, day, lines) for day in proposal.days}
    if options.accept:
        planner.planning.accept(proposal)
    days = planner.days
    return context.answer(
        lambda: _plan_shape(proposal, lines, coding, days, is_accepted=options.accept),
        lambda: _plan_text(proposal, lines, coding, days, is_accepted=options.accept),
    )


def planned_lines(planner: Planner, proposal: Proposal) -> list[PlannedLine]:
    """Return what the days of a proposal would hold once it is accepted, in order.

    Work that was planned before now is not part of it: it was done, and counts as tracked, or it
    is planned again. Nor is what was planned of a task that is done.
    """
    replaced, now, running = set(proposal.replaced_keys), planner.now(), planner.running()
    lines: list[PlannedLine] = [
        item
        for day in proposal.days
        for item in planner.day(day).items
        if item.key not in replaced and not item.is_done
    ]
    lines += proposal.items
    ahead = [
        _rest_of(line, now, running) if line.task and line.span.start < now else line
        for line in lines
        if line.task is None or line.span.end > now
    ]
    return _renumbered(sorted(ahead, key=lambda line: (line.span, line.title)))


def _rest_of(line: PlannedLine, now: datetime, running: TrackedItem | None) -> PlannedLine:
    """Return the rest of a block that has begun, with why it stands there now."""
    is_running = running is not None and running.task == line.task
    span = Span(now, line.span.end)
    why = "Its timer is running." if is_running else "Planned for now."
    if isinstance(line, ProposedItem):
        return replace(line, span=span, explanation=why)
    return replace(line, span=span, reason=why)


def _renumbered(lines: Sequence[PlannedLine]) -> list[PlannedLine]:
    """Number the boxes from 1, present and proposed ones together."""
    found: list[PlannedLine] = []
    last: PlannedLine | None = None
    number = 0
    for line in lines:
        is_next = last is not None and last.box == line.box and last.span.end == line.span.start
        number += bool(line.box) and not is_next
        found.append(replace(line, box=number) if line.box else line)
        last = line
    return found


def coding_min(planner: Planner, day: date, lines: Sequence[PlannedLine]) -> int:
    """Return the coding of a day in minutes: what was tracked, and what is planned from now on.

    Tracked time that may not have been work is left out, as the plan leaves it out.
    """
    snapshot, now = planner.day(day), planner.now()
    ahead = union(
        Span(max(line.span.start, now), line.span.end)
        for line in lines
        if line.category is Category.CODING
        and line.span.end > now
        and planner.days.date_of(line.span.start) == day
    )
    done = snapshot.coding.done - planner.time_in_question(day).coding
    return whole_minutes(max(ZERO, done) + total(ahead))


def _days(planner: Planner, options: argparse.Namespace) -> Sequence[date]:
    today = planner.today()
    if options.days is not None:
        count = whole_number(options.days.strip(), 1, MOST_DAYS)
        if count is None:
            raise PlannerError(
                f"{options.days} is not a number of days from 1 to {MOST_DAYS}. Nothing was "
                "changed; choose one."
            )
        return days_from(today, count)
    if options.week is None:
        return (today if options.date is None else parse_date(options.date, today),)
    week = planner.days.week_of(parse_week(options.week, today, is_ahead=True))
    ahead = [planner.day(day) for day in week if day >= today]
    # The blocks of a day that was taken off move elsewhere.
    left = [one.day for one in ahead if one.working is not None or one.day_off is not None]
    if not left and today in week:
        return (today,)  # it says what is late, and what would help
    if not left:
        raise PlannerError(
            "No working day of that week lies ahead, and only time ahead can be planned. "
            "Nothing was changed."
        )
    return left


def _plan_shape(
    proposal: Proposal,
    lines: Sequence[PlannedLine],
    coding: Mapping[date, int],
    days: PlanningDays,
    *,
    is_accepted: bool,
) -> dict[str, Any]:
    return {
        "days": [day.isoformat() for day in proposal.days],
        "accepted": is_accepted,
        "blocks": [line_json(line, days.zone) for line in lines],
        "late": [late_json(late, days.zone) for late in proposal.late],
        "notes": [_note_line(note) for note in proposal.notes],
        "unplaced": [unplaced_json(left) for left in proposal.unplaced],
        "later": [unplaced_json(left) for left in proposal.later],
        "removed_elsewhere": {
            day.isoformat(): number for day, number in proposal.removed_elsewhere.items()
        },
        "coding_min": sum(coding.values()),
    }


def _plan_text(
    proposal: Proposal,
    lines: Sequence[PlannedLine],
    coding: Mapping[date, int],
    days: PlanningDays,
    *,
    is_accepted: bool,
) -> Iterator[str]:
    yield from _first_lines(proposal)
    for day in proposal.days:
        of_day = [line for line in lines if days.date_of(line.span.start) == day]
        yield f"{day_text(day)}  coding {minutes_text(coding[day])}"
        yield from columns(_rows(of_day, days), indent="  ")
    if proposal.later:
        yield "Later"
        yield from columns(_later_rows(proposal.later), indent="  ")
    unplaced = [one for one in proposal.unplaced if not one.needs_estimate]
    if unplaced:
        yield "Does not fit"
        yield from columns([_left_row(one) for one in unplaced], indent="  ")
    noted = {note.task for note in proposal.notes}
    to_estimate = [one for one in proposal.to_estimate if one.task.id not in noted]
    if to_estimate:
        yield "Needs an estimate"
        yield from columns([_left_row(one)[1:] for one in to_estimate], indent="  ")
    advice = _advice(proposal)
    if advice:
        yield "What would help"
        yield from columns(advice, indent="  ")
    if is_accepted:
        yield "This is the plan now."
    elif proposal.is_empty:
        yield (
            "There is nothing to plan on these days."
            if len(proposal.days) > 1
            else "There is nothing to plan on this day."
        )
    else:
        yield "Nothing was changed; run with --accept to save it."


def _advice(proposal: Proposal) -> list[tuple[str, str]]:
    """Return a line for each remedy; one that helps all tasks of a box is one line."""
    helped: dict[tuple[str, ...], list[str]] = {}
    for each in proposal.late_or_unplaced:
        words = tuple(remedy.words for remedy in each.remedies)
        helped.setdefault(words, []).append(each.task.title)
    return [(", ".join(titles), line) for words, titles in helped.items() for line in words]


def _first_lines(proposal: Proposal) -> Iterator[str]:
    """The late tasks, and the changes that planning made without being asked, also elsewhere."""
    yield from columns(
        [(f"{late.task.title} ({late.task.id})", late.sentence) for late in proposal.late]
    )
    yield from map(_note_line, proposal.notes)
    for day, number in proposal.removed_elsewhere.items():
        blocks = counted(number, "block")
        yield f"Removes {blocks} on {day_text(day)}: these days do that work."


def _note_line(note: PlanNote) -> str:
    """Return a note with the command for what can be done about it."""
    if note.kind is not NoteKind.HOLIDAY:
        return note.sentence
    return (
        f"{note.sentence} mle-planner day-off {note.day} makes it a day off; with --no it is "
        "not asked again."
    )


def _left_row(left: UnplacedTask) -> tuple[str, ...]:
    minutes = minutes_text(left.minutes) if left.minutes else ""
    return minutes, f"{left.task.title} ({left.task.id})", left.reason


def _later_rows(later: Sequence[UnplacedTask]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each; a reason that the row above has, too, is not repeated."""
    before = ""
    for left in later:
        minutes, task, reason = _left_row(left)
        day = day_text(left.day) if left.day is not None else ""
        yield minutes, task, day, "(as above)" if reason and reason == before else reason
        before = reason


def _rows(lines: Sequence[PlannedLine], days: PlanningDays) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a day; a box has a row above those of its tasks."""
    last = 0
    for line in lines:
        if line.box and line.box != last:
            box = [one for one in lines if one.box == line.box]
            span = Span(line.span.start, box[-1].span.end)
            yield (
                clock_range_text(span.start, span.end, days.zone),
                duration_text(span.duration),
                f"{len(box)} small tasks",
                line.activity.name,
            )
        last = line.box
        row = _row(line, days)
        yield (*row[:2], f"  {row[2]}", "", *row[4:]) if line.box else row


def _row(line: PlannedLine, days: PlanningDays) -> tuple[str, ...]:
    task, source = f" ({line.task.id})" if line.task else "", source_of(line)
    if source == "template":
        source = "typical day"
    return (
        clock_range_text(line.span.start, line.span.end, days.zone),
        duration_text(line.span.duration),
        printable(line.title) + task,
        line.activity.name,
        "pinned" if line.pinned and source != "calendar" else source,
        line.reason,
    )


def outlook(context: Context, _options: argparse.Namespace) -> int:
    """Name the tasks that will not be finished when they are due, or that are not planned."""
    planner = context.planner
    late, zone = planner.planning.outlook(), planner.days.zone
    missing = [
        (task, no_estimate_sentence(task, planner.days, planner.today()))
        for task in planner.planning.due_without_estimate()
    ]
    return context.answer(
        lambda: {
            "late": [late_json(one, zone) for one in late],
            "without_estimate": [
                {"task": task.id, "title": task.title, "due": due_shape(task), "sentence": sentence}
                for task, sentence in missing
            ],
        },
        lambda: _outlook_lines(late, [sentence for _task, sentence in missing]),
    )


def _outlook_lines(late: Sequence[LateTask], missing: Sequence[str]) -> Iterator[str]:
    yield from columns([(f"{one.task.title} ({one.task.id})", one.sentence) for one in late])
    yield from map(printable, missing)
    if not late:
        yield (
            "Every other due date of the next four weeks can be met."
            if missing
            else "Every due date of the next four weeks can be met."
        )
