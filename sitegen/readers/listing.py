"""This is where a listing pasted from a web page is read: a title, then its abstract, in turn.

There is no markup to go by, so structure decides: a short line followed by a long paragraph is a
title and its abstract. Lines above the first pair are the page's header; a line that can be neither
title nor authors nor the page's furniture is quarantined.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import details
from sitegen.parsing.paragraphs import is_furniture, is_legal, is_running_text, is_titlelike
from sitegen.parsing.segments import Fields
from sitegen.parsing.wrapping import unwrap
from sitegen.text import names
from sitegen.text.fold import glue, words

SUFFIXES = (".txt",)

_WRAPPED = 130  # characters; a file without a longer line has wrapped paragraphs
# What nothing but a button says. Of other words ("Chat", "Top") the abstract must decide.
_GLUED_LABEL = re.compile(
    r"(?:(?i:unsubscribed?|subscribed?|sign ?(?:up|in)|log ?(?:in|out)|register|upvotes?)|new)"
    r"(?=[A-Z0-9])|(?i:subscribe)\s+(?=[A-Z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HEADING = re.compile(r"^#{1,6}\s+")
_NUMBERED = re.compile(r"^(?:\(?\d{1,4}[.)]|\[\d{1,4}\]|#\d{1,4}[.:]?|[-*•])\s+(?=\S)")
_LABELLED = re.compile(r"^(?:title|abstract|summary)\s*:\s+", re.IGNORECASE)
_YEAR = re.compile(r"\(((?:19|20)\d\d)\)$")
# How the second paragraph of an abstract begins, and no first one does.
_CONTINUES = re.compile(
    r"(?:furthermore|moreover|additionally|in addition|further,|besides,|therefore|thus|hence|"
    r"finally,|lastly,|however|nevertheless|consequently|specifically|in particular|importantly|"
    r"notably|as a result|extensive experiments|experiment(?:s|al results?)|results? \w+|overall,|"
    r"our (?:results?|experiments?|method|approach|code|models?|findings?|analysis|framework|"
    r"evaluations?|implementation|data(?:set)?|contributions?|project)|(?:the )?(?:source )?code|"
    r"(?:the )?data(?:sets?)? and (?:code|models?)|to (?:address|tackle|overcome|solve|bridge|"
    r"mitigate|fill|remedy|this end|that end|do so)|these (?:results|findings|insights)|"
    r"project page|in summary|in conclusion)(?!\w)",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:by|authors?)\b:?\s*", re.IGNORECASE)
_STATED = re.compile(r"^authors?\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph of the listing: one line, or several that were wrapped."""

    number: int
    text: str
    is_abstract: bool


def likelihood(text: str) -> float:
    """A listing has no mark of its own: whatever has a paragraph may be one, if nothing else is."""
    if re.match(r'\[?\s*\{\s*"', text.lstrip()[:100]):
        return 0.0  # JSON of some shape
    return 0.3 if any(line.is_abstract for line in _paragraphs(text)) else 0.0


def split(text: str, path: str) -> Iterator[Part]:
    """The whole of *text*: it is understood as a whole."""
    yield Part(path=path, text=text)


def read(part: Part) -> Iterator[Entry | Finding]:
    """Each title with its abstract; what cannot be paired is quarantined with its line."""
    text, path = part.text, part.path
    paragraphs = _unnumbered(_paragraphs(text))
    if not paragraphs:
        return
    often = _repeated(paragraphs)
    has_authors = any(
        below.is_abstract and not line.is_abstract and names.looks_like_people(line.text)
        for line, below in pairwise(paragraphs)
    )
    layout = _layout(paragraphs, often, has_authors=has_authors)
    waiting: list[_Line] = []
    entry: Entry | None = None
    is_first = True
    for line in paragraphs:
        if not line.is_abstract:
            waiting.append(line)
            continue
        title, authors, rest = _title_of(line, waiting, often, has_authors=has_authors)
        if is_legal(line.text) and (title is None or not _shares_words(title, line)):
            yield from _told(entry)
            yield _furniture([*waiting, line], path)
            entry, waiting = None, []
            continue
        if entry is not None and not waiting and _continues(line.text):
            entry = _joined(entry, line)
            yield _second_paragraph(line, path)
            continue
        above, inside = _sides(rest, title)
        behind, above = _taken(above, wanted=layout == "behind")
        yield from _told(entry, behind)
        own, above = _taken(above, wanted=layout == "before" and title is not None)
        within, inside = _taken(inside, wanted=True, is_within=True)
        rest = [*above, *inside]
        entry = None
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
        name = _without_label(title.text, line.text, is_first=is_first)
        if name != title.text:
            yield _label_removed(title, name, path)
        is_first = False
        at = Location(path, title.number)
        entry = _entry(_LABELLED.sub("", name), authors, line, [*own, *within], at)
    behind, waiting = _taken(waiting, wanted=layout == "behind")
    yield from _told(entry, behind)
    yield from _unpaired(waiting, path, often, in_header=False)


