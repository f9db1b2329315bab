"""Layouts that screens and dialogs share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

STRETCH = -1
"""Room that grows, between the pieces of a row or column."""

Piece: TypeAlias = (
    QWidget
    | QLayout
    | int
    | tuple[QWidget | QLayout, int]
    | tuple[QWidget | QLayout, int, Qt.AlignmentFlag]
)
_Box = TypeVar("_Box", bound=QBoxLayout)


def row_of(
    *pieces: Piece,
    inside: QWidget | None = None,
    spacing: int | None = None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> QHBoxLayout:
    """Lay pieces out side by side, ``inside`` a widget or as part of another layout.

    A piece is a widget or a layout, alone or with its stretch and alignment; a number is a gap
    in pixels, ``STRETCH`` one that grows. Without ``spacing`` the style's is kept.
    """
    return _laid_out(QHBoxLayout(), pieces, inside, spacing, margins)


def column_of(
    *pieces: Piece,
    inside: QWidget | None = None,
    spacing: int | None = None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> QVBoxLayout:
    """Lay pieces out one below the other, as ``row_of`` does side by side."""
    return _laid_out(QVBoxLayout(), pieces, inside, spacing, margins)


def grid_of(
    inside: QWidget | None = None,
    *,
    across: int,
    down: int,
    stretch: Sequence[int] = (),
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> QGridLayout:
    """Return a grid, ``inside`` a widget or as part of another layout; distances in pixels.

    Its columns in ``stretch`` share the room left.
    """
    grid = QGridLayout()
    if inside is not None:
        inside.setLayout(grid)
    grid.setContentsMargins(*margins)
    grid.setHorizontalSpacing(across)
    grid.setVerticalSpacing(down)
    for column in stretch:
        grid.setColumnStretch(column, 1)
    return grid


def _laid_out(
    box: _Box,
    pieces: tuple[Piece, ...],
    inside: QWidget | None,
    spacing: int | None,
    margins: tuple[int, int, int, int],
) -> _Box:
    if inside is not None:
        inside.setLayout(box)
    box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    fill(box, *pieces)
    return box


def fill(box: QBoxLayout, *pieces: Piece) -> None:
    """Put pieces at the end of a row or column; what a piece is: ``row_of``."""
    for piece in pieces:
        if piece == STRETCH:
            box.addStretch(1)
        elif isinstance(piece, int):
            box.addSpacing(piece)
        elif isinstance(piece, tuple):
            _add(box, *piece)
        else:
            _add(box, piece)


def _add(
    box: QBoxLayout,
    item: QWidget | QLayout,
    stretch: int = 0,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag(0),  # noqa: B008 - a constant
) -> None:
    if isinstance(item, QLayout):
        box.addLayout(item, stretch)
    else:
        box.addWidget(item, stretch, alignment)


def scrolling(inside: QWidget, *, takes_keys: bool = False) -> QScrollArea:
    """Return an area that scrolls a widget up and down.

    The keyboard goes to what is inside; with ``takes_keys`` also to the area, to scroll it.
    """
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not takes_keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def dialog_column(dialog: QDialog) -> QVBoxLayout:
    return column_of(inside=dialog, spacing=12, margins=(18, 16, 18, 14))


def foot_row(*buttons: QWidget) -> QHBoxLayout:
    return row_of(STRETCH, *buttons)


def order_tabs(inside: QWidget) -> None:
    """Put the parts of a widget in the order of Tab as laid out, whenever they were made."""
    for one, following in pairwise(_stops_in(inside.layout())):
        QWidget.setTabOrder(one, following)


def _stops_in(layout: QLayout | None) -> Iterator[QWidget]:
    items = () if layout is None else map(layout.itemAt, range(layout.count()))
    for item in items:
        assert item is not None
        widget = item.widget()
        if widget is None:
            yield from _stops_in(item.layout())
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        yield from _stops_in(widget.layout())
