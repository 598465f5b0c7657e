"""This is where EndNote's tagged format is read, with the older refer and BibIX that it grew from.

Each line begins with a percent sign and one character: ``%A Berg, Ada``. A record begins with
``%0`` and its type; refer has none, and separates records by blank lines.
"""

import re
from collections.abc import Iterator

from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.entry import Entry, Part
from sitegen.parsing import refman, tagged

_TAGS = {
    "A": "AU",
    "B": "T2",
    "C": "CY",
    "D": "PY",
    "E": "A2",
    "F": "ID",
    "G": "LA",
    "H": "TA",
    "I": "PB",
    "J": "JF",
    "K": "KW",
    "L": "CN",
    "M": "AN",
    "N": "IS",
    "O": "N1",
    "P": "SP",
    "Q": "TT",
    "R": "DO",
    "S": "T3",
    "T": "TI",
    "U": "UR",
    "V": "VL",
    "W": "DP",
    "X": "AB",
    "Y": "A3",
    "Z": "N1",
    "1": "C1",
    "2": "C2",
    "3": "C3",
    "4": "C4",
    "#": "C5",
    "$": "C6",
    "]": "C7",
    "6": "NV",
    "7": "ET",
    "8": "DA",
    "9": "M3",
    "!": "ST",
    "&": "SE",
    "(": "OP",
    ")": "RP",
    "*": "RI",
    "+": "AD",
    "<": "RN",
    ">": "L1",
    "?": "A4",
    "@": "SN",
    "[": "Y2",
    "^": "CA",
    "~": "DB",
}
"""The tag of RIS that has what a tag of EndNote has; the others are kept as "endnote-x"."""

_KINDS = {
    "aggregateddatabase": "AGGR",
    "ancienttext": "ANCIENT",
    "artwork": "ART",
    "audiovisualmaterial": "ADVS",
    "bill": "BILL",
    "blog": "BLOG",
    "book": "BOOK",
    "booksection": "CHAP",
    "bookchapter": "CHAP",
    "case": "CASE",
    "catalog": "CTLG",
    "chartortable": "CHART",
    "classicalwork": "CLSWK",
    "computerprogram": "COMP",
    "conferencepaper": "CPAPER",
    "conferenceproceeding": "CONF",
    "conferenceproceedings": "CONF",
    "dataset": "DATA",
    "dictionary": "DICT",
    "editedbook": "EDBOOK",
    "electronicarticle": "EJOUR",
    "electronicbook": "EBOOK",
    "electronicbooksection": "ECHAP",
    "electronicchapter": "ECHAP",
    "electronicsource": "ELEC",
    "encyclopedia": "ENCYC",
    "equation": "EQUA",
    "figure": "FIGURE",
    "filmorbroadcast": "MPCT",
    "generic": "GEN",
    "governmentdocument": "GOVDOC",
    "grant": "GRANT",
    "hearing": "HEAR",
    "journal": "JOUR",
    "journalarticle": "JOUR",
    "legalruleorregulation": "LEGAL",
    "magazinearticle": "MGZN",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "multimedia": "MULTI",
    "music": "MUSIC",
    "newspaperarticle": "NEWS",
    "onlinedatabase": "DBASE",
    "onlinemultimedia": "MULTI",
    "pamphlet": "PAMP",
    "patent": "PAT",
    "personalcommunication": "PCOMM",
    "preprint": "GEN",
    "report": "RPRT",
    "serial": "SER",
    "standard": "STAND",
    "statute": "STAT",
    "thesis": "THES",
    "unpublishedwork": "UNPB",
    "webpage": "ELEC",
}

SUFFIXES = (".enw", ".end", ".refer", ".ref", ".endnote")

