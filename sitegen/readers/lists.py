"""This is where curated lists in Markdown are read: bullets, numbers and tables, a paper each.

Sections become keywords, or the year and the venue of their papers. A document may change its style
from section to section; where one has a heading per paper, that is read as in an outline. What is
taken for no paper is shown in a finding.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import blocks, citekeys, evidence, grids, labels, listed, outlines, segments
from sitegen.parsing.blocks import Block, Line, Node
from sitegen.parsing.paragraphs import is_running_text, is_titlelike

SUFFIXES = (".md", ".markdown")

_LISTS = re.compile(
    r"^[ \t]*(?:[-*+•‣◦▪●]|\(?\d{1,4}[.)]|\[\d{1,4}\])[ \t]+\S|^[ \t]*\||^[ \t:-]+\|", re.M
)
_JSON = re.compile(r'\[?\s*\{\s*"')
_REFERRED = re.compile(r"\[([^\[\]]{1,300})\]")
_LONGEST_GROUP = 8  # words that name a group of items below
_WITHIN = frozenset({"keyword", "year", "venue", "date"})


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines that are read together."""

    kind: str
    """"item", "row", "section" of an outline, or "other": no paper."""

    lines: tuple[Line, ...]
    """The lines."""

    said: tuple[tuple[str, str], ...] = ()
    """What the headings above say, and the names of a row's columns."""

    strength: int = 0
    """How surely it is a paper: 0 to 2."""


def likelihood(text: str) -> float:
    """A list has bullets or rows that are papers, as links, years and names tell."""
    if not _LISTS.search(text) or _JSON.match(text.lstrip()[:100]):
        return 0.0
    lines = blocks.lines(text)
    found = list(_stretches(lines))
    papers = [stretch for stretch in found if stretch.kind in ("item", "row")]
    sure = sum(stretch.strength > 1 for stretch in papers)
    headed = sum(stretch.kind == "section" for stretch in found)
    running = sum(_is_abstract(line) for line in lines)
    if not papers or ("](" not in text and running * 2 >= len(papers) and not _has_rows(papers)):
        return 0.0  # titles with abstracts, numbered or not
    if not sure:
        return 0.4 if len(papers) > headed else 0.1
    if running > 2 * len(papers) or (headed > 3 * len(papers) and sure < 3):
        return 0.25
    return 0.85 if sure * 2 >= len(papers) else 0.82


def _is_abstract(line: Line) -> bool:
    """Whether a line is running text that stands at the margin."""
    return not line.hidden and not line.text[:1].isspace() and is_running_text(line.text)


def _has_rows(papers: Sequence[_Stretch]) -> bool:
    return any(stretch.kind == "row" for stretch in papers)


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each item, row and section that is a paper, and for what is between them."""
    lines = blocks.lines(text)
    references = blocks.references(lines)
    for stretch in _stretches(lines):
        # Of an outline the blank lines too, which separate its paragraphs.
        first, last = stretch.lines[0].number - 1, stretch.lines[-1].number
        whole = lines[first:last] if stretch.kind == "section" else stretch.lines
        shown = "\n".join(
            "" if line.hidden == "comment" and stretch.kind == "item" else line.text
            for line in whole
        )
        names = (
            {" ".join(name.lower().split()) for name in _REFERRED.findall(shown)}
            if references
            else ()
        )
        referred = tuple(
            (f"[{name}]", references[name]) for name in sorted(names) if name in references
        )
        yield Part(
            path=path,
            text=shown,
            line=stretch.lines[0].number,
            context=(("kind", stretch.kind), *stretch.said, *referred),
            entries=int(stretch.kind != "other"),
        )


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a part, or the finding that says what it holds."""
    kind = dict(part.context)["kind"] if part.context else "other"
    at = Location(part.path, part.line)
    if kind == "other":
        shown = [line for line in part.text.split("\n") if line.strip()]
        yield Finding(
            code="page-furniture",
            message="not read as papers: " + ", ".join(quoted(line, 400) for line in shown),
            at=at,
            severity=Severity.NOTE,
        )
        return
    references = {name[1:-1]: value for name, value in part.context if name.startswith("[")}
    name = None
    if kind == "row":
        columns = [value for label, value in part.context if label == "column"]
        title, fields = grids.fields(part.text, columns, references)
    elif kind == "section":
        (section,) = outlines.sections(blocks.lines(part.text))[0][:1]
        fields, name = outlines.fields(section)
        title, fields = fields[0][1], fields[1:]
    else:
        title, fields = _item(part.text, references)
    if not title:
        yield quarantined(
            "no-title",
            f"an item of a list without a title: {quoted(part.text)}",
            at,
            part.text,
            hint="add its title: it is what a paper is found and recognised by",
        )
        return
    is_key = name is not None and citekeys.is_chosen(name)
    completed = _completed(fields, part.context)
    yield Entry(fields=(("title", title), *completed), at=at, id=name, is_key=is_key)


