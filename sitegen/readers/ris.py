"""This is where RIS is read, the format in which publishers and databases export citations.

A file is split at every ``TY  -`` that begins a line, and where an ``ER  -`` ends a record, so that
a record that is broken costs itself only.
"""

import re
from collections.abc import Iterator
from string import ascii_uppercase, digits

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import citekeys, refman, tagged

_PATTERN = re.compile(
    "A[1-4BDNRUV]|BT|C[1-8ANPRTY]|D[ABIOP]|E[DPT]|I[DS]|J[12AFO]|KW|L[1-4ABK]|M[1-3]|N[12OV]|OP|"
    "P[BMPY]|R[INP]|S[ENOPT]|T[1-3AIT]|U[1-5R]|V[LO]|Y[12R]"
)
_SECOND = ascii_uppercase + digits
_KNOWN = frozenset(a + b for a in ascii_uppercase for b in _SECOND if _PATTERN.fullmatch(a + b))
_ANY = re.compile("[A-Z][A-Z0-9]")
_BEFORE = "[ \t\x0b\x0c\x1c-\x1f\xa0\ufeff\u200b]{0,8}"
_DASH = "[-‐‑‒–—−]"
_TYPE = re.compile(
    rf"{_BEFORE}(?:ER\s{{0,4}}{_DASH}?\s{{0,4}})?TY\s{{0,4}}{_DASH}\s*([\w ]{{0,20}})\s*$", re.I
)
_BARE_TYPE = re.compile(rf"{_BEFORE}TY\s{{1,4}}({'|'.join(sorted(refman.TYPES))})\s*$", re.I)
_END = re.compile(
    rf"{_BEFORE}(?:ER(?:\s{{0,4}}{_DASH}\s{{0,4}}|\s*$)(.*)|(?i:er)\s{{0,4}}{_DASH}\s*)$"
)
_LOOSE = re.compile(
    rf"{_BEFORE}([A-Z][A-Z0-9])"
    rf"(?:[ \t\xa0]{{0,6}}{_DASH}(?:[ \t\xa0]|$)|(?:[ \t\xa0]{{2,6}}|\t)(?=\S))"
)
_TIGHT = re.compile(rf"{_BEFORE}([A-Z][A-Z0-9])\s?{_DASH}(?=\S)", re.IGNORECASE)
_WITHIN = re.compile(r"\s+(?=[A-Z][A-Z0-9]  -(?:\s|$))")
_NO_DASH = re.compile(rf"{_BEFORE}[A-Z][A-Z0-9][ \t\xa0]++(?!{_DASH})")
# A line of running text may begin with two capitals and a dash, "ED - emergency department".
_LONG = frozenset(["AB", "N2", "N1", "AD", "RN"])
_SENTENCE_END = re.compile(r"[.!?:)\]\"”]\s*$")

_HINT = "begin each record with a line 'TY  - ' and its type, and end it with 'ER  - '"
SUFFIXES = (".ris",)

_OPENING = re.compile(
    rf"^(?:TY  - |{_BEFORE}(?i:TY)[ \t\xa0]{{0,4}}{_DASH}[ \t]*[\w ]*$)", re.MULTILINE
)
_TAGGED = re.compile(r"^([A-Z][A-Z0-9])  -(?: |$)", re.MULTILINE)
_OTHERS = re.compile(
    r"^(?:PMID ?-|FAU ?-|UI  -|STAT ?-|%0 |[ \t]*@[A-Za-z]+[ \t]*[{(])", re.MULTILINE
)


