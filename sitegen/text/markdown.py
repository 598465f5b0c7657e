"""This is where Markdown becomes text; the only user of markdown-it-py."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKED = re.compile(r"[*_`\[\]\\<&]")
# An underscore within a word is no mark (CommonMark 6.2), and addresses are full of them.
_NEEDS_ESCAPE = re.compile(r"[\\`*\[\]<]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])")
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


def escape(text: str) -> str:
    """*text* as one paragraph of Markdown that prints it: ``plain(escape(x))[0] == x``."""
    safe = _NEEDS_ESCAPE.sub(r"\\\g<0>", text)
    return _BLOCK_MARK.sub(r"\1\\\2", safe)


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline", "image", "text_special") else ""
