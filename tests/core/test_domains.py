"""The domains that the planner offers."""

from __future__ import annotations

from mle_planner.core.domains import Domains, Offered
from mle_planner.core.planner import Planner


def test_each_domain_is_of_the_class_that_it_is_declared_with(planner: Planner) -> None:
    names = [name for name, found in vars(Domains).items() if isinstance(found, Offered)]
    made = {name: f"Offered[{type(getattr(planner, name)).__name__}]" for name in names}
    assert len(made) > 30
    assert made == {name: Domains.__annotations__[name] for name in names}
