"""This is where JSON Lines is read: an object a line (https://jsonlines.org).

A record whose text was broken over several lines is put together again.
"""

import re
from collections.abc import Iterator

from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.entry import Entry, Part
from sitegen.parsing import json_elements, json_parts, objects

SUFFIXES = (".jsonl", ".ndjson")

_HINT = "each line must be one complete JSON object"
_MARK = re.compile(r'(?<!\\)(?:\\\\)*+"')
_LONGEST = 200  # lines of one object
_OBJECTS = re.compile(r"\}\s*,?\s*\{")


def likelihood(text: str) -> float:
    """JSON Lines has lines that begin with an object, the first of them one."""
    return json_parts.likelihood_of_lines(text)


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each object, and for each line that is none; blank lines and comments are not."""
    begun: list[str] = []
    first = 0
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if not line.strip() or (not begun and line.lstrip().startswith(json_parts.COMMENTS)):
            if begun:
                begun.append(line)
            continue
        if begun and (line.lstrip().startswith(("{", "[")) or not _goes_on(begun)):
            yield from _parts("\n".join(begun), first, path)
            begun = []
        if not begun:
            first = number
        begun.append(line)
        if line.rstrip().endswith(("}", "},")) or not begun[0].lstrip().startswith("{"):
            yield from _parts("\n".join(begun), first, path)
            begun = []
    if begun:
        yield from _parts("\n".join(begun), first, path)


def _goes_on(lines: list[str]) -> bool:
    """Whether the object that *lines* begin is cut in a text, or between two members."""
    is_in_text = sum(len(_MARK.findall(line)) for line in lines[-_LONGEST:]) % 2 == 1
    is_cut = lines[-1].rstrip().endswith((",", "{", "[", ":")) or is_in_text
    return is_cut and len(lines) < _LONGEST


def _parts(text: str, line: int, path: str) -> Iterator[Part]:
    text = text.rstrip("\n")
    if not _OBJECTS.search(text):
        yield Part(path=path, text=text, line=line, entries=1)
        return
    for element in json_elements.elements(text):
        at = line + text.count("\n", 0, element.start)
        yield Part(path=path, text=text[element.start : element.end], line=at, entries=1)


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a line."""
    value, found = json_parts.read(part, _HINT)
    if value is not None:
        own, is_key = objects.identity(value)
        at = Location(part.path, part.line)
        yield Entry(fields=tuple(objects.fields(value)), at=at, id=own, is_key=is_key)
    yield from found
