"""Opens the capture line by a key of the desktop, while that is switched on."""

from __future__ import annotations

from contextlib import closing
from threading import Event, Thread

from PySide6.QtCore import QObject, Signal, Slot

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.ui.services.setting_follower import SettingFollower
from mle_planner.ui.widgets.qt_override import override

_WAIT_AT_END_S = 1


class GlobalShortcut(SettingFollower):
    """Binds the key of the desktop, in a thread, while the setting is on.

    Attributes:
        pressed: The key was pressed; with what lets the window come to the front, or "".
        state_changed: ``state`` changed.
        state: The key, or why there is none; "" while it is switched off.
    """

    begins_after_ms = 2000
    pressed = Signal(str)
    state_changed = Signal()
    _answered = Signal(object, str)
    _key_came = Signal(object, str)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(planner, parent)
        self._stop: Event | None = None
        self._thread: Thread | None = None
        self.state = ""
        self._answered.connect(self._take_answer)
        self._key_came.connect(self._take_press)

    @override
    def _follow(self) -> None:
        is_wanted = self._planner.settings.flag("global_capture")
        if is_wanted and self._stop is None:
            self._listen()
        elif not is_wanted and self._stop is not None:
            self._end()
            self._say("")

    def _listen(self) -> None:
        stop = self._stop = Event()
        title = _("Capture something new")

        def listen() -> None:
            from mle_planner.ui.desktop.shortcut_portal import NoPortalError, ShortcutPortal

            try:
                with closing(ShortcutPortal(stop.is_set)) as portal:
                    self._answered.emit(stop, portal.bind(title))
                    while (token := portal.wait()) is not None:
                        self._key_came.emit(stop, token)
            except NoPortalError as error:
                self._answered.emit(stop, str(error))
            except RuntimeError:  # the application has ended
                return

        self._say(_("Waiting for the desktop…"))
        self._thread = Thread(target=listen, name="shortcut", daemon=True)
        self._thread.start()

    @override
    def _end(self) -> None:
        if self._stop is not None and self._thread is not None:
            self._stop.set()
            self._thread.join(_WAIT_AT_END_S)
            self._stop = self._thread = None

    @Slot(object, str)
    def _take_answer(self, stop: Event, words: str) -> None:
        if stop is self._stop:  # nothing of a key that was given back since
            self._say(words or _("The desktop's settings name the keys."))

    @Slot(object, str)
    def _take_press(self, stop: Event, token: str) -> None:
        if stop is self._stop:
            self.pressed.emit(token)

    def _say(self, state: str) -> None:
        self.state = state
        self.state_changed.emit()
