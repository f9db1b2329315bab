"""A plan that waits for an answer: the better one, single blocks, from and to, remedies, push."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.proposal import (
    LeaveOut,
    NoteKind,
    PlanNote,
    Proposal,
    ProposedItem,
    Remedy,
    ShorterBlocks,
    UnplacedTask,
)
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.scheduling.answer.propose import propose, propose_push
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.topics import PLAN_TOPICS
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.timeline.interact.menu import build_menu
from mle_planner.ui.timeline.interact.tooltip import words_at
from mle_planner.ui.timeline.proposal_bar import MarkedLine
from tests.support.axis import (
    TUESDAY,
    Pointer,
    Said,
    context_for,
    planned,
    press_key,
    shown,
    undo_depth,
)
from tests.support.builders import at, coding, stretch, write_calendar
from tests.support.languages import speaking

Key = Qt.Key


@dataclass
class Process:
    """Stands beside the window: answers when it is told to, not before."""

    asked: list[tuple[PlanningRequest, bool]] = field(default_factory=list)
    better: Callable[[Proposal], None] | None = None
    refused: Callable[[str], None] | None = None
    replaced: Callable[[], None] | None = None
    dropped: int = 0
    is_slow: bool = False

    def ask(
        self,
        request: PlanningRequest,
        shown: Callable[[Proposal], None],
        better: Callable[[Proposal], None],
        /,
        *,
        pushes: bool = False,
        refused: Callable[[str], None],
        replaced: Callable[[], None],
        **_named: object,
    ) -> None:
        self.asked.append((request, pushes))
        self.better, self.refused, self.replaced = better, refused, replaced
        if self.is_slow:
            return
        shown(propose_push(request) if pushes else propose(request))

    def settle(self, proposal: Proposal) -> None:
        """Come to the end of the search with this plan, unless it is not waited for."""
        if self.better is not None:
            self.better(proposal)

    def drop(self) -> None:
        self.dropped += 1
        self.better = None


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
def today(planner: Planner, said: Said, process: Process, qtbot: QtBot) -> TodayScreen:
    """Today with two tasks and a plan for them that waits."""
    planner.tasks.add("Drift monitor 1h due today")
    planner.tasks.add("Feature store client 45m due today")
    plans: Any = process
    context = replace(context_for(said), plans=plans)
    screen = TodayScreen(planner, context)
    shown(screen, qtbot)
    return screen


def test_a_plan_that_takes_long_is_said_to_be_on_its_way(
    today: TodayScreen, process: Process, qtbot: QtBot
) -> None:
    """Given a slow plan, then the bar says so and can only discard; a refusal takes it away."""
    process.is_slow = True
    today.proposing._wait.setInterval(0)
    bar = today.bar
    today.propose()
    assert bar.isHidden(), "a quick plan never flashes it"
    qtbot.waitUntil(lambda: not bar.isHidden())
    assert bar.accessibleName() == "Planning…"
    assert bar.accept_button.isHidden()
    assert process.refused is not None
    assert list(today.answers()) == ["proposal.drop"]
    process.refused("No plan")
    assert bar.isHidden()
    assert not today.answers()


def test_a_plan_that_comes_while_text_is_typed_leaves_the_keyboard_to_the_field(
    today: TodayScreen, qtbot: QtBot
) -> None:
    """The rest of the words would be commands of the axis, and Esc would discard the plan."""
    line = QLineEdit(today)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    today.propose()
    assert today.proposal is not None
    assert line.hasFocus()
    line.clearFocus()
    today.answer(False)
    today.propose()
    assert today.surface.hasFocus()


def test_the_bar_lies_over_the_heading_of_the_plan_and_the_axis_never_moves(
    today: TodayScreen,
) -> None:
    lane, viewport = today.surface.axis.places[0], today.view.scroll_area
    top, scrolled = viewport.y(), viewport.verticalScrollBar().value()
    today.propose()
    bar = today.bar.geometry()
    assert (bar.left(), bar.right() + 1) == (round(lane.left), round(lane.left + lane.width))
    assert bar.bottom() < top
    assert (viewport.y(), viewport.verticalScrollBar().value()) == (top, scrolled)


def test_the_bar_takes_the_whole_head_before_its_keys_go_and_its_words_are_wrapped(
    today: TodayScreen,
) -> None:
    today.propose()
    bar = today.bar
    one_line = bar.size_over(1000, 1200).height()
    assert bar.size_over(1000, 1200).width() == 1000
    assert (bar.size_over(120, 1200).width(), bar.size_over(120, 1200).height()) == (1200, one_line)
    assert bar.accept_button.text() == "Accept  Enter", "its key is no less needed there"
    assert bar.size_over(120, 260).height() > one_line
    assert bar.accept_button.text() == "Accept"


@pytest.mark.parametrize("width", [640, 900, 1300])
def test_the_bar_says_everything_at_any_width(today: TodayScreen, width: int, qtbot: QtBot) -> None:
    """Given a day off and much that is late, then the sentence wraps and no word of it is cut."""
    today.resize(width, 700)
    today.propose()
    proposal = today.proposal
    assert proposal is not None
    sentence = "Tue 24 Nov is a day off: the typical day has no time."
    notes = (PlanNote(NoteKind.DAY_OFF, today.day, sentence),)
    today.proposing.show(
        replace(proposal, items=(), replaced_keys=frozenset(), later=(), notes=notes)
    )
    words = today.bar.findChild(MarkedLine)
    assert words.text.endswith(sentence)
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    assert today.view.rect().contains(today.bar.geometry())
    assert words.geometry().right() < today.bar.drop_button.x()


def test_a_plan_that_another_screen_asks_for_ends_the_wait_and_is_not_dropped_here(
    today: TodayScreen, process: Process, qtbot: QtBot
) -> None:
    """Given a bar that waits, when another screen asks, then it ends; what is shown stays."""
    process.is_slow = True
    today.proposing._wait.setInterval(0)
    today.propose()
    qtbot.waitUntil(lambda: not today.bar.isHidden())
    assert process.replaced is not None
    process.replaced()
    assert today.bar.isHidden()
    assert not today.answers()
    process.is_slow = False
    today.propose()
    process.replaced()
    assert today.proposal is not None
    today.answer(False)
    assert today.proposal is None
    assert process.dropped == 0


def titled(screen: TodayScreen, title: str) -> ProposedItem:
    """The proposed block with this title."""
    return next(item for item in screen.proposal.items if item.title == title)


def moved(planner: Planner, screen: TodayScreen, title: str, text: str) -> Proposal:
    """The plan that is shown with one of its blocks at another time, and a task more in place."""
    item = titled(screen, title)
    items = tuple(
        replace(other, span=stretch(planner, text)) if other == item else other
        for other in screen.proposal.items
    )
    return replace(screen.proposal, items=items, unplaced=())


def without_place(screen: TodayScreen) -> UnplacedTask:
    """A task that the plan that is shown has no place for."""
    task = titled(screen, "Feature store client").task
    assert task is not None
    return UnplacedTask(replace(task, id=TaskId(99), title="Slides"), 30, "")


# -- a better plan --------------------------------------------------------------------------


@pytest.mark.parametrize("is_by_key", [True, False])
def test_a_better_plan_is_offered_and_what_is_looked_at_stays(
    planner: Planner, today: TodayScreen, process: Process, is_by_key: bool
) -> None:
    today.propose()
    today.proposing.show(replace(today.proposal, unplaced=(without_place(today),)))
    first = today.proposal
    assert today.bar.better_button.isHidden()
    better = moved(planner, today, "Drift monitor", "16:30-18:30")
    process.settle(better)
    assert today.proposal == first
    assert not today.bar.better_button.isHidden()
    assert today.bar.news.text().startswith("A better plan: Slides fits")
    if is_by_key:
        press_key(today.surface, Key.Key_B)
    else:
        today.bar.better_button.click()
    assert today.proposal == better
    assert today.bar.better_button.isHidden()
    press_key(today.surface, Key.Key_Return)
    assert "Drift monitor 16:30-18:30" in planned(planner)


def test_a_plan_that_is_the_same_or_better_in_nothing_is_not_offered(
    planner: Planner, today: TodayScreen, process: Process
) -> None:
    today.propose()
    for plan in (replace(today.proposal), moved(planner, today, "Drift monitor", "16:30-17:30")):
        process.settle(plan)
        assert today.bar.better_button.isHidden()
        assert today.proposing.better is None


def test_who_accepts_first_is_not_offered_a_better_plan(
    planner: Planner, today: TodayScreen, process: Process
) -> None:
    today.propose()
    better = moved(planner, today, "Drift monitor", "16:30-18:30")
    press_key(today.surface, Key.Key_Return)
    process.settle(better)
    assert today.proposal is None
    assert not today.bar.isVisible()
    assert "16:30-18:30" not in planned(planner)


# -- single blocks --------------------------------------------------------------------------


def test_a_click_and_a_accept_one_block_and_the_rest_waits_on(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    today.propose()
    item = titled(today, "Drift monitor")
    depth, before = undo_depth(planner), planned(planner)
    hand = Pointer(today.surface)
    placed = today.surface.proposed
    spot = placed.of(item)
    hand.click(spot.area.center())
    assert today.surface.chosen_item == item
    assert today.why_card.isVisible()
    press_key(today.surface, Key.Key_A)
    assert undo_depth(planner) == depth + 1
    assert "Drift monitor" in planned(planner)
    assert "Feature store client" not in planned(planner)
    assert item not in today.proposal.items
    press_key(today.surface, Key.Key_Return)
    assert "Feature store client" in planned(planner)
    assert said.errors == []
    for _ in range(2):
        planner.history.undo()
    assert planned(planner) == before


def test_the_arrows_go_through_what_is_proposed(today: TodayScreen) -> None:
    today.propose()
    assert today.proposal is not None
    press_key(today.surface, Key.Key_Down)
    first = today.surface.chosen_item
    press_key(today.surface, Key.Key_Down)
    second = today.surface.chosen_item
    assert first.span.start < second.span.start
    press_key(today.surface, Key.Key_Up)
    assert today.surface.chosen_item == first


def test_without_a_selected_block_the_key_a_belongs_to_the_window(
    planner: Planner, today: TodayScreen
) -> None:
    today.propose()
    before = planned(planner)
    press_key(today.surface, Key.Key_A)
    assert planned(planner) == before
    assert today.proposal is not None


def test_the_menu_of_a_proposed_block_accepts_it(planner: Planner, today: TodayScreen) -> None:
    today.propose()
    today.surface.choose_proposed(titled(today, "Feature store client"))
    placed = today.surface.proposed
    spot = placed.of(today.surface.chosen_item)
    menu = build_menu(today.surface, spot.area.center(), lambda _task: None, today.view.choices())  # type: ignore[misc]
    names = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert names == ["Accept this block", "Open the task", "Accept the plan", "Discard the plan"]
    menu.actions()[0].trigger()
    assert "Feature store client" in planned(planner)


# -- from and to ----------------------------------------------------------------------------


def test_a_block_that_moves_says_from_where(planner: Planner, today: TodayScreen) -> None:
    task = next(task for task in planner.open_tasks() if task.title == "Drift monitor")
    planner.blocks.create(
        stretch(planner, "16:30-18:30"), task.title, activity_id=coding(planner), task_id=task.id
    )
    today.propose()
    today.proposing.show(moved(planner, today, "Drift monitor", "13:30-15:30"))
    placed = today.surface.proposed
    spot = placed.of(titled(today, "Drift monitor"))
    assert spot.origin == "from 16:30"
    found = words_at(today.surface, spot.area.center())
    assert "from 16:30" in found[0].splitlines()
    interface = QAccessible.queryAccessibleInterface(today.surface)
    corner = today.surface.mapToGlobal(QPoint(0, 0))
    at_centre = spot.area.center().toPoint() + corner
    child = interface.childAt(at_centre.x(), at_centre.y())
    assert child.text(QAccessible.Text.Name) == (
        "Drift monitor, coding, 13:30 to 15:30, from 16:30, proposed"
    )
    actions = child.actionInterface()
    with speaking("de"):
        names = [*map(actions.localizedActionName, actions.actionNames())]
    assert names == ["Auswählen", "Diesen Block übernehmen"]


# -- what would make room -------------------------------------------------------------------


def unplaced_with(planner: Planner, *remedies: Remedy) -> UnplacedTask:
    """The task Drift monitor as one that does not fit."""
    task = next(task for task in planner.open_tasks() if task.title == "Drift monitor")
    return UnplacedTask(task, 120, "The day is full.", remedies)


def test_a_line_opens_to_its_remedies_and_a_button_carries_one_out(
    planner: Planner, today: TodayScreen, process: Process, said: Said, qtbot: QtBot
) -> None:
    today.propose()
    assert today.proposal is not None
    one = unplaced_with(
        planner,
        Remedy("Blocks of 30 min would fit.", action=ShorterBlocks(30)),
        Remedy("Without Sync it would fit."),
    )
    today.proposing.show(replace(today.proposal, unplaced=(one,)))
    (row,) = today.unplaced_card.rows
    assert not row.is_open
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert row.is_open
    assert [button.text() for button in row.buttons] == ["Apply and plan again"]
    assert "Without Sync it would fit." in row.accessibleName()
    depth = undo_depth(planner)
    row.buttons[0].click()
    assert planner.task(one.task.id).min_chunk_min == 30
    assert undo_depth(planner) == depth + 1
    assert len(process.asked) == 2
    assert today.proposal.based_on == planner.revisions(PLAN_TOPICS)
    assert said.errors == []


def test_what_has_no_estimate_is_not_counted_as_what_does_not_fit(
    planner: Planner, today: TodayScreen, said: Said
) -> None:
    today.propose()
    assert today.proposal is not None
    one = unplaced_with(planner)
    task = replace(one.task, id=TaskId(99), title="Look around", estimate_min=None)
    vague = UnplacedTask(task, 0, "It has no estimate.")
    today.proposing.show(replace(today.proposal, unplaced=(one, vague)))
    assert today.bar.text.endswith("1 does not fit")
    assert [row.one.task.title for row in today.unplaced_card.rows] == ["Drift monitor"]
    (row,) = today.to_estimate_card.rows
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert said.opened == [row.one.task.id] == [TaskId(99)]


def test_leaving_a_block_out_makes_room_by_keyboard(
    planner: Planner, today: TodayScreen, process: Process
) -> None:
    slides = next(b for _, b in today.surface.content.blocks() if b.title == "Slides")
    today.propose()
    assert today.proposal is not None
    one = unplaced_with(
        planner, Remedy("Without Slides it would fit.", action=LeaveOut(slides.key))
    )
    today.proposing.show(replace(today.proposal, unplaced=(one,)))
    (row,) = today.unplaced_card.rows
    row.setFocus()
    press_key(row, Key.Key_Return)
    assert row.is_open
    button = row.buttons[0]
    button.setFocus()
    press_key(button, Key.Key_Space)
    assert "Slides" not in planned(planner)
    assert len(process.asked) == 2
    planner.history.undo()
    assert "Slides 15:00-16:00" in planned(planner)


def test_what_makes_room_is_told_when_it_is_found_and_what_is_chosen_stays(
    planner: Planner, today: TodayScreen, process: Process
) -> None:
    today.propose()
    assert today.proposal is not None
    today.proposing.show(replace(today.proposal, unplaced=(unplaced_with(planner),)))
    first = today.proposal
    today.surface.choose_proposed(titled(today, "Drift monitor"))
    chosen = today.surface.chosen_item
    assert chosen is not None
    assert today.unplaced_card.rows[0].buttons == []
    one = unplaced_with(planner, Remedy("Blocks of 30 min would fit.", action=ShorterBlocks(30)))
    process.settle(replace(first, unplaced=(one,)))
    assert today.bar.better_button.isHidden()
    assert len(today.unplaced_card.rows[0].buttons) == 1
    assert today.surface.chosen_item == chosen
    assert today.proposal == replace(first, unplaced=(one,))


def test_what_is_gone_already_cannot_be_left_out(planner: Planner, today: TodayScreen) -> None:
    today.propose()
    assert today.proposal is not None
    one = unplaced_with(
        planner, Remedy("Without it, it would fit.", action=LeaveOut(BlockRef(9999)))
    )
    today.proposing.show(replace(today.proposal, unplaced=(one,)))
    assert today.unplaced_card.rows[0].buttons == []


# -- pushing the rest of the day ------------------------------------------------------------


def test_what_is_behind_is_pushed_and_drawn_like_a_proposal(
    planner: Planner, today: TodayScreen, process: Process
) -> None:
    task = next(task for task in planner.open_tasks() if task.title == "Feature store client")
    planner.blocks.create(
        stretch(planner, "13:30-15:00"), task.title, activity_id=coding(planner), task_id=task.id
    )
    planner.blocks.create(
        stretch(planner, "13:30-14:30"), "Sudden visit", activity_id=coding(planner), pinned=True
    )
    before = planned(planner)
    today.push_rest_of_day()
    assert process.asked[-1][1] is True
    assert today.bar.text.startswith("Push: ")
    assert planned(planner) == before
    press_key(today.surface, Key.Key_Return)
    assert "Sudden visit 13:30-14:30" in planned(planner)
    assert "Feature store client 13:30-15:00" not in planned(planner)


def test_nothing_to_push_is_said(planner: Planner, today: TodayScreen, said: Said) -> None:
    planner.planning.accept(planner.planning.propose([planner.today()]))
    today.push_rest_of_day()
    assert today.proposal is None
    assert said.messages[-1] == "Nothing has to move."


def test_a_press_on_a_proposed_block_moves_nothing_under_it(
    planner: Planner, today: TodayScreen
) -> None:
    today.propose()
    before = planned(planner)
    placed = today.surface.proposed
    spot = placed.placed[0].area.center()
    hand = Pointer(today.surface)
    hand.drag(spot, spot + QPointF(0, 120))
    hand.send(QEvent.Type.MouseButtonDblClick, spot)
    assert planned(planner) == before
    assert today.surface.titles.editor is None
    assert at(planner, "12:00") == today.surface.content.now


def test_on_a_day_off_the_next_working_day_is_offered(
    planner: Planner, today: TodayScreen, process: Process
) -> None:
    """The bar says why there is nothing, and what is late; Enter goes to the next day."""
    planner.day_rules.choose(planner.today(), TUESDAY, is_off=True)
    today.propose()
    assert today.bar.text.startswith("Nothing to plan, 2 late. ")
    assert today.bar.text.endswith("is a day off.")
    assert today.bar.accept_button.text() == "Plan Wed 25 Nov  Enter"
    assert today.bar.drop_button.text() == "Close  Esc"
    today.refresh()
    assert today.bar.accept_button.text() == "Plan Wed 25 Nov  Enter", "a minute later too"
    empty = today.proposal
    on_friday = UnplacedTask(empty.late[0].task, 30, "", (), TUESDAY + 3 * DAY)
    today.proposing.show(replace(empty, later=(on_friday,)))
    assert today.bar.accept_button.text() == "Plan Wed 25 Nov  Enter", "the first day with work"
    before = planner.everything()
    today.answers()["proposal.accept"]()
    assert planner.everything() == before
    wednesday = TUESDAY + DAY
    assert today.day == wednesday
    assert [len(process.asked), process.asked[-1][0].asked] == [2, (wednesday,)]
    assert today.proposal.days == (wednesday,)
    assert not today.proposal.is_empty


def test_a_plan_without_work_says_what_keeps_it_for_later(
    planner: Planner, today: TodayScreen
) -> None:
    """All of today is open."""
    planner.tasks.finish_all(
        view.task.id for section in planner.tasks.backlog().sections for view in section.tasks
    )
    report = planner.tasks.add("Report 1h")
    planner.tasks.change(report.id, earliest=TUESDAY + 2 * DAY)
    today.propose()
    assert today.bar.text == "Nothing to plan. Report: Not before Thu."


def test_without_work_there_is_no_next_day_to_plan(planner: Planner, today: TodayScreen) -> None:
    planner.tasks.finish_all(
        view.task.id for section in planner.tasks.backlog().sections for view in section.tasks
    )
    today.propose()
    assert today.bar.text == "Nothing to plan. No task has work left."
    assert not today.bar.accept_button.isVisible()
    today.answer(True)
    assert today.day == planner.today()


def test_what_a_plan_removes_stands_in_one_strip_also_beside_a_meeting(
    planner: Planner, today: TodayScreen
) -> None:
    """Given a block beside a meeting and one by itself, when both move, then they are as wide."""
    for title, span in (("Sync", "14:30-15:00"), ("Loader", "14:00-16:00")):
        planner.blocks.create(stretch(planner, span), title, activity_id=coding(planner))
    planner.blocks.create(stretch(planner, "16:30-17:30"), "Report", activity_id=coding(planner))
    today.refresh()
    placed = {one.block.title: one for one in today.surface.axis.placed}
    items, keys = [], []
    for title in ("Loader", "Report"):
        item = placed[title].block.item
        span = Span(item.span.start - DAY / 48, item.span.end)
        items.append(ProposedItem(len(items), span, title, item.activity))
        keys.append(item.key)
    days, based_on = (planner.today(),), planner.revisions(PLAN_TOPICS)
    today.surface.set_proposal(Proposal(days, tuple(items), tuple(keys), (), ZERO, based_on))
    proposed = today.surface.proposed
    assert proposed is not None
    strips = [proposed.area_of(placed[one.title].block, placed[one.title].area) for one in items]
    assert len({(strip.left(), strip.width()) for strip in strips}) == 1
    assert all(strip.right() < one.area.left() for strip in strips for one in proposed.placed)


def test_the_tooltip_of_a_meeting_explains_its_dot(
    planner: Planner, today: TodayScreen, tmp_path: Path
) -> None:
    events = ["a 20261124T123000 20261124T133000 Sync"]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    (team,) = planner.calendars.all()
    planner.feeds.set_color(team.id, "blue")
    today.refresh()
    (key,) = (block.key for _, block in today.surface.content.blocks() if block.title == "Sync")
    area = today.surface.area_of(key)
    found = words_at(today.surface, area.center())
    assert "The dot has the colour of the calendar." in found[0].splitlines()
