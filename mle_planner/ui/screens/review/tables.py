"""The two tables of the review, each a card: planned against actual, and what cost focus."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import change_text, duration_text
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.review.variances import Variance
from mle_planner.core.review.week import WeekReview
from mle_planner.ui.widgets.cards import Card, PillButton, TextLabel
from mle_planner.ui.widgets.tables import Cell, Column, QuietTable

_MOST_COSTS = 5


class _TableCard(Card):
    """A table, or words where there is nothing to show in one."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.table = QuietTable(title, fits=True)
        self.words = TextLabel("", color="muted", wrapped=True)
        self.body.addWidget(self.table)
        self.body.addWidget(self.words)

    def _show(self, columns: list[Column], rows: list[list[Cell]], words: str) -> None:
        self.table.show_rows(columns, rows)
        self.table.setVisible(bool(rows))
        self.words.setText(words)
        self.words.setVisible(not rows)


class _By(Enum):
    """What the lines of the variance card are; the value is what a button calls it."""

    PROJECT = N_("By project")
    STAGE = N_("By stage")
    PERSON = N_("By person")


class VarianceCard(_TableCard):
    """Planned against actual by project or by stage, or tracked time by person."""

    def __init__(self) -> None:
        super().__init__(_("Planned against actual"))
        self._review: WeekReview | None = None
        self._by = _By.PROJECT
        self.switch = PillButton(_("By stage"))
        self.switch.clicked.connect(self._switch)
        self.header.addWidget(self.switch)

    def show_review(self, review: WeekReview) -> None:
        """Show the lines of a week."""
        self._review = review
        if self._by is _By.PERSON and not review.people:
            self._by = _By.PROJECT
        self.set_title(_("Actual") if self._by is _By.PERSON else _("Planned against actual"))
        self.switch.setText(_(self._next().value))
        if self._by is _By.PERSON:
            self._show_people(review)
            return
        is_by_stage = self._by is _By.STAGE
        lines = review.stages if is_by_stage else review.variances
        columns = [
            Column(_("Stage") if is_by_stage else _("Project"), stretches=True),
            Column(_("Planned"), is_figure=True),
            Column(_("Actual"), is_figure=True),
            Column(_("Difference"), is_figure=True),
        ]
        nothing = _("Nothing was planned or tracked yet.")
        if is_by_stage:
            nothing = _("No focus was planned or tracked yet.")
        self._show(
            columns,
            [_row(line) for line in lines],
            nothing,
        )
        count = len(review.frozen_days)
        words = _("current plan")
        if count:
            words = plural("{count} day as frozen", "{count} days as frozen", count)
        self.set_aside(words if lines else "")

    def _show_people(self, review: WeekReview) -> None:
        columns = [Column(_("With"), stretches=True), Column(_("Actual"), is_figure=True)]
        rows = [
            [
                Cell(person.name) if person else Cell(_("nobody named"), "muted"),
                Cell(duration_text(time)),
            ]
            for person, time in review.people
        ]
        self._show(columns, rows, "")
        self.set_aside("")

    def _next(self) -> _By:
        """Return what the button turns to; people only where time was spent with some."""
        ways = [by for by in _By if by is not _By.PERSON or (self._review and self._review.people)]
        return ways[(ways.index(self._by) + 1) % len(ways)]

    def _switch(self) -> None:
        self._by = self._next()
        if self._review is not None:
            self.show_review(self._review)


class CostCard(_TableCard):
    """What planned focus was lost to, the largest first; the rest of it in one line."""

    def __init__(self) -> None:
        super().__init__(_("What cost focus"))
        self.table.horizontalHeader().hide()

    def show_review(self, review: WeekReview) -> None:
        """Show the costs of a week."""
        shown = _MOST_COSTS if len(review.costs) <= _MOST_COSTS else _MOST_COSTS - 1
        rows = [
            [Cell(cost.text, dot=cost.category), Cell(duration_text(cost.lost))]
            for cost in review.costs[:shown]
        ]
        rest = review.costs[shown:]
        if rest:
            lost = sum((cost.lost for cost in rest), ZERO)
            rows.append(
                [
                    Cell(plural("{count} smaller one", "{count} smaller ones", len(rest)), "muted"),
                    Cell(duration_text(lost)),
                ]
            )
        columns = [Column("", stretches=True), Column("", is_figure=True)]
        self._show(columns, rows, _without_costs(review))
        self.set_aside(
            _("{lost} lost", lost=duration_text(review.kept.lost)) if review.kept else ""
        )


def _row(line: Variance) -> list[Cell]:
    """Return a line; an hour or more off a plan is worth a look and has a colour."""
    is_far_off = line.planned > ZERO and abs(line.difference) >= timedelta(hours=1)
    return [
        Cell(line.name, dot=line.category),
        Cell(duration_text(line.planned)),
        Cell(duration_text(line.tracked)),
        Cell(change_text(line.difference), "warn" if is_far_off else "text"),
    ]


def _without_costs(review: WeekReview) -> str:
    if review.kept is not None:
        return _("None: all planned focus was kept.")
    if review.is_over:
        if review.has_planned_focus:
            return _("Nothing was tracked in this week.")
        return _("No focus was planned in this week.")
    return _("No planned focus has passed yet.")
