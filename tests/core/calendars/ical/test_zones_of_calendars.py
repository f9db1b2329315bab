"""Zone names of every kind give the hour that was meant, or are said to be unknown."""

from __future__ import annotations

import sys
from datetime import timezone
from zoneinfo import available_timezones

import pytest

from tests.core.calendars.ical.reading_support import calendar, read, spans

OWN_ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:{rule}
END:DAYLIGHT
END:VTIMEZONE
"""
SUMMER = "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"


def at_nine(name: str, head: str = "") -> tuple[str, str | None, tuple[str, ...]]:
    """Start, zone and notes of an event at 09:00 on 6 July in the zone of that name."""
    reading = read(calendar(f'UID:z\nDTSTART;TZID="{name}":20260706T090000', head=head))
    (one,) = reading.occurrences
    return one.start.isoformat(), one.zone, reading.notes


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Europe/Berlin"),
        (
            "/softwarestudio.org/Olson_20011030_5/America/Argentina/Ushuaia",
            "America/Argentina/Ushuaia",
        ),
        ("Eastern Standard Time", "America/New_York"),
    ],
)
def test_names_are_understood(name: str, zone: str) -> None:
    offsets = {"Europe/Berlin": "+02:00", "America/New_York": "-04:00"}
    assert at_nine(name) == (f"2026-07-06T09:00:00{offsets.get(zone, '-03:00')}", zone, ())


def test_every_windows_name_is_an_iana_zone() -> None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    assert len(WINDOWS_TO_OLSON) >= 139
    known = available_timezones()
    for windows in WINDOWS_TO_OLSON:
        _, zone, notes = at_nine(windows)
        assert zone in known, windows
        assert notes == (), windows


def test_an_unknown_zone_is_read_as_floating_and_said() -> None:
    start, zone, notes = at_nine("Sarajevo Time")
    assert (start, zone) == ("2026-07-06T09:00:00", None)
    assert notes == ("Time zone “Sarajevo Time” is unknown; its times were read as local time.",)


def test_a_zone_described_in_the_file_is_followed() -> None:
    head = OWN_ZONE.format(name="Office\\, main", rule=SUMMER)
    assert at_nine("Office, main", head) == ("2026-07-06T09:00:00+02:00", None, ())


def test_a_described_zone_that_equals_a_known_one_gets_its_name() -> None:
    head = OWN_ZONE.format(name="W. Europe Standard Time", rule=SUMMER)
    assert at_nine("W. Europe Standard Time", head)[:2] == (
        "2026-07-06T09:00:00+02:00",
        "Europe/Berlin",
    )


def test_a_described_zone_that_differs_from_its_name_wins_and_is_said() -> None:
    head = OWN_ZONE.format(name="Eastern Standard Time", rule=SUMMER)
    start, zone, notes = at_nine("Eastern Standard Time", head)
    assert (start, zone) == ("2026-07-06T09:00:00+02:00", None)
    assert "differ from America/New_York" in notes[0]


def test_the_years_a_file_was_written_in_do_not_freeze_an_iana_zone() -> None:
    """Files describe Berlin for their own year; next year's meeting still follows the law."""
    head = OWN_ZONE.format(name="Europe/Berlin", rule=SUMMER + ";UNTIL=20050327T010000Z")
    assert at_nine("Europe/Berlin", head)[0] == "2026-07-06T09:00:00+02:00"


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=0", "FREQ=DAILY", "FREQ=YEARLY;X=Y", "?"]
)
def test_a_hostile_zone_rule_costs_only_the_zone(rule: str) -> None:
    start, zone, notes = at_nine("Evil", OWN_ZONE.format(name="Evil", rule=rule))
    assert (start, zone) == ("2026-07-06T09:00:00", None)
    assert "cannot be read" in notes[0]


def test_the_hour_that_comes_twice_and_the_one_that_never_does() -> None:
    """In a zone only the file knows, in the nights of 29 March and 25 October."""
    head = OWN_ZONE.format(name="Office", rule=SUMMER)
    night = "UID:n\nDTSTART;TZID=Office:{0}T010000\nRRULE:FREQ=HOURLY;COUNT=3"
    spring, autumn = (
        [
            one.start.isoformat()[11:]
            for one in read(calendar(night.format(day), head=head)).occurrences
        ]
        for day in ("20260329", "20261025")
    )
    assert spring == ["01:00:00+01:00", "03:00:00+02:00"]
    assert autumn == ["01:00:00+02:00", "02:00:00+02:00", "03:00:00+01:00"]


