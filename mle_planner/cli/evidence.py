"""The commands ``evidence`` and ``capture``: coding time and the editors that report it."""

from __future__ import annotations

import argparse
import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mle_planner.cli.arguments import UsageError
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context, note
from mle_planner.cli.json_values import moment_json
from mle_planner.cli.moments import parse_last_date, parse_past_date
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import whole_minutes
from mle_planner.core.i18n.formats import day_and_clock_text, minutes_text

if TYPE_CHECKING:
    from mle_planner.core.evidence.coding import CodingTime
    from mle_planner.core.evidence.unite import LanePart
    from mle_planner.core.planner import Planner

_MOST_DAYS = 366 * 20


class EvidenceRangeError(PlannerError):
    """Days that are no range."""


def declare_show_evidence(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``evidence``."""
    parser.add_argument("--date", metavar="DATE", help="one day (default: today)")
    parser.add_argument("--from", dest="first", metavar="DATE", help="first day of a range")
    parser.add_argument("--to", dest="last", metavar="DATE", help="last day, included")


def show_evidence(context: Context, options: argparse.Namespace) -> int:
    """Show the coding time of a day or a range, with how well it is evidenced."""
    planner = context.planner
    today = planner.today()
    if options.date is not None and (options.first is not None or options.last is not None):
        raise UsageError("Name one --date, or a range with --from and --to.")
    first = parse_past_date(options.date or options.first or today.isoformat(), today)
    last = first
    if options.date is None and options.first is not None:
        last = today if options.last is None else parse_last_date(options.last, first, today)
    elif options.last is not None:
        raise UsageError("A range needs --from as well as --to.")
    if last < first or (last - first).days >= _MOST_DAYS:
        raise EvidenceRangeError(
            "The range of days ends before it begins or is longer than 20 years. Choose other days."
        )
    found = planner.evidence.coding_time(first, last)
    return context.answer(
        lambda: _coding_json(found, planner.days.zone), lambda: _coding_lines(found, planner)
    )


def _coding_json(found: CodingTime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "coding_min": whole_minutes(found.total),
        "by_grade": {
            grade.value: whole_minutes(length) for grade, length in found.by_grade.items()
        },
        "lanes": [
            {
                "lane": part.lane.value,
                "start": moment_json(datetime.fromtimestamp(part.start, UTC), zone),
                "end": moment_json(datetime.fromtimestamp(part.end, UTC), zone),
                "sources": list(part.sources),
                "grade": part.grade.value if part.grade is not None else None,
                "project": part.project or None,
            }
            for part in found.parts
        ],
    }


def _coding_lines(found: CodingTime, planner: Planner) -> list[str]:
    grades = ", ".join(
        f"{grade.value} {minutes_text(whole_minutes(length))}"
        for grade, length in found.by_grade.items()
    )
    head = f"Coding {minutes_text(whole_minutes(found.total))}: {grades}"
    return [head, *columns([_part_row(part, planner) for part in found.parts])]


def _part_row(part: LanePart, planner: Planner) -> tuple[str, ...]:
    zone, now = planner.days.zone, planner.now()
    start, end = (
        day_and_clock_text(datetime.fromtimestamp(second, UTC), now, zone)
        for second in (part.start, part.end)
    )
    grade = "not counted" if part.grade is None else part.grade.value
    return f"{start}-{end}", part.lane.value, grade, " and ".join(part.sources), part.project


def declare_capture(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``capture``."""
    parser.add_argument(
        "deed", metavar="status|on|off|serve", choices=("status", "on", "off", "serve"),
        help="what to do",
    )  # fmt: skip
    parser.add_argument("--port", metavar="N", help="serve on this port (default: the setting)")


def capture(context: Context, options: argparse.Namespace) -> int:
    """Show whether editors are listened to, switch that, or listen without a window."""
    if options.deed == "serve":
        return _serve(context, options.port)
    if options.port is not None:
        raise UsageError("--port goes with capture serve.")
    if options.deed != "status":
        context.planner.editors.switch(is_on=options.deed == "on")
    return context.answer(
        lambda: _capture_json(context.planner), lambda: _capture_lines(context.planner)
    )


def _serve(context: Context, port_text: str | None) -> int:
    """Answer editors until interrupted; to ask for that is to switch it on for so long."""
    from mle_planner.core.evidence.editors import api_url
    from mle_planner.core.evidence.server import HeartbeatServer
    from mle_planner.core.session import Session

    editors = context.planner.editors
    key = editors.make_key()
    port = editors.status().port if port_text is None else _port(port_text)
    with (
        HeartbeatServer(port, key, lambda: Session(context.folder, context.clock)) as server,
        contextlib.suppress(KeyboardInterrupt),
    ):
        note(f"Listening on {api_url(server.server_port)} until interrupted (Ctrl+C).")
        try:
            server.serve_forever()
        finally:
            server.close_session()
    return context.answer(lambda: _capture_json(context.planner), lambda: ["No longer listening."])


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536:
        return int(text)
    raise UsageError(f"{text} is not a port from 0 to 65535; 0 takes any that is free.")


def _capture_json(planner: Planner) -> dict[str, Any]:
    found, zone = planner.editors.status(), planner.days.zone
    last = found.last
    return {
        "on": found.is_on,
        "url": found.url,
        "key": found.key or None,
        "last": None if last is None else {
            "at": moment_json(last.at, zone),
            "editor": last.detail or None,
            "project": last.project or None,
            "by_agent": last.by_agent,
        },
    }  # fmt: skip


def _capture_lines(planner: Planner) -> list[str]:
    found = planner.editors.status()
    lines = [f"Capture is {'on' if found.is_on else 'off'}."]
    if found.is_on:
        lines += ["", "For ~/.wakatime.cfg:", "[settings]", *planner.editors.config_lines(), ""]
    if found.last is None:
        return [*lines, "No heartbeat was received yet."]
    when = day_and_clock_text(found.last.at, planner.now(), planner.days.zone)
    return [*lines, f"Last heartbeat: {when}, {found.last.detail or 'an unnamed editor'}"]
