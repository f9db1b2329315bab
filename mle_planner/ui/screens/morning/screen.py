"""The morning page: one page before the day begins, with work left over and a plan to accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import DAY, ZERO
from mle_planner.core.i18n.formats import whole_day_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.proposal import LateTask, Proposal, Remedy, day_with
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.comparison import gains
from mle_planner.core.tasks.morning import AWAY_DAYS, LeftOver, Morning
from mle_planner.core.topics import PLAN_TOPICS, Revisions, Topic
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.screen import AnsweringScreen, ScreenContext
from mle_planner.ui.screens.morning import words
from mle_planner.ui.screens.morning.day_cards import (
    AwayCard,
    Foot,
    HeadFigures,
    MeetingsCard,
    PlanCard,
)
from mle_planner.ui.screens.morning.left_card import LeftCard, LeftChoice
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.timeline.late_card import LateCard
from mle_planner.ui.widgets.cards import TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.keys import pressed_key
from mle_planner.ui.widgets.layouts import STRETCH, column_of, order_tabs, row_of, scrolling
from mle_planner.ui.widgets.qt_override import override

_WIDEST_PX = 788


class MorningScreen(AnsweringScreen):
    """One page: the tasks left over, the meetings, the proposed plan. Enter accepts it.

    After days away it first asks one question about all missed work. Choices for single tasks are
    separate edits, and the plan is made again after each.
    """

    fixed_title = N_("Morning")
    topics = PLAN_TOPICS | {Topic.FROZEN_PLANS, Topic.OTHER_SETTINGS}
    has_steps = False
    has_letter_keys = True

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self.planner = planner
        self.context = context
        self._timer = Timer(planner, context.ask, context.show_message)
        self.proposal: Proposal | None = None
        self.better: Proposal | None = None
        self._asked_for: Revisions | None = None
        self._asking = QTimer(self, singleShot=True)  # the page is shown before its plan is asked
        self._asking.timeout.connect(self._ask)
        self._refusal = ""
        self._day: date | None = None
        self._days_away = 0
        self._is_question_open = False
        self._hides_left = False
        self.keys = Shortcuts(planner.settings.word("shortcuts"))
        self.heading = TextLabel("", role="figure")
        self.head = HeadFigures()
        self.away_card = AwayCard(self.keys.shown("proposal.accept"))
        self.left_card = LeftCard()
        self.late_card = LateCard()
        self.meetings_card = MeetingsCard()
        self.plan_card = PlanCard()
        self.foot = Foot(self.keys.shown("proposal.accept"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.foot.skip.clicked.connect(self.skip)
        self.foot.adjust.clicked.connect(self.adjust)
        self.foot.accept.clicked.connect(self.accept)
        self.left_card.chosen.connect(self._choose)
        self.plan_card.better_requested.connect(self.take_better)
        self.plan_card.again_requested.connect(self.propose)
        self.late_card.remedy_requested.connect(self._make_room)
        self.away_card.replan_requested.connect(self._replan_all)
        self.away_card.choose_requested.connect(self._close_question)
        self.away_card.put_off_requested.connect(self._put_off)
        context.ticks.minute_ticked.connect(self._on_minute)

    # -- screen ------------------------------------------------------------------------------

    @property
    @override
    def subtitle(self) -> str:
        working = self.planner.day(self.planner.today()).working
        is_early = working is not None and self.planner.now() < working.start
        return _("before the day starts") if is_early else ""

    @override
    def refresh(self) -> None:
        if not self.isVisible():
            return  # its topics are read when it is shown
        morning = self.planner.mornings.read()
        if morning.day.day != self._day:
            self._begin_day(morning)
        if not morning.left_over:
            self._is_question_open = False
        if not self._is_question_open and self._is_plan_stale():
            self.proposal = self.better = None
            self._refusal = ""
            self._asking.start()
        self._show(morning)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.proposal is None:
            self._asked_for = None  # another screen may have requested a plan meanwhile
        self.refresh()

    @override
    def propose(self) -> None:
        self._asked_for = None
        self.refresh()

    @override
    def answers(self) -> Mapping[str, Callable[[], None]]:
        if self.proposal is None or self._is_question_open:
            return {}
        answers: dict[str, Callable[[], None]] = {
            "proposal.accept": self.accept,
            "proposal.drop": self.skip,
        }
        if self.better is not None:
            answers["proposal.better"] = self.take_better
        return answers

    def _begin_day(self, morning: Morning) -> None:
        self._day = morning.day.day
        self._days_away = self.planner.mornings.working_days_away()
        self._is_question_open = self._days_away >= AWAY_DAYS and morning.left > ZERO
        self._hides_left = False
        self._asked_for = self.proposal = self.better = None

    # -- the plan ----------------------------------------------------------------------------

    def _is_plan_stale(self) -> bool:
        """Return whether the last request was not for the data as stored now."""
        asked_for = self._asked_for
        return asked_for is None or self.planner.revisions(tuple(asked_for)) != asked_for

    @Slot()
    def _ask(self) -> None:
        """Request a plan of today."""
        if not self.isVisible():
            return
        try:
            request = self.planner.planning.request([self.planner.today()])
        except PlannerError as error:
            self._take_refusal(str(error))
            return
        self._asked_for = request.revisions
        self.context.plans.ask(
            request,
            self._receive_first,
            self._receive_better,
            asker=self.context.asker,
            refused=self._take_refusal,
        )

    def _take_refusal(self, sentence: str) -> None:
        """Show on the page why there is no plan."""
        self._refusal = sentence
        self._show(self.planner.mornings.read())

    def _receive_first(self, proposal: Proposal) -> None:
        self.proposal, self.better = proposal, None
        self._show(self.planner.mornings.read())

    def _receive_better(self, proposal: Proposal) -> None:
        """Offer a better plan beside the shown one, if it gains something."""
        found = gains(self.proposal, proposal) if self.proposal is not None else ()
        if found:
            self.better = proposal
            better = _("A better plan: {gains}", gains=", ".join(found))
            self.plan_card.better_button.setToolTip(as_plain_tooltip(better))
            self.plan_card.better_button.setAccessibleDescription(better)
            self.plan_card.better_button.show()

    @Slot()
    def take_better(self) -> None:
        """Show the better plan in place of the one shown."""
        if self.better is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # its button is hidden
            self._receive_first(self.better)

    @Slot()
    def accept(self) -> None:
        """Accept the plan as one edit and go to Today."""
        proposal = self.proposal
        if proposal is None:
            return
        if self._attempt(lambda: self.planner.planning.accept(proposal)):
            self.context.plans.drop()
            self.context.go_to("today", self.planner.today())
            self.context.show_message(_("Plan accepted."), True)

    @Slot()
    def adjust(self) -> None:
        """Open Today with the proposal, so that its blocks can be moved or accepted one by one."""
        self.context.show_plan_on("today", self.planner.today())

    @Slot()
    def skip(self) -> None:
        """Go to Today without a plan; choices for single tasks stay."""
        self.context.plans.drop()
        self._asked_for = self.proposal = self.better = None
        self.context.go_to("today", self.planner.today())

    @Slot(object, object)
    def _make_room(self, one: LateTask, remedy: Remedy) -> None:
        """Carry out a late task's remedy; the notice of the edit triggers a new plan."""
        said: list[str] = []
        if self._attempt(lambda: said.append(self.planner.planning.apply_remedy(one.task, remedy))):
            self.context.show_message(f"{said[0]} " + _("Planned again."), True)

    # -- what is left over -------------------------------------------------------------------

    @Slot(object, object)
    def _choose(self, task_id: TaskId, choice: LeftChoice) -> None:
        """Carry out a choice for a task; the notice of the edit triggers a new plan."""
        tasks, today = self.planner.tasks, self.planner.today()
        task = self.planner.task(task_id)
        if task is None:
            return

        def carry_out() -> None:
            if choice is LeftChoice.DONE:
                if task.done_at is None:
                    self._timer.finish(task_id)
                return
            if task.done_at is not None:
                tasks.reopen(task_id)
            if choice is LeftChoice.LATER:
                tasks.put_off([task_id], today + DAY)
            elif task.earliest is not None and task.earliest > today:
                tasks.change(task_id, earliest=None)
            else:
                left = {
                    one.view.task.id: one.more for one in self.planner.mornings.read().left_over
                }
                more = left.get(task_id)
                if more is not None:
                    self.planner.planning.apply_remedy(task, more)

        self._attempt(carry_out)

    @Slot()
    def _replan_all(self) -> None:
        self._hides_left = True
        self._close_question()

    @Slot()
    def _put_off(self) -> None:
        """Put off all missed tasks to tomorrow or later, as one edit."""
        ids = [one.view.task.id for one in self.planner.mornings.read().left_over]
        tomorrow = self.planner.today() + DAY
        if self._attempt(lambda: self.planner.tasks.put_off(ids, tomorrow)):
            self._close_question()

    @Slot()
    def _close_question(self) -> None:
        self._is_question_open = False
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _attempt(self, act: Callable[[], object]) -> bool:
        """Carry out an answer, with the focus where Enter accepts: its button may go."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        is_done = self.context.attempt(act)
        if not is_done:
            self.refresh()
        return is_done

    # -- showing -----------------------------------------------------------------------------

    def _show(self, morning: Morning) -> None:
        days, proposal = self.planner.days, self.proposal
        shown = day_with(morning.day, proposal) if proposal is not None else morning.day
        asks = self._is_question_open
        self.heading.setText(whole_day_text(morning.day.day))
        shortest_min = self.planner.settings.number("min_chunk_min")
        self.head.show_figures(words.head_figures(morning, shown, shortest_min))
        self.away_card.setVisible(asks)
        self.away_card.show_away(morning, self._days_away)
        self.left_card.setVisible(bool(morning.left_over) and not asks and not self._hides_left)

        def moves(one: LeftOver) -> str:
            return words.moves_text(one, shown, proposal, days)

        is_left_new = self.left_card.show_left(morning, moves)
        present = {item.key for item in morning.day.items}
        late = proposal.late if proposal is not None and not asks else ()
        if (
            self.late_card.show_late(late, days, lambda remedy: remedy.can_be_done(present))
            or is_left_new
        ):
            order_tabs(self._page)  # rows made later would come last
        self.meetings_card.show_day(shown, days)
        self.plan_card.setVisible(not asks)
        self.plan_card.show_refusal(self._refusal)
        origins = self.planner.planning.origins(proposal) if proposal is not None else {}
        self.plan_card.show_plan(morning, shown, proposal, days, origins)
        notes = ""
        if proposal is not None:
            waits = self.planner.stored_plan.why_coding_waits(shown, proposal.later)
            notes = words.notes_text(proposal, waits)
        self.plan_card.notes.show_text(notes)
        self.plan_card.better_button.setVisible(self.better is not None)
        self.foot.accept.setEnabled(proposal is not None)
        self.foot.accept.setVisible(not asks)
        self.foot.adjust.setVisible(not asks)

    def _lay_out(self) -> None:
        page = self._page = QWidget()
        page.setMaximumWidth(_WIDEST_PX)
        column_of(
            self.heading,
            self.head,
            self.away_card,
            self.left_card,
            self.late_card,
            self.meetings_card,
            self.plan_card,
            STRETCH,
            inside=page,
            spacing=12,
            margins=(14, 24, 14, 24),
        )
        self.foot.setMaximumWidth(_WIDEST_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(_in_the_middle(page)), 1)
        layout.addWidget(_in_the_middle(self.foot))  # always visible, however long the page is

    @Slot()
    def _on_minute(self) -> None:
        if self.isVisible() and self.planner.today() != self._day:
            self.refresh()

    # -- keys --------------------------------------------------------------------------------

    @override
    def answer_by(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return the call for a key; Enter on a focused button presses that button."""
        pressed = pressed_key(event)
        focus = self.focusWidget()
        is_accept = pressed in self.keys.of("proposal.accept")
        if is_accept and isinstance(focus, QPushButton) and not focus.isCheckable():
            return focus.click
        if self._is_question_open:
            if is_accept:
                return self._replan_all
            return self.skip if pressed in self.keys.of("proposal.drop") else None
        if self.proposal is None and pressed in self.keys.of("proposal.drop"):
            return self.skip
        answers = self.answers()
        return next((answers[one] for one in answers if pressed in self.keys.of(one)), None)


def _in_the_middle(inside: QWidget) -> QWidget:
    """Return a widget that centres another one, at up to its greatest width."""
    middle = QWidget()
    row_of(STRETCH, (inside, 1000), STRETCH, inside=middle)
    return middle
