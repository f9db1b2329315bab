"""The two lines for WakaTime's configuration are written beside all that stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core.evidence.editors import config_path, with_lines
from mle_planner.core.planner import Planner
from mle_planner.core.setting_kinds import SettingError

LINES = ("api_url = http://here", "api_key = new")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "[settings]\napi_url = http://here\napi_key = new\n"),
        ("[git]\na = 1", "[git]\na = 1\n\n[settings]\napi_url = http://here\napi_key = new\n"),
        (
            "# mine\n[settings]\ndebug = true\nAPI_KEY=old\n\n[git]\napi_key = kept\n",
            "# mine\n[settings]\napi_url = http://here\napi_key = new\ndebug = true\n\n[git]\n"
            "api_key = kept\n",
        ),
        (
            "[settings]\r\napi_url =\r\n  http://old\r\nexclude =\r\n  ^tmp\r\n",
            "[settings]\r\napi_url = http://here\r\napi_key = new\r\nexclude =\r\n  ^tmp\r\n",
        ),
    ],
)
def test_the_lines_take_the_place_of_older_ones_and_all_else_stays(old: str, new: str) -> None:
    assert with_lines(old, LINES) == new
    assert with_lines(new, LINES) == new


def test_a_configuration_is_written_after_a_backup(planner: Planner) -> None:
    planner.editors.switch(is_on=True)
    path = config_path()
    assert path.parent == Path.home()
    assert planner.editors.write_config(planner.now()) is None
    lines = planner.editors.config_lines()
    assert path.read_text() == "\n".join(("[settings]", *lines, ""))
    old = b"[settings]\nproxy = \xff\n"
    path.write_bytes(old)
    backup = planner.editors.write_config(planner.now())
    assert backup is not None
    assert backup.read_bytes() == old
    assert path.read_bytes().endswith(b"proxy = \xff\n")
    assert lines[1].encode() in path.read_bytes()


def test_a_configuration_takes_the_place_of_a_link_to_itself(planner: Planner) -> None:
    config_path().symlink_to(config_path())
    assert planner.editors.write_config(planner.now()) is None
    assert config_path().read_text().startswith("[settings]")


def test_the_key_is_made_once_and_kept_when_switched_off(planner: Planner) -> None:
    assert not planner.editors.status().is_on
    planner.editors.switch(is_on=True)
    key = planner.editors.status().key
    planner.editors.switch(is_on=False)
    planner.editors.switch(is_on=True)
    assert planner.editors.status().key == key == planner.editors.make_key()
    with Planner.open(planner.database_path.parent, planner.clock) as other:
        assert other.editors.make_key() == key
    with pytest.raises(SettingError, match="UUID"):
        planner.set("editor_key", key.upper())


def test_two_that_need_a_key_at_the_same_moment_have_the_same(planner: Planner) -> None:
    """Given settings that this one read before the other made the key."""
    assert planner.editors.status().key == ""
    with Planner.open(planner.database_path.parent, planner.clock) as other:
        key = other.editors.make_key()
    assert planner.editors.make_key() == key
    planner.editors.switch(is_on=True)
    with Planner.open(planner.database_path.parent, planner.clock) as other:
        assert other.editors.status().key == key
