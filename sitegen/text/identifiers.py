"""This is where identifiers and addresses are recognised, however they are dressed.

The only user of python-stdnum, which knows check digits.
"""

import html
import re
from urllib.parse import unquote, urlsplit

import stdnum.isbn
import stdnum.issn

from sitegen.text.tidy import visible

# Crossref's recommended pattern, widened to the registrant codes with dots and to SICI, which may
# hold "<1::AID-ASI1>".
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d+)*/(?:[^\s\"<>{}\\]|<[^<>\s]*>(?=\S))+")
_WHOLE_DOI = re.compile(r"10\.[\d.]+/.*[^\W_]")
_NEXT_DOI = re.compile(r"[,;|](?:https?:|doi:|10\.\d{4,9}/)", re.IGNORECASE)
_SPACED_DOI = re.compile(r"(?<=\b10\.)(\d{4,9}(?:\.\d+)*)\s*/\s*")
# What publishers' addresses have behind the DOI.
_BEHIND_DOI = re.compile(
    r"(?:[?#&].*|/(?:full|full\.html|fulltext|abstract|pdf|epdf|pdfdirect|html|meta|summary"
    r"|references|issuetoc|asset|download|tables|figures)(?:/.*)?"
    r"|(?:v\d+)?(?:\.full(?:-text)?|\.abstract|\.short)?(?:\.e?pdf(?:\+html)?|\.html?)?)$",
    re.IGNORECASE,
)
_VERSION_OF_BIORXIV = re.compile(r"(10\.(?:1101|64898)/[\d.]+)v\d+.*", re.DOTALL)
_ARCHIVES = (
    "astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|nlin|nucl-ex"
    "|nucl-th|physics|q-bio|q-fin|quant-ph|stat|acc-phys|adap-org|alg-geom|ao-sci|atom-ph|bayes-an"
    "|chao-dyn|chem-ph|cmp-lg|comp-gas|dg-ga|funct-an|mtrl-th|patt-sol|plasm-ph|q-alg|solv-int"
    "|supr-con"
)
_ARXIV = re.compile(
    r"(?<![\w.])(?:arxiv[.:/]?\s*)?"
    rf"(?:(\d\d(?:0[1-9]|1[0-2])\.\d{{4,5}})|({_ARCHIVES})(?:\.[a-z]{{2}})?(/\d{{7}}))"
    r"(?:v(\d+))?(?:\.(?:pdf|ps|html))?(?!\w)",
    re.IGNORECASE,
)
_CLASS = re.compile(rf"\b((?:{_ARCHIVES})(?:\.[A-Za-z]{{2}}|\.[a-z]+-[a-z]+)?)\b(?=/\d{{7}}|\s*\])")
_ISBN = re.compile(r"(?<![\w-])(?:97[89][\s‐-–-]?)?\d(?:[\s‐-–-]?\d){8}[\s‐-–-]?[\dXx](?![\w])")
_ISSN = re.compile(r"(?<![\w-])(\d{4})\s?[‐-–-]?\s?(\d{3}[\dXx])(?![\w-])")
_PMID = re.compile(
    r"(?:pubmed|pmid|medline)?\W*([1-9]\d{0,8})"
    r"|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})/?.*",
    re.IGNORECASE,
)
_PMCID = re.compile(r"\bPMC\s?(\d{3,9})\b", re.IGNORECASE)
_ACL = re.compile(
    r"(?<![\w.-])(?:([A-Z]\d\d-\d{4,5})|(\d{4}\.[a-z\d_]+-[a-z\d_]+\.\d+))(?![\w-])", re.IGNORECASE
)
_ACL_DOI = re.compile(r"10\.(?:18653|3115)/v1/(\S+)", re.IGNORECASE)
_FORUM = re.compile(
    r"https?://(?:www\.)?openreview\.net/(?:forum|pdf)/?\?(?:[^#]*&)?id=([\w-]+)(?=[&#]|$)",
    re.ASCII,
)
_ESCAPED = re.compile(
    r"\{?(?:\\([_&%#$~^{}-])(?:\{\})?"
    r"|\\text(?:underscore|asciitilde)(?:\{\}|\s|(?![A-Za-z]))"
    r"|\\string\s?~|\$\s*\\sim\s*\$)\}?"
)
_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*(?:\{.*\})?", re.DOTALL)
_LABEL = re.compile(
    r"^(?:url|uri|link|available(?: at| from| online)?)\s*:?\s+(?=\S+$)", re.IGNORECASE
)
_FILE = re.compile(r"https?://\S[^\t\n\r]*\.(?:pdf|html?)", re.IGNORECASE)
_SAFE = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w./~%?=&#:;,+@!()'*$-]*)?", re.ASCII
)
# A host and a path are an address; a host alone may be a file's name.
_BARE = re.compile(r"(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,8}/[^\s\\]+", re.IGNORECASE)
_TOP = re.compile(r"\.(?:com|org|net|edu|gov|mil|int|io|ai|dev|info|eu|[a-z]{2})/", re.IGNORECASE)
_ENCODED = {"|": "%7C", "^": "%5E", "{": "%7B", "}": "%7D", "`": "%60"}
_SECOND = re.compile(r"(?<=\S)(?:[,;|]\s*|\s)(?:https?://|www\.)")
SCHEMES = frozenset({"http", "https", "ftp"})
"""Schemes of addresses that a page may link to."""


