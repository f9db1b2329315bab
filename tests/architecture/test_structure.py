"""No circles, no reaching into another module, nothing that only tests call, a place for all."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from fnmatch import fnmatchcase
from typing import Any

import pytest

from mle_planner.cli.command_table import COMMANDS
from tests.support.checkout import ROOT
from tests.support.program_code import (
    Definition,
    between_children,
    circles,
    import_graph,
    packages,
    private_uses,
    program,
    uncalled,
)

# What still stands in a circle of imports. This list only gets shorter.
OPEN_CIRCLES: frozenset[str] = frozenset()

# What is called without being named in the code, and why. A pattern that matches nothing fails.
CALLED_OTHERWISE = {
    "mle_planner.*.migrations.m[0-9]*": "its decorator registers this step of the schema",
    "mle_planner.core.evidence.server._HeartbeatRequest.do_*": "the class it extends calls it",
    "mle_planner.*.serve": "the command line of the planning process names it in a text",
}

# What only tests call. This list only gets shorter.
OPEN_UNCALLED: frozenset[str] = frozenset()

# Packages without a contract of their own. This list only gets shorter.
OPEN_PACKAGES: frozenset[str] = frozenset()


def check_against(still_open: frozenset[str], found: set[str]) -> None:
    """Nothing is found beside what is known, and what is known is still there."""
    new, done = sorted(found - still_open), sorted(still_open - found)
    assert not new, "new: " + ", ".join(new)
    assert not done, "to be taken off the list: " + ", ".join(done)


# -- circles ------------------------------------------------------------------------------------


def circles_of(modules: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Every circle by one of its members, among modules and among packages of one folder."""
    graph = import_graph(modules)
    return {
        min(circle): sorted(circle)
        for package in packages(modules)
        for circle in circles(between_children(package, graph))
    }


def test_no_module_and_no_package_imports_itself_by_way_of_others() -> None:
    found = {name for circle in circles_of(program()).values() for name in circle}
    check_against(OPEN_CIRCLES, found)


@pytest.mark.parametrize(
    "of_second",
    [
        "from p.first import one",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from p.first import one",
        "def late():\n    from p import first",
        "def late():\n    import p.third\nimport p.first",
    ],
)
def test_a_circle_is_recognised_however_it_is_closed(of_second: str) -> None:
    sources = {"p": "", "p.first": "from p.second import two", "p.second": of_second}
    modules = {name: ast.parse(source) for name, source in sources.items()}
    assert circles_of(modules) == {"p.first": ["p.first", "p.second"]}


def test_a_circle_of_two_packages_is_recognised_where_no_module_is_in_one() -> None:
    sources = {
        "p": "", "p.a": "", "p.b": "", "p.a.low": "", "p.b.low": "",
        "p.a.high": "from p.b import low", "p.b.high": "from p.a.low import x",
    }  # fmt: skip
    modules = {name: ast.parse(source) for name, source in sources.items()}
    assert circles_of(modules) == {"p.a": ["p.a", "p.b"]}


# -- words ---------------------------------------------------------------------------------------

# Names that the core does not use, and the word for what they named; see "Words" in
# docs/ARCHITECTURE.md. iCalendar calls a recurring event a series; stored names stay.
OTHER_WORDS = {
    "preset": "template of a timesheet, ready-made day", "series": "recurring event",
    "frame": "day part", "border": "day start", "leftover": "unplaced", "unfit": "unplaced",
}  # fmt: skip


def other_words(tree: ast.Module) -> set[str]:
    """Names of the core's functions, classes, arguments and fields made of a word not used."""
    names = {
        getattr(node, "name", None) or getattr(node, "arg", None) or getattr(node, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.arg | ast.Name)
    }
    return {
        name
        for name in names
        if {word.rstrip("s") for word in re.findall("[A-Z]?[a-z]+", name)} & _STEMS
    }


_STEMS = {form for word in OTHER_WORDS for form in (word.rstrip("s"), word.rstrip("s").title())}


def test_the_core_has_one_word_for_each_thing() -> None:
    found = {
        name: other_words(tree)
        for name, tree in program().items()
        if name.startswith("mle_planner.core")
        and not fnmatchcase(name, "*.ical.*")
        and not fnmatchcase(name, "*.solver.*")
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "source", ["def preset_parts(): ...", "series_id: int", "class FramePart: ...", "unfit = 1"]
)
def test_another_word_is_recognised(source: str) -> None:
    assert other_words(ast.parse(source))


