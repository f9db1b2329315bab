"""Reads logs: Timewarrior's intervals, GTimeLog's time log, and the clocks of Org."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tracking.importing.cells import read_length, read_moment
from mle_planner.core.tracking.importing.lists import timewarrior_time
from mle_planner.core.tracking.importing.rows import (
    ReadTime,
    RejectedRow,
    TimeRowError,
    line_place,
    read_or_reject,
)

_INTERVAL = re.compile(r"inc\s+(\d{8}T\d{6}Z)(?:\s+-\s+(\d{8}T\d{6}Z))?\s*(?:#(.*))?", re.ASCII)
_TAG = re.compile(r'"((?:\\.|[^"\\])*)"|(\S+)')
_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)(?: ([+-]\d{4}))?: ?(.*)", re.ASCII
)  # fmt: skip
_NIGHT_ENDS = timedelta(hours=2)
"""GTimeLog's virtual midnight: work before it belongs to the day before."""
_HEADING = re.compile(
    r"(?P<stars>\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|HOLD|STARTED|CANCELL?ED|KILL|PROJ)\s+)?"
    r"(?:\[#\w\]\s+)?(?P<title>.*?)(?:\s+:(?P<tags>[\w@#%:]+):)?\s*"
)
_ORG_STAMP = r"\[(\d{4}-\d\d-\d\d)(?:\s+[^\]\d\s]+)?\s+(\d{1,2}:\d\d)\]"
_CLOCK = re.compile(rf"\s*CLOCK:\s*{_ORG_STAMP}(?:--{_ORG_STAMP}(?:\s*=>\s*(-?\d+:\d\d))?)?\s*")
_ANY_CLOCK = re.compile(r"\s*CLOCK:(.*)")
_CATEGORY = re.compile(r"\s*:CATEGORY:\s*(.*?)\s*", re.I)


def format_of_log(text: str) -> str:
    """Return the format of a log by its lines; empty where none fits."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if any(_ANY_CLOCK.fullmatch(line) for line in lines):
        return "org"
    first = lines[0] if lines else ""
    if first.startswith("inc "):
        return "timewarrior"
    return "gtimelog" if _STAMP.fullmatch(first) else ""


def read_intervals(text: str) -> Iterator[ReadTime | RejectedRow]:
    """Yield the intervals of a data file of Timewarrior: tags, then an annotation."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match, where = _INTERVAL.fullmatch(line.strip()), line_place(number)
        if match is None:
            yield RejectedRow(where, _("It is not an interval such as inc 20260105T080000Z."))
            continue
        tags, note = _tags_and_note(match[3] or "")
        times = (match[1], match[2] or "")
        yield read_or_reject(where, partial(timewarrior_time, where, *times, tags, note))


def read_gtimelog(text: str) -> Iterator[ReadTime | RejectedRow]:
    """Yield the time before each stamp of a day but its first, which says when the day began.

    ``project: what`` names a project, ``**`` a break; what is marked ``***`` is left out there.
    """
    before: datetime | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        where, match = line_place(number), _STAMP.fullmatch(line.rstrip())
        try:
            if match is None:
                raise TimeRowError(_("It is not a line such as 2026-01-05 09:00: what was done."))
            end = read_moment(f"{match[1]} {match[2]}{match[3] or ''}", None, "ymd")
            start, before = before, end
            if start is None or _work_day(start) != _work_day(end):
                continue
            yield _stamped(where, start, end, match[4])
        except TimeRowError as error:
            yield RejectedRow(where, str(error))


def read_org(text: str) -> Iterator[ReadTime | RejectedRow]:
    """Yield the clocked times of an Org file under the titles of their headings.

    The project is the category of the heading or one above it, else the heading of the first level.
    """
    above: list[tuple[int, str, str]] = []  # the level, title and category of the headings
    tags: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        heading, category = _HEADING.fullmatch(line), _CATEGORY.fullmatch(line)
        if heading:
            level = len(heading["stars"])
            above = [one for one in above if one[0] < level]
            above.append((level, heading["title"], ""))
            tags = tuple(filter(None, (heading["tags"] or "").split(":")))
        elif category and above:
            above[-1] = (*above[-1][:2], category[1])
        elif _ANY_CLOCK.fullmatch(line):
            where = line_place(number)
            try:
                row = _clocked(where, line)
            except TimeRowError as error:
                yield RejectedRow(where, str(error))
                continue
            title = above[-1][1] if above else ""
            named = next((name for _level, _title, name in reversed(above) if name), "")
            top = above[0][1] if len(above) > 1 else ""
            yield replace(row, title=title, project=named or top, tags=tags)


def _tags_and_note(text: str) -> tuple[tuple[str, ...], str]:
    """Return the tags after ``#``, and what follows a second one, which may be quoted."""
    tags: list[str] = []
    note: list[str] = []
    is_note = False
    for match in _TAG.finditer(text):
        word = match[2] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1])
        if match[2] == "#" and not is_note:
            is_note = True
        else:
            (note if is_note else tags).append(word)
    return tuple(tags), " ".join(note)


def _work_day(moment: datetime) -> object:
    return (moment.replace(tzinfo=None) - _NIGHT_ENDS).date()


def _stamped(where: str, start: datetime, end: datetime, text: str) -> ReadTime:
    if text.endswith("***"):
        raise TimeRowError(_("It is marked *** to be left out."))
    is_break = text.endswith("**")
    words, _sign, marked = text.removesuffix("**").strip().partition(" -- ")
    project, colon, title = words.partition(": ")
    if not colon:
        project, title = "", words
    return ReadTime(
        where, start, end, title=title.strip() or project, project=project,
        tags=tuple(marked.split()), is_break=is_break,
    )  # fmt: skip


def _clocked(where: str, line: str) -> ReadTime:
    match = _CLOCK.fullmatch(line)
    if match is None:
        raise TimeRowError(_("It is not a clock with a start and an end."))
    start_day, start_time, end_day, end_time, length = match.groups()
    start = read_moment(f"{start_day} {start_time}", None, "ymd")
    end = read_moment(f"{end_day} {end_time}", None, "ymd") if end_day else None
    seconds = read_length(length, "") if length and not length.startswith("-") else None
    return ReadTime(where, start, end, length_s=seconds if end else None)
