"""This is where a printed name is taken apart for comparing: family, given names, other spellings.

Everything here is folded; what a name looks like is never decided here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from sitegen.authors.known import COMMON, formal
from sitegen.model.record import Person
from sitegen.text.fold import fold, glue, words
from sitegen.text.slugs import slug

# Letters that are also written as two: Müller is Mueller, Åsa is Aasa, Đorđe is Djordje.
_AS_TWO = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ő": "oe", "ű": "ue"}
    | {"đ": "dj", "œ": "oe", "þ": "th", "ð": "dh"}
)
_FOREIGN = re.compile("[\u0370-\u1dff\u2c00-\uffef]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff々]")
_EASTERN = re.compile("[\u3040-\u309f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff々]")
_HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
_PARTICLES = frozenset(["van", "von", "der", "den", "de", "del", "della", "dos", "la", "ter"])
_DIGRAPHS = {
    **{"shch": "s", "sch": "s", "sh": "s", "tsch": "c", "tch": "c", "ch": "c", "cz": "c"},
    **{"zh": "z", "kh": "h", "ph": "f", "th": "t", "ts": "c", "tz": "c", "ck": "k", "ou": "u"},
    **{"q": "k", "x": "ks", "w": "v", "y": "i", "j": "i"},
}
_WRITTEN = re.compile("shch|tsch|sch|tch|[cspkzt]h|cz|t[sz]|ck|ou|[qxwyj]")
_VOWELS = re.compile("i+([ae])|i+o")
_DOUBLED = re.compile(r"([a-z])\1+")


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name, for comparing."""

    family: str
    """Particle and family name, folded and without what separates them."""

    given: tuple[str, ...]
    """Given names and initials, folded; empty for a name that has no parts."""

    suffix: str
    """What tells people of one name apart, as "jr" or "iii"; empty if there is nothing."""

    identity: str
    """What is equal for two spellings of one full name: over case, accents, hyphens and order."""

    @property
    def is_full(self) -> bool:
        """Whether the first given name is written out."""
        return bool(self.given) and len(self.given[0]) > 1

    @property
    def is_common(self) -> bool:
        """Whether the family name is one that millions bear."""
        return self.family in COMMON


@lru_cache(maxsize=1 << 17)
def name(person: Person) -> Name:
    """The parts of a person's name. "Smith JR", as some catalogues print it, is J. R. Smith."""
    family, given = person.family, person.given
    if person.particle:
        family = f"{person.particle} {family}"
    elif given and _is_turned(person):
        family, given = given, " ".join(family.replace(".", ""))
    if len(given) < 7 and _are_initials(given) and not family.isupper():
        given = " ".join(given.replace(".", ""))
    while " " in given and given.rpartition(" ")[2].lower() in _PARTICLES:  # "Maria De La"
        given, _, last = given.rpartition(" ")
        family = f"{last} {family}"
    own, names = _glued(family), tuple(words(given))
    suffix = _glued(person.suffix) if person.suffix else ""
    first, last = "".join(names), own
    if given[:1] >= "\u3040" and _EASTERN.match(family):
        first, last = last, first
    return Name(own, names, suffix, f"{first}{last}{suffix}" or str(person))


def _glued(text: str) -> str:
    return text.lower() if text.isalpha() and text.isascii() else glue(text)


def identity(person: Person) -> str:
    """What is equal for two spellings of one full name."""
    return name(person).identity


def bounds(person: Person) -> frozenset[int]:
    """Where in its identity the words of a name end: tells "Xiao Li" from "Xia Oli"."""
    ends: list[int] = []
    text = str(person)
    if person.given and _is_turned(person):
        text = f"{person.family} {person.given} {person.suffix}"
    elif " " not in text:
        text = _HUMP.sub(" ", text)  # "JaneDoe"
    for word in words(text):
        ends.append(len(word) + (ends[-1] if ends else 0))
    return frozenset(ends[:-1])


def _is_turned(person: Person) -> bool:
    """Whether the initials stand where the family name should."""
    if len(person.family) > 6 or person.particle or not person.family[0].isupper():
        return False
    return _are_initials(person.family) and not _are_initials(person.given)


