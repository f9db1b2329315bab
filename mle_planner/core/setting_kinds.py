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
from mle_planner.core.i18n.gettext import _

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
        if isinstance(self.default, bool):
            if isinstance(value, bool):
                return value
            raise SettingError(
                _("{title}: choose on or off. Nothing was changed.", title=_(self.title))
            )
        if isinstance(self.default, int):
            is_number = isinstance(value, int) and not isinstance(value, bool)
            if is_number and self.least <= value <= self.most:
                return int(value)
            raise SettingError(range_refusal(_(self.title), self.unit, self.least, self.most))
        if self.unit == "keys":
            return self._checked_keys(value)
        if self.unit == "addresses":
            return self._checked_addresses(value)
        if self.unit in ("folder", "file"):
            return self._checked_path(value)
        if self.unit == "key":
            return self._checked_key(value)
        if isinstance(value, str) and (not self.choices or value in self.choices):
            return value
        allowed = ", ".join(self.choices)
        raise SettingError(
            _(
                "{title}: choose one of {allowed}. Nothing was changed.",
                title=_(self.title),
                allowed=allowed,
            )
        )

    def _checked_path(self, value: Any) -> str:
        if isinstance(value, str) and (not value or named_path(value).is_absolute()):
            return value
        title = _(self.title)
        if self.unit == "file":
            raise SettingError(
                _("{title}: write the whole path of a file. Nothing was changed.", title=title)
            )
        raise SettingError(
            _("{title}: write the whole path of a folder. Nothing was changed.", title=title)
        )

    def _checked_key(self, value: Any) -> str:
        form = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
        if isinstance(value, str) and (not value or re.fullmatch(form, value)):
            return value
        raise SettingError(
            _(
                "{title}: write a random UUID (version 4) in lower case, or nothing. Nothing was "
                "changed.",
                title=_(self.title),
            )
        )

    def _checked_addresses(self, value: Any) -> str:
        try:
            if isinstance(value, str):
                return ", ".join(mail_addresses(value))
        except ValueError:
            pass
        raise SettingError(
            _(
                "{title}: enter email addresses separated by commas, such as me@example.com. "
                "Nothing was changed.",
                title=_(self.title),
            )
        )

    def _checked_keys(self, value: Any) -> str:
        try:
            if isinstance(value, str):
                key_choices(value)
                return value
        except (ValueError, RecursionError):
            pass
        raise SettingError(
            _(
                '{title}: choose actions and their keys, such as {{"plan.propose": '
                '["Ctrl+P"]}}. Nothing was changed.',
                title=_(self.title),
            )
        )


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
