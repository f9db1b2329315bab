"""What a setting is, and which values it allows."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.paths import named_path
from mle_planner.core.i18n.formats import minute_of_day_text, minutes_text
from mle_planner.core.i18n.gettext import N_, _

Value = bool | int | str


class SettingError(PlannerError):
    """A value that a setting does not allow."""


def range_refusal(title: str, unit: str, least: int, most: int) -> str:
    """Return the sentence that says what a number may be; units are those of ``Setting``."""
    if unit == "time":
        return _(
            "{title}: choose a time from {least} to {most}. Nothing was changed.",
            title=title,
            least=minute_of_day_text(least),
            most=minute_of_day_text(most),
        )
    if unit == "duration":
        return _(
            "{title}: choose a length from {least} to {most}, such as 1:30 or 90 min. Nothing was "
            "changed.",
            title=title,
            least=minutes_text(least),
            most=minutes_text(most),
        )
    return _(
        "{title}: choose a whole number from {least} to {most}. Nothing was changed.",
        title=title,
        least=least,
        most=most,
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing the user may choose.

    ``least`` and ``most`` bound whole numbers; ``choices`` lists the allowed words. ``unit`` is
    "time" for a minute of the day, "duration" for a number of minutes, "keys" for a text that
    ``key_choices`` reads, "addresses" for one that ``mail_addresses`` reads, "folder" and "file"
    for a whole path, "text" for a line of text, "port" for a port of this computer, "key" for a
    UUID, else empty. ``shapes_plans`` tells a setting that planning reads. ``hints`` are further
    words to find it by.
    """

    name: str
    group: str
    title: str
    help: str
    default: Value
    least: int = 0
    most: int = 0
    unit: str = ""
    choices: tuple[str, ...] = ()
    shapes_plans: bool = False
    hints: str = ""

    def checked(self, value: Any) -> Value:
        """Return the value if it is allowed; raise ``SettingError`` that says what is."""
        try:
            if self._allows(value):
                allowed: Value = value
                return ", ".join(mail_addresses(value)) if self.unit == "addresses" else allowed
        except (ValueError, RecursionError):
            pass
        raise SettingError(self._refusal())

    def _allows(self, value: Any) -> bool:
        if isinstance(self.default, bool):
            return isinstance(value, bool)
        if isinstance(self.default, int):
            return type(value) is int and self.least <= value <= self.most
        if not isinstance(value, str):
            return False
        if self.choices:
            return value in self.choices
        if self.unit == "keys":
            key_choices(value)
        elif self.unit in ("folder", "file"):
            return not value or named_path(value).is_absolute()
        elif self.unit == "key":
            return not value or re.fullmatch(_UUID, value) is not None
        return True

    def _refusal(self) -> str:
        title = _(self.title)
        if isinstance(self.default, bool):
            return _("{title}: choose on or off. Nothing was changed.", title=title)
        if isinstance(self.default, int):
            return range_refusal(title, self.unit, self.least, self.most)
        if self.unit in _REFUSALS:
            return _(_REFUSALS[self.unit], title=title)
        allowed = ", ".join(self.choices)
        return _(
            "{title}: choose one of {allowed}. Nothing was changed.", title=title, allowed=allowed
        )


_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_REFUSALS = {
    "file": N_("{title}: write the whole path of a file. Nothing was changed."),
    "folder": N_("{title}: write the whole path of a folder. Nothing was changed."),
    "key": N_(
        "{title}: write a random UUID (version 4) in lower case, or nothing. Nothing was changed."
    ),
    "addresses": N_(
        "{title}: enter email addresses separated by commas, such as me@example.com. Nothing was "
        "changed."
    ),
    "keys": N_(
        '{title}: choose actions and their keys, such as {{"plan.propose": ["Ctrl+P"]}}. Nothing '
        "was changed."
    ),
}
"""What a text has to be, by its unit."""


@lru_cache(maxsize=8)
def mail_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a text, in lower case; commas, semicolons or spaces part them.

    Raises ``ValueError`` for a word that is not an address.
    """
    words = re.split(r"[\s,;]+", text.strip().lower())
    found = tuple(dict.fromkeys(word.removeprefix("mailto:") for word in words if word))
    if not all(re.fullmatch(r"[^@<>\"]+@[^@<>\"]+", word) for word in found):
        raise ValueError("not an address")
    return found


def key_choices(text: str) -> dict[str, tuple[str, ...]]:
    """Return the keys chosen for each action by its id; a JSON object of lists of words.

    Empty text chooses nothing; an empty list takes an action's keys away. Raises ``ValueError``
    for text of another form. Whether an action or a key exists is the window's to know.
    """
    chosen = json.loads(text) if text.strip() else {}
    if not isinstance(chosen, dict):
        raise ValueError("not an object")
    for keys in chosen.values():
        if not isinstance(keys, list) or not all(isinstance(each, str) for each in keys):
            raise ValueError("not a list of words")
    return {name: tuple(keys) for name, keys in chosen.items()}
