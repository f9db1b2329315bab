"""The command line as a test uses it: words in; exit code, answer and complaint out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mle_planner.cli import main


@dataclass(frozen=True)
class Answer:
    """What one command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as JSON; fails the test where the command failed."""
        assert self.code == 0, self.err
        assert self.err == ""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line of a refusal; fails the test where there is more, or an answer too."""
        assert self.code == 1, self.out
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.rstrip("\n")


@dataclass
class CommandLine:
    """Runs commands in this process on one folder, at a time that a test moves by hand."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    now: str = "2026-11-23T08:55"
    ran: list[str] = field(default_factory=list)

    def __call__(self, *words: str, now: str | None = None) -> Answer:
        """Run a command and return what it gave."""
        if now is not None:
            self.now = now
        self.capsys.readouterr()
        self.ran.append(" ".join(words))
        code = main([*words, "--data", str(self.folder), "--now", self.now])
        out, err = self.capsys.readouterr()
        return Answer(code, out, err)

    def everything(self) -> Any:
        """All that is stored."""
        return self("export").json["records"]
