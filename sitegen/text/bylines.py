"""This is where a list of names is split into names: of BibTeX, and as people print it.

What stands between two names says how the whole list is written; the names stay as they are.
"""

import re

from sitegen.text import namewords
from sitegen.text.namewords import PARTICLES, SUFFIX
from sitegen.text.tidy import tidy

AND = re.compile(r"(?:^|\s+)(?:and|&)(?:\s+|$)", re.IGNORECASE)
"""What joins two names, or the words of an organisation's."""

_ALII = r"et\.?\s*al(?:ii|ia|\.)?|& al\.|u\. ?a\.|y otros|\.\.\.|…|等|ほか"
_MORE = (
    r"(?:(?:\d+|many|several) (?:more|others?)|others|more)"
    r"(?: (?:co-?)?(?:authors?|contributors?|people))?|colleagues"
)
_ET_AL = re.compile(
    rf"[\[(]?(?:(?:and |& |\+ ?)?(?:{_ALII}|{_MORE}(?<!more))|(?:and |& |\+ ?|\d+ )more)[\])]?\.?"
    r"|\{ ?et\.? ?al\.? ?\}",
    re.IGNORECASE,
)
_TRAILING_ET_AL = re.compile(
    rf"(?:[\s,;]+(?:and )?[\[(]?(?:{_ALII})[\])]?|(?:…|\.\.\.|等|ほか)"
    rf"|[\s,;]+(?:and|&|\+) ?[\[(]?(?:{_MORE})[\])]?|[\s,;]+\d+ (?:{_MORE})"
    rf"|\s*[,;]\s*(?:others|colleagues))\.?$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:by|authors?|editors?|edited by|submitted by)\b[:\s]\s*", re.IGNORECASE)
_CJK_NAME = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,4}")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
_MARKS = re.compile(r"[*†‡§¶]+|\^\{?\d[\d,]*\}?|[¹²³⁰⁴-⁹]+")
_MEDLINE = re.compile(
    r"([^\s,][^,]*[a-z][^\s,]*)\s+(?!I{2,3}$|IV$)([A-Z]{1,3})"
    r"(?:\s+(Jr|Sr|2nd|3rd|4th|I{2,3}|IV))?"
)
_ASIDE = re.compile(r"\s?\([^()]{0,200}\)")  # an affiliation, the commas in it too
_BRACED = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
# What divides a list, or is taken out of it, means nothing in a name in braces.
_HELD = str.maketrans(";；()·|•/", "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007")
_FREED = {after: before for before, after in _HELD.items()}
_GLUED = re.compile(r"(?<=[.}])and(?=\s)")
_LOWER_LIST = re.compile(r"(?=.*\b[a-z]\.).*(?:[,;&]|\band\b)")
_LOWER_WORD = re.compile(r"(?<![^\W\d_])(?<!['’])[^\W\d_]+(?:\.)?")
_NO_NAMES = PARTICLES | {"al.", "and", "et", "al", "others", "more", "by", "authors", "author"}
_TAIL = 80  # characters; no name, and nothing that stands for others, has more
_LONG = 400
_ENDING_INITIAL = re.compile(r"\s[A-Z]\.$")
_INITIAL_FIRST = re.compile(r"(?:[A-Z]\.[\s-]?)+[^\W\d_][^\W\d_]+.*")
_APA = re.compile(r",\s*(?:[A-Z]\.?[\s-]?)+,?\s+&\s")


def split_bibtex(text: str) -> list[str]:
    """The names of a BibTeX list as they are written; an "and" in braces is part of a name."""
    text = re.sub(r"\\and(?![A-Za-z])", " and ", text) if "\\and" in text else text
    text = _GLUED.sub(" and", text)
    names: list[list[str]] = [[]]
    depth = 0
    for word in text.split():
        if depth == 0 and word.lower() == "and":
            names.append([])
            continue
        names[-1].append(word)
        if "{" in word or "}" in word:
            depth = max(0, depth + word.count("{") - word.count("}"))
    joined = (" ".join(name) for name in names)
    return [name for name in joined if name.strip(", ")]


