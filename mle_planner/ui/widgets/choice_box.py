"""A box to choose one of several things from, whatever they are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QMargins, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text

_ROOM_FOR_ARROW_PX = 36
_BEFORE_ARROW_PX = 8
_ICON_GAP_PX = 4
_LEAST_LETTERS = 6


class ChoiceBox(QComboBox):
    """Names, each with what it stands for; ``chosen`` carries that of the name the user takes.

    It takes the width it is given or, where it ``fits`` them, that of its longest name. What is
    chosen is elided where it has too little room; Qt would cut it. The mouse wheel scrolls the
    page under it instead of changing what is chosen.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, Any]] = (), *, fits: bool = False
    ) -> None:
        """Show the first of the ``choices``, if there are any yet."""
        super().__init__()
        self._choices: list[tuple[str, Any]] = []
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if fits:
            self.setMinimumContentsLength(_LEAST_LETTERS)
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda at: self.chosen.emit(self._choices[at][1]))
        if choices:
            self.show_choices(choices, choices[0][1])

    @override
    def setAccessibleName(self, name: str) -> None:
        """Give it a name; on Linux Qt tells the chosen value instead, and this as description."""
        super().setAccessibleName(name)
        if sys.platform not in ("win32", "darwin"):
            self.setAccessibleDescription(name)

    @property
    def subject(self) -> Any:
        """What the chosen name stands for; None where none is chosen."""
        at = self.currentIndex()
        return self._choices[at][1] if at >= 0 else None

    def choose(self, subject: Any) -> None:
        """Show the name of a subject without saying that it was chosen; no name for any other."""
        self.show_choices(self._choices, subject)

    def show_choices(self, choices: Sequence[tuple[str, Any]], chosen: Any) -> None:
        """Replace the names without saying that anything was chosen.

        The same ones again leave the box alone, also while its list is open.
        """
        places = [at for at, (_, subject) in enumerate(choices) if subject == chosen]
        place = places[0] if places else -1
        if self._choices == list(choices) and self.currentIndex() == place:
            return
        self.blockSignals(True)
        if self._choices != list(choices):
            self._choices = list(choices)
            self.clear()
            for name, _subject in choices:
                self.addItem(name)
        self.setCurrentIndex(place)
        self.blockSignals(False)

    @override
    def sizeHint(self) -> QSize:
        """Return Qt's height, and room for the longest name beside the arrow."""
        metrics = QFontMetricsF(self.font())  # a part of a pixel too little elides
        names = (self.itemText(at) for at in range(self.count()))
        longest = ceil(max(map(metrics.horizontalAdvance, names), default=0))
        return QSize(longest + self._beside_name_px(), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(self.sizeHint())

    def _beside_name_px(self) -> int:
        icon = self.iconSize().width() + _ICON_GAP_PX
        return _ROOM_FOR_ARROW_PX + (0 if self.itemIcon(self.currentIndex()).isNull() else icon)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - self._beside_name_px()
        option.currentText = elided_text(option.currentText, self.fontMetrics(), room)
        # Qt keeps the words off the arrow by the box's padding, though the arrow has room around it
        option.rect = option.rect.marginsAdded(QMargins(*margins(0, 0, _BEFORE_ARROW_PX, 0)))
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
