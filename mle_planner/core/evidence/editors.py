"""Switches receiving heartbeats on and off, and configures WakaTime's plugins for it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.paths import named_path
from mle_planner.core.edits import Change, Edit
from mle_planner.core.evidence.unite import EDITOR
from mle_planner.core.files import write_atomically
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.records import SettingValue
from mle_planner.core.model.tracked import Evidence
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.setting_edits import setting_changes
from mle_planner.core.settings import Settings

_SECTION = re.compile(r"\s*\[(?P<name>[^\]]*)\]")
_SETTING = re.compile(r"(?P<name>[A-Za-z_]+)\s*[=:]")


@dataclass(frozen=True, slots=True)
class EditorCapture:
    """Whether heartbeats are received, the port, and the last one; ``key`` may be empty."""

    is_on: bool
    port: int
    key: str
    last: Evidence | None

    @property
    def url(self) -> str:
        """The value of ``api_url`` for plugins."""
        return api_url(self.port)


def api_url(port: int) -> str:
    """Return the address that plugins report to."""
    return f"http://127.0.0.1:{port}/api/v1"


def config_path() -> Path:
    """Return the path of the configuration of WakaTime's plugins."""
    home = os.environ.get("WAKATIME_HOME")
    return (named_path(home) if home else Path.home()) / ".wakatime.cfg"


class Editors(Domain):
    """Switches receiving heartbeats on and off."""

    def status(self) -> EditorCapture:
        """Return the state of the setting, and the last heartbeat of an editor."""
        settings = self._session.settings
        return EditorCapture(
            settings.flag("editor_capture"),
            settings.number("editor_port"),
            settings.word("editor_key"),
            self._session.store.evidence.newest_point(EDITOR, self._session.now()),
        )

    @carried_out
    def switch(self, *, is_on: bool) -> Edit:
        """Start or stop receiving heartbeats; those received are kept.

        The first start creates the key.
        """
        changes = setting_changes(self._session, "editor_capture", is_on)
        if is_on:
            changes = (*changes, *self._key()[0])
        return Edit(Summary(Operation.CHANGE_SETTING, "editor_capture"), changes, is_undoable=False)

    def make_key(self) -> str:
        """Return the key, creating it if there is none yet."""
        known = self._session.settings.word("editor_key")
        if known:
            return known

        def intention() -> tuple[Edit, str]:
            changes, key = self._key()
            summary = Summary(Operation.CHANGE_SETTING, "editor_key")
            return Edit(summary, changes, is_undoable=False), key

        return self._session.carry_out(intention)

    def open_for_thread(self) -> Session:
        """Open the same database for a thread that receives heartbeats."""
        return self._session.open_for_thread()

    def config_lines(self) -> tuple[str, str]:
        """Return the two lines of WakaTime's configuration, below ``[settings]``."""
        return f"api_url = {self.status().url}", f"api_key = {self.make_key()}"

    def write_config(self, now: datetime) -> Path | None:
        """Put the two lines into WakaTime's configuration and return the copy of the old one.

        None if there was no configuration. Raises ``PlannerError``, with the configuration
        unchanged.
        """
        path = Path(os.path.realpath(config_path()))
        try:
            old = path.read_bytes() if path.exists() else None
        except OSError as error:
            raise planner_error(
                "{name} could not be read ({reason}). Nothing was changed; copy the two lines "
                "into it.",
                name=path.name,
                reason=error.strerror or type(error).__name__,
            ) from error
        backup = None
        if old is not None:
            stamp = now.astimezone(self._session.clock.zone).strftime("%Y-%m-%d-%H%M%S")
            backup = path.with_name(f"{path.name}.{stamp}.bak")
            write_atomically(backup, old)
        new = with_lines((old or b"").decode("utf-8", "surrogateescape"), self.config_lines())
        write_atomically(path, new.encode("utf-8", "surrogateescape"))
        return backup

    def _key(self) -> tuple[tuple[Change, ...], str]:
        """Return the changes that store a new key, none if one exists, and the key."""
        from uuid import uuid4

        known = Settings.read(self._session.store.all(SettingValue)).word("editor_key")
        key = known or str(uuid4())
        return (() if known else setting_changes(self._session, "editor_key", key)), key


def with_lines(text: str, wanted: tuple[str, ...]) -> str:
    """Return a configuration with these lines in its ``[settings]``, otherwise unchanged."""
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    names = {line.partition(" ")[0] for line in wanted}
    added = [line + ending for line in wanted]
    kept = list(_without(lines, names, ending))
    for place, line in enumerate(kept):
        if _section(line) == "settings":
            return "".join((*kept[: place + 1], *added, *kept[place + 1 :]))
    gap = [ending] if kept else []
    return "".join((*kept, *gap, f"[settings]{ending}", *added))


def _without(lines: list[str], names: set[str], ending: str) -> Iterator[str]:
    """Yield the lines except those of ``[settings]`` that set one of these names."""
    section, is_dropping = "", False
    for line in lines:
        section = _section(line) or section
        found = _SETTING.match(line)
        is_continued = line[:1].isspace() and bool(line.strip())
        if not (is_dropping and is_continued):
            is_dropping = (
                section == "settings" and found is not None and found["name"].lower() in names
            )
        if not is_dropping:
            yield line if line.endswith(("\n", "\r")) else line + ending


def _section(line: str) -> str:
    found = _SECTION.match(line)
    return "" if found is None else found["name"].strip()
