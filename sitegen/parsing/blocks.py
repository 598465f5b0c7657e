"""This is where a Markdown document is taken apart by lines: headings, lists, tables, the rest.

Every line of the document is in one block. What an editor hides or shows as it is (comments,
fenced code, front matter) is in blocks of its own, and is never taken for anything else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sitegen.parsing.paragraphs import is_running_text

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*)$", re.DOTALL)
RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})$")
ITEM = re.compile(r"^([ \t]*)(?:[-*+•‣◦▪●]|\(?\d{1,4}[.)]|\[\d{1,4}\](?![(\[:]))[ \t]+(?=\S)")
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
_DELIMITERS = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
_REFERENCE = re.compile(
    r"^ {0,3}\[([^\[\]^][^\[\]]{0,200})\]:[ \t]*<?(\S{3,2000}?)>?(?:[ \t]+[\"'(].*)?$"
)
_FACT = re.compile(r"^[A-Za-z_][\w -]{0,40}:(?:\s|$)")
_OPENS = re.compile(r"^<details\b", re.IGNORECASE)
_CLOSES = re.compile(r"</details>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^<>]{0,100}>(.{1,300}?)</summary>", re.IGNORECASE)
_HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^<>]{0,300}>(.{1,500}?)</h\1>\s*$", re.IGNORECASE)
_DEEPEST = 12  # levels of lists within lists; what is deeper stands on the last of them


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, with what is no text taken out."""

    number: int
    """1-based."""

    text: str
    """Its words; a heading always as "# Title"."""

    hidden: str = ""
    """What is hidden there, or shown as code: "matter", "comment" or "code"; else empty."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document."""

    kind: str
    """"heading", "item", "table", "text", or a kind of hidden line."""

    lines: tuple[Line, ...]
    """Its lines, in order."""

    level: int = 0
    """Of a heading: 1 to 6, and 7 for what folds in and out."""

    title: str = ""
    """Words of a heading, as Markdown."""

    is_end: bool = False
    """Whether it only ends what folds in and out."""


@dataclass(slots=True)
class Node:
    """An item of a list, with the items below it."""

    indent: int
    """Columns before its mark."""

    lines: list[Line]
    """Its own lines, the mark included."""

    children: list["Node"] = field(default_factory=list)
    """The items below it."""

    def all_lines(self) -> list[Line]:
        """The lines of the item and of all below it, in order."""
        found: list[Line] = []
        waiting = [self]
        while waiting:
            node = waiting.pop()
            found += node.lines
            waiting += reversed(node.children)
        return sorted(found, key=lambda line: line.number)


def lines(text: str) -> list[Line]:
    """The lines of *text*: comments, code and front matter apart, headings all in one style."""
    found = _without_comments(text)
    _hide_matter(found)
    _hide_code(found)
    return _with_headings(found)


def _without_comments(text: str) -> list[Line]:
    """Lines without comments; a comment that nobody closes is text."""
    shown: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        shown += (text[at:start], "\n" * text.count("\n", start, end))
        spans.append((start, end + 3))
        at = end + 3
    shown.append(text[at:])
    found = [Line(n, line) for n, line in enumerate("".join(shown).split("\n"), 1)]
    number, before = 1, 0
    for start, end in spans:
        number += text.count("\n", before, start)
        before = start
        words = text[start:end].split("\n")
        for offset, words_of_line in enumerate(words):
            index = number - 1 + offset
            if words_of_line.strip() and not found[index].text.strip():
                found[index] = Line(number + offset, words_of_line, "comment")
    return found


def _hide_matter(found: list[Line]) -> None:
    """Mark the front matter: "name: value" lines between two "---" at the very top."""
    if found[0].text.removeprefix("\ufeff").rstrip() != "---":
        return
    for end, line in enumerate(found[1:2000], 1):
        if line.text.rstrip() in ("---", "..."):
            break
        first = end == 1 and not _FACT.match(line.text)
        if first or line.text.startswith("#"):
            return
    else:
        return
    if end > 1:
        found[: end + 1] = [replace(line, hidden="matter") for line in found[: end + 1]]


