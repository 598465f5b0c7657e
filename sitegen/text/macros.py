"""This is where the macros of LaTeX are listed that change their arguments, or print nothing.

Those of the kernel, of hyperref, csquotes, babel and xcolor, and of biblatex's formatting.
"""

from dataclasses import dataclass

SPACING = dict(zip("`'^~=.\"uvHckr", "`´^~¯˙¨˘ˇ˝¸˛˚", strict=True))
LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "?`": "¿", "!`": "¡", ",,": "„"}


@dataclass(frozen=True, slots=True)
class Action:
    """What becomes of an argument."""

    kind: str
    """"wrap", "skip", "accent", "upper" or "lower"."""

    before: str = ""
    """What is put before it; of an accent its combining characters."""

    after: str = ""
    """What is put after it."""

    name: str = ""
    """Of an accent its macro."""


KEEP, SKIP = Action("wrap"), Action("skip")
LITERAL = Action("wrap", "{", "}")
MARK_OF = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic", "mathit"), "i"),
    **dict.fromkeys(("textbf", "mkbibbold", "mathbf"), "b"),
    **dict.fromkeys(("textsc", "mkbibacro"), "sc"),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), "sup"),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), "sub"),
}
SWITCHES = {
    **dict.fromkeys(("em", "it", "sl", "itshape", "slshape"), "i"),
    **{"bf": "b", "bfseries": "b", "sc": "sc", "scshape": "sc"},
}
ARGUMENTS = {
    **dict.fromkeys(
        [
            *("text", "textrm", "textsf", "texttt", "textup", "textmd", "textnormal", "textlf"),
            *("mbox", "hbox", "fbox", "makebox", "framebox", "underline", "uline", "sout", "fnurl"),
            *("mathrm", "mathbb", "mathcal", "mathsf", "mathtt", "mathscr", "mathfrak"),
            *("bibstring", "bibsstring", "biblstring", "autocap", "mkbibnamefamily", "nocase"),
            *("mkbibnamegiven", "mkbibnameprefix", "mkbibnamesuffix", "NoCaseChange"),
            *("operatorname", "smash", "lowercasehyphen", "foreignquote", "acro", "ac"),
        ],
        (KEEP,),
    ),
    **dict.fromkeys(
        ("enquote", "textquote", "mkbibquote", "blockquote"), (Action("wrap", "“", "”"),)
    ),
    "mkbibparens": (Action("wrap", "(", ")"),),
    "mkbibbrackets": (Action("wrap", "[", "]"),),
    **dict.fromkeys(
        ("uppercase", "MakeUppercase", "MakeTextUppercase"), (Action("upper"),)
    ),
    **dict.fromkeys(
        ("lowercase", "MakeLowercase", "MakeTextLowercase"), (Action("lower"),)
    ),
    **dict.fromkeys(
        ("href", "textcolor", "foreignlanguage", "textlang", "colorbox", "raisebox", "fontsize"),
        (SKIP, KEEP),
    ),
    "texorpdfstring": (SKIP, KEEP),  # its second argument is for plain text
    **dict.fromkeys(
        [
            *("noopsort", "SortNoop", "sortnoop", "noop", "thanks", "footnote", "footnotemark"),
            *("label", "index", "color", "selectlanguage", "phantom", "vphantom", "hphantom"),
            *("hspace", "vspace", "fontfamily", "fontseries", "fontshape", "begin", "end"),
        ],
        (SKIP,),
    ),
}  # fmt: skip
NAMES_OF_PROGRAMS = {
    name: name.replace("LaTeXe", "LaTeX2e")
    for name in ("TeX", "LaTeX", "LaTeXe", "BibTeX", "XeTeX", "LuaTeX", "pdfTeX", "XeLaTeX", "MF")
}
PUNCTUATION = {
    **{"adddot": ".", "addcomma": ",", "addcolon": ":", "addsemicolon": ";", "bibrangedash": "–"},
    **{"addhyphen": "-", "addslash": "/", "bibopenparen": "(", "bibcloseparen": ")"},
    **{"bibopenbracket": "[", "bibclosebracket": "]", "og": "«\u00a0", "fg": "\u00a0»"},
}
NOTHING = frozenset(
    [
        *("relax", "protect", "nobreak", "xspace", "leavevmode", "noindent", "centering", "isdot"),
        *("rm", "tt", "sf", "upshape", "ttfamily", "rmfamily", "sffamily", "normalfont"),
        *("tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE"),
        *("huge", "Huge", "boldmath", "unboldmath", "sloppy", "negthinspace", "null"),
        *("mdseries", "ignorespaces", "unskip", "strut", "nolinebreak", "nopunct", "midsentence"),
        *("textcompwordmark", "aftergroup", "displaystyle", "textstyle", "up", "selectfont", "-"),
        *("/", "@", "!", "lspace", "frenchspacing", "newblock", "nonfrenchspacing", "string"),
    ]
)  # fmt: skip
ENVIRONMENTS = frozenset(
    ["abstract", "center", "itemize", "enumerate", "description", "quote", "quotation", "document"]
)
