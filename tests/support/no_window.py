"""What a screen is given where there is no window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.calendar import CalendarId
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.drafts import Drafts
from mle_planner.ui.services.ticker import Ticks


class _NoServices(QObject):
    """Stands in for services that never start: nothing is read, noticed or heard."""

    began = Signal(int)
    ended = Signal(int, object)
    learned = Signal()
    state_changed = Signal()
    reading: frozenset[CalendarId] = frozenset()
    is_idle_known = None
    state = ""

    def refresh(self, calendar_id: CalendarId | None = None) -> None:
        """Read nothing."""


def nothing(*_arguments: object, **_named: object) -> None:
    """Do nothing."""


class PlansAtOnce:
    """Plans in this process; the first plan is the only one."""

    def ask(
        self,
        request: PlanningRequest,
        shown: Callable[[Proposal], None],
        _better: Callable[[Proposal], None],
        *,
        pushes: bool = False,
        refused: Callable[[str], None] = nothing,
        **_named: object,
    ) -> None:
        """Plan, or refuse to."""
        from mle_planner.core.scheduling.answer.propose import propose, propose_push

        try:
            proposal = propose_push(request) if pushes else propose(request)
        except PlannerError as error:
            refused(str(error))
            return
        shown(proposal)

    ask_quietly = resume = drop = staticmethod(nothing)


def context_without_window(**offered: Any) -> ScreenContext:
    """Return what offers nothing but planning at once, and what is given."""
    services: Any = _NoServices()
    none_of_it = dict.fromkeys(ScreenContext.__dataclass_fields__, nothing)
    stand_ins: dict[str, Any] = {
        "ask": None,
        "ticks": Ticks(),
        "drafts": Drafts(),
        "plans": PlansAtOnce(),
        "asker": "",
        "feeds": services,
        "away": services,
        "global_shortcut": services,
    }
    return ScreenContext(**none_of_it | stand_ins | offered)
