"""Writes a picture in SVG as dots; it needs no window and no display."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter

from mle_planner.ui.pdf import prepare_qt

_SCALE = 2
"""Dots for each pixel of the picture, so that it is sharp on every screen."""


def write_png(svg: str) -> bytes:
    from PySide6.QtSvg import QSvgRenderer

    prepare_qt()
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    image = QImage(renderer.defaultSize() * _SCALE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
