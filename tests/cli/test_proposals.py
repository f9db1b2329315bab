"""The command proposals, and the rule of a series for its tracking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.builders import write_calendar
from tests.support.command_line import CommandLine


@pytest.fixture(autouse=True)
def demo(run: CommandLine, tmp_path: Path) -> None:
    """A meeting of Tuesday from 14:45 to 15:45."""
    path = write_calendar(tmp_path / "i.ics", ["a 20261124T144500Z 20261124T154500Z Demo"], "Work")
    run("import", str(path))


def test_proposals_are_listed_and_accepted_by_their_ids(run: CommandLine) -> None:
    before = run("proposals", "--json", now="2026-11-24T16:00").json
    demo = next(one for one in before["proposals"] if one["title"] == "Demo")
    assert demo == {
        "id": demo["id"], "start": "2026-11-24T14:45:00+00:00", "end": "2026-11-24T15:45:00+00:00",
        "minutes": 60, "title": "Demo", "task_id": None, "task": None, "project": None,
        "activity": "Meeting", "category": "meeting", "source": "calendar",
        "evidence": "calendar 14:45–15:45", "rank": 1,
    }  # fmt: skip
    assert before["untracked_min"] == sum(gap["minutes"] for gap in before["gaps"])
    after = run("proposals", "--accept", demo["id"], "--json").json
    assert len(after["accepted"]) == 1
    assert after["untracked_min"] == before["untracked_min"] - 60
    kept = [one for one in before["proposals"] if one["id"] != demo["id"]]
    assert after["proposals"] == kept
    assert f"has the id {demo['id']}" in run("proposals", "--accept", demo["id"]).sentence
    run("undo")
    assert run("proposals", "--json").json == before
    assert "calendar 14:45–15:45" in run("proposals", "--date", "today").out


def test_a_day_ahead_has_no_untracked_time(run: CommandLine) -> None:
    assert run("proposals", "--date", "2026-11-24", now="2026-11-23T12:00").out == (
        "No untracked time.\n"
    )


def test_a_series_can_be_left_out_of_proposals(run: CommandLine) -> None:
    (rule,) = run("calendar", "rules", "Demo", "--track", "never", "--json").json["rules"]
    assert rule["track"] == "never"
    found = run("proposals", "--json", now="2026-11-24T16:00").json["proposals"]
    assert "Demo" not in [one["title"] for one in found]
    assert run("calendar", "rules", "Demo", "--track", "ask").out.startswith("No rules")
    assert run("calendar", "rules", "Demo", "--track", "maybe").code == 2
