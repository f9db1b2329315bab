"""What the documents name is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.checkout import ROOT, tracked_files
from tests.support.program_code import nodes, program, tree_of

CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]+\.(py|md|toml|po|svg)|\w+(/[\w-]+)+/?")
NAME = re.compile(r"[A-Z]\w+(\.\w+)*|_?[a-z]+(_\w+)+")
NOT_A_FILE = {"America/New_york"}
BENCHMARK = re.compile(r"\bbenchmarks\.\w+")
PERFORMANCE = (ROOT / "docs" / "PERFORMANCE.md").read_text(encoding="utf-8")
DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))


def named(text: str, pattern: re.Pattern[str]) -> set[str]:
    return {word for word in CODE.findall(text) if pattern.fullmatch(word)}


def missing_files(text: str) -> set[str]:
    """The paths in a text that no file or folder of the checkout ends with."""
    files = {file.relative_to(ROOT) for file in tracked_files()}
    there = {f"/{path.as_posix()}" for file in files for path in (file, *file.parents)}
    return {
        path
        for path in named(text, FILE) - NOT_A_FILE
        if not any(each.endswith(f"/{path.rstrip('/')}") for each in there)
    }


def missing_names(text: str) -> set[str]:
    """The names in a text that neither the program nor the fixtures of its tests have."""
    known: set[str] = set()
    for tree in (*program().values(), tree_of(ROOT / "tests" / "conftest.py")):
        for node in nodes(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                known.add(node.name)
            elif isinstance(node, ast.Name):
                known.add(node.id)
            elif isinstance(node, ast.Attribute):
                known.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                known.add(node.value)
    return {name for name in named(text, NAME) if not known.issuperset(name.split("."))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    assert missing_files(document.read_text(encoding="utf-8")) == set()


def test_every_name_in_the_floor_plan_is_there() -> None:
    assert missing_names((ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("part", ["core", "ui"])
def test_the_floor_plan_is_drawn_in_the_order_of_the_contracts(part: str) -> None:
    plan = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[1]
    lines = re.split(r"^  (\w+)/", plan, flags=re.MULTILINE)
    shown = re.findall(r"^    (\S+(?: \S+)*)", lines[lines.index(part) + 1], re.MULTILINE)
    drawn = [name.removesuffix(".py").strip("/") for line in shown for name in line.split(" ")]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == [f"mle_planner.{part}"]
    )
    places = {name: at for at, layer in enumerate(layers) for name in re.findall(r"\w+", layer)}
    assert set(drawn) == set(places)
    assert drawn == sorted(drawn, key=places.__getitem__)


@pytest.mark.parametrize("benchmark", sorted(set(BENCHMARK.findall(PERFORMANCE))))
def test_every_benchmark_explains_itself(benchmark: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", benchmark, "--help"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("usage: "), done.stderr


def test_what_is_not_there_is_recognised() -> None:
    text = "`core/locks.py` and `core/keys.py`, `Session.carry_out`, `Session.take_away`, `no_such`"
    assert missing_files(text) == {"core/keys.py"}
    assert missing_names(text) == {"Session.take_away", "no" + "_such"}
