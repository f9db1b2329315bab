"""The left rail: the screens, their keys, and the menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QToolButton, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.actions.table import Action
from mle_planner.ui.widgets.buttons import IconButton, PressedByEnter
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of
from mle_planner.ui.widgets.painting import (
    draw_surface,
    fill_round,
    outline_only,
    paint_ground,
    smooth_painter,
    write_in,
)
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.task_drag import dragged_task
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import CONTROL_RADIUS_PX, current_theme

WIDE_PX = 176
NARROW_PX = 56
_ROW_PX = 34
_KEY_GAP_PX = 6
_DRAG_WAIT_MS = 350
_DROP_SCREENS = frozenset({"today", "week", "tasks"})


class RailButton(PressedByEnter, QAbstractButton):
    """One screen: its icon, its name, and at the right the key that opens it."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action_id = action.id
        self.screen_id = action.id.removeprefix("go.")
        self._icon = action.icon
        self._key = ""
        self._is_narrow = False
        self.setText(_(action.title))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_(action.title))
        self.setAcceptDrops(True)
        self.opener = QTimer(self, singleShot=True, interval=_DRAG_WAIT_MS)
        self.opener.timeout.connect(self.click)

    def show_key(self, key: str) -> None:
        self._key = key
        self.setAccessibleDescription(_("Key {key}", key=key) if key else "")
        self.set_narrow(self._is_narrow)

    def set_narrow(self, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        self.setToolTip(f"{self.text()}  {self._key}".rstrip() if is_narrow else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(NARROW_PX - 16, _ROW_PX)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # A task held over a screen's name opens it, so that it can be dropped on a day there.
        if self.screen_id in _DROP_SCREENS and dragged_task(event.mimeData()) is not None:
            event.accept()
            self.opener.start()

    @override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.opener.stop()

    @override
    def dropEvent(self, _event: QDropEvent) -> None:
        self.opener.stop()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.isChecked():
            draw_surface(self, "surface", "line", radius=CONTROL_RADIUS_PX)
        painter = smooth_painter(self)
        theme, area = current_theme(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() and not self.isChecked():
            fill_round(painter, area, CONTROL_RADIUS_PX, theme.color("hover"))
        if self.hasFocus():
            outline_only(painter, QPen(theme.color("accent"), 2))
            ring = area.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ring, CONTROL_RADIUS_PX, CONTROL_RADIUS_PX)
        token = "text" if self.isChecked() else "muted"
        picture = pixmap(self._icon, token)
        left = (self.width() - 18) / 2 if self._is_narrow else 11
        place = visual(QRectF(left, (self.height() - 18) / 2, 18, 18), self.rect())
        painter.drawPixmap(place.topLeft(), picture)
        if not self._is_narrow:
            self._draw_words(painter, token)

    def _draw_words(self, painter: QPainter, token: str) -> None:
        theme = current_theme()
        area = visual(QRectF(38, 0, self.width() - 49, self.height()), self.rect())
        write_in(painter, "strong" if self.isChecked() else "base", token)
        metrics = painter.fontMetrics()
        name = elided_text(self.text(), metrics, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        free = area.width() - metrics.horizontalAdvance(name) - _KEY_GAP_PX
        painter.setFont(theme.font("small"))
        if painter.fontMetrics().horizontalAdvance(self._key) > free:
            return
        painter.setPen(theme.color("faint"))
        painter.drawText(
            area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key
        )


class Rail(QWidget):
    """The screens, one under another, with Settings at the foot.

    A narrow window shows icons only. ``action_requested`` carries the id of a screen's action.
    """

    action_requested = Signal(str)

    def __init__(self, actions: Sequence[Action], foot: Action) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.name = QLabel("Planner")
        self.name.setProperty("kind", "strong")
        self.menu_button = IconButton("menu", _("Menu"))
        self.menu_button.setIconSize(QSize(18, 18))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons = [RailButton(action) for action in (*actions, foot)]
        self._head = row_of((self.name, 1), self.menu_button, margins=margins(11, 0, 0, 0))
        column_of(
            self._head,
            9,
            *self.buttons[:-1],
            STRETCH,
            self.buttons[-1],
            inside=self,
            spacing=0,
            margins=(9, 9, 9, 11),
        )
        for button in self.buttons:
            button.clicked.connect(
                lambda _checked, name=button.action_id: self.action_requested.emit(name)
            )
        self.set_narrow(False)

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show these keys beside the screens; the settings show none."""
        for button, key in zip(self.buttons, keys, strict=False):
            button.show_key(key)

    def mark(self, screen_id: str) -> None:
        for button in self.buttons:
            button.setChecked(button.screen_id == screen_id)

    def set_narrow(self, is_narrow: bool) -> None:
        self.setFixedWidth(NARROW_PX if is_narrow else WIDE_PX)
        self.name.setVisible(not is_narrow)
        self._head.setContentsMargins(*margins(1 if is_narrow else 11, 0, 0, 0))
        for button in self.buttons:
            button.set_narrow(is_narrow)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ground(self, "bg").drawLine(self.width() - 1, 0, self.width() - 1, self.height())
