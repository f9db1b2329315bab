"""Undo and redo, for the window and the command line."""

from __future__ import annotations

from contextlib import AbstractContextManager

from mle_planner.core.operations import describe
from mle_planner.core.session import Domain
from mle_planner.core.storage.edit_log import HistoryLine

_LARGE_BYTES = 8000
"""About 500 events of a calendar, which are undone in some 30 ms."""


class History(Domain):
    """The edits that can be undone and redone."""

    def one_step(self) -> AbstractContextManager[None]:
        """Return the context whose edits become one undo step, made together or not at all."""
        return self._session.one_step()

    @property
    def undo_label(self) -> str | None:
        """What undo would undo; None if there is nothing."""
        return self._label(self._session.log.next_line(is_undone=False))

    @property
    def redo_label(self) -> str | None:
        """What redo would redo; None if there is nothing."""
        return self._label(self._session.log.next_line(is_undone=True))

    @property
    def undo_id(self) -> int | None:
        """Which edit undo would undo, told apart from any other; None if there is nothing."""
        line = self._session.log.next_line(is_undone=False)
        return None if line is None else line.id

    def is_from_before(self, *, for_redo: bool = False) -> bool:
        """Whether what undo, or redo, would take next was made before this start of the program."""
        line = self._session.log.next_line(is_undone=for_redo)
        return line is not None and line.at < self._session.opened_at

    def is_large(self, *, for_redo: bool = False) -> bool:
        """Whether undo, or redo, of the next edit takes longer than a window may be held up."""
        line = self._session.log.next_line(is_undone=for_redo)
        return line is not None and line.size > _LARGE_BYTES

    @property
    def save_failure(self) -> str:
        """Why the last edit could not be written, in one sentence; empty when it was.

        An edit that the planner itself refused has not failed: nothing was to be written.
        """
        return self._session.save_failure

    def undo(self) -> str:
        """Undo the last edit, wherever it was made, and return its summary."""
        undone = self._session.undo()
        return describe(undone.edit.summary, undone.at, self._session.days)

    def redo(self) -> str:
        """Redo the edit undone last and return its summary."""
        redone = self._session.redo()
        return describe(redone.edit.summary, redone.at, self._session.days)

    def lines(self, limit: int = 50) -> tuple[HistoryLine, ...]:
        """Return the newest edits, newest first."""
        return self._session.log.lines(limit)

    def describe(self, line: HistoryLine) -> str:
        """Return what an edit did, such as "Move Ship v3 to 14:00", in the current language."""
        return describe(line.summary, line.at, self._session.days)

    def _label(self, line: HistoryLine | None) -> str | None:
        return None if line is None else self.describe(line)
