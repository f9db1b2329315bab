"""The terms a timesheet is made on, frozen when its days are locked: rounding and prices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span, difference, union
from mle_planner.core.locks import images_of
from mle_planner.core.model.locks import Correction, LockedPeriod
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import EntryId, TimeEntry
from mle_planner.core.model.work import (
    ActivityId,
    Category,
    Project,
    ProjectId,
    RoundingMode,
    RoundingUnit,
    Task,
)
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
    """Days that were locked at once, with the general rule and the projects as they were then.

    ``days`` is how instants fell into days then: travelling, or another start of the day, moves
    nothing that was sent. ``spans`` are the locked stretches of the days from ``first_day``
    through ``last_day``, in order. ``corrected`` are the entries that were changed in them since.
    """

    first_day: date
    last_day: date
    spans: tuple[Span, ...]
    days: PlanningDays
    rule: RoundingRule
    projects: Mapping[ProjectId, Mapping[str, Any]]
    categories: Mapping[ActivityId, Category]
    corrected: Mapping[EntryId, CorrectedEntry]

    def on_terms(self, item: TrackedItem) -> TrackedItem:
        """Return an entry with its project and activity on these terms; newer ones as they are."""
        project, activity = item.project, item.activity
        if project is not None and project.id in self.projects:
            project = replace(project, **self.projects[project.id])
        category = self.categories.get(activity.id, activity.category)
        if category is not activity.category:
            activity = replace(activity, category=category)
        return replace(item, project=project, activity=activity)


def terms_text(session: Session, lock: int, rounding_min: int | None) -> str:
    """Return the terms in force as JSON; ``lock`` is the same number for what is locked at once.

    ``rounding_min`` is the step of the general rule where the sheet was sent with another one.
    """
    rule, days = general_rule(session.settings, rounding_min), session.days
    projects = {
        str(number): {name: getattr(project, name) for name in _FIELDS}
        for number, project in session.projects().items()
    }
    return json.dumps(
        {
            "lock": lock,
            "zone": days.zone.key,
            "day_start_min": days.day_start_min,
            "rule": [rule.step_min, rule.mode, rule.unit, rule.least_min],
            "projects": projects,
            "categories": {str(number): kind for number, kind in session.categories().items()},
            "corrections": max((found.id for found in session.store.all(Correction)), default=0),
        }
    )


def read_terms(session: Session, first: date, last: date) -> tuple[LockedTerms, ...]:
    """Return the terms of what is locked on the days of a range, whole.

    Where locks of different zones share time, it is on the sheet of the earlier one.
    """
    whole = session.days.range(first, last)
    acts: dict[str, list[LockedPeriod]] = {}
    for lock in sorted(session.store.all(LockedPeriod), key=lambda lock: (lock.locked_at, lock.id)):
        acts.setdefault(lock.terms, []).append(lock)
    corrections = [
        (found, *images_of(found)) for found in (session.store.all(Correction) if acts else ())
    ]
    taken, found = list[Span](), list[LockedTerms]()
    for terms, locks in acts.items():
        spans = union(left for lock in locks for left in difference(lock.span, taken))
        taken += spans
        if spans and any(lock.touches(first, last) or lock.span.overlaps(whole) for lock in locks):
            found.append(_terms_of(session, terms, locks, spans, corrections))
    return tuple(found)


def _terms_of(
    session: Session,
    terms: str,
    locks: Sequence[LockedPeriod],
    spans: Sequence[Span],
    corrections: Iterable[tuple[Correction, TimeEntry | None, TimeEntry | None]],
) -> LockedTerms:
    stored = json.loads(terms)
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
    for found, before, after in corrections:
        if found.id > stored["corrections"] and (_is_in(before, spans) or _is_in(after, spans)):
            earlier = corrected.get(found.entry_id)
            sent = earlier.sent if earlier else _tracked(session, before)
            corrected[found.entry_id] = CorrectedEntry(sent, found.corrected_at)
    # A lock of an older program kept neither: they are as they are now.
    days, categories = session.days, stored.get("categories", {})
    if "zone" in stored:
        days = PlanningDays(ZoneInfo(stored["zone"]), stored["day_start_min"])
    return LockedTerms(
        min(lock.first_day for lock in locks),
        max(lock.last_day for lock in locks),
        tuple(spans),
        days,
        RoundingRule(step_min, RoundingMode(mode), RoundingUnit(unit), least_min),
        projects,
        {ActivityId(int(key)): Category(kind) for key, kind in categories.items()},
        corrected,
    )


def _is_in(entry: TimeEntry | None, spans: Sequence[Span]) -> bool:
    return entry is not None and any(
        entry.start < span.end and (entry.end is None or entry.end > span.start) for span in spans
    )


def _tracked(session: Session, entry: TimeEntry | None) -> TrackedItem | None:
    """Return a kept entry with the records it names; None where it was not there."""
    if entry is None or entry.end is None:
        return None
    task = session.store.get(Task, entry.task_id)
    person = entry.person_id or (task.person_id if task else None)
    return TrackedItem(
        entry,
        Span(entry.start, entry.end),
        session.activities()[entry.activity_id],
        session.store.get(Project, entry.project_id),
        task,
        session.store.get(Person, person),
    )
