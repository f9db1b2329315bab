"""The entry that starts the planner at login, as each system keeps it."""

from __future__ import annotations

import os
import plistlib
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mle_planner.core.base import autostart
from mle_planner.core.base.autostart import start_command
from tests.support.checkout import ROOT
from tests.support.login import COMMAND, DATA, use_login_home


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return use_login_home(tmp_path, monkeypatch)


def test_a_mac_has_a_launch_agent(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    autostart.set_autostart(True, DATA)
    (path,) = (home / "Library" / "LaunchAgents").iterdir()
    arguments = plistlib.loads(path.read_bytes())["ProgramArguments"]
    assert arguments == [*COMMAND, "--data", str(DATA), "--tray"]
    autostart.set_autostart(False, DATA)
    assert not path.exists()


def test_the_command_of_a_desktop_entry_is_quoted_as_its_key_takes_it(home: Path) -> None:
    autostart.set_autostart(True, Path('/data/50% of "my" $data'))
    (line,) = re.findall("^Exec=.*", autostart.desktop_entry_path().read_text(), re.MULTILINE)
    assert line.endswith(r''' "--data" "/data/50%% of \\"my\\" \\$data" "--tray"''')


def test_switching_it_off_leaves_the_entry_of_another_folder(home: Path) -> None:
    autostart.set_autostart(True, DATA)
    autostart.set_autostart(False, Path("/data/of"))
    (path,) = (each for each in home.rglob("mle-planner.*") if each.is_file())
    autostart.set_autostart(True, Path("/data/of"))
    assert "/data/of me" not in path.read_text()
    autostart.set_autostart(False, Path("/data/of"))
    assert not path.exists()


def test_an_entry_in_another_coding_is_replaced_and_removed(home: Path) -> None:
    path = autostart.desktop_entry_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"[Desktop Entry]\nComment=caf\xe9\nExec=planner\n")
    assert autostart.renew_autostart(DATA)
    assert b"Comment=caf\xe9\n" in path.read_bytes()
    autostart.set_autostart(False, DATA)
    assert not path.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_place_of_the_entry_is_not_waited_for(home: Path) -> None:
    path = autostart.desktop_entry_path()
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert not autostart.renew_autostart(DATA)
    autostart.set_autostart(False, DATA)
    with pytest.raises(OSError, match="exists"):
        autostart.set_autostart(True, DATA)


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

    def query(_key: Key, name: str) -> tuple[str, int]:
        if name not in values:
            raise FileNotFoundError
        return values[name], 1

    fake: Any = SimpleNamespace(
        HKEY_CURRENT_USER=1, KEY_SET_VALUE=2, REG_SZ=1, OpenKey=lambda *_words: Key(),
        SetValueEx=put, DeleteValue=delete, QueryValueEx=query,
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "winreg", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    written = {"mle-planner": '"/programs/my apps/mle-planner" --data "/data/of me" --tray'}
    autostart.set_autostart(True, DATA)
    assert values == written
    values["mle-planner"] = "old"
    autostart.renew_autostart(DATA)
    assert values == written
    autostart.renew_autostart(Path("/data/of"))
    assert values == written
    autostart.set_autostart(False, DATA)
    autostart.set_autostart(False, DATA)
    autostart.renew_autostart(DATA)
    assert values == {}


# -- the command that starts the planner --------------------------------------------------------


def test_a_checkout_is_started_by_its_script_outside_the_environment() -> None:
    python, script = start_command()
    assert script == str(ROOT / "run.py")
    home = "import sys; print(sys.prefix == sys.base_prefix)"
    assert subprocess.check_output([python, "-c", home], text=True).strip() == "True"


def test_an_installed_planner_is_started_by_its_command_else_by_its_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autostart, "checkout_starter", lambda: None)
    python = tmp_path / "python"
    monkeypatch.setattr(sys, "executable", str(python))
    assert start_command() == (str(python), "-P", "-m", "mle_planner")
    script = tmp_path / ("mle-planner.exe" if sys.platform == "win32" else "mle-planner")
    script.touch(0o755)
    assert [each.lower() for each in start_command()] == [str(script).lower()]


def test_a_folder_that_runs_without_python_is_started_by_its_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert start_command() == (sys.executable,)
