"""Others' changes where the plan is published, each with buttons for the decision."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text, day_text
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.model.publication import Publication, PublishConflict
from mle_planner.core.planner import Planner
from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.layouts import column_of, row_of

Answer = Callable[[Publication, PublishConflict], None]


class ConflictRow(QWidget):
    def __init__(self, words: str, can_take_over: bool) -> None:
        super().__init__()
        self.words = TextLabel(words, role="secondary", wrapped=True)
        self.take_over = WordButton(_("Take over"))
        self.take_over.setEnabled(can_take_over)
        self.keep_mine = WordButton(_("Keep mine"))
        row_of((self.words, 1), self.take_over, self.keep_mine, inside=self)


class ConflictList(QWidget):
    """Lists conflicts; a decision on one calls ``take_over`` or ``keep``."""

    def __init__(self, planner: Planner, take_over: Answer, keep: Answer) -> None:
        super().__init__()
        self._take_over, self._keep = take_over, keep
        self._planner = planner
        self.rows: list[ConflictRow] = []
        self._layout = column_of(inside=self, spacing=4)

    def show_conflicts(
        self, publication: Publication, conflicts: tuple[PublishConflict, ...]
    ) -> None:
        """Show the conflicts that wait for a decision; hidden if there are none."""
        clear_layout(self._layout)
        self.rows = []
        for conflict in conflicts:
            can_take_over = conflict.is_deleted or conflict.span is not None
            row = ConflictRow(self._words(conflict), can_take_over)
            for button, answer in ((row.take_over, self._take_over), (row.keep_mine, self._keep)):
                button.clicked.connect(
                    lambda _on, answer=answer, each=conflict: answer(publication, each)
                )
            self.rows.append(row)
            self._layout.addWidget(row)
        self.setVisible(bool(conflicts))

    def _words(self, conflict: PublishConflict) -> str:
        before = self._event(conflict.before, conflict.title_before)
        if conflict.is_deleted:
            return _("Deleted on the server: {event}", event=before)
        if conflict.span is None:
            return _(
                "Changed on the server: {event} cannot be a block now: it repeats, has no times or "
                "is too far away.",
                event=before,
            )
        after = self._event(conflict.span, conflict.title)
        return _("Changed on the server: {before} is now {after}", before=before, after=after)

    def _event(self, span: Span, title: str) -> str:
        days = self._planner.days
        day = day_text(days.date_of(span.start), today=self._planner.today())
        when = f"{day}, {clock_range_text(span.start, span.end, days.zone)}"
        return joined_words((when, title), " ")
