"""Reads the marks of a line: ``#fraud``, ``@coding``, ``!high`` or ``p2``, ``/data``."""

from __future__ import annotations

import re

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.i18n.names import capitalized, priority_title, stage_title
from mle_planner.core.model.work import Priority, Stage
from mle_planner.core.typed.quick_add.kinds import activity_of_word
from mle_planner.core.typed.quick_add.names import (
    could_be_another,
    fold,
    is_near,
    names_meant,
    project_meant,
    several_meant,
)
from mle_planner.core.typed.quick_add.state import LineState, RefusedError, closes_title, unsure
from mle_planner.core.typed.quick_add.words import without_stops
from mle_planner.core.typed.title import one_line
from mle_planner.core.typed.vocabulary import in_english

_PRIORITIES = {str(priority.name).lower(): priority for priority in Priority}
_CLEAR = {
    "urgent": Priority.URGENT, "critical": Priority.URGENT, "important": Priority.HIGH,
    "someday": Priority.LOW,
}  # fmt: skip
_LABELS = _CLEAR | {"blocker": Priority.URGENT, "high": Priority.HIGH, "low": Priority.LOW}
"""Words for a priority: they count before a colon, or are noted at the edge of a line."""
_NUMBERED = re.compile(r"!p?([1-4])", re.IGNORECASE)
_TWO_PRIORITIES = N_("There are two priorities, {both}. Keep one.")
_MOST_NAME_WORDS = 6


def take_project(state: LineState, at: int) -> int:
    """Read ``#fraud``; words after it belong to it if together they are a known name."""
    wanted = _name_after_mark(state, at)
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
    """Return the project that a mark and the words after it name, and its number of words."""
    word = state.words[at]
    is_whole = _is_quoted(state, at) or word.text != without_stops(word.text)
    following = [] if is_whole else state.plain_from(at + 1)
    for count in range(min(len(following), _MOST_NAME_WORDS), -1, -1):
        match = project_meant(" ".join([wanted, *following[:count]]), names)
        if match is not None:
            return match, count + 1
    return None, 1


def _name_after_mark(state: LineState, at: int) -> str:
    text = state.words[at].text[1:]
    if _is_quoted(state, at):
        return text
    name = without_stops(text)
    return name if set(name) & set("([") else name.rstrip(")]")


def _is_quoted(state: LineState, at: int) -> bool:
    start = state.words[at].start
    return state.text[start + 1 : start + 2] == '"'


def take_activity(state: LineState, at: int) -> int:
    """Read ``@coding``, or ``@code`` by its meaning; ``@anna`` stays in the title with a note."""
    wanted = _name_after_mark(state, at)
    if not fold(wanted) or re.search(r"['’]s?$", wanted):
        return 0
    activities = state.context.activities
    names = [activity.name for activity in activities]
    matches = names_meant(wanted, names)
    state.refuse_second("activity", N_("There are two activities, {both}. Keep one."), at)
    if not matches:
        return _take_kind_of_work(state, at, wanted)
    if len(matches) > 1:
        raise RefusedError("activity", several_meant(wanted, names, matches))
    state.fields["activity"] = activities[matches[0]]
    name = names[matches[0]]
    chip = state.chip("activity", capitalized(name), at, at)
    is_person = wanted[0].isupper() and fold(wanted) != fold(name)
    is_unsure = is_person or could_be_another(wanted, names, matches)
    state.found["activity"] = unsure(chip) if is_unsure else chip
    return 1


def _take_kind_of_work(state: LineState, at: int, wanted: str) -> int:
    """Read ``@review`` or ``@admin``, which describe the work and are no activity's name."""
    others = [word.text for word in state.words if word is not state.words[at]]
    activity = activity_of_word(wanted, others, state.context.activities)
    if activity is None:
        state.leave_in_title("activity", at, at)
        return 1
    state.fields["activity"] = activity
    name = activity.name
    state.found["activity"] = unsure(state.chip("activity", capitalized(name), at, at))
    return 1


def take_priority_mark(state: LineState, at: int) -> int:
    """Read ``!high``, ``!h``, ``!2``, ``!!`` or ``!!!``."""
    word = without_stops(state.words[at].text)
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        return _take_priority(state, Priority(int(numbered[1])), at, 1)
    if word in ("!!", "!!!"):
        return _take_priority(state, Priority.HIGH if word == "!!" else Priority.URGENT, at, 1)
    (wanted,) = in_english([word[1:]])
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
    """Read ``p2``, ``priority high`` or ``urgent:``; within a title they stay there with a note.

    "urgent" without a colon is just as often a word of the title, so it stays there too.
    """
    words = in_english(state.plain_from(at)[:2])
    priority, count = _priority_in_words(words)
    is_label = state.words[at + count - 1].text.endswith(":")
    if priority is None and words and words[0] in _LABELS:
        return _take_label(state, words[0], at)
    if priority is None:
        return 0
    is_first = at == 0 and (count == 1 or is_label)
    if not is_first and not closes_title(state, at + count):
        state.leave_in_title("priority", at, at + count - 1)
        return count
    return _take_priority(state, priority, at, count)


def _take_label(state: LineState, word: str, at: int) -> int:
    """Read "urgent:" at the beginning and "[urgent]"; note "urgent" at the edge of a line."""
    label = state.words[at]
    is_first = at == 0 and label.text.endswith(":")
    if (is_first or state.text[label.start] in "([") and len(state.words) > 1:
        count = _take_priority(state, _LABELS[word], at, 1)
        state.found["priority"] = unsure(state.found["priority"])
        return count
    is_last = closes_title(state, at + 1) and (word in _CLEAR or bool(state.found))
    if (at == 0 and word in _CLEAR and len(state.words) > 1) or (at > 0 and is_last):
        state.leave_in_title("priority", at, at)
        return 1
    return 0


def _priority_in_words(words: list[str]) -> tuple[Priority | None, int]:
    first, second = [*words, "", ""][:2]
    if match := re.fullmatch(r"p([0-4])", first):
        return Priority(max(1, int(match[1]))), 1
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
    """Read ``/data``; other words with a slash are paths and stay in the title."""
    wanted = without_stops(state.words[at].text[1:]).lower()
    if wanted not in {stage.value for stage in Stage}:
        return 0
    state.refuse_second("stage", N_("There are two stages, {both}. Keep one."), at)
    stage = Stage(wanted)
    state.fields["stage"] = stage
    state.found["stage"] = state.chip("stage", stage_title(stage), at, at)
    return 1
