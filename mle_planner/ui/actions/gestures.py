"""Keys and mouse gestures that one part of the window handles itself."""

from __future__ import annotations

from collections.abc import Iterator

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import N_, _, in_context


@dataclass(frozen=True)
class GestureHelp:
    """A key or a mouse gesture of one part of the window, and its effect.

    ``taken`` are its keys in Qt's portable form; no action can have these. ``words`` are further
    words to search for, shown nowhere. With ``is_of_selection`` its first key does it to what is
    selected on the time axis, so that the palette can do it too.
    """

    where: str
    keys: str
    meaning: str
    taken: tuple[str, ...] = ()
    words: str = ""
    is_of_selection: bool = False


_AXIS, _BOARD = N_("On the time axis"), N_("On the task board")
_BACKLOG = N_("In the backlog")
_WRAP_UP = N_("In the wrap-up")

_ARROWS = ("Left", "Right", "Up", "Down")

GESTURES: tuple[GestureHelp, ...] = (
    GestureHelp(_AXIS, N_("Drag on empty time"), N_("Create a block"), words=N_("add new")),
    GestureHelp(
        _AXIS, N_("Drag a block or its edge"), N_("Move or resize"),
        words=N_("reschedule extend shorten longer shorter later earlier"),
    ),
    GestureHelp(_AXIS, N_("with Alt"), N_("in 1-minute instead of 5-minute steps")),
    GestureHelp(_AXIS, N_("with Shift"), N_("push the blocks in the way")),
    GestureHelp(_AXIS, N_("with Ctrl + Shift"), N_("shrink the blocks in the way")),
    GestureHelp(_AXIS, N_("with Ctrl"), N_("copy it")),
    GestureHelp(
        _AXIS, N_("Click on empty time"), N_("Set the insertion point for Enter, N and Ctrl + V")
    ),
    GestureHelp(
        _AXIS, N_("Arrow keys, Home, End"), N_("Select another block"), (*_ARROWS, "Home", "End")
    ),
    GestureHelp(
        _AXIS,
        N_("Shift + arrow keys"),
        N_("Select more blocks"),
        tuple(f"Shift+{way}" for way in _ARROWS),
    ),
    GestureHelp(
        _AXIS, N_("Alt + Up, Alt + Down"), N_("Move by five minutes"), ("Alt+Up", "Alt+Down")
    ),
    GestureHelp(
        _AXIS,
        N_("Alt + Left, Alt + Right"),
        N_("Move to the previous or next day"),
        ("Alt+Left", "Alt+Right"),
        N_("tomorrow postpone reschedule later"),
    ),
    GestureHelp(
        _AXIS,
        N_("Shift + Alt + arrow keys"),
        N_("Make longer or shorter"),
        tuple(f"Alt+Shift+{way}" for way in _ARROWS),
    ),
    GestureHelp(
        _AXIS, N_("Enter or F2"), N_("Edit in place"), ("Return", "Enter", "F2"),
        N_("rename title change"), is_of_selection=True,
    ),
    GestureHelp(
        _AXIS,
        N_("Shift + Enter"),
        N_("Edit the times too, such as 9:30-10:45"),
        ("Shift+Return", "Shift+Enter"),
        N_("change start end duration"),
        is_of_selection=True,
    ),
    GestureHelp(
        _AXIS, "Space", N_("Quick look"), ("Space",), N_("details preview info"),
        is_of_selection=True,
    ),
    GestureHelp(
        _AXIS, N_("Click on the round button of a block"), N_("Start the timer on it, or stop it")
    ),
    GestureHelp(
        _AXIS, "C", N_("Done as planned; the present block until now"), ("C",),
        N_("confirm track log"), is_of_selection=True,
    ),
    GestureHelp(
        _AXIS, "L", N_("Assign to a task"), ("L",), N_("link belongs"), is_of_selection=True
    ),
    GestureHelp(
        _AXIS, "D", N_("Finish the task, or open it again"), ("D",),
        N_("complete mark done tick reopen"), is_of_selection=True,
    ),
    GestureHelp(
        _AXIS, "X", N_("Split in two"), ("X",), N_("cut divide halve"), is_of_selection=True
    ),
    GestureHelp(
        _AXIS, "M", N_("Merge selection, or with the next block"), ("M",),
        N_("join combine unite"), is_of_selection=True,
    ),
    GestureHelp(
        _AXIS, "Delete", N_("Delete selection"), ("Delete",), N_("remove erase clear block entry"),
        is_of_selection=True,
    ),
    GestureHelp(_AXIS, N_("Ctrl + C, Ctrl + X, Ctrl + V"), N_("Copy, cut, paste")),
    GestureHelp(
        _AXIS, N_("Ctrl + D"), N_("Duplicate after it"), ("Ctrl+D",), N_("copy repeat"),
        is_of_selection=True,
    ),
    GestureHelp(_AXIS, N_("Ctrl + A"), N_("Select the whole day"), words=N_("all")),
    GestureHelp(_AXIS, "Esc", N_("Cancel"), ("Esc",)),
    GestureHelp(
        _AXIS,
        N_("Ctrl + wheel, Ctrl + Plus or Minus"),
        N_("Zoom; Ctrl + 0 resets"),
        ("Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"),
        N_("bigger smaller larger taller font text size"),
    ),
    GestureHelp(_AXIS, N_("Up, Down, or a click"), N_("Select a proposed block")),
    GestureHelp(_BACKLOG, N_("Drag a card"), N_("Drop on a day to schedule")),
    GestureHelp(_BACKLOG, "Enter", N_("Place on the axis: arrow keys move it, Enter drops it")),
    GestureHelp(_BACKLOG, N_("Page Up, Page Down"), N_("Move it by an hour")),
    GestureHelp(_BACKLOG, "Esc", N_("Back to the axis")),
    GestureHelp(_BACKLOG, N_("Ctrl or Shift + click, Ctrl + Space"), N_("Select several tasks")),
    GestureHelp(_WRAP_UP, "Enter", N_("Accept the proposal, or plan the task for tomorrow")),
    GestureHelp(_WRAP_UP, "Tab", N_("Next gap or task")),
    GestureHelp(_WRAP_UP, N_("1 to 9"), N_("Choose another proposal")),
    GestureHelp(_WRAP_UP, "S", N_("Split the gap")),
    GestureHelp(_WRAP_UP, "X", N_("Drop the gap")),
    GestureHelp(_WRAP_UP, "D", N_("Finish the task")),
    GestureHelp(_WRAP_UP, "L", N_("Leave the task to planning")),
    GestureHelp(_WRAP_UP, "O", N_("Say what else it was")),
    GestureHelp(_WRAP_UP, "Esc", N_("Back to Today")),
    GestureHelp(
        _BOARD, N_("Drag a card"), N_("Move to another stage; drop on Today or Week to schedule")
    ),
    GestureHelp(_BOARD, N_("Arrow keys"), N_("Move between cards")),
    GestureHelp(_BOARD, N_("Ctrl or Shift + click, Ctrl + Space"), N_("Select several tasks")),
    GestureHelp(_BOARD, N_("Ctrl + A"), N_("Select all tasks")),
    GestureHelp(_BOARD, N_("Alt + Left, Alt + Right"), N_("Move to another stage")),
    GestureHelp(_BOARD, "Enter", N_("Edit the task")),
    GestureHelp(_BOARD, "D", N_("Done"), ("D",)),
    GestureHelp(_BOARD, "Delete", N_("Delete the task"), words=N_("remove")),
)  # fmt: skip


def listed_gestures() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each place with its gestures and their displayed keys."""
    for where in dict.fromkeys(gesture.where for gesture in GESTURES):
        yield _(where), [(_(g.meaning), gesture_keys(g)) for g in GESTURES if g.where == where]


def gesture_keys(gesture: GestureHelp) -> str:
    """Return the keys by their names on the keyboard; "Delete" is a key here, not an action."""
    names = {
        "Delete": in_context("key", "Delete"),
        "Space": in_context("key", "Space"),
        "Enter": in_context("key", "Enter"),
        "Esc": in_context("key", "Esc"),
    }
    return names.get(gesture.keys) or _(gesture.keys)
