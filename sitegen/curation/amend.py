"""This is where decisions are written into ``curation.toml``.

All that stands in it already stays as it is: comments, order, line ends, layout.

Text in, text out. What the file says already is not said twice.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.curation.layout import Layout, Pair, Path, Span, parse
from sitegen.errors import ContentError, Location
from sitegen.findings import printable

PATH = "content/curation.toml"
LONGEST_COMMENT = 120
"""Characters of a comment behind a group: titles can be long."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK_OR_COMMENT = re.compile(r"[ \t]*(?:#[^\n]*)?")


def ruled(text: str, table: str, refs: Iterable[str], comment: str = "", path: str = PATH) -> str:
    """*text* with the group *refs* in the list *table*: ``same`` or ``not_same``.

    A group that the list holds, or a larger one with all of *refs*, is not added again.

    Raises:
        ContentError: *text* is not TOML, or *table* is no list in it; says the line.
    """
    mark, text = _unmarked(text)
    group = list(dict.fromkeys(_clean(ref) for ref in refs))
    data, layout = parse(text, path)
    groups = _expected(data.get(table, []), list, layout, (table,), path)
    if any(isinstance(one, list) and set(map(str, one)) >= set(group) for one in groups):
        return mark + text
    pair = _pair(layout, (table,))
    if pair is None and table in data:
        _expected(None, list, layout, (table,), path)
    if pair is None:
        behind = _comment(comment)
        lines = (f"{table} = [", f"  {_toml(group)},{behind}", "]")
        return mark + _above_tables(text, layout, lines)
    return mark + _with_item(text, pair.value, _toml(group), _comment(comment), own_line=True)


# Any: whatever TOML can say.
def corrected(text: str, key: str, field: str, value: Any, path: str = PATH) -> str:
    """*text* with a correction of the paper *key*: that *field* is *value*; None takes it away.

    Raises:
        ContentError: *text* is not TOML, or ``paper`` is no table in it; says the line.
    """
    mark, text = _unmarked(text)
    return mark + _stated(text, ("paper", _clean(key), field), "" if value is None else value, path)


def author(
    text: str,
    label: str,
    *,
    name: str | None = None,
    also: Sequence[str] = (),
    former: Sequence[str] = (),
    not_same: Sequence[str] = (),
    papers: Sequence[str] = (),
    path: str = PATH,
) -> str:
    """*text* with what is said about the person *label*: lists grow, a *name* is replaced.

    Raises:
        ContentError: *text* is not TOML, or ``author`` is no table in it; says the line.
    """
    mark, text = _unmarked(text)
    above = ("author", _clean(label))
    if name is not None:
        text = _stated(text, (*above, "name"), _clean(name), path)
    lists = {"also": also, "former": former, "not_same": not_same, "papers": papers}
    for field, words in lists.items():
        text = _grown(text, (*above, field), list(map(_clean, words)), path)
    return mark + text


def _unmarked(text: str) -> tuple[str, str]:
    """(byte order mark, if there is one, and the rest)."""
    rest = text.removeprefix("\ufeff")
    return text[: len(text) - len(rest)], rest


def _grown(text: str, target: Path, words: Sequence[str], path: str) -> str:
    """*text* with *words* in the list to which *target* leads."""
    data, layout = parse(text, path)
    listed = _at(data, layout, target, path)
    before = _expected([] if listed is None else listed, list, layout, target, path)
    for word in dict.fromkeys(word for word in words if word not in before):
        pair = _pair(parse(text, path)[1], target)
        if pair is None:
            text = _stated(text, target, [word], path)
        else:
            span = pair.value
            is_long = "\n" in text[span.start : span.end]
            text = _with_item(text, span, _toml(word), "", own_line=is_long)
    return text


def _stated(text: str, target: Path, value: Any, path: str) -> str:
    """*text* with *value* where *target* leads, in place of what may stand there."""
    data, layout = parse(text, path)
    before = _at(data, layout, target, path)
    if before == value and type(before) is type(value):
        return text
    pair = _pair(layout, target)
    if pair is not None:
        return text[: pair.value.start] + _toml(value) + text[pair.value.end :]
    if before is not None:
        _expected(before, type(value), layout, target, path)
    braces = [p for p in layout.pairs if p.value.opens == "{" and p.path == target[: len(p.path)]]
    if braces:
        inner = max(braces, key=lambda p: len(p.path))
        stated = f"{_dotted(target[len(inner.path) :])} = {_toml(value)}"
        return _with_item(text, inner.value, stated, "", own_line=False)
    header = next((h for h in layout.headers if h[0] == target[:-1]), None)
    if header is not None:
        own = [p for p in layout.pairs if p.header == header[0] and p.start > header[1]]
        end = max((p.value.end for p in own), default=header[2])
        return _after_line(text, end, (f"{_dotted(target[-1:])} = {_toml(value)}",))
    beside = [
        p
        for p in layout.pairs
        if p.path[: len(target) - 1] == target[:-1] and len(p.header) < len(target)
    ]
    if beside:
        last = max(beside, key=lambda p: p.start)
        name = _dotted(target[len(last.header) :])
        return _after_line(text, last.value.end, (f"{name} = {_toml(value)}",))
    lines = (f"[{_dotted(target[:-1])}]", f"{_dotted(target[-1:])} = {_toml(value)}")
    return _below_tables(text, layout, target, lines)


def _at(data: Any, layout: Layout, target: Path, path: str) -> Any:
    """The value in *data* to which *target* leads; None if there is none."""
    for n, name in enumerate(target):
        data = _expected(data, dict, layout, target[:n], path)
        if name not in data:
            return None
        data = data[name]
    return data


def _expected(value: Any, kind: type, layout: Layout, target: Path, path: str) -> Any:
    """*value*, which must be of a *kind* for anything to be written there."""
    if isinstance(value, kind):
        return value
    names = {list: "a list", dict: "a table", str: "text", int: "a number", bool: "true or false"}
    raise ContentError(
        f"`{_dotted(target)}` must be {names.get(kind, 'something else')}",
        at=Location(path, layout.line_of(target)),
        hint="correct it, and what was to be written there can be",
    )


def _pair(layout: Layout, target: Path) -> Pair | None:
    return next((pair for pair in layout.pairs if pair.path == target), None)


# Where things are put


def _with_item(text: str, span: Span, item: str, comment: str, *, own_line: bool) -> str:
    """*text* with *item* behind the last one of the list, or the table in braces, at *span*."""
    closing = span.end - 1
    last = span.items[-1][1] if span.items else span.start + 1
    if span.items and not span.comma:
        if not own_line:
            return f"{text[:last]}, {item}{text[last:]}"
        text = f"{text[:last]},{text[last:]}"
        closing, last = closing + 1, last + 1
    if not own_line:
        gap = " " if span.comma else ""
        before = text[:closing].rstrip(" \t") if span.items or span.opens == "[" else text[:closing]
        return f"{before}{gap}{item}{text[closing:]}"
    end = _line_end(text)
    indent = _indent(text, span)
    begins = text.rfind("\n", 0, closing) + 1
    if begins > span.start and not text[begins:closing].strip():
        return f"{text[:begins]}{indent}{item},{comment}{end}{text[begins:]}"
    before = text[:closing].rstrip(" \t")
    return f"{before}{end}{indent}{item},{comment}{end}{text[closing:]}"


def _indent(text: str, span: Span) -> str:
    """What stands before the last item of a list on its line, if nothing but blanks does."""
    if span.items:
        start = span.items[-1][0]
        begins = text.rfind("\n", 0, start) + 1
        if begins > span.start and not text[begins:start].strip(" \t"):
            return text[begins:start]
    return "  "


def _after_line(text: str, position: int, lines: Sequence[str], gap: bool = False) -> str:
    """*text* with *lines* below the line on which *position* is."""
    end = _line_end(text)
    stop = text.find("\n", position)
    head, tail = (text, "") if stop < 0 else (text[: stop + 1], text[stop + 1 :])
    if head and not head.endswith("\n"):
        head += end
    between = end if gap and head.strip() and not head.endswith(end * 2) else ""
    return head + between + "".join(line + end for line in lines) + tail


def _above_tables(text: str, layout: Layout, lines: Sequence[str]) -> str:
    """*text* with *lines* where values must stand that belong to no table: before the first."""
    free = [pair for pair in layout.pairs if not pair.header and not pair.is_inner]
    if free:
        return _after_line(text, free[-1].value.end, lines)
    if not layout.headers:
        return _after_line(text, len(text), lines, gap=True)
    # A comment right above a table is the table's.
    start = text.rfind("\n", 0, layout.headers[0][1]) + 1
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    end = _line_end(text)
    return text[:start] + "".join(line + end for line in lines) + end + text[start:]


def _below_tables(text: str, layout: Layout, target: Path, lines: Sequence[str]) -> str:
    """*text* with a new table behind the last one of its kind, else at the end."""
    kin = [n for n, header in enumerate(layout.headers) if header[0][:1] == target[:1]]
    if kin and kin[-1] + 1 < len(layout.headers):
        _, start, end = layout.headers[kin[-1]]
        following = layout.headers[kin[-1] + 1][1]
        inside = [p.value.end for p in layout.pairs if start < p.start < following]
        return _after_line(text, max(inside, default=end), lines, gap=True)
    return _after_line(text, len(text), lines, gap=True)


# How things are written


def _line_end(text: str) -> str:
    """How lines end in *text*: as its first one does."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _clean(text: str) -> str:
    """*text* as a file can hold it: half characters have no bytes."""
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


def _comment(text: str) -> str:
    """*text* as a comment at the end of a line; nothing if it is empty."""
    line = printable(" ".join(text.split()))
    if len(line) > LONGEST_COMMENT:
        line = f"{line[: LONGEST_COMMENT - 1]}…"
    return f"  # {line}" if line else ""


def _dotted(path: Path) -> str:
    return ".".join(name if _BARE.fullmatch(name) else _toml(name) for name in path)


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    # TOML takes JSON's escapes; the one sign that only TOML refuses is U+007F.
    return json.dumps(_clean(str(value)), ensure_ascii=False).replace("\x7f", "\\u007f")
