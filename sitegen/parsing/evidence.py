"""This is where it is told which parts of a curated list are papers: by headings and by marks.

Cheap, because every line of a document is asked: regular expressions, and no parsing.
"""

import re
from functools import lru_cache

from sitegen.parsing import inline, labels, offers, segments, venues
from sitegen.parsing.paragraphs import is_running_text, is_titlelike
from sitegen.parsing.segments import Fields
from sitegen.text.fold import glue

_FURNITURE = """
    about abouttheauthor abouttherepo acknowledgement acknowledgements acknowledgment
    acknowledgments aboutthisrepository announcement announcements backtotop bibtex changelog
    citation citations citeas cite citethis citing citingthisrepo citingthiswork codeofconduct
    contact contacts content contents contribute contributing contributingguidelines
    contribution contributionguide contributions contributor contributors copyright credit
    credits disclaimer donate donations faq feedback guidelines howtocite howtocontribute
    howtouse installation introduction jointhecommunity lastupdated legend license licence
    licensing maintainer maintainers navigation organizers outline overview pleasecite preface
    quickstart quicklinks readme requirements sponsor sponsors stargazers stargazersovertime
    starhistory starhistorychart stars support tableofcontent tableofcontents team thanks toc
    todo todos usage usefulnotes wanttocontribute 目录 贡献 引用 许可证 致谢 目次 inhalt
    inhaltsverzeichnis
    sommaire tabledesmatieres índice indice lizenz
"""
_NEWS = (
    "news updates latestnews latestupdates recentnews recentupdates update whatsnew history 更新"
)
_GENERIC = """
    all articles bibliography list listofpapers literature misc miscellaneous more other
    others paper paperlist papers paperslist publication publications readinglist readings
    references relatedpapers relatedwork resources selectedpapers selectedpublications thelist
    论文 论文列表
"""
_FURNITURE_HEADINGS = frozenset(_FURNITURE.split())
_NEWS_HEADINGS = frozenset(_NEWS.split())
_GENERIC_HEADINGS = frozenset(_GENERIC.split())
_NUMBERING = re.compile(
    r"^(?:(?:\d{1,3}|[IVX]{1,4}|[A-Za-z])(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+)\s+"
)
_TOP = re.compile(
    r"\s*[\[(]?\s*(?:⬆️?|↑|🔝)?\s*back to (?:the )?(?:top|toc|contents?)\s*[\])]?\s*$", re.I
)
_COUNT = re.compile(r"\s*\(\d{1,5}(?:\s+papers?)?\)$")
_EMOJI_EDGE = re.compile(r"^[^\w\"“(\[¿#]+|[^\w\"”)\]+?!#.*%]+$")

_ANCHOR_ONLY = re.compile(r"\]\(\s*#")
_LINK = re.compile(
    r"\]\s?\(\s*<?https?://|\]\[[^\]]+\]|<https?://|(?<![\"'(=])https?://|\bhref\s*=", re.I
)
_HOSTED = re.compile(
    r"arxiv\.org/|doi\.org/|openreview\.net/|aclanthology\.|aclweb\.org/|/(?:abs|pdf|forum|paper)/|"
    r"\.pdf\b|thecvf\.com|neurips\.cc|nips\.cc|mlr\.press|dl\.acm\.org|ieeexplore|sciencedirect|"
    r"link\.springer|nature\.com/articles|semanticscholar\.org|biorxiv\.org|medrxiv\.org|arxiv:\s?\d{4}\.\d",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?<!!)\[([^\[\]]{3,400})\](?:\s?\(|\[)")
_BOLD = re.compile(r"\*\*([^*]{12,300})\*\*|__([^_]{12,300})__|[\"“]([^\"“”]{15,300})[.,]?[\"”]")
_IMAGE = re.compile(r"\[?!\[[^\[\]]{0,200}\]\([^()\s]{0,500}\)(?:\]\([^()\s]{0,500}\))?")
_OPENING = re.compile(r"\*\*\[?([^*\[\]]{8,400})|\[\**([^*\[\]]{8,400})\**\]\s?\(")
_YEAR = re.compile(r"(?<![\d/#-])(?:19|20)\d\d(?!\d)|['’`]\d\d\b")
_ET_AL = re.compile(r"\bet\.?\s+al\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Z][\w&-]+")


def heading(title: str) -> str:
    """The words of a heading as a keyword: without marks, number, count and signs around them."""
    words = "".join(p.text for p in inline.pieces(title, {}) if not p.is_image)
    bare = _COUNT.sub("", _TOP.sub("", " ".join(words.split())))
    bare = _EMOJI_EDGE.sub("", bare)
    return _EMOJI_EDGE.sub("", _NUMBERING.sub("", bare)).strip(" :")


def is_furniture(title: str) -> bool:
    """Whether a section of that name holds no papers: contents, licence, thanks."""
    return glue(title) in _FURNITURE_HEADINGS


def is_news(title: str) -> bool:
    """Whether a section of that name tells what is new; it may link to papers all the same."""
    return glue(title) in _NEWS_HEADINGS


def of_heading(title: str) -> Fields:
    """What a section says of its papers: a keyword, or when and where they appeared."""
    if not title or glue(title) in _GENERIC_HEADINGS or is_news(title):
        return []
    known = segments.of_date(title) or (
        segments.of_venue(venue) if (venue := venues.of(title)) and _is_certain(venue) else None
    )
    return known if known is not None else [("keyword", title)]


def _is_certain(venue: venues.Venue) -> bool:
    return bool(venue.year) or venue.name.upper() in venues.KNOWN


@lru_cache(maxsize=4096)
def strength(text: str) -> int:
    """How surely an item is a paper or a resource: 2 surely, 1 perhaps, 0 nothing says so."""
    text = text[:4000]
    first = text.split("\n", 1)[0]
    if labels.is_known(first):
        return 0
    is_linked = _LINK.search(text) is not None
    if not is_linked and _ANCHOR_ONLY.search(text):
        return 0
    titled = any(_is_title(m[1]) for m in _LABEL.finditer(text)) if is_linked else False
    marked = titled or any(_is_title(next(filter(None, m.groups()))) for m in _BOLD.finditer(text))
    dated = _YEAR.search(text) is not None or _ET_AL.search(text) is not None
    dated = dated or any(word.upper() in venues.KNOWN for word in _WORD.findall(text))
    if _HOSTED.search(text) or (marked and dated) or (is_linked and dated and len(first) > 40):
        return 2
    if titled or (is_linked and len(_WORD.findall(first)) > 2):
        return 1
    bare = inline_words(first)
    if is_running_text(bare):
        return 0
    return int(marked or (is_titlelike(bare) and not bare.endswith((":", "."))) or dated)


def begins_with_title(text: str) -> bool:
    """Whether a paragraph begins with a title in bold or as a link, and is surely a paper's."""
    bare = _IMAGE.sub("", text[:4000]).lstrip()
    opening = _OPENING.match(bare)
    if opening is None or _length_of(words := next(filter(None, opening.groups()))) < 2:
        return False
    return _is_title(words) and strength(bare) > 1 and not words.rstrip().endswith(":")


def _length_of(text: str) -> int:
    return len(re.findall(r"[^\W_]+", text))


def inline_words(text: str) -> str:
    """The words of one line of Markdown without its marks, roughly."""
    return re.sub(
        r"[*_`]+|^\s*(?:[-+•]|\(?\d{1,4}[.)]|\[\d+\])\s+(?:\[[ xX]\]\s+)?", "", text
    ).strip()


def _is_title(label: str) -> bool:
    return not offers.is_label(label) and segments.of_whole(label) is None
