"""Everything the window can do: one table.

The menu, the shortcuts, the command palette and the help sheet are made from it, so none of
them can know something the others do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mle_planner.core.base.records import dataclass
from mle_planner.core.i18n.gettext import N_

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
        is_answer: Whether it answers a plan that waits. Its keys count while it can be asked
            for, on the screen that shows the plan, and go before what they mean otherwise.
        over: The action whose key an answer may have too.
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
    is_answer: bool = False
    over: str = ""

    def can_share_keys(self, other: Action) -> bool:
        """Whether one key may ask for both, because never both are meant by it."""
        if not (self.is_answer or other.is_answer):
            return False
        is_apart = self.screens and other.screens and not self.screens & other.screens
        return bool(is_apart) or self.over == other.id or other.over == self.id

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


_ANSWERS = N_("While a plan is proposed")

GROUPS = (
    N_("Go to"), N_("Plan"), _ANSWERS, N_("Track"), N_("Tasks"), N_("Files"), N_("Edit"),
    N_("Window"),
)  # fmt: skip

_PLANNED = frozenset({"today", "week"})
_DATED = frozenset({"today", "week", "review", "timesheet"})


def _go(screen: str) -> Call:
    return lambda commands: commands.go_to(screen, None)


ACTIONS: tuple[Action, ...] = (
    Action("go.today", N_("Today"), "Go to", _go("today"), ("1",), "today", words=N_("day")),
    Action("go.week", N_("Week"), "Go to", _go("week"), ("2",), "week"),
    Action(
        "go.tasks", N_("Tasks"), "Go to", _go("tasks"), ("3",), "tasks",
        words=N_("board backlog"),
    ),
    Action("go.review", N_("Review"), "Go to", _go("review"), ("4",), "review", words=N_("charts")),
    Action("go.timesheet", N_("Timesheet"), "Go to", _go("timesheet"), ("5",), "timesheet"),
    Action(
        "go.settings", N_("Settings"), "Go to", _go("settings"), ("Ctrl+,",), "settings",
        words=N_("preferences options template projects activities calendars"),
    ),
    Action(
        "view.present", N_("The present day or week"), "Go to", lambda do: do.present(), ("T",),
        "clock", _DATED, words=N_("now"),
    ),
    Action(
        "view.next", N_("Next day or week"), "Go to", lambda do: do.step(1), ("J", "Ctrl+Right"),
        "next", _DATED, words=N_("forward"), repeats=True,
    ),
    Action(
        "view.previous", N_("Previous day or week"), "Go to", lambda do: do.step(-1),
        ("K", "Ctrl+Left"), "previous", _DATED, words=N_("back"), repeats=True,
    ),
    Action(
        "plan.propose", N_("Plan what is shown"), "Plan", lambda do: do.propose(), ("P",), "plan",
        words=N_("schedule propose day week re-plan"),
    ),
    Action(
        "plan.push", N_("Push the rest of the day"), "Plan", lambda do: do.push_rest_of_day(),
        ("Shift+P",), "next", words=N_("late re-plan flow move today"),
    ),
    Action(
        "plan.four_weeks", N_("Plan four weeks"), "Plan", lambda do: do.plan_four_weeks(), (),
        "week", words=N_("schedule month outlook horizon 28 days"),
    ),
    Action(
        "item.new", N_("New block, or new task"), "Plan", lambda do: do.begin_new(), ("N",), "add",
        _PLANNED | {"tasks"},
        words=N_("create add"),
    ),
    Action(
        "proposal.accept", N_("Accept the plan"), _ANSWERS,
        lambda do: do.answer("proposal.accept"), ("Return", "Enter"), "done", _PLANNED,
        lambda do: do.can_answer("proposal.accept"), N_("yes take"), is_answer=True,
    ),
    Action(
        "proposal.drop", N_("Drop the plan"), _ANSWERS, lambda do: do.answer("proposal.drop"),
        ("Esc",), "close", _PLANNED, lambda do: do.can_answer("proposal.drop"),
        N_("no cancel dismiss"), is_answer=True,
    ),
    Action(
        "proposal.accept_one", N_("Accept the selected block alone"), _ANSWERS,
        lambda do: do.answer("proposal.accept_one"), ("A",), "done", _PLANNED,
        lambda do: do.can_answer("proposal.accept_one"), is_answer=True, over="tasks.add",
    ),
    Action(
        "proposal.better", N_("Show the better plan"), _ANSWERS,
        lambda do: do.answer("proposal.better"), ("B",), "plan", _PLANNED,
        lambda do: do.can_answer("proposal.better"), is_answer=True,
    ),
    Action(
        "timer.toggle", N_("Start or stop the timer"), "Track", lambda do: do.toggle_timer(),
        ("S",), "start", words=N_("track clock"),
    ),
    Action(
        "timer.start", N_("Start a timer…"), "Track", lambda do: do.ask_and_start(),
        ("Ctrl+Return",), "start", words=N_("track switch new"),
    ),
    Action(
        "timer.stop", N_("Stop the timer"), "Track", lambda do: do.stop_timer(), (), "stop",
        enabled_when=lambda do: do.is_running,
    ),
    Action(
        "timer.discard", N_("Discard the running entry"), "Track", lambda do: do.discard_timer(),
        (), "delete", enabled_when=lambda do: do.is_running, words=N_("cancel throw away"),
    ),
    Action(
        "tasks.add", N_("Add a task"), "Tasks", lambda do: do.add_task(), ("A",), "add",
        words=N_("new quick"),
    ),
    Action(
        "tasks.switch_view", N_("Board or table"), "Tasks", lambda do: do.switch_view(), ("B",),
        "board", frozenset({"tasks"}), words=N_("list"),
    ),
    Action(
        "view.export", N_("Export what is shown…"), "Files", lambda do: do.export(), ("Ctrl+E",),
        "export", frozenset({"review", "timesheet"}), words=N_("save csv markdown json"),
    ),
    Action(
        "calendars.import", N_("Open a calendar file…"), "Files", lambda do: do.import_calendar(),
        ("Ctrl+I",), "import", words=N_("ics ical import meetings"),
    ),
    Action(
        "example.load", N_("Load an example week"), "Files", lambda do: do.load_example(), (),
        "today", words=N_("demo sample"),
    ),
    Action(
        "edit.undo", N_("Undo"), "Edit", lambda do: do.undo(), ("Ctrl+Z",), "undo",
        enabled_when=lambda do: do.can_undo, repeats=True,
    ),
    Action(
        "edit.redo", N_("Redo"), "Edit", lambda do: do.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo",
        enabled_when=lambda do: do.can_redo, repeats=True,
    ),
    Action(
        "app.palette", N_("Search or run…"), "Window", lambda do: do.open_palette(), ("Ctrl+K",),
        "search", words=N_("find command"),
    ),
    Action(
        "app.theme", N_("Light or dark"), "Window", lambda do: do.switch_theme(),
        ("Ctrl+Shift+L",), "theme", words=N_("appearance colours night"),
    ),
    Action(
        "app.help", N_("Keys and gestures"), "Window", lambda do: do.open_help(), ("F1",), "help",
        words=N_("shortcuts keyboard"),
    ),
    Action(
        "app.quit", N_("Quit"), "Window", lambda do: do.quit(), ("Ctrl+Q",),
        words=N_("exit close"),
    ),
)  # fmt: skip


_AXIS, _BOARD = N_("On the time axis"), N_("On the task board")

_ARROWS = ("Left", "Right", "Up", "Down")

GESTURES: tuple[Gesture, ...] = (
    Gesture(_AXIS, N_("Drag on empty time"), N_("Create a block")),
    Gesture(_AXIS, N_("Drag a block or its edge"), N_("Move it, or change its length")),
    Gesture(_AXIS, N_("with Alt"), N_("by the minute instead of five")),
    Gesture(_AXIS, N_("with Shift"), N_("push the blocks in the way")),
    Gesture(_AXIS, N_("with Ctrl + Shift"), N_("shrink the blocks in the way")),
    Gesture(_AXIS, N_("with Ctrl"), N_("copy it")),
    Gesture(_AXIS, N_("Ctrl + drag on empty time"), N_("Select all that is touched")),
    Gesture(_AXIS, N_("Click on empty time"), N_("Mark it: Enter, N and Ctrl + V begin there")),
    Gesture(
        _AXIS, N_("Arrow keys, Home, End"), N_("Select another block"), (*_ARROWS, "Home", "End")
    ),
    Gesture(
        _AXIS,
        N_("Shift + arrow keys"),
        N_("Select more blocks"),
        tuple(f"Shift+{way}" for way in _ARROWS),
    ),
    Gesture(_AXIS, N_("Alt + Up, Alt + Down"), N_("Move by five minutes"), ("Alt+Up", "Alt+Down")),
    Gesture(
        _AXIS,
        N_("Alt + Left, Alt + Right"),
        N_("Move to the day beside"),
        ("Alt+Left", "Alt+Right"),
    ),
    Gesture(
        _AXIS,
        N_("Shift + Alt + arrow keys"),
        N_("Make longer or shorter"),
        tuple(f"Alt+Shift+{way}" for way in _ARROWS),
    ),
    Gesture(_AXIS, N_("Enter or F2"), N_("Edit in place"), ("Return", "Enter", "F2")),
    Gesture(
        _AXIS,
        N_("Shift + Enter"),
        N_("Edit the times too, such as 9:30-10:45"),
        ("Shift+Return", "Shift+Enter"),
    ),
    Gesture(_AXIS, "Space", N_("Look at it closely"), ("Space",)),
    Gesture(_AXIS, "C", N_("Confirm: it happened as planned"), ("C",)),
    Gesture(_AXIS, "X", N_("Split it in two"), ("X",)),
    Gesture(_AXIS, "M", N_("Merge what is selected, or with the next"), ("M",)),
    Gesture(_AXIS, "Delete", N_("Delete what is selected"), ("Delete",)),
    Gesture(_AXIS, N_("Ctrl + C, Ctrl + X, Ctrl + V"), N_("Copy, cut, paste")),
    Gesture(_AXIS, N_("Ctrl + D"), N_("Repeat it right behind"), ("Ctrl+D",)),
    Gesture(_AXIS, N_("Ctrl + A"), N_("Select all of the day")),
    Gesture(_AXIS, "Esc", N_("Give up what is under way"), ("Esc",)),
    Gesture(
        _AXIS,
        N_("Ctrl + wheel, Ctrl + Plus or Minus"),
        N_("Zoom; Ctrl + 0 as it was"),
        ("Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"),
    ),
    Gesture(_AXIS, N_("Up, Down, or a click"), N_("Select a block of the plan that is proposed")),
    Gesture(_BOARD, N_("Drag a card"), N_("To another stage; over Today or Week, to a day")),
    Gesture(_BOARD, N_("Arrow keys"), N_("Go from card to card")),
    Gesture(_BOARD, N_("Alt + Left, Alt + Right"), N_("Move to another stage")),
    Gesture(_BOARD, "Enter", N_("Edit the task")),
    Gesture(_BOARD, "D", N_("Done"), ("D",)),
    Gesture(_BOARD, "Delete", N_("Delete the task")),
)


def action_named(action_id: str) -> Action:
    """Return the action; an unknown id is a bug and raises ``KeyError``."""
    return _BY_ID[action_id]


_BY_ID = {action.id: action for action in ACTIONS}
