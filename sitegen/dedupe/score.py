"""This is where two records are judged: the same work, or not, and by which rule.

Rules are asked in order; the first that has an opinion decides, and its name is the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sitegen.dedupe.normalise import Features

Rule = Callable[[Features, Features], bool | None]
"""True: the same. False: not the same. None: cannot tell."""

# Registrars of preprints: arXiv, bioRxiv and medRxiv, SSRN, Research Square, OSF, Zenodo.
_PREPRINT = ("10.48550/", "10.1101/", "10.2139/", "10.21203/", "10.31219/", "10.5281/")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about a pair, and why."""

    same: bool
    rule: str


def judge_pair(pair: tuple[Features, Features]) -> Verdict:
    """``judge`` for a pair in one value, as a map hands it over."""
    return judge(*pair)


def judge(a: Features, b: Features) -> Verdict:
    """Whether two records mention the same work; judge(a, b) == judge(b, a)."""
    for rule in RULES:
        opinion = rule(a, b)
        if opinion is not None:
            return Verdict(same=opinion, rule=rule.__name__)
    return Verdict(same=False, rule="no_rule_applies")


def titles_differ(a: Features, b: Features) -> bool | None:
    """Titles that differ in a letter or digit name different works: FiT and FiTv2, part 1 and 2."""
    return None if a.title == b.title else False


def authors_clash(a: Features, b: Features) -> bool | None:
    """Records that both name authors, but none in common, mention different works."""
    if not a.families or not b.families:
        return None
    swapped = (a.families & b.given) | (b.families & a.given)
    return None if a.families & b.families or swapped else False


def years_far_apart(a: Features, b: Features) -> bool | None:
    """A preprint precedes its publication by a year or two; more is another work."""
    return False if a.year and b.year and abs(a.year - b.year) > 2 else None


def dois_differ(a: Features, b: Features) -> bool | None:
    """A DOI names one publication; only a preprint has another than the version of record."""
    if not a.doi or not b.doi or a.doi == b.doi:
        return None
    return None if a.doi.startswith(_PREPRINT) or b.doi.startswith(_PREPRINT) else False


def arxiv_ids_differ(a: Features, b: Features) -> bool | None:
    """A preprint has one arXiv identifier over all its versions."""
    return False if a.arxiv and b.arxiv and a.arxiv != b.arxiv else None


def equal_doi(a: Features, b: Features) -> bool | None:
    """Equal DOIs over equal titles."""
    return True if a.doi and a.doi == b.doi else None


def equal_arxiv_id(a: Features, b: Features) -> bool | None:
    """Equal arXiv identifiers over equal titles."""
    return True if a.arxiv and a.arxiv == b.arxiv else None


def generic_title(a: Features, b: Features) -> bool | None:
    """ "Editorial" needs a second fact: the same pages of a year, or much the same abstract."""
    if not a.is_generic:
        return None
    same_pages = a.pages and a.pages == b.pages and a.year == b.year and a.volume == b.volume
    shared = len(a.abstract & b.abstract)
    same_abstract = shared * 2 > min(len(a.abstract), len(b.abstract)) > 10
    same_people = a.families and a.families == b.families and a.year and a.year == b.year
    return None if same_pages or same_abstract or same_people else False


def abstracts_clash(a: Features, b: Features) -> bool | None:
    """Long abstracts that share next to no words describe different works; versions share most."""
    shorter = min(len(a.abstract), len(b.abstract))
    return False if shorter >= 25 and len(a.abstract & b.abstract) * 10 < shorter else None


def equal_title_and_author(a: Features, b: Features) -> bool | None:
    """Equal titles, and an author in common."""
    return True if a.families and b.families else None


def equal_title(a: Features, b: Features) -> bool | None:
    """Equal titles, and nothing that both state speaks against it."""
    return True


RULES: tuple[Rule, ...] = (
    titles_differ,
    authors_clash,
    years_far_apart,
    dois_differ,
    arxiv_ids_differ,
    equal_doi,
    equal_arxiv_id,
    generic_title,
    abstracts_clash,
    equal_title_and_author,
    equal_title,
)
