"""Drafts: typed text that is not saved yet, stored beside the database until it is."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import SideFile, create_private, read_side_json, write_atomically

_ROOM_NAME = "drafts.room"
_PART_BYTES = 32 * 1024
_ROOM_BYTES = 8 * _PART_BYTES
"""What is held for a full disk, and how much of it is given up at a time."""
WELCOME_TASKS = "welcome:tasks"
"""The key of what was typed on the first page, a task a line."""


class Drafts:
    """Unsaved texts by what they are for, such as "note:2026-11-23".

    No text is written unless a save failed, the window closes, or nothing is saved yet. For a full
    disk a file beside them holds room, which the texts then take. Where the folder takes no file at
    all, they stay in memory and `flush` tries again. Without a folder they are in memory only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = None if folder is None else folder / SideFile.DRAFTS
        self._room = None if folder is None else folder / _ROOM_NAME
        self._texts = _read(self._path) if self._path is not None else {}
        self._is_written = True

    def text(self, key: str) -> str | None:
        """Return the unsaved text; None where there is none."""
        return self._texts.get(key)

    def keep(self, key: str, text: str) -> None:
        if self._texts.get(key) != text:
            self._texts[key] = text
            self._write()

    def keep_or_drop(self, key: str, text: str) -> None:
        """Keep what a line holds when its window closes; forget it if it is empty."""
        if text.strip():
            self.keep(key, text)
        else:
            self.drop(key)

    def drop(self, key: str) -> None:
        """Forget a text that was saved or given up."""
        if self._texts.pop(key, None) is not None:
            self._write()

    def clear(self) -> None:
        """Forget every text, as after a purge."""
        self._texts = {}
        self._write()

    def flush(self) -> None:
        """Write what could not be written before, and hold room for the next full disk."""
        if not self._is_written:
            self._write()
        if self._room is not None and not self._texts:
            _fill(self._room)

    def _write(self) -> None:
        if self._path is None or self._room is None:
            return
        self._is_written = self._try_to_write(self._path)
        while not self._is_written and _give_up_part(self._room):
            self._is_written = self._try_to_write(self._path)

    def _try_to_write(self, path: Path) -> bool:
        try:
            if self._texts:
                text = json.dumps(self._texts, ensure_ascii=False, indent=1)
                write_atomically(path, text.encode(errors="replace"))
            else:
                path.unlink(missing_ok=True)
        except (OSError, PlannerError):
            return False
        return True


def _fill(room: Path) -> None:
    """Take room on the disk, all of it or none; nothing where it is taken."""
    with contextlib.suppress(OSError):
        if room.exists() and room.stat().st_size == _ROOM_BYTES:
            return
        room.unlink(missing_ok=True)
        create_private(room)
        try:
            room.write_bytes(bytes(_ROOM_BYTES))
        except OSError:
            room.unlink()


def _give_up_part(room: Path) -> bool:
    """Free a part of the room; False where there is none."""
    try:
        left = room.stat().st_size - _PART_BYTES
        if left > 0:
            os.truncate(room, left)
        else:
            room.unlink()
    except OSError:
        return False
    return True


def _read(path: Path) -> dict[str, str]:
    stored = read_side_json(path)
    if not isinstance(stored, dict):
        return {}
    return {key: text for key, text in stored.items() if isinstance(text, str)}
