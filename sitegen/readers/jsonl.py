"""This is where JSON Lines is read: a flat object a line (https://jsonlines.org)."""

import json
from collections.abc import Iterator

from sitegen.errors import Location
from sitegen.findings import Finding, quarantined, quoted
from sitegen.model.entry import Entry, Part

_COMMENT = ("#", "//")
_HINT = "each line must be one complete JSON object"
_NAMES = {
    "author": "authors",
    "authors": "authors",
    "keywords": "keywords",
    "tags": "keywords",
    "journal": "venue",
    "booktitle": "venue",
    "issue": "number",
    "date": "year",
    "published": "year",
    "publication_date": "year",
    "publication_year": "year",
    "keyword": "keywords",
    "tag": "keywords",
}


SUFFIXES = (".jsonl", ".ndjson")


def likelihood(text: str) -> float:
    """JSON Lines begins with an object that is closed, or at least goes on, on its line."""
    lines = (line.strip() for line in text[:65536].split("\n", 50))
    first = next((line for line in lines if line and not line.startswith(_COMMENT)), "")
    if not first.startswith("{"):
        return 0.0
    return 1.0 if '"' in first and (":" in first or first.endswith("}")) else 0.0


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each line that is neither blank nor a comment: an entry each."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.lstrip().startswith(_COMMENT):
            yield Part(path=path, text=line, line=number, entries=1)


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a line."""
    line, at = part.text, Location(part.path, part.line)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "it is nested too deep")
        column = getattr(error, "colno", 1)
        yield quarantined(
            "bad-json",
            f"not JSON, at column {column}: {reason[:1].lower()}{reason[1:]}: {quoted(line)}",
            at,
            line,
            hint=_HINT,
        )
        return
    if not isinstance(value, dict):
        message = f"not a JSON object: {quoted(line)}"
        yield quarantined("bad-json", message, at, line, hint=_HINT)
        return
    yield _entry(value, at)


def _entry(value: dict[str, object], at: Location) -> Entry:
    own = next((value[key] for key in ("id", "ID", "Id") if value.get(key) is not None), None)
    fields = [
        (name, text)
        for key, content in value.items()
        if key.lower() != "id"
        for name, text in _fields(key.strip().lower(), content)
        if text.strip()
    ]
    # A number is a name too, but true and false are not.
    is_name = isinstance(own, str | int) and not isinstance(own, bool)
    return Entry(fields=tuple(fields), at=at, id=str(own) if is_name and str(own).strip() else None)


def _fields(key: str, content: object) -> list[tuple[str, str]]:
    name = _NAMES.get(key, key)
    if content is None:
        return []
    if isinstance(content, list):
        single = {"authors": "person", "keywords": "keyword"}.get(name, name)
        return [(single, _text(item)) for item in content if item is not None]
    return [(name, _text(content))]


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, float) and content.is_integer():
        return str(int(content))
    if isinstance(content, dict):
        return _name(content) or json.dumps(content, ensure_ascii=False)
    return json.dumps(content, ensure_ascii=False)


def _name(parts: dict[str, object]) -> str:
    """A person given as an object, in the spellings that dumps use; "" if it is none."""

    def stated(*keys: str) -> str:
        return next((v for k in keys if isinstance(v := parts.get(k), str) and v.strip()), "")

    family = stated("family", "last", "lastName", "last_name", "family_name", "surname")
    given = stated("given", "first", "firstName", "first_name", "given_name", "forename")
    if family and given:
        return f"{family}, {given}"
    return family or stated("name", "literal", "full_name", "fullName")
