"""What is under version control speaks of the project alone, and installs anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.checkout import ROOT, tracked_files

# Where packages come from is each machine's own business. The brackets keep these patterns
# from finding themselves.
REGISTRY = re.compile(
    r"p[y]pi\.|files\.p[y]thonhosted|registry\.n[p]mjs|/s[i]mple/?['\"\s]"
    r"|--(extra-|default-)?i[n]dex-url|--find-l[i]nks|U[V]_(DEFAULT_)?INDEX|P[I]P_(EXTRA_)?INDEX",
    re.IGNORECASE,
)
ONE_MACHINE = re.compile(r"(?<![\w.~$}*-])/(w[o]rk|r[o]ot|o[p]t|U[s]ers)/[\w.]|\.\./s[h]ared\b")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
LOCKS = [ROOT / "requirements" / name for name in ("planner.lock", "develop.lock")]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for file in tracked_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a frozen database names nothing
        found += [
            f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if pattern.search(line)
        ]
    return found


def test_no_file_names_a_package_registry() -> None:
    assert lines_matching(REGISTRY) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert lines_matching(ONE_MACHINE) == []


@pytest.mark.parametrize(
    "line",
    ["https://p" + "ypi.org/s" + "imple", "pip install --i" + "ndex-url x", "U" + "V_INDEX=x"],
)
def test_an_address_of_a_registry_is_recognised(line: str) -> None:
    assert REGISTRY.search(line)


@pytest.mark.parametrize(
    "line", ["cd /w" + "ork/planner", "'/r" + "oot/.config'", "../s" + "hared/x"]
)
def test_a_folder_of_one_machine_is_recognised(line: str) -> None:
    assert ONE_MACHINE.search(line)


def locked(lock: Path) -> dict[str, str]:
    """Return each locked package with the text of its entry."""
    entries = re.split(r"^(?=[a-z])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {entry.split("==")[0]: entry for entry in entries if entry.strip()}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_has_one_version_and_its_hashes(lock: Path) -> None:
    packages = locked(lock)
    assert "pyside6-essentials" in packages
    for name, entry in packages.items():
        assert re.match(rf"{re.escape(name)}==\S+", entry), entry
        assert HASH.search(entry), entry


def test_what_was_tested_is_what_is_run() -> None:
    """The lock of the planner holds no version and no hash that the developers' lock lacks."""
    planner, develop = (locked(lock) for lock in LOCKS)
    for name, entry in planner.items():
        assert entry.split()[0] == develop[name].split()[0]
        assert HASH.findall(entry) == HASH.findall(develop[name])


def test_qt_is_locked_for_every_system() -> None:
    """One wheel for each of Linux (two processors), macOS and Windows (two processors)."""
    assert len(HASH.findall(locked(LOCKS[0])["pyside6-essentials"])) >= 5
