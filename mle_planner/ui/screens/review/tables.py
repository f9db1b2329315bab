"""The table of the review: planned against actual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import change_text, duration_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.work import Category
from mle_planner.core.review.variances import Variance
from mle_planner.core.review.week import WeekReview
from mle_planner.core.review.words import (
    estimate_rows,
    meeting_cost_sentence,
    meeting_rows,
    plan_compared,
    shape_rows,
)
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.layouts import fill
from mle_planner.ui.widgets.table_rows import Cell, Column
from mle_planner.ui.widgets.tables import QuietTable


class _By(Enum):
    """The groupings of the variance card; the value is the grouping's name on the button."""

    PROJECT = N_("By project")
    STAGE = N_("By stage")
    ACTIVITY = N_("By activity")
    PERSON = N_("By person")
    MEETING = N_("By meeting")
    FOCUS = N_("By stretch of focus")
    ESTIMATE = N_("By estimate")


_VARIANCE = N_("Planned against actual")
_TITLES = {
    _By.PERSON: N_("Actual"),
    _By.MEETING: N_("Meetings, scheduled and real"),
    _By.FOCUS: N_("Fragmentation of focus"),
    _By.ESTIMATE: N_("Estimates against actual"),
}


class VarianceCard(Card):
    """Planned against actual by project, stage or series of meetings, or tracked time by person.

    A sentence replaces a table without rows.
    """

    def __init__(self) -> None:
        super().__init__(_("Planned against actual"))
        self.table = QuietTable(_("Planned against actual"), fits=True)
        self.words = TextLabel("", color="muted", wrapped=True)
        fill(self.body, self.table, self.words)
        self._review: WeekReview | None = None
        self._by = _By.PROJECT
        self.switch = word_button(_("By stage"), self._switch, kind="pill")
        self.header.addWidget(self.switch)

    def show_review(self, review: WeekReview) -> None:
        self._review = review
        if self._by not in self._ways():
            self._by = _By.PROJECT
        self.set_title(_(_TITLES.get(self._by, _VARIANCE)))
        self.switch.setText(_(self._next().value))
        shown = {
            _By.PERSON: self._show_people,
            _By.MEETING: self._show_meetings,
            _By.FOCUS: self._show_focus,
            _By.ESTIMATE: self._show_estimates,
        }.get(self._by, self._show_variances)
        shown(review)

    def _show_variances(self, review: WeekReview) -> None:
        lines, what = {
            _By.STAGE: (review.stages, _("Stage")),
            _By.ACTIVITY: (review.activities, _("Activity")),
        }.get(self._by, (review.variances, _("Project")))
        columns = [
            Column(what, stretches=True),
            Column(_("Planned"), is_figure=True),
            Column(_("Actual"), is_figure=True),
            Column(_("Difference"), is_figure=True, drop=1),
        ]
        nothing = _("Nothing was planned or tracked yet.")
        if self._by is _By.STAGE:
            nothing = _("No focus was planned or tracked yet.")
        self._show(columns, [_row(line, _tag(line, lines)) for line in lines], nothing)
        self.set_aside(plan_compared(review.ledger.frozen_days) if lines else "")

    def _show_people(self, review: WeekReview) -> None:
        columns = [Column(_("With"), stretches=True), Column(_("Actual"), is_figure=True)]
        rows = [
            [
                Cell(person.name) if person else Cell(_("no person"), "muted"),
                Cell(duration_text(time)),
            ]
            for person, time in review.people
        ]
        self._show(columns, rows)

    def _show_meetings(self, review: WeekReview) -> None:
        columns = [
            Column(_("Meeting"), stretches=True),
            Column(_("Times"), is_figure=True),
            Column(_("Scheduled"), is_figure=True),
            Column(_("Actual"), is_figure=True),
            Column(_("Difference"), is_figure=True, drop=3),
            Column(_("Of the week"), is_figure=True, drop=2),
            Column(_("Focus cost"), is_figure=True),
            Column(_("Without it"), is_figure=True, drop=1),
        ]
        *titles, total = meeting_rows(review)
        rows = [
            [Cell(title, dot=Category.MEETING), *map(Cell, figures)] for title, *figures in titles
        ]
        rows.append([Cell(text, is_strong=True) for text in total])
        sentence = meeting_cost_sentence(review)
        self._show(columns, rows, sentence)
        self.words.setVisible(bool(sentence))

    def _show_focus(self, review: WeekReview) -> None:
        columns = [Column(_("Focus"), stretches=True), Column(_("This week"), is_figure=True)]
        self._show(columns, [[Cell(name), Cell(text)] for name, text in shape_rows(review)])

    def _show_estimates(self, review: WeekReview) -> None:
        columns = [
            Column(_("Stage or activity"), stretches=True),
            Column(_("Tasks"), is_figure=True),
            Column("P50", is_figure=True),
            Column("P80", is_figure=True),
            Column(_("Advice")),
        ]
        lines = (*review.estimates.stages, *review.estimates.activities)
        self._show(columns, [[*map(Cell, row)] for row in estimate_rows(lines)])

    def _show(self, columns: list[Column], rows: list[list[Cell]], words: str = "") -> None:
        self.set_aside("")
        self.table.show_rows(columns, rows)
        self.table.setVisible(bool(rows))
        self.words.setText(words)
        self.words.setVisible(not rows)

    def _ways(self) -> list[_By]:
        """Return the available groupings; people and meetings only if some were tracked."""
        review = self._review
        found = [_By.PROJECT, _By.STAGE, _By.ACTIVITY]
        found += [_By.PERSON] if review and review.people else []
        found += [_By.MEETING] if review and review.meeting_costs else []
        found += [_By.FOCUS] if review and review.shape.stretches else []
        found += [_By.ESTIMATE] if review and review.estimates.stages else []
        return found

    def _next(self) -> _By:
        ways = self._ways()
        return ways[(ways.index(self._by) + 1) % len(ways)]

    def _switch(self) -> None:
        self._by = self._next()
        if self._review is not None:
            self.show_review(self._review)


def _tag(line: Variance, lines: Sequence[Variance]) -> str:
    """Return what tells time without a project from a project of that name, beside projects."""
    is_beside = line.project is None and any(one.project for one in lines)
    return _("no project") if is_beside else ""


def _row(line: Variance, tag: str) -> list[Cell]:
    """Return a line; a difference of an hour or more is coloured."""
    is_far_off = line.planned > ZERO and abs(line.difference) >= timedelta(hours=1)
    return [
        Cell(line.name, dot="project" if line.project else line.category, tag=tag),
        Cell(duration_text(line.planned)),
        Cell(duration_text(line.tracked)),
        Cell(change_text(line.difference), "warn" if is_far_off else "text"),
    ]
