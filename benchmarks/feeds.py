"""What reading a subscription again costs, as a ratio of reading its lines.

``python -m benchmarks.feeds [EVENTS]``. The floor is one process's work of reading a calendar of
EVENTS events (10,000 if left out): unfold its lines and split them. Against it: the first reading,
one where nothing changed, one where the server wrote new stamps only, and one where 10 events
changed. All are processor seconds, those of the bounded reading process included.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.calendars import feeds, refresh
from mle_planner.core.calendars.feeds import Fetched, Validators
from mle_planner.core.calendars.ical.content_lines import split_line, unfold_lines
from mle_planner.core.planner import Planner

MOST_RATIO = 3.0


def calendar_of(count: int) -> bytes:
    """A calendar of that many events, of which a fifth recur."""
    events = [
        f"BEGIN:VEVENT\r\nUID:event-{i}@a.example\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Europe/Berlin:2026{1 + i % 12:02}{1 + i % 28:02}T{8 + i % 9:02}0000\r\n"
        f"DURATION:PT30M\r\nSUMMARY:Event {i}\r\nLOCATION:Room {i}\r\n"
        "DESCRIPTION:What it is about\\, in a line that is long enough to be folded as m\r\n"
        " ost programs fold it\r\n"
        + ("RRULE:FREQ=WEEKLY;COUNT=10\r\n" if i % 5 == 0 else "")
        + "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@a.example\r\nSEQUENCE:1\r\nEND:VEVENT\r\n"
        for i in range(count)
    ]
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//EN\r\n"
    return f"{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def processor_s(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of those it started."""

    def spent() -> float:
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system

    before = spent()
    work()
    return spent() - before


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("events", type=int, nargs="?", default=10_000)
    text = calendar_of(parser.parse_args().events)
    answers = [text]

    def fetch(_address: str, _known: Validators, **_named: object) -> Fetched:
        return Fetched(answers[0], Validators())

    feeds.fetch_feed = refresh.fetch_feed = fetch
    floor = min(
        processor_s(lambda: [split_line(line) for _number, line in unfold_lines(text)])
        for _time in range(3)
    )
    clock = FixedClock(datetime(2026, 11, 24, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    with tempfile.TemporaryDirectory() as folder, Planner.open(Path(folder), clock) as planner:
        started = time.perf_counter()
        first = processor_s(lambda: planner.feeds.add("https://a.example/x", name="Feed"))
        wall = time.perf_counter() - started
        calendar = planner.calendars.all()[0].id
        print(
            f"floor {floor:.2f} s; first reading {first / floor:.1f} x, {wall:.1f} s of wall clock"
        )
        changed = text
        for number in range(0, 1000, 100):
            changed = changed.replace(b"SUMMARY:Event %d\r" % number, b"SUMMARY:Moved\r")
        worst = 0.0
        for name, answer in (
            ("unchanged", text),
            ("other stamps", text.replace(b"DTSTAMP:2026", b"DTSTAMP:2027")),
            ("10 events changed", changed),
        ):
            answers[0] = answer
            cost = processor_s(lambda: planner.feeds.refresh(calendar)) / floor
            worst = max(worst, cost)
            print(f"{name:18} {cost:.2f} x (at most {MOST_RATIO:.0f} x)")
    return int(worst > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
