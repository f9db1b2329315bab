"""A list that a line edit chooses from: the keyboard stays in the line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QWidget

from mle_planner.ui.widgets.theme import NAME_ROW_PX


class NameList(QListWidget):
    """Lines without a frame; ``kind`` is one of the style sheet."""

    def __init__(self, name: str = "", parent: QWidget | None = None, *, kind: str = "names"):
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def step(self, by: int) -> None:
        """Choose the next line (+1) or the previous (-1), round the ends."""
        at = self.currentRow()
        if at < 0 and by < 0:
            at = 0  # nothing is chosen yet: up leads to the last line
        self.setCurrentRow((at + by) % self.count())

    def announce(self, edit: QLineEdit) -> None:
        """Let a screen reader say what Enter would take; the focus stays in the line."""
        words = self.currentItem().text() if self.currentRow() >= 0 else ""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(edit, words))

    def place_under(
        self, edit: QLineEdit, left: int, widths: tuple[int, int], *, most_rows: int, gap: int
    ) -> None:
        """Put it under a line edit, or above it where there is no room below.

        ``left`` is the distance from the line's left edge, ``widths`` the least and the largest
        width, ``gap`` the distance below the line; all in pixels.
        """
        window, metrics = edit.window(), QFontMetrics(self.font())
        widest = max(
            metrics.horizontalAdvance(self.item(row).text()) for row in range(self.count())
        )
        width = min(max(widths[0], widest + 44), widths[1], window.width() - 16)
        height = min(self.count(), most_rows) * NAME_ROW_PX + 8
        corner = edit.mapTo(window, QPoint(left, edit.height() + gap))
        above = edit.mapTo(window, QPoint(0, 0)).y() - height - gap
        fits = corner.y() + height <= window.height() - 4 or above < 0
        x = max(8, min(corner.x(), window.width() - width - 8))
        self.setGeometry(x, corner.y() if fits else above, width, height)