def _completed(
    fields: Sequence[tuple[str, str]], context: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """*fields* with what the headings above say, as far as the paper does not say it itself."""
    stated = {name for name, _ in fields}
    dated = {"year", "date"} if stated & {"year", "date"} else set()
    placed = {"venue"} if "venue" in stated else set()
    said = [pair for pair in context if pair[0] in _WITHIN and pair[0] not in dated | placed]
    return [*fields, *dict.fromkeys(said)]


def _item(text: str, references: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """The title and the fields of an item, with all that is below it."""
    first, *more = text.split("\n")
    below = []
    for line in more:
        is_item = blocks.ITEM.match(line) is not None
        below.append((listed.without_mark(line) if is_item else line.lstrip(), is_item))
    return listed.item(listed.without_mark(first), below, references)


def _stretches(lines: Sequence[Line]) -> Iterator[_Stretch]:
    """The stretches of a document, in order."""
    path: list[tuple[int, str]] = []
    section: list[Block] = []
    found = list(blocks.scan(list(lines)))
    # One heading of level 1 is the document's title, several are sections.
    top = 1 if sum(block.kind == "heading" and block.level == 1 for block in found) < 2 else 0
    for block in found:
        if block.kind != "heading" or _is_fact(block, section):
            section.append(block)
            continue
        yield from _section(section, path, top)
        section = [block]
        if block.is_end:
            while any(level == 7 for level, _ in path) and path.pop()[0] != 7:
                pass
            section = []
            continue
        while path and path[-1][0] >= block.level and (block.level < 7 or path[-1][0] > 7):
            path.pop()
        path.append((block.level, evidence.heading(block.title)))
    yield from _section(section, path, top)


def _is_fact(block: Block, section: Sequence[Block]) -> bool:
    """Whether a heading is but a part of a paper's own section: "### Abstract"."""
    return (
        bool(section)
        and section[0].kind == "heading"
        and block.level > 1
        and block.title.strip(" :").lower() in labels.FIELDS
        and (block.title.strip(" :").lower() == "abstract" or _is_outline(section))
    )


def _section(
    section: Sequence[Block], path: Sequence[tuple[int, str]], top: int
) -> Iterator[_Stretch]:
    """The stretches of a heading and what is directly below it."""
    if not section:
        return
    titles = [title for _, title in path]
    head = [block for block in section if block.kind == "heading"]
    if head and _is_outline(section):
        yield _Stretch("section", _all_lines(section), _said(path[:-1], top))
        return
    said = _said(path, top)
    body = section[1:] if section[0].kind == "heading" else section
    is_closed = any(evidence.is_furniture(title) for title in titles)
    least = 3 if is_closed else 2 if any(evidence.is_news(title) for title in titles) else 0
    waiting: list[Line] = []
    if section[0].kind == "heading" and not _is_told(path, top):
        waiting += section[0].lines
    nodes = [blocks.node(list(block.lines)) for block in body if block.kind == "item"]
    least = max(least, 0 if _hold_papers(nodes) else 2)
    for block in body:
        if block.kind == "item":
            found = list(_papers(blocks.node(list(block.lines)), said, least))
        elif block.kind == "table" and least < 3:
            found = list(_rows(block, said))
        elif block.kind == "text" and least < 3:
            found = list(_paragraph(block, said))
        else:
            found = [_Stretch("other", block.lines)]
        for stretch in found:
            if stretch.kind == "other":
                waiting += stretch.lines
                continue
            if waiting:
                yield _Stretch("other", tuple(waiting))
                waiting = []
            yield stretch
    if waiting:
        yield _Stretch("other", tuple(waiting))


def _paragraph(block: Block, said: tuple[tuple[str, str], ...]) -> Iterator[_Stretch]:
    """The papers of a paragraph that begins with a title: each of its lines, if all of them do."""
    if not evidence.begins_with_title(_text(block)):
        yield _Stretch("other", block.lines)
    elif all(evidence.begins_with_title(line.text) for line in block.lines):
        yield from (_Stretch("item", (line,), said, 2) for line in block.lines)
    else:
        yield _Stretch("item", block.lines, said, 2)


def _all_lines(section: Sequence[Block]) -> tuple[Line, ...]:
    return tuple(line for block in section for line in block.lines)


def _said(path: Sequence[tuple[int, str]], top: int) -> tuple[tuple[str, str], ...]:
    """What the headings below level *top* say of the papers below them."""
    inner = [title for level, title in path if level > top]
    return tuple(pair for title in inner for pair in evidence.of_heading(title))


def _is_told(path: Sequence[tuple[int, str]], top: int) -> bool:
    """Whether the innermost heading is told by a field of its papers."""
    return bool(path) and path[-1][0] > top and bool(evidence.of_heading(path[-1][1]))


def _is_outline(section: Sequence[Block]) -> bool:
    """Whether a section is one paper: facts, or names and an abstract, below its title."""
    if section[0].kind != "heading" or section[0].level == 7:
        return False
    body = [block for block in section[1:] if block.kind in ("text", "item")]
    if any(block.kind == "table" for block in section) or not body:
        return False
    items = [block for block in body if block.kind == "item"]
    if items and _are_facts(items):
        return True
    if any(evidence.strength(_text(block)) > 1 for block in items):
        return False
    known = {labels.field(line.text) for block in body for line in block.lines}
    if known & {"authors", "year", "date", "venue", "abstract", "doi", "arxiv", "keywords", "pdf"}:
        return True
    title = evidence.heading(section[0].title)
    texts = [_text(block) for block in body if block.kind == "text"]
    return is_titlelike(title) and bool(texts) and _are_names(texts[0])


def _are_facts(items: Sequence[Block]) -> bool:
    """Whether all items are "Key: value" and some of these keys are a paper's own.

    A further fact may hold an address or a file name, as a paper's item does.
    """
    first = [block.lines[0].text for block in items]
    return any(labels.field(line) in labels.OF_A_PAPER for line in first) and all(
        labels.FACT.match(line) for line in first
    )


def _are_names(text: str) -> bool:
    from_line = text.split("\n")[0].strip("*_ ")
    return len(from_line) < 300 and segments.are_people(from_line)


def _text(block: Block) -> str:
    return "\n".join(line.text for line in block.lines)


def _hold_papers(nodes: Sequence[Node]) -> bool:
    """Whether a section's items are papers: a third of them at least seem to be."""
    leaves = [leaf for node in nodes for leaf in _leaves(node)]
    good = sum(evidence.strength(_own(leaf)) > 0 for leaf in leaves)
    return good * 3 >= len(leaves) and good > 0


def _leaves(node: Node) -> list[Node]:
    """The items that may be papers: of a group those below its name."""
    if not _is_group(node):
        return [node]
    found: list[Node] = []
    waiting = [*reversed(node.children)]
    while waiting:
        child = waiting.pop()
        if _is_group(child):
            waiting += reversed(child.children)
        else:
            found.append(child)
    return found


def _own(node: Node) -> str:
    return "\n".join(line.text for line in node.lines if not line.hidden)


def _is_group(node: Node) -> bool:
    """Whether an item does but name what the items below it are about."""
    own = _own(node).strip()
    name = listed.without_mark(own)
    if not node.children or "http" in name or len(name.split()) > _LONGEST_GROUP or "\n" in own:
        return False
    below = [evidence.strength(_own(child)) for child in node.children]
    return any(_is_group(child) for child in node.children) or sum(map(bool, below)) * 2 >= len(
        below
    )


def _papers(node: Node, said: tuple[tuple[str, str], ...], least: int) -> Iterator[_Stretch]:
    """The papers of an item: itself, or those below it if it names a group of them."""
    if least < 3 and _is_group(node):
        name = evidence.heading(listed.without_mark(_own(node).strip()))
        more = (*said, *evidence.of_heading(name))
        if not evidence.of_heading(name):
            yield _Stretch("other", tuple(node.lines))
        for child in node.children:
            yield from _papers(child, more, least)
        return
    below = [evidence.strength(_own(child)) for child in node.children]
    strength = evidence.strength(_own(node))
    own = tuple(node.lines)
    everything = tuple(node.all_lines())
    is_sure = max([strength, *below]) if strength else 0
    if not _own(node).strip() or (is_sure < least) or least > 2 or _is_anchor(_own(node)):
        yield _Stretch("other", everything)
        return
    if strength and below and sum(n > 1 for n in below) * 2 > len(below) and not _are_links(node):
        yield _Stretch("item", own, said, strength)
        for child in node.children:
            yield from _papers(child, said, least)
        return
    yield _Stretch("item", everything, said, strength)


def _is_anchor(text: str) -> bool:
    """Whether an item leads to another place of the document: a table of contents."""
    return "](#" in text and "http" not in text


def _are_links(node: Node) -> bool:
    """Whether the items below a paper say what it offers, and are no papers themselves."""
    titles = [
        listed.fields(listed.without_mark(_own(child)), {})[1] for child in node.children[:20]
    ]
    return sum(map(is_titlelike, titles)) * 2 < len(titles)


def _rows(block: Block, said: tuple[tuple[str, str], ...]) -> Iterator[_Stretch]:
    """The rows of a table; all of it is something else if its columns are measurements."""
    header, _, *rows = block.lines
    columns = grids.columns(header.text, [row.text for row in rows])
    if columns is None:
        columns = grids.without_titles(header.text, [row.text for row in rows])
    if columns is None:
        yield _Stretch("other", block.lines)
        return
    named = tuple(("column", name) for name in columns)
    for row in rows:
        if any(grids.cells(row.text)):
            yield _Stretch("row", (row,), (*said, *named), 2)
