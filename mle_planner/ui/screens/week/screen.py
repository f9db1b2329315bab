"""Week: the days side by side, each headed by its coding against the band."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cached_property, partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, ZERO
from mle_planner.core.i18n.formats import range_text
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.plan.proposal import LateTask, day_with
from mle_planner.core.plan.snapshots import DaySnapshot, WeekSnapshot
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.week.head import WeekHead, day_head
from mle_planner.ui.timeline.axis_screen import AxisScreen
from mle_planner.ui.timeline.model.content import AxisContent
from mle_planner.ui.timeline.model.snapshot_content import week_content
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.painting import paint_ground
from mle_planner.ui.widgets.qt_override import override

BACKLOG_PX = 268


class WeekScreen(AxisScreen):
    """A week of seven days; days off by the typical day are shown only if they have items."""

    today_label = N_("This week")
    primary_title = N_("Plan week")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.monday = planner.days.monday_of(planner.today())
        self._days: tuple[date, ...] = ()
        self.head = WeekHead(self.surface)
        self.view.head.addWidget(self.head)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(1)  # the separator
        self._across.addWidget(self.view, 1)
        self.head.backlog_button.clicked.connect(self._toggle_backlog)
        self.surface.setAccessibleName(_("Week"))
        self.head.day_requested.connect(self._open_day)
        self.refresh()

    @property
    @override
    def title(self) -> str:
        days = (*self.planner.days.workdays_of(self.monday), *self._days)
        return range_text(min(days), max(days))

    @property
    @override
    def subtitle(self) -> str:
        year, week, _weekday = self.monday.isocalendar()
        if year == self.planner.today().isocalendar().year:
            return _("week {week}", week=week)
        return _("week {week} of {year}", week=week, year=year)

    @override
    def go_to(self, day: date) -> None:
        monday = self.planner.days.monday_of(day)
        if monday == self.monday:
            self.view.scroll_to_day()
            return
        self.monday = monday
        self.keep_proposal_for(self.planner.days.week_of(monday))
        self.refresh()
        self.view.scroll_to_day()
        self.title_changed.emit(self.title)

    @override
    def step(self, direction: int) -> None:
        self.go_to(self.monday + 7 * direction * DAY)

    @override
    def read(self) -> tuple[AxisContent, Mapping[date, Sequence[CalendarEvent]]]:
        week = self.planner.week(self.monday)
        shown = shown_days(week, self.planner.days.workdays)
        days = [day for day in week.days if day.day in shown]
        self._days = tuple(day.day for day in days)
        late = self._stored_late()
        self._show_heads(days, late)
        self.head.show_key(self.keys.shown("plan.backlog"))
        content = week_content(week, self.planner.days, self._days, self.planner.running())
        content = replace(content, late=tuple(late))
        return content, {day.day: day.all_day for day in days}

    @override
    def shown_days(self) -> Sequence[date]:
        return self._days

    @override
    def proposal_shown(self) -> None:
        week = self.planner.week(self.monday)
        self._show_heads([day for day in week.days if day.day in self._days], self._stored_late())

    def _show_heads(self, days: Sequence[DaySnapshot], late: Sequence[LateTask]) -> None:
        """Show the days' names, coding and late tasks, by the open or else the stored plan.

        ``late`` are the tasks that the stored plan finishes late.
        """
        now, today = self.planner.now(), self.planner.today()
        if self.proposal is not None:
            days = [day_with(day, self.proposal) for day in days]
            late = self.proposal.late
        due = Counter(max(one.task.due or today, today) for one in late if one.is_late)
        later = None if self.proposal is None else self.proposal.later
        waits = self.planner.stored_plan.why_coding_waits
        in_question = self.planner.time_in_question
        is_doubtful = in_question(self._days[0], self._days[-1]).coding > ZERO
        heads = []
        for day in days:
            if day.span is not None:
                doubtful = in_question(day.day).coding if is_doubtful else ZERO
                heads.append(day_head(day, now, due[day.day], waits(day, later), doubtful))
        self.head.show_days(heads)

    def _stored_late(self) -> Sequence[LateTask]:
        last = self._days[-1]
        return self.planner.stored_plan.late(last) if last >= self.planner.today() else ()

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        switch = partial(self.surface.switch_day_off, self.surface.chosen_day)
        return {**super().own_actions(), "plan.day_off": switch}

    @override
    def open_backlog(self) -> None:
        self._show_backlog(is_shown=True)
        self.backlog.panel.begin()

    @Slot()
    def _toggle_backlog(self) -> None:
        self._show_backlog(is_shown=self._backlog is None or self._column.isHidden())

    def _show_backlog(self, *, is_shown: bool) -> None:
        self._column.setVisible(is_shown)
        self.head.backlog_button.setChecked(is_shown)
        if is_shown:
            self.backlog.read()

    @cached_property
    def _column(self) -> QWidget:
        """The backlog under its heading, at the end of the week."""
        column = QWidget()
        column.setFixedWidth(BACKLOG_PX)
        close = IconButton("close", _("Close the backlog"), self._toggle_backlog)
        heading = row_of(
            (TextLabel(_("Backlog"), role="strong"), 1), close, margins=margins(16, 10, 10, 0)
        )
        column_of(heading, (self.backlog.panel, 1), inside=column, spacing=0)
        self._across.addWidget(column)
        return column

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint_ground(self, "bg")
        edge = self.view.x() - 1 if is_right_to_left() else self.view.x() + self.view.width()
        painter.drawLine(edge, 0, edge, self.height())

    @Slot(date)
    def _open_day(self, day: date) -> None:
        self.context.go_to("today", day)


def shown_days(week: WeekSnapshot, workdays: Collection[int]) -> tuple[date, ...]:
    """Return the days that get a column: the workdays, and other days with items.

    A day between two shown days is shown too, so that the days stay in a row.
    """
    worth = [
        number
        for number, day in enumerate(week.days)
        if day.day.weekday() in workdays or day.items or day.tracked or day.all_day or day.working
    ]
    return tuple(day.day for day in week.days[worth[0] : worth[-1] + 1])
