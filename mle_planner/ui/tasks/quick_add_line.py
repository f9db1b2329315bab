"""One line that adds a task, read while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mle_planner.core.language import N_, _
from mle_planner.core.quick_add.line import Chip, QuickAdd
from mle_planner.ui.cards import TextLabel, as_plain_tooltip, draw_surface
from mle_planner.ui.icons import pixmap
from mle_planner.ui.qt_override import override
from mle_planner.ui.theme import Theme

_KINDS = ("activity", "stage", "estimate", "due", "project", "priority")
_PLACEHOLDER = N_("Add a task: Fix drift alert paging 2h due fri #fraud @coding !high")
_CHIP_GAP_PX = 8
_GRAMMAR = N_(
    "2h, 1h30, 45m: the effort\n"
    "due fri, due 12 mar, due tomorrow 15:00: when it is due\n"
    "#fraud: the project; a new name adds one\n"
    "@coding: the activity\n"
    "!urgent, !high, !normal, !low: the priority\n"
    "/idea, /data, /research, /analysis, /ship: the stage\n"
    '"due diligence": words between quotes stay words'
)


class Chips(QWidget):
    """What the line was understood to say, a pill for each part."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chips: tuple[Chip, ...] = ()
        self._category = "coding"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def labels(self) -> list[str]:
        """The words of the pills, in order."""
        return [chip.label for chip in self._chips]

    def show_chips(self, chips: Sequence[Chip], category: str) -> None:
        """Replace the pills; the activity's has the colour of its category."""
        self._chips = tuple(sorted(chips, key=lambda chip: _KINDS.index(chip.kind)))
        self._category = category
        self.setAccessibleName(
            _("Understood: {parts}", parts=", ".join(self.labels)) if chips else ""
        )
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    @override
    def sizeHint(self) -> QSize:
        widths = [self._width(chip) for chip in self._chips]
        gaps = _CHIP_GAP_PX * max(0, len(widths) - 1)
        return QSize(sum(widths) + gaps, QFontMetrics(self._theme.font("label")).height() + 5)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("label"))
        left = 0
        for chip in self._chips:
            fill, ink = self._colors(chip)
            area = QRectF(left, 0, self._width(chip), self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(area, self.height() / 2, self.height() / 2)
            painter.setPen(ink)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, chip.label)
            left += self._width(chip) + _CHIP_GAP_PX

    def _width(self, chip: Chip) -> int:
        return QFontMetrics(self._theme.font("label")).horizontalAdvance(chip.label) + 17

    def _colors(self, chip: Chip) -> tuple[QColor, QColor]:
        theme = self._theme
        if chip.kind == "activity":
            return theme.tint(self._category), theme.ink(self._category)
        if chip.kind == "priority" and chip.label in (_("Urgent"), _("High")):
            return theme.color("error_tint"), theme.color("error")
        return theme.tint("break"), theme.color("muted")


class QuickAddLine(QFrame):
    """A line edit with the chips of what it says, or the sentence of what it does not.

    ``submitted`` carries the text; whoever takes it clears the line when the task was added.
    """

    submitted = Signal(str)
    left_downwards = Signal()

    def __init__(self, theme: Theme, read: Callable[[str], QuickAdd]) -> None:
        super().__init__()
        self._theme = theme
        self._read = read
        self._plus = QLabel()
        self.edit = QLineEdit()
        self.edit.setFrame(False)
        self.edit.setStyleSheet("QLineEdit, QLineEdit:focus { border: none; padding: 0px; }")
        self.edit.setPlaceholderText(_(_PLACEHOLDER))
        self.edit.setAccessibleName(_("Add a task"))
        self.edit.setAccessibleDescription(_(_GRAMMAR))
        self.edit.setToolTip(as_plain_tooltip(_(_GRAMMAR)))
        self.chips = Chips(theme)
        self.hint = TextLabel(theme, _("Enter adds it"), color="muted")
        self.problem = TextLabel(theme, "", color="warn", wrapped=True)
        self._first_row, self._second_row = QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._show_reading)
        self.edit.returnPressed.connect(self._submit)
        self.set_theme(theme)
        self._show_reading("")

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        plus: QPixmap = pixmap("add", theme, "muted", 16)
        self._plus.setPixmap(plus)
        for part in (self.chips, self.hint, self.problem):
            part.set_theme(theme)
        self.update()

    def begin(self) -> None:
        """Give the line the focus with its text selected."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        has_focus = self.edit.hasFocus()
        border = self._theme.color("accent" if has_focus else "line")
        area = QRectF(self.rect())
        draw_surface(painter, area, self._theme.color("surface"), border, 2.0 if has_focus else 1.0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_chips()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.edit.text():
                self.edit.clear()
            else:
                self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._first_row.setSpacing(10)
        self._first_row.addWidget(self._plus)
        self._first_row.addWidget(self.edit, 1)
        self._first_row.addWidget(self.chips)
        self._first_row.addWidget(self.hint)
        self._second_row.setContentsMargins(26, 0, 0, 0)
        self._second_row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 10, 13, 10)
        layout.setSpacing(7)
        layout.addLayout(self._first_row)
        layout.addLayout(self._second_row)
        layout.addWidget(self.problem)

    def _show_reading(self, text: str) -> None:
        reading = self._read(text) if text.strip() else None
        problem = reading.problem if reading else None
        category = reading.activity.category.value if reading and reading.activity else "coding"
        self.chips.show_chips(reading.chips if reading else (), category)
        # Half a word is often a mistake; its short form stands aside, so that nothing jumps.
        self.hint.setText(problem.split(". ")[0].rstrip(".") if problem else _("Enter adds it"))
        self.hint.set_color("warn" if problem else "muted")
        self.hint.setVisible(reading is not None)
        self.problem.hide()
        self._place_chips()

    def _place_chips(self) -> None:
        """Put the chips beside the text where both have room, else on a line of their own."""
        metrics = QFontMetrics(self._theme.font("base"))
        wanted = (
            metrics.horizontalAdvance(self.edit.text())
            + self.chips.sizeHint().width()
            + self.hint.sizeHint().width()
            + 90
        )
        row = self._first_row if wanted <= self.width() else self._second_row
        self.chips.setVisible(bool(self.chips.labels))
        if row.indexOf(self.chips) < 0:
            other = self._second_row if row is self._first_row else self._first_row
            other.removeWidget(self.chips)
            row.insertWidget(2 if row is self._first_row else 0, self.chips)

    def _submit(self) -> None:
        text = self.edit.text()
        if not text.strip():
            return
        problem = self._read(text).problem
        self.problem.setText(problem or "")
        self.problem.setVisible(problem is not None)
        self.hint.setVisible(problem is None)
        if problem is None:
            self.submitted.emit(text)
