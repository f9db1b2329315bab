"""Files that ship with the planner, found in a checkout; the wheel has its own tests."""

from __future__ import annotations

import pytest

from mle_planner.core.base.resources import read_resource, resource_path


def test_a_resource_is_found_and_read() -> None:
    assert resource_path("README.md").is_file()
    assert read_resource("README.md").startswith("# Files that ship with the planner")


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resource_path("icons/nothing.svg")


@pytest.mark.parametrize("name", ["../run.py", "icons/../../run.py", "/etc/hostname", "..\\run.py"])
def test_a_name_cannot_lead_out_of_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        resource_path(name)
