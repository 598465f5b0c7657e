"""This is where MEDLINE is read, as PubMed saves it (.nbib) and older services print it.

A record begins with its ``PMID-`` and a blank line ends it; tags are padded to four characters, and
a line that goes on is set in by six blanks.
"""

import re
from collections.abc import Iterator

from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.entry import Entry, Part
from sitegen.parsing import tagged, tagvalues
from sitegen.parsing.tagvalues import Pairs

_NAMES = {
    "AB": "abstract",
    "AD": "affiliation",
    "AUID": "author-id",
    "CI": "copyright",
    "CIN": "comment-in",
    "CN": "corporate-author",
    "COIS": "conflict-of-interest",
    "CON": "comment-on",
    "CRDT": "date-created",
    "CRF": "corrected-from",
    "CRI": "corrected-in",
    "CTDT": "date-contributed",
    "CTI": "series",
    "DA": "date-created",
    "DB": "database",
    "DCOM": "date-completed",
    "DDIN": "dataset-described-in",
    "DRIN": "dataset-in",
    "ECF": "concern-for",
    "ECI": "concern-in",
    "EDAT": "date-entrez",
    "EFR": "erratum-for",
    "EIN": "erratum-in",
    "EN": "edition",
    "FIR": "investigator",
    "FPS": "subject-name",
    "GN": "note",
    "GR": "grant",
    "GS": "gene-symbol",
    "IP": "number",
    "IR": "investigator",
    "IRAD": "investigator-affiliation",
    "JID": "nlm-id",
    "LA": "language",
    "LR": "date-revised",
    "MHDA": "date-mesh",
    "MID": "manuscript-id",
    "NM": "substance",
    "OAB": "other-abstract",
    "OABL": "other-abstract-language",
    "OCI": "other-copyright",
    "OID": "other-id",
    "ORI": "original-report-in",
    "OTO": "keywords-owner",
    "OWN": "owner",
    "PB": "publisher",
    "PG": "pages",
    "PHST": "history",
    "PMCR": "pmc-release",
    "PS": "subject-name",
    "PST": "publication-status",
    "PUBM": "publishing-model",
    "RF": "references",
    "RIN": "retraction-in",
    "RN": "registry-number",
    "ROF": "retraction-of",
    "RPF": "republished-from",
    "RPI": "republished-in",
    "RRF": "retracted-from",
    "RRI": "retracted-in",
    "SB": "subset",
    "SFM": "space-flight-mission",
    "SI": "databank",
    "SO": "source",
    "SPIN": "summary-in",
    "STAT": "status",
    "TT": "original-title",
    "UIN": "update-in",
    "UOF": "update-of",
    "URLF": "url",
    "URLS": "url",
    "VI": "volume",
    "VTI": "volume-title",
}
"""What an element is called in an entry (NLM, "MEDLINE/PubMed data element descriptions")."""

_TAKEN = frozenset(
    [
        *("AID", "AU", "BTI", "DEP", "DP", "ED", "FAU", "FED", "IS", "ISBN", "JT", "LID", "MH"),
        *("OT", "PL", "PMC", "PMID", "PT", "TA", "TI", "UI"),
    ]
)
_KNOWN = _TAKEN | _NAMES.keys() | {"CY", "VN"}
_TYPES = {
    "journalarticle": "article",
    "book": "book",
    "bookchapter": "incollection",
    "congress": "proceedings",
    "dataset": "dataset",
    "preprint": "preprint",
    "technicalreport": "techreport",
    "academicdissertation": "phdthesis",
    "newspaperarticle": "article",
    "patent": "patent",
    "webcast": "video",
}

SUFFIXES = (".nbib", ".medline")

_BEFORE = "[ \t\x0b\x0c\x1c-\x1f\xa0\ufeff]{0,3}"
_START = re.compile(rf"^{_BEFORE}PMID ?[ -]? ?[-:–] ?\d", re.MULTILINE)
_OLD_START = re.compile(r"^UI  -", re.MULTILINE)
_LINE = re.compile(r"^([A-Z]{2,4}) {0,2}-(?: |$)", re.MULTILINE)
_OTHERS = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]|^\ufeff?TY  -|^%0 ", re.MULTILINE)
_LOOSE = re.compile(rf"{_BEFORE}([A-Z]{{2,4}})[ \t\xa0]{{0,4}}[-‐‑‒–—−](?:[ \t\xa0]|$)")
_PMID = re.compile(rf"{_BEFORE}PMID[ \t]{{0,4}}[-:–][ \t]{{0,4}}(?=\d)")
_LONG = frozenset(["AB", "OAB", "AD", "CI", "COIS"])
_BRACKETED = re.compile(r"(.*\S)\s*\[([\w-]+)\]")


def likelihood(text: str) -> float:
    """MEDLINE has lines that begin with PMID-, or of old with UI, and then others of its tags."""
    start = _START.search(text) or _OLD_START.search(text)
    if start is None:
        return 0.0
    tags = {found[1] for found in _LINE.finditer(text[start.start() : start.start() + 65536])}
    if len(tags & _KNOWN) < 2:
        return 0.0
    return 0.5 if _OTHERS.search(text, 0, start.start()) else 0.95


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each record, and for each stretch of text between them."""
    return tagged.split(text, path, _GRAMMAR)


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a record."""
    if not part.entries:
        yield from tagged.furniture(part)
        return
    said: dict[str, list[tagged.Field]] = {}
    for field in tagged.fields(part.text, _tag):
        if any(field.lines):
            said.setdefault(field.tag, []).append(field)
    people = _people([field for each in said.values() for field in each])
    own = _take(said, "PMID")
    found = _type_and_title(said)
    found += people
    found += _venue(said)
    found += _dates(said)
    found += _identifiers(said, own)
    found += _keywords(said)
    for tag in ("AU", "FAU", "CN", "ED", "FED"):
        said.pop(tag, None)
    for tag, fields in said.items():
        name = _NAMES.get(tag) or (f"medline-{tag.lower()}" if tag else "text")
        found += dict.fromkeys((name, field.text) for field in fields)
    names = own or [value for name, value in found if name == "medline-ui"]
    yield Entry(
        fields=tuple(found),
        at=Location(part.path, part.line),
        id=names[0] if names else None,
    )


