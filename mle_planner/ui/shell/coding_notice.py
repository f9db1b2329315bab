"""Says once a day that the coding band is about to be missed, with a button that saves it."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.coding_actions import CodingAction, button_words
from mle_planner.core.planner import Planner
from mle_planner.ui.shell.bars import QuestionBar


class CodingNoticeBar:
    """Shows the notice while what it names still helps."""

    def __init__(
        self,
        planner: Planner,
        bar: QuestionBar,
        show_done: Callable[[str], None],
        show_error: Callable[[str], None],
    ) -> None:
        self._planner = planner
        self._bar = bar
        self._show_done = show_done
        self._show_error = show_error
        self._action: CodingAction | None = None

    def show_if_due(self) -> None:
        """Look what is to be said now; called each minute and with each change."""
        notices = self._planner.coding_notices
        notice = notices.give() if self._bar.isHidden() else notices.current()
        if notice is None:
            self._bar.withdraw()
            return
        self._action = notice.action
        answers = [
            (button_words(notice.action.kind), self._answer),
            (_("Leave it"), self._bar.withdraw),
        ]
        self._bar.ask(notice.sentence, answers)

    def _answer(self) -> None:
        assert self._action is not None
        self._bar.withdraw()
        try:
            self._planner.coding_notices.carry_out(self._action)
        except PlannerError as error:
            self._show_error(str(error))
            return
        label = self._planner.history.undo_label
        if label:
            self._show_done(_("Done: {title}", title=label))
