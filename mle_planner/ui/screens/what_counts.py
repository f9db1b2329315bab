"""What counts as coding: the longest pause, tried out on the evidence of a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.declared_settings import setting_named
from mle_planner.core.evidence.coding import CodingTime, EvidenceReading
from mle_planner.core.evidence.proof import proof_of
from mle_planner.core.evidence.unite import EvidenceRules, Grade
from mle_planner.core.i18n.formats import length_words, minutes_text
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left
from mle_planner.core.planner import Planner
from mle_planner.ui.timeline.model.evidence_words import grade_meanings
from mle_planner.ui.timeline.paint.evidence_picture import draw_sign
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.layouts import column_of, grid_of, row_of
from mle_planner.ui.widgets.painting import Painted, write_in
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_MARKS_MIN = (2, 5, 10, 15, 20)
"""The pauses marked under the slider; it goes beyond them only if a longer one is set."""

_COMPARED_MIN = (5, 15)
_POPUP_PX = 344
_GRADES = {
    Grade.PROVED: (N_("proved"), N_("two sources")),
    Grade.SUPPORTED: (N_("supported"), N_("one source")),
    Grade.CLAIMED: (N_("claimed"), N_("timer or by hand")),
}


class PauseTrial(QWidget):
    """A slider for the longest pause, and the coding time of a week at its value.

    The pause is set when the slider is released, and at once by the keyboard. ``attempt`` carries
    out a change and shows why it was refused. Beside the field of the setting there is no slider.
    """

    def __init__(
        self,
        planner: Planner,
        day: date,
        attempt: Callable[[Callable[[], object]], object],
        *,
        has_slider: bool = True,
    ) -> None:
        super().__init__()
        self._planner = planner
        self._week = planner.days.week_of(day)
        self._attempt = attempt
        self._reading: EvidenceReading | None = None
        self.sentence = TextLabel("", wrapped=True)
        self.slider = PauseSlider()
        self.total = TextLabel("", role="figure", color="coding_ink")
        self.compared = {pause: TextLabel("") for pause in _COMPARED_MIN}
        self.grades = {grade: TextLabel("") for grade in Grade}
        self.sum = TextLabel("", role="strong")
        self.untracked = TextLabel("", role="secondary", color="muted", wrapped=True)
        chooser = (self.sentence, self.slider, PauseMarks(self.slider), _line())
        column_of(
            *(chooser if has_slider else ()),
            self._totals(),
            self._grades(),
            self.untracked,
            inside=self,
            spacing=8,
        )
        self.slider.valueChanged.connect(self._move)
        self.slider.sliderReleased.connect(self._set_pause)

    def refresh(self) -> None:
        planner = self._planner
        self._reading = planner.evidence.reading(self._week[0], self._week[-1])
        if not self.slider.isSliderDown():
            self.slider.show_pause(planner.settings.number("longest_pause_min"))
        for pause, label in self.compared.items():
            label.setText(minutes_text(self._coding_time(pause).total_min))
        self._show()

    def _totals(self) -> QGridLayout:
        is_now = self._planner.today() in self._week
        heads = [
            _("This week") if is_now else _("That week"),
            *(_("at {pause}", pause=length_words(pause)) for pause in _COMPARED_MIN),
        ]
        grid = grid_of(across=10, down=6)
        for place, (head, value) in enumerate(
            zip(heads, (self.total, *self.compared.values()), strict=True)
        ):
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(TextLabel(head, role="secondary", color="muted"), 0, place, side)
            grid.addWidget(value, 1, place, side | Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _grades(self) -> QGridLayout:
        grid = grid_of(across=10, down=6)
        right = Qt.AlignmentFlag.AlignRight
        for place, (grade, (word, meaning)) in enumerate(_GRADES.items()):
            row = 2 * place
            grid.addWidget(_line(), row, 0, 1, 4)
            grid.addWidget(_sign(grade), row + 1, 0)
            grid.addWidget(TextLabel(_(word), role="strong"), row + 1, 1)
            about = TextLabel(_(meaning), role="secondary", color="muted", elided=True)
            grid.addWidget(about, row + 1, 2)
            grid.addWidget(self.grades[grade], row + 1, 3, right)
        grid.addWidget(_line(), 6, 0, 1, 4)
        grid.addWidget(TextLabel(_("Total"), role="strong"), 7, 0, 1, 3)
        grid.addWidget(self.sum, 7, 3, right)
        grid.setColumnStretch(2, 1)
        return grid

    def _move(self) -> None:
        self._show()
        if not self.slider.isSliderDown():
            self._set_pause()

    def _set_pause(self) -> None:
        value = self.slider.value()
        if value != self._planner.settings.number("longest_pause_min"):
            self._attempt(lambda: self._planner.set("longest_pause_min", value))

    def _show(self) -> None:
        pause = self.slider.value()
        found, words = self._coding_time(pause), length_words(pause)
        total = minutes_text(found.total_min)
        self.sentence.setText(_("A pause longer than {pause} ends a stretch.", pause=words))
        for label in (self.total, self.sum):
            label.setText(total)
        for grade, count in found.minutes.items():
            self.grades[grade].setText(minutes_text(count))
        proof = proof_of(found)
        untracked = whole_minutes(proof.untracked) if proof is not None else 0
        self.untracked.setVisible(untracked > 0)
        self.untracked.setText(
            _("{time} of it is not tracked as coding.", time=minutes_text(untracked))
        )
        self.slider.setAccessibleDescription(", ".join((self.sentence.text(), total)))

    def _coding_time(self, pause_min: int) -> CodingTime:
        assert self._reading is not None
        is_steering = self._planner.settings.flag("count_steering")
        return self._reading.coding(EvidenceRules(pause_min * 60, is_steering))


class PauseSlider(QSlider):
    """Chooses a pause in minutes; ``range_changed`` is sent when its ends change."""

    range_changed = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(_MARKS_MIN[0], _MARKS_MIN[-1])
        self.setPageStep(5)
        self.setAccessibleName(_("Longest pause"))
        self.setProperty("mirrored", is_right_to_left())  # the style sheet fills its other side

    def show_pause(self, pause_min: int) -> None:
        """Show the stored pause, and extend the range if it is beyond the marks."""
        self.blockSignals(True)
        self.setRange(min(_MARKS_MIN[0], pause_min), max(_MARKS_MIN[-1], pause_min))
        self.setValue(pause_min)
        self.blockSignals(False)
        self.range_changed.emit()

    def center_of(self, value: int) -> float:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style, control = self.style(), QStyle.ComplexControl.CC_Slider
        handle = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        room = self.width() - handle.width()
        place = QStyle.sliderPositionFromValue(
            self.minimum(), self.maximum(), value, room, option.upsideDown
        )
        return place + handle.width() / 2


class PauseMarks(QWidget):
    """Some pauses under the slider, with the chosen one in bold."""

    def __init__(self, slider: PauseSlider) -> None:
        super().__init__()
        self._slider = slider
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        slider.valueChanged.connect(self.update)
        slider.range_changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, 16)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for value in sorted({*_MARKS_MIN, self._slider.minimum(), self._slider.maximum()}):
            is_chosen = value == self._slider.value()
            write_in(painter, *(("label", "text") if is_chosen else ("secondary", "muted")))
            area = QRectF(0, 0, 28, self.height())
            area.moveCenter(QRectF(self.rect()).center())
            area.moveLeft(self._slider.center_of(value) - area.width() / 2)
            area.moveLeft(min(max(area.left(), -8), self.width() - area.width() + 8))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(value))


def _sign(grade: Grade) -> Painted:
    return Painted(
        14,
        14,
        lambda painter, area: draw_sign(painter, grade, area, current_theme().color("coding_ink")),
    )


class WhatCountsPopup(Popup):
    """The popup that the coding card of Today opens."""

    def __init__(
        self, parent: QWidget, planner: Planner, day: date, refused: Callable[[str], object]
    ) -> None:
        super().__init__(parent)
        self._planner = planner
        self._refused = refused
        self.setFixedWidth(_POPUP_PX)
        self.setAccessibleName(_("What counts as coding"))
        self.trial = PauseTrial(planner, day, self._attempt)
        self.trial.setToolTip(as_plain_tooltip(grade_meanings()))
        self.steering = QCheckBox(_(setting_named("count_steering").title))
        self.steering.setChecked(planner.settings.flag("count_steering"))
        self.steering.clicked.connect(self._set_steering)
        head = row_of(
            (TextLabel(_("What counts as coding"), role="title"), 1),
            IconButton("close", _("Close"), self.close),
        )
        note = _("Past weeks follow the new setting. Raw evidence stays as it is.")
        column_of(
            head,
            self.trial,
            _line(),
            self.steering,
            TextLabel(note, role="secondary", color="muted", wrapped=True),
            inside=self,
            spacing=8,
            margins=margins(16, 12, 14, 14),
        )
        self.trial.refresh()
        self.trial.slider.setFocus()

    def _set_steering(self, is_counted: bool) -> None:
        self._attempt(lambda: self._planner.set("count_steering", is_counted))
        self.steering.setChecked(self._planner.settings.flag("count_steering"))
        self.trial.refresh()

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PlannerError as error:
            self._refused(str(error))


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    return line
