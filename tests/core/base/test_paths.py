"""A path as it is written leads to one place, whatever its spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core.base.paths import is_same_place, named_path, whole_path


def test_the_home_of_an_unknown_user_is_a_name_like_any_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert named_path("~/plan.ics") == tmp_path / "plan.ics"
    assert named_path("~nosuchuser/plan.ics") == Path("~nosuchuser/plan.ics")


def test_a_whole_path_goes_up_behind_a_link_where_the_system_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = tmp_path.resolve()
    (real / "far" / "inner").mkdir(parents=True)
    (real / "link").symlink_to(real / "far" / "inner")
    monkeypatch.chdir(real)
    assert whole_path(Path("link/../plan.ics")) == real / "far" / "plan.ics"
    assert whole_path(Path("link/plan.ics")) == real / "link" / "plan.ics"
    assert is_same_place("link/plan.ics", real / "far" / "inner" / "plan.ics")
    assert not is_same_place("link/../plan.ics", real / "plan.ics")
