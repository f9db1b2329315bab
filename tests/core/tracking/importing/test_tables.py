"""What the columns of a table say of a row."""

from __future__ import annotations

import pytest

from mle_planner.core.tracking.importing.rows import ReadTime
from mle_planner.core.tracking.importing.tables import read_rows, read_table


@pytest.mark.parametrize(
    ("row", "title", "note"),
    [
        ("Fix,Drift alert,why", "Fix", "why\nDrift alert"),
        (",Drift alert,why", "Drift alert", "why"),
        ("Fix,,", "Fix", ""),
    ],
)
def test_a_task_is_the_title_or_is_kept_with_the_note(row: str, title: str, note: str) -> None:
    table = read_table(f"date,hours,title,task,note\n2026-03-14,1.5,{row}\n")
    (read,) = read_rows("time.csv", table, "csv", columns={})
    assert isinstance(read, ReadTime)
    assert (read.title, read.note, read.length_s) == (title, note, 5400)