def _hide_code(found: list[Line]) -> None:
    """Mark fenced code; a fence that nobody closes is text, so that it hides no neighbour."""
    fences = [
        (n, m[1][0]) for n, x in enumerate(found) if not x.hidden and (m := _FENCE.match(x.text))
    ]
    opened: tuple[int, str] | None = None
    for index, sign in fences:
        is_bare = not found[index].text.strip().strip(sign)
        if opened is None:
            opened = index, sign
        elif sign == opened[1] and is_bare:
            for n in range(opened[0], index + 1):
                found[n] = replace(found[n], hidden=found[n].hidden or "code")
            opened = None
        elif sign == opened[1]:
            opened = index, sign  # an opening fence within code: the one above was never closed


def _with_headings(found: list[Line]) -> list[Line]:
    """Underlined headings and those in HTML as "# Title"; the line below is then blank."""
    underlined = [
        n
        for n, line in enumerate(found)
        if n and not line.hidden and _UNDERLINE.match(line.text) and _may_be_heading(found, n - 1)
    ]
    uses_hashes = any(heading(line.text) for line in found if not line.hidden)
    has_double = any("=" in found[n].text for n in underlined)
    for n in underlined:
        rule, title = found[n].text.strip(), found[n - 1].text.strip()
        is_long = len(rule) > 3 and len(rule) * 2 >= len(title)
        if "=" in rule or has_double or is_long or not uses_hashes:
            found[n - 1] = replace(found[n - 1], text=f"{'#' if '=' in rule else '##'} {title}")
            found[n] = replace(found[n], text="")
    for n, line in enumerate(found):
        tagged = _HTML_HEADING.match(line.text) if "<" in line.text else None
        if tagged and not line.hidden:
            found[n] = replace(line, text=f"{'#' * int(tagged[1])} {tagged[2].strip()}")
    return found


def _may_be_heading(found: list[Line], n: int) -> bool:
    """Whether line *n*, which has a rule below it, is a paragraph of one line like a title."""
    line = found[n]
    text = line.text.strip()
    return (
        bool(text)
        and not line.hidden
        and (n == 0 or not found[n - 1].text.strip() or bool(RULE.match(found[n - 1].text)))
        and heading(line.text) is None
        and not ITEM.match(line.text)
        and not RULE.match(line.text)
        and not _FACT.match(line.text)
        and "|" not in text
        and not text.endswith((".", ",", ";"))
        and len(text) < 300
        and not is_running_text(text)
    )


def references(found: list[Line]) -> dict[str, str]:
    """The addresses that the document's "[name]: address" lines define, by name in lower case."""
    matches = (_REFERENCE.match(x.text) for x in found if not x.hidden and "]:" in x.text)
    named: dict[str, str] = {}
    for match in matches:
        if match:
            named.setdefault(" ".join(match[1].lower().split()), match[2])
    return named


def is_reference(line: str) -> bool:
    """Whether a line does nothing but define what "[name]" links to."""
    return "]:" in line and _REFERENCE.match(line) is not None


def scan(found: list[Line]) -> Iterator[Block]:
    """The blocks of a document, in order; blank lines, rules and references are in none."""
    folds = _folds(found)
    at = 0
    while at < len(found):
        line = found[at]
        start = at
        if line.hidden:
            while at < len(found) and found[at].hidden == line.hidden:
                at += 1
            yield Block(line.hidden, tuple(found[start:at]))
        elif not line.text.strip() or RULE.match(line.text) or is_reference(line.text):
            at += 1
        elif (titled := heading(line.text)) is not None:
            yield Block("heading", (line,), *titled)
            at += 1
        elif at in folds:
            title = folds[at]
            if title is not None:
                yield Block("heading", (line,), 7, title, is_end=not title)
            at += 1
        elif ITEM.match(line.text):
            at = _end_of_item(found, at, folds)
            yield Block("item", tuple(found[start:at]))
        elif _is_table(found, at):
            at += 2
            while at < len(found) and "|" in found[at].text and not found[at].hidden:
                at += 1
            yield Block("table", tuple(found[start:at]))
        else:
            at += 1
            while at < len(found) and not _begins(found, at, folds):
                at += 1
            yield Block("text", tuple(found[start:at]))


