"""Today: plan and actual side by side on one axis, with the cards of the day beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from mle_planner.core.base.days import days_from
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import whole_day_text
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left, joined_words
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.plan.proposal import LateTask, Remedy, UnplacedTask, day_with
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.topics import Topic
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.today.cards import CodingCard, EmptyCard, WhyCard
from mle_planner.ui.screens.today.lane_head import LaneHead
from mle_planner.ui.screens.today.meeting_card import MeetingCard
from mle_planner.ui.screens.today.now_cards import JobsCard, NextCard, NowCard, WrapUpButton
from mle_planner.ui.screens.today.plan_cards import LaterCard, NotesCard, notes_of
from mle_planner.ui.screens.today.proof import EvidenceOfDay, proof_sentence
from mle_planner.ui.screens.today.side import SideColumn
from mle_planner.ui.screens.today.words import holds_no_work, next_lines, now_words
from mle_planner.ui.timeline.axis_screen import AxisScreen
from mle_planner.ui.timeline.late_card import LateCard
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent
from mle_planner.ui.timeline.model.requests import Attend, ChangeRule, ChooseDay
from mle_planner.ui.timeline.model.snapshot_content import day_content
from mle_planner.ui.timeline.unplaced_card import UnplacedCard
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, scrolling
from mle_planner.ui.widgets.painting import paint_ground
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.plan.lateness import PlanRest
    from mle_planner.core.planner import Planner
    from mle_planner.ui.timeline.paint.proposal_picture import PlacedProposed

WIDE_PX = 1000
SIDE_WIDE_PX = 316
SIDE_NARROW_PX = 268
FOLDED_BELOW_PX = 760


class TodayScreen(AxisScreen):
    topics = AxisScreen.topics | {Topic.JOBS, Topic.LOCKS}
    today_label = N_("Today")
    primary_title = N_("Plan day")
    lists_unplaced = True
    has_plan_lane = True

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.day = planner.today()
        self._today = self.day
        self._is_unfolded = False
        self._version = 0
        self.head = LaneHead(self.surface)
        self.view.head.addWidget(self.head)
        self._evidence = EvidenceOfDay(planner)
        self.coding_card = CodingCard(self._open_what_counts)
        self.now_card = NowCard()
        self.jobs_card = JobsCard()
        self.meeting_card = MeetingCard()
        self.next_card = NextCard()
        self.wrap_up_button = WrapUpButton(lambda: context.go_to("wrap_up", None))
        self.why_card = WhyCard()
        self.late_card = LateCard(self._plan_until_day)
        self.notes_card = NotesCard(self.open_backlog, self._plan_until_day)
        self.later_card = LaterCard()
        self.unplaced_card, self.to_estimate_card = UnplacedCard(), UnplacedCard()
        self.empty_card = EmptyCard()
        self.side = self._side()
        self.column = SideColumn(self.side, lambda: self.backlog.panel)
        self.column.backlog_shown.connect(self._read_backlog)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(1)  # the separator
        fill(across, (self.view, 1), self.column)
        self.head.fold_button.toggled.connect(self._fold)
        self.surface.selection_changed.connect(self._show_selected)
        self.surface.proposed_chosen.connect(self._show_chosen)
        for card in (self.unplaced_card, self.late_card):
            card.remedy_requested.connect(self._make_room)
        for asking in (self.late_card, self.notes_card, self.to_estimate_card):
            asking.task_requested.connect(context.open_task)
        self.now_card.timer_requested.connect(self.surface.ask)
        self.next_card.timer_requested.connect(self.surface.ask)
        self.meeting_card.tracked.connect(lambda key: self.surface.ask(Attend(key)))
        self.meeting_card.ruled.connect(self._rule_meeting)
        self.notes_card.day_chosen.connect(self._choose_day)
        self.refresh()

    def _plan_until_day(self) -> None:
        """Plan up to four weeks that end with the shown day: an earlier day may have the time."""
        first = max(self.planner.today(), self.day - 27 * DAY)
        self.proposing.ask(days_from(first, (self.day - first).days + 1))

    def _side(self) -> QScrollArea:
        inside = QWidget()
        column_of(*self._cards(), STRETCH, inside=inside, spacing=12, margins=(14, 14, 14, 14))
        side = scrolling(inside)
        side.setObjectName("side")
        return side

    def _cards(self) -> tuple[QWidget, ...]:
        return (
            self.late_card,
            self.empty_card,
            self.coding_card,
            self.notes_card,
            self.meeting_card,
            self.now_card,
            self.jobs_card,
            self.next_card,
            self.wrap_up_button,
            self.why_card,
            self.unplaced_card,
            self.to_estimate_card,
            self.later_card,
        )

    # -- screen ------------------------------------------------------------------------------

    @property
    @override
    def title(self) -> str:
        return whole_day_text(self.day)

    @property
    @override
    def subtitle(self) -> str:
        year = str(self.day.year) if self.day.year != self._today.year else ""
        version = _("plan version {version}", version=self._version) if self._version > 1 else ""
        locked = _("locked") if self.planner.locks.locked_days(self.day, self.day) else ""
        return joined_words((year, version, _("finished") if self._is_finished else "", locked))

    @override
    def go_to(self, day: date) -> None:
        if day == self.day:
            self.view.scroll_to_day()
            return
        self.day = day
        self.keep_proposal_for([day])
        self.refresh()
        self.view.scroll_to_day()
        self.title_changed.emit(self.title)

    @override
    def step(self, direction: int) -> None:
        self.go_to(self.day + direction * DAY)

    @override
    def refresh(self) -> None:
        today, shown = self.planner.today(), self.day
        if today != self._today and shown == self._today:
            self.day = today  # past midnight the screen goes to the new day
            self._today = today
            self.title_changed.emit(self.title)
        self._today = today
        super().refresh()
        if self.day != shown:
            self.view.scroll_to_day()

    @override
    def read(self) -> tuple[AxisContent, Mapping[date, Sequence[CalendarEvent]]]:
        snapshot = self.planner.day(self.day)
        self._version = snapshot.version
        left = self._left_over()
        self.empty_card.show_key(self.keys.shown("plan.propose"))
        self._show_plan(snapshot, left)
        content = day_content(snapshot, self.planner.days, self.planner.running())
        content = replace(
            content,
            late=left.late,
            evidence=self._evidence.read(snapshot),
            jobs=self.planner.jobs.on(self.day),
        )
        return content, {self.day: snapshot.all_day}

    @override
    def shown_days(self) -> Sequence[date]:
        return (self.day,)

    @override
    def proposal_shown(self) -> None:
        self._show_plan(self.planner.day(self.day), self._left_over())

    @override
    def open_backlog(self) -> None:
        self.column.open_backlog()
        if not self.column.isVisible():
            self.head.fold_button.setChecked(True)
        self.backlog.panel.begin()

    @Slot()
    def _read_backlog(self) -> None:
        self.backlog.read()

    # -- the column of cards -----------------------------------------------------------------

    @property
    def _is_finished(self) -> bool:
        """Whether the shown day is today and the user has finished it: it asks for no more work."""
        return self.day == self._today and self.planner.day_end.is_finished

    def _left_over(self) -> PlanRest:
        """Return what the stored plan leaves over; of a finished day only what comes later."""
        left = self.planner.stored_plan.left_over(self.day)
        return replace(left, late=(), unplaced=()) if self._is_finished else left

    def _show_plan(self, day: DaySnapshot, left: PlanRest) -> None:
        """Show the day with the open plan, else with the stored one; as over if it is finished.

        ``left`` is the work that the stored plan leaves over. If a remedy's item has been removed
        meanwhile, the remedy is only advice.
        """
        present = {item.key for item in day.items}

        def can_carry_out(remedy: Remedy) -> bool:
            return remedy.can_be_done(present)

        shown, is_today = self.proposal, self.day == self._today
        if shown is None and self._is_finished:
            day = day.ended()
        has_begun = bool(day.tracked) or self.planner.running() is not None
        key = self.keys.shown("timer.toggle")  # the bar of a proposed plan may cover the words
        is_awaited = shown is None and is_today and not has_begun and key
        self.head.show_hint(_("{key} starts the timer", key=key) if is_awaited else "")
        if shown is None:
            evidence = self._evidence.read(day)
            proof = proof_sentence(
                evidence.proof(day.coding.done) if evidence is not None else None
            )
            doubtful = self.planner.time_in_question(day.day).coding
            waits = self.planner.stored_plan.why_coding_waits(day, left.later)
            self.coding_card.show_day(
                day, self.planner.days, proof, doubtful, waits, is_today=is_today
            )
        else:
            day = day_with(day, shown)
            waits = self.planner.stored_plan.why_coding_waits(day, shown.later)
            self.coding_card.show_with_plan(day.coding, waits)
        left_over = left if shown is None else shown
        self._show_now(day)
        is_empty = shown is None and not day.is_over and holds_no_work(day)
        self.empty_card.setVisible(is_empty and day.day_off is None)
        self.late_card.show_late(
            left_over.late, self.planner.days, can_carry_out, is_proposed=shown is not None
        )
        title = _("Does not fit today") if is_today else _("Does not fit")
        notes = notes_of(self.planner, day, shown)
        noted = {note.task for note in notes}
        without_room = tuple(one for one in left_over.unplaced if not one.needs_estimate)
        to_estimate = (
            one for one in left_over.unplaced if one.needs_estimate and one.task.id not in noted
        )
        self.unplaced_card.show_unplaced(without_room, title, can_carry_out=can_carry_out)
        self.to_estimate_card.show_unplaced(tuple(to_estimate), _("Needs an estimate"))
        self.notes_card.show_notes(notes)
        self.later_card.show_later(
            left_over.later, self._today, self.day, is_accepted=shown is None
        )

    def _show_now(self, day: DaySnapshot) -> None:
        is_today = self.day == self._today
        is_stored, words, lines = self.proposal is None, None, []
        if day.span is not None and day.span.contains(day.now):
            present, days = self.planner.switching.present(day), self.planner.days
            tracked = self.planner.tasks.tracked_on(present.task.id) if present.task else None
            words = now_words(present, day, days, tracked)
            lines = next_lines(present, day, days)
        self.now_card.show_words(words, can_start=is_stored)
        self.jobs_card.show_jobs(self.planner.jobs.running() if is_today else ())
        self.next_card.show_lines(lines, can_start=is_stored)
        begun = self.planner.meetings.begun() if is_today else []
        key = self.keys.shown("timer.meeting")
        self.meeting_card.show_meetings(begun, day.now, self.planner.days, key)
        is_open = is_today and not self._is_finished
        self.wrap_up_button.show_day(day, self.keys.shown("go.wrap_up"), is_open=is_open)

    @Slot(int, bool)
    def _rule_meeting(self, event_id: int, is_tracked: bool) -> None:
        self.surface.ask(ChangeRule(event_id, {"is_tracked": is_tracked}))

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        return {
            **super().own_actions(),
            "plan.day_off": lambda: self.surface.switch_day_off(self.day),
            "view.what_counts": self._open_what_counts,
        }

    @Slot()
    def _open_what_counts(self) -> None:
        from mle_planner.ui.screens.what_counts import WhatCountsPopup

        popup = WhatCountsPopup(self, self.planner, self.day, self.context.show_error)
        popup.show_under(self.coding_card if self.coding_card.isVisible() else self.head)

    @Slot(object, bool)
    def _choose_day(self, day: date, is_off: bool) -> None:
        self.surface.ask(ChooseDay(day, is_off))

    @Slot(object, object)
    def _make_room(self, one: UnplacedTask | LateTask, remedy: Remedy) -> None:
        self.proposing.carry_out(one.task, remedy, self.plannable_days())

    @Slot(object)
    def _show_chosen(self, placed: PlacedProposed | None) -> None:
        if placed is None:
            self.why_card.hide()
            return
        key = self.keys.shown("proposal.accept_one")
        self.why_card.show_proposed(placed, self.planner.days, key)
        QTimer.singleShot(0, self, self._reveal_why)

    @Slot(object)
    def _show_selected(self, block: AxisBlock | None) -> None:
        late = self.surface.content.late_task(block) if block is not None else None
        self.why_card.show_block(block, self.planner.days, late.sentence if late else "")
        if block is not None:  # after the column has made room for it
            QTimer.singleShot(0, self, self._reveal_why)

    @Slot()
    def _reveal_why(self) -> None:
        self.side.ensureWidgetVisible(self.why_card, 0, 14)

    @Slot(bool)
    def _fold(self, is_unfolded: bool) -> None:
        self._is_unfolded = is_unfolded
        self._place_side()

    def _place_side(self) -> None:
        """Give the cards their column; in a narrow window they are hidden behind a button."""
        is_narrow = self.width() < FOLDED_BELOW_PX
        self.head.fold_button.setVisible(is_narrow)
        self.column.setVisible(not is_narrow or self._is_unfolded)
        is_wide = self.width() >= WIDE_PX
        self.column.setFixedWidth(SIDE_WIDE_PX if is_wide else SIDE_NARROW_PX)
        for card in (self.coding_card, self.now_card):
            card.set_narrow(is_narrow=not is_wide)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_side()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint_ground(self, "bg")
        if self.column.isVisible():
            edge = self.view.x() - 1 if is_right_to_left() else self.column.x() - 1
            painter.drawLine(edge, 0, edge, self.height())
