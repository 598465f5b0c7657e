"""This is where LaTeX becomes text and text becomes LaTeX; the only user of pylatexenc."""

import re
from functools import lru_cache

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import LatexWalkerError

_PLAIN = re.compile(r"[^\\{}$~%&#`'^_-]*")
_BARE = re.compile(r"(?<!\\)([%&#])")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[\\{}&%$#_~^]|(?<=-)-|(?<=`)`|(?<=')'|(?<=[!?])`")


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category(
        "sitegen",
        prepend=True,
        macros=[
            MacroTextSpec("textasciicircum", "^"),
            *(
                MacroTextSpec(name, "%s", discard=False)
                for name in ("mbox", "texttt", "textsf", "mathbb", "underline")
            ),
        ],
    )
    return LatexNodes2Text(
        latex_context=context, math_mode="verbatim", strict_latex_spaces=True, keep_comments=True
    )


def to_text(source: str) -> str:
    """The text that LaTeX *source* prints; formulas in dollars and what cannot be read stay."""
    if _PLAIN.fullmatch(source):
        return source
    safe = _BARE.sub(r"\\\1", source)
    if len(re.findall(r"(?<!\\)\$", safe)) % 2:
        safe = re.sub(r"(?<!\\)\$", r"\\$", safe)
    try:
        return str(_converter().latex_to_text(safe))
    except (LatexWalkerError, ValueError, IndexError):
        return source


def from_text(text: str) -> str:
    """*text* as LaTeX that prints it, for BibTeX: specials escaped, braces balanced by escaping.

    Dashes and quotation marks that LaTeX would join into ligatures are kept apart, so that
    ``to_text(from_text(x)) == x``.
    """
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], f"{{{found[0]}}}"), text)
