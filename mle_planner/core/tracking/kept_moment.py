"""An instant kept in a small file beside the database, so that a restart does not forget it."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path

from mle_planner.core.base.spans import YEARS
from mle_planner.core.files import ExportError, read_side_json, write_atomically


class KeptMoment:
    """When something was done last; None where that is not known."""

    def __init__(self, database: Path, file_name: str) -> None:
        """Name the file beside a database."""
        self._path = database.with_name(file_name)
        self._unwritten: datetime | None = None

    def read(self) -> datetime | None:
        """Return the instant, which another process may have kept; None if it cannot be read."""
        return self._unwritten or self._stored()

    def keep(self, at: datetime) -> None:
        """Keep an instant, to the second."""
        self._unwritten = at.replace(microsecond=0)
        text = json.dumps({"at": self._unwritten.isoformat()})
        # the next change that is saved reports a folder that cannot be written to
        with contextlib.suppress(ExportError):
            write_atomically(self._path, text.encode())
            self._unwritten = None

    def _stored(self) -> datetime | None:
        try:
            at = datetime.fromisoformat(read_side_json(self._path)["at"])
        except (ValueError, TypeError, KeyError):
            return None
        return at if at.tzinfo is not None and at.year in YEARS else None
