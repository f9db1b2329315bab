"""One line that adds a task, read while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from mle_planner.core.base.errors import first_sentence
from mle_planner.core.calendars.addresses import is_calendar_address
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.planner import Planner
from mle_planner.core.typed.checklist import task_lines
from mle_planner.core.typed.quick_add.line import QuickAdd
from mle_planner.ui.widgets.cards import TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.fields import AddingLine
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.layouts import column_of, fill, row_of
from mle_planner.ui.widgets.painting import draw_surface
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.quick_add.chips import CorrectingChips
from mle_planner.ui.widgets.quick_add.completion import NameCompletion
from mle_planner.ui.widgets.quick_add.cost import CostLabel

_PLACEHOLDER = N_("Add a task: Fix drift alert paging 2h due fri #fraud @coding !high")
_ENTER_ADDS = N_("Enter adds it")
_INSET_PX = 13
_UNDER_TEXT_PX = 26
GRAMMAR = N_(
    "2h, 1h30, 45 min: the effort\n"
    "due fri, due 12 mar, due tomorrow 15:00: when it is due\n"
    "from thu, not before 3 dec: when it can start\n"
    "every monday: comes again when it is done\n"
    "#fraud: the project; a new name adds one\n"
    "@coding: the activity; guessed from the title without it\n"
    "!urgent, !high, !normal, !low, or p1 to p4: the priority\n"
    "/idea, /data, /research, /analysis, /ship: the stage\n"
    '"due diligence": words between quotes stay words'
)


class QuickAddLine(QFrame):
    """A line edit with chips for what was understood, or a sentence about what was not.

    A chip is pressed to choose another reading, which is written into the line. ``submitted``
    carries the text once its chips were seen as it will be read; its receiver clears the line when
    the task was added. ``left_empty`` tells that Enter was pressed with nothing in it.
    """

    submitted = Signal(str)
    left_downwards = Signal()
    left_empty = Signal()

    def __init__(self, planner: Planner, enter_does: str = _ENTER_ADDS) -> None:
        super().__init__()
        self._planner = planner
        self._enter_does = enter_does
        self._shown: QuickAdd | None = None
        self.take_several: Callable[[Sequence[str]], bool] | None = None
        """Adds the lines of a pasted text; returns whether it did."""
        self.take_calendar: Callable[[str], object] | None = None
        """Adds the calendar at an address; without it an address is text like any other."""
        self._plus = QLabel()
        self.edit = AddingLine(_("Add a task"), _(_PLACEHOLDER))
        self.edit.setFrame(False)
        self.edit.setProperty("kind", "bare")
        self.edit.setAccessibleDescription(_(GRAMMAR))
        self.edit.setToolTip(as_plain_tooltip(_(GRAMMAR)))
        self.completion = NameCompletion(self.edit, planner.catalog)
        self.chips = CorrectingChips(planner, self.edit)
        self.hint = TextLabel(_(enter_does), color="muted")
        self.cost = CostLabel(planner.today)
        self.problem = TextLabel("", color="warn", wrapped=True)
        self._first_row, self._second_row = QHBoxLayout(), QHBoxLayout()
        self.setFocusProxy(self.edit)
        self.setAccessibleName(_("Add a task"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._lay_out()
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._read)
        self.edit.returnPressed.connect(self.submit)
        self._draw_plus()
        self._read("")

    def begin(self) -> None:
        """Give the line the focus with its text selected."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def submit(self) -> None:
        """Hand the line over if it can be added; else say what is wrong with it."""
        text = self.edit.text()
        if not text.strip():
            self.left_empty.emit()
            return
        if self.take_calendar is not None and is_calendar_address(text):
            self.edit.clear()
            self.take_calendar(text.strip())
            return
        line = self._planner.tasks.parse(text)
        if line != self._shown:
            # Midnight has passed, or a project was renamed elsewhere: the chips were different.
            self._show(line)
            self.hint.setText(_("Updated just now. {enter}", enter=_(self._enter_does)))
            return
        self.problem.setText(line.problem or "")
        self.problem.setVisible(line.problem is not None)
        self.hint.setVisible(line.problem is None)
        if line.problem is None:
            self.submitted.emit(text)

    def _draw_plus(self) -> None:
        self._plus.setPixmap(pixmap("add", "muted", 16))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_plus()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        has_focus = self.edit.hasFocus()
        draw_surface(self, "surface", "accent" if has_focus else "line", 2.0 if has_focus else 1.0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_chips()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor into the line: the whole box is one target."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chips.go_to_line()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.edit.text():
                self.edit.clear()
            else:
                self.left_downwards.emit()
                event.ignore()  # a page that can be left altogether is left
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._first_row.setSpacing(10)
        fill(self._first_row, self._plus, (self.edit, 1), self.chips, self.hint)
        self._second_row.setContentsMargins(*margins(_UNDER_TEXT_PX, 0, 0, 0))
        self._second_row.addStretch(1)
        column_of(
            self._first_row,
            self._second_row,
            row_of(self.cost, margins=margins(_UNDER_TEXT_PX, 0, 0, 0)),
            self.problem,
            inside=self,
            spacing=7,
            margins=(_INSET_PX, 10, _INSET_PX, 10),
        )

    def _read(self, text: str) -> None:
        if "\n" in text:
            # Asked for after the paste is over; until then nothing of it is lost.
            QTimer.singleShot(0, self, self._take_lines)
            return
        self._show(self._planner.tasks.parse(text) if text.strip() else None)
        if self.take_calendar is not None and is_calendar_address(text):
            self.chips.show_line(None)
            self.hint.setText(_("Enter adds the calendar"))

    def _take_lines(self) -> None:
        """Hand over the several lines that were pasted; make one of them where not taken."""
        lines = task_lines(self.edit.text())
        is_taken = len(lines) > 1 and self.take_several is not None and self.take_several(lines)
        self.edit.setText("" if is_taken else " ".join(lines))

    def _show(self, line: QuickAdd | None) -> None:
        self._shown = line
        problem = line.problem if line else None
        self.chips.show_line(line)
        self.cost.show_line(line, self.edit.text())
        # An unfinished word is often an error; the short form at the side moves nothing.
        brief = first_sentence(problem).removesuffix(".") if problem else _(self._enter_does)
        self.hint.setText(brief)
        self.hint.set_color("warn" if problem else "muted")
        self.hint.setVisible(line is not None)
        self.problem.hide()
        self._place_chips()

    def _place_chips(self) -> None:
        metrics = self.edit.fontMetrics()
        beside = self.chips.width_in_one_row()
        wanted = metrics.horizontalAdvance(self.edit.text()) + self.hint.sizeHint().width() + 90
        row = self._first_row if wanted + beside <= self.width() else self._second_row
        under = max(1, self.width() - 2 * _INSET_PX - _UNDER_TEXT_PX)
        self.chips.arrange(beside if row is self._first_row else under)
        self.chips.setVisible(bool(self.chips.buttons))
        if row.indexOf(self.chips) < 0:
            other = self._second_row if row is self._first_row else self._first_row
            other.removeWidget(self.chips)
            row.insertWidget(2 if row is self._first_row else 0, self.chips)
