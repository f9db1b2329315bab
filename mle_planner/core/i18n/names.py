"""The names of stages, priorities and categories as a reader sees them.

Their values are what is stored and typed and stay English; see ``language``.
"""

from __future__ import annotations

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.work import Category, Priority, Stage

_STAGES = {
    Stage.IDEA: N_("Idea"),
    Stage.DATA: N_("Data"),
    Stage.RESEARCH: N_("Research"),
    Stage.ANALYSIS: N_("Analysis"),
    Stage.SHIP: N_("Ship"),
}
_PRIORITIES = {
    Priority.URGENT: N_("Urgent"),
    Priority.HIGH: N_("High"),
    Priority.NORMAL: N_("Normal"),
    Priority.LOW: N_("Low"),
}
_CATEGORIES = {
    Category.CODING: N_("coding"),
    Category.OTHER_FOCUS: N_("other focus"),
    Category.MEETING: N_("meeting"),
    Category.ADMIN: N_("admin"),
    Category.BREAK: N_("break"),
}


def stage_title(stage: Stage) -> str:
    """Return the name of a stage of the pipeline, such as "Analysis"."""
    return _(_STAGES[stage])


def priority_title(priority: Priority) -> str:
    """Return the name of a priority, such as "High"."""
    return _(_PRIORITIES[priority])


def category_name(category: Category) -> str:
    """Return the name of a category inside a sentence, such as "other focus"."""
    return _(_CATEGORIES[category])
