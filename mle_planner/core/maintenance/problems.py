"""A problem found by the data check: its place, its description, and the repair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.declared_settings import setting_title
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.storage.raw_database import RawEdit, RawRow, RowChange
from mle_planner.core.storage.schema_gaps import SchemaGap

_NAMES: Mapping[str, str] = {
    "activity": N_("Activity"),
    "project": N_("Project"),
    "task": N_("Task"),
    "predecessor": N_("Task order"),
    "template_block": N_("Part of the typical day"),
    "series": N_("Recurring event"),
    "series_exception": N_("Changed occurrence"),
    "calendar": N_("Calendar"),
    "calendar_event": N_("Calendar event"),
    "calendar_sync": N_("State of a calendar"),
    "time_block": N_("Block"),
    "own_day": N_("Planned day"),
    "day_choice": N_("Day off"),
    "band_override": N_("Coding goal by day"),
    "plan_version": N_("Accepted plan"),
    "frozen_block": N_("Block of an accepted plan"),
    "frozen_unplaced": N_("Unplaced work of an accepted plan"),
    "time_entry": N_("Entry"),
    "evidence": N_("Sign of work"),
    "evidence_source": N_("Source of evidence"),
    "repository_rule": N_("Project of a repository"),
    "setting": N_("Setting"),
    "learned_word": N_("Learned word"),
    "week_note": N_("Note of a week"),
    "person": N_("Person"),
    "project_kind": N_("Kind of project"),
    "kind_stage": N_("Stage of a kind of project"),
    "project_person": N_("Role in a project"),
    "stage_answer": N_("Question of a stage"),
    "locked_period": N_("Locked period"),
    "lock_event": N_("Lock history"),
    "correction": N_("Correction"),
    "sheet_template": N_("Template of a timesheet"),
}
_TITLES = ("title", "name", "summary", "word", "question", "role")
_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class DataProblem:
    """A violation of a rule of the data.

    ``repair`` describes the repair; empty if only a backup helps. A repair writes ``changes`` and
    the content of the other fields. ``is_of_history`` says that a row differs from the history.
    """

    id: str
    where: str
    what: str
    repair: str = ""
    changes: tuple[RowChange, ...] = ()
    gap: SchemaGap | None = None
    counter: tuple[str, int] | None = None
    edit: RawEdit | None = None
    is_of_indexes: bool = False
    is_of_history: bool = False


def row_problem(
    table: str, number: int, row: RawRow, kind: str, what: str, repair: str, after: RawRow | None
) -> DataProblem:
    """Return the problem of a row that its repair changes to ``after``, or removes."""
    change = RowChange(table, number, row, after)
    return DataProblem(f"{table}:{number}:{kind}", row_name(table, row), what, repair, (change,))


def removal() -> str:
    """Return the description of a repair that removes a row."""
    return _("Removes it. The list of changes beside the backup keeps a copy.")


def removal_of_first() -> str:
    """Return the description of a repair that removes the earlier of two overlapping rows."""
    return _("Removes the first. The list of changes beside the backup keeps a copy.")


def kind_name(table: str) -> str:
    """Return the name of a table's rows, such as "Entry"."""
    return _(_NAMES.get(table, table))


def row_name(table: str, row: RawRow) -> str:
    """Return a row's name in a sentence, such as "Entry 12 “Read”, Tue 24 Nov"."""
    number = row.get("id")
    if table == "setting":
        return f"{kind_name(table)}: {setting_title(shown_value(number))}"
    title = next((shown_value(row[name]) for name in _TITLES if row.get(name)), "")
    words = f"{kind_name(table)} {shown_value(number)}"
    if title:
        words += f" “{title}”"
    day = _day(row)
    return words if day is None else f"{words}, {day}"


def shown_value(value: Any) -> str:
    """Return a stored value as one line of text, with marks for bytes that are not text."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= _MOST_CHARACTERS else line[: _MOST_CHARACTERS - 1] + "…"


def _day(row: RawRow) -> str | None:
    """Return the date of a row, with its year, if it has a readable one."""
    try:
        if isinstance(row.get("start"), int):
            day = datetime.fromtimestamp(row["start"], UTC).date()
        elif isinstance(row.get("day"), str):
            day = date.fromisoformat(row["day"])
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return day_text(day, today=date.min)
