"""The cards for now and next, each item with its start button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout

from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.core.refs import EntryRef, PlannedRef
from mle_planner.core.tracking.jobs import RunningJob
from mle_planner.ui.screens.today.words import MOST_NEXT, NextLine, NowWords
from mle_planner.ui.timeline.model.requests import Start, Stop
from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.layouts import fill, grid_of, row_of
from mle_planner.ui.widgets.painting import fill_only, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.start_button import SMALL_PX, StartButton
from mle_planner.ui.widgets.theme import current_theme


class ProgressLine(SpokenRole):
    spoken_role = QAccessible.Role.Graphic

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self._category = Category.CODING
        self.setFixedHeight(6)

    def show_share(self, share: float, category: Category) -> None:
        """Show how much is done, in the category's colour."""
        self._share = min(1.0, max(0.0, share))
        self._category = category
        self.setAccessibleName(_("{share} percent done", share=round(self._share * 100)))
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        fill_only(painter, current_theme().color("track"))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, 3, 3)
        if self._share > 0:
            painter.setBrush(current_theme().color(self._category))
            done = QRectF(0, 0, max(6.0, whole.width() * self._share), whole.height())
            painter.drawRoundedRect(visual(done, whole), 3, 3)


class NowCard(Card):
    """The running entry, or the item planned now, or the next one, with its button.

    ``timer_requested`` carries the request that starts or stops it.
    """

    timer_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Now"))
        self._what = TextLabel(role="strong", elided=True)
        self._about = TextLabel(color="muted", elided=True)
        self._bar = ProgressLine()
        self._left = TextLabel(color="muted", elided=True)
        self._right = TextLabel(color="muted")
        self._foot = row_of((self._left, 1), self._right)
        self._words: NowWords | None = None
        self.button = StartButton()
        self.button.clicked.connect(self._press)
        words = grid_of(across=10, down=4, stretch=(0,))
        words.addWidget(self._what, 0, 0)
        words.addWidget(self._about, 1, 0, 1, 2)
        words.addWidget(self.button, 0, 1)
        fill(self.body, words, self._bar, self._foot)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Put the time left under the time done if there is little room."""
        direction = QBoxLayout.Direction
        self._foot.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)

    def show_words(self, words: NowWords | None, *, can_start: bool) -> None:
        """Show the running or next item; hide if there is none.

        ``can_start`` is False while the shown plan is not stored yet.
        """
        self._words = words
        if words is not None:
            is_running = isinstance(words.key, EntryRef)
            self.button.show_for(words.title, is_running=is_running)
            is_work = words.category is not Category.BREAK
            self.button.setVisible((can_start and is_work) or is_running)
        self.setVisible(words is not None)
        if words is not None:
            self._show_words(words)

    def _show_words(self, words: NowWords) -> None:
        self.set_title(words.heading)
        self.set_aside(words.aside)
        self._what.setText(words.title)
        self._about.show_text(words.about)
        self._bar.setVisible(words.share is not None)
        if words.share is not None:
            self._bar.show_share(words.share, words.category)
        self._left.setText(words.left)
        self._right.setText(words.right)
        for label in (self._left, self._right):
            label.setVisible(bool(words.left or words.right))

    def _press(self) -> None:
        if self._words is not None:
            key = self._words.key
            self.timer_requested.emit(Stop(key) if isinstance(key, EntryRef) else Start(key))


class JobsCard(Card):
    """The commands the machine is running by itself, and for how long; hidden without any."""

    def __init__(self) -> None:
        super().__init__(_("The machine runs"))
        self.lines = TextLabel("", wrapped=True)
        self.body.addWidget(self.lines)
        self.hide()

    def show_jobs(self, jobs: Sequence[RunningJob]) -> None:
        texts = [
            _("{title} · {time}", time=duration_text(each.passed),
              title=each.task.title if each.task is not None else each.job.title)
            for each in jobs
        ]  # fmt: skip
        self.lines.setText("\n".join(texts))
        self.setVisible(bool(texts))


class NextCard(Card):
    """The next planned items, each with a button that starts it at once."""

    timer_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Up next"))
        self._keys: list[PlannedRef] = []
        self.buttons = [StartButton(SMALL_PX) for _line in range(MOST_NEXT)]
        self._lines = [
            (TextLabel(color="muted"), TextLabel(elided=True)) for _line in range(MOST_NEXT)
        ]
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        for row, labels in enumerate(self._lines):
            for column, label in enumerate(labels):
                grid.addWidget(label, row, column)
        for row, button in enumerate(self.buttons):
            grid.addWidget(button, row, 2)
            button.clicked.connect(lambda _checked=False, row=row: self._press(row))
        self.body.addLayout(grid)

    def show_lines(self, lines: Sequence[NextLine], *, can_start: bool) -> None:
        """Show the next few items; hide if there are none."""
        self._keys = [line.key for line in lines]
        self.setAccessibleName("\n".join(f"{line.time} {line.title}" for line in lines))
        self.setVisible(bool(lines))
        for row, (time, title) in enumerate(self._lines):
            is_shown = row < len(lines)
            if is_shown:
                time.setText(lines[row].time)
                title.setText(lines[row].title)
                self.buttons[row].show_for(lines[row].title, is_running=False)
            self.buttons[row].setVisible(is_shown and can_start and lines[row].can_start)
            for label in (time, title):
                label.setVisible(is_shown)

    def _press(self, row: int) -> None:
        if row < len(self._keys):
            self.timer_requested.emit(Start(self._keys[row]))


class WrapUpButton(WordButton):
    """Opens the wrap-up page, from the last part of the typical day on."""

    def __init__(self, opens: Callable[[], None]) -> None:
        super().__init__()
        self.clicked.connect(opens)
        self.hide()

    def show_day(self, day: DaySnapshot, key: str, *, is_open: bool) -> None:
        """Show the button with its key if it is time to wrap up a day that is still open."""
        self.setText("  ".join(filter(None, (_("Wrap up"), key))))
        self.setVisible(is_open and day.has_wrap_up_begun)
