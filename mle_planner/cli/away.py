"""The commands ``unresolved`` and ``resolve``: time away from the computer while a timer ran."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mle_planner.cli.arguments import UsageError, argument, one_of, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import span_json
from mle_planner.cli.lookup import activity_named, existing_project, task_named
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span, whole_minutes
from mle_planner.core.i18n.formats import clock_text, day_and_clock_range_text, duration_text
from mle_planner.core.model.tracked import AwayAnswer, AwayCause
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.unresolved import AwayWork, Unresolved

_CAUSES = {
    AwayCause.IDLE: "no input",
    AwayCause.LOCKED: "the screen was locked",
    AwayCause.ASLEEP: "the computer slept",
    AwayCause.CUT_OFF: "the planner was cut off",
}


@takes(argument("--date", metavar="DATE", help="one day (default: all)"))
def unresolved(context: Context, options: argparse.Namespace) -> int:
    """List the time away that waits for an answer."""
    planner, day = context.planner, None
    if options.date is not None:
        from mle_planner.cli.moments import parse_latest_date

        day = parse_latest_date(options.date, planner.today())
    _record_cut_off(planner)
    found = planner.away.unresolved(day)
    zone = planner.days.zone
    return context.answer(
        lambda: [_shape(each, zone) for each in found], lambda: _lines(found, planner.now(), zone)
    )


@takes(
    argument("id", metavar="ID", help="the number that unresolved lists"),
    argument(
        "answer",
        choices=("keep", "drop", "assign", "split"),
        help="keep it as tracked, cut it out, track it as something else, or make two of it",
    ),
    one_of(
        argument("--task", metavar="T", help="assign: a task's number or title"),
        argument(
            "--as",
            dest="work",
            metavar="TEXT",
            help="assign: a meeting, activity, project or any text",
        ),
    ),
    argument("--activity", metavar="A", help="assign: an activity"),
    argument("--project", metavar="P", help="assign: a project that exists"),
    argument("--at", metavar="TIME", help="split: the point between the two"),
    argument(
        "--stop", action="store_true", help="drop: a timer that runs stops where the time begins"
    ),
)
def resolve(context: Context, options: argparse.Namespace) -> int:
    """Answer for one span away; undo takes the answer back."""
    planner, zone = context.planner, context.clock.zone
    _check_together(options)
    _record_cut_off(planner)
    found = _named(planner, options.id)
    if options.answer == "split":
        at = _split_point(planner, found, options.at)
        planner.away.split(found.id, at)
        sentence = f"Split at {clock_text(at, zone)}."
    else:
        answer = AwayAnswer(options.answer)
        work = _work(planner, found, options) if answer is AwayAnswer.ASSIGN else None
        title = planner.away.resolve(found.id, answer, work, is_stopped=options.stop)
        sentence = _answered(answer, _taken(found, work), found.title, title, zone)
    left = planner.away.unresolved()
    return context.answer(
        lambda: {
            "id": found.id,
            "answer": options.answer,
            "unresolved": [_shape(each, zone) for each in left],
        },
        sentence,
    )


def _record_cut_off(planner: Planner) -> None:
    if not planner.read_only:
        planner.away.record_cut_off()


def _check_together(options: argparse.Namespace) -> None:
    names = ("task", "work", "activity", "project")
    if options.answer != "assign" and any(getattr(options, name) is not None for name in names):
        raise UsageError("--task, --as, --activity and --project belong to assign.")
    if (options.answer == "split") != (options.at is not None):
        raise UsageError("split needs --at TIME, and no other answer takes it.")
    if options.stop and options.answer != "drop":
        raise UsageError("--stop belongs to drop.")


def _named(planner: Planner, text: str) -> Unresolved:
    for each in planner.away.unresolved():
        if text.strip().removeprefix("#") == str(each.id):
            return each
    raise PlannerError(
        f"No time away has the number {text.strip() or 'that was given'}. Nothing was changed; "
        "mle-planner unresolved lists what waits for an answer."
    )


def _split_point(planner: Planner, found: Unresolved, text: str) -> datetime:
    from mle_planner.cli.moments import parse_moment

    return parse_moment(text, planner.days, planner.now(), after=found.span.start)


def _work(planner: Planner, found: Unresolved, options: argparse.Namespace) -> AwayWork:
    """Return what to assign to; without a word the meeting that the calendar has there."""
    activity = None if options.activity is None else activity_named(planner, options.activity).id
    project = None if options.project is None else existing_project(planner, options.project).id
    if options.task is not None:
        task = task_named(planner, options.task)
        if task is None:
            raise PlannerError(
                f"There is no open task called {options.task}. Nothing was changed; use --as for "
                "other work."
            )
        return AwayWork(task_id=task.id, activity_id=activity, project_id=project)
    if options.work is not None:
        named = planner.away.work_named(found, options.work)
        return replace(
            named, activity_id=activity or named.activity_id, project_id=project or named.project_id
        )
    if activity is not None:
        return AwayWork(activity_id=activity, project_id=project)
    if not found.meetings:
        raise PlannerError(
            "No meeting was planned then. Nothing was changed; say what it was with --task or --as."
        )
    return AwayWork(meeting=found.meetings[0].key)


def _taken(found: Unresolved, work: AwayWork | None) -> Span:
    """Return the time that an answer is for: of a meeting its own."""
    for meeting in found.meetings:
        if work is not None and meeting.key == work.meeting:
            return meeting.span.intersection(found.span) or found.span
    return found.span


def _answered(answer: AwayAnswer, span: Span, before: str, title: str, zone: ZoneInfo) -> str:
    times = _times(span, span.end, zone)
    if answer is AwayAnswer.KEEP:
        return f"Kept {times} as {before}."
    if answer is AwayAnswer.DROP:
        return f"Removed {times} from {before}."
    return f"Tracked {title}, {times}; it no longer counts for {before}."


def _times(span: Span, now: datetime, zone: ZoneInfo) -> str:
    times = day_and_clock_range_text(span.start, span.end, now, zone)
    return f"{times} ({duration_text(span.shown_length)})"


def _lines(found: Sequence[Unresolved], now: datetime, zone: ZoneInfo) -> Iterator[str]:
    if not found:
        yield "No time away waits for an answer."
        return
    for each in found:
        times, title = _times(each.span, now, zone), printable(each.title)
        yield f"{each.id}  {times}  {title}: {_CAUSES[each.cause]}"
        for meeting in each.meetings:
            times, title = _times(meeting.span, now, zone), printable(meeting.title)
            yield f"   planned then: {title}, {times}"
    yield "To answer: mle-planner resolve ID keep, drop, assign --as TEXT or split --at TIME"


def _shape(found: Unresolved, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": found.id,
        **span_json(found.span, zone),
        "minutes": whole_minutes(found.length),
        "cause": found.cause.value,
        "title": found.title,
        "entries": [
            {
                "id": part.entry.id,
                "title": part.entry.title,
                **span_json(part.span, zone),
                "running": part.entry.is_running,
            }
            for part in found.parts
        ],
        "meetings": [
            {"key": str(meeting.key), "title": meeting.title, **span_json(meeting.span, zone)}
            for meeting in found.meetings
        ],
    }
