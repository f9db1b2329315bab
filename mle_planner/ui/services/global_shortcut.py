"""Opens the capture line by a key of the desktop, while that is switched on."""

from __future__ import annotations

from threading import Event, Thread

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner

_ASK_AFTER_MS = 2000
"""The desktop is asked once the window has settled."""
_WAIT_AT_END_S = 1
_NAME, _WISHED = "capture", "CTRL+ALT+n"


class GlobalShortcut(QObject):
    """Has the key bound in a thread while the setting is on.

    Attributes:
        pressed: The key was pressed; with what lets the window come to the front, or "".
        told: What the desktop says changed; ``state`` holds the words.
        state: The key, or why there is none; "" while it is switched off.
    """

    pressed = Signal(str)
    told = Signal()
    _said = Signal(object, str)
    _heard = Signal(object, str)

    def __init__(self, planner: Planner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._planner = planner
        self._stop: Event | None = None
        self._thread: Thread | None = None
        self._is_started = False
        self.state = ""
        self._said.connect(self._take_words)
        self._heard.connect(self._take_press)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_ASK_AFTER_MS)
        self._soon.timeout.connect(self.start)

    def follow_soon(self) -> None:
        """Follow the setting from a moment later."""
        self._soon.start()

    @Slot()
    def start(self) -> None:
        """Follow the setting from now on."""
        self._is_started = True
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Ask for the key, or give it back, as the setting says now."""
        if not self._is_started:
            return
        is_wanted = self._planner.settings.flag("global_capture")
        if is_wanted and self._stop is None:
            self._listen()
        elif not is_wanted and self._stop is not None:
            self._end()
            self._say("")

    def close(self) -> None:
        """Give the key back."""
        self._soon.stop()
        self._is_started = False
        self._end()

    def _listen(self) -> None:
        stop = self._stop = Event()
        title = _("Capture something new")

        def listen() -> None:
            from mle_planner.ui.desktop.shortcut_portal import NoPortalError, ShortcutPortal

            try:
                with ShortcutPortal(stop.is_set) as portal:
                    self._said.emit(stop, portal.bind(_NAME, title, _WISHED))
                    while (token := portal.wait(_NAME)) is not None:
                        self._heard.emit(stop, token)
            except NoPortalError as error:
                self._said.emit(stop, str(error))
            except RuntimeError:  # the application has ended
                return

        self._say(_("Waiting for the desktop…"))
        self._thread = Thread(target=listen, name="shortcut", daemon=True)
        self._thread.start()

    def _end(self) -> None:
        if self._stop is not None and self._thread is not None:
            self._stop.set()
            self._thread.join(_WAIT_AT_END_S)
            self._stop = self._thread = None

    @Slot(object, str)
    def _take_words(self, stop: Event, words: str) -> None:
        if stop is self._stop:  # nothing of a key that was given back since
            self._say(words or _("The desktop's settings name the keys."))

    @Slot(object, str)
    def _take_press(self, stop: Event, token: str) -> None:
        if stop is self._stop:
            self.pressed.emit(token)

    def _say(self, state: str) -> None:
        self.state = state
        self.told.emit()
