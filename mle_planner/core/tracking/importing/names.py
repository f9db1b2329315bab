"""Which project and activity imported time has here, and what its note keeps of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.edits import Change
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    Project,
    ProjectId,
    usual_activity,
)
from mle_planner.core.session import Session
from mle_planner.core.tasks.catalog import project_to_name
from mle_planner.core.tasks.lines import line_context
from mle_planner.core.tracking.importing.rows import ReadTime
from mle_planner.core.typed.quick_add.kinds import guess_activity
from mle_planner.core.typed.title import lines, one_line, title_key

_key = lru_cache(10_000)(title_key)


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project of a file: its name there and in the planner, if it is new, its number of rows.

    ``name`` is empty where its time has no project here; so is ``other`` for rows without one.
    """

    other: str
    name: str
    is_new: bool
    rows: int


class Names:
    """The projects and activities of an import; each new project is added once."""

    def __init__(
        self, session: Session, rows: Iterable[ReadTime], chosen: Mapping[str, str]
    ) -> None:
        """Read what there is; ``chosen`` are projects here by their names in the file.

        Raises ``PlannerError`` for a chosen name that the file does not have.
        """
        self._session = session
        self._context = line_context(session)
        self._known = {_key(one.name): one.name for one in self._context.projects}
        self._chosen = {_key(other): one_line(name) for other, name in chosen.items()}
        self._activities: dict[str, Activity] = {
            _key(one.name): one for one in self._context.activities if not one.archived
        }
        self._ids: dict[str, ProjectId] = {}
        self._guessed: dict[str, ActivityId] = {}
        self.changes: list[Change] = []
        self._others = self._count(tuple(rows))
        missing = [other for other in chosen if _key(other) not in self._others]
        if missing:
            there = sorted(other for other, _count in self._others.values() if other)
            raise planner_error(
                "The file has no project {name}. Nothing was imported; it has {projects}.",
                name=missing[0],
                projects=", ".join(there) or _("none"),
            )

    def lines(self) -> tuple[ProjectLine, ...]:
        """Return the projects of the file in their order."""
        found = []
        for other, rows in self._others.values():
            name = self._name_here(other)
            if not rows and _key(name) not in self._known and _key(other) not in self._chosen:
                name = ""
            is_new = bool(name) and rows > 0 and _key(name) not in self._known
            if other or rows:
                found.append(ProjectLine(other, name, is_new, rows))
        return tuple(found)

    def project_name(self, row: ReadTime) -> str:
        """Return the name here of a row's project; of one without, that of a tag that is one."""
        return self._name_here(self._other(row))

    def project(self, row: ReadTime) -> ProjectId | None:
        """Return the project of a row; a new one takes its client, and whether it is billed."""
        name = self.project_name(row)
        key = _key(name)
        if name and key not in self._ids:
            changes, self._ids[key] = project_to_name(self._session, name)
            for change in changes:
                after = change.after
                if change.before is None and isinstance(after, Project):
                    billable = row.is_billable is not False
                    after = replace(after, client=one_line(row.client), billable=billable)
                self.changes.append(Change(change.before, after))
        return self._ids.get(key)

    def activity(self, row: ReadTime, title: str) -> ActivityId:
        """Return the activity that a row names, else the one that its title suggests."""
        for name in (row.activity, *row.tags):
            if name and _key(name) in self._activities:
                return self._activities[_key(name)].id
        if row.is_break:
            breaks = (one for one in self._activities.values() if one.category is Category.BREAK)
            by_key = sorted(breaks, key=lambda one: one.key != "break")
            if by_key:
                return by_key[0].id
        if title not in self._guessed:
            activities = self._context.activities
            guess = guess_activity(title, activities, self._context.learned or {})
            self._guessed[title] = (guess.activity if guess else usual_activity(activities)).id
        return self._guessed[title]

    def note(self, row: ReadTime) -> str:
        """Return the note of a row, and the activity and tags that have no other place."""
        project = _key(self._other(row))
        tags = [
            f"#{tag}" for tag in row.tags
            if _key(tag) not in self._activities and _key(tag) != project
        ]  # fmt: skip
        activity = "" if _key(row.activity) in self._activities else row.activity
        return lines("\n".join(filter(None, (row.note, activity, one_line(" ".join(tags))))))

    def _count(self, rows: tuple[ReadTime, ...]) -> dict[str, tuple[str, int]]:
        """Return the projects of the file by key, each with its name there and its rows.

        Tags that may be chosen as projects are listed too, with no rows.
        """
        counts = Counter(_key(self._other(row)) for row in rows)
        names = {_key(name): name for row in reversed(rows) for name in row.tags}
        names |= {_key(other): other for row in reversed(rows) for other in (self._other(row),)}
        return {key: (name, counts[key]) for key, name in sorted(names.items())}

    def _other(self, row: ReadTime) -> str:
        if row.project:
            return one_line(row.project)
        known = (tag for tag in row.tags if _key(tag) in self._chosen or _key(tag) in self._known)
        return one_line(next(known, ""))

    def _name_here(self, other: str) -> str:
        name = self._chosen.get(_key(other), other)
        return self._known.get(_key(name), name)
