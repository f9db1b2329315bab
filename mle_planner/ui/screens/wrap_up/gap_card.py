"""The card of the gaps: the current one with its proposals, the others in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.screens.wrap_up import words
from mle_planner.ui.screens.wrap_up.gap_field import GapField
from mle_planner.ui.screens.wrap_up.questions import AnswerChoice, DayQuestion
from mle_planner.ui.screens.wrap_up.state import Answered, PageState
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout, drop_widget
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.keys import STEPS
from mle_planner.ui.widgets.layouts import column_of, fill, row_of
from mle_planner.ui.widgets.painting import dot, draw_surface, smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.theme import current_theme

_TIMES_PX = 168
_KEY_PX = 20


class OptionRow(SpokenRole):
    """One answer: its title, its effect, and its evidence. A click chooses it.

    ``accepted`` is sent by the button of the chosen answer.
    """

    chosen = Signal()
    accepted = Signal()

    def __init__(self, option: AnswerChoice, index: int, *, is_chosen: bool) -> None:
        super().__init__()
        self._is_chosen = is_chosen
        self.setAccessibleName(f"{option.title}, {option.about}")
        texts = column_of(
            TextLabel(option.title, role="strong", elided=True),
            TextLabel(option.about, role="secondary", color="muted", elided=True),
            spacing=1,
        )
        row = row_of(
            dot(option.category),
            (texts, 1),
            TextLabel(option.gain, role="label", color="ok"),
            inside=self,
            spacing=10,
            margins=(12, 7, 10, 7),
        )
        if is_chosen:
            button = word_button(
                _("Accept") + "  " + _("Enter"),
                self.accepted.emit,
                kind="primary",
                name=_("Accept {title}", title=option.title),
            )
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        else:
            row.addWidget(Keycap(str(index + 1)))

    @override
    def mousePressEvent(self, _event: QMouseEvent) -> None:
        if not self._is_chosen:
            self.chosen.emit()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = ("accent_tint", "accent") if self._is_chosen else ("surface", "control_line")
        draw_surface(self, *colors)


class AnswerRow(SpokenRole):
    """One stop of the Tab key, which letters answer.

    ``entered`` is sent when it gets the focus; ``stepped`` carries 1 for Down, -1 for Up.
    """

    entered = Signal()
    stepped = Signal(int)
    has_letter_keys = True

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the arrow keys from scrolling the page."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class GapRow(AnswerRow):
    """One question; when open it shows its options."""

    chosen = Signal(int)
    accepted = Signal()
    split_asked = Signal()
    drop_asked = Signal()
    other_asked = Signal()

    def __init__(self, question: DayQuestion) -> None:
        super().__init__()
        self.question = question
        self.choice = 0
        self.field: GapField | None = None
        self._shown: tuple[int, bool, bool] | None = None
        self._body = column_of(inside=self, spacing=8, margins=(0, 6, 0, 6))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    @property
    def option(self) -> AnswerChoice | None:
        """The chosen option; None if there are none."""
        found = self.question.options
        return found[self.choice] if found else None

    def show_state(self, choice: int, *, is_open: bool, is_narrow: bool) -> None:
        """Show the question in one line, or open with the chosen option marked.

        If it ``is_narrow`` the keys leave out Tab, and Enter, which the button names too.
        """
        self.choice = min(choice, max(0, len(self.question.options) - 1))
        state = (self.choice, is_open, is_narrow)
        if state == self._shown and self.field is None:
            return
        self._shown = state
        self.field = None
        clear_layout(self._body)
        about = self.option.title if self.option else _("nothing is known")
        self.setAccessibleName(f"{self.question.times}: {about}")
        if is_open:
            self._build_open(is_narrow=is_narrow)
        else:
            self._build_line()

    def show_field(self, field: GapField) -> None:
        """Show a focused line to type into, under the proposals."""
        self.close_field()
        self.field = field
        self._body.addWidget(field)
        field.begin()

    def close_field(self) -> None:
        """Remove the line again."""
        if self.field is not None:
            drop_widget(self._body, self.field)
            self.field = None

    def _build_line(self) -> None:
        clock = TextLabel(self.question.times, role="strong")
        clock.setMinimumWidth(_times_px())
        line = row_of(clock, spacing=10)
        best = self.option
        if best is not None:
            fill(line, dot(best.category), (TextLabel(best.title, elided=True), 1))
            line.addWidget(TextLabel(best.about, role="secondary", color="muted", elided=True), 1)
        else:
            line.addWidget(TextLabel(_("nothing is known"), color="muted"), 1)
        self._body.addLayout(line)

    def _build_open(self, *, is_narrow: bool) -> None:
        head = row_of(
            TextLabel(self.question.times, role="title"),
            (TextLabel(self.question.neighbours, color="muted", elided=True), 1),
            spacing=8,
        )
        self._body.addLayout(head)
        for index, option in enumerate(self.question.options):
            row = OptionRow(option, index, is_chosen=index == self.choice)
            row.chosen.connect(lambda index=index: self.chosen.emit(index))
            row.accepted.connect(self.accepted)
            self._body.addWidget(row)
        if not self.question.options:
            nothing = _("No evidence of what this time was spent on.")
            self._body.addWidget(TextLabel(nothing, color="muted", wrapped=True))
        self._body.addLayout(self._keys(is_narrow=is_narrow))

    def _keys(self, *, is_narrow: bool) -> QHBoxLayout:
        row = row_of(spacing=6)
        is_open = self.question.open_source is not None
        keys: list[tuple[str, str, SignalInstance | None]] = []
        if not is_narrow:
            keys.append((_("Tab"), _("next"), None))
        if is_open:
            keys.append(("S", _("split"), self.split_asked))
        keys.append(("X", _("drop"), self.drop_asked))
        if self.question.options and not is_narrow:
            keys.insert(0, (_("Enter"), _("accept"), self.accepted))
        for key, meaning, asked in keys:
            row.addWidget(Keycap(key))
            if asked is None:
                row.addWidget(TextLabel(meaning))
            else:
                row.addWidget(_quiet_button(meaning, asked))
            row.addSpacing(8)
        row.addStretch(1)
        if is_open:
            fill(row, Keycap("O"), _quiet_button(_("Something else…"), self.other_asked))
        return row

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line between this gap and the one above it."""
        if self.y():
            QPainter(self).fillRect(0, 0, self.width(), 1, current_theme().color("line_soft"))


