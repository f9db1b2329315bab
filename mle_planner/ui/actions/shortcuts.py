"""The keys of the actions: those of the table, or the user's own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtGui import QKeySequence

from mle_planner.core.i18n.gettext import N_, _, is_right_to_left, planner_error
from mle_planner.core.setting_kinds import key_choices
from mle_planner.ui.actions.gestures import GESTURES
from mle_planner.ui.actions.table import ACTIONS, GROUPS, Action, action_named
from mle_planner.ui.widgets.keys import shown_keys

# Keys that every text field and form handles itself; an action must not have them.
_OF_FIELDS: Mapping[str, str] = {
    "Ctrl+C": N_("Copy"),
    "Ctrl+X": N_("Cut"),
    "Ctrl+V": N_("Paste"),
    "Ctrl+A": N_("Select all"),
    "Tab": N_("Next field"),
    "Shift+Tab": N_("Previous field"),
    "Backspace": N_("Delete a letter"),
    "Menu": N_("Open the menu of the selection"),
    "Shift+F10": N_("Open the menu of the selection"),
}
_MIRRORED = {"Ctrl+Left": "Ctrl+Right", "Ctrl+Right": "Ctrl+Left", "Alt+Right": "Alt+Left"}


class Shortcuts:
    """The keys of every action.

    A choice that cannot be used (an unreadable key, or one in use already) is ignored: the action
    keeps the keys of the table, and ``notices`` say so.
    """

    def __init__(self, stored: str = "") -> None:
        """Read the setting ``shortcuts``, whose form has been checked."""
        self.stored = stored
        self.notices: tuple[str, ...] = ()
        self._chosen = {
            action_id: tuple(map(portable, keys))
            for action_id, keys in (key_choices(stored).items() if stored else ())
        }
        if stored:
            self._drop_unusable_choices()

    def of(self, action_id: str) -> tuple[str, ...]:
        """Return the keys of an action in Qt's portable form; the first is the displayed one."""
        chosen = self._chosen.get(action_id)
        return usual_keys(action_named(action_id)) if chosen is None else chosen

    def shown(self, action_id: str) -> str:
        """Return an action's first key as displayed; empty if it has none."""
        keys = self.of(action_id)
        return shown_keys(keys[0]) if keys else ""

    def shown_all(self, action_id: str) -> str:
        """Return all keys of an action as displayed, separated by commas."""
        return ", ".join(dict.fromkeys(map(shown_keys, self.of(action_id))))

    def listed_actions(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each group with its actions and their displayed keys."""
        for group in GROUPS:
            actions = [action for action in ACTIONS if action.group == group]
            yield _(group), [(_(each.title), self.shown_all(each.id)) for each in actions]

    def is_chosen(self, action_id: str) -> bool:
        """Whether the user gave the action keys of their own."""
        return action_id in self._chosen

    def holder(self, keys: str, but: str = "") -> str:
        """Return the title of the action or gesture with these keys, ignoring ``but``; or ""."""
        wanted, asking = portable(keys), action_named(but) if but else None
        for action in ACTIONS:
            is_other = asking is None or not (action is asking or action.can_share_keys(asking))
            if is_other and wanted in map(portable, self.of(action.id)):
                return _(action.title)
        if asking is not None and asking.is_answer and wanted in map(portable, usual_keys(asking)):
            return ""  # the axis also has it while no plan waits
        return _(_fixed_keys().get(wanted, ""))

    def with_keys(self, action_id: str, keys: Iterable[str]) -> str:
        """Return what to store so that an action has these keys, or none.

        Raises:
            PlannerError: A key is in use already.
        """
        made = tuple(dict.fromkeys(map(portable, keys)))
        for each in made:
            holder = self.holder(each, but=action_id)
            if holder:
                raise planner_error(
                    "{keys} is already {holder}. Nothing was changed; choose another "
                    "key, or free that one first.",
                    keys=shown_keys(each),
                    holder=holder,
                )
        return self._text({**self._chosen, action_id: made})

    def without(self, action_id: str) -> str:
        """Return what to store so that an action has the keys of the table again.

        Raises:
            PlannerError: Another action has one of them meanwhile.
        """
        return self.with_keys(action_id, usual_keys(action_named(action_id)))

    @staticmethod
    def _text(chosen: Mapping[str, tuple[str, ...]]) -> str:
        """Return the choices in stored form, without those equal to the table."""
        known = {action.id: tuple(map(portable, usual_keys(action))) for action in ACTIONS}
        kept = {name: keys for name, keys in sorted(chosen.items()) if known.get(name) != keys}
        return json.dumps(kept) if kept else ""

    def _drop_unusable_choices(self) -> None:
        """Drop choices until none clashes.

        A dropped choice restores the keys of the table, which another choice may use: so check
        again from the beginning.
        """
        notices = []
        known = {action.id for action in ACTIONS}
        while True:
            bad = next((name for name in self._chosen if name in known and self._clashes(name)), "")
            if not bad:
                break
            del self._chosen[bad]
            notices.append(
                _(
                    "The keys chosen for “{title}” cannot be used; those it had before are in use.",
                    title=_(action_named(bad).title),
                )
            )
        self.notices = tuple(notices)

    def _clashes(self, action_id: str) -> bool:
        keys = self.of(action_id)
        return len(set(keys)) < len(keys) or any(
            not each or self.holder(each, but=action_id) for each in keys
        )


def usual_keys(action: Action) -> tuple[str, ...]:
    """Return the keys of the table, adapted to the window's direction."""
    return tuple(map(mirrored, action.shortcuts))


def mirrored(keys: str) -> str:
    """Return keys for the window's direction: from right to left the left arrow goes forward."""
    return _MIRRORED.get(keys, keys) if is_right_to_left() else keys


def portable(keys: str) -> str:
    """Return keys in Qt's portable form, such as "Ctrl+K"; empty if they cannot be read."""
    read = QKeySequence(keys)
    return read.toString() if read.count() == 1 else ""


def _fixed_keys() -> dict[str, str]:
    of_gestures = {keys: gesture.meaning for gesture in GESTURES for keys in gesture.taken}
    return {portable(keys): meaning for keys, meaning in {**_OF_FIELDS, **of_gestures}.items()}
