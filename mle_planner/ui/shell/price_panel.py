"""The small panel that tells what a meeting would cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QSizePolicy, QWidget

from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, day_text, length_words
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import dialog_column, fill, foot_row, grid_of

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.scheduling.price.answer import MeetingPrice

WIDTH_PX = 460


class PricePanel(QDialog):
    """The sentence, what the focus time goes to, and the times that cost less.

    Nothing is stored until Import is pressed; Esc closes it.
    """

    def __init__(
        self,
        window: QWidget,
        planner: Planner,
        price: MeetingPrice,
        import_it: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What the meeting costs"))
        self.setFixedWidth(WIDTH_PX)
        self._planner = planner
        self._price = price
        self.import_button = word_button(_("Import"), self.accept)
        self.close_button = word_button(_("Close"), self.reject)
        self.close_button.setDefault(True)
        self.accepted.connect(import_it)
        self._lay_out()

    def _lay_out(self) -> None:
        from mle_planner.core.scheduling.price.answer import cheaper_heading

        first, *others = self._price.sentences
        layout = dialog_column(self)
        fill(layout, TextLabel(first, role="title", wrapped=True), self._sum())
        for sentence in others:
            layout.addWidget(TextLabel(sentence, wrapped=True))
        layout.addWidget(TextLabel(cheaper_heading(self._price), color="muted", wrapped=True))
        layout.addLayout(self._times())
        layout.addLayout(foot_row(self.import_button, self.close_button))

    def _sum(self) -> QGridLayout:
        from mle_planner.core.scheduling.price.answer import loss_parts

        parts = list(loss_parts(self._price.loss))
        rows = [(words, _minutes(minutes)) for words, minutes in parts]
        if len(rows) > 1:
            total = whole_minutes(self._price.loss.total)
            rows.append((_("Focus time lost"), _minutes(total)))
        return _grid(rows)

    def _times(self) -> QGridLayout:
        days, today = self._planner.days, self._planner.today()
        return _grid(
            [
                (
                    f"{day_text(days.date_of(time.span.start), today=today)}  "
                    f"{clock_range_text(time.span.start, time.span.end, days.zone)}",
                    length_words(max(0, whole_minutes(time.loss.total))),
                )
                for time in self._price.cheaper
            ]
        )


def _minutes(minutes: int) -> str:
    return length_words(minutes) if minutes >= 0 else f"\u2212{length_words(-minutes)}"


def _grid(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = grid_of(across=16, down=4, stretch=(0,))
    for at, (words, length) in enumerate(rows):
        figure = TextLabel(length)
        figure.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        grid.addWidget(TextLabel(words, wrapped=True), at, 0)
        grid.addWidget(figure, at, 1, Qt.AlignmentFlag.AlignRight)
    return grid
