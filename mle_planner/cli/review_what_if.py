"""What planning says of a week: without a meeting or ad-hoc work, and what next week gains."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import UsageError, argument, one_of
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import change_text

if TYPE_CHECKING:
    from mle_planner.core.review.suggestions import Suggestion
    from mle_planner.core.review.week import WeekReview
    from mle_planner.core.scheduling.price.past_week import PastWeek
    from mle_planner.core.scheduling.price.week_focus import WeekFocus


WHAT_IF = one_of(
    argument(
        "--without", metavar="TITLE", help="plan the week again without the meetings of a title"
    ),
    argument(
        "--without-ad-hoc", action="store_true", help="plan the week again without ad-hoc work"
    ),
    argument(
        "--suggest", action="store_true", help="plan the week after it to find what gains focus"
    ),
)


def wants_what_if(options: argparse.Namespace) -> bool:
    """Whether one of them is asked; raises ``UsageError`` beside options of a report."""
    if not (options.suggest or options.without_ad_hoc or options.without is not None):
        return False
    if options.weeks is not None or options.format is not None or options.output != "-":
        raise UsageError(
            "--without, --without-ad-hoc and --suggest are about one week and write no report. "
            "Leave out --weeks, --format and -o."
        )
    if options.notes or options.level != "full":
        raise UsageError(
            "--without, --without-ad-hoc and --suggest name titles. Leave out --level and --notes."
        )
    return True


def answer_what_if(context: Context, options: argparse.Namespace, week: WeekReview) -> int:
    """Plan the week again, or the week after it, and say what that gains."""
    if options.suggest:
        found = _suggestions(context, week)
        return context.answer(
            lambda: [
                {"text": one.text, "gain_min": whole_minutes(one.gain), "of": one.why}
                for one in found
            ],
            lambda: (
                columns([(one.text, change_text(one.gain), one.why) for one in found])
                or ["No suggestions."]
            ),
        )
    from mle_planner.core.scheduling.price.past_week import past_week

    planned = past_week(context.planner.planning.past_week_request(week.monday, options.without))
    return context.answer(lambda: _past_week_shape(planned), lambda: planned.sentences)


def _suggestions(context: Context, week: WeekReview) -> tuple[Suggestion, ...]:
    from mle_planner.core.review.suggestions import (
        best_suggestions,
        hold_suggestions,
        learned_suggestions,
    )
    from mle_planner.core.scheduling.price.coming_week import HeldTime, coming_week

    planner = context.planner
    tasks = planner.board().tasks
    next_week = planner.week(week.monday + timedelta(weeks=1))
    if next_week.days[-1].day < planner.today():
        return ()
    holds = hold_suggestions(week, tasks, next_week, planner.days)
    request = planner.planning.coming_week_request(
        [day.day for day in next_week.days], (HeldTime(hold.task_id, hold.span) for hold in holds)
    )
    worth = coming_week(request)
    gains = zip(holds, worth.hold_gains, strict=True)
    learned = learned_suggestions(week, tasks, planner.typical_day.recurring_events())
    return best_suggestions(worth.moves, gains, learned)


def _past_week_shape(planned: PastWeek) -> dict[str, Any]:
    return {
        "without": planned.title,
        "as_it_was": _focus_shape(planned.as_it_was),
        "planned_again": _focus_shape(planned.without),
        "in_time": [{"id": task.id, "title": task.title} for task in planned.in_time],
        "sentences": list(planned.sentences),
    }


def _focus_shape(focus: WeekFocus) -> dict[str, Any]:
    return {"focus_min": whole_minutes(focus.focus), "long_min": whole_minutes(focus.in_long)}
