"""Lines as people type them, each with what it was read as."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mle_planner.core.base.resources import read_resource
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.gettext import LocaleStyle
from mle_planner.core.model.work import Activity, ActivityId, Category, Project, ProjectId
from mle_planner.core.typed.quick_add.line import Certainty, LineContext, QuickAdd
from mle_planner.core.typed.quick_add.parsing import parse_quick_add

CONTEXT = LineContext(
    date(2026, 11, 25),
    [
        Activity(ActivityId(at), line["name"], Category(line["category"]), key=line["key"])
        for at, line in enumerate(json.loads(read_resource("activities.json")), 1)
    ],
    [
        Project(ProjectId(at), name)
        for at, name in enumerate(("Fraud Detection", "platform", "Demand Forecast"), 1)
    ],
)
MARKS = {Certainty.UNSURE: "?", Certainty.KEPT: "+"}


def table() -> Iterator[tuple[str, str, str]]:
    """The language, the line and what it is read as."""
    language = text = ""
    path = Path(__file__).with_name("phrases.txt")
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("=="):
            language = row[3:]
        elif row.startswith("    "):
            yield language, text, row.strip()
        else:
            text = row


def said(line: QuickAdd) -> str:
    project = line.project.name if line.project else line.new_project
    activity = line.activity or line.guess
    assert activity is not None
    due = ""
    if line.due is not None:
        due = f"due {line.due.day}.{line.due.month}."
        due += "" if line.due_min is None else f" {line.due_min // 60:02}:{line.due_min % 60:02}"
    parts = [
        line.title,
        f"{line.estimate_min}m" if line.estimate_min else "",
        f"from {line.earliest.day}.{line.earliest.month}." if line.earliest else "",
        due,
        line.repeats.removeprefix("FREQ="),
        line.priority.name.lower() if line.priority else "",
        f"#{project}" if project else "",
        f"@{activity.name}",
        *(f"{chip.text} {MARKS[chip.certainty]}" for chip in line.chips
          if chip.certainty in MARKS),
    ]  # fmt: skip
    return " | ".join(part for part in parts if part)


@pytest.mark.parametrize(("language", "text", "expected"), list(table()))
def test_a_line_is_read_as_a_person_would(language: str, text: str, expected: str) -> None:
    gettext.use(gettext.ENGLISH if language == "en" else LocaleStyle(language))
    line = parse_quick_add(text, CONTEXT)
    assert (said(line), line.problem) == (expected, None)
