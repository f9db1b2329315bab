"""Several weeks in a row on the review: days in the coding band, meetings, longest stretch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.formats import duration_text, percent_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.work import Category
from mle_planner.core.planner import Planner
from mle_planner.core.review.report.weeks_report import band_words
from mle_planner.core.review.trends import USUAL_WEEKS, Trend, TrendWeek
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.layouts import fill, row_of
from mle_planner.ui.widgets.trend_chart import TrendChart, TrendPoint, TrendShape

_AT_ONCE = 4
"""How many weeks are read before other events are handled."""

_HOUR = timedelta(hours=1)
_DASH = "–"


class TrendReader(QObject):
    """Reads weeks a few at a time, so that a year of them never blocks the window."""

    def __init__(self, planner: Planner, parent: QObject) -> None:
        super().__init__(parent)
        self._planner = planner
        self._left = 0
        self._day = date.min
        self._found: tuple[TrendWeek, ...] = ()
        self._done: Callable[[Trend], None] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._read_some)

    def read(self, day: date, weeks: int, done: Callable[[Trend], None]) -> None:
        """Call ``done`` with so many weeks up to that of a date; an earlier request is dropped."""
        self._day, self._left, self._found, self._done = day, weeks, (), done
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()

    def _read_some(self) -> None:
        count = min(_AT_ONCE, self._left)
        self._found = (*self._planner.reviews.trend(self._day, count).weeks, *self._found)
        self._day -= timedelta(weeks=count)
        self._left -= count
        if self._left:
            self._timer.start(0)
        elif self._done is not None:
            self._done(Trend(self._found))


class TrendCard(Card):
    """One figure of the reviewed week, over that of the weeks before it."""

    def __init__(self, title: str, chart: TrendChart) -> None:
        super().__init__(title)
        self.figure = TextLabel("", role="title")
        self.words = TextLabel("", color="muted", wrapped=True)
        self.chart = chart
        fill(self.body, row_of(self.figure, (self.words, 1)), (chart, 1))

    def show_figure(self, figure: str, words: str) -> None:
        self.figure.setText(figure)
        self.words.setText(words)


class TrendCards(QWidget):
    """Three trends over the same weeks; a button changes the number of weeks."""

    weeks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.weeks = USUAL_WEEKS[1]
        self.coding = TrendCard(
            _("Coding per day"),
            TrendChart(_("Coding per day"), TrendShape.LINE, Category.CODING, 1),
        )
        self.meetings = TrendCard(
            _("Meetings share"),
            TrendChart(_("Meetings share"), TrendShape.BARS, Category.MEETING, 20),
        )
        self.longest = TrendCard(
            _("Longest focus"),
            TrendChart(_("Longest focus"), TrendShape.PINS, Category.OTHER_FOCUS, 1),
        )
        self.switch = word_button("", self._switch, kind="pill")
        self.longest.header.addWidget(self.switch)
        row = row_of(inside=self, spacing=12)
        for card in (self.coding, self.meetings, self.longest):
            card.header.addStrut(self.switch.sizeHint().height())  # so the charts are level
            row.addWidget(card, 1)
        self._name_weeks()

    def show_trend(self, trend: Trend, when: Callable[[TrendWeek], str]) -> None:
        """Show weeks, the last of which is the reviewed one.

        ``when`` says when its longest stretch was.
        """
        last = trend.weeks[-1]
        before = trend.weeks[-2] if len(trend.weeks) > 1 else None
        average = last.coding_a_day
        self.coding.show_figure(
            _DASH if average is None else duration_text(average), band_words(trend)
        )
        share = last.meeting_share
        self.meetings.show_figure(
            _DASH if share is None else percent_text(share), _share_words(last, before)
        )
        length = last.longest.duration if last.longest else None
        self.longest.show_figure(_DASH if length is None else duration_text(length), when(last))
        self.coding.chart.show_points([_coding_point(week) for week in trend.weeks])
        self.meetings.chart.show_points([_share_point(week) for week in trend.weeks])
        self.longest.chart.show_points([_longest_point(week) for week in trend.weeks])

    def _switch(self) -> None:
        self.weeks = USUAL_WEEKS[(USUAL_WEEKS.index(self.weeks) + 1) % len(USUAL_WEEKS)]
        self._name_weeks()
        self.weeks_changed.emit()

    def _name_weeks(self) -> None:
        words = plural("{count} week", "{count} weeks", self.weeks)
        self.switch.setText(words)
        self.coding.set_aside(words)
        self.meetings.set_aside(words)


def _share_words(last: TrendWeek, before: TrendWeek | None) -> str:
    words = _("of tracked time")
    if last.meeting_share is None or before is None or before.meeting_share is None:
        return words
    points = round(100 * last.meeting_share) - round(100 * before.meeting_share)
    if not points:
        return _("{words}, as in the week before", words=words)
    sign = "+" if points > 0 else "−"
    return plural(
        "{words}, {change} point on the week before",
        "{words}, {change} points on the week before",
        abs(points),
        words=words,
        change=f"{sign}{abs(points)}",
    )


def _coding_point(week: TrendWeek) -> TrendPoint:
    average = week.coding_a_day
    value = None if average is None else average / _HOUR
    band = (week.least / _HOUR, week.most / _HOUR) if week.most else None
    return _point(week, value, None if average is None else duration_text(average), band)


def _share_point(week: TrendWeek) -> TrendPoint:
    share = week.meeting_share
    value = None if share is None else 100 * share
    return _point(week, value, None if share is None else percent_text(share))


def _longest_point(week: TrendWeek) -> TrendPoint:
    length = week.longest.duration if week.longest else None
    value = None if length is None else length / _HOUR
    return _point(week, value, None if length is None else duration_text(length))


def _point(
    week: TrendWeek, value: float | None, words: str | None, band: tuple[float, float] | None = None
) -> TrendPoint:
    said = _("week {number}: {value}", number=week.number, value=words or _("nothing tracked"))
    return TrendPoint(str(week.number), value, said, band)
