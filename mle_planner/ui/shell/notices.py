"""What the window asks and offers unasked, in bars over its screens."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date
from functools import partial

from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.coding_notice import CodingNoticeBar
from mle_planner.ui.shell.frame import Frame
from mle_planner.ui.shell.one_at_a_time import OneAtATime
from mle_planner.ui.shell.overlap_notice import OverlapNotice
from mle_planner.ui.shell.timer_question import TimerQuestion
from mle_planner.ui.shell.wrap_up_notice import WrapUpNotice


class Notices:
    """Each checks on its own whether it is time; those that take longer look one at a time."""

    def __init__(
        self,
        frame: Frame,
        services: Services,
        context: ScreenContext,
        trigger: Callable[[str], object],
    ) -> None:
        """``trigger`` carries out an action by its id."""
        planner, self._context = services.planner, context
        self._trigger = trigger
        self._later = OneAtATime(frame)
        self.timer = TimerQuestion(
            planner, frame.question, context, lambda: services.away.is_watching
        )
        self.overlaps = OverlapNotice(
            planner,
            frame.overlaps,
            partial(trigger, "plan.push"),
            self._plan_day,
            partial(context.go_to, "today"),
        )

        def done(sentence: str) -> None:
            context.show_message(sentence, True)

        self.coding = CodingNoticeBar(planner, frame.coding, done, context.show_error)
        self.wrap_up = WrapUpNotice(planner, frame.wrap_up, context.go_to)
        self.stage = frame.stage_question
        self.stage.follow(planner)
        self.stage.answered.connect(done)
        self.stage.refused.connect(context.show_error)

    def follow(self, topics: Set[Topic]) -> None:
        """Look at what a change of these topics may settle or bring up."""
        if self.overlaps.is_open:
            self._later.add(self.overlaps.review)
        if topics & PLAN_TOPICS:
            self._later.add(self.coding.show_if_due)
        if Topic.PIPELINE in topics:
            self.stage.show_newest()

    def pass_minute(self) -> None:
        """Look at what the time brings up."""
        self.coding.show_if_due()
        self.wrap_up.offer_if_due()

    def stop(self) -> None:
        self._later.clear()

    def _plan_day(self, day: date) -> None:
        self._context.go_to("today", day)
        self._trigger("plan.propose")
