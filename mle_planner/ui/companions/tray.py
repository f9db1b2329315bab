"""The planner in the desktop's tray: its state, the next item, and a short menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.i18n.names import capitalized
from mle_planner.core.tracking.present import State
from mle_planner.core.typed.title import cut_short
from mle_planner.ui.companions.words import coding_words, glance, next_words
from mle_planner.ui.widgets.cards import as_plain_label
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.menus import add_entry
from mle_planner.ui.widgets.painting import fill_only
from mle_planner.ui.widgets.theme import current_theme

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.plan.snapshots import CodingDay
    from mle_planner.core.tracking.present import Present
    from mle_planner.core.tracking.switching import SwitchOffer
    from mle_planner.ui.actions.shortcuts import Shortcuts

_SIZES_PX = (16, 22, 24, 32, 48)
_MOST_OFFERS = 8
_LONGEST = 48
_FULL_TURN = 360 * 16


class Tray(QObject):
    """The icon and its menu; ``requested`` carries the id of an action, ``chosen`` an offer."""

    requested = Signal(str)
    chosen = Signal(object)
    opening = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self.menu.setToolTipsVisible(False)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self._drawn: tuple[State, int] | None = None
        self._make_menu()
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(lambda: self.requested.emit("open"))
        self.menu.aboutToShow.connect(self.opening)

    def show_present(self, present: Present, zone: ZoneInfo) -> None:
        words, state = glance(present, zone), present.state
        passed = duration_text(present.elapsed)
        title = cut_short(words.title, _LONGEST)
        headline = joined_words((title, passed)) if words.is_running else title
        lines = [headline, cut_short(words.about, _LONGEST), coding_words(present)]
        self.icon.setToolTip("\n".join(("Planner", *lines)))
        self._draw(state, round(present.share * 32))
        self.headline.setText(as_plain_label(headline))
        self.about.setText(_label(words.about))
        self.about.setVisible(words.is_running)
        due = present.due if present.next_work is present.due else None
        start = _("Start a timer…")
        if due is not None:
            start = _("Start {title}", title=_label(due.title))
        self.toggle.setText(_("Stop") if words.is_running else start)
        self.toggle.setIcon(icon("stop" if words.is_running else "start", "text"))
        self.next.setText(_label(capitalized(next_words(present, zone))))
        self.coding.setText(coding_words(present))
        self.coding.setIcon(_coding_ring(present.coding))

    def show_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Show the keys of the menu's lines; they only work in the window."""
        for name, line in self._lines.items():
            line.setShortcut(QKeySequence(next(iter(shortcuts.of(name)), "")))

    def show_offers(self, offers: Sequence[SwitchOffer]) -> None:
        self.switch.clear()
        for offer in offers[:_MOST_OFFERS]:
            text = joined_words((cut_short(offer.title, _LONGEST), offer.aside))
            add_entry(self.switch, as_plain_label(text), partial(self.chosen.emit, offer))
        if offers:
            self.switch.addSeparator()
        self._add(self.switch, "timer.start", _("Something else…"))

    def tell(self, title: str, body: str) -> None:
        """Show a message of the tray, for desktops without notifications."""
        self.icon.showMessage(title, body, QSystemTrayIcon.MessageIcon.NoIcon)

    def close(self) -> None:
        self.icon.hide()
        self.menu.deleteLater()

    def _make_menu(self) -> None:
        self.headline = self.menu.addAction("")
        self.about = self.menu.addAction("")
        self.menu.addSeparator()
        self.toggle = self._add(self.menu, "timer.toggle", "")
        self.switch = self.menu.addMenu(icon("switch", "text"), _("Switch to…"))
        self.menu.addSeparator()
        self.next = self.menu.addAction("")
        self.coding = self.menu.addAction("")
        for line in (self.headline, self.about, self.next, self.coding):
            line.setEnabled(False)
        self.menu.addSeparator()
        mini = self._add(self.menu, "app.mini_timer", _("Mini timer"))
        focus = self._add(self.menu, "timer.focus", _("Focus mode"))
        self._add(self.menu, "open", _("Open planner"))
        leave = self._add(self.menu, "app.quit", _("Quit"))
        self._lines = {
            "timer.toggle": self.toggle, "app.mini_timer": mini, "timer.focus": focus,
            "app.quit": leave,
        }  # fmt: skip
        for line in self._lines.values():
            line.setShortcutVisibleInContextMenu(True)

    def _add(self, menu: QMenu, name: str, text: str) -> QAction:
        return add_entry(menu, text, partial(self.requested.emit, name))

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.requested.emit("open")
        elif reason is QSystemTrayIcon.ActivationReason.MiddleClick:
            self.requested.emit("timer.toggle")

    def _draw(self, state: State, steps: int) -> None:
        """Draw a ring: grey without a timer, filled as the block passes, red when it is over."""
        if self._drawn == (state, steps):
            return
        self._drawn = (state, steps)
        theme = current_theme()
        token = {State.RUNNING: "coding", State.IDLE: "faint", State.LATE: "now"}[state]
        made = QIcon()
        for size in _SIZES_PX:
            made.addPixmap(
                _state_ring(size, theme.color("track"), theme.color(token), steps, state)
            )
        self.icon.setIcon(made)


def _label(text: str) -> str:
    return as_plain_label(cut_short(text, _LONGEST))


def _state_ring(size: int, track: QColor, color: QColor, steps: int, state: State) -> QPixmap:
    if state is State.RUNNING:
        return _ring(size, track, color, max(0.1, steps / 32))
    picture = _ring(size, color, color, 0.0)
    if state is State.LATE:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_only(painter, color)
        painter.drawEllipse(QRectF(0, 0, size, size).center(), size * 0.14, size * 0.14)
        painter.end()
    return picture


def _ring(size: int, track: QColor, color: QColor, share: float) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = size / 5
    area = QRectF(0, 0, size, size).adjusted(width, width, -width, -width)
    painter.setPen(QPen(track, width))
    painter.drawEllipse(area)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(area, 90 * 16, -round(share * _FULL_TURN))
    painter.end()
    return picture


def _coding_ring(coding: CodingDay) -> QIcon:
    """Return today's coding as a ring that is full at the goal; no tray shows a bar in a menu."""
    theme, made = current_theme(), QIcon()
    if coding.has_band and coding.aim > ZERO:
        share = min(1.0, coding.done / coding.aim)
        for size in _SIZES_PX:
            picture = _ring(size, theme.color("track"), theme.color("coding"), share)
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):  # else Qt draws it grey
                made.addPixmap(picture, mode)
    return made
