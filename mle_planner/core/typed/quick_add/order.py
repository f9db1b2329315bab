"""Reads when a task can begin: after other tasks, or not before a day."""

from __future__ import annotations

from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed.quick_add.amounts import closes_title
from mle_planner.core.typed.quick_add.starts import read_predecessors, read_start
from mle_planner.core.typed.quick_add.state import LineState, unsure
from mle_planner.core.typed.quick_add.words import up_to_mark
from mle_planner.core.typed.vocabulary import in_english


def take_start(state: LineState, at: int) -> int:
    """Read ``from thu``; it stays in the title if it may be the start of something else.

    That is so in "Reply to the mail from Thursday", where it follows words of the title, or if
    words of the title follow it. "not before" is unambiguous.
    """
    today = state.context.today
    start = read_start(up_to_mark(state.plain_from(at)), today)
    if start is None:
        return 0
    last = at + start.words - 1
    is_last = closes_title(state, last + 1)
    is_parted = bool(state.title) and state.title[-1] != at - 1
    if start.words == len(state.words) and not start.is_plain:
        state.title += range(at, last + 1)
    elif (
        not start.is_possible
        or "earliest" in state.found
        or not (start.is_plain or (is_parted and is_last))
    ):
        state.leave_in_title("earliest", at, last)
    else:
        label = _("from {day}", day=day_text(start.day, today=today))
        chip = state.chip("earliest", label, at, last)
        state.fields["earliest"] = start.day
        state.found["earliest"] = chip if is_last and not start.has_others else unsure(chip)
    return start.words


def take_predecessors(state: LineState, at: int) -> int:
    """Read ``after 3``, ``after 3, 4`` or ``after: Label audit``: numbers or a title."""
    words = state.plain_from(at)
    if in_english(words[:1]) == ["after"] and state.words[at].text.endswith(":"):
        return _take_title(state, at)
    numbers, count = read_predecessors(words)
    if not numbers or not closes_title(state, at + count):
        return 0
    titles = [state.context.task_title(number) for number in numbers]
    if "after" in state.found or None in titles:
        state.leave_in_title("after", at, at + count - 1)
        return count
    state.fields["after"] = numbers
    label = _("after {title}", title=", ".join(title or "" for title in titles))
    state.found["after"] = state.chip("after", label, at, at + count - 1)
    return count


def _take_title(state: LineState, at: int) -> int:
    """Read the title of an open task after ``after:``; an unknown title stays, with a note."""
    following = state.plain_from(at + 1)
    ends = range(len(following), 0, -1)
    count = next((n for n in ends if closes_title(state, at + 1 + n)), 0)
    for length in range(len(following), 0, -1):
        number = state.context.task_named(" ".join(following[:length]))
        if number is not None and "after" not in state.found:
            state.fields["after"] = (number,)
            label = _("after {title}", title=state.context.task_title(number) or "")
            state.found["after"] = state.chip("after", label, at, at + length)
            return length + 1
    if count:
        first = next(n for n in range(1, count + 1) if closes_title(state, at + 1 + n))
        state.leave_in_title("after", at, at + first)
        return first + 1
    return 0
