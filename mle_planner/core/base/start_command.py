"""The command that starts this planner from anywhere."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAME = "mle-planner"


def start_command() -> tuple[str, ...]:
    """Return the words of a command line that runs in any folder and environment."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    starter = checkout_starter()
    if starter is not None:
        return (str(getattr(sys, "_base_executable", sys.executable)), str(starter))
    script = shutil.which(NAME, path=str(Path(sys.executable).parent))
    return (script,) if script else (sys.executable, "-P", "-m", "mle_planner")


def checkout_starter() -> Path | None:
    """Return run.py beside the package; None for an installed planner."""
    starter = Path(__file__).resolve().parents[3] / "run.py"
    return starter if starter.is_file() else None
