"""Questions about a correction: whether it is meant in locked days, and whether it always holds."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.base.frozen import replace
from mle_planner.core.calendars.rules import RuleChange
from mle_planner.core.i18n.gettext import _
from mle_planner.core.locks import LockedError
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.planner import Planner
from mle_planner.ui.widgets.dialogs import Dialogs


def do_or_correct(planner: Planner, ask: Dialogs, act: Callable[[], object]) -> bool:
    """Do something, in locked days only where a correction is confirmed; return if it was done.

    Other errors than that of locked days are raised.
    """
    try:
        act()
    except LockedError as error:
        details = _(
            "{days} is locked. A correction shows as a separate line; what was sent stays as "
            "it is.",
            days=error.days,
        )
        if not ask.confirmed(_("Correct what was sent?"), details, _("Correct")):
            return False
        with planner.locks.correcting():
            act()
    return True


def learn_meeting(planner: Planner, ask: Dialogs, entry_id: EntryId, change: RuleChange) -> None:
    """Ask whether what was corrected of a tracked meeting always holds for its series."""
    rules, entry = planner.event_rules, planner.entry(entry_id)
    meeting = None if entry is None else rules.meeting_of(entry)
    if meeting is None or replace(rules.rule(*meeting), **change) == rules.rule(*meeting):
        return
    title = entry.title if entry is not None else ""
    details = _("What is tracked and planned for it from now on follows this.")
    if ask.confirmed(_("Always for {title}?", title=title), details, _("Always")):
        rules.set(*meeting, change)


def learn_repository(planner: Planner, ask: Dialogs, entry_id: EntryId) -> None:
    """Ask whether the repository seen in a corrected entry always belongs to its project."""
    entry, projects = planner.entry(entry_id), planner.catalog.projects()
    name = "" if entry is None else planner.repositories.to_learn(entry)
    if entry is None or not name:
        return
    project = next(each.name for each in projects if each.id == entry.project_id)
    question = _("Is {repository} always {project}?", repository=name, project=project)
    details = _("Its commits and editor time count to that project, past ones too.")
    if ask.confirmed(question, details, _("Always")):
        planner.repositories.set(name, entry.project_id)
