"""This is where what reference managers write into a field is put as the entry's vocabulary has it.

Names, serial numbers, keywords and titles of journals; text in, pairs of an entry out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from sitegen.parsing.wrapping import unwrap
from sitegen.text import names

Pairs = list[tuple[str, str]]
"""(name, value) of an entry's fields."""

_SUFFIX = re.compile(
    r"(?:jr|sr|[iv]{1,4}|[2345](?:nd|rd|th)|ph\.? ?d|m\.? ?d|m\.? ?sc|dr|prof|esq|rn)\.?",
    re.IGNORECASE,
)
_LINEAGE = re.compile(r"(?:jr|sr|ii|iii|iv|[2345](?:nd|rd|th))\.?", re.IGNORECASE)
_INITIALS = re.compile(
    r"[^\W\d_a-z]\.?(?:[ -]?[^\W\d_a-z]\.?){0,3}|[^\W\d_]\.(?:[ -]?[^\W\d_]\.){0,3}"
)
_BODY = re.compile(
    r"\b(?:academy|agency|alliance|association|authority|board|bureau|cent(?:er|re)|club|"
    r"collaborat(?:ion|ive|ors)|college|commission|committee|company|consortium|corporation|"
    r"council|department|federation|foundation|fund|gmbh|government|group|hospital|inc|initiative|"
    r"institut[eo]?|international|investigators|laborator(?:y|ies)|ltd|ministry|national|network|"
    r"office|organi[sz]ation|panel|program(?:me)?|project|school|service|society|team|trust|union|"
    r"universit(?:y|ät|é|e|a|à)|universidad|workshop)\b",
    re.IGNORECASE,
)


def person(value: str, name: str = "person") -> tuple[str, str]:
    """One field for *value*, the name of a person, an organisation, or of several.

    *name* is "person" or "editorperson". Reference managers write "Family, Given, Suffix", an
    organisation with a comma at its end, and MEDLINE's "Family GH".
    """
    text = " ".join(value.split())
    if text.endswith(",") and "," not in text[:-1]:
        bare = text[:-1].strip()
        # EndNote's way to say that the last word is no family name.
        return (name, f"{{{bare}}}" if " " in bare else bare)
    text = text.rstrip(" ,;")
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        if ";" in text or text.startswith("{"):
            return (name, text)
        if _BODY.search(text) and " " in text:
            return (name, f"{{{text}}}")
        return (name, inverted(text))
    if len(parts) == 3 and ";" not in text:
        family, given, last = parts
        if _SUFFIX.fullmatch(last) and not _LINEAGE.fullmatch(given):
            return (name, f"{family}, {last}, {given}")
        if _LINEAGE.fullmatch(given):
            return (name, text)
    if len(parts) > 2 and ";" not in text:
        return ("authors" if name == "person" else "editors", text)
    if _LINEAGE.fullmatch(parts[-1]) and len(parts) == 2:
        return (name, text)
    return (name, _with_lineage(text))


def people(lines: Sequence[str], name: str = "person") -> Pairs:
    """A field for each name in the *lines* of one field, which may have a name each."""
    is_name_a_line = len(lines) > 1 and (
        all("," in line.strip(" ,;") for line in lines)
        or (names.looks_like_people(", ".join(lines)) and not _BODY.search(" ".join(lines)))
    )
    return [person(line, name) for line in (lines if is_name_a_line else [unwrap(lines)])]


def inverted(text: str) -> str:
    """*text* as "Family, Initials", if it is a name as MEDLINE prints it: "van Berg AB Jr"."""
    words = text.split()
    lineage = words.pop() if len(words) > 2 and _LINEAGE.fullmatch(words[-1]) else ""
    count = 0
    while count < len(words) - 1 and _INITIALS.fullmatch(words[-1 - count]):
        count += 1
    family = " ".join(words[: len(words) - count])
    if not count or not re.search("[a-z]", family) or "." in family:
        return text
    given = " ".join(words[len(words) - count :])
    return ", ".join(part for part in (family, lineage, given) if part)


def _with_lineage(text: str) -> str:
    """ "King, Martin Jr" with the suffix where BibTeX looks for it."""
    family, _, given = text.partition(", ")
    before, _, last = given.rpartition(" ")
    if before and _LINEAGE.fullmatch(last):
        return f"{family}, {last}, {before}"
    return text