_BEFORE = "[ \t\x0b\x0c\x1c-\x1f\xa0\ufeff]{0,4}"
_TYPE = re.compile(rf"^{_BEFORE}%0[ \t]*(?=[A-Za-z])", re.MULTILINE)
_FIRST = re.compile(r"^[\s\ufeff]*%([A-Z0-9])[ \t]")
_LINE = re.compile(r"^%([A-Z])[ \t]+\S", re.MULTILINE)
_TAG = re.compile(rf"{_BEFORE}%([A-Za-z0-9!-/:-@\[-`{{-~])(?:[ \t\xa0]+|$)")
# EndNote itself forgets the space behind these; and nobody's text begins like the first.
_TIGHT = re.compile(rf"{_BEFORE}%(0(?=[A-Z])|[(\[](?=\w))")
_OTHERS = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]|^TY  -", re.MULTILINE)


def likelihood(text: str) -> float:
    """A record begins with %0, or with an author or a title and has the other too."""
    start = _TYPE.search(text)
    if start:
        return 0.5 if _OTHERS.search(text, 0, start.start()) else 0.95
    if _FIRST.match(text) is None:
        return 0.0
    tags = {found[1] for found in _LINE.finditer(text[:65536])}
    return 0.9 if "T" in tags and tags & set("ADEIJBP") else 0.0


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each record, and for each stretch of text between them."""
    return tagged.split(text, path, _GRAMMAR)


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a record."""
    if not part.entries:
        yield from tagged.furniture(part)
        return
    fields = tagged.fields(part.text, _tag)
    # The ACL Anthology has the proceedings in %S and their editors in %Y.
    is_in_series = any(f.tag == "0" and "proceedings" in f.text.lower() for f in fields)
    elsewhere = {"S": "T2", "Y": "A2"} if is_in_series and _lacks(fields, "B") else {}
    further: list[tuple[str, str]] = []
    known: list[tagged.Field] = []
    for field in fields:
        if field.tag == "0":
            known.append(tagged.Field("TY", [_kind(field.text)], field.line))
            if "preprint" in field.text.lower():
                further.append(("endnote-type", field.text))
        elif field.tag == "R" and "10." not in field.text:
            # In refer, %R is the number of a report.
            known.append(tagged.Field("M1", field.lines, field.line))
        elif field.tag in _TAGS:
            tag = elsewhere.get(field.tag, _TAGS[field.tag])
            known.append(tagged.Field(tag, field.lines, field.line))
        elif any(field.lines):
            further.append((_name(field.tag), field.text))
    if not any(field.tag == "0" for field in fields):
        known.insert(0, tagged.Field("TY", [_guessed(fields)], 0))
    pairs, own = refman.described(known)
    yield Entry(fields=(*pairs, *further), at=Location(part.path, part.line), id=own)


def _lacks(fields: list[tagged.Field], tag: str) -> bool:
    return all(field.tag != tag for field in fields)


def _kind(name: str) -> str:
    """The type of RIS that EndNote calls *name*, or *name* itself."""
    return _KINDS.get(re.sub(r"[^a-z]", "", name.lower()), name)


def _guessed(fields: list[tagged.Field]) -> str:
    """The type of a record of refer, which is told by what it has (refer(1)), "" if by nothing."""
    tags = {field.tag for field in fields}
    for tag, kind in (("J", "JOUR"), ("B", "CHAP"), ("R", "RPRT"), ("I", "BOOK")):
        if tag in tags:
            return kind
    return ""


def _name(tag: str) -> str:
    if tag == "=":
        return "last-modified"
    if tag == "":
        return "endnote-text"
    return f"endnote-{tag.lower() if tag.isalnum() else f'x{ord(tag):x}'}"


def _tag(line: str, tag: str, above: str) -> tuple[str, str] | None:
    if "%" not in line[:6]:
        return None
    found = _TAG.match(line) or _TIGHT.match(line)
    return (found[1], line[found.end() :].strip()) if found else None


_GRAMMAR = tagged.Grammar(
    tag_of=_tag,
    opens="0",
    proves=frozenset("0TA"),
    recurs=frozenset("TADEJBIVPQ"),
)
