"""This is where formatted text is kept: a tree of elements and words, never HTML.

A template shows the tree with a macro that escapes every word, so that none can become script.
"""

from dataclasses import dataclass

VOID = frozenset({"br", "hr", "img"})
"""Elements that have no end."""


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of formatted text."""

    tag: str
    """Name of the element; empty for a stretch of words."""

    text: str = ""
    """Its words, if it is a stretch of words."""

    attributes: tuple[tuple[str, str], ...] = ()
    """(name, value) of each attribute."""

    children: tuple["Node", ...] = ()
    """What is in the element."""

    @property
    def is_void(self) -> bool:
        """Whether the element has no end: br, hr, img."""
        return self.tag in VOID
