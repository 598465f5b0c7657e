"""This is where the Markdown that a curator writes is taken apart: its words, links and headings.

Raw HTML is off; tables, footnotes, strikethrough, mathematics between dollars and references to
papers, ``[[key]]`` and ``[[key|words]]``, are on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from sitegen.text import identifiers
from sitegen.text.slugs import distinct, slug

_REFERENCE = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,500}))?\]\](?!\()")
_MAIL = re.compile(r"mailto:[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII | re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_MOST_BRACKETS = 2000**2
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that the text names."""

    kind: str
    """How: "reference" (``[[key]]``), "link" or "image"."""

    address: str
    """What is named, as it is written."""

    line: int
    """1-based line of the text."""


def targets(text: str) -> tuple[Target, ...]:
    """What *text* links to, in order."""
    return tuple(
        target for token, line in _inline(tokens_of(text)) for target in named(token, line)
    )


def anchors(text: str, prefix: str = "") -> tuple[str, ...]:
    """Identifiers of the headings of *text*, in order; each begins with *prefix*."""
    found = [t for t, before in headings(tokens_of(text))]
    return tuple(distinct(f"{prefix}{slug(words_of(token), 'section')}" for token in found))


def plain(text: str) -> str:
    """The words of *text* on one line, without marks and addresses."""
    words = (words_of(token) for token in tokens_of(text) if token.type in ("inline", "fence"))
    return " ".join(" ".join(words).split())


def heading(text: str) -> tuple[str | None, str]:
    """(the heading of the first level that *text* begins with, the rest of it)."""
    found = re.match(r"#[ \t]+(\S[^\n]*?)[ \t]*#*[ \t]*(?:\n|$)", text)
    if not found:
        return None, text
    return plain(found[1]) or None, text[found.end() :]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    parser.use(
        dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False,
        allow_blank_lines=False,
    )  # fmt: skip
    # What may be linked to is decided here, not there: its own check knows no relative addresses.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.inline.ruler.before("link", "reference", _reference)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    """The rule for ``[[key]]`` and ``[[key|words]]``."""
    if not state.src.startswith("[[", state.pos):
        return False
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content, token.meta = found[1].strip(), {"words": (found[2] or "").strip()}
    state.pos = found.end()
    return True


def tokens_of(text: str) -> list[Token]:
    """*text* as markdown-it reads it, block by block."""
    text = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
    # Looking for the end of a link costs the square of the brackets in a paragraph.
    if sum(part.count("[") ** 2 for part in text.split("\n\n")) > _MOST_BRACKETS:
        text = text.replace("[", "\\[")
    return _parser().parse(text, {})


def headings(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """(words, opening) of each heading."""
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            yield token, before


def _inline(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """(token, 1-based line) of every token within a line of text."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        for child in token.children or ():
            yield child, line
            line += child.type in ("softbreak", "hardbreak") and line > 0


def named(token: Token, line: int) -> Iterator[Target]:
    """What *token* links to, if it does."""
    if token.type == "reference":
        yield Target("reference", token.content, line)
    elif token.type == "link_open":
        yield Target("link", str(token.attrGet("href") or ""), line)
    elif token.type == "image":
        yield Target("image", str(token.attrGet("src") or ""), line)


def words_of(token: Token) -> str:
    """The words of *token*, and of what is within it."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "reference":
        return str(token.meta["words"]) or token.content
    if token.children and token.type in ("inline", "image"):
        return "".join(map(words_of, token.children))
    plain = ("text", "text_special", "code_inline", "math_inline", "fence", "code_block")
    return token.content if token.type in plain else ""


def is_elsewhere(address: str) -> bool:
    """Whether *address* names a scheme or a host: it leaves the site, or is no address at all."""
    return bool(_SCHEME.match(address))


def outside(address: str) -> str | None:
    """*address* if it is one elsewhere that a page may link to: http, https, ftp, mail."""
    return address if _MAIL.fullmatch(address) else identifiers.url(address)
