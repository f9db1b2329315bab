"""The top bar: the day or week shown, the running timer, the screen's one button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import RunningTime
from mle_planner.ui.shell.date_title import DateTitle
from mle_planner.ui.widgets.buttons import IconButton, WordButton, word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.focus_return import FocusReturn
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.layouts import fill, row_of
from mle_planner.ui.widgets.painting import fill_round, paint_ground, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.running_clock import RunningClock
from mle_planner.ui.widgets.text_lines import width_of
from mle_planner.ui.widgets.theme import current_theme

HEIGHT_PX = 52
_SIDE_PX = 18
_SPACING_PX = 10
_LEAST_RUNNING_PX = 56
_ENOUGH_SUBTITLE_PX = 160  # a long one loses its last parts, its beginning says most

_LEFT_OUT = ("search", "subtitle", "start", "heading", "running", "present")
"""What a bar that is too narrow for everything shortens or leaves out, one after the other."""


class RunningPill(QWidget):
    """What is being tracked and for how long, with buttons that correct it and stop it.

    A click on the words corrects it too, one on the time its start.
    """

    edit_requested = Signal()
    start_edit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._token = "coding"
        self.title = TextLabel("", elided=True)
        self.clock = RunningClock("strong", lambda: current_theme().tint(self._token))
        self.edit = IconButton("edit", _("Change the running entry"), self.edit_requested.emit)
        self.edit.setFixedSize(38, 28)  # a plain button has wide rims
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.back = word_button(_("Back"), name=_("Back from the interruption"))
        self.back.setToolTip(_("Back from the interruption"))
        self.stop = word_button(_("Stop"), name=_("Stop the timer"))
        for button in (self.edit, self.back, self.stop):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(38)
        row_of(
            (self.title, 1),
            self.clock,
            self.edit,
            self.back,
            self.stop,
            inside=self,
            spacing=4,
            margins=margins(28, 0, 5, 0),
        )

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            is_time = self.clock.geometry().contains(event.position().toPoint())
            (self.start_edit_requested if is_time else self.edit_requested).emit()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(current_theme().font("base"))
        words = min(width_of(self.title.text(), metrics) + 2, 260)
        return QSize(words + self._fixed_px(), 38)

    def _fixed_px(self) -> int:
        shown = [self.clock, self.stop, *([] if self.back.isHidden() else [self.back])]
        return 81 + sum(part.sizeHint().width() + 4 for part in shown) - 4

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._fixed_px() + _LEAST_RUNNING_PX), 38)

    def show_entry(self, title: str, category: str, *, is_interruption: bool) -> None:
        """Show what runs; from an interruption a button leads back to what it interrupted."""
        self.title.setText(title)
        self.back.setVisible(is_interruption)
        self.setAccessibleName(_("Running: {title}", title=title))
        self._token = category
        self.updateGeometry()
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        fill_round(painter, QRectF(self.rect()), 8, current_theme().tint(self._token))
        painter.setBrush(current_theme().color(self._token))
        painter.drawEllipse(visual(QRectF(11, self.height() / 2 - 4, 8, 8), self.rect()))


class TopBar(QWidget):
    """Title and buttons over the screen. ``action_requested`` carries an action's id."""

    action_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._search_key = self._start_key = ""
        self._primary_id = ""
        self.running_time: RunningTime | None = None
        self.setFixedHeight(HEIGHT_PX)
        self.previous = IconButton("previous", _("Previous"), kind="icon")
        self.next = IconButton("next", _("Next"), kind="icon")
        self.title = DateTitle()
        self.subtitle = TextLabel("", color="muted", elided=True, keeps_parts=True)
        self.present = word_button(_("Today"), kind="plain")
        self.pill = RunningPill()
        FocusReturn(self.pill)
        self.pill.hide()
        self.start = WordButton()
        self.start.setIcon(icon("start", "coding"))
        self.start.setIconSize(QSize(16, 16))
        self.start.setAccessibleName(_("Start timer"))
        self._has_steps = False
        self.primary = WordButton()
        self.search = word_button("", kind="plain")
        self.search.setAccessibleName(_("Search or run"))
        self.search.setIcon(icon("search", "muted"))
        self.search.setIconSize(QSize(18, 18))
        self._buttons = (
            self.previous, self.next, self.present, self.start, self.primary, self.search,
        )  # fmt: skip
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self._request_on(self.previous, "view.previous")
        self._request_on(self.next, "view.next")
        self.title.pressed.connect(self._open_month)
        self._request_on(self.present, "view.present")
        self._request_on(self.search, "app.palette")
        self._request_on(self.start, "timer.toggle")
        self._request_on(self.pill.back, "timer.interrupt")
        self._request_on(self.pill.stop, "timer.stop")
        self.pill.edit_requested.connect(lambda: self.action_requested.emit("timer.edit"))
        self.primary.clicked.connect(lambda: self.action_requested.emit(self._primary_id))

    def show_steps(self, has_steps: bool, today_label: str, month_key: str = "") -> None:
        """Show or hide the arrows, the month under the title and the button back to the present."""
        self.title.set_opens(has_steps, month_key)
        self._has_steps = has_steps
        for widget in (self.previous, self.next):
            widget.setVisible(has_steps)
        self.present.setText(today_label)
        self._fit()

    def show_title(self, title: str, subtitle: str) -> None:
        self.title.setText(title)
        self.title.updateGeometry()
        self.subtitle.setText(subtitle)
        self._fit()

    def show_pill(self, is_running: bool) -> None:
        self.pill.setVisible(is_running)
        self.start.setVisible(not is_running)
        self._fit()

    def show_primary(self, action_id: str, title: str, key: str) -> None:
        """Show the button of an action with its key; none when the title is empty."""
        self._primary_id = action_id
        self.primary.setVisible(bool(title))
        self.primary.setText(f"{title}  {key}" if key else title)
        self.primary.setAccessibleName(title)
        self._fit()

    def show_keys(self, search: str, start: str) -> None:
        """Show the keys of search or run and of the timer; empty where there is none."""
        self._search_key, self._start_key = search, start
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ground(self).drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _open_month(self) -> None:
        """Open it on the press, so that letting go over a day chooses it, as in a menu."""
        self.title.setDown(False)
        self.action_requested.emit("view.month")

    def _request_on(self, button: QAbstractButton, action_id: str) -> None:
        button.clicked.connect(lambda: self.action_requested.emit(action_id))

    def _fit(self) -> None:
        """Leave out words where the room runs out; the running title shrinks before the date."""
        for count in range(len(_LEFT_OUT) + 1):
            left_out = _LEFT_OUT[:count]
            self._shorten(left_out)
            title = self.title.sizeHint().width()
            room = self.width() - self._width_beside_title("running" in left_out)
            if room >= title:
                break
        self.title.setMinimumWidth(max(0, min(title, room)))

    def _shorten(self, left_out: tuple[str, ...]) -> None:
        search = _("Search or run…  {keys}", keys=self._search_key).rstrip()
        start = f"{_('Start timer')}  {self._start_key}".rstrip()
        for button, words, name in ((self.search, search, "search"), (self.start, start, "start")):
            button.setText("" if name in left_out else words)
            button.setToolTip(words if name in left_out else "")
        self.title.shorten("heading" in left_out)
        self.subtitle.setVisible("subtitle" not in left_out)
        self.present.setVisible(self._has_steps and "present" not in left_out)

    def _width_beside_title(self, is_pill_short: bool) -> int:
        widths = [one.sizeHint().width() for one in self._buttons if not one.isHidden()]
        if not self.subtitle.isHidden():
            whole = self.subtitle.sizeHint().width()
            widths.append(whole if self.search.text() else min(whole, _ENOUGH_SUBTITLE_PX))
        if not self.pill.isHidden():
            hint = self.pill.minimumSizeHint() if is_pill_short else self.pill.sizeHint()
            widths.append(hint.width())
        return sum(widths) + _SPACING_PX * len(widths) + 2 * _SIDE_PX

    def _lay_out(self) -> None:
        layout = row_of(
            self.previous,
            self.title,
            self.next,
            self.present,
            (self.subtitle, 1),
            inside=self,
            spacing=_SPACING_PX,
            margins=(_SIDE_PX, 0, _SIDE_PX, 0),
        )
        layout.addStretch(0)
        fill(layout, self.pill, self.start, self.primary, self.search)