def _told(entry: Entry | None, more: Fields | None = None) -> Iterator[Entry]:
    """*entry*, if there is one, with what the lines behind its abstract say."""
    if entry is not None:
        yield replace(entry, fields=(*entry.fields, *more)) if more else entry


def _joined(entry: Entry, line: _Line) -> Entry:
    longer = (
        (name, f"{value} {line.text}" if name == "abstract" else value)
        for name, value in entry.fields
    )
    return replace(entry, fields=tuple(longer))


def _continues(text: str) -> bool:
    """Whether a paragraph that has nothing above it begins as only a second one does."""
    return text[:1].islower() or _CONTINUES.match(text) is not None


def _second_paragraph(line: _Line, path: str) -> Finding:
    return Finding(
        code="abstract-joined",
        message=f"read as a second paragraph of the abstract above: {quoted(line.text)}",
        at=Location(path, line.number),
        severity=Severity.NOTE,
    )


def _layout(lines: list[_Line], often: frozenset[str], *, has_authors: bool) -> str:
    """Whether what a page says of a paper stands "before" its title or "behind" its abstract.

    The ends of the page tell: above the first title, below the last abstract; "" if neither does.
    """
    ends = [n for n, line in enumerate(lines) if line.is_abstract]
    if not ends:
        return ""
    first = lines[: ends[0]]
    title, _, rest = _title_of(lines[ends[0]], first, often, has_authors=has_authors)
    before = any(details.is_labelled(line.text) for line in _sides(rest, title)[0])
    behind = any(details.is_labelled(line.text) for line in lines[ends[-1] + 1 :])
    return "" if before == behind else "before" if before else "behind"


def _sides(lines: list[_Line], title: _Line | None) -> tuple[list[_Line], list[_Line]]:
    """The lines above the title, and those between it and the abstract."""
    if title is None:
        return lines, []
    return [x for x in lines if x.number < title.number], [
        x for x in lines if x.number > title.number
    ]


def _taken(
    lines: list[_Line], *, wanted: bool, is_within: bool = False
) -> tuple[Fields, list[_Line]]:
    """What the *lines* say of a paper, if that is *wanted*, and the lines that say nothing.

    Within a paper a bare date and a name of an institution belong to it too.
    """
    found: Fields = []
    rest: list[_Line] = []
    for line in lines:
        known = details.fields(line.text) if wanted else []
        if not is_within and not details.is_labelled(line.text):
            known = []
        if not known and is_within and details.is_organisation(line.text):
            known = [("organization", line.text)]
        found += known
        if not known or details.has_counts(line.text):  # the counts are told as furniture
            rest.append(line)
    return found, rest


def _entry(title: str, authors: _Line | None, abstract: _Line, more: Fields, at: Location) -> Entry:
    fields = [("title", title), ("abstract", _LABELLED.sub("", abstract.text))]
    if authors is not None:
        fields.insert(1, ("authors", _BY.sub("", authors.text)))
        year = _YEAR.search(authors.text)
        fields += [("year", year[1])] if year else []
    return Entry(fields=(*fields, *more), at=at)


def _paragraphs(text: str) -> list[_Line]:
    numbered = [(n, _HEADING.sub("", x.strip())) for n, x in enumerate(text.split("\n"), 1)]
    filled = [(n, line) for n, line in numbered if line]
    width = max((len(line) for _, line in filled), default=0)
    if width > _WRAPPED:
        return [_Line(n, line, is_running_text(line)) for n, line in filled]
    joined: list[list[tuple[int, str]]] = []
    previous = ""
    for number, line in numbered:
        # Greedy wrapping breaks only where the next word does not fit.
        fits = len(previous) + 1 + len(line.split(" ", 1)[0]) <= width
        if line and (not previous or fits or not joined):
            joined.append([(number, line)])
        elif line:
            joined[-1].append((number, line))
        previous = line
    wholes = [(group[0][0], unwrap(line for _, line in group)) for group in joined]
    return [_Line(n, whole, is_running_text(whole)) for n, whole in wholes]


def _unnumbered(lines: list[_Line]) -> list[_Line]:
    """*lines* without "1.", "[1]" or "-" before the titles, where most titles have one."""
    titles = [line for line, below in pairwise(lines) if below.is_abstract and not line.is_abstract]
    marked = sum(_NUMBERED.match(line.text) is not None for line in titles)
    if marked < 2 or marked * 2 < len(titles):
        return _uncounted(lines)
    return [replace(x, text=_NUMBERED.sub("", x.text)) if not x.is_abstract else x for x in lines]


