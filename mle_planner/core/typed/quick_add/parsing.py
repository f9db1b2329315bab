"""A task from one line, such as ``Fix drift alert paging 2h due fri #fraud @coding !high``.

The grammar, word by word; everything else is the title:

- **Effort**: ``2h``, ``1h30``, ``1h 30m``, ``1.5h`` or ``1,5h``, ``2:30h``, ``45m``, ``90 min``,
  ``2 hours``, ``half an hour``, ``1/2 h``, ``2-3h``, ``~2h``, ``est:2h``; ``2 days`` and ``half a
  day`` count by the length of a working day. The first lengths of "7 day retention 3h" and
  "15m before standup" stay in the title, like a limit beside the effort: "max 2h a day".
  A number that may be minutes stays there with a note: "fix CI 90".
- **Due**: ``due`` (``due on``, ``due by``) and a day: ``today``, ``tomorrow``, ``yesterday``,
  ``fri`` or ``friday``, ``next fri``, ``next week``, ``week 50`` (its Friday), ``end of month``,
  ``eod``, ``in 3 days``, ``12 mar``, ``mar 12``, ``2026-12-04``, ``4.12.`` (day before month). A
  time may follow or come before: ``15:00``, ``3pm``, ``17h``, ``noon``, ``morning``; a time alone
  is today, and a number alone after the day is an hour if nothing follows. A weekday is the next
  such day and today counts, so "due fri" written on a Friday is due today (the chip says so);
  ``next fri`` is the Friday of the following ISO week; ``eow`` the coming Friday; ``before fri``
  is Thursday. A date without a year is the next such date, or one within the past month.
  ``1/2/2026`` differs between countries, so it is refused unless only one reading is a date.
  After the effort a day that ends the line needs no ``due``: ``2h tomorrow``. Neither does ``by
  friday``, ``before lunch``, ``no later than fri`` or ``deadline fri`` at the end of the title.
  Any other date, time or range ("mon-wed", "9-10:30") stays in the title with a note.
- **Repeats**: ``every monday``, ``every 2 weeks``, ``every other thursday``, ``every weekday``.
  A time right behind it is the due time: ``every friday at 15:00``.
- **Earliest start**: ``from thu``, ``start thu``, ``after thu`` (from the following day) if a mark
  or an effort separates it from the title, ``not before 3 dec`` anywhere. "mail from Thursday"
  stays in the title with a note, as does a day with a time or a day no later than today.
- **After**: ``after 3`` or ``waits for 3``: an open task that must be finished first. This, the
  repetition and the earliest start come in any order: ``after 3 every monday``.
- **Project**: ``#fraud`` is the project of exactly this name, ignoring case, or a new one;
  ``#"Fraud scoring"``, or ``#Fraud scoring`` if it exists. ``#482`` is taken for the number of an
  issue and stays in the title unless a project has that name.
- **Activity**: ``@coding``, or the start of a word of its name; ``@review`` and ``@admin`` by
  their meaning. Any other stays in the title with a note; ``@anna's`` is a person. Without one
  the title's words suggest it (``kinds``).
- **Priority**: ``!urgent``, ``!high``, ``!normal``, ``!low``, or their first letters; ``!1`` to
  ``!4``, ``p0`` to ``p4``, ``!!``, also right after a word, ``priority high``, ``urgent:``,
  ``[urgent]``.
- **Stage**: ``/idea``, ``/data``, ``/research``, ``/analysis``, ``/ship``. Any other word with
  a slash stays in the title, so that paths can be named.
- **Brackets** around nothing but parts are left out: ``(1h, due fri)``.
- **Literal words**: ``"due diligence review"`` stays in the title as it is between the quotes.

Dates and efforts are read in the current language too (``vocabulary``). An
ambiguous part is read in one way, and its chip is marked (``Certainty``); words of the title that
could be a part, such as "by fri" or "24h on 8 GPUs", have a marked chip too.

``due`` is an ordinary word too. It stays in the title as the first or the last word, and before
words that are not a date ("postponed due to illness"). A date is expected only if something like
one follows: a word that begins with a digit, ``next`` or ``in`` with a number, a misspelled day, or
one unknown word that ends the title ("due blursday"). If it cannot be read then, it is refused and
never silently left in the title.
"""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import capitalized
from mle_planner.core.typed.quick_add import dates, effort, marks
from mle_planner.core.typed.quick_add.kinds import guess_activity
from mle_planner.core.typed.quick_add.line import Certainty, Chip, LineContext, QuickAdd
from mle_planner.core.typed.quick_add.state import LineState, RefusedError, unsure
from mle_planner.core.typed.quick_add.words import DASHES, Word, without_stops, words_of
from mle_planner.core.typed.title import one_line

