"""The command line on an empty folder, on the morning of Monday 23 November 2026."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Runs a command at 8:55 in UTC, or later where a test says so."""
    return CommandLine(tmp_path / "data", capsys)
