"""Keeps plans at their local time when the rules of a time zone change.

Blocks and events are stored as instants with the zone they were planned in. Beside them lie the
rules under which these instants were worked out; both together are the wall clock. When a newer
time-zone database has other rules, the instants still ahead are worked out again, as one edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mle_planner.core.base.clock import source_of_rules, zone_named
from mle_planner.core.base.zone_rules import at_same_wall_clock, rules_known_now
from mle_planner.core.storage.zone_rules import KnownRules, all_known, keep_rules, planned_zones

if TYPE_CHECKING:
    from mle_planner.core.edits import Change, Edit
    from mle_planner.core.model.calendar import CalendarEvent
    from mle_planner.core.model.plan import TimeBlock
    from mle_planner.core.session import Session


def follow_zone_rules(session: Session) -> None:
    """Bring what is planned up to date with the rules of today."""
    zone = session.clock.zone
    connection = session.store.connection

    def intention() -> Edit:
        from mle_planner.core.edits import Edit
        from mle_planner.core.operations import Operation, Summary

        known = all_known(connection)
        changes = tuple(_changes(session, known))
        _keep(session, {zone.key, *known, *planned_zones(connection, session.now())})
        return Edit(Summary(Operation.FOLLOW_ZONE_RULES, zone.key), changes)

    session.carry_out(intention)


def remember_zones(session: Session, names: Iterable[str]) -> None:
    """Keep the rules of zones that something is planned in for the first time.

    Called inside the transaction that stores what is planned there.
    """
    source = session.store.source_of_zone_rules
    _keep(session, {name for name in names if name and source(name) is None})


def _keep(session: Session, names: Iterable[str]) -> None:
    now = session.now()
    for name in sorted(names):
        zone = zone_named(name)
        if zone is not None:
            known = KnownRules(source_of_rules(zone), rules_known_now(zone, now))
            keep_rules(session.store.connection, name, known)


def _changes(session: Session, known: dict[str, KnownRules]) -> Iterator[Change]:
    """Yield the changes that put planned records that lie ahead back on their time of the clock."""
    from mle_planner.core.base.frozen import replace
    from mle_planner.core.edits import replace_record
    from mle_planner.core.model.calendar import CalendarEvent
    from mle_planner.core.model.plan import TimeBlock

    now = session.now()
    ahead: list[TimeBlock | CalendarEvent] = [
        *session.store.after(TimeBlock, now),
        *session.store.after(CalendarEvent, now),
    ]
    for record in ahead:
        # A floating event stands on the user's clock.
        name = record.zone or (session.clock.zone.key if getattr(record, "floating", False) else "")
        zone = zone_named(name)
        if name not in known or zone is None or record.start is None or record.end is None:
            continue
        start, end = (
            at_same_wall_clock(instant, known[name].rules, zone)
            for instant in (record.start, record.end)
        )
        if start <= end:
            yield from replace_record(record, replace(record, start=start, end=end))
