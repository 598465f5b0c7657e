"""This is where spellings of the same words become equal: case, accents, hyphens, wraps.

Folded text is for comparing and searching, never for showing.
"""

import re
import unicodedata
from functools import lru_cache

from sitegen.text.markup import is_plain, plain

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = {
    **{"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "œ": "oe", "æ": "ae"},
    **{"ß": "ss", "þ": "th", "ŧ": "t"},
}
_APOSTROPHES = "'’‘ʼ`´"


class _Bare(dict[int, str]):
    """What each sign of decomposed text is without accents; found out when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        is_gone = unicodedata.combining(sign) or sign in _APOSTROPHES
        self[code] = "" if is_gone else _LETTERS.get(sign, sign)
        return self[code]


_BARE = _Bare()
_WORDS = re.compile(r"[^\W_]+")

# Letters of ASCII in lower case and digits; all else a space.
_SPACED = bytes(ord(c.lower()) if (c := chr(n)).isalnum() and n < 128 else 32 for n in range(256))
_GONE = b"'`"
_SIGNS_OF_ASCII = bytes(n for n in range(128) if not chr(n).isalnum())

_SIGNS = re.compile(r"(?<=\w)[+#]+$")  # C, C++ and C# are three subjects
_KEEP_E = frozenset({"aches", "caches", "headaches", "niches", "psyches"})


def fold(text: str) -> str:
    """*text* in lower case, without accents, ligatures and apostrophes; other signs stay.

    Marked text is folded as the plain text that it shows.
    """
    if not is_plain(text):
        text = plain(text)
    if text.isascii():
        return text.replace("'", "").replace("`", "").lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", decomposed.translate(_BARE))


def words(text: str) -> list[str]:
    """The runs of letters and digits of *text*, folded, in order."""
    if text.isascii() and is_plain(text):  # most are; at half the price
        return text.encode().translate(_SPACED, _GONE).decode().split()
    return _WORDS.findall(fold(text))


def glue(text: str) -> str:
    """The words of *text* without what separates them: equal over hyphens, spaces and wraps."""
    if text.isascii() and is_plain(text):
        return text.encode().translate(_SPACED, _SIGNS_OF_ASCII).decode()
    return "".join(words(text))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A folded English *word* without its plural ending; consistent rather than correct.

    "networks" -> "network", "memories" -> "memory", "losses" -> "loss", "biases" -> "bias",
    "analyses" -> "analysis"; "series" and "bias" stay.
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ias", "eries")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("lyses", "theses")):
        return word[:-2] + "is"
    if word.endswith(("sses", "shes", "ches", "iases", "xes", "zzes")):
        return word[:-1] if word in _KEEP_E else word[:-2]
    return word[:-1]


def subject(text: str) -> str:
    """What a tag is about: equal for "Pre-Training" and "pretraining", "GPUs" and "GPU"."""
    parts = words(text)
    if not parts:
        return text.casefold().strip()
    last = parts[-1]
    if re.search(r"[A-Z0-9]s$", text):  # the s of an abbreviation: LMs, GPUs
        last = last[:-1]
    signs = _SIGNS.search(text)
    return "".join((*parts[:-1], singular(last), signs[0] if signs else ""))
