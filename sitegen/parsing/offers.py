"""This is where the links beside a paper are told apart: what "[code]" offers."""

import re
from functools import lru_cache

from sitegen.text import identifiers, links
from sitegen.text.fold import fold

_PLAIN = """
    abs abstract access acl acm address anthology article arxiv biorxiv chapter cvf cvpr doc
    doi download elsevier full fulltext here home homepage html ieee link links medrxiv nature
    neurips openreview paper papers pdf pmlr preprint print proceedings project publication
    publisher pubmed read science sciencedirect semantic scholar site source sources springer
    ssrn text url version view web webpage website wiley page ps
"""
_KINDS = """
    code github gitlab repo repository implementation implementations pytorch tensorflow keras jax
    torch tf caffe mxnet matlab python julia jittor paddle mindspore theano data dataset datasets
    video videos talk youtube recording bilibili slides slide presentation
"""
_OTHERS = """
    appendix bib bibtex blog blogpost colab checkpoint checkpoints cite citation demo demos
    doc docs documentation huggingface hf interview leaderboard media model models news
    notebook notes podcast post poster press replicate star stars review reviews summary supp
    suppl supplement supplemental supplementary supplementals supplements translation tutorial
    twitter tweet weights wiki gradio spaces space twitter website
"""
_FILLERS = """
    a an and author authors authors' by for from in of official on our the their this to
    unofficial official's version versions v1 v2 v3 v4 short long ver code's original ours
    third party more full conference journal extended online local mirror main arxiv's 1 2 3 4
    5 cn en zh + & -
"""
_OWN = frozenset(_OTHERS.split())
_LABELS = frozenset((*_PLAIN.split(), *_KINDS.split(), *_OTHERS.split()))
_WORDS = frozenset((*_LABELS, *_FILLERS.split()))
_MARKED_KINDS = {
    "论文": "url",
    "代码": "code",
    "链接": "url",
    "数据集": "data",
    "项目": "url",
    "主页": "url",
}
_SIGNS = re.compile(r"[^\w\s'&+]+")
_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)\d[\d.,]*[km]?")
_CODE = frozenset(
    [
        *("pytorch", "tensorflow", "keras", "jax", "torch", "tf", "caffe", "mxnet", "matlab"),
        *("python", "julia", "jittor", "paddle", "mindspore", "theano"),
        *("implementation", "implementations"),
    ]
)
_NAMES = {
    "arxiv": "arxiv",
    "doi": "doi",
    "acl": "acl",
    "openreview": "openreview",
    "pubmed": "pmid",
}


@lru_cache(maxsize=4096)
def is_label(label: str) -> bool:
    """Whether a link's words say what it offers, and are not a title: "[PDF]", "official code"."""
    bare = label.strip(" []()（）【】:|,.")
    if not bare or bare in _MARKED_KINDS or identifiers.url(bare):
        return True
    if len(bare) < 40 and (identifiers.arxiv(bare) or identifiers.doi(bare)):
        return re.fullmatch(r"(?:arxiv|doi)?[\s:]*\S+(?:\s*\[[\w.-]+\])?", bare, re.I) is not None
    found = [word for word in _SIGNS.sub(" ", fold(bare)).split() if not _NUMBER.fullmatch(word)]
    return (
        len(found) < 6
        and all(word in _WORDS for word in found)
        and (not found or any(word in _LABELS for word in found))
    )


def fields(label: str, address: str) -> list[tuple[str, str]]:
    """The fields of an entry that a link with these words fills; an address that no page may link
    to is kept as "link"."""
    words = [] if "://" in label else _SIGNS.sub(" ", fold(label)).split()
    marked = next((kind for sign, kind in _MARKED_KINDS.items() if sign in label), "")
    if identifiers.url(address) is None:
        return [("link", f"{label.strip()} {address}".strip())] if address else []
    if any(word in _CODE for word in words) and not marked:
        marked = "code"
    kind = links.kind(address, label)
    if kind == "url" and marked:
        kind = marked
    own = next((word for word in words if word in _OWN), "")
    if kind == "url" and own and own not in ("website", "material", "materials"):
        return [(own, address)]
    found = [(_NAMES.get(kind, kind), address)]
    if kind == "pdf":
        found += _named_by(address)
    return found


def of_title(address: str) -> list[tuple[str, str]]:
    """The fields that the address behind a paper's title fills."""
    if identifiers.url(address) is None:
        return [("link", address)]
    kind = links.kind(address)
    if kind in ("pdf", "code", "data", "video", "slides"):
        return [(kind, address), *_named_by(address)]
    named = [(_NAMES[kind], address)] if kind in _NAMES else []
    return [*named, ("url", address)]


def _named_by(address: str) -> list[tuple[str, str]]:
    """The identifier that the address of a PDF holds."""
    host = address.split("/")[2] if address.count("/") > 2 else ""
    if host.endswith("arxiv.org") and identifiers.arxiv(address):
        return [("arxiv", address)]
    if host.endswith("openreview.net") and identifiers.openreview(address):
        return [("openreview", address)]
    if host.endswith("aclanthology.org") and identifiers.acl(address):
        return [("acl", address)]
    return []
