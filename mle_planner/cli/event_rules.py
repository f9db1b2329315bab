"""The command ``calendar rules``: what calendar events mean, by calendar and series."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from mle_planner.cli.arguments import UsageError
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.rule_words import rule_text
from mle_planner.core.calendars.rules import FORGET, NamedRule, RuleChange
from mle_planner.core.calendars.suggested_rules import SuggestedRule
from mle_planner.core.model.calendar import EventRule
from mle_planner.core.planner import Planner
from mle_planner.core.typed.duration import DurationError, read_duration
from mle_planner.core.typed.title import find_named

_AUTO = "auto"
_TRACKED = {"always": True, "ask": None, "never": False}


def declare_rules(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``calendar rules``."""
    rules = parser.add_argument_group("rules of a calendar or series (auto lets the title decide)")
    rules.add_argument("--activity", metavar="NAME|auto", help="its events are this activity")
    rules.add_argument("--project", metavar="NAME|auto", help="they count for this project")
    rules.add_argument(
        "--buffer", metavar="10m/5m|auto", help="time kept free before and after them"
    )
    for name, words in (
        ("movable", "you may move them"),
        ("ignore", "they are neither shown nor planned around"),
        ("lunch", "they are the lunch of the day"),
    ):
        rules.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, help=words)
    rules.add_argument(
        "--track",
        choices=("always", "ask", "never"),
        help="track them when they end, propose them, or never do",
    )
    rules.add_argument("--forget", action="store_true", help="remove the rule")
    rules.add_argument(
        "--accept", action="store_true", help="set the suggested rules, of all or of one"
    )


def rules(context: Context, options: argparse.Namespace) -> int:
    """Set the rule that the options name, if any; then list the rules and what is suggested."""
    domain = context.planner.event_rules
    change = _change(context.planner, options)
    if change:
        if options.what is None:
            raise UsageError("Say which calendar or series. mle-planner calendar rules NAME …")
        domain.set(*domain.find(options.what), change)
    elif options.accept:
        _accept(context.planner, options.what)
    named, suggested = domain.all(), domain.suggestions()
    if options.what is not None:
        wanted = domain.find(options.what)
        named = tuple(one for one in named if _key(one.rule) == wanted)
        suggested = tuple(one for one in suggested if _key(one.rule) == wanted)
    planner = context.planner
    return context.answer(
        lambda: {
            "rules": [
                {
                    "calendar": one.calendar.name,
                    "series": one.title or None,
                    "uid": one.rule.uid or None,
                    **_fields_json(planner, one.rule),
                }
                for one in named
            ],
            "suggested": [
                {
                    "series": one.event.summary,
                    "uid": one.rule.uid,
                    **_fields_json(planner, one.rule),
                    "reasons": list(one.reasons),
                }
                for one in suggested
            ],
        },
        lambda: list(_lines(planner, named, suggested)),
    )


def _accept(planner: Planner, what: str | None) -> None:
    suggested = planner.event_rules.suggestions()
    if what is not None:
        wanted = planner.event_rules.find(what)
        suggested = tuple(one for one in suggested if _key(one.rule) == wanted)
    if suggested:
        planner.event_rules.accept(suggested)


def _key(rule: EventRule) -> tuple[int, str]:
    return rule.calendar_id, rule.uid


def _change(planner: Planner, options: argparse.Namespace) -> RuleChange:
    if options.forget:
        return FORGET
    change: RuleChange = {}
    if options.movable is not None:
        change["is_movable"] = options.movable
    if options.ignore is not None:
        change["is_ignored"] = options.ignore
    if options.lunch is not None:
        change["is_lunch"] = options.lunch
    if options.activity is not None:
        activities = planner.catalog.activities()
        change["activity_id"] = _named(options.activity, activities, "activity")
    if options.project is not None:
        change["project_id"] = _named(options.project, planner.catalog.projects(), "project")
    if options.buffer is not None:
        change["before_min"], change["after_min"] = _buffers(options.buffer)
    if options.track is not None:
        change["is_tracked"] = _TRACKED[options.track]
    return change


def _named(given: str, records: Any, kind: str) -> Any:
    if given.casefold() == _AUTO:
        return None
    found = find_named(records, given)
    if found is None:
        raise PlannerError(f"There is no {kind} called {given}. Nothing was changed.")
    return found.id


def _buffers(given: str) -> tuple[int | None, int | None]:
    if given.casefold() == _AUTO:
        return None, None
    before, slash, after = given.partition("/")
    try:
        found = read_duration(before, is_bare_minutes=True)
        last = read_duration(after, is_bare_minutes=True) if slash else found
    except DurationError:
        found = last = None
    if found is None or last is None:
        raise UsageError(f"{given} is no buffer. Write 10m/5m: 10 min before, 5 min after.")
    return found, last


def _fields_json(planner: Planner, rule: EventRule) -> dict[str, Any]:
    activities = {each.id: each.name for each in planner.catalog.activities()}
    projects = {each.id: each.name for each in planner.catalog.projects()}
    return {
        "activity": activities.get(rule.activity_id) if rule.activity_id else None,
        "project": projects.get(rule.project_id) if rule.project_id else None,
        "movable": rule.is_movable,
        "before_min": rule.before_min,
        "after_min": rule.after_min,
        "ignore": rule.is_ignored,
        "lunch": rule.is_lunch,
        "track": next(name for name, value in _TRACKED.items() if value is rule.is_tracked),
    }


def _lines(
    planner: Planner, named: tuple[NamedRule, ...], suggested: tuple[SuggestedRule, ...]
) -> Iterator[str]:
    names = planner.catalog.activities(), planner.catalog.projects()
    yield from columns(
        [
            (one.calendar.name, one.title or "all events", rule_text(one.rule, *names))
            for one in named
        ]
    ) or ["No rules: titles decide what meetings are."]
    if suggested:
        yield "Suggested; --accept sets them:"
        yield from columns(
            [
                (one.event.summary, rule_text(one.rule, *names), ", ".join(one.reasons))
                for one in suggested
            ],
            indent="  ",
        )
