"""The wheel carries the resources, and the program finds them there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder

from tests.support.checkout import ROOT, tracked_files

pytestmark = pytest.mark.slow


RESOURCES = ROOT / "resources"
READ = """
import mle_planner
from mle_planner.core.base.resources import resource_path
print(mle_planner.__file__)
print(resource_path("README.md"))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed; nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("mle_planner-*.whl")
    return path


def test_every_resource_ships_in_the_wheel_as_it_stands(wheel: Path) -> None:
    resources = [file for file in tracked_files() if file.is_relative_to(RESOURCES)]
    assert resources
    with zipfile.ZipFile(wheel) as archive:
        for file in resources:
            name = f"mle_planner/resources/{file.relative_to(RESOURCES).as_posix()}"
            assert archive.read(name) == file.read_bytes()


def test_the_wheel_holds_the_program_its_licence_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "mle_planner/core/base/resources.py" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"mle_planner"}


def test_the_source_archive_holds_all_that_a_wheel_is_made_of() -> None:
    names = {file.relative_path for file in SdistBuilder(str(ROOT)).recurse_included_files()}
    tracked = {file.relative_to(ROOT).as_posix() for file in tracked_files()}
    folders = ("mle_planner", "resources", "packaging")
    assert {name for name in tracked if name.partition("/")[0] in folders} <= names


def test_an_installed_planner_reads_the_resources_of_its_own(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    read = subprocess.run(
        [sys.executable, "-P", "-c", READ],
        cwd=tmp_path.parent,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    package, resource = map(Path, read.stdout.splitlines())
    assert package.is_relative_to(tmp_path)
    assert resource == tmp_path / "mle_planner" / "resources" / "README.md"
    assert resource.read_bytes() == (RESOURCES / "README.md").read_bytes()
