"""What a line says as it is typed is what is added, whatever was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mle_planner.core.planner import Planner
from tests.support.amounts import examples
from tests.support.builders import clock_at

_PIECES = st.sampled_from([
    "Fix", "paging", "due fri", "due 3:00", "due 0:00", "due 12am", "2h", "1h 30m", "0.001h",
    "#Fraud", '#"New  shop"', "#", "#;;x", "@coding", "!high", "/data", '"due fri"', ",", "\x07",
    "from thu", "not before 3 dec", "after fri", "due 9999-12-31",
    "due 0001-01-01", "1000h", "é", "e\u0301",
])  # fmt: skip


@pytest.mark.slow
def test_a_line_without_a_problem_is_added_as_its_chips_say(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at("2026-11-24 10:00")) as planner:
        usual = planner.tasks.add("The usual task")

        @examples(40)
        @example("Fix due fri 24:00")
        @example("\x07 x #\x07y")
        @given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=7).map(" ".join))
        def check(text: str) -> None:
            line = planner.tasks.parse(text)
            if line.problem is not None:
                return
            task = planner.tasks.add(text)
            assert (task.title, task.estimate_min) == (line.title, line.estimate_min)
            assert (task.due, task.due_min) == (line.due, line.due_min)
            assert task.earliest == line.earliest
            assert task.priority == (line.priority or usual.priority)
            activity = line.activity or line.guess
            assert activity is not None
            assert task.activity_id == activity.id
            projects = {found.id: found.name for found in planner.catalog.projects()}
            named = line.project.name if line.project else line.new_project
            assert (projects[task.project_id] if task.project_id else None) == named

        check()
