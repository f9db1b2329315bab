"""Reads links to the planner: ``mle-planner://day/2026-11-23``, ``mle-planner://task/12``.

A link only shows something. It never changes what is stored, so a web page or a mail may hold one.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date

from mle_planner.core.base.spans import YEARS
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.work import TaskId

SCHEME = "mle-planner"
_LINK = re.compile(r"mle-planner://(?:day/([0-9]{4}-[0-9]{2}-[0-9]{2})|task/([0-9]{1,15}))/?")


def is_link(text: str) -> bool:
    """Whether a text is meant as a link to the planner."""
    return text[: len(SCHEME) + 1].lower() == f"{SCHEME}:"


def read_link(text: str) -> date | TaskId:
    """Return the day or the task of a link; raise ``PlannerError`` if it cannot be read."""
    match = _LINK.fullmatch(text.lower())
    if match is not None and match[2]:
        return TaskId(int(match[2]))
    with contextlib.suppress(ValueError):  # no such date
        if match is not None and (day := date.fromisoformat(match[1])).year in YEARS:
            return day
    raise planner_error(
        "That link shows nothing here. Nothing was changed; links are "
        "mle-planner://day/2026-11-23 or mle-planner://task/12."
    )
