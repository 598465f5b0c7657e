"""This is where the names that TeX has for signs are kept: accents, letters, symbols, functions.

The bulk of the symbols is pylatexenc's table; what it lacks or has otherwise than they print stands
here. A formula is read for its letters here too, as it is compared and searched by them.
"""

import re
from collections.abc import Iterator

from pylatexenc.latex2text import get_default_latex_context_db

ACCENTS = {
    **{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307"},
    **{'"': "\u0308", "u": "\u0306", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c"},
    **{"U": "\u030e", "G": "\u030f", "f": "\u0311", "d": "\u0323", "c": "\u0327", "k": "\u0328"},
    **{"b": "\u0331", "t": "\u0361", "textcommabelow": "\u0326", "textcommaabove": "\u0313"},
    **{"textsubring": "\u0325", "textsubbreve": "\u032e", "textsubumlaut": "\u0324"},
    **{"textsubtilde": "\u0330", "textsubwedge": "\u032c", "textsubcircum": "\u032d"},
    **{"textsubdot": "\u0323", "textogonek": "\u0328", "textdotacute": "\u0301\u0307"},
    **{
        "horn": "\u031b",
        "textrighthorn": "\u031b",
        "textsubbar": "\u0331",
        "capitalcaron": "\u030c",
    },
    **{"textacute": "\u0301", "textgrave": "\u0300", "textbrevemacron": "\u0304\u0306"},
    **{"cyrbreve": "\u0306", "newtie": "\u0361", "capitalacute": "\u0301", "ocirc": "\u030a"},
}
"""Combining characters by the macro that puts them over or under a letter (encguide, ltoutenc)."""

_OWN = """
    aa å AA Å o ø O Ø l ł L Ł ss ß SS ẞ ae æ AE Æ oe œ OE Œ dj đ DJ Đ th þ TH Þ dh ð DH Ð ng ŋ NG Ŋ
    i ı j ȷ ij ĳ IJ Ĳ ohorn ơ OHORN Ơ uhorn ư UHORN Ư textthorn þ Thorn Þ textcrd đ textHbar Ħ
    textcrh ħ texthbar ħ textbarl ł textTbar Ŧ texttbar ŧ textEsh Ʃ textesh ʃ textEzh Ʒ textezh ʒ
    textschwa ə textturna ɐ textscripta ɑ textopeno ɔ textepsilon ɛ textgamma ɣ textbari ɨ
    textsci ɪ textturnm ɯ textbaro ɵ textglotstop ʔ textupsilon ʊ textlengthmark ː textprimstress ˈ
    ayn ʿ ain ʿ hamza ʾ textsoftsign ь texthardsign ъ
    dag † ddag ‡ textdagger † textdaggerdbl ‡ S § P ¶ textsection § textparagraph ¶ copyright ©
    textcopyright © textregistered ® texttrademark ™ textservicemark ℠ pounds £ textsterling £
    euro € texteuro € EUR € textyen ¥ textcent ¢ textwon ₩ textbaht ฿ textrupee ₹ textnumero №
    textdegree ° degree ° textcelsius ℃ textmu µ micro µ textohm Ω textperthousand ‰ permil ‰
    textordfeminine ª textordmasculine º textonehalf ½ textonequarter ¼ textthreequarters ¾
    textonesuperior ¹ texttwosuperior ² textthreesuperior ³ textpm ± texttimes × textdiv ÷
    textminus − textlnot ¬ textcurrency ¤ textbrokenbar ¦ textbar | textbardbl ‖ textless <
    textgreater > textasciitilde ~ texttildelow ~ textasciicircum ^ textasciigrave `
    textunderscore _ textbraceleft { textbraceright } textdollar $ textbackslash \\
    textquotedbl " textquotesingle '
    textpercent % textampersand & textnumbersign # textperiodcentered · textcentereddot ·
    textbullet • textasteriskcentered * textellipsis … ldots … dots … textvisiblespace ␣
    textendash – textemdash — textendashb – textquoteleft ‘ textquoteright ’ textquotedblleft “
    textquotedblright ” quotedblbase „ quotesinglbase ‚ guillemotleft « guillemotright »
    guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › glqq „ grqq “ glq ‚ grq ‘
    flqq « frqq » flq ‹ frq › lq ‘ rq ’ textexclamdown ¡ textquestiondown ¿ exclamdown ¡
    textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓ textmusicalnote ♪
    textestimated ℮ textreferencemark ※ textlbrackdbl ⟦ textrbrackdbl ⟧ textlangle 〈 textrangle 〉
    textinfty ∞ checkmark ✓ slash / nobreakdash - hyphen - textopenbullet ◦ textbigcircle ◯
    mid ∣ bot ⊥ set ∅ Box □ spadesuit ♠ heartsuit ♡ diamondsuit ♢ clubsuit ♣ lll ⋘ ggg ⋙ lhd ⊲ rhd ⊳
    colon : lbrace { rbrace } lbrack [ rbrack ] lvert | rvert | lVert ‖ rVert ‖ vert | Vert ‖ | ‖
    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ setminus ∖ backslash \\ ell ℓ hbar ℏ
    leadsto ⇝ to → gets ← iff ⇔ implies ⇒ mapsto ↦ cdots ⋯ cdot · ast ∗ star ⋆ circ ∘ bullet •
    ne ≠ neq ≠ le ≤ leq ≤ ge ≥ geq ≥ leqslant ≤ geqslant ≥ lesssim ≲ gtrsim ≳ ll ≪ gg ≫ sim ∼
    approx ≈ simeq ≃ cong ≅ equiv ≡ propto ∝ pm ± mp ∓ times × div ÷ infty ∞ partial ∂ nabla ∇
    in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬
    land ∧ lor ∨ wedge ∧ vee ∨ oplus ⊕ otimes ⊗ prime ′ perp ⊥ parallel ∥ sum ∑ prod ∏ int ∫ surd √
    sqrt √ epsilon ε varepsilon ε phi φ varphi φ vartheta ϑ varrho ϱ varsigma ς varpi ϖ mu μ Delta Δ
"""
_GREEK = [
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "-", "sigma", "tau", "upsilon", "phi"),
    *("chi", "psi", "omega"),
]
GREEK_NAMES = {
    **{chr(0x3B1 + n): name for n, name in enumerate(_GREEK)},
    **{chr(0x391 + n): name for n, name in enumerate(_GREEK) if name != "-"},
    **{"ς": "sigma", "ϑ": "theta", "ϕ": "phi", "ϖ": "pi", "ϱ": "rho", "ϵ": "epsilon", "µ": "mu"},
    **{"ϰ": "kappa", "ϒ": "upsilon"},
}
"""English names of Greek letters, by letter."""

FUNCTIONS = frozenset(
    [
        *("arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "cos", "cosh", "cot", "coth"),
        *("csc", "deg", "det", "dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf"),
        *("limsup", "ln", "log", "max", "min", "mod", "bmod", "Pr", "sec", "sgn", "sign", "sin"),
        *("sinh", "sup", "tan", "tanh"),
    ]
)
"""Macros that print their own name: those of LaTeX and amsmath, and what is named like them."""

SPACES = frozenset(
    [
        *(" ", ",", ";", ":", ">", "\n", "\t", "\\", "quad", "qquad", "enspace", "enskip"),
        *("thinspace", "medspace", "thickspace", "space", "nobreakspace", "newline", "linebreak"),
        *("par", "addspace", "addnbspace", "addthinspace", "hfill", "hfil", "item", "smallskip"),
        *("bigskip", "medskip", "break", "allowbreak", "hskip", "hspace", "vspace", "kern", "and"),
    ]
)
"""Macros that print a space or break the line."""


def _symbols() -> dict[str, str]:
    """Sign by name of the macro that prints it."""
    found = {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str)
        and 0 < len(spec.simplify_repl.strip()) < 3
        and "%s" not in spec.simplify_repl
        and spec.macroname not in FUNCTIONS
    }
    words = _OWN.split()
    own = dict(zip(words[::2], words[1::2], strict=True))
    greek = {
        f"{pre}{name}": chr(0x3B1 + n) for n, name in enumerate(_GREEK) for pre in ("", "text")
    }
    capital = {
        f"{pre}{name.capitalize()}": chr(0x391 + n)
        for n, name in enumerate(_GREEK)
        for pre in ("", "text", "up", "var")
    }
    upright = {f"up{name}": chr(0x3B1 + n) for n, name in enumerate(_GREEK)}
    return {**found, **greek, **upright, **capital, **own}


SYMBOLS = _symbols()
"""What a macro without arguments prints, by its name."""

_TOKEN = re.compile(r"\\([A-Za-z]+)([ \t]*)|\\(.)|([{}^_~&$])|([^\\{}^_~&$]+)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\{[lcr| ]*\})?")
# Macros of fonts, sizes and accents print nothing themselves.
_SILENT = re.compile(
    r"math\w*|text\w*|operatorname|ensuremath|mbox|hbox|rm|bf|it|cal|sf|tt|left|right|middle|[bB]igg?"
    r"[lrm]?|\w+style|limits|nolimits|hat|tilde|bar|vec|(?:wide|over|under)(?!set)\\w+|d?dot|"
    r"acute|grave|breve|check|boldsymbol|bm|pmb|frac|[dt]frac|binom|over|begin|end|label|nonumber|"
    r"relax|protect|phantom|not|xspace|limits|normalfont|emph|overset|underset|stackrel"
)


def letters(formula: str) -> str:
    """What the TeX *formula* prints, on one line: "\\alpha_1 \\le n^{2}" -> "α1 ≤ n^2".

    What stands below is not marked, what stands above has a "^" before it, as people type it.
    """
    return " ".join("".join(_letters(formula)).split())


def _letters(formula: str) -> Iterator[str]:
    depth = 0
    fractions: list[int] = []  # depths at which a numerator has ended, or will
    last = ""
    for found in _TOKEN.finditer(_ENVIRONMENT.sub(" ", formula)):
        name, space, sign, special, text = found.groups()
        piece = text or ""
        if name in ("frac", "dfrac", "tfrac", "binom"):
            fractions.append(depth)
        if name is not None and name in FUNCTIONS:
            piece = (" " if last[-1:].isalnum() else "") + name + space
        elif name is not None and name in SPACES:
            piece = " "
        elif name is not None and name in SYMBOLS:
            piece = SYMBOLS[name]
            piece += "" if piece.isalpha() else space
        elif name is not None:
            piece = "" if _SILENT.fullmatch(name) else name + space
        elif sign is not None:
            piece = " " if sign in SPACES else SYMBOLS.get(sign, "" if sign in "!-/" else sign)
        elif special == "{":
            depth += 1
        elif special == "}":
            depth -= 1
            if fractions and fractions[-1] == depth:
                fractions.pop()
                piece = "/"
        elif special in ("^", "~", "&"):
            piece = "^" if special == "^" else " "
        if piece:
            last = piece
            yield piece
