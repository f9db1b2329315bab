"""The cards of the day itself: meetings, late tasks, the proposed plan, and coming back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text, longest_clock_range, near_day_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.model.work import Category
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.tasks.morning import Morning, meetings, plan_total, work_ahead
from mle_planner.ui.screens.morning import words
from mle_planner.ui.screens.morning.strip import DayStrip
from mle_planner.ui.widgets.buttons import WordButton, word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of
from mle_planner.ui.widgets.painting import dot

_TIMES_PX = 96


class HeadFigures(QWidget):
    """Bold figures in one line, each followed by its label."""

    def __init__(self) -> None:
        super().__init__()
        self._row = row_of(inside=self, spacing=4)

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        clear_layout(self._row)
        self.setAccessibleName(", ".join(map(" ".join, figures)))
        for at, (figure, counted) in enumerate(figures):
            is_last = at == len(figures) - 1
            self._row.addWidget(TextLabel(figure, role="strong"))
            self._row.addWidget(TextLabel(counted if is_last else f"{counted},", color="muted"))
        self._row.addStretch()


class TimedRow(QWidget):
    """A line with times, a title, a muted text, and a length at the end; a note below it.

    Lines without times or length keep the room of these, so that all lines have the same columns.
    """

    def __init__(
        self,
        times: str,
        title: str,
        about: str,
        length: str,
        category: Category | None = None,
        note: str = "",
    ) -> None:
        super().__init__()
        self.setAccessibleName(joined_words((times, title, about, length, note), ", "))
        clock = TextLabel(times, color="muted")
        clock.setMinimumWidth(max(_TIMES_PX, TextLabel(longest_clock_range()).sizeHint().width()))
        row = row_of(clock, spacing=10)
        beside = clock.minimumWidth() + row.spacing()
        if category is not None:
            sign = dot(category)
            row.addWidget(sign)
            beside += sign.maximumWidth() + row.spacing()
        row.addWidget(TextLabel(title, role="strong", elided=True), 1)
        row.addWidget(TextLabel(about, role="secondary", color="muted", elided=True), 1)
        figure = TextLabel(length)
        figure.setMinimumWidth(TextLabel(duration_text(ZERO)).sizeHint().width())
        row.addWidget(figure)
        lines = column_of(row, inside=self, spacing=1, margins=(0, 3, 0, 3))
        if note:
            below = TextLabel(note, role="secondary", color="muted", wrapped=True)
            lines.addLayout(row_of((below, 1), margins=margins(beside, 0, 0, 0)))


class MeetingsCard(Card):
    """Today's meetings with their sum; hidden on a day without meetings."""

    def __init__(self) -> None:
        super().__init__(_("Today's meetings"))
        self.rows = column_of(spacing=0)
        self.body.addLayout(self.rows)

    def show_day(self, day: DaySnapshot, days: PlanningDays) -> None:
        found = meetings(day)
        self.setVisible(bool(found))
        self.set_aside(words.meetings_sum(day))
        clear_layout(self.rows)
        for item in found:
            length = duration_text(item.span.duration)
            self.rows.addWidget(TimedRow(words.times(item, days), item.title, item.details, length))


