"""Undo and redo, each with a question where the edit was made before this start."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.ui.services.corrections import do_or_correct
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.commands_window import CommandsWindow
from mle_planner.ui.widgets.dialogs import Dialogs

Step = Callable[[Planner], object]


class HistorySteps:
    """Steps through the history; a large edit, such as an import, beside the window."""

    def __init__(self, window: CommandsWindow, ask: Dialogs, services: Services) -> None:
        self._window = window
        self._ask = ask
        self._planner = services.planner
        self._run_beside = services.feeds.run
        self._is_under_way = False

    def undo(self) -> None:
        """Undo the last edit, wherever it was made; one of an earlier session only if asked."""
        history = self._planner.history
        label = history.undo_label or ""
        self._replay(
            lambda planner: planner.history.undo(),
            lambda: self._window.show_message(_("Undone: {label}", label=label), redo=True),
            _("Undo “{label}”?", label=label) if history.is_from_before() else "",
            _("Undo"),
            is_large=history.is_large(),
        )

    def redo(self) -> None:
        """Redo the edit that was undone last; one of an earlier session only if asked."""
        history = self._planner.history
        label = history.redo_label or ""
        self._replay(
            lambda planner: planner.history.redo(),
            lambda: self._window.show_message(_("Redone: {label}", label=label), undo=True),
            _("Redo “{label}”?", label=label) if history.is_from_before(for_redo=True) else "",
            _("Redo"),
            is_large=history.is_large(for_redo=True),
        )

    def _replay(
        self, step: Step, done: Callable[[], None], question: str, verb: str, *, is_large: bool
    ) -> None:
        """Ask the ``question``, if there is one, and take the step unless the user refuses.

        The refusal is “Leave it”: in Hebrew a button Cancel would read like Undo. What is refused
        beside the window is tried here, where it can be asked.
        """
        why = _("This was done before the planner was last started.")
        if question and not self._ask.confirmed(question, why, verb, refusal=_("Leave it")):
            return
        if self._is_under_way:
            return
        if not is_large:
            self._take_here(step, done)
            return
        self._is_under_way = True

        def finish(_label: object) -> None:
            self._is_under_way = False
            done()

        def refused(_error: PlannerError) -> None:
            self._is_under_way = False
            try:
                self._take_here(step, done)
            except PlannerError as error:
                self._window.show_error(str(error))

        self._run_beside(lambda planner, _is_stopped: step(planner), finish, refused)

    def _take_here(self, step: Step, done: Callable[[], None]) -> None:
        if do_or_correct(self._planner, self._ask, lambda: step(self._planner)):
            done()
