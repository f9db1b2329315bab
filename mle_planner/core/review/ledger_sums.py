"""What the focus ledger holds: causes, losses, and their sums of a day and of a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, total
from mle_planner.core.i18n.formats import day_name
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.work import Category


class LossCause(StrEnum):
    """What a planned minute of focus was lost to; the value is what files hold."""

    MEETING_ADDED = "meeting added"
    MEETING_OVERRUN = "meeting overrun"
    LATE_START = "late start"
    AD_HOC = "ad-hoc request"
    IDLE = "idle"
    OTHER_WORK = "other work"
    MOVED = "plan moved"
    BREAK = "break"
    AWAY = "away"


_NAMES = {
    LossCause.MEETING_ADDED: N_("Meeting added"),
    LossCause.MEETING_OVERRUN: N_("Meeting overrun"),
    LossCause.LATE_START: N_("Late start"),
    LossCause.AD_HOC: N_("Ad-hoc request"),
    LossCause.IDLE: N_("Idle"),
    LossCause.OTHER_WORK: N_("Other work"),
    LossCause.MOVED: N_("Moved by me"),
    LossCause.BREAK: N_("Break"),
    LossCause.AWAY: N_("Away or not tracked"),
}
_DRAWN_AS = {
    LossCause.MEETING_ADDED: Category.MEETING,
    LossCause.MEETING_OVERRUN: Category.MEETING,
    LossCause.AD_HOC: Category.ADMIN,
    LossCause.OTHER_WORK: Category.ADMIN,
    LossCause.MOVED: Category.OTHER_FOCUS,
}


def cause_name(cause: LossCause) -> str:
    """Return the name of a cause as it is shown, such as "Late start"."""
    return _(_NAMES[cause])


def cause_color(cause: LossCause) -> Category:
    """Return the category in whose colour a cause is drawn."""
    return _DRAWN_AS.get(cause, Category.BREAK)


@dataclass(frozen=True, slots=True)
class Loss:
    """A stretch of planned focus that was lost; ``title`` is of what took it, or of the block."""

    cause: LossCause
    title: str
    day: date
    span: Span


@dataclass(frozen=True, slots=True)
class Example:
    """What was lost under one title, on which planning days."""

    title: str
    days: tuple[date, ...]
    lost: timedelta

    @property
    def text(self) -> str:
        """The words on screen, such as "Incident review on Thursday" or "Standup on 4 days"."""
        if len(self.days) == 1:
            return _("{title} on {day}", title=self.title, day=day_name(self.days[0].weekday()))
        return plural(
            "{title} on {count} day", "{title} on {count} days", len(self.days), title=self.title
        )


@dataclass(frozen=True, slots=True)
class CauseLine:
    """All that was lost to one cause; the largest example comes first."""

    cause: LossCause
    lost: timedelta
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class DayLedger:
    """One day's planned focus, and what became of it; whole minutes.

    ``is_frozen`` tells whether it is held against a frozen plan; a day that has not begun is not.
    ``blocks`` counts the planned blocks of focus that have begun.
    """

    day: date
    is_frozen: bool
    blocks: int
    planned: timedelta
    coding: timedelta
    other_focus: timedelta
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class FocusLedger:
    """The ledger of some days; ``planned`` is always ``done`` and ``lost`` together."""

    days: tuple[DayLedger, ...]

    @property
    def planned(self) -> timedelta:
        """Planned focus that has passed."""
        return sum((day.planned for day in self.days), ZERO)

    @property
    def blocks(self) -> int:
        """How many planned blocks of focus have begun."""
        return sum(day.blocks for day in self.days)

    @property
    def frozen_days(self) -> int:
        """How many of its days with a block that has begun are held against a frozen plan."""
        return sum(day.is_frozen and day.blocks > 0 for day in self.days)

    @property
    def coding(self) -> timedelta:
        """Planned focus in which coding was tracked."""
        return sum((day.coding for day in self.days), ZERO)

    @property
    def other_focus(self) -> timedelta:
        """Planned focus in which other focus was tracked."""
        return sum((day.other_focus for day in self.days), ZERO)

    @property
    def done(self) -> timedelta:
        """Planned focus in which any focus was tracked."""
        return self.coding + self.other_focus

    @property
    def lost(self) -> timedelta:
        """Planned focus that was anything else."""
        return self.planned - self.done

    @property
    def share(self) -> float:
        """The done part of the planned focus, from 0 to 1; only with planned focus."""
        return self.done / self.planned

    @property
    def causes(self) -> tuple[CauseLine, ...]:
        """A line for each cause that took time, the largest first."""
        losses = [loss for day in self.days for loss in day.losses]
        lines = [
            CauseLine(cause, total(loss.span for loss in of_cause), _examples(of_cause))
            for cause in LossCause
            if (of_cause := [loss for loss in losses if loss.cause is cause])
        ]
        return tuple(sorted(lines, key=lambda line: -line.lost))

    def of(self, day: date) -> FocusLedger:
        """Return the ledger of one of its days."""
        return FocusLedger(tuple(one for one in self.days if one.day == day))


def _examples(losses: Sequence[Loss]) -> tuple[Example, ...]:
    by_title: dict[str, list[Loss]] = {}
    for loss in losses:
        by_title.setdefault(loss.title, []).append(loss)
    found = [
        Example(title, tuple(sorted({loss.day for loss in of_title})),
                total(loss.span for loss in of_title))
        for title, of_title in by_title.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.lost, one.title.casefold())))
