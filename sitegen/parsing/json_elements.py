"""This is where a JSON document falls into its elements, each to be read by itself.

A document is a list of records, an object that holds such lists ({"items": [...]}) or records by
name, one record, or several of these one after another. An element that is broken costs itself
only: the next one is found by what the others have in common.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sitegen.parsing import json_text

_COMMENT = re.compile(r"//|/\*|#")
_MEMBER = re.compile(r'"((?:[^"\\\n]|\\.)*+)"\s*:\s*')
_SCALAR = re.compile(r'"(?:[^"\\\n]|\\.)*+"|[-+.\w]+')
_BRACKETS = re.compile(r'"(?:[^"\\\n]|\\.)*+"|//[^\n]*|[{}\[\]]')
_FIRST_NAME = re.compile(r'\{\s*"([^"\\\n]{1,80})"\s*:')
_USUAL_NAMES = ("id", "ID", "title", "type", "key", "DOI", "doi", "paperId", "_id")
_ANY_START = re.compile(r'[}\]]\s*,?\s*(?=\{\s*["\'}])|\n[ \t]*(?=\{)')
_OPENING = re.compile(r"\[\s*[\[{]|\{\s*\"")
_MOST_FAILURES = 500  # what costs a look at all that precedes; then only signs decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Where a record stands in a document."""

    start: int
    """Offset of its first sign."""

    end: int
    """Offset behind its last one."""

    name: str = ""
    """The name of the member that it is the value of, if any."""

    oddities: tuple[str, ...] = ()
    """What is not JSON about its surroundings, named as repairs."""


def elements(text: str) -> Iterator[Element]:
    """The records of a document, in order, and whatever stands in the place of one."""
    held: Element | None = None
    for element in _Scanner(text).run():
        if isinstance(element, Element):
            if held is not None:
                yield held
            held = element
        elif held is not None:
            held = replace(held, oddities=(*held.oddities, element))
    if held is not None:
        yield held


