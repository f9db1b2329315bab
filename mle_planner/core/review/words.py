"""The sentences of a review, for window, command line and report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.shares import nearest_minute
from mle_planner.core.base.spans import full_minutes
from mle_planner.core.i18n.formats import (
    change_text,
    decimal_text,
    duration_text,
    figures_range_text,
    percent_text,
    range_text,
)
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.review.days import (
    BandState,
    DayReview,
    counting_days,
    days_inside_band,
    days_with_band,
)
from mle_planner.core.review.estimates import EstimateAccuracy
from mle_planner.core.review.ledger_sums import CauseLine, FocusLedger, LossCause, cause_name
from mle_planner.core.review.week import WeekReview

_BAND_WORDS = {
    BandState.UNDER: N_("under the goal"),
    BandState.INSIDE: N_("within the goal"),
    BandState.OVER: N_("over the goal"),
    BandState.NONE: "",
}

_MOST_EXAMPLES = 3


def week_title(review: WeekReview, days: PlanningDays) -> str:
    """Return the week's name, such as "Week 48 · 23–27 November".

    It spans the workdays, and other days that hold something.
    """
    shown = [day.day for day in review.days if day.is_shown]
    shown += days.workdays_of(review.monday)
    number = review.monday.isocalendar().week
    return _("Week {number} · {days}", number=number, days=range_text(min(shown), max(shown)))


def coding_sentence(review: WeekReview) -> str:
    """Return how the coding went against the band, such as "3:15 a day, inside 3–4 h …"."""
    average = review.coding_a_day
    if average is None:
        if any(day.is_working and day.is_over for day in review.days):
            return _("nothing tracked on working days that are over")
        return _("no working day is over yet")
    count = len(days_with_band(review.days))
    if not count:
        return plural(
            "{time} a day on {count} day that is over",
            "{time} a day on {count} days that are over",
            len(counting_days(review.days)),
            time=duration_text(average),
        )
    return plural(
        "{time} a day on {count} day that is over, {inside} inside {band}",
        "{time} a day on {count} days that are over, {inside} inside {band}",
        count,
        time=duration_text(average),
        band=band_text(review),
        inside=days_inside_band(review.days),
    )


def kept_sentence(review: WeekReview) -> str:
    """Return what the share of planned focus means, or why there is none."""
    if review.ledger.planned:
        return _("of planned focus was kept as planned")
    if not review.has_planned_focus:
        return _("no focus was planned") if review.is_over else _("no focus was planned yet")
    return _("nothing was tracked") if review.is_over else _("no planned focus has passed yet")


def ledger_sentence(ledger: FocusLedger) -> str:
    """Return what became of the planned focus, as a sum."""
    return _(
        "Planned focus {planned} = done {done} + lost {lost}",
        planned=duration_text(ledger.planned),
        done=duration_text(ledger.done),
        lost=duration_text(ledger.lost),
    )


def plan_compared(frozen_days: int) -> str:
    """Return which plan is compared: the first one on so many days, else the current one."""
    if not frozen_days:
        return _("current plan")
    return plural("{count} day as first planned", "{count} days as first planned", frozen_days)


def ledger_rows(ledger: FocusLedger) -> list[tuple[str, str, str]]:
    """Return name, time and words of each line: what was planned, the causes, what was done.

    The times add up: the first less those of the causes is the last.
    """
    done = _(
        "coding {coding}, other focus {other}",
        coding=duration_text(ledger.coding),
        other=duration_text(ledger.other_focus),
    )
    blocks = plural("{count} block begun", "{count} blocks begun", ledger.blocks)
    plan = plan_compared(ledger.frozen_days)
    return [
        (_("Planned focus"), duration_text(ledger.planned), f"{blocks}, {plan}"),
        *(
            (cause_name(line.cause), change_text(-line.lost), _cause_words(line))
            for line in ledger.causes
        ),
        (_("Done"), duration_text(ledger.done), done),
    ]


def _cause_words(line: CauseLine) -> str:
    days = {day for example in line.examples for day in example.days}
    if line.cause is LossCause.LATE_START and len(days) > 1:
        average = duration_text(nearest_minute(line.lost / len(days)))
        return plural(
            "on {count} day, {time} on average", "on {count} days, {time} on average",
            len(days), time=average,
        )  # fmt: skip
    named = [example for example in line.examples if example.title]
    words = [example.text for example in named[:_MOST_EXAMPLES]]
    if rest := len(named) - len(words):
        words.append(plural("{count} more", "{count} more", rest))
    return ", ".join(words)


def band_text(review: WeekReview) -> str:
    """Return the band of a good day, such as "3–4 h" or "3:00–4:30"."""
    least, most = review.coding_least, review.coding_most
    hour = timedelta(hours=1)
    if least % hour or most % hour:
        return figures_range_text(duration_text(least), duration_text(most))
    return _("{least}–{most} h", least=least // hour, most=most // hour)


def other_focus_sentence(review: WeekReview) -> str:
    """Return other focus against the weeks before; empty without such weeks."""
    if review.earlier is None or not review.is_over:
        return ""
    change = change_text(review.tracked.other_focus - review.earlier.average.other_focus)
    return plural(
        "{change} on your {count}-week average",
        "{change} on your {count}-week average",
        review.earlier.count,
        change=change,
    )


def meeting_sentence(review: WeekReview) -> str:
    """Return the share of meetings, and its change against the weeks before in points."""
    share = review.tracked.meeting_share
    if share is None:
        return ""
    sentence = _("{percent} of tracked time", percent=percent_text(share))
    if review.earlier is None or not review.is_over:
        return sentence
    points = round(100 * share) - round(100 * review.earlier.meeting_share)
    change = _("unchanged")
    if points:
        change = plural(
            "{change} point", "{change} points", abs(points), change=f"{points:+}".replace("-", "−")
        )
    return f"{sentence}, {change}"


def band_word(day: DayReview) -> str:
    """Return where a day's coding lies, such as "within the goal"; empty where it is not told."""
    words = _BAND_WORDS[day.band] if day.counts else ""
    return _(words) if words else ""


