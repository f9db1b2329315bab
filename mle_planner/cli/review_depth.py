"""The depth of a review: plan against actual, meetings, the shape of focus, estimates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import columns
from mle_planner.cli.json_values import sums_json
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import change_text, duration_text

if TYPE_CHECKING:
    from mle_planner.core.review.estimates import EstimateAccuracy
    from mle_planner.core.review.variances import Variance
    from mle_planner.core.review.week import WeekReview


def depth_shape(week: WeekReview) -> dict[str, Any]:
    """Return the depth of a week as JSON has it."""
    shape, worked, earlier = week.shape, week.tracked.worked, week.earlier
    return {
        "projects": _variances_shape(week.variances),
        "stages": _variances_shape(week.stages),
        "activities": _variances_shape(week.activities),
        "focus": {
            "stretches": shape.stretches,
            "longest_min": whole_minutes(week.longest.duration) if week.longest else 0,
            "median_min": whole_minutes(shape.median),
            "long_min": whole_minutes(shape.in_long),
            "short_min": whole_minutes(shape.focus) - whole_minutes(shape.in_long),
            "switches": shape.switches,
            "switches_per_day": rounded(shape.switches_a_day),
            "without_ad_hoc_min": whole_minutes(week.without_ad_hoc),
        },
        "meeting_costs": [
            {
                "title": one.title,
                "count": one.count,
                "scheduled_min": whole_minutes(one.scheduled),
                "real_min": whole_minutes(one.real),
                "share": rounded(one.real / worked if worked else None),
                "added_min": whole_minutes(one.added),
                "overrun_min": whole_minutes(one.overrun),
                "cost_min": whole_minutes(one.cost),
                "without_min": whole_minutes(one.without),
            }
            for one in week.meeting_costs
        ],
        "estimates": {
            "stages": _estimates_shape(week.estimates.stages),
            "activities": _estimates_shape(week.estimates.activities),
        },
        "mean_before": None
        if earlier is None
        else {"weeks": earlier.count, **sums_json(earlier.average)},
    }


def depth_lines(week: WeekReview) -> Iterator[str]:
    """Yield plan against actual, meetings, the shape of focus and estimates, where there are."""
    from mle_planner.core.review.words import (
        estimate_rows,
        meeting_cost_sentence,
        meeting_rows,
        shape_rows,
    )

    for title, lines in (
        ("By project", week.variances),
        ("By stage", week.stages),
        ("By activity", week.activities),
    ):
        if lines:
            head = (title, "Planned", "Actual", "Difference")
            cells = ((one.name, duration_text(one.planned), duration_text(one.tracked),
                      change_text(one.difference)) for one in lines)  # fmt: skip
            yield from columns([head, *cells])
    if rows := meeting_rows(week):
        titles = (
            "Meetings", "Times", "Scheduled", "Actual", "Difference", "Of the week", "Cost",
            "Without it",
        )  # fmt: skip
        yield from columns([titles, *rows[:-1], ["All meetings", *rows[-1][1:]]])
        if sentence := meeting_cost_sentence(week):
            yield f"Meetings: {sentence}"
    yield from columns(shape_rows(week))
    for title, estimated in (
        ("Estimates by stage", week.estimates.stages),
        ("Estimates by activity", week.estimates.activities),
    ):
        if estimated:
            yield from columns([(title, "Tasks", "P50", "P80", ""), *estimate_rows(estimated)])


def _variances_shape(lines: Sequence[Variance]) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name,
            "planned_min": whole_minutes(line.planned),
            "tracked_min": whole_minutes(line.tracked),
        }
        for line in lines
    ]


def _estimates_shape(lines: Sequence[EstimateAccuracy]) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "tasks": one.count,
            "p50": rounded(one.p50),
            "p80": rounded(one.p80),
            "factor": one.factor,
        }
        for one in lines
    ]


def rounded(value: float | None) -> float | None:
    """Return a share or a factor in four decimals."""
    return None if value is None else round(value, 4)
