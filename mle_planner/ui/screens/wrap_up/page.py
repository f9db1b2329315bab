"""The page laid out: the record of the day, and the cards beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tracking.wrap_up import WrapUp
from mle_planner.ui.screens.wrap_up import words
from mle_planner.ui.screens.wrap_up.closing_cards import (
    ClosingCard,
    EndButtons,
    SumTiles,
    UnfinishedCard,
)
from mle_planner.ui.screens.wrap_up.gap_card import GapCard
from mle_planner.ui.screens.wrap_up.questions import DayQuestion, in_question, meetings_of
from mle_planner.ui.screens.wrap_up.record import GUTTER_PX, DayRecord
from mle_planner.ui.screens.wrap_up.state import PageState
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of, scrolling
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_RECORD_PX = 420
_NARROW_PX = 980


class WrapUpPage(QWidget):
    """All parts of the page; the buttons at its foot stay visible however long it is.

    ``narrowed`` is sent when its cards are to be shown in a narrow page, or a wide one again.
    """

    narrowed = Signal()

    def __init__(self, state: PageState) -> None:
        super().__init__()
        self.record = DayRecord()
        self.tiles = SumTiles()
        self.gap_card = GapCard(state)
        self.unfinished_card = UnfinishedCard(state)
        self.closing_card = ClosingCard()
        self.foot = EndButtons()
        self._open_time = TextLabel("", role="label", color="muted")
        cards = QWidget()
        column_of(
            self.tiles,
            self.gap_card,
            self.unfinished_card,
            self.closing_card,
            STRETCH,
            inside=cards,
            spacing=12,
            margins=(16, 16, 16, 16),
        )
        self.area = scrolling(cards)
        right = column_of((self.area, 1), self.foot, spacing=0)
        row_of((self._record_with_head(), 4), (right, 8), inside=self, spacing=0)

    def show_sums(
        self, wrap_up: WrapUp, questions: Sequence[DayQuestion], days: PlanningDays
    ) -> None:
        """Show the sums of a day with its open questions, and the end of the day."""
        length = words.open_time(one.span for one in questions)
        doubtful = in_question(wrap_up.day, questions)
        left = _("unresolved {time}", time=duration_text(length))
        self._open_time.setText(left if questions else "")
        self.tiles.show_day(wrap_up, length, doubtful, is_narrow=self.gap_card.is_narrow)
        self.closing_card.show_day(wrap_up, doubtful.everything, days)
        gaps = len(wrap_up.gaps) + len(wrap_up.covered)
        meetings = words.count_meetings(meetings_of(questions))
        self.foot.show_open(wrap_up, len(questions), gaps, meetings)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_PX
        if is_narrow != self.gap_card.is_narrow:
            self.gap_card.is_narrow = is_narrow
            self.narrowed.emit()

    def _record_with_head(self) -> QWidget:
        head = row_of(
            (TextLabel(_("Actual"), role="label", color="muted"), 1),
            self._open_time,
            margins=margins(round(GUTTER_PX), 12, 28, 0),
        )
        ground = _Ground()
        ground.setMaximumWidth(_RECORD_PX)
        column_of(head, (scrolling(self.record), 1), inside=ground, margins=margins(0, 0, 1, 0))
        return ground


class _Ground(QWidget):
    """The background of the record, with a line to the page beside it."""

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.fillRect(self.rect(), theme.color("surface"))
        edge = QRectF(self.width() - 1, 0, 1, self.height())
        painter.fillRect(visual(edge, self.rect()), theme.color("line"))
