"""The calendar chosen in the settings: its properties, and reading it now."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mle_planner.core.calendars.source_words import KIND_TITLES, refresh_text
from mle_planner.core.calendars.sources import CALENDAR_COLORS, REFRESH_MINUTES, CalendarSource
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.calendar import CalendarKind
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.calendar_colors import COLOR_TITLES, color_icon
from mle_planner.ui.widgets.cards import Form, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import NameField
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of


class CalendarDetails(QWidget):
    """Name, address, reading interval, colour and visibility of one calendar.

    ``body`` is the layout for more about the calendar, between the fields and the buttons.
    """

    def __init__(self) -> None:
        super().__init__()
        self.name = NameField(_("Name"))
        self.state = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.address = TextLabel("", color="muted", elided=True)
        every = [(refresh_text(minutes), minutes) for minutes in (0, *REFRESH_MINUTES)]
        self.refresh = ChoiceBox(_("Refresh"), every, fits=True)
        colors = [(_(COLOR_TITLES[name]), name) for name in ("", *CALENDAR_COLORS)]
        self.color = ChoiceBox(_("Colour"), colors, fits=True)
        self.visible = QCheckBox(_("Show it and plan around it"))
        self.read_now = word_button(_("Read now"))
        self.password = word_button(_("Enter password…"))
        self.remove = word_button(_("Remove calendar"))
        for at, (_title, name) in enumerate(colors):
            self.color.setItemIcon(at, color_icon(name))
        self.body = QVBoxLayout()
        self._lay_out()

    def show_source(self, source: CalendarSource, state: str, is_reading: bool) -> None:
        calendar = source.calendar
        self.name.set_name(calendar.name)
        self.address.setText(source.address)
        self._address_title.setText(
            _("Address") if source.is_fetched else _(KIND_TITLES[calendar.kind])
        )
        self._address_title.setVisible(bool(source.address))
        self.state.setText(state)
        self.state.set_color("warn" if source.is_stale else "ok" if source.good_at else "muted")
        self.refresh.setVisible(source.is_fetched)
        self._refresh_title.setVisible(source.is_fetched)
        self.refresh.choose(calendar.refresh_min)
        self.color.choose(calendar.color)
        self.visible.setChecked(calendar.is_visible)
        self.read_now.setVisible(source.is_fetched)
        self.read_now.setEnabled(not is_reading)
        self.password.setVisible(calendar.kind is CalendarKind.CALDAV)

    def _lay_out(self) -> None:
        account = row_of((self.address, 1), self.password)  # the password belongs to the address
        form = Form(
            (_("Name"), self.name),
            (_("Address"), account),
            (_("Refresh"), self.refresh),
            (_("Colour"), self.color),
        )
        _name, self._address_title, self._refresh_title, _color = form.labels
        foot = row_of(self.read_now, STRETCH, self.remove)
        column_of(self.state, form, self.visible, self.body, STRETCH, foot, inside=self, spacing=10)
