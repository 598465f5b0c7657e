"""This is where papers leave: one module per format, found by listing this folder.

A module with a NAME is a format that readers of the site may download; ``frontmatter`` is that of
the library's own files. A paper is written for itself, and the texts of several are joined: so that
a paper on ten lists is written once.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from sitegen.model.paper import Paper


class Exporter(Protocol):
    """What a module in this folder offers."""

    NAME: str
    """What people call the format."""

    SUFFIX: str
    """How the names of its files end: ".bib"."""

    MEDIA: str
    """Its media type."""

    LOSES: Mapping[str, str]
    """What does not come back when its text is read again: a field, and what of it; "" is all."""

    def entry(self, paper: Paper, *, is_complete: bool = False) -> str:
        """*paper* in the format: what a citation needs, or all that the format can say."""
        ...

    def join(self, entries: Iterable[str]) -> str:
        """The file that holds *entries*, in the order given."""
        ...


@lru_cache(maxsize=1)
def discover() -> dict[str, Exporter]:
    """Every format that papers can be downloaded in, by name of its module; BibTeX first."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "NAME")}
