"""This is where it is said what a stage is given to spread its work with."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

# Any: a map is generic in a way that a variable of type Callable cannot express.
Map = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""Calls a pure function on each of some picklable values; the results come in their order."""
