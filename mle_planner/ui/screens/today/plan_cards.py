"""The cards of an open plan: what it changes unasked, and work it leaves for later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mle_planner.core.i18n.formats import day_text, minutes_text
from mle_planner.core.i18n.gettext import _, is_right_to_left, joined_words, plural
from mle_planner.core.plan.late_words import later_day
from mle_planner.core.plan.proposal import NoteKind, PlanNote, Proposal, UnplacedTask
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.planner import Planner
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout
from mle_planner.ui.widgets.keys import ENTER, PRESSING
from mle_planner.ui.widgets.layouts import column_of, fill, row_of
from mle_planner.ui.widgets.qt_override import override


class NotesCard(Card):
    """What the plan changes unasked, and what only the user can decide.

    Hidden without notes. ``day_chosen`` carries a day and whether it is off, ``task_requested`` the
    task to open.
    """

    day_chosen = Signal(object, bool)
    task_requested = Signal(object)

    def __init__(self, open_backlog: Callable[[], None], plan: Callable[[], None]) -> None:
        """Create the card; ``plan`` asks for a plan.

        ``open_backlog`` shows the tasks that late work is counted from.
        """
        super().__init__(_("Notes"))
        self._open_backlog, self._plan = open_backlog, plan
        self._shown: tuple[PlanNote, ...] = ()
        self._rows = column_of(spacing=6)
        self.body.addLayout(self._rows)
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_notes(self, notes: Sequence[PlanNote]) -> None:
        """Show the notes, each with the buttons for its possible actions."""
        if tuple(notes) == self._shown:
            return  # keeps the focus in the card
        self._shown = tuple(notes)
        self.setVisible(bool(notes))
        self.setAccessibleName("\n".join(note.sentence for note in notes))
        clear_layout(self._rows)
        self.buttons = []
        for note in notes:
            self._rows.addWidget(TextLabel(note.sentence, wrapped=True))
            self._add_buttons(note)

    def _add_buttons(self, note: PlanNote) -> None:
        row = row_of(spacing=8)
        if note.kind is NoteKind.HOLIDAY:
            self._add_button(row, _("Day off"), lambda: self.day_chosen.emit(note.day, True))
        if note.kind in {NoteKind.HOLIDAY, NoteKind.DAY_OFF}:
            self._add_button(row, _("I work"), lambda: self.day_chosen.emit(note.day, False))
        if note.kind is NoteKind.DAYS_OFF:
            words = _("I work on {day}", day=day_text(note.day))
            self._add_button(row, words, lambda: self.day_chosen.emit(note.day, False))
        if note.kind is NoteKind.NO_ESTIMATE:
            task = note.task
            self._add_button(row, _("Open the task"), lambda: self.task_requested.emit(task))
        if note.kind is NoteKind.NOT_PLANNED and note is self._last_of(NoteKind.NOT_PLANNED):
            self._add_button(row, _("Plan again"), self._plan)
        if note.kind is NoteKind.LATE_WORK:
            self._add_button(row, _("Show in the backlog"), self._open_backlog)
        row.addStretch(1)
        if row.count() > 1:
            self._rows.addLayout(row)

    def _last_of(self, kind: NoteKind) -> PlanNote:
        return [note for note in self._shown if note.kind is kind][-1]

    def _add_button(self, row: QHBoxLayout, words: str, press: Callable[[], object]) -> None:
        button = word_button(words, press, kind="pill")
        row.addWidget(button)
        self.buttons.append(button)


class LaterCard(Card):
    """The tasks that the plan places after its days, collapsed to one line.

    A click, Space or Enter expands it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._is_accepted = False
        self._shown: tuple[object, ...] = ()
        self._sign = TextLabel(color="muted")
        self._figure = TextLabel(color="muted", elided=True)
        self._list = QWidget()
        self._rows = column_of(inside=self._list, spacing=3, margins=(0, 2, 0, 0))
        self._words = ""
        head = row_of(
            self._sign, TextLabel(_("Later:"), role="strong"), (self._figure, 1), spacing=8
        )
        fill(self.body, head, self._list)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_open(False)
        self.hide()

    def show_later(
        self, later: Sequence[UnplacedTask], today: date, shown: date, *, is_accepted: bool = False
    ) -> None:
        """Show how many tasks come later; hidden if there are none.

        The card stands beside the day ``shown``. Once the plan ``is_accepted``, the days of the
        tasks are suggestions only: they are not in the plan.
        """
        wanted = (tuple(later), today, shown, is_accepted)
        if wanted == self._shown:
            return
        self._shown, self._is_accepted = wanted, is_accepted
        self._count = len(later)
        self.setVisible(bool(later))
        figure = plural("{count} task, in time", "{count} tasks, all in time", self._count)
        if is_accepted:  # work added since may take their time
            figure = plural("{count} task", "{count} tasks", self._count)
        self._figure.setText(figure)
        hint = _("Suggested days. Plan those days to keep them.") if is_accepted else ""
        lines = [
            _(
                "{task}, {when}: {reason}",
                task=one.task.title,
                when=_amount_and_day(one, today, shown),
                reason=one.reason,
            )
            for one in later
        ]
        self._words = "\n".join(filter(None, (hint, *lines)))
        clear_layout(self._rows)
        if hint:
            self._rows.addWidget(TextLabel(hint, role="secondary", color="muted", wrapped=True))
        for one in later:
            self._add_row(one, _amount_and_day(one, today, shown))
        self.set_open(self.is_open)

    def _add_row(self, one: UnplacedTask, amount_and_day: str) -> None:
        head = row_of(
            (TextLabel(one.task.title, elided=True), 1), TextLabel(amount_and_day, color="muted")
        )
        self._rows.addLayout(head)
        if one.reason:
            reason = TextLabel(one.reason, role="secondary", color="muted", wrapped=True)
            self._rows.addWidget(reason)

    @property
    def is_open(self) -> bool:
        return not self._list.isHidden()

    def set_open(self, is_open: bool) -> None:
        """List the tasks, or collapse the list."""
        self._list.setVisible(is_open)
        self._sign.setText("▾" if is_open else "◂" if is_right_to_left() else "▸")
        words = f"{_('Later:')} {self._figure.text()}"
        self.setAccessibleName(f"{words}\n{self._words}" if is_open else words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        accepts_plan = event.key() in ENTER and not self._is_accepted
        if event.key() in PRESSING and not accepts_plan:
            self.set_open(not self.is_open)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_open(not self.is_open)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.set_highlighted(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.set_highlighted(False)


def _amount_and_day(one: UnplacedTask, today: date, shown: date) -> str:
    """Return how much of a task comes later, and when: "1:45 · tomorrow"."""
    amount = minutes_text(one.minutes) if one.minutes else ""
    return joined_words((amount, later_day(one, today, shown)))


def notes_of(planner: Planner, day: DaySnapshot, shown: Proposal | None) -> Sequence[PlanNote]:
    """Return the notes on the plan shown, else on the accepted plan.

    Without either, those on a holiday and on late work; none on a day that is over. That the day
    has too much coding is left out: the coding card says it.
    """
    if shown is None and day.is_over:
        return ()
    notes = planner.planning.standing_notes(day.day) if shown is None else shown.notes
    if notes or shown is not None:
        said = (NoteKind.BAND_EXCEEDED, day.day)
        return [note for note in notes if (note.kind, note.day) != said]
    late = planner.planning.late_work_note() if day.day == planner.today() else None
    notes = () if late is None else (late,)
    if day.day_off is None and not day.holiday:
        return notes
    from mle_planner.core.scheduling.notes import note_in_words, notes_of_day

    of_day = (
        note_in_words(note, planner.days)
        for note in notes_of_day(day)
        if note.kind in {NoteKind.HOLIDAY, NoteKind.DAY_OFF}
    )
    return (*notes, *of_day)
