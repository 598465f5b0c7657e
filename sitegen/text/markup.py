"""This is where marked text is taken apart: text with emphasis, indices and mathematics in it.

Marked text is what a title, an abstract and a note are kept as. The marks are those that CSL-JSON
defines for "rich text" (citeproc-js manual), with a short form of small capitals:

    <i>..</i>  <b>..</b>  <sub>..</sub>  <sup>..</sup>  <sc>..</sc>     pairs, which may nest
    <nc>..</nc>     "no case": letters of a title whose case no style may change; not shown
    $..$                                                                 mathematics, in TeX

A sign without its partner, and every other tag, is text. So is a dollar that is money: between the
dollars of a formula there is no space at the edges, no digit follows the second, and what stands
there reads like a formula (``is_formula``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.text.symbols import FUNCTIONS, GREEK_NAMES, SYMBOLS, letters

MARKS = ("i", "b", "sub", "sup", "sc", "nc")
"""Names of the marks, mathematics apart."""

# Either begins with its sign, to which a search can skip: what stands before is looked at then.
_TOKEN = re.compile(
    r"\$(?<!\\\$)(?=[^\s$])((?:[^$\\]|\\.){1,1000}?)\$(?!\d)|<(/?)(i|b|sub|sup|sc|nc)>"
)
# Text with no other mark than that of case: most that has it, and quick to take apart.
_ONLY_CASE = re.compile(r"[^<$]*(?:<nc>[^<$\s][^<$]*</nc>[^<$]*)+")
_CASE = re.compile("</?nc>")
_COMMENT = re.compile(r"(?<!\\)[%#]")  # TeX takes neither in a formula
_BRACE = re.compile(r"\\[{}\\]|[{}]")
_TEX = re.compile(r"[\\^_]")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}")
_CLAUSE = re.compile(r"[a-z]{2,}[,;.]?\s+[a-z]{2,}")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*(?:\{[^{}]*\})?|\{[^{}]*\}")
_OPERATOR = re.compile(r"[=<>+*/×·≤≥≈~|-]")
# A Greek letter on its own; what stands before it is looked at then, as above.
_GREEK = re.compile(
    "[\u0391-\u03c9µϑϕϖϱϵϰϒ](?<![\u0370-\u03ff\u1f00-\u1fff].)(?![\u0370-\u03ff\u1f00-\u1fff])"
)


_INDEX = re.compile(
    r"(?:\{\})?([_^])\s*(?:\{\s*((?:\\[A-Za-z]+|[\w .,+*/()=−-])+?)\s*\}|(\\[A-Za-z]+|[\w*+]))"
)
_FONT = re.compile(r"\\text(bf|it|sl|sc|tt|sf|rm|up|normal|)\{([^{}\\$^_]+)\}")
_NUMERAL = re.compile(r"[-+−]?\d+(?:(?:[.,:]|\{,\})\d+)*\s?(?:\\?%)?")
_SIGN = {"<": "<", ">": ">", "=": "=", "+": "+", "-": "−", "*": "∗", "/": "/", "%": "%", "|": "|"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text whose letters share their marks."""

    text: str
    """The letters; of mathematics the TeX between the dollars."""

    marks: tuple[str, ...] = ()
    """Names of its marks, the outermost first."""

    is_math: bool = False
    """Whether it is mathematics."""


@dataclass(frozen=True, slots=True)
class Token:
    """A sign of marked text, or the text between two of them."""

    text: str
    """Text; the TeX of a formula; the name of a mark."""

    kind: str
    """"text", "math", "open" or "close"."""

    @property
    def source(self) -> str:
        """The token as marked text has it."""
        if self.kind == "text":
            return self.text
        if self.kind == "math":
            return f"${self.text}$"
        return f"<{self.text}>" if self.kind == "open" else f"</{self.text}>"


def is_plain(text: str) -> bool:
    """Whether there is certainly no mark in *text*: it looks for the signs only."""
    return "<" not in text and "$" not in text


def is_formula(text: str) -> bool:
    """Whether *text*, found between two dollars, is TeX mathematics rather than prose about money.

    Its braces balance, escaped ones too, because BibTeX counts these as well (btxdoc, section 4).
    """
    if not text or text != text.strip() or _COMMENT.search(text) or not _is_balanced(text):
        return False
    if _TEX.search(text):
        return not (text[0].isdigit() and _CLAUSE.search(_COMMAND.sub("", text)))
    if text.isalpha() and len(text) < 8:
        return True
    words = [word for word in _WORD.findall(text) if word not in FUNCTIONS]
    if any(f"{word}(" not in text for word in words) or text[-1] in ",;:.([":
        return text[0] == "{" and text[-1] == "}"
    return not (re.search(r"\s", text) and text[0].isdigit()) or bool(_OPERATOR.search(text))


def formula(content: str, digits: str = "") -> tuple[str, int]:
    """TeX *content* as marked text has it, with *digits* that follow it; how many were taken in.

    A digit after the second dollar would make it money, and prints the same before it. What could
    be misread is put into braces. ("", 0) if there is no formula that says the same.
    """
    if not content:
        return "", 0
    content = _COMMENT.sub(r"\\\g<0>", content)
    if digits and simple(content) is None:
        content += digits
    else:
        digits = ""
    if not is_formula(content):
        named = content.replace("\\{", r"\lbrace ").replace("\\}", r"\rbrace ").strip()
        content = named if is_formula(named) else f"{{{named}}}"
    return (f"${content}$", len(digits)) if is_formula(content) else ("", 0)