def unescaped(text: str) -> str:
    """*text*, which is no prose but an address or an identifier, without LaTeX's escapes.

    DBLP, Mendeley and the ACL write ``\\_``, ``{\\_}``, ``\\%`` and ``\\textasciitilde`` in them.
    """
    if "\\" not in text:
        return text
    return _ESCAPED.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    sign = found[1] or ("_" if "underscore" in found[0] else "~")
    # Braces around an escape go with it, by pairs: "{\_}", but not those of what is around it.
    before = "{" if found[0].startswith("{") and not found[0].endswith("}") else ""
    after = "}" if found[0].endswith("}") and not found[0].startswith("{") else ""
    return f"{before}{sign}{'' if found[0].endswith('{}') else after}"


def doi(text: str) -> str | None:
    """The DOI in *text*, lower case, without resolver and trailing punctuation; None if none."""
    text = unescaped(text)
    if "%" in text:
        text = unquote(text)
    if "&" in text:
        text = html.unescape(text)
    if "/ " in text or " /" in text:
        text = _SPACED_DOI.sub(r"\1/", text)
    found = _DOI.search(text)
    if not found:
        return None
    value = _NEXT_DOI.split(found[0], maxsplit=1)[0]
    if "://" in text[: found.start()] or re.match(r"[\w.-]+/", text[: found.start()]):
        value = _without_page(value)
    value = value.rstrip(".,;:'\"")
    while value.endswith((")", "]", "}")) and value.count(value[-1]) > value.count(
        {")": "(", "]": "[", "}": "{"}[value[-1]]
    ):
        value = value[:-1].rstrip(".,;:'\"")
    return value.lower() if _WHOLE_DOI.match(value) else None


def _without_page(value: str) -> str:
    """A DOI that an address holds without what the address has behind it."""
    version = _VERSION_OF_BIORXIV.fullmatch(value)
    return version[1] if version else _BEHIND_DOI.sub("", value, count=1)


def arxiv(text: str) -> str | None:
    """The arXiv identifier in *text*, without prefix and version; None if there is none."""
    found = _ARXIV.search(text)
    return (found[1] or found[2] + found[3]).lower() if found else None


def arxiv_version(text: str) -> str | None:
    """The version of the arXiv identifier in *text*: "5"; None if it states none."""
    found = _ARXIV.search(text)
    return found[4] if found else None


def arxiv_class(text: str) -> str | None:
    """The class that is written with an arXiv identifier: "cs.CL" of "1706.03762 [cs.CL]"."""
    found = _CLASS.search(text)
    return found[1] if found and "." in found[1] else None


def isbns(text: str) -> tuple[str, ...]:
    """The ISBNs in *text* whose check digit is right, in order, without hyphens."""
    compact = (re.sub(r"[^\dXx]", "", found).upper() for found in _ISBN.findall(text))
    return tuple(dict.fromkeys(number for number in compact if stdnum.isbn.is_valid(number)))


