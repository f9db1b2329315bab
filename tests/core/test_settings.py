"""A setting holds what it allows; a stored value that is not allowed does no harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mle_planner.core.declared_settings import SETTINGS, setting_named
from mle_planner.core.edits import Change
from mle_planner.core.model.records import SettingValue
from mle_planner.core.planner import Planner
from mle_planner.core.setting_kinds import Setting, SettingError
from mle_planner.core.settings import Settings, check_together
from tests.support.builders import clock_at
from tests.support.data_check import data_problems


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_default_is_allowed_and_every_setting_is_explained(setting: Setting) -> None:
    assert setting.checked(setting.default) == setting.default
    assert setting.title[0].isupper()
    assert setting.help.endswith(".")
    assert setting_named(setting.name) is setting


def test_names_are_used_once() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("coding_aim_min", -1), ("coding_aim_min", 721), ("coding_aim_min", 90.0),
        ("coding_aim_min", "90"), ("coding_aim_min", True), ("coding_aim_min", None),
        ("theme", "purple"), ("theme", 1), ("care_coding", ""), ("day_border_min", 481),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_with_what_is(name: str, value: Any) -> None:
    with pytest.raises(SettingError, match=r": choose .*Nothing was changed\.$"):
        setting_named(name).checked(value)


def test_a_switch_takes_on_and_off_only() -> None:
    switch = Setting("quiet", "Days", "Quiet", "Says nothing.", default=True)
    assert switch.checked(False) is False
    with pytest.raises(SettingError, match="choose on or off"):
        switch.checked(1)


@pytest.mark.parametrize(
    "stored", ["9999", '"x"', "{", "", "null", "NaN", "[" * 5000, "1" * 5000], ids=range(8)
)
def test_a_stored_value_that_cannot_be_used_becomes_the_default_with_a_notice(stored: str) -> None:
    found = Settings.read([SettingValue("coding_aim_min", stored), SettingValue("theme", '"dark"')])
    assert found.number("coding_aim_min") == setting_named("coding_aim_min").default
    assert found.word("theme") == "dark"
    assert found.notices == ("Coding per day, goal could not be read; the default is in use.",)


def test_a_setting_of_a_newer_program_is_left_alone() -> None:
    found = Settings.read([SettingValue("hologram", "true")])
    assert found.notices == ()
    assert "hologram" not in found.values


def test_a_planner_with_a_bad_setting_opens_says_so_and_can_be_put_right(tmp_path: Path) -> None:
    """Also by choosing the very value that is in use meanwhile."""
    default = setting_named("coding_aim_min").default
    with Planner.open(tmp_path, clock_at()) as planner:
        store = planner._session.store
        with store.transaction():
            store.apply([Change(None, SettingValue("coding_aim_min", json.dumps("much")))])
    with Planner.open(tmp_path, clock_at()) as planner:
        notice = "Coding per day, goal could not be read; the default is in use."
        assert data_problems(planner) == [notice]
        assert planner.settings.number("coding_aim_min") == default
        planner.set("coding_aim_min", default)
        assert data_problems(planner) == []
    with Planner.open(tmp_path, clock_at()) as planner:
        assert data_problems(planner) == []


def test_a_setting_stays_after_closing_and_is_reset(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.set("theme", "dark")
    with Planner.open(tmp_path, clock_at()) as planner:
        assert planner.settings.word("theme") == "dark"
        assert planner.history.undo_label is None
        planner.reset("theme")
        assert planner.settings.word("theme") == "system"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "coding_least_min", 300,
            "Coding per day, minimum: 5:00 is more than “Coding per day, goal”, which is 3:30. "
            "Nothing was changed; raise that one first.",
        ),
        (
            "coding_most_min", 195,
            "Coding per day, maximum: 3:15 is less than “Coding per day, goal”, which is 3:30. "
            "Nothing was changed; lower that one first.",
        ),
        (
            "coding_aim_min", 120,
            "Coding per day, goal: 2:00 is less than “Coding per day, minimum”, which is 3:00. "
            "Nothing was changed; lower that one first.",
        ),
        (
            "coding_aim_min", 300,
            "Coding per day, goal: 5:00 is more than “Coding per day, maximum”, which is 4:00. "
            "Nothing was changed; raise that one first.",
        ),
        (
            "min_chunk_min", 240,
            "Shortest block: 4:00 is more than “Longest block”, which is 2:30. "
            "Nothing was changed; raise that one first.",
        ),
    ],
)  # fmt: skip
def test_a_value_that_contradicts_another_setting_is_refused(
    tmp_path: Path, name: str, value: int, sentence: str
) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        before = dict(planner.settings.values)
        with pytest.raises(SettingError) as refused:
            planner.set(name, value)
        assert str(refused.value) == sentence
        assert dict(planner.settings.values) == before
        assert planner.history.undo_label is None


def test_own_addresses_are_kept_as_calendars_are_compared_with_them(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.set("my_addresses", "mailto:Me@Example.org;  you@example.org me@example.org")
        assert planner.settings.word("my_addresses") == "me@example.org, you@example.org"
        assert planner.settings.my_addresses() == ("me@example.org", "you@example.org")


def test_settings_that_only_touch_fit_together(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        for name in ("coding_most_min", "coding_least_min"):
            planner.set(name, planner.settings.number("coding_aim_min"))
        assert planner.settings.number("coding_least_min") == 210
        assert planner.settings.number("coding_most_min") == 210


def test_a_contradiction_that_is_stored_already_can_be_put_right(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        store = planner._session.store
        with store.transaction():
            store.apply([Change(None, SettingValue("coding_least_min", json.dumps(400)))])
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.set("meeting_buffer_min", 10)
        planner.set("coding_least_min", 60)
        assert planner.settings.number("coding_least_min") == 60


def test_ready_made_days_agree_with_themselves(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        for name in planner.typical_day.ready_made_names():
            planner.typical_day.choose(name)
            for setting in ("coding_least_min", "coding_aim_min", "coding_most_min"):
                check_together(setting, planner.settings.values)
