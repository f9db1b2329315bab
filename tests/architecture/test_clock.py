"""One place asks what time it is; everything else is told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.checkout import PROGRAM, program_files
from tests.support.program_code import nodes, tree_of

CLOCK = PROGRAM / "core" / "base" / "clock.py"

ASKING = {
    "datetime.datetime": {"now", "utcnow", "today"},
    "datetime.date": {"today"},
    "time": {
        "asctime", "clock_gettime", "clock_gettime_ns", "ctime", "gmtime", "localtime",
        "monotonic", "monotonic_ns", "strftime", "time", "time_ns",
    },
}  # fmt: skip
# Qt's and SQLite's own ways to the same answer.
QT_ASKING = {"currentDate", "currentDateTime", "currentDateTimeUtc", "currentTime"} | {
    "currentMSecsSinceEpoch",
    "currentSecsSinceEpoch",
}
ALL_ASKING = frozenset().union(*ASKING.values())
SQL_ASKING = re.compile(r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\(\s*'now'", re.IGNORECASE)


def questions(source: str) -> Iterator[str]:
    """Yield each place in the source that asks what time it is, by whatever name it is imported."""
    return questions_in(ast.parse(source))


def questions_in(tree: ast.Module) -> Iterator[str]:
    """Yield the same of a parsed module."""
    meant: dict[str, str] = {}
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                meant[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                meant[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in nodes(tree):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            is_of_qt = isinstance(node, ast.Attribute) and node.attr in QT_ASKING
            if is_of_qt or _asks(node, meant):
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and SQL_ASKING.search(str(node.value)):
            yield f"line {node.lineno}: {str(node.value).strip()[:60]}"


def _asks(node: ast.Attribute | ast.Name, meant: dict[str, str]) -> bool:
    last = node.attr if isinstance(node, ast.Attribute) else meant.get(node.id, "")
    if last.rpartition(".")[2] not in ALL_ASKING:
        return False
    owner, _, name = _in_full(node, meant).rpartition(".")
    return name in ASKING.get(owner, ())


def _in_full(node: ast.expr, meant: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return meant.get(node.id, node.id if node.id in meant.values() else f"?.{node.id}")
    if isinstance(node, ast.Attribute):
        return f"{_in_full(node.value, meant)}.{node.attr}"
    return "?"


def test_only_the_clock_asks_what_time_it_is() -> None:
    found = {
        str(file.relative_to(PROGRAM)): asked
        for file in program_files()
        if file != CLOCK and (asked := list(questions_in(tree_of(file))))
    }
    assert found == {}


def test_the_clock_is_seen_to_ask() -> None:
    assert list(questions(CLOCK.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime, UTC\ndatetime.now(UTC)",
        "from datetime import datetime as moment\nmoment.utcnow()",
        "import datetime\ndatetime.date.today()",
        "import datetime as dt\ndt.datetime.now()",
        "from datetime import date\nfactory = date.today",
        "import time\ntime.time()",
        "from time import time as seconds\nseconds()",
        "from time import monotonic\nmonotonic()",
        "from PySide6.QtCore import QDateTime\nQDateTime.currentDateTime()",
        "rows = 'SELECT CURRENT_TIMESTAMP'",
        "rows = \"SELECT datetime('now')\"",
    ],
)
def test_each_way_of_asking_is_recognised(source: str) -> None:
    assert list(questions(source))


@pytest.mark.parametrize(
    "source",
    [
        "def started(clock: Clock) -> datetime:\n    return clock.now()",
        "from datetime import time\nnoon = time(12, 0)",
        "from datetime import date\ndate.fromisoformat('2026-03-02')",
        "def today(self) -> None:\n    self.header.today.show()",
    ],
)
def test_a_time_that_is_given_is_no_question(source: str) -> None:
    assert list(questions(source)) == []
