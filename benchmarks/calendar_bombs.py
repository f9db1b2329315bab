"""Calendars made to take for ever or fill the memory, each read as the program reads any other.

``python -m benchmarks.calendar_bombs``. Rules without an end or an answer, and files that are one
huge line, nested, folded or full of events, are read one after the other in a bounded process each.
Printed are seconds of its processor, what its memory reached so far, and what became of the file.
It fails where a rule takes 100 ms more than an empty calendar, a file 5 s, or any 300 MB.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from datetime import date

from mle_planner.core.calendars.ical.reading import read_calendar_text
from mle_planner.core.calendars.ical.values import CalendarError

RULE_S, FILE_S, MOST_MB = 0.1, 5.0, 300

_MINUTES = ",".join(map(str, range(60)))
_HOURS = ",".join(map(str, range(24)))
RULES = (
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000000",
    "FREQ=DAILY;COUNT=1000000000",
    "FREQ=MINUTELY;UNTIL=99991231T235959",
    *(
        f"FREQ={frequency};BYMONTH=2;BYMONTHDAY=30"
        for frequency in ("YEARLY", "SECONDLY", "MINUTELY", "HOURLY", "DAILY")
    ),
    "FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=2",
    f"FREQ=YEARLY;BYMONTHDAY=1,2,3;BYHOUR={_HOURS};BYMINUTE={_MINUTES};BYSECOND={_MINUTES};BYSETPOS=-1",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=1000000000000000000",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=-5",
    "FREQ=MONTHLY;BYDAY=0MO",
    "FREQ=MONTHLY;BYDAY=60MO",
    "FREQ=MONTHLY;BYDAY=5TU;BYMONTHDAY=1",
    "FREQ=MONTHLY;INTERVAL=0;BYHOUR=0;BYDAY=MO;BYMONTHDAY=1;UNTIL=20261231T200000",
    "FREQ=SECONDLY;INTERVAL=60;BYSECOND=30",
    "FREQ=YEARLY;BYWEEKNO=54",
    "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
    "FREQ=YEARLY;BYYEARDAY=" + ",".join(["1"] * 300_000),
)


def event(number: int, *lines: bytes) -> bytes:
    head = b"UID:%d\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:e\r\n" % number
    return b"BEGIN:VEVENT\r\n" + head + b"\r\n".join([*lines, b"END:VEVENT\r\n"])


def calendar(*parts: bytes) -> bytes:
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    return head + b"".join(parts) + b"END:VCALENDAR\r\n"


def zone(number: int, rule: bytes) -> bytes:
    return (
        b"BEGIN:VTIMEZONE\r\nTZID:Z%d\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:%b\r\n"
        b"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    ) % (number, rule)


START = b"DTSTART:20260101T080000Z"


def files() -> dict[str, bytes]:
    yearly = b"FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"
    return {
        "a line of 20 MB": calendar(event(1, START, b"SUMMARY:" + b"A" * 20_000_000)),
        "300,000 folds": calendar(event(1, START, b"DESCRIPTION:" + b"A\r\n " * 300_000)),
        "5,000 events in each other": calendar(
            b"BEGIN:VEVENT\r\n" * 5000 + b"END:VEVENT\r\n" * 5000
        ),
        "50,000 events": calendar(*(event(i, START) for i in range(50_000))),
        "100,000 parameters": calendar(
            event(1, START, b"LOCATION" + b"".join(b";X-%d=1" % i for i in range(100_000)) + b":x")
        ),
        "300,000 excluded dates": calendar(
            event(1, START, b"RRULE:FREQ=DAILY", b"EXDATE:" + b",".join([START[8:]] * 300_000))
        ),
        "5 MB of quotes": calendar(
            event(1, START, b'LOCATION;X="' + b'\\"^n' * 1_250_000 + b'":x')
        ),
        "20,000 zones": calendar(*(zone(i, yearly) for i in range(20_000)), event(1, START)),
        "a zone that changes every second": calendar(
            zone(1, b"FREQ=SECONDLY"), event(1, b"DTSTART;TZID=Z1:20260101T080000")
        ),
    }


def reading_of(data: bytes) -> tuple[float, str]:
    """Processor seconds of the reading process, and what became of the file."""
    before = os.times()
    try:
        read = read_calendar_text(data, date(2026, 1, 1), date(2026, 2, 1), zone="Europe/Berlin")
    except CalendarError as error:
        outcome = str(error)
    else:
        why = "; ".join(sorted({one.why for one in read.reported}))
        outcome = f"{read.imported} of {read.found} events, {len(read.occurrences)} times. {why}"
    after = os.times()
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system, outcome


def main() -> int:
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    empty = reading_of(calendar())[0]
    slow = 0
    rules = {
        rule[:40]: (calendar(event(1, b"DTSTART:20000103T090000Z", b"RRULE:" + rule.encode())))
        for rule in RULES
    }
    for most, bombs in ((RULE_S, rules), (FILE_S, files())):
        for name, data in bombs.items():
            seconds, outcome = reading_of(data)
            seconds -= empty
            slow += seconds > most
            mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(f"{name:40} {seconds:6.2f} s {mb:4} MB  {outcome[:100]}", flush=True)
    print(f"{len(RULES)} rules and {len(files())} files, {slow} too slow, {mb} MB at most")
    return 1 if slow or mb > MOST_MB else 0


if __name__ == "__main__":
    sys.exit(main())
