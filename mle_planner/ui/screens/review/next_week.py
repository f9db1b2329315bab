"""The review's suggestions for next week, some of them found by planning that week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.core.review.suggestions import (
    EstimateSuggestion,
    HoldSuggestion,
    LengthSuggestion,
    Suggestion,
    best_suggestions,
    hold_suggestions,
    learned_suggestions,
)
from mle_planner.core.review.week import WeekReview
from mle_planner.core.topics import PLAN_TOPICS

if TYPE_CHECKING:
    from mle_planner.core.scheduling.price.coming_week import ComingWeek, ComingWeekRequest
    from mle_planner.ui.screen import AskWhatIf

Show = Callable[[Sequence[Suggestion], str], None]


class NextWeek:
    """Finds suggestions and carries them out.

    Next week is planned only if it is ahead, and only once as long as its data does not change.
    """

    def __init__(self, planner: Planner, ask: AskWhatIf, show: Show) -> None:
        self._planner = planner
        self._ask = ask
        self._show = show
        self._asked: object = None
        self._worth: ComingWeek | None = None
        self._refusal = ""

    def suggest(self, review: WeekReview, *, may_plan: bool) -> None:
        """Show the suggestions; if it ``may_plan``, next week is planned to find more."""
        if review.is_empty:
            words = _("Nothing was tracked in this week. S on Today starts the timer.")
            self._show((), words)
            return
        planner = self._planner
        tasks = planner.open_task_views()
        next_week = planner.week(review.monday + timedelta(weeks=1))
        holds = hold_suggestions(review, tasks, next_week, planner.days)
        dates = [day.day for day in next_week.days]
        is_ahead = dates[-1] >= planner.today()
        key = (review.monday, holds, planner.revisions(PLAN_TOPICS), planner.today())
        if key != self._asked and (may_plan or not is_ahead):
            self._asked, self._worth, self._refusal = key, None, ""
            if is_ahead:
                self._plan(review, dates, holds)
        worth = self._worth if key == self._asked else None
        found = best_suggestions(
            worth.moves if worth else (),
            zip(holds, worth.hold_gains, strict=True) if worth else (),
            learned_suggestions(review, tasks, planner.typical_day.recurring_events()),
        )
        words = _("Looking for more…") if is_ahead and worth is None else ""
        if not words and not found:
            words = _("No suggestions for next week.")
        self._show(found, self._refusal or words)

    def _plan(
        self, review: WeekReview, dates: Sequence[date], holds: Sequence[HoldSuggestion]
    ) -> None:
        asked = self._asked

        def job(planner: Planner, _is_stopped: Callable[[], bool]) -> ComingWeekRequest:
            from mle_planner.core.scheduling.price.coming_week import HeldTime

            held = (HeldTime(hold.task_id, hold.span) for hold in holds)
            return planner.planning.coming_week_request(dates, held)

        def answer(worth: ComingWeek | None, refusal: str = "") -> None:
            if asked == self._asked:
                self._worth, self._refusal = worth, refusal
                self.suggest(review, may_plan=False)

        self._ask(job, answer, lambda refusal: answer(None, refusal))

    def carry_out(self, suggestion: Any) -> None:
        """Carry out a suggestion as one edit."""
        if isinstance(suggestion, EstimateSuggestion):
            self._planner.tasks.change(suggestion.task_id, estimate_min=suggestion.new_estimate_min)
        elif isinstance(suggestion, LengthSuggestion):
            self._planner.typical_day.change_recurring_event(
                suggestion.recurring_id, duration_min=suggestion.new_duration_min
            )
        elif isinstance(suggestion, HoldSuggestion):
            self._planner.blocks.create(
                suggestion.span,
                suggestion.task_title,
                activity_id=suggestion.activity_id,
                task_id=suggestion.task_id,
                project_id=suggestion.project_id,
                pinned=True,
            )
        else:
            self._planner.blocks.move(suggestion.key, suggestion.span.start)
