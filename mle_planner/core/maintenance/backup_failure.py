"""The last automatic backup that failed, kept beside the database until one succeeds.

Backups run in the background; without this, only the log would show that they fail.
"""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import YEARS
from mle_planner.core.files import SideFile, read_side_json, write_atomically
from mle_planner.core.i18n.formats import clock_text, day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.phrases import phrase_of_text


@dataclass(frozen=True, slots=True)
class BackupFailure:
    """The time of a failed automatic backup, and one sentence with the reason (``phrases``)."""

    at: datetime
    reason: str

    def sentence(self, zone: ZoneInfo) -> str:
        """Return the time and the reason as text."""
        day = day_text(self.at.astimezone(zone).date(), today=date.min)
        when = f"{day} {clock_text(self.at, zone)}"
        return _(
            "The automatic backup failed ({when}). {reason}",
            when=when,
            reason=phrase_of_text(self.reason),
        )


def last_failure(folder: Path) -> BackupFailure | None:
    """Return the failure since the last success; None if there is none, or its file is damaged."""
    try:
        stored = read_side_json(folder / SideFile.BACKUP_FAILURE)
        at = datetime.fromtimestamp(stored["at"], UTC)
        reason = stored["reason"]
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return None
    is_usable = isinstance(reason, str) and at.year in YEARS
    return BackupFailure(at, reason) if is_usable else None


def note_failure(folder: Path, failure: BackupFailure) -> None:
    """Store a failure, if the disk has room for it."""
    shape = {"at": failure.at.timestamp(), "reason": failure.reason}
    with contextlib.suppress(PlannerError):
        write_atomically(folder / SideFile.BACKUP_FAILURE, json.dumps(shape).encode())


def forget_failure(folder: Path) -> None:
    """Remove the failure after a backup succeeded."""
    with contextlib.suppress(OSError):
        (folder / SideFile.BACKUP_FAILURE).unlink(missing_ok=True)
