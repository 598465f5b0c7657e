"""This is where two records are judged: facts speak for or against their being one work.

Each fact gives points with a name; their sum decides, so that every verdict can be read. A few
facts rule a merge out whatever else is true: an erratum is not what it corrects.
"""

import re
from collections.abc import Iterator

from sitegen.dedupe.corpus import NOTHING, Corpus
from sitegen.dedupe.kinship import relation
from sitegen.dedupe.normalise import Features
from sitegen.dedupe.pair import Pair, in_common, overlap, share_a_name, side_by_side
from sitegen.dedupe.people import SEVERAL, Company
from sitegen.dedupe.words import Likeness, align
from sitegen.model.verdict import Decision, Point, Verdict
from sitegen.text.preprints import server_of_doi

SAME = 100
"""Points from which on two records are one work: those of a telling title that is equal."""

REVIEW = 72
"""Points from which on a person is asked."""

RULED_OUT = -1000


def judge(a: Features, b: Features, corpus: Corpus = NOTHING) -> Verdict:
    """What follows from the facts of two records; judge(a, b) == judge(b, a) but for relations."""
    aligned = align(a.title, b.title, corpus.often)
    if aligned.likeness is Likeness.DIFFERENT and not share_a_name(a, b):
        unlike = Point(aligned.likeness, -60)
        return Verdict(decision=Decision.DIFFERENT, rule=unlike.name, points=(unlike,))
    pair = side_by_side(a, b, aligned)
    points = tuple(_points(pair, corpus))
    score = sum(point.value for point in points)
    against = next((point for point in points if point.value <= RULED_OUT), None)
    if against:
        decision = Decision.DIFFERENT
    elif score >= SAME:
        decision = Decision.SAME
    else:
        decision = Decision.REVIEW if score >= REVIEW else Decision.DIFFERENT
    weighty = max if decision is Decision.SAME else min
    telling = against or (weighty(points, key=lambda point: point.value) if points else None)
    return Verdict(
        decision=decision,
        rule=telling.name if telling else "nothing-known",
        points=points,
        relation="" if decision is Decision.SAME else relation(pair, is_close=score >= REVIEW),
    )


def _points(pair: Pair, corpus: Corpus) -> Iterator[Point]:
    yield from _kinds(pair)
    yield from _title(pair, corpus)
    yield from _authors(pair)
    yield from _identifiers(pair)
    yield from _years(pair.a, pair.b)
    yield from _place(pair)
    yield from _abstracts(pair.a, pair.b)


_NOTED = ("abstract", "review", "extended", "noted", "")
"""Kinds that one catalogue notes behind a title and the next one does not."""


def _kinds(pair: Pair) -> Iterator[Point]:
    """What a title says that the text is: an erratum is not what it corrects."""
    a, b = pair.a, pair.b
    if a.title.kind != b.title.kind:
        is_noted = a.title.kind in _NOTED and b.title.kind in _NOTED
        is_one = (
            is_noted and pair.venues is not False and not (a.year and b.year and a.year != b.year)
        )
        if is_one and (pair.agree or pair.company is Company.OVERLAP):
            yield Point("kind-unstated", -8)
        elif is_noted and pair.company is Company.UNSTATED:
            yield Point("kind-unstated", -25)
        else:
            yield Point("kinds-differ", RULED_OUT)
    if a.type != b.type and (worth := min(_TYPES.get(a.type, 0), _TYPES.get(b.type, 0))):
        is_within = {a.type, b.type} & _WITHIN_BOOKS
        if worth != _TYPES["book"] or is_within:
            yield Point("types-differ", worth)
    if a.edition and b.edition and a.edition != b.edition:
        yield Point("editions-differ", RULED_OUT)
    elif a.edition != b.edition and (a.edition or b.edition) not in ("1", "first"):
        yield Point("edition-unstated", -10)


_TYPES = {
    **dict.fromkeys(
        ["dataset", "software", "patent", "periodical", "video", "image", "audio"], -60
    ),
    **dict.fromkeys(["book", "proceedings", "collection"], -45),
    "thesis": -40,
}
"""Kinds of publication that a text of another kind is not, though it has its title."""

_WITHIN_BOOKS = frozenset(["article", "inproceedings", "incollection", "inbook", "thesis"])