def split(text: str) -> tuple[list[str], bool]:
    """The names of a list in any usual form, and whether the list is cut short.

    "A B, C D and E F"; "B, A. and D, C."; "B, A.; D, C."; "B, A., D, C.". Of two readings of a
    comma the whole list decides: "Shazeer, Noam" is one, "Noam Shazeer, Llion Jones" are two.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and not re.search(r"[,;&]|\band\b", text):
        text = ", ".join(lines)  # a name a line
    text = _BRACED.sub(lambda name: name[0].translate(_HELD), _BY.sub("", tidy(text)))
    text = re.sub(r"\s*[·|•]\s*|\s/\s", ", ", text)
    text = _ASIDE.sub("", text)
    text, is_cut = without_others(text)
    is_eastern = _CJK.search(text) is not None
    if ";" in text or "；" in text:
        pieces = re.split("[;；]", text)
    elif "、" in text or (is_eastern and AND.split(text) == [text]):
        pieces = re.split(r"[、,，]", text)
        pieces = _chinese_pairs(pieces) if is_eastern else pieces
    else:
        parts = [_between_commas(part) for part in AND.split(text)]
        parts = [part for part in parts if part]
        is_inverted = _is_inverted(parts)
        pieces = [name for part in parts for name in _names_of(part, is_inverted=is_inverted)]
    pieces = [piece.translate(_FREED) for piece in pieces]
    return _inverted_initials(pieces, is_cut=is_cut), is_cut


def with_capitals(text: str) -> str:
    """A list of names with initials all in lower case, as citation parsers leave it, with capitals:
    the grammars tell given names, particles and families by them. "danah boyd and bell hooks" stay
    as they write themselves."""
    if not text.islower() or not text.isprintable() or not _LOWER_LIST.match(text):
        return text
    return _LOWER_WORD.sub(
        lambda word: word[0] if word[0] in _NO_NAMES else word[0][0].upper() + word[0][1:], text
    )


def stands_for_others(name: str) -> bool:
    """Whether an element of a list is "et al.", "others", "12 more authors" or the like."""
    return len(name) < _TAIL and _ET_AL.fullmatch(name.strip()) is not None


def is_one_braced(text: str) -> bool:
    """Whether *text* is one name in braces: nothing in it divides a list."""
    return _BRACED.fullmatch(text) is not None


def without_others(text: str) -> tuple[str, bool]:
    """A list without the "et al." at its end, and whether there was one."""
    cut = _TRAILING_ET_AL.search(text, max(0, len(text) - _TAIL))
    return (text[: cut.start()], True) if cut else (text, False)


def _between_commas(text: str) -> list[str]:
    """What stands between the commas of *text*, but for degrees, numbers and the like."""
    pieces = [piece.strip() for piece in text.split(",")]
    return [
        piece
        for n, piece in enumerate(pieces)
        if piece
        and (
            stands_for_others(piece)
            or not namewords.is_no_name(piece)
            or (_are_initials(piece) and n > 0 and " " not in pieces[n - 1])
        )
    ]


def _chinese_pairs(pieces: list[str]) -> list[str]:
    """Names of which each has a comma behind the family name, "王, 小明", put together."""
    found = [piece.strip() for piece in pieces]
    pairs = list(zip(found[0::2], found[1::2], strict=False))
    if len(found) % 2 or any(len(a) > 1 or not 0 < len(b) < 3 for a, b in pairs):
        return pieces
    return [f"{family}, {given}" for family, given in pairs]


def _inverted_initials(names: list[str], *, is_cut: bool) -> list[str]:
    """Names as MEDLINE prints them, "Roe J" and "Ode AB", made "Roe, J"; all of a list or none."""
    if any(len(name) > _TAIL for name in names):
        return names
    if names and _MEDLINE.fullmatch(names[0].strip()):
        names = [*names[:-1], names[-1].removesuffix(".")]  # the list ends in a full stop
    found = [_MEDLINE.fullmatch(name.strip()) for name in names]
    if (len(names) < 2 and not is_cut) or not all(found):
        return names
    return [
        ", ".join(part for part in (name[1], name[3], name[2]) if part) for name in found if name
    ]


def _is_inverted(parts: list[list[str]]) -> bool:
    """Whether a list, split at "and" and then at commas, is written "Family, Given"."""
    pairs = [part for part in parts if len(part) == 2 and not SUFFIX.match(part[1])]
    if not pairs:
        return False
    if len(pairs) == len(parts) > 1:  # prose has no "and" between each two
        return True
    if len(parts) == 1 and namewords.is_family(pairs[0][1]) and " " not in pairs[0][0]:
        return False
    if all(
        len(one) < _TAIL and _MEDLINE.fullmatch(one.removesuffix("."))
        for pair in pairs
        for one in pair
    ):
        return False
    if any(_ENDING_INITIAL.search(b) and not _ENDING_INITIAL.search(a) for a, b in pairs):
        return True  # "Al Hajj, Ghadi S."
    return any(" " not in one or one[0].islower() for pair in pairs for one in pair)


def _names_of(pieces: list[str], *, is_inverted: bool) -> list[str]:
    """The names of a stretch between two "and", given what stands between its commas."""
    if is_inverted and len(pieces) in (2, 3):
        return [", ".join(pieces)]
    pieces = _with_suffixes(pieces)
    families, initials = " ".join(pieces[0::2]).split(), pieces[1::2]
    if (
        len(pieces) % 2 == 0
        and all(_are_initials(one) or namewords.is_given(one) for one in initials)
        and not any(_are_initials(one) or namewords.is_given(one) for one in families)
    ):
        return [", ".join(pieces[n : n + 2]) for n in range(0, len(pieces), 2)]
    joined: list[str] = []
    for piece in pieces:
        if joined and SUFFIX.match(piece) and len(joined[-1]) < _TAIL:
            given, _, family = joined[-1].rpartition(" ")
            joined[-1] = f"{family}, {piece}, {given}"
        else:
            joined.append(piece)
    return joined


def _with_suffixes(pieces: list[str]) -> list[str]:
    """The pieces of "Roe, J., Jr., Ode, B." with each suffix at its family name: "Roe, Jr."."""
    found: list[str] = []
    for piece in pieces:
        if len(found) > 1 and SUFFIX.match(piece) and _are_initials(found[-1]):
            found[-2] = f"{found[-2]}, {piece}"
        else:
            found.append(piece)
    return found


def _are_initials(text: str) -> bool:
    return _INITIALS.fullmatch(text) is not None and text == text.upper()


def is_list(name: str, *, is_prose: bool) -> bool:
    """Whether an element of a BibTeX list is a list; *is_prose*: another is "Given Family"."""
    if ";" in name:
        return True
    if len(name) > _LONG:  # its beginning tells
        name = name[:_LONG].rpartition(",")[0]
    if "&" in name and (_APA.search(name) or looks_like_people(name) or are_pairs(name)):
        return True
    parts = [part.strip() for part in namewords.cleaned(name).split(",")]
    if len(parts) < 2 or namewords.is_organisation(name) or any(not part for part in parts):
        return False
    if all(_MEDLINE.fullmatch(part) for part in parts):
        return True
    if len(parts) == 2:
        first, second = parts
        if namewords.is_whole_chinese(first) and namewords.is_whole_chinese(second):
            return True
        if _INITIAL_FIRST.fullmatch(first) and " " in second and not _are_initials(second):
            return True
        if is_prose and is_full(first) and is_full(second):
            return True
        return namewords.is_family(second) and " " not in first and first[:1].isupper()
    suffixed = any(SUFFIX.match(part) for part in parts[1:3])
    capital = all(_is_name_word(word) and word[0].isupper() for p in parts for word in p.split())
    return (len(parts) > 3 or not suffixed) and capital


def are_pairs(name: str) -> bool:
    """Whether between the "&" there is "Family, Given" each time: "Smith, John & Doe, Jane"."""
    pairs = [piece.split(",") for piece in name.split("&")]
    return not namewords.is_organisation(name) and all(
        len(pair) == 2 and all(_is_name_word(w) for part in pair for w in part.split() or ["-"])
        for pair in pairs
    )


def is_full(name: str) -> bool:
    """Whether *name* has a given and a family name in it, both with a capital."""
    found = name.split()
    return len(found) > 1 and all(word[0].isupper() for word in (found[0], found[-1]))


def looks_like_people(text: str) -> bool:
    """Whether a short line reads as a list of names: two to five capitalised words each."""
    body = re.sub(r"\s*[·|•]\s*", ", ", _BY.sub("", " ".join(text.split())))
    body = re.sub(r"\s*\((?:19|20)\d\d\)$|(?<=[a-z])\d(?=,|\s|$)", "", body)
    cut = _MARKS.sub("", without_others(body)[0])
    if re.search(r"[.?!:]\s*$", cut) and not re.search(r"\b[A-Z]\.\s*$", cut):
        return False
    if ";" in cut:  # "Wick, Dora; Li, Chen"
        pieces = [piece.replace(",", " ", 1) for piece in cut.split(";")]
    else:
        pieces = [piece for part in AND.split(cut) for piece in re.split("[,、，]", part)]
    names = [piece.split() for piece in pieces if piece.strip()]
    whole = sum(len(name) > 1 or _CJK_NAME.fullmatch(name[0]) is not None for name in names)
    return (
        len(names) >= 2
        and all(1 <= len(name) <= 5 for name in names)
        and whole * 2 >= len(names)
        and all(_is_name_word(word) for name in names for word in name)
    )


def _is_name_word(word: str) -> bool:
    bare = _MARKS.sub("", word).strip(".()")
    if not bare or bare.lower() in PARTICLES:
        return True
    letters = re.sub(r"^(?:al-|el-|[dlo]['’])|[-'’.]", "", bare)
    return letters.isalpha() and (letters[0].isupper() or not letters[0].islower())
