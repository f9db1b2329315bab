"""The lines of the cards of the morning page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.dot import Dot

_TIMES_PX = 96


class TimedRow(QWidget):
    """Times, title, a few quiet words and a length at the end of the line."""

    def __init__(
        self, times: str, title: str, about: str, length: str, category: Category | None = None
    ) -> None:
        super().__init__()
        self.setAccessibleName(", ".join(part for part in (times, title, about, length) if part))
        clock = TextLabel(times, color="muted")
        clock.setMinimumWidth(max(_TIMES_PX, clock.sizeHint().width()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(10)
        row.addWidget(clock)
        if category is not None:
            row.addWidget(Dot(category))
        row.addWidget(TextLabel(title, role="strong", elided=True), 3)
        row.addWidget(TextLabel(about, role="secondary", color="muted", elided=True), 2)
        row.addWidget(TextLabel(length))
