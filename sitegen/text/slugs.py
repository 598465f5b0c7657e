"""This is where names become file names: ASCII, lower case, short, and safe on every system."""

import re
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

from sitegen.text.fold import fold

LONGEST = 80
"""Characters that a slug has at most."""

_MICRO = re.compile("μ(?=[a-z])")  # "μnit" is pronounced, not Greek
_WINDOWS = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(10)}
# "index" is a folder's own page; "…-page-2" the further pages of a list.
_OURS = re.compile(r"index|.*-page-\d+")


@lru_cache(maxsize=65536)
def slug(text: str, otherwise: str = "x") -> str:
    """*text* in ``[a-z0-9-]``, transliterated, at most 80 characters, never a reserved name.

    *otherwise* stands for text in which there is nothing to write, such as punctuation.
    """
    folded = _MICRO.sub("mu", fold(text))
    plain = folded if folded.isascii() else anyascii(folded).lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    return allowed(short or otherwise)


def allowed(name: str) -> str:
    """*name*, or if systems or the site's own layout reserve it, the name with "-x" after it."""
    if name.lower() in _WINDOWS or _OURS.fullmatch(name.lower()):
        return f"{name[: LONGEST - 2]}-x"
    return name


def distinct(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """One file name for each of *names*, in order: a later equal one gets "-2", "-3" and so on.

    Names that differ in case only count as equal: many file systems cannot hold both.
    """
    seen = {name.lower() for name in taken}
    chosen: list[str] = []
    following: dict[str, int] = {}
    for name in names:
        candidate = name
        count = following.get(name.lower(), 2)
        while candidate.lower() in seen:
            ending = f"-{count}"
            candidate = allowed(name[: LONGEST - len(ending)] + ending)
            count += 1
        following[name.lower()] = count
        seen.add(candidate.lower())
        chosen.append(candidate)
    return chosen
