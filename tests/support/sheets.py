"""Timesheets for the tests of files: a month in three currencies, and texts that would do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Project, ProjectId, Task, TaskId
from mle_planner.core.timesheet.formats.format import ExportOptions
from mle_planner.core.timesheet.formats.registry import FORMATS
from mle_planner.core.timesheet.sheet import Timesheet, timesheet
from tests.support.tracked_time import ANALYSIS, CODING, EMAIL, STANDUP, tracked

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)

SCORING = Project(ProjectId(1), "Fraud scoring", "Payments, Ltd.", rate_cents=9500, currency="EUR")
ROUTING = Project(ProjectId(2), "Routing", "Harbour", rate_cents=12050, currency="USD")
MAPS = Project(ProjectId(3), "Maps", "Harbour", rate_cents=110_00, currency="CHF")
INTERNAL = Project(ProjectId(4), "Platform", billable=False)
TASK = Task(TaskId(7), "Drift monitor", CODING.id, datetime(2026, 1, 5, tzinfo=UTC))

_KINDS = (
    (CODING, SCORING), (ANALYSIS, ROUTING), (CODING, MAPS), (STANDUP, None), (EMAIL, INTERNAL),
    (CODING, ROUTING), (ANALYSIS, SCORING), (CODING, None),
)  # fmt: skip


def month(count: int = 160, rounding_min: int = 6) -> Timesheet:
    """A November of so many entries of odd lengths, eight each working day, in Berlin."""
    entries = []
    for at in range(count):
        day, place = divmod(at, 8)
        date_of_entry = datetime(2026, 11, 2, 7, tzinfo=UTC) + timedelta(days=day + day // 5 * 2)
        start = date_of_entry + timedelta(minutes=70 * place, seconds=at)
        length = timedelta(minutes=21 + (at * 7) % 47, seconds=(at * 13) % 60)
        activity, project = _KINDS[(at * 3 + day) % 8]
        item = tracked(at + 1, Span(start, start + length), activity, project, f"Work {at}")
        entries.append(replace(item, task=TASK) if project is SCORING else item)
    return timesheet(entries, PlanningDays(BERLIN), FIRST, LAST, rounding_min)


def with_texts(sheet: Timesheet, text: str) -> Timesheet:
    """The same sheet with a text in every field of every line."""
    lines = tuple(
        replace(
            line,
            title=text,
            note=text,
            activity=replace(line.activity, name=text),
            project=line.project and replace(line.project, name=text, client=text),
            task=line.task and replace(line.task, title=text),
        )
        for line in sheet.lines
    )
    return replace(sheet, lines=lines)


def options(**chosen: str) -> ExportOptions:
    """What a file is written with: an invented user in Berlin."""
    return ExportOptions(BERLIN, chosen, "Robin de Vries", "robin@example.org")


def written(name: str, sheet: Timesheet, **chosen: str) -> bytes:
    """The file of a format."""
    return FORMATS[name].write(sheet, options(**chosen))


HOSTILE = (
    '=HYPERLINK("http://example.org","x")', "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1",
    "\n=1+1", "＝1+1", "＋1", "－1", "＠1", " =1+1", "\u200f=1+1", "\ufeff=1+1", "\u200b=1+1",
    "=cmd|' /C calc'!A0", "=DDE(\"cmd\";\"/C calc\";\"a\")", "{=1+1}", "'=1+1", "http://example.org",
    "mailto:me@example.org", "internal:Sheet1!A1", "external:c:\\x.xlsx", "file:///etc/passwd",
    "=_xlfn.WEBSERVICE(\"http://example.org\")", "<b>bold</b>", "<img src='file:///etc/passwd'>",
    "&lt;b&gt; &amp;", "]]>", "_x0041_", "a\x00b", "a\x01\x1fb", "\x1b[31mred", "\ud83d", "\udc80x",
    "\ufffe\uffff", "\u202egnp.exe", "semi;colon,comma\"quote", "BEGIN:VEVENT\nEND:VCALENDAR",
    "naïve שלום 数据 👩\u200d💻",
)  # fmt: skip
"""What a cell, a page or a calendar could take for more than text."""
