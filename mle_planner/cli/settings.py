"""Commands for settings and the typical day: settings, set, template."""

from __future__ import annotations

import argparse
import contextlib

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.declared_settings import SETTINGS, setting_named
from mle_planner.core.i18n.formats import minute_of_day_text, minutes_text
from mle_planner.core.setting_kinds import Setting, SettingError, Value

_ON_OFF = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}


def list_settings(context: Context, _options: argparse.Namespace) -> int:
    """List each setting with its value and what it means."""
    values = context.planner.settings.values
    return context.answer(
        lambda: [
            {
                "name": setting.name,
                "value": values[setting.name],
                "default": setting.default,
                "title": setting.title,
                "help": setting.help,
                "choices": list(setting.choices),
            }
            for setting in SETTINGS
        ],
        lambda: columns(
            (setting.name, value_text(setting, values[setting.name]), setting.title)
            for setting in SETTINGS
        ),
    )


@takes(
    argument("name", metavar="NAME", help="a name from mle-planner settings"),
    argument(
        "value", metavar="VALUE", nargs="?", help="such as 3:30, 3h or 210 (minutes), 4:00, dark"
    ),
    argument("--reset", action="store_true", help="back to the default"),
)
def change_setting(context: Context, options: argparse.Namespace) -> int:
    """Change a setting."""
    planner = context.planner
    setting = _setting(options.name)
    if options.reset is (options.value is not None):
        raise SettingError(
            "Name the new value or --reset, one of them. Nothing was changed; for example: "
            f"mle-planner set {setting.name} {value_text(setting, setting.default)}."
        )
    before = planner.settings.values[setting.name]
    if options.reset:
        planner.reset(setting.name)
    else:
        planner.set(setting.name, read_value(setting, options.value))
    value = planner.settings.values[setting.name]
    if setting.name == "start_at_login":
        _follow_login(context, before)
    return context.answer(
        lambda: {"name": setting.name, "value": value, "before": before},
        _changed_line(setting, before, value),
    )


def _follow_login(context: Context, before: Value) -> None:
    """Make the entry of the desktop or remove it; where that fails, the setting is as before."""
    from mle_planner.core.base.autostart import set_autostart

    planner = context.planner
    try:
        set_autostart(planner.settings.flag("start_at_login"), context.folder)
    except OSError as error:
        planner.set("start_at_login", before)
        raise SettingError(
            "The desktop's list of programs that start at login could not be changed "
            f"({error.strerror or error}). Nothing was changed."
        ) from error


def _changed_line(setting: Setting, before: Value, value: Value) -> str:
    """Return what is set now and, as undo leaves settings alone, what was set before."""
    line = f"{setting.title}: {value_text(setting, value)}"
    if before == value:
        return line
    default = "" if value == setting.default else "; --reset brings back the default"
    return f"{line} (was {value_text(setting, before) or 'empty'}{default})"


def value_text(setting: Setting, value: Value) -> str:
    """Return a setting's value as text that can be typed back."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int) and setting.unit == "duration":
        return minutes_text(value)
    if isinstance(value, int) and setting.unit == "time":
        return minute_of_day_text(value)
    return str(value)


def read_value(setting: Setting, text: str) -> Value:
    """Return the value that is typed for a setting; the setting itself says what is allowed.

    Lengths of time and times of day may be given as ``3:30``, lengths also as ``3h``, and both
    as a number of minutes.
    """
    word = text.strip()
    if isinstance(setting.default, bool):
        return _ON_OFF.get(word.lower(), word)
    if isinstance(setting.default, int):
        return _minutes(setting, word)
    return word.lower() if setting.choices else word


def _minutes(setting: Setting, word: str) -> Value:
    if word.isascii() and word.isdigit():
        return int(word)
    from mle_planner.core.typed.clock import read_clock
    from mle_planner.core.typed.duration import DurationError, read_duration

    found = None
    if setting.unit == "time":
        found = read_clock(word)
    elif setting.unit == "duration":
        with contextlib.suppress(DurationError):
            found = read_duration(word)
    return word if found is None else found  # the setting refuses a word and says what it allows


def _setting(name: str) -> Setting:
    try:
        return setting_named(name.strip().replace("-", "_"))
    except SettingError as error:
        import difflib

        near = difflib.get_close_matches(name, [setting.name for setting in SETTINGS], 1)
        if not near:
            raise
        raise SettingError(f"{error} Did you mean {near[0]}?") from None


@takes(argument("name", metavar="NAME", nargs="*", help="a typical day, or the start of its name"))
def choose_typical_day(context: Context, options: argparse.Namespace) -> int:
    """Choose a typical day; without a name, list those there are."""
    planner = context.planner
    names = planner.typical_day.ready_made_names()
    if not options.name:
        return context.answer(lambda: list(names), lambda: names)
    wanted = " ".join(options.name)
    found = [name for name in names if name.casefold().startswith(wanted.casefold())]
    if not wanted.strip() or len(found) != 1:
        raise PlannerError(
            f"There is no typical day called {wanted}. Nothing was changed; choose one of "
            f"{', '.join(names)}."
        )
    planner.typical_day.choose(found[0])
    return context.answer(lambda: {"template": found[0]}, f"The typical day is now: {found[0]}.")
