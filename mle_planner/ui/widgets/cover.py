"""A page over everything in its window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme


class Cover(QWidget):
    """Covers ``host``, and stays as large as it is. Tab never leads to what is covered.

    What the layout of ``host`` holds is hidden meanwhile: a screen reader would tell it as shown.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._covered: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is under it is not seen
        host.installEventFilter(self)
        self.setGeometry(host.rect())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        layout = self._host.layout()
        if layout is None or event.spontaneous():
            return
        items = (layout.itemAt(at) for at in range(layout.count()))
        inside = [item.widget() for item in items if item is not None]
        self._covered = [each for each in inside if each is not None and not each.isHidden()]
        for each in self._covered:
            each.hide()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            for each in self._covered:
                each.show()

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        step = QWidget.nextInFocusChain if is_next else QWidget.previousInFocusChain
        reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
        at = self.window().focusWidget()
        other = step(at)
        while other is not None and other is not at:
            if self._is_stop(other):
                other.setFocus(reason)
                return True
            other = step(other)
        return False

    def _is_stop(self, widget: QWidget) -> bool:
        """Whether Tab stops here: on the page, or on what lies over it."""
        stops = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if not (stops and widget.isVisible() and widget.isEnabled()) or widget.focusProxy():
            return False
        return self.isAncestorOf(widget) or not widget.visibleRegion().isEmpty()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), current_theme().color("bg"))
