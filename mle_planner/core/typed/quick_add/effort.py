"""Reads the effort of a line; a length that is no effort stays in its title."""

from __future__ import annotations

import re

from mle_planner.core.i18n.formats import minutes_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed import duration
from mle_planner.core.typed.quick_add.state import LineState, RefusedError, closes_title, unsure
from mle_planner.core.typed.quick_add.words import without_stops
from mle_planner.core.typed.vocabulary import in_english

_BEFORE_A_MEASURE = frozenset(
    "every each per within after over under than last past next first in to of least most".split()
)
_BEFORE_A_LIMIT = _BEFORE_A_MEASURE | {"max", "maximum"}
_BEFORE_A_UNIT = frozenset(("a", "per", "am", "pro"))
_UNITS_OF_A_RATE = frozenset(("day", "week", "tag", "woche"))
"""After a length the two make a rate: "2h a day"."""

_BEFORE_AN_EFFORT = frozenset("for about around roughly takes effort aufwand".split())
_MACHINES = re.compile(
    r"(gpu|tpu|cpu|core|node|worker|machine|instance)s?|cluster|epochs?|[ahvtp]\d{2,3}s?", re.I
)
_MACHINE_VERBS = frozenset("train pretrain finetune fine-tune retrain run sweep".split())
_MACHINE_MIN = 12 * 60
_SINGULAR_UNITS = frozenset("day week month hour".split())
_BARE_MINUTES = ("15", "30", "45", "60", "90", "120")
_MOST_WORDS_BETWEEN = 20


def take_effort(state: LineState, at: int) -> int:
    """Read ``2h``; a length that is not an effort, such as "24h on 8 GPUs", stays in the title."""
    found = duration.read_words(state.plain_from(at), state.context.day_min)
    if found is None:
        return _note_bare_minutes(state, at)
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


def _note_bare_minutes(state: LineState, at: int) -> int:
    """Note a number that may be minutes, as in "fix CI 90 due fri"; it stays in the title."""
    is_number = without_stops(state.words[at].text) in _BARE_MINUTES
    before = state.word_before(at)
    if not is_number or not before or before in _BEFORE_A_MEASURE or "estimate" in state.found:
        return 0
    if not closes_title(state, at + 1) or _has_effort_behind(state, at):
        return 0
    state.leave_in_title("estimate", at, at)
    return 1


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

    It is in "7 day retention", "in 20 min", "15m before standup", and if the effort follows later
    in the line.
    """
    before = state.word_before(at)
    follows = in_english(state.plain_from(last + 1)[:1])
    is_closing = closes_title(state, last + 1)
    is_title = is_closing and len(state.title) == 1  # "First 4h due fri"
    if (before in _BEFORE_A_MEASURE and not is_title) or follows == ["of"]:
        return True
    if is_closing:
        return False
    if follows == ["before"]:
        return True
    words = [without_stops(word.text).lower() for word in state.words[at : last + 1]]
    is_adjective = words[-1] in _SINGULAR_UNITS and words[0] not in ("1", "a", "an", "one", "half")
    is_odd = at > 0 and (found.days is not None or before in _BEFORE_AN_EFFORT - {"for"})
    return (is_adjective and len(words) == 2) or is_odd or _has_effort_behind(state, last + 1)


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