def simple(content: str) -> str | None:
    """What prints the same as the formula of that *content* and is none: "×", "5", "<sup>2</sup>".

    None if it is mathematics: letters, Greek too, are quantities.
    """
    content = content.strip()
    if found := _INDEX.fullmatch(content):
        inner = simple(found[2] or found[3]) if "\\" in content else (found[2] or found[3])
        if inner in ("∘", "°"):
            return "°"
        mark = "sup" if found[1] == "^" else "sub"
        return f"<{mark}>{inner}</{mark}>" if inner else None
    if _NUMERAL.fullmatch(content):
        return content.replace("\\%", "%").replace("{", "").replace("}", "")
    if found := _FONT.fullmatch(content):
        mark = {"bf": "b", "it": "i", "sl": "i", "sc": "sc"}.get(found[1], "")
        return f"<{mark}>{found[2]}</{mark}>" if mark else found[2]
    if content.startswith("\\"):
        sign = {"\\sim": "~", "\\%": "%", "\\&": "&", "\\#": "#"}.get(content)
        sign = sign or SYMBOLS.get(content[1:], "")
        return sign if sign and not sign.isalnum() and sign not in "ℓℏ√∑∏∫" else None
    return _SIGN.get(content)


def tokens(text: str) -> tuple[Token, ...]:
    """Marked *text* as its tokens, in order: what opens is closed, and nothing is lost."""
    if is_plain(text):
        return (Token(text, "text"),) if text else ()
    return tuple(_tokens(text))


def runs(text: str) -> tuple[Run, ...]:
    """The runs of marked *text*, in order."""
    found: list[Run] = []
    marks: tuple[str, ...] = ()
    for token in tokens(text):
        if token.kind == "open":
            marks = (*marks, token.text)
        elif token.kind == "close":
            marks = marks[:-1]
        else:
            found.append(Run(token.text, marks, is_math=token.kind == "math"))
    return tuple(found)


def plain(text: str) -> str:
    """*text* without its marks; mathematics as the letters it prints: "$O(n^{2})$" -> "O(n^2)"."""
    if is_plain(text):
        return text
    if parts := cased(text):
        return "".join(parts)
    return "".join(
        letters(token.text) if token.kind == "math" else token.text
        for token in _tokens(text)
        if token.kind in ("text", "math")
    )


def cased(text: str) -> list[str]:
    """The parts of marked *text*, of which every second is within a mark of case.

    Nothing if there is another sign in it, or none.
    """
    return _CASE.split(text) if "<nc>" in text and _ONLY_CASE.fullmatch(text) else []


def unprotected(text: str) -> str:
    """Marked *text* without what protects the case of its letters; other marks stay."""
    if "<nc>" not in text:
        return text
    if parts := cased(text):
        return "".join(parts)
    return "".join(
        token.source
        for token in _tokens(text)
        if token.text != "nc" or token.kind in ("text", "math")
    )


def spelt(text: str) -> str:
    """*text* as people type it who have no Greek keyboard: "$\\alpha$-stable" -> "alpha-stable".

    Plain; Greek letters by their English names, where they are no words of a Greek text.
    """
    if text.isascii() and is_plain(text):
        return text
    return _named(plain(text))


def spelling(text: str) -> str:
    """*text* with all the ways in which it is looked for: plain, and what differs spelt out.

    "$\\alpha$-stable" gives "α-stable alpha-stable", "$O(n^2)$" gives "O(n^2) O(n2)".
    """
    if text.isascii() and is_plain(text):
        return text
    bare = plain(text)
    typed = _named(bare)
    found = [bare]
    if typed != bare:
        words = typed.split()
        near = {word for word in set(words) - set(bare.split()) if word not in bare}
        found += [word for word in words if word in near]
    if not is_plain(text):
        found += [word.replace("^", "") for word in bare.split() if "^" in word]
    return " ".join(found)


def _named(bare: str) -> str:
    """Plain text with its Greek letters by their names."""
    if bare.isascii():
        return bare
    return _GREEK.sub(lambda found: GREEK_NAMES.get(found[0], found[0]), bare)  # ή has no name


def _tokens(text: str) -> Iterator[Token]:
    found = tuple(_signs(text))
    paired = _pairs(found)
    end = 0
    for position, sign in enumerate(found):
        if sign[1] is None and position not in paired:
            continue
        if sign.start() > end:
            yield Token(text[end : sign.start()], "text")
        end = sign.end()
        if sign[1] is not None:
            yield Token(sign[1], "math")
        else:
            yield Token(sign[3], "close" if sign[2] else "open")
    if end < len(text):
        yield Token(text[end:], "text")


def _signs(text: str) -> Iterator[re.Match[str]]:
    """Formulas and tags of *text*, in order; a dollar that begins no formula is text."""
    start = 0
    while found := _TOKEN.search(text, start):
        if found[1] is None or is_formula(found[1]):
            yield found
            start = found.end()
        else:
            start = found.start() + 1


def _pairs(found: tuple[re.Match[str], ...]) -> set[int]:
    """Positions of the tags that have a partner, properly nested."""
    paired: set[int] = set()
    opened: list[int] = []
    waiting = dict.fromkeys(MARKS, 0)
    for position, sign in enumerate(found):
        if sign[1] is not None:
            continue
        if not sign[2]:
            opened.append(position)
            waiting[sign[3]] += 1
        elif waiting[sign[3]]:
            while found[opened[-1]][3] != sign[3]:
                waiting[found[opened.pop()][3]] -= 1
            waiting[sign[3]] -= 1
            paired |= {opened.pop(), position}
    return paired


def _is_balanced(text: str) -> bool:
    depth = escaped = 0
    for brace in _BRACE.findall(text):
        if brace in ("{", "}"):
            depth += 1 if brace == "{" else -1
        elif brace != "\\\\":
            escaped += 1 if brace == "\\{" else -1
        if depth < 0 or depth + escaped < 0:
            return False
    return depth == 0 and escaped == 0
