"""Time away under a timer, from the command line: listed, answered, undone."""

from __future__ import annotations

import pytest

from tests.support.command_line import CommandLine

ANSWERED = {
    "keep": "Kept 10:00–19:00 (9:00) as Write report.\n",
    "drop": "Removed 10:00–19:00 (9:00) from Write report.\n",
    "assign --as Lunch": (
        "Tracked Lunch, 10:00–19:00 (9:00); it no longer counts for Write report.\n"
    ),
}


@pytest.fixture
def away(run: CommandLine) -> CommandLine:
    """A timer was started at 10:00, and nothing was heard of it until 19:00."""
    assert run("unresolved").out == "No time away waits for an answer.\n"
    run("start", "Write report", now="2026-11-23T10:00")
    run.now = "2026-11-23T19:00"
    return run


def test_a_timer_that_was_cut_off_is_listed_once_and_status_says_so(away: CommandLine) -> None:
    assert away("status", "--json").json["interrupted"] is not None
    (found,) = away("unresolved", "--json").json
    assert (found["start"], found["end"], found["minutes"], found["cause"], found["title"]) == (
        "2026-11-23T10:00:00+00:00", "2026-11-23T19:00:00+00:00", 540, "cut off", "Write report"
    )  # fmt: skip
    assert [entry["running"] for entry in found["entries"]] == [True]
    assert away("unresolved", "--json").json == [found]
    assert away("unresolved", "--date", "yesterday", "--json").json == []
    status = away("status", "--json").json
    assert (status["interrupted"], status["unresolved"]) == (None, 1)
    assert status["running"]["minutes"] == 540, "nothing was removed"
    assert away("status").out.endswith(
        "Time away waits for an answer (1 span): mle-planner unresolved\n"
    )
    assert away("unresolved").out == (
        f"{found['id']}  10:00–19:00 (9:00)  Write report: the planner was cut off\n"
        "To answer: mle-planner resolve ID keep, drop, assign --as TEXT or split --at TIME\n"
    )


@pytest.mark.parametrize(("answer", "sentence"), ANSWERED.items())
def test_an_answer_is_carried_out_and_undone(away: CommandLine, answer: str, sentence: str) -> None:
    assert away("resolve", "1", *answer.split()).out == sentence
    assert away("unresolved", "--json").json == []
    assert "No time away has the number 1." in away("resolve", "1", "keep").sentence
    away("undo")
    assert len(away("unresolved", "--json").json) == 1


def test_split_then_drop_and_stop(away: CommandLine) -> None:
    left = away("resolve", "1", "split", "--at", "12:00", "--json").json["unresolved"]
    assert [(each["start"][11:16], each["end"][11:16]) for each in left] == [
        ("10:00", "12:00"), ("12:00", "19:00")
    ]  # fmt: skip
    assert away("resolve", "1", "keep").out == "Kept 10:00–12:00 (2:00) as Write report.\n"
    away("resolve", str(left[1]["id"]), "drop", "--stop")
    tracked = away("today", "--json").json["tracked"]
    assert [(each["start"][11:16], each["end"][11:16]) for each in tracked] == [("10:00", "12:00")]
    assert away("status", "--json").json["running"] is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("resolve 9 keep", "No time away has the number 9."),
        ("resolve x keep", "No time away has the number x."),
        ("resolve 1 assign", "No meeting was planned then."),
        ("resolve 1 assign --task 7", "There is no task 7."),
        ("resolve 1 assign --as x --project nowhere", "There is no project nowhere."),
        ("resolve 1 split --at 20:00", "split between its start and its end"),
        ("resolve 1 split", "split needs --at TIME"),
        ("resolve 1 keep --at 12:00", "split needs --at TIME"),
        ("resolve 1 keep --task 1", "belong to assign"),
        ("resolve 1 keep --stop", "--stop belongs to drop"),
    ],
)
def test_bad_words_are_one_sentence_and_change_nothing(
    away: CommandLine, words: str, sentence: str
) -> None:
    away("unresolved")
    answer = away(*words.split())
    assert answer.code in (1, 2)
    assert sentence in answer.err
    assert len(away("unresolved", "--json").json) == 1


def test_a_night_away_names_both_days(run: CommandLine) -> None:
    run("start", "Alerts", now="2026-11-23T17:00")
    run("status", now="2026-11-23T17:50")
    assert run("unresolved", now="2026-11-24T09:00").out.startswith(
        "1  Mon 23 Nov 17:50–Tue 24 Nov 09:00 (15:10)  Alerts: "
    )
