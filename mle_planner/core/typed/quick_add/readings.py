"""The other readings of a part of a quick-add line, each with the line that states it.

A correction is written into the line: choosing Fri 4 Dec for "due fri" makes it "due 4 dec",
keeping the words makes it ``"due fri"``. So the line alone determines what will be added, whatever
is typed around the corrected words, and changing those words undoes the correction. Every offered
line is parsed again first: a reading is offered only if its line gives exactly that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import minutes_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.i18n.names import capitalized, priority_title, stage_title
from mle_planner.core.model.work import Activity, Priority, Stage
from mle_planner.core.typed import duration
from mle_planner.core.typed.calendar_date import DueError
from mle_planner.core.typed.date import read_due
from mle_planner.core.typed.quick_add.due_meanings import (
    Moment,
    day_in_words,
    days_meant,
    due_in_words,
)
from mle_planner.core.typed.quick_add.line import Certainty, Chip, LineContext, QuickAdd
from mle_planner.core.typed.quick_add.names import begins_a_word, fold, is_close
from mle_planner.core.typed.quick_add.parsing import parse_quick_add
from mle_planner.core.typed.quick_add.repeats import read_repeat, repeat_text
from mle_planner.core.typed.quick_add.starts import read_start
from mle_planner.core.typed.quick_add.words import (
    DASHES,
    due_words,
    mark_of,
    without_stops,
    words_of,
)
from mle_planner.core.typed.title import one_line
from mle_planner.core.typed.vocabulary import in_english

MOST_DAYS = 6
MOST_NAMES = 10
_USUAL_EFFORTS_MIN = (15, 30, 45, 60, 90, 120, 180, 240, 360, 480)
_MOST_EFFORTS = 6
_DAYS_MIN = (240, 360, 480)
"""The possible lengths of a working day besides the one that is set, in minutes."""

_FIELDS = {
    "due": ("due", "due_min"),
    "estimate": ("estimate_min",),
    "earliest": ("earliest",),
    "repeats": ("repeats",),
    "after": ("after",),
    "project": ("project", "new_project"),
    "activity": ("activity",),
    "priority": ("priority",),
    "stage": ("stage",),
}
_KEEP = {
    "repeats": N_("Once only: keep “{words}” in the title"),
    "after": N_("Not a task: keep “{words}” in the title"),
    "due": N_("Not a date: keep “{words}” in the title"),
    "earliest": N_("Not a start: keep “{words}” in the title"),
    "estimate": N_("Not an effort: keep “{words}” in the title"),
    "project": N_("Not a project: keep “{words}” in the title"),
    "activity": N_("Not an activity: keep “{words}” in the title"),
    "priority": N_("Not a priority: keep “{words}” in the title"),
    "stage": N_("Not a stage: keep “{words}” in the title"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One possible meaning of a part of a line.

    ``text`` is the whole line that states it, ``written`` the text that replaces the part, and
    ``end`` the end of that. The current reading has the line as it is. With ``keeps_words`` the
    part is words of the title. ``name`` is the name of a project, an activity or the like, which
    the label includes; with ``is_new`` the project does not exist yet.
    """

    label: str
    text: str
    written: str
    end: int
    is_current: bool = False
    keeps_words: bool = False
    name: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class _Wish:
    """A meaning that a chip could have: its field values, and ways to write it."""

    fields: tuple[Any, ...]
    ways: tuple[str, ...]
    label: str = ""
    name: str = ""
    is_new: bool = False


def readings(text: str, chip: Chip, context: LineContext) -> tuple[Reading, ...]:
    """Return the possible meanings of a line's chip, the likeliest first, keeping the words last.

    Empty if the line no longer has this chip.
    """
    alternatives = _Alternatives(text, chip, context)
    return tuple(alternatives.found()) if chip in alternatives.now.chips else ()


