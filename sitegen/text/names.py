"""This is where names become people: one printed name, or a list of them in one of two grammars.

BibTeX's grammar of a name is pybtex's. What is no part of a name, and what is no person's, is known
to ``text.namewords``.
"""

import re
from functools import lru_cache

from pybtex.database import InvalidNameString
from pybtex.database import Person as PybtexPerson

from sitegen.model.record import Person
from sitegen.text import bylines, namewords
from sitegen.text.fold import words
from sitegen.text.namewords import SUFFIX
from sitegen.text.tidy import tidy, visible

_ODD = re.compile(r"[{}~;&\\]|\b(?:others|et|and)\b", re.IGNORECASE)
# A name that says what it is at a glance: words with a capital, at most one comma; no raised signs.
_LETTER = "[^\\W\\d_ª²³¹ºᴬ-ᵪᶛ-ᶿ⁰-₟]"
_WORDS = f"{_LETTER}(?:{_LETTER}|[.'-])*(?: {_LETTER}(?:{_LETTER}|[.'-])*)*"
_GLANCE = re.compile(f"({_WORDS})(?:, ?({_WORDS}))?")
# The same of ASCII, at a fourth of the cost.
_ASCII_WORDS = "[A-Za-z][A-Za-z.'-]*+(?: [A-Za-z][A-Za-z.'-]*+)*+"
_ASCII_GLANCE = re.compile(f"({_ASCII_WORDS})(?:, ?({_ASCII_WORDS}))?")
_PART = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)
_DIVIDED = re.compile(r"[,;&=]")
_LONG = 500  # characters; what is longer is no name, and kept whole


split_bibtex = bylines.split_bibtex
looks_like_people = bylines.looks_like_people


def person(name: str) -> Person | None:
    """The person of one printed name: "Given von Family", "von Family, Jr, Given"; None if empty.

    The grammar is BibTeX's (btxdoc, section 4), as pybtex implements it. A name in outer braces,
    one with "and" in it, and one that could not be written so that it reads back are kept whole.
    """
    if len(name) > _LONG:
        whole = _bare(tidy(name))
        return Person(family=whole) if words(whole) else None
    return _person(name)


@lru_cache(maxsize=65536)
def _person(name: str) -> Person | None:
    found = _at_a_glance(name)
    if found:
        return found
    text = tidy(name)
    text = text if is_braced(text) else namewords.cleaned(text)
    one = _parsed(text)
    if one is None or not _ODD.search(text) or _parsed(to_bibtex(one)) == one:
        return one
    return Person(family=_bare(text))


@lru_cache(maxsize=65536)
def _at_a_glance(name: str) -> Person | None:
    """The person of a name with nothing odd about it, as pybtex reads it; None of any other."""
    is_ascii = name.isascii()
    found = _ASCII_GLANCE.fullmatch(name) if is_ascii else _GLANCE.fullmatch(visible(name))
    if not found:
        return None
    front, given = found.groups()
    if not all(map(str.isupper, [word[0] for word in front.split(" ")])):
        return None
    every = found[0].replace(".", "").replace(",", " ").lower().split(" ")
    if not namewords.STOPS.isdisjoint(every):
        return None
    if given is not None:
        return Person(family=front, given=given)
    before, _, last = front.rpartition(" ")
    return Person(family=last, given=before)


def _parsed(text: str) -> Person | None:
    if text.startswith("{") and text.endswith("}") and is_braced(text):
        whole = _bare(text)
        return Person(family=whole) if whole else None
    if not words(text):
        return None
    if bylines.AND.search(text) or namewords.is_organisation(text):
        return Person(family=_bare(text))  # one name, so the "and" is part of it
    if " " in text and "," not in text and namewords.is_eastern(text):
        family, _, given = text.partition(" ")
        return Person(family=family, given=given)
    try:
        parts = PybtexPerson(_with_suffix_inside(text))
    except InvalidNameString:
        return Person(family=_bare(text))
    family = _bare(" ".join(parts.last_names))
    if not family:
        whole = _bare(text.replace(",", " "))
        return Person(family=whole) if words(whole) else None
    particle = _bare(" ".join(parts.prelast_names))
    if particle[:1].isupper():  # "Ramón y Cajal", "De la Cruz": BibTeX takes it for a particle
        family, particle = f"{particle} {family}", ""
    return Person(
        family=family,
        given=_bare(" ".join((*parts.first_names, *parts.middle_names))),
        particle=particle,
        suffix=_bare(" ".join(parts.lineage_names)),
    )


def _with_suffix_inside(text: str) -> str:
    """A name whose suffix stands last in the place where BibTeX looks for it: "King, Jr., Martin".

    "Martin King Jr.", "Martin King, Jr." and "King, Martin, Jr." are how people write it.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 3 and SUFFIX.match(parts[2]) and not SUFFIX.match(parts[1]):
        return f"{parts[0]}, {parts[2]}, {parts[1]}"
    if len(parts) == 2:
        family, _, last = parts[0].rpartition(" ")
        if family and SUFFIX.match(last):  # "King Jr., Martin"
            return f"{family}, {last}, {parts[1]}"
        family = parts[1].rpartition(" ")[2]
        if SUFFIX.match(parts[0]) and family != parts[1]:  # "Jr., Martin King"
            return f"{family}, {parts[0]}, {parts[1].rpartition(' ')[0]}"
        given, _, last = parts[1].rpartition(" ")
        if given and SUFFIX.match(last) and not SUFFIX.match(given):  # "King, Martin Jr."
            return f"{parts[0]}, {last}, {given}"
    if len(parts) == 1 or (len(parts) == 2 and SUFFIX.match(parts[1])):
        *before, last = parts[0].split() if len(parts) == 1 else (*parts[0].split(), parts[1])
        if len(before) > 1 and SUFFIX.match(last) and (len(parts) == 2 or last[0].isupper()):
            return f"{before[-1]}, {last}, {' '.join(before[:-1])}"
    return text


def from_bibtex(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of "A and B and others", and whether the list is cut short.

    An element that can be no one name is read as a list of its own: "A. Smith, B. Doe and C. Roe".
    """
    names = bylines.split_bibtex(text)
    is_prose = any("," not in name and bylines.is_full(name) for name in names)
    people: list[Person] = []
    others = False
    for name in names:
        if bylines.stands_for_others(name):
            others = True
            continue
        one = _at_a_glance(name)
        if one and one.given and _can_be_no_list(one):
            people.append(one)
            continue
        if _DIVIDED.search(name) or bylines.without_others(name)[1]:
            found, more = _element(name, is_prose=is_prose)
        else:
            found, more = _people([name])
        people += found
        others = others or more
    return tuple(people), others


