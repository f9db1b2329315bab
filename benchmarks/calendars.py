"""Every calendar of a corpus folder, read and compared with what two other engines agree on.

``python -m benchmarks.calendars FOLDER [--limit N] [--child]`` where FOLDER holds
``manifest.csv`` (a number and a window per file), ``ics/<number>.ics`` and
``expected/starts.json``. With ``--child`` each file is read in its own bounded process, as
the program does it; without, all in this one, which is quicker.
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
from datetime import UTC, date, datetime
from pathlib import Path

from mle_planner.core.calendars.ical.reading import read_calendar_file
from mle_planner.core.calendars.ical.values import CalendarError, CalendarReading, ReadingLimits
from mle_planner.core.calendars.ical.whole_calendar import read_here

#: What a single file may cost.
MOST_S, MOST_MB = 5.0, 300

#: Files that are read otherwise than expected, and why (decision 9).
_WHOLE_LAST_DAY = "a date as UNTIL of a timed series includes that day"
EXPLAINED = {
    "964.ics": _WHOLE_LAST_DAY,
    "1102.ics": _WHOLE_LAST_DAY,
    "2415.ics": "the zone America/New_york is New York, and its times are not floating",
    "2732.ics": _WHOLE_LAST_DAY,
    "2736.ics": _WHOLE_LAST_DAY,
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
        share = 100 * self.identical / self.listed if self.listed else 100.0
        self.slowest.sort(reverse=True)
        for line in self.different:
            print(line)
        print(f"files {self.files}, refused with a sentence {self.refused}")
        print(f"uncaught errors {self.uncaught}, counts that do not add up {self.miscounted}")
        explained = self.listed - self.identical - self.unexplained
        print(f"identical to expected {self.identical} of {self.listed} = {share:.2f} %,", end=" ")
        print(f"otherwise for a reason that is listed {explained}, without one {self.unexplained}")
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
    """A file without events has no window of its own, and one reaches past the last year."""
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
            compare(path.name, found_spans(reading, first, last), expected, reading, tally)


def compare(
    name: str, found: Counter[Span], listed: list[list[str]], reading: CalendarReading, tally: Tally
) -> None:
    wanted = Counter((expected_text(start), expected_text(end)) for start, end in listed)
    if found == wanted:
        tally.identical += 1
        return
    reason = EXPLAINED.get(name, "")
    tally.unexplained += not reason
    missing, surplus = list((wanted - found).elements()), list((found - wanted).elements())
    tally.different.append(
        f"{name}: {len(missing)} missing {missing[:3]}, {len(surplus)} surplus {surplus[:3]};"
        f" reported {[(one.where, one.why) for one in reading.reported[:3]]}; {reason or 'why?'}"
    )


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
