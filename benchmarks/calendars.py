"""Every calendar of a corpus folder, read and compared with what two other engines agree on.

``python -m benchmarks.calendars FOLDER [--limit N] [--child]`` where FOLDER holds
``manifest.csv`` (a number and a window per file), ``ics/<number>.ics`` and
``expected/starts.json``. With ``--child`` each file is read in its own bounded process, as
the program does it; without, all in this one, which is quicker.

Where a file is read otherwise than expected, it is written as the other engines understand it, by
one rule for each difference that is intended (decision 9), and read again: what is as expected then
differs by that rule and nothing else.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import available_timezones

from mle_planner.core.calendars.ical.reading import read_calendar_file
from mle_planner.core.calendars.ical.values import CalendarError, CalendarReading, ReadingLimits
from mle_planner.core.calendars.ical.whole_calendar import read_here

#: What a single file may cost.
MOST_S, MOST_MB = 5.0, 300

_FOLD = re.compile(rb"\r?\n[ \t]")
_EVENT = re.compile(rb"(?ims)^BEGIN:VEVENT\s*$.*?^END:VEVENT\s*$")
_TIMED = re.compile(rb"(?im)^DTSTART[;:].*\dT\d")
_UNTIL_DATE = re.compile(rb"(?i)(UNTIL=\d{8})(?=;|\s)")
_ZONE = re.compile(rb"(?i);TZID=\"?([^\":;]+)\"?(?=[:;])")


def _until_in_utc(data: bytes) -> bytes:
    def event(found: re.Match[bytes]) -> bytes:
        text = found[0]
        return _UNTIL_DATE.sub(rb"\1T000000Z", text) if _TIMED.search(text) else text

    return _EVENT.sub(event, data)


def _without_misspelt_zones(data: bytes) -> bytes:
    known = {name.encode() for name in available_timezones()}
    folded = {name.lower() for name in known}

    def zone(found: re.Match[bytes]) -> bytes:
        return b"" if found[1] not in known and found[1].lower() in folded else found[0]

    return _ZONE.sub(zone, data)


#: What is intended otherwise than the engines agree on, with the file as they understand it.
WANTED: dict[str, Callable[[bytes], bytes]] = {
    "a date as UNTIL of a timed series includes that day": _until_in_utc,
    "a zone is found whatever the case of its letters": _without_misspelt_zones,
}

Span = tuple[str, str]


def moment_text(moment: datetime | date) -> str:
    """A moment as it is compared: a date, a wall clock, or UTC."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.isoformat()


def expected_text(written: str) -> str:
    """The same for an expected value."""
    return written if len(written) == 10 else moment_text(datetime.fromisoformat(written))


def starts_in_window(moment: datetime | date, first: date, last: date) -> bool:
    if isinstance(moment, datetime):
        moment = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return first <= moment < last


def found_spans(reading: CalendarReading, first: date, last: date) -> Counter[Span]:
    return Counter(
        (moment_text(one.start), moment_text(one.end))
        for one in (*reading.occurrences, *reading.cancelled)
        if starts_in_window(one.start, first, last)
    )


class Tally:
    """Counts and findings of one run."""

    def __init__(self) -> None:
        self.files = self.refused = self.uncaught = self.miscounted = 0
        self.listed = self.identical = self.unexplained = 0
        self.wanted: Counter[str] = Counter()
        self.slowest: list[tuple[float, str]] = []
        self.different: list[str] = []

    def over_time(self) -> int:
        return sum(seconds > MOST_S for seconds, _ in self.slowest)

    @staticmethod
    def is_over_memory() -> bool:
        return (
            peak_mb(resource.RUSAGE_SELF) > MOST_MB or peak_mb(resource.RUSAGE_CHILDREN) > MOST_MB
        )

    def holds(self) -> bool:
        """Whether every file was answered within its bounds, counts add up, and spans are right."""
        is_within = not self.over_time() and not self.is_over_memory()
        is_right = not (self.uncaught or self.miscounted or self.unexplained)
        return is_within and is_right

    def print(self) -> None:
        self.slowest.sort(reverse=True)
        for line in self.different:
            print(line)
        print(f"files {self.files}, refused with a sentence {self.refused}")
        print(f"uncaught errors {self.uncaught}, counts that do not add up {self.miscounted}")
        right = self.identical + self.wanted.total()
        print(f"as expected {right} of {self.listed} = {100 * right / max(self.listed, 1):.2f} %:")
        print(f"  {self.identical} identical to what the other engines agree on")
        for rule, count in self.wanted.items():
            print(f"  {count} once it is written that {rule}")
        print(f"  {self.unexplained} otherwise for no such rule")
        print(f"over {MOST_S:.0f} s {self.over_time()}, over {MOST_MB} MB {self.is_over_memory()}")
        print("slowest", ", ".join(f"{n} {s:.2f} s" for s, n in self.slowest[:5]))
        print(f"peak memory {peak_mb(resource.RUSAGE_SELF)} MB here,", end=" ")
        print(f"{peak_mb(resource.RUSAGE_CHILDREN)} MB in the largest child")


