"""Reads the effort, due date and repetition of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.formats import day_text, minute_of_day_text, minutes_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed import duration
from mle_planner.core.typed.calendar_date import MONTHS_NAMED, DueError
from mle_planner.core.typed.date import DueDate, read_due
from mle_planner.core.typed.quick_add.due_meanings import is_ambiguous, is_due_date, unsaid_due
from mle_planner.core.typed.quick_add.repeats import read_repeat, repeat_text
from mle_planner.core.typed.quick_add.starts import read_predecessors, read_start
from mle_planner.core.typed.quick_add.state import LineState, RefusedError, unsure
from mle_planner.core.typed.quick_add.words import (
    is_mark_or_effort,
    up_to_literal,
    up_to_mark,
    without_stops,
)
from mle_planner.core.typed.vocabulary import in_english

_BEFORE_A_MEASURE = frozenset(
    "every each per within after over under than last past next first in to of least most".split()
)
_BEFORE_A_LIMIT = _BEFORE_A_MEASURE | {"max", "maximum"}
_BEFORE_A_UNIT = frozenset(("a", "per", "am", "pro"))
_UNITS_OF_A_RATE = frozenset(("day", "week", "tag", "woche"))
"""After a length the two make a rate: "2h a day"."""

_BEFORE_A_START = frozenset(("after", "since"))
"""A date after these words is no due date."""

_BEFORE_AN_EFFORT = frozenset("for about around roughly takes effort aufwand".split())
_MACHINES = re.compile(
    r"(gpu|tpu|cpu|core|node|worker|machine|instance)s?|cluster|epochs?|[ahvtp]\d{2,3}s?", re.I
)
_MACHINE_VERBS = frozenset("train pretrain finetune fine-tune retrain run sweep".split())
_MACHINE_MIN = 12 * 60
_AFTER_A_VERB = frozenset("on to through toward towards with by into be have i we".split())
_SINGULAR_UNITS = frozenset("day week month hour".split())
_MOST_WORDS_BETWEEN = 20
_MOST_PARTS_BETWEEN = 4


# -- effort ----------------------------------------------------------------------------------


def take_effort(state: LineState, at: int) -> int:
    """Read ``2h``; a length that is not an effort, such as "24h on 8 GPUs", stays in the title."""
    found = duration.read_words(state.plain_from(at), state.context.day_min)
    if found is None:
        return 0
    last = at + found.words - 1
    rate = _words_of_rate(state, last + 1)
    is_limit = rate > 0 or ("estimate" in state.found and _is_behind_limit(state, at))
    if is_limit or _is_measure(state, at, last, found) or _is_of_machine(state, at, last, found):
        state.leave_in_title("estimate", at, last + rate)
        return found.words + rate
    first, last = _with_small_words(state, at, last)
    count = last + 1 - at
    chip = state.chip("estimate", minutes_text(found.minutes), first, last)
    if "estimate" in state.found:
        sentence = _(
            "There are two estimates, {first} and {second}. Keep one.",
            first=state.found["estimate"].text,
            second=chip.text,
        )
        raise RefusedError("estimate", sentence, count)
    if not 1 <= found.minutes <= duration.MOST_ESTIMATE_MIN:
        sentence = _("The estimate {text} must be from 1m to 1000h.", text=chip.text)
        raise RefusedError("estimate", sentence, count)
    state.fields["estimate_min"] = found.minutes
    is_plain = first == at and count == found.words and not found.is_rough
    state.found["estimate"] = chip if is_plain else unsure(chip)
    return count


def _with_small_words(state: LineState, at: int, last: int) -> tuple[int, int]:
    """Return the first and last place of an effort, including small words that belong to it.

    These are "for" at the end of a line and "on" at its beginning: "spend 2h on".
    """
    before, follows = state.word_before(at), state.plain_from(last + 1)[:2]
    if len(follows) == 2 and follows[0].lower() == "on":
        if at == 0:
            return at, last + 1
        if before == "spend" and len(state.title) == 1:
            return state.title.pop(), last + 1
    is_label = before in _BEFORE_AN_EFFORT or (
        before == "estimate" and state.words[at - 1].text.endswith(":")
    )
    if is_label and len(state.title) > 1 and closes_title(state, last + 1):
        return state.title.pop(), last
    return at, last


def _is_measure(state: LineState, at: int, last: int, found: duration.Duration) -> bool:
    """Whether a length is part of the title and not the effort.

    It is in "7 day retention", "in 20 min", "15m after standup", and if the effort follows later in
    the line.
    """
    before = state.word_before(at)
    follows = in_english(state.plain_from(last + 1)[:1])
    is_closing = closes_title(state, last + 1)
    is_title = is_closing and len(state.title) == 1  # "First 4h due fri"
    if (before in _BEFORE_A_MEASURE and not is_title) or follows == ["of"]:
        return True
    if is_closing:
        return False
    if follows in (["after"], ["before"]):
        return not _is_predecessor(state, last + 1)
    words = [without_stops(word.text).lower() for word in state.words[at : last + 1]]
    is_adjective = words[-1] in _SINGULAR_UNITS and words[0] not in ("1", "a", "an", "one", "half")
    is_odd = at > 0 and (found.days is not None or before in _BEFORE_AN_EFFORT - {"for"})
    return (is_adjective and len(words) == 2) or is_odd or _has_effort_behind(state, last + 1)


def _is_predecessor(state: LineState, at: int) -> bool:
    """Whether "after" begins a predecessor, as in ``after #12`` or ``after: Labels``."""
    return _names_predecessor(state, at) or bool(read_predecessors(state.plain_from(at))[0])


