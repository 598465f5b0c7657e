"""This is where a BibTeX file is cut into its entries, before any of them is read.

An entry begins where a line begins with ``@type{``, or right behind the end of another. Where it is
written cleanly one expression says where it ends. Where not, the braces of the whole file, matched
once, tell an "@" in a value from the start of the next entry: so an unclosed brace swallows no
neighbour, and an example in an abstract does not cut its entry in two.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.readers.bibtex.braces import Braces
from sitegen.readers.bibtex.grammar import BRACED, STRING, TYPE, WHOLE
from sitegen.readers.bibtex.vocabulary import COMMON, KINDS, NO_ENTRIES, NO_WORKS

_BLANK = r"[^\S\n]|[\ufeff\u200b\u2060]"
# In parentheses a line of prose, "@ada (who else?)", would look the same without key or field.
_OPENED = r"\s*+(?:\{|\((?=\s*+[^\s,()]*+\s*+[,=]))"
START = re.compile(rf"^(?:{_BLANK})*+@[^\S\n]*+({TYPE}){_OPENED}", re.MULTILINE)
"""The start of an entry, or of a string, a preamble or a comment."""

_INLINE = re.compile(rf"@[^\S\n]*+({TYPE})\s*+\{{\s*+[^\s,{{}}=%]++\s*+,")
_FOLLOWING = re.compile(rf"(?:{_BLANK}|[,;}})])*+@[^\S\n]*+({TYPE}){_OPENED}")
_COMMENT = re.compile(rf"(?:{_BLANK})*+@[^\S\n]*+comment\b", re.IGNORECASE)
_KIND = "|".join(sorted(KINDS, key=lambda kind: (-len(kind), kind)))
# An entry whose "@" or brace is missing: "article{key, title = {A}}", "@article key, title = …".
_LOST = re.compile(
    rf"^[^\S\n]*+(?:@[^\S\n]*+)?(?:{_KIND})\b[^\S\n]*+[{{(\[<]?[^\s,{{}}=]{{0,200}}+\s*+,\s*+"
    rf"[a-z][\w-]*+\s*+=\s*+[{{\"\w]"
    rf"|^[^\S\n]*+@(?:{_KIND})[^\s,{{}}=]{{1,200}}+\s*+,\s*+[a-z][\w-]*+\s*+=\s*+[{{\"\w]",
    re.IGNORECASE | re.MULTILINE,
)
# What is left of an entry that a brace too many has closed: ", year = 2020".
_REST = re.compile(
    rf"\s*+,[\s,]*+[A-Za-z][\w.:+/-]*+\s*+=\s*+[{{\"\w]"
    rf"|\s*+(?:{'|'.join(sorted(COMMON))})\s*+=\s*+[{{\"\w]",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\s*+\S")
_BEGINS = re.compile(r"\s*+(?:[^\s,{}=]*+\s*+,|[A-Za-z][\w-]*+\s*+=)")
_BALANCED = re.compile(rf"\{{{BRACED}\}}")
_OPENS_VALUE = re.compile(r"[=#]\s*$")
_FIELD_LINE = re.compile(r"\n[^\S\n]*+[A-Za-z][\w-]*+\s*+=\s*+[{\"\d]")
_END_OF_QUOTE = re.compile(r"\"(?:[^\S\n]*+\n|\s*+(?=[,#}]|[A-Za-z][\w-]*+\s*+=))")
_END_OF_LINE = re.compile(r"\)[^\S\n]*+\n")
_QUOTE_OPENS = re.compile(r"[=#]\s*+\"")
_STRETCH = 2_000_000  # characters over which braces are matched at once
_LOOK_BACK = 20_000
"""Characters that are looked through for the quotation mark that holds an "@"."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a file: an entry, or a string, a preamble or a comment."""

    kind: str
    """The word behind the "@", in lower case."""

    start: int
    """Offset of its "@", or of its first letter where that is missing."""

    end: int
    """Offset behind its last character."""

    is_whole: bool = True
    """Whether it is written cleanly."""


def rest(text: str, position: int, end: int) -> int:
    """Where an entry that was closed too early ends, if something is left of it behind *position*.

    That is a brace that nothing opens, or further fields: people's remarks have neither.
    """
    surplus = Braces(text, position, end).surplus
    if surplus:
        return surplus[-1] + 1
    if _REST.match(text, position, end):
        return position + len(text[position:end].rstrip())
    return position


def blocks(text: str) -> list[Block]:
    """The blocks of *text* in order; what stands between them is nobody's."""
    return list(_Cutter(text).blocks())


class _Ahead:
    """Looks for a pattern in a text from ever further on, and no stretch of it twice.

    Else thousands of entries on one line would each cost a look at all that follows.
    """

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._pattern, self._text = pattern, text
        self._looked = (0, -1)
        self._found: re.Match[str] | None = None

    def next(self, position: int, end: int) -> re.Match[str] | None:
        """The first match that begins at *position* or behind it, and ends by *end*."""
        start, until = self._looked
        is_known = until == end and start <= position
        if not is_known or (self._found and self._found.start() < position):
            self._found = self._pattern.search(self._text, position, end)
            self._looked = position, end
        return self._found


