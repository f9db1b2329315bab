"""Keys and movements of the mouse that one part of the window answers by itself."""

from __future__ import annotations

from mle_planner.core.base.records import dataclass
from mle_planner.core.i18n.gettext import N_


@dataclass(frozen=True)
class Gesture:
    """A key or a mouse movement of one part of the window, and what it does there.

    ``taken`` are its keys in Qt's portable form; an action cannot have one of them.
    """

    where: str
    keys: str
    meaning: str
    taken: tuple[str, ...] = ()


_AXIS, _BOARD = N_("On the time axis"), N_("On the task board")

_ARROWS = ("Left", "Right", "Up", "Down")

GESTURES: tuple[Gesture, ...] = (
    Gesture(_AXIS, N_("Drag on empty time"), N_("Create a block")),
    Gesture(_AXIS, N_("Drag a block or its edge"), N_("Move or resize")),
    Gesture(_AXIS, N_("with Alt"), N_("in 1-minute instead of 5-minute steps")),
    Gesture(_AXIS, N_("with Shift"), N_("push the blocks in the way")),
    Gesture(_AXIS, N_("with Ctrl + Shift"), N_("shrink the blocks in the way")),
    Gesture(_AXIS, N_("with Ctrl"), N_("copy it")),
    Gesture(_AXIS, N_("Ctrl + drag on empty time"), N_("Select blocks the rectangle touches")),
    Gesture(
        _AXIS, N_("Click on empty time"), N_("Set the insertion point for Enter, N and Ctrl + V")
    ),
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
        N_("Move to the previous or next day"),
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
    Gesture(_AXIS, "Space", N_("Quick look"), ("Space",)),
    Gesture(_AXIS, "C", N_("Confirm: it happened as planned"), ("C",)),
    Gesture(_AXIS, "X", N_("Split in two"), ("X",)),
    Gesture(_AXIS, "M", N_("Merge selection, or with the next block"), ("M",)),
    Gesture(_AXIS, "Delete", N_("Delete selection"), ("Delete",)),
    Gesture(_AXIS, N_("Ctrl + C, Ctrl + X, Ctrl + V"), N_("Copy, cut, paste")),
    Gesture(_AXIS, N_("Ctrl + D"), N_("Duplicate after it"), ("Ctrl+D",)),
    Gesture(_AXIS, N_("Ctrl + A"), N_("Select the whole day")),
    Gesture(_AXIS, "Esc", N_("Cancel"), ("Esc",)),
    Gesture(
        _AXIS,
        N_("Ctrl + wheel, Ctrl + Plus or Minus"),
        N_("Zoom; Ctrl + 0 resets"),
        ("Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0"),
    ),
    Gesture(_AXIS, N_("Up, Down, or a click"), N_("Select a proposed block")),
    Gesture(
        _BOARD, N_("Drag a card"), N_("Move to another stage; drop on Today or Week to schedule")
    ),
    Gesture(_BOARD, N_("Arrow keys"), N_("Move between cards")),
    Gesture(_BOARD, N_("Alt + Left, Alt + Right"), N_("Move to another stage")),
    Gesture(_BOARD, "Enter", N_("Edit the task")),
    Gesture(_BOARD, "D", N_("Done"), ("D",)),
    Gesture(_BOARD, "Delete", N_("Delete the task")),
)
