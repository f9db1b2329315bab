"""References to what stands on a day: values, with one text form each."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.typical_day import RecurringEventId
from mle_planner.core.refs import (
    BlockRef,
    EntryRef,
    EventRef,
    ItemRef,
    OccurrenceRef,
    PartRef,
    RefError,
    parse_planned_ref,
    parse_ref,
)
from tests.support.checkout import PROGRAM

MONDAY = date(2026, 11, 23)
TEXTS: dict[str, ItemRef] = {
    "block:12": BlockRef(BlockId(12)),
    "template:2026-11-23:4": PartRef(MONDAY, 4),
    "series:3:2026-11-23": OccurrenceRef(RecurringEventId(3), MONDAY),
    "event:77": EventRef(77),
    "entry:5": EntryRef(EntryId(5)),
}
IDS = st.integers(1, 10**9)
REFS = st.one_of(
    IDS.map(lambda number: BlockRef(BlockId(number))),
    st.builds(PartRef, st.dates(), IDS),
    st.builds(OccurrenceRef, IDS.map(RecurringEventId), st.dates()),
    st.builds(EventRef, IDS),
    IDS.map(lambda number: EntryRef(EntryId(number))),
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_reference_has_one_text(text: str) -> None:
    assert parse_ref(text) == TEXTS[text]
    assert str(TEXTS[text]) == text


@given(REFS)
def test_what_is_written_is_read_again(ref: ItemRef) -> None:
    assert parse_ref(str(ref)) == ref


@given(st.lists(REFS))
def test_a_mixed_list_has_one_order(refs: list[ItemRef]) -> None:
    assert sorted(refs) == sorted(refs, key=str)


def test_references_of_other_kinds_are_other_ones() -> None:
    assert len({BlockRef(BlockId(5)), EventRef(5), EntryRef(EntryId(5))}) == 3


@pytest.mark.parametrize(
    "text", ["", "block", "block:", "block:x", "task:3", "series:3", "template:4:2026-11-23", "5"]
)
def test_other_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(RefError, match=r"refers to no block, event or entry\."):
        parse_ref(text)


def test_what_was_tracked_is_nothing_planned() -> None:
    with pytest.raises(RefError, match="is tracked, not planned"):
        parse_planned_ref("entry:5")


def test_no_other_module_writes_or_takes_apart_the_text_of_a_reference() -> None:
    kinds = "|".join(text.partition(":")[0] for text in TEXTS)
    pattern = re.compile(rf"""["'](?:{kinds}):|partition\(":"\)|split\(":"\)""")
    others = {
        "core/typical_day/ready_made.py": "times",
        "cli/settings.py": "times",
        "core/calendars/ical/events.py": "mail addresses",
        "core/storage/migrations.py": "columns",
        "core/tasks/importing/todo_txt.py": "fields of todo.txt",
        "core/tracking/importing/logs.py": "tags of Org",
        "ui/screens/settings/recurring_events.py": "names of drafts",
    }
    found = {
        path.relative_to(PROGRAM).as_posix()
        for path in PROGRAM.rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    }
    assert found - set(others) == {"core/refs.py"}
