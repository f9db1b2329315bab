"""The terms a timesheet is made on, frozen when its days are locked: rounding and prices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span
from mle_planner.core.locks import images_of
from mle_planner.core.model.locks import Correction, LockedPeriod
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import Project, ProjectId, RoundingMode, RoundingUnit, Task
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.rounding import RoundingRule, general_rule

if TYPE_CHECKING:
    from mle_planner.core.session import Session

_FIELDS = (
    "billable", "rate_cents", "currency", "rounding_min", "rounding_mode", "rounding_unit",
    "least_min",
)  # fmt: skip
"""What of a project decides figures. Names are not kept: they follow the project."""


@dataclass(frozen=True, slots=True)
class CorrectedEntry:
    """An entry that was corrected after its days were locked: as it was sent, None if it was not.

    ``corrected_at`` is when it was corrected last.
    """

    sent: TrackedItem | None
    corrected_at: datetime


@dataclass(frozen=True, slots=True)
class LockedTerms:
    """Locked days with the general rule and the projects as they were then.

    ``corrected`` are the entries that were changed in them since.
    """

    first_day: date
    last_day: date
    rule: RoundingRule
    projects: Mapping[ProjectId, Mapping[str, Any]]
    corrected: Mapping[EntryId, CorrectedEntry]

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first_day <= day <= self.last_day

    def project(self, project: Project | None) -> Project | None:
        """Return a project on these terms; one that is newer than the lock as it is."""
        if project is None or project.id not in self.projects:
            return project
        return replace(project, **self.projects[project.id])


def terms_text(session: Session) -> str:
    """Return the terms in force as JSON."""
    rule = general_rule(session.settings)
    projects = {
        str(number): {name: getattr(project, name) for name in _FIELDS}
        for number, project in session.projects().items()
    }
    return json.dumps(
        {
            "rule": [rule.step_min, rule.mode, rule.unit, rule.least_min],
            "projects": projects,
            "corrections": max((found.id for found in session.store.all(Correction)), default=0),
        }
    )


def read_terms(session: Session, first: date, last: date) -> tuple[LockedTerms, ...]:
    """Return the terms of the locked periods that hold days of a range."""
    locks = [
        lock
        for lock in session.store.all(LockedPeriod)
        if lock.first_day <= last and lock.last_day >= first
    ]
    corrections = session.store.all(Correction) if locks else []
    return tuple(_terms_of(session, lock, corrections) for lock in locks)


def _terms_of(
    session: Session, lock: LockedPeriod, corrections: Iterable[Correction]
) -> LockedTerms:
    stored = json.loads(lock.terms)
    step_min, mode, unit, least_min = stored["rule"]
    projects = {
        ProjectId(int(number)): {
            **values,
            "rounding_mode": RoundingMode(values["rounding_mode"]),
            "rounding_unit": RoundingUnit(values["rounding_unit"]),
        }
        for number, values in stored["projects"].items()
    }
    corrected: dict[EntryId, CorrectedEntry] = {}
    for found in corrections:
        if found.id > stored["corrections"]:
            earlier = corrected.get(found.entry_id)
            sent = earlier.sent if earlier else _tracked(session, images_of(found)[0])
            corrected[found.entry_id] = CorrectedEntry(sent, found.corrected_at)
    rule = RoundingRule(step_min, RoundingMode(mode), RoundingUnit(unit), least_min)
    return LockedTerms(lock.first_day, lock.last_day, rule, projects, corrected)


def _tracked(session: Session, entry: TimeEntry | None) -> TrackedItem | None:
    """Return a kept entry with the records it names; None where it was not there."""
    if entry is None or entry.end is None:
        return None
    task = None if entry.task_id is None else session.store.get(Task, entry.task_id)
    person = entry.person_id or (task.person_id if task else None)
    return TrackedItem(
        entry,
        Span(entry.start, entry.end),
        session.activities()[entry.activity_id],
        None if entry.project_id is None else session.projects().get(entry.project_id),
        task,
        None if person is None else session.store.get(Person, person),
    )
