"""This is where TeX mathematics is held to what pdflatex takes without an error.

Stricter than TeX: what is certain to be right passes, all else is refused. Facts of the LaTeX
kernel, amsmath and amssymb; tests/test_programs.py asks pdflatex itself.
"""

import re

_TOKEN = re.compile(r"\\[A-Za-z]+\s*|\\.|\s+|.", re.DOTALL)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


_TEXT = frozenset(["text", "textrm", "textit", "textbf", "textsf", "texttt", "mbox"])
_ONE = frozenset(
    _words(
        """
    mathrm mathbf mathbb mathcal mathfrak mathsf mathtt mathit mathnormal boldsymbol hat
    widehat tilde widetilde bar overline underline vec dot ddot acute grave breve check
    mathring overbrace underbrace phantom operatorname sqrt pmod mod ensuremath substack
    """
    )
)
_TWO = frozenset(["frac", "dfrac", "tfrac", "binom", "overset", "underset", "stackrel"])
# Macros with arguments that may stand without braces as an index.
_AS_INDEX = frozenset(
    _words(
        """
    text mathrm mathbf mathbb mathcal mathfrak mathsf mathtt mathit frac textrm textit
    """
    )
)
_DELIMITED = re.compile(r"left|right|middle|[bB]igg?[lr]?")
_DELIMITERS = frozenset(
    [
        *("(", ")", "[", "]", "|", "/", ".", "<", ">", "\\{", "\\}", "\\|"),
        *("\\langle", "\\rangle", "\\lfloor", "\\rfloor", "\\lceil", "\\rceil", "\\lvert"),
        *("\\rvert", "\\lVert", "\\rVert", "\\vert", "\\Vert", "\\lbrace", "\\rbrace"),
        *("\\lbrack", "\\rbrack", "\\backslash", "\\uparrow"),
    ]
)
_LARGE = frozenset(
    _words(
        """
    sum prod coprod int iint oint bigcup bigcap bigoplus bigotimes bigvee bigwedge det gcd
    inf lim liminf limsup max min Pr sup
    """
    )
)
# Signs that TeX takes for an index in braces only.
_LOOSE = _LARGE | frozenset(
    _words(
        """
    Longrightarrow arccos arcsin arctan arg bmod bowtie cdots colon cong cos cosh cot coth
    csc ddots deg dim doteq dots exp hom iff impliedby implies ker ldots lg ln log
    longrightarrow models notin sec sin sinh tan tanh vdots
    """
    )
)
_SWITCHES = frozenset(
    _words(
        """
    rm bf it cal displaystyle textstyle scriptstyle quad qquad
    """
    )
)
# How many columns an environment has; that of an array is stated.
_COLUMNS = {"cases": 2, "aligned": 10, "gathered": 1, "array": 0} | dict.fromkeys(
    ["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix"], 10
)
_SIGNS = frozenset(f"\\{sign}" for sign in ",;:! >{}|%&#$_")
_IN_TEXT = frozenset(
    _words(
        """
    aa AA o O l L ss ae AE oe OE i j u v H c d b r t quad qquad ldots dots textbackslash
    textasciitilde textasciicircum
    """
    )
)
_DEEPEST = 40


def accepted(tex: str) -> str:
    """The ASCII formula *tex* so that pdflatex takes it: signs escaped in words, indices in braces.

    "" if it might be refused. Which macros there are is for the caller to know.
    """
    formula = _Formula(_TOKEN.findall(tex))
    try:
        formula.read("", "", 0)
    except _RefusedError:
        return ""
    return "".join(formula.written)


class _RefusedError(ValueError):
    """Raised where pdflatex might find an error."""


