"""Says which meetings have come over planned work, and offers to make room for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.i18n.gettext import _, plural

if TYPE_CHECKING:
    from datetime import date

    from mle_planner.core.plan.overlaps import MeetingOverWork
    from mle_planner.core.planner import Planner
    from mle_planner.ui.shell.bars import QuestionBar


class OverlapNotice:
    def __init__(
        self,
        planner: Planner,
        bar: QuestionBar,
        push: Callable[[], object],
        plan_day: Callable[[date], object],
        show_day: Callable[[date], object],
    ) -> None:
        self._planner = planner
        self._bar = bar
        self._push = push
        self._plan_day = plan_day
        self._show_day = show_day
        self._overlaps: tuple[MeetingOverWork, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self._bar.isHidden()

    def announce(self, overlaps: Sequence[MeetingOverWork]) -> None:
        """Say which meetings a calendar brought, beside those of a notice that is still open."""
        earlier = self._overlaps if self.is_open else ()
        self._show({*earlier, *overlaps})

    def review(self) -> None:
        """Check again after a change while a notice is open: it may be settled."""
        if self.is_open:
            present = self._planner.stored_plan.meetings_over_work()
            self._show(set(self._overlaps).intersection(present))

    def _show(self, overlaps: Iterable[MeetingOverWork]) -> None:
        self._overlaps = tuple(sorted(overlaps))
        if not self._overlaps:
            self._bar.withdraw()
            return
        first = self._overlaps[0]
        day = self._planner.days.date_of(first.start)
        act: Callable[[], object]
        if not first.can_replan:
            fix, act = _("Show that day"), partial(self._show_day, day)
        elif day == self._planner.today():
            fix, act = _("Push the rest of the day"), self._push
        else:
            fix, act = _("Plan that day again"), partial(self._plan_day, day)
        answer, leave = partial(self._answer, act), self._bar.withdraw
        self._bar.ask(self._sentence(self._overlaps), [(fix, answer), (_("Leave it"), leave)])

    def _sentence(self, overlaps: Sequence[MeetingOverWork]) -> str:
        first, others = overlaps[0], len({(one.start, one.meeting) for one in overlaps}) - 1
        time = day_and_clock_text(first.start, self._planner.now(), self._planner.days.zone)
        words = _(
            "{meeting} at {time} overlaps {block}.",
            meeting=first.meeting,
            time=time,
            block=first.block,
        )
        if not others:
            return words
        more = plural(
            "{count} more meeting overlaps planned work.",
            "{count} more meetings overlap planned work.",
            others,
        )
        return f"{words} {more}"

    def _answer(self, act: Callable[[], object]) -> None:
        self._bar.withdraw()
        act()
