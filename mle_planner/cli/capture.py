"""The command ``capture``: editors that report, and the sources that evidence is read from."""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING, Any

from mle_planner.cli.arguments import UsageError, argument, takes, whole_number
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context, note
from mle_planner.cli.json_values import moment_json
from mle_planner.cli.lookup import existing_project
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import day_and_clock_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mle_planner.core.evidence.watched import SourceReport
    from mle_planner.core.model.tracked import EvidenceSource
    from mle_planner.core.planner import Planner

_ACTIONS = ("status", "on", "off", "serve", "add", "remove", "pause", "resume", "rule")
_KINDS = ("git", "activitywatch")
_SAME, _NONE = "same", "none"


@takes(
    argument(
        "action", metavar="status|on|off|serve|add|remove|pause|resume|rule", choices=_ACTIONS,
        help="what to do",
    ),
    argument(
        "words", metavar="WORD", nargs="*",
        help="add: git PATH or activitywatch URL_OR_FILE; remove, pause, resume: ID or place; "
        "rule: REPOSITORY PROJECT|same|none",
    ),
    argument("--port", metavar="N", help="serve on this port (default: the setting)"),
)  # fmt: skip
def capture(context: Context, options: argparse.Namespace) -> int:
    """Show where evidence comes from, change that, or listen to editors without a window."""
    action, words, planner = options.action, options.words, context.planner
    if options.port is not None and action != "serve":
        raise UsageError("--port goes with capture serve.")
    if words and action in ("status", "on", "off", "serve"):
        raise UsageError(f"capture {action} takes no more words.")
    if action == "serve":
        return _serve(context, options.port)
    if action in ("on", "off"):
        planner.editors.switch(is_on=action == "on")
    elif action in ("remove", "pause", "resume"):
        _change(planner, action, words)
    elif action == "rule":
        _set_rule(planner, words)
    added = _added(planner, words) if action == "add" else None
    reports = [
        added if added is not None and added.source.id == report.source.id else report
        for report in planner.evidence_sources.read()
    ]
    return context.answer(lambda: _json(planner, reports), lambda: _lines(planner, reports))


def _added(planner: Planner, words: Sequence[str]) -> SourceReport:
    from mle_planner.core.model.tracked import SourceKind

    if len(words) != 2 or words[0] not in _KINDS:
        raise UsageError("Write capture add git PATH, or capture add activitywatch URL_OR_FILE.")
    return planner.evidence_sources.add(SourceKind(words[0]), words[1])


def _change(planner: Planner, action: str, words: Sequence[str]) -> None:
    if not words:
        raise UsageError(f"Write capture {action} ID; capture status lists the sources.")
    source = _source_named(planner, [word for word in words if word not in _KINDS] or words)
    if action == "remove":
        planner.evidence_sources.remove(source.id)
    else:
        planner.evidence_sources.pause(source.id, is_paused=action == "pause")


def _source_named(planner: Planner, words: Sequence[str]) -> EvidenceSource:
    """Return the source of an id, or of a place as typed or as a path from here."""
    from mle_planner.core.base.paths import is_same_place, named_path

    name = " ".join(words)
    path = named_path(name)
    for source in planner.evidence_sources.all():
        is_named = str(source.id) == name.removeprefix("#") or source.place == name.rstrip("/")
        if is_named or is_same_place(source.place, path):
            return source
    raise PlannerError(
        f"There is no source {name}. Nothing was changed; mle-planner capture status lists them."
    )


def _set_rule(planner: Planner, words: Sequence[str]) -> None:
    if not words:
        return
    if len(words) != 2:
        raise UsageError("Write capture rule REPOSITORY PROJECT; same or none in place of PROJECT.")
    repository, wanted = words
    if wanted == _SAME:
        planner.repositories.forget(repository)
        return
    project = None if wanted == _NONE else existing_project(planner, wanted).id
    planner.repositories.set(repository, project)


def _serve(context: Context, port_text: str | None) -> int:
    """Answer editors until interrupted, whatever the setting says."""
    from mle_planner.core.evidence.editors import api_url
    from mle_planner.core.evidence.server import HeartbeatServer

    planner = context.planner
    key = planner.editors.make_key()
    port = planner.editors.status().port if port_text is None else _port(port_text)
    with (
        HeartbeatServer(port, key, planner.editors.open_for_thread) as server,
        contextlib.suppress(KeyboardInterrupt),
    ):
        note(f"Listening on {api_url(server.server_port)} until interrupted (Ctrl+C).")
        server.serve_forever()
    return context.answer(lambda: _json(planner, ()), "No longer listening.")


def _port(text: str) -> int:
    port = whole_number(text, 0, 65535)
    if port is not None:
        return port
    raise UsageError(f"{text} is not a port from 0 to 65535; 0 takes any that is free.")


def _json(planner: Planner, reports: Sequence[SourceReport]) -> dict[str, Any]:
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
        "sources": [
            {
                "id": report.source.id,
                "kind": report.source.kind.value,
                "place": report.source.place,
                "paused": report.source.is_paused,
                "names": list(report.names),
                "last": moment_json(report.last, zone),
                "problem": report.problem or None,
            }
            for report in reports
        ],
        "rules": [
            {"repository": name, "project": project or None} for name, project in _rules(planner)
        ],
    }  # fmt: skip


def _lines(planner: Planner, reports: Sequence[SourceReport]) -> list[str]:
    found = planner.editors.status()
    lines = [f"Capture is {'on' if found.is_on else 'off'}."]
    if found.is_on:
        lines += ["", "For ~/.wakatime.cfg:", "[settings]", *planner.editors.config_lines(), ""]
    if found.last is None:
        lines.append("No heartbeat was received yet.")
    else:
        when = day_and_clock_text(found.last.at, planner.now(), planner.days.zone)
        lines.append(f"Last heartbeat: {when}, {found.last.detail or 'an unnamed editor'}")
    if reports:
        lines += ["", "Sources:", *columns([_source_row(planner, each) for each in reports])]
    if rules := _rules(planner):
        lines += ["", "Projects of repositories:"]
        lines += columns([(name, project or "no project") for name, project in rules])
    return lines


def _source_row(planner: Planner, report: SourceReport) -> tuple[str, ...]:
    source = report.source
    seen = "nothing new" if source.stamp else "nothing of yours yet"
    if report.last is not None:
        when = day_and_clock_text(report.last, planner.now(), planner.days.zone)
        seen = ", ".join((f"last {when}", *report.names))
    if report.problem:
        seen = f"{report.problem} {seen}" if report.names else report.problem
    state = "paused" if source.is_paused else seen
    return str(source.id), source.kind.value, source.place, state


def _rules(planner: Planner) -> list[tuple[str, str]]:
    names = {project.id: project.name for project in planner.catalog.projects()}
    return [
        (rule.name, "" if rule.project_id is None else names.get(rule.project_id, ""))
        for rule in planner.repositories.all()
    ]
