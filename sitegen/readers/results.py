"""This is where pages of results are read: a title, then who wrote it and where, without abstract.

Scholar search, alerts, anthologies, DBLP, programmes of conferences and daily papers print so. The
line below a title decides: names, or "A Berg, B Carl - Journal, 2020 - publisher.org", or but
a count of authors. Between two such lines stand buttons, dates and bits of text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import details, segments, venues
from sitegen.parsing.paragraphs import is_furniture, is_running_text, is_titlelike
from sitegen.parsing.segments import Fields

SUFFIXES = (".txt",)

_ENOUGH = 200_000  # characters that tell what a page is
_BYLINE = re.compile(
    r"(?P<authors>[^-–—]{3,300}?(?:-\w[^-–—]{0,60}){0,9}?)\s[-–—]\s(?:(?P<venue>.{2,200}?)(?:,\s|\s))?"
    r"(?P<year>(?:19|20)\d\d)?(?:\s[-–—]\s(?P<publisher>\S{3,60}(?: \S{1,30}){0,3}))?"
)
_SHORT_NAME = re.compile(r"[A-Z]{1,4}(?:[A-Za-z]?[ -]?[A-Z]{0,3}) [^\W\d_][\w'’ -]{1,40}…?|\.{3}|…")
_COUNT = re.compile(r"[·•\W]*\d{1,4} authors?", re.IGNORECASE)
_MORE = re.compile(r",?\s{0,9}\+\s?\d+\s+(?:more\s+)?authors?,?\s*|(?<=\w)…")
_DATED = re.compile(
    r"(?:\s\((?P<behind>(?:19|20)\d\d)\)|\s(?P<before>(?:19|20)\d\d)(?::\s?(?P<pages>[\d:–-]+))?)\.?$"
)
_PREFIX = re.compile(
    r"^(?:\[(?:PDF|HTML|BOOK|B|CITATION|C|DOC|引用|图书|[a-z]{1,3}\d{1,4}|\d{1,4})\]\s*)+|"
    r"^\d{1,2}[:.]\d\d(?:\s?[ap]m)?(?:\s*[-–—]\s*\d{1,2}[:.]\d\d(?:\s?[ap]m)?)?\s*[-–—:|]?\s+|"
    r"^(?:\(?\d{1,4}[.)]|#\d{1,4})\s+",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"(?:save|cite|cited by \d+|related articles|all \d+ versions|import into \w+|view as html|"
    r"library search|web of science: \d+|full view|more|less|alert|expand|semantic reader|view|"
    r"share|export record|electronic edition.*|unpaywalled version|no \w+ available|everyone|"
    r"references & citations|authority control:?|export bibliography|ask others.*|share record|"
    r"persistent url:?|(?:google|dblp|internet archive).*|show details|\[?pdf\]?(?: \S+\.\S+)?|"
    r"\[?html\]?(?: \S+\.\S+)?|bib|abs|readers?: everyone|revisions|bibtex|blind submission.*|"
    r"journal articles|conference and workshop papers|informal and other publications|"
    r"books and theses|parts in books or collections|editorship|[\[(]?[a-z]{1,3}\d{1,4}[\])]|"
    r"(?:19|20)\d\d|tldr|computer science.*|highly influential|twitter|linkedin|facebook|"
    r"[▶▲★☆ ]+|page \d+.*|about [\d,.]+ results.*|sort by.*|any time|since (?:19|20)\d\d|"
    r"create alert|my profile|my library|articles|case law|include patents|include citations|"
    r"poster|oral|session.*|break|lunch.*|coffee.*|registration|chair:.*|"
    r"\d{1,2}[:.]\d\d\W*(?:\d{1,2}[:.]\d\d)?\W*)",
    re.IGNORECASE,
)
_BETWEEN_BUTTONS = re.compile(
    r"\s{2,}|\s*[·|•]\s*|(?<=\d)\s(?=Related)|(?<=articles)\s|(?<=Save)\s|(?<=Cite)\s|(?<=pdf)\s"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page."""

    number: int
    text: str
    is_furniture: bool


