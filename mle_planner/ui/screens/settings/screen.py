"""The settings screen: a search line, a list of the sections, and one page to scroll."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import ClassVar, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
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
from mle_planner.core.planner import Planner
from mle_planner.core.topics import SETTING_TOPICS, Topic
from mle_planner.core.typed import fuzzy
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.screens.settings.backups import BackupsSection
from mle_planner.ui.screens.settings.calendars import CalendarsSection
from mle_planner.ui.screens.settings.catalog import ActivitiesSection, ProjectsSection
from mle_planner.ui.screens.settings.coding_bands import BandsSection
from mle_planner.ui.screens.settings.desktop import QuickCaptureSection, TimeAwaySection
from mle_planner.ui.screens.settings.evidence import EvidenceSection
from mle_planner.ui.screens.settings.kinds import KindsSection
from mle_planner.ui.screens.settings.publishing import PublishSection
from mle_planner.ui.screens.settings.purge import PurgeSection
from mle_planner.ui.screens.settings.recurring_events import RecurringEventsSection
from mle_planner.ui.screens.settings.section import Section
from mle_planner.ui.screens.settings.shortcuts import ShortcutsSection
from mle_planner.ui.screens.settings.typical_day import TypicalDaySection
from mle_planner.ui.screens.settings.values import ValuesSection, groups
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of
from mle_planner.ui.widgets.qt_override import override

_PAGE_PX = 760
_LIST_PX = 190
_LIST_RIM_PX = 46
_BESIDE_CARDS_PX = 8
_ALL_OF_IT = 1000
_TURN_S = 0.02
"""How long sections are created in a row before events are handled."""

_BESIDE_LIST_PX = 18
_RIMS_PX = (18, 14, 10, 0)
_Kind = TypeVar("_Kind", bound=Section)
_FIRST = (TypicalDaySection, RecurringEventsSection, BandsSection)
_LAST: tuple[type[Section] | str, ...] = (
    ProjectsSection, KindsSection, ActivitiesSection, CalendarsSection, PublishSection,
    EvidenceSection, TimeAwaySection, "Notifications", BackupsSection, PurgeSection, "Appearance",
    "Tray and start", QuickCaptureSection, ShortcutsSection,
)  # fmt: skip
"""The sections after those of the other groups of settings; a group alone by its heading."""


def _parts() -> Iterator[tuple[str, Callable[[Planner, ScreenContext], Section]]]:
    named = [part if isinstance(part, str) else part.heading for part in _LAST]
    others = [group for group in groups() if group not in named]
    for part in (*_FIRST, *others, *_LAST):
        if isinstance(part, str):
            yield part, partial(ValuesSection, group=part)
        else:
            yield part.heading, part


class SettingsScreen(Screen):
    """All settings, which can be searched.

    A changed setting has a button that resets it; undo is for the rest, such as projects.
    """

    fixed_title = N_("Settings")
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
        # The page itself has the focus at first, so that 1 to 5 still change screens.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.search = text_line(_("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self._planner = planner
        self._context = context
        self._makers = tuple(_parts())
        self.sections: list[Section] = []
        """The parts made so far, from the top."""
        self._list = QListWidget()
        self._column = QVBoxLayout()
        self._nothing = TextLabel(_("No matching settings."), color="muted")
        self._nothing.hide()
        self._area = QScrollArea()
        self._area.setAccessibleName(_("Settings"))
        self._lay_out()
        self.search.textChanged.connect(self._narrow)
        self._list.currentRowChanged.connect(self._jump)
        self._goal: int | None = None
        self._once_made: list[Callable[[], None]] = []
        self._making = QTimer(self)
        self._making.timeout.connect(self._make_some)
        self._make_one()

    def _make_some(self) -> None:
        """Create a few sections; creating all at once would noticeably block the window."""
        until = time.perf_counter() + _TURN_S
        while not self.is_complete and time.perf_counter() < until:
            self._make_one()
        if self.search.text():
            self._narrow()
        self._settle()
        self._show_goal()
        if self.is_complete:
            self._making.stop()
            self._goal = None
            waiting, self._once_made = self._once_made, []
            for act in waiting:
                act()

    @property
    def is_complete(self) -> bool:
        """Whether every section exists; a few at a time are created while the page is visible."""
        return len(self.sections) == len(self._makers)

    def _when_complete(self, act: Callable[[], None]) -> None:
        """Do something that needs every section, now or as soon as all exist."""
        if self.is_complete:
            QTimer.singleShot(0, self, act)
        else:
            self._once_made.append(act)

    def _settle(self) -> None:
        """Lay the page out now, so that no section is squeezed until the next event.

        The first pass reports the sizes of new sections, the second uses them.
        """
        for _time in range(2):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._show_list()

    def _make_one(self) -> None:
        _title, make = self._makers[len(self.sections)]
        section = make(self._planner, self._context)
        section.refresh()
        section.page_resized(self._page_height_px())
        self._column.insertWidget(len(self.sections), section)
        section.show()  # else Qt would show it later, and lay it out after that
        self.sections.append(section)

    @override
    def refresh(self) -> None:
        for section in self.sections:
            section.refresh()

    @override
    def open_section(self, words: str, row: str = "") -> None:
        """Show the section with this English title, else the one that matches the words best.

        The row with the title ``row``, as displayed, gets the focus.
        """
        self.search.clear()
        self._when_complete(lambda: self._show_answer(words, row))

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        """Return the actions of the sections of backups and privacy, as soon as they exist."""
        backups, privacy = (
            partial(self._act_on, BackupsSection),
            partial(self._act_on, PurgeSection),
        )
        return {
            "data.back_up": partial(backups, BackupsSection.back_up),
            "data.restore": partial(backups, BackupsSection.restore),
            "data.check": partial(backups, BackupsSection.check_data),
            "data.purge": partial(privacy, PurgeSection.purge),
        }

    def _act_on(self, kind: type[_Kind], act: Callable[[_Kind], object]) -> None:
        def do() -> None:
            act(next(each for each in self.sections if isinstance(each, kind)))

        self._when_complete(do)

    def _show_answer(self, words: str, row: str) -> None:
        titles = [title for title, _make in self._makers]
        scores = [fuzzy.score(words, section.words) for section in self.sections]
        best = titles.index(words) if words in titles else scores.index(max(scores))
        if words in titles or scores[best] != fuzzy.NO_MATCH:
            self._list.setCurrentRow(best)
            self._jump(best)  # even if it was current: the page may have been scrolled
            field = self.sections[best].field_of(row) if row else None
            if field is not None and field.isVisibleTo(self):  # or it is hidden
                field.setFocus(Qt.FocusReason.TabFocusReason)
                self._area.ensureWidgetVisible(field)

    @property
    @override
    def typing_line(self) -> QLineEdit:
        return self.search

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._making.start(0)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._making.stop()
        self._goal = None
        self._once_made.clear()  # they belong to this visit

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_list()
        for section in self.sections:
            section.page_resized(self._page_height_px())

    def _show_list(self) -> None:
        bar = self._area.verticalScrollBar().sizeHint().width()
        cards = self._column.totalMinimumSize().width() + bar
        rims = _RIMS_PX[0] + _RIMS_PX[2] + _BESIDE_LIST_PX
        self._list.setVisible(self.width() >= self._list.width() + cards + rims)

    def _page_height_px(self) -> int:
        return self.height() - self._area.geometry().top()

    def _lay_out(self) -> None:
        self._list.setProperty("kind", "contents")
        self._list.setAccessibleName(_("Settings sections"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        for title, _make in self._makers:
            line = QListWidgetItem(_(title))
            line.setSizeHint(QSize(0, 30))
            self._list.addItem(line)
        metrics = self._list.fontMetrics()
        longest = max(metrics.horizontalAdvance(_(title)) for title, _make in self._makers)
        self._list.setFixedWidth(max(_LIST_PX, longest + _LIST_RIM_PX))
        page = QWidget()
        page.setMaximumWidth(_PAGE_PX)
        self._column.setContentsMargins(*margins(0, 0, _BESIDE_CARDS_PX, 24))
        self._column.setSpacing(12)
        fill(self._column, self._nothing, STRETCH)
        page.setLayout(self._column)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        self.search.setMaximumWidth(_PAGE_PX - _BESIDE_CARDS_PX)
        top = QHBoxLayout()  # ends where the cards end, left of the scroll bar
        bar = self._area.verticalScrollBar().sizeHint().width()
        top.setContentsMargins(*margins(0, 0, _BESIDE_CARDS_PX + bar, 0))
        fill(top, (self.search, _ALL_OF_IT), STRETCH)
        right = column_of(top, (self._area, 1), spacing=12)
        row_of(
            self._list, (right, 1), inside=self, spacing=_BESIDE_LIST_PX, margins=margins(*_RIMS_PX)
        )

    @Slot()
    def _narrow(self) -> None:
        """Show the sections that match the search from the first one on.

        Those created later are filtered then.
        """
        query = self.search.text().strip()
        found = [section.narrow(query) for section in self.sections]
        for row, is_found in enumerate(found):
            self._list.item(row).setHidden(not is_found)
        self._nothing.setVisible(self.is_complete and not any(found))
        if query:
            self._area.verticalScrollBar().setValue(0)

    @Slot(int)
    def _jump(self, row: int) -> None:
        """Scroll to a section, and again as the page grows above and below it."""
        self._goal = row if row >= 0 else None
        self._show_goal()
        if self.is_complete:
            self._goal = None

    def _show_goal(self) -> None:
        if self._goal is not None and self._goal < len(self.sections):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            self._area.verticalScrollBar().setValue(max(0, self.sections[self._goal].y()))
