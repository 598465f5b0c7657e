"""This is where the marks that web pages, TeX and word processors leave in text are mended.

What is certain is mended; what is not stays as it is. The cases are in tests/tables/tidy.json.
"""

import html
import re
import unicodedata

_URL = re.compile(r"https?://[^\s{}<>\"]+")
_URL_COMMAND = re.compile(r"\\url\s*\{(https?://[^\s{}]+)\}|(https?://[^\s{}]+)\}\{\2")
# What Crossref and web forms leave around words.
_MARKUP = re.compile(r"</?(?:jats:[a-z-]+|p|i|em|strong|sub|sup|italic|bold)\s*/?>", re.IGNORECASE)
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
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # A TeX tie between words is a space; "~100", "10~30%" and "~user" mean something else.
    (re.compile(r"(?<=[^\W\d_])~(?=[^\W\d_]|--|https?://)"), " "),
    (re.compile(r"~(?=https?://)"), " "),
    (re.compile(r"\\([&%#_$])"), r"\1"),
    # Macros of conference styles, defined the same everywhere: cvpr.sty, neurips, ECCV.
    (re.compile(r"\\eg\b\.?"), "e.g."),
    (re.compile(r"\\ie\b\.?"), "i.e."),
    (re.compile(r"(?<=\()sim(?=\d)"), "~"),
    (re.compile(r"\\etal\b\.?"), "et al."),
    # TeX's quotation marks in pairs; a double prime, as in f''(x), stays.
    (re.compile(r"(?:``|(?<![^\s(\[])'')(?=[^\s'])((?:(?!``|'').)*?)(?<=[^\s'])''(?!')"), r'"\1"'),
    (re.compile(r"``"), '"'),
    (re.compile(r"\{\\?sim\}\s?(?=\d)"), "~"),
    (re.compile(r"(?<=\d)\s?(?:\\times\b|\{\\?times\})\s*(?=\d)"), "×"),
    (re.compile(r"(?<=\d)(?:\\times\b|\{\\?times\})"), "×"),
    (re.compile(r"(?<=\d)times\s?(?=\d)|(?<=\d)times\b"), "×"),
    (re.compile(r"(?<=\d)×(?=[a-z]{2})"), "× "),
    (re.compile(r"(?<=\s)---(?=\s)|(?<=[^\W\d_])---(?=[^\W\d_])"), "—"),
    (re.compile(r"(?<=\s)--(?=\s)|(?<=[^\W_])--(?=[^\W_])|(?<=\d%)--(?=\d)"), "–"),
    # Straight apostrophes within words, so that a title is spelt one way.
    (re.compile(r"(?<=[^\W\d_])[’‘ʼ](?=[^\W\d_])"), "'"),
)
_POSSESSIVE = re.compile(r"(?<=s)’(?=\s|$)")
# Every rule needs one of these; most text has none, and looking once costs a tenth.
_SUSPECT = re.compile(r"[~\\`'’‘ʼ{×]|--|\dtimes|\(sim\d")


def tidy(text: str) -> str:
    """*text* on one line, composed (NFC), with the damage of its transport mended.

    Addresses in the text are left alone, underscores, tildes and all. ``tidy(tidy(x)) == tidy(x)``.
    """
    while (mended := _tidied(text)) != text:
        text = mended
    return mended


def _tidied(text: str) -> str:
    text = visible(text)
    if "&" in text:
        text = visible(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "://" not in text:
        return " ".join(_mend(text).split())
    text = _URL_COMMAND.sub(lambda found: found[1] or found[2], text)
    pieces: list[str] = []
    end = 0
    for url in _URL.finditer(text):
        pieces += (_mend(text[end : url.start()], before_url=True), _ESCAPED.sub(r"\1", url[0]))
        end = url.end()
    pieces.append(_mend(text[end:]))
    return " ".join("".join(pieces).split())


def visible(text: str) -> str:
    """*text* composed (NFC), without control characters, lone surrogates and invisible marks.

    Line ends and other white space become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    spaced = _CONTROL.sub("", re.sub(r"\s", " ", text))
    return unicodedata.normalize("NFC", _JOINERS.sub("", _UNSEEN.sub("", spaced)))


def _mend(text: str, *, before_url: bool = False) -> str:
    """A stretch of text that holds no address; *before_url*: one follows it at once."""
    if before_url and text.endswith("~"):
        text = text[:-1] + " "
    if not _SUSPECT.search(text):
        return text
    while True:  # commands nest: \textbf{\emph{x}}
        text, count = _COMMAND.subn(r"\1", text)
        if not count:
            break
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    # After an opening quotation mark, the next such sign closes it.
    return text if "‘" in text else _POSSESSIVE.sub("'", text)
