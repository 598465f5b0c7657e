"""This is where text is measured as a terminal shows it: in cells, two for a Chinese sign.

The only module besides the command line that knows rich, for its tables of widths.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from rich.cells import cell_len, chop_cells, set_cell_size

from sitegen.findings import printable


class Style(Enum):
    """How a piece of a line stands out."""

    PLAIN = "plain"
    """Not at all."""
    DIFFERS = "differs"
    """It is not what the other side says."""
    LABEL = "label"
    """It names what stands beside it."""
    STRONG = "strong"
    """It is to be seen first: the question, a key."""
    GOOD = "good"
    """It speaks for, or went well."""
    BAD = "bad"
    """It speaks against, or went wrong."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    """Printable, without line breaks."""

    style: Style = Style.PLAIN
    """How it stands out."""


Line = tuple[Span, ...]

# A word with the space before it; a wide sign is a word, since lines may break on both its sides.
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_EDGE = re.compile(rf"[{_WIDE}]")
_ATOM = re.compile(rf" *(?:[{_WIDE}][、。，．）」』？！：；]*|[^ {_WIDE}]+)| +$")


def shown(text: str) -> str:
    """*text* on one line, with nothing in it that steers a terminal."""
    return printable(" ".join(text.split()))


def width(text: str) -> int:
    """How many cells *text* takes."""
    return cell_len(text)


def padded(line: Line, cells: int) -> Line:
    """*line* with blanks up to a width of *cells*."""
    rest = cells - sum(cell_len(span.text) for span in line)
    return (*line, Span(" " * rest)) if rest > 0 else line


def cut(text: str, cells: int) -> str:
    """*text*, its end replaced by an ellipsis where it takes more than so many *cells*."""
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - 1)).rstrip() + "…"


def wrapped(spans: Sequence[Span], cells: int, most: int = 10**9) -> list[Line]:
    """*spans* as lines of at most so many *cells*, broken between words where that can be.

    Of more than *most* lines the rest is left out, and the last one ends in an ellipsis.
    """
    lines: list[Line] = []
    line: list[Span] = []
    room = cells = max(cells, 2)
    for word in _words(spans, cells):
        taken = sum(cell_len(piece.text) for piece in word)
        if taken > room and line:
            lines.append(_joined(line))
            if len(lines) > most:
                break
            line, room = [], cells
        if not line and word[0].text.startswith(" "):
            word = [Span(word[0].text.lstrip(), word[0].style), *word[1:]]
            taken = sum(cell_len(piece.text) for piece in word)
        line += (piece for piece in word if piece.text)
        room -= taken
    lines.append(_joined(line))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _ellipsed(lines[most - 1], cells)]


def _words(spans: Sequence[Span], cells: int) -> Iterator[list[Span]]:
    """What stays together, with the space before it; what fits no line comes in pieces."""
    word: list[Span] = []
    for atom in (Span(text, span.style) for span in spans for text in _ATOM.findall(span.text)):
        if word and (atom.text.startswith(" ") or _may_break(word[-1].text, atom.text)):
            yield from _pieces(word, cells)
            word = []
        word.append(atom)
    if word:
        yield from _pieces(word, cells)


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two pieces with no space between: beside a wide sign."""
    if before.endswith("[") or after.startswith("]"):
        return False
    return bool(_EDGE.search(before) or _EDGE.match(after))


def _pieces(word: list[Span], cells: int) -> Iterator[list[Span]]:
    """*word*, in pieces that fit so many *cells* if it does not itself."""
    if sum(cell_len(piece.text) for piece in word) <= cells:
        yield word
        return
    for span in word:
        yield from ([Span(piece, span.style)] for piece in chop_cells(span.text, cells))


def _joined(line: Sequence[Span]) -> Line:
    """*line* with neighbours of one style made one."""
    found: list[Span] = []
    for span in line:
        if found and found[-1].style is span.style:
            found[-1] = Span(found[-1].text + span.text, span.style)
        else:
            found.append(span)
    return tuple(found)


def _ellipsed(line: Line, cells: int) -> Line:
    """*line* with an ellipsis at its end, within so many *cells*."""
    if sum(cell_len(span.text) for span in line) + 2 <= cells:
        return _joined([*line, Span(" …")])
    last = line[-1]
    room = cells - sum(cell_len(span.text) for span in line[:-1]) - 1
    kept = set_cell_size(last.text, max(0, min(room, cell_len(last.text)))).rstrip()
    return _joined([*line[:-1], Span(kept, last.style), Span("…")])
