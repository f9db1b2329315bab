"""What the menu of a meeting offers for its series: what its events mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QMenu

from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.calendars.rules import FORGET, RuleChange
from mle_planner.core.i18n.formats import length_words
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.work import Activity, ActivityId, Project, ProjectId
from mle_planner.core.plan.snapshots import PlannedItem, PlanSource
from mle_planner.core.refs import EventRef
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.content import AxisBlock
from mle_planner.ui.timeline.model.requests import ChangeRule
from mle_planner.ui.widgets.menus import add_choice, add_entry

_BUFFERS_MIN = (0, 5, 10, 15, 30, 60)


def add_activities(
    menu: QMenu,
    activities: Sequence[Activity],
    present: ActivityId,
    choose: Callable[[ActivityId], object],
) -> None:
    """Add a menu of the activities, unless there is none to choose from."""
    if activities:
        submenu = menu.addMenu(_("Activity"))
        for one in activities:
            add_choice(submenu, one.name, partial(choose, one.id), is_chosen=one.id == present)


def add_projects(
    menu: QMenu,
    projects: Sequence[Project],
    present: Project | None,
    choose: Callable[[ProjectId | None], object],
) -> None:
    """Add a menu of the projects and of none, unless there is none to choose from."""
    if projects:
        submenu, chosen = menu.addMenu(_("Project")), present.id if present else None
        add_choice(submenu, _("No project"), partial(choose, None), is_chosen=chosen is None)
        for one in projects:
            add_choice(submenu, one.name, partial(choose, one.id), is_chosen=one.id == chosen)


def add_rules(
    menu: QMenu,
    surface: AxisSurface,
    block: AxisBlock,
    activities: Sequence[Activity],
    projects: Sequence[Project],
) -> None:
    """Offer what all events of a meeting's series are to mean."""
    item = block.item
    is_event = item is not None and item.source is PlanSource.CALENDAR
    if item is None or not is_event or not surface.content.takes(ChangeRule):
        return
    series = menu.addMenu(_("Always for this series"))
    ask = partial(_ask, surface, item)
    add_activities(
        series, activities, item.activity.id, lambda chosen: ask({"activity_id": chosen})
    )
    add_projects(series, projects, item.project, lambda chosen: ask({"project_id": chosen}))
    for title, length, change in (
        (N_("Free time before"), item.before, lambda minutes: RuleChange(before_min=minutes)),
        (N_("Free time after"), item.after, lambda minutes: RuleChange(after_min=minutes)),
    ):
        _add_buffer(series.addMenu(_(title)), length, change, ask)
    tracking = series.addMenu(_("Track it"))
    for words, is_tracked in (
        (_("Always, when it ends"), True), (_("Ask"), None), (_("Never"), False),
    ):  # fmt: skip
        rule, holds = {"is_tracked": is_tracked}, item.is_tracked is is_tracked
        add_choice(tracking, words, partial(ask, rule), is_chosen=holds)
    series.addSeparator()
    for words, holds, asked in (
        (_("I can move it"), item.is_own_meeting, {"is_movable": not item.is_own_meeting}),
        (_("It is my lunch"), bool(item.is_lunch), {"is_lunch": not item.is_lunch or None}),
    ):
        add_choice(series, words, partial(ask, asked), is_chosen=holds)
    add_entry(series, _("Ignore it"), partial(ask, {"is_ignored": True}))
    series.addSeparator()
    add_entry(series, _("Let the title decide again"), partial(ask, FORGET))


def _ask(surface: AxisSurface, item: PlannedItem, change: RuleChange) -> None:
    if isinstance(item.key, EventRef):
        surface.ask(ChangeRule(item.key.id, change))


def _add_buffer(
    menu: QMenu,
    length: timedelta,
    change: Callable[[int], RuleChange],
    ask: Callable[[RuleChange], None],
) -> None:
    present = whole_minutes(length)
    for minutes in sorted({*_BUFFERS_MIN, present}):
        name = length_words(minutes) if minutes else _("None")
        add_choice(menu, name, partial(ask, change(minutes)), is_chosen=minutes == present)
