"""What a person reads on widgets, asked of Qt and not of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QScrollArea,
    QScrollBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.quick_add.completion import NameCompletion

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
MOVE, LEFT = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def cells(table: QTableView) -> list[list[str]]:
    """The words in the cells of a table, a list for each row."""
    model = table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def spoken_lines(view: QAbstractItemView) -> list[str]:
    """The lines of a list as a screen reader says them."""
    model, role = view.model(), Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def lines(view: QAbstractItemView) -> list[str]:
    """The lines of a list as they are shown."""
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def offered_names(completion: NameCompletion) -> list[str]:
    """The names that are offered under a line; none where the list is closed."""
    return lines(completion.rows) if completion.is_open and completion.rows else []


def heard_from(signal: Any) -> list[Any]:
    """Return a list that gets what a signal carries, each time it is sent."""
    heard: list[Any] = []
    signal.connect(heard.append)
    return heard


def type_line(qtbot: QtBot, line: QWidget, text: str) -> None:
    """Type into a line and press Enter."""
    qtbot.keyClicks(line, text)  # type: ignore[no-untyped-call]
    qtbot.keyClick(line, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]


def words_in(widget: QWidget) -> list[str]:
    """The texts on a widget that are not hidden in it, in the order they were made."""
    QApplication.processEvents()  # new ones are shown with the next layout
    labels = widget.findChildren(TextLabel)
    return [label.text() for label in labels if label.isVisibleTo(widget) and label.text()]


def action_of(window: QWidget, action_id: str) -> QAction:
    """An action of the window, as Qt knows it."""
    (found,) = [action for action in window.actions() if action.objectName() == action_id]
    return found


def page_bar(screen: QWidget) -> QScrollBar:
    """What scrolls the page of a screen."""
    area = screen.findChild(QScrollArea, options=DIRECT)
    assert isinstance(area, QScrollArea)
    return area.verticalScrollBar()


def hold(widget: QWidget, carried: QMimeData, point: QPointF) -> bool:
    """Drag something onto a widget and hold it there; return whether it may be dropped."""
    enter = QDragEnterEvent(point.toPoint(), MOVE, carried, LEFT, NO_KEY)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False  # Qt then tells it no more
    move = QDragMoveEvent(point.toPoint(), MOVE, carried, LEFT, NO_KEY)
    move.accept()
    QApplication.sendEvent(widget, move)
    return move.isAccepted()


def drop(widget: QWidget, carried: QMimeData, point: QPointF) -> None:
    QApplication.sendEvent(widget, QDropEvent(point, MOVE, carried, LEFT, NO_KEY))


def drop_file(widget: QWidget, path: Path) -> bool:
    """Drop a file on a widget; return whether it was taken."""
    carried, place = QMimeData(), QPointF(widget.rect().center())
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    is_taken = hold(widget, carried, place)
    if is_taken:
        drop(widget, carried, place)
    return is_taken
