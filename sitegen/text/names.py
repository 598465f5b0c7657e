"""This is where names become people: one printed name, or a list of them in one of two grammars."""

import re
from functools import lru_cache

from pybtex.database import InvalidNameString
from pybtex.database import Person as PybtexPerson

from sitegen.model.record import Person
from sitegen.text.fold import words
from sitegen.text.tidy import tidy

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_ET_AL = re.compile(r"^(?:et\.?\s*al\.?|and others|others|\.\.\.|…)$", re.IGNORECASE)
_TRAILING_ET_AL = re.compile(r"[\s,]+(?:et\.?\s*al\.?|and others)$", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|i{1,3}|iv)\.?$", re.IGNORECASE)
_MARKS = re.compile(r"[*†‡§¶]+|\^\{?\d[\d,]*\}?|[¹²³⁰⁴-⁹]+")


@lru_cache(maxsize=262144)
def person(name: str) -> Person | None:
    """The person of one printed name: "Given von Family", "von Family, Jr, Given"; None if empty.

    The grammar is BibTeX's (btxdoc, section 4), as pybtex implements it. A name in outer braces
    is an organisation and is kept whole.
    """
    text = tidy(_MARKS.sub("", name)).strip(" ,;")
    if text.startswith("{") and text.endswith("}"):
        whole = text.strip("{} ")
        return Person(family=whole) if whole else None
    if not words(text):
        return None
    try:
        parts = PybtexPerson(text)
    except InvalidNameString:
        return Person(family=text)
    family = " ".join(parts.last_names)
    given = " ".join((*parts.first_names, *parts.middle_names))
    if not family:
        return Person(family=text.replace(",", " ").strip())
    return Person(
        family=_bare(family),
        given=_bare(given),
        particle=_bare(" ".join(parts.prelast_names)),
        suffix=_bare(" ".join(parts.lineage_names)),
    )


def from_bibtex(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of "A and B and others", and whether the list is cut short."""
    return _people(_AND.split(text))


def one_of_list(text: str) -> tuple[tuple[Person, ...], bool]:
    """The person of one element of a list of names, or none and True if it is "et al."."""
    return _people([text])


def from_prose(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of "A B, C D and E F" or "B, A.; D, C.", and whether the list is cut short."""
    cut = _TRAILING_ET_AL.search(text.strip())
    if cut:
        text = text.strip()[: cut.start()]
    if ";" in text:
        pieces = text.split(";")
    else:
        pieces = [name for part in _AND.split(text) for name in _between_commas(part)]
    people, others = _people(pieces)
    return people, others or cut is not None


def _between_commas(text: str) -> list[str]:
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if len(pieces) == 2 and len(pieces[0].split()) == 1 and len(pieces[1].split()) == 1:
        return [text]  # "Shazeer, Noam"
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.match(piece):
            given, _, family = joined[-1].rpartition(" ")
            joined[-1] = f"{family}, {piece}, {given}"
        else:
            joined.append(piece)
    return joined


def _people(names: list[str]) -> tuple[tuple[Person, ...], bool]:
    others = any(_ET_AL.match(name.strip()) for name in names)
    found = (person(name.strip()) for name in names if not _ET_AL.match(name.strip()))
    return tuple(one for one in found if one is not None), others


def to_bibtex(one: Person) -> str:
    """*one* in the form that BibTeX cannot misread: "von Family, Jr, Given", organisations braced.

    ``person(to_bibtex(p)) == p`` for every p that ``person`` gave.
    """
    family = f"{one.particle} {one.family}".strip()
    if not one.given and not one.suffix:
        is_whole = not one.particle and len(one.family.split()) == 1 and "," not in one.family
        return family if is_whole and not _AND.search(f" {family} ") else f"{{{family}}}"
    return ", ".join(part for part in (family, one.suffix, one.given) if part)


def looks_like_people(text: str) -> bool:
    """Whether a short line reads as a list of names: two to five capitalised words each."""
    body = re.sub(r"^(?:by|authors?|submitted by)\b[:\s]*", "", text.strip(), flags=re.IGNORECASE)
    cut = _TRAILING_ET_AL.sub("", body)
    if re.search(r"[.?!:]\s*$", cut) and not re.search(r"\b[A-Z]\.\s*$", cut):
        return False
    pieces = [p for part in re.split(r"\s+and\s+|\s+&\s+|;", cut) for p in part.split(",")]
    names = [piece.split() for piece in pieces if piece.strip()]
    return (
        len(names) >= 2
        and all(1 <= len(name) <= 5 for name in names)
        and sum(len(name) >= 2 for name in names) * 2 >= len(names)
        and all(_is_name_word(word) for name in names for word in name)
    )


_PARTICLES = {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le"}
_PARTICLES |= {"bin", "ibn", "al", "el", "ter", "ten", "zu", "y", "e"}


def _is_name_word(word: str) -> bool:
    bare = _MARKS.sub("", word).strip(".()")
    if not bare or bare.lower() in _PARTICLES:
        return True
    letters = re.sub(r"[-'’.]", "", bare)
    return letters.isalpha() and (letters[0].isupper() or not letters[0].islower())


def _bare(text: str) -> str:
    return text.replace("{", "").replace("}", "").replace("~", " ").strip()
