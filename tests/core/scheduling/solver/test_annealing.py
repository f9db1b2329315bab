"""How far uphill a search goes, and that no C library has a say in it."""

from __future__ import annotations

import ast
import math
from pathlib import Path
from statistics import mean

import pytest

from mle_planner.core.scheduling import solver
from mle_planner.core.scheduling.solver.search.annealing import LEVELS, RISES, temperatures

EXACT = {"sqrt"}
"""What IEEE 754 fixes to the last bit, beside the four operations."""


def test_it_cools_from_warm_to_cold_by_the_same_factor() -> None:
    falling = temperatures(300.0, 3.0)
    assert len(falling) == LEVELS + 1
    assert falling[0] == 300.0
    assert falling[-1] == pytest.approx(3.0)
    assert falling[LEVELS // 2] == pytest.approx(30.0)


def test_rises_are_taken_as_often_as_metropolis_takes_them() -> None:
    """A rise of one temperature once in e times, of two once in e squared times."""
    for rise in (0.25, 0.5, 1.0, 2.0, 3.0):
        taken = mean(each >= rise for each in RISES)
        assert taken == pytest.approx(math.exp(-rise), abs=1 / len(RISES))


def test_no_function_of_the_c_library_decides_a_plan() -> None:
    """``exp`` and the like differ in the last bit from one C library to the next."""
    files = sorted(Path(solver.__file__).parent.rglob("*.py"))
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "math":
                assert {each.name for each in node.names} <= EXACT, file.name
            if isinstance(node, ast.Import):
                assert "math" not in {each.name for each in node.names}, file.name
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
                whole = isinstance(node.left, ast.Constant) and isinstance(node.left.value, int)
                assert whole, f"{file.name}:{node.lineno}: a power of a number that may be a float"
