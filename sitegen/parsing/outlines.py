"""This is where a heading and what is below it become a paper: its authors, facts and abstract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.parsing import blocks, inline, labels, offers, segments
from sitegen.parsing.blocks import RULE, Line
from sitegen.parsing.paragraphs import is_running_text
from sitegen.parsing.wrapping import unwrap
from sitegen.text import markdown, names

_NARROWEST = 60  # characters; a paper without a longer line was not wrapped
_EMPTY_FACT = re.compile(r"[^:]{1,40}:\s*$")
_NUMBERING = re.compile(r"^\(?\d{1,4}[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines below it, up to the next heading of its level or above."""

    number: int
    """1-based line of the heading."""

    level: int
    """1 to 6."""

    title: str
    """Words of the heading, as Markdown."""

    body: list[tuple[int, str]] = field(default_factory=list)
    """(number, text) of the lines below."""

    code: list[str] = field(default_factory=list)
    """Lines below that are shown as code."""


def sections(lines: Sequence[Line]) -> tuple[list[Section], list[tuple[int, str]]]:
    """The headings with what is below each, and the lines that are below none or hidden."""
    found: list[Section] = []
    others: list[tuple[int, str]] = []
    for line in lines:
        titled = None if line.hidden else blocks.heading(line.text)
        part = titled[1].strip(" :").lower() if titled else ""
        if titled and found and part in labels.FIELDS and titled[0] > 1:
            # "### Abstract" is a fact of the paper above, whatever its level.
            found[-1].body.append((line.number, f"{part}:"))
        elif titled:
            found.append(Section(line.number, *titled))
        elif line.hidden == "code" and found:
            found[-1].code.append(line.text)
        elif line.hidden or not found:
            others.append((line.number, line.text))
        else:
            found[-1].body.append((line.number, line.text))
    return found, others


def is_paper(section: Section) -> bool:
    """Whether a section of another level than most papers is one all the same: it has facts, and
    text besides."""
    has_facts = any(labels.is_known(line) for _, line in section.body)
    return has_facts and any(is_running_text(unwrap(b)) for b in _blocks(section.body))


def fields(section: Section) -> tuple[list[tuple[str, str]], str | None]:
    """The fields of the paper that *section* is about, and the name that it has there, if any."""
    title, address = markdown.plain(_NUMBERING.sub("", section.title))
    found: list[tuple[str, str]] = [("title", title)]
    running: list[str] = []
    paragraphs = _blocks(section.body)
    texts = [block for block in paragraphs if not _are_facts(block)]
    for block in paragraphs:
        if _are_facts(block):
            found += _facts(block)
        elif block is texts[0] and _are_authors(block, is_alone=len(texts) == 1):
            found.append(("authors", markdown.plain(unwrap(block))[0]))
        elif known := _links(block) or _byline(block):
            found += known
        else:
            running.append(unwrap(block))
    stated = [name for name, _ in found]
    if running and "abstract" not in stated:
        found.append(("abstract", " ".join(running)))
    elif running:
        # A heading or key of its own named the abstract; what follows it belongs to it.
        at = stated.index("abstract")
        found[at] = ("abstract", " ".join(filter(None, (found[at][1], *running))))
    if address and "url" not in stated:
        found.append(("url", address))
    if code := [line for line in section.code if not line.strip().startswith(("```", "~~~"))]:
        found.append(("note", unwrap(code)))
    ids = [value for name, value in found if name == "id"]
    kept = [(name, value) for name, value in found if value and name != "id"]
    return kept, ids[0] if ids else None


def _links(block: list[str]) -> list[tuple[str, str]]:
    """What a paragraph, or a list, offers that is nothing but links: "[PDF](...) | [Code](...)"."""
    if not any("](" in line for line in block) or sum(map(len, block)) > 3000:
        return []
    pieces = [p for line in block for p in inline.pieces(blocks.ITEM.sub("", line, count=1), {})]
    linked = [p for p in pieces if p.address is not None and offers.is_label(p.text)]
    others = "".join(p.text for p in pieces if p.address is None)
    if not linked or len(linked) < sum(p.address is not None for p in pieces):
        return []
    if re.search(r"[^\W_]", others):
        return []
    return [pair for p in linked for pair in offers.fields(p.text, p.address or "")]


