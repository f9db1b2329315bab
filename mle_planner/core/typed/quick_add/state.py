"""A line while it is read: its words, the parts taken out of the title, and the unsure ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed import duration
from mle_planner.core.typed.date import DueDate
from mle_planner.core.typed.quick_add.due_meanings import unsaid_due
from mle_planner.core.typed.quick_add.line import Certainty, Chip, LineContext
from mle_planner.core.typed.quick_add.repeats import read_repeat
from mle_planner.core.typed.quick_add.starts import read_predecessors, read_start
from mle_planner.core.typed.quick_add.words import DASHES, Word, is_mark, is_priority, without_stops
from mle_planner.core.typed.vocabulary import in_english

_MOST_PARTS_BETWEEN = 4
_MOST_WORDS = 12
"""No date, effort or name has more words; so a long pasted text is read as fast as a short one."""


class RefusedError(PlannerError):
    """A part of the line that cannot be accepted; the message is for the user."""

    def __init__(self, kind: str, sentence: str, words: int = 1) -> None:
        super().__init__(sentence)
        self.kind, self.words = kind, words


@dataclass
class LineState:
    """The state of reading a line. ``fields`` are those of the ``QuickAdd`` it becomes."""

    text: str
    context: LineContext
    words: list[Word]
    fields: dict[str, Any] = field(default_factory=dict)
    found: dict[str, Chip] = field(default_factory=dict)
    others: list[Chip] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    due: DueDate | None = None

    def plain_from(self, at: int) -> list[str]:
        """Return the next words from a place on, up to a quoted word or a mark."""
        plain = []
        for word in self.words[at : at + _MOST_WORDS]:
            if word.is_literal or is_mark(word.text):
                break
            plain.append(without_stops(word.text))
        return plain

    def words_from(self, at: int) -> list[str]:
        """Return the same words as ``plain_from``, with their punctuation."""
        count = len(self.plain_from(at))
        return [word.text for word in self.words[at : at + count]]

    def word_before(self, at: int) -> str:
        """Return the title's word just before a place, in lower case and English; "" for none."""
        if not self.title or self.title[-1] != at - 1 or self.words[at - 1].is_literal:
            return ""
        return in_english([without_stops(self.words[at - 1].text)])[0]

    def ends_title(self, at: int) -> bool:
        """Whether no ordinary word is at a place: the line ends, or a mark stands there."""
        if at >= len(self.words):
            return True
        word = self.words[at]
        return not word.is_literal and (is_mark(word.text) or is_priority(word.text))

    def chip(
        self, kind: str, label: str, first: int, last: int, certainty: Certainty = Certainty.SURE
    ) -> Chip:
        """Return a chip on the words from one place to another."""
        start = self.words[first].start
        text = self.text[start : self.words[last].end]
        text = text.rstrip(",;") or text
        return Chip(kind, text, label, start, start + len(text), certainty)

    def keep(self, kind: str, first: int, last: int) -> None:
        """Note that words of the title could be a part of a kind."""
        label = _("“{words}” in the title", words=self.chip(kind, "", first, last).text.strip('"'))
        self.others.append(self.chip(kind, label, first, last, Certainty.KEPT))

    def leave_in_title(self, kind: str, first: int, last: int) -> None:
        """Leave words in the title, with a note that they could be a part of a kind."""
        self.title += range(first, last + 1)
        self.keep(kind, first, last)

    def refuse_second(self, kind: str, sentence: str, at: int) -> None:
        """Raise ``RefusedError`` if the line has one of the kind; translate ``sentence``."""
        if kind in self.found:
            both = _(
                "{first} and {second}",
                first=self.found[kind].text,
                second=without_stops(self.words[at].text),
            )
            raise RefusedError(kind, _(sentence, both=both))


def unsure(chip: Chip) -> Chip:
    """Return a chip marked as possibly meant otherwise."""
    return replace(chip, certainty=Certainty.UNSURE)


def closes_title(state: LineState, at: int) -> bool:
    """Whether the title ends at a place: a mark, an effort, a date or nothing follows.

    A repetition, predecessors and an earliest start may come before that.
    """
    for _part in range(_MOST_PARTS_BETWEEN):
        at += at < len(state.words) and state.words[at].text in DASHES
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
    repeat = read_repeat(state.words_from(at), state.context.today, state.context.workdays)
    if repeat is not None:
        return repeat.words
    _numbers, count = read_predecessors(plain)
    start = read_start(plain, state.context.today) if count == 0 else None
    if start is None or duration.read_words(plain[start.words :]) is not None:
        return count
    return start.words


def _names_predecessor(state: LineState, at: int) -> bool:
    """Whether the title of another task follows, as in ``after: Labels``."""
    word = state.words[at].text
    return word.endswith(":") and in_english([without_stops(word)]) == ["after"]
