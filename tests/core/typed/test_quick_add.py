"""What one line of text becomes. Today is Monday, 23 November 2026, unless a test says else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.frozen import replace
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Category,
    Priority,
    Project,
    ProjectId,
    Stage,
)
from mle_planner.core.typed.calendar_date import DueError
from mle_planner.core.typed.date import parse_due
from mle_planner.core.typed.duration import DurationError, read_estimate
from mle_planner.core.typed.quick_add.line import Certainty, LineContext, QuickAdd
from mle_planner.core.typed.quick_add.parsing import parse_quick_add
from mle_planner.core.typed.title import one_line

MONDAY = date(2026, 11, 23)
CODING = Activity(ActivityId(1), "coding", Category.CODING)
PAIRING = Activity(ActivityId(2), "pairing on code", Category.CODING)
ONE_TO_ONE = Activity(ActivityId(3), "one-to-one", Category.MEETING)
OLD = Activity(ActivityId(4), "gardening", Category.ADMIN, archived=True)
FRAUD = Project(ProjectId(1), "Fraud", "Northbank")
ROUTING = Project(ProjectId(2), "Routing")
FORECAST = Project(ProjectId(3), "Demand forecast")
FEATURES = Project(ProjectId(4), "Feature store")
SHELVED = Project(ProjectId(5), "Shelved", archived=True)


def parsed(text: str, today: date = MONDAY) -> QuickAdd:
    return parse_quick_add(
        text,
        LineContext(
            today,
            activities=[CODING, PAIRING, ONE_TO_ONE, OLD],
            projects=[FRAUD, ROUTING, FORECAST, FEATURES, SHELVED],
        ),
    )


def due(words: str, today: date = MONDAY) -> tuple[date | None, int | None]:
    result = parsed(f"Fix paging due {words}", today)
    assert result.problem is None
    assert result.title == "Fix paging"
    return result.due, result.due_min


def test_the_line_of_the_picture() -> None:
    text = "Fix drift alert paging 2h due fri #fraud @coding !high"
    result = parsed(text)
    assert result.problem is None
    assert result.title == "Fix drift alert paging"
    assert (result.activity, result.project, result.new_project) == (CODING, FRAUD, None)
    assert (result.estimate_min, result.due, result.due_min) == (120, date(2026, 11, 27), None)
    assert (result.priority, result.stage) == (Priority.HIGH, None)
    assert [(chip.kind, chip.label) for chip in result.chips] == [
        ("estimate", "2:00"),
        ("due", "due Fri 27 Nov"),
        ("project", "Fraud"),
        ("activity", "Coding"),
        ("priority", "High"),
    ]
    assert [text[chip.start : chip.end] for chip in result.chips] == [
        "2h", "due fri", "#fraud", "@coding", "!high"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("2h", 120), ("1h30", 90), ("1h30m", 90), ("1h05min", 65), ("1.5h", 90), ("1,5h", 90),
        (".5h", 30), ("0.1h", 6), ("2:30h", 150), ("45m", 45), ("90min", 90), ("10mins", 10),
        ("2H", 120), ("1h 30m", 90), ("1h 5min,", 65),
    ],
)  # fmt: skip
def test_effort_can_be_written_in_the_usual_ways(words: str, minutes: int) -> None:
    result = parsed(f"Backfill {words} the table")
    assert (result.title, result.estimate_min, result.problem) == (
        "Backfill the table", minutes, None
    )  # fmt: skip


@pytest.mark.parametrize("words", ["2", "1h75", "2:30", "h", "5x", "v2h"])
def test_what_is_no_effort_stays_title(words: str) -> None:
    result = parsed(f"Backfill {words} more")
    assert (result.title, result.estimate_min) == (f"Backfill {words} more", None)


@pytest.mark.parametrize("words", ["0h", "0m", "1001h", "99999m"])
def test_an_effort_out_of_bounds_is_refused(words: str) -> None:
    problem = parsed(f"Backfill {words}").problem
    assert problem == f"The estimate {words} must be from 1m to 1000h."


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 24)),
        ("mon", date(2026, 11, 23)),
        ("tue", date(2026, 11, 24)),
        ("Friday", date(2026, 11, 27)),
        ("by friday", date(2026, 11, 27)),
        ("on sun", date(2026, 11, 29)),
        ("this wed", date(2026, 11, 25)),
        ("next mon", date(2026, 11, 30)),
        ("next fri", date(2026, 12, 4)),
        ("eow", date(2026, 11, 27)),
        ("eom", date(2026, 11, 30)),
        ("in 3 days", date(2026, 11, 26)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("in a week", date(2026, 11, 30)),
        ("12 mar", date(2027, 3, 12)),
        ("mar 12", date(2027, 3, 12)),
        ("23 nov", date(2026, 11, 23)),
        ("22 oct", date(2027, 10, 22)),
        ("1st december", date(2026, 12, 1)),
        ("first of dec", date(2026, 12, 1)),
        ("the first of december", date(2026, 12, 1)),
        ("12 March 2028", date(2028, 3, 12)),
        ("29 feb", date(2028, 2, 29)),
        ("2026-12-04", date(2026, 12, 4)),
        ("4.12.", date(2026, 12, 4)),
        ("4.12", date(2026, 12, 4)),
        ("4.1.", date(2027, 1, 4)),
        ("4.12.2027", date(2027, 12, 4)),
        ("4.12.27", date(2027, 12, 4)),
        ("25/12/2026", date(2026, 12, 25)),
        ("12/25", date(2026, 12, 25)),
        ("3/3/2027", date(2027, 3, 3)),
        ("2026-11-01", date(2026, 11, 1)),
        ("fri 27 nov", date(2026, 11, 27)),
        ("Friday 27 November 2026", date(2026, 11, 27)),
        ("fri 4.12.", date(2026, 12, 4)),
    ],
)
def test_days_can_be_written_in_the_usual_ways(words: str, day: date) -> None:
    assert due(words) == (day, None)


@pytest.mark.parametrize(
    ("words", "day", "minute"),
    [
        ("fri 15:00", date(2026, 11, 27), 15 * 60),
        ("fri at 9:05", date(2026, 11, 27), 9 * 60 + 5),
        ("12 mar 3pm", date(2027, 3, 12), 15 * 60),
        ("2026-12-04 12:05am", date(2026, 12, 4), 5),
        ("tomorrow 12:30pm", date(2026, 11, 24), 12 * 60 + 30),
        ("15:00", MONDAY, 15 * 60),
        ("at 5pm", MONDAY, 17 * 60),
    ],
)
def test_a_time_may_follow_the_day(words: str, day: date, minute: int) -> None:
    assert due(words) == (day, minute)


def test_due_fri_on_a_friday_is_today_and_the_chip_says_so() -> None:
    friday = date(2026, 11, 27)
    result = parsed("Write up due fri", friday)
    assert result.due == friday
    assert result.chips[0].label == "due today, Fri 27 Nov"
    assert parsed("Write up due next fri", friday).due == date(2026, 12, 4)


def test_eow_on_a_weekend_is_the_coming_friday() -> None:
    assert due("eow", date(2026, 11, 28)) == (date(2026, 12, 4), None)


def test_the_chip_shows_year_and_past() -> None:
    assert parsed("A due 1 mar").chips[0].label == "due Mon 1 Mar 2027"
    assert parsed("A due 2026-11-20 9:00").chips[0].label == "due Fri 20 Nov 09:00 (past)"
    assert parsed("A due tomorrow").chips[0].label == "due tomorrow, Tue 24 Nov"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("1/2/2026", "1/2/2026 can be read in two ways. Write 2026-02-01 or 2026-01-02."),
        ("1/2", "1/2 can be read in two ways. Write 2027-02-01 or 2027-01-02."),
        ("31.2.", "31.2 is not a date. Write one such as 12 mar or 2026-12-04."),
        ("thu 27 nov", "27 nov is a Friday. Write the weekday or the date."),
        ("30 feb", "30 feb is not a date. Write one such as 12 mar or 2026-12-04."),
        ("2026-13-01", "2026-13-01 is not a date. Write one such as 12 mar or 2026-12-04."),
        ("13/13/2026", "13/13/2026 is not a date. Write it as year-month-day."),
    ],
)
def test_a_date_that_is_none_or_two_is_refused(words: str, sentence: str) -> None:
    assert parsed(f"Fix paging due {words}").problem == sentence


@pytest.mark.parametrize(
    "words",
    [
        "blursday", "firday", "tomorow", "soonish", "soonish 2h #fraud", "12", "3x of it",
        "in 3 moons", "next firday", "whenever !high @coding", "in 2h",
    ],
)  # fmt: skip
def test_a_due_word_that_cannot_be_read_is_refused(words: str) -> None:
    problem = parsed(f"Fix paging due {words}").problem
    assert problem is not None
    assert problem.startswith("due ")
    assert "is not a day" in problem


@pytest.mark.parametrize(
    "title",
    [
        "Pay what is due",
        "Due diligence review",
        "Due diligence",
        "Due blursday",
        "Review postponed due to illness",
        "List the due invoices of Northbank",
        "Residue of the duel",
        "Pay what is due –",
        "What comes due when we ship",
    ],
)
def test_due_is_an_ordinary_word_where_no_date_follows(title: str) -> None:
    result = parsed(title)
    assert (result.title, result.due, result.problem) == (title, None, None)


def test_due_before_marks_is_title() -> None:
    result = parsed("Pay what is due 2h #fraud !low")
    assert (result.title, result.estimate_min) == ("Pay what is due", 120)
    assert (result.project, result.priority, result.problem) == (FRAUD, Priority.LOW, None)


def test_due_to_is_never_a_date() -> None:
    result = parsed("Postponed due to #fraud")
    assert (result.title, result.project, result.problem) == ("Postponed due to", FRAUD, None)


def test_words_between_quotes_go_on_with_the_title() -> None:
    result = parsed('Pay what comes due soon "and more"')
    assert (result.title, result.problem) == ("Pay what comes due soon and more", None)


def test_many_brackets_are_title() -> None:
    text = f"Fix {'(' * 2000}x{')' * 2000}"
    assert parsed(text).title == text


def test_a_long_pasted_line_is_read_at_its_ends() -> None:
    """Every word of it looked at took half a minute of a window that answered nothing."""
    result = parsed(f"#fraud Fix {'tomorrow ' * 20_000}2h due fri")
    assert (result.project, result.estimate_min, result.problem) == (FRAUD, 120, None)
    assert len(result.chips) < 1000


def test_two_dues_and_two_estimates_are_refused() -> None:
    assert parsed("A due fri due mon").problem == (
        "There are two due dates, due fri and due mon. Keep one."
    )
    assert parsed("A 2h 3h").problem == "There are two estimates, 2h and 3h. Keep one."


@pytest.mark.parametrize(
    ("text", "title", "minutes"),
    [
        ("Report 6h due wed max 2h a day", "Report max 2h a day", 360),
        ("Report 6h, 2h per day", "Report 2h per day", 360),
        ("Bericht 6h, 2h am Tag", "Bericht 2h am Tag", 360),
        ("Report 6h max 2h", "Report max 2h", 360),
        ("Report 6h max 2h a day", "Report max 2h a day", 360),
        ("Report 6h at most 2h a day", "Report at most 2h a day", 360),
        ("Report 6h in blocks of 2h", "Report in blocks of 2h", 360),
        ("Report 2h a day due fri", "Report 2h a day", None),
        ("Call Max 2h", "Call Max", 120),
        ("6h call with Max 2h", "6h call with Max", 120),
    ],
)
def test_a_limit_beside_the_estimate_is_no_second_one(
    text: str, title: str, minutes: int | None
) -> None:
    result = parsed(text)
    assert (result.title, result.estimate_min, result.problem) == (title, minutes, None)


@pytest.mark.parametrize(
    ("mark", "project"),
    [
        ("#fraud", FRAUD), ("#FRAUD", FRAUD), ("#demand-forecast", FORECAST),
        ('#"Demand forecast"', FORECAST), ("#demand forecast", FORECAST), ("#routing,", ROUTING),
    ],
)  # fmt: skip
def test_a_project_is_found_by_its_whole_name(mark: str, project: Project) -> None:
    result = parsed(f"Fix {mark} paging")
    assert (result.title, result.project, result.problem) == ("Fix paging", project, None)


@pytest.mark.parametrize("mark", ["#f", "#fra", "#fruad", "#demand", "#forecast", "#feat"])
def test_a_name_close_to_another_is_a_new_project_in_doubt(mark: str) -> None:
    result = parsed(f"Fix {mark} paging")
    assert (result.project, result.new_project, result.problem) == (None, mark[1:], None)
    assert result.chips[0].certainty is Certainty.UNSURE


@pytest.mark.parametrize(("mark", "name"), [("#Pricing", "Pricing"), ('#"New  shop"', "New shop")])
def test_an_unknown_project_will_be_created(mark: str, name: str) -> None:
    result = parsed(f"Fix {mark} paging")
    assert (result.project, result.new_project, result.problem) == (None, name, None)
    assert result.chips[0].label == f"new project {name}"


@pytest.mark.parametrize("title", ["Fix bug #482", "Learn C# generics", "Count # of rows"])
def test_other_hashes_stay_title(title: str) -> None:
    result = parsed(title)
    assert (result.title, result.project, result.new_project) == (title, None, None)


def test_an_archived_project_is_not_found() -> None:
    assert parsed("Fix #shelved").new_project == "shelved"


def test_activities() -> None:
    assert parsed("Fix @pair").activity == PAIRING
    assert parsed("Talk @one").activity == ONE_TO_ONE
    for text in ("Talk @1:1", "Fix @codng", "Weed @gardening", "Ask @sam about staging"):
        line = parsed(text)
        assert (line.title, line.activity, line.problem) == (text, None, None)
        assert line.chips[0].certainty is Certainty.KEPT
    assert parsed("Write to ann@example.org").title == "Write to ann@example.org"


def test_priorities() -> None:
    assert parsed("Fix !urgent").priority is Priority.URGENT
    assert parsed("Fix !H").priority is Priority.HIGH
    assert parsed("Replace != with is").title == "Replace != with is"
    assert parsed("Fix !important").problem == (
        "There is no priority !important. Write !urgent, !high, !normal or !low, "
        "or put the word between quotes."
    )
    assert parsed("Fix !high !low").problem == (
        "There are two priorities, !high and !low. Keep one."
    )


def test_stages() -> None:
    result = parsed("Audit late labels /data 1h")
    assert (result.title, result.stage) == ("Audit late labels", Stage.DATA)
    assert parsed("Clean /data/raw and /tmp").title == "Clean /data/raw and /tmp"


def test_quotes_keep_words_literal() -> None:
    result = parsed('Prepare "due fri review 2h #fraud @coding", part 2 due mon')
    assert result.title == "Prepare due fri review 2h #fraud @coding, part 2"
    assert (result.due, result.estimate_min, result.project) == (MONDAY, None, None)
    assert parsed('Mount the 27" screen').title == 'Mount the 27" screen'
    assert parsed('Say "hello').title == 'Say "hello'


def test_a_date_does_not_reach_into_quotes() -> None:
    result = parsed('Pay what is due "fri"')
    assert (result.title, result.due, result.problem) == ("Pay what is due fri", None, None)


@pytest.mark.parametrize("text", ["", "   ", "2h due fri #fraud", '""'])
def test_a_task_needs_a_title(text: str) -> None:
    assert parsed(text).problem == "A task needs a title. Type what needs doing."


def test_with_a_problem_the_rest_is_still_understood() -> None:
    result = parsed("Fix paging 2h due blursday #fraud")
    assert result.problem is not None
    assert [chip.kind for chip in result.understood] == ["estimate", "project"]
    assert [chip.label for chip in result.chips] == ["2:00", "due blursday?", "Fraud", "Coding"]


_PIECES = st.sampled_from([
    "due", "fri", "next", "in", "3", "days", "2h", "30m", "#fraud", "#", "@coding", "@", "!high",
    "!", "/data", '"', '"a b"', ",", ";", "1/2/2026", "at", "on", "15:00", "29", "feb", "0.5h",
])  # fmt: skip


@pytest.mark.slow
@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=10).map(" ".join))
def test_any_line_can_be_typed(text: str) -> None:
    """Nothing crashes, every chip stands where it says, and the title holds no new words."""
    result = parsed(text)
    for chip in result.chips:
        assert text[chip.start : chip.end] == chip.text
    for chip, later in zip(result.chips, result.chips[1:], strict=False):
        assert chip.end <= later.start
    letters = [letter for letter in result.title if not letter.isspace()]
    assert all(letter in one_line(text) for letter in letters)
    assert result.title or result.problem


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(["fri", "sunday", "wed"]))
def test_a_weekday_is_within_a_week_from_today(today: date, word: str) -> None:
    day, _ = due(word, today)
    assert day is not None
    assert 0 <= (day - today).days < 7
    later, _ = due(f"next {word}", today)
    assert later is not None
    assert later.isocalendar()[:2] == (date.fromordinal(today.toordinal() + 7)).isocalendar()[:2]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", None), ("  ", None), ("2h", 120), ("1h 30m", 90), ("2:30", 150), ("45 min", 45)],
)
def test_a_field_reads_a_length_of_time(text: str, minutes: int | None) -> None:
    assert read_estimate(text) == minutes


@pytest.mark.parametrize("text", ["2", "soon", "0m", "2:75", "-1h", "2000h"])
def test_a_field_refuses_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(DurationError, match=f"^{text} is not a length of time"):
        read_estimate(text)


def test_a_field_reads_a_day() -> None:
    assert parse_due("", MONDAY) == (None, None)
    assert parse_due("fri 15:00", MONDAY) == (date(2026, 11, 27), 15 * 60)
    assert parse_due("Fri 27 Nov", MONDAY) == (date(2026, 11, 27), None)


@pytest.mark.parametrize("text", ["soon", "fri and mon", "to", "1/2/2027", "fri 25:00"])
def test_a_field_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(DueError):
        parse_due(text, MONDAY)


def test_a_task_that_repeats_begins_at_its_earliest_start() -> None:
    line = parsed("Review metrics 1h every monday from 3 dec")
    assert (line.earliest, line.first_day) == (date(2026, 12, 3), date(2026, 12, 7))
    line = parsed("Review metrics 1h every monday due 15:00 from 3 dec")
    assert (line.due, line.due_min) == (date(2026, 12, 7), 15 * 60)


def test_what_starts_later_is_not_for_today() -> None:
    line = parsed("Answer mail 30m")
    activity = Activity(ActivityId(9), "ad hoc", Category.ADMIN, key="ad-hoc")
    assert replace(line, activity=activity).is_for_today(MONDAY)
    later = parsed("Answer mail 30m from thu")
    assert not replace(later, activity=activity).is_for_today(MONDAY)
