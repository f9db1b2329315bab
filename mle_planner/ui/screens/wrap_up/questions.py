"""What the page asks, one question for each gap, with the possible answers."""

from __future__ import annotations

from collections.abc import Sequence

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.tracking.gap_proposals import EntryProposal
from mle_planner.core.tracking.proposals import Gap
from mle_planner.ui.screens.wrap_up import words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: what it says, why, and what it changes of the coding of the day."""

    subject: EntryProposal
    title: str
    about: str
    category: Category
    gain: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A stretch of the day with its options, best first; ``place`` says what is around it."""

    source: Gap
    span: Span
    times: str
    place: str
    options: tuple[Option, ...]


def questions_of(gaps: Sequence[Gap], day: DaySnapshot, days: PlanningDays) -> tuple[Question, ...]:
    """Return the questions of a day in the order of time."""
    return tuple(_of_gap(gap, day, days) for gap in gaps)


def _of_gap(gap: Gap, day: DaySnapshot, days: PlanningDays) -> Question:
    options = tuple(
        Option(one, one.title, words.about_proposal(one), one.category, words.gain(one, day))
        for one in gap.proposals
    )
    return Question(gap, gap.span, words.times(gap.span, days), words.gap_place(gap), options)
