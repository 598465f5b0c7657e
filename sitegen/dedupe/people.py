"""This is where the authors of two records are compared."""

from enum import StrEnum

from sitegen.dedupe.names import Name, are_one
from sitegen.dedupe.normalise import Features


class Company(StrEnum):
    """How two lists of authors go together."""

    TEAM = "authors-team"
    """Four or more in common, and few that are not."""

    EQUAL = "authors-equal"
    """Two or more, all of the shorter list in the longer, and no more than a few besides."""

    ONE = "author-equal"
    """One author, the same."""

    OVERLAP = "authors-overlap"
    """Some in common."""

    UNSTATED = "authors-unstated"
    """At least one record names none."""

    NAMESAKES = "authors-namesakes"
    """None in common, but families are."""

    CLASH = "authors-differ"
    """Both name some, and none in common."""


ALIKE = frozenset([Company.TEAM, Company.EQUAL, Company.ONE])
"""The authors are the same."""

SEVERAL = frozenset([Company.TEAM, Company.EQUAL])
"""Two or more authors are the same."""


def compare(a: Features, b: Features) -> Company:
    """How the authors of two records go together."""
    if not a.names or not b.names:
        return Company.UNSTATED
    short, long = sorted((a.names, b.names), key=len)
    shared = _shared(short, long)
    if not shared:
        if any(name.is_group for name in (*short, *long)):
            return Company.UNSTATED  # a consortium, or those who wrote for it
        families = {name.family for name in short}
        return Company.NAMESAKES if any(n.family in families for n in long) else Company.CLASH
    are_most = shared * 4 >= len(short) * 3
    if shared >= 4 and are_most and shared * 2 >= len(long):
        return Company.TEAM
    if shared == len(short):
        if len(short) > 1 and (len(long) <= 2 * len(short) + 1 or shared >= 3):
            return Company.EQUAL
        return Company.ONE if len(long) <= 2 else Company.OVERLAP
    return Company.EQUAL if shared >= 3 and are_most else Company.OVERLAP


def _shared(short: tuple[Name, ...], long: tuple[Name, ...]) -> int:
    """How many of *short* are also in *long*, each of which counts once."""
    if short == long:
        return len(short)
    left = list(long)
    shared = 0
    for name in short:
        partner = next((other for other in left if are_one(name, other)), None)
        if partner is not None:
            left.remove(partner)
            shared += 1
    return shared
