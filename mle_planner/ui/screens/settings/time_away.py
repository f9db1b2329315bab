"""Time away: whether it is recognised, from what length, and if this desktop can report it."""

from __future__ import annotations

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.values import ValuesSection
from mle_planner.ui.widgets.cards import TextLabel


class TimeAwaySection(ValuesSection):
    """The settings of time away, and whether pauses can be recognised on this desktop."""

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(
            "Time away",
            planner,
            context,
            _("Until you answer, the time stays as it was tracked."),
            _("idle afk lock screen suspend sleep crash pause"),
        )
        self.seen = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.body.addWidget(self.seen)
        context.away.learned.connect(self.refresh)

    def refresh(self) -> None:
        super().refresh()
        is_known = self.context.away.is_idle_known
        self.seen.setVisible(self._planner.away.is_noticed and is_known is not None)
        self.seen.setText(
            _("Pauses at the keyboard are noticed on this desktop.")
            if is_known
            else _(
                "This desktop does not tell how long nothing was typed, so pauses cannot be "
                "noticed. The sleep of the computer is, and the locked screen where the "
                "desktop tells of it."
            )
        )
