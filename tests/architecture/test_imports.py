"""Who may import whom, and a core that needs no window."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.support.checkout import PROGRAM, ROOT
from tests.support.program_code import nodes, tree_of

# Stands in for a machine without Qt: any import of it fails, at the top of a module or later.
WITHOUT_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "pytestqt"}:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)

sys.meta_path.insert(0, NoQt())
"""
IMPORT_EACH = """
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
print(len(sys.argv) - 1)
"""
RUN_TESTS = """
import pytest
sys.exit(pytest.main(["-q", "-p", "no:pytest-qt", "-p", "no:cacheprovider", *sys.argv[1:]]))
"""


def test_the_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False  # the linter's own set-up silences those there were before it
    assert code == 0, capsys.readouterr().out


def without_qt(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_QT + script, *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_every_module_of_the_core_and_the_command_line_loads_without_qt() -> None:
    files = [
        file
        for part in ("core", "cli")
        for file in sorted([*PROGRAM.glob(f"{part}.py"), *PROGRAM.glob(f"{part}/**/*.py")])
    ]
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in files
        if file.stem != "__main__"  # runs on import, as it should
    ]
    assert "mle_planner.core.base.clock" in names
    loaded = without_qt(IMPORT_EACH, *names)
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.strip() == str(len(names))


def test_qt_cannot_be_imported_where_the_test_above_runs() -> None:
    refused = without_qt(IMPORT_EACH, "PySide6.QtCore")
    assert refused.returncode != 0
    assert "PySide6 is not installed here" in refused.stderr


def test_no_test_of_the_core_imports_qt() -> None:
    """Neither itself nor through what it imports of the tests' own modules."""
    waiting = sorted(ROOT.glob("tests/core/**/*.py"))
    assert len(waiting) > 100
    seen: set[Path] = set(waiting)
    while waiting:
        file = waiting.pop()
        names = set(imported_by(file))
        assert {name.partition(".")[0] for name in names}.isdisjoint({"PySide6", "pytestqt"}), file
        assert not any(f"{name}.".startswith("mle_planner.ui.") for name in names), file
        own = {ROOT / f"{name.replace('.', '/')}.py" for name in names if name.startswith("tests.")}
        found = {each for each in own if each.exists()} - seen
        seen |= found
        waiting += found


def imported_by(file: Path) -> Iterator[str]:
    """Yield the names of modules that a file imports, wherever in it."""
    for node in nodes(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


@pytest.mark.slow
def test_tests_of_the_core_pass_without_qt() -> None:
    """Those of the edits, which open a planner."""
    tested = without_qt(RUN_TESTS, "tests/core/test_edits.py")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert " passed" in tested.stdout