def heading(text: str) -> tuple[int, str] | None:
    """Level and words of a line like "## Title ##"; None if it is no heading."""
    found = _HEADING.match(text) if text.lstrip()[:1] == "#" else None
    if found is None:
        return None
    title = found[2].rstrip()
    bare = title.rstrip("#")
    return len(found[1]), bare.rstrip() if bare and bare[-1] in " \t" else title


def _begins(found: list[Line], at: int, folds: dict[int, str | None]) -> bool:
    """Whether a paragraph ends before this line."""
    text = found[at].text
    return (
        not text.strip()
        or bool(found[at].hidden)
        or at in folds
        or bool(heading(text) or RULE.match(text) or ITEM.match(text))
        or _is_table(found, at)
    )


def _is_table(found: list[Line], at: int) -> bool:
    below = found[at + 1] if at + 1 < len(found) else None
    return (
        below is not None
        and "|" in found[at].text
        and ("|" in below.text or ":" in below.text)
        and not below.hidden
        and len(below.text) < 100_000
        and _DELIMITERS.match(below.text) is not None
    )


def _folds(found: list[Line]) -> dict[int, str | None]:
    """Where something that holds a list or a table folds in (its title, or None) and ends ("").

    What folds in below an item and holds none is part of that item.
    """
    opened: list[int] = []
    holds: list[bool] = []
    marks: dict[int, str | None] = {}
    for n, line in enumerate(found):
        if line.hidden:
            continue
        if opened and (ITEM.match(line.text) or heading(line.text) or _is_table(found, n)):
            holds[-1] = True
        if _OPENS.match(line.text):
            opened.append(n)
            holds.append(False)
        if opened and _CLOSES.search(line.text):
            start, has_list = opened.pop(), holds.pop()
            if holds and has_list:
                holds[-1] = True
            if has_list and start != n:
                marks |= _fold(found, start, n)
    return marks


def _fold(found: list[Line], start: int, end: int) -> dict[int, str | None]:
    for n in range(start, min(start + 3, end)):
        summary = _SUMMARY.search(found[n].text)
        if summary:
            return {start: None, n: summary[1].strip(), end: ""}
    return {start: None, end: ""}


def _end_of_item(found: list[Line], at: int, folds: dict[int, str | None]) -> int:
    """Where the item that begins at line *at* ends, with all that is below it."""
    base = _indent(found[at].text)
    is_folded = was_blank = False
    end = at + 1
    for n in range(at + 1, len(found)):
        text = found[n].text
        indent = _indent(text)
        if found[n].hidden:
            if indent <= base and found[n].hidden != "comment":
                break
            continue
        if not text.strip():
            was_blank = True
            continue
        is_inside = indent >= base + 2
        if (
            n in folds
            or heading(text)
            or (not is_inside and (RULE.match(text) or ITEM.match(text)))
        ):
            break
        opens = _OPENS.match(text.strip()) is not None
        is_other = was_blank or _is_table(found, n) or is_reference(text)
        if is_other and not is_inside and not is_folded and not opens:
            break
        is_folded = (is_folded or opens) and not _CLOSES.search(text)
        end, was_blank = n + 1, False
    return end


def _indent(text: str) -> int:
    wide = text[:200].expandtabs(4)
    return len(wide) - len(wide.lstrip())


def node(found: list[Line]) -> Node:
    """The item that begins with the first of some lines, and the items below it."""
    root = Node(_indent(found[0].text), [found[0]])
    path = [root]
    for line in found[1:]:
        indent = _indent(line.text)
        if not line.hidden and ITEM.match(line.text) and indent >= root.indent + 2:
            while len(path) > 1 and (indent < path[-1].indent + 2 or len(path) > _DEEPEST):
                path.pop()
            child = Node(indent, [line])
            path[-1].children.append(child)
            path.append(child)
            continue
        if line.text.strip() and not line.hidden and path[-1].lines[-1].text.strip() == "":
            # A paragraph of its own belongs to the item below whose mark it stands.
            while len(path) > 1 and indent <= path[-1].indent:
                path.pop()
        path[-1].lines.append(line)
    return root
