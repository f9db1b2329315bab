"""Files that are dropped on a widget from another program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from mle_planner.ui.widgets.qt_override import override


class FileDrop(QObject):
    """Lets a widget take one dropped file whose name ends as wanted."""

    def __init__(
        self, widget: QWidget, endings: Sequence[str], take: Callable[[Path], object]
    ) -> None:
        super().__init__(widget)
        self._endings = tuple(endings)
        self._take = take
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # enter and move events are drop events too
            path = self._dropped(event.mimeData())
            if path is not None:
                event.acceptProposedAction()
                if not isinstance(event, QDragMoveEvent):
                    self._take(path)
                return True
        return super().eventFilter(watched, event)

    def _dropped(self, data: QMimeData) -> Path | None:
        urls = data.urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return None
        path = Path(urls[0].toLocalFile())
        return path if path.suffix.lower() in self._endings else None
