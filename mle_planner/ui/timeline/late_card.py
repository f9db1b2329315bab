"""The card of what will be late: how much, why, and what would finish it on time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.plan.late_words import due_instant
from mle_planner.core.plan.proposal import LateTask, Remedy, UnplacedTask
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import (
    Card,
    TextLabel,
    as_plain_tooltip,
    clear_layout,
    rounded_path,
)
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.layouts import column_of, fill
from mle_planner.ui.widgets.painting import smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import CARD_RADIUS_PX, current_theme

MOST_ROWS = 4
EDGE_PX = 4.0


def how_late(one: LateTask, days: PlanningDays) -> str:
    """Return how long after its due time a task is finished, else the work without a place.

    Of a task whose estimate is used up neither is known.
    """
    if one.is_used_up:
        return _("used up")
    if one.finished is None:
        return _("{time} not planned", time=duration_text(one.unplaced))
    assert one.task.due is not None
    day_count = (days.date_of(one.finished) - one.task.due).days
    if day_count > 0:
        return plural("{count} day late", "{count} days late", day_count)
    after = one.finished - due_instant(days, one.task)
    return _("{time} late", time=duration_text(max(after, one.late)))


class RemedyCard(Card):
    """A list of tasks with what would help them.

    ``remedy_requested`` carries the task's line and the remedy whose button was pressed,
    ``task_requested`` the task to open.
    """

    remedy_requested = Signal(object, object)
    task_requested = Signal(object)

    def __init__(self, title: str, spacing: int) -> None:
        super().__init__(title)
        self._rows = column_of(spacing=spacing)
        self.body.addLayout(self._rows)
        self.hide()

    def add_rest(self, rest: Sequence[LateTask | UnplacedTask]) -> None:
        """Say how many tasks have no row; a tooltip names them."""
        if rest:
            more = TextLabel(
                plural("and {count} more", "and {count} more", len(rest)), color="muted"
            )
            more.setToolTip(as_plain_tooltip("\n".join(one.task.title for one in rest)))
            self._rows.addWidget(more)


class LateCard(RemedyCard):
    """The tasks that the plan does not finish on time; hidden where there are none."""

    def __init__(self, plan: Callable[[], None] | None = None) -> None:
        """Create the card; ``plan`` asks for a plan, None where a plan is always open."""
        super().__init__(_("Late"), spacing=14)
        self._title.set_color("error")
        self._shown: tuple[tuple[LateTask, tuple[bool, ...]], ...] = ()
        self.plan_button = word_button(_("Plan again"), plan, kind="pill")
        self.body.addWidget(self.plan_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows: list[LateRow] = []

    def show_late(
        self,
        late: Sequence[LateTask],
        days: PlanningDays,
        can_carry_out: Callable[[Remedy], bool],
        *,
        is_proposed: bool = True,
    ) -> bool:
        """Show the late tasks; return whether their rows are new ones.

        ``can_carry_out`` tells which remedies get a button. Unless the lateness ``is_proposed``,
        planning again is offered for work without a place that does not wait for another task.
        """
        can_plan = not is_proposed and any(one.unplaced and not one.waits_for for one in late)
        self.plan_button.setVisible(can_plan)
        wanted = tuple((one, tuple(map(can_carry_out, one.remedies))) for one in late)
        if wanted == self._shown:
            return False  # the focus in it stays
        self._shown = wanted
        self.setVisible(bool(late))
        self.set_title(_("Late") if any(one.is_late for one in late) else _("Due"))
        self.set_aside(plural("{count} task", "{count} tasks", len(late)))
        clear_layout(self._rows)
        self.rows = [LateRow(self, one, days, can) for one, can in wanted[:MOST_ROWS]]
        fill(self._rows, *self.rows)
        self.add_rest(late[MOST_ROWS:])
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = smooth_painter(self)
        whole = QRectF(self.rect())
        painter.setClipRect(visual(QRectF(0, 0, EDGE_PX, whole.height()), whole))
        painter.fillPath(rounded_path(whole, CARD_RADIUS_PX), current_theme().color("error"))


class LateRow(QWidget):
    """A late task: how late it is, when it is due and finished, and the remedies.

    One that waits for another has a button that opens that one.
    """

    def __init__(
        self, card: LateCard, one: LateTask, days: PlanningDays, can_carry_out: Sequence[bool]
    ) -> None:
        super().__init__()
        self.one = one
        self._card = card
        self.buttons: list[QPushButton] = []
        late = how_late(one, days)
        body = column_of(
            TextLabel(one.task.title, role="strong", wrapped=True),
            TextLabel(late, role="strong", color="error"),
            TextLabel(one.sentence, role="secondary", color="muted", wrapped=True),
            inside=self,
            spacing=5,
        )
        before = one.waits_for
        if before is not None:
            words = _("Open {title}", title=before.title)
            self._add_button(body, words, lambda: card.task_requested.emit(before.id))
        for remedy, can in zip(one.remedies, can_carry_out, strict=True):
            self._add_remedy(body, remedy, can)
        self.setAccessibleName(" ".join((one.task.title, late, one.sentence)))

    def _add_remedy(self, body: QVBoxLayout, remedy: Remedy, can_carry_out: bool) -> None:
        change, result = str(remedy.change), str(remedy.result)
        if can_carry_out:
            carry_out = partial(self._card.remedy_requested.emit, self.one, remedy)
            self._add_button(body, change, carry_out).setAccessibleName(remedy.words)
        else:
            body.addWidget(TextLabel(change, wrapped=True))
        if result:
            color = "ok" if remedy.is_in_time else "muted"
            body.addWidget(TextLabel(result, role="secondary", color=color, wrapped=True))
        if remedy.price:
            price = TextLabel(str(remedy.price), role="secondary", color="warn", wrapped=True)
            body.addWidget(price)

    def _add_button(
        self, body: QVBoxLayout, words: str, press: Callable[[], object]
    ) -> QPushButton:
        from mle_planner.ui.widgets.elided_button import ElidedPillButton

        button = ElidedPillButton(words)
        button.clicked.connect(lambda: press())
        self.buttons.append(button)
        body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button
