"""The sources of meetings: the calendars, the state of each, and its properties."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from mle_planner.core.calendars.addresses import host_of, read_address
from mle_planner.core.calendars.source_words import next_text, state_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.calendar import CalendarId
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.account_dialog import AccountDialog
from mle_planner.ui.screens.settings.calendar_details import CalendarDetails
from mle_planner.ui.screens.settings.calendar_line import CalendarLine
from mle_planner.ui.screens.settings.calendar_rules import CalendarRules
from mle_planner.ui.screens.settings.section import Section
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, drop_widget
from mle_planner.ui.widgets.elided_button import ElidedButton
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of

if TYPE_CHECKING:
    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.calendars.sources import CalendarSource
    from mle_planner.core.planner import Planner

_LIST_PX = 280


class CalendarsSection(Section):
    """The calendars whose meetings are in the plan."""

    heading = N_("Calendars")
    about = N_(
        "Calendars are only read. Events come from an address or an account that is kept up "
        "to date, or from iCalendar files (.ics)."
    )

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.lines: dict[CalendarId, CalendarLine] = {}
        self.details = CalendarDetails()
        self.rules = CalendarRules(planner, self.attempt)
        self.details.body.addWidget(self.rules)
        self.account_dialog: AccountDialog | None = None
        self._chosen: CalendarId | None = None
        self._sources: dict[CalendarId, CalendarSource] = {}
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        self._sources = {source.calendar.id: source for source in self.planner.feeds.all()}
        if self._chosen not in self._sources:
            self._chosen = next(iter(self._sources), None)
        for gone in self.lines.keys() - self._sources.keys():
            drop_widget(self._list, self.lines.pop(gone))
        for calendar_id, source in self._sources.items():
            line = self.lines.get(calendar_id) or self._add_line(calendar_id)
            line.show_source(source, self._state(source))
            line.setChecked(calendar_id == self._chosen)
        self._show_chosen()

    # -- actions -----------------------------------------------------------------------------

    def open_address(self) -> None:
        address = self.context.ask.text(
            _("Add a calendar by its address"),
            _("Secret iCalendar address (https:// or webcal://)"),
            self.context.feeds.refused_address,
            take=read_address,
        )
        if address is not None:
            self.add_address(address)

    def open_account(self) -> None:
        self.account_dialog = AccountDialog(self.context, self.window())
        self.account_dialog.open()

    def ask_for_password(self) -> None:
        """Ask for the password of the chosen calendar's account and read the calendar."""
        source = self._source
        account = self.planner.accounts.of(source.calendar) if source is not None else None
        if account is None:
            return
        password = self.context.ask.password(
            _("Password for {server}", server=host_of(account.server)), account.user
        )
        if password is not None:
            self.run(
                lambda planner, _stop: planner.accounts.set_password(account, password),
                lambda _done: self.read_now(),
            )

    def add_address(self, address: str) -> None:
        """Read the calendar at an address and keep it up to date from now on."""
        self.context.subscribe(address, self._show_added)

    def read_now(self) -> None:
        if self._chosen is not None:
            self.context.feeds.refresh(self._chosen)

    def remove(self) -> None:
        """Remove the chosen calendar and its events; undo brings both back."""
        source = self._source
        if source is None:
            return
        calendar = source.calendar
        if self.attempt(lambda: self.planner.calendars.remove(calendar.id)):
            # Not the button, which would remove the next calendar.
            line = self.lines.get(self._chosen) if self._chosen is not None else None
            (line or self._add).setFocus(Qt.FocusReason.OtherFocusReason)
            self.context.show_message(_("Removed {name} and its events.", name=calendar.name), True)

    @property
    def _source(self) -> CalendarSource | None:
        return self._sources.get(self._chosen) if self._chosen is not None else None

    # -- display -----------------------------------------------------------------------------

    def _show_added(self, report: RefreshReport) -> None:
        self._chosen = report.calendar.id
        self.refresh()

    def _state(self, source: CalendarSource) -> str:
        if source.calendar.id in self.context.feeds.reading:
            return _("Reading…")
        now, zone = self.planner.now(), self.planner.days.zone
        return state_text(source, self.planner.feeds.count_events(source), now, zone)

    def _show_chosen(self) -> None:
        source = self._source
        self.details.setVisible(source is not None)
        self._empty.setVisible(source is None)
        self._read_all.setVisible(any(each.can_be_read for each in self._sources.values()))
        if source is None:
            return
        next_one = next_text(source, self.planner.now(), self.planner.days.zone)
        state = self._state(source)
        if next_one:
            state = f"{state.removesuffix('.')}. {next_one}"
        self.details.show_source(source, state, source.calendar.id in self.context.feeds.reading)
        self.rules.show_calendar(source.calendar.id)

    def _choose(self, calendar_id: CalendarId) -> None:
        self._chosen = calendar_id
        self._show_chosen()

    def _change(self, change: Callable[[CalendarId, Any], object], value: Any) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.attempt(lambda: change(chosen, value))

    # -- building ----------------------------------------------------------------------------

    def _add_line(self, calendar_id: CalendarId) -> CalendarLine:
        line = self.lines[calendar_id] = CalendarLine()
        line.clicked.connect(lambda _checked: self._choose(calendar_id))
        self._list.addWidget(line)
        return line

    def _connect(self) -> None:
        feeds = self.planner.feeds
        self.details.name.committed.connect(partial(self._change, feeds.rename))
        self.details.color.chosen.connect(partial(self._change, feeds.set_color))
        self.details.refresh.chosen.connect(partial(self._change, feeds.set_refresh))
        self.details.visible.clicked.connect(lambda is_on: self._change(feeds.set_visible, is_on))
        self.details.read_now.clicked.connect(self.read_now)
        self.details.password.clicked.connect(self.ask_for_password)
        self.details.remove.clicked.connect(self.remove)
        self.context.feeds.began.connect(self.refresh)
        self.context.feeds.ended.connect(self.refresh)

    def _lay_out(self) -> None:
        self._list = column_of(spacing=2)
        self._empty = TextLabel(
            _("No calendars yet. Add one to plan around its meetings."), color="muted", wrapped=True
        )
        left = QWidget()
        left.setFixedWidth(_LIST_PX)
        column_of(self._list, STRETCH, inside=left)
        both = row_of((left, 0, Qt.AlignmentFlag.AlignLeading), (self.details, 1), spacing=18)
        read_all = partial(self.context.act, "calendars.refresh")
        self._read_all = word_button(_("Read all now"), read_all)
        self._add = ElidedButton()
        self._add.setText(_("Add calendar"))
        ways = QMenu(self._add)
        ways.addAction(_("By its address…"), self.open_address)
        ways.addAction(_("From an account…"), self.open_account)
        ways.addAction(_("From a file…"), partial(self.context.act, "calendars.import"))
        self._add.setMenu(ways)
        row = row_of(self._add, self._read_all, STRETCH)
        self.body.addWidget(self._empty)
        self.body.addLayout(both)
        self.body.addLayout(row)
