"""The icons, drawn in the colours of the theme in use.

They are SVG files of 24 by 24 units in strokes of ``currentColor``, one shape a file, so that
one drawing serves light, dark and disabled.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap

from mle_planner.core.base.resources import read_resource
from mle_planner.core.i18n.gettext import is_right_to_left
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

ICON_PX = 18
# The icon that stands for another one where reading goes from right to left.
_TURNED = {"previous": "next", "next": "previous", "undo": "redo", "redo": "undo"}


def icon(name: str, token: str = "text") -> QIcon:
    """Return an icon that always has the colour the token has in the theme in use.

    Raises:
        FileNotFoundError: No icon of that name ships; a bug.
    """
    _drawing(name)
    return QIcon(_Drawing(name, token))


def pixmap(name: str, token: str = "text", size_px: int = ICON_PX) -> QPixmap:
    """Return the icon in the theme's colour, ``size_px`` device-independent pixels wide."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _draw(_turn(name), current_theme().color(token).name(), size_px, ratio)


class _Drawing(QIconEngine):
    """Draws an icon in the theme in use each time it is asked, so that a theme can change."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    @override
    def clone(self) -> QIconEngine:
        return _Drawing(self._name, self._token)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size() * ratio, mode, state, ratio))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        token = "faint" if mode is QIcon.Mode.Disabled else self._token
        size_px = round(min(size.width(), size.height()) / scale)
        return _draw(_turn(self._name), current_theme().color(token).name(), size_px, scale)


def _turn(name: str) -> str:
    return _TURNED.get(name, name) if is_right_to_left() else name


@cache
def _drawing(name: str) -> str:
    return read_resource(f"icons/{name}.svg")


@cache
def _draw(name: str, color: str, size_px: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    if size_px < 1:  # a button that is just being laid out
        return QPixmap()
    drawing = _drawing(name).replace("currentColor", color)
    picture = QPixmap(round(size_px * ratio), round(size_px * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return picture
