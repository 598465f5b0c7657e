"""This is where tables in plain text are read: CSV, TSV and their kin, with a header.

The grammar of a row is the csv module's. Which sign separates cells, which line is the header and
where a row ends is decided here: a quotation mark that nobody closed costs its own row only.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import columns

SUFFIXES = (".csv", ".tsv", ".tab")

_SIGNS = ("\t", ",", ";", "|")
_LINES_ABOVE = 12  # a header may stand below a title and the date of an export
_LONGEST_ROW = 400  # lines; an abstract with its paragraphs, not the rest of the file
_STATED = re.compile(r"\ufeff?\"?sep=(\t|[^\w\s\"\\])\"?[ \t]*", re.IGNORECASE)
_RULE = re.compile(r"[\s|:;,+=-]*-{3,}[\s|:;,+=-]*")
_CLOSING = r'(?:[^"{escape}]|""|{escape}.)*+"'
_UNCLOSED = re.compile(r'([^",;|\t\n])([,;|\t]")(?=[^",;|\t\n])')
_HINT = "put text that holds the separator or a line end between quotation marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """How a table is written."""

    sign: str
    """What separates its cells."""

    names: tuple[str, ...]
    """The names of its columns."""

    line: int
    """0-based line of its header."""

    below: int
    """0-based line below its header."""

    escape: str = ""
    """A backslash, if that is how quotation marks are written in it."""


def likelihood(text: str) -> float:
    """A table has a header that names a title and something else, and rows as long as that."""
    table = _table(text[:65536])
    if table is None:
        return 0.0
    below = text[:65536].lstrip("\ufeff").split("\n")[table.below :]
    first = next((line for line in below if line.strip()), "")
    if table.sign == "|" and _RULE.fullmatch(first):
        return 0.0  # a table of Markdown
    rows = [part.text for part, _ in zip(split(text[:65536], ""), range(40), strict=False)]
    if not rows:
        return 0.6
    cells = [len(_cells(row, table.sign, table.escape) or ()) for row in rows]
    wanted = len(table.names)
    full = sum(count == wanted or (wanted > 4 and abs(wanted - count) < 3) for count in cells)
    return 0.92 if full * 2 >= len(rows) else 0.3 if full * 4 >= len(rows) else 0.0


def _table(text: str) -> _Table | None:
    """The header that names most columns, in the uppermost lines; None if there is none."""
    best: tuple[int, _Table] | None = None
    lines = text.lstrip("\ufeff").split("\n")
    stated = _STATED.fullmatch(lines[0])
    for number, line in enumerate(lines[:_LINES_ABOVE]):
        if len(line) > 20_000:
            continue
        for sign in (stated[1],) if stated else _SIGNS:
            if sign not in line:
                continue
            end = _end_of_row(lines, number, sign, "", 10)
            names = _cells("\n".join(lines[number:end]), sign, "")
            score = columns.known(names) if names else 0
            if score and (best is None or score > best[0]):
                found = _Table(sign=sign, names=tuple(names or ()), line=number, below=end)
                best = score, found
    if best is None:
        return None
    found = best[1]
    escape = "\\" if '\\"' in text and '""' not in text.replace(f'{found.sign}""', "") else ""
    return _Table(
        sign=found.sign, names=found.names, line=found.line, below=found.below, escape=escape
    )


def _cells(row: str, sign: str, escape: str, *, is_quoted: bool = True) -> list[str] | None:
    """The cells of a row; None if the csv module refuses it."""
    lines = row.split("\n")
    try:
        found = list(
            csv.reader(
                [f"{line}\n" for line in lines[:-1]] + lines[-1:],
                delimiter=sign,
                quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
                escapechar=escape or None,
                doublequote=not escape,
                skipinitialspace=sign != "\t",
            )
        )
    except csv.Error:
        return None
    return [cell for part in found for cell in part]


def _end_of_row(lines: list[str], start: int, sign: str, escape: str, most: int) -> int:
    """The line below the row that begins at line *start*; *start* itself if it is never closed."""
    closing = _closing(escape)
    is_open = False
    for number in range(start, min(start + most, len(lines))):
        is_open = _is_open_after(lines[number], sign, closing, is_open=is_open)
        if not is_open:
            return number + 1
    return start


def _closing(escape: str) -> re.Pattern[str]:
    return _CLOSE_ESCAPED if escape else _CLOSE


_CLOSE = re.compile(r'(?:[^"]|"")*+"')
_CLOSE_ESCAPED = re.compile(r'(?:[^"\\]|\\.|"")*+"', re.DOTALL)


def _is_open_after(line: str, sign: str, closing: re.Pattern[str], *, is_open: bool) -> bool:
    """Whether a quotation mark is open at the end of *line*, if one was or was not before it."""
    if '"' not in line:
        return is_open
    position = 0
    while True:
        if not is_open:
            while line[position : position + 1] == " ":
                position += 1
            is_open = line[position : position + 1] == '"'
            position += is_open
        while is_open:
            end = closing.match(line, position)
            if not end:
                return True
            position = end.end()
            rest = line[position : position + 1]
            # A mark that no separator follows is part of the text.
            is_open = rest not in ("", sign) and line[position:].lstrip(" ")[:1] not in ("", sign)
        position = line.find(sign, position) + 1
        if not position:
            return False


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each row below the header that has something in it."""
    table = _table(text[:65536])
    if table is None:
        return
    lines = text.lstrip("\ufeff").split("\n")
    people = columns.separator(table.names, lines[table.below : table.below + 300])
    context = (
        ("sign", table.sign),
        ("escape", table.escape),
        ("people", people),
        *(("column", name) for name in table.names),
    )
    header = "\n".join(lines[table.line : table.below]).strip()
    number, patience = table.below, len(lines) + 20 * _LONGEST_ROW
    while number < len(lines):
        end = number + 1
        if '"' in lines[number]:
            end = _end(lines, number, table, min(_LONGEST_ROW, patience))
            patience -= 0 if end > number + 1 else _LONGEST_ROW
        row = "\n".join(lines[number:end])
        if row.strip(f'{table.sign}" \t\n\x0c') and row.strip() != header:
            yield Part(path=path, text=row, line=number + 1, context=context, entries=1)
        number = end


