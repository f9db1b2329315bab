"""The user's own recurring events, such as a weekly review."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from mle_planner.core.base.days import WEEKDAY_CODES
from mle_planner.core.base.spans import MINUTES_PER_DAY
from mle_planner.core.i18n.formats import day_name, two_letters
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.typical_day import RecurringEvent
from mle_planner.core.planner import Planner
from mle_planner.core.typical_day.part_rules import weekly_rule
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.section import RecordRows, Section, put_in_week_order
from mle_planner.ui.widgets.buttons import IconButton, segment_button, word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import NameField, text_line
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of

_EVERY = (N_("every week"), N_("every 2 weeks"), N_("every 3 weeks"), N_("every 4 weeks"))
_WEEKLY = re.compile(
    r"FREQ=WEEKLY(?:;INTERVAL=(?P<every>[1-4]))?;BYDAY=(?P<days>(?:MO|TU|WE|TH|FR|SA|SU)"
    r"(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)"
)


def read_weekly(rule: str) -> tuple[frozenset[int], int] | None:
    """Return weekdays and interval of a plain weekly rule; None for any other rule."""
    match = _WEEKLY.fullmatch(rule)
    if match is None:
        return None
    days = frozenset(WEEKDAY_CODES.index(code) for code in match["days"].split(","))
    return days, int(match["every"] or 1)


class RuleField(QWidget):
    """The repetition of an event: weekday buttons, or the rule itself if it is of another kind."""

    committed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.days: list[QPushButton] = []
        self.rule = text_line(_("Recurrence rule"), "")
        every = [(_(words), weeks) for weeks, words in enumerate(_EVERY, 1)]
        self.every = ChoiceBox(_("How often"), every, fits=True)
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for weekday in range(7):
            button = segment_button(two_letters(weekday), day_name(weekday))
            button.clicked.connect(self._take_days)
            self.days.append(button)
            layout.addWidget(button)
        fill(layout, 6, self.every, (self.rule, 1))
        self.every.chosen.connect(self._take_days)
        self.rule.editingFinished.connect(self._take_rule)
        self._given = ""

    def show_rule(self, rule: str) -> None:
        self._given = rule
        weekly = read_weekly(rule)
        self.rule.setVisible(weekly is None)
        self.rule.setText(rule)
        self.every.setVisible(weekly is not None)
        for at, button in enumerate(self.days):
            button.setVisible(weekly is not None)
            button.setChecked(weekly is not None and at in weekly[0])
        if weekly is not None:
            self.every.choose(weekly[1])

    def put_in_order(self, weekdays: Sequence[int]) -> None:
        put_in_week_order(self._row, self.days, weekdays)

    def _take_days(self) -> None:
        days = frozenset(at for at, button in enumerate(self.days) if button.isChecked())
        if days:
            self.committed.emit(weekly_rule(days, self.every.subject))
        else:
            self.show_rule(self._given)  # an event needs a day

    def _take_rule(self) -> None:
        if self.rule.text().strip() != self._given:
            self.committed.emit(self.rule.text().strip())


class RecurringEventRow(QWidget):
    def __init__(self, section: RecurringEventsSection, event: RecurringEvent) -> None:
        super().__init__()
        self._section = section
        self._event = event
        self.name = NameField(_("What"))
        self.activity = ChoiceBox(_("Activity"), fits=True)
        self.start = section.minute_field("time", _("Starts at"), 0, MINUTES_PER_DAY - 5)
        self.duration = section.minute_field("duration", _("Duration"), 5, MINUTES_PER_DAY)
        self.rule = RuleField()
        self.movable = QCheckBox(_("may be moved"))
        self.movable.setToolTip(_("Planning may move it within the day"))
        delete = lambda: section.delete(self._event)  # noqa: E731
        self._delete = IconButton("delete", _("Delete"), delete)
        self._lay_out()
        change = section.planner.typical_day.change_recurring_event
        section.save_text(self.name, lambda title: change(self._event.id, title=title))
        self.activity.chosen.connect(lambda which: self._change(activity_id=which))
        self.start.committed.connect(lambda minute: self._change(start_min=minute))
        self.duration.committed.connect(lambda length: self._change(duration_min=length))
        self.rule.committed.connect(lambda rule: self._change(rule=rule))
        self.movable.clicked.connect(lambda is_on: self._change(movable=is_on))

    def show_record(self, event: RecurringEvent) -> None:
        self._event = event
        self._section.show_text(self.name, f"series:{event.id}:title", event.title)
        choices = self._section.activity_choices(event.activity_id)
        self.activity.show_choices(choices, event.activity_id)
        self.start.set_minutes(event.start_min)
        self.duration.set_minutes(event.duration_min)
        self.rule.put_in_order(self._section.planner.days.weekdays)
        self.rule.show_rule(event.rule)
        self.movable.setChecked(event.movable)

    def _change(self, **fields: object) -> None:
        self._section.change(self._event, **fields)

    def _lay_out(self) -> None:
        first = row_of(
            self.start, self.duration, (self.name, 1), self.activity, self._delete, spacing=8
        )
        second = row_of(self.rule, self.movable, STRETCH, spacing=12)
        column_of(first, second, inside=self, spacing=6, margins=(0, 2, 0, 8))


class RecurringEventsSection(Section):
    """The user's own meetings and habits that are in no calendar."""

    heading = N_("Recurring events")
    about = N_("Repeating events that are in no calendar, such as a standup or a weekly review.")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.rows = RecordRows[RecurringEvent](lambda event: RecurringEventRow(self, event))
        self._nothing = TextLabel(_("No recurring events."), color="muted")
        fill(self.body, self._nothing, self.rows)
        self.body.addLayout(row_of(word_button(_("Add a recurring event"), self.add), STRETCH))

    def refresh(self) -> None:
        event = sorted(
            self.planner.typical_day.recurring_events(), key=lambda each: (each.start_min, each.id)
        )
        self.rows.show_records(event)
        self.find_by(each.title for each in event)
        self._nothing.setVisible(not event)

    def add(self) -> None:
        """Add an event on today's weekday at nine, to be changed."""
        today = self.planner.today()
        activities = [each for each in self.planner.catalog.activities() if not each.archived]
        activity = next((each for each in activities if each.category == "meeting"), activities[0])
        rule = weekly_rule(frozenset({today.weekday()}), 1)
        self.attempt(
            lambda: self.planner.typical_day.add_recurring_event(
                _("New event"), activity.id, rule, today, 9 * 60, 30
            )
        )

    def change(self, event: RecurringEvent, **fields: object) -> None:
        self.attempt(lambda: self.planner.typical_day.change_recurring_event(event.id, **fields))

    def delete(self, event: RecurringEvent) -> None:
        """Delete an event; undo restores it."""
        if self.attempt(lambda: self.planner.typical_day.delete_recurring_event(event.id)):
            self.context.show_message(_("Deleted {title}.", title=event.title), True)