def _names_predecessor(state: LineState, at: int) -> bool:
    """Whether the title of another task follows, as in ``after: Labels``."""
    word = state.words[at].text
    return word.endswith(":") and in_english([without_stops(word)]) == ["after"]


def _has_effort_behind(state: LineState, at: int) -> bool:
    """Whether an effort ends the title after further words, as in "1h talk 3h"."""
    beyond = 0
    for place in range(at + 1, min(len(state.words), at + _MOST_WORDS_BETWEEN)):
        found = duration.read_words(state.plain_from(place)) if place >= beyond else None
        if found is None:
            continue
        rate = _words_of_rate(state, place + found.words)
        if not rate and not _is_behind_limit(state, place):
            return closes_title(state, place + found.words)
        beyond = place + found.words + rate  # the "a day" of a rate is no effort
    return False


def _is_behind_limit(state: LineState, at: int) -> bool:
    """Whether the word before a length makes it a limit, as in "6h max 2h"; "Max" is a name."""
    before = state.words[at - 1].text if at else ""
    return before.islower() and in_english([without_stops(before)])[0] in _BEFORE_A_LIMIT


def _words_of_rate(state: LineState, at: int) -> int:
    """Return the number of words at a place that make the length before them a rate."""
    words = [word.lower() for word in state.plain_from(at)[:2]]
    is_rate = len(words) == 2 and words[0] in _BEFORE_A_UNIT and words[1] in _UNITS_OF_A_RATE
    return len(words) if is_rate else 0


def _is_of_machine(state: LineState, at: int, last: int, found: duration.Duration) -> bool:
    """Whether a length is machine time, as in "train for 24h on 8 GPUs"."""
    following = state.plain_from(last + 1)[:4]
    if any(_MACHINES.fullmatch(word) for word in following):
        return True
    first = state.words[state.title[0]].text.lower() if state.title else ""
    is_long = found.minutes >= _MACHINE_MIN and found.days is None
    return is_long and state.word_before(at) == "for" and first in _MACHINE_VERBS


# -- due -------------------------------------------------------------------------------------


def due_words_at(state: LineState, at: int) -> int:
    """Return the number of words that mean "due" at a place: "due", or "bis" before a day."""
    word = without_stops(state.words[at].text)
    (english,) = in_english([word])
    if english == "due":
        return 1
    if english == "until" and word.lower() != "until":
        following = up_to_literal(state.words, at + 1)
        return int(unsaid_due(following, state.context.today) > 0)
    return 0


def take_due(state: LineState, at: int) -> int:
    """Read the date after the word "due"; return 0 if "due" is an ordinary word."""
    following = up_to_literal(state.words, at + 1)
    readable = up_to_mark(following)
    ends_title = (
        bool(readable)
        and at + len(following) + 1 == len(state.words)
        and all(is_mark_or_effort(text) for text in following[1:])
    )
    today = state.context.today
    try:
        is_last = len(following) > len(readable) or at + len(following) + 1 == len(state.words)
        due = read_due(readable, today, is_first=at == 0, ends_title=ends_title, is_last=is_last)
    except DueError as error:
        raise RefusedError("due", str(error), error.words + 1) from error
    if due is None:
        return 0
    _keep_due(state, due, at, at + 1)
    return due.words + 1


def _keep_due(state: LineState, due: DueDate, first: int, at: int) -> None:
    """Store a date that is written from a place on; its chip begins at ``first``.

    Raises ``RefusedError`` if the line has another date.
    """
    today = state.context.today
    words = [without_stops(word.text) for word in state.words[at : at + due.words]]
    chip = state.chip("due", _due_label(state, due), first, at + due.words - 1)
    _check_due(state, due, chip.text)
    state.fields |= {"due": due.day, "due_min": due.minute}
    state.due = due
    state.found["due"] = unsure(chip) if is_ambiguous(words, due, today) else chip


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


