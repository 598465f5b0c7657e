"""This is where a person's name is reduced to what names are compared by, and two are compared."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from sitegen.model.record import Person
from sitegen.text.fold import words
from sitegen.text.namewords import is_organisation

_ANONYMOUS = frozenset(["anon", "anonymous", "unknown", "na", "author", "authors", "none", "staff"])
_NICK = {
    **{"bob": "r", "bobby": "r", "bill": "w", "billy": "w", "dick": "r", "ted": "e", "ned": "e"},
    **{"tony": "a", "peggy": "m", "betty": "e", "liz": "e", "beth": "e", "libby": "e", "gus": "a"},
    **{"sandy": "a", "sasha": "a", "jack": "j", "hank": "h", "chuck": "c", "polly": "m"},
}
"""Initials of names that short forms do not begin with."""

_BREAKS = re.compile(r"[\s.\-]+")
_LONG_FAMILY = 5  # letters; in a shorter one each letter counts


@dataclass(frozen=True, slots=True)
class Name:
    """A person as people are compared: families by letters, given names by initials too."""

    family: str
    """Family name, folded and glued; "ae" for "ä" is "a"."""

    words: frozenset[str]
    """All words of the name of two letters or more, so written."""

    initials: str
    """First letters of the given names, in order; "Bob" is a Robert."""

    is_group: bool
    """Whether it is an organisation's."""


@lru_cache(maxsize=1 << 17)
def name(person: Person) -> Name | None:
    """What *person* is compared by; None if it is nobody's name."""
    family = words(f"{person.particle} {person.family}")
    given = words(person.given)
    glued = _spelling("".join(words(person.family)) or person.family)
    if not glued or glued in _ANONYMOUS:
        return None
    long = frozenset(_spelling(word) for word in (*family, *given) if len(word) > 1)
    return Name(
        family=glued,
        words=long | {glued},
        initials="".join(map(_initial, _BREAKS.split(person.given))),
        is_group=not given and (len(family) > 2 or is_organisation(person.family)),
    )


def _initial(part: str) -> str:
    """The initial of a given name; "JR" without stops are two."""
    folded = "".join(words(part))
    if len(folded) <= 3 and part.isupper() and folded.isascii():
        return folded
    return _NICK.get(folded, folded[:1])


def _spelling(word: str) -> str:
    """A word of a name with one spelling for what is written "ü", "ue" and "u"."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u") if "e" in word else word


def are_one(a: Name, b: Name) -> bool:
    """Whether two names may be one person's: initials, order and a slip do not matter."""
    if a.family == b.family:
        return _agree(a, b)
    if a.family[:1] != b.family[:1] and a.words.isdisjoint(b.words):
        return False
    if len(a.words & b.words) > 1 and (a.words <= b.words or b.words <= a.words):
        return True
    # Family and given name changed places.
    if a.family in b.words and (b.family in a.words or b.family[:1] in a.initials):
        return True
    if b.family in a.words and a.family[:1] in b.initials:
        return True
    if _is_part(a.family, b.family) or _is_part(b.family, a.family):
        return _agree(a, b)
    if min(len(a.family), len(b.family)) < _LONG_FAMILY:
        return False
    return OSA.distance(a.family, b.family, score_cutoff=1) <= 1 and _agree(a, b)


def _is_part(one: str, other: str) -> bool:
    """Whether the family name *one* is half of a double *other*: "García" of "García Márquez"."""
    return len(one) > 3 and (other.startswith(one) or other.endswith(one))


def _agree(a: Name, b: Name) -> bool:
    """Whether the given names do not speak against it: one unstated, or an initial in common."""
    if not a.initials or not b.initials:
        return True
    return a.initials[0] in b.initials or b.initials[0] in a.initials
