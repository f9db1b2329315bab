"""Reads the words of a line that say how long, until when, how often and after what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mle_planner.core.i18n.formats import day_text, minute_of_day_text, minutes_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import TaskId
from mle_planner.core.typed import duration
from mle_planner.core.typed.date import DueDate, DueError, read_due
from mle_planner.core.typed.quick_add.due_meanings import days_meant, unsaid_due
from mle_planner.core.typed.quick_add.repeats import read_repeat, repeat_text
from mle_planner.core.typed.quick_add.state import LineState, RefusedError, unsure
from mle_planner.core.typed.quick_add.words import (
    bare,
    is_mark_or_effort,
    up_to_literal,
    up_to_mark,
)
from mle_planner.core.typed.vocabulary import in_english

_BEFORE_A_MEASURE = frozenset(
    "every each per within after over under than last past next first in to of least most".split()
)
_BEFORE_AN_EFFORT = frozenset("for about around roughly takes est est. effort".split())
_MACHINES = re.compile(
    r"(gpu|tpu|cpu|core|node|worker|machine|instance)s?|cluster|epochs?|[ahvtp]\d{2,3}s?", re.I
)
_MACHINE_VERBS = frozenset("train pretrain finetune fine-tune retrain run sweep".split())
_MACHINE_MIN = 12 * 60


# -- effort ----------------------------------------------------------------------------------


def take_effort(state: LineState, at: int) -> int:
    """Read ``2h``; a length that is no effort, such as the time of a machine, stays title."""
    found = duration.read_words(state.plain_from(at), state.context.day_min)
    if found is None:
        return 0
    last = at + found.words - 1
    before = state.word_before(at)
    is_last = closes_title(state, last + 1)
    follows = state.plain_from(last + 1)[:1]
    is_inside = not is_last and at > 0
    is_measure = (
        before in _BEFORE_A_MEASURE
        or follows == ["of"]
        or (is_inside and (found.days is not None or before in _BEFORE_AN_EFFORT - {"for"}))
    )
    if is_measure or _is_of_machine(state, at, last, found):
        state.leave_in_title("estimate", at, last)
        return found.words
    first = at
    if before in _BEFORE_AN_EFFORT and is_last and len(state.title) > 1:
        first = state.title.pop()
    chip = state.chip("estimate", minutes_text(found.minutes), first, last)
    if "estimate" in state.found:
        sentence = _(
            "There are two estimates, {first} and {second}. Keep one.",
            first=state.found["estimate"].text,
            second=chip.text,
        )
        raise RefusedError("estimate", sentence, found.words)
    if not 1 <= found.minutes <= duration.MOST_ESTIMATE_MIN:
        sentence = _("The estimate {text} must be from 1m to 1000h.", text=chip.text)
        raise RefusedError("estimate", sentence, found.words)
    state.fields["estimate_min"] = found.minutes
    state.found["estimate"] = unsure(chip) if found.is_rough or first < at else chip
    return found.words


def _is_of_machine(state: LineState, at: int, last: int, found: duration.Duration) -> bool:
    """Whether a length is the time a machine takes: "train for 24h on 8 GPUs"."""
    following = state.plain_from(last + 1)[:4]
    if any(_MACHINES.fullmatch(word) for word in following):
        return True
    first = state.words[state.title[0]].text.lower() if state.title else ""
    is_long = found.minutes >= _MACHINE_MIN and found.days is None
    return is_long and state.word_before(at) == "for" and first in _MACHINE_VERBS


# -- due -------------------------------------------------------------------------------------


def due_words_at(state: LineState, at: int) -> int:
    """Return how many words at a place mean "due": "due", in German "bis" before a day."""
    word = state.words[at].text
    (english,) = in_english([word])
    if english == "due":
        return 1
    if english == "until" and word.lower() != "until":
        following = up_to_literal(state.words, at + 1)
        return int(unsaid_due(following, state.context.today) > 0)
    return 0


def take_due(state: LineState, at: int) -> int:
    """Read what follows the word "due"; 0 where it is an ordinary word."""
    following = up_to_literal(state.words, at + 1)
    readable = up_to_mark(following)
    ends_title = (
        bool(readable)
        and at + len(following) + 1 == len(state.words)
        and all(is_mark_or_effort(text) for text in following[1:])
    )
    today = state.context.today
    try:
        due = read_due(readable, today, is_first=at == 0, ends_title=ends_title)
    except DueError as error:
        raise RefusedError("due", str(error), error.words + 1) from error
    if due is None:
        return 0
    chip = state.chip("due", _due_label(state, due), at, at + due.words)
    _check_due(state, due, chip.text)
    meant = days_meant(readable[: due.words], today)
    has_others = any(moment != (due.day, due.minute) for moment in meant)
    state.fields |= {"due": due.day, "due_min": due.minute}
    state.found["due"] = unsure(chip) if has_others else chip
    return due.words + 1


def _check_due(state: LineState, due: DueDate, text: str) -> None:
    if "due" in state.found:
        sentence = _(
            "There are two due dates, {first} and {second}. Keep one.",
            first=state.found["due"].text,
            second=text,
        )
    elif due.minute == 0:
        sentence = _(
            "{text} is the end of the day before. Write that day without a time.", text=text
        )
    else:
        return
    raise RefusedError("due", sentence, due.words + 1)


def _due_label(state: LineState, due: DueDate) -> str:
    today = state.context.today
    words = day_text(due.day, today=today)
    if due.minute is not None:
        words = f"{words} {minute_of_day_text(due.minute)}"
    away = (due.day - today).days
    if away < 0:
        return _("due {day} (past)", day=words)
    if away == 0:
        return _("due today, {day}", day=words)
    if away == 1:
        return _("due tomorrow, {day}", day=words)
    return _("due {day}", day=words)


def skip_unsaid_date(state: LineState, at: int) -> int:
    """Leave a date without "due" before it in the title, with a note; 0 where there is none."""
    plain = state.plain_from(at)
    count = unsaid_due(plain, state.context.today)
    if count == 0:
        return 0
    is_whole_line = at == 0 and count == len(state.words)
    if is_whole_line:
        state.title += range(at, at + count)
    else:
        state.leave_in_title("due", at, at + count - 1)
    return count


# -- how often, and after what ---------------------------------------------------------------


def take_repeat(state: LineState, at: int) -> int:
    """Read ``every monday``; inside a title it stays there."""
    found = read_repeat(_with_commas(state, at), state.context.today)
    if found is None or "repeats" in state.found:
        return 0
    last = at + found.words - 1
    if at > 0 and not closes_title(state, last + 1):
        state.leave_in_title("repeats", at, last)
        return found.words
    state.fields["repeats"] = found.rule
    state.fields["first_day"] = found.first_day
    state.found["repeats"] = state.chip("repeats", repeat_text(found.rule), at, last)
    return found.words


def _with_commas(state: LineState, at: int) -> Sequence[str]:
    count = len(state.plain_from(at))
    return [word.text for word in state.words[at : at + count]]


def take_predecessors(state: LineState, at: int) -> int:
    """Read ``after 3``, ``after 3, 4`` or ``after 3 and 4``: numbers of open tasks."""
    words = [bare(word.text).lower() for word in state.words[at : at + 8]]
    if in_english(words[:1]) != ["after"] or state.words[at].is_literal:
        return 0
    numbers: list[TaskId] = []
    count = 1
    for place, word in enumerate(words[1:], 1):
        number = word.removeprefix("#")
        if re.fullmatch(r"[0-9]{1,9}", number):
            numbers.append(TaskId(int(number)))
            count = place + 1
        elif word not in ("and", "und") or not numbers:
            break
    if not numbers or not closes_title(state, at + count):
        return 0
    titles = [state.context.task_title(number) for number in numbers]
    if "after" in state.found or None in titles:
        state.leave_in_title("after", at, at + count - 1)
        return count
    state.fields["after"] = tuple(dict.fromkeys(numbers))
    label = _("after {title}", title=", ".join(title or "" for title in titles))
    state.found["after"] = state.chip("after", label, at, at + count - 1)
    return count


def closes_title(state: LineState, at: int) -> bool:
    """Whether the title is over at a place: a mark, an effort, a date or nothing is there."""
    plain = state.plain_from(at)
    return (
        state.ends_title(at)
        or duration.read_words(plain) is not None
        or unsaid_due(plain, state.context.today) > 0
    )
