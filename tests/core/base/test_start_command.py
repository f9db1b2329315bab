"""The planner names the command that starts it, wherever it runs from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mle_planner.core.base import start_command as module
from mle_planner.core.base.start_command import start_command
from tests.support.checkout import ROOT


def test_a_checkout_is_started_by_its_script_outside_the_environment() -> None:
    python, script = start_command()
    assert script == str(ROOT / "run.py")
    home = "import sys; print(sys.prefix == sys.base_prefix)"
    assert subprocess.check_output([python, "-c", home], text=True).strip() == "True"


def test_an_installed_planner_is_started_by_its_command_else_by_its_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "checkout_starter", lambda: None)
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
