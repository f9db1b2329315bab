"""The wrap-up screen: fills the day's gaps, carries over unfinished tasks, and ends the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from mle_planner.core.base.spans import DAY, MINUTES_PER_DAY
from mle_planner.core.i18n.formats import minute_of_day_text, whole_day_text
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.core.tracking.proposals import RecordGap
from mle_planner.core.tracking.unresolved import Unresolved
from mle_planner.core.typed.clock import read_instant
from mle_planner.ui.screen import AnsweringScreen, ScreenContext
from mle_planner.ui.screens.wrap_up import words
from mle_planner.ui.screens.wrap_up.answers import Answers
from mle_planner.ui.screens.wrap_up.closing_cards import UnfinishedRow
from mle_planner.ui.screens.wrap_up.gap_card import AnswerRow, GapRow
from mle_planner.ui.screens.wrap_up.gap_field import GapField
from mle_planner.ui.screens.wrap_up.page import WrapUpPage
from mle_planner.ui.screens.wrap_up.questions import DayQuestion, meetings_of, questions_of
from mle_planner.ui.screens.wrap_up.state import Answered, PageState
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.layouts import row_of
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.offers import WorkOffer
    from mle_planner.core.tracking.wrap_up import Unfinished, WrapUp


class WrapUpScreen(AnsweringScreen):
    """The gaps of a day from top to bottom, then the unfinished tasks.

    The day is today or an earlier one. The Tab key goes from one to the next; Enter accepts its
    proposal. Nothing is written before. Splits and choices are kept until another day is shown,
    and what is answered stays in its place until the page is opened again.
    """

    fixed_title = N_("Wrap up")
    topics = PLAN_TOPICS | {Topic.EVIDENCE, Topic.AWAY, Topic.OTHER_SETTINGS}
    today_label = N_("Today")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self.planner = planner
        self.context = context
        self._timer = Timer(planner, context.ask, context.show_message)
        self.day_answers = Answers(planner, self._timer, context.show_message)
        self._wrap_up: WrapUp | None = None
        self.day = self._today = planner.today()
        self._away: tuple[Unresolved, ...] = ()
        self._state = PageState()
        self.page = page = WrapUpPage(self._state)
        self.gap_card, self.unfinished_card = page.gap_card, page.unfinished_card
        row_of(page, inside=self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page.narrowed.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        page.record.chosen.connect(self._enter_gap)
        page.foot.drop_all.clicked.connect(self.drop_all)
        page.foot.accept_meetings.clicked.connect(self.accept_meetings)
        page.foot.later.clicked.connect(self.leave)
        page.foot.finish.clicked.connect(self.finish)
        context.ticks.minute_ticked.connect(self.refresh)

    # -- screen ------------------------------------------------------------------------------

    @property
    @override
    def subtitle(self) -> str:
        return whole_day_text(self.day)

    @override
    def shown_days(self) -> Sequence[date]:
        return (self.day,)

    @override
    def go_to(self, day: date) -> None:
        day = min(day, self.planner.today())  # later days cannot be wrapped up yet
        if day != self.day:
            self._change_day(day)
            self.refresh()
            self._focus_next()

    @override
    def step(self, direction: int) -> None:
        self.go_to(self.day + direction * DAY)

    def _change_day(self, day: date) -> None:
        self.day = day
        self._state.forget_day()
        self.title_changed.emit(self.title)

    @override
    def refresh(self) -> None:
        if not self.isVisible() or self._is_typing():
            return  # read when it is shown, or when the user leaves the line
        today = self.planner.today()
        if today != self._today and self.day == self._today:
            self._change_day(today)  # past midnight the page goes to the new day
        self._today = today
        self._away = self.planner.away.unresolved(self.day)
        self._wrap_up = self.planner.wrap_up.read(self.day, self._state.cuts)
        self._show(self._wrap_up)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._state.forget_answers()
        self.refresh()
        QTimer.singleShot(0, self, self._focus_next)

    @property
    def questions(self) -> tuple[DayQuestion, ...]:
        """The open questions: time away, meetings under a timer, and gaps not filled or dropped."""
        if self._wrap_up is None:
            return ()
        return questions_of(self._wrap_up, self._away, self.planner.days)

    # -- gaps --------------------------------------------------------------------------------

    def accept(self, row: GapRow) -> None:
        """Answer a question with the chosen option."""
        option, source = row.option, row.question.source
        if option is None:
            self.ask_for_words(row)
        else:
            self._resolve(row, lambda: self.day_answers.take(source, option), option.title)

    def choose(self, row: GapRow, index: int) -> None:
        """Choose another option of a question; nothing is written."""
        if index < len(row.question.options):
            self._state.choices[row.question.key] = index
            self._mark_current()

    def drop(self, row: GapRow) -> None:
        """Leave a gap or a meeting untracked, or cut time away out of its entry."""
        source, times = row.question.source, row.question.times
        said = _("Left untracked: {times}", times=times) if isinstance(source, RecordGap) else ""
        self._resolve(row, lambda: self.day_answers.drop(source), row.question.dropped, said)

    @Slot()
    def drop_all(self) -> None:
        """Leave all gaps of the day and meetings under a timer untracked, as one step."""
        gaps = [one for one in self.questions if not isinstance(one.source, Unresolved)]
        spans, answers = [one.span for one in gaps], {one.key: one.dropped for one in gaps}
        said = plural("{count} gap left untracked.", "{count} gaps left untracked.", len(gaps))
        self._resolve_all(answers, lambda: self.planner.proposals.drop(spans), said)

    @Slot()
    def accept_meetings(self) -> None:
        """Track the meetings that are the best proposals for their gaps, as one step."""
        found, accept = meetings_of(self.questions), self.planner.proposals.accept_items
        said = words.meetings_tracked(found)
        titles = {key: one.title for key, one in found.items()}
        self._resolve_all(titles, lambda: accept(found.values()), said)

    def _resolve_all(
        self, answers: Mapping[str, str], act: Callable[[], object], said: str = ""
    ) -> None:
        """Carry out answers by question; these count as answered unless it is refused."""
        state, before = self._state, self._state.answered
        asked = (one for one in self.questions if one.key in answers)
        state.answered = before | {one.key: Answered(one, answers[one.key]) for one in asked}
        if self.context.attempt(act):
            self.context.show_message(
                said or _("Done: {title}", title=self.planner.history.undo_label), True
            )
        else:
            state.answered = before
            self.refresh()
        self._focus_next()

    def ask_for_split(self, row: GapRow) -> None:
        """Ask where to split a stretch; its middle is suggested."""
        span, days, source = row.question.span, self.planner.days, row.question.open_source
        if source is None:
            return
        middle = days.minute_of(span.start + span.duration / 2, days.date_of(span.start))
        text = minute_of_day_text(middle // 5 * 5 % MINUTES_PER_DAY)

        def split(typed: str) -> None:
            at = read_instant(typed, span, days)
            if isinstance(source, RecordGap):
                self._state.cuts.add(at)
            else:
                self.planner.away.split(source.id, at)

        def accept(typed: str) -> None:
            if self.context.attempt(lambda: split(typed)):
                self._leave_field(row)

        row.show_field(GapField(_("Split at"), text, accept, lambda: self._leave_field(row)))

    def ask_for_words(self, row: GapRow) -> None:
        """Ask what a stretch was spent on; matching tasks are listed while the user types."""
        span, source = row.question.span, row.question.open_source
        if source is None:
            return

        def take(text: str) -> None:
            if text.strip():
                self._resolve(row, lambda: self.day_answers.describe(source, text), text)

        def take_offer(offer: WorkOffer) -> None:
            self._resolve(row, lambda: self.day_answers.take_offer(source, offer), offer.title)

        offers = self.planner.tracking.offers(span)
        row.show_field(
            GapField(_("What"), "", take, lambda: self._leave_field(row), offers, take_offer)
        )

    def _resolve(self, row: GapRow, act: Callable[[], object], title: str, said: str = "") -> None:
        if isinstance(row.question.source, RecordGap):
            said = said or _("Tracked: {title}", title=title)
        row.close_field()
        self._resolve_all({row.question.key: title}, act, said)

    def _leave_field(self, row: GapRow) -> None:
        row.close_field()
        self.refresh()
        self._focus_next()

    # -- tasks and the end -------------------------------------------------------------------

    def answer_task(self, answer: Callable[[Unfinished], object], row: UnfinishedRow) -> None:
        """Give an answer about an unfinished task, and go to the next unless it is refused."""
        task_id, answered = row.one.view.task.id, self._state.answered_tasks
        answered.add(task_id)
        if not self.context.attempt(lambda: answer(row.one)):
            answered.discard(task_id)
        self._focus_next()

    @Slot()
    def finish(self) -> None:
        """End the day and its timer: back to Today, with the start of the next day."""
        running = self.planner.running_entry() if self.day == self.planner.today() else None
        if self._wrap_up is None or self.questions:
            return
        if running is not None:
            self.context.attempt(self._timer.end)
            if self.planner.running_entry() is not None:
                return  # it was refused, or the user kept the timer running
        if self.day == self.planner.today():
            self.planner.day_end.finish()
        ended = None if running is None else self.planner.entry(running.id)
        stopped = "" if ended is None else ended.title
        said = words.finished_message(self._wrap_up, self.planner.days, stopped)
        self.context.go_to("today", self.day)
        self.context.show_message(said, running is not None)

    @Slot()
    def leave(self) -> None:
        """Go back to the day; accepted answers stay."""
        self.context.go_to("today", self.day)

    # -- showing -----------------------------------------------------------------------------

    def _show(self, wrap_up: WrapUp) -> None:
        days, questions = self.planner.days, self.questions
        had_focus = isinstance(self.focusWidget(), AnswerRow)
        if had_focus:  # else Qt would move the focus to a neighbour of a removed row
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for row in self.gap_card.show_questions(questions):
            self._follow_gap(row)
        for task_row in self.unfinished_card.show_unfinished(wrap_up, days):
            self._follow_task(task_row)
        self.page.show_sums(wrap_up, questions, days)
        self._state.current = max(0, min(self._state.current, len(questions) - 1))
        self._mark_current()
        self._order_tabs()
        if had_focus:
            self._focus_next()

    def _follow_gap(self, row: GapRow) -> None:
        row.entered.connect(lambda: self._enter(row))
        row.stepped.connect(lambda step: self._step_from(row, step))
        row.chosen.connect(lambda index: self.choose(row, index))
        row.accepted.connect(lambda: self.accept(row))
        row.split_asked.connect(lambda: self.ask_for_split(row))
        row.drop_asked.connect(lambda: self.drop(row))
        row.other_asked.connect(lambda: self.ask_for_words(row))

    def _follow_task(self, row: UnfinishedRow) -> None:
        row.stepped.connect(lambda step: self._step_from(row, step))
        row.carried.connect(lambda: self.answer_task(self.day_answers.carry, row))
        row.done.connect(lambda: self.answer_task(self.day_answers.finish, row))
        row.later.connect(lambda: self.answer_task(self.day_answers.put_off, row))

    def _mark_current(self) -> None:
        """Open the current gap, on the card and in the record."""
        if self._wrap_up is None:
            return
        self.gap_card.mark_current()
        spans = [one.span for one in self.questions]
        self.page.record.show_day(
            self._wrap_up.day,
            spans,
            self._state.current,
            self.gap_card.first_number,
            self.planner.days,
        )

    def _enter(self, row: GapRow) -> None:
        index = self.gap_card.rows.index(row)
        self._state.task = None
        if index != self._state.current:
            self._state.current = index
            self._mark_current()
        QTimer.singleShot(0, row, lambda: self.page.area.ensureWidgetVisible(row))

    @Slot(int)
    def _enter_gap(self, index: int) -> None:
        self.gap_card.rows[index].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _focus_next(self) -> None:
        """Focus the task after an answered one, else the current gap, a task, or "Finish day"."""
        rows, tasks = self.gap_card.rows, self.unfinished_card
        row = rows[self._state.current] if rows else None
        stop: QWidget | None = tasks.current or row or next(iter(tasks.open_rows), None)
        stop = stop or self.page.foot.finish
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_typing(self) -> bool:
        return any(row.field is not None for row in self.gap_card.rows)

    def _order_tabs(self) -> None:
        """Make the Tab key go down the page: rows created later would come last."""
        rows = [*self.gap_card.rows, *self.unfinished_card.rows]
        stops: list[QWidget] = [self, *rows, *self.page.foot.findChildren(QPushButton)]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    # -- keys --------------------------------------------------------------------------------

    @override
    def answer_by(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return the call for a key on the focused row."""
        focus, key = self.focusWidget(), Qt.Key(event.key())
        if self._is_typing() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if key == Qt.Key.Key_Escape:
            return self.leave
        if isinstance(focus, GapRow):
            return self._gap_answers(focus).get(key)
        if isinstance(focus, UnfinishedRow):
            return self._task_answers(focus).get(key)
        if isinstance(focus, QPushButton) and key in ENTER:
            return focus.click
        return None

    def _step_from(self, row: AnswerRow, step: int) -> None:
        """Choose the next or previous option of a gap; past the last one, go to the next row."""
        if isinstance(row, GapRow) and 0 <= row.choice + step < len(row.question.options):
            self.choose(row, row.choice + step)
            return
        rows: list[AnswerRow] = [*self.gap_card.rows, *self.unfinished_card.rows]
        index = rows.index(row) + step
        if 0 <= index < len(rows):
            rows[index].setFocus(Qt.FocusReason.OtherFocusReason)

    def _gap_answers(self, row: GapRow) -> Mapping[Qt.Key, Callable[[], None]]:
        digits = {
            Qt.Key(Qt.Key.Key_1 + index): lambda index=index: self.choose(row, index)
            for index in range(9)
        }
        return {
            **digits,
            **dict.fromkeys(ENTER, lambda: self.accept(row)),
            Qt.Key.Key_S: lambda: self.ask_for_split(row),
            # not D, which finishes a task in the next card: a second press must not
            Qt.Key.Key_X: lambda: self.drop(row),
            Qt.Key.Key_O: lambda: self.ask_for_words(row),
        }

    def _task_answers(self, row: UnfinishedRow) -> Mapping[Qt.Key, Callable[[], None]]:
        done = {} if row.is_done else {Qt.Key.Key_D: row.done.emit}
        if not row.is_open:
            return {**dict.fromkeys(ENTER, lambda: self._step_from(row, 1)), **done}
        leave = {Qt.Key(ord(row.leave_key)): row.later.emit}
        return {**dict.fromkeys(ENTER, row.carried.emit), **done, **leave}
