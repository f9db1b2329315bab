"""An edit can be taken back whatever it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.edits import (
    Change,
    Edit,
    add_records,
    merge_changes,
    remove_records,
    replace_record,
)
from mle_planner.core.model.records import Record, WeekNote
from mle_planner.core.model.work import Project
from mle_planner.core.operations import Operation, Summary
from tests.support.builders import MONDAY

State = dict[tuple[str, int | str], Record]

ANY = Summary(Operation.OTHER, "x")


def _applied(state: State, changes: tuple[Change, ...]) -> State:
    """What a store would hold; a change must start from what is there."""
    result = dict(state)
    for change in changes:
        record = change.after or change.before
        assert record is not None
        key = (type(record).__name__, record.id)
        assert result.get(key) == change.before
        if change.after is None:
            del result[key]
        else:
            result[key] = change.after
    return result


@st.composite
def _histories(draw: st.DrawFn) -> list[tuple[Change, ...]]:
    """Edits that follow each other, each starting from where the one before ended."""
    state: State = {}
    history = []
    for _ in range(draw(st.integers(1, 6))):
        changes: list[Change] = []
        for number in draw(st.lists(st.integers(1, 3), max_size=4)):
            kind = draw(st.sampled_from(["Project", "WeekNote"]))
            before = state.get((kind, number))
            text = draw(st.sampled_from(["a", "b", None]))
            after: Record | None = None
            if text is not None:
                is_project = kind == "Project"
                after = Project(number, text) if is_project else WeekNote(number, MONDAY, text)
            if before is None and after is None:
                continue
            changes.append(Change(before, after))
            state = _applied(state, (changes[-1],))
        history.append(tuple(changes))
    return history


@pytest.mark.slow
@given(_histories())
def test_undoing_everything_ends_where_it_began(history: list[tuple[Change, ...]]) -> None:
    state: State = {}
    states = [state]
    for changes in history:
        states.append(_applied(states[-1], changes))
    for changes, before, after in zip(history, states, states[1:], strict=False):
        assert _applied(after, Edit(ANY, changes).inverse().changes) == before


@given(_histories())
def test_merged_edits_are_the_same_as_one_after_the_other(
    history: list[tuple[Change, ...]],
) -> None:
    state: State = {}
    whole: tuple[Change, ...] = ()
    for changes in history:
        state = _applied(state, changes)
        whole = merge_changes(whole, changes)
    assert _applied({}, whole) == state
    assert _applied(state, Edit(ANY, whole).inverse().changes) == {}


def test_the_ways_to_write_a_change() -> None:
    one, other = Project(1, "Fraud"), Project(1, "Routing")
    assert add_records(one) == (Change(None, one),)
    assert remove_records([one]) == (Change(one, None),)
    assert replace_record(one, other) == (Change(one, other),)
    assert replace_record(one, one) == ()
    assert merge_changes(add_records(one), remove_records([one])) == ()
    with pytest.raises(ValueError, match="before or after"):
        _ = Change(None, None).kind