def _uncounted(lines: list[_Line]) -> list[_Line]:
    """*lines* without the numbers of titles that have authors or buttons below, if they count."""
    often = _repeated(lines) if lines else frozenset[str]()
    waiting: list[_Line] = []
    titles: list[_Line] = []
    for line in lines:
        waiting.append(line)
        if line.is_abstract:
            title, _, _ = _title_of(line, waiting[:-1], often, has_authors=False)
            titles += [title] if title else []
            waiting = []
    marks = ((title.number, _NUMBERED.match(title.text)) for title in titles)
    digits = ((n, re.search(r"\d+", mark[0])) for n, mark in marks if mark)
    counted = {n: int(found[0]) for n, found in digits if found}
    steps = [second - first for first, second in pairwise(counted.values())]
    if not steps or min(steps) < 1 or sum(s == 1 for s in steps) * 2 < len(steps):
        return lines
    if len(counted) * 2 < len(titles):
        return lines
    return [replace(x, text=_NUMBERED.sub("", x.text)) if x.number in counted else x for x in lines]


def _repeated(lines: list[_Line]) -> frozenset[str]:
    """Short lines that occur three times or more: a page repeats its buttons, not its titles.

    A line that stands alone above an abstract is its title, and names may recur with every paper.
    """
    ends = [None, *lines[:-1]]
    nexts = [*lines[1:], None]
    counts = Counter(
        line.text
        for before, line, after in zip(ends, lines, nexts, strict=True)
        if not line.is_abstract
        and not (after and after.is_abstract and (before is None or before.is_abstract))
        and not names.looks_like_people(line.text)
    )
    return frozenset(text for text, count in counts.items() if count > 2 and len(text.split()) < 5)


def _title_of(
    abstract: _Line, above: list[_Line], often: frozenset[str], *, has_authors: bool
) -> tuple[_Line | None, _Line | None, list[_Line]]:
    """Of the short lines *above* an abstract: its title, its authors if there are any, the rest."""
    real = [
        line
        for line in above
        if not is_furniture(line.text) and line.text not in often and not details.fields(line.text)
    ]
    while len(real) > 1 and _is_affiliation(real[-1], abstract):
        real.pop()
    authors = None
    if len(real) > 1 and (_STATED.match(real[-1].text) or not _shares_words(real[-1], abstract)):
        # A single name is one where other papers of the listing name their authors.
        last = real[-1].text
        if names.looks_like_people(last) or (
            has_authors and names.looks_like_people(f"{last}, Given Family")
        ):
            authors = real.pop()
    if not real:
        return None, None, above
    title = real[-1]
    if len(real) > 1 and not _shares_words(title, abstract):
        # The title's words recur in its abstract; those of a line that got between do not.
        sharing = [line for line in real[:-1] if _shares_words(line, abstract)]
        title = sharing[-1] if sharing else title
    rest = [
        line
        for line in above
        if line not in (title, authors) and glue(line.text) != glue(title.text)
    ]
    return title, authors, rest


def _is_affiliation(line: _Line, abstract: _Line) -> bool:
    return details.is_organisation(line.text) and not _shares_words(line, abstract)


def _unpaired(
    lines: list[_Line], path: str, often: frozenset[str], *, in_header: bool
) -> Iterator[Finding]:
    """What becomes of short lines that are no paper's: quarantined, or named as furniture."""
    skipped: list[_Line] = []
    end = _end_of_header(lines) if in_header else 0
    for number, line in enumerate(lines):
        if (
            number < end
            or is_furniture(line.text)
            or line.text in often
            or details.fields(line.text)
        ):
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
        yield _furniture(skipped, path)


def _furniture(lines: list[_Line], path: str) -> Finding:
    return Finding(
        code="page-furniture",
        message="not read as papers: " + ", ".join(quoted(line.text, 400) for line in lines),
        at=Location(path, lines[0].number),
        severity=Severity.NOTE,
    )


def _end_of_header(lines: list[_Line]) -> int:
    """How many of the *lines* above the first title are the page's: all but those directly above it
    that look like titles themselves."""
    end = len(lines)
    while end and is_titlelike(lines[end - 1].text) and not is_furniture(lines[end - 1].text):
        end -= 1
    return end


def _shares_words(line: _Line, abstract: _Line) -> bool:
    below = _words_of(abstract.text[:5000])
    return any(word in below for word in words(line.text[:1000]) if len(word) > 4)


@lru_cache(maxsize=16)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(words(text))  # asked for with every line above an abstract


def _without_label(title: str, abstract: str, *, is_first: bool) -> str:
    """*title* without a button's label that the page glued to it ("SubscribeCoordinate …").

    A label that nothing but a button has is taken off. Of the first title any other word is, if the
    abstract uses what follows it but neither the glued word nor the label.
    """
    known = _GLUED_LABEL.match(title)
    head = title.split(" ", 1)[0]
    below = set(words(abstract))
    if known and glue(head) not in below:
        return title[known.end() :]
    for cut in (found.start() for found in _CAMEL.finditer(head) if is_first):
        label, word = glue(head[:cut]), glue(head[cut:])
        if len(label) > 3 and len(word) > 3 and word in below and not {label, glue(head)} & below:
            return title[cut:]
    return title


def _label_removed(title: _Line, name: str, path: str) -> Finding:
    label = title.text[: len(title.text) - len(name)].strip()
    return Finding(
        code="glued-label",
        message=f"'{label}' was glued to the title {quoted(name)} and was taken off",
        at=Location(path, title.number),
        severity=Severity.NOTE,
    )