def shared_names(modules: dict[str, ast.Module]) -> set[str]:
    """Names that more than one class of the program has."""
    names = [
        node.name
        for tree in modules.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    ]
    return {name for name in names if names.count(name) > 1}


def test_no_two_classes_share_a_name() -> None:
    assert shared_names(program()) == set()
    again = {"p.a": ast.parse("class Window: ..."), "p.b": ast.parse("class Window(Base): ...")}
    assert shared_names(again) == {"Window"}


# -- what belongs to one module -----------------------------------------------------------------


def test_no_module_uses_what_is_private_to_another() -> None:
    found = {name: list(private_uses(tree)) for name, tree in program().items()}
    assert {name: uses for name, uses in found.items() if uses} == {}


@pytest.mark.parametrize(
    "source",
    ["from p.first import _one", "import p\np._one()", "def show(day):\n    return day._items"],
)
def test_a_reach_into_another_module_is_recognised(source: str) -> None:
    assert list(private_uses(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def f(self):\n        return self._inherited",
        "class A:\n    _x = 1\n    def f(self, other):\n        return other._x",
        "def f(pair):\n    return pair._replace(a=1)",
        "from p import __version__",
    ],
)
def test_what_is_ones_own_may_be_used(source: str) -> None:
    assert list(private_uses(ast.parse(source))) == []


# -- what nothing calls -------------------------------------------------------------------------


def is_called_otherwise(made: Definition) -> bool:
    """Whether Python, Qt, the command line or a decorator calls it."""
    if made.name.startswith("__") and made.name.endswith("__"):
        return True
    return (
        made.full_name in commands()
        or any(fnmatchcase(made.full_name, pattern) for pattern in CALLED_OTHERWISE)
        or overrides_what_is_not_ours(made)
    )


def commands() -> set[str]:
    """The functions that the table of commands calls by their names."""
    return {f"mle_planner.cli.{command.module}.{command.function}" for command in COMMANDS.values()}


def overrides_what_is_not_ours(made: Definition) -> bool:
    """Whether it is a method that a class of Qt or Python has, and so calls."""
    if not made.owner:
        return False
    found: Any = importlib.import_module(made.module)
    for name in made.owner.split("."):
        found = getattr(found, name)
    return any(
        hasattr(base, made.name)
        for base in found.__mro__[1:]
        if not base.__module__.startswith("mle_planner")
    )


def test_everything_is_called_by_the_program_itself() -> None:
    made = list(uncalled(program(), program("benchmarks")))
    found = {each.full_name for each in made if not is_called_otherwise(each)}
    check_against(OPEN_UNCALLED, found)
    for pattern in CALLED_OTHERWISE:
        assert any(fnmatchcase(each.full_name, pattern) for each in made), pattern


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("def again(n):\n    return again(n - 1)", "p.again"),
        ("LIMIT = 3", "p.LIMIT"),
        ("class Day:\n    def sums(self):\n        return 1\nDay()", "p.Day.sums"),
        ("class Day:\n    @property\n    def sums(self):\n        return 1\nDay()", "p.Day.sums"),
    ],
)
def test_what_nothing_calls_is_recognised(source: str, name: str) -> None:
    assert [made.full_name for made in uncalled({"p": ast.parse(source)}, {})] == [name]


def test_a_call_from_elsewhere_is_seen() -> None:
    modules = {
        "p": ast.parse("LIMIT = 3\nclass Day:\n    def sums(self):\n        return 1"),
        "q": ast.parse("from p import Day, LIMIT\nDay().sums()"),
    }
    assert list(uncalled(modules, {})) == []


# -- the contracts ------------------------------------------------------------------------------


def packages_in_contracts() -> set[str]:
    """Every package that a contract of the import linter names."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: set[str] = set()
    for contract in tomllib.loads(text)["tool"]["importlinter"]["contracts"]:
        containers = contract.get("containers", [])
        found |= {*containers, *contract.get("protected_modules", [])}
        found |= set(contract.get("modules", []))
        for layer in contract.get("layers", []):
            names = [name.strip(" ()") for name in layer.replace("|", ":").split(":")]
            found |= {f"{container}.{name}" for container in containers for name in names}
    return found


def test_every_package_has_its_place_in_a_contract() -> None:
    check_against(OPEN_PACKAGES, set(packages(program())) - packages_in_contracts())
