"""Rules of events in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mle_planner.core.i18n.formats import length_words
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.calendar import EventRule
from mle_planner.core.model.work import Activity, Project

_FLAGS = (
    ("is_movable", N_("you can move it"), N_("fixed")),
    ("is_ignored", N_("ignored"), N_("not ignored")),
    ("is_lunch", N_("lunch"), N_("no lunch")),
    ("is_tracked", N_("always tracked"), N_("never proposed")),
)


def rule_text(rule: EventRule, activities: Iterable[Activity], projects: Iterable[Project]) -> str:
    """Return what a rule says, such as "Interview, 15 min before"."""
    return ", ".join(_parts(rule, activities, projects))


def _parts(
    rule: EventRule, activities: Iterable[Activity], projects: Iterable[Project]
) -> Iterator[str]:
    yield from (each.name for each in activities if each.id == rule.activity_id)
    yield from (each.name for each in projects if each.id == rule.project_id)
    for name, yes, no in _FLAGS:
        holds = getattr(rule, name)
        if holds is not None:
            yield _(yes) if holds else _(no)
    if rule.before_min is not None:
        yield _("{length} before", length=length_words(rule.before_min))
    if rule.after_min is not None:
        yield _("{length} after", length=length_words(rule.after_min))
