"""This is where a word is stemmed as lunr.js stems it.

Porter's algorithm (Program 14(3), 1980) in the variant of lunr.js 2.3.9, which differs from that of
lunr.py where a vowel precedes a final y ("survey", "key", "array") and in how y counts as a vowel.
tests/test_search.py compares the two for every distinct word of a corpus.
"""

import re

_CONSONANT = "[^aeiou]"
_VOWEL = "[aeiouy]"
_CONSONANTS = _CONSONANT + "[^aeiouy]*"
_VOWELS = _VOWEL + "[aeiou]*"

_MEASURE_ABOVE_0 = re.compile(f"({_CONSONANTS})?{_VOWELS}{_CONSONANTS}")
_MEASURE_1 = re.compile(f"({_CONSONANTS})?{_VOWELS}{_CONSONANTS}({_VOWELS})?$")
_MEASURE_ABOVE_1 = re.compile(f"({_CONSONANTS})?{_VOWELS}{_CONSONANTS}{_VOWELS}{_CONSONANTS}")
_HAS_VOWEL = re.compile(f"({_CONSONANTS})?{_VOWEL}")
_DOUBLE = re.compile(r"([^aeiouylsz])\1$")
_SHORT = re.compile(f"{_CONSONANTS}{_VOWEL}[^aeiouwxy]$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_ENDS_2, _ENDS_3 = tuple(_STEP_2), tuple(_STEP_3)  # most words have none: this is quicker to tell
_RE_2 = re.compile(f"(.+?)({'|'.join(_STEP_2)})$", re.DOTALL)
_RE_3 = re.compile(f"(.+?)({'|'.join(_STEP_3)})$", re.DOTALL)
_ENDS_4 = (
    *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou"),
    *("ism", "ate", "iti", "ous", "ive", "ize"),
)
_RE_4 = re.compile(f"(.+?)({'|'.join(_ENDS_4)})$")
_RE_4_ION = re.compile("(.+?)(s|t)(ion)$")


def stem(word: str) -> str:
    """The stem of a lower-case *word*; a word of one or two UTF-16 units is its own."""
    if len(word) < 3 or (not word.isascii() and max(word) > "\uffff"):
        return word
    if word.startswith("y"):
        word = "Y" + word[1:]
    word = _step_1(word)
    for pattern, endings, any_of in ((_RE_2, _STEP_2, _ENDS_2), (_RE_3, _STEP_3, _ENDS_3)):
        found = pattern.match(word) if word.endswith(any_of) else None
        if found and _MEASURE_ABOVE_0.match(found[1]):
            word = found[1] + endings[found[2]]
    word = _step_5(_step_4(word))
    return "y" + word[1:] if word.startswith("Y") else word


def _step_1(word: str) -> str:
    """Plurals, past tenses and participles, and a final y after a consonant."""
    if (word.endswith("ies") and len(word) > 3) or (word.endswith("sses") and len(word) > 4):
        word = word[:-2]
    elif word.endswith("s") and len(word) > 2 and word[-2] != "s":
        word = word[:-1]
    if word.endswith("eed") and len(word) > 3:
        if _MEASURE_ABOVE_0.match(word[:-3]):
            word = word[:-1]
    elif (cut := _past(word)) and _HAS_VOWEL.match(cut):
        word = cut
        if word.endswith(("at", "bl", "iz")):
            word += "e"
        elif _DOUBLE.search(word):
            word = word[:-1]
        elif _SHORT.match(word):
            word += "e"
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word


def _past(word: str) -> str:
    """What stands before "ed" or "ing"; "" if neither ends the word."""
    return word[:-2] if word.endswith("ed") else word[:-3] if word.endswith("ing") else ""


def _step_4(word: str) -> str:
    """Suffixes of long words."""
    if word.endswith(_ENDS_4) and (found := _RE_4.match(word)):
        return found[1] if _MEASURE_ABOVE_1.match(found[1]) else word
    if word.endswith(("sion", "tion")) and (found := _RE_4_ION.match(word)):
        kept = found[1] + found[2]
        return kept if _MEASURE_ABOVE_1.match(kept) else word
    return word


def _step_5(word: str) -> str:
    """A final e, and one l of two."""
    if len(word) > 1 and word.endswith("e"):
        kept = word[:-1]
        if _MEASURE_ABOVE_1.match(kept) or (_MEASURE_1.match(kept) and not _SHORT.match(kept)):
            word = kept
    if word.endswith("ll") and _MEASURE_ABOVE_1.match(word):
        word = word[:-1]
    return word
