"""This is where a listing pasted from a web page is read: a title, then its abstract, in turn.

There is no markup to go by, so structure decides: a short line followed by a long paragraph is a
title and its abstract. Lines above the first pair are the page's header; a line that can be neither
title nor authors nor the page's furniture is quarantined.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry
from sitegen.text import names
from sitegen.text.fold import glue, words
from sitegen.text.wrapping import unwrap

_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]]*(?:\s|$)|[。！？]")
_STOPS = re.compile(r"[.!?。！？][\"'”’」)\]]*$")
_URL_LAST = re.compile(r"https?://\S+$")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_TITLE = 200
_WRAPPED = 130  # characters; a file without a longer line has wrapped paragraphs

# What pages print around papers. One vocabulary; it only ever decides about lines that stand
# where a paper cannot be, so a word too many or too few costs a finding, not a paper.
_LABELS = [
    "about",
    "archive",
    "archives",
    "back",
    "browse",
    "bluesky",
    "careers",
    "chat",
    "close",
    "comment",
    "comments",
    "community",
    "company",
    "contact",
    "cookies",
    "dashboard",
    "datasets",
    "discord",
    "docs",
    "documentation",
    "download",
    "enterprise",
    "explore",
    "export",
    "faq",
    "feedback",
    "filter",
    "filters",
    "follow",
    "github",
    "help",
    "home",
    "jobs",
    "like",
    "likes",
    "linkedin",
    "login",
    "logout",
    "mastodon",
    "menu",
    "models",
    "monthly",
    "more",
    "new",
    "newest",
    "news",
    "newsletter",
    "next",
    "organizations",
    "papers",
    "people",
    "prev",
    "previous",
    "pricing",
    "privacy",
    "profile",
    "register",
    "rss",
    "save",
    "search",
    "settings",
    "share",
    "signup",
    "solutions",
    "sort",
    "spaces",
    "status",
    "subscribe",
    "subscribed",
    "terms",
    "today",
    "top",
    "tos",
    "trending",
    "tweet",
    "twitter",
    "unsubscribe",
    "upvote",
    "upvotes",
    "website",
    "weekly",
    "yesterday",
]
_PHRASES = [
    "back to top",
    "daily papers",
    "load more",
    "log in",
    "log out",
    "new papers",
    "next page",
    "previous page",
    "read more",
    "see all",
    "see more",
    "show more",
    "sign in",
    "sign up",
    "sort by",
    "subscribe now",
    "view all",
    "view arxiv page",
    "view pdf",
    "add to collection",
    "terms of service",
    "privacy policy",
    "system theme",
    "all rights reserved",
]
_FURNITURE = {glue(label) for label in (*_LABELS, *_PHRASES)}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"(?:\w+day,?\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"\d{{1,2}}\.?\s+{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}|\d{{4}}[-/.]\d\d?[-/.]\d\d?|"
    r"\d\d?[-/.]\d\d?[-/.]\d{2,4}|\d{1,2}\.?\s+[^\W\d_]+\.?\s+\d{4}|[^\W\d_]+\s+\d{1,2},?\s+\d{4}|"
    r"\d+\s+(?:minutes?|hours?|days?|weeks?|months?|years?)\s+ago)",
    re.IGNORECASE,
)
# What nothing but a button says. Of other words ("Chat", "Top") the abstract must decide.
_GLUED_LABEL = re.compile(
    r"(?:(?i:unsubscribed?|subscribed?|sign ?(?:up|in)|log ?(?:in|out)|register|upvotes?)|new)"
    r"(?=[A-Z0-9])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph of the listing: one line, or several that were wrapped."""

    number: int
    text: str
    is_abstract: bool


def likelihood(text: str) -> float:
    """A listing has no mark of its own: whatever has a paragraph may be one, if nothing else is."""
    return 0.3 if any(line.is_abstract for line in _paragraphs(text)) else 0.0