def _title(pair: Pair, corpus: Corpus) -> Iterator[Point]:
    a, b, likeness = pair.a, pair.b, pair.aligned.likeness
    if a.is_generic and b.is_generic:
        yield from _generic(pair)
        return
    is_reused = a.title.glued in corpus.reused or b.title.glued in corpus.reused
    if pair.aligned.mark and not (pair.is_one_issue or pair.is_one_page):
        yield Point("number-or-footnote", -60)
    if likeness is Likeness.EQUAL or (likeness is Likeness.NEAR and is_reused):
        yield Point("title-reused", 45) if is_reused else Point(likeness, _telling(a))
        if is_reused:
            yield from _editors(pair)
        return
    if a.title.subject == b.title.subject and a.title.kind != b.title.kind and a.title.length > 15:
        yield Point("title-noted", 90)
        return
    if (a.title.other and b.title.glued.startswith(a.title.other[:_TOLD])) or (
        b.title.other and a.title.glued.startswith(b.title.other[:_TOLD])
    ):
        yield Point("title-translated", 85)
        return
    yield from _numbers(pair)
    if likeness is Likeness.DIFFERENT and pair.is_one_text:
        yield Point("place-and-authors", 30)
        return
    worth = {
        Likeness.NEAR: min(88, _telling(a), _telling(b)) - 2 * pair.aligned.slips,
        Likeness.ORDER: 70,
        Likeness.CUT: 65,
        Likeness.WITHIN: 45,
        Likeness.CLOSE: 32 if len(pair.aligned.left) == len(pair.aligned.right) == 1 else 25,
        Likeness.DIFFERENT: -60,
    }
    yield Point(likeness, worth[likeness])


_TOLD = 40  # letters of a translated title that are compared


def _numbers(pair: Pair) -> Iterator[Point]:
    """Numbers tell parts, versions and years apart, unless they are among words that one lacks."""
    left, right = list(pair.a.title.numbers), list(pair.b.title.numbers)
    for number in pair.a.title.numbers:
        if number in right:
            left.remove(number)
            right.remove(number)
    if pair.aligned.mark:
        mark = pair.aligned.mark[-1]
        left, right = [n for n in left if n != mark], [n for n in right if n != mark]
    if not left and not right:
        return
    lone = len(pair.aligned.left if left else pair.aligned.right)
    is_part = bool(left and right) or bool(pair.a.title.parts or pair.b.title.parts)
    is_told = not is_part and (lone > 2 or (pair.is_one_issue and pair.agree))
    if pair.is_one_page or is_told:
        yield Point("numbers-unsure", -6 if pair.aligned.likeness is Likeness.CUT else -15)
    else:
        yield Point("numbers-differ", RULED_OUT)


def _generic(pair: Pair) -> Iterator[Point]:
    """ "Editorial" says what kind of text it is: what else is known must say which one."""
    a, b = pair.a, pair.b
    yield Point("title-generic", 30 if pair.aligned.likeness is Likeness.EQUAL else 8)
    yield from _editors(pair)
    if pair.is_one_page and a.volume == b.volume != "" and pair.venues:
        yield Point("place-of-a-note", 26)
    for name, one, other in (("volume", a.volume, b.volume), ("year", a.year, b.year)):
        if one and other and one != other:
            yield Point(f"{name}-of-another", -40)


def _editors(pair: Pair) -> Iterator[Point]:
    """One issue has one editorial of a person; two people write one together in a year."""
    a, b = pair.a, pair.b
    if a.first_page and b.first_page and not (pair.is_one_page or overlap(a, b)):
        return
    if pair.agree and pair.is_one_issue:
        yield Point("issue-and-authors", 34)
    elif pair.company in SEVERAL and pair.a.year == pair.b.year and pair.venues:
        is_stated = (pair.a.number and pair.b.number) or (pair.a.volume and pair.b.volume)
        if not is_stated:
            yield Point("year-and-authors", 28)


def _telling(record: Features) -> int:
    """How much a title alone says: long ones of many words name one work."""
    count, length = len(record.title.words), record.title.length
    if (count >= 3 and length >= 12) or length >= 20:
        return 100
    return 85 if count == 2 or length >= 12 else 60 if length >= 8 else 50


_COMPANY = {
    Company.TEAM: 40,
    Company.EQUAL: 30,
    Company.ONE: 22,
    Company.OVERLAP: 10,
    Company.NAMESAKES: -35,
    Company.CLASH: -80,
}


def _authors(pair: Pair) -> Iterator[Point]:
    worth = _COMPANY.get(pair.company)
    if worth is not None:
        # On the same page of the same volume stands the same text, whoever wrote it.
        a, b = pair.a, pair.b
        is_one = pair.is_one_title and pair.is_one_page and a.year == b.year
        is_one = is_one or (pair.is_one_title and a.doi is not None and a.doi == b.doi)
        yield Point(pair.company, max(worth, -25) if is_one else worth)


