"""Whatever happens to the file, each command answers or says in one sentence what to do.

The file is never written over, and the check of the data finds every lost or zeroed page.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mle_planner.core.base.clock import SystemClock
from mle_planner.core.planner import Planner
from tests.support.amounts import first
from tests.support.builders import block, clock_at, stretch, task
from tests.support.command_line import CommandLine

_READING = (
    ("tasks",), ("status",), ("today",), ("history",), ("review",), ("calendar", "list"),
    ("settings",), ("timesheet", "--from", "2026-11-01", "--to", "2026-11-30"), ("export",),
    ("restore", "--list"),
)  # fmt: skip
_PAGE = 4096

Damage = Callable[[bytearray, random.Random], bytes]


def flip_a_bit(content: bytearray, chance: random.Random) -> bytes:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def zero_a_page(content: bytearray, chance: random.Random) -> bytes:
    page = chance.randrange(len(content) // _PAGE)
    content[page * _PAGE : (page + 1) * _PAGE] = bytes(_PAGE)
    return bytes(content)


def cut_short(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(1, len(content))])


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some of everything and a backup; no page of the file is free."""
    folder = tmp_path_factory.mktemp("used")
    zone = SystemClock().zone.key  # that of the commands, so that they find the rules they know
    with Planner.open(folder, clock_at("2026-11-24 18:00", zone)) as planner:
        for number in range(60):
            task(planner, f"Task number {number} of the drift monitoring work 1h #fraud")
        block(planner, "10:00-11:00", "Drift alert")
        planner.tracking.log(stretch(planner, "9:00-10:00"), "Labels")
        planner.set("coding_aim_min", 200)
        planner.maintenance.back_up()
    with closing(sqlite3.connect(folder / "planner.db")) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def check_answers(run: CommandLine) -> None:
    """Ask everything; nothing is written to the file."""
    path = run.folder / "planner.db"
    before = path.read_bytes()
    for words in _READING:
        answer = run(*words, now="2026-11-24T18:00")
        assert answer.code in (0, 1), words
        assert "Traceback" not in answer.err
        if answer.code:
            assert answer.err.count("\n") == 1, answer.err
            assert "mle-planner doctor" in answer.err or "mle-planner restore" in answer.err
    assert path.read_bytes() == before


def _damaged(run: CommandLine, used: Path, damage: Damage, seed: int) -> str:
    """Damage a copy, ask everything, and return what the check of the data says."""
    shutil.rmtree(run.folder, ignore_errors=True)
    shutil.copytree(used, run.folder)
    content = bytearray((used / "planner.db").read_bytes())
    (run.folder / "planner.db").write_bytes(damage(content, random.Random(seed)))
    check_answers(run)
    found = run("doctor", now="2026-11-24T18:00")
    assert "Traceback" not in found.err
    return found.out if found.code else ""


@pytest.mark.parametrize("damage", [zero_a_page, cut_short])
def test_lost_pages_are_found_and_the_way_back_is_named(
    run: CommandLine, used: Path, damage: Damage
) -> None:
    for seed in first(5, range(60)):
        said = _damaged(run, used, damage, seed)
        assert "mle-planner restore" in said or "mle-planner doctor" in said, (damage, seed, said)
    assert run("restore", "--yes", now="2026-11-24T18:01").code == 0
    assert len(run("tasks", "--json").json) == 60
    assert run("doctor", "--json", now="2026-11-24T18:02").json["problems"] == []


def test_a_flipped_bit_never_ends_in_a_traceback(run: CommandLine, used: Path) -> None:
    for seed in first(10, range(180)):
        _damaged(run, used, flip_a_bit, seed)


@pytest.mark.parametrize(
    "content", [b"", b"hello", bytes(8192), b"SQLite format 3\0" + b"x" * 90], ids=repr
)
def test_a_file_that_is_no_database_is_left_alone(
    run: CommandLine, used: Path, content: bytes
) -> None:
    shutil.copytree(used, run.folder)
    (run.folder / "planner.db").write_bytes(content)
    for words in (("tasks",), ("doctor",)):
        answer = run(*words, now="2026-11-24T18:00")
        assert answer.code == 1
        assert "mle-planner restore" in answer.err + answer.out
    assert (run.folder / "planner.db").read_bytes() == content
