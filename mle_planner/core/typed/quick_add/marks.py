"""Reads the marks of a line: ``#fraud``, ``@coding``, ``!high`` or ``p2``, ``/data``."""

from __future__ import annotations

import re

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.i18n.names import priority_title, stage_title
from mle_planner.core.model.work import Priority, Stage
from mle_planner.core.typed.quick_add.amounts import closes_title
from mle_planner.core.typed.quick_add.names import (
    could_be_another,
    fold,
    is_near,
    names_meant,
    project_meant,
    several_meant,
    unknown_activity,
)
from mle_planner.core.typed.quick_add.state import LineState, RefusedError, unsure
from mle_planner.core.typed.quick_add.words import bare
from mle_planner.core.typed.title import one_line
from mle_planner.core.typed.vocabulary import in_english

_PRIORITIES = {str(priority.name).lower(): priority for priority in Priority}
_NUMBERED = re.compile(r"!p?([1-4])", re.IGNORECASE)
_TWO_PRIORITIES = N_("There are two priorities, {both}. Keep one.")
_MOST_NAME_WORDS = 6


def take_project(state: LineState, at: int) -> int:
    """Read ``#fraud``; the words after it belong to it where they make a known name."""
    wanted = bare(state.words[at].text[1:])
    if not fold(wanted):
        return 0
    names = [project.name for project in state.context.projects]
    match, count = _longest_name(state, at, wanted, names)
    if match is None and wanted.isdigit():
        return 0
    state.refuse_second("project", N_("There are two projects, {both}. Keep one."), at)
    if match is not None:
        project = state.context.projects[match]
        state.fields["project"] = project
        state.found["project"] = state.chip("project", project.name, at, at + count - 1)
        return count
    name = state.fields["new_project"] = one_line(wanted)
    chip = state.chip("project", _("new project {name}", name=name), at, at)
    state.found["project"] = unsure(chip) if is_near(wanted, names) else chip
    return 1


def _longest_name(
    state: LineState, at: int, wanted: str, names: list[str]
) -> tuple[int | None, int]:
    """Return the project that a mark and the words after it name, and how many words."""
    word = state.words[at]
    is_quoted = state.text[word.start + 1 : word.start + 2] == '"'
    following = [] if is_quoted or word.text != bare(word.text) else state.plain_from(at + 1)
    for count in range(min(len(following), _MOST_NAME_WORDS), -1, -1):
        match = project_meant(" ".join([wanted, *following[:count]]), names)
        if match is not None:
            return match, count + 1
    return None, 1


def take_activity(state: LineState, at: int) -> int:
    """Read ``@coding``; ``@anna's`` is a person and stays title."""
    wanted = bare(state.words[at].text[1:])
    if not fold(wanted) or re.search(r"['’]s?$", wanted):
        return 0
    activities = state.context.activities
    names = [activity.name for activity in activities]
    matches = names_meant(wanted, names)
    state.refuse_second("activity", N_("There are two activities, {both}. Keep one."), at)
    if not matches:
        raise RefusedError("activity", unknown_activity(wanted, names))
    if len(matches) > 1:
        raise RefusedError("activity", several_meant("@", wanted, names, matches))
    state.fields["activity"] = activities[matches[0]]
    name = names[matches[0]]
    chip = state.chip("activity", name[:1].upper() + name[1:], at, at)
    is_unsure = could_be_another(wanted, names, matches)
    state.found["activity"] = unsure(chip) if is_unsure else chip
    return 1


def take_priority_mark(state: LineState, at: int) -> int:
    """Read ``!high``, ``!h``, ``!2``, ``!!`` or ``!!!``."""
    word = bare(state.words[at].text)
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        return _take_priority(state, Priority(int(numbered[1])), at, 1)
    if word in ("!!", "!!!"):
        return _take_priority(state, Priority.HIGH if word == "!!" else Priority.URGENT, at, 1)
    wanted = word[1:].lower()
    if not wanted.isalpha():
        return 0
    fitting = [name for name in _PRIORITIES if wanted in (name, name[0])]
    if not fitting:
        sentence = _(
            "There is no priority {text}. Write !urgent, !high, !normal or !low, "
            "or put the word between quotes.",
            text=state.words[at].text,
        )
        raise RefusedError("priority", sentence)
    return _take_priority(state, _PRIORITIES[fitting[0]], at, 1)


def take_priority_words(state: LineState, at: int) -> int:
    """Read ``p2``, ``priority high`` or ``high priority``; inside a title they stay there."""
    priority, count = _priority_in_words(in_english(state.plain_from(at)[:2]))
    if priority is None:
        return 0
    is_first_word = at == 0 and count == 1
    if not is_first_word and not closes_title(state, at + count):
        state.leave_in_title("priority", at, at + count - 1)
        return count
    return _take_priority(state, priority, at, count)


def _priority_in_words(words: list[str]) -> tuple[Priority | None, int]:
    first, second = [word.rstrip(":") for word in (*words, "", "")][:2]
    if match := re.fullmatch(r"p([1-4])", first):
        return Priority(int(match[1])), 1
    for name, value in ((second, first), (first, second)):
        if name in ("priority", "prio"):
            if value in _PRIORITIES:
                return _PRIORITIES[value], 2
            if re.fullmatch(r"p?[1-4]", value) and name == first:
                return Priority(int(value[-1])), 2
    return None, 0


def _take_priority(state: LineState, priority: Priority, at: int, count: int) -> int:
    state.refuse_second("priority", _TWO_PRIORITIES, at)
    state.fields["priority"] = priority
    state.found["priority"] = state.chip("priority", priority_title(priority), at, at + count - 1)
    return count


def take_stage(state: LineState, at: int) -> int:
    """Read ``/data``; other words with a slash are paths and stay title."""
    wanted = bare(state.words[at].text[1:]).lower()
    if wanted not in {stage.value for stage in Stage}:
        return 0
    state.refuse_second("stage", N_("There are two stages, {both}. Keep one."), at)
    stage = Stage(wanted)
    state.fields["stage"] = stage
    state.found["stage"] = state.chip("stage", stage_title(stage), at, at)
    return 1
