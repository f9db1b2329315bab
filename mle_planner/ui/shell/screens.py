"""The screens of the window, each imported when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.screen import Screen, ScreenContext

RAIL = ("today", "week", "tasks", "review", "timesheet")
SCREENS = (*RAIL, "settings", "morning", "wrap_up")
"""The ids of all screens."""


def screen_class(screen_id: str) -> Callable[[Planner, ScreenContext], Screen]:
    """Return the class of a screen; KeyError if there is none."""
    match screen_id:
        case "today":
            from mle_planner.ui.screens.today.screen import TodayScreen

            return TodayScreen
        case "week":
            from mle_planner.ui.screens.week.screen import WeekScreen

            return WeekScreen
        case "tasks":
            from mle_planner.ui.screens.tasks.screen import TasksScreen

            return TasksScreen
        case "review":
            from mle_planner.ui.screens.review.screen import ReviewScreen

            return ReviewScreen
        case "timesheet":
            from mle_planner.ui.screens.timesheet.screen import TimesheetScreen

            return TimesheetScreen
        case "settings":
            from mle_planner.ui.screens.settings.screen import SettingsScreen

            return SettingsScreen
        case "morning":
            from mle_planner.ui.screens.morning.screen import MorningScreen

            return MorningScreen
        case "wrap_up":
            from mle_planner.ui.screens.wrap_up.screen import WrapUpScreen

            return WrapUpScreen
    raise KeyError(screen_id)
