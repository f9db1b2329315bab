"""The card of unplaced tasks, with reasons and remedies, and the same as a popup."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from mle_planner.core.i18n.formats import minutes_text
from mle_planner.core.i18n.gettext import _, is_right_to_left, plural
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.proposal import Proposal, Remedy, UnplacedTask
from mle_planner.ui.timeline.late_card import RemedyCard
from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.keys import PRESSING
from mle_planner.ui.widgets.layouts import column_of, row_of, scrolling
from mle_planner.ui.widgets.painting import smooth_painter
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.task_drag import PressAndDrag, drag_task
from mle_planner.ui.widgets.theme import current_theme

MOST_ROWS = 6
WIDTH_PX = 380
LEAST_HEIGHT_PX, MOST_HEIGHT_PX = 260, 440


class UnplacedCard(RemedyCard):
    """Tasks that are late or without a place; one can be opened to show what would make room."""

    def __init__(self) -> None:
        super().__init__(_("Does not fit today"), spacing=6)
        self._unplaced: tuple[UnplacedTask, ...] = ()
        self._opened: TaskId | None = None
        self.rows: list[UnplacedRow] = []

    def show_unplaced(
        self,
        unplaced: tuple[UnplacedTask, ...],
        title: str,
        *,
        can_carry_out: Callable[[Remedy], bool] = lambda _remedy: False,
    ) -> None:
        """Show the tasks under a title; hides itself when everything fits.

        ``can_carry_out`` tells remedies that get a button from those that are advice.
        """
        self.set_title(title)
        if unplaced == self._unplaced and self.rows:
            return  # a minute passed: what is opened, and the focus in it, stay
        self._unplaced = unplaced
        self.setVisible(bool(unplaced))
        self.set_aside(str(len({one.task.id for one in unplaced})))
        clear_layout(self._rows)
        self.rows = []
        shown = unplaced if len(unplaced) <= MOST_ROWS else unplaced[: MOST_ROWS - 1]
        for one in shown:
            row = UnplacedRow(self, one, can_carry_out)
            row.opened.connect(self._open_only)
            self._rows.addWidget(row)
            self.rows.append(row)
            row.set_open(one.task.id == self._opened)
        self.add_rest(unplaced[len(shown) :])

    def _open_only(self, task_id: TaskId | None) -> None:
        self._opened = task_id
        for row in self.rows:
            row.set_open(row.one.task.id == task_id)


class UnplacedRow(QWidget):
    """A task without a place, with the reason. It can be dragged onto the axis after all.

    A click, Space or Enter opens it, where there are remedies; ``opened`` carries the task, or
    None when it was closed. For want of an estimate the card asks for the task instead.
    """

    opened = Signal(object)

    def __init__(
        self, card: UnplacedCard, one: UnplacedTask, can_carry_out: Callable[[Remedy], bool]
    ) -> None:
        super().__init__()
        self.one = one
        self._card = card
        self._press = PressAndDrag()
        self._can_carry_out = can_carry_out
        self.buttons: list[QPushButton] = []
        self._sign = TextLabel("", color="muted")
        head = row_of((TextLabel(one.task.title, elided=True), 1))
        if one.minutes:
            head.addWidget(TextLabel(minutes_text(one.minutes), color="muted"))
        body = column_of(head, inside=self, spacing=3, margins=(6, 4, 6, 4))
        if one.reason:
            body.addWidget(TextLabel(one.reason, color="muted", wrapped=True))
        is_pressed = bool(one.remedies) or one.needs_estimate
        if one.remedies:
            body.addWidget(self._sign)
        if is_pressed:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if one.needs_estimate:
            self.setToolTip(_("Open the task"))
        self.remedies = QWidget()
        self._list_remedies()
        body.addWidget(self.remedies)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if is_pressed else Qt.CursorShape.OpenHandCursor
        )
        self.set_open(False)

    def _list_remedies(self) -> None:
        column = column_of(inside=self.remedies, spacing=6, margins=(0, 2, 0, 2))
        for remedy in self.one.remedies:
            column.addWidget(TextLabel(remedy.words, wrapped=True))
            if not self._can_carry_out(remedy):
                continue
            button = WordButton(_("Apply and plan again"))
            button.setAccessibleName(f"{remedy.words} {button.text()}")
            button.clicked.connect(
                lambda _checked, remedy=remedy: self._card.remedy_requested.emit(self.one, remedy)
            )
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(button)

    @property
    def is_open(self) -> bool:
        return not self.remedies.isHidden()

    def set_open(self, is_open: bool) -> None:
        self.remedies.setVisible(is_open and bool(self.one.remedies))
        count = len(self.one.remedies)
        ways = plural("{count} way to make room", "{count} ways to make room", count)
        closed = "◂" if is_right_to_left() else "▸"
        self._sign.setText(f"{'▾' if self.is_open else closed} {ways}")
        words = [self.one.task.title, self.one.reason]
        if count:
            words.append(ways)
            words += [remedy.words for remedy in self.one.remedies] if self.is_open else []
        self.setAccessibleName(" ".join(word for word in words if word))

    def _toggle(self) -> None:
        if self.one.remedies:
            self.opened.emit(None if self.is_open else self.one.task.id)
        elif self.one.needs_estimate:
            self._card.task_requested.emit(self.one.task.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING and self.focusPolicy():
            self._toggle()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = smooth_painter(self)
        painter.setPen(QPen(current_theme().color("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._press.begins(event)
        if at is not None:
            drag_task(self, self.one.task.id, self.one.task.title, self.grab(), at)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press.release() and event.button() == Qt.MouseButton.LeftButton:
            self._toggle()


class UnplacedPopup(Popup):
    """The list of a proposal that is shown, opened from the bar over the axis."""

    def __init__(
        self,
        parent: QWidget,
        proposal: Proposal,
        title: str,
        can_carry_out: Callable[[Remedy], bool],
    ) -> None:
        super().__init__(parent)
        self.card, self.to_estimate_card = UnplacedCard(), UnplacedCard()
        self.card.remedy_requested.connect(self.close)
        self.to_estimate_card.task_requested.connect(self.close)
        self._cards = QWidget()
        column_of(self.card, self.to_estimate_card, inside=self._cards)
        column_of(scrolling(self._cards), inside=self, margins=(1, 1, 1, 1))
        self.card.show_unplaced(proposal.late_or_unplaced, title, can_carry_out=can_carry_out)
        self.to_estimate_card.show_unplaced(proposal.to_estimate, _("Needs an estimate"))
        self.setAccessibleName(title)

    def show_below(self, corner: QPoint) -> None:
        """Show the list with its upper right corner at a point of the screen."""
        self.setFixedSize(WIDTH_PX, MOST_HEIGHT_PX)
        self.show_at(QPoint(corner.x() - WIDTH_PX, corner.y()))
        # How high the cards are is known when they are shown; one that is opened can scroll.
        wanted = self._cards.heightForWidth(WIDTH_PX - 2) + 2
        self.setFixedSize(WIDTH_PX, min(max(wanted, LEAST_HEIGHT_PX), MOST_HEIGHT_PX))
        first = next((row for row in self.card.rows if row.one.remedies), None)
        (first or self).setFocus()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("surface"))
        painter.setPen(current_theme().color("control_line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
