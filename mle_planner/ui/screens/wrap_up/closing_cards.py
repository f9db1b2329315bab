"""The cards after the gaps: the sums of the day, the unfinished tasks, and the next day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, joined_words, plural
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.tracking.forgotten import in_question_text
from mle_planner.core.tracking.wrap_up import Unfinished, WrapUp
from mle_planner.ui.screens.wrap_up import words
from mle_planner.ui.screens.wrap_up.gap_card import AnswerRow
from mle_planner.ui.screens.wrap_up.state import PageState
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of
from mle_planner.ui.widgets.painting import dot
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_LEAST_WORDS_PX = 260


class SumTiles(QWidget):
    """Four figures of the day: coding, other focus, meetings, and the time in open questions.

    A line under each says how much of it another figure counts too.
    """

    def __init__(self) -> None:
        super().__init__()
        tokens = ("coding_ink", "other_focus_ink", "meeting_ink", "text")
        self.figures = [TextLabel("", role="figure", color=token) for token in tokens]
        self.notes = [
            TextLabel("", role="secondary", color="muted", wrapped=True) for _token in tokens
        ]
        self.cards = [Card() for _token in tokens]
        self._row = row_of(inside=self, spacing=8)
        for card, figure, note in zip(self.cards, self.figures, self.notes, strict=True):
            fill(card.body, figure, note)
            self._row.addWidget(card)

    def show_day(
        self, wrap_up: WrapUp, open_time: timedelta, doubtful: CategorySums, *, is_narrow: bool
    ) -> None:
        """Show the sums of a day and what of them is ``doubtful``.

        If it ``is_narrow``, the goal is left out and longer titles get more room.
        """
        sums, tracked = wrap_up.day.tracked_sums, doubtful.everything
        of_it = _("{time} of it tracked", time=duration_text(tracked)) if tracked else ""
        shown = (
            (_("Coding"), sums.coding, in_question_text(doubtful.coding)),
            (_("Other focus"), sums.other_focus, in_question_text(doubtful.other_focus)),
            (_("Meetings"), sums.meeting, in_question_text(doubtful.meeting)),
            (_("Unresolved"), open_time, of_it),
        )
        parts = zip(self.cards, self.figures, self.notes, shown, strict=True)
        for card, figure, note, (title, length, about) in parts:
            card.set_title(title)
            self._row.setStretchFactor(card, 14 + len(title) if is_narrow else 1)
            figure.setText(duration_text(length))
            note.show_text(about)
            card.setAccessibleName(f"{title}: {duration_text(length)}")
        self.cards[0].set_aside("" if is_narrow else words.goal(wrap_up.day))


class UnfinishedRow(AnswerRow):
    """One task: its title, the slot for it, and the button that plans it there.

    ``carried`` plans it for the next day, ``done`` finishes it, ``later`` leaves its time to
    planning: one whose estimate is used up gets more time first, and is not carried to a day
    without open time. One that is settled can only be finished. The buttons keep their places
    when the row gets the focus, or else a click on them would miss, and once it ``is_answered``.
    ``keys`` names theirs.
    """

    carried = Signal()
    done = Signal()
    later = Signal()
    left = Signal()

    def __init__(
        self,
        one: Unfinished,
        today: date,
        next_day: str,
        days: PlanningDays,
        *,
        is_answered: bool,
        is_done: bool,
    ) -> None:
        super().__init__()
        self.one, self.is_done = one, is_done
        self.is_open = not (is_done or one.is_settled)
        task, more = one.view.task, one.more
        slot = "" if is_done else words.slot_words(one, today, days)
        about = _("Done") if is_done else words.about_unfinished(one, today, days)
        self.setAccessibleName(joined_words((task.title, slot), ", "))
        self.setAccessibleDescription(about)
        self.title = TextLabel(task.title, role="strong", wrapped=True)
        self.finish = self._button(_("Done"), self.done)
        self.carry = self._button(next_day, self.carried)
        leave = _("Leave it to planning") if more is None else str(more.change)
        self.leave, self.leave_key = self._button(leave, self.later), "L" if more is None else "M"
        self.finish.setEnabled(not is_done)
        is_carried = self.is_open and (more is None or one.slot is not None)
        keys = [(_("Done"), "D")] if not is_done else []
        for button, is_offered, text, key in (
            (self.carry, is_carried, next_day, _("Enter")),
            (self.leave, self.is_open, leave, self.leave_key),
        ):
            if is_offered:
                keys.append((text, key))
                continue
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(is_answered)
            button.setSizePolicy(policy)
            button.hide()
        self.keys = joined_words(f"{text}  {key}" for text, key in keys)
        texts = column_of(
            self.title,
            TextLabel(joined_words((about, slot)), role="secondary", color="muted", wrapped=True),
            spacing=1,
        )
        self._buttons = row_of(STRETCH, self.finish, self.carry, self.leave, spacing=10)
        self._across: QBoxLayout = row_of((texts, 1), self._buttons, spacing=6)
        sign = dot(one.view.activity.category)
        row_of(sign, (self._across, 1), inside=self, spacing=10, margins=(6, 4, 6, 4))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where there is too little room beside them."""
        super().resizeEvent(event)
        room, direction = self.width() - self._buttons.sizeHint().width(), QBoxLayout.Direction
        is_stacked = room < _LEAST_WORDS_PX
        self._across.setDirection(direction.TopToBottom if is_stacked else direction.LeftToRight)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark(is_current=True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark(is_current=False)
        self.left.emit()

    def _button(self, text: str, asked: SignalInstance) -> QPushButton:
        name = _("{title}: {day}", title=self.one.view.task.title, day=text)
        button = word_button(text, asked.emit, name=name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _mark(self, *, is_current: bool) -> None:
        button = self.carry if self.carry.isVisible() else self.finish
        button.setProperty("kind", "current" if is_current else "")
        button.style().unpolish(button)
        button.style().polish(button)


class UnfinishedCard(Card):
    """The tasks of the day that are not done; hidden if there are none.

    What was answered stays in its place, so that the others do not move under the mouse.
    """

    def __init__(self, state: PageState) -> None:
        super().__init__(_("Not finished"))
        self._state = state
        self.rows: list[UnfinishedRow] = []
        self._rows = column_of(spacing=2)
        self.keys = TextLabel("", role="secondary", color="muted", elided=True)
        self.keys.hide()
        fill(self.body, self._rows, self.keys)

    def show_unfinished(self, wrap_up: WrapUp, days: PlanningDays) -> list[UnfinishedRow]:
        """Show the tasks; return the rows, if they are new."""
        self.set_aside(words.unfinished_sum(wrap_up.unfinished))
        answered = self._state.answered_tasks
        found = {one.view.task.id: one for one in wrap_up.unfinished}
        before = {row.one.view.task.id: row.one for row in self.rows if answered}
        shown = {key: before[key] for key in before if key in found.keys() | answered} | found
        self.setVisible(bool(shown))
        states = [(one, key in found) for key, one in shown.items()]
        if [(row.one, not row.is_done) for row in self.rows] == states:
            return []
        clear_layout(self._rows)
        name = words.next_day_name(wrap_up)
        self.rows = [
            UnfinishedRow(
                one,
                wrap_up.today,
                name,
                days,
                is_answered=one.view.task.id in answered,
                is_done=not is_left,
            )
            for one, is_left in states
        ]
        for index, row in enumerate(self.rows):
            row.entered.connect(partial(self._enter, index))
            row.left.connect(self.keys.hide)
            self._rows.addWidget(row)
            row.show()  # only a visible row can get the focus
        return self.rows

    def _enter(self, index: int) -> None:
        self._state.task = index
        self.keys.setText(self.rows[index].keys)
        self.keys.show()

    @property
    def open_rows(self) -> list[UnfinishedRow]:
        """The rows that ask for an answer."""
        return [row for row in self.rows if row.is_open]

    @property
    def current(self) -> UnfinishedRow | None:
        """The open row that has the focus, or the one after it if it was answered."""
        if self._state.task is None:
            return None
        after = (row for row in self.rows[self._state.task :] if row.is_open)
        return next(after, next(reversed(self.open_rows), None))


class ClosingCard(Card):
    """How the tracked time adds up, and how the next working day begins."""

    def __init__(self) -> None:
        super().__init__(_("Tracked"))
        self.sums = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.name = TextLabel("", role="label", color="muted")
        self.first = TextLabel("", role="strong", elided=True)
        fill(self.body, self.sums, row_of(self.name, (self.first, 1), spacing=10))

    def show_day(self, wrap_up: WrapUp, doubtful: timedelta, days: PlanningDays) -> None:
        """Show the sums of a day, of which a ``doubtful`` part is in question, and the next day."""
        tracked, parts = words.tracked_line(wrap_up.day)
        self.set_aside(tracked)
        is_past = wrap_up.day.day < wrap_up.today
        nothing = _("Nothing was tracked.") if is_past else _("Nothing is tracked yet.")
        self.sums.setText(joined_words((parts or nothing, in_question_text(doubtful))))
        self.name.setText(words.next_day_name(wrap_up))
        self.first.setText(words.first_words(wrap_up, days))


class EndButtons(QWidget):
    """The buttons under the page: finish the day, answer several gaps at once, or later."""

    def __init__(self) -> None:
        super().__init__()
        self.hint = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.accept_meetings = word_button("", kind="plain")
        self.drop_all = word_button(_("Drop all gaps"), kind="plain")
        self.later = word_button(_("Later"), kind="plain")
        self.finish = word_button(_("Finish day"), kind="primary")
        buttons = (self.accept_meetings, self.drop_all, self.later, self.finish)
        self._buttons = row_of(STRETCH, *buttons, spacing=8)
        self._row: QBoxLayout = row_of(
            (self.hint, 1), self._buttons, inside=self, spacing=8, margins=(16, 10, 16, 12)
        )

    def show_open(self, wrap_up: WrapUp, count: int, gaps: int, meetings: int) -> None:
        """Show whether the day can be finished: ``count`` questions are open, some are ``gaps``.

        Of these, ``meetings`` can be accepted at once.
        """
        self.hint.setText(words.hint(wrap_up, count))
        self.accept_meetings.setText(
            plural("Accept {count} meeting", "Accept {count} meetings", meetings)
        )
        self.accept_meetings.setVisible(meetings > 1)
        self.drop_all.setVisible(gaps > 1)
        self.finish.setEnabled(not count)
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the hint above the buttons where there is too little room beside them."""
        metrics, direction = QFontMetrics(current_theme().font("secondary")), QBoxLayout.Direction
        hint = metrics.horizontalAdvance(self.hint.text())
        is_narrow = hint + self._buttons.sizeHint().width() + 44 > self.width()
        is_stacked = bool(hint) and is_narrow
        self._row.setDirection(direction.TopToBottom if is_stacked else direction.LeftToRight)
