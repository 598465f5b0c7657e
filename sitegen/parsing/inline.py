"""This is where one paragraph of Markdown is taken apart: its words, what is emphasised, its links.

Unlike a CommonMark parser it forgives what people write by hand ("[Title] (https://...)", a title
in bold with the next word glued on), takes the HTML that lists are full of, and needs time in
proportion to the length of the text, whatever the text is.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sitegen.text import links

_LONGEST_LABEL = 2000
_LONGEST_ADDRESS = 3000
_DEEPEST = 3  # brackets within the label of a link within a label

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,500}?\bhref\s*=\s*[\"']?([^\"'<>\s]{1,2000})[\"']?[^<>]{0,500}>(.{0,600}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_IMG = re.compile(r"<img\b[^<>]{0,1000}>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^<>]{0,100}>(.{0,600}?)</summary>", re.IGNORECASE | re.DOTALL)
_BOLD = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_ITALIC = re.compile(r"</?(?:i|em)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|big|blockquote|center|cite|code|dd|del|details|div|dl|dt|font|h[1-6]|hr|ins|kbd|li|"
    r"mark|nobr|ol|p|picture|q|s|samp|section|small|source|span|strike|summary|svg|table|tbody|td|"
    r"th|thead|tr|tt|u|ul|var|video)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{2,40}:(?![\w:])")
_SPECIAL = re.compile(
    r"https?://[^\s<>\"{}|\\^`]+|\\.|`+|!?\[|\]|<(?=https?://)|\*+|_+|~~|\$", re.DOTALL
)
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_MATH = re.compile(r"\$(?=[^\s$])[^$\n]{0,300}?[^\s\\]?\$(?!\d)")
_HAS_LINK = re.compile(r"(?<!!)\[[^\[\]]{0,300}\]\(")
_TITLE_OF_LINK = re.compile(r"\s+(?:\"[^\"]{0,500}\"|'[^']{0,500}'|\([^()]{0,500}\))\s*$")
_BARE = re.compile(r"\(\s*(https?://[^\s()]{1,2000})")
_NAME = re.compile(r" ?\[([^\[\]]{0,300})\]")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that share their marks, or a link."""

    text: str
    """The words: of a link its label, of an image its description."""

    address: str | None = None
    """Where a link leads."""

    is_bold: bool = False
    """Whether it is strongly emphasised."""

    is_italic: bool = False
    """Whether it is emphasised."""

    is_code: bool = False
    """Whether it is code."""

    is_image: bool = False
    """Whether it is an image, or a link whose label is nothing but one."""


def pieces(text: str, references: Mapping[str, str]) -> tuple[Piece, ...]:
    """The pieces of one paragraph, in order; "\\n" is a line break that the writer set.

    *references* are the addresses of links like "[label][name]", by name in lower case.
    """
    return tuple(_joined(_pieces(_without_html(text), references, 0)))


def _without_html(text: str) -> str:
    """*text* with the HTML that Markdown has marks for in these marks; other tags are taken off."""
    text = text.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " ")
    if "<" in text:
        text = _IMG.sub("", _BREAK.sub("\n", text))
        text = _ANCHOR.sub(lambda a: f"[{' '.join(a[2].split())}](<{a[1]}>)", text)
        text = _SUMMARY.sub(r"\n\1:\n", text)
        text = _TAG.sub("", _ITALIC.sub("*", _BOLD.sub("**", text)))
    return _SHORTCODE.sub("", text) if ":" in text else text


def _pieces(text: str, references: Mapping[str, str], depth: int) -> list[Piece]:
    closing = _closing(text)
    found: list[Piece | str] = []  # a mark is a string: "**", "*", "__", "_", "~~"
    words: list[str] = []
    flanks: dict[int, tuple[bool, bool]] = {}  # (may open, may close) by position in found

    def flush() -> None:
        run = "".join(words)
        if run:
            found.append(Piece(html.unescape(run) if "&" in run else run))
        words.clear()

    at = 0
    while special := _SPECIAL.search(text, at):
        start, sign = special.start(), special[0]
        words.append(text[at:start])
        at = special.end()
        if sign[0] == "h":
            address = links.split(sign)[0][0]
            flush()
            found.append(Piece(address, address))
            at = start + len(address)
        elif sign[0] == "\\":
            words.append(sign[1] if sign[1] in _ESCAPABLE else sign)
        elif sign[0] == "`":
            close = text.find(sign, at, at + _LONGEST_LABEL)
            if close < 0:
                words.append(sign)
                continue
            flush()
            found.append(Piece(" ".join(text[at:close].split()), is_code=True))
            at = close + len(sign)
        elif sign == "$":
            formula = _MATH.match(text, start)
            words.append(formula[0] if formula else sign)
            at = formula.end() if formula else at
        elif sign == "<":
            link = _AUTOLINK.match(text, start)
            if link:
                flush()
                found.append(Piece(link[1], link[1]))
                at = link.end()
            else:
                words.append(sign)
        elif sign.endswith("["):
            bracket = at - 1
            linked = _link(text, bracket, closing, references, depth)
            if linked is None:
                words.append(sign)
                continue
            flush()
            piece, at = linked
            found.append(replace(piece, is_image=True) if sign == "![" else piece)
        elif sign == "]":
            words.append(sign)
        else:
            flush()
            for mark in _marks(sign):
                flanks[len(found)] = _flanks(text, start, at, sign)
                found.append(mark)
    words.append(text[at:])
    flush()
    return _emphasised(found, flanks)


