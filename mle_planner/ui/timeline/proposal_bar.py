"""The slim bar over the axis while a plan waits for an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from mle_planner.core.i18n.formats import day_text, duration_text, minutes_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.plan.proposal import NoteKind, Proposal
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, as_plain_tooltip
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.focus_return import FocusReturn
from mle_planner.ui.widgets.layouts import column_of, fill
from mle_planner.ui.widgets.painting import draw_surface, paint_ground
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import lay_out
from mle_planner.ui.widgets.theme import current_theme

FLOATING_PX = 36
MOST_PX = 16_000
_WEEK = 7


def proposal_text(proposal: Proposal, *, pushes: bool = False) -> str:
    """Return a proposal in one line: "Plan: 6 blocks (3:30 coding), 1 late, 2 do not fit".

    The coding is that of its blocks; a day also holds what it leaves in place. One of more than a
    week says of how many days it is: they cannot all be seen.
    """
    left_over = []
    if proposal.late_count:
        left_over.append(late_text(proposal.late_count))
    unplaced = len({one.task.id for one in proposal.unplaced if not one.needs_estimate})
    if unplaced:
        left_over.append(plural("{count} does not fit", "{count} do not fit", unplaced))
    if proposal.is_empty and not pushes:
        nothing = _("Nothing to plan")
        return f"{', '.join((nothing, *left_over))}. {_why_empty(proposal)}".strip()
    days = len(proposal.days)
    listed = ", ".join((*_work_listed(proposal), *left_over))
    if pushes:
        return _("Push: {parts}", parts=listed)
    if days > _WEEK:
        return plural(
            "Plan for {count} day: {parts}", "Plan for {count} days: {parts}", days, parts=listed
        )
    return _("Plan: {parts}", parts=listed)


def _work_listed(proposal: Proposal) -> tuple[str, ...]:
    """Return what a plan holds, or of one that only takes blocks away, how many.

    Blocks taken away on other days are said with their day: they are not in sight.
    """
    count = len([item for item in proposal.items if not item.day_part])
    removed = proposal.removed_here
    elsewhere = tuple(
        plural(
            "removes {count} block on {day}", "removes {count} blocks on {day}",
            number, day=day_text(day),
        )
        for day, number in proposal.removed_elsewhere.items()
    )  # fmt: skip
    if not count and (removed or elsewhere):
        here = plural("removes {count} block", "removes {count} blocks", removed)
        return (here, *elsewhere) if removed else elsewhere
    blocks = plural(
        "{count} block ({time} coding)", "{count} blocks ({time} coding)",
        count, time=duration_text(proposal.coding),
    )  # fmt: skip
    return blocks, *elsewhere


def _why_empty(proposal: Proposal) -> str:
    """Return why a plan has no work: the day is off, or over, or there is none to do."""
    off = (NoteKind.DAY_OFF, NoteKind.DAYS_OFF, NoteKind.NO_WORKING_TIME)
    for note in proposal.notes:
        if note.kind in off and note.day == proposal.days[0]:
            return note.sentence
    for one in proposal.later:
        if one.reason:
            return _("{task}: {reason}", task=one.task.title, reason=one.reason)
    if proposal.late_or_unplaced:
        return ""
    count = len(proposal.to_estimate)
    if count:
        return plural("{count} task needs an estimate.", "{count} tasks need an estimate.", count)
    return _("No task has work left.")


def late_text(count: int) -> str:
    return plural("{count} late", "{count} late", count)


def left_over_title(proposal: Proposal) -> str:
    """Return what the list of late and unplaced tasks is called, after what it holds."""
    if not proposal.late_or_unplaced:
        return _("Needs an estimate")
    if not proposal.late:
        return _("What does not fit")
    is_all_late = len(proposal.late) == len(proposal.late_or_unplaced)
    return _("What is late") if is_all_late else _("What is late or does not fit")


def unplaced_text(proposal: Proposal) -> str:
    """Return what was changed, is late or left over, a line each, with its reason."""
    lines = [note.sentence for note in proposal.notes]
    for one in (*proposal.late_or_unplaced, *proposal.to_estimate):
        length = f" {minutes_text(one.minutes)}" if one.minutes else ""
        reason = f": {one.reason}" if one.reason else ""
        lines.append(f"{one.task.title}{length}{reason}")
    return "\n".join(lines)


class MarkedLine(QWidget):
    """A text with a part of it in the error colour, wrapped where the room runs out."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._marked = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, marked: str) -> None:
        """Show a text; ``marked`` is the part in the error colour, empty for none."""
        self.text, self._marked = text, marked
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        layout = self._laid_out(MOST_PX)
        return QSize(math.ceil(layout.maximumWidth()) + 1, math.ceil(_height_of(layout)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def heightForWidth(self, width: int) -> int:
        return math.ceil(_height_of(self._laid_out(width)))

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        layout = self._laid_out(self.width())
        painter.setPen(current_theme().color("text"))
        layout.draw(painter, QPointF(0, (self.height() - _height_of(layout)) / 2))

    def _laid_out(self, width: int) -> QTextLayout:
        theme, mark = current_theme(), QTextCharFormat()
        mark.setForeground(theme.color("error"))
        mark.setFontWeight(theme.font("strong").weight())
        before = self.text[: self.text.find(self._marked)]
        return lay_out(
            self.text,
            theme.font("base"),
            width,
            direction=self.layoutDirection(),
            styles=[(before, QTextCharFormat()), (self._marked, mark)] if self._marked else (),
        )


def _height_of(layout: QTextLayout) -> float:
    return sum(layout.lineAt(number).height() for number in range(layout.lineCount()))


class ProposalBar(QWidget):
    """Says what the plan holds and asks for the answer; True accepts it, False drops it.

    Where there is nothing to plan, True asks for a plan of the next day that has work.
    ``better_requested`` asks for the better plan that `show_better` offers, ``unplaced_requested``
    for the list of what does not fit, where ``lists_unplaced``. It ``is_floating`` where it lies
    over the heading of a lane.
    """

    answered = Signal(bool)
    better_requested = Signal()
    unplaced_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lists_unplaced = False
        self.is_floating = False
        self._keyed: dict[QPushButton, tuple[str, str]] = {}
        self._shows_keys = True
        self.unplaced_button = word_button(_("What does not fit"), self.unplaced_requested.emit)
        self._words = MarkedLine()
        self.news = TextLabel("", color="muted", elided=True)
        self.better_button = word_button(_("Show it"), self.better_requested.emit)
        self.accept_button = word_button(
            _("Accept"), lambda: self.answered.emit(True), kind="primary", name=_("Accept the plan")
        )
        self.drop_button = word_button(
            _("Discard"),
            lambda: self.answered.emit(False),
            kind="plain",
            name=_("Discard the plan"),
        )
        row, second = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(8)
        fill(row, (self._words, 1), self.unplaced_button, self.drop_button, self.accept_button)
        fill(second, (self.news, 1), self.better_button)
        self._rows = column_of(row, second, inside=self, spacing=5, margins=(18, 7, 18, 7))
        self.show_better(())
        FocusReturn(self)
        self.hide()

    def show_proposal(
        self, proposal: Proposal | None, next_day: date | None = None, *, pushes: bool = False
    ) -> None:
        """Show what is proposed; None hides the bar.

        Where there is nothing to plan, ``next_day`` is offered instead; None where it has no work.
        """
        if proposal is not None:
            late = late_text(proposal.late_count) if proposal.late_count else ""
            self._words.show_text(proposal_text(proposal, pushes=pushes), late)
            self.setAccessibleName(self._words.text)
            unplaced_lines = unplaced_text(proposal)
            self.setToolTip(as_plain_tooltip(unplaced_lines))
            self.setAccessibleDescription(unplaced_lines)
            self.unplaced_button.setText(left_over_title(proposal))
            is_listed = bool(proposal.late or proposal.unplaced)
            self.unplaced_button.setVisible(self.lists_unplaced and is_listed)
        is_empty = proposal is not None and proposal.is_empty
        self.accept_button.setVisible(not is_empty or next_day is not None)
        self.setVisible(proposal is not None)

    def show_waiting(self) -> None:
        """Say that a plan is being made; there is only discarding it."""
        self._words.show_text(_("Planning…"), "")
        self.setAccessibleName(self._words.text)
        self.setAccessibleDescription("")
        self.setToolTip("")
        self.unplaced_button.hide()
        self.accept_button.hide()
        self.show()

    def show_keys(
        self, shown: Callable[[str], str], *, closes: bool = False, next_day: date | None = None
    ) -> None:
        """Name the keys on the buttons; ``shown`` knows an action's key by its id.

        With ``closes`` there is nothing to discard, only the bar to close; ``next_day`` is the
        day that accepting plans then.
        """
        accept = _("Plan {day}", day=day_text(next_day)) if next_day else _("Accept")
        for button, word, action_id in (
            (self.accept_button, accept, "proposal.accept"),
            (self.drop_button, _("Close") if closes else _("Discard"), "proposal.drop"),
            (self.better_button, _("Show it"), "proposal.better"),
        ):
            self._keyed[button] = word, shown(action_id)
        self._label_buttons(shows_keys=self._shows_keys)
        self.accept_button.setAccessibleName(accept if next_day else _("Accept the plan"))

    def show_better(self, gains: Sequence[str]) -> None:
        """Offer the better plan with what it is better in; without any, offer none."""
        words = _("A better plan: {gains}", gains=", ".join(gains)) if gains else ""
        self.news.setText(words)
        self.better_button.setAccessibleName(f"{words}. {_('Show it')}" if gains else "")
        for part in (self.news, self.better_button):
            part.setVisible(bool(gains))

    @property
    def text(self) -> str:
        return self._words.text

    def set_floating(self) -> None:
        """Lie over the heading of a lane, in the place that `size_over` asks for."""
        self.is_floating = True
        self._rows.setContentsMargins(*margins(12, 3, 4, 3))
        self.setMinimumHeight(FLOATING_PX)

    def size_over(self, lane_px: int, most_px: int) -> QSize:
        """Return the size over a lane, or over the whole head, ``most_px`` wide.

        It is that of the lane where all has room in one line there. Over the whole head it never
        covers half a heading; where one line has no room even there, the buttons do without their
        keys, then the words are wrapped.
        """
        self._label_buttons(shows_keys=True)
        needed = self._rows.sizeHint().width()
        if needed > most_px:
            self._label_buttons(shows_keys=False)
        width = lane_px if needed <= lane_px else most_px
        return QSize(width, max(FLOATING_PX, self._rows.heightForWidth(width)))

    def _label_buttons(self, *, shows_keys: bool) -> None:
        self._shows_keys = shows_keys
        for button, (word, key) in self._keyed.items():
            both = f"{word}  {key}".rstrip()
            button.setText(both if shows_keys else word)
            button.setToolTip("" if shows_keys else both)
        self._rows.invalidate()
        self._rows.activate()  # the rows in it, too, are measured again

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.is_floating:
            draw_surface(self, "raised", "accent")
        else:
            paint_ground(self, "accent_tint")
