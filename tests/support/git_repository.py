"""Repositories with commits at given times."""

from __future__ import annotations

import subprocess
from pathlib import Path


def run(folder: Path, *words: str, at: str = "09:00") -> None:
    """Run git as someone working here on Tuesday."""
    moment = f"2026-11-24T{at}:00+0100"
    subprocess.run(
        ["git", "-c", "user.name=Me", "-c", "protocol.file.allow=always", "-C", folder, *words],
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
             "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
    )  # fmt: skip


def repository(folder: Path, *times: str) -> Path:
    """A repository of the user's with an empty commit at each time."""
    folder.mkdir(parents=True)
    run(folder, "init", "-q", "-b", "main")
    run(folder, "config", "user.email", "Me@Example.com")
    for at in times:
        run(folder, "commit", "-q", "--allow-empty", "-m", f"work at {at}", at=at)
    return folder
