"""This is where the records of a JSON document become parts, and a part a value or a finding."""

import re
from collections.abc import Iterator, Mapping

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Part
from sitegen.parsing import json_elements, json_repair, json_text

COMMENTS = ("#", "//")
"""How a line begins that is a comment."""

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*+"')
_NAME, _ODD = "name", "odd"  # in a part's context


def likelihood_of_lines(text: str) -> float:
    """How likely *text* has an object on each line, rather than one over several."""
    lines = [line for line in text[:65536].lstrip("\ufeff").split("\n", 50)[:50] if line.strip()]
    lines = [line for line in lines if not line.lstrip().startswith(COMMENTS)]
    if len(lines) > 1 and (_goes_on(lines[0]) or _is_one(text)):
        return 0.3
    objects = sum(line.startswith('{"') and line.rstrip(" ,").endswith("}") for line in lines)
    are_objects = objects > 1 and objects * 2 > len(lines)
    first = lines[0].strip() if lines else ""
    if first.endswith("[") or first.startswith("["):
        return 0.3 if first.startswith("{") else 0.0
    if not first.startswith("{") or '"' not in first:
        return 0.9 if are_objects else 0.0
    if ":" not in first and not first.endswith("}"):
        return 0.9 if are_objects else 0.0
    if len(lines) == 1:
        holds_records = any(element.start for element in json_elements.elements(first))
        return 0.5 if holds_records else 1.0
    if are_objects or first.endswith(("}", "},")):
        return 1.0
    if first.endswith(("{", ":")):
        return 0.3
    return 1.0 if any(line.startswith('{"') for line in lines[1:]) else 0.3


def _goes_on(line: str) -> bool:
    """Whether a line ends between two objects of a list that it leaves open."""
    if not line.rstrip().endswith(("}", "},")):
        return False
    signs = _STRING.sub("", line)
    return signs.count("{") > signs.count("}") and signs.count("[") > signs.count("]")


def _is_one(text: str) -> bool:
    """Whether *text* is a single value of JSON."""
    bare = text.strip("\ufeff \t\r\n")
    try:
        return json_text.SCAN(bare, 0)[1] == len(bare)
    except (ValueError, RecursionError):
        return False


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each record, in order."""
    line, counted = 1, 0
    for element in json_elements.elements(text):
        line += text.count("\n", counted, element.start)
        counted = element.start
        context = [(_ODD, oddity) for oddity in element.oddities]
        if element.name:
            context.append((_NAME, element.name))
        content = text[element.start : element.end]
        yield Part(path=path, text=content, line=line, context=tuple(context), entries=1)


def name(part: Part) -> str | None:
    """The name under which the document has the record of *part*."""
    return next((value for kind, value in part.context if kind == _NAME), None)


def read(part: Part, hint: str) -> tuple[Mapping[str, object] | None, tuple[Finding, ...]]:
    """The object of *part*, and what is to be said about it: why it is none, what was repaired."""
    at = Location(part.path, part.line)
    text = part.text.lstrip("\ufeff")
    try:
        value, repairs = json_text.load(text)
    except json_repair.Refused as problem:
        line = text.count("\n", 0, problem.position)
        place = Location(part.path, part.line + line)
        message = f"not JSON: {problem.reason}: {quoted(text[problem.position :] or text)}"
        return None, (quarantined("bad-json", message, place, part.text.rstrip(), hint=hint),)
    if not isinstance(value, dict):
        message = f"not a JSON object: {quoted(text)}"
        return None, (quarantined("bad-json", message, at, part.text.rstrip(), hint=hint),)
    odd = (*repairs, *(oddity for kind, oddity in part.context if kind == _ODD))
    return value, _repaired(tuple(dict.fromkeys(odd)), at)


def _repaired(repairs: tuple[str, ...], at: Location) -> tuple[Finding, ...]:
    if not repairs:
        return ()
    is_harmless = json_repair.HARMLESS.issuperset(repairs)
    return (
        Finding(
            code="json-repaired",
            message=f"not quite JSON, and read all the same: {', '.join(repairs)}",
            at=at,
            severity=Severity.NOTE if is_harmless else Severity.WARNING,
            hint="see that the entry says what it should, and mend it in the source",
        ),
    )
