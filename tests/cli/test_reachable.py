"""What coding today can still hold, from the command line."""

from __future__ import annotations

from tests.support.command_line import CommandLine


def test_it_gives_the_figures_of_today(run: CommandLine) -> None:
    run("log", "8:00", "8:30", "Drift", "--activity", "Coding")
    assert run("reachable", "--json", now="2026-11-23T14:00").json == {
        "done_min": 30, "in_question_min": 0, "planned_min": 0, "to_go_min": 180,
        "reachable_min": 255, "least_min": 180, "aim_min": 210, "most_min": 240,
        "notice": None, "notice_given_at": None,
    }  # fmt: skip
    assert run("reachable").out == (
        "Coding 0:30 done, 0:00 still planned, 3:00 to go; 4:15 reachable at most\n"
    )


def test_the_notice_is_given_once(run: CommandLine) -> None:
    first = run("reachable", "--json", now="2026-11-23T14:43").json
    assert first["notice"] == {
        "sentence": "Last chance to reach 3:00 of coding today. Start coding now: 3:02 reachable.",
        "action": {
            "kind": "start",
            "key": None,
            "title": None,
            "start": "2026-11-23T14:43:00+00:00",
            "end": "2026-11-23T17:45:00+00:00",
            "reachable_min": 182,
        },
    }
    again = run("reachable", "--json", now="2026-11-23T14:44").json
    assert again["notice"] is None
    assert again["notice_given_at"] == "2026-11-23T14:43:00+00:00"


def test_a_day_without_a_band_has_no_notice(run: CommandLine) -> None:
    run("band", "mon", "none")
    answer = run("reachable", "--json", now="2026-11-23T14:43").json
    assert (answer["to_go_min"], answer["aim_min"], answer["notice"]) == (None, None, None)
    assert answer["reachable_min"] == 182
    assert "no goal on this day; 3:02 reachable at most" in run("reachable").out
