"""Calendars that were read from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mle_planner.core.calendars.addresses import mask_address
from mle_planner.core.i18n.formats import clock_text, day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.calendar import Calendar
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.section import RecordRows, Section
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner


class CalendarRow(QWidget):
    """A calendar: its name, where it came from, when it was read."""

    def __init__(self, section: CalendarsSection, calendar: Calendar) -> None:
        super().__init__()
        self._section = section
        self._calendar = calendar
        self.name = TextLabel("", elided=True)
        self.details = TextLabel("", role="secondary", color="muted", elided=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.name)
        words.addWidget(self.details)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(words, 1)
        layout.addWidget(word_button(_("Remove"), lambda: section.remove(self._calendar)))

    def show_record(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self.name.setText(calendar.name)
        parts = [mask_address(calendar.address)]
        if calendar.read_at is not None:
            zone = self._section.planner.days.zone
            day = day_text(calendar.read_at.astimezone(zone).date())
            parts.append(
                _("read {day} {read_at}", day=day, read_at=clock_text(calendar.read_at, zone))
            )
        self.details.setText(" · ".join(part for part in parts if part))


class CalendarsSection(Section):
    """Whose meetings stand in the plan."""

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(
            context,
            _("Calendars"),
            _("Meetings come from iCalendar files (.ics). Open the same file again to update it."),
            _("ics ical import meetings file"),
        )
        self.planner = planner
        self.rows: RecordRows[Calendar] = RecordRows(
            lambda calendar: calendar.id, lambda each: CalendarRow(self, each)
        )
        self.body.addWidget(self.rows)
        row = QHBoxLayout()
        row.addWidget(word_button(_("Open a calendar file…"), self.open_file))
        row.addStretch(1)
        self.body.addLayout(row)

    def refresh(self) -> None:
        self.rows.show_records(self.planner.calendars.all())

    def open_file(self) -> None:
        """Ask for a file and read it."""
        self.context.import_calendar()

    def remove(self, calendar: Calendar) -> None:
        """Take a calendar and its events out; undo brings both back."""
        if self.attempt(lambda: self.planner.calendars.remove(calendar.id)):
            self.context.show_message(_("Removed {name} and its events.", name=calendar.name), True)
