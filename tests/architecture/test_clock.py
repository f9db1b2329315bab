"""One place asks what time it is; everything else is told. No test is timed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.checkout import PROGRAM, ROOT, program_files
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


# Clocks of processor or wall time, of which no test may make a condition.
TIMING = {
    f"time.{name}{unit}"
    for name in ("monotonic", "perf_counter", "process_time", "thread_time", "time")
    for unit in ("", "_ns")
}


def questions(source: str) -> Iterator[str]:
    """Yield each place in the source that asks what time it is, by whatever name it is imported."""
    return questions_in(ast.parse(source))


def questions_in(tree: ast.Module) -> Iterator[str]:
    """Yield the same of a parsed module."""
    meant = imported_names(tree)
    for node in nodes(tree):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            is_of_qt = isinstance(node, ast.Attribute) and node.attr in QT_ASKING
            if is_of_qt or _asks(node, meant):
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and SQL_ASKING.search(str(node.value)):
            yield f"line {node.lineno}: {str(node.value).strip()[:60]}"


def imported_names(tree: ast.Module) -> dict[str, str]:
    """Return what the imported names of a module stand for, in full."""
    meant: dict[str, str] = {}
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                meant[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                meant[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return meant


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


# -- tests are not timed -------------------------------------------------------------------------


def timed_asserts(tree: ast.Module) -> Iterator[str]:
    """Yield the assertions of a module on a clock, or on a name that got its value from one.

    On a busy machine they fail without a fault; what takes how long is measured in ``benchmarks``.
    """
    meant = imported_names(tree)
    for function in nodes(tree):
        if isinstance(function, ast.FunctionDef):
            timed = _timed_names(function, meant)
            for node in nodes(function):
                if isinstance(node, ast.Assert) and _is_timed(node.test, meant, timed):
                    yield f"line {node.lineno}: {ast.unparse(node)}"


def _timed_names(function: ast.FunctionDef, meant: dict[str, str]) -> set[str]:
    """The names that hold times, among them lists that times are appended to."""
    timed: set[str] = set()
    for node in nodes(function):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.NamedExpr):
            source, targets = node.value, getattr(node, "targets", None) or [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            source, targets = node.args[0], [node.func.value]
        else:
            continue
        if source is not None and _is_timed(source, meant, timed):
            timed |= {
                each.id
                for target in targets
                for each in ast.walk(target)
                if isinstance(each, ast.Name)
            }
    return timed


def _is_timed(node: ast.AST, meant: dict[str, str], timed: set[str]) -> bool:
    return any(
        isinstance(each, ast.Attribute | ast.Name)
        and (_in_full(each, meant) in TIMING or (isinstance(each, ast.Name) and each.id in timed))
        for each in ast.walk(node)
    )


def test_no_test_asserts_how_long_something_takes() -> None:
    asks = re.compile(r"^(import time|from time import)\b", re.MULTILINE)  # few: others stay unread
    found = {
        str(file.relative_to(ROOT)): timed
        for file in (ROOT / "tests").rglob("*.py")
        if asks.search(file.read_text(encoding="utf-8"))
        and (timed := list(timed_asserts(tree_of(file))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "lines",
    [
        "began = time.monotonic()\nassert time.monotonic() - began < 5",
        "took = time.process_time() - began\nassert took < 1",
        "costs = []\ncosts.append(time.perf_counter() - began)\nassert min(costs) < 0.1",
        "began = clock()\nlongest = max(longest, clock() - began)\nassert longest < 1",
    ],
)
def test_a_timed_assertion_is_recognised(lines: str) -> None:
    source = "import time\nfrom time import perf_counter_ns as clock\ndef test():\n"
    indented = "".join(f"    {line}\n" for line in lines.splitlines())
    assert list(timed_asserts(ast.parse(source + indented)))
