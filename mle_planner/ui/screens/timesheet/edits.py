"""The edits of the timesheet: entries in their cells, rules and rates of projects, unlocking.

A refused edit shows why; an edit of locked days is offered as a correction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import range_text
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.work import Project, ProjectId
from mle_planner.core.planner import Planner
from mle_planner.core.timesheet.corrections import with_end, with_start
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.period import Period
from mle_planner.core.typed.rate import Rate, rate_text, read_rate
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.timesheet.entries import END, PROJECT, START, TITLE
from mle_planner.ui.services.corrections import do_or_correct, learn_meeting, learn_repository


class SheetEdits:
    """Makes the edits that the screen's parts request."""

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        """Work on an open planner; the window shows questions and errors."""
        self._planner = planner
        self._context = context

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something; return whether it succeeded."""
        try:
            return do_or_correct(self._planner, self._context.ask, act)
        except PlannerError as error:
            self._context.show_error(str(error))
            return False

    def edit_line(self, line: SheetLine, column: int, value: Any) -> None:
        """Change one value of an entry, as typed or chosen in its cell."""

        def change() -> None:
            entry, days = self._planner.entry(line.entry_id), self._planner.days
            if entry is None:
                raise planner_error("That entry is gone. Nothing was changed.")
            edit = self._planner.tracking.change
            if column == START:
                edit(entry.id, span=with_start(line, entry, value, days))
            elif column == END:
                edit(entry.id, span=with_end(line, entry, value, days))
            elif column == TITLE:
                edit(entry.id, title=value)
            else:
                edit(entry.id, project_id=value)

        if self.attempt(change) and column == PROJECT:
            ask = self._context.ask
            learn_meeting(self._planner, ask, line.entry_id, {"project_id": value})
            learn_repository(self._planner, ask, line.entry_id)

    def delete_line(self, line: SheetLine) -> None:
        if self.attempt(lambda: self._planner.tracking.delete([line.entry_id])):
            self._context.show_message(_("Deleted: {title}", title=line.title), True)

    def set_rule(self, name: str, value: object) -> None:
        """Change the general rounding, a setting."""
        self.attempt(lambda: self._planner.set(name, value))

    def change_project(self, number: ProjectId, fields: Mapping[str, Any]) -> None:
        self.attempt(lambda: self._planner.catalog.change_project(number, **fields))

    def ask_for_rate(self, project: Project) -> None:
        def set_rate(text: str) -> None:
            cents, currency = read_rate(text)
            self._planner.catalog.change_project(project.id, rate_cents=cents, currency=currency)

        self._context.ask.text(
            _("Hourly rate of {project}", project=project.name),
            _("Such as 120 EUR; empty for none"),
            rate_text(Rate(project.rate_cents, project.currency)),
            may_be_empty=True,
            take=set_rate,
        )

    def lock(self, period: Period) -> None:
        if self.attempt(lambda: self._planner.locks.lock(period.first, period.last)):
            self._context.show_message(_("{period} is locked", period=period.title), False)

    def ask_to_unlock(self, period: Period) -> None:
        """Unlock the days of a period if confirmed."""
        days = range_text(period.first, period.last)
        details = _(
            "What was sent can then be changed. The lock history keeps that it was unlocked."
        )
        if self._context.ask.confirmed(_("Unlock {days}?", days=days), details, _("Unlock")):
            self.attempt(lambda: self._planner.locks.unlock(period.first, period.last))
