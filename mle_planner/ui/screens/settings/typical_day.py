"""The typical day of each weekday, and the ready-made days to start from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.formats import (
    day_name,
    minute_of_day_text,
    short_day_name,
    weekdays_text,
)
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.typical_day import DayPart
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.recurring_events import read_weekly
from mle_planner.ui.screens.settings.section import Section, put_in_week_order
from mle_planner.ui.screens.settings.typical_axis import TypicalAxis, part_id_of
from mle_planner.ui.timeline.model.content import AxisBlock
from mle_planner.ui.widgets.buttons import IconButton, segment_button, word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.elided_button import ElidedButton
from mle_planner.ui.widgets.fields import NameField
from mle_planner.ui.widgets.layouts import row_of
from mle_planner.ui.widgets.menus import add_entry

_WEEK = range(7)


class PartFields(QWidget):
    """The fields of the selected part: from, to, title, activity."""

    def __init__(self, section: TypicalDaySection) -> None:
        super().__init__()
        self._section = section
        self._part_id = 0
        self.start = section.minute_field("time", _("From"), 0, MINUTES_PER_DAY - 5)
        self.end = section.minute_field("time", _("To"), 0, MINUTES_PER_DAY)
        self.name = NameField(_("What"))
        self.activity = ChoiceBox(_("Activity"), fits=True)
        self._delete = IconButton(
            "delete", _("Remove from the day"), lambda: section.take_out(self._part_id)
        )
        row_of(
            self.start,
            self.end,
            (self.name, 1),
            self.activity,
            self._delete,
            inside=self,
            spacing=8,
        )
        self.start.committed.connect(lambda minute: self._change(start_min=minute))
        self.end.committed.connect(lambda minute: self._change(end_min=minute))
        change = section.planner.typical_day.change_part
        section.save_text(self.name, lambda title: change(self._part_id, title=title))
        self.activity.chosen.connect(lambda which: self._change(activity_id=which))

    def show_part(self, part: DayPart) -> None:
        if self._part_id != part.id:
            self._part_id, self.name.unsaved = part.id, None
        self.start.set_minutes(part.start_min)
        past_midnight = part.end_min > MINUTES_PER_DAY
        self.end.set_minutes(part.end_min - MINUTES_PER_DAY * past_midnight)
        self._section.show_text(self.name, f"part:{part.id}:title", part.title)
        choices = self._section.activity_choices(part.activity_id)
        self.activity.show_choices(choices, part.activity_id)

    def _change(self, **fields: object) -> None:
        self._section.change(self._part_id, **fields)


class TypicalDaySection(Section):
    heading = N_("Typical day")
    about = N_(
        "Lunch and wrap-up are placed on every day; focus and meeting parts say what the "
        "time around them is best for. Days you arranged yourself stay as they are."
    )

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        # Made in the order in which Tab goes through them.
        self.body.addLayout(self._ready_made())
        self.body.addLayout(self._weekdays())
        self.fields: PartFields = PartFields(self)
        self.body.addLayout(self._over_axis())
        self.axis: TypicalAxis = TypicalAxis(planner, context)
        self.body.addWidget(self.axis)
        self._also: TextLabel = TextLabel(role="secondary", color="muted", elided=True)
        self.body.addWidget(self._also)
        self.axis.surface.selection_changed.connect(self._show_chosen)

    @property
    def weekday(self) -> int:
        """The shown weekday, 0 for Monday."""
        return self.axis.weekday

    def refresh(self) -> None:
        self.find_by(part.title for part in self.planner.typical_day.parts())
        self.axis.refresh()
        self._show_chosen(self.axis.surface.current_block())
        self._show_recurring()
        put_in_week_order(self._week_row, self.weekday_buttons, self.planner.days.weekdays)
        for weekday, button in enumerate(self.weekday_buttons):
            button.setChecked(weekday == self.weekday)
        workdays = self.planner.days.workdays
        self.same_button.setText(_("Same for {days}", days=weekdays_text(workdays, short_day_name)))
        self.same_button.setEnabled(workdays != {self.weekday})

    def page_resized(self, height_px: int) -> None:
        self.axis.fit(height_px)

    def show_weekday(self, weekday: int) -> None:
        self.axis.show_weekday(weekday)
        self.refresh()

    def choose(self, name: str) -> None:
        if self.attempt(lambda: self.planner.typical_day.choose(name)):
            self.context.show_message(_("Typical day set to {name}.", name=_(name)), True)

    def change(self, part_id: int, **fields: object) -> None:
        self.attempt(lambda: self.planner.typical_day.change_part(part_id, **fields))

    def take_out(self, part_id: int) -> None:
        self.attempt(lambda: self.planner.typical_day.delete_parts([part_id]))

    def add_part(self) -> None:
        """Begin a part after the last one, to be named on the axis."""
        self.axis.begin_new()

    def copy_to(self, weekdays: Iterable[int], names: str) -> None:
        shown = self.weekday
        if self.attempt(lambda: self.planner.typical_day.copy_weekday(shown, weekdays)):
            said = _("{days}: now the same as {day}.", days=names, day=day_name(shown))
            self.context.show_message(said, True)

    def _copy_to_workdays(self) -> None:
        workdays = self.planner.days.workdays
        self.copy_to(workdays, weekdays_text(workdays, day_name))

    def _show_chosen(self, block: AxisBlock | None) -> None:
        parts = {part.id: part for part in self.planner.typical_day.parts()}
        part = parts.get(part_id_of(block.key)) if block is not None else None
        if part is not None:
            self.fields.show_part(part)
        is_off = all(part.weekday != self.weekday for part in parts.values())
        self._hint.setText(
            _("Day off. Drag to add a part.")
            if is_off
            else _("Drag on free time to add a part; select one to change it here.")
        )
        self._stack.setCurrentWidget(self.fields if part is not None else self._hint)

    def _show_recurring(self) -> None:
        """Name the own events that recur on this weekday: they are not parts of the day."""
        events = [
            f"{each.title} {minute_of_day_text(each.start_min)}"
            for each in sorted(
                self.planner.typical_day.recurring_events(), key=lambda one: one.start_min
            )
            if (weekly := read_weekly(each.rule)) is not None and self.weekday in weekly[0]
        ]
        said = _("Recurring on this day: {events}", events=", ".join(events))
        self._also.setText(said if events else "")
        self._also.setVisible(bool(events))

    def _ready_made(self) -> QHBoxLayout:
        row = row_of(TextLabel(_("Start from"), color="muted"), spacing=8)
        self.ready_made_buttons: dict[str, QPushButton] = {}
        for name in self.planner.typical_day.ready_made_names():
            button = word_button(_(name), partial(self.choose, name))
            self.ready_made_buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _weekdays(self) -> QHBoxLayout:
        row = self._week_row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        self.weekday_buttons: list[QPushButton] = []
        for weekday in _WEEK:
            button = segment_button(short_day_name(weekday), day_name(weekday))
            button.clicked.connect(lambda _checked=False, at=weekday: self.show_weekday(at))
            group.addButton(button)
            self.weekday_buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self._add_copying(row)
        return row

    def _over_axis(self) -> QHBoxLayout:
        self._hint = TextLabel(role="secondary", color="muted", wrapped=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self.fields)
        return row_of((self._stack, 1), word_button(_("Add a part"), self.add_part), spacing=8)

    def _add_copying(self, row: QHBoxLayout) -> None:
        self.same_button = word_button("", self._copy_to_workdays)
        row.addWidget(self.same_button)
        self.copy_button = ElidedButton()
        self.copy_button.setText(_("Copy to"))
        menu = QMenu(self.copy_button)
        menu.aboutToShow.connect(lambda: self._fill_copy_menu(menu))
        self.copy_button.setMenu(menu)
        row.addWidget(self.copy_button)

    def _fill_copy_menu(self, menu: QMenu) -> None:
        menu.clear()
        every = _("Every day")
        add_entry(menu, every, partial(self.copy_to, _WEEK, every))
        menu.addSeparator()
        for weekday in self.planner.days.weekdays:
            if weekday != self.weekday:
                name = day_name(weekday)
                add_entry(menu, name, partial(self.copy_to, [weekday], name))
