"""What is chosen of a timesheet: which of its lines, how they are grouped, for what period.

A template keeps these choices by name, so that the next month is made like the last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.edits import Edit, remove_records, replace_record
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.locks import SheetTemplate
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.timesheet.groups import GroupBy
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.period import Period, PeriodKind
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.title import find_named, one_line, title_key

NO_OPTIONS: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """Which lines, in what groups, as which file; names in any case, empty for all.

    ``period`` is the last one it was made for; ``options`` are those of the format. A format
    that is empty is not chosen.
    """

    period: Period | None = None
    client: str = ""
    project: str = ""
    task: str = ""
    activity: str = ""
    is_billable: bool | None = None
    grouping: tuple[GroupBy, ...] = (GroupBy.PROJECT,)
    format: str = ""
    options: tuple[tuple[str, str], ...] = NO_OPTIONS

    def of(self, sheet: Timesheet) -> Timesheet:
        """Return the chosen lines of a sheet, with the same figures as on the whole one."""
        lines = sheet.lines
        if any((self.client, self.project, self.task, self.activity, self.is_billable is not None)):
            lines = tuple(line for line in lines if self._holds(line))
        return replace(sheet, lines=lines, grouping=self.grouping)

    def _holds(self, line: SheetLine) -> bool:
        pairs = (
            (self.client, line.client),
            (self.project, line.project.name if line.project else ""),
            (self.task, line.task_title),
            (self.activity, line.activity.name),
        )
        return self.is_billable in (None, line.is_billable) and all(
            not wanted or title_key(wanted) == title_key(name) for wanted, name in pairs
        )


class SheetTemplates(Domain):
    """The stored templates. Like a setting, storing one is no undo step."""

    def all(self) -> Mapping[str, SheetChoices]:
        """Return the templates by name, in alphabetical order."""
        stored = sorted(self._session.store.all(SheetTemplate), key=lambda one: one.name.casefold())
        return {one.name: _read(one.choices) for one in stored}

    def find(self, name: str) -> SheetChoices:
        """Return the choices of a name; raises ``PlannerError`` where there are none."""
        return _read(self._stored(name).choices)

    @carried_out
    def keep(self, name: str, choices: SheetChoices) -> Edit:
        """Keep choices under a name, in the place of earlier ones."""
        title = one_line(name)
        if not title:
            raise planner_error("A template needs a name. Nothing was changed; type a word.")
        found = find_named(self._session.store.all(SheetTemplate), title)
        known = found or SheetTemplate(self._session.store.new_id(SheetTemplate), title, "")
        changes = replace_record(found, replace(known, choices=_text(choices)))
        return Edit(Summary(Operation.OTHER, title), changes, is_undoable=False)

    @carried_out
    def forget(self, name: str) -> Edit:
        """Remove a template; raises ``PlannerError`` if none has this name."""
        removed = remove_records([self._stored(name)])
        return Edit(Summary(Operation.OTHER, name), removed, is_undoable=False)

    def _stored(self, name: str) -> SheetTemplate:
        found = find_named(self._session.store.all(SheetTemplate), name)
        if found is None:
            raise planner_error(
                "There is no template {name}. Nothing was changed.", name=one_line(name)
            )
        return found


def read_grouping(text: str) -> tuple[GroupBy, ...]:
    """Return what lines are grouped by, such as "client, task"; raises ``PlannerError``."""
    found: list[GroupBy] = []
    for word in text.casefold().replace(",", " ").split():
        try:
            found.append(GroupBy(word))
        except ValueError:
            names = ", ".join(GroupBy)
            raise planner_error(
                "Lines cannot be grouped by {word}. Nothing was exported; choose from {names}.",
                word=word,
                names=names,
            ) from None
    return tuple(dict.fromkeys(found)) or (GroupBy.PROJECT,)


def _text(choices: SheetChoices) -> str:
    period = choices.period
    return json.dumps(
        {
            "period": period and [period.kind, period.first.isoformat(), period.last.isoformat()],
            "client": choices.client,
            "project": choices.project,
            "task": choices.task,
            "activity": choices.activity,
            "billable": choices.is_billable,
            "group": list(choices.grouping),
            "format": choices.format,
            "options": dict(choices.options),
        },
        ensure_ascii=False,
    )


def _read(text: str) -> SheetChoices:
    """Return stored choices; a grouping that this program does not know is left out."""
    stored = json.loads(text)
    known = set(GroupBy)
    grouping = tuple(GroupBy(name) for name in stored["group"] if name in known)
    period = None
    if stored["period"]:
        kind, first, last = stored["period"]
        period = Period(PeriodKind(kind), date.fromisoformat(first), date.fromisoformat(last))
    return SheetChoices(
        period,
        stored["client"],
        stored["project"],
        stored["task"],
        stored["activity"],
        stored["billable"],
        grouping or (GroupBy.PROJECT,),
        stored["format"],
        tuple(stored["options"].items()),
    )