def isbn(text: str) -> str | None:
    """The first ISBN in *text*, 10 or 13 digits without hyphens; None if none has a good check."""
    return next(iter(isbns(text)), None)


def isbn13(number: str) -> str:
    """An ISBN in its long form, in which those of one book are equal."""
    return str(stdnum.isbn.to_isbn13(number))


def issns(text: str) -> tuple[str, ...]:
    """The ISSNs in *text* whose check digit is right, in order, as "0028-0836"."""
    numbers = (f"{a}-{b.upper()}" for a, b in _ISSN.findall(text))
    return tuple(dict.fromkeys(number for number in numbers if stdnum.issn.is_valid(number)))


def issn(text: str) -> str | None:
    """The first ISSN in *text*; None if none has a good check digit."""
    return next(iter(issns(text)), None)


def pmid(text: str) -> str | None:
    """The PubMed identifier that *text* is; None if it is none."""
    found = _PMID.fullmatch(text.strip())
    return (found[1] or found[2]).lstrip("0") or None if found else None


def pmcid(text: str) -> str | None:
    """The PubMed Central identifier in *text*: "PMC1234567"; None if there is none."""
    found = _PMCID.search(text)
    return f"PMC{found[1]}" if found else None


def acl(text: str) -> str | None:
    """The ACL Anthology identifier in *text*, an address or a DOI of it too; None if none."""
    found = _ACL.search(re.sub(r"(?i)\.(?:pdf|bib)\b", " ", text))
    if not found:
        return None
    return found[1].upper() if found[1] else found[2].lower()


def acl_of_doi(text: str) -> str | None:
    """The ACL Anthology identifier that the DOI *text* is made of; None if it is made otherwise."""
    found = _ACL_DOI.fullmatch(text)
    return acl(found[1]) if found else None


def openreview(text: str) -> str | None:
    """The OpenReview forum that *text* names or leads to; None if it is none."""
    found = _FORUM.match(text) or re.fullmatch(r"(?=.*[A-Za-z])([\w-]{8,})", text.strip(), re.ASCII)
    return found[1] if found else None


def url(text: str) -> str | None:
    """*text* as an address that is safe to link to; None if it is none.

    Only http, https and ftp: "javascript:" and "data:" are how text becomes script. Spaces and
    braces in an address are written as browsers write them.
    """
    text = text.strip()
    if _SAFE.fullmatch(text) and text[-1] not in ",;":
        return text
    if re.search(r"[\x00-\x1f\x7f]", text):
        return None
    text = _undressed(visible(text).strip())
    if _FILE.fullmatch(text):
        text = text.replace(" ", "%20")
    if text.startswith("www.") or (_BARE.fullmatch(text) and _TOP.search(text)):
        text = f"https://{text}"
    text = re.sub(r"[|^{}`]", lambda sign: _ENCODED[sign[0]], text)
    if re.search(r"[\s<>\"\\\x00-\x1f\x7f]", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme.lower() in SCHEMES and parts.netloc else None


def urls(text: str) -> tuple[str, ...]:
    """The addresses that *text* is a list of; empty if it is anything else."""
    if _SAFE.fullmatch(text) and "http" not in text[4:] and text[-1] not in ",;":
        return (text,)
    one = url(text) if not _SECOND.search(text) else None
    if one is not None:
        return (one,)
    pieces = [piece for piece in re.split(r"[\s,;|]+(?=https?://|www\.|$)", text) if piece.strip()]
    found = [url(piece) for piece in pieces[:100]]
    return tuple(dict.fromkeys(a for a in found if a)) if all(found) else ()


def _undressed(text: str) -> str:
    """An address without the command, the brackets and the label around it."""
    command = _COMMAND.fullmatch(text)
    if command:
        text = (command[1] or command[2] or "").strip()
    text = unescaped(text)
    for opening, closing in ("<>", "{}", "()", "[]", '""'):
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip()
    text = _LABEL.sub("", text, count=1) if " " in text else text
    return text.replace("&amp;", "&").rstrip(",;")