def _take(said: dict[str, list[tagged.Field]], *tags: str) -> list[str]:
    return [field.text for tag in tags for field in said.pop(tag, ())]


def _type_and_title(said: dict[str, list[tagged.Field]]) -> Pairs:
    kinds = _take(said, "PT")
    titles = [_title(value) for value in _take(said, "TI")]
    books = [_title(value) for value in _take(said, "BTI")]
    known = [_TYPES[word] for kind in kinds if (word := _letters(kind)) in _TYPES]
    if books:
        kind = "incollection" if titles else "book"
    else:
        kind = known[0] if known else "article" if "JT" in said or "TA" in said else ""
    found = [("type", kind)] if kind else []
    found += [("title", value) for value in titles or books]
    found += [("venue", value) for value in books if titles]
    return found + [("publication-type", value) for value in kinds]


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())


def _title(value: str) -> str:
    """A title without the full stop that MEDLINE puts behind each."""
    is_stopped = value.endswith(".") and not re.search(r"(?:\.\s?|\b[A-Z])\.$", value)
    return value[:-1].rstrip() if is_stopped else value


def _people(fields: list[tagged.Field]) -> Pairs:
    """Authors and editors in their order: the full name where there is one, else the short."""
    found: Pairs = []
    for full, short, role in (("FAU", "AU", "person"), ("FED", "ED", "editorperson")):
        is_said = False
        for field in sorted(fields, key=lambda field: field.line):
            if field.tag == full:
                found.append(tagvalues.person(field.text, role))
                is_said = True
            elif field.tag == short:
                # The same name again, shorter.
                if not is_said:
                    found.append(tagvalues.person(field.text, role))
                is_said = False
            elif field.tag == "CN" and role == "person":
                found.append((role, f"{{{field.text.rstrip(' .')}}}"))
    return found


def _venue(said: dict[str, list[tagged.Field]]) -> Pairs:
    full, short = _take(said, "JT"), _take(said, "TA")
    found = [("venue", value) for value in (full or short)]
    return found + [("shortjournal", value) for value in short if full and value not in full]


def _dates(said: dict[str, list[tagged.Field]]) -> Pairs:
    """The date of publication; that of going online stands in for it, or beside it."""
    printed, online = _take(said, "DP"), _take(said, "DEP")
    found = [("date", value) for value in (printed or online)]
    return found + [("date-online", value) for value in (online if printed else ())]


def _identifiers(said: dict[str, list[tagged.Field]], own: list[str]) -> Pairs:
    found = [("pmid", value) for value in own]
    found += [("pmcid", value) for value in _take(said, "PMC")]
    for value in _take(said, "LID", "AID"):
        named = _BRACKETED.fullmatch(value)
        found.append((named[2].lower(), named[1]) if named else ("article-id", value))
    stated = _take(said, "IS")
    found += tagvalues.serials("; ".join(stated)) or [("issn", value) for value in stated]
    found += [("isbn", value) for value in _take(said, "ISBN")]
    name = "address" if any(tag in said for tag in ("PB", "EN")) else "country"
    found += [(name, value) for value in _take(said, "PL")]
    found += [("medline-ui", value) for value in _take(said, "UI")]
    return list(dict.fromkeys(found))


def _keywords(said: dict[str, list[tagged.Field]]) -> Pairs:
    """The authors' keywords; without any, the subject headings, which are kept as such too."""
    headings = _take(said, "MH")
    words = [value.removeprefix("*") for value in _take(said, "OT")]
    words = words or [value.partition("/")[0].removeprefix("*") for value in headings]
    found = [("keyword", word) for word in dict.fromkeys(words)]
    return found + [("mesh", value) for value in headings]


def _tag(line: str, tag: str, above: str) -> tuple[str, str] | None:
    """The tag of *line*, padded to four characters, or nearly so if it is a known one."""
    if line[0] == " " and line.startswith("     "):
        return None
    if line[4:5] == "-" and line[5:6] in ("", " "):
        own = line[:4].rstrip()
        is_text = tag in _LONG and not above.startswith("      ")
        if own in _KNOWN or (not is_text and own.isalpha() and own.isupper()):
            return own, line[6:].strip()
    found = _PMID.match(line)
    if found is not None:
        return "PMID", line[found.end() :].strip()
    found = _LOOSE.match(line)
    if found is None or found[1] not in _KNOWN or tag in _LONG:
        return None
    return found[1], line[found.end() :].strip()


_GRAMMAR = tagged.Grammar(
    tag_of=_tag,
    opens="PMID",
    proves=frozenset(["PMID", "UI", "TI", "BTI", "AU", "FAU"]),
    recurs=frozenset(["UI", "OWN", "STAT", "TI", "BTI", "DP", "VI", "IP", "SO", "JT", "TA"]),
)
