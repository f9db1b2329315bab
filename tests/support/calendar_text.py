"""A calendar written for these tests: a zone, a rule with an exception, all day and floating."""

from __future__ import annotations

from pathlib import Path

_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""

EVENTS = """\
BEGIN:VEVENT
UID:sync
DTSTART;TZID=Europe/Berlin:20261123T104500
DTEND;TZID=Europe/Berlin:20261123T111500
RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=5
EXDATE;TZID=Europe/Berlin:20261125T104500
SUMMARY:Model sync
END:VEVENT
BEGIN:VEVENT
UID:sync
RECURRENCE-ID;TZID=Europe/Berlin:20261124T104500
DTSTART;TZID=Europe/Berlin:20261124T160000
DTEND;TZID=Europe/Berlin:20261124T163000
SUMMARY:Model sync\\, later today
END:VEVENT
BEGIN:VEVENT
UID:away
DTSTART;VALUE=DATE:20261127
DTEND;VALUE=DATE:20261128
SUMMARY:Team day
END:VEVENT
BEGIN:VEVENT
UID:lunch-talk
DTSTART:20261126T120000
DTEND:20261126T130000
SUMMARY:Lunch talk
END:VEVENT
"""

BROKEN_EVENT = """\
BEGIN:VEVENT
UID:broken
DTSTART:yesterday
SUMMARY:No such time
END:VEVENT
"""


def calendar_bytes(events: str = EVENTS) -> bytes:
    """Return a whole calendar as it stands in a file (RFC 5545: lines end with CR and LF)."""
    text = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//tests//EN\n"
        f"X-WR-CALNAME:Team\n{_ZONE}{events}END:VCALENDAR\n"
    )
    return text.replace("\n", "\r\n").encode()


def write_meetings(path: Path, title: str, *starts: str) -> Path:
    """Write a calendar with a meeting of half an hour at each of some times in Berlin."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20261101T000000Z\r\n"
        f"DTSTART;TZID=Europe/Berlin:{start}\r\nDURATION:PT30M\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
        for number, start in enumerate(starts)
    )
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//team//EN\r\n"
    path.write_text(f"{head}{events}END:VCALENDAR\r\n")
    return path
