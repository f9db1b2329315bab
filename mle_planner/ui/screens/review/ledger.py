"""The focus ledger of the review: what became of the planned focus of the week or a day."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QSizePolicy

from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import short_day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Category
from mle_planner.core.review.ledger_sums import FocusLedger, cause_color
from mle_planner.core.review.week import WeekReview
from mle_planner.core.review.words import ledger_rows, ledger_sentence
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.charts import Legend
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import fill
from mle_planner.ui.widgets.waterfall import Waterfall, WaterfallRow


class LedgerCard(Card):
    """Planned focus less the loss to each cause, down to the focus done."""

    def __init__(self) -> None:
        super().__init__(_("Focus ledger"))
        self._ledger = FocusLedger(())
        self._day: date | None = None
        self.legend = Legend(
            [
                (None, _("lost, one cause each")),
                (Category.CODING, _("coding")),
                (Category.OTHER_FOCUS, _("other focus")),
            ]
        )
        self.days = ChoiceBox(_("Days of the ledger"), fits=True)
        self.days.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.days.chosen.connect(self._choose_day)
        fill(self.header, self.legend, self.days)
        self.sentence = TextLabel("", role="title", wrapped=True)
        self.chart = Waterfall(_("Focus ledger"))
        fill(self.body, self.sentence, self.chart)
        self.words = TextLabel("", color="muted", wrapped=True)
        self.body.addWidget(self.words)

    def show_review(self, review: WeekReview) -> None:
        """Show the ledger of a week, or of the chosen day if the week includes it."""
        self._ledger = review.ledger
        days = [day.day for day in self._ledger.days if day.planned]
        if self._day not in days:
            self._day = None
        choices = [(_("Whole week"), None), *((short_day_text(day), day) for day in days)]
        self.days.show_choices(choices, self._day)
        for part in (self.legend, self.days, self.sentence, self.chart):
            part.setVisible(bool(days))
        self.words.setVisible(not days)
        self.words.setText("" if days else _without_ledger(review))
        self._show()

    def _choose_day(self, day: date | None) -> None:
        self._day = day
        self._show()

    def _show(self) -> None:
        ledger = self._ledger if self._day is None else self._ledger.of(self._day)
        self.sentence.setText(ledger_sentence(ledger))
        self.chart.show_rows(_rows(ledger) if ledger.planned else [])


def _rows(ledger: FocusLedger) -> list[WaterfallRow]:
    first, *causes, last = ledger_rows(ledger)
    left = whole_minutes(ledger.planned)
    rows = [WaterfallRow(*first, 0, ((None, left),))]
    for line, words in zip(ledger.causes, causes, strict=True):
        lost = whole_minutes(line.lost)
        left -= lost
        rows.append(WaterfallRow(*words, left, ((cause_color(line.cause), lost),), is_lost=True))
    done = (
        (Category.CODING, whole_minutes(ledger.coding)),
        (Category.OTHER_FOCUS, whole_minutes(ledger.other_focus)),
    )
    return [*rows, WaterfallRow(*last, 0, done)]


def _without_ledger(review: WeekReview) -> str:
    if review.is_over:
        if review.has_planned_focus:
            return _("Nothing was tracked in this week.")
        return _("No focus was planned in this week.")
    return _("No planned focus has passed yet.")
