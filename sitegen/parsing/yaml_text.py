"""This is where YAML becomes text, lists and objects; the only reader of YAML in sources.

Every scalar is text, as it stands there: "2019-05", "no" and "1.10" are not dates, truths and
numbers. Values are built from the parser's events, so that neither nesting nor aliases that name
aliases can exhaust anything.
"""

import json
import re
from collections.abc import Iterator

import yaml

from sitegen.parsing.json_text import Repeated, is_deeper

DEEPEST = 40
"""Levels of nesting that are read."""

MOST = 200_000
"""Values that are read, those behind aliases counted each time."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = frozenset(["", "~", "null", "Null", "NULL"])
_PLAIN = re.compile(r"^(\s*(?:-\s+)*(?:[\w$@.-]+|\"[^\"]*\"|'[^']*'):[ \t]+)(\S.*)$")
# A value that YAML would misread, though nobody who writes it thinks of YAML.
_MISREAD = re.compile(r"^[@`%*&!\[{\"'?|>-]|: |:$| #")
_BLOCK = re.compile(r"^[|>][-+\d]*(?:\s+#.*)?$")


class Refused(ValueError):
    """This is no YAML, or none that is read; says why, and at which 0-based line."""

    def __init__(self, reason: str, line: int, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.line, self.is_final = reason, line, is_final


def load(text: str) -> tuple[object, tuple[str, ...]]:
    """The first document of *text*, and what had to be repaired to read it.

    Raises:
        Refused: it is no YAML.
    """
    if text.strip() == "-":
        return [None], ()  # a megabyte of nothing else is half a million of them
    try:
        return _built(text), ()
    except Refused as problem:
        mended = text if problem.is_final else _quoted(text)
        if "\t" in mended:
            mended = re.sub(r"(?m)^[ \t]+", lambda found: found[0].replace("\t", "  "), mended)
        if mended == text:
            raise
        try:
            return _built(mended), ("text with signs in it, but without quotation marks",)
        except Refused:
            raise problem from None


def _quoted(text: str) -> str:
    """*text* with the values of lines in quotation marks that would be misread."""
    return "\n".join(map(_quoted_line, text.split("\n")))


def _quoted_line(line: str) -> str:
    found = _PLAIN.match(line.rstrip(" \t"))
    if not found or not _MISREAD.search(found[2]) or _BLOCK.match(found[2]):
        return line
    value = found[2]
    closing = {'"': '"', "'": "'", "[": "]", "{": "}"}.get(value[0])
    if closing and value.endswith(closing) and _is_whole(value):
        return line
    if value[0] in "\"'" and value.count(value[0]) == 1:
        value = value[1:]  # nobody closed it
    return f"{found[1]}{json.dumps(value, ensure_ascii=False)}"


def _is_whole(value: str) -> bool:
    """Whether what begins with a sign of YAML's is a value of YAML's."""
    try:
        _built(value)
    except Refused:
        return False
    return True


def _built(text: str) -> object:
    """The value that the events of *text* build."""
    try:
        return _Builder(iter(_LOADER(text).get_event, None)).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise Refused(reason, mark.line if mark else 0) from error
    except (ValueError, UnicodeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(str(error).split("\n")[0], 0) from error


class _Builder:
    """What is left of a document, and the values in it that have names."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.anchors: dict[str, tuple[object, int]] = {}
        self.count = 0

    def document(self) -> object:
        """The value of the first document; None if there is none."""
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                value = self.value(event, 0)
                if self.anchors and is_deeper(value, DEEPEST):  # by names within names
                    raise Refused("it is nested too deep", 0, is_final=True)
                return value
        return None

    def value(self, event: yaml.Event, depth: int) -> object:
        """The value that begins with *event*."""
        line = event.start_mark.line if event.start_mark else 0
        before = self.count
        self.count += 1
        if depth > DEEPEST:
            raise Refused("it is nested too deep", line, is_final=True)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise Refused(f"nothing is called '{event.anchor}'", line)
            known, size = self.anchors[event.anchor]
            self.count += size
            if self.count > MOST:
                raise Refused("aliases make it too large", line, is_final=True)
            return known
        found: object = None
        if isinstance(event, yaml.ScalarEvent):
            is_nothing = event.implicit[0] and event.value in _NOTHING
            found = None if is_nothing else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            found = [self.value(e, depth + 1) for e in self.until(yaml.SequenceEndEvent)]
        elif isinstance(event, yaml.MappingStartEvent):
            found = self.mapping(depth)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = found, self.count - before
        return found

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        """The events up to the next one that ends a collection."""
        for event in self.events:
            if isinstance(event, end):
                return
            yield event

    def mapping(self, depth: int) -> dict[str, object]:
        """The object whose members follow; of a name that recurs, the values as a list."""
        members: dict[str, object] = {}
        for event in self.until(yaml.MappingEndEvent):
            key = self.value(event, depth + 1)
            name = key if isinstance(key, str) else json.dumps(key, ensure_ascii=False)
            value = self.value(next(self.events), depth + 1)
            if name == "<<" and isinstance(value, dict):
                members = {**value, **members}
            elif name in members:
                stated = members[name]
                if isinstance(stated, Repeated):
                    stated.append(value)
                else:
                    members[name] = Repeated([stated, value])
            else:
                members[name] = value
        return members
