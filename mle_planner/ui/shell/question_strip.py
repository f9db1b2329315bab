"""The question at the end of a stage, on a strip under the screen: one line to answer or skip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import shown_word
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.questions import SETTING, AskedQuestion
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.focus_return import FocusReturn
from mle_planner.ui.widgets.layouts import row_of
from mle_planner.ui.widgets.painting import paint_ground
from mle_planner.ui.widgets.qt_override import override

_SHORTEST_LINE_PX = 160
_ALWAYS_ON = "today"


class QuestionStrip(QWidget):
    """Shows the question of the last move until it is answered, skipped or undone.

    It shows on Today and on the screen where it came up, and never takes the keyboard by itself.
    Above the screen it would move what is clicked next.
    """

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        """Show the questions asked from now on; older ones stay on their tasks' pages."""
        super().__init__()
        self._planner = planner
        self._context = context
        self._asked: AskedQuestion | None = None
        self._screen = self._came_up_on = _ALWAYS_ON
        last = planner.questions.last_asked()
        self._settled = last.asked.id if last is not None else 0
        self.about = TextLabel("", color="muted", elided=True)
        self.question = TextLabel("", role="strong")
        self.line = QLineEdit()
        self.line.setMinimumWidth(_SHORTEST_LINE_PX)
        self.answer_button = word_button(_("Save"), self.answer)
        self.skip_button = word_button(_("Skip"), self.skip)
        self.off_button = word_button(_("Stop asking"), self.stop_asking, kind="pill")
        self.off_button.setToolTip(_("Questions are switched on again in Settings, Planning"))
        row_of(
            self.question,
            (self.about, 1),
            (self.line, 2),
            self.answer_button,
            self.skip_button,
            self.off_button,
            inside=self,
            spacing=10,
            margins=margins(18, 6, 14, 6),
        )
        self.line.returnPressed.connect(self.answer)
        FocusReturn(self)
        self.hide()

    def show_newest(self) -> None:
        """Show the newest question where it is new and open; hide one that no longer is."""
        asked = self._planner.questions.last_asked()
        if asked is None or asked.asked.id <= self._settled:
            self._withdraw()
            return
        is_same = self._asked is not None and self._asked.asked.id == asked.asked.id
        self._asked = asked
        question = shown_word(asked.asked.question)
        self.question.setText(question)
        self.about.setText(asked.title)
        self.line.setAccessibleName(f"{asked.title}: {question}")
        self.line.setPlaceholderText(_("One line; Enter keeps it with the task"))
        self.setAccessibleName(f"{asked.title}: {question}")
        if not is_same:
            self.line.clear()
            self._came_up_on = self._screen
        self._show_here()

    def screen_opened(self, screen_id: str) -> None:
        self._screen = screen_id
        if self._asked is not None:
            self._show_here()

    def _show_here(self) -> None:
        self.setVisible(self._screen in (_ALWAYS_ON, self._came_up_on))

    def show_last(self) -> None:
        """Show the newest question without an answer, also one that was asked before or skipped."""
        self._settled = 0
        self._came_up_on = self._screen
        self.show_newest()

    def begin(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def answer(self) -> None:
        """Keep what is typed as the answer; with nothing typed, skip."""
        text = self.line.text().strip()
        if self._asked is None or not text:
            self.skip()
            return
        asked = self._asked
        if self._context.attempt(lambda: self._planner.questions.answer(asked.asked.id, text)):
            self._withdraw()
            self._context.show_message(_("Answer kept with {title}", title=asked.title), True)

    def skip(self) -> None:
        """Leave the question without an answer; it stays on the task's page."""
        if self._asked is not None:
            self._settled = max(self._settled, self._asked.asked.id)
        self._withdraw()

    def stop_asking(self) -> None:
        """Skip, and switch the questions off."""
        self.skip()
        self._context.attempt(lambda: self._planner.set(SETTING, False))

    def _withdraw(self) -> None:
        self._asked = None
        self.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.skip()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ground(self).drawLine(0, 0, self.width(), 0)
