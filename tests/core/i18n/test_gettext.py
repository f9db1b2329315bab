"""The language in force: texts, plural forms, times and dates, and what is read again."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.calendars.ical.reading import read_calendar_text
from mle_planner.core.calendars.ical.values import CalendarError
from mle_planner.core.i18n import gettext
from mle_planner.core.i18n.formats import (
    change_text,
    clock_range_text,
    day_field_text,
    day_name,
    day_text,
    decimal_text,
    hour_text,
    lasting_day_text,
    minute_of_day_text,
    near_day_text,
    near_time_text,
    range_text,
    short_day_name,
    time_left_text,
    weekdays_text,
)
from mle_planner.core.i18n.gettext import (
    ENGLISH,
    LANGUAGES,
    LocaleStyle,
    _,
    known_language,
    listed,
    plural,
)
from mle_planner.core.scheduling.worker import Question, _answers
from mle_planner.core.typed.date import parse_due
from tests.support.checkout import PROGRAM, ROOT

FRIDAY = date(2026, 11, 27)
GERMAN, HEBREW = LocaleStyle("de"), LocaleStyle("he")
AMERICAN = LocaleStyle("en", has_12_hours=True, is_month_first=True)
MANNERS = (ENGLISH, AMERICAN, GERMAN, HEBREW, LocaleStyle("de", has_12_hours=True))


def test_a_text_is_said_in_the_language_in_force_and_its_names_are_filled_in() -> None:
    assert _("Delete the task") == "Delete the task"
    gettext.use(GERMAN)
    assert _("Delete the task") == "Die Aufgabe löschen"
    assert _("Deleted {title}.", title="{curly} & braces") == "{curly} & braces wurde gelöscht."


def test_a_number_has_the_point_of_the_language_wherever_it_is_shown() -> None:
    assert decimal_text(9.26) == "9.3"
    gettext.use(GERMAN)
    assert (decimal_text(9.26), decimal_text(0)) == ("9,3", "0,0")
    shown = [*(PROGRAM / "ui").rglob("*.py"), *(PROGRAM / "core" / "review").rglob("*.py")]
    assert [file.name for file in shown if ":.1f}" in file.read_text(encoding="utf-8")] == []


def test_a_text_without_a_translation_and_the_empty_text_stay_as_they_are() -> None:
    gettext.use(GERMAN)
    assert _("nobody has translated {this}", this="me") == "nobody has translated me"
    assert _("") == ""


def test_one_and_many_have_the_forms_of_the_language() -> None:
    gettext.use(HEBREW)
    said = [plural("{count} block", "{count} blocks", count) for count in (1, 2, 3, 12)]
    assert said == ["בלוק אחד", "שני בלוקים", "3 בלוקים", "12 בלוקים"]


@pytest.mark.parametrize(
    ("locale_style", "none"), [(ENGLISH, "0 blocks"), (GERMAN, "0 Blöcke"), (HEBREW, "0 בלוקים")]
)
def test_none_are_many(locale_style: LocaleStyle, none: str) -> None:
    gettext.use(locale_style)
    assert plural("{count} block", "{count} blocks", 0) == none


@pytest.mark.parametrize(
    ("wanted", "known"),
    [(["de-AT", "en"], "de"), (["fr-FR", "he_IL"], "he"), (["fr"], "en"), ([], "en")],
)
def test_the_first_language_that_there_is_is_taken(wanted: list[str], known: str) -> None:
    assert known_language(wanted) == known


@pytest.mark.parametrize(
    ("locale_style", "day", "range_", "time", "hour"),
    [
        (ENGLISH, "Fri 27 Nov", "23–27 November", "15:05", "00:00"),
        (AMERICAN, "Fri, Nov 27", "November 23–27", "3:05 pm", "12 am"),
        (GERMAN, "Fr, 27. Nov.", "23.–27. November", "15:05", "00:00"),
        (HEBREW, "ו׳, 27 בנוב׳", "23\u200e–\u200e27 בנובמבר", "15:05", "00:00"),
    ],
    ids=["English", "American", "German", "Hebrew"],
)
def test_dates_and_times_are_written_as_is_usual(
    locale_style: LocaleStyle, day: str, range_: str, time: str, hour: str
) -> None:
    gettext.use(locale_style)
    assert day_text(FRIDAY) == day
    assert range_text(FRIDAY - timedelta(days=4), FRIDAY) == range_
    assert minute_of_day_text(15 * 60 + 5) == time
    assert hour_text(0) == hour


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (9 * 60, 9 * 60 + 30, "9:00–9:30 am"),
        (10 * 60 + 30, 13 * 60, "10:30 am–1:00 pm"),
        (12 * 60, 13 * 60, "12:00–1:00 pm"),
        (23 * 60, 24 * 60, "11:00 pm–12:00 am"),
    ],
)
def test_a_stretch_says_its_half_of_the_day_once(start: int, end: int, shown: str) -> None:
    midnight = datetime(2026, 11, 27, tzinfo=UTC)
    stretch = [midnight + timedelta(minutes=minute) for minute in (start, end)]
    gettext.use(AMERICAN)
    assert clock_range_text(*stretch, ZoneInfo("UTC")) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(20, "1 min"), (0, "1 min"), (61, "2 min"), (59 * 60, "59 min"), (3600, "1:00 h")],
)
def test_a_few_seconds_left_are_a_minute_and_never_none(seconds: int, shown: str) -> None:
    assert time_left_text(timedelta(seconds=seconds)) == shown


def test_noon_and_midnight_of_a_clock_with_twelve_hours() -> None:
    gettext.use(AMERICAN)
    said = [minute_of_day_text(minute) for minute in (0, 59, 720, 779, 780, 1440)]
    assert said == ["12:00 am", "12:59 am", "12:00 pm", "12:59 pm", "1:00 pm", "12:00 am"]


@pytest.mark.parametrize("locale_style", MANNERS, ids=repr)
def test_a_field_reads_what_it_shows(locale_style: LocaleStyle) -> None:
    gettext.use(locale_style)
    today = date(2026, 11, 23)
    for offset in range(0, 800, 7):
        day = today + timedelta(days=offset)
        for minute in (0, 30, 12 * 60, 15 * 60 + 5, 23 * 60 + 59):
            shown = f"{day_field_text(day)} {minute_of_day_text(minute)}"
            assert parse_due(shown, today) == (day, minute), shown
        assert parse_due(day_field_text(day), today) == (day, None)


@pytest.mark.parametrize("text", ["Freitag", "fr", "Fr, 27. Nov.", "27. November", "27.11.2026"])
def test_a_field_reads_the_names_of_its_language(text: str) -> None:
    gettext.use(GERMAN)
    assert parse_due(text, date(2026, 11, 23)) == (FRIDAY, None)
    assert parse_due("morgen 15:00", date(2026, 11, 23)) == (date(2026, 11, 24), 15 * 60)
    assert parse_due("fri", date(2026, 11, 23)) == (FRIDAY, None), "English is read as well"


def test_a_sign_stays_before_its_figure() -> None:
    gettext.use(HEBREW)
    assert change_text(timedelta(minutes=3)) == "\u200e+0:03"
    assert change_text(timedelta(minutes=-3)) == "\u200e−0:03"
    assert change_text(timedelta()) == "0:00"
    assert change_text(timedelta(seconds=59)) == "0:00"
    noon = datetime(2026, 11, 27, 12, tzinfo=UTC)
    stretch = clock_range_text(noon, noon + timedelta(hours=1), ZoneInfo("UTC"))
    assert stretch == "\u200e12:00\u200e–\u200e13:00", "the earlier time stays at the left"


@pytest.mark.parametrize(
    ("before", "day", "monday", "first"),
    [
        (0, date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 16)),
        (1, date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 22)),
        (1, date(2026, 11, 28), date(2026, 11, 23), date(2026, 11, 22)),
        (2, date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 21)),
        (2, date(2026, 11, 27), date(2026, 11, 23), date(2026, 11, 21)),
        (2, date(2026, 11, 28), date(2026, 11, 30), date(2026, 11, 28)),
    ],
)
def test_a_week_is_known_by_its_monday_wherever_it_begins(
    before: int, day: date, monday: date, first: date
) -> None:
    days = PlanningDays(ZoneInfo("UTC"), days_before_monday=before)
    assert days.monday_of(day) == monday
    assert days.monday_of(monday) == monday
    assert days.week_of(day)[0] == first
    assert day in days.week_of(day)
    assert len(days.week_of(day)) == 7


def test_the_process_that_reads_calendars_answers_in_the_language_of_who_asks() -> None:
    gettext.use(GERMAN)
    with pytest.raises(CalendarError, match="Die Datei ist leer"):
        read_calendar_text(b"", FRIDAY, FRIDAY, zone="UTC")


def test_the_process_that_plans_speaks_as_the_question_says() -> None:
    """It is made before a language is in force in it."""

    class Refused:
        @property
        def asked(self) -> tuple[date, ...]:
            raise CalendarError(_("The plan could not be made. Nothing was changed; try again."))

    (answer,) = _answers(Question(1, Refused(), locale_style=GERMAN))  # type: ignore[arg-type]
    assert answer.refusal.startswith("Der Plan konnte nicht erstellt werden.")


def test_the_command_line_speaks_english_and_loads_no_catalog() -> None:
    ask = (
        "import sys; from mle_planner.__main__ import main; sys.argv[1:] = ['--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "from mle_planner.core.i18n import gettext\n"
        "assert gettext._InForce.catalog is None and gettext.locale_style() == gettext.ENGLISH\n"
    )
    environment = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "PATH": "", "HOME": "/nonexistent"}
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (ENGLISH, ("", "A", "A and B", "A, B and C", "A, B, C and 2 more")),
        (GERMAN, ("", "A", "A und B", "A, B und C", "A, B, C und 2 weitere")),
    ],
)
def test_names_in_a_sentence_are_joined_by_and(style: LocaleStyle, said: tuple[str, ...]) -> None:
    gettext.use(style)
    assert tuple(listed("ABCDE"[:count]) for count in (0, 1, 2, 3, 5)) == said


def test_all_languages_can_be_put_in_force() -> None:
    for name in LANGUAGES:
        gettext.use(LocaleStyle(name))
        assert gettext.locale_style().language == name
    at = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert at.date() == FRIDAY


def test_a_near_day_has_one_wording() -> None:
    monday = date(2026, 11, 23)
    said = [near_day_text(monday + timedelta(days=ahead), monday) for ahead in (-2, -1, 0, 1, 2, 6)]
    assert said == ["Sat 21 Nov", "yesterday", "today", "tomorrow", "Wed", "Sun"]
    assert near_day_text(monday + timedelta(days=7), monday) == "Mon 30 Nov"
    assert near_day_text(date(2027, 1, 4), monday) == "Mon 4 Jan 2027"
    # When work stands or ends is said by the weekday from tomorrow on.
    times = [near_time_text(monday + timedelta(days=ahead), monday, "14:00") for ahead in (0, 1, 7)]
    assert times == ["today 14:00", "Tue 14:00", "Mon 30 Nov 14:00"]
    # What is read on later days too has no "today".
    assert lasting_day_text(monday, monday) == "Mon"


@pytest.mark.parametrize(
    ("weekdays", "short", "long"),
    [
        ({0, 1, 2, 3, 4}, "Mon–Fri", "Monday to Friday"),
        ({6, 0, 1, 2, 3}, "Sun–Thu", "Sunday to Thursday"),
        ({0, 1, 3}, "Mon, Tue, Thu", "Monday, Tuesday, Thursday"),
        ({2, 3}, "Wed, Thu", "Wednesday, Thursday"),
        (set(range(7)), "Mon–Sun", "Monday to Sunday"),
    ],
)
def test_weekdays_in_a_row_are_a_range(weekdays: set[int], short: str, long: str) -> None:
    assert weekdays_text(weekdays, short_day_name) == short
    assert weekdays_text(weekdays, day_name) == long
