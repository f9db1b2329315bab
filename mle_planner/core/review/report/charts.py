"""The charts of a report, as SVG on white; each says all of its figures in words, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text, percent_text, weekday_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import category_name
from mle_planner.core.model.work import Category
from mle_planner.core.review.days import DayReview
from mle_planner.core.review.ledger_sums import FocusLedger, cause_color, cause_name
from mle_planner.core.review.report.document import ReportChart
from mle_planner.core.review.report.svg import box, dot, hatched_box, line, path, text
from mle_planner.core.review.trends import Trend
from mle_planner.core.review.week import WeekReview

COLORS = {
    Category.CODING: "#2f66d8",
    Category.OTHER_FOCUS: "#117759",
    Category.MEETING: "#b45309",
    Category.ADMIN: "#7263a9",
    Category.BREAK: "#83717b",
}

_INK, _MUTED, _LINE, _BAND, _GREY = "#1f2328", "#595f67", "#e4e4df", "#e2f1e4", "#c8c8cc"
_WIDTH, _LEFT, _TOP = 640.0, 40.0, 14.0
_STACKED = (Category.CODING, Category.OTHER_FOCUS, Category.MEETING, Category.ADMIN)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where values stand: the plot's height, the value at its top, and its columns."""

    height: float
    top: float
    count: int

    def y(self, value: float) -> float:
        return _TOP + self.height * (1 - value / self.top)

    def x(self, at: int) -> float:
        """Return the middle of a column."""
        return _LEFT + (_WIDTH - _LEFT - 10) * (at + 0.5) / max(1, self.count)

    @property
    def bottom(self) -> float:
        return _TOP + self.height

    @property
    def column(self) -> float:
        return (_WIDTH - _LEFT - 10) / max(1, self.count)


