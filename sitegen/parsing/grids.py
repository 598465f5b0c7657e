"""This is where the rows of Markdown tables are taken apart, by what their columns are called."""

import re
from collections.abc import Mapping, Sequence

from sitegen.parsing import headers, inline, listed, offers, segments, venues
from sitegen.parsing.segments import Fields

_BAR = re.compile(r"\\.|`+|\|", re.DOTALL)
_LINKS = frozenset({"url", "pdf", "code", "data", "video", "slides", "doi", "arxiv", "acl", "link"})
_METRICS = re.compile(
    r"\b(?:acc(?:uracy)?|bleu|f1|map|score|params?|flops|rank|wer|cer|rouge|auc|fps|size|top-?[15]|"
    r"epochs?|hours|latency|memory|mse|psnr|ssim|recall|precision|#)\b|%",
    re.IGNORECASE,
)
_NOTHING = frozenset(
    {"", "-", "--", "–", "—", "n/a", "na", "none", "x", "✗", "❌", "/", "\\", "tbd"}
)


def cells(row: str, wanted: int = 0) -> list[str]:
    """The cells of a row. An escaped bar is a bar within a cell; so is one within code, if the row
    would have more than *wanted* cells otherwise."""
    strict = _cells(row, in_code=False)
    return (
        strict
        if not wanted or len(strict) <= wanted or "`" not in row
        else _cells(row, in_code=True)
    )


def _cells(row: str, *, in_code: bool) -> list[str]:
    text = row.strip()
    found: list[str] = []
    start = at = 0
    while sign := _BAR.search(text, at):
        at = sign.end()
        if sign[0][0] == "`" and in_code:
            close = text.find(sign[0], at)
            at = close + len(sign[0]) if close >= 0 else at
        elif sign[0] == "|":
            found.append(text[start : sign.start()])
            start = at
    found.append(text[start:])
    if text.startswith("|"):
        found = found[1:]
    if len(found) > 1 and not found[-1].strip():
        found = found[:-1]
    return [cell.replace("\\|", "|").strip() for cell in found]


def columns(header: str, rows: Sequence[str]) -> tuple[str, ...] | None:
    """What each column holds: a field of an entry, or its own name; None if none holds titles.

    A column that is called "Paper" may hold titles or links: the first rows decide.
    """
    names = [" ".join(_words(cell).split()) for cell in cells(header)]
    found = [headers.field(name) or headers.normal(name) for name in names]
    sample = [cells(row, len(names)) for row in rows[:30]]
    at = _title_column(names, found, sample)
    if at is None:
        return None
    found = ["note" if name == "title" and n != at else name for n, name in enumerate(found)]
    return (*found[:at], "title", *found[at + 1 :])


def _title_column(names: list[str], found: list[str], sample: list[list[str]]) -> int | None:
    named = [n for n, name in enumerate(found) if name == "title"]
    maybe = sorted(
        (n for n, name in enumerate(names) if headers.normal(name) in headers.MAYBE_TITLES),
        key=lambda n: headers.MAYBE_TITLES.index(headers.normal(names[n])),
    )
    for n in (*named, *maybe):
        if _hold_titles([row[n] for row in sample if len(row) > n]):
            return n
    if named:
        return named[0]
    # No column says so: the first one whose cells are titles, if the others are no measurements.
    rest = [n for n, name in enumerate(found) if name not in headers.HEADERS.values()]
    for n in rest:
        values = [row[n] for row in sample if len(row) > n]
        linked = sum("](http" in value for value in values)
        is_long = sum(len(_words(value).split()) > 3 for value in values)
        if values and is_long * 2 > len(values) and linked * 2 > len(values):
            return n
    is_measured = any(_METRICS.search(name) for name in names)
    return maybe[0] if maybe and not is_measured and len(names) > 1 else None


def _hold_titles(values: list[str]) -> bool:
    """Whether most cells hold words that may be a title: more than a label or an abbreviation."""
    stated = [value for value in values if value.lower() not in _NOTHING]
    titles = sum(
        len(words.split()) > 2 and not offers.is_label(words) for words in map(_words, stated)
    )
    return bool(stated) and titles * 2 >= len(stated)


