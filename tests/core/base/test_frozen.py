"""A record is what the standard library's decorator would have made of the same class."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import typing
from typing import Any, ClassVar

import pytest

from mle_planner.core.base import frozen
from mle_planner.core.base.frozen import field_names, replace


class PointBody:
    """A place with a name."""

    x: int
    y: int = 0
    name: str = "here"

    def __post_init__(self) -> None:
        """Refuse what lies left of the border."""
        if self.x < 0:
            raise ValueError("left of the border")

    @property
    def double(self) -> int:
        """Twice the first value."""
        return self.x * 2


@frozen.dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place."""

    x: int
    y: int = 0
    name: str = "here"

    def __post_init__(self) -> None:
        """Refuse what lies left of the border."""
        if self.x < 0:
            raise ValueError("left of the border")

    @property
    def double(self) -> int:
        """Twice the first value."""
        return self.x * 2


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class StandardPoint:
    """The same, made by the standard library."""

    x: int
    y: int = 0
    name: str = "here"


@frozen.dataclass(frozen=True)
class Named:
    """Compared by its own rule, hashed by another."""

    name: str
    tokens: dict[str, str]

    def __hash__(self) -> int:
        """Return the hash of the name alone."""
        return hash(self.name)


@frozen.dataclass(frozen=True, slots=True)
class Single:
    """Has one field."""

    value: int


@frozen.dataclass(frozen=True, slots=True)
class Other:
    """Has the same field as another class."""

    value: int


def test_values_and_defaults_are_taken_as_by_the_standard_one() -> None:
    assert str(inspect.signature(Point)) == str(inspect.signature(StandardPoint))
    assert typing.get_type_hints(Point) == {"x": int, "y": int, "name": str}
    assert repr(Point(3)) == "Point(x=3, y=0, name='here')"
    assert Point(3, name="there") == Point(3, 0, "there")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]


def test_a_record_checks_itself_when_it_is_made_and_when_it_is_replaced() -> None:
    with pytest.raises(ValueError, match="border"):
        Point(-1)
    with pytest.raises(ValueError, match="border"):
        replace(Point(1), x=-1)


def test_nothing_of_a_record_can_be_changed() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    with pytest.raises(dataclasses.FrozenInstanceError):
        Named("a", {}).name = "b"  # type: ignore[misc]
    assert not hasattr(point, "__dict__")


def test_records_compare_as_the_tuples_of_their_values_within_their_class() -> None:
    assert sorted([Point(2), Point(1, 5), Point(1, 3)]) == [Point(1, 3), Point(1, 5), Point(2)]
    assert Point(1) <= Point(1)
    assert Point(2) > Point(1, 9)
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Single(1) == Single(1)
    assert hash(Single(1)) == hash(Single(1))
    assert Single(1) != Other(1)  # type: ignore[comparison-overlap]
    with pytest.raises(TypeError):
        sorted([Single(2), Single(1)])  # type: ignore[type-var]


def test_what_a_class_defines_itself_stands() -> None:
    assert hash(Named("light", {"bg": "#fff"})) == hash("light")
    assert Named("a", {}) == Named("a", {})
    assert Point(4).double == 8


def test_copies_are_equal_in_every_way_of_copying() -> None:
    point = Point(1, 2, "there")
    copies = [
        replace(point),
        dataclasses.replace(point),
        copy.copy(point),
        copy.deepcopy(point),
        *(pickle.loads(pickle.dumps(point, version)) for version in range(6)),
    ]
    assert copies == [point] * len(copies)
    assert pickle.loads(pickle.dumps(Named("a", {"b": "c"}))) == Named("a", {"b": "c"})


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        replace(Point(1), z=3)  # type: ignore[call-arg]


def test_the_standard_module_knows_a_record() -> None:
    def told(kind: Any) -> list[tuple[str, Any, Any]]:
        return [(field.name, field.type, field.default) for field in dataclasses.fields(kind)]

    assert told(Point) == told(StandardPoint)
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 0, "name": "here"}
    assert field_names(Point) == ("x", "y", "name")
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


class WithShared:
    """Wants one list for all."""

    values: tuple[int, ...] = []  # type: ignore[assignment]


class WithFactory:
    """Wants a new value each time."""

    value: int = dataclasses.field(default_factory=int)


class WithClassVar:
    """Has a value of the class."""

    value: int
    known: ClassVar[int] = 1


class WithEarlyDefault:
    """Has a field without a default after one with a default."""

    value: int = 1
    other: int


class Derived(PointBody):
    """Has a base."""

    z: int


class Empty:
    """Has nothing."""


@pytest.mark.parametrize(
    "kind", [WithShared, WithFactory, WithClassVar, WithEarlyDefault, Derived, Empty]
)
def test_what_it_cannot_do_is_refused_where_the_class_is_declared(kind: type[Any]) -> None:
    with pytest.raises(TypeError):
        frozen.dataclass(frozen=True, slots=True)(kind)
    with pytest.raises(TypeError):
        frozen.dataclass(frozen=False)(Single)
