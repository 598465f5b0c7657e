"""This is where entries in another format, shown as code in a Markdown document, are set apart."""

from collections.abc import Callable
from dataclasses import dataclass

from sitegen.parsing import blocks, evidence
from sitegen.parsing.blocks import Line

_MARKS = ("```", "~~~")


@dataclass(frozen=True, slots=True)
class Apart:
    """A document in two, each with as many lines as it had: what is in one is blank in the other.

    So that whatever is read of either has its place in the document.
    """

    document: str
    """The document without the entries."""

    code: str
    """The entries alone."""

    headings: tuple[tuple[int, str], ...]
    """(number, text) of the headings that had nothing below but entries; they are in neither."""


def apart(text: str, is_meant: Callable[[str], bool], *, is_list: bool) -> Apart | None:
    """*text* without the fenced code that *is_meant*, and that code; None if there is none.

    How a list is itself to be cited, as a section of its own says, is no entry of it.
    """
    if not any(mark in text for mark in _MARKS):
        return None
    lines = blocks.lines(text)
    document = text.split("\n")
    code = [""] * len(document)
    own = _under_furniture(lines) if is_list else set[int]()
    found = [
        fence
        for fence in _fences(lines)
        if fence[0] not in own and is_meant("".join(f"{document[n]}\n" for n in fence[1:-1]))
    ]
    if not found:
        return None
    for fence in found:
        for n in fence[1:-1]:
            code[n] = document[n]
        for n in fence:
            document[n] = ""
    taken = _emptied(lines, document, {fence[0] for fence in found})
    headings = tuple((n + 1, lines[n].text) for n in taken)
    for n in taken:
        document[n] = ""
        if not "".join(line.text for line in lines[n + 1 : n + 2]).strip():
            document[n + 1 : n + 2] = [""] * len(document[n + 1 : n + 2])  # its underline
    return Apart("\n".join(document), "\n".join(code), headings)


def _fences(lines: list[Line]) -> list[range]:
    """The lines of each fenced block, the fences included."""
    found: list[range] = []
    opened: int | None = None
    for n, line in enumerate(lines):
        if line.hidden != "code":
            opened = None
        elif opened is None:
            opened = n
        elif _closes(line.text, lines[opened].text):
            found.append(range(opened, n + 1))
            opened = None
    return found


def _under_furniture(lines: list[Line]) -> set[int]:
    """The lines below headings that no papers stand under, like "Citation"."""
    found: set[int] = set()
    is_furniture = False
    for n, line in enumerate(lines):
        known = None if line.hidden else blocks.heading(line.text)
        if known:
            is_furniture = evidence.is_furniture(evidence.heading(known[1]))
        if is_furniture:
            found.add(n)
    return found


def _closes(text: str, opening: str) -> bool:
    sign = opening.lstrip()[:1]
    return text.lstrip().startswith(sign * 3) and not text.strip().strip(sign)


def _emptied(lines: list[Line], document: list[str], fenced: set[int]) -> list[int]:
    """The headings below which there was code that is gone, and nothing else is left."""
    headings = {
        n: known[0]
        for n, line in enumerate(lines)
        if not line.hidden and (known := blocks.heading(line.text))
    }
    texts, codes = [0], [0]  # how many there are above each line
    for n, line in enumerate(document):
        is_text = n not in headings and line.strip() and lines[n].text.strip()
        texts.append(texts[-1] + bool(is_text))
        codes.append(codes[-1] + (n in fenced))
    taken: list[int] = []
    below: list[int] = []  # headings that may end the section of one above
    for n in reversed(headings):
        while below and headings[below[-1]] > headings[n]:
            below.pop()
        end = below[-1] if below else len(document)
        below.append(n)
        if codes[n] < codes[end] and texts[n] == texts[end]:
            taken.append(n)
    return taken[::-1]
