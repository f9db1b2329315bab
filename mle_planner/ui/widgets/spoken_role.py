"""Gives widgets that draw themselves, such as charts, a role for screen readers.

Without a role it would be a filler, which they pass over.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from mle_planner.ui.widgets.qt_override import override


class SpokenRole(QWidget):
    """A widget with its own accessible role; its name is its accessible name, as everywhere."""

    spoken_role = QAccessible.Role.ListItem
    spoken: QAccessibleInterface | None = None
    """Qt asks for it once and keeps no reference of Python's."""

    @override
    def __init_subclass__(cls, **words: object) -> None:
        super().__init_subclass__(**words)
        _offer_to_screen_readers()


def _interface_for(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, SpokenRole):
        return None
    thing.spoken = QAccessibleWidget(thing, thing.spoken_role)
    return thing.spoken


@cache
def _offer_to_screen_readers() -> None:
    QAccessible.installFactory(_interface_for)
