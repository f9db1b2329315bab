"""The settings screen: a search line, the parts at the left, one page to scroll."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.topics import SETTING_TOPICS, Topic
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.screens.settings import quick_capture
from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.screens.settings.calendars import CalendarsSection
from mle_planner.ui.screens.settings.catalog import ActivitiesSection, ProjectsSection
from mle_planner.ui.screens.settings.coding_bands import BandsSection
from mle_planner.ui.screens.settings.evidence import EvidenceSection
from mle_planner.ui.screens.settings.kinds import KindsSection
from mle_planner.ui.screens.settings.publishing import PublishSection
from mle_planner.ui.screens.settings.purge import PurgeSection
from mle_planner.ui.screens.settings.recurring_events import RecurringEventsSection
from mle_planner.ui.screens.settings.section import Section
from mle_planner.ui.screens.settings.shortcuts import ShortcutsSection
from mle_planner.ui.screens.settings.time_away import TimeAwaySection
from mle_planner.ui.screens.settings.typical_day import TypicalDaySection
from mle_planner.ui.screens.settings.values import ValuesSection, groups
from mle_planner.ui.widgets import fuzzy
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner

_PAGE_PX = 760
_ROOM_FOR_LIST_PX = 820
_APPEARANCE = "Appearance"
_BACKUPS = "Backups"
_EVIDENCE = "Evidence"
_AWAY = "Time away"
_NOTIFICATIONS = "Notifications"
_TRAY = "Tray and start"
_OWN_PARTS = (
    _APPEARANCE, _BACKUPS, _EVIDENCE, _AWAY, _NOTIFICATIONS, _TRAY, quick_capture.GROUP,
)  # fmt: skip


def _parts() -> Iterator[tuple[str, Callable[[Planner, ScreenContext], Section]]]:
    """Yield the English title of each part, in the order they are shown, and what makes it."""
    yield N_("Typical day"), TypicalDaySection
    yield N_("Recurring events"), RecurringEventsSection
    yield N_("Coding goal by day"), BandsSection
    for group in groups():
        if group not in _OWN_PARTS:
            yield group, partial(ValuesSection, group)
    yield N_("Projects"), ProjectsSection
    yield N_("Kinds of projects"), KindsSection
    yield N_("Activities"), ActivitiesSection
    yield N_("Calendars"), CalendarsSection
    yield N_("Publish my plan"), PublishSection
    yield _EVIDENCE, EvidenceSection
    yield _AWAY, TimeAwaySection
    yield _NOTIFICATIONS, partial(ValuesSection, _NOTIFICATIONS)
    yield _BACKUPS, BackupsSection
    yield N_("Privacy"), PurgeSection
    yield _APPEARANCE, partial(ValuesSection, _APPEARANCE)
    yield _TRAY, partial(ValuesSection, _TRAY)
    yield quick_capture.GROUP, quick_capture.QuickCaptureSection
    yield N_("Shortcuts"), ShortcutsSection


class SettingsScreen(Screen):
    """Everything that can be set, found by its words.

    A changed setting has a button that resets it; undo is for the rest, such as projects.
    """

    topics = SETTING_TOPICS | {
        Topic.ACTIVITIES,
        Topic.CALENDARS,
        Topic.PIPELINE,
        Topic.CALENDAR_READING,
        Topic.ENTRIES,
        Topic.EVIDENCE,
        Topic.PROJECTS,
        Topic.TYPICAL_DAY,
    }
    has_steps: ClassVar[bool] = False

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        # The page itself takes the keyboard at first, so that 1 to 5 still change screens.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a setting"))
        self.search.setAccessibleName(_("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self._planner = planner
        self._context = context
        self._makers = tuple(_parts())
        self._made: list[Section] = []
        self._list = QListWidget()
        self._column = QVBoxLayout()
        self._nothing = TextLabel(_("No matching settings."), color="muted")
        self._nothing.hide()
        self._area = QScrollArea()
        self._area.setAccessibleName(_("Settings"))
        self._lay_out()
        self.search.textChanged.connect(self._narrow)
        self._list.currentRowChanged.connect(self._jump)
        self._making = QTimer(self)
        self._making.timeout.connect(self._make_next)
        self._make_one()

    @property
    def sections(self) -> list[Section]:
        """All parts; those that were not made yet are made now."""
        while len(self._made) < len(self._makers):
            self._make_one()
        return self._made

    def _make_next(self) -> None:
        """Make one part while the page is seen and the window has nothing else to do.

        All of them at once would keep the window busy for longer than is noticed.
        """
        if len(self._made) < len(self._makers):
            self._make_one()
            _lay_out_now()
        else:
            self._making.stop()

    def _make_one(self) -> None:
        _title, make = self._makers[len(self._made)]
        section = make(self._planner, self._context)
        section.refresh()
        section.page_resized(self._page_height_px())
        self._column.insertWidget(len(self._made), section)
        section.show()  # else it is shown, and the page grows, only in a later turn
        self._made.append(section)

    @property
    def title(self) -> str:
        return _("Settings")

    @override
    def refresh(self) -> None:
        for section in self._made:
            section.refresh()

    @override
    def open_section(self, words: str, row: str = "") -> None:
        """Show the part of this English title, else the one that answers the words best.

        The row of the title ``row``, as it is shown, gets the focus.
        """
        self.search.clear()
        titles = [title for title, _make in self._makers]
        scores = [fuzzy.score(words, section.words) for section in self.sections]
        best = titles.index(words) if words in titles else scores.index(max(scores))
        if words in titles or scores[best] != fuzzy.NO_MATCH:
            QTimer.singleShot(0, self, lambda: self._show_part(best, row))

    def _show_part(self, part: int, row: str) -> None:
        self._list.setCurrentRow(part)
        self._jump(part)  # also where it is the current one already and the page was scrolled
        field = self.sections[part].field_of(row) if row else None
        if field is not None and field.isVisibleTo(self):  # what the desktop lacks is not offered
            field.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(field)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._making.start(0)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._making.stop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.setVisible(self.width() >= _ROOM_FOR_LIST_PX)
        for section in self._made:
            section.page_resized(self._page_height_px())

    def _page_height_px(self) -> int:
        return self.height() - self._area.geometry().top()

    def _lay_out(self) -> None:
        self._list.setFixedWidth(190)
        self._list.setProperty("kind", "contents")
        self._list.setAccessibleName(_("Settings sections"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        for title, _make in self._makers:
            line = QListWidgetItem(_(title))
            line.setSizeHint(QSize(0, 30))
            self._list.addItem(line)
        page = QWidget()
        page.setMaximumWidth(_PAGE_PX)
        self._column.setContentsMargins(*margins(0, 0, 8, 24))
        self._column.setSpacing(12)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        page.setLayout(self._column)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        right = QVBoxLayout()
        right.setSpacing(12)
        self.search.setMaximumWidth(_PAGE_PX - 8)
        right.addWidget(self.search)
        right.addWidget(self._area, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*margins(18, 14, 10, 0))
        layout.setSpacing(18)
        layout.addWidget(self._list)
        layout.addLayout(right, 1)

    def _narrow(self, query: str) -> None:
        found = [section.narrow(query.strip()) for section in self.sections]
        for row, is_found in enumerate(found):
            self._list.item(row).setHidden(not is_found)
        self._nothing.setVisible(not any(found))

    def _jump(self, row: int) -> None:
        if row >= 0:
            sections = self.sections if row else self._made  # the top needs none of the others
            _lay_out_now()
            self._area.verticalScrollBar().setValue(max(0, sections[row].y()))


def _lay_out_now() -> None:
    """Give parts made a moment ago their places: else they are seen squeezed, or a jump misses."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
