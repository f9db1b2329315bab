"""Refuses what names a record that was deleted while it was on screen, as by another program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.edits import Change
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.calendar import Calendar, CalendarAccount, CalendarEvent
from mle_planner.core.model.pipeline import Person, ProjectKind
from mle_planner.core.model.sources import EvidenceSource
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.typical_day import DayPart, RecurringEvent
from mle_planner.core.model.work import Activity, Project, Task
from mle_planner.core.storage.rows import R
from mle_planner.core.storage.store import Store

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
    Task: N_("That task is gone. Nothing was changed."),
    TimeEntry: N_("That entry is gone. Nothing was changed."),
}
_REFERENCES: Mapping[str, type] = {
    "activity_id": Activity, "person_id": Person, "project_id": Project, "task_id": Task,
}  # fmt: skip


def existing(store: Store, kind: type[R], record_id: int) -> R:
    """Return a record; raise ``PlannerError`` where there is none."""
    record = store.get(kind, record_id)
    if record is None:
        raise PlannerError(_(_GONE[kind]))
    return record


def refuse_gone(store: Store, changes: Sequence[Change]) -> None:
    """Raise ``PlannerError`` for changes to records that refer to one that is not there.

    What they add themselves counts as there.
    """
    added = {(change.kind, getattr(change.after, "id", None)) for change in changes}
    for change in changes:
        for name, kind in _REFERENCES.items():
            number = getattr(change.after, name, None)
            if number is not None and (kind, number) not in added:
                existing(store, kind, number)