def _byline(block: list[str]) -> list[tuple[str, str]]:
    """What a short paragraph says that is nothing but names, a venue and a date."""
    text = markdown.plain(unwrap(block))[0]
    if len(text) > 300 or is_running_text(text):
        return []
    known = segments.sort(text)
    return known.fields if known.fields and not known.rest else []


def _blocks(lines: list[tuple[int, str]]) -> list[list[str]]:
    """Runs of lines between blank ones; separators between papers are no lines.

    Facts also begin directly below the authors, and text directly below the facts.
    """
    width = max((len(line) for _, line in lines), default=0)
    found: list[list[str]] = [[]]
    for _, line in lines:
        block = found[-1]
        if not line.strip() or RULE.match(line):
            if not (block and _EMPTY_FACT.match(block[-1]) and labels.is_known(block[-1])):
                found.append([])
        elif block and _ends(block, line, width):
            found.append([line])
        else:
            block.append(line)
    return [block for block in found if block]


def _ends(block: list[str], line: str, width: int) -> bool:
    """Whether *line*, directly below *block*, begins another."""
    if labels.is_known(block[0]):
        return not labels.FACT.match(line) and not _goes_on(block[-1], line, width)
    return labels.is_known(line) and _may_end(block)


def _goes_on(fact: str, line: str, width: int) -> bool:
    """Whether *line* goes on with the value of the line above it: that one was full, or says so."""
    name = labels.FACT.match(fact)
    if name and labels.FIELDS.get(name[1].strip().lower()) == "abstract":
        return True
    first = line.split(maxsplit=1)[0]
    is_full = width > _NARROWEST and len(fact.rstrip()) + 1 + len(first) > width
    return line[0] in " \t" or is_full or fact.rstrip().endswith((",", ";", "-", ":"))


def _may_end(block: list[str]) -> bool:
    """Whether running text may end here: it is a list of names, or stops like a sentence."""
    text = markdown.plain(unwrap(block))[0]
    return text.endswith((".", "!", "?", "*", ")")) or _are_authors(block, is_alone=False)


def _are_facts(block: list[str]) -> bool:
    return labels.is_known(block[0]) or (
        len(block) > 1 and all(labels.FACT.match(line) for line in block)
    )


def _facts(block: list[str]) -> list[tuple[str, str]]:
    """The (name, value) pairs of "Key: value" lines; a line without a key continues the last."""
    facts: list[tuple[str, list[str]]] = []
    for line in (part for whole in block for part in labels.split(whole)):
        fact = labels.FACT.match(line)
        name = fact[1].strip().lower() if fact else ""
        running_on = facts and facts[-1][0] == "abstract" and name not in labels.FIELDS
        if fact and not running_on:
            facts.append((labels.FIELDS.get(name, name), [fact[2] or ""]))
        else:
            facts[-1][1].append(line)
    return [(name, _value(name, unwrap(lines))) for name, lines in facts]


def _value(name: str, text: str) -> str:
    if name in ("abstract", "title"):
        return text
    words, address = markdown.plain(text)
    return address if address and name in ("url", "pdf", "code", "doi", "arxiv") else words


def _are_authors(block: list[str], *, is_alone: bool) -> bool:
    """Whether the first paragraph below a heading lists names; one alone only if text follows."""
    text = markdown.plain(unwrap(block))[0]
    if len(block) > 1 and any(len(line) < 60 for line in block[:-1]):
        return False
    if names.looks_like_people(text):
        return True
    return not is_alone and names.looks_like_people(f"{text}, Given Family") and len(text) < 60
