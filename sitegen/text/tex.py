"""This is where LaTeX becomes text and text becomes LaTeX; the only user of pylatexenc."""

import re
from functools import lru_cache

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import LatexNode, LatexWalkerError

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
# BibTeX counts escaped braces too (btxdoc, section 4), so an odd one must go by its name.
_NAMED_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SWITCHES = (
    "em",
    "it",
    "bf",
    "sc",
    "tt",
    "sf",
    "sl",
    "rm",
    "itshape",
    "bfseries",
    "scshape",
    "ttfamily",
    "slshape",
    "rmfamily",
    "upshape",
    "normalfont",
    "small",
    "tiny",
    "large",
)
_SPECIAL = re.compile(r"[\\{}&%$#_~^]|(?<=-)-|(?<=`)`|(?<=')'|(?<=[!?])`")


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category(
        "sitegen",
        prepend=True,
        macros=[
            MacroTextSpec("textasciicircum", "^"),
            MacroTextSpec("textbraceleft", "{"),
            MacroTextSpec("textbraceright", "}"),
            MacroTextSpec("copyright", "©"),
            *(MacroTextSpec(name, name) for name in ("TeX", "LaTeX", "LaTeXe", "BibTeX")),
            MacroTextSpec("url", "%s", discard=False),
            *(MacroTextSpec(name, "") for name in _SWITCHES),
            *(
                MacroTextSpec(name, "%s", discard=False)
                for name in ("mbox", "texttt", "textsf", "mathbb", "underline")
            ),
        ],
    )
    context.set_unknown_macro_spec(MacroTextSpec("", _as_written))
    return LatexNodes2Text(
        latex_context=context, math_mode="verbatim", strict_latex_spaces=True, keep_comments=True
    )


def _as_written(node: LatexNode) -> str:
    """A macro that nothing defines stays: what it prints would be a guess."""
    return str(node.latex_verbatim())


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
    escapes = _ESCAPES if _is_balanced(text) else {**_ESCAPES, **_NAMED_BRACES}
    return _SPECIAL.sub(lambda found: escapes.get(found[0], f"{{{found[0]}}}"), text)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
