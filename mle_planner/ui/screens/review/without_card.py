"""The reviewed week planned again, without some meeting or without ad-hoc work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mle_planner.core.i18n.gettext import _
from mle_planner.core.planner import Planner
from mle_planner.core.review.week import WeekReview
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from mle_planner.core.scheduling.price.past_week import PastWeek, PastWeekRequest
    from mle_planner.ui.screen import AskWhatIf


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """The meetings of a title, or ad-hoc work if the title is None."""

    title: str | None


class WithoutCard(Card):
    """Plans the week without the chosen meetings or ad-hoc work, and shows the difference."""

    def __init__(self, ask: AskWhatIf) -> None:
        super().__init__(_("This week without…"))
        self._ask = ask
        self._review: WeekReview | None = None
        self._chosen: _LeftOut | None = None
        self.choice = ChoiceBox(_("What to leave out of the week"))
        self.choice.chosen.connect(self._choose)
        self.words = TextLabel("", color="muted", wrapped=True)
        fill(self.body, self.choice, self.words)

    def show_review(self, review: WeekReview) -> None:
        """Offer the meetings of a week; if the week is another one, nothing is chosen yet."""
        if self._review is None or self._review.monday != review.monday:
            self._chosen = None
        self._review = review
        titles = [(one.title, _LeftOut(one.title)) for one in review.meeting_costs if one.real]
        choices = [(_("Choose…"), None), (_("Ad-hoc work"), _LeftOut(None)), *titles]
        if self._chosen not in (subject for _words, subject in choices):
            self._chosen = None
        self.choice.show_choices(choices, self._chosen)
        if self._chosen is None:
            self.words.setText(_("The week is planned again without what you choose."))

    def _choose(self, chosen: _LeftOut | None) -> None:
        review = self._review
        self._chosen = chosen
        if chosen is None or review is None:
            self.words.setText(_("The week is planned again without what you choose."))
            return
        self.words.setText(_("Planning the week again…"))
        monday = review.monday

        def job(planner: Planner, _is_stopped: Callable[[], bool]) -> PastWeekRequest:
            return planner.planning.past_week_request(monday, chosen.title)

        def say(words: str) -> None:
            if self._chosen == chosen and self._review and self._review.monday == monday:
                self.words.setText(words)

        def told(week: PastWeek) -> None:
            say(" ".join(week.sentences))

        self._ask(job, told, say)
