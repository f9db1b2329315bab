"""What the task of a line costs today, under the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal

from mle_planner.core.typed.quick_add.line import QuickAdd
from mle_planner.ui.widgets.cards import TextLabel

AskCost = Callable[[str, Callable[[Sequence[str]], None]], None]
"""Takes the line, and what is called with the sentences of its cost, none where there is none."""

_PAUSE_MS = 400
"""Asked for when typing pauses: the days are planned twice for an answer."""


class CostLabel(TextLabel):
    """Says which block of today a task for today costs; hidden for any other line."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("", color="muted", wrapped=True)
        self.ask: AskCost | None = None
        self._today = today
        self._text = ""
        self._asked: tuple[object, ...] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.ask_now)
        self.hide()

    def show_line(self, line: QuickAdd | None, text: str) -> None:
        """Show the cost of a line, once it is known; other words of a title do not change it."""
        self._text = text
        asked = None
        if line is not None and line.is_for_today(self._today()):
            activity = line.activity or line.guess
            asked = (line.estimate_min, line.due, line.due_min, activity, line.priority, line.after)
        if asked == self._asked:
            return
        self._asked = asked
        self._show(())
        if asked is None or self.ask is None:
            self._pause.stop()
        else:
            self._pause.start()

    def ask_now(self) -> None:
        asked = self._asked

        def told(sentences: Sequence[str]) -> None:
            if asked == self._asked:
                self._show(sentences)

        if self.ask is not None and asked is not None:
            self.ask(self._text, told)

    def _show(self, sentences: Sequence[str]) -> None:
        self.setText(" ".join(sentences))
        self.setVisible(bool(sentences))
        self.changed.emit()
