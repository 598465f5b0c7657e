"""This is where the marks that web pages, TeX and word processors leave in text are mended.

What is certain is mended; what is not stays as it is. The cases are in tests/tables/tidy.json.
Formulas are left alone but for those that are none: a lone sign, number or index.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import partial

from sitegen.text import markup

_URL = re.compile(r"https?://[^\s{}<>\"]+")
_URL_COMMAND = re.compile(r"\\url\s*\{(https?://[^\s{}]+)\}|(https?://[^\s{}]{1,1000})\}\{\2")
# What Crossref, publishers and web forms leave around words: HTML, JATS and what CSL knows.
_MARKUP = re.compile(
    r"<(/?)(?:(?:jats|mml):([a-z-]+)|(p|i|b|em|strong|sub|sup|inf|sc|nc|italic|bold|span|br))"
    r"(?![\w:-])((?:\s[^<>]*)?)/?>",
    re.IGNORECASE,
)
_MARK_OF = {
    **{"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b"},
    **{"sub": "sub", "inf": "sub", "sup": "sup", "sc": "sc", "small-caps": "sc", "smallcaps": "sc"},
    "nc": "nc",
}
_ROUND = re.compile(r"\\\(((?:[^\\]|\\[^()]){1,500}?)\\\)")
_SPACED = frozenset(["p", "br", "title", "sec", "list", "list-item"])
_EMPTY = re.compile(r"<(i|b|sub|sup|sc|nc)>(\s*)</\1>")
# A formula that may print one sign only; then its dollars are certain, whatever follows.
_SIMPLE = re.compile(r"\$(?<!\\\$)((?:[^$\\]|\\[^$]){1,30})\$")
# Formulas as LaTeX takes them and marked text does not: with spaces, in pairs of dollars.
_DISPLAY = re.compile(r"\$\$(?<![^\s(]\$\$)([^$]{1,500})()\$\$(?!\w)")
_LOOSE = re.compile(r"\$(?<![\\\w]\$)(?:\s([^$]{1,500})\$|([^$]{1,500})\s\$)(?!\w)")
_BEFORE_DIGIT = re.compile(r"\$(?<![\\\w$]\$)([A-Za-z]|\\[A-Za-z]+)\$(\d+)(?!\$)")
_PROSE = re.compile(r"(?<![\\\w{])[A-Za-z]{3,} [A-Za-z]{2,}(?![\w}])")
_FORMULA = "\ufdd0"  # stands for a formula; visible text has none
_ESCAPED = re.compile(r"\\([&%#_$~])")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,20}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Joiners shape scripts and emoji; next to a Latin letter, or at an edge, they are debris.
_JOINERS = re.compile("(?<![^\x00-\u02ff])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u02ff])")

_COMMAND = re.compile(
    r"\\(?:emph|textbf|textit|textrm|textsc|textsf|textsl|texttt|text|mathrm|mbox|underline)"
    r"\s*\{([^{}]*)\}"
)
# The rules by what they need, in order: most text has none of it, and looking for it costs little.
# Like the expressions above a rule begins with a sign or a digit, to which a search can skip; what
# stands before the sign is looked at behind it.
_RULES: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "~": (
        # A TeX tie between words is a space; "~100", "10~30%" and "~user" mean something else.
        (re.compile(r"~(?<=[^\W\d_]~)(?=[^\W\d_]|--|https?://)"), " "),
        (re.compile(r"~(?=https?://)"), " "),
    ),
    "\\": (
        (re.compile(r"\\([&%#_$])"), r"\1"),
        # Macros of conference styles, defined the same everywhere: cvpr.sty, neurips, ECCV.
        (re.compile(r"\\eg\b\.?"), "e.g."),
        (re.compile(r"\\ie\b\.?"), "i.e."),
        (re.compile(r"\\etal\b\.?"), "et al."),
    ),
    "(sim": ((re.compile(r"\(sim(?=\d)"), "(~"),),
    # TeX's quotation marks in pairs; a double prime, as in f''(x), stays.
    "''": (
        (
            re.compile(r"(?:``|(?<![^\s(\[])'')(?=[^\s'])((?:(?!``|'').)*?)(?<=[^\s'])''(?!')"),
            r'"\1"',
        ),
    ),
    "`": ((re.compile(r"``"), '"'),),
    "}": ((re.compile(r"\{\\?sim\}\s?(?=\d)"), "~"),),
    "times": (
        (re.compile(r"(\d)\s?(?:\\times\b|\{\\?times\})\s*(?=\d)"), r"\1×"),
        (re.compile(r"(\d)(?:\\times\b|\{\\?times\})"), r"\1×"),
        (re.compile(r"(\d)times(?:\s?(?=\d)|\b)"), r"\1×"),
    ),
    "×": ((re.compile(r"×(?<=\d×)(?=[a-z]{2})"), "× "),),
    "--": (
        (re.compile(r"---(?:(?<=\s---)(?=\s)|(?<=[^\W\d_]---)(?=[^\W\d_]))"), "—"),
        (re.compile(r"--(?:(?<=\s--)(?=\s)|(?<=[^\W_]--)(?=[^\W_])|(?<=\d%--)(?=\d))"), "–"),
    ),
}
# Straight apostrophes within words, so that a title is spelt one way.
_APOSTROPHE = re.compile(r"[’‘ʼ](?:(?<=[^\W\d_].)|(?<=[^\W\d_]</nc>.))(?=[^\W\d_]|<nc>[^\W\d_])")
_POSSESSIVE = re.compile(r"’(?<=s’)(?=\s|$)")


def tidy(text: str) -> str:
    """Plain *text* on one line, composed (NFC), with the damage of its transport mended.

    Addresses in the text are left alone, underscores, tildes and all; so is what stands between the
    dollars of a formula. Tags of markup are dropped. ``tidy(tidy(x)) == tidy(x)``.
    """
    return _until_stable(text, is_marked=False)


def tidy_marked(text: str) -> str:
    """The same for marked text: tags of emphasis and indices, in HTML or JATS, become its marks."""
    return _until_stable(text, is_marked=True)


def _until_stable(text: str, *, is_marked: bool) -> str:
    while (mended := _tidied(text, is_marked=is_marked)) != text:
        text = mended
    return mended


def _tidied(text: str, *, is_marked: bool) -> str:
    text = visible(text)
    if "&" in text:
        text = visible(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
    if "<" in text and not (is_marked and markup.cased(text)):
        text = _with_marks(text) if is_marked else _without_tags(text)
    if "$" in text or "\\(" in text:
        return _around_formulas(text, is_marked=is_marked)
    mended = _around_addresses(text)
    # What is visible has no other white space.
    is_on_one_line = "  " not in mended and mended[:1] != " " and mended[-1:] != " "
    return mended if is_on_one_line else " ".join(mended.split())


def _without_tags(text: str) -> str:
    """*text* without tags of markup; a lone "<b>" is no tag but two signs and a letter."""
    has_bold = re.search(r"</b>", text, re.IGNORECASE)

    def gap(tag: re.Match[str]) -> str:
        name = _name(tag)
        if name == "b" and not has_bold:
            return tag[0]
        return " " if name in _SPACED else ""

    return _MARKUP.sub(gap, text)


def _name(tag: re.Match[str]) -> str:
    return str(tag[2] or tag[3]).lower()


def _with_marks(text: str) -> str:
    """*text* with the tags that have a partner as marks; the other ones of markup are dropped."""
    spans: list[str] = []  # what each open <span> stands for

    def mark(tag: re.Match[str]) -> str:
        name = _name(tag)
        if name in ("span", "styled-content"):
            if not tag[1]:
                spans.append("sc" if "small-caps" in tag[4] else "")
            kind = spans.pop() if tag[1] and spans else "" if tag[1] else spans[-1]
            return f"<{tag[1]}{kind}>" if kind else ""
        kind = _MARK_OF.get(name, "")
        return f"<{tag[1]}{kind}>" if kind else " " if name in _SPACED else ""

    bare = "".join(
        _without_tags(token.text) if token.kind == "text" else token.source
        for token in markup.tokens(_MARKUP.sub(mark, text))
    )
    while (fuller := _EMPTY.sub(r"\2", bare)) != bare:
        bare = fuller
    return bare


def _around_formulas(text: str, *, is_marked: bool) -> str:
    """*text* mended where it is no formula; formulas in round brackets get their dollars."""
    text = _DISPLAY.sub(_tight, text)
    text = _SIMPLE.sub(partial(_simplified, is_marked=is_marked), text)
    text = _ROUND.sub(lambda found: markup.formula(found[1].strip())[0] or found[0], text)
    found = markup.tokens(text)
    bare = "".join(_FORMULA if token.kind == "math" else _tightened(token) for token in found)
    formulas = iter([token.source for token in found if token.kind == "math"])
    mended = re.sub(_FORMULA, lambda _: next(formulas), _around_addresses(bare))
    return " ".join(mended.split())


def _tightened(token: markup.Token) -> str:
    """A token that is no formula; if its text holds loose ones, these are written as formulas."""
    if token.kind != "text" or "$" not in token.text:
        return token.source
    return _LOOSE.sub(_tight, _BEFORE_DIGIT.sub(r"$\1\2$", token.text))


def _tight(found: re.Match[str]) -> str:
    content = (found[1] or found[2]).strip()
    if "\\" not in content or _PROSE.search(content):
        return found[0]
    return markup.formula(content)[0] or found[0]


def _simplified(found: re.Match[str], *, is_marked: bool) -> str:
    plain = markup.simple(found[1])
    if plain is None or (not is_marked and "<" in plain):
        return found[0]
    return plain


def _around_addresses(text: str) -> str:
    if "://" not in text:
        return _mend(text)
    text = _URL_COMMAND.sub(lambda found: found[1] or found[2], text)
    pieces: list[str] = []
    end = 0
    for url in _URL.finditer(text):
        pieces += (_mend(text[end : url.start()], before_url=True), _ESCAPED.sub(r"\1", url[0]))
        end = url.end()
    pieces.append(_mend(text[end:]))
    return "".join(pieces)


def visible(text: str) -> str:
    """*text* composed (NFC), without control characters, lone surrogates and invisible marks.

    Line ends and other white space become spaces.
    """
    if text.isprintable():  # then there are no controls, surrogates and marks of format in it
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    spaced = _CONTROL.sub("", re.sub(r"\s", " ", text))
    return unicodedata.normalize("NFC", _JOINERS.sub("", _UNSEEN.sub("", spaced)))


def _mend(text: str, *, before_url: bool = False) -> str:
    """A stretch of text that holds no address; *before_url*: one follows it at once."""
    if before_url and text.endswith("~"):
        text = text[:-1] + " "
    while "\\" in text:  # commands nest: \textbf{\emph{x}}
        text, count = _COMMAND.subn(r"\1", text)
        if not count:
            break
    for need, rules in _RULES.items():
        if need in text:
            for pattern, replacement in rules:
                text = pattern.sub(replacement, text)
    if text.isascii():
        return text
    text = _APOSTROPHE.sub("'", text)
    # After an opening quotation mark, the next such sign closes it.
    return text if "‘" in text else _POSSESSIVE.sub("'", text)