_MOST_LITERAL_WORDS = 6
_MOST_WORDS_IN_BRACKETS = 8
_READ_AT_EACH_END = 100
"""In a longer line the words between its ends are title: pasted text must not hold the window."""
_BRACKETS = {"(": ")", "[": "]"}
_BY_MARK: dict[str, Callable[[LineState, int], int]] = {
    "#": marks.take_project,
    "@": marks.take_activity,
    "!": marks.take_priority_mark,
    "/": marks.take_stage,
}
_BY_WORDS = (
    dates.take_repeat,
    dates.take_predecessors,
    dates.take_start,
    dates.take_unsaid_date,
    effort.take_effort,
    marks.take_priority_words,
)
"""The readers of parts without a mark, in the order in which they are tried."""


def parse_quick_add(text: str, context: LineContext) -> QuickAdd:
    """Return the meaning of a line for a new task; pure, and fast enough for every keystroke.

    Archived activities and projects are not found. The first part that cannot be read is the
    ``problem``; everything else is still returned, so that its chips can be shown.
    """
    context = replace(
        context,
        activities=[activity for activity in context.activities if not activity.archived],
        projects=[project for project in context.projects if not project.archived],
    )
    state = _read(text, context)
    title = one_line(_title_text(state))
    if state.title and state.title[-1] < len(state.words) - 1:
        title = title.rstrip(" ,;")  # the dash separated the title from a part that was taken out
    if not title:
        state.problems.append(_("A task needs a title. Type what needs doing."))
    dates.put_on_first_day(state)
    _drop_notes_beside_repeat(state)
    _mark_start_after_due(state)
    _mark_unsure_words_in_title(state)
    _note_literals(state)
    _guess(state, title)
    chips = sorted((*state.found.values(), *state.others), key=lambda chip: chip.start)
    problem = state.problems[0] if state.problems else None
    return QuickAdd(title, **state.fields, chips=tuple(chips), problem=problem)


def _read(text: str, context: LineContext) -> LineState:
    """Return a line after reading its parts one after the other."""
    state = LineState(text, context, [])
    state.words = _without_brackets(words_of(text), context)
    at = 0
    while at < len(state.words):
        taken = _take_or_refuse(state, at)
        if taken == 0:
            state.title.append(at)
        at += max(1, taken)
    return state


def _without_brackets(words: list[Word], context: LineContext) -> list[Word]:
    """Return the words without brackets around nothing but parts, as in "(1h, due fri)"."""
    found = list(words)
    for first, word in enumerate(words):
        close = _BRACKETS.get(word.text[:1])
        inside = words[first : first + _MOST_WORDS_IN_BRACKETS] if close else []
        last = next(
            (at for at, end in enumerate(inside) if end.text.rstrip(".,;")[-1:] == close), None
        )
        if close is None or last is None or any(each.is_literal for each in inside[: last + 1]):
            continue
        texts = [each.text for each in inside[: last + 1]]
        texts[0] = texts[0][1:]
        texts[last] = "".join(texts[last].rsplit(close, 1))
        if not all(texts) or texts[0][0] in _BRACKETS:
            continue
        state = _read(f"x {' '.join(texts)}", context)
        if not state.problems and all(_is_noted(state, at) for at in state.title[1:]):
            found[first] = replace(found[first], text=texts[0])
            found[first + last] = replace(found[first + last], text=texts[last])
    return found


def _is_noted(state: LineState, at: int) -> bool:
    start = state.words[at].start
    return any(chip.start <= start < chip.end for chip in state.others)