def likelihood(text: str) -> float:
    """A page of results has titles with bylines below, and no abstracts to speak of."""
    if text.lstrip()[:1] in ("{", "<", "@") or "](http" in text:
        return 0.0
    lines = _lines(text[:_ENOUGH])
    found = _records(lines)
    if len(found) < 2:
        return 0.0
    running = sum(is_running_text(line.text) for line in lines)
    strong = sum(_byline(lines[record.by].text) is not None or record.is_whole for record in found)
    if strong * 2 > len(found):
        return 0.75
    return 0.0 if running * 3 > len(found) else 0.28


def split(text: str, path: str) -> Iterator[Part]:
    """The whole of *text*: it is understood as a whole."""
    yield Part(path=path, text=text)


@dataclass(frozen=True, slots=True)
class _Record:
    """Where a paper stands: positions of its lines."""

    title: int
    by: int
    is_whole: bool = False
    """Whether one line, or two, say all of it, as on DBLP's pages."""


def read(part: Part) -> Iterator[Entry | Finding]:
    """Each title with what its byline and the lines below say."""
    lines = _lines(part.text)
    records = _records(lines)
    starts = [min(record.title, record.by) for record in records]
    ends = [*starts[1:], len(lines)] if starts else []
    yield from _others(lines[: starts[0]] if starts else lines, part, is_header=True)
    for record, end in zip(records, ends, strict=True):
        fields, rest = _fields(record, lines, end)
        yield Entry(
            fields=tuple(fields), at=Location(part.path, lines[min(record.title, record.by)].number)
        )
        yield from _others(rest, part, is_header=False)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line:
            found.append(_Line(number, line, _is_button(line)))
    return found


def _is_button(line: str) -> bool:
    if len(line) > 200 or _COUNT.fullmatch(line):
        return False
    if is_furniture(line) or _BUTTONS.fullmatch(line):
        return True
    if all(_BUTTONS.fullmatch(word) for word in line.split()):
        return True
    parts = [part for part in _BETWEEN_BUTTONS.split(line) if part.strip()]
    return len(parts) > 1 and all(_BUTTONS.fullmatch(p) or is_furniture(p) for p in parts)


def _byline(text: str) -> re.Match[str] | None:
    """ "A Berg, B Carl… - Journal of X, 2020 - publisher.org"."""
    found = _BYLINE.fullmatch(text) if len(text) < 600 else None
    if found is None or not (found["year"] or found["publisher"]):
        return None
    people = [part.strip() for part in found["authors"].replace("…", "").split(",") if part.strip()]
    are_short = all(_SHORT_NAME.fullmatch(one) for one in people)
    return found if people and (are_short or segments.are_people(found["authors"])) else None


def _is_names(text: str) -> bool:
    bare = _MORE.sub(", ", text).strip(" ,")
    return segments.are_people(bare) or _COUNT.fullmatch(text) is not None


def _records(lines: list[_Line]) -> list[_Record]:
    """The papers of a page, in order."""
    found: list[_Record] = []
    shown = [n for n, line in enumerate(lines) if not line.is_furniture]
    taken = -1
    for at, n in enumerate(shown):
        text = lines[n].text
        if n <= taken:
            continue
        following = shown[at + 1] if at + 1 < len(shown) else None
        names, _, tail = _PREFIX.sub("", text).partition(": ")
        if tail and segments.are_people(names) and _DATED.search(tail):
            found.append(_Record(n, n, is_whole=True))
            taken = n
        elif following is not None and text.endswith(":") and _is_pair(text, lines[following].text):
            found.append(_Record(following, n, is_whole=True))
            taken = following
        elif following is not None and _may_be_title(text) and _is_by(lines[following].text):
            found.append(_Record(n, following))
            taken = following
    return found


def _is_pair(names: str, tail: str) -> bool:
    return segments.are_people(names.rstrip(": ")) and _DATED.search(tail) is not None


def _is_by(text: str) -> bool:
    return _byline(text) is not None or _is_names(text)


