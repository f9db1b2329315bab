"""The planner is put into the user's folders, and taken out without a trace."""

from __future__ import annotations

import os
import platform
import re
import shlex
from pathlib import Path

import pytest

from mle_planner.cli import install
from mle_planner.core.base import autostart
from mle_planner.core.base.autostart import start_command
from tests.support.command_line import CommandLine

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the menus of Linux desktops")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home; no program of the machine is run."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PATH", str(home))
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    return home


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_everything_is_installed_and_removed_again(home: Path, run: CommandLine) -> None:
    other = home / ".local/share/applications/other.desktop"
    other.parent.mkdir(parents=True)
    other.touch()

    installed = run("install", "--json").json["installed"]
    assert sorted(map(Path, installed)) == [path for path in files_in(home) if path != other]
    entry = (home / ".local/share/applications/mle-planner.desktop").read_text("utf-8")
    assert "MimeType=text/calendar;x-scheme-handler/mle-planner;" in entry
    assert "run.py %u\n" in entry
    assert "@" not in entry
    starter = home / ".local/bin/mle-planner"
    assert os.access(starter, os.X_OK)
    assert starter.read_text("utf-8").endswith('run.py "$@"\n')
    assert run("install", "--json").json["installed"] == installed

    assert run("uninstall", "--json").json["removed"] == installed
    assert files_in(home) == [other]
    assert "Nothing of the planner is installed" in run("uninstall").out
    assert not run.folder.exists()


def test_the_command_that_removes_it_can_be_typed_already(
    home: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("install").out
    assert f"mle-planner is found once {home / '.local/bin'} is in PATH" in told
    said = next(line for line in told.splitlines() if "uninstall" in line)
    command = shlex.split(said.partition(" removes this again")[0])
    assert command == [*start_command(), "uninstall"]
    monkeypatch.setenv("PATH", str(home / ".local/bin"))
    told = run("install").out
    assert "\nmle-planner uninstall removes this again" in told
    assert "is found once" not in told


@pytest.mark.parametrize("shell", ["/bin/bash", "/usr/bin/zsh"])
def test_a_user_of_zsh_is_told_what_completes(
    home: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("SHELL", shell)
    folder = home / ".local/share/zsh/site-functions"
    assert (f"fpath+=({folder})" in run("install").out) is shell.endswith("zsh")
    assert (folder / "_mle-planner").is_file()


def test_a_command_of_another_installation_stays(home: Path, run: CommandLine) -> None:
    command = home / ".local/bin/mle-planner"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\nexec pipx\n", encoding="utf-8")

    assert "was left as it is" in run("install").err
    run("uninstall")

    assert files_in(home) == [command]


def test_the_start_at_login_is_removed_too(home: Path, run: CommandLine) -> None:
    autostart.set_autostart(True, run.folder)
    assert len(files_in(home)) == 1
    removed = run("uninstall").out
    assert f"  {home / '.config/autostart/mle-planner.desktop'}\n" in removed
    assert "no longer starts at login" in removed
    assert files_in(home) == []
    run("install")
    assert "at login" not in run("uninstall").out


def test_the_start_at_login_is_set_with_no_window_open(home: Path, run: CommandLine) -> None:
    run("set", "start_at_login", "on")
    (entry,) = files_in(home)
    assert str(run.folder) in entry.read_text()
    run("set", "start_at_login", "--reset")
    assert files_in(home) == []
    (home / ".config/autostart").rmdir()
    (home / ".config").rmdir()
    (home / ".config").write_text("in the way")
    refused = run("set", "start_at_login", "on").sentence
    assert refused.endswith("could not be changed (Not a directory). Nothing was changed.")
    assert run("set", "start_at_login", "off", "--json").json["before"] is False


def test_the_folder_of_the_desktop_may_be_another(
    home: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    run("install")
    assert (home / "elsewhere/metainfo/mle-planner.metainfo.xml").is_file()


def test_what_cannot_be_written_is_one_sentence(home: Path, run: CommandLine) -> None:
    (home / ".local").touch()
    assert "could not be written" in run("install").sentence


def test_other_systems_are_told(
    home: Path, run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    assert "is for Linux desktops" in run("install").sentence
    assert files_in(home) == []


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("/srv/planner/run.py", "/srv/planner/run.py"),
        ("/home/me/my planner", '"/home/me/my planner"'),
        ("/home/me/100%", "/home/me/100%%"),
        ('a"b', '"a\\\\"b"'),
        ("a$b", '"a\\\\$b"'),
    ],
)
def test_a_folder_of_any_name_stands_in_the_entry(word: str, quoted: str) -> None:
    assert install._desktop_quoted(word) == quoted
    as_value = quoted.replace("\\\\", "\\").replace("%%", "%")
    assert re.sub(r"\\(.)", r"\1", as_value.strip('"')) == word
