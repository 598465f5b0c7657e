"""This is where JSON becomes values, and where it is told what looks like a record."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from sitegen.parsing import headers, json_repair

SCAN = json.JSONDecoder(strict=False, parse_int=str, parse_float=str).raw_decode
"""The value that begins at an offset of a text, and where it ends."""

PREFIX = re.compile(
    r"(?:(?:(?:export\s+)?(?:var|let|const)\s+)?[\w.$]+\s*=\s*|export\s+default\s+)?(?=[\[{])"
)
"""What a script writes before a list."""

BETWEEN = re.compile(
    r"(?:[\s,;\ufeff]|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/|(?<![^\n])[ \t]*#[^\n]*)*+"
)
"""What may stand between two elements: spaces, commas, comments."""

_BEGINNING = re.compile(r"(?:\[\s*)*+(?:\{\s*(?:[\"'“”}/#]|[\w$]+\s*:|\Z)|//|/\*|\])|(?:\[\s*)++#")
_LIST = re.compile(r"\[\s*[\n{]")  # and none that Markdown begins
_LATER = re.compile(r'\{\s*"[\w$@.: -]{1,60}"\s*:')
_MAY_BE_HALVED = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
FACTS = frozenset(
    word
    for line in (
        "author authors year doi issued abstract journal booktitle venue containertitle",
        "paperid publicationyear creators authorships isbn externalids pages publicationdate",
        "volume",
    )
    for word in line.split()
)
"""Names of members that records have and lists of records have not, as ``squeezed`` gives them."""

ENVELOPES = (
    *("info", "_source", "metadata", "attributes", "bibjson", "data", "content", "paper"),
    *("message", "record", "article", "work", "item", "entry"),
)
"""Names under which the record of an element stands, in dumps of services."""


class Repeated(list[object]):
    """The values of a name that recurs in one object, in order."""


class Digits(str):
    """A number as it was written: an arXiv identifier may end in a zero."""

    __slots__ = ()


def load(text: str) -> tuple[object, tuple[str, ...]]:
    """The value of *text*, and what had to be repaired to read it, in order.

    Raises:
        json_repair.Refused: what was meant is not certain.
    """
    if _MAY_BE_HALVED.search(text):
        text = _ESCAPE.sub(_whole, text)
    try:
        value = _DECODE(text)
    except RecursionError:
        raise json_repair.Refused("it is nested too deep", 0) from None
    except ValueError:
        return json_repair.read(text, _object, _number)
    deepest = json_repair.DEEPEST
    if text.count("[") + text.count("{") > deepest and is_deeper(value, deepest):
        raise json_repair.Refused("it is nested too deep", 0)
    return value, ()


def is_deeper(value: object, levels: int) -> bool:
    """Whether lists and objects are nested in *value* more than so many *levels* deep."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(levels):
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [one for held in inner for one in held if isinstance(one, dict | list)]
    return bool(level)


def _whole(escape: re.Match[str]) -> str:
    """An escape, or the sign that stands in for half of a character, which no file can hold."""
    return r"\ufffd" if escape[1] else escape[0]


def _constant(name: str) -> str:
    raise ValueError(f"{name} is no value of JSON")


def _integer(digits: str) -> int | Digits:
    return int(digits) if len(digits) < 1000 else Digits(digits)


def _number(digits: str) -> int | Digits:
    return _integer(digits) if digits.lstrip("-").isdigit() else Digits(digits)


def _object(members: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(members)
    if len(found) == len(members):
        return found
    kept: dict[str, object] = {}
    for name, value in members:
        if name not in kept:
            kept[name] = value
        elif isinstance(kept[name], Repeated):
            kept[name].append(value)  # type: ignore[attr-defined]  # it is a Repeated
        else:
            kept[name] = Repeated([kept[name], value])
    return kept


_DECODE = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Digits, parse_int=_integer, parse_constant=_constant
).decode


def _below(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.match(text)
    return text[found.end() :] if found else text


def is_json(text: str) -> bool:
    """Whether *text* begins as JSON does that may hold records."""
    body = _below(text, BETWEEN)
    body = _below(_below(body, PREFIX), BETWEEN)
    if _BEGINNING.match(body):
        return True
    return _LIST.match(body) is not None and _LATER.search(body) is not None


@lru_cache(maxsize=4096)
def squeezed(name: str) -> str:
    """A member's name in lower case, letters and digits only."""
    return re.sub(r"[\W_]", "", name.lower())


def is_record(value: object) -> bool:
    """Whether *value* is an object with a title, or with a record inside as services wrap them."""
    if not isinstance(value, dict):
        return False
    if "title" in value or any(_is_title(name) for name in value):
        return True
    if len({squeezed(name) for name in value} & FACTS) > 1:
        return True
    return any(isinstance(value.get(n), dict) and has_title(value[n]) for n in ENVELOPES)


@lru_cache(maxsize=4096)
def _is_title(name: str) -> bool:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return headers.field(spaced) == "title" or squeezed(name) == "displayname"


def has_title(value: Mapping[str, object]) -> bool:
    """Whether an object has a member that is called a title."""
    return "title" in value or any(_is_title(name) for name in value)
