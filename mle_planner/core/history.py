"""Undo and redo, as the faces use them."""

from __future__ import annotations

from mle_planner.core.session import Session
from mle_planner.core.storage.edit_log import HistoryLine


class History:
    """The line of edits: what can be taken back and made again."""

    def __init__(self, session: Session) -> None:
        """Work on an open planner."""
        self._session = session

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None where there is nothing."""
        return self._session.log.label(of_undone=False)

    @property
    def redo_label(self) -> str | None:
        """What redo would make again; None where there is nothing."""
        return self._session.log.label(of_undone=True)

    @property
    def save_failure(self) -> str:
        """Why the last edit could not be written, in one sentence; empty when it was.

        An edit that the planner itself refused has not failed: nothing was to be written.
        """
        return self._session.save_failure

    def undo(self) -> str:
        """Take back the last edit, whoever made it, and return its label."""
        return self._session.undo()

    def redo(self) -> str:
        """Make the last undone edit again and return its label."""
        return self._session.redo()

    def lines(self, limit: int = 50) -> tuple[HistoryLine, ...]:
        """Return the newest edits, newest first."""
        return self._session.log.lines(limit)
