"""This is where LaTeX in UTF-8 becomes LaTeX in ASCII, for bibtex with pdflatex.

What is written needs no font encoding but LaTeX's own, OT1, and of packages textcomp, amsmath and
amssymb only; what these cannot print is transliterated. An accent stands in braces with its letter,
"{\\"o}": BibTeX counts that as one letter (btxdoc, section 4).
"""

import re
import unicodedata

from anyascii import anyascii

from sitegen.text import formulas, mathematics, symbols

_TOKEN = re.compile(
    r"(?<!\\)\$((?:[^$\\]|\\.)*)\$|\\[A-Za-z]+ ?|\\.|[<>|]|[A-Za-z]?[\u0300-\u036f]+|[^\x00-\x7f]+",
    re.DOTALL,
)
_ACCENT = {
    **{"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0307": "."},
    **{"\u0308": '"', "\u0306": "u", "\u030c": "v", "\u030b": "H", "\u0327": "c", "\u0323": "d"},
    **{"\u0331": "b", "\u030a": "r", "\u0361": "t", "\u0326": "textcommabelow"},
}
_BELOW = frozenset("cdb")
_LETTER = {
    **{"å": "aa", "Å": "AA", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae"},
    **{"Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "ȷ": "j"},
}
_TEXT = {
    **{"–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "„": ",,", "‚": ","},
    **{"‐": "-", "‑": "-", "‒": "--", "―": "---", "\u00a0": "~", "\u202f": r"\,", "\u2009": r"\,"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "…": r"\ldots{}"},
    **{"«": "{$\\ll$}", "»": "{$\\gg$}", "‹": "{$<$}", "›": "{$>$}", "−": "{$-$}", "″": "{$''$}"},
    **{"′": "{$'$}", "ʼ": "'", "ʻ": "`", "ʹ": "'", "ʺ": "''"},
    **{
        sign: f"{{\\{name}}}"
        for sign, name in {
            **{"×": "texttimes", "÷": "textdiv", "±": "textpm", "°": "textdegree", "µ": "textmu"},
            **{"·": "textperiodcentered", "•": "textbullet", "€": "texteuro", "£": "pounds"},
            **{"¥": "textyen", "¢": "textcent", "¤": "textcurrency", "§": "S", "¶": "P"},
            **{"©": "textcopyright", "®": "textregistered", "™": "texttrademark", "†": "dag"},
            **{"‡": "ddag", "¡": "textexclamdown", "¿": "textquestiondown", "½": "textonehalf"},
            **{"¼": "textonequarter", "¾": "textthreequarters", "¹": "textonesuperior"},
            **{"²": "texttwosuperior", "³": "textthreesuperior", "ª": "textordfeminine"},
            **{"º": "textordmasculine", "¬": "textlnot", "‰": "textperthousand"},
            **{"¦": "textbrokenbar", "♪": "textmusicalnote"},
            **{"№": "textnumero", "←": "textleftarrow", "→": "textrightarrow"},
            **{"↑": "textuparrow", "↓": "textdownarrow", "℃": "textcelsius", "Ω": "textohm"},
        }.items()
    },
}  # fmt: skip
# What LaTeX, amsmath and amssymb define for formulas; the signs that text may have are among them.
_SIGNS = re.findall(
    r"\w+",
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma
    tau upsilon phi chi psi omega varepsilon vartheta varpi varrho varsigma varphi Gamma
    Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega leq le geq ge neq ne approx equiv
    sim simeq cong propto pm mp times div cdot ast star circ bullet infty partial nabla in
    notin ni subset supset subseteq supseteq cup cap setminus emptyset varnothing forall
    exists nexists neg land lor wedge vee oplus otimes odot prime perp parallel mid sum prod
    coprod int iint oint surd ell hbar Re Im aleph wp to gets rightarrow leftarrow
    Rightarrow Leftarrow leftrightarrow Leftrightarrow iff mapsto uparrow downarrow
    longrightarrow Longrightarrow hookrightarrow rightharpoonup leadsto rightsquigarrow
    ldots cdots vdots ddots dots langle rangle lfloor rfloor lceil rceil ll gg lll ggg
    leqslant geqslant lesssim gtrsim prec succ preceq succeq models vdash top bot angle
    triangle square Box Diamond diamond dagger ddagger asymp doteq bowtie sqcup sqcap
    sqsubseteq trianglelefteq because therefore complement checkmark clubsuit diamondsuit
    heartsuit spadesuit sharp flat natural implies impliedby triangleq
    """,
)
_FORMS = re.findall(
    r"\w+",
    """
    frac dfrac tfrac binom sqrt text textrm textit textbf textsf texttt mathrm mathbf mathbb
    mathcal mathfrak mathsf mathtt mathit mathnormal boldsymbol operatorname hat widehat
    tilde widetilde bar overline underline vec dot ddot acute grave breve check mathring
    overbrace underbrace overset underset stackrel left right middle big Big bigg Bigg bigl
    bigr Bigl Bigr biggl biggr Biggl Biggr limits nolimits displaystyle textstyle
    scriptstyle quad qquad lbrace rbrace lbrack rbrack lvert rvert lVert rVert vert Vert
    backslash colon not begin end bmod pmod mod substack phantom prime bigcup bigcap
    bigoplus bigotimes bigvee bigwedge rm bf it cal mbox ensuremath arccos arcsin arctan arg
    cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
    min Pr sec sin sinh sup tan tanh
    """,
)
_DEFINED = frozenset((*_SIGNS, *_FORMS))
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_NEEDS_TABLE = re.compile(r"(?<!\\)[&#%]")
_SIGN_OF = {symbols.SYMBOLS[name]: name for name in reversed(_SIGNS) if name in symbols.SYMBOLS}
_DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")
_RAISED = {
    unicodedata.lookup(f"{where}SCRIPT {name}"): (f"text{where.lower()}script", digit)
    for where in ("SUPER", "SUB")
    for digit, name in enumerate(_DIGITS)
}
_ESCAPE = re.compile(r"[\\{}&%$#_~^]")


def to_ascii(latex: str) -> str:
    """LaTeX in UTF-8 as LaTeX in ASCII that pdflatex prints without error.

    A formula with macros that nothing defines is written as its letters.
    """
    return _TOKEN.sub(_token, latex)


def _token(found: re.Match[str]) -> str:
    text = found[0]
    if text in _TEXT:
        return _TEXT[text]
    if found[1] is not None:
        return _formula(found[1])
    if text.isascii():
        return text
    if text[0].isascii():
        return _letter(text) or text[0]
    return _words(unicodedata.normalize("NFC", text), _TEXT)


def _formula(tex: str) -> str:
    """A formula that pdflatex takes; what is certain to be an error in one is text."""
    unknown = set(_MACRO.findall(tex)) - _DEFINED
    is_table = "\\begin" in tex
    is_odd = unknown or (not is_table and _NEEDS_TABLE.search(tex))
    if is_odd or not mathematics.to_mathml(tex) or not (taken := _accepted(tex)):
        return to_ascii(_ESCAPE.sub(_escaped, symbols.letters(tex)))
    return f"${taken}$"


def _accepted(tex: str) -> str:
    return formulas.accepted(_FOREIGN.sub(_in_formula, tex))


def _in_formula(found: re.Match[str]) -> str:
    return "".join(
        f"\\{_SIGN_OF[sign]} " if sign in _SIGN_OF else f"\\text{{{_words(sign, {})}}}"
        for sign in unicodedata.normalize("NFC", found[0])
    )


def _words(text: str, signs: dict[str, str]) -> str:
    """A run of letters and signs beyond ASCII, each by its macro, or transliterated."""
    pieces: list[str] = []
    strange = ""
    for place, sign in enumerate(text):
        known = signs.get(sign) or _letter(sign) or _symbol(text, place)
        if known is None:
            strange += sign
            continue
        pieces += (_transliterated(strange), known)
        strange = ""
    return "".join((*pieces, _transliterated(strange)))


def _letter(sign: str) -> str | None:
    """A letter with its accents, or one that LaTeX has a name for; None if it is neither."""
    if sign in _LETTER:
        return f"{{\\{_LETTER[sign]}}}"
    base, *marks = list(unicodedata.normalize("NFD", sign))
    if not marks or not (base in _LETTER or (base.isascii() and base.isalpha())):
        return None
    written = f"\\{_LETTER[base]}" if base in _LETTER else base
    accents = [_ACCENT[mark] for mark in marks if mark in _ACCENT]
    for count, accent in enumerate(accents):
        if not count and base in "ij" and accent not in _BELOW:
            written = f"\\{base}"
        inner = f"{{{written}}}" if accent.isalpha() or len(written) > 1 else written
        written = f"\\{accent}{f'{{{inner}}}' if count and inner[0] != '{' else inner}"
    return f"{{{written}}}" if accents else written


def _symbol(text: str, place: int) -> str | None:
    """A sign of mathematics, a Greek letter that stands alone, a raised digit; else None."""
    sign = text[place]
    if sign in _RAISED:
        macro, digit = _RAISED[sign]
        return f"\\{macro}{{{digit}}}"
    if sign not in _SIGN_OF:
        return None
    neighbours = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    if sign.isalpha() and any(one.isalpha() for one in neighbours):
        return None  # a word of a Greek text
    return f"{{$\\{_SIGN_OF[sign]}$}}"


def _transliterated(text: str) -> str:
    if not text:
        return ""
    plain = anyascii(text)
    if plain or all(unicodedata.category(sign)[0] in "MC" for sign in text):
        return _ESCAPE.sub(_escaped, plain)
    return "?"


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    names = {"\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum"}
    if sign in "{}":
        return "(" if sign == "{" else ")"
    return f"\\{names[sign]}{{}}" if sign in names else f"\\{sign}"
