"""Repeating events become the occurrences a person would see in their calendar."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.calendars.ical.reading_support import calendar, read, reasons, spans

STANDUP = """
UID:standup
SUMMARY:Standup
DTSTART;TZID=Europe/Berlin:20260326T090000
DTEND;TZID=Europe/Berlin:20260326T093000
RRULE:FREQ=DAILY;COUNT=6
"""


def test_a_meeting_keeps_its_wall_clock_when_summer_time_begins() -> None:
    reading = read(calendar(STANDUP))
    assert spans(reading)[2:5] == [
        "2026-03-28T09:00:00+01:00 2026-03-28T09:30:00+01:00",
        "2026-03-29T09:00:00+02:00 2026-03-29T09:30:00+02:00",
        "2026-03-30T09:00:00+02:00 2026-03-30T09:30:00+02:00",
    ]
    assert {one.zone for one in reading.occurrences} == {"Europe/Berlin"}
    assert reading.occurrences[2].recurrence == "20260328T080000Z"


def test_a_time_that_summer_time_skips_is_told_an_hour_later() -> None:
    reading = read(calendar(STANDUP.replace("T09", "T02")))
    assert spans(reading)[3] == "2026-03-29T03:00:00+02:00 2026-03-29T03:30:00+02:00"


def test_an_excluded_date_does_not_occur() -> None:
    without = STANDUP + "EXDATE;TZID=Europe/Berlin:20260327T090000,20260328T090000\n"
    days = [one.start.day for one in read(calendar(without)).occurrences]
    assert days == [26, 29, 30, 31]


def test_an_excluded_date_in_utc_means_the_same_instant() -> None:
    days = [
        one.start.day for one in read(calendar(STANDUP + "EXDATE:20260331T070000Z\n")).occurrences
    ]
    assert days == [26, 27, 28, 29, 30]


@pytest.mark.parametrize(
    "excluded",
    [
        "EXDATE;TZID=America/New_York:20260331T030000",
        "EXDATE;TZID=Pacific/Auckland:20260331T200000",
        "EXDATE;TZID=Pacific/Honolulu:20260330T210000",  # still the day before there
    ],
)
def test_an_excluded_date_in_another_zone_means_the_same_instant(excluded: str) -> None:
    days = [one.start.day for one in read(calendar(f"{STANDUP}{excluded}\n")).occurrences]
    assert days == [26, 27, 28, 29, 30]


def test_the_wall_clock_of_an_excluded_date_in_another_zone_excludes_nothing() -> None:
    elsewhere = "EXDATE;TZID=America/New_York:20260331T090000\n"
    days = [one.start.day for one in read(calendar(STANDUP + elsewhere)).occurrences]
    assert days == [26, 27, 28, 29, 30, 31]


def test_added_dates_and_periods_occur_too() -> None:
    added = STANDUP.replace("RRULE:FREQ=DAILY;COUNT=6", "RRULE:FREQ=DAILY;COUNT=1") + (
        "RDATE;TZID=Europe/Berlin:20260401T090000\n"
        "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260402T090000/PT2H\n"
    )
    assert spans(read(calendar(added)))[1:] == [
        "2026-04-01T09:00:00+02:00 2026-04-01T09:30:00+02:00",
        "2026-04-02T09:00:00+02:00 2026-04-02T11:00:00+02:00",
    ]


def test_an_added_period_ends_on_the_clock_it_begins_on() -> None:
    data = calendar(
        "UID:p\nDTSTART;TZID=America/New_York:20260301T140000\nDURATION:PT1H\n"
        "RDATE;TZID=America/New_York;VALUE=PERIOD:20260303T100000/20260303T113000"
    )
    assert spans(read(data))[1:] == ["2026-03-03T10:00:00-05:00 2026-03-03T11:30:00-05:00"]


MOVED = """
UID:standup
SUMMARY:Standup, late
RECURRENCE-ID;TZID=Europe/Berlin:20260327T090000
DTSTART;TZID=Europe/Berlin:20260327T140000
DTEND;TZID=Europe/Berlin:20260327T150000
"""


def test_a_moved_occurrence_replaces_the_original_and_keeps_its_name() -> None:
    plain = read(calendar(STANDUP))
    reading = read(calendar(STANDUP, MOVED))
    moved = reading.occurrences[1]
    assert spans(reading)[1] == "2026-03-27T14:00:00+01:00 2026-03-27T15:00:00+01:00"
    assert moved.summary == "Standup, late"
    assert len(reading.occurrences) == 6
    assert [one.recurrence for one in plain.occurrences] == [
        one.recurrence for one in reading.occurrences
    ]


def test_a_cancelled_occurrence_is_not_an_occurrence() -> None:
    reading = read(calendar(STANDUP, MOVED + "STATUS:CANCELLED\n"))
    assert [one.start.day for one in reading.occurrences] == [26, 28, 29, 30, 31]
    assert [one.recurrence for one in reading.cancelled] == ["20260327T080000Z"]


def test_this_and_future_moves_the_rest_and_names_each_by_its_original_start() -> None:
    future = MOVED.replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDFUTURE;").replace(
        "20260327T140000", "20260327T100000"
    )
    future = future.replace("20260327T150000", "20260327T103000")
    reading = read(calendar(STANDUP, future))
    assert [one.start.hour for one in reading.occurrences] == [9, 10, 10, 10, 10, 10]
    assert [one.recurrence for one in reading.occurrences] == [
        one.recurrence for one in read(calendar(STANDUP)).occurrences
    ]


def test_an_occurrence_moved_into_the_window_from_before_it_is_found() -> None:
    reading = read(calendar(STANDUP, MOVED.replace("20260327T1", "20261102T1")), date(2026, 11, 1))
    assert spans(reading) == ["2026-11-02T14:00:00+01:00 2026-11-02T15:00:00+01:00"]


def test_a_moved_occurrence_without_its_series_stands_for_itself() -> None:
    reading = read(calendar(MOVED))
    assert [one.recurrence for one in reading.occurrences] == ["20260327T080000Z"]


def test_the_higher_sequence_wins_and_the_other_is_reported() -> None:
    older = "UID:a\nSEQUENCE:1\nSUMMARY:Old\nDTSTART:20260105T090000Z"
    newer = "UID:a\nSEQUENCE:2\nSUMMARY:New\nDTSTART:20260105T100000Z"
    for events in ((older, newer), (newer, older)):
        reading = read(calendar(*events))
        assert [one.summary for one in reading.occurrences] == ["New"]
        assert len(reading.reported) == 1
        assert "“Old”" in reading.reported[0].where
        assert "same UID" in reading.reported[0].why


@pytest.mark.parametrize("sequence", ["", "SEQUENCE:0\n", "SEQUENCE:3\n"])
@pytest.mark.parametrize("of", ["", "RECURRENCE-ID:20260105T090000Z\n"])
def test_of_two_versions_with_one_sequence_the_first_counts_and_the_second_is_reported(
    sequence: str, of: str
) -> None:
    first = f"UID:a\n{sequence}{of}SUMMARY:First\nDTSTART:20260105T090000Z"
    second = f"UID:a\n{sequence}{of}SUMMARY:Second\nDTSTART:20260105T100000Z"
    for events in ((first, second), (second, first)):
        reading = read(calendar(*events))
        kept, other = (("First", "Second"), ("Second", "First"))[events[0] is second]
        assert [one.summary for one in reading.occurrences] == [kept]
        assert [f"“{other}”" in report.where for report in reading.reported] == [True]
        assert reading.reported[0].why.endswith("with the same UID, is on line 4")


def test_all_day_repeats_are_dates() -> None:
    reading = read(
        calendar("UID:h\nDTSTART;VALUE=DATE:20200229\nRRULE:FREQ=YEARLY"),
        date(2024, 1, 1),
        date(2025, 1, 1),
        zone="Asia/Kolkata",
    )
    (one,) = reading.occurrences
    assert (one.start, one.end) == (date(2024, 2, 29), date(2024, 3, 1))
    assert one.recurrence == "20240229"


def test_floating_repeats_have_no_offset() -> None:
    reading = read(
        calendar("UID:f\nDTSTART:20260105T090000\nDURATION:PT15M\nRRULE:FREQ=WEEKLY;COUNT=2"),
        zone="America/St_Johns",
    )
    assert spans(reading) == [
        "2026-01-05T09:00:00 2026-01-05T09:15:00",
        "2026-01-12T09:00:00 2026-01-12T09:15:00",
    ]
    assert reading.occurrences[0].recurrence == "20260105T090000"


def test_a_long_standing_hourly_series_starts_on_its_own_beat() -> None:
    """Counting from near the window must not lose the phase of a three-hour interval."""
    reading = read(
        calendar("UID:x\nDTSTART:19970902T090000Z\nRRULE:FREQ=HOURLY;INTERVAL=7"),
        date(2026, 1, 5),
        date(2026, 1, 6),
    )
    hours = [one.start for one in reading.occurrences]
    from_the_start = read(
        calendar("UID:x\nDTSTART:20260104T000000Z\nRRULE:FREQ=HOURLY;INTERVAL=1"),
        date(2026, 1, 5),
        date(2026, 1, 6),
    )
    first = from_the_start.occurrences[0].start
    begin = read(calendar("UID:y\nDTSTART:19970902T090000Z"), date(1997, 1, 1)).occurrences[0].start
    assert [hour for hour in hours if (hour - begin).total_seconds() % (7 * 3600)] == []
    assert len(hours) in (3, 4)
    assert (hours[0] - first).total_seconds() < 7 * 3600


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;UNTIL=20260107T090000Z", [5, 6, 7]),
        ("FREQ=DAILY;UNTIL=20260107T085959Z", [5, 6]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", [5, 7, 12]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", [5, 30, 27]),
        ("FREQ=DAILY;UNTIL=20251231T000000Z", []),
        ("FREQ=DAILY;COUNT=2;RSCALE=GREGORIAN;SKIP=OMIT", [5, 6]),
        ("freq=weekly;byday=mo, we;count=2;", [5, 7]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20260109", [5, 7, 9]),
    ],
)
def test_rules_end_where_they_say(rule: str, days: list[int]) -> None:
    reading = read(calendar(f"UID:r\nDTSTART:20260105T090000Z\nRRULE:{rule}"))
    assert reasons(reading) == []
    assert [one.start.day for one in reading.occurrences] == days


def test_an_occurrence_that_lasts_into_the_window_is_in_it() -> None:
    reading = read(
        calendar("UID:n\nDTSTART:20260104T220000Z\nDURATION:PT4H\nRRULE:FREQ=WEEKLY"),
        date(2026, 1, 12),
        date(2026, 1, 13),
    )
    assert spans(reading) == ["2026-01-11T22:00:00+00:00 2026-01-12T02:00:00+00:00"]


def test_the_window_begins_at_midnight_of_the_readers_zone() -> None:
    data = calendar("UID:n\nDTSTART:20260104T233000Z\nDURATION:PT15M")
    assert spans(read(data, date(2026, 1, 5), date(2026, 1, 6), zone="UTC")) == []
    assert (
        len(read(data, date(2026, 1, 5), date(2026, 1, 6), zone="Europe/Berlin").occurrences) == 1
    )


def test_a_weekly_meeting_in_utc_follows_the_calendars_own_zone() -> None:
    """A calendar that names a zone means its wall clock, though it writes UTC."""
    reading = read(
        calendar(
            "UID:w\nDTSTART:20260323T080000Z\nRRULE:FREQ=WEEKLY;COUNT=2",
            head="X-WR-TIMEZONE:Europe/Berlin\nX-WR-CALNAME:Team\n",
        )
    )
    assert reading.name == "Team"
    assert [one.start.isoformat() for one in reading.occurrences] == [
        "2026-03-23T09:00:00+01:00",
        "2026-03-30T09:00:00+02:00",
    ]


def starts(data: bytes, zone: str = "UTC") -> list[str]:
    """When the occurrences start, each on the clock it was planned in."""
    reading = read(data, date(2026, 11, 1), date(2026, 12, 31), zone=zone)
    assert reasons(reading) == []
    return [one.start.isoformat()[8:16] for one in reading.occurrences]


@pytest.mark.parametrize(
    ("start", "until", "days"),
    [
        (";TZID=Europe/Berlin:20261123T090000", "20261126", [23, 24, 25, 26]),
        (";TZID=America/Los_Angeles:20261124T180000", "20261126", [24, 25, 26]),
        (";TZID=America/Los_Angeles:20261124T180000", "20261126T180000", [24, 25]),
        (";TZID=America/Los_Angeles:20261124T180000", "20261127T020000Z", [24, 25, 26]),
        (";TZID=America/Los_Angeles:20261124T180000", "20261127T015959Z", [24, 25]),
        (":20261124T180000", "20261126", [24, 25, 26]),
        (":20261124T180000Z", "20261126", [24, 25, 26]),
    ],
)
def test_the_last_day_of_a_rule_is_not_lost(start: str, until: str, days: list[int]) -> None:
    """UNTIL is inclusive, also where it is a date beside a time. Without a zone it is in UTC."""
    data = calendar(f"UID:u\nDTSTART{start}\nRRULE:FREQ=DAILY;UNTIL={until}")
    assert [int(one[:2]) for one in starts(data)] == days


@pytest.mark.parametrize(
    ("until", "zone", "last", "notes"),
    [
        ("20261125T230000Z", "Europe/Berlin", 26, 1),
        ("20261125T230000Z", "America/Los_Angeles", 25, 0),
        ("20261125T000000Z", "America/Los_Angeles", 25, 0),
        ("20261125T080000Z", "America/Los_Angeles", 25, 0),
        ("20261125T235959Z", "Europe/Berlin", 25, 0),
        ("20261125T000000", "Europe/Berlin", 25, 0),
        ("20261125", "Europe/Berlin", 25, 0),
    ],
)
def test_an_all_day_rule_ends_with_the_day_that_an_instant_begins(
    until: str, zone: str, last: int, notes: int
) -> None:
    data = calendar(f"UID:u\nDTSTART;VALUE=DATE:20261123\nRRULE:FREQ=DAILY;UNTIL={until}")
    reading = read(data, date(2026, 11, 1), date(2026, 12, 31), zone=zone)
    assert [one.start.day for one in reading.occurrences][-1] == last
    assert len(reading.notes) == notes
    assert all("2026-11-26" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("20270327T200000", "PT12H", "2027-03-27T20:00:00+01:00 2027-03-28T09:00:00+02:00"),
        ("20270327T200000", "P1D", "2027-03-27T20:00:00+01:00 2027-03-28T20:00:00+02:00"),
        ("20270327T200000", "P1DT1H", "2027-03-27T20:00:00+01:00 2027-03-28T21:00:00+02:00"),
        ("20261024T200000", "PT12H", "2026-10-24T20:00:00+02:00 2026-10-25T07:00:00+01:00"),
    ],
)
def test_hours_are_exact_time_and_days_are_on_the_calendar(
    start: str, length: str, expected: str
) -> None:
    data = calendar(f"UID:d\nDTSTART;TZID=Europe/Berlin:{start}\nDURATION:{length}")
    assert spans(read(data, date(2026, 1, 1), date(2028, 1, 1))) == [expected]


def test_each_occurrence_lasts_as_long_as_its_duration_says() -> None:
    """The hour that summer time skips makes an occurrence later, not empty."""
    data = calendar(
        "UID:d\nDTSTART;TZID=Europe/Berlin:20270327T023000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3"
    )
    assert spans(read(data, date(2027, 1, 1), date(2028, 1, 1))) == [
        "2027-03-27T02:30:00+01:00 2027-03-27T03:30:00+01:00",
        "2027-03-28T03:30:00+02:00 2027-03-28T04:30:00+02:00",
        "2027-03-29T02:30:00+02:00 2027-03-29T03:30:00+02:00",
    ]


def test_an_added_period_keeps_its_own_length() -> None:
    data = calendar(
        "UID:p\nDTSTART;TZID=Europe/Berlin:20270327T200000\nDURATION:PT1H\n"
        "RDATE;TZID=Europe/Berlin;VALUE=PERIOD:20270328T010000/PT3H"
    )
    assert spans(read(data, date(2027, 1, 1), date(2028, 1, 1))) == [
        "2027-03-27T20:00:00+01:00 2027-03-27T21:00:00+01:00",
        "2027-03-28T01:00:00+01:00 2027-03-28T05:00:00+02:00",
    ]


def test_a_local_end_beside_a_zone_is_read_in_utc_and_said() -> None:
    rule = "RRULE:FREQ=DAILY;UNTIL=20260303T140000"
    reading = read(calendar(f"UID:u\nDTSTART;TZID=America/New_York:20260301T140000\n{rule}"))
    assert [one.start.day for one in reading.occurrences] == [1, 2]
    assert reading.notes == (
        "line 4: event: its rule ends at 2026-03-03 14:00 without a time zone, which was read as "
        "UTC.",
    )


def test_a_rule_that_ends_on_a_date_says_that_the_day_is_included() -> None:
    rule = "RRULE:FREQ=DAILY;UNTIL=20261126"
    reading = read(calendar(f"UID:u\nDTSTART;TZID=Europe/Berlin:20261123T090000\n{rule}"))
    assert [one.start.day for one in reading.occurrences] == [23, 24, 25, 26]
    assert reading.notes == (
        "line 4: event: its rule ends on 2026-11-26 without a time; that day is included.",
    )


SERIES = "UID:u\nDTSTART;TZID=Europe/Berlin:20261123T003000\nDURATION:PT1H\n"


@pytest.mark.parametrize(
    ("rule", "day", "moved", "left"),
    [
        # half past midnight in Berlin is still the day before in UTC
        ("RRULE:FREQ=DAILY;COUNT=3", "20261124", "20261124T150000", ["23 00:30", "24 15:00",
                                                                     "25 00:30"]),
        ("RRULE:FREQ=DAILY;COUNT=4;BYHOUR=8,16", "20261124", "20261124T120000",
         ["23 00:30", "23 08:30", "23 16:30", "24 12:00", "24 16:30"]),
        # no occurrence on that day: it stands for itself
        ("RRULE:FREQ=DAILY;COUNT=2", "20261201", "20261201T150000", ["23 00:30", "24 00:30",
                                                                     "01 15:00"]),
    ],
)  # fmt: skip
def test_a_moved_occurrence_named_by_its_day_replaces_the_one_of_that_day(
    rule: str, day: str, moved: str, left: list[str]
) -> None:
    exception = (
        f"UID:u\nDTSTART;TZID=Europe/Berlin:{moved}\nDURATION:PT1H\nRECURRENCE-ID;VALUE=DATE:{day}"
    )
    for events in ((SERIES + rule, exception), (exception, SERIES + rule)):
        reading = read(calendar(*events))
        starts = [one.start for one in reading.occurrences]
        assert [f"{start:%d %H:%M}" for start in starts] == left


def test_a_rule_of_exceptions_is_followed() -> None:
    rules = "RRULE:FREQ=DAILY;COUNT=10\nEXRULE:FREQ=WEEKLY;BYDAY=WE,FR"
    timed = calendar(f"UID:u\nDTSTART;TZID=Europe/Berlin:20261123T090000\nDURATION:PT1H\n{rules}")
    dated = calendar(f"UID:u\nDTSTART;VALUE=DATE:20261123\n{rules}")
    for data in (timed, dated):
        reading = read(data)
        assert [one.start.day for one in reading.occurrences] == [23, 24, 26, 28, 29, 30, 1]
        assert reading.notes == ()


def test_a_rule_of_exceptions_that_cannot_be_read_is_said_and_the_rest_is_kept() -> None:
    reading = read(calendar("UID:u\nDTSTART:20261123T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXRULE:X"))
    assert len(reading.occurrences) == 2
    assert reading.notes == (
        "line 4: event: a rule for exceptions (EXRULE) was not followed, its rule has a part “X” "
        "that is not known.",
    )


def test_a_rule_of_exceptions_is_bounded_as_any_other() -> None:
    rules = "RRULE:FREQ=DAILY;COUNT=2\nEXRULE:FREQ=SECONDLY"
    reading = read(calendar(f"UID:u\nDTSTART:20261123T090000Z\n{rules}"))
    assert not reading.occurrences
    assert len(reading.reported) == 1
