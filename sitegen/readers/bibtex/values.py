"""This is where the values of a damaged BibTeX entry are read, whatever is missing about them.

A value that is not closed ends where the next field begins: the name of a field that is common, or
that begins a line, and a "=".
"""

import re
from bisect import bisect_right

from sitegen.readers.bibtex.braces import Braces, balanced, masked
from sitegen.readers.bibtex.grammar import Macros
from sitegen.readers.bibtex.vocabulary import COMMON

NAME = r"[^\W\d][\w.:+/*-]*+"
"""The name of a field: wider than BibTeX has it."""

# Where, after damage, a field begins again: behind a comma, a closed value or a line end.
_ASSIGN = re.compile(
    rf"(?:(?<=[,\n}}\"])|(?<=[,\n}}\"] )|(?<=\d ))[^\S\n]*+({NAME})\s*+=\s*+(?=\S)"
)
_SURE = re.compile(r"[{\"]|[^\s,{}\"#=]++\s*+(?:[,#})\n]|$)")
_TOKEN = re.compile(r"[^\s,#{}\"()=]++")
_TOKEN_ENDS = re.compile(rf"\s*+(?:[,#}}]|\)|$|{NAME}\s*+=)")
_ENDS_VALUE = re.compile(rf"\s*+(?:[,#}})]|$|{NAME}\s*+=)")
_ENDS_QUOTE = re.compile(rf"\s*+(?:,\s*+(?:{NAME}\s*+=|[}})]|$)|#|\n|$|[}})]|{NAME}\s*+=)")
_MACRO = re.compile(r"[^\W\d][\w.:+/*'&!?|~^-]*")
_FIELD_FOLLOWS = re.compile(rf"[,\s]+(?:{NAME})\s*(?:=|[{{\"]|,|$)")
_QUOTED_AND = re.compile(r"\"\s++and\s++\"")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_OTHER_QUOTES = (("“", "”"), ("‘", "’"), ("''", "''"), ("``", "''"), ("'", "'"), ("„", "“"))
_SPACE = re.compile(r"\s*+")
_JOINED = re.compile(r"\s*+#")
_UNCOMMAED = re.compile(rf"\s*+({NAME})\s*+(?:=|(?=[{{\"]))")
_INNER = re.compile(r"(?<!\\)\"|[{}]")
_AROUND = " \t\n,"
_LOOK_AHEAD = 300
_CANDIDATES = 50


