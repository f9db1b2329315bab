"""Whatever is typed, the answer is an answer or one sentence, and the planner stays sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from mle_planner.cli.command_table import COMMANDS
from tests.support.amounts import examples
from tests.support.calendar_text import calendar_bytes
from tests.support.command_line import CommandLine

pytestmark = pytest.mark.slow


WORDS = [
    "1", "2", "99", "-1", "0", "9" * 30, "١", "½h", "1e5", "", "   ", "x", "Read #p @coding 2h",
    "due", "due fri", "#", "@", "!", "é東", "\0", "\n", "\udce9", "'; DROP TABLE task", "--",
    "-", ".", "/", "today", "fri", "last mon", "yesterday 15:00", "9:00", "10:30", "23:59",
    "24:00", "20m ago", "99999999h ago", "31.2.", "1/2", "in 9999 weeks", "0001-01-01",
    "1971-01-01", "2999-12-31", "2026-03-29T02:30", "2999-12-31T23:59:59+00:00", "--at",
    "--date", "--week", "--from", "--to", "--round", "--project", "--activity", "--as",
    "--dry-run", "--json", "--all", "--lines", "--markdown", "--remove", "--format", "csv",
    "coding_aim_min", "day_border_min", "theme", "dark", "3:00", "Senior", "team.ics", "empty.ics",
    "~nosuchuser/x",
]  # fmt: skip
NOWS = ["2026-11-24T18:00", "2026-10-25T02:30", "1971-01-01T00:00", "2999-12-30T23:00"]
# Planning is thorough and slow, and its own tests try it.
COMMAND = st.sampled_from([name for name in COMMANDS if name not in ("plan", "outlook")])


@given(COMMAND, st.lists(st.sampled_from(WORDS), max_size=5), st.sampled_from(NOWS))
@examples(60, HealthCheck.function_scoped_fixture)
def test_any_words_are_answered_or_refused_in_one_line(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, words: list[str], now: str
) -> None:
    folder = run.folder.parent
    monkeypatch.chdir(folder)
    Path("team.ics").write_bytes(calendar_bytes())
    Path("empty.ics").write_bytes(b"")
    answer = run(name, *words, now=now) if "--" not in words else run(name, now=now)
    assert answer.code in (0, 1, 2)
    assert "inside the planner" not in answer.err
    if answer.code:
        # a restore shows what it would change, and changes nothing without a yes
        assert answer.err.count("\n") == 1 or name in ("doctor", "restore")
        assert answer.out == "" or name == "doctor"
    assert not (run.folder / "planner.log").exists()