_SERIAL = re.compile(
    r"(?P<issn>(?<![\dXx-])\d{4}[-–‐‑]\d{3}[\dXx](?![-–]?\d))"
    r"|(?P<isbn>(?<!\d)97[89](?:[-–‐ ]?\d){10}(?!\d)"
    r"|(?<!\d)\d(?:[-–‐ ]?\d){8}[-–‐ ]?[\dXx](?![-– ]?\d))"
    r"|(?P<plain>(?<!\d)\d{7}[\dXx](?!\d))"
)
_QUALIFIER = re.compile(r"\s*[(\[]([^()\[\]]{1,40})[)\]]")
_SERIAL_WORDS = re.compile(
    r"\b(?:[ep]?-?iss[nb]|isbn(?:-1[03])?|issn-?l?|print(?:ed)?|online|electronic|linking|cd-?rom)\b"
    r"|[\s:;,/|()\[\].-]",
    re.IGNORECASE,
)


def serials(text: str) -> Pairs:
    """The ISSNs and ISBNs in *text*, each by what it is; [] if there is something else in it."""
    found: Pairs = []
    end = 0
    rest: list[str] = []
    for match in _SERIAL.finditer(text):
        before = text[end : match.start()]
        qualifier = _QUALIFIER.match(text, match.end())
        end = qualifier.end() if qualifier else match.end()
        rest += (before, qualifier[1] if qualifier else "")
        found.append(_serial(match, f"{before} {qualifier[1] if qualifier else ''}".lower()))
    rest.append(text[end:])
    if any(_SERIAL_WORDS.sub("", piece) for piece in rest):
        return []
    if not any(name == "issn" for name, _ in found):  # the only one there is
        found = [("issn", value) for name, value in found if name != "isbn"][:1] + found
    return list(dict.fromkeys(found))


def _serial(match: re.Match[str], about: str) -> tuple[str, str]:
    digits = re.sub(r"[-–‐‑ ]", "", match[0]).upper()
    if match["isbn"]:
        return ("isbn", re.sub(r"[–‐ ]", "-", match[0]).upper())
    is_other = re.search(r"electronic|online|\be-?issn", about) is not None
    name = "eissn" if is_other else "issn-l" if "linking" in about else "issn"
    return (name, f"{digits[:4]}-{digits[4:]}")


def keywords(values: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The keywords of *values*, each the lines of one field: one a line, or a list.

    Where there are several fields or lines, a comma belongs to its keyword: "Neoplasms, Second".
    """
    for lines in values:
        whole = " ".join(lines)
        if ";" in whole or "|" in whole:
            yield ("keywords", re.sub(r"\s*[|;]\s*", "; ", whole).strip("; "))
        elif len(values) == 1 and (len(lines) == 1 or any(x.count(",") > 1 for x in lines)):
            yield ("keywords" if "," in whole else "keyword", whole.removeprefix("*"))
        else:
            for line in lines:
                word = line.strip(" ,").removeprefix("*").strip()
                if word:
                    yield ("keyword", word)


def distinct(values: Iterable[str]) -> list[str]:
    """The *values* that are not the same but for capitals and signs, each as it came first."""
    stated = list(values)
    if len(stated) < 2:
        return stated
    found: dict[str, str] = {}
    for value in dict.fromkeys(stated):
        found.setdefault(_SIGNS.sub("", value).casefold() or value, value)
    return list(found.values())


_SIGNS = re.compile(r"[\W_]+")
_PIECES = re.compile(r"[^\W_]+")
_SMALL = {"of", "the", "and", "on", "in", "for", "de", "der", "und", "la", "et", "a", "an", "to"}


def abbreviates(short: str, long: str) -> bool:
    """Whether *short* may be *long* abbreviated: "Nat. Commun.", "PNAS"; never a title itself."""
    if len(short) >= len(long):
        return False
    pieces = _PIECES.findall(short.casefold())
    words = [word for word in _PIECES.findall(long.casefold()) if word not in _SMALL]
    if not pieces or not words or "".join(pieces) == "".join(words):
        return False
    if len(pieces) == 1 and "".join(word[0] for word in words).startswith(pieces[0]):
        return True
    rest = iter(words)
    return not set(pieces) <= set(words) | _SMALL and all(
        any(_begins_like(word, piece) for word in rest) for piece in pieces if piece not in _SMALL
    )


def _begins_like(word: str, piece: str) -> bool:
    """Whether *word* is *piece* or contracted to it, as "Intl" is of "International"."""
    if word.startswith(piece):
        return True
    letters = iter(word)
    return word[0] == piece[0] and len(piece) > 2 and all(letter in letters for letter in piece)