def likelihood(text: str) -> float:
    """RIS has lines that begin with a tag and a dash; the first of a record says its type."""
    opening = _OPENING.search(text)
    if opening:
        return 0.6 if _OTHERS.search(text, 0, opening.start()) else 0.95
    tags = {found[1] for found in _TAGGED.finditer(text[:65536])}
    if tags.isdisjoint({"TI", "T1", "AU", "A1"}) or len(tags & _KNOWN) < 3:
        return 0.0
    return 0.0 if _OTHERS.search(text) else 0.6


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each record, and for each stretch of text between them."""
    return tagged.split(text, path, _GRAMMAR)


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a record."""
    if not part.entries:
        yield from tagged.furniture(part)
        return
    at = Location(part.path, part.line)
    fields = tagged.fields(_unfolded(part.text), _tag_of(part.text.partition("\n")[0]))
    stated = [field for field in fields if field.tag != "ER"]
    pairs, own = refman.described(stated)
    is_key = own is not None and citekeys.is_chosen(own)
    yield Entry(fields=tuple(pairs), at=at, id=own, is_key=is_key)
    yield from _repairs(part, fields, at)


def _unfolded(text: str) -> str:
    """*text* with a tag a line, if it is a record all of which was copied onto one."""
    return _WITHIN.sub("\n", text) if "\n" not in text else text


def _repairs(part: Part, fields: list[tagged.Field], at: Location) -> Iterator[Finding]:
    tags = [field.tag for field in fields]
    if "TY" not in tags:
        yield tagged.repaired("a record that does not say its type", at, _HINT)
    if "ER" not in tags:
        yield tagged.repaired("no line ends this record", at, _HINT, Severity.NOTE)
    elif any(field.lines[0] for field in fields[tags.index("ER") + 1 :]):
        message = "lines below the end of a record were taken for a part of it"
        yield tagged.repaired(message, at, _HINT)
    lines = _unfolded(part.text).split("\n")
    odd = [field for field in fields if lines[field.line][2:5] != "  -" and field.tag != "ER"]
    bare = next((field for field in odd if _NO_DASH.match(lines[field.line])), None)
    if bare is not None:
        message = f"a tag without its dash: {quoted(lines[bare.line])}"
        place = Location(part.path, part.line + min(bare.line, part.text.count("\n")))
        yield tagged.repaired(message, place, "write the tag, two spaces, a dash and a space")


def _tag(line: str, tag: str, above: str) -> tuple[str, str] | None:
    """The tag of *line*: as RIS has it, or nearly so where running text would not look like it."""
    if line[2:5] == "  -":
        own = line[:2].upper()
        if own in _KNOWN or (own not in ("TY", "ER") and _ANY.fullmatch(line[:2])):
            return own, line[5:].strip()
        if line.startswith("TY"):
            return "TY", line[5:].strip()
    if (found := _TYPE.match(line) or _BARE_TYPE.match(line)) is not None:
        return "TY", found[1].strip()
    if (found := _END.match(line)) is not None:
        return "ER", (found[1] or "").strip()
    found = _LOOSE.match(line)
    if found is None or found[1] not in _KNOWN:
        return None
    if tag in _LONG and not _SENTENCE_END.search(above):
        return None
    return found[1], line[found.end() :].strip()


def _tag_of(first: str) -> tagged.TagOf:
    """How to tell the tags of a record whose *first* line was written as it was."""
    if first[2:5] == "  -":
        return _tag
    return _tight_tag if _TIGHT.match(first) else _loose_tag


def _loose_tag(line: str, tag: str, above: str) -> tuple[str, str] | None:
    """The tag of *line* in a record none of whose tags is spaced as RIS has it."""
    return _tag(line, "", above)


def _tight_tag(line: str, tag: str, above: str) -> tuple[str, str] | None:
    """The tag of *line* in a record that was written without spaces: "AU-Berg, A."."""
    found = _tag(line, tag, above)
    if found is not None:
        return found
    close = _TIGHT.match(line)
    if close is None or close[1].upper() not in _KNOWN:
        return None
    return close[1].upper(), line[close.end() :].strip()


_GRAMMAR = tagged.Grammar(
    tag_of=_tag,
    opens="TY",
    closes="ER",
    proves=frozenset(["TY", "TI", "T1", "CT", "BT", "T2", "AU", "A1"]),
    recurs=frozenset(["TI", "T1"]),
)
