"""If the disk fails to sync a write, the message about it is still true at the next start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from tests.support.builders import BERLIN, clock_at, task
from tests.support.checkout import ROOT
from tests.support.power_cut import missing_tool

pytestmark = [pytest.mark.skipif(bool(missing_tool()), reason=missing_tool() or "can run")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A planner with a backup of one task, and a second task added since."""
    with Planner.open(tmp_path, clock_at()) as planner:
        task(planner, "Drift alert 1h")
        planner.maintenance.back_up()
        task(planner, "Feature store 1h")
    return tmp_path


@pytest.mark.parametrize(
    ("refused", "said"),
    [("2", "Nothing was"), ("2+", "It is not known whether the change was saved")],
    ids=["once", "always"],
)
@pytest.mark.parametrize(
    "words", [["add", "Labels 1h"], ["restore", "--yes"]], ids=lambda each: each[0]
)
def test_a_write_that_could_not_be_synced_does_not_appear_later(
    folder: Path, words: list[str], refused: str, said: str
) -> None:
    """What is on the disk is what a crash of all programs leaves. The log's header comes first."""
    log, left = folder / f"{FILE_NAME}-wal", folder / "left"
    with Planner.open(folder, clock_at()):
        answer = subprocess.run(
            ["strace", "-qq", "-o", "/dev/null", "-P", log, "-e", "trace=fdatasync",
             "-e", f"inject=fdatasync:error=EIO:when={refused}",
             sys.executable, "-m", "mle_planner", *words, "--data", folder],
            cwd=ROOT, env={**os.environ, "TZ": BERLIN}, check=False, capture_output=True, text=True,
        )  # fmt: skip
        left.mkdir()
        for path in (folder / FILE_NAME, log):
            shutil.copy(path, left)
    assert said in answer.stderr
    with Planner.open(left, clock_at()) as planner:
        found = [each.title for each in planner.open_tasks()]
    assert found == ["Drift alert", "Feature store"]
