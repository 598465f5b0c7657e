"""This is where the fields of RIS are told apart by what they say, for the type of work at hand.

RIS is the format of Reference Manager; EndNote's tagged format has the same fields under other
tags, and is read through those of RIS. Every value ends up in the entry: under a name that
BibTeX or biblatex has for it, else under the word of the format.
"""

import re
from collections.abc import Iterable, Sequence

from sitegen.parsing import tagvalues
from sitegen.parsing.tagged import Field
from sitegen.parsing.tagvalues import Pairs, abbreviates, distinct

TYPES = {
    "ABST": "article",
    "ADVS": "video",
    "ART": "artwork",
    "BILL": "legislation",
    "BLOG": "online",
    "BOOK": "book",
    "CASE": "jurisdiction",
    "CHAP": "incollection",
    "CHART": "image",
    "CLSWK": "book",
    "COMP": "software",
    "CONF": "inproceedings",
    "CPAPER": "inproceedings",
    "CTLG": "book",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "incollection",
    "EBOOK": "book",
    "ECHAP": "incollection",
    "EDBOOK": "book",
    "EJOUR": "article",
    "ELEC": "online",
    "ENCYC": "incollection",
    "FIGURE": "image",
    "GEN": "misc",
    "GOVDOC": "techreport",
    "ICOMM": "letter",
    "INPR": "article",
    "JFULL": "periodical",
    "JOUR": "article",
    "LEGAL": "legal",
    "MANSCPT": "unpublished",
    "MGZN": "article",
    "MPCT": "movie",
    "MULTI": "online",
    "MUSIC": "music",
    "NEWS": "article",
    "PAMP": "booklet",
    "PAT": "patent",
    "PCOMM": "letter",
    "RPRT": "techreport",
    "SER": "book",
    "SLIDE": "misc",
    "SOUND": "audio",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "phdthesis",
    "UNBILL": "legislation",
    "UNPB": "unpublished",
    "UNPD": "unpublished",
    "VIDEO": "video",
    "WEB": "online",
}
"""Types of RIS in the words of BibTeX and biblatex; the others are "misc"."""

_PLAIN = {"JOUR", "CONF", "CPAPER", "CHAP", "BOOK", "THES", "RPRT", "UNPB", "ELEC", "COMP"}
_PLAIN |= {"DATA", "PAT", "GEN", "VIDEO", "SOUND", "MUSIC", "ART", "MPCT"}
_PARTS = {"CHAP", "ECHAP", "ENCYC", "DICT"}
_TALKS = {"CONF", "CPAPER"}
_WHOLES = {"BOOK", "EBOOK", "EDBOOK", "SER", "CLSWK", "THES", "MANSCPT", "PAMP", "UNPB", "UNPD"}
_REPORTS = {"RPRT", "GOVDOC", "STAND"}
_IN_SERIES = _WHOLES | _REPORTS | {"COMP", "MAP", "CTLG"}
_NUMBERED = {"RPRT", "GOVDOC", "STAND", "PAT", "BILL", "STAT", "HEAR", "CASE", "LEGAL", "GRANT"}

_NAMES = {
    "A4": "translator",
    "AD": "affiliation",
    "AN": "accession",
    "AV": "availability",
    "CA": "caption",
    "CN": "call-number",
    "CR": "rights",
    "DB": "database",
    "DP": "database-provider",
    "ET": "edition",
    "L2": "full-text",
    "L3": "related",
    "L4": "figure",
    "LA": "language",
    "LB": "label",
    "M1": "misc1",
    "M2": "misc2",
    "M3": "type-of-work",
    "N1": "note",
    "NO": "note",
    "NV": "volumes",
    "OP": "origpublication",
    "RI": "reviewed-item",
    "RN": "research-notes",
    "RP": "reprint-status",
    "SE": "section",
    "ST": "shorttitle",
    "T3": "series",
    "TA": "translator",
    "TT": "translated-title",
}
"""What is kept of a field that no step below has taken; "ris-xx" if it is not here either."""

_TYPE_WORD = re.compile(r"([A-Za-z]+)(?:\s*[^\w\s].*)?")
_PAGES = re.compile(r"\w+\s*[-–—]")
_NUMBER_LIKE = re.compile(r"[A-Za-z]{0,3}\d[\w./-]*")
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{4,}")
_ONLY_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi\s*[:=]?\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_BETWEEN_LINKS = re.compile(r"[\s;,]+(?=(?:https?|ftp)://|www\.)", re.IGNORECASE)
_DEGREE = re.compile(r"\b(?:master|m\.? ?sc|m\.?a\b|diplom|bachelor)", re.IGNORECASE)


