"""This is where marked text is taken apart: text with emphasis, indices and mathematics in it.

Marked text is what a title, an abstract and a note are kept as. The marks are those that CSL-JSON
defines for "rich text" (citeproc-js manual), with a short form of small capitals:

    <i>..</i>  <b>..</b>  <sub>..</sub>  <sup>..</sup>  <sc>..</sc>     pairs, which may nest
    $..$                                                                 mathematics, in TeX

A sign without its partner, and every other tag, is text. So is a dollar that is money: between the
dollars of a formula there is no space at the edges, and no digit follows the second.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = ("i", "b", "sub", "sup", "sc")
"""Names of the marks, mathematics apart."""

_TOKEN = re.compile(
    r"(?<!\\)\$(?=[^\s$])((?:[^$\\]|\\.)*?)(?<=[^\s\\])\$(?!\d)|<(/?)(i|b|sub|sup|sc)>"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text whose letters share their marks."""

    text: str
    """The letters; of mathematics the TeX between the dollars."""

    marks: tuple[str, ...] = ()
    """Names of its marks, the outermost first."""

    is_math: bool = False
    """Whether it is mathematics."""


def is_plain(text: str) -> bool:
    """Whether there is certainly no mark in *text*: it looks for the signs only."""
    return "<" not in text and "$" not in text


def runs(text: str) -> tuple[Run, ...]:
    """The runs of marked *text*, in order."""
    if is_plain(text):
        return (Run(text),) if text else ()
    return tuple(_runs(text))


def plain(text: str) -> str:
    """*text* without its marks; mathematics as its TeX, without the dollars."""
    return text if is_plain(text) else "".join(run.text for run in runs(text))


def _runs(text: str) -> Iterator[Run]:
    tokens = [*_TOKEN.finditer(text)]
    paired = _pairs(tokens)
    marks: list[str] = []
    words, end = "", 0
    for position, token in enumerate(tokens):
        if token[1] is None and position not in paired:
            continue
        words += text[end : token.start()]
        end = token.end()
        if words:
            yield Run(words, tuple(marks))
            words = ""
        if token[1] is not None:
            yield Run(token[1], tuple(marks), is_math=True)
        elif token[2]:
            marks.pop()
        else:
            marks.append(token[3])
    if end < len(text):
        yield Run(text[end:], tuple(marks))


def _pairs(tokens: list[re.Match[str]]) -> set[int]:
    """Positions of the tags that have a partner, properly nested."""
    paired: set[int] = set()
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token[1] is not None:
            continue
        if not token[2]:
            opened.append(position)
        elif any(tokens[n][3] == token[3] for n in opened):
            while tokens[opened[-1]][3] != token[3]:
                opened.pop()
            paired |= {opened.pop(), position}
    return paired
