"""This is where text that was broken into lines becomes one line again."""

import re
from collections.abc import Iterable

_SUSPENDED = re.compile(r"(?:and|or|und|oder|et|ou|to|bis)\b(?!-)")


def unwrap(lines: Iterable[str]) -> str:
    """The *lines* of a paragraph as one line.

    A line that ends in a hyphen is joined without a space and keeps it: wrapping tools break at
    hyphens that are there ("multi-" + "document"). Before "and", "or", "to" a hyphen is suspended
    ("pre- and post-training") and the space stays.
    """
    parts: list[str] = []
    for line in (raw.strip() for raw in lines):
        if not line:
            continue
        if parts:
            last = parts[-1]
            is_cut = last.endswith("-") and re.match(r"\w", last[-2:-1]) is not None
            parts.append(line if is_cut and not _SUSPENDED.match(line) else f" {line}")
        else:
            parts.append(line)
    return "".join(parts)
