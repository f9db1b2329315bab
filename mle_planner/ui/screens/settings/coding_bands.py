"""Days whose coding goal differs: weekdays, and ranges of dates such as a conference."""

from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QWidget

from mle_planner.core.declared_settings import MOST_CODING_MIN
from mle_planner.core.i18n.formats import day_name, figures_range_text, minutes_text, range_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.typical_day import BandOverride
from mle_planner.core.plan.coding_band import CodingBand, band_of, check_band, usual_band
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.section import RecordRows, Section
from mle_planner.ui.widgets.buttons import IconButton, word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import date_field, date_in
from mle_planner.ui.widgets.layouts import STRETCH, fill, row_of


class BandRow(QWidget):
    def __init__(self, section: BandsSection, band: BandOverride) -> None:
        super().__init__()
        self._band = band
        self.when = TextLabel("")
        self.goal = TextLabel("", color="muted")
        row_of(
            (self.when, 1),
            self.goal,
            IconButton("delete", _("Use the usual goal"), lambda: section.remove(band)),
            inside=self,
        )

    def show_record(self, band: BandOverride) -> None:
        self._band = band
        self.when.setText(when_text(band))
        found = band_of(band)
        self.goal.setText(_("no coding") if found is None else goal_text(found))


class BandsSection(Section):
    """Coding goals that differ from the usual one, by weekday or for some dates."""

    heading = N_("Coding goal by day")
    about = N_("For weekdays or dates that hold more, less or no coding, such as a conference.")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.rows = RecordRows[BandOverride](lambda band: BandRow(self, band))
        self._nothing = TextLabel(_("Every day has the usual goal."), color="muted")
        self.when = ChoiceBox(_("Which days"), fits=True)
        self.first, self.last = date_field(_("From")), date_field(_("To"))
        self.no_coding = QCheckBox(_("no coding"))
        self.least = self.minute_field("duration", _("Coding per day, minimum"), 0, MOST_CODING_MIN)
        self.most = self.minute_field("duration", _("Coding per day, maximum"), 0, MOST_CODING_MIN)
        self._lay_out()
        self._start_fields()
        self.when.currentIndexChanged.connect(self._show_fields)
        self.no_coding.toggled.connect(self._show_fields)

    def refresh(self) -> None:
        bands = self.planner.day_rules.bands()
        self.rows.show_records(bands)
        self._nothing.setVisible(not bands)
        weekdays = self.planner.days.weekdays
        chosen = self.when.subject if self.when.count() else weekdays[0]
        choices = [(day_name(weekday), weekday) for weekday in weekdays]
        self.when.show_choices([*choices, (_("Dates"), None)], chosen)
        self._show_fields()

    def add(self) -> None:
        """Store the goal in the fields for the chosen weekday or dates."""
        self.attempt(self._store)

    def remove(self, band: BandOverride) -> None:
        """Give the days the usual goal again."""
        rules = self.planner.day_rules
        if band.first_day is None or band.last_day is None:
            assert band.weekday is not None
            weekdays = [band.weekday]
            done = self.attempt(lambda: rules.clear_weekday_band(weekdays))
        else:
            first, last = band.first_day, band.last_day
            done = self.attempt(lambda: rules.clear_band(first, last))
        if done:
            self.context.show_message(_("{days}: usual goal.", days=when_text(band)), True)

    def _store(self) -> None:
        rules, goal = self.planner.day_rules, None
        if not self.no_coding.isChecked():
            least, most = self.least.minutes, self.most.minutes
            goal = check_band(least, (least + most) // 10 * 5, most)
        if self._is_dates:
            rules.set_band(date_in(self.first), date_in(self.last), goal)
        else:
            rules.set_weekday_band([self.when.subject], goal)

    @property
    def _is_dates(self) -> bool:
        return self.when.subject is None

    def _start_fields(self) -> None:
        usual = usual_band(self.planner.settings)
        self.least.set_minutes(usual.least_min)
        self.most.set_minutes(usual.most_min)
        today = self.planner.today()
        for field in (self.first, self.last):
            field.setDate(QDate(today.year, today.month, today.day))

    def _show_fields(self) -> None:
        for field in (self.first, self.last):
            field.setVisible(self._is_dates)
        for minutes in (self.least, self.most):
            minutes.setEnabled(not self.no_coding.isChecked())

    def _lay_out(self) -> None:
        fill(self.body, self._nothing, self.rows)
        goal = (self.least, self.most, self.no_coding, word_button(_("Add goal"), self.add))
        for fields in ((self.when, self.first, self.last), goal):
            self.body.addLayout(row_of(*fields, STRETCH, spacing=8))


def when_text(band: BandOverride) -> str:
    """Return the days of a goal, such as "Friday" or "1–5 December"."""
    if band.first_day is None or band.last_day is None:
        assert band.weekday is not None
        return day_name(band.weekday)
    return range_text(band.first_day, band.last_day)


def goal_text(goal: CodingBand) -> str:
    """Return a goal, such as "2:00–3:00"."""
    return figures_range_text(minutes_text(goal.least_min), minutes_text(goal.most_min))