def peak_mb(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def raw_count(data: bytes) -> int:
    """BEGIN:VEVENT lines by another way than the reader's, for text without folded marks."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1")
    return len(re.findall(r"(?im)^BEGIN:VEVENT\s*$", text.replace("\r", "\n").lstrip("ï»¿")))


def window_of(row: dict[str, str]) -> tuple[date, date]:
    """A file without events has no window, and one reaches past the last year."""
    first, last = row["window_start"] or "2024-01-01", row["window_end"] or "2026-01-01"
    return date.fromisoformat(first), date.fromisoformat(last) if len(last) == 10 else date.max


def check_file(
    path: Path, row: dict[str, str], expected: list[list[str]] | None, tally: Tally, in_child: bool
) -> None:
    first, last = window_of(row)
    begun = time.perf_counter()
    tally.files += 1
    reading = None
    try:
        if in_child:
            reading = read_calendar_file(path, first, last, zone="UTC")
        else:
            limits = ReadingLimits()
            reading = read_here(path.read_bytes(), first, last, zone="UTC", limits=limits)
    except CalendarError as error:
        tally.refused += 1
        if expected is not None:
            tally.different.append(f"{path.name}: refused: {error}")
            tally.unexplained += 1
    except Exception:
        tally.uncaught += 1
        tally.different.append(f"{path.name}: {traceback.format_exc()}")
    tally.slowest.append((time.perf_counter() - begun, path.name))
    if reading is not None:
        counts = (reading.found, reading.imported + len(reading.reported))
        begins_lost = sum("(BEGIN:VEVENT)" in one.why for one in reading.reported)
        if counts != (raw_count(path.read_bytes()) + begins_lost,) * 2:
            tally.miscounted += 1
            tally.different.append(f"{path.name}: counts {counts}")
    if expected is not None:
        tally.listed += 1
        if reading is not None:
            compare(path, (first, last), expected, reading, tally)


def compare(
    path: Path,
    window: tuple[date, date],
    listed: list[list[str]],
    reading: CalendarReading,
    tally: Tally,
) -> None:
    wanted = Counter((expected_text(start), expected_text(end)) for start, end in listed)
    found = found_spans(reading, *window)
    if found == wanted:
        tally.identical += 1
        return
    reason = next(
        (rule for rule, written in WANTED.items() if read_written(path, written, window) == wanted),
        "",
    )
    tally.wanted.update([reason] if reason else [])
    tally.unexplained += not reason
    missing, surplus = list((wanted - found).elements()), list((found - wanted).elements())
    tally.different.append(
        f"{path.name}: {len(missing)} missing {missing[:3]}, {len(surplus)} surplus {surplus[:3]};"
        f" reported {[(one.where, one.why) for one in reading.reported[:3]]}; {reason or 'why?'}"
    )


def read_written(
    path: Path, written: Callable[[bytes], bytes], window: tuple[date, date]
) -> Counter[Span]:
    """The spans of a file as other engines understand it by one rule."""
    data = written(_FOLD.sub(b"", path.read_bytes()))
    return found_spans(read_here(data, *window, zone="UTC", limits=ReadingLimits()), *window)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="read only the first N files")
    parser.add_argument("--child", action="store_true", help="one bounded process a file")
    chosen = parser.parse_args(arguments)
    with (chosen.folder / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest))[: chosen.limit]
    listed = json.loads((chosen.folder / "expected" / "starts.json").read_text("utf-8"))
    tally = Tally()
    for row in rows:
        path = chosen.folder / "ics" / f"{row['n']}.ics"
        check_file(path, row, listed.get(row["n"]), tally, chosen.child)
    tally.print()
    return 0 if tally.holds() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
