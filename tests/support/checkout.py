"""The project's own files, as the guards of the architecture read them."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "mle_planner"


def tracked_files() -> list[Path]:
    """Return the files under version control: what another machine would get."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def program_files() -> list[Path]:
    """Return every Python file of the program, in a fixed order."""
    return sorted(PROGRAM.rglob("*.py"))
