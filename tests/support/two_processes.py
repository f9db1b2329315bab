"""Running the same in two processes in which sets are in another order."""

from __future__ import annotations

import subprocess
import sys

from tests.support.checkout import ROOT


def said_by_both(code: str) -> bytes:
    """What the code prints, the same to the byte in two processes with other hash seeds."""
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    return first
