"""What else a chip may mean: each reading gives the task it promises and touches nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mle_planner.core.model.work import Activity, ActivityId, Category, Project, ProjectId
from mle_planner.core.typed.calendar_date import DueError
from mle_planner.core.typed.date import parse_due
from mle_planner.core.typed.quick_add.due_meanings import days_meant, due_in_words
from mle_planner.core.typed.quick_add.line import Certainty, Chip, LineContext, QuickAdd
from mle_planner.core.typed.quick_add.parsing import parse_quick_add
from mle_planner.core.typed.quick_add.readings import Reading, readings
from mle_planner.core.typed.quick_add.words import DASHES
from mle_planner.core.typed.title import one_line
from tests.support.amounts import examples

MONDAY = date(2026, 11, 23)
ACTIVITIES = [
    Activity(ActivityId(1), "Coding", Category.CODING),
    Activity(ActivityId(2), "Pairing on code", Category.CODING),
    Activity(ActivityId(3), "One-to-one", Category.MEETING),
]
PROJECTS = [
    Project(ProjectId(1), "Fraud scoring"),
    Project(ProjectId(2), "Routing"),
    Project(ProjectId(3), "Feature store"),
]


def context(today: date) -> LineContext:
    return LineContext(today, activities=ACTIVITIES, projects=PROJECTS)


def parsed(text: str, today: date = MONDAY) -> QuickAdd:
    return parse_quick_add(text, context(today))


def offered(text: str, part: str, today: date = MONDAY) -> tuple[Reading, ...]:
    """The readings of the chip that stands on a part of the text."""
    chip = next(chip for chip in parsed(text, today).chips if chip.text == part)
    return readings(text, chip, context(today))


def marked(text: str, today: date = MONDAY) -> list[tuple[str, str]]:
    """The chips of the words that are not sure, each with what is the matter."""
    chips = [chip for chip in parsed(text, today).chips if chip.certainty != "guessed"]
    return [(chip.text, str(chip.certainty)) for chip in chips if chip.certainty != "sure"]


def test_due_fri_offers_both_fridays_in_full_and_the_title() -> None:
    text = "Fix paging due fri !high"
    assert [(reading.label, reading.text) for reading in offered(text, "due fri")] == [
        ("due Fri 27 Nov", text),
        ("due Fri 4 Dec", "Fix paging due 4 dec !high"),
        ("due today, Mon 23 Nov", "Fix paging due 23 nov !high"),
        ("due tomorrow, Tue 24 Nov", "Fix paging due 24 nov !high"),
        ("due Mon 30 Nov", "Fix paging due 30 nov !high"),
        ("Not a date: keep “due fri” in the title", 'Fix paging "due fri" !high'),
    ]
    current = [reading.label for reading in offered(text, "due fri") if reading.is_current]
    assert current == ["due Fri 27 Nov"]


def test_a_date_behind_the_effort_can_be_words_of_the_title() -> None:
    assert [reading.text for reading in offered("Fix paging 2h for tomorrow", "for tomorrow")] == [
        "Fix paging 2h for tomorrow",
        "Fix paging 2h due 23 nov",
        "Fix paging 2h due 27 nov",
        "Fix paging 2h due 30 nov",
        "Fix paging 2h due 4 dec",
        'Fix paging 2h "for tomorrow"',
    ]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Fix paging due next fri", [("due next fri", "unsure")]),
        ("Fix paging due mon 10:00", [("due mon 10:00", "unsure")]),
        ("Fix paging due 4.12", [("due 4.12", "unsure")]),
        ("Fix paging due 20 nov", [("due 20 nov", "unsure")]),
        ("Fix paging due tomorrow 3:00", [("due tomorrow 3:00", "unsure")]),
        ("Fix paging due 3/4", [("due 3/4", "unread")]),
        ("Fix paging due march", [("due march", "unread")]),
        ("Fix paging due thu 27 nov", [("due thu 27 nov", "unread")]),
        ("Fix paging fri", [("fri", "kept")]),
        ("Fix the sun chart", [("sun", "kept")]),
        ("Review 3/4 with Sam", [("3/4", "kept")]),
        ("Report in march", [("in march", "kept")]),
        ("Report by may", [("by may", "kept")]),
        ("Ring at 15:00", [("at 15:00", "kept")]),
        ("Run 1h benchmark", [("1h", "unsure")]),
        ("Sample every 2h", [("2h", "kept")]),
        ("Clean /data before use", [("/data", "unsure")]),
        ("Fix #fruad", [("#fruad", "unsure")]),
        ("Fix #f", [("#f", "unsure")]),
        ("Fix @codng", [("@codng", "kept")]),
        ("Fix !important", [("!important", "unread")]),
        ("Wait 2h 3h", [("3h", "unread")]),
        ('Fix "due fri" soon', [('"due fri"', "kept")]),
    ],
)
def test_what_can_be_meant_otherwise_is_marked(text: str, marks: list[tuple[str, str]]) -> None:
    assert marked(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "Fix drift alert paging 2h due 27 nov #fraud scoring @coding !high /data",
        "2h Fix paging",
        "Fix paging due tomorrow",
        "Fix paging due 4.12.",
        "Fix paging due 12 mar 15:00",
        "Fix paging due in 3 days",
        "Fix paging due fri 27 nov 2026",
        "The model may fail",
        "March on",
        "Move to python 3.11",
        "Watch 24/7",
        "Fix bug #482",
        "Fri",
        'Read the "due diligence" review',
        "Fix #routing",
        "Pay #pricing",
    ],
)
def test_what_has_one_meaning_is_not_marked(text: str) -> None:
    assert marked(text) == []


def test_due_fri_on_a_friday_may_be_a_week_later() -> None:
    friday = date(2026, 11, 27)
    labels = [reading.label for reading in offered("Ship it due fri", "due fri", friday)]
    assert labels[:2] == ["due today, Fri 27 Nov", "due Fri 4 Dec"]


def test_a_date_of_two_readings_can_be_chosen_instead_of_refused() -> None:
    first, second = offered("Pay due 3/4 15:00", "due 3/4 15:00")[:2]
    assert (first.label, second.label) == ("due Sat 3 Apr 2027 15:00", "due Thu 4 Mar 2027 15:00")
    line = parsed(second.text)
    assert (line.problem, line.due, line.due_min) == (None, date(2027, 3, 4), 900)


def test_a_word_that_was_kept_can_become_the_date_and_back() -> None:
    first = offered("Ask Sam by fri about it", "by fri")[0]
    assert (first.label, first.text) == ("due Fri 27 Nov", "Ask Sam due 27 nov about it")
    kept = offered(first.text, "due 27 nov")[-1]
    assert parsed(kept.text).title == "Ask Sam due 27 nov about it"
    again = offered(kept.text, '"due 27 nov"')
    assert [reading.label for reading in again if reading.is_current] == [
        "Keep “due 27 nov” in the title"
    ]
    assert parsed(again[0].text).due == date(2026, 11, 27)


def test_an_effort_in_a_title_can_be_kept_there() -> None:
    found = offered("Run 1h benchmark", "1h")
    assert [reading.label for reading in found] == [
        "Effort: 0:15", "Effort: 0:30", "Effort: 0:45", "Effort: 1:00", "Effort: 1:30",
        "Effort: 2:00", "Not an effort: keep “1h” in the title",
    ]  # fmt: skip
    line = parsed(found[-1].text)
    assert (line.title, line.estimate_min) == ("Run 1h benchmark", None)


def test_names_close_to_what_was_typed_come_first() -> None:
    found = offered("Fix #fruad", "#fruad")
    assert [reading.label for reading in found] == [
        "New project: fruad", "Project: Fraud scoring", "Project: Feature store",
        "Project: Routing", "Not a project: keep “#fruad” in the title",
    ]  # fmt: skip
    assert [reading.label for reading in offered("Fix #f", "#f")][:3] == [
        "New project: f", "Project: Feature store", "Project: Fraud scoring",
    ]  # fmt: skip
    assert offered("Fix @codng", "@codng")[0].label == "Activity: Coding"


def test_priorities_and_stages_offer_the_others() -> None:
    assert [reading.label for reading in offered("Fix !h", "!h")] == [
        "Priority: Urgent", "Priority: High", "Priority: Normal", "Priority: Low",
        "Not a priority: keep “!h” in the title",
    ]  # fmt: skip
    stages = offered("Fix /data", "/data")
    assert [reading.text for reading in stages] == [
        "Fix /idea", "Fix /data", "Fix /research", "Fix /analysis", "Fix /ship", 'Fix "/data"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "part", "label", "written"),
    [
        ("Fix CI 90 due fri", "90", "Effort: 1:30", "1h30"),
        ("Fix CI (due fri)", "(due fri)", "due Fri 4 Dec", "due 4 dec"),
        ("Fix CI by fri", "by fri", "due Fri 4 Dec", "due 4 dec"),
        ("Fix CI deadline fri", "deadline fri", "due Fri 4 Dec", "due 4 dec"),
        ("Report mon–wed", "mon–wed", "due Wed 25 Nov", "due 25 nov"),
        ("Sync tue 9-10:30", "tue 9-10:30", "due tomorrow, Tue 24 Nov 10:30", "due 24 nov 10:30"),
        ("Fix CI due kw 50", "due kw 50", "due Mon 7 Dec", "due 7 dec"),
        ("Tidy loader someday", "someday", "Priority: Low", "!low"),
    ],
)
def test_words_that_may_be_a_part_offer_what_they_mean(
    text: str, part: str, label: str, written: str
) -> None:
    found = offered(text, part)
    assert (label, written) in [(reading.label, reading.written) for reading in found]
    assert any(reading.keeps_words for reading in found)


def test_a_second_estimate_can_only_go_into_the_title() -> None:
    assert [reading.text for reading in offered("Wait 2h 3h", "3h")] == ['Wait 2h "3h"']


@pytest.mark.parametrize("stops", [",", ";", ",;"])
def test_words_with_a_comma_after_them_can_be_kept(stops: str) -> None:
    kept = offered(f"Fix due fri{stops} then rest", "due fri")[-1]
    assert kept.text == f'Fix "due fri{stops}" then rest'
    assert parsed(kept.text).title == f"Fix due fri{stops} then rest"


@pytest.mark.parametrize(
    "words",
    [
        "due by 31.2.", "due on 30 feb", "due next firday", "due in 3 moons", "due thu 27 nov",
        "due 3/4 at 15:00", "due 31 feb 2027", "due in 2h",
    ],
)  # fmt: skip
def test_all_words_of_an_unread_date_are_under_its_chip(words: str) -> None:
    line = parsed(f"Fix it {words} #fraud")
    assert [chip.text for chip in line.chips if chip.certainty == "unread"] == [words]
    assert line.title == "Fix it"


def test_a_year_that_no_plan_reaches_is_no_date() -> None:
    text = "not before 9999-12-31 Fix 1h in 2 weeks"
    assert offered(text, "in 2 weeks")[0].label == "due Mon 7 Dec"
    with pytest.raises(DueError, match=r"9999-12-31 is too far away\. Choose a day from 1971"):
        parse_due("9999-12-31", MONDAY)


def test_a_year_after_the_date_is_not_swallowed() -> None:
    later = offered("Compare due fri 2027 models", "due fri")[1]
    assert (later.label, parsed(later.text).title) == ("due Fri 4 Dec", "Compare 2027 models")


def test_what_is_typed_elsewhere_leaves_a_correction_alone() -> None:
    corrected = offered("Fix paging due fri", "due fri")[1].text
    line = parsed(f"Please {corrected} and more 2h #new !low")
    assert (line.due, line.title) == (date(2026, 12, 4), "Please Fix paging and more")


def test_a_chip_of_another_line_has_no_readings() -> None:
    chip = parsed("Fix due fri").chips[0]
    assert readings("Fix 2h", chip, context(MONDAY)) == ()


_PIECES = st.sampled_from([
    "due", "fri", "next", "in", "3", "days", "2h", "30m", "#fraud", "#", "@coding", "@", "!high",
    "!", "/data", '"', '"a b"', ",", ";", "1/2/2026", "at", "on", "15:00", "29", "feb", "0.5h",
    "due fri,", "due 3/4", '"due fri"', "by", "march", "#f", "@codng", "!x", "Fix", "2027", "3:00",
    "due mon", "!!", "fri!", "2h?", "5pm", "7 day", "3h", "urgent:", "low", "@code", "daily", "-",
    "every other", "thursday", "today!!", "within", "the 3rd", "before lunch", "q1", "on", "11",
    '"2h";', '#"New shop"', "tomorrow", "eow", "4.12", "1h 75m", "due 20 nov",
    "(due fri)", "(1h, due fri)", "(2h)", "[by fri]", "due:fri", "90", "mon-wed", "9-10:30",
    "kw 50", "4. 12.", "deadline fri", "someday", "blocked by 3", "every friday 3/4",
    "after 14:00", "at 9", "tomorrow 0:00", "every day", "(", ")", "from", "from thu",
    "not before", "not before 3 dec", "after fri", "start", "from thu 15:00",
])  # fmt: skip
# A control character inside quotes joins its neighbours, as in every title.
_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)
_LINES = st.lists(st.one_of(_PIECES, _TEXT), max_size=10).map(" ".join)
_KINDS = {
    "due": lambda line: (line.due, line.due_min),
    "earliest": lambda line: line.earliest,
    "repeats": lambda line: line.repeats,
    "estimate": lambda line: line.estimate_min,
    "project": lambda line: (line.project, line.new_project),
    "activity": lambda line: line.activity,
    "priority": lambda line: line.priority,
    "stage": lambda line: line.stage,
}


def _words(text: str) -> Counter[str]:
    """The words of a text without quotes, commas, dashes between them and control characters."""
    plain = text.replace('"', "").replace(",", " ").replace(";", " ").replace("!!", " !! ")
    return Counter(word for word in map(one_line, plain.split()) if word and word not in DASHES)


@given(_LINES)
def test_no_word_is_lost(text: str) -> None:
    """Each word is in the title or under a chip that was understood or says it was not."""
    line = parsed(text)
    taken = [chip.text for chip in line.chips if chip.certainty is not Certainty.KEPT]
    assert _words(" ".join([line.title, *taken])) == _words(text)


@pytest.mark.slow
@examples(60)
@example('#"0')
@example("due fri,; more")
@example("due due A #f")
@example("due fri 2027 models")
@example('Fix "due fri", #"New shop" @"one-to-one";')
@example("Do it by 3/4 15:00 due")
@example("0.5h urgent: 0.5h urgent:")
@given(_LINES)
def test_every_reading_gives_what_it_promises_and_nothing_else(text: str) -> None:
    line = parsed(text)
    for chip in line.chips:
        found = readings(text, chip, context(MONDAY))
        assert sum(reading.is_current for reading in found) == (chip.certainty != "unread")
        for reading in found:
            _check(text, line, chip, reading)


def _check(text: str, line: QuickAdd, chip: Chip, reading: Reading) -> None:
    after = parsed(reading.text)
    assert (reading.text == text) or not reading.is_current
    assert reading.text == text[: chip.start] + reading.written + reading.text[reading.end :]
    for kind, value in _KINDS.items():
        if kind != chip.kind:
            assert value(after) == value(line)
    if reading.is_current:
        return
    unread = [sum(c.certainty is Certainty.UNREAD for c in each.chips) for each in (line, after)]
    assert unread[1] <= unread[0]
    start = chip.start + (chip.certainty is Certainty.GUESSED and reading.written[:1] == " ")
    made = [found for found in after.chips if found.start == start]
    if reading.keeps_words:
        assert _words(after.title) == _words(line.title) + _words(chip.text)
        assert all(found.certainty is Certainty.KEPT for found in made)
        return
    kept = _words(chip.text) if chip.certainty is Certainty.KEPT else Counter()
    assert _words(after.title) + kept == _words(line.title)
    assert [found.kind for found in made] == [chip.kind]
    assert made[0].label in reading.label or _promised(reading, after, chip.kind)


def _promised(reading: Reading, after: QuickAdd, kind: str) -> bool:
    """Whether a label such as "New project: x" or "Effort: 1:30" says what the line has."""
    value = reading.label.partition(": ")[2]
    names = {
        "project": after.new_project or (after.project.name if after.project else ""),
        "activity": after.activity.name if after.activity else "",
    }
    return value == names.get(kind)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(-400, 800), st.integers(1, 1439))
def test_a_written_date_has_one_meaning(today: date, away: int, minute: int) -> None:
    day = date.fromordinal(today.toordinal() + away)
    for minutes in (None, minute):
        for way in due_in_words(day, minutes, today):
            line = parsed(f"Fix {way}", today)
            assert (line.due, line.due_min, line.problem) == (day, minutes, None)
            assert line.chips[0].certainty is Certainty.SURE


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.lists(_PIECES, max_size=4))
def test_days_meant_are_said_for_any_words(today: date, words: list[str]) -> None:
    found = days_meant(" ".join(words).split(), today)
    assert len(set(found)) == len(found)


def test_a_chip_is_compared_by_what_it_says() -> None:
    assert astuple(parsed("A 2h").chips[0]) == ("estimate", "2h", "2:00", 2, 4, Certainty.SURE)


def test_a_start_in_the_title_is_offered_and_can_go_back() -> None:
    text = "Reply to the mail from Thursday 30m"
    first = offered(text, "from Thursday")[0]
    assert (first.label, first.text) == (
        "from Thu 26 Nov", "Reply to the mail not before 26 nov 30m"
    )  # fmt: skip
    kept = offered(first.text, "not before 26 nov")[-1]
    assert kept.keeps_words
    assert parsed(kept.text).title == "Reply to the mail not before 26 nov"
    assert parsed(kept.text).earliest is None


def test_a_start_with_a_time_is_offered_as_its_day() -> None:
    first = offered("Benchmark onnx 2h after wed 14:00", "after wed 14:00")[0]
    assert first.text == "Benchmark onnx 2h not before 25 nov"


def test_a_due_date_before_the_earliest_start_is_in_doubt() -> None:
    text = "Refactor loader 2h starting wed due tue #Routing"
    (chip,) = (each for each in parsed(text).chips if each.kind == "due")

    assert chip.certainty is Certainty.UNSURE
    assert chip.label == "due tomorrow, Tue 24 Nov, before its earliest start"
    assert readings(text, chip, context(MONDAY))[1].written == "due 1 dec"
    (fine,) = (each for each in parsed(text.replace("tue", "wed")).chips if each.kind == "due")
    assert fine.certainty is Certainty.SURE
