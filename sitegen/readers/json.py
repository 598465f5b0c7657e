"""This is where JSON is read: lists of records in any loose vocabulary, and dumps of services."""

from collections.abc import Iterator

from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.entry import Entry, Part
from sitegen.parsing import json_elements, json_parts, json_repair, json_text, objects

SUFFIXES = (".json",)

_HINT = "each record must be one complete JSON object"
_SAMPLE = 10


def likelihood(text: str) -> float:
    """JSON begins with a bracket or a brace; records of bibliographies have titles."""
    if not json_text.is_json(text[:65536]):
        return 0.0
    if json_parts.likelihood_of_lines(text) > 0.5:
        return 0.5
    for number, element in enumerate(json_elements.elements(text)):
        try:
            value, _ = json_text.load(text[element.start : element.end])
        except json_repair.Refused:
            value = None
        if json_text.is_record(value):
            return 0.9
        if number == _SAMPLE:
            break
    return 0.5


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each record."""
    return json_parts.split(text, path)


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a record."""
    value, found = json_parts.read(part, _HINT)
    if value is not None:
        own, is_key = objects.identity(value)
        yield Entry(
            fields=tuple(objects.fields(value)),
            at=Location(part.path, part.line),
            id=own or json_parts.name(part),
            is_key=is_key,
        )
    yield from found
