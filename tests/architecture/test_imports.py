"""Who may import whom, and a core that needs no window."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from importlinter.cli import lint_imports

from tests.support.checkout import PROGRAM, ROOT

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
# Collects every test it is given, and runs those of the edits.
RUN_TESTS = """
import pytest
class OnlyOfEdits:
    def pytest_collection_modifyitems(self, config, items):
        print(len(items), "were found")
        runs = [item for item in items if item.path.name == "test_edits.py"
                and not item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=items[len(runs):])
        items[:] = runs
options = ["-q", "-p", "no:pytest-qt", "-p", "no:cacheprovider"]
sys.exit(pytest.main([*options, *sys.argv[1:]], plugins=[OnlyOfEdits()]))
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


@pytest.mark.slow
def test_the_tests_of_the_core_are_found_and_pass_without_qt() -> None:
    """None of them imports Qt. The quick ones of the edits, which open a planner, are run."""
    tested = without_qt(RUN_TESTS, "tests/core")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    found = int(tested.stdout.partition(" were found")[0].rpartition("\n")[2])
    assert found > 1000
    assert " passed" in tested.stdout