def read(text: str, path: str) -> Iterator[Entry | Finding]:
    """Each title with its abstract; what cannot be paired is quarantined with its line."""
    paragraphs = _paragraphs(text)
    often = _repeated(paragraphs)
    has_authors = any(
        below.is_abstract and not line.is_abstract and names.looks_like_people(line.text)
        for line, below in pairwise(paragraphs)
    )
    waiting: list[_Line] = []
    is_first = True
    for line in paragraphs:
        if not line.is_abstract:
            waiting.append(line)
            continue
        title, authors, rest = _title_of(line, waiting, often, has_authors=has_authors)
        yield from _unpaired(rest, path, often, in_header=is_first)
        waiting = []
        if title is None:
            yield quarantined(
                "no-title",
                f"a paragraph without a title above it: {quoted(line.text)}",
                Location(path, line.number),
                line.text,
                hint="put the title on a line of its own, directly above the abstract",
            )
            continue
        name = title.text
        if is_first:
            name = _without_label(title.text, line.text)
            if name != title.text:
                yield _label_removed(title, name, path)
        is_first = False
        fields = [("title", name), ("abstract", line.text)]
        if authors is not None:
            fields.insert(1, ("authors", re.sub(r"(?i)^(?:by|authors?)\b:?\s*", "", authors.text)))
        yield Entry(fields=tuple(fields), at=Location(path, title.number))
    yield from _unpaired(waiting, path, often, in_header=False)


def _paragraphs(text: str) -> list[_Line]:
    lines = [(n, line.strip()) for n, line in enumerate(text.split("\n"), 1)]
    filled = [(n, line) for n, line in lines if line]
    width = max((len(line) for _, line in filled), default=0)
    if width > _WRAPPED:
        return [_Line(n, line, _is_abstract(line)) for n, line in filled]
    joined: list[list[tuple[int, str]]] = []
    previous = ""
    for number, line in lines:
        # Greedy wrapping breaks only where the next word does not fit.
        fits = len(previous) + 1 + len(line.split(" ", 1)[0]) <= width
        if line and (not previous or fits or not joined):
            joined.append([(number, line)])
        elif line:
            joined[-1].append((number, line))
        previous = line
    wholes = [(group[0][0], unwrap(line for _, line in group)) for group in joined]
    return [_Line(n, whole, _is_abstract(whole)) for n, whole in wholes]


def _is_abstract(text: str) -> bool:
    """Whether a paragraph is running text: long, and made of sentences."""
    # A sign of Chinese or Japanese says as much as three letters.
    length = len(text) + 2 * len(_CJK.findall(text[:_LONGEST_TITLE]))
    if length < 80:
        return False
    ends = _STOPS.search(text) is not None
    if length < _LONGEST_TITLE:
        # One sentence of a dozen words that stops is a short abstract; titles do not stop.
        return ends and (len(text.split()) >= 12 or length > len(text)) and text[-1] not in "!?"
    return ends or _URL_LAST.search(text) is not None or _SENTENCE_END.search(text) is not None


def _repeated(lines: list[_Line]) -> frozenset[str]:
    """Short lines that occur three times or more: a page repeats its buttons, not its titles."""
    counts = Counter(line.text for line in lines if not line.is_abstract)
    return frozenset(text for text, count in counts.items() if count > 2 and len(text.split()) < 5)


def _title_of(
    abstract: _Line, above: list[_Line], often: frozenset[str], *, has_authors: bool
) -> tuple[_Line | None, _Line | None, list[_Line]]:
    """Of the short lines *above* an abstract: its title, its authors if there are any, the rest."""
    real = [line for line in above if not _is_furniture(line.text, often)]
    furniture = [line for line in above if line not in real]
    authors = None
    if len(real) > 1 and not _shares_words(real[-1], abstract):
        # A single name is one where other papers of the listing name their authors.
        last = real[-1].text
        if names.looks_like_people(last) or (
            has_authors and names.looks_like_people(f"{last}, Given Family")
        ):
            authors = real.pop()
    if not real:
        return (authors, None, furniture) if authors else (None, None, furniture)
    title = real[-1]
    if len(real) > 1 and not _shares_words(title, abstract):
        better = [line for line in real[:-1] if _is_titlelike(line.text)]
        if better and _shares_words(better[-1], abstract) and not _is_titlelike(title.text):
            title = better[-1]
    rest = sorted((x for x in above if x not in (title, authors)), key=lambda x: x.number)
    return title, authors, rest


