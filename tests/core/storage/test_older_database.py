"""A database of the release before opens, and keeps everything that was put into it.

``data/schema-6.db.gz`` was written by that release: an example week, a calendar, tasks, plans
accepted and changed, time tracked with a timer still running, a week's note, settings, and
changes taken back. Beside it is what the release's ``export`` and ``history`` printed of it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from tests.support.builders import clock_at
from tests.support.data_check import data_problems

DATA = Path(__file__).parent / "data"
KINDS_NOT_IN_IT = {"evidence"}  # that release had no source of any


@pytest.fixture(scope="module")
def said() -> Any:
    """What the release before said was in it."""
    return json.loads(gzip.decompress((DATA / "schema-6.json.gz").read_bytes()))


@pytest.fixture
def planner(tmp_path: Path) -> Iterator[Planner]:
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress((DATA / "schema-6.db.gz").read_bytes()))
    with Planner.open(tmp_path, clock_at("2026-11-23 16:45")) as opened:
        yield opened


def kept(records: Any, as_before: Any) -> Any:
    """The records cut down to the kinds and fields that the release before knew."""
    return {
        kind: [
            {field: line[field] for field in before if field in line}
            for line, before in zip(records.get(kind, []), lines, strict=False)
        ]
        for kind, lines in as_before.items()
    }


def test_every_record_is_kept(planner: Planner, said: Any) -> None:
    """New kinds and fields may come; what there was is there, unchanged, and nothing beside it."""
    records = planner.everything()
    assert kept(records, said["records"]) == said["records"]
    assert {kind: len(records[kind]) for kind in said["records"]} == {
        kind: len(lines) for kind, lines in said["records"].items()
    }
    assert data_problems(planner) == []


def test_it_holds_every_kind_of_record(said: Any) -> None:
    empty = {kind for kind, lines in said["records"].items() if not lines}
    assert empty == KINDS_NOT_IN_IT


def test_the_history_is_read_and_every_change_is_taken_back_and_made_again(
    planner: Planner, said: Any
) -> None:
    lines = planner.history.lines(999)
    assert [line.is_undone for line in lines] == [line["undone"] for line in said["history"]]
    before = planner.everything()
    steps = 0
    while planner.history.undo_label:
        planner.history.undo()
        steps += 1
    assert steps == sum(not line["undone"] for line in said["history"])
    assert not any(planner.everything()[kind] for kind in ("task", "time_block", "time_entry"))
    for _ in range(steps):
        planner.history.redo()
    assert planner.everything() == before
