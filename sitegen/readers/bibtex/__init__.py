"""This is where BibTeX and biblatex are read: cut into entries, each of them parsed by itself.

``blocks`` says where entries begin and end, before any is read; ``parse`` reads one, by
``grammar`` where it is written cleanly, by pybtex where not, by ``repair`` where it is damaged;
``strings`` and ``inheritance`` look up what it refers to elsewhere in its file; ``vocabulary``
gives fields the names that they have in an entry.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.readers.bibtex.blocks import START, Block, blocks
from sitegen.readers.bibtex.grammar import Parsed, is_plain
from sitegen.readers.bibtex.inheritance import FOUND, Family, Fields, references
from sitegen.readers.bibtex.parse import parsed
from sitegen.readers.bibtex.repair import told
from sitegen.readers.bibtex.strings import Strings
from sitegen.readers.bibtex.vocabulary import NO_ENTRIES, NO_WORKS, named

SUFFIXES = (".bib", ".bibtex", ".biblatex")

_STRING = "@"  # what the name of a string begins with in the context of an entry that uses it
_SAMPLE = 100_000
_TITLE = re.compile(r"(?<![\w-])title\s*=", re.IGNORECASE)
_REFERS = re.compile(r"\b(?:crossref|xdata)\s*=", re.IGNORECASE)
_KEY = re.compile(r"@\s*+[\w.:+*/-]++\s*+[{(]\s*+([^\s,{}]++)")
_INSIDE = re.compile(r"@\s*\w+\s*[{(]")


def likelihood(text: str) -> float:
    """BibTeX has lines that begin with an @, a type and a brace; much of it lies between braces."""
    first = START.search(text)
    if not first:
        return 0.0
    # From the first entry on, so that a long preface does not count; cut at the end of a line.
    sample = text[first.start() : first.start() + _SAMPLE].rpartition("\n")[0] or text
    found = blocks(sample)
    covered = sum(block.end - block.start for block in found)
    before = len(text[: first.start()].split())
    is_quoted = before > 30 and len(found) <= before // 30
    if is_quoted or covered * 3 < len(sample.strip()):
        return 0.25  # a page that says how it is to be cited
    return 0.9


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each entry; and for each definition or comment about which something is to say."""
    found = blocks(text)
    file = _File(text, found)
    line, counted = 1, 0
    for block in found:
        line += text.count("\n", counted, block.start)
        counted = block.start
        own = text[block.start : block.end]
        entries = _entries(block.kind, own)
        if entries or file.is_odd(block, own):
            context = file.context(block, own)
            yield Part(path=path, text=own, line=line, context=context, entries=entries)


def _entries(kind: str, text: str) -> int:
    """How many entries a block of that type is: one, unless it is no work."""
    if kind in NO_ENTRIES:
        return 0
    return 0 if kind in NO_WORKS and not _TITLE.search(text) else 1