def are_whole(text: str, longest: int) -> bool:
    """Whether *text* is JSON from end to end, and no element of it longer than *longest* signs."""
    if not text.lstrip("\ufeff \t").startswith(("[", "{")):
        return False
    try:
        json.loads(text.lstrip("\ufeff"), strict=False, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return all(element.end - element.start <= longest for element in elements(text))


def _is_container(value: object) -> bool:
    """Whether *value* is an object that holds records and is none itself."""
    if not isinstance(value, dict) or not value or not json_text.FACTS.isdisjoint(value):
        return False
    if {json_text.squeezed(name) for name in value} & json_text.FACTS:
        return False
    if any(
        isinstance(value.get(n), dict) and json_text.has_title(value[n])
        for n in json_text.ENVELOPES
    ):
        return not json_text.is_record(value)
    return _holds_records(value, 4)


def _holds_records(value: object, depth: int) -> bool:
    if depth == 0:
        return False
    inner = (
        value.values() if isinstance(value, dict) else value[:20] if isinstance(value, list) else ()
    )
    return any(json_text.is_record(v) or _holds_records(v, depth - 1) for v in inner)


class _Scanner:
    """A place in a document, what is open there, and what is known of its elements."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.open: list[str] = []
        self.name = ""
        self.failures = 0
        self.budget = 4 * len(text)  # signs that may be looked at twice
        self.first_names: dict[str, None] = {}
        self.indent: str | None = None
        self.told: set[str] = set()
        self.last: tuple[int, tuple[object, int] | None] | None = None  # what was decoded, where
        self.searched: tuple[object, int, int] | None = None  # boundary: by what, from, found

    def run(self) -> Iterator[Element | str]:
        """Each element, and after it each oddity of its surroundings, the first time."""
        for pattern in (json_text.BETWEEN, json_text.PREFIX):
            found = pattern.match(self.text, self.position)
            self.position = found.end() if found else self.position
        while True:
            yield from self.between()
            sign = self.text[self.position : self.position + 1]
            if not sign:
                break
            if sign == "[" or (sign == "{" and self.descends()):
                self.open.append(sign)
                self.position += 1
                self.name = ""
            elif sign in "]}":
                self.position += 1
                if self.open:
                    self.open.pop()
            elif sign == "{":
                yield from self.element()
            elif self.open[-1:] == ["{"] and self.member():
                continue
            else:
                yield from self.stray()
        if self.open:
            yield from self.tell("a missing bracket")

    def between(self) -> Iterator[str]:
        """What stands between two elements."""
        found = json_text.BETWEEN.match(self.text, self.position)
        if found is None or not found[0]:
            return
        self.position = found.end()
        skipped = found[0]
        if skipped.isspace():
            return
        if _COMMENT.search(skipped):
            yield from self.tell("a comment")
        elif skipped.count(",") and self.text[self.position : self.position + 1] in ("]", "}"):
            yield from self.tell("a comma too many")

    def tell(self, oddity: str) -> Iterator[str]:
        """An oddity, if it has not been told yet."""
        if oddity not in self.told:
            self.told.add(oddity)
            yield oddity

    def decoded(self, start: int) -> tuple[object, int] | None:
        """The value that begins at *start* and its end, if it is JSON."""
        if self.last is None or self.last[0] != start:
            self.last = start, self.scan(start)
        return self.last[1]

    def scan(self, start: int) -> tuple[object, int] | None:
        """The same, looked at anew."""
        if self.failures > _MOST_FAILURES:
            return None
        try:
            return json_text.SCAN(self.text, start)
        except (ValueError, RecursionError):
            self.failures += 1
            return None

    def descends(self) -> bool:
        """Whether the object that begins here only holds records."""
        found = self.decoded(self.position)
        if found:
            return _is_container(found[0])
        return not self.first_names and self.open[-1:] != ["["] and self.opens_container()

    def opens_container(self) -> bool:
        """Whether an object that is broken somewhere is no record, by its members up to there."""
        position = self.position + 1
        while member := _MEMBER.match(self.text, _skip(self.text, position)):
            if json_text.squeezed(member[1]) in json_text.FACTS:
                return False
            found = self.decoded(member.end())
            if found is None:
                return _OPENING.match(self.text, member.end()) is not None
            position = found[1]
            if _holds_records([found[0]], 4):
                return True
        return False

    def member(self) -> bool:
        """Pass over a member of an object that holds records, up to its value if that has some."""
        found = _MEMBER.match(self.text, self.position)
        if not found:
            return False
        self.name = found[1]
        self.position = found.end()
        value = self.decoded(self.position)
        if value and not _holds_records([value[0]], 5):
            self.position = value[1]
            self.name = ""
        elif value is None and (scalar := _SCALAR.match(self.text, self.position)):
            self.position = scalar.end()
        return True

    def element(self) -> Iterator[Element]:
        """The object that begins here; if it is broken, what most likely belongs to it."""
        start = self.position
        self.learn(start)
        found = self.decoded(start)
        end = found[1] if found else self.end_of_broken(start)
        yield Element(start=start, end=end, name=self.name)
        self.name = ""
        self.position = end

    def learn(self, start: int) -> None:
        """Remember how elements begin."""
        if len(self.first_names) < 3 and (first := _FIRST_NAME.match(self.text, start)):
            self.first_names[first[1]] = None
        if self.indent is None:
            line = max(self.text.rfind("\n", max(start - 200, 0), start) + 1, start - 200, 0)
            before = self.text[line:start] if self.text[line - 1 : line] == "\n" else "{"
            self.indent = before if before.isspace() or (not before and start) else None

    def end_of_broken(self, start: int) -> int:
        """Where the broken object that begins at *start* ends."""
        limit = self.boundary(start + 1)
        if self.failures > _MOST_FAILURES:
            return limit
        opened: list[str] = []
        for token in _BRACKETS.finditer(self.text, start, min(limit, start + self.budget)):
            if token[0] in "{[":
                opened.append({"{": "}", "[": "]"}[token[0]])
            elif token[0] == opened[-1]:  # one that closes nothing is damage
                opened.pop()
            if not opened:
                self.budget -= token.end() - start
                return token.end()
        self.budget -= min(limit - start, self.budget)
        return limit

    def boundary(self, start: int) -> int:
        """Where the next element begins, by what the known ones have in common."""
        by = self.indent if self.indent is not None else tuple(self.first_names)
        if (
            self.searched
            and self.searched[0] == by
            and self.searched[1] <= start <= self.searched[2]
        ):
            return self.searched[2]
        self.searched = by, start, self.search(start)
        return self.searched[2]

    def search(self, start: int) -> int:
        """The same, looked at anew."""
        if self.indent is not None:
            found = self.text.find(f"\n{self.indent}{{", start - 1)
            return found + 1 if found >= 0 else len(self.text)
        names = "|".join(map(re.escape, self.first_names or _USUAL_NAMES))
        usual = re.compile(rf'[,}}\]"\w]\s*(?=\{{\s*"(?:{names})"\s*:)')
        for pattern in (usual,) if self.first_names else (usual, _ANY_START):
            following = pattern.search(self.text, start)
            if following:
                return following.end()
        return len(self.text)

    def stray(self) -> Iterator[Element]:
        """Whatever stands where an element should: up to the next comma, or the next element."""
        start = self.position
        scalar = _SCALAR.match(self.text, start)
        if scalar and self.text[_skip(self.text, scalar.end(), commas=False) :][:1] in ",]":
            end = scalar.end()
        else:
            end = self.boundary(start)
        self.position = max(end, start + 1)
        yield Element(start=start, end=self.position)


def _skip(text: str, position: int, *, commas: bool = True) -> int:
    while position < len(text) and (text[position].isspace() or (commas and text[position] == ",")):
        position += 1
    return position