def put_on_first_day(state: LineState) -> None:
    """Make a repeating task begin at its earliest start, with its due time on that day."""
    due, day, earliest = state.due, state.fields.get("first_day"), state.fields.get("earliest")
    if day is not None and earliest is not None:
        found = read_repeat(state.found["repeats"].text.split(), earliest)
        day = state.fields["first_day"] = found.first_day if found is not None else day
    if due is not None and due.is_time_only and day is not None:
        state.fields["due"] = day
        label = _due_label(state, replace(due, day=day))
        state.found["due"] = replace(state.found["due"], label=label)


def take_unsaid_date(state: LineState, at: int) -> int:
    """Read a date without "due" if it ends the line after an effort; return 0 if there is none.

    Elsewhere a date stays in the title with a note.
    """
    readable = up_to_mark(state.plain_from(at))
    count = unsaid_due(readable, state.context.today)
    due = _date_behind_effort(state, at, readable[:count])
    due = due or _time_behind_repeat(state, at, readable[:count])
    if due is not None:
        first = state.title.pop() if state.word_before(at) == "for" else at
        _keep_due(state, due, first, at)
        return count
    count = count or int(_is_lone_month(state, at))
    if count == 0:
        return 0
    is_whole_line = at == 0 and count == len(state.words)
    if is_whole_line or state.word_before(at) in _BEFORE_A_START:
        state.title += range(at, at + count)
    else:
        state.leave_in_title("due", at, at + count - 1)
    return count


def _date_behind_effort(state: LineState, at: int, words: Sequence[str]) -> DueDate | None:
    """Return the date that ends a line after its effort, as in "2h #fraud tomorrow".

    None for a past day, and for a time, a month or "asap" alone: they may be no due date.
    """
    effort, today = state.found.get("estimate"), state.context.today
    title = state.title[: -1 if state.word_before(at) == "for" else None]
    if effort is None or not words or not title or "due" in state.found:
        return None
    is_last = all(state.ends_title(place) for place in range(at + len(words), len(state.words)))
    if not is_last or state.words[title[-1]].start > effort.start:
        return None
    try:
        due = read_due(words, today, is_first=False, ends_title=True)
    except DueError:
        return None
    if due is None or due.words != len(words) or due.day < today:
        return None
    return due if is_due_date(words, due) else None


def _time_behind_repeat(state: LineState, at: int, words: Sequence[str]) -> DueDate | None:
    """Return the due time right behind a repetition, as in "every friday at 15:00"."""
    repeat = state.found.get("repeats")
    is_behind = repeat is not None and repeat.end == state.words[at - 1].end
    if (
        not is_behind
        or not words
        or "due" in state.found
        or not closes_title(state, at + len(words))
    ):
        return None
    due = read_due(words, state.context.today, is_first=False, ends_title=True)
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
    found = read_repeat(_with_commas(state, at), state.context.today)
    if found is None or "repeats" in state.found:
        return 0
    last = at + found.words - 1
    is_edge = at == 0 or closes_title(state, last + 1)
    if found.is_adverb and (not is_edge or _names_a_meeting(state, at)):
        return 0
    if found.is_adverb or not is_edge:
        state.leave_in_title("repeats", at, last)
        return found.words
    state.fields["repeats"] = found.rule
    state.fields["first_day"] = found.first_day
    state.found["repeats"] = state.chip("repeats", repeat_text(found.rule), at, last)
    return found.words


def _names_a_meeting(state: LineState, at: int) -> bool:
    """Whether "Daily" is a meeting: in German a verb follows it, as in "Daily vorbereiten"."""
    follows = state.plain_from(at + 1)[:1]
    is_verb = bool(follows) and re.fullmatch(r"[a-zäöüß]{4,}(en|rn|ln)", follows[0]) is not None
    return is_verb and state.words[at].text in ("Daily", "Weekly", "Monthly")


def _with_commas(state: LineState, at: int) -> Sequence[str]:
    count = len(state.plain_from(at))
    return [word.text for word in state.words[at : at + count]]


def closes_title(state: LineState, at: int) -> bool:
    """Whether the title ends at a place: a mark, an effort, a date or nothing follows.

    A repetition, predecessors and an earliest start may come before that.
    """
    for _part in range(_MOST_PARTS_BETWEEN):
        plain = state.plain_from(at)
        if (
            state.ends_title(at)
            or duration.read_words(plain) is not None
            or unsaid_due(plain, state.context.today) > 0
            or _names_predecessor(state, at)
        ):
            return True
        count = _words_of_part(state, at, plain)
        if count == 0:
            return False
        at += count
    return state.ends_title(at)


def _words_of_part(state: LineState, at: int, plain: Sequence[str]) -> int:
    """Return the number of words of a repetition, predecessors or a start at a place; 0 for none.

    A start with an effort after it may be title: "from thu 3h".
    """
    repeat = read_repeat(_with_commas(state, at), state.context.today)
    if repeat is not None:
        return repeat.words
    _numbers, count = read_predecessors(plain)
    start = read_start(plain, state.context.today) if count == 0 else None
    if start is None or duration.read_words(plain[start.words :]) is not None:
        return count
    return start.words