def test_times_in_utc_are_told_on_the_clock_of_a_zone_only_the_file_knows() -> None:
    head = OWN_ZONE.format(name="Office", rule=SUMMER) + "X-WR-TIMEZONE:Office\n"
    events = ("UID:a\nDTSTART:20261025T003000Z", "UID:b\nDTSTART:20261025T013000Z")
    reading = read(calendar(*events, head=head))
    assert [one.start.isoformat()[11:] for one in reading.occurrences] == [
        "02:30:00+02:00",
        "02:30:00+01:00",
    ]
    assert all(isinstance(one.start.tzinfo, timezone) for one in reading.occurrences)


HOSTILE = [
    "/etc/passwd", "../../etc/passwd", "..", ".", "/", "Europe", "Europe/", "posix", "right",
    "posixrules", "tzdata.zi", "zone.tab", "leapseconds", "+VERSION", "file:///etc/passwd",
    "~/.ssh/id_rsa", "/dev/zero", "/dev/stdin", "/proc/self/environ", "C:\\Windows\\win.ini",
    "\\\\server\\share", "a" * 300, "Europe/../Europe/Berlin/..", "Europe/Berlin\x00", "%s%n",
    "localtime", "/usr/share/zoneinfo/posixrules", "Europe//Berlin", "{0}", "NUL",
]  # fmt: skip


def test_a_zone_name_is_never_opened_as_a_path() -> None:
    """Every file opened while hostile names are read is watched."""
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open":
            opened.append(str(arguments[0]))

    at_nine("Warm up")
    sys.addaudithook(watch)
    for name in HOSTILE:
        reading = read(calendar(f"UID:z\nDTSTART;TZID={name}:20260706T090000"))
        assert reading.imported == 1
    assert at_nine("Asia/Kathmandu")[1] == "Asia/Kathmandu"
    watching = False
    assert any(path.endswith("Kathmandu") for path in opened)
    allowed = ("zoneinfo", "tzdata", "site-packages", "mle_planner")
    assert [path for path in opened if not any(part in path for part in allowed)] == []


def test_a_time_in_utc_stays_utc_whatever_zone_it_names() -> None:
    reading = read(calendar("UID:z\nDTSTART;TZID=Europe/Berlin:20260706T090000Z"))
    assert spans(reading)[0].startswith("2026-07-06T09:00:00+00:00")


def test_a_zone_name_with_a_colon_needs_no_quotes() -> None:
    head = OWN_ZONE.format(name="(UTC+01:00) Berlin", rule=SUMMER)
    data = calendar("UID:z\nDTSTART;TZID=(UTC+01:00) Berlin:20260706T090000", head=head)
    assert spans(read(data))[0].startswith("2026-07-06T09:00:00+02:00")


@pytest.mark.parametrize(
    ("name", "start", "became"),
    [
        ("PDT", "09:00:00-07:00", "America/Los_Angeles"),
        ("edt", "09:00:00-04:00", "America/New_York"),
        ("CEST", "09:00:00+02:00", "Europe/Berlin"),
        ("UTC+1", "09:00:00+01:00", "UTC+01:00"),
        ("GMT-0500", "09:00:00-05:00", "UTC-05:00"),
        ("UTC+05:30", "09:00:00+05:30", "UTC+05:30"),
        ("(UTC-05:00) Eastern Time", "09:00:00-04:00", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "09:00:00-04:00", "America/New_York"),
        ("(UTC-08:00) Pacific Time (US & Canada)", "09:00:00-07:00", "America/Los_Angeles"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", "09:00:00+02:00", "Europe/Amsterdam"),
        ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", "09:00:00+02:00", "Europe/Sarajevo"),
        ("(UTC+05:00) Nowhere, Nothing", "09:00:00+05:00", "UTC+05:00"),
        ("Eastern Standard Time 1", "09:00:00-04:00", "America/New_York"),
        ("Eastern Time", "09:00:00-04:00", "America/New_York"),
    ],
)
def test_what_programs_show_is_read_and_said(name: str, start: str, became: str) -> None:
    zone = became if "/" in became else None
    note = f"Time zone “{name}” was read as {became}."
    assert at_nine(name) == (f"2026-07-06T{start}", zone, (note,))


@pytest.mark.parametrize(
    "name", ["IST", "UTC+25", "(UTC+99:00) Berlin", "(GMT +01:00)", "Nowhere Time", "+", "1", "()"]
)
def test_a_name_that_says_too_little_stays_local_and_is_said(name: str) -> None:
    start, zone, (note,) = at_nine(name)
    assert (start, zone) == ("2026-07-06T09:00:00", None)
    assert note == f"Time zone “{name}” is unknown; its times were read as local time."


def test_a_city_with_another_offset_than_the_one_beside_it_is_not_taken() -> None:
    assert at_nine("(UTC-05:00) Berlin")[0] == "2026-07-06T09:00:00-05:00"
