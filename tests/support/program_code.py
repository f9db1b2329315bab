"""The program's code as the guards of its structure read it: modules, imports, definitions."""

from __future__ import annotations

import ast
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.support.checkout import PROGRAM, ROOT

Graph = Mapping[str, set[str]]
PUBLIC_ALL_THE_SAME = {"_replace", "_asdict", "_fields", "_make", "_field_defaults", "_exit"}
"""Documented names of Python: of named tuples, and ``os._exit``."""


class Definition(NamedTuple):
    """A function, class, method or constant of a module."""

    module: str
    owner: str
    """The class it belongs to; empty at the top of a module."""
    name: str
    node: ast.stmt

    @property
    def full_name(self) -> str:
        """The dotted name."""
        return ".".join(filter(None, (self.module, self.owner, self.name)))


@cache
def tree_of(file: Path) -> ast.Module:
    """Parse a file once, and keep its nodes from the garbage collector: there are a million."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    gc.freeze()
    return tree


@cache
def program(*folders: str) -> dict[str, ast.Module]:
    """Parse every module in folders of the checkout, by dotted name; the program without any."""
    roots = [ROOT / folder for folder in folders] or [PROGRAM]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): tree_of(
            file
        )
        for root in roots
        for file in sorted(root.rglob("*.py"))
    }


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Every node of a tree, walked once, and kept from the collector as well."""
    found = tuple(ast.walk(tree))
    gc.freeze()
    return found


# -- imports ------------------------------------------------------------------------------------


def import_graph(modules: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """Which module imports which: at the top, for types only, and inside functions alike."""
    return {name: set(_imports(tree, modules)) - {name} for name, tree in modules.items()}


def _imports(tree: ast.Module, known: Iterable[str]) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module in known:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module


def packages(modules: Iterable[str]) -> list[str]:
    """The modules that have others in them."""
    parents = {name.rpartition(".")[0] for name in modules}
    return sorted(parents & set(modules))


def between_children(package: str, graph: Graph) -> dict[str, set[str]]:
    """The imports among what stands in a package: each child with all that is in it as one.

    The package's own ``__init__`` counts as a child that has the package's name.
    """

    def child(name: str) -> str:
        return ".".join(name.split(".")[: package.count(".") + 2])

    inside = [name for name in graph if name == package or name.startswith(f"{package}.")]
    found: dict[str, set[str]] = defaultdict(set)
    for name in inside:
        found[child(name)] |= {child(other) for other in graph[name] if other in inside}
    return {name: others - {name} for name, others in found.items()}


def circles(graph: Graph) -> list[set[str]]:
    """The groups of modules of which each can be reached from each other by imports."""
    reached = {name: _reachable(name, graph) for name in graph}
    groups = {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in graph
        if name in reached[name]
    }
    return sorted(map(set, groups), key=min)


def _reachable(start: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


# -- names --------------------------------------------------------------------------------------


def definitions(module: str, tree: ast.Module) -> Iterator[Definition]:
    """The functions, classes and constants of a module, and the methods of its classes."""
    yield from _definitions(module, "", tree.body)


def _definitions(module: str, owner: str, body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from _definitions(module, owner, node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Definition(module, owner, node.name, node)
        elif isinstance(node, ast.ClassDef):
            yield Definition(module, owner, node.name, node)
            yield from _definitions(module, f"{owner}.{node.name}".lstrip("."), node.body)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not owner:
            for name in _names_bound(node):
                yield Definition(module, owner, name, node)


def _names_bound(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        for each in ast.walk(target):
            if isinstance(each, ast.Name):
                yield each.id


def uncalled(
    modules: Mapping[str, ast.Module], others: Mapping[str, ast.Module]
) -> Iterator[Definition]:
    """Definitions that no code names: not in their own module, not in another one.

    A method counts as called where any attribute of its name is used, whatever it belongs to.
    ``others`` may call, and are not looked through themselves.
    """
    used: dict[tuple[str, str], list[int]] = defaultdict(list)
    attributes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for module, tree in (*modules.items(), *others.items()):
        for node in nodes(tree):
            if isinstance(node, ast.Attribute):
                attributes[node.attr].append((module, node.lineno))
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used[module, node.id].append(node.lineno)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    used[node.module, alias.name].append(0)
    for module, tree in modules.items():
        for made in definitions(module, tree):
            inside = range(made.node.lineno, (made.node.end_lineno or 0) + 1)
            lines = [] if made.owner else [*used[module, made.name]]
            lines += [line if it == module else 0 for it, line in attributes[made.name]]
            if all(line in inside for line in lines):
                yield made


def private_uses(tree: ast.Module) -> Iterator[str]:
    """Names with a leading underscore that belong to another module.

    A class may use what it inherits; instances of classes of one module may use each other's.
    """
    own = _names_made(tree)
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if _is_private(alias.name):
                    yield f"line {node.lineno}: from {node.module} import {alias.name}"
        elif isinstance(node, ast.Attribute) and _is_private(node.attr):
            is_self = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
            if not is_self and node.attr not in own | PUBLIC_ALL_THE_SAME:
                yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name != "_"


def _names_made(tree: ast.Module) -> set[str]:
    made: set[str] = set()
    for node in nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            made.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made.add(node.id)
    return made
