"""What the window asks and offers unasked, in bars over its screens."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.coding_actions import ActionKind, CodingAction, button_words
from mle_planner.core.planner import Planner
from mle_planner.core.reminders.reminder import Reminder, ReminderAnswer
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.services import Services
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.shell.bars import QuestionBar
from mle_planner.ui.shell.frame import Frame
from mle_planner.ui.shell.overlap_notice import OverlapNotice
from mle_planner.ui.shell.timer_question import TimerQuestion


class CodingNoticeBar:
    """Says once a day that the coding band is about to be missed, with a button that saves it.

    The notice is shown while what it names still helps. After a longer day the rest of it is
    planned again.
    """

    def __init__(
        self,
        planner: Planner,
        bar: QuestionBar,
        push: Callable[[], object],
        show_done: Callable[[str], None],
        show_error: Callable[[str], None],
    ) -> None:
        self._planner = planner
        self._bar = bar
        self._push = push
        self._show_done = show_done
        self._show_error = show_error
        self._action: CodingAction | None = None

    @property
    def is_open(self) -> bool:
        return not self._bar.isHidden()

    def show_if_due(self) -> None:
        """Show the notice that is due now, if any; called each minute and with each change."""
        notices = self._planner.coding_notices
        notice = notices.give() if self._bar.isHidden() else notices.current()
        if notice is None:
            self._bar.withdraw()
            return
        self._action = notice.action
        answers = [
            (button_words(notice.action.kind), self._answer),
            (_("Leave it"), self._bar.withdraw),
        ]
        self._bar.ask(notice.sentence, answers)

    def _answer(self) -> None:
        assert self._action is not None
        self._bar.withdraw()
        try:
            self._planner.coding_notices.carry_out(self._action)
        except PlannerError as error:
            self._show_error(str(error))
            return
        label = self._planner.history.undo_label
        if label:
            self._show_done(_("Done: {title}", title=label))
        if self._action.kind is ActionKind.LONGER_DAY:
            self._push()


class BlockEndBar:
    """Says that the block of the running work has ended, and offers to switch to the next one.

    It stays while that holds, unless the user keeps going. While another question about the timer
    is open, it waits.
    """

    def __init__(
        self, planner: Planner, bar: QuestionBar, asked_first: QuestionBar, context: ScreenContext
    ) -> None:
        """``asked_first`` is the bar of the other questions about the timer."""
        self._planner = planner
        self._bar = bar
        self._asked_first = asked_first
        self._timer = Timer(planner, context.ask, context.show_message)
        self._attempt = context.attempt
        self._show_message = context.show_message

    def show_if_due(self) -> None:
        """Show what has ended, if anything; called each minute and with each change."""
        can_ask = self._asked_first.isHidden() and not self._planner.read_only
        ended = self._planner.reminders.block_end() if can_ask else None
        if ended is None:
            self._bar.withdraw()
            return
        offered = dict(ended.answers)
        if ReminderAnswer.SWITCH in offered:
            del offered[ReminderAnswer.STOP]
        order = (ReminderAnswer.SWITCH, ReminderAnswer.STOP, ReminderAnswer.EXTEND)
        answers = [
            (offered[each], partial(self._answer, ended, each)) for each in order if each in offered
        ]
        sentence = _("{title}: {about}", title=ended.words.title, about=ended.words.body)
        keep = (_("Keep going"), partial(self._pass_over, ended))
        self._bar.ask(sentence, [*answers, keep], is_numbered=True)

    def _answer(self, ended: Reminder, answer: ReminderAnswer) -> None:
        carry_out = partial(self._planner.reminders.carry_out, ended, answer)
        if answer is ReminderAnswer.SWITCH:
            self._attempt(lambda: self._timer.start(carry_out))
        elif answer is ReminderAnswer.STOP:
            self._attempt(self._timer.stop)
        elif self._attempt(carry_out):
            label = self._planner.history.undo_label
            self._show_message(_("Done: {title}", title=label), True)
        self.show_if_due()

    def _pass_over(self, ended: Reminder) -> None:
        self._planner.reminders.pass_over(ended)
        self._bar.withdraw()


class WrapUpNotice:
    """Offers the wrap-up page at its time of the day, once.

    The offer stays until it is answered, the page is opened, or the day is over.
    """

    def __init__(
        self, planner: Planner, bar: QuestionBar, show_screen: Callable[[str, date], object]
    ) -> None:
        self._planner = planner
        self._bar = bar
        self._show_screen = show_screen
        self._day: date | None = None

    def offer_if_due(self) -> None:
        """Offer to wrap up if it is time; called each minute."""
        today = self._planner.today()
        if self._planner.wrap_up.offer():
            self._day = today
            sentence = _("Time to wrap up: fill the gaps of today and carry over what is left.")
            answers = [(_("Wrap up"), self._open), (_("Not today"), self._bar.withdraw)]
            self._bar.ask(sentence, answers)
        elif self._day != today:
            self._bar.withdraw()

    def _open(self) -> None:
        self._show_screen("wrap_up", self._planner.today())

    def screen_opened(self, screen_id: str) -> None:
        """Withdraw the offer once its page is opened."""
        if screen_id == "wrap_up":
            self._bar.withdraw()
            self._planner.wrap_up.begin()


_BETWEEN_MS = 15


class LaterCalls(QObject):
    """Calls made a moment later, one at a time; one that waits already is not added twice."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[Callable[[], object]] = []
        self._timer = QTimer(self, interval=_BETWEEN_MS)
        self._timer.timeout.connect(self._call_next)

    def add(self, call: Callable[[], object]) -> None:
        """Queue a call behind those that wait."""
        if call not in self._waiting:
            self._waiting.append(call)
        self._timer.start()

    def clear(self) -> None:
        self._timer.stop()
        self._waiting.clear()

    @Slot()
    def _call_next(self) -> None:
        call = self._waiting.pop(0)
        if not self._waiting:
            self._timer.stop()
        call()


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
        self._later = LaterCalls(frame)
        push = partial(trigger, "plan.push")
        self.timer = TimerQuestion(planner, frame.question, context, services.timer_watch)
        self.overlaps = OverlapNotice(
            planner,
            frame.overlaps,
            push,
            self._plan_day,
            partial(context.go_to, "today"),
        )

        def done(sentence: str) -> None:
            context.show_message(sentence, True)

        self.coding = CodingNoticeBar(planner, frame.coding, push, done, context.show_error)
        self.block_end = BlockEndBar(planner, frame.block_end, frame.question, context)
        self.wrap_up = WrapUpNotice(planner, frame.wrap_up, context.go_to)
        self.stage = frame.stage_question
        self._asking = (
            frame.question, frame.block_end, frame.overlaps, frame.coding, frame.wrap_up,
            self.stage,
        )  # fmt: skip
        self.stage.answered.connect(done)
        self.stage.refused.connect(context.show_error)

    def follow(self, topics: Set[Topic]) -> None:
        """Look at what a change of these topics may settle or bring up."""
        if self.overlaps.is_open:
            self._later.add(self.overlaps.review)
        if topics & PLAN_TOPICS:
            self._later.add(self.coding.show_if_due)
            self._later.add(self.block_end.show_if_due)
        if Topic.PIPELINE in topics:
            self.stage.show_newest()

    def screen_opened(self, screen_id: str) -> None:
        """Withdraw what a screen answers, and what no longer holds."""
        self.wrap_up.screen_opened(screen_id)
        if self.coding.is_open:
            self._later.add(self.coding.show_if_due)

    def show_present(self) -> None:
        """Show what is to be said of what runs and is planned now."""
        self.coding.show_if_due()
        self.block_end.show_if_due()

    def pass_minute(self) -> None:
        """Look at what the time brings up."""
        self.show_present()
        self.wrap_up.offer_if_due()

    def begin_answer(self) -> None:
        """Give the keyboard to the first question that is open, and from that to the next."""
        if all(each.isHidden() for each in self._asking):
            self.stage.show_last()
        asking = [each for each in self._asking if not each.isHidden()]
        if not asking:
            raise PlannerError(_("No question is open. Answers are on the page of each task."))
        focus = QApplication.focusWidget()
        held = [focus is not None and each.isAncestorOf(focus) for each in asking]
        asking[(held.index(True) + 1) % len(asking) if any(held) else 0].begin()

    def stop(self) -> None:
        self._later.clear()

    def _plan_day(self, day: date) -> None:
        self._context.go_to("today", day)
        self._trigger("plan.propose")
