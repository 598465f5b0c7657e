"""This is where an output address is kept with what belongs there."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """One address whose bytes a template makes."""

    url: str
    """POSIX path below the site's root."""

    template: str
    """Name of the template."""

    # Any: each page kind has a context type of its own, and the templates are checked by tests.
    context: Any
    """What the template sees, as its fields."""


@dataclass(frozen=True, slots=True)
class Download:
    """One address whose text is already known."""

    url: str
    """POSIX path below the site's root."""

    text: str
    """What is served there, encoded as UTF-8."""
