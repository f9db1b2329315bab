"""Fixes for a notice of the timesheet: a menu of answers, each of which can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_text, minutes_text, short_day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.tracked import AwayAnswer
from mle_planner.core.model.work import Category
from mle_planner.core.planner import Planner
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import UntrackedTime
from mle_planner.core.tracking.offers import WorkOffer
from mle_planner.core.tracking.unresolved import AwayWork, Unresolved
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.timesheet.edits import SheetEdits
from mle_planner.ui.screens.timesheet.notices import Notice, Untimed
from mle_planner.ui.widgets.cards import as_plain_label
from mle_planner.ui.widgets.menus import add_entry

_MOST_OFFERS = 6


class Fixes:
    """Creates the menus; a chosen fix is one edit, and the message bar offers Undo."""

    def __init__(
        self, planner: Planner, context: ScreenContext, edits: SheetEdits, parent: QWidget
    ) -> None:
        self._planner = planner
        self._context = context
        self._edits = edits
        self._parent = parent

    def menu_of(self, notice: Notice) -> QMenu:
        """Return the answers to a notice; the last one opens its day."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about = notice.about
        if isinstance(about, UntrackedTime):
            self._offer_work(menu, about.span)
        elif isinstance(about, Unresolved):
            self._offer_answers(menu, about)
        elif isinstance(about, Untimed):
            self._offer_deletions(menu, about)
        elif about is not None and len(about) == 2 and about[0].span.end > about[1].span.start:
            self._offer_cuts(menu, *about)
        elif about is not None:
            self._offer_projects(menu, about)
        menu.addSeparator()
        day = notice.day
        add_entry(menu, _("Open the day"), lambda: self._context.go_to("today", day))
        return menu

    def _offer_work(self, menu: QMenu, span: Span) -> None:
        tracking = self._planner.tracking

        def track(offer: WorkOffer) -> object:
            if offer.is_planned:
                return tracking.log_untitled(span)
            return tracking.log(span, offer.title, task_id=offer.task_id)

        for offer in tracking.offers(span)[:_MOST_OFFERS]:
            text = _("{title} · {about}", title=offer.title, about=offer.about)
            self._add(menu, text, partial(track, offer), _("Tracked"))
        breaks = [one for one in self._planner.catalog.activities()
                  if one.category is Category.BREAK and not one.archived]  # fmt: skip
        if breaks:
            pause = breaks[-1]
            self._add(
                menu, _("It was a break"),
                lambda: tracking.log(span, pause.name, activity_id=pause.id), _("Tracked"),
            )  # fmt: skip

    def _offer_answers(self, menu: QMenu, waiting: Unresolved) -> None:
        resolve, number = self._planner.away.resolve, waiting.id
        for meeting in waiting.meetings:
            work = AwayWork(meeting=meeting.key)
            self._add(
                menu, _("It was {title}", title=meeting.title),
                partial(resolve, number, AwayAnswer.ASSIGN, work), _("Tracked"),
            )  # fmt: skip
        self._add(
            menu, _("Keep it as {title}", title=waiting.title),
            lambda: resolve(number, AwayAnswer.KEEP), _("Kept"),
        )  # fmt: skip
        self._add(menu, _("Take it out"), lambda: resolve(number, AwayAnswer.DROP), _("Taken out"))

    def _offer_deletions(self, menu: QMenu, untimed: Untimed) -> None:
        delete, totals = self._planner.day_totals.delete, untimed.totals
        for total in totals[:_MOST_OFFERS]:
            words = _(
                "Delete {title}, {day}, {length}",
                title=total.title,
                day=short_day_text(total.day),
                length=minutes_text(total.length_s // 60),
            )
            self._add(menu, words, partial(delete, [total.id]), _("Deleted"))
        if len(totals) > 1:
            ids = [total.id for total in totals]
            self._add(menu, _("Delete all of it"), partial(delete, ids), _("Deleted"))

    def _offer_cuts(self, menu: QMenu, earlier: SheetLine, later: SheetLine) -> None:
        change, zone = self._planner.tracking.change, self._planner.days.zone
        at = clock_text(later.span.start, zone)
        self._add(
            menu, _("End {title} at {time}", title=earlier.title, time=at),
            lambda: change(earlier.entry_id, span=Span(earlier.span.start, later.span.start)),
            _("Corrected"),
        )  # fmt: skip
        if later.span.end > earlier.span.end:
            at = clock_text(earlier.span.end, zone)
            self._add(
                menu, _("Start {title} at {time}", title=later.title, time=at),
                lambda: change(later.entry_id, span=Span(earlier.span.end, later.span.end)),
                _("Corrected"),
            )  # fmt: skip

    def _offer_projects(self, menu: QMenu, lines: tuple[SheetLine, ...]) -> None:
        entries = list(dict.fromkeys(line.entry_id for line in lines))
        for project in self._planner.catalog.projects():
            if not project.archived:
                self._add(
                    menu, project.name,
                    partial(self._planner.batch.set_project, entries, project.id),
                    _("Assigned to {title}.", title=project.name),
                )  # fmt: skip

    def _add(self, menu: QMenu, text: str, act: Callable[[], object], done: str) -> None:
        def attempt() -> None:
            if self._edits.attempt(act):
                self._context.show_message(done, True)

        add_entry(menu, as_plain_label(text), attempt)