def _identifiers(pair: Pair) -> Iterator[Point]:
    a, b = pair.a, pair.b
    if a.doi and b.doi:
        yield from () if pair.is_reprise and a.doi != b.doi else _dois(a.doi, b.doi)
        if a.doi == b.doi and pair.agree:
            yield Point("doi-and-authors", 30)
    if a.arxiv and b.arxiv:
        yield Point("arxiv-equal", 70) if a.arxiv == b.arxiv else Point("arxiv-differ", -90)
        if a.arxiv == b.arxiv and pair.agree:
            yield Point("arxiv-and-authors", 30)
    if a.pmid and b.pmid:
        yield Point("pmid-equal", 60) if a.pmid == b.pmid else Point("pmid-differ", -60)
    if a.isbn and b.isbn and a.is_book and b.is_book:
        yield Point("isbn-equal", 50) if a.isbn == b.isbn else Point("isbn-differ", -20)
    if a.addresses and b.addresses and set(a.addresses) & set(b.addresses):
        yield Point("address-equal", 40)


def _dois(one: str, other: str) -> Iterator[Point]:
    if one == other:
        yield Point("doi-equal", 70)
    elif _is_part_of(one, other) or _is_part_of(other, one):
        yield Point("doi-of-a-part", RULED_OUT)
    elif server_of_doi(one) or server_of_doi(other):
        yield Point("doi-of-a-preprint", -5)
    elif one.partition("/")[0] == other.partition("/")[0]:
        yield Point("dois-differ", -70)
    else:
        yield Point("registrants-differ", -20)


# What publishers add to the DOI of an article for its figures, tables and supplements.
_COMPONENT = re.compile(r"[./-](?:[gstfe]\d{1,3}|fig\w*|tab\w*|supp?\w*|sup-?\d+)")


def _is_part_of(one: str, other: str) -> bool:
    return one.startswith(other) and _COMPONENT.fullmatch(one, len(other)) is not None


_YEARS = {0: 8, 1: 3, 2: -4}


def _years(a: Features, b: Features) -> Iterator[Point]:
    if a.year and b.year:
        apart = abs(a.year - b.year)
        name = ("year-equal", "years-near", "years-near")[apart] if apart < 3 else "years-apart"
        yield Point(name, _YEARS.get(apart, -40 if apart < 6 else -60))


def _place(pair: Pair) -> Iterator[Point]:
    """Venue, volume, issue and pages."""
    a, b = pair.a, pair.b
    if a.is_preprint or b.is_preprint:
        return  # it has no place yet
    if pair.is_one_page:
        yield Point("pages-equal", 38 if a.volume and a.volume == b.volume else 25)
        return
    if pair.venues:
        yield Point("venue-equal", 5)
    elif pair.venues is False:
        yield Point("other-version", -5) if pair.is_reprise else Point("venues-differ", -50)
        return
    if a.volume and b.volume:
        yield _volumes(a, b)
    if a.number and b.number:
        yield Point("issue-equal", 4) if a.number == b.number else Point("issues-differ", -10)
    is_known = (a.is_generic and b.is_generic) or pair.aligned.likeness is Likeness.DIFFERENT
    if pair.is_one_issue and pair.agree and not is_known:
        yield Point("issue-and-authors", 25)
    if a.first_page and b.first_page and not overlap(a, b):
        yield Point("pages-differ", -28)


def _volumes(a: Features, b: Features) -> Point:
    """A journal has a volume or two a year: far volumes of one year are two journals'."""
    if a.volume == b.volume:
        return Point("volume-equal", 8)
    is_far = a.year == b.year and a.volume.isdecimal() and b.volume.isdecimal()
    is_far = is_far and abs(int(a.volume) - int(b.volume)) > 2
    return Point("volumes-differ", -60 if is_far else -22)


def _abstracts(a: Features, b: Features) -> Iterator[Point]:
    """Versions share most words of their abstracts; long ones that share few are two works'."""
    if not a.abstract or not b.abstract:
        return
    shorter, shared = in_common(a.abstract, b.abstract)
    if shorter < 10:
        return
    if shared >= 0.9 and shorter >= 15:
        yield Point("abstract-equal", 70)
    elif shared >= 0.6:
        yield Point("abstract-alike", 40)
    elif shared >= 0.35:
        yield Point("abstract-overlap", 15)
    elif shared < 0.1 and shorter >= 25:
        yield Point("abstracts-differ", -60)
    elif shorter >= 25:
        yield Point("abstract-other", -10)
