"""The cards beside the axis; a card without content is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, is_right_to_left, joined_words
from mle_planner.core.i18n.names import capitalized
from mle_planner.core.plan.snapshots import CodingDay, DaySnapshot
from mle_planner.ui.screens.today.coding_words import (
    FigureLine,
    band_text,
    coding_lines,
    goal_text,
    short_sentence,
    sum_sentence,
)
from mle_planner.ui.screens.today.ring import CodingRing, coding_color
from mle_planner.ui.screens.today.words import why_words
from mle_planner.ui.timeline.model.block_words import times_text
from mle_planner.ui.timeline.model.content import AxisBlock
from mle_planner.ui.timeline.model.evidence_words import grade_meanings
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.layouts import fill, grid_of
from mle_planner.ui.widgets.painting import Painted, fill_round
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.theme import current_theme

if TYPE_CHECKING:
    from mle_planner.ui.timeline.paint.proposal_picture import PlacedProposed


class FigureLines(SpokenRole):
    """Lines that begin with a bold figure, with the words wrapped under it if room is short."""

    spoken_role = QAccessible.Role.StaticText

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[FigureLine] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_lines(self, lines: Sequence[FigureLine]) -> None:
        self._lines = lines
        self.setAccessibleName(", ".join(f"{line.figure} {line.words}" for line in lines))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(150, self.heightForWidth(150))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(90, 0)

    @override
    def heightForWidth(self, width: int) -> int:
        return self._lay_out_lines(width, None)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        self._lay_out_lines(self.width(), QPainter(self))

    def _lay_out_lines(self, width: int, painter: QPainter | None) -> int:
        """Return the height of the lines, drawing them if there is a painter."""
        strong, base = current_theme().font("strong"), current_theme().font("base")
        figures, metrics = QFontMetrics(strong), QFontMetrics(base)
        row = metrics.height() + 4
        top = 0
        for line in self._lines:
            color = current_theme().color("warn" if line.is_warning else "muted")
            if painter is not None:
                painter.setFont(strong)
                painter.setPen(current_theme().color("warn" if line.is_warning else "text"))
                taken = QRectF(0, top, figures.horizontalAdvance(line.figure), row)
                at = visual(taken, self.rect()).left()
                painter.drawText(round(at), top + figures.ascent(), line.figure)
                painter.setFont(base)
                painter.setPen(color)
            left = figures.horizontalAdvance(line.figure + " ")
            for words in _broken(line.words, metrics, left, width):
                if painter is not None and words:
                    self._draw_words(painter, words, QRectF(left, top, width - left, row))
                left, top = 0, top + row
        return top

    def _draw_words(self, painter: QPainter, words: Sequence[str], room: QRectF) -> None:
        metrics = painter.fontMetrics()
        if is_right_to_left():  # drawn together, so that words of another direction are in order
            begin = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.drawText(visual(room, self.rect()), begin, " ".join(words))
            return
        left, base = round(room.left()), round(room.top()) + metrics.ascent()
        for word in words:
            painter.drawText(left, base, word)
            left += metrics.horizontalAdvance(word + " ")


def _broken(text: str, metrics: QFontMetrics, left: int, width: int) -> Iterator[list[str]]:
    """Yield the words of each row; the first row begins at ``left`` and may be empty."""
    row: list[str] = []
    for word in text.split():
        advance = metrics.horizontalAdvance(word)
        if left + advance > width and left > 0:
            yield row
            row, left = [], 0
        row.append(word)
        left += metrics.horizontalAdvance(word + " ")
    yield row


def _swatch(color: Callable[[], QColor]) -> Painted:
    return Painted(9, 9, lambda painter, area: fill_round(painter, area, 2, color()))


class CodingSum(QWidget):
    """Done, planned and goal, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        grid = grid_of(self, across=8, down=4, stretch=(1,))
        self._figures: list[TextLabel] = []
        lines: tuple[tuple[str, Callable[[], QColor]], ...] = (
            (_("Done"), partial(coding_color, is_planned=False)),
            (_("Planned"), partial(coding_color, is_planned=True)),
            (_("Goal"), lambda: current_theme().color("ok")),
        )
        for row, (word, color) in enumerate(lines):
            figure = TextLabel(role="strong")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._figures.append(figure)
            grid.addWidget(_swatch(color), row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(TextLabel(word, color="muted"), row, 1)
            grid.addWidget(figure, row, 2)

    def show_coding(self, coding: CodingDay) -> None:
        figures = (duration_text(coding.done), duration_text(coding.planned), goal_text(coding))
        for label, figure in zip(self._figures, figures, strict=True):
            label.setText(figure)


class CodingCard(Card):
    """Coding against the band of a good day: figures first.

    While a proposed plan is shown, the figures are those of the day with that plan.
    """

    def __init__(self, explain: Callable[[], None]) -> None:
        """Create the card; ``explain`` shows what counts as coding."""
        super().__init__(_("Coding today"))
        self._is_narrow = False
        self._ring = CodingRing()
        self._lines, self._below = FigureLines(), FigureLines()
        self._all_lines: Sequence[FigureLine] = ()
        self._row = row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignCenter)
        self._sum = CodingSum()
        self._sentence = TextLabel(role="secondary", color="muted", wrapped=True)
        self._short = TextLabel(role="secondary", color="muted", wrapped=True)
        self._proof = TextLabel(role="secondary", color="muted", wrapped=True)
        self._proof.setToolTip(as_plain_tooltip(grade_meanings()))
        self._proof.setAccessibleDescription(grade_meanings())
        fill(row, (self._lines, 1, Qt.AlignmentFlag.AlignVCenter), (self._sum, 1))
        fill(self.body, row, self._below, self._sentence, self._short, self._proof)
        self.what_counts = word_button(_("What counts"), explain, kind="pill")
        self.body.addWidget(self.what_counts, 0, Qt.AlignmentFlag.AlignRight)
        self._show_parts(with_plan=False)

    def _show_parts(self, *, with_plan: bool) -> None:
        """Show the figures beside the ring; if there is little room, below it from the second on.

        The sums of a plan are under the ring then.
        """
        beside = self._all_lines[:1] if self._is_narrow else self._all_lines
        below = self._all_lines[len(beside) :]
        self._lines.show_lines(beside)
        self._below.show_lines(below)
        self._lines.setVisible(not with_plan)
        self._below.setVisible(bool(below) and not with_plan)
        self._sum.setVisible(with_plan)
        self._sentence.setVisible(with_plan)
        self._short.setVisible(bool(self._short.text()))
        for part in (self._proof, self.what_counts):
            part.setVisible(not with_plan and bool(self._proof.text()))
        direction = QBoxLayout.Direction
        is_stacked = self._is_narrow and with_plan
        self._row.setDirection(direction.TopToBottom if is_stacked else direction.LeftToRight)

    def set_narrow(self, *, is_narrow: bool) -> None:
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._show_parts(with_plan=not self._sum.isHidden())

    def show_with_plan(self, coding: CodingDay, waits: str = "") -> None:
        """Show a day's coding as it would be with the proposed plan; ``waits`` as in `show_day`."""
        self.set_title(_("Coding"))
        self.set_aside(_("with this plan"))
        self._ring.show_coding(coding)
        self._sum.show_coding(coding)
        sentence = sum_sentence(coding)
        self._sentence.setText(sentence)
        self._short.setText(waits)
        self.setAccessibleName(joined_words((sentence, waits), " "))
        self._show_parts(with_plan=True)

    def show_day(
        self,
        day: DaySnapshot,
        days: PlanningDays,
        proof: str,
        in_question: timedelta,
        waits: str,
        *,
        is_today: bool,
    ) -> None:
        """Show a day's coding, the part in question, and in one line how well it is evidenced.

        ``waits`` is why coding work comes later on a day that is short of its goal.
        """
        self._short.setText(short_sentence(day.coding, waits))
        self._proof.setText(proof)
        self._proof.setAccessibleName(proof)
        self._all_lines = coding_lines(day, days, in_question)
        self._show_parts(with_plan=False)
        self.set_title(_("Coding today") if is_today else _("Coding"))
        self.set_aside(band_text(day.coding))
        self._ring.show_coding(day.coding)


