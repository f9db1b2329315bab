"""The card of the gaps: the current one with its proposals, the others in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.tracking.gap_proposals import EntryProposal
from mle_planner.core.tracking.proposals import Gap
from mle_planner.ui.screens.wrap_up import words
from mle_planner.ui.screens.wrap_up.gap_field import GapField
from mle_planner.ui.screens.wrap_up.keycap import Keycap
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout, draw_surface
from mle_planner.ui.widgets.dot import Dot
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_TIMES_PX = 168


class ProposalRow(QWidget):
    """One proposal: what, what it changes, and its evidence. A click chooses it.

    ``accepted`` is sent by the button of the one that is chosen.
    """

    chosen = Signal()
    accepted = Signal()

    def __init__(
        self, proposal: EntryProposal, day: DaySnapshot, place: int, *, is_chosen: bool
    ) -> None:
        super().__init__()
        self._is_chosen = is_chosen
        evidence = words.about_proposal(proposal)
        self.setAccessibleName(f"{proposal.title}, {evidence}")
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(TextLabel(proposal.title, role="strong", elided=True), 1)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addLayout(title)
        texts.addWidget(TextLabel(evidence, role="secondary", color="muted", elided=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 10, 7)
        row.setSpacing(10)
        row.addWidget(Dot(proposal.category))
        row.addLayout(texts, 1)
        row.addWidget(TextLabel(words.gain(proposal, day), role="label", color="ok"))
        if is_chosen:
            button = QPushButton(_("Accept") + "  " + _("Enter"))
            button.setAccessibleName(_("Accept {title}", title=proposal.title))
            button.setProperty("kind", "primary")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self.accepted)
            row.addWidget(button)
        else:
            row.addWidget(Keycap(str(place + 1)))

    @override
    def mousePressEvent(self, _event: QMouseEvent) -> None:
        if not self._is_chosen:
            self.chosen.emit()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        fill, border = ("accent_tint", "accent") if self._is_chosen else ("surface", "control_line")
        draw_surface(QPainter(self), QRectF(self.rect()), theme.color(fill), theme.color(border))


class GapRow(QWidget):
    """One gap, a stop of the Tab key; open it shows its proposals.

    ``entered`` tells that it has the keyboard.
    """

    entered = Signal()
    chosen = Signal(int)
    accepted = Signal()
    split_asked = Signal()
    drop_asked = Signal()
    other_asked = Signal()
    has_letter_keys = True

    def __init__(self, gap: Gap, days: PlanningDays) -> None:
        super().__init__()
        self.gap = gap
        self.choice = 0
        self.field: GapField | None = None
        self._shown: tuple[int, bool] | None = None
        self._day: DaySnapshot | None = None
        self._days = days
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 6, 0, 6)
        self._body.setSpacing(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    @property
    def proposal(self) -> EntryProposal | None:
        """The proposal that is chosen; None where nothing is known."""
        found = self.gap.proposals
        return found[self.choice] if found else None

    def show_day(self, day: DaySnapshot) -> None:
        """Take the sums that accepting a proposal would change."""
        if self._day is None or day.tracked_sums.coding != self._day.tracked_sums.coding:
            self._shown = None
        self._day = day

    def show_state(self, choice: int, *, is_open: bool) -> None:
        """Show the gap in one line, or open with the chosen proposal marked."""
        self.choice = min(choice, max(0, len(self.gap.proposals) - 1))
        if (self.choice, is_open) == self._shown and self.field is None:
            return
        self._shown = (self.choice, is_open)
        self.field = None
        clear_layout(self._body)
        times = words.gap_times(self.gap, self._days)
        about = self.proposal.title if self.proposal else _("nothing is known")
        self.setAccessibleName(f"{times}: {about}")
        if is_open:
            self._build_open(times)
        else:
            self._build_line(times)

    def show_field(self, field: GapField) -> None:
        """Show a line to type into under the proposals, with the keyboard in it."""
        self.close_field()
        self.field = field
        self._body.addWidget(field)
        field.begin()

    def close_field(self) -> None:
        """Take the line away again."""
        if self.field is not None:
            self._body.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
            self.field = None

    def _build_line(self, times: str) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        clock = TextLabel(times, role="strong")
        clock.setMinimumWidth(max(_TIMES_PX, clock.sizeHint().width()))
        line.addWidget(clock)
        best = self.proposal
        if best is not None:
            line.addWidget(Dot(best.category))
            line.addWidget(TextLabel(best.title, elided=True), 2)
            evidence = TextLabel(best.evidence, role="secondary", color="muted", elided=True)
            line.addWidget(evidence, 3)
        else:
            line.addWidget(TextLabel(_("nothing is known"), color="muted"), 1)
        self._body.addLayout(line)

    def _build_open(self, times: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(TextLabel(times, role="title"))
        head.addWidget(TextLabel(words.gap_place(self.gap), color="muted", elided=True), 1)
        self._body.addLayout(head)
        for place, proposal in enumerate(self.gap.proposals if self._day else ()):
            assert self._day is not None
            row = ProposalRow(proposal, self._day, place, is_chosen=place == self.choice)
            row.chosen.connect(lambda place=place: self.chosen.emit(place))
            row.accepted.connect(self.accepted)
            self._body.addWidget(row)
        if not self.gap.proposals:
            nothing = _("Nothing says what this time was spent on.")
            self._body.addWidget(TextLabel(nothing, color="muted"))
        self._body.addLayout(self._keys())

    def _keys(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        keys = [(_("Tab"), _("next"), None), ("S", _("split"), self.split_asked)]
        keys.append(("D", _("drop"), self.drop_asked))
        if self.gap.proposals:
            keys.insert(0, (_("Enter"), _("accept"), self.accepted))
        for key, meaning, asked in keys:
            row.addWidget(Keycap(key))
            if asked is None:
                row.addWidget(TextLabel(meaning, role="secondary", color="muted"))
            else:
                row.addWidget(_quiet_button(meaning, asked))
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(Keycap("O"))
        row.addWidget(_quiet_button(_("Something else…"), self.other_asked))
        return row

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line between this gap and the one above it."""
        if self.y():
            QPainter(self).fillRect(0, 0, self.width(), 1, current_theme().color("line_soft"))

    @override
    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class GapCard(Card):
    """All gaps; the rows tell what is asked of the current one."""

    def __init__(self) -> None:
        super().__init__(_("Gaps in today's record"))
        self.rows: list[GapRow] = []
        self._total = 0
        self.progress = _Progress()
        self.header.addWidget(self.progress)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.none = TextLabel(_("Every part of the day is accounted for."), color="muted")
        self.body.addLayout(self._rows)
        self.body.addWidget(self.none)

    def show_gaps(
        self, gaps: Sequence[Gap], day: DaySnapshot, days: PlanningDays, total: int
    ) -> list[GapRow]:
        """Show the gaps that are open, of ``total`` there were; return the rows that are new."""
        self.none.setVisible(not gaps)
        self._total = total
        kept = {row.gap.span.start: row for row in self.rows if row.gap in gaps}
        for row in self.rows:
            if row not in kept.values():
                self._rows.removeWidget(row)
                row.hide()
                row.deleteLater()
        self.rows = [kept.get(gap.span.start) or GapRow(gap, days) for gap in gaps]
        made = [row for row in self.rows if row not in kept.values()]
        for place, row in enumerate(self.rows):
            row.show_day(day)
            self._rows.insertWidget(place, row)
        return made

    def mark_current(self, start: datetime | None, choices: dict[datetime, int]) -> None:
        """Open the gap that begins then, and show the others in one line."""
        place = next((at for at, row in enumerate(self.rows) if row.gap.span.start == start), None)
        for at, row in enumerate(self.rows):
            row.show_state(choices.get(row.gap.span.start, 0), is_open=at == place)
        number = self._total - len(self.rows) + (1 if place is None else place + 1)
        self.progress.show_place(min(number, self._total), self._total)
        text = _("{number} of {total}", number=number, total=self._total)
        self.set_aside(text if self.rows else "")


class _Progress(QWidget):
    """The place of the current gap among all: one dash each."""

    _DASH_PX, _MOST = 22, 12

    def __init__(self) -> None:
        super().__init__()
        self._place, self._total = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_place(self, place: int, total: int) -> None:
        """Show a place among a total."""
        self._place, self._total = place, total
        self.setVisible(0 < total <= self._MOST)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize((self._DASH_PX + 4) * self._total, 6)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for place in range(self._total):
            painter.setBrush(theme.color("accent" if place < self._place else "track"))
            painter.drawRoundedRect(QRectF(place * (self._DASH_PX + 4), 1, self._DASH_PX, 4), 2, 2)


def _quiet_button(text: str, asked: object) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "row")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(asked)
    return button
