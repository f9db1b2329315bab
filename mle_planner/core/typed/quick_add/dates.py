"""Reads when a task is due, how often it comes again and when it can begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.formats import day_text, minute_of_day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed import clock
from mle_planner.core.typed.calendar_date import MONTHS_NAMED, DueError, NotADayError
from mle_planner.core.typed.date import DueDate, read_due, whole_date
from mle_planner.core.typed.quick_add.due_meanings import (
    is_ambiguous,
    is_due_date,
    states_limit,
    unsaid_due,
)
from mle_planner.core.typed.quick_add.repeats import read_repeat, repeat_text
from mle_planner.core.typed.quick_add.starts import read_predecessors, read_start
from mle_planner.core.typed.quick_add.state import LineState, RefusedError, closes_title, unsure
from mle_planner.core.typed.quick_add.words import (
    due_words,
    is_mark,
    is_mark_or_effort,
    up_to_literal,
    up_to_mark,
    without_stops,
)
from mle_planner.core.typed.vocabulary import in_english

_BEFORE_A_START = frozenset(("after", "since"))
"""A date after these words is no due date."""

_OTHER_WORDS = ("sun", "sat", "mon")
"""After "by" these may be something else, as in "paper by Sun" and "sorted by mon"."""

_DAY_OF_MONTH = re.compile(r"of|\d{1,2}\.")
"""The word before the repetition in "on the 1st of every month" and "am 1. jeden Monats"."""

_AFTER_A_VERB = frozenset("on to through toward towards with by into be have i we".split())


# -- due -------------------------------------------------------------------------------------


def take_due(state: LineState, at: int) -> int:
    """Read the date after "due" or the like; return 0 if these are ordinary words."""
    count = _due_words_at(state, at)
    if count == 0:
        return 0
    following = up_to_literal(state.words, at + count)
    readable = up_to_mark(following)
    reaches_end = at + count + len(following) == len(state.words)
    ends_title = (
        bool(readable) and reaches_end and all(is_mark_or_effort(text) for text in following[1:])
    )
    today = state.context.today
    try:
        is_last = len(following) > len(readable) or reaches_end
        due = read_due(readable, today, is_first=at == 0, ends_title=ends_title, is_last=is_last)
    except DueError as error:
        if isinstance(error, NotADayError) and not is_mark(state.words[at].text):
            return 0  # "bis Mo-Mi"
        raise RefusedError("due", str(error), error.words + count) from error
    if due is None:
        return 0
    _keep_due(state, due, at, at + count)
    return due.words + count


def _due_words_at(state: LineState, at: int) -> int:
    """Return the number of words that mean "due" at a place.

    "deadline" and the like do so only before a day at the end of the title, and "bis" before a day
    that does not end a range.
    """
    word = without_stops(state.words[at].text)
    (english,) = in_english([word])
    if english == "due":
        return 1
    count = due_words(state.plain_from(at))
    is_until = english == "until" and word.lower() != "until"
    if not count and not is_until:
        return 0
    following = up_to_mark(up_to_literal(state.words, at + (count or 1)))
    day = unsaid_due(following, state.context.today)
    if is_until:
        is_hour = following[:1] and clock.is_hour_of_day(following[0])
        return int(bool(day or is_hour) and not _ends_range(state, at, following))
    return count if day and state.title and closes_title(state, at + count + day) else 0


def _ends_range(state: LineState, at: int, following: Sequence[str]) -> bool:
    """Whether the words before "bis" begin a range, as in "Mo bis Mi" and "9 bis 11 Uhr"."""
    is_number = re.fullmatch(r"\d{1,2}(:\d\d)?", state.word_before(at)) is not None
    return (is_number and clock.read_words(following) is not None) or any(
        chip.kind in ("due", "earliest") and chip.end == state.words[at - 1].end
        for chip in state.others
    )


def _keep_due(state: LineState, due: DueDate, first: int, at: int) -> None:
    """Store a date that is written from a place on; its chip begins at ``first``.

    Raises ``RefusedError`` if the line has another date.
    """
    today = state.context.today
    words = [without_stops(word.text) for word in state.words[at : at + due.words]]
    chip = state.chip("due", _due_label(state, due), first, at + due.words - 1)
    _check_due(state, due, chip.text, due.words + at - first)
    state.fields |= {"due": due.day, "due_min": due.minute}
    state.due = due
    state.found["due"] = unsure(chip) if is_ambiguous(words, due, today) else chip


def _check_due(state: LineState, due: DueDate, text: str, words: int) -> None:
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
    raise RefusedError("due", sentence, words)


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


def put_on_first_day(state: LineState) -> None:
    """Make a repeating task begin at its earliest start, with its due time on that day."""
    due, day, earliest = state.due, state.fields.get("first_day"), state.fields.get("earliest")
    if day is not None and earliest is not None:
        found = read_repeat(state.found["repeats"].text.split(), earliest, state.context.workdays)
        day = state.fields["first_day"] = found.first_day if found is not None else day
    if due is not None and due.is_time_only and day is not None:
        state.fields["due"] = day
        label = _due_label(state, replace(due, day=day))
        state.found["due"] = replace(state.found["due"], label=label)


def take_unsaid_date(state: LineState, at: int) -> int:
    """Read "by friday" at the end of the title, and a date that ends the line after an effort.

    Elsewhere a date stays in the title with a note. Return 0 if there is none.
    """
    readable = up_to_mark(state.plain_from(at))
    count = unsaid_due(readable, state.context.today)
    due = _date_without_due(state, at, readable[:count])
    if due is None and _is_behind_repeat(state, at):
        due = _time_behind_repeat(state, at, readable, count)
    if due is not None and due.minute != 0:  # 0:00 is the end of the day before
        first = state.title.pop() if state.word_before(at) == "for" else at
        _keep_due(state, due, first, at)
        if "estimate" not in state.found and " ".join(readable[1:count]).lower() in _OTHER_WORDS:
            state.found["due"] = unsure(state.found["due"])
        return due.words
    count = count or int(_is_lone_month(state, at))
    if count == 0:
        return 0
    is_whole_line = at == 0 and count == len(state.words)
    if is_whole_line or state.word_before(at) in _BEFORE_A_START:
        state.title += range(at, at + count)
    else:
        state.leave_in_title("due", at, at + count - 1)
    return count


def _date_without_due(state: LineState, at: int, words: Sequence[str]) -> DueDate | None:
    """Return the date of "by friday", or one that ends a line after its effort: "2h tomorrow".

    None for a past day, and for a time, a month or "asap" alone: they may be no due date.
    """
    effort, today = state.found.get("estimate"), state.context.today
    title = state.title[: -1 if state.word_before(at) == "for" else None]
    if not words or not title or "due" in state.found:
        return None
    end = at + len(words)
    is_limit = states_limit(words) and state.word_before(at) != "start"
    is_limit = is_limit and closes_title(state, end)
    if not is_limit and (
        effort is None
        or state.words[title[-1]].start > effort.start
        or not all(state.ends_title(place) for place in range(end, len(state.words)))
    ):
        return None
    due = whole_date(words, today)
    if due is None or due.day < today:
        return None
    return due if is_due_date(words, due) else None


def _is_behind_repeat(state: LineState, at: int) -> bool:
    repeat = state.found.get("repeats")
    return repeat is not None and repeat.end == state.words[at - 1].end and "due" not in state.found


def _time_behind_repeat(
    state: LineState, at: int, words: Sequence[str], count: int
) -> DueDate | None:
    """Return the due time right behind a repetition, as in "every friday at 15:00".

    ``count`` is the number of words that are a date anywhere. At the start of the line "at 9" is a
    time too: "every day at 9 check alerts".
    """
    if not state.title and in_english(words[:1]) == ["at"]:
        count = 2
    if count == 0 or (state.title and not closes_title(state, at + count)):
        return None
    due = whole_date(words[:count], state.context.today)
    return due if due is not None and due.is_time_only else None


def _is_lone_month(state: LineState, at: int) -> bool:
    """Whether a month alone begins the line or ends the title: "may report", "numbers of May"."""
    plain = in_english(state.plain_from(at)[:2])
    if plain[:1] and plain[0] in MONTHS_NAMED and len(state.words) > 1:
        is_verb = plain[1:] and plain[1] in _AFTER_A_VERB
        return not is_verb if at == 0 else closes_title(state, at + 1)
    return False


# -- how often -------------------------------------------------------------------------------


def take_repeat(state: LineState, at: int) -> int:
    """Read ``every monday``; within a title it stays there."""
    found = read_repeat(state.words_from(at), state.context.today, state.context.workdays)
    if found is None or "repeats" in state.found:
        return 0
    last = at + found.words - 1
    is_day_of_month = _DAY_OF_MONTH.fullmatch(state.word_before(at)) is not None
    is_edge = (at == 0 or closes_title(state, last + 1)) and not is_day_of_month
    if found.is_adverb and (not is_edge or _names_a_meeting(state, at)):
        return 0
    if found.is_adverb or not is_edge:
        state.leave_in_title("repeats", at, last)
        return found.words
    state.fields["repeats"] = found.rule
    state.fields["first_day"] = found.first_day
    state.found["repeats"] = state.chip(
        "repeats", repeat_text(found.rule, state.context.workdays), at, last
    )
    return found.words


def _names_a_meeting(state: LineState, at: int) -> bool:
    """Whether "Daily" is a meeting: in German a verb follows it, as in "Daily vorbereiten"."""
    follows = state.plain_from(at + 1)[:1]
    is_verb = bool(follows) and re.fullmatch(r"[a-zäöüß]{4,}(en|rn|ln)", follows[0]) is not None
    return is_verb and state.words[at].text in ("Daily", "Weekly", "Monthly")


# -- when it can begin -----------------------------------------------------------------------


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