class _File:
    """What entries of one file may refer to."""

    def __init__(self, text: str, found: list[Block]) -> None:
        self._text = text
        self._strings = Strings(text, ((b.start, b.end) for b in found if b.kind == "string"))
        # In two steps, as an expression costs ten times as much on a file that refers to nothing.
        self._refers = "crossref" in (lower := text.lower()) or "xdata" in lower
        self._by_key: dict[str, Block] = {}
        if self._refers:
            for block in found:
                key = _KEY.match(text, block.start, block.end)
                if key and block.kind not in NO_ENTRIES:
                    self._by_key.setdefault(key[1].lower(), block)
        self._family = Family(self._parent)

    def is_odd(self, block: Block, text: str) -> bool:
        """Whether something is to say about a block that is no entry."""
        if block.kind == "string":
            return not block.is_whole or self._strings.lacks(text)
        return block.kind == "comment" and _INSIDE.search(text, 1) is not None

    def context(self, block: Block, text: str) -> tuple[tuple[str, str], ...]:
        """The strings that the text of a block uses, and the fields that it inherits."""
        used = tuple(self._strings.used(text, block.start)) if self._strings else ()
        strings = tuple((_STRING + name, value) for name, value in used)
        if not self._refers or block.kind in NO_ENTRIES or not _REFERS.search(text):
            return strings
        found = parsed(text, dict(used))
        if found is None:
            return strings
        return (*strings, *self._family.context(found.kind.lower(), found.fields))

    def _parent(self, key: str) -> tuple[str, Fields] | None:
        block = self._by_key.get(key)
        if block is None:
            return None
        text = self._text[block.start : block.end]
        used = dict(self._strings.used(text, block.start)) if self._strings else {}
        found = parsed(text, used)
        return (found.kind.lower(), found.fields) if found else (block.kind, ())


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a part, and what had to be done to read it."""
    at = Location(part.path, part.line)
    strings = {name[1:]: value for name, value in part.context if name.startswith(_STRING)}
    if not part.entries:
        yield from _about(part, strings, at)
        return
    found = parsed(part.text, strings)
    if found is None:
        yield quarantined(
            "bibtex-syntax",
            f"not valid BibTeX, and no field can be made out: {quoted(part.text)}",
            at,
            part.text,
            hint="check commas, quotation marks and braces",
        )
        return
    kind = found.kind.lower()
    there = {name.lower() for name, value in found.fields if value.strip()}
    gained = [
        (name, value)
        for name, value in part.context
        if not name.startswith((_STRING, FOUND)) and name not in there
    ]
    fields = named(kind, [*found.fields, *gained])
    yield Entry(fields=fields, at=at, id=found.key or None, is_key=bool(found.key), is_tex=True)
    yield from _findings(found, at)
    yield from _orphaned(found, part.context, at)


def _findings(found: Parsed, at: Location) -> Iterator[Finding]:
    names = [name.lower() for name, value in found.fields if value.strip()]
    twice: list[str] = []
    if len(set(names)) < len(names):
        often = Counter(names)
        twice = [f"it has several fields '{name}'" for name, count in often.items() if count > 1]
    if found.deeds or twice:
        yield Finding(
            code="bibtex-repaired",
            message=f"a damaged entry was repaired: {told((*found.deeds, *twice))}",
            at=at,
            hint="correct it in the source: other programs may drop it, or some of its fields",
        )
    for field, name in dict.fromkeys(found.undefined):
        if not is_plain(field, name):
            yield Finding(
                code="undefined-macro",
                message=f"nothing defines the string '{name}'; its name is taken for its value",
                at=at,
                hint=f"add @string{{{name} = {{…}}}}, or put the value in braces",
            )


def _orphaned(
    found: Parsed, context: tuple[tuple[str, str], ...], at: Location
) -> Iterator[Finding]:
    """A finding for each parent that is not there."""
    known = {name for name, _ in context}
    for field, key in references(found.fields):
        if FOUND + key not in known:
            yield Finding(
                code="no-parent",
                message=f"no entry has the key {quoted(key)}, to which '{field}' refers",
                at=at,
                hint="add that entry to the same file, or the fields to this one",
            )


def _about(part: Part, strings: Mapping[str, str], at: Location) -> Iterator[Finding]:
    """What is odd about a definition or a comment."""
    kind = part.text[1:].lstrip()[:7].lower()
    if kind == "comment":
        count = len(_INSIDE.findall(part.text, 1))
        entries = "an entry" if count == 1 else f"{count:,} entries"
        yield Finding(
            code="commented-out",
            message=f"{entries} inside a @comment: not read",
            at=at,
            severity=Severity.NOTE,
            hint="take the @comment and its braces away if it should be",
        )
        return
    body = part.text[part.text.find("{" if "{" in part.text else "(") + 1 :]
    found = parsed(f"@string{{string, {body}", strings)
    if found is not None:
        yield from _findings(found, at)
