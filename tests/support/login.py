"""A home in which the entry that starts the planner at login can be written and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core.base import autostart

COMMAND = ["/programs/my apps/mle-planner"]
DATA = Path("/data/of me")


def use_login_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make ``home`` the user's home folder, and COMMAND the program that is started."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.setattr(autostart, "start_command", lambda: COMMAND)
    return home
