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

``due`` is an ordinary word too. It stays title as the first or the last word, and before words
that are no date ("postponed due to illness"). It asks for a date only when something like one
follows: what begins with a digit, ``next`` or ``in`` with a number, a near miss of a day's name,
or one unknown word that ends the title ("due blursday"). What cannot be read then is refused,
never silently made title.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from mle_planner.core.due_words import DueDate, DueError, read_due
from mle_planner.core.effort_words import MOST_ESTIMATE_MIN, minutes_of
from mle_planner.core.errors import PlannerError
from mle_planner.core.model import Activity, Priority, Project, Stage
from mle_planner.core.quick_add.words import (
    Word,
    bare,
    folded,
    names_meant,
    up_to_literal,
    words_of,
)
from mle_planner.core.wording import day_text, minute_of_day_text, minutes_text


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood: where it stands in the text and how it is shown.

    ``kind`` is "activity", "estimate", "due", "project", "priority" or "stage"; ``text`` is
    what was written at ``start`` to ``end``; ``label`` what it means, such as
    "due Fri 27 Nov".
    """

    kind: str
    text: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """What a line says; with a ``problem``, one sentence, it must not be added as it is.

    ``new_project`` is the name of a project to create. Whatever the line does not say is None
    and left to whoever creates the task.
    """

    title: str
    activity: Activity | None = None
    project: Project | None = None
    new_project: str | None = None
    estimate_min: int | None = None
    due: date | None = None
    due_min: int | None = None
    priority: Priority | None = None
    stage: Stage | None = None
    chips: tuple[Chip, ...] = ()
    problem: str | None = None


class _RefusedError(PlannerError):
    """A part of the line that cannot be taken as it is; the message is for the user."""


_HOURS = re.compile(r"\d+h", re.IGNORECASE)
_MINUTES = re.compile(r"[0-5]?\d(m|min|mins)", re.IGNORECASE)
_PRIORITIES = {str(priority.name).lower(): priority for priority in Priority}


def parse_quick_add(
    text: str, *, today: date, activities: Sequence[Activity], projects: Sequence[Project]
) -> QuickAdd:
    """Return what one line says about a new task. Pure; meant for every keystroke.

    Archived activities and projects are not found. The first thing that cannot be read is the
    ``problem``; everything else is still returned, so that its chips can be shown.
    """
    reading = _Reading(text, today, activities, projects)
    return reading.read()


@dataclass
class _Reading:
    text: str
    today: date
    activities: Sequence[Activity]
    projects: Sequence[Project]
    found: dict[str, Chip] = field(default_factory=dict)
    title: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    activity: Activity | None = None
    project: Project | None = None
    new_project: str | None = None
    estimate_min: int | None = None
    due: DueDate | None = None
    priority: Priority | None = None
    stage: Stage | None = None

    def read(self) -> QuickAdd:
        words = words_of(self.text)
        at = 0
        while at < len(words):
            try:
                taken = self._taken(words, at)
            except _RefusedError as refusal:
                self.problems.append(str(refusal))
                taken = 1
            if taken == 0:
                self.title.append(words[at].text)
            at += max(1, taken)
        title = " ".join(" ".join(self.title).split())
        if not title:
            self.problems.append("A task needs a title. Write what is to be done.")
        chips = tuple(sorted(self.found.values(), key=lambda chip: chip.start))
        return QuickAdd(
            title,
            self.activity,
            self.project,
            self.new_project,
            self.estimate_min,
            self.due.day if self.due else None,
            self.due.minute if self.due else None,
            self.priority,
            self.stage,
            chips,
            self.problems[0] if self.problems else None,
        )

    def _taken(self, words: list[Word], at: int) -> int:
        """Read one part of the line; return its number of words, 0 where it is title."""
        word = words[at]
        if word.is_literal:
            return 0
        if word.text.lower() == "due":
            return self._take_due(words, at)
        taken = self._take_effort(words, at)
        if taken:
            return taken
        by_mark: dict[str, Callable[[Word], bool]] = {
            "#": self._take_project,
            "@": self._take_activity,
            "!": self._take_priority,
            "/": self._take_stage,
        }
        take = by_mark.get(word.text[0])
        return 1 if take is not None and len(word.text) > 1 and take(word) else 0

    def _take_effort(self, words: list[Word], at: int) -> int:
        minutes = minutes_of(words[at].text)
        if minutes is None:
            return 0
        last = at
        follows = words[at + 1] if at + 1 < len(words) else None
        if follows and _HOURS.fullmatch(words[at].text) and _MINUTES.fullmatch(bare(follows.text)):
            minutes += minutes_of(follows.text) or 0
            last = at + 1
        chip = self._chip("estimate", minutes_text(minutes), words[at], words[last])
        if "estimate" in self.found:
            first = self.found["estimate"].text
            raise _RefusedError(f"There are two estimates, {first} and {chip.text}. Keep one.")
        if not 1 <= minutes <= MOST_ESTIMATE_MIN:
            raise _RefusedError(f"The estimate {chip.text} must be from 1m to 1000h.")
        self.estimate_min = minutes
        self.found["estimate"] = chip
        return last - at + 1

    def _take_due(self, words: list[Word], at: int) -> int:
        following = up_to_literal(words, at + 1)
        readable = self._up_to_mark(following)
        ends_title = (
            bool(readable)
            and at + len(following) + 1 == len(words)
            and all(self._is_mark_or_effort(text) for text in following[1:])
        )
        try:
            due = read_due(readable, self.today, is_first=at == 0, ends_title=ends_title)
        except DueError as error:
            raise _RefusedError(str(error)) from error
        if due is None:
            return 0
        chip = self._chip("due", self._due_label(due), words[at], words[at + due.words])
        if "due" in self.found:
            first = self.found["due"].text
            raise _RefusedError(f"There are two due dates, {first} and {chip.text}. Keep one.")
        self.due = due
        self.found["due"] = chip
        return due.words + 1

    def _due_label(self, due: DueDate) -> str:
        label = day_text(due.day, today=self.today)
        away = (due.day - self.today).days
        near = {0: "today, ", 1: "tomorrow, "}.get(away, "")
        time = f" {minute_of_day_text(due.minute)}" if due.minute is not None else ""
        return f"due {near}{label}{time}{' (past)' if away < 0 else ''}"

    def _take_project(self, word: Word) -> bool:
        wanted = bare(word.text[1:])
        if not folded(wanted):
            return False
        open_projects = [project for project in self.projects if not project.archived]
        matches = names_meant(wanted, [project.name for project in open_projects])
        if not matches and wanted.isdigit():
            return False
        self._refuse_second("project", "projects", word)
        if len(matches) > 1:
            names = " or ".join(open_projects[index].name for index in matches[:3])
            raise _RefusedError(f"#{wanted} could be {names}. Write more of the name.")
        if matches:
            self.project = open_projects[matches[0]]
            label = self.project.name
        else:
            self.new_project = wanted
            label = f"new project {wanted}"
        self.found["project"] = self._chip("project", label, word, word)
        return True

    def _take_activity(self, word: Word) -> bool:
        wanted = bare(word.text[1:])
        if not folded(wanted):
            return False
        open_activities = [activity for activity in self.activities if not activity.archived]
        names = [activity.name for activity in open_activities]
        matches = names_meant(wanted, names)
        self._refuse_second("activity", "activities", word)
        if not matches:
            raise _RefusedError(_unknown_activity(wanted, names))
        if len(matches) > 1:
            among = " or ".join(names[index] for index in matches[:3])
            raise _RefusedError(f"@{wanted} could be {among}. Write more of the name.")
        self.activity = open_activities[matches[0]]
        self.found["activity"] = self._chip("activity", _capital(names[matches[0]]), word, word)
        return True

    def _take_priority(self, word: Word) -> bool:
        wanted = bare(word.text[1:]).lower()
        if not wanted.isalpha():
            return False
        fitting = [name for name in _PRIORITIES if wanted in (name, name[0])]
        if not fitting:
            raise _RefusedError(
                f"There is no priority {word.text}. Write !urgent, !high, !normal or !low, "
                "or put the word between quotes."
            )
        self._refuse_second("priority", "priorities", word)
        self.priority = _PRIORITIES[fitting[0]]
        self.found["priority"] = self._chip("priority", _capital(fitting[0]), word, word)
        return True

    def _take_stage(self, word: Word) -> bool:
        wanted = bare(word.text[1:]).lower()
        if wanted not in {stage.value for stage in Stage}:
            return False
        self._refuse_second("stage", "stages", word)
        self.stage = Stage(wanted)
        self.found["stage"] = self._chip("stage", _capital(wanted), word, word)
        return True

    def _refuse_second(self, kind: str, plural: str, word: Word) -> None:
        if kind in self.found:
            both = f"{self.found[kind].text} and {bare(word.text)}"
            raise _RefusedError(f"There are two {plural}, {both}. Keep one.")

    def _chip(self, kind: str, label: str, first: Word, last: Word) -> Chip:
        end = first.start + len(self.text[first.start : last.end].rstrip(",;"))
        return Chip(kind, self.text[first.start : end], label, first.start, end)

    def _is_mark(self, text: str) -> bool:
        marked = len(text) > 1 and (
            (text[0] in "#@" and not text[1:].isdigit())
            or (text[0] == "!" and text[1:].isalpha())
            or (text[0] == "/" and text[1:].lower() in {stage.value for stage in Stage})
        )
        return marked or text.lower() == "due"

    def _up_to_mark(self, texts: list[str]) -> list[str]:
        """Return the words that could be a date; after "in" an effort is an attempt at one."""
        for index, text in enumerate(texts):
            if self._is_mark(text):
                return texts[:index]
            if minutes_of(text) is not None and texts[index - 1 : index] != ["in"]:
                return texts[:index]
        return texts

    def _is_mark_or_effort(self, text: str) -> bool:
        return self._is_mark(text) or minutes_of(text) is not None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unknown_activity(wanted: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(wanted.casefold(), [name.casefold() for name in names], 1)
    if near:
        return f"There is no activity called {wanted}. Did you mean @{near[0]}?"
    return f"There is no activity called {wanted}. Activities are added in Settings."
