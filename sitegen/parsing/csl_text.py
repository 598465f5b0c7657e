"""This is where the rich text of CSL becomes marked text (``text.markup``).

Zotero and citeproc-js write HTML, pandoc writes Markdown with spans in brackets.
"""

import re

_SMALL_CAPS = re.compile(
    r"<span\s+(?:style\s*=\s*[\"'][^\"'<>]*small-caps[^\"'<>]*[\"']|class=[\"']smallcaps[\"'])\s*>",
    re.IGNORECASE,
)
_NO_CASE = re.compile(r"<span\s+class\s*=\s*[\"']?(?:[\w-]+\s+){0,9}nocase\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(span|i|em|b|strong|sub|sup|sc)\b([^<>]{0,200})>", re.IGNORECASE)
_MARKS = {"em": "i", "strong": "b"}
_SPAN = re.compile(r"\[([^\[\]]{0,2000})\]\{([^{}\n]{0,200})\}")
_DEEPEST = 10  # spans within spans
_MARKDOWN = re.compile(r"[*_~^\\\[]")
_RULES = (
    (re.compile(r"(?<![\\*\w])\*\*(?=\S)((?:[^*\\]|\\.){1,2000}?)(?<=\S)\*\*(?!\*)"), r"<b>\1</b>"),
    (re.compile(r"(?<![\\*\w])\*(?=\S)((?:[^*\\]|\\.){1,2000}?)(?<=\S)\*(?![*\w])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\\_\w])_(?=\S)((?:[^_\\]|\\.){1,2000}?)(?<=\S)_(?![_\w])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\\^$])\^((?:[^\s^\\$]|\\.){1,200})\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<![\\~$])~(?!~)((?:[^\s~\\$]|\\.){1,200})~"), r"<sub>\1</sub>"),
)
_MATH = re.compile(r"(\$(?=\S)(?:[^$\\]|\\.){1,500}?\$)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def from_html(text: str) -> str:
    """*text* with the marks of CSL-JSON; spans that say nothing to be shown are taken off."""
    if "<" not in text:
        return text
    opened: list[str] = []

    def mark(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name != "span":
            return f"<{tag[1]}{_MARKS.get(name, name)}>"
        if tag[1]:
            return opened.pop() if opened else ""
        kind = "sc" if _SMALL_CAPS.fullmatch(tag[0]) else "nc" if _NO_CASE.fullmatch(tag[0]) else ""
        opened.append(f"</{kind}>" if kind else "")
        return f"<{kind}>" if kind else ""

    return _TAG.sub(mark, text)


def from_markdown(text: str) -> str:
    """*text* with the marks that pandoc writes as Markdown; mathematics is left alone."""
    text = from_html(text)
    if not _MARKDOWN.search(text):
        return text
    pieces = _MATH.split(text)
    return "".join(piece if n % 2 else _marked(piece) for n, piece in enumerate(pieces))


def _marked(text: str) -> str:
    for _ in range(_DEEPEST):
        before, text = text, _SPAN.sub(_span, text)
        if before == text:
            break
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return unescaped(text)


def _span(found: re.Match[str]) -> str:
    classes = found[2].split()
    small = {".smallcaps", ".sc"} & set(classes) or "small-caps" in found[2]
    if small:
        return f"<sc>{found[1]}</sc>"
    if ".nocase" in classes:
        return f"<nc>{found[1]}</nc>"
    return found[1] if all(c.startswith(".") or "=" in c for c in classes) else found[0]


def unescaped(text: str) -> str:
    """*text* without the backslashes before punctuation."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