class WhyCard(Card):
    def __init__(self) -> None:
        super().__init__(_("Why here?"))
        self.set_highlighted(True)
        self._what = TextLabel(wrapped=True)
        self._reason = TextLabel(color="muted", wrapped=True)
        fill(self.body, self._what, self._reason)
        self.hide()

    def show_proposed(self, placed: PlacedProposed, days: PlanningDays, key: str) -> None:
        """Show why a plan places a block where it does, its former place, and the accepting key."""
        self.show()
        self.set_title(_("Why here?"))
        self.set_aside(times_text(placed.item.span, days))
        self._what.setText(placed.item.title)
        origin = placed.origin
        if origin:
            origin = f"{capitalized(origin)}."
        how = _("{key} accepts this block alone.", key=key) if key else ""
        self._reason.setText(" ".join(word for word in (origin, placed.item.why, how) if word))

    def show_block(self, block: AxisBlock | None, days: PlanningDays, late: str) -> None:
        """Show the selected block; hide without a selection.

        ``late`` is how late its task is with the plan as it is now, empty if it is in time.
        """
        self.setVisible(block is not None)
        if block is None:
            return
        heading, reason = why_words(block)
        self.set_title(heading)
        self.set_aside(times_text(block.span, days))
        thing = block.entry or block.item
        self._what.setText(joined_words((block.title, thing.task_beside if thing else "")))
        self._reason.setText(late or reason)


class EmptyCard(Card):
    """A hint on what to do next on an empty day."""

    def __init__(self) -> None:
        super().__init__(_("No work planned yet"))
        self._words = TextLabel(color="muted", wrapped=True)
        self.body.addWidget(self._words)

    def show_key(self, key: str) -> None:
        """Show the key that plans the day, if there is one."""
        if key:
            words = _(
                "Press {key} to fill open time with your tasks. Nothing is saved until you "
                "accept. Or drag on the axis to add a block.",
                key=key,
            )
        else:
            words = _(
                "Plan the day to fill open time with your tasks. Nothing is saved until you "
                "accept. Or drag on the axis to add a block."
            )
        self._words.setText(words)