class _AnsweredLine(QWidget):
    """Keeps the place of an answered question, so that the others do not move under the mouse."""

    def __init__(self, one: Answered) -> None:
        super().__init__()
        self.question = one.question
        clock = TextLabel(one.question.times, color="muted")
        clock.setMinimumWidth(_times_px())
        answer = TextLabel(one.answer, color="muted", elided=True)
        tick = QLabel()
        tick.setPixmap(pixmap("done", "ok"))
        row_of(clock, tick, (answer, 1), inside=self, spacing=10, margins=(0, 6, 0, 6))


class GapCard(Card):
    """All gaps; the rows send the requests for the current one."""

    def __init__(self, state: PageState) -> None:
        super().__init__(_("Gaps in the record"))
        self._state = state
        self.rows: list[GapRow] = []
        self._lines: list[_AnsweredLine] = []
        self.is_narrow = False
        self._total = 0
        self.progress = _Progress()
        self.header.addWidget(self.progress)
        self._rows = column_of(spacing=0)
        self.none = TextLabel(_("No gaps to fill."), color="muted")
        fill(self.body, self._rows, self.none)

    @property
    def first_number(self) -> int:
        """The number of the first open question, counted from the first question of the day."""
        return self._total - len(self.rows) + 1

    def show_questions(self, questions: Sequence[DayQuestion]) -> list[GapRow]:
        """Show the open questions among those that were answered; return the new rows.

        An answered one that is open again was undone.
        """
        answered = self._state.answered
        for one in questions:
            answered.pop(one.key, None)
        self._total = len(questions) + len(answered)
        self.none.setVisible(not self._total)
        kept = {row.question.key: row for row in self.rows if row.question in questions}
        gone: Iterable[QWidget] = (row for row in self.rows if row not in kept.values())
        for widget in (*gone, *self._lines):
            drop_widget(self._rows, widget)
        self.rows = [kept.get(one.key) or GapRow(one) for one in questions]
        self._lines = [_AnsweredLine(one) for one in answered.values()]
        places: list[GapRow | _AnsweredLine] = [*self.rows, *self._lines]
        for index, widget in enumerate(sorted(places, key=lambda one: one.question.span)):
            self._rows.insertWidget(index, widget)
            widget.show()  # only a visible row can get the focus
        return [row for row in self.rows if row not in kept.values()]

    def mark_current(self) -> None:
        """Open the current question, and collapse the others to one line."""
        state = self._state
        for at, row in enumerate(self.rows):
            choice = state.choices.get(row.question.key, 0)
            row.show_state(choice, is_open=at == state.current, is_narrow=self.is_narrow)
        number = self.first_number + state.current
        self.progress.show_number(min(number, self._total), self._total)
        text = _("{number} of {total}", number=number, total=self._total)
        self.set_aside(text if self.rows else "")


class _Progress(QWidget):
    """The number of the current gap among all, with one dash for each."""

    _DASH_PX, _MOST = 22, 12

    def __init__(self) -> None:
        super().__init__()
        self._number, self._total = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_number(self, number: int, total: int) -> None:
        self._number, self._total = number, total
        self.setVisible(0 < total <= self._MOST)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize((self._DASH_PX + 4) * self._total, 6)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = smooth_painter(self), current_theme()
        painter.setPen(Qt.PenStyle.NoPen)
        for index in range(self._total):
            painter.setBrush(theme.color("accent" if index < self._number else "track"))
            painter.drawRoundedRect(QRectF(index * (self._DASH_PX + 4), 1, self._DASH_PX, 4), 2, 2)


def _times_px() -> int:
    return max(_TIMES_PX, TextLabel(words.longest_times(), role="strong").sizeHint().width())


def _quiet_button(text: str, asked: object) -> QPushButton:
    button = word_button(text, kind="row")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(asked)
    return button


class Keycap(QWidget):
    """A key drawn as a keycap, for use beside a description."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.text = key
        metrics = QFontMetrics(current_theme().font("secondary"))
        self.setFixedSize(max(_KEY_PX, metrics.horizontalAdvance(key) + 14), _KEY_PX)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = draw_surface(self, "surface", "control_line", radius=5)
        write_in(painter, "secondary", "muted")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text)
