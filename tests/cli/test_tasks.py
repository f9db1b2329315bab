"""Commands for tasks."""

from __future__ import annotations

import pytest

from tests.support.command_line import CommandLine


def test_a_task_is_added_from_one_line(run: CommandLine) -> None:
    line = "Fix drift alert paging 2h due fri #fraud @coding !high"
    assert run("add", line, "--json").json == {
        "id": 1,
        "title": "Fix drift alert paging",
        "project": "fraud",
        "activity": "Coding",
        "category": "coding",
        "stage": "ship",
        "priority": "high",
        "estimate_min": 120,
        "tracked_min": 0,
        "remaining_min": 120,
        "due": "2026-11-27",
        "due_time": None,
        "earliest": None,
        "next_planned": None,
        "waits_for": [],
        "repeats": None,
        "with": None,
        "talk_to": [],
        "running": False,
        "done": False,
        "done_at": None,
        "created_at": "2026-11-23T08:55:00+00:00",
        "doubts": [],
        "guessed": [],
    }


def test_a_task_is_added_with_its_earliest_start(run: CommandLine) -> None:
    added = run("add", "Fix paging 2h from 3 dec due 4 dec", "--json").json
    assert (added["title"], added["earliest"], added["due"]) == (
        "Fix paging", "2026-12-03", "2026-12-04"
    )  # fmt: skip
    assert run("tasks").out.rstrip().endswith("from Thu 3 Dec")
    kept = run("add", "Reply to mail from thu 30m", "--json").json
    assert (kept["earliest"], kept["doubts"]) == (
        None,
        ["from thu stays in the title. For from Thu 26 Nov write not before 26 nov."],
    )
    doubted = run("add", "Fix paging 2h from next thu", "--json").json
    assert doubted["doubts"][0].startswith("from next thu was read as from Thu 3 Dec.")


def test_the_words_of_a_line_need_no_quotes(run: CommandLine) -> None:
    added = run("add", "Call", "--json", "Ana", "15m", "due", "tomorrow", "15:00").json
    assert (added["title"], added["due"], added["due_time"]) == ("Call Ana", "2026-11-24", "15:00")


def test_the_words_of_the_language_that_is_set_are_read(run: CommandLine) -> None:
    """Besides the English ones; what is answered stays English."""
    run("set", "language", "de")
    added = run("add", "Modell trainieren 2 Std fällig nächsten Montag !hoch", "--json").json
    assert (added["title"], added["estimate_min"]) == ("Modell trainieren", 120)
    assert (added["due"], added["priority"]) == ("2026-11-30", "high")
    assert run("add", "Deploy bis Fr").out.startswith("Added 2: Deploy (due Fri 27 Nov")
    run("set", "language", "he")
    assert run("add", "לכתוב דוח עד מחר", "--json").json["due"] == "2026-11-24"
    run("set", "language", "en")
    assert run("add", "Deploy bis Fr", "--json").json["title"] == "Deploy bis Fr"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("#fraud 2h", "A task needs a title."),
        ("", "A task needs a title."),
        ("Write report due blursday", "due blursday is not a day."),
        ("Write report @me", "@me could be Mentoring or Meeting."),
    ],
)
def test_a_line_that_cannot_be_read_adds_nothing(run: CommandLine, line: str, said: str) -> None:
    assert said in run("add", line).sentence
    assert run("tasks", "--all", "--json").json == []
    assert run("history", "--json").json == []


def test_tasks_are_listed_and_finished_and_reopened(run: CommandLine) -> None:
    run("add", "Later 1h due 4 dec")
    run("add", "Sooner 1h due tue")
    assert [task["title"] for task in run("tasks", "--json").json] == ["Sooner", "Later"]
    done = run("done", "2", "--json", now="2026-11-23T10:00").json
    assert (done["done"], done["done_at"]) == (True, "2026-11-23T10:00:00+00:00")
    assert [task["id"] for task in run("tasks", "--json").json] == [1]
    assert [task["id"] for task in run("tasks", "--all", "--json").json] == [1, 2]
    assert "Sooner was already done" in run("done", "2").sentence
    assert run("reopen", "2", "--json").json["done"] is False
    assert len(run("tasks", "--json").json) == 2


def test_the_timer_of_a_finished_task_stops_with_it(run: CommandLine) -> None:
    run("add", "Sooner 1h due tue")
    run("start", "1", now="2026-11-23T10:00")
    done = run("done", "1", now="2026-11-23T10:42")
    assert done.out.startswith("Done 1: Sooner")
    assert "The timer stopped after 0:42." in done.err
    assert run("status", "--json", now="2026-11-23T10:50").json["running"] is None


def test_tasks_read_well_as_text(run: CommandLine) -> None:
    assert run("tasks").out == 'No open tasks. Add one: mle-planner add "Read the paper 1h"\n'
    run("add", "Fix drift alert paging 2h due fri #fraud !high")
    run("add", "Read the paper")
    assert run("tasks").out.splitlines() == [
        "2  Read the paper                                                   @Learning  research",
        "1  Fix drift alert paging  2:00 left  due Fri 27 Nov  high  #fraud  @Coding    ship",
    ]


