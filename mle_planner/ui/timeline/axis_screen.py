"""What Today and Week have in common: an axis, edits on it, and a proposal."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.model.work import Category, TaskId
from mle_planner.core.plan.move_spans import Neighbours
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.refs import ItemRef
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.ui.screen import AnsweringScreen, ScreenContext
from mle_planner.ui.timeline.interact.title_editor import unsaved_title_key
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent, LaneKind
from mle_planner.ui.timeline.model.requests import Create, Rename, Request, timer_request
from mle_planner.ui.timeline.view import AxisView
from mle_planner.ui.widgets.keys import PRESSING, pressed_key
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.actions.shortcuts import Shortcuts
    from mle_planner.ui.planning.plans import PlanQuestion
    from mle_planner.ui.timeline.all_day import AllDayStrip
    from mle_planner.ui.timeline.backlog.side import BacklogSide
    from mle_planner.ui.timeline.interact.menu import Choices
    from mle_planner.ui.timeline.model.edits import AxisEdits
    from mle_planner.ui.timeline.model.preview import TaskDraft
    from mle_planner.ui.timeline.proposal_bar import ProposalBar
    from mle_planner.ui.timeline.proposing import Proposing
    from mle_planner.ui.timeline.task_menu import TaskMenu

NEW_ENTRY = timedelta(hours=1)


class AxisScreen(AnsweringScreen):
    """A screen around an axis.

    Subclasses say what is shown (`read`) and put `view`, with its head, into their layout.
    """

    topics = PLAN_TOPICS | {Topic.FROZEN_PLANS, Topic.OTHER_SETTINGS}
    primary_action = "plan.propose"

    lists_unplaced: ClassVar[bool] = False
    """Whether the screen itself lists what does not fit; else the bar over the axis does."""
    has_plan_lane: ClassVar[bool] = False
    """Whether one lane is the plan; the bar of a proposal then lies over its heading."""

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self.planner = planner
        self.context = context
        self._is_behind = False
        # made with the first need of each: the window is painted before that
        self._proposing: Proposing | None = None
        self._backlog: BacklogSide | None = None
        self._all_day: AllDayStrip | None = None
        self._keys: Shortcuts | None = None
        self.view = AxisView(context, AxisContent((), planner.now(), planner.days, ()))
        self.surface = self.view.surface
        self.view.choices = self._choices
        self.surface.titles.complete = self._complete_names
        self.surface.titles.unsaved = lambda key: context.drafts.text(unsaved_title_key(key))
        self.surface.titles.offers = planner.tracking.offers
        self.surface.assign_requested.connect(self._pick_task)
        self.surface.draft_of_task = self._draft_of_task
        self.surface.shown_key = lambda action_id: self.keys.shown(action_id)
        self.surface.answer_by = self.answer_by
        self.surface.answer_requested.connect(self.answer)
        self.surface.edit_requested.connect(self._carry_out)
        self.surface.refused.connect(context.show_refusal)
        context.ticks.minute_ticked.connect(self._on_minute)
        context.ticks.second_ticked.connect(self._on_second)
        self.setFocusProxy(self.surface)

    @cached_property
    def _edits(self) -> AxisEdits:
        from mle_planner.ui.timeline.model.edits import AxisEdits

        return AxisEdits(self.planner, self.context)

    @property
    def proposing(self) -> Proposing:
        """What is proposed here, made with the first request for a plan."""
        if self._proposing is None:
            from mle_planner.ui.timeline.proposing import Proposing

            made = Proposing(self.planner, self.context, self.view, over_lane=self.has_plan_lane)
            self._proposing = made
            made.bar.lists_unplaced = not self.lists_unplaced
            made.shown.connect(self.proposal_shown)
            made.day_requested.connect(self._plan_from)
        return self._proposing

    @property
    def backlog(self) -> BacklogSide:
        """The backlog beside the axis, made when it is first opened."""
        if self._backlog is None:
            from mle_planner.ui.timeline.backlog.side import BacklogSide

            self._backlog = BacklogSide(
                self.planner, self.context, self.surface, self, self.task_menu
            )
            self._backlog.panel.show_key(self.keys.shown("plan.backlog"))
        return self._backlog

    @cached_property
    def task_menu(self) -> TaskMenu:
        from mle_planner.ui.timeline.task_menu import TaskMenu

        return TaskMenu(self.planner, self.context)

    def selected_tasks(self) -> Sequence[TaskId]:
        """Return what is chosen in the backlog while that is open, else the blocks' tasks."""
        if self._backlog is not None and self._backlog.panel.isVisibleTo(self):
            chosen = self._backlog.panel.marks.chosen()
            if chosen:
                return chosen
        blocks = (self.surface.content.find(key) for key in sorted(self.surface.selection.keys))
        tasks = [block.task for block in blocks if block is not None and block.task is not None]
        return list(dict.fromkeys(task.id for task in tasks if task.done_at is None))

    def open_backlog(self) -> None:
        """Show the open tasks beside the axis, with the keyboard in their filter."""
        raise NotImplementedError

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        tasks = self.selected_tasks()
        edits = self.task_menu.actions(tasks, self) if tasks else {}
        return {"plan.backlog": self.open_backlog, **edits, **super().own_actions()}

    @property
    def keys(self) -> Shortcuts:
        """The keys of all actions, as they are set now."""
        stored = self.planner.settings.word("shortcuts")
        if self._keys is None or self._keys.stored != stored:
            from mle_planner.ui.actions.shortcuts import Shortcuts

            self._keys = Shortcuts(stored)
        return self._keys

    @property
    def bar(self) -> ProposalBar:
        """The bar over the axis while a plan waits for an answer."""
        return self.proposing.bar

    @property
    def proposal(self) -> Proposal | None:
        return self.surface.proposal

    @property
    def all_day(self) -> AllDayStrip:
        """The strip under the head, made when a day first has all-day events."""
        if self._all_day is None:
            from mle_planner.ui.timeline.all_day import AllDayStrip

            self._all_day = AllDayStrip(self.surface)
            self.view.head.addWidget(self._all_day)
        return self._all_day

    # -- for subclasses ----------------------------------------------------------------------

    def read(self) -> tuple[AxisContent, Mapping[date, Sequence[CalendarEvent]]]:
        raise NotImplementedError

    def plannable_days(self) -> tuple[date, ...]:
        """Return the days a plan is made for: those shown that are not over."""
        today = self.planner.today()
        return tuple(day for day in self.shown_days() if day >= today)

    # -- screen ------------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        self._is_behind = False
        content, all_day = self.read()
        self.surface.neighbours = Neighbours(self.planner.settings.word("neighbours"))
        self.surface.set_content(content)
        if self._proposing is not None:
            self._proposing.refresh()
        if self._backlog is not None:
            self._backlog.panel.show_key(self.keys.shown("plan.backlog"))
            self._backlog.refresh()
        if self._all_day is not None or any(all_day.values()):
            self.all_day.set_events(all_day)

    @override
    def begin_new(self) -> None:
        """Open the line for something new, planned in the next open time.

        With a tracked entry selected, begin one in the untracked time that follows it; with
        empty time marked, begin there.
        """
        if self.surface.titles.begin_at_mark():
            return
        block = self.surface.current_block()
        if block is None or not block.is_tracked:
            self.context.capture()
            return
        wish = self.surface.content.untracked_after(block, NEW_ENTRY)
        if wish is not None:
            self.surface.titles.draft(Create(LaneKind.ACTUAL, wish))

    @property
    @override
    def day_for_new(self) -> date | None:
        return next(iter(self.plannable_days()), None)

    @override
    def select(self, ref: ItemRef) -> None:
        self.surface.select(ref)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def startable(self) -> Hashable | None:
        if self._backlog is not None and (task_id := self._backlog.startable()) is not None:
            return task_id
        block = self.surface.current_block()
        if block is None or block.has_timer or block.is_task_done:
            return None
        is_meeting = block.category is Category.MEETING
        is_over = is_meeting and (block.is_tracked or block.span.end <= self.surface.content.now)
        is_made = block.is_tracked and block.key in self._edits.made
        return None if is_over or is_made else block.key  # S is about now

    @override
    def start_selected(self) -> None:
        if self._backlog is not None and self._backlog.startable() is not None:
            self._backlog.start_focused()
        elif (block := self.surface.current_block()) is not None:
            self._edits.carry_out(timer_request(block))

    # -- proposals ---------------------------------------------------------------------------

    @override
    def propose(self) -> None:
        days = self.plannable_days()
        if not days:
            self.context.show_error(_("These days are in the past. Nothing to plan."))
            return
        self.proposing.ask(days)

    @Slot(date)
    def _plan_from(self, day: date) -> None:
        self.go_to(day)
        self.propose()

    @override
    def push_rest_of_day(self) -> None:
        self.proposing.ask([self._shown_today()], pushes=True)

    @override
    def plan_four_weeks(self) -> None:
        from mle_planner.core.scheduling.gather import outlook_dates

        self.proposing.ask(outlook_dates(self._shown_today()))

    @override
    def resume_plan(self, question: PlanQuestion) -> None:
        if not set(question.days) & set(self.shown_days()):
            self.go_to(question.days[0])
        self.proposing.resume(question)

    def _shown_today(self) -> date:
        """Return today, after going there if other days are shown."""
        today = self.planner.today()
        if today not in self.shown_days():
            self.go_to(today)
        return today

    @override
    def answers(self) -> Mapping[str, Callable[[], None]]:
        answers: dict[str, Callable[[], None]] = {"proposal.drop": lambda: self.answer(False)}
        if self.proposal is None:
            is_waiting = self._proposing is not None and not self.bar.isHidden()
            return answers if is_waiting else {}
        answers["proposal.accept"] = lambda: self.answer(True)
        if self.surface.chosen_item is not None:
            answers["proposal.accept_one"] = self.proposing.accept_chosen
        if self.proposing.better is not None:
            answers["proposal.better"] = self.proposing.take_better
        return answers

    @Slot(object)
    def answer(self, is_accepted: bool) -> None:
        """Accept the plan as one edit, or drop it."""
        if self._proposing is not None:
            self._proposing.answer(is_accepted)

    def keep_proposal_for(self, days: Sequence[date]) -> None:
        """Drop the plan, or the request for one, unless it concerns one of these days."""
        if self._proposing is not None:
            self._proposing.keep_for(days)

    def proposal_shown(self) -> None:
        """Take note of what is proposed now."""

    # -- inside ------------------------------------------------------------------------------

    @Slot(object)
    def _carry_out(self, request: Request) -> None:
        is_done = self._edits.carry_out(request)
        self._note_unsaved(request, is_done=is_done)
        if not is_done:
            self.surface.titles.keep_open()
            self.refresh()
        elif self._edits.made:
            self.surface.select_all(self._edits.made)
            QTimer.singleShot(0, self, self._reveal_made)  # once it is on the axis

    @Slot()
    def _reveal_made(self) -> None:
        """Bring into sight what was made: a drop at the rim may reach beyond it."""
        block = self.surface.current_block()
        if block is not None and (area := self.surface.area_of(block.key)) is not None:
            self.surface.reveal_requested.emit(area)

    def _note_unsaved(self, request: Request, *, is_done: bool) -> None:
        """Keep the text of a title that could not be saved: editing it again shows it."""
        if isinstance(request, Rename):
            key, text = unsaved_title_key(request.key), request.title
        elif isinstance(request, Create):
            key, text = unsaved_title_key(None), request.text
        else:
            return
        failure = self.planner.history.save_failure
        if is_done:
            self.context.drafts.drop(key)
        elif failure and text:
            self.context.drafts.keep(key, text)
            kept = _("What you typed is kept: edit the title again to save it.")
            self.context.show_error(f"{failure} {kept}")

    def _draft_of_task(self, task_id: TaskId) -> TaskDraft | None:
        from mle_planner.ui.timeline.backlog.side import draft_of_task

        return draft_of_task(self.planner, task_id)

    def _complete_names(self, edit: QLineEdit) -> None:
        from mle_planner.ui.widgets.quick_add.completion import NameCompletion

        NameCompletion(edit, self.planner.catalog, offers_new=False)

    @Slot(object)
    def _pick_task(self, block: AxisBlock) -> None:
        from mle_planner.ui.timeline.interact.task_picker import pick_task

        pick_task(self.surface, block, self.planner.tracking.offers(block.span))

    def _choices(self) -> Choices:
        from mle_planner.ui.timeline.interact.menu import Choices

        catalog = self.planner.catalog
        return Choices(
            [found for found in catalog.activities() if not found.archived],
            [found for found in catalog.projects() if not found.archived],
            self.planner.people.in_project_of,
        )

    @Slot()
    def _on_minute(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._is_behind = True

    @Slot()
    def _on_second(self) -> None:
        """Show a timer that has just been started: at its first instant it had no length yet."""
        is_here = self.isVisible() and self.planner.today() in self.shown_days()
        if is_here and not any(block.is_running for _, block in self.surface.content.blocks()):
            self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self.refresh()

    @override
    def answer_by(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key says about the plan that waits; None where it says nothing."""
        answers = self.answers()
        if not answers or (
            event.key() in PRESSING and isinstance(self.focusWidget(), QAbstractButton)
        ):
            return None
        pressed = pressed_key(event)
        return next((answers[one] for one in answers if pressed in self.keys.of(one)), None)