def meeting_rows(review: WeekReview) -> list[list[str]]:
    """Return title, times, scheduled, real, difference, share of the week, focus cost, gain.

    The gain is room for long focus that the week has without it. The last row is the sum, without
    one of the gains: leaving out two meetings may gain more than each of them does. Nothing without
    meetings.
    """
    costs, worked = review.meeting_costs, review.tracked.worked

    def row(
        name: str, count: int, scheduled: timedelta, real: timedelta, cost: timedelta
    ) -> list[str]:
        share = percent_text(real / worked) if worked else "–"
        more = real - full_minutes(scheduled)  # in minutes as shown, so that a row adds up
        times = (duration_text(scheduled), duration_text(real), change_text(more))
        return [name, str(count), *times, share, duration_text(cost)]

    rows = [
        [*row(one.title, one.count, one.scheduled, one.real, one.cost), change_text(one.without)]
        for one in costs
    ]
    if not rows:
        return []
    sums = [
        sum((getattr(one, name) for one in costs), timedelta())
        for name in ("scheduled", "real", "cost")
    ]
    return [*rows, [*row(_("Total"), sum(one.count for one in costs), *sums), ""]]


def meeting_cost_sentence(review: WeekReview) -> str:
    """Return what meetings cost of planned focus, as a sum; empty where they cost none."""
    added = sum((one.added for one in review.meeting_costs), timedelta())
    overrun = sum((one.overrun for one in review.meeting_costs), timedelta())
    if not added + overrun:
        return ""
    return _(
        "focus cost {cost} = added {added} + overrun {overrun}",
        cost=duration_text(added + overrun),
        added=duration_text(added),
        overrun=duration_text(overrun),
    )


def shape_rows(review: WeekReview) -> list[tuple[str, str]]:
    """Return how fragmented the focus of a week was, each figure with its name."""
    shape = review.shape
    if not shape.stretches:
        return []
    longest = review.longest.duration if review.longest else timedelta()
    switches = "–" if shape.switches_a_day is None else decimal_text(shape.switches_a_day)
    return [
        (_("Stretches of focus"), str(shape.stretches)),
        (_("Longest focus"), duration_text(longest)),
        (_("Median stretch"), duration_text(shape.median)),
        (_("Focus in stretches of an hour or more"), duration_text(shape.in_long)),
        (_("Focus in shorter stretches"), duration_text(shape.in_short)),
        (_("Switches between tasks"), str(shape.switches)),
        (_("Switches on a day"), switches),
        (_("More long focus without ad-hoc work"), change_text(review.without_ad_hoc)),
    ]


def estimate_rows(lines: Sequence[EstimateAccuracy]) -> list[list[str]]:
    """Return the kind, its finished tasks, P50, P80, and the advice."""
    return [
        [
            one.name,
            str(one.count),
            f"{decimal_text(one.p50)}×",
            f"{decimal_text(one.p80)}×",
            one.advice,
        ]
        for one in lines
    ]
