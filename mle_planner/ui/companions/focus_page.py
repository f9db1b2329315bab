"""Focus mode: only the current block, and a line to note other things for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import clock_text, time_left_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.ui.companions.words import glance
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.cover import Cover
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.layouts import STRETCH, fill, row_of
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.running_clock import RunningClock
from mle_planner.ui.widgets.theme import current_theme

if TYPE_CHECKING:
    from mle_planner.core.tracking.present import Present
    from mle_planner.ui.services.services import Services

_COLUMN_PX, _MOST_KEPT = 460, 5


class FocusPage(Cover):
    """Covers the window until the block ends, the timer is stopped, or Esc is pressed.

    Reminders are quiet meanwhile. ``ended`` carries a sentence for the message bar.
    """

    ended = Signal(str)

    def __init__(self, host: QWidget, services: Services) -> None:
        super().__init__(host)
        self.setAccessibleName(_("Focus mode"))
        self._services = services
        self._planner = services.planner
        self._is_over = False
        present = self._planner.switching.present()
        running = present.running
        assert running is not None, "focus needs a running entry"
        self._entry_id = running.entry.id
        block = present.block
        self.until = block.span.end if block is not None and present.left > ZERO else None
        self.kept: list[str] = []
        self.title = TextLabel("", role="title", elided=True)
        self.clock = RunningClock("figure", lambda: current_theme().color("bg"))
        self.about = TextLabel("", color="muted")
        self.line = text_line(_("Later"), _("Later: a thought to keep as a task"))
        self.refusal = TextLabel("", color="error", wrapped=True)
        self.refusal.hide()
        self.kept_label = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.end_button = word_button(
            _("End focus  {key}", key="Esc"), self.end, name=_("End focus")
        )
        self._lay_out()
        self.line.returnPressed.connect(self.keep)
        self._show(present)

    def begin(self) -> None:
        """Cover the window from now on."""
        self._services.reminders.begin_focus(self.until)
        self._services.bridge.changed.connect(self.refresh)
        self._services.ticker.minute_ticked.connect(self.refresh)
        self._services.ticker.second_ticked.connect(self.show_time)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def refresh(self) -> None:
        """Show the present, or end focus mode with the block or the timer."""
        if self._is_over:
            return
        present = self._planner.switching.present()
        running, until = present.running, self.until
        if until is not None and present.block is not None:
            self.until = present.block.span.end  # it may have been moved since
        if running is None or running.entry.id != self._entry_id:
            self.end(_("Focus ended: the timer was stopped."))
        elif self.until is not None and present.now >= self.until:
            self.end(_("Focus ended with its block."))
        else:
            self._show(present)
            if self.until != until:
                self._services.reminders.begin_focus(self.until)

    @Slot()
    def show_time(self) -> None:
        """Show how long the timer has run, without reading the database."""
        if self._running is not None:
            self.clock.show_time(self._running.at(self._planner.now()))

    def keep(self) -> None:
        """Add the typed text as a task for later; a refusal is shown on this page."""
        text = self.line.text().strip()
        if not text:
            return
        try:
            task = self._planner.tasks.add(text)
        except PlannerError as error:
            self.refusal.show_text(str(error))
            return
        self.refusal.hide()
        self.line.clear()
        self.kept.append(task.title)
        shown = self.kept[-_MOST_KEPT:]
        heading = plural("Kept for later: {count}", "Kept for later: {count}", len(self.kept))
        self.kept_label.setText("\n".join((heading, *shown)))

    def end(self, why: str = "") -> None:
        """Leave focus mode; ``why`` is the reason."""
        self._is_over = True
        self.hide()
        self.deleteLater()
        self._services.reminders.end_focus()
        count = len(self.kept)
        kept = plural("{count} task kept for later.", "{count} tasks kept for later.", count)
        self.ended.emit(" ".join(part for part in (why, kept if count else "") if part))

    def _show(self, present: Present) -> None:
        self._running = self._planner.running_time()
        self.title.setText(glance(present, self._planner.days.zone).title)
        if self.until is None:
            self.about.setText(_("No block ends it. Stop the timer or press Esc."))
        else:
            time = clock_text(self.until, self._planner.days.zone)
            left = time_left_text(present.left)
            self.about.setText(_("until {time}, {left} left", time=time, left=left))
        self.show_time()

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setFixedWidth(_COLUMN_PX)
        column = QVBoxLayout(middle)
        column.setSpacing(8)
        for part in (self.title, self.clock, self.about, self.line, self.refusal):
            column.addWidget(part)
            if part is self.about:
                column.addSpacing(22)
        fill(column, self.kept_label, 14, (self.end_button, 0, Qt.AlignmentFlag.AlignLeading))
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row_of(STRETCH, middle, STRETCH))
        outer.addStretch(3)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)
