"""Returns the keyboard to where it was before a bar had it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from mle_planner.ui.widgets.qt_override import override


class FocusReturn(QObject):
    """Notes what has the focus before a bar gets it, and focuses that when the bar is hidden.

    Qt would focus the next widget in the order of Tab, such as the button that closes a message.
    """

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self._before: QWidget | None = None
        bar.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._note)

    def give_back(self) -> None:
        """Focus what had the focus before, if the bar has it; else the window's own widget."""
        window, before = self._bar.window(), self._before
        if not self._is_inside(window.focusWidget()):
            return
        is_there = before is not None and isValid(before) and before.isVisible()
        target = before if before is not None and is_there else window
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.give_back()
        return False

    @Slot(QWidget, QWidget)
    def _note(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and self._is_inside(now) and not self._is_inside(before):
            self._before = before

    def _is_inside(self, widget: QWidget | None) -> bool:
        return widget is not None and self._bar.isAncestorOf(widget)