class _Cutter:
    """Goes through a text once, from block to block."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._matched: Braces | None = None
        self._line = _Ahead(START, text)
        self._lost = _Ahead(_LOST, text)

    def _braces(self, opening: int) -> Braces:
        """The braces from *opening* on: matched only where something is broken, and but once."""
        known = self._matched
        if known is None or not known.start <= opening < known.start + _STRETCH // 2:
            known = self._matched = Braces(self.text, opening, opening + _STRETCH)
        return known

    def blocks(self) -> Iterator[Block]:
        text, position = self.text, 0
        last: Block | None = None
        while True:
            found = self._line.next(position, len(text))
            start = found.start() if found else len(text)
            if _SAYS.match(text, position, start):
                last, earlier = self._between(last, position, start)
                found = earlier or found
                start = found.start() if found else len(text)
            if last is not None:
                yield last
            if found is None:
                return
            last = self._block(found)
            position = last.end

    def _between(
        self, last: Block | None, position: int, end: int
    ) -> tuple[Block | None, re.Match[str] | None]:
        """(the block before, with what is left of it; an entry that begins in the middle of a
        line, or lacks its "@") in what lies between a block and the next line that begins one."""
        text = self.text
        is_entry = last is not None and last.kind not in NO_ENTRIES
        following = _FOLLOWING.match(text, position, end) if last is not None else None
        found = following or next(self._stray(position, end), None)
        lost = self._lost.next(position, end)
        if lost and (found is None or lost.start() < found.start()):
            found = lost
        before = found.start() if found else end
        if following:
            before = text.index("@", following.start())
        if last is not None and is_entry:
            end = rest(text, position, before)
            if end > position:
                last = Block(last.kind, last.start, end, is_whole=False)
        return last, found

    def _stray(self, position: int, end: int) -> Iterator[re.Match[str]]:
        """Entries that begin in the middle of a line which is no comment."""
        text = self.text
        while found := _INLINE.search(text, position, end):
            begin = text.rfind("\n", 0, found.start()) + 1
            before = text[begin : found.start()]
            if "%" not in before and not _COMMENT.match(before):
                yield found
                position = found.end()
                continue
            line_end = text.find("\n", found.start())
            if line_end < 0:
                return
            position = max(found.end(), line_end)  # the rest of the line is a comment too

    def _block(self, found: re.Match[str]) -> Block:
        text = self.text
        kind = (found[1] or "").lower() if found.re is not _LOST else ""
        if not kind:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            return Block("", start, self._next(found.end()), is_whole=False)
        start = text.index("@", found.start())
        if kind in ("comment", "preamble"):
            return Block(kind, start, self._closed(found.end() - 1))
        whole = (STRING if kind == "string" else WHOLE).match(text, start)
        if whole:
            return Block(kind, start, whole.end())
        return Block(kind, start, self._end(found.end() - 1), is_whole=False)

    def _next(self, position: int) -> int:
        """Where the next block begins."""
        found = self._line.next(position, len(self.text))
        return found.start() if found else len(self.text)

    def _closed(self, opening: int) -> int:
        """The end of a comment or a preamble: its brace, else its line."""
        balanced = _BALANCED.match(self.text, opening)
        closing = balanced.end() - 1 if balanced else self._braces(opening).closing.get(opening)
        if closing is not None:
            return closing + 1
        line = self.text.find("\n", opening)
        return line if line >= 0 else len(self.text)

    def _end(self, opening: int) -> int:
        """The end of an entry that is not written cleanly."""
        text = self.text
        closing = self._braces(opening).closing.get(opening)
        end = len(text) if closing is None else closing + 1
        seen: dict[int, bool] = {}
        for found in START.finditer(text, opening + 1, end):
            if _is_weak(found):
                continue
            if not self._is_inside(found.start(), opening, end, seen):
                end = found.start()
                break
        else:
            if closing is not None:
                return end
        # Not closed: what comes behind the last brace belongs to it as well, but for comments.
        return opening + len(text[opening:end].rstrip())

    def _is_inside(self, at: int, opening: int, end: int, seen: dict[int, bool]) -> bool:
        """Whether the "@" *at* stands in a value of the entry that begins with *opening*."""
        braces = self._braces(opening)
        brace = braces.around(at, opening)
        if brace is None:
            return self._is_quoted(at, opening, end)
        if brace not in seen:
            before = self.text[max(brace - 50, 0) : brace]
            seen[brace] = (
                brace in braces.closing
                and braces.closing[brace] < end
                and _OPENS_VALUE.search(before) is not None
                # Then the braces only seem to match: what follows was swallowed.
                and not _FIELD_LINE.search(self.text, brace, at)
            )
        return seen[brace]

    def _is_quoted(self, at: int, opening: int, end: int) -> bool:
        text = self.text
        if at - opening > _LOOK_BACK or "}" not in text[at:end]:
            return False
        opened = [found.end() for found in _QUOTE_OPENS.finditer(text, opening, at)]
        if not opened or _END_OF_QUOTE.search(text, opened[-1], at):
            return False
        if text[opening] == "(" and _END_OF_LINE.search(text, opened[-1], at):
            return False
        return _END_OF_QUOTE.search(text, at, min(end, at + _LOOK_BACK)) is not None


def _is_weak(found: re.Match[str]) -> bool:
    """Whether what looks like a start, in an entry that is damaged, is none: "@handle{x}"."""
    kind = found[1].lower()
    if kind in KINDS or kind in NO_ENTRIES or kind in NO_WORKS:
        return False
    return _BEGINS.match(found.string, found.end()) is None