def _may_be_title(text: str) -> bool:
    bare = _PREFIX.sub("", text)
    return (
        1 <= len(bare.split()) < 60
        and not _is_by(bare)
        and not (is_running_text(bare) and bare.endswith("."))
        and not details.fields(bare)
        and venues.of(bare) is None
    )


def _fields(record: _Record, lines: list[_Line], end: int) -> tuple[Fields, list[_Line]]:
    """The fields of a paper, and the lines below it that say nothing of it."""
    title = lines[record.title].text
    if record.is_whole:
        return _whole(record, lines), lines[max(record.title, record.by) + 1 : end]
    fields: Fields = [("title", _PREFIX.sub("", title))]
    if re.match(r"\[BOOK\]", title, re.IGNORECASE):
        fields.append(("type", "book"))
    by = lines[record.by].text
    if found := _byline(by):
        authors = found["authors"].strip()
        fields.append(("authors", re.sub(r"…$", ", et al.", authors).replace("…", "")))
        fields += [(n, v.strip(" ,")) for n in ("venue", "year", "publisher") if (v := found[n])]
    elif not _COUNT.fullmatch(by):
        more = _MORE.search(by) is not None
        names = _MORE.sub(", ", by).strip(" ,")
        fields.append(("authors", f"{names}, et al." if more else names))
    rest: list[_Line] = []
    for line in lines[record.by + 1 : end]:
        known = details.fields(line.text) or segments.of_date(line.text) or []
        if not known and not line.is_furniture:
            known = _said(line.text)
        if _COUNT.fullmatch(by) and not details.is_labelled(line.text):
            known = []  # a date between cards is the page's
        fields += known
        if not known:
            rest.append(line)
    return fields, rest


def _said(text: str) -> Fields:
    """What a line below a byline says: a date, a venue, an identifier, a bit of the text."""
    if venue := venues.of(text):
        return segments.of_venue(venue)
    if labelled := re.match(r"(keywords|tl;?dr|abstract)\s*:\s*(\S.*)", text, re.IGNORECASE):
        return [(labelled[1].lower().replace(";", "").replace("tldr", "note"), labelled[2])]
    if "…" in text and len(text.split()) > 7:
        return [("snippet", text)]
    bare = text.removesuffix(" Expand")
    return [("abstract", bare)] if is_running_text(bare) else []


def _whole(record: _Record, lines: list[_Line]) -> Fields:
    """The fields of "Names: Title. Venue 12(3): 45-67 (2020)", on one line or on two."""
    tail = lines[record.title].text
    names = lines[record.by].text.rstrip(": ")
    if record.title == record.by:
        names, _, tail = _PREFIX.sub("", tail).partition(": ")
    date = _DATED.search(tail)
    title, *others = segments.split_sentences(tail[: date.start()] if date else tail)
    while len(others) > 1 and title.rstrip()[-1:] in "?!":
        title += others.pop(0)
    where = segments.sort("".join(others).strip())
    fields: Fields = [("title", title.strip().removesuffix(".")), ("authors", names)]
    fields += where.fields if where.has("venue") else []
    if not where.has("venue"):
        fields += [("venue", part) for part in where.rest[:1]] + where.fields
        fields += [("note", part) for part in where.rest[1:]]
    if date and date["pages"]:
        fields.append(("pages", date["pages"]))
    return [*fields, ("year", date["behind"] or date["before"])] if date else fields


def _others(lines: list[_Line], part: Part, *, is_header: bool) -> Iterator[Finding]:
    """What stands between papers: quarantined where it may be a title, else the page's own."""
    skipped: list[_Line] = []
    for line in lines:
        if is_header or line.is_furniture or not is_titlelike(line.text):
            skipped.append(line)
            continue
        yield quarantined(
            "no-abstract",
            f"a line with neither authors nor an abstract below it: {quoted(line.text)}",
            Location(part.path, line.number),
            line.text,
            hint="if it is a title, add its authors below it; if not, delete the line",
        )
    if skipped:
        yield Finding(
            code="page-furniture",
            message="not read as papers: " + ", ".join(quoted(x.text, 400) for x in skipped),
            at=Location(part.path, skipped[0].number),
            severity=Severity.NOTE,
        )
