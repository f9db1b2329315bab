"""The export of all stored data, as plain values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from mle_planner.core.base.frozen import replace
from mle_planner.core.calendars.addresses import mask_address
from mle_planner.core.model.calendar import Calendar, CalendarAccount
from mle_planner.core.model.publication import Publication
from mle_planner.core.model.records import Record
from mle_planner.core.session import Session
from mle_planner.core.storage.rows import TABLES, column_values


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Return every record by kind, as values that JSON can hold.

    Instants are ISO 8601 in UTC, dates ISO 8601, enumerations their value. The history of changes
    is left out: the records hold all of its results. Of a calendar's network address only the
    server is exported, and an account is exported without the command that prints its password.
    """
    return {
        table: [
            {name: _plain(value) for name, value in column_values(_shown(record)).items()}
            for record in session.store.all(kind)
        ]
        for kind, table in TABLES.items()
    }


def _shown(record: Record) -> Record:
    """Return a record without its secrets."""
    if isinstance(record, Calendar):
        return replace(record, address=mask_address(record.address))
    if isinstance(record, CalendarAccount):
        return replace(record, server=mask_address(record.server), command="")
    if isinstance(record, Publication):
        return replace(record, target=mask_address(record.target), command="")
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
