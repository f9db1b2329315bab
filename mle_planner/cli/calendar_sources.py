"""The command ``calendar``: add, list, refresh and remove calendars."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mle_planner.cli.accounts import (
    SIGN_IN,
    account_request,
    is_account,
    password_given,
    refusal_text,
)
from mle_planner.cli.arguments import UsageError, argument, takes
from mle_planner.cli.columns import columns, counted, printable
from mle_planner.cli.context import Context
from mle_planner.cli.event_rules import declare_rules, rules
from mle_planner.cli.json_values import moment_json
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.addresses import is_address
from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.model.calendar import SecretSource
from mle_planner.core.typed.title import find_named

if TYPE_CHECKING:
    from mle_planner.core.calendars.accounts import FoundAccount
    from mle_planner.core.calendars.caldav_discovery import RemoteCalendar
    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.calendars.sources import CalendarSource
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.model.calendar import CalendarId
    from mle_planner.core.planner import Planner

_USAGE = "Usage: mle-planner calendar add|list|refresh|remove|rules [URL|FILE|ACCOUNT|NAME]"


@takes(
    argument(
        "action", metavar="add|list|refresh|remove|rules",
        choices=("add", "list", "refresh", "remove", "rules"), help="what to do",
    ),
    argument(
        "what", metavar="URL|FILE|ACCOUNT|NAME", nargs="?",
        help="what to add, or the calendar's name; refresh reads all without one; for rules "
        "also the title of a series",
    ),
    argument("--as", dest="name", metavar="NAME", help="the new calendar's name"),
    *SIGN_IN,
    argument(
        "--only", metavar="NAME", action="append",
        help="of an account, add only the calendar of this name; may be repeated",
    ),
    declare_rules,
)  # fmt: skip
def calendar(context: Context, options: argparse.Namespace) -> int:
    """Do what is asked with calendars."""
    if options.action in ("add", "remove") and options.what is None:
        raise UsageError(f"Say what to {options.action}. {_USAGE}")
    actions = {"add": _add, "list": _list, "refresh": _refresh, "remove": _remove, "rules": rules}
    return actions[options.action](context, options)


def _add(context: Context, options: argparse.Namespace) -> int:
    from mle_planner.core.calendars.accounts import is_email

    if is_account(options) or (is_email(options.what) and not Path(options.what).exists()):
        return _add_account(context, options)
    if not is_address(options.what):
        from mle_planner.cli.calendars import import_file

        return import_file(context, Path(options.what), options.name)
    from mle_planner.core.calendars.feeds import FeedError

    try:
        report = context.planner.feeds.add(
            options.what, name=options.name or "", allows_private=options.allow_private
        )
    except FeedError as error:
        raise PlannerError(refusal_text(error, "added")) from error
    return _answer_readings(context, [report])


def _add_account(context: Context, options: argparse.Namespace) -> int:
    from mle_planner.core.calendars.feeds import FeedError

    accounts = context.planner.accounts
    try:
        found = accounts.find(account_request(options, options.what))
    except FeedError as error:
        raise PlannerError(refusal_text(error, "added")) from error
    added = accounts.add(found, _chosen(found, options.only), options.name or "")
    account = accounts.of(added[0])
    is_forgotten = account is not None and account.secret_source is SecretSource.RUN
    if is_forgotten:
        context.note(
            "This computer has no keyring, so the password was used for this run only. Refresh "
            "with --password-stdin, or add the account with --password-command."
        )
    reports = [context.planner.feeds.refresh(calendar.id) for calendar in added]
    return _answer_readings(context, reports)


def _chosen(found: FoundAccount, only: list[str] | None) -> list[RemoteCalendar]:
    """Return the calendars of an account that are wanted; all where none is named."""
    if not only:
        return list(found.calendars)
    chosen = []
    for name in only:
        calendar = find_named(found.calendars, name)
        if calendar is None:
            names = ", ".join(each.name for each in found.calendars)
            raise PlannerError(
                f"The account has no calendar called {name}. Nothing was added; it has: {names}."
            )
        chosen.append(calendar)
    return chosen


def _list(context: Context, _options: argparse.Namespace) -> int:
    planner = context.planner
    sources = planner.feeds.all()
    return context.answer(
        lambda: [source_json(planner, source) for source in sources],
        lambda: (
            columns([_row(planner, source) for source in sources])
            or ["No calendars yet. Add one: mle-planner calendar add URL|FILE"]
        ),
    )


def _refresh(context: Context, options: argparse.Namespace) -> int:
    """Read calendars from their addresses, their accounts and their files."""
    feeds, is_asked = context.planner.feeds, options.what is not None
    if is_asked:
        wanted = [feeds.find(options.what)]
        account = context.planner.accounts.of(wanted[0])
        if account is not None and options.password_stdin:
            context.planner.accounts.use_for_this_run(account, password_given(options))
    else:
        wanted = [source.calendar for source in feeds.all() if source.can_be_read]
    again = context.planner.calendars.import_again(wanted)
    fetched = [calendar for calendar in wanted if calendar.id not in again]
    reports = [feeds.refresh(calendar.id, is_asked=is_asked) for calendar in fetched]
    return _answer_readings(context, reports, again)


def _remove(context: Context, options: argparse.Namespace) -> int:
    planner = context.planner
    planner.calendars.remove(planner.feeds.find(options.what).id)
    return _list(context, options)


class _ReadCalendar(NamedTuple):
    """The result of reading one calendar; ``problem`` says why it failed, else it is empty."""

    source: CalendarSource
    outcome: str
    events: int = 0
    unread: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    problem: str = ""

    @property
    def words(self) -> str:
        unread = f"; {self.unread} could not be read" if self.unread else ""
        done = (
            f"{counted(self.events, 'event')}; occurrences: {self.added} new, "
            f"{self.changed} changed, {self.removed} removed{unread}"
        )
        return printable(f"{self.source.calendar.name}: {self.problem or done}")


def _answer_readings(
    context: Context,
    reports: Iterable[RefreshReport],
    again: Mapping[CalendarId, ImportReport | PlannerError] | None = None,
) -> int:
    """Answer with what reading calendars came to; exit code 1 where one could not be read.

    ``again`` are the calendars that were read from their files.
    """
    planner = context.planner
    by_id = {source.calendar.id: source for source in planner.feeds.all()}
    found = [_fetched(by_id[report.calendar.id], report) for report in reports]
    found += [_imported(by_id[key], report) for key, report in (again or {}).items()]
    context.answer(
        lambda: [
            {
                **source_json(planner, one.source),
                "outcome": one.outcome,
                "problem": one.problem or None,
                "added": one.added,
                "changed": one.changed,
                "removed": one.removed,
            }
            for one in found
        ],
        lambda: (
            [one.words for one in found]
            or ["No calendar is read from an address, an account or a file."]
        ),
    )
    return 1 if any(one.problem for one in found) else 0


def _fetched(source: CalendarSource, report: RefreshReport) -> _ReadCalendar:
    counts = (report.added, report.changed, report.removed)
    events, unread = report.sync.event_count, report.sync.reported_count
    problem = source.problem if source.is_stale else ""
    return _ReadCalendar(source, report.outcome.value, events, unread, *counts, problem)


def _imported(source: CalendarSource, report: ImportReport | PlannerError) -> _ReadCalendar:
    if isinstance(report, PlannerError):
        return _ReadCalendar(source, "failed", problem=str(report))
    counts = (report.added, report.changed, report.removed)
    outcome = "changed" if any(counts) else "unchanged"
    return _ReadCalendar(source, outcome, report.imported, len(report.reported), *counts)


def source_json(planner: Planner, source: CalendarSource) -> dict[str, Any]:
    """Return a calendar as JSON; its address without what is a secret."""
    zone, sync, entry = planner.days.zone, source.sync, source.calendar
    account = planner.accounts.of(entry)
    return {
        "name": entry.name,
        "kind": entry.kind.value,
        "password": account.secret_source.value if account is not None else None,
        "address": source.address,
        "visible": entry.is_visible,
        "color": entry.color or None,
        "refresh_min": entry.refresh_min or None,
        "state": sync.state.value if sync is not None else "good" if source.good_at else "new",
        "stale": source.is_stale,
        "problem": source.problem or None,
        "events": planner.feeds.count_events(source),
        "not_read": sync.reported_count if sync is not None else 0,
        "read_at": moment_json(source.good_at, zone),
        "tried_at": moment_json(sync.read_at if sync is not None else source.good_at, zone),
        "next_at": moment_json(sync.next_at if sync is not None else None, zone),
    }


def _row(planner: Planner, source: CalendarSource) -> tuple[str, ...]:
    return (
        source.calendar.name,
        source.calendar.kind.value,
        source.address,
        counted(planner.feeds.count_events(source), "event"),
        "; ".join(_state_words(planner, source)),
    )


def _state_words(planner: Planner, source: CalendarSource) -> Iterator[str]:
    if not source.calendar.is_visible:
        yield "hidden"
    if source.good_at is not None:
        when = day_and_clock_text(source.good_at, planner.now(), planner.days.zone)
        yield f"copy of {when}" if source.is_stale else f"read {when}"
    if source.is_stale:
        yield source.problem