class _Formula:
    """A formula as it is read: its tokens, the place among them, and what has been written."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.written: list[str] = []
        self.is_starred = False

    def next(self) -> str:
        """The next token, without the space after a macro; "" at the end."""
        return self.tokens[self.at].strip() or " " if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next()
        self.written.append(self.tokens[self.at] if token else "")
        self.at += 1
        return token

    def skip(self) -> str:
        """Take spaces; the token after them."""
        while self.next() == " ":
            self.take()
        return self.next()

    def expect(self, *tokens: str) -> None:
        if self.skip() not in tokens:
            raise _RefusedError
        self.take()

    def read(self, end: str, within: str, depth: int, columns: int = 0) -> None:
        """A list of atoms with their indices, up to the token *end*.

        *within*: the environment, or "left", "substack".
        """
        if depth > _DEEPEST:
            raise _RefusedError
        indices, last, column = "", "", 1
        while (token := self.next()) != end:
            if not token or token in ("}", "\\right", "\\end", "$", "#", "%"):
                raise _RefusedError
            if token in "^_" or token == "'":
                indices = self.index(token, indices, last, depth)
            elif token == "&" or token == "\\\\":
                column = self.cell(within, column, columns)
                indices = ""
            elif token in ("\\limits", "\\nolimits"):
                if last.lstrip("\\") not in (*_LARGE, "operatorname*"):
                    raise _RefusedError
                self.take()
            elif token == " ":
                self.take()
            else:
                self.atom(within, depth)
                indices = ""
                starred = "*" if token == "\\operatorname" and self.is_starred else ""
                token += starred
            last = token

    def index(self, token: str, indices: str, last: str, depth: int) -> str:
        """An index or prime; which of "^", "_" and "'" the atom has by then."""
        self.take()
        if token == "'":
            if "^" in indices or ("'" in indices and last != "'"):
                raise _RefusedError
            return f"{indices}'"
        if token in indices or (token == "^" and "'" in indices and last != "'"):
            raise _RefusedError
        name = self.skip().lstrip("\\")
        if self.next() == f"\\{name}" and name.isalpha() and name not in _AS_INDEX:
            if name in (*_ONE, *_TWO, *_TEXT, *_SWITCHES, "begin") or _DELIMITED.fullmatch(name):
                raise _RefusedError
            if name in _LOOSE:
                self.take()
                self.written[-1] = f"{{\\{name}}}"
                return indices + token
        self.argument(depth)
        return indices + token

    def cell(self, within: str, column: int, columns: int) -> int:
        """What ends a cell or a row; the column after it."""
        token = self.take()
        if token == "\\\\" and (within == "substack" or columns) and self.skip() not in "[*":
            return 1
        if token == "&" and column < columns:
            return column + 1
        raise _RefusedError

    def atom(self, within: str, depth: int) -> None:
        token = self.take()
        name = token[1:]
        if token == "{":
            self.group(depth)
        elif token[0] != "\\":
            return
        elif not name.isalpha():
            if token not in _SIGNS:
                raise _RefusedError
        elif _DELIMITED.fullmatch(name):
            if name == "middle" and within != "left":
                raise _RefusedError
            self.expect(*_DELIMITERS)
            if name == "left":
                self.read("\\right", "left", depth + 1)
                self.take()
                self.expect(*_DELIMITERS)
        elif name == "begin":
            self.environment(depth)
        else:
            self.macro(name, depth)

    def macro(self, name: str, depth: int) -> None:
        """The arguments of a macro."""
        self.is_starred = name == "operatorname" and self.next() == "*"
        if self.is_starred:
            self.take()
        if name in _TEXT:
            self.expect("{")
            self.words()
        elif name in ("operatorname", "substack", "ensuremath"):
            self.expect("{")
            self.group(depth, name)
        elif name == "sqrt" and self.skip() == "[":
            self.take()
            self.read("]", "", depth + 1)
            self.take()
            self.argument(depth)
        elif name in _ONE:
            self.argument(depth)
        elif name in _TWO:
            self.argument(depth)
            self.argument(depth)

    def argument(self, depth: int) -> None:
        """A group, a letter, or a macro that stands for one sign."""
        token = self.skip()
        name = token[1:]
        if token == "{":
            self.take()
            self.group(depth)
        elif token.startswith("\\"):
            if name in _AS_INDEX and self.written and self.written[-1].strip() in ("^", "_"):
                self.take()
                self.macro(name, depth)
                return
            is_taken = name in (*_ONE, *_TWO, *_TEXT, *_SWITCHES, *_LOOSE, "begin", "end", "limits")
            if not name.isalpha() or is_taken or _DELIMITED.fullmatch(name) or name == "nolimits":
                raise _RefusedError
            self.take()
        elif token and token not in "}^_&$#%~'":
            self.take()
        else:
            raise _RefusedError

    def group(self, depth: int, within: str = "") -> None:
        self.read("}", within, depth + 1)
        self.take()

    def environment(self, depth: int) -> None:
        name = self.braced()
        columns = _COLUMNS.get(name)
        if columns is None:
            raise _RefusedError
        if name == "array":
            stated = self.braced()
            if not re.fullmatch(r"[lcr| ]+", stated):
                raise _RefusedError
            columns = sum(sign in "lcr" for sign in stated)
        self.read("\\end", name, depth + 1, columns)
        self.take()
        if self.braced() != name:
            raise _RefusedError

    def braced(self) -> str:
        """The letters of an argument in braces."""
        self.expect("{")
        start = len(self.written)
        while (token := self.take()) != "}":
            if not token:
                raise _RefusedError
        return "".join(self.written[start:-1])

    def words(self) -> None:
        """The words of a text within the formula, with their signs escaped."""
        depth = 1
        while depth:
            token = self.take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            name = token[1:]
            if token and token in "_&%#":
                self.written[-1] = f"\\{token}"
            elif token == "^":
                self.written[-1] = "\\textasciicircum{}"
            elif (
                not token
                or token == "$"
                or (name.isalpha() and name not in (*_IN_TEXT, *_TEXT))
                or (name in _TEXT and self.skip() != "{")
                or (token[0] == "\\" and not name.isalpha() and name not in "`'^~=.\",& %#${}_")
            ):
                raise _RefusedError
