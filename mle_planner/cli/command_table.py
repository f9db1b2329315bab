"""Every command: its name, what it does, and the module that answers it.

A module is imported when its command is run, so a command loads nothing it does not need.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


class Command:
    """One command, which ``function`` of ``module`` answers; see ``arguments.takes``."""

    __slots__ = ("function", "help", "module")

    def __init__(self, module: str, function: str, help_line: str) -> None:
        """Name the module under ``mle_planner.cli`` and the function in it."""
        self.module = module
        self.function = function
        self.help = help_line

    def declare(self, parser: Any) -> None:
        """Add the command's own arguments to a parser."""
        for declare in getattr(self._function(), "arguments", ()):
            declare(parser)

    def answer(self, context: Any, options: Any) -> int:
        """Carry the command out and return its exit code."""
        code: int = self._function()(context, options)
        return code

    def _function(self) -> Any:
        return getattr(import_module(f"mle_planner.cli.{self.module}"), self.function)


GROUPS: Mapping[str, Mapping[str, Command]] = {
    "Plan": {
        "today": Command("day", "show_day", "show a day: planned and tracked side by side"),
        "plan": Command("plan", "plan", "propose a plan; run with --accept to save it"),
        "outlook": Command("plan", "outlook", "list due dates that cannot be met"),
        "add": Command("tasks", "add", "add a task from one line"),
        "tasks": Command("tasks", "list_tasks", "list open tasks"),
        "done": Command("tasks", "done", "mark a task as done"),
        "reopen": Command("tasks", "reopen", "reopen a finished task"),
        "delete": Command("tasks", "delete", "delete a task; its tracked time stays"),
        "project": Command("projects", "project", "show or change projects and their people"),
        "answer": Command("projects", "answer", "answer what a task was asked, or list that"),
        "pin": Command("blocks", "pin", "keep planned blocks where they are"),
        "unpin": Command("blocks", "unpin", "let planning move pinned blocks again"),
        "move": Command("blocks", "move", "move a planned block to another time"),
        "day-off": Command("day_rules", "day_off", "set or list days off"),
        "import": Command("calendars", "import_calendar", "import a calendar file (.ics)"),
        "import-tasks": Command(
            "task_import", "import_tasks", "import tasks (todo.txt, Markdown, CSV, Todoist)"
        ),
        "calendar": Command(
            "calendar_sources", "calendar", "add, list, refresh or remove calendars; set rules"
        ),
        "price": Command("price", "price", "tell what a meeting would cost (.ics)"),
        "publish": Command("publishing", "publish", "publish the plan to a file or a calendar"),
    },
    "Track": {
        "start": Command("tracking", "start", "start a timer; stops the running one"),
        "stop": Command("tracking", "stop", "stop the timer"),
        "switch": Command("tracking", "start", "stop the timer and start another"),
        "discard": Command("tracking", "discard", "discard the running timer"),
        "keep": Command("tracking", "keep", "keep a timer running that was cut off"),
        "status": Command("status", "status", "show the running timer and today's coding"),
        "reachable": Command("reachable", "reachable", "show the coding that today can still hold"),
        "log": Command("tracking", "log", "add a time entry afterwards"),
        "proposals": Command(
            "proposals", "proposals", "list what untracked time was probably spent on"
        ),
        "import-time": Command(
            "time_import", "import_time", "import time from another tracker (Toggl and others)"
        ),
        "interrupt": Command("tracking", "interrupt", "pause the timer for a person or a thing"),
        "resume": Command("tracking", "resume", "resume what was interrupted"),
        "run": Command("run", "run", "run a long command as machine time beside your own"),
        "unresolved": Command("away", "unresolved", "list time away that waits for an answer"),
        "resolve": Command("away", "resolve", "keep, drop, assign or split time away"),
        "evidence": Command("evidence", "show_evidence", "show coding time and its evidence"),
        "capture": Command("capture", "capture", "set up where evidence comes from"),
    },
    "Look back": {
        "review": Command("review", "review", "compare a week with its plan"),
        "standup": Command("standup", "standup", "say what was done, is planned and is blocked"),
        "ledger": Command("review", "ledger", "show what became of the week's planned focus"),
        "timesheet": Command(
            "timesheet", "write_timesheet", "write a timesheet as CSV, Excel, PDF and others"
        ),
        "day-totals": Command(
            "time_import", "day_totals", "list what was imported without times, or delete some"
        ),
        "lock": Command("locks", "lock", "lock the days of a timesheet that was sent"),
        "unlock": Command("locks", "unlock", "unlock days; the lock history keeps it"),
        "history": Command("history", "history", "list recent changes"),
        "undo": Command("history", "undo", "undo the last change"),
        "redo": Command("history", "redo", "redo the last undone change"),
    },
    "Keep": {
        "backup": Command("maintenance", "backup", "write a checked copy of the database"),
        "restore": Command("restore", "restore", "restore a backup; the current database is kept"),
        "doctor": Command("doctor", "doctor", "check the data and the backups, and repair"),
        "purge": Command("purge", "purge", "delete for good, without a trace"),
        "export": Command("maintenance", "export", "export everything as JSON"),
        "settings": Command("settings", "list_settings", "list settings"),
        "set": Command("settings", "change_setting", "change a setting"),
        "band": Command("day_rules", "band", "show or set the coding goal by day"),
        "template": Command("settings", "choose_typical_day", "list typical days, or choose one"),
    },
    "Desktop": {
        "install": Command("install", "install", "add the planner to the menu of the desktop"),
        "uninstall": Command("install", "uninstall", "remove what install added; the data stays"),
        "completion": Command("completion", "completion", "print what completes in a shell"),
        "man": Command("man_page", "man", "print the manual page"),
    },
}
"""The commands by what they are for, in the order of ``--help``."""

COMMANDS: Mapping[str, Command] = {
    name: command for commands in GROUPS.values() for name, command in commands.items()
}
