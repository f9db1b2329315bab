"""A broken calendar costs what is broken in it, and every event is accounted for."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mle_planner.core.calendars.ical.values import CalendarError, CalendarReading, ReadingLimits
from mle_planner.core.typed.title import one_line
from tests.core.calendars.ical.reading_support import calendar, read, reasons, spans
from tests.support.amounts import examples

BEGIN_LOST = "its first line (BEGIN:VEVENT) is missing or damaged"

OUTSIDE_YEARS = "it begins or ends outside the years 1971 to 2999"

GOOD = "UID:good\nSUMMARY:Good\nDTSTART:20260105T090000Z\nDTEND:20260105T100000Z"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("UID:b\nSUMMARY:Bad", "it has no start (DTSTART)"),
        ("UID:b\nSUMMARY:Bad\nDTSTART:yesterday", "“yesterday” is not a date or time"),
        ("UID:b\nSUMMARY:Bad\nDTSTART:20260230", "“20260230” does not exist as a date or time"),
        ("UID:b\nSUMMARY:Bad\nDTSTART:20260105T250000Z",
         "“20260105T250000Z” does not exist as a date or time"),
        ("UID:b\nSUMMARY:Bad\nDTSTART:20260105T090000Z\nDTEND:20260105T080000Z",
         "it ends before it starts"),
        ("UID:b\nSUMMARY:Bad\nDTSTART:20260105T090000Z\nDURATION:P1H",
         "“P1H” is not a duration"),
        ("UID:b\nSUMMARY:Bad\nDTSTART:20260105\nDURATION:P999999999W",
         "“P999999999W” is longer than any calendar allows"),
        ("UID:b\nSUMMARY:Bad\nDTSTART;TZID=Asia/Tokyo:00010101T000000",
         OUTSIDE_YEARS),
        ("UID:b\nSUMMARY:Bad\nDTSTART:20260105T090000Z\nDTEND:99991231T235959Z", OUTSIDE_YEARS),
        ("UID:b\nSUMMARY:Bad\nDTSTART;TZID=America/New_York:20260105T090000\n"
         "DTEND;TZID=America/New_York:99991231T235959", OUTSIDE_YEARS),
        ("UID:b\nSUMMARY:Bad\nDTSTART:09990105\nDTEND:20260105", OUTSIDE_YEARS),
        ("UID:b\nSUMMARY:Bad\nDTSTART:20260105T090000Z\nRRULE:FREQ=OFTEN",
         "its rule does not say how often it repeats"),
        ("UID:b\nSUMMARY:Bad\nRECURRENCE-ID:x\nDTSTART:20260105T090000Z",
         "“x” is not a date or time"),
    ],
)  # fmt: skip
def test_a_bad_event_is_reported_and_the_good_one_imported(lines: str, why: str) -> None:
    reading = read(calendar(lines, GOOD))
    assert reasons(reading) == [f"line 4: event “Bad”: {why}"]
    assert [one.summary for one in reading.occurrences] == ["Good"]


def test_a_moved_occurrence_that_never_ends_costs_no_other_of_its_series() -> None:
    series = "UID:s\nSUMMARY:Sync\nDTSTART:20260105T090000Z\nDTEND:20260105T100000Z"
    moved = "UID:s\nSUMMARY:Sync\nRECURRENCE-ID:20260106T090000Z\nDTSTART:20260106T090000Z"
    reading = read(
        calendar(f"{series}\nRRULE:FREQ=DAILY;COUNT=3", f"{moved}\nDTEND:99991231T000000Z")
    )
    assert reasons(reading) == [f"line 11: event “Sync”: {OUTSIDE_YEARS}"]
    assert [one.start.day for one in reading.occurrences] == [5, 7]


BOMBS = [
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000000",
    "FREQ=MINUTELY;UNTIL=99991231T235959Z",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MINUTELY;BYMONTH=4;BYMONTHDAY=31,-31",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
    "FREQ=YEARLY;BYMONTHDAY=1,2,3;BYHOUR={0};BYMINUTE={1};BYSECOND={1};BYSETPOS=-1",
    "FREQ=DAILY;BYHOUR={0};BYMINUTE={1}",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=1000000000000000000",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=-5",
    "FREQ=MONTHLY;BYDAY=0MO",
    "FREQ=MONTHLY;BYDAY=60MO",
    "FREQ=YEARLY;BYWEEKNO=54",
    "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=YEARLY;BYYEARDAY=" + ",".join(["1"] * 300_000),
    "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
    "FREQ=DAILY;BYSETPOS=0",
    "FREQ=DAILY;COUNT=" + "9" * 5000,
    "FREQ=DAILY;FREQ=SECONDLY",
    "FREQ=DAILY;UNTIL=never",
    "FREQ=MONTHLY;RSCALE=HEBREW;BYMONTH=5",
]


@pytest.mark.parametrize("rule", BOMBS, ids=lambda rule: rule[:40])
def test_a_rule_that_cannot_be_followed_costs_its_own_event(rule: str) -> None:
    rule = rule.format(",".join(map(str, range(24))), ",".join(map(str, range(60))))
    reading = read(calendar(f"UID:b\nSUMMARY:Bomb\nDTSTART:20000103T090000Z\nRRULE:{rule}", GOOD))
    assert [one.summary for one in reading.occurrences] == ["Good"]
    assert [one.where for one in reading.reported] == ["line 4: event “Bomb”"]
    assert "rule" in reading.reported[0].why or "repeats" in reading.reported[0].why


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY;COUNT=1000000000", 365),
        ("FREQ=DAILY;COUNT=9500", 5),
        ("FREQ=DAILY;COUNT=9495", 0),
        ("FREQ=MINUTELY;INTERVAL=30;COUNT=455752", 10),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=680", 1),
        ("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=2", 0),
        ("FREQ=MONTHLY;BYDAY=5TU;BYMONTHDAY=1", 0),
        ("FREQ=YEARLY;INTERVAL=999999", 0),
        ("FREQ=MINUTELY;COUNT=3;BYHOUR=11,12", 0),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", 365),
    ],
)
def test_a_strange_rule_with_an_answer_is_followed(rule: str, count: int) -> None:
    reading = read(calendar(f"UID:b\nDTSTART:20000103T090000Z\nRRULE:{rule}"))
    assert (reasons(reading), len(reading.occurrences)) == ([], count)


def test_too_many_occurrences_are_reported_not_cut_off() -> None:
    limits = ReadingLimits(occurrences=400)
    daily = "UID:{0}\nSUMMARY:{0}\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY"
    reading = read(calendar(daily.format("a"), daily.format("b")), limits=limits)
    assert len(reading.occurrences) == 365
    assert reasons(reading) == ["line 10: event “b”: the calendar has more than 400 occurrences"]


def test_past_the_limit_no_series_is_expanded_and_single_events_are_read() -> None:
    limits = ReadingLimits(occurrences=400)
    series = "UID:{0}\nSUMMARY:{0}\nDTSTART:20260101T090000Z\nRRULE:FREQ={1}"
    events = [series.format("a", "DAILY"), series.format("b", "DAILY")]
    events += [series.format(f"c{number}", "MONTHLY") for number in range(3)]
    reading = read(calendar(*events, "UID:d\nDTSTART:20260105T090000Z"), limits=limits)
    assert {one.uid for one in reading.occurrences} == {"a", "d"}
    assert len(reading.reported) == 4
    assert all("more than 400 occurrences" in report.why for report in reading.reported)


def test_bad_exceptions_are_noted_and_the_series_is_kept() -> None:
    reading = read(
        calendar("UID:a\nDTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:soon\nRDATE:x")
    )
    assert len(reading.occurrences) == 2
    assert len(reading.notes) == 2
    assert reading.imported == 1


def test_a_middle_event_without_its_end_is_reported() -> None:
    broken = calendar(GOOD, GOOD.replace("good", "second")).replace(b"END:VEVENT\r\n", b"", 1)
    reading = read(broken)
    assert (reading.found, reading.imported) == (2, 1)
    assert reading.reported[0].why == "it has no end mark (END:VEVENT)"


@pytest.mark.parametrize(
    ("begin", "where"),
    [
        (b"BEGIN VEVENT", "line 9: event “Good”"),
        (b"BGIN:VEVENT", "line 9: event “Good”"),
        (b"BEGIN:VEVNT", "line 9: event"),
        (b"", "line 9: event “Good”"),
    ],
)
def test_an_event_whose_first_line_is_damaged_is_reported(begin: bytes, where: str) -> None:
    three = calendar(GOOD, GOOD.replace("UID:good", "UID:second"), GOOD.replace("good", "third"))
    before, rest = three.split(b"END:VEVENT", 1)
    broken = before + b"END:VEVENT" + rest.replace(b"BEGIN:VEVENT", begin, 1)
    reading = read(broken)
    assert (reading.found, reading.imported) == (3, 2)
    assert [one.uid for one in reading.occurrences] == ["good", "third"]
    assert [one.why for one in reading.reported] == [BEGIN_LOST]
    assert reading.reported[0].where.endswith(where.partition(": ")[2])


def test_a_task_that_ends_like_an_event_is_none() -> None:
    data = calendar(GOOD).replace(
        b"END:VCALENDAR", b"BEGIN:VTODO\r\nUID:t\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    reading = read(data)
    assert (reading.found, reading.imported) == (1, 1)


def test_an_event_inside_another_is_imported_and_the_outer_one_reported() -> None:
    inner = GOOD + "\nBEGIN:VEVENT\n" + GOOD.replace("good", "inner") + "\nEND:VEVENT"
    reading = read(calendar(inner))
    assert (reading.found, [one.uid for one in reading.occurrences]) == (2, ["inner"])
    assert reasons(reading) == ["line 4: event “Good”: it has no end mark (END:VEVENT)"]


@pytest.mark.parametrize(
    "data",
    [
        calendar(GOOD).replace(b"\r\n", b"\n"),
        calendar(GOOD).replace(b"\r\n", b"\r"),
        b"\xef\xbb\xbf" + calendar(GOOD),
        calendar(GOOD).decode().encode("utf-16"),
        calendar(GOOD).replace(b"SUMMARY:Good", b"SUMMARY:Go\r\n od"),
        calendar(GOOD).replace(b"VEVENT", b"vevent ").replace(b"DTSTART", b"dtstart"),
        calendar(GOOD).replace(b"UID:", b"\r\nno colon here\r\nUID:"),
        calendar(GOOD).replace(b"UID:", b"SUMM\x00ARY:Good\r\nUID:").replace(b"\x00", b"\x00\x07"),
        b"junk before\r\n" + calendar(GOOD) + b"junk: after\r\n",
        calendar(GOOD) + calendar(GOOD.replace("good", "other").replace("0105", "1205").replace(
            "2026", "1999")),
    ],
    ids=["LF", "CR", "BOM", "UTF-16", "folded", "lower case", "stray", "NUL", "junk", "two"],
)  # fmt: skip
def test_odd_writing_reads_the_same(data: bytes) -> None:
    reading = read(data)
    assert spans(reading) == ["2026-01-05T09:00:00+00:00 2026-01-05T10:00:00+00:00"]
    assert reading.occurrences[0].summary == "Good"


def test_text_is_one_clean_line() -> None:
    decomposed = unicodedata.normalize("NFD", "Größe")
    data = calendar(
        GOOD.replace("SUMMARY:Good", f"SUMMARY:{decomposed}\\, eins\\;\\n zwei\\\\ \x07drei\t!")
    )
    assert read(data).occurrences[0].summary == "Größe, eins; zwei\\ drei !"


def test_text_is_cleaned_as_a_typed_title_is() -> None:
    hostile = "\u202e12:00\u202c\u2067 \x9b31m Z" + "\u0301" * 3000
    data = calendar(GOOD.replace("SUMMARY:Good", f"SUMMARY:{hostile}"))
    assert read(data).occurrences[0].summary == one_line("12:00 31m Z" + "\u0301" * 5)


def test_text_that_is_not_utf8_is_read_as_windows_text() -> None:
    data = calendar(GOOD).replace(b"SUMMARY:Good", b"SUMMARY:Caf\xe9")
    assert read(data).occurrences[0].summary == "Café"


def test_a_fold_inside_a_character_is_undone() -> None:
    data = calendar(GOOD).replace(b"SUMMARY:Good", b"SUMMARY:Caf\xc3\r\n \xa9")
    assert read(data).occurrences[0].summary == "Café"


def test_an_alarm_does_not_overwrite_its_event() -> None:
    alarm = "\nBEGIN:VALARM\nSUMMARY:Wake\nDURATION:PT5M\nATTENDEE:mailto:x\nEND:VALARM"
    (one,) = read(calendar(GOOD + "\nATTENDEE:mailto:a\nATTENDEE:mailto:b" + alarm)).occurrences
    assert (one.summary, one.attendee_count, one.is_busy) == ("Good", 2, True)


def test_what_matters_to_a_plan_is_read() -> None:
    (one,) = read(
        calendar(GOOD + "\nLOCATION:Room 4\nTRANSP:TRANSPARENT\nSTATUS:TENTATIVE")
    ).occurrences
    assert (one.location, one.is_busy, one.status, one.uid, one.recurrence) == (
        "Room 4",
        False,
        "tentative",
        "good",
        "",
    )


def test_who_declined_is_read() -> None:
    attendees = (
        "\nATTENDEE;PARTSTAT=DECLINED:mailto:Me@Example.com"
        "\nATTENDEE;PARTSTAT=declined;EMAIL=ann@example.com:urn:uuid:1"
        "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.com"
        "\nATTENDEE;PARTSTAT=DECLINED:urn:uuid:2"
    )
    (one,) = read(calendar(GOOD + attendees)).occurrences
    assert (one.declined_by, one.attendee_count) == ("me@example.com ann@example.com", 4)


def test_a_crowd_that_declined_is_cut_short() -> None:
    """So that no file can make each of its occurrences as large as itself."""
    crowd = "".join(
        f"\nATTENDEE;PARTSTAT=DECLINED:mailto:guest{place}@example.com" for place in range(5000)
    )
    (one,) = read(calendar(GOOD + crowd)).occurrences
    assert one.declined_by.startswith("guest0@example.com guest1@example.com ")
    assert len(one.declined_by) <= ReadingLimits().text_length
    assert all(name.endswith("@example.com") for name in one.declined_by.split())


@pytest.mark.parametrize(
    ("line", "is_busy"),
    [
        ("TRANSP:OPAQUE", True), ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", False),
    ],
)  # fmt: skip
def test_outlook_says_what_is_free(line: str, is_busy: bool) -> None:
    (one,) = read(calendar(f"{GOOD}\n{line}")).occurrences
    assert one.is_busy is is_busy


def test_a_cancelled_calendar_has_no_occurrences() -> None:
    reading = read(calendar(GOOD, head="METHOD:CANCEL\n"))
    assert (reading.imported, spans(reading), len(reading.cancelled)) == (1, [], 1)


def test_events_without_uid_get_the_same_names_again() -> None:
    twice = calendar("DTSTART:20260105T090000Z", "DTSTART:20260105T090000Z")
    names = [one.uid for one in read(twice).occurrences]
    assert len(set(names)) == 2
    assert names == [one.uid for one in read(twice).occurrences]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"),
        (b"\n  <HTML>", "is a web page"),
        (b"name,start,end\nStandup,9,10\n", "not an iCalendar file"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "not an iCalendar file"),
        (bytes(range(256)) * 20, "not an iCalendar file"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 5000, "nested too deep"),
    ],
)
def test_what_is_no_calendar_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(CalendarError, match=sentence) as refusal:
        read(data)
    assert "Nothing was imported" in str(refusal.value)


def test_too_many_events_are_refused() -> None:
    with pytest.raises(CalendarError, match="more than 10 events"):
        read(calendar(*[GOOD] * 11), limits=ReadingLimits(events=10))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(CalendarError, match="larger than 0 MB"):
        read(calendar(GOOD), limits=ReadingLimits(size_bytes=10))


RICH = calendar(
    GOOD,
    "UID:s\nSUMMARY:Standup\nDTSTART;TZID=Office:20260105T090000\nDURATION:PT30M\n"
    "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=8\nEXDATE;TZID=Office:20260106T090000",
    "UID:s\nRECURRENCE-ID;TZID=Office:20260112T090000\nDTSTART;TZID=Office:20260112T100000\n"
    "DURATION:PT30M\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM",
    "UID:h\nSUMMARY:Größe\nDTSTART;VALUE=DATE:20260401\nRDATE;VALUE=DATE:20260501",
    head=(
        "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    ),
)


def test_the_rich_calendar_is_well_formed() -> None:
    """What the mutations below begin from."""
    reading = read(RICH)
    assert (reading.imported, reasons(reading), len(reading.occurrences)) == (4, [], 10)


def test_a_calendar_cut_off_anywhere_is_refused_whole() -> None:
    for length in range(len(RICH) - len(b"\r\n")):
        with pytest.raises(CalendarError, match="Nothing was imported"):
            read(RICH[:length])


def raw_count(data: bytes) -> int:
    """Events by unfolding the text and counting lines, another way than the reader's."""
    unfolded = re.sub(rb"[\r\n]*\n[ \t]", b"", data)
    visible = unfolded.translate(None, bytes([*range(9), *range(11, 32), 127]))
    return len(re.findall(rb"(?im)^BEGIN:VEVENT\s*$", visible))


