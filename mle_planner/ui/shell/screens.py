"""The screens of the window, each imported when it is first opened."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

RAIL = ("today", "week", "tasks", "review", "timesheet")

SCREENS: Mapping[str, str] = {
    "today": "TodayScreen",
    "week": "WeekScreen",
    "tasks": "TasksScreen",
    "review": "ReviewScreen",
    "timesheet": "TimesheetScreen",
    "settings": "SettingsScreen",
    "morning": "MorningScreen",
    "wrap_up": "WrapUpScreen",
}
"""The class of each screen, by the screen's id, which is the name of its package too."""


def screen_class(screen_id: str) -> Any:
    """Return the class of a screen, which takes the planner and a `ScreenContext`."""
    return getattr(import_module(f"mle_planner.ui.screens.{screen_id}.screen"), SCREENS[screen_id])