def _closing(text: str) -> dict[int, int]:
    """The position of the closing partner of each "[" and "(" that has one."""
    pairs: dict[int, int] = {}
    opened: dict[str, list[int]] = {"]": [], ")": []}
    for sign in re.finditer(r"\\.|[\[\]()]", text, re.DOTALL):
        if sign[0] in "[(":
            opened["]" if sign[0] == "[" else ")"].append(sign.start())
        elif opened.get(sign[0]):
            pairs[opened[sign[0]].pop()] = sign.start()
    return pairs


def _link(
    text: str, start: int, closing: Mapping[int, int], references: Mapping[str, str], depth: int
) -> tuple[Piece, int] | None:
    """The link whose "[" is at *start*, and where the text goes on; None if it is none."""
    end = closing.get(start)
    if end is None or end - start > _LONGEST_LABEL or depth >= _DEEPEST:
        return None
    label = text[start + 1 : end]
    address, after = _destination(text, end + 1, closing)
    if address is None:
        address, after = _referred(text, label, end + 1, references)
    if address is None or (_HAS_LINK.search(label) and not address.startswith("#")):
        return None
    inner = _pieces(label, references, depth + 1) if re.search(r"[\\`\[!*_<~&]", label) else None
    if inner is None:
        return Piece(" ".join(label.split()), address), after
    shown = [piece for piece in inner if piece.text.strip()]
    return (
        Piece(
            " ".join("".join(piece.text for piece in inner).split()),
            address,
            is_bold=bool(shown) and all(piece.is_bold for piece in shown),
            is_italic=bool(shown) and all(piece.is_italic for piece in shown),
            is_image=bool(inner) and all(piece.is_image for piece in inner if piece.text.strip()),
        ),
        after,
    )


def _destination(text: str, at: int, closing: Mapping[int, int]) -> tuple[str | None, int]:
    """The address in the brackets at *at*, and where the text goes on; None if there is none."""
    start = at
    if text[at : at + 1] in (" ", "\n") and text.startswith(("(http", "(www."), at + 1):
        at += 1  # "[Title] (https://...)"
    if text[at : at + 1] != "(":
        return None, start
    end = closing.get(at, -1)
    if end - at > _LONGEST_ADDRESS or "\n" in text[at + 2 : end]:
        end = -1
    if end < 0:
        # A bracket is missing: an address ends at the next space all the same.
        bare = _BARE.match(text, at)
        if bare is None:
            return None, start
        whole = links.split(bare[1])[0][0]
        return whole, bare.start(1) + len(whole)
    address = _TITLE_OF_LINK.sub("", text[at + 1 : end]).strip()
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1]
    if re.search(r"\s", address) and not address.startswith(("http", "www.")):
        return None, start
    return re.sub(r"\s+", "%20", address), end + 1


def _referred(
    text: str, label: str, at: int, references: Mapping[str, str]
) -> tuple[str | None, int]:
    """The address that "[label][name]", "[label][]" or "[label]" refers to."""
    if not references:
        return None, at
    named = _NAME.match(text, at)
    if named:
        address = references.get(" ".join((named[1] or label).lower().split()))
        return address, named.end()
    return references.get(" ".join(label.lower().split())), at


def _marks(run: str) -> tuple[str, ...]:
    if run == "~~" or len(run) <= 2:
        return (run,)
    return (run[0] * 2, run[0]) if len(run) == 3 else (run,)


def _flanks(text: str, start: int, end: int, run: str) -> tuple[bool, bool]:
    """Whether a run of marks may open and may close emphasis (CommonMark 6.2, made lenient)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens, closes = bool(after) and not after.isspace(), bool(before) and not before.isspace()
    if run[0] == "_":
        opens = opens and not (before.isalnum() or before == "_")
        closes = closes and not (after.isalnum() or after == "_")
    return opens, closes


def _emphasised(found: list[Piece | str], flanks: Mapping[int, tuple[bool, bool]]) -> list[Piece]:
    """The pieces with the marks around them; a mark without its partner is text."""
    opened: dict[str, int] = {}
    pairs: dict[int, str] = {}
    for position, item in enumerate(found):
        if not isinstance(item, str):
            continue
        opens, closes = flanks[position]
        if closes and item in opened:
            pairs[opened.pop(item)] = pairs[position] = item
        elif opens and len(item) < 3:
            opened[item] = position
    on: set[str] = set()
    result: list[Piece] = []
    for position, item in enumerate(found):
        if isinstance(item, str):
            if position in pairs:
                on ^= {item}
            elif item != "~~":
                result.append(Piece(item, is_bold="**" in on, is_italic="*" in on))
            continue
        bold, italic = "**" in on or "__" in on, "*" in on or "_" in on
        if bold or italic:
            item = replace(item, is_bold=item.is_bold or bold, is_italic=item.is_italic or italic)
        result.append(item)
    return result


def _joined(found: list[Piece]) -> list[Piece]:
    """Neighbours that share their marks as one piece; links stay apart."""
    result: list[Piece] = []
    run: list[str] = []

    def flush() -> None:
        if len(run) > 1:
            result[-1] = replace(result[-1], text="".join(run))
        run.clear()

    for piece in found:
        if run and _is_plain(piece) and _marks_of(piece) == _marks_of(result[-1]):
            run.append(piece.text)
            continue
        flush()
        result.append(piece)
        if _is_plain(piece):
            run.append(piece.text)
    flush()
    return result


def _is_plain(piece: Piece) -> bool:
    return piece.address is None and not piece.is_image and not piece.is_code


def _marks_of(piece: Piece) -> tuple[bool, bool]:
    return piece.is_bold, piece.is_italic
