"""This is where one entry of BibTeX is parsed: cleanly, else by pybtex, else by repair.

pybtex is the grammar. What it refuses, and what it would lose without a word, is repaired.
"""

import re
from collections.abc import Mapping

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PybtexSyntaxError

from sitegen.readers.bibtex.blocks import rest
from sitegen.readers.bibtex.grammar import Macros, Parsed, clean
from sitegen.readers.bibtex.repair import repaired
from sitegen.readers.bibtex.vocabulary import COMMON

_LONGEST = 50_000  # pybtex looks through the rest of its text at every brace
_NO_KEY = re.compile(r"([A-Za-z][\w-]*)\s*=|[{}]|.*[{]")
# A word where the first field should begin: without a "=" behind it pybtex refuses the entry.
_WORD = re.compile(r"[^,})]*+,[\s,]*+[A-Za-z]")
_COMMA = re.compile(r"@\s*+[^\s{(]++\s*+[{(]\s*+[^\s,]++\s*+(?:,|$)")


def parsed(text: str, known: Mapping[str, str]) -> Parsed | None:
    """The entry that *text* is, by the strings *known*; None if no field can be made out."""
    found = clean(text, Macros(known)) or _by_pybtex(text, Macros(known))
    if found is not None:
        entry, end = found
        if end == len(text) or rest(text, end, len(text)) == end:
            return entry
    return repaired(text, Macros(known))


class _Parser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
    """pybtex's parser, but for what it does about strings that nothing defines."""

    def substitute_macro(self, name: str) -> str:
        """What *name* stands for."""
        known: Macros = self.macros
        return known.value(name, self.current_field_name or "")


def _by_pybtex(text: str, macros: Macros) -> tuple[Parsed, int] | None:
    """The entry and where it ends; None if pybtex refuses it, or misunderstands its beginning."""
    if len(text) > _LONGEST or not text.startswith("@") or text.count("{") != text.count("}"):
        return None
    if "{" not in text and ")" not in text:
        return None  # never closed
    if "=" not in text and _WORD.match(text):
        return None
    problems: list[PybtexSyntaxError] = []
    parser = _Parser(text, macros=macros, handle_error=problems.append)
    command, content = next(iter(parser), ("", None))
    if problems or content is None:
        return None
    key, fields = content
    if fields and not _COMMA.match(text):
        return None  # pybtex does without a comma behind the key; BibTeX does not
    no_key = _NO_KEY.match(key)
    if no_key and (no_key[1] is None or "{" in key or '"' in key or no_key[1].lower() in COMMON):
        return None
    pairs = tuple((name, "".join(parts)) for name, parts in fields)
    found = Parsed(kind=command, key=key, fields=pairs, undefined=tuple(macros.undefined))
    return found, parser.pos
