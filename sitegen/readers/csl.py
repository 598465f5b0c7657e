"""This is where CSL is read: the JSON and the YAML that citation processors take.

The variables are those of CSL 1.0.2 and of CSL-M; pandoc writes them as YAML, with Markdown in
titles, Zotero and Mendeley as JSON, with HTML. Lines "name: value" in a note are variables too, as
in Zotero's field Extra.
"""

import re
from collections.abc import Iterator

from sitegen.errors import Location
from sitegen.findings import Finding, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import csl_items, json_elements, json_parts, json_repair, json_text, yaml_text

SUFFIXES = (".json", ".yaml", ".yml")

_HINT = "each item must be one complete object with a title"
_YAML_HINT = "put text with signs in it between quotation marks, and indent with spaces"
_LIST = re.compile(r"^(?:references|bibliography|items)[ \t]*:[ \t]*(?:#.*)?$", re.MULTILINE)
_ITEM = re.compile(
    r"^([ \t]*)-(?:[ \t]+(?=[^\s\-])|[ \t]*\n\1[ \t]+(?=[^\s\-])|[ \t]*$)", re.MULTILINE
)
_FIRST_ID = re.compile(r"[ \t]*-[ \t]+id:")
_HEADLESS = re.compile(r"(?:[^\w\n]{0,40}|[ \t]*\S-?[ \t])id:")
_FIELD = re.compile(r"^[ \t]*(?:-[ \t]+)?[\"']?([\w-]+)[\"']?[ \t]*:(?:[ \t]|$)", re.MULTILINE)
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def likelihood(text: str) -> float:
    """CSL is JSON whose objects have variables of CSL, or a YAML list of such."""
    if json_text.is_json(text[:65536]):
        return 0.95 if _is_csl_json(text) else 0.0
    return 0.95 if _is_csl_yaml(text) else 0.0


def _is_csl_json(text: str) -> bool:
    seen = votes = 0
    for element, _ in zip(json_elements.elements(text), range(50), strict=False):
        try:
            value, repairs = json_text.load(text[element.start : element.end])
        except json_repair.Refused:
            continue
        if isinstance(value, dict) and json_repair.HARMLESS.issuperset(repairs):
            seen += 1
            votes += csl_items.is_csl(value)
        if seen == 10:
            break
    return votes * 2 > seen


def _is_csl_yaml(text: str) -> bool:
    start = _start_of_list(text[:65536])
    if start is None:
        return False
    names = [found[1] for found in _FIELD.finditer(text[start : start + 16384])]
    return "title" in names and len(csl_items.VARIABLES.intersection(names)) > 2


def _start_of_list(text: str) -> int | None:
    """Where the first item of the list in a YAML text begins; None if there is none."""
    after = 0
    named = _LIST.search(text)
    if named:
        after = named.end()
    else:
        body = re.match(r"\ufeff?(?:\s|#[^\n]*\n|---[ \t]*\n|%[^\n]*\n)*+", text)
        after = text.rfind("\n", 0, body.end()) + 1 if body else 0
    first = _ITEM.search(text, after)
    if not first or (text[after : first.start()].strip(" \t\n\ufeff") and not named):
        return None
    between = re.sub(r"(?m)^\s*#.*$", "", text[after : first.start()])
    return first.start() if not between.strip("\ufeff \t\n") else None


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each item."""
    if json_text.is_json(text[:65536]):
        yield from json_parts.split(text, path)
        return
    start = _start_of_list(text)
    if start is None:
        return
    indent = (found := _ITEM.match(text, start)) and found[1]
    # An item that begins with its id begins there even if its dash is damaged.
    headless = (
        rf"|(?<!-\n){indent}(?:[^\w\n]{{0,3}}|\S-?[ \t])id:" if _FIRST_ID.match(text, start) else ""
    )
    item = re.compile(rf"^(?:{indent}-(?=[ \t]|$){headless})", re.MULTILINE)
    starts = [begin.start() for begin in item.finditer(text, start)]
    line, counted = 1, 0
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", counted, begin)
        counted = begin
        yield Part(
            path=path, text=text[begin : _end(text, begin, end, indent or "")], line=line, entries=1
        )
        if _END.search(text, begin, end):
            return


def _end(text: str, begin: int, end: int, indent: str) -> int:
    """Where an item ends: before the end of the document, or what follows the last item."""
    stop = _END.search(text, begin, end)
    is_last = stop is not None or end == len(text)
    end = stop.start() if stop else end
    if is_last:
        outside = re.compile(
            rf"^(?=[^\s#])(?!{indent}-){'' if indent else '[A-Za-z]'}", re.MULTILINE
        )
        stop = outside.search(text, text.find("\n", begin) + 1 or end, end)
        end = stop.start() if stop else end
    return end


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of an item."""
    at = Location(part.path, part.line)
    headless = _HEADLESS.match(part.text)
    if headless and not _FIRST_ID.match(part.text):
        below = re.search(r"\n([ \t]*)  \S", part.text)
        text = f"{below[1] if below else ''}- {part.text[headless.end() - 3 :]}"
        yield from _read_yaml(text, at, ("a missing dash",))
    elif part.text.lstrip(" \t\ufeff").startswith("-"):
        yield from _read_yaml(part.text, at)
    else:
        yield from _read_json(part, at)


def _read_yaml(text: str, at: Location, odd: tuple[str, ...] = ()) -> Iterator[Entry | Finding]:
    try:
        value, repairs = yaml_text.load(text)
    except yaml_text.Refused as problem:
        message = f"not valid YAML: {problem.reason}: {quoted(text)}"
        place = Location(at.path, at.line + min(problem.line, text.rstrip().count("\n")))
        yield quarantined("bad-yaml", message, place, text.rstrip(), hint=_YAML_HINT)
        return
    item = value[0] if isinstance(value, list) and value else None
    if not isinstance(item, dict):
        message = f"an item of a list that has no fields: {quoted(text)}"
        yield quarantined("bad-yaml", message, at, text.rstrip(), hint=_YAML_HINT)
        return
    yield csl_items.entry(item, at, is_markdown=True)
    if repairs or odd:
        yield Finding(
            code="yaml-repaired",
            message=f"not quite YAML: {', '.join((*odd, *repairs))}",
            at=at,
            hint=_YAML_HINT,
        )


def _read_json(part: Part, at: Location) -> Iterator[Entry | Finding]:
    value, found = json_parts.read(part, _HINT)
    if value is not None:
        yield csl_items.entry(value, at, is_markdown=False, name=json_parts.name(part))
    yield from found
