"""The entry that starts the planner at login follows the setting, and opens the same data."""

from __future__ import annotations

import configparser
import shlex
import sys
from pathlib import Path

import pytest

from mle_planner.core.base import autostart
from mle_planner.core.planner import Planner
from mle_planner.ui.services.login_start import LoginStart
from tests.support.login import COMMAND, DATA, use_login_home


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return use_login_home(tmp_path, monkeypatch)


def test_a_linux_desktop_finds_the_entry_and_it_is_removed_again(
    planner: Planner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    login = LoginStart(planner, DATA)
    login.follow()
    path = home / "config" / "autostart" / "mle-planner.desktop"
    assert not path.exists()
    planner.set("start_at_login", True)
    login.follow()
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path)
    assert shlex.split(parser["Desktop Entry"]["Exec"]) == [*COMMAND, "--data", str(DATA), "--tray"]
    planner.set("start_at_login", False)
    login.follow()
    assert not path.exists()


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_an_entry_that_is_there_follows_the_program(
    planner: Planner, home: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    planner.set("start_at_login", True)
    autostart.set_autostart(True, DATA)
    (path,) = [each for each in home.rglob("mle-planner.*") if each.is_file()]
    own = path.read_text()
    monkeypatch.setattr(autostart, "start_command", lambda: [r"/new \1/mle-planner"])
    LoginStart(planner, DATA).renew()
    escaped = "\\" * (4 if system == "linux" else 1)
    assert path.read_text() == own.replace(COMMAND[0], f"/new {escaped}1/mle-planner")
    assert planner.settings.flag("start_at_login")


@pytest.mark.parametrize("by", ["removed", "switched off", "of another folder"])
def test_the_setting_is_off_where_the_desktop_opens_nothing_at_login(
    planner: Planner, home: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """Given an entry that is no longer the planner's to change, then it is left as it is."""
    monkeypatch.setattr(sys, "platform", "linux")
    planner.set("start_at_login", True)
    other = Path("/data/of")
    autostart.set_autostart(True, other if by == "of another folder" else DATA)
    path = home / "config" / "autostart" / "mle-planner.desktop"
    if by == "removed":
        path.unlink()
    elif by == "switched off":
        path.write_text(path.read_text().replace("enabled=true", "enabled=false"))
    before = path.read_text() if path.exists() else None
    login = LoginStart(planner, DATA)
    login.renew()
    assert not planner.settings.flag("start_at_login")
    login.follow()
    assert (path.read_text() if path.exists() else None) == before


def test_a_folder_that_cannot_be_written_is_told(
    planner: Planner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    (home / "config").write_text("in the way")
    login, told = LoginStart(planner, DATA), list[str]()
    login.failed.connect(told.append)
    planner.set("start_at_login", True)
    login.follow()
    assert "(Not a directory)" in told[0]
