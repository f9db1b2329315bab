"""Backups and the trimming of history."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mle_planner.core.session import Domain
from mle_planner.core.storage.errors import StorageError


class Maintenance(Domain):
    """Backs up the open database, and trims its history."""

    def back_up(self, folder: Path | None = None) -> Path:
        """Write a checked copy of the database and return its path.

        Without a folder it goes into the backup folder, and is copied to the second folder.
        """
        from mle_planner.core.maintenance.backup_failure import forget_failure
        from mle_planner.core.maintenance.backups import backup_name, copy_to_second
        from mle_planner.core.storage.backup import back_up

        data_folder = self._session.store.path.parent
        target = folder or data_folder / "backups"
        made = back_up(self._session.store.connection, target, backup_name(self._session.now()))
        if folder is None:
            copy_to_second(data_folder, made, self._session.settings.word("backup_folder"))
            forget_failure(data_folder)
        return made

    def trim_history(self) -> int:
        """Remove edits too old to be undone, as ``edit_log.trim_history`` does; return how many.

        A database that cannot be written now is left as it is: it is trimmed the next time.
        """
        from mle_planner.core.storage.edit_log import trim_history

        with suppress(StorageError):
            return trim_history(self._session.store.path, self._session.now())
        return 0