def is_measured(header: str) -> bool:
    """Whether the columns of a table are measurements, so that its rows are surely no papers."""
    return any(_METRICS.search(cell) for cell in cells(header))


def _words(cell: str) -> str:
    return "".join(p.text for p in inline.pieces(cell[:2000], {}) if not p.is_image).strip()


def fields(row: str, names: Sequence[str], references: Mapping[str, str]) -> tuple[str, Fields]:
    """The title and the fields of a row whose columns hold *names*."""
    title, found = "", []
    for position, cell in enumerate(cells(row, len(names))):
        name = names[position] if position < len(names) else "note"
        if cell.lower() in _NOTHING:
            continue
        if name == "title":
            title, more = _title(cell, references)
            found += more
        else:
            found += _cell(name, cell, references)
    return title, _with_one_note(found)


def _title(cell: str, references: Mapping[str, str]) -> tuple[str, Fields]:
    """The title in its cell, and what else stands there: links, names on a line of their own."""
    pieces = inline.pieces(cell[: listed.LONGEST], references)
    is_plain = not any(p.address or p.is_bold or p.is_image or "\n" in p.text for p in pieces)
    if is_plain:
        return " ".join("".join(p.text for p in pieces).split()) + cell[listed.LONGEST :], []
    return listed.item(cell, (), references)


def _with_one_note(found: Fields) -> Fields:
    notes = [value for name, value in found if name == "note"]
    kept = [pair for pair in found if pair[0] != "note"]
    return [*kept, ("note", "; ".join(notes))] if notes else kept


def _cell(name: str, cell: str, references: Mapping[str, str]) -> Fields:
    """The fields of a cell in a column that holds *name*."""
    is_short = len(cell) <= listed.LONGEST
    pieces = listed.without_badges(inline.pieces(cell, references)) if is_short else []
    shown = "".join(p.text for p in pieces if not p.is_image) if is_short else cell
    if name in ("authors", "editors", "keywords"):
        shown = re.sub(r"[,;]?[ \t]*\n\s*", ", ", shown)
    words = " ".join(shown.split())
    linked = [p for p in pieces if p.address and not p.address.startswith("#")]
    if name == "title":
        return []
    found: Fields = []
    if linked:
        found = [pair for piece in linked for pair in _link(name, piece)]
        rest = "".join(p.text for p in pieces if p.address is None and not p.is_image).strip(
            " ,;/|·"
        )
        if name in _LINKS or name == "note":
            known = segments.sort(rest) if rest else segments.Sorted()
            notes: Fields = [("note", part) for part in known.rest if not offers.is_label(part)]
            return [*found, *known.fields, *notes]
    if not words or (offers.is_label(words) and name not in ("note", "venue", "year", "date")):
        return found if linked else ([(name, words)] if words and name not in _LINKS else [])
    if name == "venue" and (venue := venues.of(words)):
        return [*segments.of_venue(venue), *found]
    if name in ("year", "date") and (date := segments.of_date(words)):
        return [*date, *found]
    if name in _LINKS and name not in ("doi", "arxiv", "acl") and "://" not in words:
        return [("note", f"{name}: {words}")]
    return [(name or "note", words), *found]


def _link(name: str, piece: inline.Piece) -> Fields:
    """The fields that a link in a column that holds *name* fills."""
    address = piece.address or ""
    if offers.is_label(piece.text) or piece.is_image or name in _LINKS:
        label = piece.text if offers.is_label(piece.text) and "://" not in piece.text else name
        return offers.fields(
            f"{label} {name}" if name in _LINKS - {"url", "link"} else label, address
        )
    if name in ("venue", "year", "date"):
        return offers.fields("", address)
    return [("link", f"{piece.text.strip()} {address}")]


def without_titles(header: str, rows: Sequence[str]) -> tuple[str, ...] | None:
    """What the columns of a table of papers hold that states no titles; None if it has no papers.

    Such a table links to papers in most rows, and measures nothing.
    """
    linked = sum(
        re.search(r"arxiv\.org/|doi\.org/|openreview\.net/|\.pdf\b", row) is not None
        for row in rows
    )
    if is_measured(header) or linked * 2 <= len(rows):
        return None
    return tuple(
        headers.field(_words(cell)) or headers.normal(_words(cell)) for cell in cells(header)
    )
