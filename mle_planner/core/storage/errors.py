"""The errors of the database."""

from __future__ import annotations

import sqlite3

from mle_planner.core.base.errors import PlannerError


class StorageError(PlannerError):
    """The database could not be opened, read or written."""

    is_save_failure = True


class UnwritableError(StorageError):
    """The database cannot be written where it is; perhaps it can be read."""


class NewerDatabaseError(StorageError):
    """A newer version of the planner wrote this database."""


BROKEN_CONSTRAINT = sqlite3.IntegrityError
"""What SQLite raises where a record would refer to none, or break another rule of its table."""

DATABASE_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises: a message that quotes a damaged name can itself not be decoded."""
