"""Wrap up: fills the gaps of the day, carries over what is not finished, and ends the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import duration_text, minute_of_day_text, whole_day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.core.tracking.proposals import Gap
from mle_planner.core.typed.clock import read_clock
from mle_planner.ui.screen import AnsweringScreen, ScreenContext
from mle_planner.ui.screens.wrap_up import words
from mle_planner.ui.screens.wrap_up.gap_card import GapCard, GapRow
from mle_planner.ui.screens.wrap_up.gap_field import GapField
from mle_planner.ui.screens.wrap_up.record import GUTTER_PX, DayRecord
from mle_planner.ui.screens.wrap_up.tail_cards import (
    ClosingCard,
    Foot,
    SumTiles,
    UnfinishedCard,
    UnfinishedRow,
)
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.offers import WorkOffer
    from mle_planner.core.tracking.wrap_up import Unfinished, WrapUp

_RECORD_PX = 420
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WrapUpScreen(AnsweringScreen):
    """The gaps of today from top to bottom, then the tasks that are not finished.

    The Tab key goes from one to the next; Enter accepts what is proposed there. Nothing is written
    before. What was split, dropped or chosen is remembered until the day is over.
    """

    topics = PLAN_TOPICS | {Topic.EVIDENCE, Topic.OTHER_SETTINGS}
    has_steps = False

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self.planner = planner
        self.context = context
        self._wrap_up: WrapUp | None = None
        self._day: date | None = None
        self._cuts: set[datetime] = set()
        self._dropped: set[datetime] = set()
        self._choices: dict[datetime, int] = {}
        self._current: datetime | None = None
        self._resolved = 0
        self.record = DayRecord()
        self.record_sum = TextLabel("", role="label", color="muted")
        self.tiles = SumTiles()
        self.gap_card = GapCard()
        self.unfinished_card = UnfinishedCard()
        self.closing_card = ClosingCard()
        self.foot = Foot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.record.chosen.connect(self._enter_gap)
        self.foot.later.clicked.connect(self.leave)
        self.foot.finish.clicked.connect(self.finish)
        context.ticks.minute_ticked.connect(self._on_minute)

    # -- screen ------------------------------------------------------------------------------

    @property
    @override
    def title(self) -> str:
        return _("Wrap up")

    @property
    @override
    def subtitle(self) -> str:
        return whole_day_text(self.planner.today())

    @override
    def refresh(self) -> None:
        if not self.isVisible() or self._is_typing():
            return  # it is read when it is shown, or when the line is left
        if self.planner.today() != self._day:
            self._day = self.planner.today()
            self._cuts, self._dropped, self._choices = set(), set(), {}
            self._current, self._resolved = None, 0
        self._wrap_up = self.planner.wrap_up.read(self._cuts)
        self._show(self._wrap_up)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        QTimer.singleShot(0, self, self._focus_next)

    @property
    def gaps(self) -> Sequence[Gap]:
        """The gaps that are neither filled nor dropped."""
        found = self._wrap_up.gaps if self._wrap_up else ()
        return [gap for gap in found if gap.span.start not in self._dropped]

    @Slot()
    def _on_minute(self) -> None:
        if self.isVisible():
            self.refresh()

    # -- gaps --------------------------------------------------------------------------------

    def accept(self, row: GapRow) -> None:
        """Track a gap as the chosen proposal says."""
        proposal = row.proposal
        if proposal is None:
            self.ask_for_words(row)
        else:
            self._resolve(row, lambda: self.planner.proposals.accept(proposal), proposal.title)

    def choose(self, row: GapRow, place: int) -> None:
        """Choose another proposal for a gap; nothing is written."""
        if place < len(row.gap.proposals):
            self._choices[row.gap.span.start] = place
            self._mark_current()

    def drop(self, row: GapRow) -> None:
        """Leave a gap untracked."""
        self._dropped.add(row.gap.span.start)
        self._resolved += 1
        self.refresh()
        self._focus_next()

    def ask_for_split(self, row: GapRow) -> None:
        """Ask where to split a gap; its middle is suggested."""
        span, days = row.gap.span, self.planner.days
        middle = days.minute_of(span.start + span.duration / 2, days.date_of(span.start))
        text = minute_of_day_text(middle // 5 * 5 % 1440)

        def split(typed: str) -> None:
            at = self._instant_in(span, typed)
            if at is None:
                self.context.show_error(
                    _("That is no time inside the gap. Nothing was changed; type one such as 9:30.")
                )
                return
            self._cuts.add(at)
            self._leave_field(row)

        row.show_field(GapField(_("Split at"), text, split, lambda: self._leave_field(row)))

    def ask_for_words(self, row: GapRow) -> None:
        """Ask what a gap was spent on; tasks are offered while one types."""
        span = row.gap.span

        def take(text: str) -> None:
            if text.strip():
                self._resolve(row, lambda: self.planner.proposals.describe(span, text), text)

        def take_offer(offer: WorkOffer) -> None:
            self._resolve(row, lambda: self._log_offer(span, offer), offer.title)

        offers = self.planner.tracking.offers(span)
        row.show_field(
            GapField(_("What"), "", take, lambda: self._leave_field(row), offers, take_offer)
        )

    def _log_offer(self, span: Span, offer: WorkOffer) -> None:
        tracking = self.planner.tracking
        if offer.task_id is not None:
            tracking.log(span, offer.title, task_id=offer.task_id)
        else:
            tracking.log_untitled(span)

    def _instant_in(self, span: Span, typed: str) -> datetime | None:
        """Return the instant inside a stretch that a typed time means."""
        minute, days = read_clock(typed), self.planner.days
        if minute is None:
            return None
        day = days.date_of(span.start)
        found = (one for past in (0, 1440) for one in days.instants(day, minute + past))
        return next((one for one in found if span.start < one < span.end), None)

    def _resolve(self, row: GapRow, act: Callable[[], object], title: str) -> None:
        row.close_field()
        self._resolved += 1
        if self._attempt(act):
            self.context.show_message(_("Tracked: {title}", title=title), True)
        else:
            self._resolved -= 1
            self.refresh()
        self._focus_next()

    def _leave_field(self, row: GapRow) -> None:
        row.close_field()
        self.refresh()
        self._focus_next()

    # -- tasks and the end -------------------------------------------------------------------

    def carry(self, one: Unfinished) -> None:
        """Plan a task for the next working day."""
        wrap_up = self._wrap_up
        if wrap_up is not None and wrap_up.next_day is not None:
            day, title = wrap_up.next_day.day, one.view.task.title
            name = words.next_day_name(wrap_up)
            if self._attempt(lambda: self.planner.wrap_up.carry_over(one, day)):
                said = _("{title}: {day}", title=title, day=name)
                self.context.show_message(said, True)
            self._focus_next()

    def finish_task(self, one: Unfinished) -> None:
        """Mark a task as done."""
        self._attempt(lambda: self.planner.tasks.finish(one.view.task.id))
        self._focus_next()

    def put_off(self, one: Unfinished) -> None:
        """Let planning find the time of a task, from the next working day on."""
        wrap_up = self._wrap_up
        if wrap_up is not None and wrap_up.next_day is not None:
            day = wrap_up.next_day.day
            self._attempt(lambda: self.planner.tasks.put_off([one.view.task.id], day))
            self._focus_next()

    @Slot()
    def finish(self) -> None:
        """End the day: back to Today, with what the next one begins with."""
        if self._wrap_up is None or self.gaps:
            return
        said = words.finished_message(self._wrap_up, self.planner.days)
        self.context.go_to("today", self.planner.today())
        self.context.show_message(said, False)

    @Slot()
    def leave(self) -> None:
        """Go back to Today; what was accepted stays."""
        self.context.go_to("today", self.planner.today())

    def _attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except PlannerError as error:
            self.context.show_error(str(error))
            return False
        return True

    # -- showing -----------------------------------------------------------------------------

    def _show(self, wrap_up: WrapUp) -> None:
        days, gaps = self.planner.days, self.gaps
        self.tiles.show_day(wrap_up, gaps)
        unresolved = duration_text(words.unresolved_sum(gaps))
        self.record_sum.setText(_("unresolved {time}", time=unresolved) if gaps else "")
        total = len(gaps) + self._resolved
        had_focus = isinstance(self.focusWidget(), GapRow | UnfinishedRow)
        if had_focus:  # else Qt would give it to a neighbor of a row that goes
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for row in self.gap_card.show_gaps(gaps, wrap_up.day, days, total):
            self._follow_gap(row)
        for task_row in self.unfinished_card.show_unfinished(wrap_up, days):
            self._follow_task(task_row)
        self.closing_card.show_day(wrap_up, days)
        self.foot.show_open(len(gaps))
        self._current = _next_start([gap.span.start for gap in gaps], self._current)
        self._mark_current()
        self._order_tabs()
        if had_focus:
            self._focus_next()

    def _follow_gap(self, row: GapRow) -> None:
        row.entered.connect(lambda: self._enter(row))
        row.chosen.connect(lambda place: self.choose(row, place))
        row.accepted.connect(lambda: self.accept(row))
        row.split_asked.connect(lambda: self.ask_for_split(row))
        row.drop_asked.connect(lambda: self.drop(row))
        row.other_asked.connect(lambda: self.ask_for_words(row))

    def _follow_task(self, row: UnfinishedRow) -> None:
        row.carried.connect(lambda: self.carry(row.one))
        row.done.connect(lambda: self.finish_task(row.one))
        row.later.connect(lambda: self.put_off(row.one))

    def _mark_current(self) -> None:
        """Open the current gap, on the card and in the record."""
        if self._wrap_up is None:
            return
        self.gap_card.mark_current(self._current, self._choices)
        starts = [gap.span.start for gap in self.gaps]
        place = starts.index(self._current) if self._current in starts else None
        self.record.show_day(self._wrap_up.day, self.gaps, place, self.planner.days)

    def _enter(self, row: GapRow) -> None:
        if row.gap.span.start != self._current:
            self._current = row.gap.span.start
            self._mark_current()
        QTimer.singleShot(0, row, lambda: self._area.ensureWidgetVisible(row))

    @Slot(int)
    def _enter_gap(self, place: int) -> None:
        self.gap_card.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _focus_next(self) -> None:
        """Give the keyboard to the current gap, else to a task, else to the end of the day."""
        rows = self.gap_card.rows
        row = next((one for one in rows if one.gap.span.start == self._current), None)
        stops: list[QWidget] = [row] if row else [*rows[:1], *self.unfinished_card.rows[:1]]
        (stops[0] if stops else self.foot.finish).setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_typing(self) -> bool:
        return any(row.field is not None for row in self.gap_card.rows)

    def _order_tabs(self) -> None:
        """Let the Tab key go down the page: rows made later would come last."""
        rows = [*self.gap_card.rows, *self.unfinished_card.rows]
        stops: list[QWidget] = [self, *rows, self.foot.later, self.foot.finish]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(*margins(round(GUTTER_PX), 12, 28, 0))
        head.addWidget(TextLabel(_("Actual"), role="label", color="muted"), 1)
        head.addWidget(self.record_sum)
        left = _Ground()
        left.setMaximumWidth(_RECORD_PX)
        beside = QVBoxLayout(left)
        beside.setContentsMargins(*margins(0, 0, 1, 0))
        beside.addLayout(head)
        beside.addWidget(_scrolled(self.record), 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for card in (self.tiles, self.gap_card, self.unfinished_card, self.closing_card):
            column.addWidget(card)
        column.addStretch(1)
        self._area = _scrolled(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._area, 1)
        right.addWidget(self.foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(left, 4)
        across.addLayout(right, 7)

    # -- keys --------------------------------------------------------------------------------

    @override
    def answer_by(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key does for the row that has the keyboard."""
        focus, key = self.focusWidget(), Qt.Key(event.key())
        if self._is_typing() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if key == Qt.Key.Key_Escape:
            return self.leave
        if isinstance(focus, GapRow):
            return self._gap_answers(focus).get(key)
        if isinstance(focus, UnfinishedRow):
            return self._task_answers(focus).get(key)
        if isinstance(focus, QPushButton) and key in _ENTER:
            return focus.click
        return None

    def _gap_answers(self, row: GapRow) -> Mapping[Qt.Key, Callable[[], None]]:
        digits = {
            Qt.Key(Qt.Key.Key_1 + place): lambda place=place: self.choose(row, place)
            for place in range(9)
        }
        return {
            **digits,
            **dict.fromkeys(_ENTER, lambda: self.accept(row)),
            Qt.Key.Key_S: lambda: self.ask_for_split(row),
            Qt.Key.Key_D: lambda: self.drop(row),
            Qt.Key.Key_O: lambda: self.ask_for_words(row),
        }

    def _task_answers(self, row: UnfinishedRow) -> Mapping[Qt.Key, Callable[[], None]]:
        return {
            **dict.fromkeys(_ENTER, lambda: self.carry(row.one)),
            Qt.Key.Key_D: lambda: self.finish_task(row.one),
            Qt.Key.Key_Down: row.open_menu,
        }


def _next_start(starts: Sequence[datetime], current: datetime | None) -> datetime | None:
    """Return the current gap, else the one after where it was, else the first."""
    later = (start for start in starts if current is not None and start >= current)
    return next(later, starts[0] if starts else None)


class _Ground(QWidget):
    """The surface under the record, with a line to the page beside it."""

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.fillRect(self.rect(), theme.color("surface"))
        edge = QRectF(self.width() - 1, 0, 1, self.height())
        painter.fillRect(visual(edge, self.rect()), theme.color("line"))


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
