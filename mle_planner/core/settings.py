"""The values of the settings, as they are stored and in force.

A stored value that is no longer allowed becomes the default, and a notice says so; it never
keeps the planner from opening.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.declared_settings import SETTINGS, setting_title
from mle_planner.core.i18n.formats import minutes_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.records import SettingValue
from mle_planner.core.setting_kinds import SettingError, Value, mail_addresses

_DAYS_BEFORE_MONDAY = {"monday": 0, "sunday": 1, "saturday": 2}

REGION = "days_before_monday"
"""Under this name the window stores where weeks begin in its region: commands ask no desktop."""

_ORDERS = (
    ("coding_least_min", "coding_aim_min", "coding_most_min"),
    ("min_chunk_min", "max_chunk_min"),
)
"""Pairs and triples of settings in ascending order: none may exceed the next."""


def check_together(name: str, values: Mapping[str, Value]) -> None:
    """Refuse the value of a setting that does not fit with those of others.

    Contradictions that were stored before do not keep anything else from being changed.

    Raises:
        SettingError: it exceeds one that it may not exceed, or falls below one it may not.
    """
    for order in _ORDERS:
        if name not in order:
            continue
        place = order.index(name)
        for number, other in enumerate(order):
            below, above = (other, name) if number < place else (name, other)
            if int(values[below]) > int(values[above]):
                raise SettingError(_misfit(name, other, values, is_too_high=name == below))


def _misfit(name: str, other: str, values: Mapping[str, Value], *, is_too_high: bool) -> str:
    words = {
        "title": setting_title(name),
        "value": minutes_text(int(values[name])),
        "other": setting_title(other),
        "limit": minutes_text(int(values[other])),
    }
    if is_too_high:
        return _(
            "{title}: {value} is more than “{other}”, which is {limit}. Nothing was changed; "
            "raise that one first.",
            **words,
        )
    return _(
        "{title}: {value} is less than “{other}”, which is {limit}. Nothing was changed; "
        "lower that one first.",
        **words,
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force, and a sentence for each stored value that could not be used.

    ``region`` is how many days of a week come before its Monday in the desktop's region.
    """

    values: Mapping[str, Value]
    notices: tuple[str, ...] = ()
    region: int = 0

    @classmethod
    def read(cls, stored: Iterable[SettingValue]) -> Settings:
        """Lay stored values over the defaults."""
        declared = {setting.name: setting for setting in SETTINGS}
        values = {name: setting.default for name, setting in declared.items()}
        notices = []
        region = 0
        for record in stored:
            if record.id == REGION and record.value in ("0", "1", "2"):
                region = int(record.value)
            setting = declared.get(record.id)
            if setting is None:
                continue  # written by a program that knew more settings; kept, not used
            try:
                values[setting.name] = setting.checked(json.loads(record.value))
            except (SettingError, ValueError, RecursionError):
                notices.append(
                    _("{title} could not be read; the default is in use.", title=_(setting.title))
                )
        return cls(values, tuple(notices), region)

    def number(self, name: str) -> int:
        """Return a whole-number setting."""
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def flag(self, name: str) -> bool:
        """Return a setting that is on or off."""
        return self.values[name] is True

    def word(self, name: str) -> str:
        """Return a setting that is one of several words."""
        value = self.values[name]
        assert isinstance(value, str)
        return value

    @property
    def days_before_monday(self) -> int:
        """How many days of a week come before its Monday: as set, otherwise as in the region."""
        return _DAYS_BEFORE_MONDAY.get(self.word("week_starts"), self.region)

    def my_addresses(self) -> tuple[str, ...]:
        """Return the user's own mail addresses, in lower case."""
        return mail_addresses(self.word("my_addresses"))
