"""Offers the wrap-up page at its time of the day, once, in a bar over the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.ui.shell.bars import QuestionBar


class WrapUpNotice:
    """Shows the offer until it is answered, the page is opened, or the day is over."""

    def __init__(
        self, planner: Planner, bar: QuestionBar, show_screen: Callable[[str, date], object]
    ) -> None:
        self._planner = planner
        self._bar = bar
        self._show_screen = show_screen
        self._day: date | None = None

    def offer_if_due(self) -> None:
        """Look whether it is time; called each minute."""
        today = self._planner.today()
        if self._planner.wrap_up.offer():
            self._day = today
            sentence = _("Time to wrap up: fill the gaps of today and carry over what is left.")
            answers = [(_("Wrap up"), self._open), (_("Not today"), self._bar.withdraw)]
            self._bar.ask(sentence, answers)
        elif self._day != today:
            self._bar.withdraw()

    def _open(self) -> None:
        self._show_screen("wrap_up", self._planner.today())

    def screen_opened(self, screen_id: str) -> None:
        """Withdraw the offer once its page is opened."""
        if screen_id == "wrap_up":
            self._bar.withdraw()
            self._planner.wrap_up.begin()
