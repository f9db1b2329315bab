"""Matches a word of a line with one of several names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mle_planner.core.i18n.gettext import _
from mle_planner.core.typed.title import title_key


def names_meant(wanted: str, names: Sequence[str]) -> list[int]:
    """Return the matching names: the equal ones, else those that begin so, else by their words."""
    plain = fold(wanted)
    folded_names = [fold(name) for name in names]
    if not plain:
        return []
    rules: tuple[Callable[[int], bool], ...] = (
        lambda index: folded_names[index] == plain,
        lambda index: folded_names[index].startswith(plain),
        lambda index: begins_a_word(plain, names[index]),
    )
    for rule in rules:
        found = [index for index in range(len(names)) if rule(index)]
        if found:
            return found
    return []


def project_meant(wanted: str, names: Sequence[str]) -> int | None:
    """Return the project with exactly this name, ignoring case; None for a new one.

    In a line a hyphen or an underscore may stand for a space: ``#fraud-scoring``.
    """
    spellings: tuple[Callable[[str], str], ...] = (title_key, _without_hyphens)
    for spelling in spellings:
        plain = spelling(wanted)
        for index, name in enumerate(names):
            if spelling(name) == plain:
                return index
    return None


def _without_hyphens(name: str) -> str:
    return title_key(re.sub(r"[-_]", " ", name))


def is_near(wanted: str, names: Sequence[str]) -> bool:
    """Whether a new name may mean an existing one: "fraud" if there is "Fraud scoring"."""
    plain = fold(wanted)
    is_begun = any(begins_a_word(plain, name) or fold(name).startswith(plain) for name in names)
    return is_begun or is_close(plain, names, 0.75)


def could_be_another(wanted: str, names: Sequence[str], meant: Sequence[int]) -> bool:
    """Whether a word that was matched with one name may mean another."""
    plain = fold(wanted)
    if fold(names[meant[0]]) == plain:
        return False
    return any(
        index not in meant and begins_a_word(plain, name) for index, name in enumerate(names)
    )


def is_close(plain: str, names: Sequence[str], likeness: float) -> bool:
    """Whether a folded word may be a typing error for one of the names, or for a word of one."""
    import difflib

    known = {fold(part) for name in names for part in (name, *_parts(name))}
    return bool(difflib.get_close_matches(plain, known, 1, likeness))


def begins_a_word(plain: str, name: str) -> bool:
    """Whether a word of the name begins with ``plain``, which is folded already."""
    return any(fold(word).startswith(plain) for word in _parts(name))


def _parts(name: str) -> list[str]:
    return re.split(r"[\s\-_/:]+", name)


def fold(name: str) -> str:
    """Return a name for comparison: letters and digits only, in one case."""
    return "".join(letter for letter in title_key(name) if letter.isalnum())


def several_meant(wanted: str, names: Sequence[str], matches: Sequence[int]) -> str:
    """Return the sentence that a mark matches several activities."""
    among = [names[index] for index in matches[:3]]
    listed = among[0]
    for name in among[1:]:
        listed = _("{first} or {second}", first=listed, second=name)
    return _("{mark} could be {names}. Type more of the name.", mark=f"@{wanted}", names=listed)


def unknown_activity(wanted: str, names: Sequence[str]) -> str:
    """Return the sentence that a mark matches no activity."""
    import difflib

    near = difflib.get_close_matches(wanted.casefold(), [name.casefold() for name in names], 1)
    if near:
        return _(
            "There is no activity called {name}. Did you mean @{near}?", name=wanted, near=near[0]
        )
    return _("There is no activity called {name}. Activities are added in Settings.", name=wanted)
