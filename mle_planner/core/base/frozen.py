"""Frozen dataclasses that cost little to declare.

The standard decorator compiles half a dozen functions for every class and loads the module
``inspect``. A short command declares some thirty records and the window sixty, and creates no
instance of most of them. ``dataclass`` in this module makes the same frozen classes, with one
function compiled for all records with the same number of fields, when the first instance is
created. For a type checker it is the standard one, and ``dataclasses.fields``, ``replace`` and
``asdict`` accept its records.

Comparing is slower than with the standard one: use that for values compared by the million, such as
the solver's tables.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter, ge, gt, le, lt
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass, replace
    from typing import Any, NoReturn

__all__ = ["dataclass", "field_names", "replace"]

_set = object.__setattr__


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a record's fields, in their order."""
    names: tuple[str, ...] = kind.__match_args__
    return names


def _dataclass(
    *, frozen: bool, slots: bool = False, order: bool = False
) -> Callable[[type[Any]], type[Any]]:
    """Return the decorator that makes a class a frozen record of its annotated fields.

    Defaults are values, never factories, and a record inherits from nothing. Use the
    standard decorator for a class that needs more.

    Raises:
        TypeError: The class asks for what this decorator does not do; a bug.
    """
    if not frozen:
        raise TypeError("records are frozen; take the decorator of the standard library")
    return lambda cls: _record(cls, slots, order)


def _replace(record: Any, /, **changes: Any) -> Any:
    """Return a record like this one but for the fields named.

    Raises:
        TypeError: There is no field of that name; a bug.
    """
    names = field_names(type(record))
    kept = {name: getattr(record, name) for name in names if name not in changes}
    return type(record)(**kept, **changes)


def _record(cls: type[Any], slots: bool, order: bool) -> type[Any]:
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    _refuse_the_unusual(cls, defaults)
    made: dict[str, Any] = {
        "__match_args__": names,
        "__init__": _Initializer(cls, defaults),
        "__repr__": _repr,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__dataclass_fields__": _Standard("__dataclass_fields__", defaults),
        "__dataclass_params__": _Standard("__dataclass_params__", defaults),
        **_comparing(names, order),
    }
    # What the class itself defines stands, as with the standard decorator. A class that
    # defines how it is compared was given None for its hash, and only for that reason.
    own = {
        name: value
        for name, value in cls.__dict__.items()
        if not (name == "__hash__" and value is None)
    }
    if not slots:
        for name in made.keys() - own.keys():
            setattr(cls, name, made[name])
        return cls
    for name in (*defaults, "__dict__", "__weakref__"):
        own.pop(name, None)
    made |= {"__slots__": names, "__reduce__": _parts_for_copies, "__qualname__": cls.__qualname__}
    return type(cls.__name__, (), made | own)


def _refuse_the_unusual(cls: type[Any], defaults: dict[str, Any]) -> None:
    kinds = cls.__annotations__.values()
    if cls.__bases__ != (object,) or not kinds:
        raise TypeError(f"{cls.__name__} must have fields and inherit from nothing")
    if not all(isinstance(kind, str) for kind in kinds):
        raise TypeError(f"{cls.__name__} must be in a module whose annotations are not evaluated")
    if any("ClassVar" in kind or "InitVar" in kind for kind in kinds):
        raise TypeError(f"{cls.__name__} may have nothing but fields")
    if tuple(defaults) != tuple(cls.__annotations__)[len(kinds) - len(defaults) :]:
        raise TypeError(f"{cls.__name__} has a field without a default after one with a default")
    if any(default.__class__.__hash__ is None for default in defaults.values()):
        raise TypeError(f"{cls.__name__} would share one changeable default")
    if any(hasattr(default, "default_factory") for default in defaults.values()):
        raise TypeError(f"{cls.__name__} wants a factory, which only the standard one has")


def _initializer(cls: type[Any], defaults: dict[str, Any]) -> Any:
    """Return a record's ``__init__``: the code for its number of fields, with their names."""
    names = field_names(cls)
    code = _setting_all(len(names), "__post_init__" in cls.__dict__)
    scope = {f"set_{at}": _setter(cls, name) for at, name in enumerate(names)}
    made = FunctionType(
        code.replace(co_varnames=("self", *names)),
        {**scope, "__name__": cls.__module__},
        "__init__",
        tuple(defaults.values()),
    )
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {**cls.__annotations__, "return": None}
    return made


@cache
def _setting_all(count: int, is_checked: bool) -> CodeType:
    """Return the code that sets so many fields, and then lets the record check itself.

    Compiling takes longest, and records with the same number of fields differ in names only.
    """
    words = "".join(f", field_{at}" for at in range(count))
    lines = [f"def __init__(self{words}):"]
    lines += [f"  set_{at}(self, field_{at})" for at in range(count)]
    if is_checked:
        lines.append("  self.__post_init__()")
    made: dict[str, Any] = {}
    exec("\n".join(lines), made)
    code: CodeType = made["__init__"].__code__
    return code


def _setter(cls: type[Any], name: str) -> Callable[[Any, Any], None]:
    """Return the setter of a field; a slot has its own, which is faster."""
    if "__slots__" in cls.__dict__:
        put: Callable[[Any, Any], None] = cls.__dict__[name].__set__
        return put
    return lambda record, value: _set(record, name, value)


def _comparing(names: tuple[str, ...], order: bool) -> dict[str, Any]:
    """Return the methods that compare and hash a record as the tuple of its values."""
    get = attrgetter(*names)
    values = get if len(names) > 1 else lambda record: (get(record),)

    def equal(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    made: dict[str, Any] = {"__eq__": equal, "__hash__": hashed}
    if order:
        made |= {f"__{sign.__name__}__": _ordering(sign, values) for sign in (lt, le, gt, ge)}
    return made


def _ordering(sign: Callable[[Any, Any], Any], values: Callable[[Any], Any]) -> Any:
    def compare(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return sign(values(self), values(other))

    return compare


def _repr(self: Any) -> str:
    parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in field_names(type(self)))
    return f"{type(self).__qualname__}({parts})"


def _refuse_to_set(_self: Any, name: str, _value: Any) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _parts_for_copies(self: Any) -> tuple[type[Any], tuple[Any, ...]]:
    """Return the values from which pickling and copying recreate the record."""
    return type(self), tuple(getattr(self, name) for name in field_names(type(self)))


class _Initializer:
    """Compiles a record's ``__init__`` when the first record is created or it is inspected."""

    def __init__(self, cls: type[Any], defaults: dict[str, Any]) -> None:
        self._kind = cls
        self._defaults = defaults

    def __set_name__(self, kind: type[Any], _name: str) -> None:
        self._kind = kind  # the class with slots, made from the declared one

    def __get__(self, record: object, owner: type[Any]) -> Any:
        self._kind.__init__ = made = _initializer(self._kind, self._defaults)
        return made.__get__(record, owner)


class _Standard:
    """The attributes the ``dataclasses`` module reads from a class, built on first access."""

    def __init__(self, name: str, defaults: dict[str, Any]) -> None:
        self._name = name
        self._defaults = defaults

    def __get__(self, _record: object, owner: type[Any]) -> Any:
        from dataclasses import field, make_dataclass

        fields = [
            (name, kind, field(default=self._defaults[name]))
            if name in self._defaults
            else (name, kind, field())
            for name, kind in owner.__annotations__.items()
        ]
        made = getattr(make_dataclass(owner.__name__, fields, frozen=True), self._name)
        setattr(owner, self._name, made)
        return made


if not TYPE_CHECKING:
    dataclass, replace = _dataclass, _replace
