"""Searches the entries of the command palette, read when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mle_planner.ui.shell.palette import entries
from mle_planner.ui.shell.palette.entries import Entry

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.tasks.views import TaskView
    from mle_planner.ui.actions.shortcuts import Shortcuts
    from mle_planner.ui.shell.commands import Commands


class PaletteSearch:
    """Reads tasks and projects once per opening, so that a key costs no database read."""

    def __init__(
        self,
        commands: Commands,
        planner: Planner,
        recent: Callable[[], Sequence[str]],
        shortcuts: Callable[[], Shortcuts],
    ) -> None:
        self._commands = commands
        self._planner = planner
        self._recent = recent
        self._shortcuts = shortcuts
        self._tasks: Sequence[TaskView] = ()
        self._entries: list[Entry] = []

    def read(self) -> None:
        """Read what can be found now."""
        self._tasks = self._planner.board().tasks
        self._entries = [
            *entries.action_entries(self._commands, self._shortcuts().shown),
            *entries.task_entries(self._commands, self._tasks),
            *entries.project_entries(self._commands, self._planner.catalog.projects()),
            *entries.setting_entries(self._commands),
        ]

    def find(self, query: str) -> Sequence[Entry]:
        """Return the entries that match a query, the best first."""
        starts = entries.start_entries(self._commands, query, self._tasks)
        if starts:
            return starts
        days = entries.day_entries(self._commands, query, self._planner.today())
        return [*days, *entries.rank_entries(query, self._entries, self._recent())]
