"""The shown names of stages, priorities and categories.

Their values, which are stored and typed, stay English; see ``language``.
"""

from __future__ import annotations

from collections.abc import Sequence

from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.pipeline import Audience
from mle_planner.core.model.work import Category, Priority, Stage, Task

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
GROUP_NAMES = {
    Category.CODING: N_("Coding"),
    Category.OTHER_FOCUS: N_("Other focus"),
    Category.MEETING: N_("Meetings"),
    Category.ADMIN: N_("Email and ad hoc"),
    Category.BREAK: N_("Breaks"),
}
"""The name of the group of time without a project."""

_AUDIENCES = {
    Audience.SQUAD: N_("Squad"),
    Audience.CLIENT: N_("Client"),
    Audience.USERS: N_("Users"),
}

_ANALYSTS = ", ".join((N_("data analyst"), N_("data engineer")))
USUAL_STAGES = {
    Stage.IDEA: (N_("product manager"), N_("What would prove it?")),
    Stage.DATA: (_ANALYSTS, N_("Is it available?")),
    Stage.RESEARCH: (N_("data scientist"), N_("Does it hold?")),
    Stage.ANALYSIS: (_ANALYSTS, N_("Is it better?")),
    Stage.SHIP: (N_("software engineer"), N_("Is it live?")),
}
"""The roles to talk to at each stage and the question at its end, for a project without a kind."""

_READY_MADE = (
    N_("Embedded"),
    N_("Consultancy"),
    N_("Platform"),
    *(word for roles, question in USUAL_STAGES.values() for word in (*roles.split(", "), question)),
)
"""Words of the ready-made kinds of projects; words of the user's own stay as they are."""


def capitalized(text: str) -> str:
    """Return text with a capital first letter; unlike ``str.capitalize``, the others stay."""
    return text[:1].upper() + text[1:]


def stage_title(stage: Stage) -> str:
    """Return the name of a stage of the pipeline, such as "Analysis"."""
    return _(_STAGES[stage])


def priority_title(priority: Priority) -> str:
    """Return the name of a priority, such as "High"."""
    return _(_PRIORITIES[priority])


def category_name(category: Category) -> str:
    """Return the name of a category for the middle of a sentence, such as "other focus"."""
    return _(_CATEGORIES[category])


def audience_title(audience: Audience) -> str:
    """Return the word for the audience of a project, such as "Client"."""
    return _(_AUDIENCES[audience])


def shown_word(word: str) -> str:
    """Return the shown form of a kind, role or question; the user's own words are unchanged."""
    return _(word) if word in _READY_MADE else word


def stored_word(shown: str) -> str:
    """Return the stored form of a kind, role or question that was typed in its shown form."""
    words = {_(word).casefold(): word for word in _READY_MADE}
    return words.get(shown.casefold(), shown)


def shown_words(words: str) -> str:
    """Return the shown form of comma-separated roles."""
    return ", ".join(shown_word(word) for word in words.split(", "))


def stored_words(shown: str) -> str:
    """Return the stored form of comma-separated roles."""
    return ", ".join(stored_word(" ".join(word.split())) for word in shown.split(","))


def titles_text(tasks: Sequence[Task]) -> str:
    """Return the title of the first task and how many more there are; empty for none."""
    title, others = next((task.title for task in tasks), ""), len(tasks) - 1
    if others < 1:
        return title
    return plural("{title} and {count} more", "{title} and {count} more", others, title=title)
