"""What a plan makes late is told first: in the bar, on the block and in a card."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.work import Priority, Task
from mle_planner.core.plan import stored_remedies
from mle_planner.core.plan.proposal import (
    LateTask,
    LeaveOut,
    LowestPriority,
    MoveItem,
    NoteKind,
    OwnHours,
    PlanNote,
    Proposal,
    Remedy,
    ShorterBlocks,
    UnplacedTask,
    day_with,
)
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.scheduling.planning import Planning
from mle_planner.ui.screens.today.coding_words import goal_text, sum_sentence
from mle_planner.ui.screens.today.plan_cards import notes_of
from mle_planner.ui.screens.today.screen import SIDE_NARROW_PX, TodayScreen
from mle_planner.ui.screens.week.screen import WeekScreen
from mle_planner.ui.timeline.interact.tooltip import words_at
from mle_planner.ui.timeline.late_card import how_late
from mle_planner.ui.timeline.paint.proposal_picture import late_words
from mle_planner.ui.timeline.proposal_bar import late_text, proposal_text
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.theme import current_theme
from tests.support.axis import TUESDAY, press_key, shown
from tests.support.builders import coding, put_clock, stretch
from tests.support.cut_texts import cut_texts

SPLIT = Remedy("Split into blocks of 30 min", "finished today 17:00", action=ShorterBlocks(30))
LONGER = Remedy("Work until 18:30 today", "finished today 18:30")


@pytest.fixture
def task(planner: Planner) -> Task:
    return planner.tasks.add("Risk report 2h due today 17:00")


def with_late(planner: Planner, task: Task) -> Proposal:
    """A plan that works on the task from 16:30 and ends it after its due time."""
    proposal = planner.planning.propose([planner.today()])
    item = next(each for each in proposal.items if each.task and each.task.id == task.id)
    span = stretch(planner, "16:30-18:30")
    late = LateTask(
        task, timedelta(minutes=90), span.end, "Due today 17:00; finished today 18:30.",
        (LONGER, SPLIT),
    )  # fmt: skip
    return replace(proposal, items=(replace(item, span=span),), late=(late,), unplaced=())


def test_the_bar_says_how_many_are_late(planner: Planner, task: Task) -> None:
    proposal = with_late(planner, task)
    text = proposal_text(proposal)
    assert re.match(r"Plan: 1 block \(\d:\d\d coding\), ", text)
    assert text.endswith(", 1 late")
    assert late_text(1) == "1 late"


def test_the_bar_says_how_many_blocks_a_plan_removes_that_holds_none(
    planner: Planner, task: Task
) -> None:
    """Where nothing else is planned there are no minutes of coding to tell of."""
    gone = [BlockRef(BlockId(1)), BlockRef(BlockId(2))]
    today = planner.today()
    proposal = replace(
        with_late(planner, task),
        items=(),
        replaced_keys=tuple(gone),
        gone=tuple((key, today) for key in gone),
    )
    assert proposal_text(proposal) == "Plan: removes 2 blocks, 1 late"

    elsewhere = tuple((key, date(2026, 11, 27)) for key in gone)
    assert proposal_text(replace(proposal, gone=(proposal.gone[0], elsewhere[1]))) == (
        "Plan: removes 1 block, removes 1 block on Fri 27 Nov, 1 late"
    )
    proposal = replace(with_late(planner, task), gone=elsewhere)
    assert "coding), removes 2 blocks on Fri 27 Nov, 1 late" in proposal_text(proposal)


@pytest.mark.usefixtures("light_sheet")
def test_late_is_in_the_error_colour_in_the_bar_and_on_the_block(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    today.proposing.show(with_late(planner, task))
    line = today.bar._words
    drawn = line.grab().toImage()
    error = current_theme().color("error").rgb()
    colors = {drawn.pixel(x, y) for x in range(drawn.width()) for y in range(drawn.height())}
    assert error in colors
    proposed = today.surface.proposed
    area = proposed.placed[0].area.toRect()
    block = today.surface.grab(area).toImage()
    colors = {block.pixel(x, y) for x in range(block.width()) for y in range(block.height())}
    assert current_theme().color("now").rgb() in colors, "the tag"
    assert error in colors, "the line"


def test_the_block_says_when_it_was_due_and_when_it_is_done(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    proposal = with_late(planner, task)
    now = planner.now()
    words = late_words(proposal.late[0], today.surface.content, now)
    assert words == "due today 17:00, done today 18:30"
    unfinished = replace(proposal.late[0], finished=None)
    content = today.surface.content
    assert late_words(unfinished, content, now) == "due today 17:00, not finished"
    assert late_words(unfinished, content, now + DAY) == "due Tue 17:00, not finished"


@pytest.mark.usefixtures("light_sheet")
def test_an_accepted_block_that_is_late_keeps_its_tag(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    today.proposing.show(with_late(planner, task))
    today.proposing.answer(True)
    surface = today.surface
    (placed,) = (one for one in surface.axis.placed if one.block.task == task)
    image = surface.grab(placed.area.toRect()).toImage()
    colors = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert current_theme().color("now").rgb() in colors, "the tag"
    assert current_theme().color("error").rgb() in colors, "the line"


def test_a_late_block_says_so_while_it_is_late(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    """Proposed or accepted, in the tooltip and to a screen reader; in time it has its reason."""
    surface, axis = today.surface, QAccessible.queryAccessibleInterface(today.surface)

    def told() -> tuple[str, str]:
        """The last lines of the tooltip and of the description of the block."""
        child = next(
            child
            for child in map(axis.child, range(axis.childCount()))
            if child.text(QAccessible.Text.Name).startswith(task.title)
        )
        found = words_at(surface, child.placed.area.center())
        return found[0].splitlines()[-1], child.text(QAccessible.Text.Description)

    proposal = with_late(planner, task)
    (item,) = proposal.items
    late = "Due today 17:00; 1 h 30 min of work will be late, finished today 18:30"
    item = replace(item, late=late, explanation="Meetings until 16:30.")
    today.proposing.show(replace(proposal, items=(item,)))
    assert told() == (late, late)
    today.proposing.answer(True)
    assert told() == (late, late)
    planner.tasks.change(task.id, due_min=19 * 60)
    today.refresh()
    assert told() == ("Meetings until 16:30.",) * 2
    planner.history.undo()
    planner.blocks.create_for_task(task.id, stretch(planner, "9:00-9:10"))
    today.refresh()
    assert told()[1] == "", "what has passed is not late"


def test_a_remedy_of_a_late_task_is_carried_out_by_its_button(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    """Given two remedies, when the one that can be carried out is pressed, then it is stored."""
    today.proposing.show(with_late(planner, task))
    assert today.late_card.isVisible()
    (row,) = today.late_card.rows
    assert row.accessibleName().startswith("Risk report 1:30 late Due today 17:00")
    assert [button.text() for button in row.buttons] == ["Split into blocks of 30 min"]
    row.buttons[0].click()
    assert planner.task(task.id).min_chunk_min == 30


def test_a_long_remedy_does_not_push_the_column_out_of_sight(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    """Given a remedy with a long title, then its row still fits the narrow column."""
    plan = with_late(planner, task)
    long = Remedy(
        f"Let {'Feature store client ' * 5}wait",
        "finished today 17:00",
        action=LowestPriority(task.id),
    )
    today.proposing.show(replace(plan, late=(replace(plan.late[0], remedies=(long,)),)))
    (row,) = today.late_card.rows
    assert row.minimumSizeHint().width() <= SIDE_NARROW_PX - 60


def test_the_title_of_a_late_task_is_whole_in_the_narrow_column(
    qtbot: QtBot, planner: Planner, task: Task, today: TodayScreen
) -> None:
    plan = with_late(planner, task)
    named = replace(task, title="Backfill of the drift monitor for the second quarter")
    today.resize(900, 600)
    today.proposing.show(replace(plan, late=(replace(plan.late[0], task=named),)))
    (row,) = today.late_card.rows
    qtbot.waitUntil(lambda: cut_texts(row) == [])
    title = next(one for one in row.findChildren(TextLabel) if one.text() == named.title)
    assert title.toolTip() == "", "the whole of a cut title is in its tip"


def test_the_figure_of_a_late_task_is_from_due_to_finished_else_what_is_not_planned(
    planner: Planner, task: Task
) -> None:
    """Due on Tuesday at 17:00, with an hour and a half of work after that."""
    (late,) = with_late(planner, task).late
    for finished, said in (("15:45-22:15", "5:15 late"), (None, "0:35 not planned")):
        end = None if finished is None else stretch(planner, finished).end
        one = replace(late, finished=end, unplaced=timedelta(minutes=35))
        assert how_late(one, planner.days) == said
    assert late.finished is not None
    one = replace(late, finished=late.finished + 2 * DAY)
    assert how_late(one, planner.days) == "2 days late"


def test_lowering_another_task_and_moving_an_own_event_are_carried_out(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    """Given remedies that do so, when each is pressed, then it is done and can be undone."""
    other = planner.tasks.add("Slides draft 1h due today !high")
    slides = next(item for item in planner.day(TUESDAY).items if item.title == "Slides")
    to = slides.span.start + DAY
    remedies = (
        Remedy("Let Slides draft wait", "finished today 17:00", action=LowestPriority(other.id)),
        Remedy("Move Slides to Wed 15:00", "done", action=MoveItem(slides.key, to)),
    )
    plan = with_late(planner, task)
    shown = replace(plan, late=(replace(plan.late[0], remedies=remedies),))
    today.proposing.show(shown)
    today.late_card.rows[0].buttons[0].click()
    assert planner.task(other.id).priority is Priority.LOW
    today.proposing.show(shown)
    today.late_card.rows[0].buttons[1].click()
    moved = [item for item in planner.day(TUESDAY + DAY).items if item.title == "Slides"]
    assert [item.span.start for item in moved] == [to]
    planner.history.undo()
    assert slides.key in {item.key for item in planner.day(TUESDAY).items}


def test_what_is_late_stays_after_accepting_until_the_plan_is_in_time(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    key, soon, past = BlockRef(BlockId(1)), stretch(planner, "18:00-18:30"), planner.now()
    remedies = (
        LONGER,
        SPLIT,
        Remedy("Let Slides wait", action=LowestPriority(task.id), price="Slides is late then"),
        Remedy("Move Slides", action=MoveItem(key, soon.start), until=soon.end),
        Remedy("Without Slides", "30 min late", LeaveOut(key), is_in_time=False),
        Remedy("Work until 19:00", action=OwnHours(TUESDAY, 540, 1140)),
    )
    proposal = with_late(planner, task)
    over = Remedy("Start at once", action=LeaveOut(key), until=past)
    late = replace(proposal.late[0], remedies=(*remedies, over))
    today.proposing.show(replace(proposal, late=(late,)))
    today.answer(True)
    assert today.late_card.isVisible()
    (late,) = planner.stored_plan.late(TUESDAY)
    assert (late.late, late.remedies) == (timedelta(minutes=90), remedies)
    assert late.sentence == "Due today 17:00; 1 h 30 min of work will be late, finished today 18:30"
    assert not today.unplaced_card.isVisible()
    planner.tasks.finish(task.id)
    assert not today.late_card.isVisible()


def test_remedies_that_an_older_version_kept_are_left_out(
    planner: Planner, today: TodayScreen, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_remedies, "_stored", lambda remedy: [remedy.words, 30])
    today.proposing.show(with_late(planner, task))
    today.answer(True)
    (late,) = planner.stored_plan.late(TUESDAY)
    assert late.remedies == ()


def test_work_that_was_due_and_is_planned_by_hand_is_late_too(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    planner.blocks.create(
        stretch(planner, "16:00-18:00"), "Risk", activity_id=coding(planner), task_id=task.id
    )
    (late,) = planner.stored_plan.late(TUESDAY)
    assert late.late == timedelta(minutes=60)
    assert today.late_card.isVisible()


def test_notes_are_shown_while_the_plan_is(planner: Planner, today: TodayScreen) -> None:
    lunch = PlanNote(NoteKind.LUNCH_SHORT, TUESDAY, "Lunch is 0:45 instead of 1:00.")
    proposal = replace(planner.planning.propose([TUESDAY]), notes=(lunch,))
    today.proposing.show(proposal)
    assert today.notes_card.isVisible()
    words = [label.text() for label in today.notes_card.findChildren(TextLabel)]
    assert "Lunch is 0:45 instead of 1:00." in words
    today.answer(False)
    assert not today.notes_card.isVisible()


def test_what_comes_later_is_folded_and_opens_by_click_and_key(
    planner: Planner, today: TodayScreen, task: Task, qtbot: QtBot
) -> None:
    later = UnplacedTask(task, 60, "Its turn is on Thursday.")
    today.proposing.show(replace(planner.planning.propose([TUESDAY]), later=(later,), unplaced=()))
    card = today.later_card
    assert card.accessibleName() == "Later: 1 task, in time"
    assert not today.unplaced_card.isVisible(), "it is no failure"
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert "Its turn is on Thursday." in card.accessibleName()
    press_key(card, Qt.Key.Key_Space)
    assert not card.is_open
    press_key(card, Qt.Key.Key_Return)
    assert today.proposal is None, "Enter accepts the plan, as its button says"


def test_what_comes_later_stays_a_suggestion_after_accepting(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    later = UnplacedTask(task, 60, "Report comes first: due today.", day=TUESDAY + 2 * DAY)
    planner.tasks.add("Mail 1h @email")
    made = planner.planning.propose([TUESDAY])
    items = tuple(item for item in made.items if item.task != task)
    plan = replace(made, items=items, later=(later,), late=(), unplaced=())
    today.proposing.show(plan)
    today.later_card.set_open(True)
    assert "Risk report, 1:00 · Thu: Report comes first" in today.later_card.accessibleName()
    assert "Suggested" not in today.later_card.accessibleName()

    today.answer(True)

    assert today.later_card.isVisible()
    assert not today.unplaced_card.isVisible(), "it is no failure"
    assert not today.late_card.isVisible()
    words = today.later_card.accessibleName()
    assert "in time" not in words, "what is added since may take their time"
    assert "Suggested days. Plan those days to keep them." in words
    assert "Risk report, 1:00 · Thu: Report comes first" in words


def test_done_planned_and_goal_add_up_with_the_plan_that_is_shown(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    """Slides, 15:00 to 16:00, stays: an hour of coding besides what is proposed."""
    proposal = with_late(planner, task)
    item = replace(proposal.items[0], span=stretch(planner, "16:30-18:30"))
    day = planner.day(TUESDAY)
    own = replace(item, activity=next(i.activity for i in day.items if i.title == "Slides"))
    with_plan = day_with(day, replace(proposal, items=(own,), replaced_keys=())).coding
    assert with_plan.done == day.coding.done
    assert with_plan.planned == timedelta(hours=3)
    assert goal_text(with_plan) == "3:00–4:00"
    within = replace(with_plan, done=timedelta(0), planned=timedelta(hours=4))
    assert sum_sentence(within) == "0:00 done and 4:00 planned make 4:00, within the goal."
    short = replace(within, planned=timedelta(hours=2))
    assert sum_sentence(short).endswith("make 2:00, 1:00 short of the goal.")
    over = replace(within, planned=timedelta(hours=5))
    assert sum_sentence(over).endswith("make 5:00, 1:00 over the goal.")


def test_the_week_says_on_which_day_something_is_late(
    planner: Planner, week: WeekScreen, task: Task
) -> None:
    week.proposing.show(with_late(planner, task))
    tuesday = next(head for head in week.head.heads if head.day == TUESDAY)
    assert tuesday.words.endswith("1 late")
    total = duration_text(tuesday.total)
    assert all(total in words for words in tuesday.fitting_words)
    assert sum(head.late for head in week.head.heads) == 1


def test_beside_a_narrow_axis_the_cards_of_a_plan_keep_to_their_column(
    planner: Planner, today: TodayScreen, task: Task
) -> None:
    today.resize(880, 600)
    today.proposing.show(with_late(planner, task))
    QApplication.processEvents()
    assert today.side.widget().minimumSizeHint().width() <= today.side.viewport().width()


def test_unplanned_late_work_is_one_line_of_today_that_opens_the_backlog(
    planner: Planner, today: TodayScreen, qtbot: QtBot
) -> None:
    """Not on another day, nor beside an open plan, which says it itself."""
    sentence = "2 tasks are overdue and not planned."
    late = {planner.tasks.add(f"{title} 2h").id for title in ("Report", "Migration")}
    for task_id in late:
        planner.tasks.change(task_id, due=TUESDAY - DAY)
    shown(today, qtbot)
    today.refresh()
    assert today.notes_card.isVisible()
    assert today.notes_card.accessibleName() == sentence
    today.go_to(TUESDAY + DAY)
    assert not today.notes_card.isVisible()
    today.go_to(TUESDAY)
    today.proposing.show(planner.planning.propose([TUESDAY]))
    assert sentence not in today.notes_card.accessibleName()
    today.proposing.show(None)
    (button,) = today.notes_card.buttons
    button.setFocus()
    press_key(button, Qt.Key.Key_Return)
    assert today.column.has_backlog
    assert {card.task_id for card in today.backlog.panel.cards} == late


def test_planning_again_from_a_later_day_uses_the_days_before_it_too(
    planner: Planner, today: TodayScreen, qtbot: QtBot
) -> None:
    """A note on what a plan of Wednesday lacks offers it; Tuesday has the time."""
    later = TUESDAY + DAY
    planner.planning.accept(planner.planning.propose([later]))
    memo = planner.tasks.add("Memo 1h due wed")
    today.go_to(later)
    shown(today, qtbot)
    today.refresh()
    (button,) = [one for one in today.notes_card.buttons if one.text() == "Plan again"]
    button.click()
    qtbot.waitUntil(lambda: today.surface.proposal is not None)
    proposal = today.surface.proposal
    assert proposal is not None
    assert proposal.days == (TUESDAY, later)
    assert memo.id in {item.task.id for item in proposal.items if item.task}


def test_too_much_coding_of_the_day_is_said_by_the_coding_card_alone(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = planner.today()
    own, other = (
        PlanNote(NoteKind.BAND_EXCEEDED, day, "5:02 of coding, more than 4:00.")
        for day in (today, today + timedelta(days=1))
    )
    moved = PlanNote(NoteKind.PART_MOVED, today, "Lunch is later.")
    monkeypatch.setattr(Planning, "standing_notes", lambda _self, _day: (own, moved, other))
    assert list(notes_of(planner, planner.day(today), None)) == [moved, other]
    shown = replace(planner.planning.propose([today]), notes=(own, moved, other))
    assert list(notes_of(planner, planner.day(today), shown)) == [moved, other]


def test_a_finished_day_asks_for_nothing_more(
    planner: Planner, today: TodayScreen, task: Task, clock: FixedClock
) -> None:
    """Given a late task, notes and coming blocks, when the day is finished, then none are shown."""
    planner.blocks.create_for_task(task.id, stretch(planner, "16:30-18:30"))
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 15:10")
    today.refresh()
    asking = (today.late_card, today.now_card, today.next_card)
    assert all(card.isVisible() for card in asking)
    planner.day_end.finish()
    today.refresh()
    shown_cards = [card for card in today._cards() if card.isVisible()]
    assert shown_cards == [today.coding_card]
    assert "finished" in today.subtitle
    assert "1:54 short of the goal" in today.coding_card._lines.accessibleName()


def test_a_late_task_that_waits_opens_what_it_waits_for_and_is_not_planned_again(
    planner: Planner, today: TodayScreen, task: Task, clock: FixedClock
) -> None:
    """Given a late task after one whose estimate is used up, then planning again is no help."""
    labels = planner.tasks.add("Collect labels 30m")
    planner.tasks.set_predecessors(task.id, [labels.id])
    planner.tracking.log(stretch(planner, "11:00-11:30"), task_id=labels.id)
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    put_clock(clock, "2026-11-24 15:10")
    today.refresh()
    (row,) = today.late_card.rows
    assert "It waits for Collect labels, which cannot be planned." in row.one.sentence
    assert not today.late_card.plan_button.isVisible()
    (button,) = row.buttons
    opened: list[object] = []
    today.late_card.task_requested.connect(opened.append)
    button.click()
    assert (button.text(), opened) == ("Open Collect labels", [labels.id])
    planner.tasks.finish(labels.id)
    today.refresh()
    assert today.late_card.plan_button.isVisible()
