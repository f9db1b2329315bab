"""What the window asks and offers unasked, in bars over its screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import clock_range_text, clock_text, day_and_clock_text
from mle_planner.core.i18n.gettext import _, planner_error, plural
from mle_planner.core.model.work import Category
from mle_planner.core.plan.coding_actions import ActionKind, CodingAction, button_words
from mle_planner.core.plan.extension import Extension
from mle_planner.core.plan.overlaps import MeetingOverWork
from mle_planner.core.planner import Planner
from mle_planner.core.reminders.reminder import Reminder, ReminderAnswer
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.core.typed.title import cut_short
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.services import Services
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.shell.bars import QuestionBar
from mle_planner.ui.shell.frame import Frame
from mle_planner.ui.shell.timer_question import TimerQuestion


class BarNotice:
    """Something that is told or offered in a bar over the screen."""

    def __init__(self, planner: Planner, bar: QuestionBar, context: ScreenContext) -> None:
        self._planner = planner
        self._bar = bar
        self._context = context

    @property
    def is_open(self) -> bool:
        return not self._bar.isHidden()


class CodingNoticeBar(BarNotice):
    """Says once a day that the coding band is about to be missed, with a button that saves it.

    The notice is shown while what it names still helps. After a longer day the rest of it is
    planned again.
    """

    def __init__(self, planner: Planner, bar: QuestionBar, context: ScreenContext) -> None:
        super().__init__(planner, bar, context)
        self._timer = Timer(planner, context.ask, context.show_message)

    def show_if_due(self) -> None:
        """Show the notice that is due now, if any; called each minute and with each change."""
        notices = self._planner.coding_notices
        notice = notices.give() if self._bar.isHidden() else notices.current()
        if notice is None:
            self._bar.withdraw()
            return
        carry_out = partial(self._carry_out, notice.action)
        words = button_words(notice.action.kind)
        self._bar.ask(notice.sentence, [(words, carry_out), (_("Leave it"), self._bar.withdraw)])

    def _carry_out(self, action: CodingAction) -> None:
        self._bar.withdraw()
        notices = self._planner.coding_notices
        if action.kind is ActionKind.START:
            self._context.attempt(lambda: self._timer.start(notices.start_coding))
            return
        try:
            notices.carry_out(action)
        except PlannerError as error:
            self._context.show_error(str(error))
            return
        label = self._planner.history.undo_label
        if label:
            self._context.show_message(_("Done: {title}", title=label), True)
        if action.kind is ActionKind.LONGER_DAY:
            self._context.act("plan.push")


class BlockEndBar(BarNotice):
    """Says that the block of the running work has ended, and offers to switch to the next one.

    It stays while that holds, unless the user keeps going. While another question about the timer
    is open, it waits.
    """

    def __init__(
        self, planner: Planner, bar: QuestionBar, context: ScreenContext, asked_first: QuestionBar
    ) -> None:
        """``asked_first`` is the bar of the other questions about the timer."""
        super().__init__(planner, bar, context)
        self._asked_first = asked_first
        self._timer = Timer(planner, context.ask, context.show_message)

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
        keep = (_("Keep going"), self._keep_going)
        self._bar.ask(sentence, [*answers, keep], is_numbered=True)

    def _answer(self, ended: Reminder, answer: ReminderAnswer) -> None:
        carry_out = partial(self._planner.reminders.carry_out, ended, answer)
        if answer is ReminderAnswer.SWITCH:
            self._context.attempt(lambda: self._timer.start(carry_out))
        elif answer is ReminderAnswer.STOP:
            self._context.attempt(self._timer.stop)
        else:
            self._context.attempt(lambda: self._say_extended(ended, carry_out()))
        self.show_if_due()

    def _say_extended(self, ended: Reminder, extension: Extension) -> None:
        """Say what an extension did; more than two moved blocks are counted, apart from breaks."""

        def clock(instant: datetime) -> str:
            return clock_text(instant, self._planner.days.zone)

        end = clock(extension.end)
        words = [_("{title} now ends at {time}.", title=ended.words.title, time=end)]
        moved, shortened = extension.moved, extension.shortened
        named = [item for item in moved if item.category is Category.BREAK]
        count = len(moved) - len(named)
        if len(moved) + len(shortened) <= 2:
            named, count = list(moved), 0
        words += [
            _("{title} now starts at {time}.", title=item.title, time=clock(item.span.start))
            for item in named
        ]
        if count:
            words.append(plural("{count} block was moved.", "{count} blocks were moved.", count))
        for item in shortened:
            times = clock_range_text(item.span.start, item.span.end, self._planner.days.zone)
            words.append(_("{title} is shorter: {times}.", title=item.title, times=times))
        if extension.obstacle is not None:
            title, start = extension.obstacle.title, clock(extension.obstacle.span.start)
            words.append(_("{title} stays at {time}.", title=title, time=start))
        self._context.show_message(" ".join(words), True)

    def _keep_going(self) -> None:
        self._planner.reminders.keep_going()
        self._bar.withdraw()


class OverlapNotice(BarNotice):
    """Says which meetings have come over planned work, and offers to make room for them.

    It stays until it is answered or settled, also after a restart.
    """

    def show_open(self) -> None:
        """Show what a calendar brought and is still open; a change may have settled it."""
        overlaps = self._planner.stored_plan.open_overlaps()
        if not overlaps:
            self._bar.withdraw()
            return
        date_of = self._planner.days.date_of
        day = date_of(overlaps[0].start)
        of_day = [one for one in overlaps if date_of(one.start) == day]
        first = next((one for one in of_day if one.can_replan), overlaps[0])
        clash = [one for one in of_day if _meeting_of(one) == _meeting_of(first)]
        if not first.can_replan:
            fix, answer = _("Show that day"), partial(self._show, clash, day)
        elif day == self._planner.today():
            fix, answer = _("Push the rest of the day"), partial(self._replan, day)
        else:
            fix, answer = _("Plan that day again"), partial(self._replan, day)
        others = len(set(map(_meeting_of, overlaps))) - 1
        leave = partial(self._settle, overlaps)
        sentence = self._sentence(first, len(clash), others)
        self._bar.ask(sentence, [(fix, answer), (_("Leave it"), leave)])

    def _sentence(self, first: MeetingOverWork, blocks: int, others: int) -> str:
        names = {
            "meeting": cut_short(first.meeting),
            "time": day_and_clock_text(first.start, self._planner.now(), self._planner.days.zone),
            "block": cut_short(first.block),
        }
        words = _("{meeting} ({time}) overlaps {block}.", **names)
        if blocks > 1:
            words = plural(
                "{meeting} ({time}) overlaps {block} and {count} more block.",
                "{meeting} ({time}) overlaps {block} and {count} more blocks.",
                blocks - 1,
                **names,
            )
        if not others:
            return words
        more = plural(
            "{count} more meeting overlaps planned work.",
            "{count} more meetings overlap planned work.",
            others,
        )
        return f"{words} {more}"

    def _settle(self, answered: Sequence[MeetingOverWork]) -> None:
        self._planner.stored_plan.answer_overlaps(answered)
        self._bar.withdraw()
        self.show_open()

    def _show(self, clash: Sequence[MeetingOverWork], day: date) -> None:
        """Show what planning cannot move; the other clashes are asked about next."""
        self._context.go_to("today", day)
        self._settle(clash)

    def _replan(self, day: date) -> None:
        """Offer a plan, whose acceptance settles what it moves.

        What a plan leaves, or one that is discarded, is asked about again.
        """
        self._bar.withdraw()
        if day == self._planner.today():
            self._context.act("plan.push")
        else:
            self._context.go_to("today", day)
            self._context.act("plan.propose")


def _meeting_of(overlap: MeetingOverWork) -> tuple[datetime, str]:
    return overlap.start, overlap.meeting


class WrapUpNotice(BarNotice):
    """Offers the wrap-up page at its time of the day, once.

    The offer stays until it is answered, the page is opened, or the day is over.
    """

    _day: date | None = None

    def offer_if_due(self) -> None:
        """Offer to wrap up if it is time; called each minute."""
        today = self._planner.today()
        if self._planner.wrap_up.take_offer():
            self._day = today
            sentence = _("Time to wrap up: fill the gaps of today and carry over what is left.")
            answers = [(_("Wrap up"), self._open), (_("Not today"), self._bar.withdraw)]
            self._bar.ask(sentence, answers)
        elif self._day != today:
            self._bar.withdraw()

    def _open(self) -> None:
        self._context.go_to("wrap_up", self._planner.today())

    def screen_opened(self, screen_id: str) -> None:
        """Withdraw the offer once its page is opened."""
        if screen_id == "wrap_up":
            self._bar.withdraw()
            self._planner.wrap_up.remember()


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

    def __init__(self, frame: Frame, services: Services, context: ScreenContext) -> None:
        planner = services.planner
        self._later = LaterCalls(frame)
        self.timer = TimerQuestion(planner, frame.question, context, services.timer_watch)
        self.overlaps = OverlapNotice(planner, frame.overlaps, context)
        self.coding = CodingNoticeBar(planner, frame.coding, context)
        self.block_end = BlockEndBar(planner, frame.block_end, context, frame.question)
        self.wrap_up = WrapUpNotice(planner, frame.wrap_up, context)
        self.stage = frame.stage_question
        self._asking = (
            frame.question, frame.block_end, frame.overlaps, frame.coding, frame.wrap_up,
            self.stage,
        )  # fmt: skip

    def follow(self, topics: Set[Topic]) -> None:
        """Look at what a change of these topics may settle or bring up."""
        if topics & PLAN_TOPICS or self.overlaps.is_open:
            self._later.add(self.overlaps.show_open)
        if topics & PLAN_TOPICS:
            self._later.add(self.coding.show_if_due)
            self._later.add(self.block_end.show_if_due)
        if Topic.PIPELINE in topics:
            self.stage.show_newest()

    def screen_opened(self, screen_id: str) -> None:
        """Withdraw what a screen answers, and what no longer holds."""
        self.wrap_up.screen_opened(screen_id)
        self.stage.screen_opened(screen_id)
        if self.coding.is_open:
            self._later.add(self.coding.show_if_due)

    def begin(self) -> None:
        """Show what is to be said at a start of the window, and then what waits for an answer."""
        self.show_present()
        self._later.add(self.overlaps.show_open)

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
            raise planner_error("No question is open. Answers are on the page of each task.")
        focus = QApplication.focusWidget()
        held = [focus is not None and each.isAncestorOf(focus) for each in asking]
        asking[(held.index(True) + 1) % len(asking) if any(held) else 0].begin()

    def stop(self) -> None:
        self._later.clear()
