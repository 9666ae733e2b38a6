"""Every imitated portal by the name of its spider. All take the arguments of `tests.replica.site.Site`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.replica.portal import Imitation
from tests.replica.yenbai import YenBai

IMITATIONS: dict[str, Callable[..., Any]] = {
    "yenbai": YenBai,
}


def imitation(name: str, **arguments: Any) -> Imitation:
    """The imitation of one portal."""
    portal: Imitation = IMITATIONS[name](**arguments)
    return portal
