"""This is where it is said which pages exist: one module per kind, found by listing this folder.

A page kind is a module with ``plan(site)``, and a ``Context`` type whose fields are what its
template sees as ``page``.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from sitegen.model.page import Download, Page
from sitegen.model.site import Site


class Kind(Protocol):
    """What a module in this folder offers."""

    def plan(self, site: Site) -> Iterator[Page | Download]:
        """Every page of this kind that *site* has."""
        ...


@lru_cache(maxsize=1)
def discover() -> dict[str, Kind]:
    """Every page kind, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def plan(site: Site) -> tuple[Page | Download, ...]:
    """Every page of *site*, by address.

    Raises:
        RuntimeError: two page kinds claim one address, or addresses differ in case only.
    """
    planned = [page for kind in discover().values() for page in kind.plan(site)]
    owners: dict[str, str] = {}
    for page in planned:
        if owners.setdefault(page.url.lower(), page.url) is not page.url:
            raise RuntimeError(
                f"two pages claim one address: {owners[page.url.lower()]}, {page.url}"
            )
    return tuple(sorted(planned, key=lambda page: page.url))
