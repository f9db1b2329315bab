"""run.py says plainly what is missing, and sets up again what was left half done."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

import run
from tests.support.amounts import THOROUGH

LOCK_TEXT = "a-package==1.0 --hash=sha256:00\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout with a lock; installing into it makes a file and asks no network."""
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / "installed-from")
    monkeypatch.setattr(run, "UNFINISHED", tmp_path / ".venv-unfinished")
    (tmp_path / "planner.lock").write_text(LOCK_TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def installs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The locks installed so far, in the place of pip."""
    done: list[str] = []

    def install(lock: Path) -> bool:
        (folder / ".venv").mkdir(exist_ok=True)
        python = folder / ".venv" / "python"
        python.unlink(missing_ok=True)
        python.symlink_to(sys.executable)
        done.append(lock.name)
        return True

    monkeypatch.setattr(run, "install_with_uv", lambda lock: False)
    monkeypatch.setattr(run, "install_with_pip", install)
    return done


def test_a_second_run_installs_nothing(folder: Path, installs: list[str]) -> None:
    run.set_up(folder / "planner.lock")
    run.set_up(folder / "planner.lock")
    assert installs == ["planner.lock"]


def test_a_changed_lock_is_installed_again(folder: Path, installs: list[str]) -> None:
    run.set_up(folder / "planner.lock")
    (folder / "planner.lock").write_text(LOCK_TEXT.replace("1.0", "1.1"), encoding="utf-8")
    run.set_up(folder / "planner.lock")
    assert installs == ["planner.lock", "planner.lock"]


def test_the_developers_packages_serve_the_planner_too(folder: Path, installs: list[str]) -> None:
    (folder / "develop.lock").write_text(LOCK_TEXT * 2, encoding="utf-8")
    run.set_up(folder / "develop.lock")
    run.set_up(folder / "planner.lock", folder / "develop.lock")
    assert installs == ["develop.lock"]
    (folder / ".venv" / "kept").touch()
    run.set_up(folder / "planner.lock")
    assert (folder / ".venv" / "kept").exists()


def test_what_an_interrupted_set_up_left_is_thrown_away(
    folder: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(lock: Path) -> bool:
        (folder / ".venv").mkdir()
        (folder / ".venv" / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "install_with_pip", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.set_up(folder / "planner.lock")
    run.set_up(folder / "planner.lock")
    assert installs == ["planner.lock"]
    assert not (folder / ".venv" / "half").exists()
    assert not (folder / ".venv-unfinished").exists()


def test_an_environment_of_another_python_is_made_again(folder: Path, installs: list[str]) -> None:
    (folder / ".venv").mkdir()
    answers(folder / ".venv" / "python", out="cpython-310")
    (folder / ".venv" / "old").touch()
    run.set_up(folder / "planner.lock")
    assert not (folder / ".venv" / "old").exists()


def test_a_failed_installation_says_what_to_do(
    folder: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "install_with_pip", lambda lock: False)
    with pytest.raises(run.SetUpError, match=r"could not be installed.*need a connection"):
        run.set_up(folder / "planner.lock")
    assert (folder / ".venv-unfinished").exists()


def test_a_python_without_venv_names_the_package(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(run.SetUpError, match=r"sudo apt install python3\.\d+-venv"):
        run.install_with_pip(folder / "planner.lock")


def answers(program: Path, *, out: str = "", error: str = "", code: int = 0) -> None:
    program.write_text(f"#!/bin/sh\necho '{out}'\necho '{error}' >&2\nexit {code}\n")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("display", "library", "package"),
    [("headless", "libEGL.so.1", "libegl1"), ("x11", "libxcb-cursor.so.0", "libxcb-cursor0")],
)
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, display: str, library: str, package: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    (folder / ".venv").mkdir()
    said = f"ImportError: {library}: cannot open shared object file: No such file or directory"
    answers(folder / ".venv" / "python", error=said, code=1)
    with pytest.raises(run.SetUpError) as refusal:
        run.require_qt(display)
    assert f"Qt needs {library}, which" in str(refusal.value)
    assert "sudo apt install" in str(refusal.value)
    assert package in str(refusal.value)


def test_qt_is_tried_once_for_each_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    (folder / ".venv").mkdir()
    answers(folder / ".venv" / "python")
    run.require_qt("headless")
    answers(folder / ".venv" / "python", error="would fail now", code=1)
    run.require_qt("headless")
    with pytest.raises(run.SetUpError, match="would fail now"):
        run.require_qt("x11")


@pytest.mark.parametrize(
    ("environment", "is_x11"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, True),
        ({}, False),
    ],
)
def test_the_libraries_of_x11_are_asked_for_on_x11_only(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], is_x11: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run.opens_on_x11() is is_x11


def test_words_after_test_go_to_pytest() -> None:
    assert run.pytest_options(["tests/ui", "-k", "x"])[-3:] == ["tests/ui", "-k", "x"]
    assert "not slow" not in run.pytest_options([])


def test_thorough_chooses_the_profile_of_that_name() -> None:
    options = run.pytest_options(["thorough", "tests/core"])
    assert options[-3:] == ["--hypothesis-profile", THOROUGH, "tests/core"]


def test_quick_leaves_the_slow_ones_out_and_takes_words_too() -> None:
    options = run.pytest_options(["quick", "tests/core"])
    assert options[-3:] == ["-m", "not slow", "tests/core"]
    assert "quick" not in options


def test_an_older_python_reads_it_as_far_as_the_check_of_its_version() -> None:
    lines = ast.parse(Path(run.__file__).read_text("utf-8"), feature_version=(3, 6)).body
    check = next(at for at, line in enumerate(lines) if isinstance(line, ast.If))
    assert all(isinstance(line, ast.Import | ast.ImportFrom) for line in lines[1:check])
    assert not any(getattr(line, "module", None) == "__future__" for line in lines)
