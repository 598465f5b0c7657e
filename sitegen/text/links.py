"""This is where addresses are found in running text, and where it is told what they lead to."""

import re

from sitegen.text import identifiers
from sitegen.text.fold import words

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def split(text: str) -> tuple[tuple[str, str | None], ...]:
    """*text* as runs of (words, address or None), in order; joined, the words are *text*.

    Punctuation that ends a sentence is not part of an address, nor a bracket that it does not open.
    """
    runs: list[tuple[str, str | None]] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _without_punctuation(found[0])
        if identifiers.url(address) is None:
            continue
        if found.start() > end:
            runs.append((text[end : found.start()], None))
        runs.append((address, address))
        end = found.start() + len(address)
    if end < len(text):
        runs.append((text[end:], None))
    return tuple(runs)


def _without_punctuation(address: str) -> str:
    while address and (
        address[-1] in ".,;:!?'*~“”‘’«»…、。，；：）」』】"
        or (address[-1] == ")" and address.count(")") > address.count("("))
        or (address[-1] == "]" and address.count("]") > address.count("["))
    ):
        address = address[:-1]
    return address


_CODE_HOSTS = frozenset(
    [
        *("github.com", "gist.github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht"),
        *("git.sr.ht", "gitee.com", "sourceforge.net", "code.google.com", "pypi.org", "crates.io"),
        *("cran.r-project.org", "colab.research.google.com", "codeocean.com", "gitlab.inria.fr"),
        *("archive.softwareheritage.org", "npmjs.com", "hub.docker.com", "launchpad.net"),
    ]
)
_DATA_HOSTS = frozenset(
    [
        *("datadryad.org", "dataverse.harvard.edu", "archive.ics.uci.edu", "physionet.org"),
        *("openneuro.org", "data.mendeley.com", "ieee-dataport.org", "catalog.ldc.upenn.edu"),
        *("openml.org", "pangaea.de", "doi.pangaea.de", "data.world", "commoncrawl.org"),
    ]
)
_VIDEO_HOSTS = frozenset(
    [
        *("youtube.com", "m.youtube.com", "youtu.be", "vimeo.com", "player.vimeo.com"),
        *("slideslive.com", "videolectures.net", "bilibili.com", "crossminds.ai", "underline.io"),
        *("youtube-nocookie.com", "dailymotion.com"),
    ]
)
_SLIDES_HOSTS = frozenset(["slideshare.net", "speakerdeck.com", "slides.com"])
_DOI_HOSTS = frozenset(["doi.org", "dx.doi.org", "doi.acm.org"])
_PUBMED_HOSTS = frozenset(["pubmed.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov"])
_ACL_HOSTS = frozenset(
    ["aclanthology.org", "aclanthology.info", "aclanthology.coli.uni-saarland.de"]
)
_IN_LABEL = {
    "code": "code github gitlab repo repository implementation software source sources notebook",
    "data": "data dataset datasets corpus corpora",
    "video": "video videos talk recording youtube",
    "slides": "slides slide slideshow presentation deck",
    "url": "poster supplement supplementary supplemental appendix demo project homepage bibtex",
}
_LABELS = {word: kind for kind, words in _IN_LABEL.items() for word in words.split()}
_HOST = re.compile(
    r"(?:https?|ftp)://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+)(?::\d+)?([^?#]*)(.*)", re.DOTALL
)
_PDF_PATH = re.compile(r"\.pdf$|/e?pdf(?:direct)?(?:/|$)|/download/pdf\b", re.IGNORECASE)
_PDF_QUERY = re.compile(
    r"[?&](?:format|type|pdf|download|arnumber\S*)=(?:pdf|render|printable)\b|\.pdf$", re.I
)
_NO_PAPER = re.compile(
    r"(?<![a-z])(?:suppl?|supplement[a-z]*|appendix|poster|errat(?:a|um))(?![a-z])[^/]*$", re.I
)
_SLIDES_PATH = re.compile(
    r"\.(?:pptx?|pps|odp|key)$|(?<![a-z])(?:slides?|presentation|talk)(?![a-z])[^/]*\.pdf$", re.I
)
_VIDEO_PATH = re.compile(r"\.(?:mp4|webm|mov|avi|mkv|m4v|ogv)$", re.IGNORECASE)
_DATA_PATH = re.compile(r"\.(?:csv|tsv|parquet|hdf5|h5|npz)(?:\.gz|\.zip)?$", re.IGNORECASE)


def kind(url: str, label: str = "") -> str:
    """What an address leads to, by its host, its path and the words of the link to it.

    One of "pdf", "code", "data", "video", "slides", "arxiv", "doi", "acl", "openreview" and
    "pubmed"; else "url": a page, or what cannot be told.
    """
    found = _HOST.match(url)
    if not found:
        return "url"
    said = next((_LABELS[w] for w in words(label) if w in _LABELS), "") if label else ""
    if said and said != "url":
        return said
    host, path, query = found[1].lower(), found[2].rstrip("/"), found[3]
    known = _by_host(host, path, url)
    if known:
        return known
    if said:
        return said
    return _by_path(host, path, query) or ("pdf" if label and "pdf" in words(label) else "url")


def plain(url: str) -> str:
    """An address without what makes no difference to where it leads: equal for equal addresses."""
    found = _HOST.match(url)
    return f"{found[1].lower()}{found[2].rstrip('/')}{found[3]}" if found else url


def _by_host(host: str, path: str, url: str) -> str:
    """What a host holds that has but one kind of thing, or keeps them apart; "" if it does not."""
    depth = path.count("/")
    if host in _DOI_HOSTS:
        return "doi" if identifiers.doi(url) else "url"
    if host == "arxiv.org" or host.endswith(".arxiv.org") or host == "xxx.lanl.gov":
        if not identifiers.arxiv(path):
            return "url"
        return "pdf" if path.startswith("/pdf/") else "arxiv"
    if host in _ACL_HOSTS or (host == "aclweb.org" and path.startswith("/anthology")):
        if not identifiers.acl(path) or re.search(r"\.(?!pdf$)[a-z]+\d?$", path):
            return "" if _VIDEO_PATH.search(path) else "url"
        return "pdf" if path.endswith(".pdf") else "acl"
    if host == "openreview.net" and identifiers.openreview(url):
        return "pdf" if path == "/pdf" else "openreview"
    if host in _PUBMED_HOSTS:
        return "pubmed" if identifiers.pmid(url) else ""
    if (host in _CODE_HOSTS or host.startswith(("git.", "gitlab."))) and not _PDF_PATH.search(path):
        return "code" if depth > 1 or "github" not in host else "url"
    if host in _DATA_HOSTS or (host == "huggingface.co" and path.startswith("/datasets/")):
        return "data"
    if host == "kaggle.com" and path.startswith("/datasets/"):
        return "data"
    if host in _VIDEO_HOSTS or (host == "ted.com" and path.startswith("/talks")):
        return "video"
    if host in _SLIDES_HOSTS or (host == "docs.google.com" and path.startswith("/presentation")):
        return "slides"
    return ""


def _by_path(host: str, path: str, query: str) -> str:
    """What the name of a file, or the way to it, says; "" if it says nothing."""
    if _SLIDES_PATH.search(path):
        return "slides"
    if _VIDEO_PATH.search(path):
        return "video"
    if _DATA_PATH.search(path) or host.startswith("dataverse."):
        return "data"
    if _PDF_PATH.search(path) or _PDF_QUERY.search(query):
        return "url" if _NO_PAPER.search(path) else "pdf"
    if host == "ieeexplore.ieee.org" and path.startswith("/stamp"):
        return "pdf"
    return ""
