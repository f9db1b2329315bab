"""What the menu of one block offers for its meeting, other times and other days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QMenu

from mle_planner.core.base.days import MONDAY_TO_FRIDAY
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.calendars.addresses import host_of
from mle_planner.core.i18n.formats import day_name, day_text, weekdays_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.pipeline import Person
from mle_planner.core.plan.move_spans import snap_to_step
from mle_planner.core.plan.snapshots import PlanSource
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.changes import move_to_other_day
from mle_planner.ui.timeline.model.content import AxisBlock, AxisContent
from mle_planner.ui.timeline.model.requests import (
    AskPerson,
    CopyLink,
    MoveAway,
    OpenLink,
    PairWith,
    Rearrange,
    RepeatBlock,
)
from mle_planner.ui.widgets.cards import as_plain_label
from mle_planner.ui.widgets.menus import add_entry, add_month

DAYS_OFFERED = 7
STEP = timedelta(minutes=1)


def add_meeting(menu: QMenu, surface: AxisSurface, block: AxisBlock) -> None:
    """Offer to join the meeting of a calendar event that has a link; its server is shown."""
    link = link_of(block)
    if link and surface.content.takes(OpenLink):
        title = _("Join the meeting at {host}", host=host_of(link))
        add_entry(menu, title, partial(surface.ask, OpenLink(link)))
        add_entry(menu, _("Copy its link"), partial(surface.ask, CopyLink(link)))


def add_times(menu: QMenu, surface: AxisSurface, block: AxisBlock) -> None:
    """Offer to end a block now, to put it on another day, and to repeat it."""
    content = surface.content
    if block.item is None or not block.can_change:
        return
    end = end_now(block, content)
    if end is not None:
        span = Span(block.span.start, end)
        add_entry(
            menu, _("Shorten to now"), partial(surface.ask, Rearrange(block.key, {block.key: span}))
        )
    if content.takes(MoveAway):
        _add_days(menu, surface, block)
    if block.item.source is PlanSource.BLOCK and content.takes(RepeatBlock):
        _add_repeats(menu, surface, block)


def add_people(
    menu: QMenu, surface: AxisSurface, block: AxisBlock, people: Sequence[Person]
) -> None:
    """Offer to pair on a planned block of a task with someone of its project, or to ask."""
    is_block = block.item is not None and block.item.source is PlanSource.BLOCK
    if not people or not is_block or block.task is None or not surface.content.takes(PairWith):
        return
    pairing = menu.addMenu(_("Pair with"))
    asking = menu.addMenu(_("Ask"))
    for person in people:
        name = as_plain_label(person.name)
        add_entry(pairing, name, partial(surface.ask, PairWith(block.key, person.id)))
        add_entry(asking, name, partial(surface.ask, AskPerson(block.task.id, person.id)))


def link_of(block: AxisBlock) -> str:
    """Return the link of the meeting that a block is; empty where it has none."""
    is_meeting = block.item is not None and block.item.source is PlanSource.CALENDAR
    return block.item.link if is_meeting and block.item else ""


def end_now(block: AxisBlock, content: AxisContent) -> datetime | None:
    """Return where a block under way would end now, on a whole minute; None for any other."""
    now = snap_to_step(content.now, 1, content.days.zone)
    return now if block.span.start + STEP <= now <= block.span.end - STEP else None


def _add_days(menu: QMenu, surface: AxisSurface, block: AxisBlock) -> None:
    """Add the next days, and a month for any other; the block's own day is left out."""
    content = surface.content
    own, today = content.days.date_of(block.span.start), content.days.date_of(content.now)
    submenu = menu.addMenu(_("To another day…"))

    def move_to(day: date, _minute: int | None = None) -> None:
        if day != own:
            surface.ask(MoveAway(move_to_other_day(content, {block.key}, (day - own).days), day))

    for number in range(DAYS_OFFERED + 1):
        day = today + number * DAY
        if day == own:
            continue
        names = {0: _("Today"), 1: _("Tomorrow")}
        add_entry(submenu, names.get(number) or day_text(day, today=today), partial(move_to, day))
    add_month(submenu, content.days, today, max(own, today), move_to)


def _add_repeats(menu: QMenu, surface: AxisSurface, block: AxisBlock) -> None:
    weekday = surface.content.days.date_of(block.span.start).weekday()
    workdays = surface.content.days.workdays
    every_workday = _("Every weekday")
    if workdays != frozenset(MONDAY_TO_FRIDAY):
        every_workday = weekdays_text(workdays, day_name)
    submenu = menu.addMenu(_("Repeat"))
    for words, weekdays in (
        (_("Every week on {weekday}", weekday=day_name(weekday)), (weekday,)),
        (every_workday, tuple(sorted(workdays))),
        (_("Every day"), tuple(range(7))),
    ):
        add_entry(submenu, words, partial(surface.ask, RepeatBlock(block, weekdays)))
