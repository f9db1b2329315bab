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


@pytest.mark.parametrize(
    "head",
    [
        '"Client, project, task";Start;Title',
        '"Client\nnumber";Start;Title',
        "\r\n\r\nClient, short;Start;Title, long",
        "Client, number\tStart, UTC\tTitle",
    ],
)
def test_commas_in_the_names_of_columns_are_no_separators(head: str) -> None:
    mark = "\t" if "\t" in head else ";"
    table = read_table(f"{head}\nAcme{mark}9:00{mark}Fix\n")
    assert [cells for _line, cells in table.rows] == [("Acme", "9:00", "Fix")]