def _unpaired(
    lines: list[_Line], path: str, often: frozenset[str], *, in_header: bool
) -> Iterator[Finding]:
    """What becomes of short lines that are no paper's: quarantined, or named as furniture."""
    skipped: list[_Line] = []
    header = lines[: _end_of_header(lines, often)] if in_header else []
    for line in lines:
        if line in header or _is_furniture(line.text, often):
            skipped.append(line)
            continue
        yield quarantined(
            "no-abstract",
            f"a line with no abstract below it: {quoted(line.text)}",
            Location(path, line.number),
            line.text,
            hint="if it is a title, add its abstract below it; if not, delete the line",
        )
    if skipped:
        yield Finding(
            code="page-furniture",
            message="not read as papers: " + ", ".join(quoted(line.text) for line in skipped),
            at=Location(path, skipped[0].number),
            severity=Severity.NOTE,
        )


def _end_of_header(lines: list[_Line], often: frozenset[str]) -> int:
    """How many of the *lines* above the first title are the page's: all but those directly above it
    that look like titles themselves."""
    end = len(lines)
    while end and _is_titlelike(lines[end - 1].text):
        if _is_furniture(lines[end - 1].text, often):
            break
        end -= 1
    return end


def _is_furniture(text: str, often: frozenset[str]) -> bool:
    bare = re.sub(r"[\W\d_]+", "", glue(text))
    return (
        not bare
        or re.fullmatch(r"[\d.,]+\s?[kKmM]", text) is not None
        or text in often
        or glue(text) in _FURNITURE
        or _DATE.fullmatch(text) is not None
        or re.match(r"©|\(c\)\s|copyright\s", text, re.IGNORECASE) is not None
        or (bare in _FURNITURE and len(text.split()) < 4)  # "Upvote 12"
        or (
            (len(parts := re.split(r"\s*[·|•]\s*|\s{2,}|\t", text)) > 1)
            and all(glue(part) in _FURNITURE for part in parts)
        )
    )


def _is_titlelike(text: str) -> bool:
    """Whether a line is capitalised as titles are, and long enough to be one."""
    long_words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    if text.endswith("!") or len(text.split()) < 3 or not long_words:
        return False
    capitals = sum(not word[0].islower() for word in long_words)
    return capitals * 10 >= len(long_words) * 6 or ": " in text[:-2]


def _shares_words(line: _Line, abstract: _Line) -> bool:
    below = set(words(abstract.text[:5000]))
    return any(word in below for word in words(line.text[:1000]) if len(word) > 4)


def _without_label(title: str, abstract: str) -> str:
    """*title* without a button's label that the page glued to it ("SubscribeCoordinate …").

    A label that pages are known to have is taken off. Any other word is, if the abstract uses
    what follows it but neither the glued word nor the label.
    """
    known = _GLUED_LABEL.match(title)
    head = title.split(" ", 1)[0]
    below = set(words(abstract))
    if known and glue(head) not in below:
        return title[known.end() :]
    for cut in (found.start() for found in _CAMEL.finditer(head)):
        label, word = glue(head[:cut]), glue(head[cut:])
        if len(label) > 3 and len(word) > 3 and word in below and not {label, glue(head)} & below:
            return title[cut:]
    return title


def _label_removed(title: _Line, name: str, path: str) -> Finding:
    label = title.text[: len(title.text) - len(name)]
    return Finding(
        code="glued-label",
        message=f"'{label}' was glued to the title {quoted(name)} and was taken off",
        at=Location(path, title.number),
        severity=Severity.NOTE,
    )
