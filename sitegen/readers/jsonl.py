"""This is where JSON Lines is read: a flat object a line (https://jsonlines.org)."""

import json
from collections.abc import Iterator

from sitegen.errors import Location
from sitegen.findings import Finding, quarantined, quoted
from sitegen.model.entry import Entry

_HINT = "each line must be one complete JSON object"
_NAMES = {
    "author": "authors",
    "authors": "authors",
    "keywords": "keywords",
    "tags": "keywords",
    "journal": "venue",
    "booktitle": "venue",
    "issue": "number",
}


def likelihood(text: str) -> float:
    """JSON Lines begins with an object that is closed, or at least goes on, on its line."""
    first = text.lstrip()[:4096].split("\n", 1)[0].strip()
    if not first.startswith("{"):
        return 0.0
    return 1.0 if '"' in first and (":" in first or first.endswith("}")) else 0.0


def read(text: str, path: str) -> Iterator[Entry | Finding]:
    """An entry for each line that is not blank."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        at = Location(path, number)
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
            continue
        if not isinstance(value, dict):
            message = f"not a JSON object: {quoted(line)}"
            yield quarantined("bad-json", message, at, line, hint=_HINT)
            continue
        yield _entry(value, at)


def _entry(value: dict[str, object], at: Location) -> Entry:
    own = value.get("id")
    fields = [
        (name, text)
        for key, content in value.items()
        if key != "id"
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
    if isinstance(content, dict) and isinstance(content.get("family") or content.get("name"), str):
        family, given = content.get("family") or content["name"], content.get("given")
        return f"{family}, {given}" if given else str(family)
    return json.dumps(content, ensure_ascii=False)
