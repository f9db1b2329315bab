"""A line of the list of calendars: colour, name, kind and state."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from mle_planner.core.calendars.source_words import KIND_TITLES
from mle_planner.core.calendars.sources import CalendarSource
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import PressedByEnter
from mle_planner.ui.widgets.calendar_colors import ColorDot
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.layouts import column_of, fill
from mle_planner.ui.widgets.painting import Painted, draw_surface
from mle_planner.ui.widgets.qt_override import override

_PADDING_PX = 10


class CalendarLine(PressedByEnter, QAbstractButton):
    """A calendar in the list; the chosen one is shown beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a button's own height is fixed and would cut a long state
        self.setSizePolicy(policy)
        self._dot = ColorDot()
        self.name = TextLabel("", role="strong", elided=True)
        self.kind = TextLabel("", role="secondary", color="muted")
        self.state = TextLabel("", role="secondary", color="muted", wrapped=True)
        self._sign = Painted(
            14,
            14,
            lambda painter, area: painter.drawPixmap(area.toRect(), pixmap("warning", "warn", 14)),
        )
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        fill(first, self._dot, (self.name, 1), self.kind)
        second.setContentsMargins(*margins(18, 0, 0, 0))
        second.setSpacing(6)
        fill(second, (self._sign, 0, Qt.AlignmentFlag.AlignTop), (self.state, 1))
        column_of(first, second, inside=self, spacing=2, margins=(_PADDING_PX, 8, _PADDING_PX, 8))
        for part in (self._dot, self.name, self.kind, self.state, self._sign):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_source(self, source: CalendarSource, state: str) -> None:
        calendar = source.calendar
        self._dot.show_color(calendar.color)
        self.name.setText(calendar.name)
        self.name.set_color("text" if calendar.is_visible else "muted")
        self.kind.setText(_(KIND_TITLES[calendar.kind]))
        self.state.setText(state)
        self.state.set_color("warn" if source.is_stale else "muted")
        self._sign.setVisible(source.is_stale)
        self.setAccessibleName(f"{calendar.name}, {self.kind.text()}, {state}")

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.isChecked() and not self.hasFocus():
            return
        fill = "accent_tint" if self.isChecked() else "surface"
        draw_surface(self, fill, "accent", 2.0 if self.hasFocus() else 1.0)