def _title_text(state: LineState) -> str:
    """Return the title as typed, without dashes that separated it from other parts."""
    found: list[int] = []
    text = ""
    for place, at in enumerate(state.title):
        after = state.title[place + 1] if place + 1 < len(state.title) else len(state.words)
        is_parting = at + 1 < after or (at > 0 and (found[-1:] or [-1]) != [at - 1])
        if not (state.words[at].text in DASHES and is_parting):
            is_one_word = (
                found[-1:] == [at - 1] and state.words[at - 1].end == state.words[at].start
            )
            text += ("" if is_one_word else " ") + _as_typed(state, at)
            found.append(at)
    return text


def _as_typed(state: LineState, at: int) -> str:
    """Return a word of the title with its brackets, but without its quotes."""
    word = state.words[at]
    typed = state.text[word.start : word.end]
    return word.text if '"' in typed else typed


def _take_or_refuse(state: LineState, at: int) -> int:
    """Read one part of the line; return its number of words, 0 if it is title."""
    try:
        return _take(state, at)
    except RefusedError as refusal:
        state.problems.append(str(refusal))
        last = at + refusal.words - 1
        text = state.chip(refusal.kind, "", at, last).text
        state.others.append(state.chip(refusal.kind, f"{text}?", at, last, Certainty.UNREAD))
        return refusal.words


def _take(state: LineState, at: int) -> int:
    word = state.words[at]
    is_between = _READ_AT_EACH_END <= at < len(state.words) - _READ_AT_EACH_END
    if word.is_literal or is_between:
        return 0
    taken = dates.take_due(state, at)
    if taken:
        return taken
    take_mark = _BY_MARK.get(word.text[0])
    if take_mark is not None:
        return take_mark(state, at) if len(without_stops(word.text)) > 1 else 0
    for take in _BY_WORDS:
        taken = take(state, at)
        if taken:
            return taken
    return 0


# -- what is unsure --------------------------------------------------------------------------


def _mark_unsure_words_in_title(state: LineState) -> None:
    """Mark an effort or a stage as unsure if words of the title are on both sides of it."""
    for kind in ("estimate", "stage"):
        chip = state.found.get(kind)
        if chip is None or not state.title:
            continue
        words = [state.words[at] for at in state.title]
        places = [word.start for word in words if word.text not in DASHES]
        plain = [
            place
            for place in places
            if not any(kept.start <= place < kept.end for kept in state.others)
        ]
        if any(place < chip.start for place in places) and any(
            place > chip.start for place in plain
        ):
            state.found[kind] = unsure(chip)


def _drop_notes_beside_repeat(state: LineState) -> None:
    """Drop the note on "weekly" where the line says how often in other words too."""
    if "repeats" in state.found:
        state.others = [chip for chip in state.others if chip.kind != "repeats"]


def _mark_start_after_due(state: LineState) -> None:
    """Mark a due date as unsure if it is before the day on which the task may begin."""
    due, earliest = state.fields.get("due"), state.fields.get("earliest")
    if due is not None and earliest is not None and due < earliest and "due" in state.found:
        label = _("{due}, before its earliest start", due=state.found["due"].label)
        state.found["due"] = unsure(replace(state.found["due"], label=label))


def _note_literals(state: LineState) -> None:
    """Add chips for quoted words that would be read as a part without the quotes."""
    if len(state.title) < 2:
        return
    for at in state.title:
        inner = state.words[at].text
        if not state.words[at].is_literal or len(inner.split()) > _MOST_LITERAL_WORDS:
            continue
        chips = list(_read(inner, state.context).found.values())
        if (
            len(chips) == 1
            and chips[0].text == inner.rstrip(",;")
            and chips[0].kind not in state.found
        ):
            state.keep(chips[0].kind, at, at)


def _guess(state: LineState, title: str) -> None:
    """Suggest an activity if the line names none, with a chip after the last word."""
    has_activity = any(
        chip.kind == "activity" and chip.certainty is not Certainty.KEPT
        for chip in (*state.found.values(), *state.others)
    )
    guess = guess_activity(title, state.context.activities, state.context.learned)
    if guess is None or has_activity or not title:
        return
    state.fields["guess"] = guess.activity
    end = len(state.text)
    label = capitalized(guess.activity.name)
    state.others.append(Chip("activity", "", label, end, end, Certainty.GUESSED))
