"""The screens of the window, each imported when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from mle_planner.ui.screen import Screen, ScreenContext

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner

    ScreenClass = Callable[[Planner, ScreenContext], Screen]
else:
    ScreenClass = object


def _today() -> ScreenClass:
    from mle_planner.ui.screens.today.screen import TodayScreen

    return TodayScreen


def _morning() -> ScreenClass:
    from mle_planner.ui.screens.morning.screen import MorningScreen

    return MorningScreen


def _wrap_up() -> ScreenClass:
    from mle_planner.ui.screens.wrap_up.screen import WrapUpScreen

    return WrapUpScreen


def _week() -> ScreenClass:
    from mle_planner.ui.screens.week.screen import WeekScreen

    return WeekScreen


def _tasks() -> ScreenClass:
    from mle_planner.ui.screens.tasks.screen import TasksScreen

    return TasksScreen


def _review() -> ScreenClass:
    from mle_planner.ui.screens.review.screen import ReviewScreen

    return ReviewScreen


def _timesheet() -> ScreenClass:
    from mle_planner.ui.screens.timesheet.screen import TimesheetScreen

    return TimesheetScreen


def _settings() -> ScreenClass:
    from mle_planner.ui.screens.settings.screen import SettingsScreen

    return SettingsScreen


RAIL = ("today", "week", "tasks", "review", "timesheet")

SCREENS: Mapping[str, Callable[[], ScreenClass]] = {
    "today": _today,
    "week": _week,
    "tasks": _tasks,
    "review": _review,
    "timesheet": _timesheet,
    "settings": _settings,
    "morning": _morning,
    "wrap_up": _wrap_up,
}
