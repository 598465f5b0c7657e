"""This is where text becomes search terms, exactly as templates/assets/search/analysis.js does it.

The index is made in Python and asked in JavaScript: a word must become the same term in both, or it
is never found. tests/test_search.py compares them over the corpus and a list of Unicode traps.
"""

import re
import unicodedata
from collections.abc import Iterable

from sitegen.search.stemmer import stem

_APOSTROPHES = re.compile("['’‘ʼ`´]")
# ASCII letters in lower case; what is no letter or digit is space, and all of UTF-8 beyond stays.
_PIECES = bytes(
    n if n > 127 else ord(chr(n).lower()) if chr(n).isalnum() else 32 for n in range(256)
)
END = b"\xff"
"""The piece that stands after those of a text: no letter begins so in UTF-8."""
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
        "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ς": "σ",
    }
)  # fmt: skip
# Scripts written without spaces: Han, Hiragana, Katakana. Their runs are cut into pairs.
_UNSPACED = re.compile(
    "[\u3005\u3007\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\U00020000-\U0003ffff]+"
)

# The stop words of lunr.js, as terms: what abstracts are full of.
STOP_WORDS = frozenset(
    stem(word)
    for word in [
        "a",
        "able",
        "about",
        "across",
        "after",
        "all",
        "almost",
        "also",
        "am",
        "among",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "cannot",
        "could",
        "dear",
        "did",
        "do",
        "does",
        "either",
        "else",
        "ever",
        "every",
        "for",
        "from",
        "get",
        "got",
        "had",
        "has",
        "have",
        "he",
        "her",
        "hers",
        "him",
        "his",
        "how",
        "however",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "least",
        "let",
        "like",
        "likely",
        "may",
        "me",
        "might",
        "most",
        "must",
        "my",
        "neither",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "often",
        "on",
        "only",
        "or",
        "other",
        "our",
        "own",
        "rather",
        "said",
        "say",
        "says",
        "she",
        "should",
        "since",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "tis",
        "to",
        "too",
        "twas",
        "us",
        "wants",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "yet",
        "you",
        "your",
    ]
)


def terms(text: str) -> list[str]:
    """The terms of *text*, in order: folded, split at what is no letter or digit, and stemmed."""
    return [term for piece in pieces([text])[:-1] for term in terms_of(piece)]


def pieces(texts: Iterable[str]) -> list[bytes]:
    """What stands between ASCII signs and spaces in *texts*, and ``END`` after each of them.

    Most are words. As bytes, texts of all scripts are put in lower case and split together.
    """
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    joined = b" \xff ".join([*parts, b""])
    return joined.translate(_PIECES, b"'`").split()


def terms_of(piece: bytes) -> tuple[str, ...]:
    """The terms of a piece: folding looks at no more text at a time."""
    if piece.isascii():
        return (stem(piece.decode("ascii")),)
    found: list[str] = []
    for word in _words(fold(piece.decode("utf-8", "surrogatepass"))):
        end = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > end:
                found.append(stem(word[end : run.start()]))
            found += _pairs(run[0])
            end = run.end()
        if end < len(word):
            found.append(stem(word[end:]))
    return tuple(found)


def fold(text: str) -> str:
    """*text* decomposed (NFKD), without marks, in lower case, recomposed (NFC)."""
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    bare = "".join(c for c in decomposed if unicodedata.category(c)[0] != "M")
    return unicodedata.normalize("NFC", bare.lower().translate(_LETTERS))


def _words(text: str) -> list[str]:
    """The runs of letters and digits, of any script (Unicode categories L and N)."""
    spaced = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in text)
    return [word for word in spaced.split(" ") if word]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
