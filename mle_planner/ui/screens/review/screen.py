"""The review screen: figures, charts and tables of one week."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import (
    clock_range_text,
    duration_text,
    percent_text,
    weekday_text,
)
from mle_planner.core.i18n.gettext import N_, _, joined_words
from mle_planner.core.model.work import Category
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.planner import Planner
from mle_planner.core.review.days import DayReview
from mle_planner.core.review.levels import redacted
from mle_planner.core.review.report.formats import format_of_file, format_title
from mle_planner.core.review.report.week_report import WEEKS_OF_REPORT, week_report
from mle_planner.core.review.suggestions import Suggestion
from mle_planner.core.review.trends import Trend, stretch_words
from mle_planner.core.review.week import SLOT_MIN, WeekReview
from mle_planner.core.review.words import (
    coding_sentence,
    kept_sentence,
    meeting_sentence,
    other_focus_sentence,
    week_title,
)
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.core.tracking.forgotten import in_question_text
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.screens.review.ledger import LedgerCard
from mle_planner.ui.screens.review.next_week import NextWeek
from mle_planner.ui.screens.review.parts import FigureCard, Suggestions, WeekNoteField
from mle_planner.ui.screens.review.sharing import ReportFile, SharingCard, write_file
from mle_planner.ui.screens.review.tables import VarianceCard
from mle_planner.ui.screens.review.trends import TrendCards, TrendReader
from mle_planner.ui.screens.review.without_card import WithoutCard
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.charts import Bar, BarPart, Legend, ShareGrid, StackedBars
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of, scrolling
from mle_planner.ui.widgets.qt_override import override

_CHARTED = (Category.CODING, Category.OTHER_FOCUS, Category.MEETING, Category.ADMIN)
_LEGEND = (
    (Category.CODING, N_("Coding")),
    (Category.OTHER_FOCUS, N_("Other focus")),
    (Category.MEETING, N_("Meetings")),
    (Category.ADMIN, N_("Email, ad hoc")),
)
_NARROW_PX = 960
_STACKED_PX = 860
_AFTER_PAINTING_MS = 20
"""The delay before slower parts are read; without it they would delay painting the page."""


class ReviewScreen(Screen):
    """Shows a `WeekReview`; it only edits the note and carries out suggestions."""

    topics = PLAN_TOPICS | {Topic.FROZEN_PLANS, Topic.NOTES, Topic.PIPELINE, Topic.OTHER_SETTINGS}
    is_built_empty: ClassVar[bool] = True
    today_label = N_("This week")
    primary_action: ClassVar[str] = "view.export"
    primary_title = N_("Export…")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self._planner = planner
        self._context = context
        self._monday = planner.days.monday_of(planner.today())
        self.review: WeekReview
        self.coding = FigureCard(_("Coding"), "coding")
        self.other_focus = FigureCard(_("Other focus"), "other_focus")
        self.meetings = FigureCard(_("Meetings"), "meeting")
        self.longest = FigureCard(_("Longest focus"))
        self.kept = FigureCard(_("Plan kept"))
        self.bars = StackedBars(_("Focus and meetings by day"))
        self.grid = ShareGrid(_("When coding happened"))
        self.variances = VarianceCard()
        self.ledger = LedgerCard()
        self.trends = TrendCards()
        self._trend_reader = TrendReader(planner, self)
        self._rest = QTimer(self, singleShot=True, interval=_AFTER_PAINTING_MS)
        self._rest.timeout.connect(self._read_rest)
        self.suggestions = Suggestions()
        self._next_week = NextWeek(planner, context.coming_week, self.suggestions.show_suggestions)
        self.without = WithoutCard(context.past_week)
        self.note = WeekNoteField()
        self.sharing = SharingCard()
        self._lay_out()
        self.suggestions.taken.connect(self._take)
        self.note.left.connect(self._store_note)
        self.trends.weeks_changed.connect(self._read_trend)
        self.sharing.export_requested.connect(self.export)
        self.sharing.standup_requested.connect(partial(context.act, "view.copy_standup"))
        context.ticks.minute_ticked.connect(self._on_minute)

    # -- the screen's contract ---------------------------------------------------------------

    @property
    @override
    def title(self) -> str:
        return week_title(self.review, self._planner.days)

    @property
    @override
    def subtitle(self) -> str:
        return "" if self.review.is_over or self.review.is_empty else _("so far")

    @override
    def refresh(self) -> None:
        review = self.review = self._planner.reviews.week(self._monday)
        self._show_figures(review)
        self._show_charts(review)
        self.variances.show_review(review)
        self.ledger.show_review(review)
        self.without.show_review(review)
        self._read_rest()
        self._show_note()
        self.title_changed.emit(self.title)

    @override
    def shown_days(self) -> Sequence[date]:
        return self._planner.days.week_of(self._monday)

    @override
    def go_to(self, day: date) -> None:
        self.note.store()
        self._monday = self._planner.days.monday_of(day)
        self.refresh()

    @override
    def step(self, direction: int) -> None:
        self.go_to(self._monday + timedelta(weeks=direction))

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        return {"view.export": self.export}

    def export(self) -> None:
        self.note.store()
        year, week, _weekday = self._monday.isocalendar()
        form, name = self.sharing.form, _("review")
        path = self._context.ask.file_to_save(
            _("Export the review"),
            f"{name}-{year}-W{week:02}.{form}",
            f"{format_title(form)} (*.{form})",
        )
        if path is None:
            return
        reviews, names = self._planner.reviews, self.sharing.names
        report = week_report(
            redacted(self.review, names.level),
            self._planner.days,
            trend=reviews.trend(self._monday, WEEKS_OF_REPORT),
            note=reviews.note(self._monday) if names.has_note else "",
        )
        file = ReportFile(path, format_of_file(path.name) or form, report)
        self._context.run_in_background(write_file, file, self._say_written)

    def _say_written(self, path: Path) -> None:
        self._context.show_message(_("The review was written to {name}.", name=path.name), False)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rest.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.note.store()
        self._trend_reader.stop()
        super().hideEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW_PX
        is_stacked = event.size().width() < _STACKED_PX
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if is_stacked else ways.LeftToRight)
        self._columns.setStretch(0, 5 if is_narrow else 9)
        self._columns.setStretch(1, 4 if is_narrow else 8)

    # -- showing -------------------------------------------------------------------------------

    def _show_figures(self, review: WeekReview) -> None:
        sums, days = review.tracked, self._planner.days
        first, last = review.days[0].day, review.days[-1].day
        doubtful = in_question_text(self._planner.time_in_question(first, last).coding)
        self.coding.show_figure(
            duration_text(sums.coding), joined_words((doubtful, coding_sentence(review)))
        )
        self.other_focus.show_figure(duration_text(sums.other_focus), other_focus_sentence(review))
        self.meetings.show_figure(duration_text(sums.meeting), meeting_sentence(review))
        if review.longest is None:
            self.longest.show_figure("0:00", _("no focus tracked yet"))
        else:
            start, end = review.longest.start, review.longest.end
            day = weekday_text(days.date_of(start))
            when = f"{day} {clock_range_text(start, end, days.zone)}"
            self.longest.show_figure(duration_text(review.longest.duration), when)
        share = percent_text(review.ledger.share) if review.ledger.planned else "–"
        self.kept.show_figure(share, kept_sentence(review))

    def _show_charts(self, review: WeekReview) -> None:
        shown = [day for day in review.days if day.is_shown]
        band = (whole_minutes(review.coding_least), whole_minutes(review.coding_most))
        self.bars.show_bars([_bar(day) for day in shown], band)
        rows = [(weekday_text(day), shares) for day, shares in review.grid.rows]
        self.grid.show_shares(rows, review.grid.first_min, SLOT_MIN)

    @Slot()
    def _read_rest(self) -> None:
        self._rest.stop()
        if self.isVisible():
            self._read_trend()
            self._next_week.suggest(self.review, may_plan=True)

    def _read_trend(self) -> None:
        if self.isVisible():
            self._trend_reader.read(self._monday, self.trends.weeks, self._show_trend)

    def _show_trend(self, trend: Trend) -> None:
        days = self._planner.days
        self.trends.show_trend(trend, lambda week: stretch_words(week.longest, days))

    # -- changing --------------------------------------------------------------------------------

    def _take(self, suggestion: Suggestion) -> None:
        if self._context.attempt(lambda: self._next_week.carry_out(suggestion)):
            self._context.show_message(_("{text}: done.", text=suggestion.text), True)

    def _store_note(self, text: str) -> None:
        drafts, key = self._context.drafts, self._note_key
        try:
            self._planner.reviews.set_note(self._monday, text)
        except PlannerError as error:
            drafts.keep(key, text)
            self._context.show_error(str(error))
        else:
            drafts.drop(key)
            self._show_note()

    @property
    def _note_key(self) -> str:
        return f"note:{self._monday}"

    def _show_note(self) -> None:
        unsaved = self._context.drafts.text(self._note_key)
        self.note.show_note(self._planner.reviews.note(self._monday), unsaved)

    def _on_minute(self) -> None:
        if self.isVisible() and not self.review.is_over:
            self.refresh()

    # -- building --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._figures = (self.coding, self.other_focus, self.meetings, self.longest, self.kept)
        self._columns = row_of((self._chart_card(), 9), (self._right_column(), 8), spacing=12)
        figures = QGridLayout()
        figures.setSpacing(12)
        for at, card in enumerate(self._figures):
            figures.addWidget(card, 0, at)
            figures.setColumnStretch(at, 1)
            card.setMinimumWidth(120)
        inside = QWidget()
        column_of(
            figures,
            self.ledger,
            self.trends,
            (self._columns, 1),
            inside=inside,
            spacing=12,
            margins=(18, 16, 18, 16),
        )
        column_of(scrolling(inside), inside=self)

    def _chart_card(self) -> Card:
        self._bars_card = Card(_("Focus and meetings by day"))
        self.legend = Legend([(category, _(name)) for category, name in _LEGEND])
        self._bars_card.header.addWidget(self.legend)
        head = row_of(
            (self._label(_("When coding happened")), 1), self._label(_("half hours, share coded"))
        )
        self._bars_card.body.addWidget(self.bars, 3)
        self._bars_card.body.addSpacing(8)
        self._bars_card.body.addLayout(head)
        self._bars_card.body.addWidget(self.grid, 2)
        return self._bars_card

    def _right_column(self) -> QVBoxLayout:
        self._next_card = Card(_("For next week"))
        fill(self._next_card.body, self.suggestions, self.note, STRETCH)
        return column_of(
            self.variances, self.without, (self._next_card, 1), self.sharing, spacing=12
        )

    def _label(self, text: str) -> TextLabel:
        return TextLabel(text, role="label", color="muted")


def _bar(day: DayReview) -> Bar:
    tracked = [BarPart(category, _minutes(day.tracked, category)) for category in _CHARTED]
    planned = [
        BarPart(category, _minutes(day.planned_rest, category), is_planned=True)
        for category in _CHARTED
    ]
    return Bar(weekday_text(day.day), (*tracked, *planned))


def _minutes(sums: CategorySums, category: Category) -> int:
    return whole_minutes(sums.of(category))
