"""Reads todo.txt: ``(A) 2026-11-02 Call the lab +fraud @coding due:2026-12-01 rec:1w``."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from mle_planner.core.base.errors import PlannerError, first_sentence
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import YEARS
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.work import Priority
from mle_planner.core.tasks.importing.rows import ReadTask, Rejected
from mle_planner.core.typed.duration import read_estimate

_HEAD = re.compile(r"(?P<done>x )?\s*(?:\((?P<priority>[A-Z])\) )?(?:\d{4}-\d\d-\d\d ){0,2}")
_RECURRENCE = re.compile(r"\+?(\d{1,2})([dbwmy])")
_UNITS = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}
_PRIORITIES = {"A": Priority.URGENT, "B": Priority.HIGH, "C": Priority.NORMAL}


def read_todo_txt(text: str) -> Iterator[ReadTask | Rejected]:
    """Yield a task, or the reason why there is none, for each line that is not empty."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield _task(number, line.strip())
            except PlannerError as error:
                yield Rejected(number, first_sentence(error))


def _task(number: int, line: str) -> ReadTask:
    head = _HEAD.match(line)
    assert head is not None  # every part of the line may be missing
    priority = head["priority"]
    task = ReadTask(number, "", is_done=bool(head["done"]))
    words = []
    for word in line[head.end() :].split():
        name, colon, value = word.partition(":")
        if word.startswith("+") and len(word) > 1 and not task.project:
            task = replace(task, project=word[1:])
        elif word.startswith("@") and len(word) > 1 and not task.activity:
            task = replace(task, activity=word[1:])
        elif colon and name == "pri" and re.fullmatch("[A-Z]", value):
            priority = priority or value
        elif colon and name in _READERS and value:
            read: dict[str, Any] = {_FIELDS[name]: _READERS[name](value)}
            task = replace(task, **read)
        else:
            words.append(word)
    if not words:
        raise planner_error("The line has no title.")
    if priority:
        task = replace(task, priority=_PRIORITIES.get(priority, Priority.LOW))
    return replace(task, title=" ".join(words))


def _date(value: str) -> date:
    with contextlib.suppress(ValueError):
        if (day := date.fromisoformat(value)).year in YEARS:
            return day
    raise planner_error("{text} is not a date such as 2026-12-01.", text=value)


def _rule(value: str) -> str:
    match = _RECURRENCE.fullmatch(value)
    if match is None or match[1] in ("0", "00"):
        raise planner_error("{text} is not a recurrence such as 1w or 2m.", text=value)
    if match[2] == "b":  # business days
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    count = int(match[1])
    return f"FREQ={_UNITS[match[2]]}" + (f";INTERVAL={count}" if count > 1 else "")


_FIELDS = {"due": "due", "t": "earliest", "rec": "repeats", "est": "estimate_min"}
_READERS: Mapping[str, Callable[[str], object]] = {
    "due": _date,
    "t": _date,
    "rec": _rule,
    "est": read_estimate,
}
