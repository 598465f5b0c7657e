"""This is where lines of a saved web page are told apart: running text, titles, and the rest."""

import re

from sitegen.text.fold import glue

_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]]*(?:\s|$)|[。！？]")
_STOPS = re.compile(r"[.!?。！？][\"'”’」)\]]*$")
_URL_LAST = re.compile(r"https?://\S+$")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_TITLE = 200

# What pages print around papers. One vocabulary; it only ever decides about lines that stand
# where a paper cannot be, so a word too many or too few costs a finding, not a paper.
_LABELS = [
    "about",
    "abstract",
    "alphaxiv",
    "archive",
    "archives",
    "back",
    "bookmark",
    "browse",
    "bibtex",
    "bluesky",
    "careers",
    "chat",
    "cite",
    "close",
    "code",
    "comment",
    "comments",
    "community",
    "company",
    "contact",
    "cookies",
    "dashboard",
    "copy",
    "datasets",
    "discord",
    "docs",
    "documentation",
    "download",
    "enterprise",
    "explore",
    "export",
    "faq",
    "feedback",
    "filter",
    "filters",
    "follow",
    "github",
    "help",
    "home",
    "html",
    "image",
    "jobs",
    "like",
    "likes",
    "linkedin",
    "listen",
    "login",
    "logout",
    "mastodon",
    "menu",
    "models",
    "monthly",
    "more",
    "new",
    "newest",
    "news",
    "newsletter",
    "next",
    "organizations",
    "overview",
    "paper",
    "papers",
    "pdf",
    "people",
    "prev",
    "previous",
    "play",
    "pricing",
    "privacy",
    "profile",
    "register",
    "reply",
    "rss",
    "save",
    "search",
    "settings",
    "share",
    "signup",
    "solutions",
    "sort",
    "spaces",
    "status",
    "subscribe",
    "subscribed",
    "summary",
    "terms",
    "thumbnail",
    "today",
    "top",
    "tos",
    "trending",
    "tweet",
    "twitter",
    "unsubscribe",
    "upvote",
    "upvotes",
    "video",
    "votes",
    "watch",
    "website",
    "weekly",
    "yesterday",
]
_PHRASES = [
    "ai-generated summary",
    "cite this paper",
    "chat with paper",
    "copy bibtex",
    "html (experimental)",
    "listen to paper",
    "models citing this paper",
    "other formats",
    "paper of the day",
    "project page",
    "read paper",
    "read the paper",
    "show abstract",
    "hide abstract",
    "view abstract",
    "view code",
    "view html",
    "view paper",
    "submitted by",
    "back to top",
    "daily papers",
    "load more",
    "log in",
    "log out",
    "new papers",
    "next page",
    "previous page",
    "read more",
    "see all",
    "see more",
    "show more",
    "sign in",
    "sign up",
    "sort by",
    "subscribe now",
    "view all",
    "view arxiv page",
    "view pdf",
    "add to collection",
    "terms of service",
    "privacy policy",
    "system theme",
    "all rights reserved",
]
_FURNITURE = {glue(label) for label in (*_LABELS, *_PHRASES)}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"(?:(?:published|submitted|posted|updated)(?:\s+on)?:?\s+)?(?:\w+day,?\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"\d{{1,2}}\.?\s+{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}|\d{{4}}[-/.]\d\d?[-/.]\d\d?|"
    r"\d\d?[-/.]\d\d?[-/.]\d{2,4}|\d{1,2}\.?\s+[^\W\d_]+\.?\s+\d{4}|[^\W\d_]+\s+\d{1,2},?\s+\d{4}|"
    r"\d+\s+(?:minutes?|hours?|days?|weeks?|months?|years?)\s+ago)",
    re.IGNORECASE,
)


_COUNTED = re.compile(
    r"[\W_]*(?:\d[\d.,]*\s?[km]?|no|one|a few)\s+(?:\w+\s+)?(?:authors?|comments?|"
    r"likes?|(?:up)?votes?|points?|"
    r"citations?|stars?|repl(?:y|ies)|views?|downloads?|shares?|models?|datasets?|spaces?|tweets?|"
    r"collections?|papers?|results?|followers?|bookmarks?|organizations?)"
    r"(?:\s+(?:citing|linking|including|using)\b.{0,40})?(?:\s*[·•|].*)?[\W_]*",
    re.IGNORECASE,
)
_SUBMITTER = re.compile(r"submitted\s+by\b:?.{0,60}", re.IGNORECASE)
_ALT = re.compile(
    r"(?:.{1,60}['’]s\s+)?"
    r"(?:avatar|logo|thumbnail|profile (?:picture|image)|image|figure|screenshot)"
    r"(?:\s+(?:image|of|for)\b.{0,80})?",
    re.IGNORECASE,
)
_RANKED = re.compile(r"#\s?\d+\s+papers? of the (?:day|week|month)", re.IGNORECASE)


def is_running_text(text: str) -> bool:
    """Whether a paragraph is running text: long, and made of sentences."""
    # A sign of Chinese or Japanese says as much as three letters.
    length = len(text) + 2 * len(_CJK.findall(text[:_LONGEST_TITLE]))
    if length < 80:
        return False
    ends = _STOPS.search(text) is not None
    if length < _LONGEST_TITLE:
        # One sentence of a dozen words that stops is a short abstract; titles do not stop.
        return ends and (len(text.split()) >= 12 or length > len(text)) and text[-1] not in "!?"
    return ends or _URL_LAST.search(text) is not None or _SENTENCE_END.search(text) is not None


def is_titlelike(text: str) -> bool:
    """Whether a line is capitalised as titles are, and long enough to be one."""
    long_words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    if text.endswith("!") or len(text.split()) < 3 or not long_words:
        return False
    capitals = sum(not word[0].islower() for word in long_words)
    return capitals * 10 >= len(long_words) * 6 or ": " in text[:-2]


def is_furniture(text: str) -> bool:
    """Whether a line is what pages print around papers: a button, a menu, a date, a count."""
    bare = re.sub(r"[\W\d_]+", "", glue(text))
    return (
        not bare
        or re.fullmatch(r"[^\w\s]*\s*[\d.,]+\s?[kKmM]\b[\W\d]*", text[:60]) is not None
        or (
            len(text) < 200
            and any(p.fullmatch(text) for p in (_COUNTED, _SUBMITTER, _ALT, _RANKED))
        )
        or glue(text) in _FURNITURE
        or _DATE.fullmatch(text) is not None
        or re.match(r"©|\(c\)\s|copyright\s", text, re.IGNORECASE) is not None
        or (bare in _FURNITURE and len(text.split()) < 4)  # "Upvote 12"
        or (
            (len(parts := re.split(r"\s*[·|•]\s*|\s{2,}|\t", text)) > 1)
            and all(glue(part) in _FURNITURE for part in parts)
        )
    )


_LEGAL = re.compile(
    r"\b(?:cookies|privacy policy|terms of (?:use|service)|all rights reserved)\b", re.IGNORECASE
)


def is_legal(text: str) -> bool:
    """Whether a paragraph speaks of cookies, privacy or terms, as pages do in their footers."""
    return len(text) < 1000 and _LEGAL.search(text) is not None
