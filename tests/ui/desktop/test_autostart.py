"""The entry that starts the planner at login, as each system keeps it."""

from __future__ import annotations

import configparser
import plistlib
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mle_planner.core.planner import Planner
from mle_planner.ui.desktop import autostart
from mle_planner.ui.services.login_start import LoginStart

COMMAND = ["/programs/my apps/mle-planner"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(autostart, "start_command", lambda: COMMAND)
    return tmp_path


def test_a_linux_desktop_finds_the_entry_and_it_is_removed_again(
    planner: Planner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    login = LoginStart(planner)
    login.follow()
    path = home / "config" / "autostart" / "mle-planner.desktop"
    assert not path.exists()
    planner.set("start_at_login", True)
    login.follow()
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path)
    assert shlex.split(parser["Desktop Entry"]["Exec"]) == [*COMMAND, "--tray"]
    planner.set("start_at_login", False)
    login.follow()
    assert not path.exists()


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_an_entry_that_is_there_follows_the_program(
    planner: Planner, home: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    planner.set("start_at_login", True)
    autostart.set_autostart(True)
    (path,) = [each for each in home.rglob("mle-planner.*") if each.is_file()]
    switched_off = path.read_text().replace("enabled=true", "enabled=false")
    path.write_text(switched_off)
    login = LoginStart(planner)
    monkeypatch.setattr(autostart, "start_command", lambda: [r"/new \1/mle-planner"])
    login.renew()
    escaped = "\\" * (4 if system == "linux" else 1)
    assert path.read_text() == switched_off.replace(COMMAND[0], f"/new {escaped}1/mle-planner")
    path.unlink()
    login.renew()
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_told(
    planner: Planner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    (home / "config").write_text("in the way")
    login, told = LoginStart(planner), list[str]()
    login.failed.connect(told.append)
    planner.set("start_at_login", True)
    login.follow()
    assert "(Not a directory)" in told[0]


def test_a_mac_has_a_launch_agent(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    autostart.set_autostart(True)
    (path,) = (home / "Library" / "LaunchAgents").iterdir()
    assert plistlib.loads(path.read_bytes())["ProgramArguments"] == [*COMMAND, "--tray"]
    autostart.set_autostart(False)
    assert not path.exists()


def test_windows_has_a_value_in_its_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    values: dict[str, str] = {}

    class Key:
        def __enter__(self) -> Key:
            return self

        def __exit__(self, *_error: object) -> None:
            return

    def delete(_key: Key, name: str) -> None:
        if name not in values:
            raise FileNotFoundError
        del values[name]

    def put(_key: Key, name: str, _zero: int, _kind: int, value: str) -> None:
        values[name] = value

    def query(_key: Key, name: str) -> str:
        if name not in values:
            raise FileNotFoundError
        return values[name]

    fake: Any = SimpleNamespace(
        HKEY_CURRENT_USER=1, KEY_SET_VALUE=2, REG_SZ=1, OpenKey=lambda *_words: Key(),
        SetValueEx=put, DeleteValue=delete, QueryValueEx=query,
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "winreg", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    autostart.set_autostart(True)
    assert values == {"mle-planner": '"/programs/my apps/mle-planner" --tray'}
    values["mle-planner"] = "old"
    autostart.renew_autostart()
    assert values == {"mle-planner": '"/programs/my apps/mle-planner" --tray'}
    autostart.set_autostart(False)
    autostart.set_autostart(False)
    autostart.renew_autostart()
    assert values == {}
