"""This is where Markdown becomes text; the only user of markdown-it-py."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKED = re.compile(r"[*_`\[\]\\<&]")
# An underscore within a word is no mark (CommonMark 6.2), and addresses are full of them.
# So is a backslash before a letter or digit; and the tags of marked text are its own.
_NEEDS_ESCAPE = re.compile(
    r"\\(?![A-Za-z0-9])|[`*\[\]]|<(?!/?(?:i|b|sub|sup|sc|nc)>)|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])"
)
_EMPHASIS = {"em_open": "<i>", "em_close": "</i>", "strong_open": "<b>", "strong_close": "</b>"}
_BLOCK_MARK = re.compile(r"^(\d{0,9})([#>+.)=~-])")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def plain(text: str) -> tuple[str, str | None]:
    """The words of one line of Markdown without its marks, and the first address it links to.

    "[**BERT**](https://x.org)" gives ("BERT", "https://x.org"). Text without Markdown characters is
    returned as it is, at no cost.
    """
    if not _MARKED.search(text):
        return text, None
    parsed = _parser().parseInline(text)
    tokens = [child for token in parsed for child in token.children or ()]
    address = next((str(t.attrGet("href")) for t in tokens if t.type == "link_open"), None)
    return "".join(map(_words, tokens)), address


def marked(text: str) -> str:
    """The words of one line of Markdown as marked text: emphasis stays."""
    if not _MARKED.search(text):
        return text
    parsed = _parser().parseInline(text)
    tokens = [child for token in parsed for child in token.children or ()]
    return "".join(_EMPHASIS.get(token.type) or _words(token) for token in tokens)


def escape(text: str) -> str:
    """*text*, marked or not, as one paragraph of Markdown: ``marked(escape(x)) == x``."""
    safe = _NEEDS_ESCAPE.sub(r"\\\g<0>", text)
    return _BLOCK_MARK.sub(r"\1\\\2", safe)


def trimmed(text: str) -> str | None:
    """*text* without blank lines at its edges; the indent of its first line stays. None if empty.

    ``trimmed(trimmed(x)) == trimmed(x)``.
    """
    lines = text.rstrip().split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:]) or None


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline", "image", "text_special") else ""
