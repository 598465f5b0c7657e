"""This is where DOIs, arXiv identifiers and addresses are recognised, however they are dressed."""

import re
from urllib.parse import urlsplit

from sitegen.text.tidy import visible

# Crossref's recommended pattern, widened to the registrant codes with dots and to SICI, which may
# hold "<1::AID-ASI1>".
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d+)*/(?:[^\s\"<>{}\\]|<[^<>\s]*>(?=\S))+")
_WHOLE_DOI = re.compile(r"10\.[\d.]+/.*[^\W_]")
_ARXIV = re.compile(
    r"(?<![\w.])(?:arxiv[.:/]\s*)?"
    r"(?:(\d\d(?:0[1-9]|1[0-2])\.\d{4,5})|([a-z-]{2,})(?:\.[a-z]{2})?(/\d{7}))(?:v\d+)?(?!\w)",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([_&%#$])")  # DBLP writes addresses as LaTeX
_FILE = re.compile(r"https?://\S[^\t\n\r]*\.(?:pdf|html?)", re.IGNORECASE)
SCHEMES = frozenset({"http", "https", "ftp"})
"""Schemes of addresses that a page may link to."""


def doi(text: str) -> str | None:
    """The DOI in *text*, lower case, without resolver and trailing punctuation; None if none."""
    found = _DOI.search(_ESCAPED.sub(r"\1", text).replace("%2F", "/").replace("%2f", "/"))
    if not found:
        return None
    value = found[0].rstrip(".,;:'\"")
    while value.endswith((")", "]", "}")) and value.count(value[-1]) > value.count(
        {")": "(", "]": "[", "}": "{"}[value[-1]]
    ):
        value = value[:-1].rstrip(".,;:'\"")
    return value.lower() if _WHOLE_DOI.match(value) else None


def arxiv(text: str) -> str | None:
    """The arXiv identifier in *text*, without prefix and version; None if there is none."""
    found = _ARXIV.search(re.sub(r"(?i)\.pdf$", "", text.strip()))
    return (found[1] or found[2] + found[3]).lower() if found else None


def url(text: str) -> str | None:
    """*text* as an address that is safe to link to; None if it is none.

    Only http, https and ftp: "javascript:" and "data:" are how text becomes script. Spaces in the
    address of a file are written as browsers write them.
    """
    if re.search(r"[\x00-\x1f\x7f]", text.strip()):
        return None
    text = _ESCAPED.sub(r"\1", visible(text).strip())
    if _FILE.fullmatch(text):
        text = text.replace(" ", "%20")
    if text.startswith("www."):
        text = f"https://{text}"
    if re.search(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme.lower() in SCHEMES and parts.netloc else None
