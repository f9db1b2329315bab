"""A real window on a real planner in a temporary folder, with answers in place of dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from mle_planner.ui.widgets.dialogs import Dialogs


def hold(key: Qt.Key, focused: Callable[[], QWidget]) -> None:
    """Hold a key for three presses, each sent to what has the focus then."""
    for is_repeated in (False, True, True):
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", is_repeated)
        QApplication.sendEvent(focused(), event)


@dataclass
class Answers(Dialogs):
    """Stands in for the dialogs: each question takes the next answer and is remembered."""

    paths: list[Path | None] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    choices: list[int | None] = field(default_factory=list)
    decisions: list[int | None] = field(default_factory=list)
    agrees: bool = True
    asked: list[str] = field(default_factory=list)
    given: str = ""
    """What the line asked for last began with."""

    def file_to_open(self, title: str, kinds: str) -> Path | None:
        """Answer with the next path."""
        self.asked.append(title)
        return self.paths.pop(0)

    def file_to_save(self, title: str, suggested: str, kinds: str) -> Path | None:
        """Answer with the next path."""
        self.asked.append(f"{title} {suggested}")
        return self.paths.pop(0)

    def folder(self, title: str) -> Path | None:
        """Answer with the next path."""
        self.asked.append(title)
        return self.paths.pop(0)

    def confirmed(
        self, question: str, details: str, verb: str, *, can_undo: bool = False, refusal: str = ""
    ) -> bool:
        """Answer as agreed."""
        self.asked += [question, refusal] if refusal else [question]
        return self.agrees

    def decision(self, question: str, details: str, answers: Sequence[str]) -> int | None:
        """Answer with the next decision; what could be pressed is remembered too."""
        self.asked += [question, *answers]
        return self.decisions.pop(0)

    def text(
        self,
        title: str,
        label: str,
        given: str = "",
        *,
        may_be_empty: bool = False,
        take: Callable[[str], object] = lambda _line: None,
    ) -> str | None:
        """Answer with the next text."""
        self.asked.append(title)
        self.given = given
        text = self.texts.pop(0)
        assert text != "" or may_be_empty
        if text is not None:
            take(text)
        return text

    def password(self, title: str, label: str) -> str | None:
        """Answer with the next text."""
        self.asked.append(title)
        return self.texts.pop(0)

    def choice(self, title: str, label: str, choices: Sequence[str]) -> int | None:
        """Answer with the next choice."""
        self.asked.append(title)
        return self.choices.pop(0)
