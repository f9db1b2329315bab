"""Single blocks of a proposal are accepted one by one, and what is left can still be answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.plan.proposal import Proposal, ProposedItem
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, block, stretch, task, undo_steps
from tests.support.day_picture import plan_picture

pytestmark = pytest.mark.usefixtures("few_steps")


def titled(proposal: Proposal, title: str) -> ProposedItem:
    """The first block of a proposal with this title."""
    return next(item for item in proposal.items if item.title == title)


def own(planner: Planner, title: str) -> list[str]:
    """The lines of the day's picture with this title."""
    return [line for line in plan_picture(planner, TUESDAY).splitlines() if title in line]


def moved(planner: Planner, proposal: Proposal, title: str, text: str) -> Proposal:
    """The proposal with one of its blocks at another time."""
    item = titled(proposal, title)
    elsewhere = replace(item, span=stretch(planner, text))
    items = tuple(elsewhere if other == item else other for other in proposal.items)
    return replace(proposal, items=items)


def test_one_block_is_placed_as_one_edit_and_nothing_is_frozen(planner: Planner) -> None:
    task(planner, "Drift alert 2h due fri")
    task(planner, "Label audit 90m")
    proposal = planner.planning.propose([TUESDAY])
    depth = undo_steps(planner)
    rest = planner.planning.accept_item(proposal, titled(proposal, "Drift alert"))
    assert len(own(planner, "Drift alert")) == 1
    assert own(planner, "Label audit") == []
    assert undo_steps(planner) == depth + 1
    assert planner.history.undo_label == "Plan Drift alert"
    assert planner.day(TUESDAY).version == 0
    assert len(rest.items) == len(proposal.items) - 1


def test_what_is_left_can_be_accepted_and_makes_the_plan_that_was_shown(planner: Planner) -> None:
    task(planner, "Drift alert 2h due fri")
    task(planner, "Label audit 90m")
    proposal = planner.planning.propose([TUESDAY])
    rest = proposal
    for item in proposal.items[:2]:
        rest = planner.planning.accept_item(rest, item)
    planner.planning.accept(rest)
    shown = {(item.span, item.title) for item in proposal.items}
    planned = [(item.span, item.title) for item in planner.day(TUESDAY).items if item.key]
    assert {place for place in planned if place in shown} == shown
    assert len(planned) == len(set(planned))
    assert planner.day(TUESDAY).version == 1


def test_the_block_that_moves_leaves_its_old_place(planner: Planner) -> None:
    found = task(planner, "Drift alert 1h due fri")
    planner.blocks.create(
        stretch(planner, "16:00-17:00"),
        "Drift alert",
        activity_id=found.activity_id,
        task_id=found.id,
    )
    proposal = moved(planner, planner.planning.propose([TUESDAY]), "Drift alert", "10:00-11:00")
    origin = planner.planning.origins(proposal)[titled(proposal, "Drift alert").id]
    assert origin.span == stretch(planner, "16:00-17:00")
    planner.planning.accept_item(proposal, titled(proposal, "Drift alert"))
    assert [line[:11] for line in own(planner, "Drift alert")] == ["10:00-11:00"]
    planner.history.undo()
    assert [line[:11] for line in own(planner, "Drift alert")] == ["16:00-17:00"]


def test_a_block_that_adds_to_a_task_leaves_the_others_where_they_are(planner: Planner) -> None:
    found = task(planner, "Drift alert 2h due fri")
    planner.blocks.create(
        stretch(planner, "16:00-17:00"),
        "Drift alert",
        activity_id=found.activity_id,
        task_id=found.id,
    )
    proposal = planner.planning.propose([TUESDAY])
    item = titled(proposal, "Drift alert")
    first = replace(item, span=stretch(planner, "10:00-11:00"))
    second = replace(item, id=99, span=stretch(planner, "11:30-12:30"))
    others = tuple(other for other in proposal.items if other.title != "Drift alert")
    proposal = replace(proposal, items=(first, second, *others))
    rest = planner.planning.accept_item(proposal, first)
    assert [line[:11] for line in own(planner, "Drift alert")] == ["10:00-11:00", "16:00-17:00"]
    planner.planning.accept_item(rest, second)
    assert [line[:11] for line in own(planner, "Drift alert")] == ["10:00-11:00", "11:30-12:30"]


def test_a_block_longer_than_what_it_would_be_too_much_goes_too(planner: Planner) -> None:
    """Given two hours in one block, then the first of two proposed ones takes their place."""
    found = task(planner, "Drift alert 2h due fri")
    planner.blocks.create_for_task(found.id, stretch(planner, "15:00-17:00"))
    proposal = planner.planning.propose([TUESDAY])
    item = titled(proposal, "Drift alert")
    first = replace(item, span=stretch(planner, "10:00-11:00"))
    second = replace(item, id=99, span=stretch(planner, "11:30-12:30"))
    others = tuple(other for other in proposal.items if other.title != "Drift alert")
    proposal = replace(proposal, items=(first, second, *others))
    planner.planning.accept_item(proposal, first)
    assert [line[:11] for line in own(planner, "Drift alert")] == ["10:00-11:00"]


def test_lunch_is_accepted_alone_and_the_other_parts_of_the_day_stay(planner: Planner) -> None:
    before = plan_picture(planner, TUESDAY)
    proposal = moved(planner, planner.planning.propose([TUESDAY]), "Lunch", "12:00-12:30")
    rest = planner.planning.accept_item(proposal, titled(proposal, "Lunch"))
    after = plan_picture(planner, TUESDAY)
    assert [line[:11] for line in own(planner, "Lunch")] == ["12:00-12:30"]
    assert len(after.splitlines()) == len(before.splitlines())
    planner.planning.accept(rest)
    assert len(plan_picture(planner, TUESDAY).splitlines()) == len(before.splitlines())


def test_a_block_that_stands_there_already_changes_nothing(planner: Planner) -> None:
    task(planner, "Drift alert 2h due fri")
    planner.planning.accept(planner.planning.propose([TUESDAY]))
    again = planner.planning.propose([TUESDAY])
    assert planner.planning.is_in_force(again)
    depth, before = undo_steps(planner), plan_picture(planner, TUESDAY)
    rest = planner.planning.accept_item(again, titled(again, "Drift alert"))
    assert (undo_steps(planner), plan_picture(planner, TUESDAY)) == (depth, before)
    planner.planning.accept(rest)


def test_a_plan_with_something_new_is_not_in_force(planner: Planner) -> None:
    task(planner, "Drift alert 2h due fri")
    assert not planner.planning.is_in_force(planner.planning.propose([TUESDAY]))


def test_a_stale_proposal_gives_no_single_blocks(planner: Planner) -> None:
    task(planner, "Drift alert 2h due fri")
    proposal = planner.planning.propose([TUESDAY])
    block(planner, "16:00-17:00", "Interview notes")
    before = plan_picture(planner, TUESDAY)
    with pytest.raises(PlannerError, match="plan again"):
        planner.planning.accept_item(proposal, titled(proposal, "Drift alert"))
    assert plan_picture(planner, TUESDAY) == before
