"""What the user may choose to import."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.import_files import csv_rows, read_import


@pytest.mark.parametrize("name", ["planner.db", "planner.db-wal", "link.csv"])
def test_the_open_database_is_not_read(tmp_path: Path, name: str) -> None:
    """Closing it would drop the locks of the process on it."""
    (tmp_path / "planner.db").write_bytes(b"own")
    (tmp_path / "planner.db-wal").write_bytes(b"own")
    (tmp_path / "link.csv").symlink_to(tmp_path / "planner.db")
    with pytest.raises(PlannerError, match=r"is the planner.s database\. Nothing was imported"):
        read_import(tmp_path / name, 1)


def test_a_file_beside_the_database_is_read(tmp_path: Path) -> None:
    (tmp_path / "planner.db").write_bytes(b"own")
    (tmp_path / "times.csv").write_bytes(b"a,b")
    assert read_import(tmp_path / "times.csv", 1) == b"a,b"


@pytest.mark.parametrize(
    "text",
    ["sep=;\r\nTitle;When\r\nA,B;9", '"sep=|"\nTitle|When\n"A,B"|9', "SEP=\t\nTitle\tWhen\nA,B\t9"],
)
def test_a_table_of_excel_names_its_separator_first(text: str) -> None:
    assert list(csv_rows(text)) == [(2, ["Title", "When"]), (3, ["A,B", "9"])]