class PlanCard(Card):
    """The day as proposed: a strip, the work with its times, the total, and its notes.

    ``better_requested`` is sent by the button that offers a better plan, ``again_requested`` by the
    one that asks again if no plan could be made.
    """

    better_requested = Signal()
    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_("Plan for today"))
        self.better_button = word_button(
            _("Show the better plan"), self.better_requested.emit, kind="pill"
        )
        self.better_button.hide()
        self.again_button = word_button(_("Plan again"), self.again_requested.emit, kind="pill")
        self.refusal = TextLabel("", color="warn", wrapped=True)
        fill(self.header, self.better_button, self.again_button)
        self.strip = DayStrip()
        self.rows = column_of(spacing=0)
        self.total = TextLabel("", role="strong")
        self.about_total = TextLabel("", role="secondary", color="muted", elided=True)
        last = row_of(
            TextLabel(_("Total"), role="strong"), (self.about_total, 1), self.total, spacing=10
        )
        self.notes = TextLabel("", role="secondary", color="muted", wrapped=True)
        fill(self.body, self.refusal, self.strip, self.rows, last, self.notes)

    def show_refusal(self, sentence: str) -> None:
        """Show why there is no plan; empty if there is one, or one is being made."""
        self.refusal.show_text(sentence)
        self.again_button.setVisible(bool(sentence))

    def show_plan(
        self,
        morning: Morning,
        shown: DaySnapshot,
        proposal: Proposal | None,
        days: PlanningDays,
        origins: Mapping[int, PlannedItem],
    ) -> None:
        """Show a day as proposed, or as planned now while there is no proposal yet.

        ``origins`` are the items that moved blocks come from, by the id of the proposed block.
        """
        stored = {(item.title, item.span) for item in morning.day.items}
        new = {item.key for item in shown.items if (item.title, item.span) not in stored}
        self.strip.show_day(shown, new, days)
        waiting = _("as it is now") if self.refusal.text() else _("Planning…")
        self.set_aside(words.plan_sum(shown) if proposal else waiting)
        clear_layout(self.rows)
        notes = words.moved_notes(proposal, origins, days) if proposal else {}
        for item in work_ahead(shown):
            self.rows.addWidget(_work_row(item, shown.day, days, notes.get(item.key, "")))
        for one in words.moved_off(morning, shown, proposal, days) if proposal else ():
            category = one.item.category
            self.rows.addWidget(TimedRow("", one.item.title, one.when, "", category, one.note))
        self.total.setText(duration_text(plan_total(shown)))
        about = words.total_about(morning, shown, proposal, days) if proposal else ""
        self.about_total.setText(about)


def _work_row(item: PlannedItem, today: date, days: PlanningDays, note: str) -> TimedRow:
    about = words.work_about(item)
    if item.task is not None and item.task.due is not None and item.task.due <= today:
        about = joined_words((about, _("due {when}", when=near_day_text(item.task.due, today))))
    length = duration_text(item.span.duration)
    return TimedRow(words.times(item, days), item.title, about, length, item.category, note)


class AwayCard(Card):
    """The one question after days away: plan all again, choose, or put off.

    ``replan_requested``, ``choose_requested`` and ``put_off_requested`` are its answers.
    """

    replan_requested = Signal()
    choose_requested = Signal()
    put_off_requested = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.text = TextLabel("", wrapped=True)
        all_again = _("Plan all again")
        self.replan = word_button(
            f"{all_again}  {key}" if key else all_again, self.replan_requested.emit, kind="primary"
        )
        self.replan.setAccessibleName(all_again)
        row = row_of(STRETCH)
        self.put_off = word_button(_("Put off"), self.put_off_requested.emit)
        self.put_off.setToolTip(_("Plan them for tomorrow or later"))
        self.choose = word_button(_("Choose"), self.choose_requested.emit)
        self.choose.setToolTip(_("Decide for each task"))
        for button in (self.put_off, self.choose, self.replan):
            row.addWidget(button)
        fill(self.body, self.text, row)

    def show_away(self, morning: Morning, day_count: int) -> None:
        """Show how many days were missed, and what was missed on them."""
        self.set_title(words.away_title(day_count))
        self.text.setText(words.away_text(morning))


class Foot(QWidget):
    def __init__(self, key: str) -> None:
        super().__init__()
        self.skip = word_button(_("Skip"), kind="plain")
        self.adjust = WordButton(_("Adjust"))
        self.adjust.setToolTip(_("Open Today with this plan"))
        accept = _("Accept plan")
        self.accept = word_button(f"{accept}  {key}" if key else accept, kind="primary")
        self.accept.setAccessibleName(accept)
        hint = _("Shown once a day. You can turn it off in Settings.")
        row_of(
            self.skip,
            (TextLabel(hint, role="secondary", color="muted", wrapped=True), 1),
            self.adjust,
            self.accept,
            inside=self,
            spacing=8,
            margins=(14, 10, 14, 14),
        )
