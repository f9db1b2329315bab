"""The line that asks who or what interrupts what runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.layouts import column_of
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override

WIDTH_PX = 340


class InterruptionLine(Popup):
    """Enter pauses what runs from the moment this was opened; Esc leaves it running."""

    def __init__(
        self, window: QWidget, planner: Planner, show_message: Callable[[str, bool], None]
    ) -> None:
        super().__init__(window)
        self._planner = planner
        self._show_message = show_message
        running = planner.running_entry()
        assert running is not None, "the action needs a running entry"
        self._paused = running.title
        self._at = planner.now()
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(_("Interruption"))
        self.line = text_line(_("Who or what interrupts?"), _("A name, or a few words"))
        self.refusal = TextLabel("", color="error", wrapped=True)
        self.refusal.hide()
        column_of(
            TextLabel(_("Who or what interrupts?"), role="strong"),
            self.line,
            TextLabel(
                _("Enter pauses {title}, Esc leaves it running.", title=running.title),
                role="secondary",
                color="muted",
                wrapped=True,
            ),
            self.refusal,
            inside=self,
            spacing=8,
            margins=(16, 14, 16, 14),
        )

    def open_under(self, anchor: QWidget) -> None:
        self.show_under(anchor)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def store(self) -> None:
        """Pause what runs; a refusal is shown here."""
        try:
            entry = self._planner.interruptions.begin(self.line.text(), self._at)
        except PlannerError as error:
            self.refusal.show_text(str(error))
            self.adjustSize()
            return
        self.close()
        self._show_message(
            _("Paused {title} for {about}.", title=self._paused, about=entry.title), True
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.store()
        else:
            super().keyPressEvent(event)
