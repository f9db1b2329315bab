"""Refuses changes that name a record deleted meanwhile, for example by another program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import N_, planner_error
from mle_planner.core.model.calendar import Calendar, CalendarAccount, CalendarEvent
from mle_planner.core.model.pipeline import Person, ProjectKind
from mle_planner.core.model.plan import TimeBlock
from mle_planner.core.model.tracked import EvidenceSource, TimeEntry
from mle_planner.core.model.typical_day import DayPart, RecurringEvent
from mle_planner.core.model.work import Activity, Project, Task

if TYPE_CHECKING:
    from mle_planner.core.edits import Change
    from mle_planner.core.model.records import Record

_GONE: Mapping[type, str] = {
    Activity: N_("That activity is gone. Nothing was changed."),
    Calendar: N_("That calendar is gone. Nothing was changed."),
    CalendarAccount: N_("That account is gone. Nothing was changed."),
    CalendarEvent: N_("That event is gone. Nothing was changed."),
    DayPart: N_("That part of the day is gone. Nothing was changed."),
    EvidenceSource: N_("That source is gone. Nothing was changed."),
    Person: N_("That person is gone. Nothing was changed."),
    Project: N_("That project is gone. Nothing was changed."),
    ProjectKind: N_("That kind of project is gone. Nothing was changed."),
    RecurringEvent: N_("That recurring event is gone. Nothing was changed."),
    TimeBlock: N_("That block is gone. Nothing was changed."),
    Task: N_("That task is gone. Nothing was changed."),
    TimeEntry: N_("That entry is gone. Nothing was changed."),
}
_REFERENCES: Mapping[str, type[Record]] = {
    "activity_id": Activity, "person_id": Person, "project_id": Project, "task_id": Task,
}  # fmt: skip


def gone_error(kind: type) -> PlannerError:
    """Return the refusal of a record of a kind that was deleted."""
    return planner_error(_GONE[kind])


def refuse_gone(changes: Sequence[Change], existing: Callable[[type[Record], int], object]) -> None:
    """Raise ``PlannerError`` for changes to records that refer to a missing record.

    Records added by the changes themselves count as there; ``existing`` raises for a missing one.
    """
    added = {(change.kind, getattr(change.after, "id", None)) for change in changes}
    for change in changes:
        for name, kind in _REFERENCES.items():
            number = getattr(change.after, name, None)
            if number is not None and (kind, number) not in added:
                existing(kind, number)
