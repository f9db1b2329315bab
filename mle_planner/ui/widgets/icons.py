"""The icons, drawn in the colours of a theme.

They are SVG files of 24 by 24 units in strokes of ``currentColor``, one shape a file, so that
one drawing serves light, dark and disabled.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from mle_planner.core.base.resources import read_resource
from mle_planner.core.i18n.gettext import is_right_to_left
from mle_planner.ui.widgets.theme import Theme

ICON_PX = 18
# Which icon stands for which where reading goes from right to left.
_TURNED = {"previous": "next", "next": "previous", "undo": "redo", "redo": "undo"}


@cache
def icon(name: str, theme: Theme, token: str = "text", size_px: int = ICON_PX) -> QIcon:
    """Return the icon in a colour of the theme, with a disabled look of its own.

    Raises:
        FileNotFoundError: No icon of that name ships; a bug.
    """
    result = QIcon()
    for mode, color in ((QIcon.Mode.Normal, token), (QIcon.Mode.Disabled, "faint")):
        result.addPixmap(pixmap(name, theme, color, size_px), mode)
    return result


@cache
def pixmap(name: str, theme: Theme, token: str = "text", size_px: int = ICON_PX) -> QPixmap:
    """Return the icon as a picture of ``size_px`` device-independent pixels."""
    from PySide6.QtSvg import QSvgRenderer

    if is_right_to_left():
        name = _TURNED.get(name, name)
    drawing = read_resource(f"icons/{name}.svg").replace("currentColor", theme.tokens[token])
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    picture = QPixmap(round(size_px * ratio), round(size_px * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return picture
