"""This is where names become people: one printed name, or a list of them in one of two grammars."""

import re
from functools import lru_cache

from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString
from pybtex.database import Person as PybtexPerson

from sitegen.model.record import Person
from sitegen.text.fold import words
from sitegen.text.tidy import tidy

_AND = re.compile(r"(?:^|\s+)(?:and|&)(?:\s+|$)", re.IGNORECASE)
_ET_AL = re.compile(r"^(?:et\.?\s*al\.?|and others|others|\.\.\.|…)$", re.IGNORECASE)
_TRAILING_ET_AL = re.compile(r"[\s,]+(?:et\.?\s*al\.?|and others|\.\.\.|…)$", re.IGNORECASE)
_NOTE = re.compile(r"(?<=\S)\s*\([^()]*\)$")  # an affiliation or a year behind the name
_BY = re.compile(r"^(?:by|authors?|submitted by)\b[:\s]\s*", re.IGNORECASE)
_ODD = re.compile(r"[{}~;&\\]|\b(?:others|et|and)\b", re.IGNORECASE)
_CJK_NAME = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,4}")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
_SUFFIX = re.compile(r"^(?:jr|sr|i{1,3}|iv)\.?$", re.IGNORECASE)
_MARKS = re.compile(r"[*†‡§¶]+|\^\{?\d[\d,]*\}?|[¹²³⁰⁴-⁹]+")


@lru_cache(maxsize=262144)
def person(name: str) -> Person | None:
    """The person of one printed name: "Given von Family", "von Family, Jr, Given"; None if empty.

    The grammar is BibTeX's (btxdoc, section 4), as pybtex implements it. A name in outer braces,
    one with "and" in it, and one that could not be written so that it reads back are kept whole.
    """
    text = _NOTE.sub("", tidy(_MARKS.sub("", name))).strip(" ,;")
    one = _parsed(text)
    if one is None or not _ODD.search(text) or _parsed(to_bibtex(one)) == one:
        return one
    return Person(family=_bare(text))


def _parsed(text: str) -> Person | None:
    if text.startswith("{") and text.endswith("}"):
        whole = _bare(text)
        return Person(family=whole) if whole else None
    if not words(text):
        return None
    if _AND.search(text):  # one name, so the "and" is part of it: an organisation
        return Person(family=_bare(text))
    try:
        parts = PybtexPerson(_with_suffix_inside(text))
    except InvalidNameString:
        return Person(family=_bare(text))
    family = _bare(" ".join(parts.last_names))
    if not family:
        whole = _bare(text.replace(",", " "))
        return Person(family=whole) if words(whole) else None
    return Person(
        family=family,
        given=_bare(" ".join((*parts.first_names, *parts.middle_names))),
        particle=_bare(" ".join(parts.prelast_names)),
        suffix=_bare(" ".join(parts.lineage_names)),
    )


def _with_suffix_inside(text: str) -> str:
    """A name whose suffix stands last in the place where BibTeX looks for it: "King, Jr., Martin".

    "Martin King Jr.", "Martin King, Jr." and "King, Martin, Jr." are how people write it.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 3 and _SUFFIX.match(parts[2]) and not _SUFFIX.match(parts[1]):
        return f"{parts[0]}, {parts[2]}, {parts[1]}"
    if len(parts) == 1 or (len(parts) == 2 and _SUFFIX.match(parts[1])):
        *before, last = parts[0].split() if len(parts) == 1 else (*parts[0].split(), parts[1])
        if len(before) > 1 and _SUFFIX.match(last) and (last.endswith(".") or last.isupper()):
            return f"{before[-1]}, {last}, {' '.join(before[:-1])}"
        if len(before) > 1 and _SUFFIX.match(last) and len(parts) == 2:
            return f"{before[-1]}, {last}, {' '.join(before[:-1])}"
    return text


def from_bibtex(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of "A and B and others", and whether the list is cut short."""
    return _people(split_bibtex(text))


def split_bibtex(text: str) -> list[str]:
    """The names of a BibTeX list as they are written; an "and" in braces is part of a name."""
    padded = f" {' '.join(text.split())} "
    names = (re.sub(r"^(?:and\s+)+|(?:\s+and)+$", "", n.strip()) for n in split_name_list(padded))
    return [name for name in names if name.strip(", ") not in ("", "and")]