def _end(lines: list[str], number: int, table: _Table, most: int) -> int:
    """The line below the row that begins at line *number*."""
    end = _end_of_row(lines, number, table.sign, table.escape, max(most, 1))
    if end <= number + 1:
        return number + 1
    # What a text runs through is no row of its own: a mark that closes it would stand astray.
    within = [line for line in lines[number + 1 : min(end, number + 4)] if line.strip()]
    if within and all(_is_row(line, table) for line in within):
        return number + 1
    joined = _cells("\n".join(lines[number:end]), table.sign, table.escape)
    return end if joined is not None and len(joined) <= len(table.names) + 1 else number + 1


def _is_row(line: str, table: _Table) -> bool:
    """Whether a line by itself is a row, with all its quotation marks in their places."""
    if _is_open_after(line, table.sign, _closing(table.escape), is_open=False):
        return False
    cells = _cells(line, table.sign, table.escape)
    return cells is not None and len(cells) == len(table.names) > 2 and not _has_stray(line, table)


def _has_stray(line: str, table: _Table) -> bool:
    """Whether a quotation mark stands in the middle of a cell that none opens."""
    sign = re.escape(table.sign)
    return (
        re.search(rf'[^{sign}"\s][ ]*"(?=[{sign}]|$)', re.sub(r'"(?:[^"]|"")*+"', "", line))
        is not None
    )


def _closed(row: str, sign: str, escape: str, count: int) -> list[str] | None:
    """The cells of a row in which one quotation mark is missing; None if that is not what is."""
    for before, _ in zip(_UNCLOSED.finditer(row), range(40), strict=False):
        cells = _cells(f'{row[: before.end(1)]}"{row[before.end(1) :]}', sign, escape)
        if cells is not None and len(cells) == count and not any('"' in cell for cell in cells):
            return cells
    return None


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a row."""
    at = Location(part.path, part.line)
    sign, escape, people = (value for _, value in part.context[:3])
    names = [value for _, value in part.context[3:]]
    is_open = False
    for line in part.text.split("\n"):
        is_open = _is_open_after(line, sign, _closing(escape), is_open=is_open)
    cells = _cells(part.text, sign, escape, is_quoted=not is_open)
    if cells is None:
        message = f"not a row of the table: {quoted(part.text)}"
        yield quarantined("bad-row", message, at, part.text, hint=_HINT)
        return
    if is_open:
        cells = [cell.strip().strip('"') for cell in cells]
    if '"' in part.text and len(cells) < len(names):
        closed = _closed(part.text, sign, escape, len(names))
        is_open, cells = (True, closed) if closed else (is_open, cells)
    fields, own, is_key = columns.fields(names, cells, people)
    yield Entry(fields=tuple(fields), at=at, id=own, is_key=is_key)
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    if is_open:
        message = "a quotation mark that is not closed"
    elif len(cells) != len(names):
        message = f"a row of {len(cells)} cells below a header of {len(names)}"
    else:
        return
    # Some programs leave out the last cells of a row if these are empty.
    is_short = len(cells) < len(names) and '"' not in part.text
    yield Finding(
        code="bad-row",
        message=f"{message}: {quoted(part.text)}",
        at=at,
        severity=Severity.NOTE if is_short else Severity.WARNING,
        hint=_HINT,
    )
