"""The price of an invitation and the rules of calendars, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.builders import write_calendar
from tests.support.command_line import CommandLine


@pytest.fixture
def invite(tmp_path: Path) -> Path:
    return write_calendar(tmp_path / "i.ics", ["a 20261124T144500Z 20261124T154500Z Demo"], "Work")


def test_the_price_adds_up_and_nothing_is_stored(run: CommandLine, invite: Path) -> None:
    run("add", "Ship it 3h due tomorrow @coding")
    before = run.everything()
    found = run("price", str(invite), "--json").json
    assert found["title"] == "Demo"
    assert found["focus_lost_min"] == (
        found["meeting_min"] + found["buffers_min"] + found["fragments_min"]
    )
    assert found["coding_with_min"] <= found["coding_without_min"]
    assert len(found["cheaper"]) <= 3
    assert all(time["focus_lost_min"] < found["focus_lost_min"] for time in found["cheaper"])
    out = run("price", str(invite)).out
    assert out.splitlines()[0] == found["sentences"][0]
    assert run.everything() == before


def test_rules_are_set_listed_and_forgotten(run: CommandLine, invite: Path) -> None:
    run("import", str(invite))
    words = ("calendar", "rules", "demo", "--activity", "interview", "--buffer", "0:10/5 min")
    (rule,) = run(*words, "--movable", "--json").json["rules"]
    assert rule == {
        "calendar": "Work", "series": "Demo", "uid": "a", "activity": "Interview",
        "project": None, "movable": True, "before_min": 10, "after_min": 5, "ignore": None,
        "lunch": None, "track": "ask",
    }  # fmt: skip
    line = "Work  Demo  Interview, you can move it, 10 min before, 5 min after\n"
    assert run("calendar", "rules").out == line
    assert run("calendar", "rules", "Demo", "--forget").out.startswith("No rules")


def test_rules_that_cannot_be_are_refused(run: CommandLine, invite: Path) -> None:
    run("import", str(invite))
    assert run("calendar", "rules", "Nobody", "--lunch").sentence.startswith("No calendar and no")
    assert (
        "no activity called Yodeling"
        in run("calendar", "rules", "Demo", "--activity", "Yodeling").sentence
    )
    assert run("calendar", "rules", "--lunch").code == 2
    assert run("calendar", "rules", "Demo", "--buffer", "soon").code == 2


@pytest.mark.parametrize("words", [("start",), ("start", "demo")])
def test_a_timer_of_a_planned_meeting_is_that_meetings(
    run: CommandLine, invite: Path, words: tuple[str, ...]
) -> None:
    run("import", str(invite))
    run.now = "2026-11-24T14:45"
    run("calendar", "rules", "Demo", "--activity", "interview")
    assert run(*words, "--json").json["activity"] == "Interview"
    run.now = "2026-11-24T15:55"
    run("stop")
    (series,) = run("review", "--json").json["meetings"]
    assert (series["scheduled_min"], series["tracked_min"]) == (60, 70)