def _are_initials(text: str) -> bool:
    """Whether capitals that stand together are initials: "JR", but not "LI", which is a name."""
    bare = text.replace(".", "")
    if not (0 < len(bare) <= 3 and bare.isascii() and bare.isalpha() and bare.isupper()):
        return False
    return len(bare) == 1 or not any(vowel in bare for vowel in "AEIOUY")


def alphabets(person: Person) -> tuple[str, ...]:
    """Identities that *person* has when written in fewer letters: "mueller" for Müller.

    Names in Han signs are left out: many are romanised alike.
    """
    text = str(person)
    if text.isascii():
        return ()
    found = {glue(text.casefold().translate(_AS_TWO))}
    if _FOREIGN.search(text) and not _HAN.search(text):
        found.add(_transliterated(text))
    return tuple(sorted(found - {identity(person)}))


def letters(person: Person) -> str | None:
    """The Latin letters of a name in Han signs, sorted; None for any other name."""
    text = str(person)
    if text.isascii() or not _HAN.search(text):
        return None
    return "".join(sorted(slug(text).replace("-", "")))


def latin(text: str) -> str:
    """A folded word in Latin letters, transliterated if it is in others; Han signs stay."""
    if text.isascii() or _HAN.search(text):
        return text
    return _transliterated(text)


def _transliterated(text: str) -> str:
    # Greek upsilon is romanised as "y", but for "ου": Cyrillic letters stand in for that.
    return slug(fold(text).replace("ου", "\u043e\u0443")).replace("-", "")


@lru_cache(maxsize=65536)
def sound(text: str) -> str:
    """What stays of a folded word however it is romanised: "sergei" and "sergey" are one."""
    plain = _WRITTEN.sub(lambda found: _DIGRAPHS[found[0]], text)
    vowels = _VOWELS.sub(lambda found: "a" if found[1] == "a" else "e", plain)
    single = _DOUBLED.sub(r"\1", vowels)
    bare = single.rstrip("i")
    return bare if len(bare) > 1 else single


def relation(first: Name, second: Name) -> str | None:
    """How given names of one family name can be one person's; None if they cannot.

    "given-agree", "initials-agree", "transliteration", "nickname", "goes-by-middle-name",
    "one-letter", from the surest to the vaguest.
    """
    a, b = first.given, second.given
    if first.suffix != second.suffix or not a or not b:
        return None
    if a[0] == b[0] and len(a[0]) > 1:
        return "given-agree" if _rest(a, b) else None
    if len(a[0]) == 1 or len(b[0]) == 1:
        if _fit(a[0], b[0]) and _rest(a, b):
            return "initials-agree"
        return "goes-by-middle-name" if _by_middle(a, b) or _by_middle(b, a) else None
    if not _rest(a, b):
        return None
    if sound(a[0]) == sound(b[0]):
        return "transliteration"
    if formal(a[0]) & formal(b[0]) or _is_short(a[0], b[0]):
        return "nickname"
    return "one-letter" if _is_one_letter_off(a[0], b[0]) else None


def can_be_one(first: Name, second: Name) -> bool:
    """Whether two names of one person could both be a third's: nothing in them clashes."""
    return first.family != second.family or relation(first, second) is not None


def _fit(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def _rest(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether what follows the first names agrees as far as both say it."""
    return all(_fit(x, y) for x, y in zip(a[1:], b[1:], strict=False))


def _by_middle(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether *a* is "R. John" and *b* is "John"."""
    return len(a) > 1 and len(a[0]) == 1 and len(a[1]) > 1 and a[1] == b[0]


def _is_short(a: str, b: str) -> bool:
    short, full = sorted((a, b), key=len)
    return len(short) > 2 and len(full) - len(short) > 1 and full.startswith(short)


def _is_one_letter_off(a: str, b: str) -> bool:
    """Whether one letter is other, missing, or has changed places with its neighbour."""
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if start < 2:
        return False
    turned = a[start + 1 : start + 2] + a[start : start + 1] + a[start + 2 :]
    return b[start:] == turned or any(
        a[start + x :] == b[start + y :] for x, y in ((1, 1), (1, 0), (0, 1))
    )
