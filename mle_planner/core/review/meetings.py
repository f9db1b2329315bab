"""What meetings took: scheduled and real time by series, and the focus that each title cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.review.counterfactual import WorkedDay, room_without
from mle_planner.core.review.ledger_sums import FocusLedger, LossCause
from mle_planner.core.review.variances import PlannedPart
from mle_planner.core.typed.title import title_key


@dataclass(frozen=True, slots=True)
class MeetingLength:
    """The tracked meetings of a series: how many, and how long by the calendar and in fact."""

    uid: str
    title: str
    count: int
    scheduled: timedelta
    tracked: timedelta


def meeting_lengths(tracked: Iterable[TrackedItem]) -> tuple[MeetingLength, ...]:
    """Return the lengths by series, the one that overran most first.

    Only what is still a meeting counts, and nothing that runs. Split in two it is one meeting.
    """
    by_uid: dict[str, list[TrackedItem]] = {}
    for item in tracked:
        entry = item.entry
        if entry.meeting_uid and entry.end is not None and item.category is Category.MEETING:
            by_uid.setdefault(entry.meeting_uid, []).append(item)
    found = [_length(uid, items) for uid, items in by_uid.items()]
    return tuple(sorted(found, key=lambda one: (one.scheduled - one.tracked, one.title, one.uid)))


def _length(uid: str, items: list[TrackedItem]) -> MeetingLength:
    entries = [item.entry for item in items]
    scheduled: set[tuple[datetime, datetime]] = {
        (entry.scheduled_start, entry.scheduled_end)
        for entry in entries
        if entry.scheduled_start is not None and entry.scheduled_end is not None
    }
    return MeetingLength(
        uid,
        entries[-1].title,
        len(scheduled),
        sum((end - start for start, end in scheduled), ZERO),
        sum((item.counted for item in items), ZERO),
    )


@dataclass(frozen=True, slots=True)
class MeetingCost:
    """The meetings of one title in a week.

    ``count`` is how often it was scheduled, or tracked where it never was. ``added`` and
    ``overrun`` are what the focus ledger says was lost to it, ``without`` how much more room for
    long focus the week has without it.
    """

    title: str
    count: int
    scheduled: timedelta
    real: timedelta
    added: timedelta
    overrun: timedelta
    without: timedelta = ZERO

    @property
    def cost(self) -> timedelta:
        """The planned focus that was lost to it."""
        return self.added + self.overrun


def meeting_costs(
    days: Iterable[tuple[Sequence[PlannedPart], Sequence[TrackedItem]]],
    ledger: FocusLedger,
    worked: Sequence[WorkedDay] = (),
) -> tuple[MeetingCost, ...]:
    """Return a line for each title of a meeting, the one that cost most focus first.

    Each day comes as its plan so far and what was tracked. An entry of a calendar's meeting says
    itself how long that was scheduled for; else the plan of the day does. A meeting that was not
    tracked is compared with nothing, and has a line only where it cost focus. Upper and lower case
    are the same. The costs add up to what the ledger lost to meetings.
    """
    lines: dict[str, _Line] = {}
    for planned, tracked in days:
        of_day: dict[str, list[Span]] = {}
        held = [item for item in tracked if item.category is Category.MEETING]
        titles = {title_key(item.entry.title) for item in held}
        for item in held:
            _line_of(lines, item.entry.title).entries.append(item.counted)
            start, end = item.entry.scheduled_start, item.entry.scheduled_end
            if start is not None and end is not None:
                of_day.setdefault(title_key(item.entry.title), []).append(Span(start, end))
        for part in planned:
            key = title_key(part.title)
            if part.category is Category.MEETING and key in titles and key not in of_day:
                lines[key].scheduled.add((part.span.start, part.span.end))
        for key, spans in of_day.items():
            lines[key].scheduled.update((span.start, span.end) for span in spans)
    for day in ledger.days:
        for loss in day.losses:
            if loss.cause in (LossCause.MEETING_ADDED, LossCause.MEETING_OVERRUN):
                line = _line_of(lines, loss.title)
                line.lost[loss.cause] = line.lost.get(loss.cause, ZERO) + loss.span.duration
    found = [
        replace(line.cost, without=room_without(worked, line.is_entry)) for line in lines.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.cost, -one.real, one.title.casefold())))


class _Line:
    """What is gathered for one title."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.entries: list[timedelta] = []
        self.scheduled: set[tuple[datetime, datetime]] = set()
        self.lost: dict[LossCause, timedelta] = {}

    def is_entry(self, item: TrackedItem) -> bool:
        return item.is_meeting_titled(self.title)

    @property
    def cost(self) -> MeetingCost:
        return MeetingCost(
            self.title,
            len(self.scheduled) or len(self.entries),
            sum((end - start for start, end in self.scheduled), ZERO),
            sum(self.entries, ZERO),
            self.lost.get(LossCause.MEETING_ADDED, ZERO),
            self.lost.get(LossCause.MEETING_OVERRUN, ZERO),
        )


def _line_of(lines: dict[str, _Line], title: str) -> _Line:
    return lines.setdefault(title_key(title), _Line(title.strip()))
