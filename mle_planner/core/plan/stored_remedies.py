"""The remedies of late and unplaced work as they are stored with an accepted plan, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mle_planner.core.i18n.phrases import read_phrase, stored_phrase
from mle_planner.core.plan.proposal import (
    LeaveOut,
    LowestPriority,
    MoveItem,
    OwnHours,
    Remedy,
    RemedyAction,
    ShorterBlocks,
)
from mle_planner.core.refs import parse_planned_ref


def stored_remedies(remedies: Iterable[Remedy]) -> str:
    """Return remedies as JSON."""
    return json.dumps([_stored(each) for each in remedies])


def read_remedies(stored: str) -> list[Remedy]:
    """Return stored remedies; those that older versions stored as lists are left out."""
    return [_remedy(values) for values in json.loads(stored) if isinstance(values, dict)]


def _stored(remedy: Remedy) -> dict[str, Any]:
    return {
        "change": stored_phrase(remedy.change),
        "result": stored_phrase(remedy.result),
        "action": _stored_action(remedy.action),
        "in_time": remedy.is_in_time,
        "price": None if remedy.price is None else stored_phrase(remedy.price),
        "until": None if remedy.until is None else remedy.until.isoformat(),
    }


def _remedy(values: Mapping[str, Any]) -> Remedy:
    price, until = values["price"], values.get("until")
    return Remedy(
        read_phrase(values["change"]),
        read_phrase(values["result"]),
        _action(values["action"]),
        values["in_time"],
        None if price is None else read_phrase(price),
        None if until is None else datetime.fromisoformat(until),
    )


def _stored_action(action: RemedyAction | None) -> list[Any]:
    match action:
        case ShorterBlocks(least_min):
            return ["shorter", least_min]
        case LowestPriority(task_id):
            return ["lowest", task_id]
        case OwnHours(day, start_min, end_min):
            return ["hours", day.isoformat(), start_min, end_min]
        case MoveItem(key, start):
            return ["move", str(key), start.isoformat()]
        case LeaveOut(key):
            return ["without", str(key)]
    return []  # advice; other actions are for used-up estimates, which no line is about


def _action(values: Sequence[Any]) -> RemedyAction | None:
    match values:
        case ["shorter", least_min]:
            return ShorterBlocks(least_min)
        case ["lowest", task_id]:
            return LowestPriority(task_id)
        case ["hours", day, start_min, end_min]:
            return OwnHours(date.fromisoformat(day), start_min, end_min)
        case ["move", key, start]:
            return MoveItem(parse_planned_ref(key), datetime.fromisoformat(start))
        case ["without", key]:
            return LeaveOut(parse_planned_ref(key))
    return None