@pytest.mark.parametrize("command", ["done", "reopen", "delete"])
@pytest.mark.parametrize("number", ["99", "x", "-1", "1.5", "", "٣"])
def test_an_unknown_task_is_refused(run: CommandLine, command: str, number: str) -> None:
    run("add", "Read")
    before = run.everything()
    assert "Nothing was changed" in run(command, "--", number).sentence
    assert run.everything() == before


def test_a_deleted_task_comes_back_with_undo(run: CommandLine) -> None:
    run("add", "Read 1h")
    assert run("delete", "1").out == "Deleted 1: Read\n"
    assert run("tasks", "--json").json == []
    run("undo")
    assert [task["title"] for task in run("tasks", "--json").json] == ["Read"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "Fix paging due next fri",
            "due next fri was read as due Fri 4 Dec. For due Fri 27 Nov write due 27 nov.",
        ),
        (
            "Fix paging due 4.12 2h",
            "due 4.12 was read as due Fri 4 Dec. For due Mon 12 Apr 2027 write due 12 apr.",
        ),
        ("Ask Sam fri", "fri stays in the title. For due Fri 27 Nov write due 27 nov."),
        ("Ask fri Sam fri", "fri stays in the title. For due Fri 27 Nov write due 27 nov."),
        (
            "Run 1h benchmark",
            "1h was read as an effort of 1:00. To keep the words in the title put them between "
            "quotes.",
        ),
        (
            "Clean /data before use",
            "/data was read as the stage Data. To keep the words in the title put them between "
            "quotes.",
        ),
        (
            "Fix it #fruad",
            "#fruad was read as new project fruad. For the project Fraud write #Fraud.",
        ),
        ("Write tests urgent", "urgent stays in the title. For the priority Urgent write !urgent."),
        ("Read paper someday", "someday stays in the title. For the priority Low write !low."),
        ("Fix CI 90", "90 stays in the title. For an effort write 1h30."),
    ],
)
def test_an_ambiguous_word_is_reported_with_how_to_say_it(
    run: CommandLine, line: str, said: str
) -> None:
    run("add", "Know the name #Fraud")
    answer = run("add", line)
    assert (answer.code, answer.err) == (0, f"{said}\n")
    assert answer.out.startswith("Added 2: ")


@pytest.mark.parametrize("line", ["Fix it due 27 nov 2h", 'Run "1h" benchmark', "Read due today"])
def test_what_has_one_meaning_is_added_without_a_word(run: CommandLine, line: str) -> None:
    assert run("add", line).err == ""


def test_what_the_note_says_to_write_is_then_read_so(run: CommandLine) -> None:
    written = run("add", "Fix paging due next fri").err.split(" write ")[1].rstrip(".\n")
    assert run("add", f"Fix paging {written}", "--json").json["due"] == "2026-11-27"


def test_what_was_guessed_and_what_is_in_doubt_is_in_the_answer(run: CommandLine) -> None:
    added = run("add", "Read paper fri 2 days", "--json").json
    assert (added["activity"], added["category"], added["guessed"]) == (
        "Learning", "other focus", ["activity"]
    )  # fmt: skip
    assert added["doubts"] == [
        "fri stays in the title. For due Fri 27 Nov write due 27 nov.",
        "2 days was read as an effort of 7:00. Write hours for another length of day.",
    ]
    assert run("add", "Call Ana").out == "Added 2: Call Ana (@Meeting (a guess), ship)\n"


def test_a_task_is_booked_on_the_project_of_exactly_that_name(run: CommandLine) -> None:
    run("add", 'Know the name #"Fraud Detection"')
    same = run("add", "Fix paging #fraud detection 1h @coding")
    assert same.out == "Added 2: Fix paging on Fraud Detection (1:00 left, @Coding, ship)\n"
    new = run("add", "Fix paging #fraud 1h @coding")
    assert new.out == "Added 3: Fix paging on fraud (new project) (1:00 left, @Coding, ship)\n"
    assert "Fraud Detection" in new.err
    assert run("tasks", "--json").json[2]["project"] == "fraud"


def test_a_task_waits_for_the_number_after_it(run: CommandLine) -> None:
    run("add", "Label audit")
    assert run("add", "Train after 1", "--json").json["waits_for"] == [1]


def test_a_task_that_repeats_comes_again(run: CommandLine) -> None:
    added = run("add", "Write summary every monday @writing", "--json").json
    assert (added["repeats"], added["due"]) == ("FREQ=WEEKLY;BYDAY=MO", "2026-11-23")
    done = run("done", "1")
    assert done.err == "Write summary comes again as 2, due Mon 30 Nov.\n"
    assert run("tasks").out.split() == (
        "2 Write summary due Mon 30 Nov @Writing analysis every Monday".split()
    )
