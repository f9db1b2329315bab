"""Updates the tray and the mini timer, and carries out their actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import joined_words
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.companions.tray import Tray
from mle_planner.ui.companions.words import glance
from mle_planner.ui.services.timer import Start, Timer
from mle_planner.ui.widgets.dialogs import Dialogs

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.switching import SwitchOffer
    from mle_planner.ui.companions.mini_timer import MiniTimer
    from mle_planner.ui.companions.switch_popup import SwitchPopup
    from mle_planner.ui.services.services import Services

_SETTLE_MS = 150
_VIEWER = "mini timer"


class Companions(QObject):
    """The tray, if the desktop has one, and the mini timer, once requested.

    ``requested`` carries the id of an action for the window or the application, ``message`` a
    result and whether it can be undone, ``refused`` the reason of a failure.
    """

    requested = Signal(str)
    message = Signal(str, bool)
    refused = Signal(str)

    def __init__(self, services: Services, ask: Dialogs | None = None) -> None:
        super().__init__()
        self._services = services
        self._planner: Planner = services.planner
        self._ask = ask
        self.tray: Tray | None = None
        self.mini: MiniTimer | None = None
        self.popup: SwitchPopup | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.show_present)

    def start(self) -> None:
        """Connect the services, and show the tray's icon if there is a tray."""
        services = self._services
        services.bridge.changed.connect(self._settle.start)
        services.ticker.minute_ticked.connect(self._on_minute)
        services.ticker.second_ticked.connect(self._show_time)
        services.reminders.fell_back.connect(self._tell)
        self.enter_tray()

    def enter_tray(self) -> bool:
        """Show the tray's icon, once the desktop has a tray; return whether it is shown."""
        if self.tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            tray = self.tray = Tray(self)
            tray.requested.connect(self.carry_out)
            tray.chosen.connect(self.switch_to)
            tray.opening.connect(self._list_offers)
            self._list_offers()
            tray.icon.show()
        return self.tray is not None

    @property
    def has_tray(self) -> bool:
        """Whether the icon is visible: its panel may end before the planner."""
        return self.tray is not None and QSystemTrayIcon.isSystemTrayAvailable()

    def close(self) -> None:
        self._settle.stop()
        if self.mini is not None:
            self.mini.hide()
            self.mini.deleteLater()
        if self.tray is not None:
            self.tray.close()
        self.tray = self.mini = None

    # -- showing ---------------------------------------------------------------------------

    @Slot()
    def _on_minute(self) -> None:
        """Show the present; the panel may start later than a planner started at login."""
        self.enter_tray()
        self.show_present()

    @Slot()
    def show_present(self) -> None:
        is_mini_seen = self.mini is not None and self.mini.isVisible()
        if self.tray is None and not is_mini_seen:
            return
        present, zone = self._planner.switching.present(), self._planner.days.zone
        if self.tray is not None:
            self.tray.show_present(present, zone)
        if self.mini is not None:
            running = self._planner.running_time()
            self.mini.show_glance(glance(present, zone), running, present.now)
            self._count_seconds(is_mini_seen)

    @Slot()
    def _show_time(self) -> None:
        if self.mini is not None and self.mini.isVisible():
            self.mini.show_time(self._planner.now())

    @Slot(bool)
    def _count_seconds(self, is_seen: bool) -> None:
        is_running = self._planner.running_entry() is not None
        self._services.ticker.count_seconds(is_seen and is_running, _VIEWER)

    @Slot()
    def _list_offers(self) -> None:
        self.show_present()
        if self.tray is not None:
            self.tray.show_offers(self._planner.switching.offers())
            self.tray.show_shortcuts(Shortcuts(self._planner.settings.word("shortcuts")))

    @Slot(str, str, bool)
    def _tell(self, title: str, body: str, is_in_window: bool) -> None:
        """Show a message without the desktop's notifications: in the tray, else in the window."""
        if self.tray is not None and self.has_tray:
            self.tray.tell(title, body)
        elif not is_in_window:
            self.message.emit(joined_words((title, body)), False)

    # -- acting ----------------------------------------------------------------------------

    @Slot(str)
    def carry_out(self, action_id: str) -> None:
        """Carry out an action that needs no window; request all others."""
        if action_id == "timer.toggle":
            self.toggle_timer()
        elif action_id == "app.mini_timer":
            self.switch_mini_timer()
        else:
            self.requested.emit(action_id)

    @Slot()
    def switch_mini_timer(self) -> None:
        if self.mini is not None and self.mini.isVisible():
            self.mini.hide()
            return
        if self.mini is None:
            from mle_planner.ui.companions.mini_timer import KeptPlace, MiniTimer

            mini = self.mini = MiniTimer(KeptPlace(self._services.folder))
            mini.toggled.connect(self.toggle_timer)
            mini.switch_wanted.connect(self.open_switch)
            mini.window_wanted.connect(lambda: self.requested.emit("open"))
            mini.visibility_changed.connect(self._count_seconds)
        keys = Shortcuts(self._planner.settings.word("shortcuts"))
        self.mini.closing_keys = keys.of("app.mini_timer")
        self.mini.show_in_place()
        self.show_present()

    @Slot()
    def toggle_timer(self) -> None:
        """Stop the running timer, else start the item planned now, else ask in the window."""

        def toggle() -> None:
            if self._planner.running_entry() is not None:
                self._timer().stop()
            elif not self._timer().start_planned():
                self.requested.emit("timer.start")

        self._attempt(toggle)

    @Slot()
    def open_switch(self) -> None:
        """Open the list of tasks to switch to, under the mini timer."""
        if self.mini is None:
            return
        from mle_planner.ui.companions.switch_popup import SwitchPopup

        popup = self.popup = SwitchPopup(self.mini, self._planner.switching.offers())
        popup.chosen.connect(self.switch_to)
        popup.typed.connect(self._start_typed)
        popup.show_at(self.mini.mapToGlobal(QPoint(0, self.mini.height() + 8)))
        popup.line.setFocus()

    @Slot(object)
    def switch_to(self, offer: SwitchOffer) -> None:
        start = self._planner.switching.start
        self._start(lambda ending: start(offer, ending))

    @Slot(str)
    def _start_typed(self, text: str) -> None:
        start = self._planner.capture.start
        self._start(lambda ending: start(text, ending))

    def _start(self, start: Start) -> None:
        self._attempt(lambda: self._timer().start(start))

    def _timer(self) -> Timer:
        return Timer(self._planner, self._ask or Dialogs(self.mini), self.message.emit)

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PlannerError as error:
            self.refused.emit(str(error))
        self.show_present()