class Values:
    """Reads values from a text, and moves on behind each."""

    def __init__(self, text: str, macros: Macros, opening: int, closers: str) -> None:
        """*opening*: the entry's own brace, -1 if it has none; *closers*: what may close it."""
        self.position = 0
        """Where it reads."""
        self.deeds: list[str] = []
        """What it had to repair."""
        self.is_unclosed = False
        """Whether a value lacked its end, and with it, probably, the entry's brace went."""
        self._text = text
        self._macros = macros
        self._opening = opening
        self._closers = closers
        self._braces = self._matched()
        self.is_closed_early = bool(self._braces.surplus) or ")" in closers
        """Whether what seems to close it may not, as there is one too many."""
        self._assigned = [
            found.start(1)
            for found in _ASSIGN.finditer(text)
            if found[1].lower() in COMMON
            or (text[found.start() - 1] == "\n" and _SURE.match(text, found.end()))
        ]
        self.end = self._last()
        """Where the entry ends."""

    def _matched(self) -> Braces:
        """The braces; those behind a backslash do not count if then all the others match."""
        text = self._text
        braces = Braces(text, 0, len(text))
        if not braces.match and ("\\{" in text or "\\}" in text):
            unescaped = Braces(masked(text), 0, len(text))
            if unescaped.match:
                self.deeds.append("a brace behind a backslash is not counted")
                return unescaped
        return braces

    def _last(self) -> int:
        """Where the entry's own brace closes, else where its text ends but for the last brace."""
        closing = self._braces.closing.get(self._opening)
        if closing is not None:
            return self._braces.surplus[-1] if self._braces.surplus else closing
        kept = len(self._text.rstrip())
        while kept and self._text[kept - 1] in self._closers and self._is_outer(kept - 1):
            kept -= 1
        return kept

    def _is_outer(self, at: int) -> bool:
        """Whether what stands *at* a place is in no brace but the entry's own."""
        return self._braces.holder(at + 1) in (-1, self._opening)

    def next_field(self, at: int, end: int, within: int | None = None) -> int:
        """Where behind *at* the next field begins, held by brace *within*; *end* if none does."""
        index = bisect_right(self._assigned, at)
        for start in self._assigned[index : index + _CANDIDATES]:
            if start < end and within in (None, self._braces.holder(start)):
                return start
        return end

    def value(self, name: str, start: int) -> str | None:
        """The value of the field *name*, from *start* on; None if it has none."""
        text = self._text
        self.position = start
        parts: list[str] = []
        while True:
            self.position = self._behind(_SPACE)
            sign = text[self.position : self.position + 1]
            if sign == "{":
                parts.append(self._braced(name))
            elif sign == '"':
                parts.append(self._quoted(name))
            elif sign in ("", ",", "}", "=") or sign in self._closers:
                self._say_missing(name, is_first=not parts)
                self.position += sign == "="
                break
            elif sign == "#":
                self.deeds.append(f"a '#' is left out in '{name}'")
            else:
                parts.append(self._bare(name))
            if not _JOINED.match(text, self.position):
                break
            self.position = self._behind(_JOINED)
        if not parts:
            return None
        following = _UNCOMMAED.match(text, self.position)
        if following:
            self.deeds.append(f"a comma is missing before '{following[1]}'")
        return "".join(parts)

    def _behind(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self.position)
        return found.end() if found else self.position

    def _say_missing(self, name: str, *, is_first: bool) -> None:
        why = f"the field '{name}' has no value" if is_first else f"nothing follows '#' in '{name}'"
        self.deeds.append(why)

    def _braced(self, name: str) -> str:
        text, opening = self._text, self.position
        closing = self._braces.closing.get(opening)
        end = closing if closing is not None else len(text)
        cut = end
        if self._braces.unclosed:
            within = opening if closing is not None else None
            cut = self.next_field(opening, end, within)
        if cut < end or closing is None:
            return self._cut(name, opening, cut)
        self.position = end + 1
        if self._braces.surplus and not _ENDS_VALUE.match(text, self.position):
            return self._stretched(name, opening, end)
        return text[opening + 1 : end]

    def _cut(self, name: str, opening: int, end: int) -> str:
        """A value that is not closed, up to the next field or the end of the entry."""
        self.deeds.append(f"the value of '{name}' is not closed")
        self.is_unclosed = True
        value = self._text[opening + 1 : end].rstrip(_AROUND)
        self.position = opening + 1 + len(value)
        if end == len(self._text) and value.endswith(("}", ")")):
            self.position -= 1
            value = value[:-1].rstrip(_AROUND)
        return _unquoted(balanced(value))

    def _stretched(self, name: str, opening: int, end: int) -> str:
        """A value with a closing brace too many in its middle, up to the last brace it has."""
        following = self.next_field(end, max(self.end, self.position))
        last = self._text.rfind("}", end + 1, following)
        if last < 0:
            return self._text[opening + 1 : end]
        self.deeds.append(f"the value of '{name}' has a closing brace too many")
        self.position = last + 1
        return balanced(self._text[opening + 1 : last])

    def _quoted(self, name: str) -> str:
        text, opening = self._text, self.position
        limit = self.next_field(opening, len(text))
        level = 0
        last = opening + 1
        for found in _INNER.finditer(text, opening + 1, limit):
            sign, last = found[0], found.end()
            if sign != '"':
                level += 1 if sign == "{" else -1
                continue
            ends = _ENDS_QUOTE.match(text, last)
            if ends and (level <= 0 or ends[0].strip()[:1] not in ("}", ")")):
                self.position = last
                return self._without_quotes(name, text[opening + 1 : last - 1])
        self.deeds.append(f"the value of '{name}' is not closed")
        self.is_unclosed = True
        end = max(min(limit, max(self.end, opening + 1)), last if level > 0 else 0)
        value = text[opening + 1 : end].rstrip(_AROUND)
        self.position = opening + 1 + len(value)
        return balanced(value)

    def _without_quotes(self, name: str, value: str) -> str:
        """A quoted value in which quotation marks or braces are not as they should be."""
        if '"' in _IN_BRACES.sub("", value):
            self.deeds.append(f"quotation marks stand in the quoted value of '{name}'")
            value = _QUOTED_AND.sub(" and ", value)
        even = balanced(value)
        if even != value:
            self.deeds.append(f"the braces in '{name}' do not match")
        return even

    def _bare(self, name: str) -> str:
        text, start = self._text, self.position
        following = self.next_field(start, max(self.end, start + 1))
        token = _TOKEN.match(text, start)
        if token and _TOKEN_ENDS.match(text, token.end()):
            word = token[0]
            rest = text[token.end() : min(following, token.end() + _LOOK_AHEAD)].lstrip()
            # "author = Note, Ada and Chord, Boris, year = …": the comma is part of the value.
            is_all = not rest.startswith(",") or not rest[1:].strip(" \t\n,})")
            if is_all or word.isdigit() or word in self._macros or _FIELD_FOLLOWS.match(rest):
                self.position = token.end()
                if word.isdigit():
                    return word
                if word.isascii() and _MACRO.fullmatch(word):
                    return self._macros.value(word, name)
                self.deeds.append(f"the value of '{name}' is in no braces")
                return _unquoted(word)
        value = text[start : max(following, start + 1)].rstrip(_AROUND)
        self.position = start + max(len(value), 1)
        self.deeds.append(f"the value of '{name}' is in no braces")
        return _unquoted(balanced(value))


def _unquoted(value: str) -> str:
    """*value* without the quotation marks about it that are none of BibTeX."""
    for opening, closing in _OTHER_QUOTES:
        if value.startswith(opening) and value.endswith(closing):
            return value[len(opening) : -len(closing)] or value
    return value[:-1] if value.endswith('"') and value.count('"') % 2 else value
