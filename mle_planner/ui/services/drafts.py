"""Drafts: typed text that could not be saved, stored beside the database until it is."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import write_atomically

_FILE_NAME = "drafts.json"
WELCOME_TASKS = "welcome:tasks"
"""The key of what was typed on the first page, a task a line."""


class Drafts:
    """Unsaved texts by what they are for, such as "note:2026-11-23".

    Nothing is written unless a save failed, or nothing is saved yet. Where the folder takes no
    file either, the texts stay in memory and `flush` tries again. Without a folder they are in
    memory only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = None if folder is None else folder / _FILE_NAME
        self._texts = _read(self._path) if self._path is not None else {}
        self._is_written = True

    def text(self, key: str) -> str | None:
        """Return the unsaved text; None where there is none."""
        return self._texts.get(key)

    def keep(self, key: str, text: str) -> None:
        """Keep a text that could not be saved."""
        if self._texts.get(key) != text:
            self._texts[key] = text
            self._write()

    def drop(self, key: str) -> None:
        """Forget a text that was saved or given up."""
        if self._texts.pop(key, None) is not None:
            self._write()

    def clear(self) -> None:
        """Forget every text, as after a purge."""
        self._texts = {}
        self._write()

    def flush(self) -> None:
        """Write what could not be written before."""
        if not self._is_written:
            self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        self._is_written = False
        with contextlib.suppress(OSError, PlannerError):
            if self._texts:
                text = json.dumps(self._texts, ensure_ascii=False, indent=1)
                write_atomically(self._path, text.encode(errors="replace"))
            else:
                self._path.unlink(missing_ok=True)
            self._is_written = True


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():  # a pipe would be waited for
        return {}
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {key: text for key, text in stored.items() if isinstance(text, str)}
