"""This is where LaTeX becomes text and text becomes LaTeX.

Two kinds of text: plain text (names, venues, publishers, keywords), and marked text
(``text.markup``: titles, abstracts, notes), in which emphasis, indices and mathematics survive.
"""

import re

from sitegen.text import ascii, markup
from sitegen.text.detex import decode

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
    "`": r"\textasciigrave{}",
}
# BibTeX counts escaped braces too (btxdoc, section 4), so an odd one must go by its name.
_NAMED_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
# The sign before its lookbehind: so that the search may skip to the next sign.
_SPECIAL = re.compile(r"[\\{}&%$#_~^`]|-(?<=--)|'(?<='')|,(?<=,,)")
_MACROS = {"i": "textit", "b": "textbf", "sub": "textsubscript", "sup": "textsuperscript"}
_UNSAFE = re.compile(r"[$<>|]")  # formulas; signs that OT1 has not
_MACRO = re.compile(r"\\[A-Za-z@]+")
_NO_LETTERS = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
# Arguments that LaTeX does not print: the address of a link, a language, a colour.
_UNPRINTED = re.compile(
    r"\\(?:href|foreignlanguage|textcolor|begin|end)\s*\{[^{}]*\}|\$[^$]*\$|\\url\s*\{[^{}]*\}"
)


def to_text(source: str) -> str:
    """The plain text that LaTeX *source* prints; a formula as its letters, emphasis dropped.

    A bare "%" is text, as it is in a .bib file; a macro that nothing defines stays as written.
    """
    return decode(source, is_marked=False) if _means(source) else source


def to_marked(source: str) -> str:
    """The marked text that LaTeX *source* prints; formulas stay between their dollars."""
    return decode(source, is_marked=True) if _means(source) else source


def to_title(source: str) -> str:
    """The same for a title: what braces protect is marked (``text.capitals`` tells what counts)."""
    if "{" not in source:
        return to_marked(source)
    return decode(source, is_marked=True, protects=True)


def _means(source: str) -> bool:
    """Whether anything in *source* may print something else than itself.

    Each sign is looked for by itself: one expression for all would take ten times as long.
    """
    return (
        "\\" in source
        or "{" in source
        or "}" in source
        or "$" in source
        or "~" in source
        or "`" in source  # of "?`" and "!`" too
        or "--" in source
        or "''" in source
        or ",," in source
    )


def loses_letters(source: str, text: str) -> bool:
    """Whether *text*, decoded from LaTeX *source*, lacks over a fifth of the letters it prints.

    The names of macros do not count, nor what is read for its look only: then the source tells
    more than the text, and should be kept as it is.
    """
    if source == text:
        return False
    kept = _letters(markup.unprotected(text))
    if kept * 5 >= _letters(source) * 4:  # even if all of them were printed
        return False
    bare = _MACRO.sub(" ", _UNPRINTED.sub(" ", source))
    return kept * 5 < _letters(bare) * 4


def _letters(text: str) -> int:
    """How many letters and digits *text* has."""
    if text.isascii():
        return len(text.translate(_NO_LETTERS))
    return sum(map(str.isalnum, text))


def from_text(text: str) -> str:
    """Plain *text* as LaTeX that prints it, for BibTeX: specials escaped, braces balanced.

    Dashes and quotation marks that LaTeX would join into ligatures are kept apart, so that
    ``to_text(from_text(x)) == x``.
    """
    escapes = _ESCAPES if _is_balanced(text) else {**_ESCAPES, **_NAMED_BRACES}
    return _SPECIAL.sub(lambda found: escapes.get(found[0], f"{{{found[0]}}}"), text)


def from_marked(text: str) -> str:
    """Marked *text* as LaTeX that prints it; ``to_marked(from_marked(x)) == x``."""
    if markup.is_plain(text):
        return from_text(text)
    found = markup.tokens(text)
    is_balanced = _is_balanced("".join(token.text for token in found if token.kind == "text"))
    escapes = _ESCAPES if is_balanced else {**_ESCAPES, **_NAMED_BRACES}
    pieces: list[str] = []
    for token in found:
        if token.kind == "text":
            escaped = _SPECIAL.sub(lambda one: escapes.get(one[0], f"{{{one[0]}}}"), token.text)
            pieces.append(escaped)
        elif token.kind == "math":
            pieces.append(f"${token.text}$")
        elif token.text == "nc":
            pieces.append("{" if token.kind == "open" else "}")
        else:
            macro = _MACROS.get(token.text, "textsc")
            pieces.append(f"\\{macro}{{" if token.kind == "open" else "}")
    return "".join(pieces)


def to_ascii(latex: str) -> str:
    """LaTeX in UTF-8 as LaTeX in ASCII that bibtex and pdflatex take (``text.ascii``)."""
    return latex if latex.isascii() and not _UNSAFE.search(latex) else ascii.to_ascii(latex)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
