"""Bands, days off and pins from the command line."""

from __future__ import annotations

import pytest

from tests.support.command_line import CommandLine

USUAL = {"least_min": 180, "aim_min": 210, "most_min": 240}


def test_a_band_is_shown_and_set(run: CommandLine) -> None:
    assert run("band", "--json").json == {"usual": USUAL, "weekdays": {}, "dates": []}
    run("band", "mon", "none")
    run("band", "fri", "2h-3h")
    run("band", "2026-12-01..2026-12-05", "none")
    shown = run("band", "tue..wed", "1h-1h30-2h", "--json").json
    assert shown["weekdays"] == {
        "mon": None,
        "tue": {"least_min": 60, "aim_min": 90, "most_min": 120},
        "wed": {"least_min": 60, "aim_min": 90, "most_min": 120},
        "fri": {"least_min": 120, "aim_min": 150, "most_min": 180},
    }
    assert shown["dates"] == [{"first": "2026-12-01", "last": "2026-12-05", "band": None}]
    assert run("band", "2026-12-02", "--json").json == {"date": "2026-12-02", "band": None}
    assert "Monday                 no coding" in run("band").out
    assert run("band", "mon", "usual", "--json").json["weekdays"].keys() == {"tue", "wed", "fri"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("band", "foo", "none"), "foo is not a day"),
        (("band", "fri foo", "none"), "fri foo is not a day"),
        (("band", "thu 27 nov", "none"), "27 nov is a Friday"),
        (("band", "mon", "3h-2h"), "Minimum, goal and maximum of coding must ascend"),
        (("band", "mon", "0-13h"), "12 hours at most"),
        (("band", "2026-12-05..2026-12-01", "none"), "holds from 1 to 366 days"),
        (("day-off", "sat", "--no"), "has no working time in the typical day"),
        (("day-off", "sometime"), "sometime is not a day"),
        (("pin", "1"), "There is no task 1"),
        (("pin", "block:99"), "That block is gone"),
        (("pin", "event:1"), "Calendar events belong to their calendar"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    run: CommandLine, words: tuple[str, ...], sentence: str
) -> None:
    answer = run(*words).sentence
    assert sentence in answer
    assert answer.count("Nothing was changed") == 1


def test_a_day_without_a_band_is_told_of_everywhere(run: CommandLine) -> None:
    run("band", "mon", "none")
    assert run("status").out == "No timer is running.\nCoding today 0:00\n"
    assert run("status", "--json").json["coding_aim_min"] is None
    assert run("today", "--json").json["coding"]["aim_min"] is None
    assert "no goal on this day" in run("today").out


def test_days_are_taken_off_and_worked_again(run: CommandLine) -> None:
    run("add", "Refactor 12h @coding")
    assert run("day-off").out == "No date was taken off.\n"
    assert "Tue 24 Nov  off" in run("day-off", "tue").out
    run("day-off", "2026-12-24..2026-12-26")
    assert [line["off"] for line in run("day-off", "--json").json] == [True] * 4
    plan = run("plan", "--week", "today", "--json").json
    assert not [line for line in plan["blocks"] if line["start"].startswith("2026-11-24")]
    assert plan["notes"] == ["Tue 24 Nov is a day off."]
    assert run("today", "--date", "tue", "--json").json["day_off"]
    run("day-off", "tue", "--forget")
    assert not run("today", "--date", "tue", "--json").json["day_off"]


def test_a_weekend_is_said_to_be_one(run: CommandLine) -> None:
    plan = run("plan", "--days", "3", "--json", now="2026-11-28T10:00").json
    assert plan["notes"] == ["Sat 28 Nov is a day off: the typical day has no working time."]


def test_blocks_are_pinned_and_let_go(run: CommandLine) -> None:
    run("add", "Refactor 2h @coding")
    run("plan", "--accept")
    (block,) = run("pin", "1", "--json").json
    assert block["pinned"]
    keys = [line["key"] for line in run("today", "--json").json["planned"]]
    assert block["key"] in keys
    run("add", "Hotfix 1h @coding !urgent")
    kept = [line for line in run("plan", "--json").json["blocks"] if line["title"] == "Refactor"]
    assert [(line["start"], line["end"]) for line in kept] == [(block["start"], block["end"])]
    assert "Unpinned Refactor" in run("unpin", block["key"]).out
    assert run("undo").code == 0
    assert "Nothing is planned for Hotfix" in run("pin", "2").sentence


def test_coding_is_what_was_done_and_what_lies_ahead(run: CommandLine) -> None:
    """A block that was missed counts nowhere; its work is planned again."""
    run("add", "Refactor 2h @coding")
    run("plan", "--accept", now="2026-11-23T08:55")
    run("start", "1", now="2026-11-23T09:40")
    run("stop", now="2026-11-23T10:10")
    plan = run("plan", "--json", now="2026-11-23T13:00").json
    lines = [line for line in plan["blocks"] if line["title"] == "Refactor"]
    assert all(line["start"] >= "2026-11-23T13:00" for line in lines)
    assert plan["coding_min"] == 120
