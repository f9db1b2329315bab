"""Everything the window can do: one table.

The menu, the shortcuts, the command palette and the help sheet are made from it, so none of
them can know something the others do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mle_planner.core.records import dataclass

if TYPE_CHECKING:
    from mle_planner.ui.commands import Commands

Call = Callable[["Commands"], None]
Condition = Callable[["Commands"], bool]

EVERYWHERE: frozenset[str] = frozenset()


def always(_commands: Commands) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True)
class Action:
    """One thing the user can ask for.

    Attributes:
        id: "area.verb"; it never changes, because settings and recent choices name it.
        title: What the menu says.
        group: The heading it stands under in the menu and on the help sheet.
        call: Does it.
        shortcuts: Keys in Qt's portable form; the first is the one that is shown.
        icon: An icon's name, or empty.
        screens: Where it can be asked for; empty means everywhere.
        enabled_when: Whether there is something to do now.
        words: Other words by which somebody might look for it.
        repeats: Whether holding the key down goes on doing it.
    """

    id: str
    title: str
    group: str
    call: Call
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    screens: frozenset[str] = EVERYWHERE
    enabled_when: Condition = always
    words: str = ""
    repeats: bool = False

    @property
    def shortcut(self) -> str:
        """The key that is shown, or empty."""
        return self.shortcuts[0] if self.shortcuts else ""

    def is_enabled(self, commands: Commands) -> bool:
        """Whether it can be asked for now."""
        if self.screens and commands.screen_id not in self.screens:
            return False
        return self.enabled_when(commands)


@dataclass(frozen=True)
class Gesture:
    """A key or a movement of the mouse that belongs to one part of the window.

    ``taken`` are its keys in Qt's portable form: no action can be given one of them.
    """

    where: str
    keys: str
    meaning: str
    taken: tuple[str, ...] = ()


GROUPS = ("Go to", "Plan", "Track", "Tasks", "Files", "Edit", "Window")

_PLANNED = frozenset({"today", "week"})
_DATED = frozenset({"today", "week", "review", "timesheet"})


def _go(screen: str) -> Call:
    return lambda commands: commands.go_to(screen, None)


ACTIONS: tuple[Action, ...] = (
    Action("go.today", "Today", "Go to", _go("today"), ("1",), "today", words="day"),
    Action("go.week", "Week", "Go to", _go("week"), ("2",), "week"),
    Action("go.tasks", "Tasks", "Go to", _go("tasks"), ("3",), "tasks", words="board backlog"),
    Action("go.review", "Review", "Go to", _go("review"), ("4",), "review", words="charts"),
    Action("go.timesheet", "Timesheet", "Go to", _go("timesheet"), ("5",), "timesheet"),
    Action(
        "go.settings", "Settings", "Go to", _go("settings"), ("Ctrl+,",), "settings",
        words="preferences options template projects activities calendars",
    ),
    Action(
        "view.present", "The present day or week", "Go to", lambda do: do.present(), ("T",),
        "clock", _DATED, words="now",
    ),
    Action(
        "view.next", "Next day or week", "Go to", lambda do: do.step(1), ("J", "Ctrl+Right"),
        "next", _DATED, words="forward", repeats=True,
    ),
    Action(
        "view.previous", "Previous day or week", "Go to", lambda do: do.step(-1),
        ("K", "Ctrl+Left"), "previous", _DATED, words="back", repeats=True,
    ),
    Action(
        "plan.propose", "Plan what is shown", "Plan", lambda do: do.propose(), ("P",), "plan",
        words="schedule propose day week re-plan",
    ),
    Action(
        "plan.push", "Push the rest of the day", "Plan", lambda do: do.push_rest_of_day(),
        ("Shift+P",), "next", words="late re-plan flow move today",
    ),
    Action(
        "plan.four_weeks", "Plan four weeks", "Plan", lambda do: do.plan_four_weeks(), (),
        "week", words="schedule month outlook horizon 28 days",
    ),
    Action(
        "item.new", "New block, or new task", "Plan", lambda do: do.begin_new(), ("N",), "add",
        _PLANNED | {"tasks"},
        words="create add",
    ),
    Action(
        "timer.toggle", "Start or stop the timer", "Track", lambda do: do.toggle_timer(), ("S",),
        "start", words="track clock",
    ),
    Action(
        "timer.start", "Start a timer…", "Track", lambda do: do.ask_and_start(), ("Ctrl+Return",),
        "start", words="track switch new",
    ),
    Action(
        "timer.stop", "Stop the timer", "Track", lambda do: do.stop_timer(), (), "stop",
        enabled_when=lambda do: do.is_running,
    ),
    Action(
        "timer.discard", "Discard the running entry", "Track", lambda do: do.discard_timer(), (),
        "delete", enabled_when=lambda do: do.is_running, words="cancel throw away",
    ),
    Action(
        "tasks.add", "Add a task", "Tasks", lambda do: do.add_task(), ("A",), "add",
        words="new quick",
    ),
    Action(
        "tasks.switch_view", "Board or table", "Tasks", lambda do: do.switch_view(), ("B",),
        "board", frozenset({"tasks"}), words="list",
    ),
    Action(
        "view.export", "Export what is shown…", "Files", lambda do: do.export(), ("Ctrl+E",),
        "export", frozenset({"review", "timesheet"}), words="save csv markdown json",
    ),
    Action(
        "calendars.import", "Open a calendar file…", "Files", lambda do: do.import_calendar(),
        ("Ctrl+I",), "import", words="ics ical import meetings",
    ),
    Action(
        "example.load", "Load an example week", "Files", lambda do: do.load_example(), (),
        "today", words="demo sample",
    ),
    Action(
        "edit.undo", "Undo", "Edit", lambda do: do.undo(), ("Ctrl+Z",), "undo",
        enabled_when=lambda do: do.can_undo, repeats=True,
    ),
    Action(
        "edit.redo", "Redo", "Edit", lambda do: do.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo",
        enabled_when=lambda do: do.can_redo, repeats=True,
    ),
    Action(
        "app.palette", "Search or run…", "Window", lambda do: do.open_palette(), ("Ctrl+K",),
        "search", words="find command",
    ),
    Action(
        "app.theme", "Light or dark", "Window", lambda do: do.switch_theme(),
        ("Ctrl+Shift+L",), "theme", words="appearance colours night",
    ),
    Action(
        "app.help", "Keys and gestures", "Window", lambda do: do.open_help(), ("F1",), "help",
        words="shortcuts keyboard",
    ),
    Action("app.quit", "Quit", "Window", lambda do: do.quit(), ("Ctrl+Q",), words="exit close"),
)  # fmt: skip


_AXIS, _BOARD, _PROPOSAL = "On the time axis", "On the task board", "While a plan is proposed"

_ARROWS = ("Left", "Right", "Up", "Down")

GESTURES: tuple[Gesture, ...] = (
    Gesture(_AXIS, "Drag on empty time", "Create a block"),
    Gesture(_AXIS, "Drag a block or its edge", "Move it, or change its length"),
    Gesture(_AXIS, "with Alt", "by the minute instead of five"),
    Gesture(_AXIS, "with Shift", "push the blocks in the way"),
    Gesture(_AXIS, "with Ctrl", "shrink the blocks in the way"),
    Gesture(_AXIS, "Ctrl + drag on empty time", "Select all that is touched"),
    Gesture(_AXIS, "Arrow keys, Home, End", "Select another block", (*_ARROWS, "Home", "End")),
    Gesture(
        _AXIS, "Shift + arrow keys", "Select more blocks", tuple(f"Shift+{way}" for way in _ARROWS)
    ),
    Gesture(_AXIS, "Alt + Up, Alt + Down", "Move by five minutes", ("Alt+Up", "Alt+Down")),
    Gesture(_AXIS, "Alt + Left, Alt + Right", "Move to the day beside", ("Alt+Left", "Alt+Right")),
    Gesture(
        _AXIS,
        "Shift + Alt + arrow keys",
        "Make longer or shorter",
        tuple(f"Alt+Shift+{way}" for way in _ARROWS),
    ),
    Gesture(_AXIS, "Enter or F2", "Edit in place", ("Return", "Enter", "F2")),
    Gesture(_AXIS, "Space", "Look at it closely", ("Space",)),
    Gesture(_AXIS, "C", "Confirm: it happened as planned", ("C",)),
    Gesture(_AXIS, "X", "Split it in two", ("X",)),
    Gesture(_AXIS, "M", "Merge what is selected, or with the next", ("M",)),
    Gesture(_AXIS, "Delete", "Delete what is selected", ("Delete",)),
    Gesture(_AXIS, "Esc", "Give up what is under way", ("Esc",)),
    Gesture(
        _AXIS,
        "Ctrl + wheel, Ctrl + Plus or Minus",
        "Zoom; Ctrl + 0 as it was",
        ("Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"),
    ),
    Gesture(_PROPOSAL, "Enter", "Accept it"),
    Gesture(_PROPOSAL, "Esc", "Drop it; nothing changes"),
    Gesture(_PROPOSAL, "Up, Down, or a click", "Select one of its blocks"),
    Gesture(_PROPOSAL, "A", "Accept the selected block alone"),
    Gesture(_PROPOSAL, "B", "Show the better plan, once there is one"),
    Gesture(_BOARD, "Drag a card", "To another stage; over Today or Week, to a day"),
    Gesture(_BOARD, "Arrow keys", "Go from card to card"),
    Gesture(_BOARD, "Alt + Left, Alt + Right", "Move to another stage"),
    Gesture(_BOARD, "Enter", "Edit the task"),
    Gesture(_BOARD, "D", "Done", ("D",)),
    Gesture(_BOARD, "Delete", "Delete the task"),
)


def action_named(action_id: str) -> Action:
    """Return the action; an unknown id is a bug and raises ``KeyError``."""
    return _BY_ID[action_id]


_BY_ID = {action.id: action for action in ACTIONS}
