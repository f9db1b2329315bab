"""The questions of the page: one for each gap and each time away, with possible answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span, total, union
from mle_planner.core.i18n.formats import clock_range_text
from mle_planner.core.i18n.gettext import N_, _, joined_words
from mle_planner.core.model.tracked import AwayAnswer, AwayCause
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource, TrackedItem
from mle_planner.core.plan.sums import CategorySums, counted_sums
from mle_planner.core.tracking.day_gaps import CoveredMeeting, is_meeting
from mle_planner.core.tracking.gap_proposals import EntryProposal
from mle_planner.core.tracking.proposals import RecordGap
from mle_planner.core.tracking.unresolved import Unresolved
from mle_planner.core.tracking.wrap_up import WrapUp
from mle_planner.ui.screens.wrap_up import words

_CAUSES = {
    AwayCause.IDLE: N_("no input"),
    AwayCause.LOCKED: N_("the screen was locked"),
    AwayCause.ASLEEP: N_("the computer slept"),
    AwayCause.CUT_OFF: N_("the planner was cut off"),
}


Source = RecordGap | CoveredMeeting | Unresolved
"""What a question is about."""


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer: its text, its reason, and its effect on the coding of the day.

    ``subject`` is the proposal for a gap; for tracked time the meeting it was spent in, or the
    decision about the entry.
    """

    subject: EntryProposal | PlannedItem | AwayAnswer
    title: str
    about: str
    category: Category
    gain: str = ""


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """A stretch of the day with its options, best first; ``neighbours`` says what is around."""

    key: str
    source: Source
    span: Span
    times: str
    neighbours: str
    options: tuple[AnswerChoice, ...]

    @property
    def tracked(self) -> tuple[Span, ...]:
        """What of the stretch the sums of the day hold already."""
        if isinstance(self.source, Unresolved):
            return tuple(part.span for part in self.source.parts)
        return () if isinstance(self.source, RecordGap) else (self.span,)

    @property
    def dropped(self) -> str:
        """The answer in a word if it is dropped: of a meeting, what was tracked then."""
        is_covered = isinstance(self.source, CoveredMeeting)
        return self.options[-1].title if is_covered else _("not tracked")

    @property
    def open_source(self) -> RecordGap | Unresolved | None:
        """What may also be split or described in words; None for a meeting under a timer."""
        return None if isinstance(self.source, CoveredMeeting) else self.source


def questions_of(
    wrap_up: WrapUp, away: Sequence[Unresolved], days: PlanningDays
) -> tuple[DayQuestion, ...]:
    """Return the questions of a day in order of time.

    A meeting in time away is an answer to the question about that.
    """
    day = wrap_up.day
    found = [_of_gap(gap, day, days) for gap in wrap_up.gaps]
    found += [
        _of_covered(one, days)
        for one in wrap_up.covered
        if not any(other.span.overlaps(one.item.span) for other in away)
    ]
    found += [_of_away(one, day, days) for one in away]
    return tuple(sorted(found, key=lambda question: (question.span, question.key)))


def meetings_of(questions: Iterable[DayQuestion]) -> dict[str, EntryProposal]:
    """Return the gaps that an agreed meeting is the best proposal for, by the question's key."""
    found = {}
    for one in questions:
        best = one.options[0].subject if one.options else None
        item = best.item if isinstance(best, EntryProposal) else None
        is_agreed = item is not None and is_meeting(item) and not item.is_tentative
        if isinstance(best, EntryProposal) and is_agreed:
            found[one.key] = best
    return found


def in_question(day: DaySnapshot, questions: Iterable[DayQuestion]) -> CategorySums:
    """Return how much of a day's tracked sums is in question, by category."""
    spans = union(span for one in questions for span in one.tracked)
    return counted_sums(
        (item.category, total(filter(None, map(item.span.intersection, spans))))
        for item in day.tracked
    )


def _of_gap(gap: RecordGap, day: DaySnapshot, days: PlanningDays) -> DayQuestion:
    options = tuple(
        AnswerChoice(one, one.title, words.about_proposal(one), one.category, words.gain(one, day))
        for one in gap.proposals
    )
    times, neighbours = words.times(gap.span, days), words.gap_neighbours(gap)
    return DayQuestion(gap.span.start.isoformat(), gap, gap.span, times, neighbours, options)


def _of_covered(one: CoveredMeeting, days: PlanningDays) -> DayQuestion:
    """Return the question about a meeting under a timer: it was attended, or the work went on."""
    item, title = one.item, one.under.entry.title
    cut = joined_words((_meeting_words(item, days), _("cut out of {title}", title=title)), ", ")
    options = (
        AnswerChoice(item, item.title, cut, item.category),
        AnswerChoice(AwayAnswer.KEEP, title, _("as tracked"), one.under.category),
    )
    neighbours = _("in the calendar while {title} was tracked", title=title)
    if item.source is not PlanSource.CALENDAR:
        neighbours = _("planned while {title} was tracked", title=title)
    key = f"meeting {item.key}"
    return DayQuestion(key, one, item.span, words.times(item.span, days), neighbours, options)


def _of_away(one: Unresolved, day: DaySnapshot, days: PlanningDays) -> DayQuestion:
    """Return the question about time away: a meeting first, else keep it or cut it out."""
    cause = _(_CAUSES[one.cause])
    options = [
        AnswerChoice(item, item.title, _meeting_words(item, days), item.category)
        for item in one.meetings
    ]
    kept = _("as tracked; {cause}", cause=cause)
    options.append(AnswerChoice(AwayAnswer.KEEP, one.title, kept, _category_of(one, day.tracked)))
    cut = _("cut out of {title}; {cause}", title=one.title, cause=cause)
    options.append(AnswerChoice(AwayAnswer.DROP, _("Away"), cut, Category.BREAK))
    neighbours = _("away while {title} was tracked", title=one.title)
    return DayQuestion(
        f"away {one.id}", one, one.span, words.times(one.span, days), neighbours, tuple(options)
    )


def _meeting_words(item: PlannedItem, days: PlanningDays) -> str:
    times = clock_range_text(item.span.start, item.span.end, days.zone)
    if item.source is PlanSource.CALENDAR:
        return _("calendar {times}", times=times)
    return _("planned {times}", times=times)


def _category_of(one: Unresolved, tracked: Sequence[TrackedItem]) -> Category:
    entry = one.parts[0].entry
    found = (item.category for item in tracked if item.entry.id == entry.id)
    return next(found, Category.OTHER_FOCUS)
