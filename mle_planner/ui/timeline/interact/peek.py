"""A closer look at one block: a small card that the next key or click closes."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import day_name, day_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.typed.title import cut_short
from mle_planner.ui.timeline.model.block_words import length_text, times_text
from mle_planner.ui.timeline.model.content import AxisBlock
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import column_of
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override

WIDTH_PX = 300
_MOST_LETTERS = 500
"""Of one line, so that the card stays on the screen whatever a calendar holds."""


def peek_lines(block: AxisBlock, days: PlanningDays, why: str) -> list[str]:
    """Return what there is to say of a block; ``why`` as in `AxisContent.why_words`."""
    day = days.date_of(block.span.start)
    when = day_name(day.weekday()) if block.is_part else day_text(day)
    length = length_text(block.span, block.entry)
    times = joined_words((when, times_text(block.span, days), length), ", ")
    lines = [_("{times}, running", times=times) if block.is_running else times]
    thing = block.item or block.entry
    if thing is None:
        return [*lines, block.activity.name]
    lines.append(joined_words((
        thing.activity.name,
        thing.project.name if thing.project else "",
        stage_title(thing.task.stage) if thing.task else "",
    )))  # fmt: skip
    task = thing.task
    if task is not None and task.due is not None:
        lines.append(_("Due {when}", when=day_text(task.due)))
    if block.item is not None:
        lines.append(_("Pinned") if block.is_pinned and block.can_change else "")
        lines += [block.item.details, why, block.item.note, block.item.link]
    if block.entry is not None:
        lines.append(block.entry.entry.note)
    return [cut_short(line, _MOST_LETTERS) for line in lines if line and line != block.title]


class Peek(Popup):
    """The card; any key closes it."""

    def __init__(self, parent: QWidget, block: AxisBlock, days: PlanningDays, why: str) -> None:
        """Create the card; ``why`` as in `peek_lines`."""
        super().__init__(parent)
        lines = peek_lines(block, days, why)
        self.setAccessibleName(", ".join([block.title, *lines]))
        self.setFixedWidth(WIDTH_PX)
        body = column_of(
            TextLabel(cut_short(block.title, _MOST_LETTERS), role="strong", wrapped=True),
            inside=self,
            spacing=4,
            margins=(14, 12, 14, 12),
        )
        for line in lines:
            body.addWidget(TextLabel(line, color="muted", wrapped=True))

    def show_beside(self, place: QPoint) -> None:
        """Show the card with its corner at a point of the screen, kept on that screen."""
        self.resize(WIDTH_PX, self.heightForWidth(WIDTH_PX))
        self.show_at(place)
        self.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        self.close()
