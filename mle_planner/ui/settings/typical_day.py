"""The typical day of each weekday, and the ready-made ones to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from mle_planner.core.model import TemplateBlock
from mle_planner.core.wording import DAYS
from mle_planner.ui.buttons import IconButton, word_button
from mle_planner.ui.cards import TextLabel
from mle_planner.ui.fields import MinuteField, NameField
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.settings.activity_choice import ActivityChoice
from mle_planner.ui.settings.section import RecordRows, Section
from mle_planner.ui.theme import Theme

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner

_DAY_MIN = 24 * 60


class PartRow(QWidget):
    """A part of the typical day: from, to, what, activity."""

    def __init__(self, section: TypicalDaySection, part: TemplateBlock) -> None:
        super().__init__()
        self._section = section
        self._part = part
        self.start = MinuteField("time", "From", 0, _DAY_MIN - 5)
        self.end = MinuteField("time", "To", 5, _DAY_MIN)
        self.name = NameField("What")
        self.activity = ActivityChoice("Activity")
        self._delete = IconButton(section.theme, "delete", "Take it out of the day", self._take_out)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.start)
        layout.addWidget(self.end)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.activity)
        layout.addWidget(self._delete)
        self.start.committed.connect(lambda minute: self._change(start_min=minute))
        self.end.committed.connect(lambda minute: self._change(end_min=minute))
        self.name.committed.connect(lambda title: self._change(title=title))
        self.activity.activity_chosen.connect(lambda which: self._change(activity_id=which))

    def show_record(self, part: TemplateBlock) -> None:
        self._part = part
        self.start.set_minutes(part.start_min)
        self.end.set_minutes(part.end_min)
        self.name.set_name(part.title)
        self.activity.offer(self._section.planner.catalog.activities(), part.activity_id)

    def set_theme(self, theme: Theme) -> None:
        self._delete.set_theme(theme)

    def _change(self, **fields: object) -> None:
        self._section.change(self._part.id, **fields)

    def _take_out(self) -> None:
        self._section.take_out(self._part.id)


class TypicalDaySection(Section):
    """What a day looks like before anything is planned into it."""

    def __init__(self, planner: Planner, theme: Theme, context: ScreenContext) -> None:
        super().__init__(
            theme,
            context,
            "Typical day",
            "Lunch and wrap-up keep their time on every day; focus and meeting parts say what "
            "the open time is best for. Days you have arranged yourself stay as they are.",
            "template weekday lunch standup working hours individual contributor senior manager",
        )
        self.planner = planner
        self.weekday = planner.today().weekday()
        self.parts: RecordRows[TemplateBlock] = self.themed(
            RecordRows(lambda part: part.id, lambda part: PartRow(self, part))
        )
        self._nothing = self.themed(TextLabel(theme, "A day off.", color="muted"))
        self.body.addLayout(self._ready_made())
        self.body.addLayout(self._weekdays())
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.parts)
        self.body.addLayout(self._foot())

    def refresh(self) -> None:
        parts = [part for part in self.planner.typical_day.blocks() if self._is_shown(part)]
        self.parts.show_records(parts)
        self._nothing.setVisible(not parts)
        for weekday, button in enumerate(self.weekday_buttons):
            button.setChecked(weekday == self.weekday)

    def show_weekday(self, weekday: int) -> None:
        """Show another weekday."""
        self.weekday = weekday
        self.refresh()

    def choose(self, name: str) -> None:
        """Replace the typical day by a ready-made one."""
        if self.attempt(lambda: self.planner.typical_day.choose(name)):
            self.context.show_message(f"The typical day is now that of: {name}.", True)

    def change(self, part_id: int, **fields: object) -> None:
        """Change a part."""
        self.attempt(lambda: self.planner.typical_day.change_block(part_id, **fields))

    def take_out(self, part_id: int) -> None:
        """Take a part out."""
        self.attempt(lambda: self.planner.typical_day.delete_block(part_id))

    def add_part(self) -> None:
        """Add half an hour after the last part of the weekday."""
        parts = [part for part in self.planner.typical_day.blocks() if self._is_shown(part)]
        start = min(parts[-1].end_min if parts else 9 * 60, _DAY_MIN - 30)
        activity = next(a for a in self.planner.catalog.activities() if not a.archived)
        self.attempt(
            lambda: self.planner.typical_day.add_block(
                self.weekday, start, start + 30, "Focus", activity.id
            )
        )

    def _is_shown(self, part: TemplateBlock) -> bool:
        return part.weekday == self.weekday

    def _ready_made(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.themed(TextLabel(self.theme, "Start from", color="muted")))
        self.template_buttons: dict[str, QPushButton] = {}
        for name in self.planner.typical_day.template_names():
            button = word_button(name, lambda name=name: self.choose(name))  # type: ignore[misc]
            self.template_buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _weekdays(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        self.weekday_buttons: list[QPushButton] = []
        for weekday, name in enumerate(DAYS):
            button = QPushButton(name[:3])
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, at=weekday: self.show_weekday(at))
            group.addButton(button)
            self.weekday_buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(word_button("Add a part", self.add_part))
        row.addStretch(1)
        return row
