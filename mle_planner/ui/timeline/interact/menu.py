"""The context menu of the axis: the requests of mouse and keys by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QMenu

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Activity, Project, TaskId
from mle_planner.core.plan.free_time import STEP_MIN
from mle_planner.core.plan.move_spans import snap_to_step
from mle_planner.core.plan.proposal import ProposedItem
from mle_planner.ui.actions.shortcuts import mirrored
from mle_planner.ui.timeline.interact import clipping
from mle_planner.ui.timeline.interact.block_menu import add_meeting, add_people, add_times
from mle_planner.ui.timeline.interact.keys import move_away
from mle_planner.ui.timeline.interact.rule_menu import add_activities, add_projects, add_rules
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.changes import room_for_new
from mle_planner.ui.timeline.model.content import AxisBlock, AxisLane, LaneKind
from mle_planner.ui.timeline.model.requests import (
    Assign,
    ChooseActivity,
    ChooseDay,
    ChooseProject,
    Confirm,
    Create,
    Delete,
    Merge,
    Pin,
    Split,
    Start,
    Tick,
    tick_request,
    timer_request,
)
from mle_planner.ui.timeline.model.selection import InsertionPoint
from mle_planner.ui.widgets.keys import shown_keys
from mle_planner.ui.widgets.menus import add_entry

NEW_PART = timedelta(minutes=30)

_NEW_HERE = {
    LaneKind.PLAN: N_("New block here"),
    LaneKind.ACTUAL: N_("Track this time"),
    LaneKind.TYPICAL: N_("New part here"),
}


class Choices(NamedTuple):
    """What the menu offers beside what a block itself says."""

    activities: Sequence[Activity] = ()
    projects: Sequence[Project] = ()
    people: Callable[[TaskId], Sequence[Person]] | None = None


def build_menu(
    surface: AxisSurface, at: QPointF, open_task: Callable[[TaskId], None], choices: Choices
) -> QMenu | None:
    """Return the menu for a point; None where nothing can be done."""
    menu = QMenu(surface)
    proposed, placed = surface.proposed_at(at), surface.axis.block_at(at)
    if proposed is not None:
        _add_for_proposed(menu, surface, proposed.item, open_task)
    elif placed is None:
        _add_for_time(menu, surface, at)
    elif len(surface.selection.keys) > 1 and not _is_one_box(surface, placed.block):
        _add_for_many(menu, surface)
    else:
        _add_for_block(menu, surface, placed.block, at, open_task)
        add_rules(menu, surface, placed.block, choices.activities, choices.projects)
        _add_choices(menu, surface, placed.block, choices)
        if choices.people is not None and placed.block.task is not None:
            add_people(menu, surface, placed.block, choices.people(placed.block.task.id))
        _add_end(menu, surface, placed.block)
    return None if menu.isEmpty() else menu


def _add_for_proposed(
    menu: QMenu, surface: AxisSurface, item: ProposedItem, open_task: Callable[[TaskId], None]
) -> None:
    key = surface.shown_key
    accept_one = surface.accept_one_requested.emit
    add_entry(menu, _("Accept this block"), accept_one, key=key("proposal.accept_one"))
    if item.task is not None:
        add_entry(menu, _("Open the task"), partial(open_task, item.task.id))
    menu.addSeparator()
    answer = surface.answer_requested.emit
    add_entry(menu, _("Accept the plan"), lambda: answer(True), key=key("proposal.accept"))
    add_entry(menu, _("Discard the plan"), lambda: answer(False), key=key("proposal.drop"))


def _add_for_time(menu: QMenu, surface: AxisSurface, at: QPointF) -> None:
    lane = surface.axis.lane_at(at.x())
    if lane is None:
        return
    content = surface.content
    shown = content.lanes[lane]
    start = snap_to_step(surface.axis.instant_at(lane, at.y()), STEP_MIN, content.days.zone)
    span = room_for_new(content, shown, start)
    if span is not None:
        kind = LaneKind.PLAN if shown.kind is LaneKind.MIXED else shown.kind
        add_entry(menu, _(_NEW_HERE[kind]), lambda: surface.titles.draft(Create(kind, span)))
    if clipping.can_paste(surface):
        point = InsertionPoint(shown.kind, start)
        paste_here = partial(clipping.paste_at, surface, surface.titles, point)
        add_entry(menu, _("Paste here"), paste_here, key=shown_keys("Ctrl+V"))
    if content.takes(ChooseDay) and shown.span.end > content.now:
        _add_for_day(menu, surface, shown)


def _add_for_day(menu: QMenu, surface: AxisSurface, shown: AxisLane) -> None:
    if not shown.is_off and shown.working is None:
        return  # the typical day has no work on that weekday
    menu.addSeparator()
    title = _("Work on this day") if shown.is_off else _("Day off")
    add_entry(menu, title, lambda: surface.ask(ChooseDay(shown.day, not shown.is_off)))


def _add_for_block(
    menu: QMenu,
    surface: AxisSurface,
    block: AxisBlock,
    at: QPointF,
    open_task: Callable[[TaskId], None],
) -> None:
    ask, takes = surface.ask, surface.content.takes
    if block.is_part:
        _add_within(menu, surface, block, at)
    if takes(Start):
        add_entry(
            menu,
            _("Stop the timer") if block.has_timer else _("Start the timer"),
            lambda: ask(timer_request(block)),
            key=shown_keys("S"),
        )
    if not block.is_tracked and takes(Confirm):
        goes_on = block.span.contains(surface.content.now)
        words = _("Done until now") if goes_on else _("Track as planned")
        add_entry(menu, words, lambda: ask(Confirm(block.key)), key=shown_keys("C"))
    if takes(Assign) and block.can_change:
        add_entry(
            menu,
            _("Assign to task…"),
            lambda: surface.assign_requested.emit(block),
            key=shown_keys("L"),
        )
    tick = tick_request(block)
    if tick is not None and takes(Tick):
        words = _("Mark task as done") if tick.is_done else _("Reopen the task")
        add_entry(menu, words, lambda: ask(tick), key=shown_keys("D"))
    if block.task is not None:
        add_entry(menu, _("Open the task"), partial(open_task, block.task.id))
    add_meeting(menu, surface, block)
    if block.can_change:
        _add_edits(menu, surface, block, at)


def _add_edits(menu: QMenu, surface: AxisSurface, block: AxisBlock, at: QPointF) -> None:
    ask, takes = surface.ask, surface.content.takes
    if not menu.isEmpty():
        menu.addSeparator()
    edit = surface.titles.edit
    add_entry(menu, _("Edit the title"), lambda: edit(block.key), key=shown_keys("Enter"))
    change_times = partial(edit, block.key, with_times=True)
    add_entry(menu, _("Edit the times"), change_times, key=shown_keys("Shift+Enter"))
    if not block.is_tracked and takes(Pin):
        pin = _("Unpin") if block.is_pinned else _("Pin")
        together = tuple(sorted(surface.content.together(block.key)))
        add_entry(menu, pin, lambda: ask(Pin(together, not block.is_pinned)))
    if surface.content.is_one_day and not block.keeps_apart:
        next_day = partial(move_away, surface, 1)
        add_entry(menu, _("Move to the next day"), next_day, key=shown_keys(mirrored("Alt+Right")))
    if not block.box:
        add_times(menu, surface, block)
        _add_split(menu, surface, block, at)


def _is_one_box(surface: AxisSurface, block: AxisBlock) -> bool:
    return bool(block.box) and surface.selection.keys == surface.content.together(block.key)


def _add_within(menu: QMenu, surface: AxisSurface, block: AxisBlock, at: QPointF) -> None:
    """Offer a new part in the middle of another, which makes room for it."""
    lane = surface.axis.lane_at(at.x())
    if lane is None:
        return
    start = snap_to_step(surface.axis.instant_at(lane, at.y()), STEP_MIN, surface.content.days.zone)
    span = Span(start, start + NEW_PART).intersection(block.span)
    if span is not None:
        wish = Create(LaneKind.TYPICAL, span)
        add_entry(menu, _(_NEW_HERE[LaneKind.TYPICAL]), lambda: surface.titles.draft(wish))


def _add_choices(menu: QMenu, surface: AxisSurface, block: AxisBlock, choices: Choices) -> None:
    if not block.can_change:
        return
    ask = surface.ask
    add_activities(
        menu,
        choices.activities,
        block.activity.id,
        lambda chosen: ask(ChooseActivity(block.key, chosen)),
    )
    if surface.content.takes(ChooseProject):
        thing = block.item or block.entry
        add_projects(
            menu,
            choices.projects,
            thing.project if thing is not None else None,
            lambda chosen: ask(ChooseProject(block.key, chosen)),
        )


def _add_clipping(menu: QMenu, surface: AxisSurface) -> None:
    blocks = clipping.selected_blocks(surface)
    if not blocks:
        return
    menu.addSeparator()
    if any(block.can_change for block in blocks):
        add_entry(menu, _("Cut"), lambda: clipping.cut(surface), key=shown_keys("Ctrl+X"))
    add_entry(menu, _("Copy"), lambda: clipping.copy(surface), key=shown_keys("Ctrl+C"))
    add_entry(menu, _("Duplicate"), lambda: clipping.duplicate(surface), key=shown_keys("Ctrl+D"))


def _add_end(menu: QMenu, surface: AxisSurface, block: AxisBlock) -> None:
    _add_clipping(menu, surface)
    if block.can_change:
        keys = tuple(sorted(surface.content.together(block.key)))
        count = len(keys)
        many = plural("Delete {count} block", "Delete {count} blocks", count)
        title = many if count > 1 else _("Delete")
        add_entry(menu, title, lambda: surface.ask(Delete(keys)), key=shown_keys("Del"))


def _add_split(menu: QMenu, surface: AxisSurface, block: AxisBlock, at: QPointF) -> None:
    lane = surface.axis.lane_at(at.x())
    if lane is None:
        return
    zone = surface.content.days.zone
    cut = snap_to_step(surface.axis.instant_at(lane, at.y()), STEP_MIN, zone)
    least = timedelta(minutes=STEP_MIN)
    if block.span.start + least <= cut <= block.span.end - least:
        add_entry(menu, _("Split here"), lambda: surface.ask(Split(block.key, cut)))


def _add_for_many(menu: QMenu, surface: AxisSurface) -> None:
    keys = tuple(sorted(surface.selection.keys))
    blocks = [found for key in keys if (found := surface.content.find(key)) is not None]
    is_one_kind = len({block.is_tracked for block in blocks}) == 1
    if is_one_kind and all(block.can_change for block in blocks):
        add_entry(
            menu,
            plural("Merge {count} block", "Merge {count} blocks", len(keys)),
            lambda: surface.ask(Merge(keys)),
            key=shown_keys("M"),
        )
    if surface.content.takes(Assign) and blocks and all(block.can_change for block in blocks):
        assign = partial(surface.assign_requested.emit, blocks[0])
        add_entry(menu, _("Assign to task…"), assign, key=shown_keys("L"))
    _add_clipping(menu, surface)
    add_entry(
        menu,
        plural("Delete {count} block", "Delete {count} blocks", len(keys)),
        lambda: surface.ask(Delete(keys)),
        key=shown_keys("Del"),
    )