class Said:
    """What a record says, by tag; each value is taken once."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.left: dict[str, list[Field]] = {}
        for field in fields:
            if any(field.lines):
                self.left.setdefault(field.tag, []).append(field)

    def take(self, *tags: str) -> list[str]:
        """The values of *tags*, in that order, which are said now."""
        left = self.left
        return [field.text for tag in tags if tag in left for field in left.pop(tag)]

    def peek(self, tag: str) -> str:
        """The first value of *tag*, or ""."""
        return self.left[tag][0].text if tag in self.left else ""

    def drop(self, tag: str) -> None:
        """The first value of *tag* has been said under another name."""
        self.left[tag] = self.left[tag][1:]
        if not self.left[tag]:
            del self.left[tag]

    def lines(self, *tags: str) -> list[list[str]]:
        """The lines of each value of *tags*, which are said now."""
        left = self.left
        return [field.lines for tag in tags if tag in left for field in left.pop(tag)]


def described(fields: Iterable[Field]) -> tuple[Pairs, str | None]:
    """The fields of an entry that say all that those of a record of RIS say, and its own name."""
    said = Said(fields)
    own = said.take("ID")
    stated = said.lines("TY")
    types = [lines[0] for lines in stated if lines[0]]
    words = [word[1].upper() for each in types if (word := _TYPE_WORD.fullmatch(each))]
    kind = next((each for each in words if each in TYPES), types[0] if types else "")
    found = _type(types, kind, said)
    for step in (
        _titles,
        _people,
        _venue,
        _dates,
        _numbers,
        _pages,
        _identifiers,
        _addresses,
        _publisher,
        _texts,
    ):
        found += step(said, kind)
    for tag, lines in said.left.items():
        name = _NAMES.get(tag) or _custom(tag)
        found += [(name, field.text) for field in lines]
    if own and _ONLY_DOI.fullmatch(own[0]) and all(name != "doi" for name, _ in found):
        found.append(("doi", own[0]))
    found += [("text", " ".join(lines[1:])) for lines in stated if len(lines) > 1]
    found += [("record-id", value) for value in own[1:]]
    return found, own[0] if own else None


def _custom(tag: str) -> str:
    for letter, word in (("C", "custom"), ("U", "user")):
        if re.fullmatch(rf"{letter}\d", tag):
            return f"{word}{tag[1]}"
    return f"ris-{tag.lower()}" if tag else "text"


def _type(types: Sequence[str], kind: str, said: Said) -> Pairs:
    if not kind:
        return []
    word = TYPES.get(kind, "misc")
    if kind == "THES" and _DEGREE.search(said.peek("M3") or said.peek("U1")):
        word = "mastersthesis"
    found = [("type", word)]
    if kind == "INPR":
        return [*found, ("pubstate", "inpress")]
    return found + [
        ("reference-type", stated) for stated in types if stated.upper() not in {kind} & _PLAIN
    ]


def _titles(said: Said, kind: str) -> Pairs:
    titles = said.take("TI", "T1", "CT")
    if kind in _WHOLES:
        titles += said.take("BT") or ([] if titles else said.take("T2"))
    # What a title may be missing for; a short or translated one names the work all the same.
    for tag in ("TT", "ST"):
        titles = titles or said.take(tag)
    return [("title", value) for value in distinct(titles)]


def _people(said: Said, kind: str) -> Pairs:
    first, second = said.lines("AU"), said.lines("A1")
    # One list in two spellings is one list.
    if len(first) == len(second) and _families(first) == _families(second):
        first, second = max(first, second, key=_length), []
    role = "editorperson" if kind == "EDBOOK" else "person"
    found = _named([*first, *second], role)
    editors = said.lines("ED")
    third: list[list[str]] = []
    if kind == "THES":
        found += [("advisor", value) for value in said.take("A2", "A3")]
    elif kind == "PAT":
        found += [("holder", value) for value in said.take("A2")]
    else:
        editors += said.lines("A2")
        third = said.lines("A3")
    if kind in _WHOLES and not editors:
        editors, third = third, []
    found += _named(editors, "editorperson")
    return found + [("series-editor", " ".join(lines)) for lines in third]


def _named(values: Iterable[Sequence[str]], role: str) -> Pairs:
    return list(dict.fromkeys(pair for lines in values for pair in tagvalues.people(lines, role)))


def _families(values: Iterable[Sequence[str]]) -> list[str]:
    return [lines[0].partition(",")[0].strip().casefold() for lines in values]


def _length(values: Iterable[Sequence[str]]) -> int:
    return sum(len(line) for lines in values for line in lines)


def _venue(said: Said, kind: str) -> Pairs:
    if kind in _IN_SERIES:
        series = said.take("T2")
        venues = said.take("JF", "JO", "SO", "JA", "J2", "J1", "BT")
        found = [("department" if kind == "THES" else "series", value) for value in series]
    elif kind in _TALKS or kind in _PARTS:
        # A conference has a name, and its proceedings have a title.
        titled = said.take("C3") if kind in _TALKS else []
        named = said.take("BT", "T2", "JF", "JO", "SO")
        venues = [*titled, *named, *said.take("JA", "J2", "J1")]
        found = []
    else:
        venues = said.take("JF", "T2", "JO", "SO", "BT", "JA", "J2", "J1")
        found = []
    venues = distinct(venues)
    best = next(
        (one for one in venues if not any(abbreviates(one, other) for other in venues)), None
    )
    if best is None:
        return found
    others = [value for value in venues if value != best]
    other_name = "eventtitle" if kind in _TALKS else "venue"
    return [
        ("venue", best),
        *found,
        *(("shortjournal" if abbreviates(value, best) else other_name, value) for value in others),
    ]


def _dates(said: Said, kind: str) -> Pairs:
    """The year as stated, and the fullest of the dates, which may lack it: "May 3"."""
    years = distinct(value for each in said.take("PY", "YR") if (value := each.strip("/- ")))
    dates = distinct(value for each in said.take("DA", "Y1") if (value := each.strip("/- ")))
    dates.sort(key=lambda value: -len(value))
    found = [("year", value) for value in years]
    for value in dates:
        if not any(known.startswith(value) for _, known in found):
            found.append(("date", value))
    return found + [("urldate", value) for value in said.take("Y2")]


def _numbers(said: Said, kind: str) -> Pairs:
    found = [("volume", value) for value in distinct(said.take("VL", "VO"))]
    numbers = said.take("IS")
    if not numbers and said.peek("CP").isdigit():
        numbers = said.take("CP")
    if not numbers and kind in _NUMBERED:
        numbers = said.take("M1")
    serials: Pairs = []
    for value in said.take("SN"):
        pairs = tagvalues.serials(value)
        if not pairs and kind in _NUMBERED:
            numbers.append(value)
        is_book = kind in _WHOLES | _PARTS
        serials += pairs or ([] if value in numbers else [("isbn" if is_book else "issn", value)])
    if kind in _PARTS:
        found += [("chapter", value) for value in said.take("SE")]
    return [*found, *(("number", value) for value in distinct(numbers)), *dict.fromkeys(serials)]


def _pages(said: Said, kind: str) -> Pairs:
    first, last = distinct(said.take("SP")), distinct(said.take("EP"))
    articles = said.take("AR")
    if _NUMBER_LIKE.fullmatch(said.peek("C7")):
        articles += said.take("C7")
    if not first and not articles and _ARTICLE_NUMBER.fullmatch(said.peek("M1")):
        articles += said.take("M1")
    if not first and last and _PAGES.match(last[0]):
        first, last = last[:1], last[1:]
    found: Pairs = []
    if first:
        start, *others = first
        end = last.pop(0) if last else ""
        if not end or end == start or _PAGES.match(start):
            is_count = not end and kind in _WHOLES and not _PAGES.match(start)
            found.append(("pagetotal" if is_count else "pages", start))
            others += [end] if end and end not in start else []
        else:
            found.append(("pages", f"{start}-{end}"))
        found += [("pages", value) for value in others]
    elif articles:
        found.append(("pages", articles.pop(0)))
    found += [("eid", value) for value in distinct(articles)]
    return found + [("end-page", value) for value in last]


def _identifiers(said: Said, kind: str) -> Pairs:
    found = [("doi", value) for value in distinct(said.take("DO", "DI"))]
    for tag in ("M3", "L3", "N1", "UR", "LK", "AN"):
        if not found and (match := _ONLY_DOI.fullmatch(said.peek(tag))):
            found.append(("doi", match[1]))
            if tag not in ("UR", "LK"):
                said.drop(tag)
    database = f"{said.peek('DB')} {said.peek('DP')}".casefold()
    accession = said.peek("AN")
    if re.fullmatch(r"\d{1,8}", accession) and re.search("medline|pubmed|nlm", database):
        found += [("pmid", value) for value in said.take("AN")]
    for tag, pattern, name in (
        ("C2", r"PMC\d+", "pmcid"),
        ("C2", r"\d{7,8}", "pmid"),
        ("PM", r"(?i)(?:pubmed\s*|pmid:?\s*)?\d+", "pmid"),
        ("AN", r"(?i)pmid:?\s*\d+", "pmid"),
    ):
        value = said.peek(tag)
        if value and re.fullmatch(pattern, value):
            found.append((name, re.sub(r"(?i)^(?:pubmed|pmid)[:\s]*", "", value)))
            said.drop(tag)
    if "arxiv" in said.peek("AN").lower():
        found += [("arxiv", value) for value in said.take("AN")]
    return found


def _addresses(said: Said, kind: str) -> Pairs:
    found: Pairs = []
    for value in said.take("UR", "LK"):
        found += [("url", link) for link in _BETWEEN_LINKS.split(value) if link]
    for value in said.take("L1"):
        for link in _BETWEEN_LINKS.split(value):
            found.append(("pdf" if _LINK.match(link) else "file", link))
    return list(dict.fromkeys(found))


def _publisher(said: Said, kind: str) -> Pairs:
    name = {"THES": "school"}.get(kind, "institution" if kind in _REPORTS else "publisher")
    found = [(name, value) for value in distinct(said.take("PB"))]
    return found + [("address", value) for value in distinct(said.take("CY", "PP", "CP"))]


def _texts(said: Said, kind: str) -> Pairs:
    found = [*tagvalues.keywords(said.lines("KW"))]
    # Both are abstracts in the exports of most; where one has both, the second is a note.
    abstracts = distinct(said.take("AB", "N2"))
    found += [("abstract", value) for value in abstracts[:1]]
    return found + [("note", value) for value in abstracts[1:]]
