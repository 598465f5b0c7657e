"""This is where two works are recognised that belong together: an erratum and what it corrects, the
parts of one whole, the editions of one book."""

from sitegen.dedupe.pair import Pair
from sitegen.dedupe.people import ALIKE, Company
from sitegen.dedupe.titles import is_number
from sitegen.dedupe.words import Likeness


def relation(pair: Pair, *, is_close: bool) -> str:
    """What the first of two works is to the second, where they belong together; else nothing.

    *is_close*: whether a person is asked if they are one work.
    """
    a, b = pair.a, pair.b
    if a.title.kind in _ABOUT and a.title.subject in (b.title.glued, b.title.main):
        return _ABOUT[a.title.kind]
    if b.title.kind in _ABOUT and b.title.subject in (a.title.glued, a.title.main):
        return f"has-{_ABOUT[b.title.kind]}"
    if pair.company in (Company.CLASH, Company.NAMESAKES):
        return ""
    are_books = a.is_book and b.is_book and a.year != b.year
    if pair.is_one_title and (a.edition != b.edition or are_books):
        return "edition"
    lost = [*pair.aligned.left, *pair.aligned.right]
    is_numbered = a.title.parts != b.title.parts or (lost and all(map(is_number, lost)))
    if a.title.numbers != b.title.numbers and is_numbered and pair.company in ALIKE:
        likeness = pair.aligned.likeness
        is_part = likeness is not Likeness.DIFFERENT and (a.title.parts or b.title.parts)
        return "part" if is_part or a.title.main == b.title.main != a.title.glued else ""
    if pair.is_one_title and pair.company in ALIKE and is_close and pair.venues is False:
        return "version"
    return ""


_ABOUT = {
    "erratum": "erratum",
    "retraction": "retraction",
    "reply": "reply",
    "comment": "comment",
    "review": "review",
    "supplement": "supplement",
    "extended": "extension",
}
"""What a text of a kind is to the text that its title names."""
