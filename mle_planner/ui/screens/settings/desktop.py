"""Settings limited by the desktop: recognising time away, and keys in other programs."""

from __future__ import annotations

from PySide6.QtCore import Slot

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.values import ValuesSection
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.qt_override import override


class TimeAwaySection(ValuesSection):
    """The settings of time away, and a note if pauses cannot be recognised on this desktop."""

    heading = "Time away"
    about = N_("Until you answer, the time stays as it was tracked.")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        words = _(
            "This desktop does not report how long you have been idle, so pauses cannot be "
            "noticed. The sleep of the computer is noticed, and a locked screen if the "
            "desktop reports it."
        )
        self.unseen = TextLabel(words, role="secondary", color="muted", wrapped=True)
        self.body.addWidget(self.unseen)
        context.away.learned.connect(self.refresh)

    def refresh(self) -> None:
        super().refresh()
        is_unseen = self.context.away.is_idle_known is False
        self.unseen.setVisible(self.planner.away.is_noticed and is_unseen)


class QuickCaptureSection(ValuesSection):
    """The switch and the desktop's name of the key; only a sentence if there are no such keys."""

    heading = "Quick capture"

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.state = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.body.addWidget(self.state)
        self._is_offered: bool | None = None
        context.global_shortcut.state_changed.connect(self.show_state)
        from mle_planner.ui.desktop.shortcut_portal import has_portal

        context.run_in_background(has_portal, None, self._take_offer)
        self.show_state()

    @override
    def narrow(self, query: str) -> bool:
        is_found = super().narrow(query)
        self.show_state()
        return is_found

    @Slot()
    def show_state(self) -> None:
        words = self.context.global_shortcut.state
        if self._is_offered is None:
            words = words or _("Waiting for the desktop…")
        elif not self._is_offered:
            words = words or _("This desktop offers no shortcuts from other programs.")
        self.state.show_text(words)
        is_on = self.planner.settings.flag("global_capture")
        for row in self.rows:
            row.setVisible(self._is_offered is True or is_on)

    def _take_offer(self, is_offered: bool) -> None:
        self._is_offered = is_offered
        self.show_state()
