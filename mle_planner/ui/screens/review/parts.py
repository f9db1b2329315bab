"""The parts of the review screen: figures, proposals and the note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from mle_planner.core.i18n.formats import change_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.review.suggestions import Suggestion
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of
from mle_planner.ui.widgets.qt_override import override


class FigureCard(Card):
    """One large figure, and a few words that explain it."""

    def __init__(self, title: str, color: str = "text") -> None:
        super().__init__(title)
        self.figure = TextLabel("", role="figure", color=color)
        self.words = TextLabel("", color="muted", wrapped=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(2)
        fill(self.body, self.figure, self.words, STRETCH)
        self._name = title

    def show_figure(self, figure: str, words: str) -> None:
        self.figure.setText(figure)
        self.words.setText(words)
        self.setAccessibleName(f"{self._name}: {figure}, {words}" if words else self._name)


class Suggestions(QWidget):
    """Suggestions, each with a button that carries it out."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self._layout = column_of(inside=self, spacing=6)

    def show_suggestions(self, suggestions: Sequence[Suggestion], words: str) -> None:
        """Replace the suggestions and the words under them; the focus stays at the same place."""
        place = next((at for at, one in enumerate(self.buttons) if one.hasFocus()), None)
        if place is not None:  # else Qt would move the focus elsewhere when the rows are removed
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        clear_layout(self._layout)
        self.buttons = []
        for suggestion in suggestions:
            self._layout.addLayout(self._row(suggestion))
        if words:
            self._layout.addWidget(TextLabel(words, color="muted", wrapped=True))
        if (place is not None or self.hasFocus()) and self.buttons:
            self.buttons[min(place or 0, len(self.buttons) - 1)].setFocus(
                Qt.FocusReason.OtherFocusReason
            )

    def _row(self, suggestion: Suggestion) -> QHBoxLayout:
        line = TextLabel(suggestion.text, wrapped=True)
        gain = TextLabel(change_text(suggestion.gain), role="strong")
        why = TextLabel(suggestion.why, role="secondary", color="muted", wrapped=True)
        button = word_button(
            _("Apply"),
            lambda: self.taken.emit(suggestion),
            kind="pill",
            name=f"{_('Apply')}: {suggestion.text}, {gain.text()} {suggestion.why}",
        )
        self.buttons.append(button)
        return row_of((column_of(line, why, spacing=0), 1), gain, button, spacing=8)


class WeekNoteField(QPlainTextEdit):
    """The user's note about the week; ``left`` is sent with it if it was changed."""

    left = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stored = ""
        self.setPlaceholderText(_("Notes for this week…"))
        self.setAccessibleName(_("Notes for this week"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(40)
        self.installEventFilter(self)

    def show_note(self, stored: str, unsaved: str | None = None) -> None:
        """Show the stored note, or ``unsaved`` text, unless the field is being edited."""
        is_typed = self.hasFocus() and self.toPlainText() != self._stored
        self._stored = stored
        text = stored if unsaved is None else unsaved
        if not is_typed and self.toPlainText() != text:
            self.setPlainText(text)

    def store(self) -> None:
        """Send the text if it differs from the stored note, which ``show_note`` sets."""
        if self.toPlainText() != self._stored:
            self.left.emit(self.toPlainText())

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 72)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.store()
        return super().eventFilter(watched, event)