class _Alternatives:
    """The readings of one chip."""

    def __init__(self, text: str, chip: Chip, context: LineContext) -> None:
        self.text, self.chip, self.context = text, chip, context
        self.today = context.today
        self.activities = [found for found in context.activities if not found.archived]
        self.projects = [found for found in context.projects if not found.archived]
        self.now = self.parsed(text)
        self.words = chip.text.replace('"', "")
        self.is_taken = chip.certainty in (Certainty.SURE, Certainty.UNSURE)

    def parsed(self, text: str) -> QuickAdd:
        return parse_quick_add(text, self.context)

    def found(self) -> Iterator[Reading]:
        if self.chip.certainty is Certainty.GUESSED:
            yield from self._activities_to_write()
            return
        current = self._fields(self.now) if self.is_taken else None
        for wish in self._wishes():
            if wish.fields == current:
                label = wish.label or self.chip.label
                yield Reading(label, self.text, self.chip.text, self.chip.end, is_current=True)
            else:
                yield from self._first_way(wish)
        yield from self._literal_reading()

    def _fields(self, line: QuickAdd) -> tuple[Any, ...]:
        return tuple(getattr(line, name) for name in _FIELDS[self.chip.kind])

    def _first_way(self, wish: _Wish) -> Iterator[Reading]:
        """Yield the first way to write a wish that gives this meaning and nothing else."""
        start, end = self.chip.start, self.chip.end
        for way in wish.ways:
            text = self.text[:start] + way + self.text[end:]
            line = self.parsed(text)
            made = next((chip for chip in line.understood if chip.start == start), None)
            if (
                made is not None
                and made.kind == self.chip.kind
                and made.end == start + len(way)
                and self._fields(line) == wish.fields
                and self._leaves_the_rest(line)
                and self._leaves_the_title(line)
            ):
                yield Reading(
                    wish.label or made.label,
                    text,
                    way,
                    start + len(way),
                    name=wish.name,
                    is_new=wish.is_new,
                )
                return

    def _literal_reading(self) -> Iterator[Reading]:
        """Yield the reading that keeps the words in the title."""
        start, end = self.chip.start, self.chip.end
        if self.chip.certainty is Certainty.KEPT:
            label = _("Keep “{words}” in the title", words=self.words)
            yield Reading(label, self.text, self.chip.text, end, is_current=True, keeps_words=True)
            return
        while end < len(self.text) and self.text[end] in ",;":
            end += 1
        written = f'"{self.text[start:end].replace(chr(34), "")}"'
        text = self.text[:start] + written + self.text[end:]
        line = self.parsed(text)
        if self._leaves_the_rest(line) and self._has_words_again(line):
            label = _(_KEEP[self.chip.kind], words=self.words)
            yield Reading(label, text, written, start + len(written), keeps_words=True)

    def _leaves_the_rest(self, line: QuickAdd) -> bool:
        own = _FIELDS[self.chip.kind]
        others = [name for names in _FIELDS.values() for name in names if name not in own]
        is_same = all(getattr(line, name) == getattr(self.now, name) for name in others)
        unread = [
            sum(chip.certainty is Certainty.UNREAD for chip in found.chips)
            for found in (line, self.now)
        ]
        is_better = self.chip.certainty is Certainty.UNREAD
        has_title = bool(line.title) or not self.now.title
        return is_same and unread[0] <= unread[1] - is_better and has_title

    def _leaves_the_title(self, line: QuickAdd) -> bool:
        """Whether the title of a line has the same words as now, except those of the chip."""
        is_kept = self.chip.certainty is Certainty.KEPT
        taken = _without_stops(self.words.split()) if is_kept else []
        words = [*_without_stops(line.title.split()), *taken]
        return sorted(words) == sorted(_without_stops(self.now.title.split()))

    def _has_words_again(self, line: QuickAdd) -> bool:
        """Whether the title of a line is the present title plus the words of the chip."""
        words, title = one_line(self.words).split(), line.title.split()
        kept, wanted = _without_stops(words), _without_stops(self.now.title.split())
        return any(
            _without_stops(title[at : at + len(words)]) == kept
            and _without_stops(title[:at] + title[at + len(words) :]) == wanted
            for at in range(len(title) - len(words) + 1)
        )

    def _activities_to_write(self) -> Iterator[Reading]:
        """Yield the activities to choose from after a guess, each written at the line's end."""
        space = "" if self.text[-1:].isspace() else " "
        for activity in sorted(self.activities, key=lambda found: found != self.now.guess):
            if activity == self.now.guess:
                label = _activity_label(activity)
                yield Reading(label, self.text, "", len(self.text), is_current=True)
                continue
            written = f"{space}{mark_of('@', activity.name)}"
            text = self.text + written
            line = self.parsed(text)
            if line.activity == activity and self._leaves_the_rest(line):
                yield Reading(_activity_label(activity), text, written, len(text))

    # -- the readings of each kind -----------------------------------------------------------

    def _wishes(self) -> Iterator[_Wish]:
        seen: list[tuple[Any, ...]] = []
        by_kind = {
            "due": self._due_wishes,
            "earliest": self._start_wishes,
            "estimate": self._effort_wishes,
            "project": self._project_wishes,
            "activity": self._activity_wishes,
            "priority": self._priority_wishes,
            "stage": self._stage_wishes,
            "repeats": self._repeat_wishes,
            "after": self._after_wishes,
        }
        for wish in by_kind[self.chip.kind]():
            if wish.fields not in seen:
                seen.append(wish.fields)
                yield wish

    def _due_wishes(self) -> Iterator[_Wish]:
        moments = list(dict.fromkeys(self._moments()))
        for day, minute in moments[:MOST_DAYS]:
            yield _Wish((day, minute), due_in_words(day, minute, self.today))

    def _moments(self) -> Iterator[Moment]:
        today = self.today
        words = [without_stops(word.text) for word in words_of(self.words.strip("()[]"))]
        words = words[due_words(words) or in_english(words[:1]) == ["for"] :]
        minute = self.now.due_min if self.is_taken else None
        if self.is_taken and self.now.due is not None:
            yield self.now.due, minute
            if self.now.earliest is not None and self.now.due < self.now.earliest:
                weeks = -((self.now.due - self.now.earliest) // (7 * DAY))
                yield self.now.due + 7 * weeks * DAY, minute
        else:
            try:
                due = read_due(words, today, is_first=True, ends_title=False)
            except DueError:
                due = None
            if due is not None and due.minute != 0:
                minute = due.minute
                yield due.day, minute
        meant = days_meant(words, today)
        yield from meant
        if minute is None and meant:
            minute = meant[0][1]
        monday = today + timedelta(days=7 - today.weekday())
        for day in (today, today + DAY, monday - 3 * DAY, monday, monday + 4 * DAY):
            if day >= today:
                yield day, minute

    def _start_wishes(self) -> Iterator[_Wish]:
        start = read_start([without_stops(word) for word in self.words.split()], self.today)
        monday = self.today + timedelta(days=7 - self.today.weekday())
        days = [self.now.earliest] if self.is_taken else []
        days += [start.day] if start is not None and start.day > self.today else []
        days += [self.today + DAY, monday, monday + 7 * DAY]
        for day in dict.fromkeys(days):
            if day is not None:
                ways = day_in_words(day, self.today)
                yield _Wish((day,), tuple(f"not before {way}" for way in ways))

    def _effort_wishes(self) -> Iterator[_Wish]:
        said = self._words_said()
        stated = said.estimate_min if said is not None else None
        if stated is None and self.words.isdecimal():
            stated = int(self.words)
        words = duration.read_words(self.words.split(), self.context.day_min)
        if words is not None and words.days is not None:
            nearest = {round(words.days * minutes) for minutes in _DAYS_MIN}
        else:
            usual = sorted(_USUAL_EFFORTS_MIN, key=lambda minutes: abs(minutes - (stated or 60)))
            nearest = set(usual[:_MOST_EFFORTS])
        nearest |= {stated} if stated else set()
        for minutes in sorted(nearest, key=lambda each: (self.is_taken or each != stated, each)):
            label = _("Effort: {time}", time=minutes_text(minutes))
            yield _Wish((minutes,), (_effort_in_words(minutes),), label)

    def _project_wishes(self) -> Iterator[_Wish]:
        wanted, said = self.words[1:], self._words_said()
        if said is not None and said.new_project is not None:
            yield self._new_project(said.new_project)
        projects = _likeliest(wanted, {project.name: project for project in self.projects})
        if said is not None and said.project is not None:
            projects.sort(key=lambda project: project != said.project)
        for project in projects[:MOST_NAMES]:
            label = _("Project: {name}", name=project.name)
            yield _Wish((project, None), (mark_of("#", project.name),), label, project.name)
        yield self._new_project(without_stops(wanted))

    def _new_project(self, name: str) -> _Wish:
        label = _("New project: {name}", name=name)
        return _Wish((None, name), (mark_of("#", name),), label, name, is_new=True)

    def _activity_wishes(self) -> Iterator[_Wish]:
        found = _likeliest(self.words[1:], {found.name: found for found in self.activities})
        said = self._words_said()
        if said is not None and said.activity is not None:
            found.sort(key=lambda activity: activity != said.activity)
        for activity in found[:MOST_NAMES]:
            label, name = _activity_label(activity), capitalized(activity.name)
            yield _Wish((activity,), (mark_of("@", activity.name),), label, name)

    def _priority_wishes(self) -> Iterator[_Wish]:
        meant = None if self.is_taken else self.parsed(f"{self.words}: x").priority
        for priority in sorted(Priority, key=lambda each: each != meant):
            name = priority_title(priority)
            label = _("Priority: {name}", name=name)
            yield _Wish((priority,), (f"!{priority.name.lower()}",), label, name)

    def _stage_wishes(self) -> Iterator[_Wish]:
        for stage in Stage:
            name = stage_title(stage)
            yield _Wish((stage,), (f"/{stage.value}",), _("Stage: {name}", name=name), name)

    def _repeat_wishes(self) -> Iterator[_Wish]:
        found = read_repeat(self.words.split(), self.today, self.context.workdays)
        if found is not None:
            yield _Wish((found.rule,), (self.words, repeat_text(found.rule, self.context.workdays)))

    def _after_wishes(self) -> Iterator[_Wish]:
        said = self._words_said()
        if said is not None and said.after:
            yield _Wish((said.after,), (self.words,))

    def _words_said(self) -> QuickAdd | None:
        """Return the meaning of the words alone; of quoted words, without the quotes."""
        if self.is_taken:
            return self.now
        return self.parsed(self.words) if self.chip.certainty is Certainty.KEPT else None


def _activity_label(activity: Activity) -> str:
    return _("Activity: {name}", name=capitalized(activity.name))


def _without_stops(words: list[str]) -> list[str]:
    """Return words without the commas and dashes that separated them from a chip."""
    return [word.rstrip(",;") for word in words if word.strip(",;") and word not in DASHES]


def _likeliest(wanted: str, named: dict[str, Any]) -> list[Any]:
    """Return the values of names: those that begin as typed, then similar ones, then the others."""
    plain = fold(wanted)

    def place(name: str) -> tuple[int, str]:
        rank = 3
        if plain and fold(name).startswith(plain):
            rank = 0
        elif plain and begins_a_word(plain, name):
            rank = 1
        elif is_close(plain, [name], 0.5):
            rank = 2
        return rank, name.casefold()

    return [named[name] for name in sorted(named, key=place)]


def _effort_in_words(minutes: int) -> str:
    """Return a length of time as it is typed, such as ``2h``, ``1h30`` or ``45m``."""
    hours, past = divmod(minutes, 60)
    if not hours:
        return f"{past}m"
    return f"{hours}h{past:02}" if past else f"{hours}h"