def _can_be_no_list(one: Person) -> bool:
    """Whether "Family, Given" is certainly one name: nine of ten are, and are not looked at again.

    Two people between a comma are two names of two words, or two signs, or two families.
    """
    return one.family.isalpha() and one.family < "\u2e80" and not namewords.is_family(one.given)


def _element(name: str, *, is_prose: bool) -> tuple[tuple[Person, ...], bool]:
    """The people of an element of a BibTeX list that has signs which divide."""
    if _PART.match(name):
        one = _in_parts(name)
        return ((one,) if one else ()), False
    if "{" in name or "}" in name:
        return _people([name])
    bare, is_cut = bylines.without_others(name)
    if bylines.is_list(tidy(bare), is_prose=is_prose):
        found, more = from_prose(bare)
    else:
        found, more = _people([bare])
    return found, more or is_cut


def _in_parts(name: str) -> Person | None:
    """The person of biblatex's own form: "given=Jean, prefix=de la, family=Fontaine"."""
    found: dict[str, str] = {}
    depth, start, pieces = 0, 0, []
    for at, sign in enumerate(name[:_LONG]):
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 0:
            pieces.append(name[start:at])
            start = at + 1
    for piece in (*pieces, name[start:]):
        part = _PART.fullmatch(piece)
        if part:
            found[part[1].lower()] = _bare(tidy(part[2].strip().strip('"')))
    family, given = found.get("family", ""), found.get("given", "")
    if not family:
        return person(given)
    one = Person(
        family=family,
        given=given,
        particle=found.get("prefix", ""),
        suffix=found.get("suffix", ""),
    )
    return one if person(to_bibtex(one)) == one else person(str(one))


def from_prose(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of a list in any usual form, and whether the list is cut short."""
    found, is_cut = bylines.split(bylines.with_capitals(text))
    people, others = _people(found)
    return people, others or is_cut


def is_braced(name: str) -> bool:
    """Whether one pair of braces holds the whole of *name* together, as an organisation's."""
    return name.startswith("{") and name.endswith("}") and "}" not in name[1:-1].split("{", 1)[0]


def one_of_list(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of one element of a list of names, or none and True if it is "et al.".

    An element that is a list itself, "A B and C D" or "B, A.; D, C.", is read as one.
    """
    return _one_of_list(text) if len(text) <= _LONG else from_prose(text)


@lru_cache(maxsize=262144)
def _one_of_list(text: str) -> tuple[tuple[Person, ...], bool]:
    found = _at_a_glance(text)
    if found:
        return (found,), False
    if bylines.is_one_braced(text):
        return _people([text])
    if ";" in tidy(text) or (
        bylines.AND.search(text) and (bylines.looks_like_people(text) or bylines.are_pairs(text))
    ):
        return from_prose(text)
    if _PART.match(text):
        return _element(text, is_prose=False)
    return _people([text])


def _people(names: list[str]) -> tuple[tuple[Person, ...], bool]:
    others = any(bylines.stands_for_others(name) for name in names)
    found = (person(name.strip()) for name in names if not bylines.stands_for_others(name))
    return tuple(one for one in found if one is not None), others


@lru_cache(maxsize=65536)
def to_bibtex(one: Person) -> str:
    """*one* in the form that BibTeX cannot misread: "von Family, Jr, Given", organisations braced.

    ``person(to_bibtex(p)) == p`` for every p that ``person`` gave.
    """
    family = f"{one.particle} {one.family}".strip()
    if not one.given and not one.suffix:
        is_plain = (
            not _DIVIDED.search(family)
            and not bylines.stands_for_others(family)
            and not bylines.without_others(family)[1]
            and not bylines.AND.search(family)
            and not namewords.is_organisation(family)
            and _reads_as(family, one)
        )
        return family if is_plain else f"{{{family}}}"
    parts = (family, one.suffix, one.given)
    written = ", ".join(part for part in parts if part)
    if _at_a_glance(written) == one and not namewords.is_family(one.given):
        return written
    held = f"{one.particle} {{{one.family}}}".strip()
    guarded = ", ".join(part for part in (held, one.suffix, one.given) if part)
    is_split = any(word[0].islower() for word in one.family.split()[1:-1])  # by BibTeX itself
    if is_split or bylines.is_list(written, is_prose=False) or not _reads_as(written, one):
        if one.given and not _reads_as(guarded, one):
            return ", ".join(part for part in (held, one.suffix, f"{{{one.given}}}") if part)
        return guarded
    return written


def _reads_as(written: str, one: Person) -> bool:
    return namewords.cleaned(written) == written and _parsed(written) == one


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[{}]", "", text).replace("~", " ").split()).strip(" ,;")