def days_chart(review: WeekReview) -> ReportChart:
    """Return the tracked hours of each day by category, with the band behind them."""
    days = [day for day in review.days if day.is_shown]
    most = max([review.coding_most, *(day.tracked.worked for day in days)], default=ZERO)
    axes = _Axes(160, max(8.0, -(-(most / _HOUR) // 2) * 2), len(days))
    parts = [*_band(axes, review.coding_least / _HOUR, review.coding_most / _HOUR)]
    parts += _scale(axes, 2 if axes.top <= 12 else 4, _("{hours} h", hours="{}"))
    for at, day in enumerate(days):
        parts += _stack(axes, at, day)
        parts.append(text(axes.x(at), axes.bottom + 16, weekday_text(day.day), _MUTED,
                          anchor="middle"))  # fmt: skip
    parts += _legend(axes.bottom + 38)
    words = "; ".join(f"{weekday_text(day.day)}: {_sums_words(day)}" for day in days)
    title = _("Focus and meetings by day")
    return ReportChart("focus-and-meetings", title, _WIDTH, axes.bottom + 50, "".join(parts), words)


def ledger_chart(ledger: FocusLedger) -> ReportChart:
    """Return planned focus less what each cause took, down to what was done."""
    label, right, row = 150.0, 60.0, 26.0
    scale = (_WIDTH - label - right) / (ledger.planned / _HOUR)
    y, left = _TOP, ledger.planned
    planned = duration_text(ledger.planned)
    parts = [
        text(0, y + 14, _("Planned focus"), _INK, is_bold=True),
        box(label, y, left / _HOUR * scale, 16, _GREY, radius=2),
        text(_WIDTH, y + 14, planned, _INK, anchor="end", is_bold=True),
    ]
    words = [f"{_('Planned focus')} {planned}"]
    for one in ledger.causes:
        y += row
        left -= one.lost
        color = COLORS[cause_color(one.cause)]
        lost = duration_text(-one.lost)
        x, width = label + left / _HOUR * scale, max(1.0, one.lost / _HOUR * scale)
        parts += [
            text(0, y + 14, cause_name(one.cause), _INK),
            hatched_box(x, y, width, 16, color),
            text(_WIDTH, y + 14, lost, _INK, anchor="end"),
        ]
        words.append(f"{cause_name(one.cause)} {lost}")
    y += row
    parts.append(text(0, y + 14, _("Done"), _INK, is_bold=True))
    x = label
    for category, done in (
        (Category.CODING, ledger.coding), (Category.OTHER_FOCUS, ledger.other_focus),
    ):  # fmt: skip
        width = done / _HOUR * scale
        parts.append(box(x, y, max(0.0, width - 1), 16, COLORS[category], radius=2))
        x += width
    done_text = duration_text(ledger.done)
    parts.append(text(_WIDTH, y + 14, done_text, _INK, anchor="end", is_bold=True))
    words.append(f"{_('Done')} {done_text}")
    return ReportChart(
        "focus-ledger", _("Focus ledger"), _WIDTH, y + 28, "".join(parts), ", ".join(words)
    )


def trend_charts(trend: Trend) -> tuple[ReportChart, ...]:
    """Return coding a day, the share of meetings and the longest stretch, week by week."""
    return (_coding_chart(trend), _share_chart(trend), _longest_chart(trend))


def _coding_chart(trend: Trend) -> ReportChart:
    lengths = [week.coding_a_day for week in trend.weeks]
    values = [None if length is None else length / _HOUR for length in lengths]
    bands = [week.most / _HOUR for week in trend.weeks]
    axes = _axes_of_weeks(trend, [*values, *bands], 4.0, 2)
    parts: list[str] = []
    for at, week in enumerate(trend.weeks):
        if week.most > ZERO:
            top = axes.y(week.most / _HOUR)
            height = axes.y(week.least / _HOUR) - top
            parts.append(box(axes.x(at) - axes.column / 2, top, axes.column, height, _BAND))
    parts += _scale(axes, 2, "{}")
    color = COLORS[Category.CODING]
    for known, places in groupby(range(len(values)), lambda at: values[at] is not None):
        points = [(axes.x(at), axes.y(values[at] or 0.0)) for at in places] if known else []
        if points:
            parts += [path(points, color), dot(*points[-1], color)]
    said = [None if length is None else duration_text(length) for length in lengths]
    return _of_weeks("coding-per-day", _("Coding per day"), axes, parts, trend, said)


def _share_chart(trend: Trend) -> ReportChart:
    shares = [week.meeting_share for week in trend.weeks]
    axes = _axes_of_weeks(trend, [100 * (share or 0.0) for share in shares], 40.0, 20)
    parts = [*_scale(axes, 20, "{}%")]
    width = min(22.0, axes.column * 0.6)
    for at, share in enumerate(shares):
        if share:
            top = axes.y(100 * share)
            parts.append(box(axes.x(at) - width / 2, top, width, axes.bottom - top,
                             COLORS[Category.MEETING], radius=1))  # fmt: skip
    said = [None if share is None else percent_text(share) for share in shares]
    return _of_weeks("meetings-share", _("Meetings share"), axes, parts, trend, said)


def _longest_chart(trend: Trend) -> ReportChart:
    lengths = [week.longest.duration if week.longest else None for week in trend.weeks]
    hours = [None if length is None else length / _HOUR for length in lengths]
    axes = _axes_of_weeks(trend, hours, 3.0, 1)
    parts = [*_scale(axes, 1, "{}")]
    color = COLORS[Category.OTHER_FOCUS]
    for at, value in enumerate(hours):
        if value:
            x, y = axes.x(at), axes.y(value)
            parts += [line(x, axes.bottom, x, y, color, width=1.5), dot(x, y, color)]
    said = [None if length is None else duration_text(length) for length in lengths]
    return _of_weeks("longest-stretch", _("Longest focus"), axes, parts, trend, said)


def _axes_of_weeks(trend: Trend, values: Sequence[float | None], least: float, step: int) -> _Axes:
    """Return axes up to ``least``, or to the step above the highest value."""
    highest = max((value or 0.0 for value in values), default=0.0)
    return _Axes(110, max(least, -(-highest // step) * step), len(trend.weeks))


def _of_weeks(
    name: str, title: str, axes: _Axes, parts: list[str], trend: Trend, said: Sequence[str | None]
) -> ReportChart:
    """Return a chart with the numbers of the weeks below it."""
    weeks = trend.weeks
    every = max(1, -(-len(weeks) // 12))
    for at, week in enumerate(weeks):
        is_last = at == len(weeks) - 1
        if is_last or (len(weeks) - 1 - at) % every == 0:
            parts.append(text(axes.x(at), axes.bottom + 16, str(week.number),
                              _INK if is_last else _MUTED, anchor="middle",
                              is_bold=is_last))  # fmt: skip
    words = "; ".join(
        _("week {number}: {value}", number=week.number, value=value or _("nothing tracked"))
        for week, value in zip(weeks, said, strict=True)
    )
    return ReportChart(name, title, _WIDTH, axes.bottom + 24, "".join(parts), words)


def _scale(axes: _Axes, step: int, label: str) -> Iterator[str]:
    for value in range(0, int(axes.top) + 1, step):
        y = axes.y(value)
        yield line(_LEFT, y, _WIDTH - 10, y, _LINE)
        yield text(_LEFT - 8, y + 4, label.format(value), _MUTED, anchor="end")


def _band(axes: _Axes, least: float, most: float) -> Iterator[str]:
    if most > least:
        yield box(_LEFT, axes.y(most), _WIDTH - _LEFT - 10, axes.y(least) - axes.y(most), _BAND)


def _stack(axes: _Axes, at: int, day: DayReview) -> Iterator[str]:
    width, below = min(52.0, axes.column * 0.55), 0.0
    for category in _STACKED:
        hours = day.tracked.of(category) / _HOUR
        if hours > 0:
            top, bottom = axes.y(below + hours), axes.y(below)
            yield box(axes.x(at) - width / 2, top + 1, width, max(1.0, bottom - top - 1),
                      COLORS[category], radius=2)  # fmt: skip
            below += hours


def _legend(y: float) -> Iterator[str]:
    for at, category in enumerate(_STACKED):
        x = _LEFT + at * 130
        yield dot(x + 4, y - 4, COLORS[category])
        yield text(x + 14, y, category_name(category), _MUTED)


def _sums_words(day: DayReview) -> str:
    found = [
        f"{category_name(category)} {duration_text(day.tracked.of(category))}"
        for category in _STACKED
        if day.tracked.of(category) > ZERO
    ]
    return ", ".join(found) or _("nothing tracked")