def one_of_list(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of one element of a list of names, or none and True if it is "et al.".

    An element that is a list itself, "A B and C D" or "B, A.; D, C.", is read as one.
    """
    if ";" in tidy(text) or (_AND.search(text) and looks_like_people(text)):
        return from_prose(text)
    return _people([text])


def from_prose(text: str) -> tuple[tuple[Person, ...], bool]:
    """The people of a list in any usual form, and whether the list is cut short.

    "A B, C D and E F"; "B, A. and D, C."; "B, A.; D, C."; "B, A., D, C.". Of two readings of a
    comma the whole list decides: "Shazeer, Noam" is one, "Noam Shazeer, Llion Jones" are two.
    """
    text = re.sub(r"\s*[·|•]\s*", ", ", _BY.sub("", tidy(text)))
    cut = _TRAILING_ET_AL.search(text)
    if cut:
        text = text[: cut.start()]
    if ";" in text or "、" in text or (_CJK.search(text) and _AND.split(text) == [text]):
        pieces = re.split(r"[;；、,，]" if _CJK.search(text) else ";", text)
    else:
        parts = [[x.strip() for x in part.split(",") if x.strip()] for part in _AND.split(text)]
        parts = [part for part in parts if part]
        is_inverted = _is_inverted(parts)
        pieces = [name for part in parts for name in _names_of(part, is_inverted=is_inverted)]
    people, others = _people(_inverted_initials(pieces))
    return people, others or cut is not None


def _inverted_initials(names: list[str]) -> list[str]:
    """Names as MEDLINE prints them, "Roe J" and "Ode AB", made "Roe, J"; all of a list or none."""
    found = [re.fullmatch(r"(\S.*[a-z]\S*)\s+([A-Z]{1,3})", name.strip()) for name in names]
    if len(names) < 2 or not all(found):
        return names
    return [f"{name[1]}, {name[2]}" for name in found if name]


def _is_inverted(parts: list[list[str]]) -> bool:
    """Whether a list, split at "and" and then at commas, is written "Family, Given"."""
    pairs = [part for part in parts if len(part) == 2 and not _SUFFIX.match(part[1])]
    if not pairs:
        return False
    if len(pairs) == len(parts) > 1:  # prose has no "and" between each two
        return True
    return any(" " not in one or one[0].islower() for pair in pairs for one in pair)


def _names_of(pieces: list[str], *, is_inverted: bool) -> list[str]:
    """The names of a stretch between two "and", given what stands between its commas."""
    if is_inverted and len(pieces) in (2, 3):
        return [", ".join(pieces)]
    families, initials = " ".join(pieces[0::2]).split(), pieces[1::2]
    if (
        len(pieces) % 2 == 0
        and all(map(_are_initials, initials))
        and not any(map(_are_initials, families))
    ):
        return [", ".join(pieces[n : n + 2]) for n in range(0, len(pieces), 2)]
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.match(piece):
            given, _, family = joined[-1].rpartition(" ")
            joined[-1] = f"{family}, {piece}, {given}"
        else:
            joined.append(piece)
    return joined


def _are_initials(text: str) -> bool:
    return _INITIALS.fullmatch(text) is not None and text == text.upper()


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
        is_plain = (
            "," not in family
            and not _ET_AL.match(family)
            and not _AND.search(family)
            and _parsed(family) == one
        )
        return family if is_plain else f"{{{family}}}"
    return ", ".join(part for part in (family, one.suffix, one.given) if part)


def looks_like_people(text: str) -> bool:
    """Whether a short line reads as a list of names: two to five capitalised words each."""
    body = re.sub(r"\s*[·|•]\s*", ", ", _BY.sub("", text.strip()))
    body = re.sub(r"\s*\((?:19|20)\d\d\)$|(?<=[a-z])\d(?=,|\s|$)", "", body)
    cut = _MARKS.sub("", _TRAILING_ET_AL.sub("", body))
    if re.search(r"[.?!:]\s*$", cut) and not re.search(r"\b[A-Z]\.\s*$", cut):
        return False
    if ";" in cut:  # "Wick, Dora; Li, Chen"
        pieces = [piece.replace(",", " ", 1) for piece in cut.split(";")]
    else:
        pieces = [piece for part in _AND.split(cut) for piece in re.split("[,、，]", part)]
    names = [piece.split() for piece in pieces if piece.strip()]
    whole = sum(len(name) > 1 or _CJK_NAME.fullmatch(name[0]) is not None for name in names)
    return (
        len(names) >= 2
        and all(1 <= len(name) <= 5 for name in names)
        and whole * 2 >= len(names)
        and all(_is_name_word(word) for name in names for word in name)
    )


_PARTICLES = {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le"}
_PARTICLES |= {"bin", "ibn", "al", "el", "ter", "ten", "zu", "y", "e"}


def _is_name_word(word: str) -> bool:
    bare = _MARKS.sub("", word).strip(".()")
    if not bare or bare.lower() in _PARTICLES:
        return True
    letters = re.sub(r"^(?:al-|el-|[dlo]['’])|[-'’.]", "", bare)
    return letters.isalpha() and (letters[0].isupper() or not letters[0].islower())


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[{}]", "", text).replace("~", " ").split()).strip(" ,;")
