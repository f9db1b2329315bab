"""A task from one line, such as ``Fix drift alert paging 2h due fri #fraud @coding !high``.

The grammar, word by word; whatever is not one of these is the title:

- **Effort**: ``2h``, ``1h30``, ``1h 30m``, ``1.5h`` or ``1,5h``, ``2:30h``, ``45m``, ``90min``.
- **Due**: ``due`` (``due on``, ``due by``) and a day: ``today``, ``tomorrow``, ``fri`` or
  ``friday``, ``next fri``, ``eow``, ``in 3 days``, ``in 2 weeks``, ``12 mar``, ``mar 12``,
  ``2026-12-04``, ``4.12.`` (day before month). A time may follow: ``15:00``, ``3pm``; a time
  alone is today. A weekday is the next such day and today counts, so "due fri" written on a
  Friday is due today (the chip says so); ``next fri`` is the Friday of the following ISO week;
  ``eow`` the coming Friday. A date without a year is the next such date. ``1/2/2026`` is read
  one way here and another way there, so it is refused unless only one reading is a date.
- **Project**: ``#fraud``: the start of a word of its name, or ``#"Fraud scoring"``. An unknown
  one will be created, named as written. ``#482`` is the number of some issue and stays title
  unless a project is called so.
- **Activity**: ``@coding``, found in the same way; an unknown one is refused.
- **Priority**: ``!urgent``, ``!high``, ``!normal``, ``!low``, or their first letters.
- **Stage**: ``/idea``, ``/data``, ``/research``, ``/analysis``, ``/ship``. Any other word with
  a slash stays title, so that paths can be named.
- **Literal words**: ``"due diligence review"`` keeps what is between the quotes as title.

What can be meant in several ways is read in one, and its chip is marked (``Certainty``); words
of the title that would be a date after ``due``, such as "fri", have a marked chip too.

``due`` is an ordinary word too. It stays title as the first or the last word, and before words
that are no date ("postponed due to illness"). It asks for a date only when something like one
follows: what begins with a digit, ``next`` or ``in`` with a number, a near miss of a day's name,
or one unknown word that ends the title ("due blursday"). What cannot be read then is refused,
never silently made title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.records import replace
from mle_planner.core.due_words import DueDate, DueError, read_due
from mle_planner.core.effort_words import MOST_ESTIMATE_MIN, minutes_of
from mle_planner.core.i18n.formats import day_text, minute_of_day_text, minutes_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.records import Activity, Priority, Project, Stage
from mle_planner.core.plain_text import one_line
from mle_planner.core.quick_add.due_meanings import days_meant, unsaid_due
from mle_planner.core.quick_add.line import Certainty, Chip, QuickAdd
from mle_planner.core.quick_add.names import (
    could_be_another,
    folded,
    names_meant,
    several_meant,
    unknown_activity,
)
from mle_planner.core.quick_add.words import (
    Word,
    bare,
    is_mark_or_effort,
    up_to_literal,
    up_to_mark,
    words_of,
)
from mle_planner.core.titles import priority_title, stage_title


class _RefusedError(PlannerError):
    """A part of the line that cannot be taken as it is; the message is for the user."""

    def __init__(self, kind: str, sentence: str, words: int = 1) -> None:
        super().__init__(sentence)
        self.kind, self.words = kind, words


_HOURS = re.compile(r"\d+h", re.IGNORECASE)
_MINUTES = re.compile(r"[0-5]?\d(m|min|mins)", re.IGNORECASE)
_PRIORITIES = {str(priority.name).lower(): priority for priority in Priority}
_BEFORE_A_LENGTH = frozenset("for every each per within after over under than last".split())
_MOST_LITERAL_WORDS = 6


def parse_quick_add(
    text: str, *, today: date, activities: Sequence[Activity], projects: Sequence[Project]
) -> QuickAdd:
    """Return what one line says about a new task. Pure; meant for every keystroke.

    Archived activities and projects are not found. The first thing that cannot be read is the
    ``problem``; everything else is still returned, so that its chips can be shown.
    """
    reading = _Reading(
        text,
        today,
        [activity for activity in activities if not activity.archived],
        [project for project in projects if not project.archived],
    )
    return reading.read()


@dataclass
class _Reading:
    text: str
    today: date
    activities: Sequence[Activity]
    projects: Sequence[Project]
    is_inside_quotes: bool = False
    words: list[Word] = field(default_factory=list)
    found: dict[str, Chip] = field(default_factory=dict)
    others: list[Chip] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    activity: Activity | None = None
    project: Project | None = None
    new_project: str | None = None
    estimate_min: int | None = None
    due: DueDate | None = None
    priority: Priority | None = None
    stage: Stage | None = None

    def read(self) -> QuickAdd:
        self.words = words_of(self.text)
        at = 0
        while at < len(self.words):
            taken = self._taken_or_unread(at)
            if taken == 0:
                self.title.append(at)
            at += max(1, taken)
        title = one_line(" ".join(self.words[index].text for index in self.title))
        if not title:
            self.problems.append(_("A task needs a title. Write what is to be done."))
        if not self.is_inside_quotes:
            self._doubt_what_stands_in_the_title()
            self._note_kept_words()
        chips = sorted((*self.found.values(), *self.others), key=lambda chip: chip.start)
        return QuickAdd(
            title,
            activity=self.activity,
            project=self.project,
            new_project=self.new_project,
            estimate_min=self.estimate_min,
            due=self.due.day if self.due else None,
            due_min=self.due.minute if self.due else None,
            priority=self.priority,
            stage=self.stage,
            chips=tuple(chips),
            problem=self.problems[0] if self.problems else None,
        )

    # -- what is taken out of the title ------------------------------------------------------

    def _taken_or_unread(self, at: int) -> int:
        """Read one part of the line; return its number of words, 0 where it is title."""
        try:
            return self._taken(at)
        except _RefusedError as refusal:
            self.problems.append(str(refusal))
            last = at + refusal.words - 1
            text = self._chip(refusal.kind, "", at, last).text
            self.others.append(self._chip(refusal.kind, f"{text}?", at, last, Certainty.UNREAD))
            return refusal.words

    def _taken(self, at: int) -> int:
        word = self.words[at]
        if word.is_literal:
            return 0
        if word.text.lower() == "due":
            return self._take_due(at)
        taken = self._take_effort(at)
        if taken:
            return taken
        by_mark: dict[str, Callable[[int], bool]] = {
            "#": self._take_project,
            "@": self._take_activity,
            "!": self._take_priority,
            "/": self._take_stage,
        }
        take = by_mark.get(word.text[0])
        return 1 if take is not None and len(word.text) > 1 and take(at) else 0

    def _take_effort(self, at: int) -> int:
        words = self.words
        minutes = minutes_of(words[at].text)
        if minutes is None:
            return 0
        last = at
        follows = words[at + 1] if at + 1 < len(words) else None
        if follows and _HOURS.fullmatch(words[at].text) and _MINUTES.fullmatch(bare(follows.text)):
            minutes += minutes_of(follows.text) or 0
            last = at + 1
        chip = self._chip("estimate", minutes_text(minutes), at, last)
        count = last - at + 1
        if "estimate" in self.found:
            raise _RefusedError(
                "estimate",
                _(
                    "There are two estimates, {first} and {second}. Keep one.",
                    first=self.found["estimate"].text,
                    second=chip.text,
                ),
                count,
            )
        if not 1 <= minutes <= MOST_ESTIMATE_MIN:
            raise _RefusedError(
                "estimate",
                _("The estimate {text} must be from 1m to 1000h.", text=chip.text),
                count,
            )
        self.estimate_min = minutes
        self.found["estimate"] = chip
        return count

    def _take_due(self, at: int) -> int:
        following = up_to_literal(self.words, at + 1)
        readable = up_to_mark(following)
        ends_title = (
            bool(readable)
            and at + len(following) + 1 == len(self.words)
            and all(is_mark_or_effort(text) for text in following[1:])
        )
        try:
            due = read_due(readable, self.today, is_first=at == 0, ends_title=ends_title)
        except DueError as error:
            raise _RefusedError("due", str(error), error.words + 1) from error
        if due is None:
            return 0
        chip = self._chip("due", self._due_label(due), at, at + due.words)
        self._check_due(due, chip)
        meant = days_meant(readable[: due.words], self.today)
        has_others = any(moment != (due.day, due.minute) for moment in meant)
        self.due = due
        self.found["due"] = _unsure(chip) if has_others else chip
        return due.words + 1

    def _check_due(self, due: DueDate, chip: Chip) -> None:
        if "due" in self.found:
            sentence = _(
                "There are two due dates, {first} and {second}. Keep one.",
                first=self.found["due"].text,
                second=chip.text,
            )
        elif due.minute == 0:
            sentence = _(
                "{text} is the end of the day before. Write that day without a time.",
                text=chip.text,
            )
        else:
            return
        raise _RefusedError("due", sentence, due.words + 1)

    def _due_label(self, due: DueDate) -> str:
        words = day_text(due.day, today=self.today)
        if due.minute is not None:
            words = f"{words} {minute_of_day_text(due.minute)}"
        away = (due.day - self.today).days
        if away < 0:
            return _("due {day} (past)", day=words)
        if away == 0:
            return _("due today, {day}", day=words)
        if away == 1:
            return _("due tomorrow, {day}", day=words)
        return _("due {day}", day=words)

    def _take_project(self, at: int) -> bool:
        wanted = bare(self.words[at].text[1:])
        if not folded(wanted):
            return False
        names = [project.name for project in self.projects]
        matches = names_meant(wanted, names)
        if not matches and wanted.isdigit():
            return False
        self._refuse_second("project", N_("There are two projects, {both}. Keep one."), at)
        if len(matches) > 1:
            raise _RefusedError("project", several_meant("#", wanted, names, matches))
        if matches:
            self.project = self.projects[matches[0]]
            chip = self._chip("project", self.project.name, at, at)
        else:
            self.new_project = one_line(wanted)
            label = _("new project {name}", name=self.new_project)
            chip = self._chip("project", label, at, at)
        is_unsure = could_be_another(wanted, names, matches)
        self.found["project"] = _unsure(chip) if is_unsure else chip
        return True

    def _take_activity(self, at: int) -> bool:
        wanted = bare(self.words[at].text[1:])
        if not folded(wanted):
            return False
        names = [activity.name for activity in self.activities]
        matches = names_meant(wanted, names)
        self._refuse_second("activity", N_("There are two activities, {both}. Keep one."), at)
        if not matches:
            raise _RefusedError("activity", unknown_activity(wanted, names))
        if len(matches) > 1:
            raise _RefusedError("activity", several_meant("@", wanted, names, matches))
        self.activity = self.activities[matches[0]]
        chip = self._chip("activity", _capital(names[matches[0]]), at, at)
        is_unsure = could_be_another(wanted, names, matches)
        self.found["activity"] = _unsure(chip) if is_unsure else chip
        return True

    def _take_priority(self, at: int) -> bool:
        word = self.words[at]
        wanted = bare(word.text[1:]).lower()
        if not wanted.isalpha():
            return False
        fitting = [name for name in _PRIORITIES if wanted in (name, name[0])]
        if not fitting:
            sentence = _(
                "There is no priority {text}. Write !urgent, !high, !normal or !low, "
                "or put the word between quotes.",
                text=word.text,
            )
            raise _RefusedError("priority", sentence)
        self._refuse_second("priority", N_("There are two priorities, {both}. Keep one."), at)
        self.priority = _PRIORITIES[fitting[0]]
        self.found["priority"] = self._chip("priority", priority_title(self.priority), at, at)
        return True

    def _take_stage(self, at: int) -> bool:
        wanted = bare(self.words[at].text[1:]).lower()
        if wanted not in {stage.value for stage in Stage}:
            return False
        self._refuse_second("stage", N_("There are two stages, {both}. Keep one."), at)
        self.stage = Stage(wanted)
        self.found["stage"] = self._chip("stage", stage_title(self.stage), at, at)
        return True

    def _refuse_second(self, kind: str, sentence: str, at: int) -> None:
        if kind in self.found:
            both = _(
                "{first} and {second}",
                first=self.found[kind].text,
                second=bare(self.words[at].text),
            )
            raise _RefusedError(kind, _(sentence, both=both))

    def _chip(
        self, kind: str, label: str, first: int, last: int, certainty: Certainty = Certainty.SURE
    ) -> Chip:
        start = self.words[first].start
        text = self.text[start : self.words[last].end]
        text = text.rstrip(",;") or text
        return Chip(kind, text, label, start, start + len(text), certainty)

    # -- what is in doubt --------------------------------------------------------------------

    def _doubt_what_stands_in_the_title(self) -> None:
        """Mark an effort or a stage with words of the title on both of its sides as unsure."""
        for kind in ("estimate", "stage"):
            chip = self.found.get(kind)
            if chip is None or not self.title:
                continue
            before = [self.words[at].text for at in self.title if self.words[at].end <= chip.start]
            is_inside = 0 < len(before) < len(self.title)
            is_measure = bool(before) and before[-1].lower() in _BEFORE_A_LENGTH
            if is_inside or (is_measure and kind == "estimate"):
                self.found[kind] = _unsure(chip)

    def _note_kept_words(self) -> None:
        """Make chips of what stays title and could be more: between quotes, and one date."""
        has_due = "due" in self.found or any(chip.kind == "due" for chip in self.others)
        for at in self.title if len(self.title) > 1 else ():
            if self.words[at].is_literal:
                self._note_literal(at)
            elif not has_due:
                count = unsaid_due(self._plain_title_from(at), self.today)
                if 0 < count < len(self.title):
                    has_due = True
                    self._keep("due", at, at + count - 1)

    def _plain_title_from(self, at: int) -> list[str]:
        plain = []
        for index in range(at, len(self.words)):
            if self.words[index].is_literal or index not in self.title:
                break
            plain.append(bare(self.words[index].text))
        return plain

    def _note_literal(self, at: int) -> None:
        inner = self.words[at].text
        if len(inner.split()) > _MOST_LITERAL_WORDS:
            return
        line = _Reading(inner, self.today, self.activities, self.projects, is_inside_quotes=True)
        chips = line.read().understood
        if len(chips) == 1 and chips[0].text == bare(inner) and chips[0].kind not in self.found:
            self._keep(chips[0].kind, at, at)

    def _keep(self, kind: str, first: int, last: int) -> None:
        words = self._chip(kind, "", first, last).text.strip('"')
        label = _("“{words}” in the title", words=words)
        self.others.append(self._chip(kind, label, first, last, Certainty.KEPT))


def _unsure(chip: Chip) -> Chip:
    return replace(chip, certainty=Certainty.UNSURE)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