def without_begin(reading: CalendarReading) -> int:
    """Events that were reported because they lost their BEGIN line."""
    return sum(one.why == BEGIN_LOST for one in reading.reported)


@pytest.mark.slow
@examples(60)
@given(
    st.lists(
        st.tuples(st.integers(0, len(RICH) - 1), st.integers(0, 2), st.binary(max_size=4)),
        min_size=1,
        max_size=8,
    )
)
@example([(RICH.index(b"20260105"), 1, b"0000")])
def test_a_mutated_calendar_is_read_or_refused_and_adds_up(
    changes: list[tuple[int, int, bytes]],
) -> None:
    """Bytes replaced, inserted and removed anywhere: found = imported + reported, or a refusal."""
    data = bytearray(RICH)
    for place, removed, inserted in changes:
        data[place : place + removed] = inserted
    try:
        reading = read(bytes(data), date(2026, 1, 1), date(2026, 7, 1))
    except CalendarError:
        return
    assert reading.found == raw_count(bytes(data)) + without_begin(reading)
    names = [(one.uid, one.recurrence) for one in (*reading.occurrences, *reading.cancelled)]
    assert len(set(names)) == len(names)


@pytest.mark.slow
@examples(40)
@given(
    st.lists(
        st.sampled_from(
            [
                line + b"\r\n"
                for line in sorted(set(RICH.split(b"\r\n")))
                if line[-9:] != b"VCALENDAR"
            ]
            + [b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VALARM\r\n"]
        ),
        max_size=40,
    )
)
def test_lines_in_any_order_add_up(lines: list[bytes]) -> None:
    """However events nest and lose their ends, each BEGIN:VEVENT is counted once.

    What lies before an END:VEVENT without one is reported as an event that lost it.
    """
    data = b"BEGIN:VCALENDAR\r\n" + b"".join(lines) + b"END:VCALENDAR\r\n"
    reading = read(data, date(2026, 1, 1), date(2026, 7, 1))
    assert reading.found == raw_count(data) + without_begin(reading)
