"""This is where what must hold for all papers is tried on made-up ones: order, repetition, return.

The strategies make what the program itself can make: text is tidy, names are read as names are.
"""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from sitegen import dedupe, keys, library, readers, records
from sitegen.dedupe.cluster import UNLIKE
from sitegen.dedupe.corpus import corpus
from sitegen.dedupe.merge import paper as merged
from sitegen.dedupe.normalise import features
from sitegen.dedupe.score import judge
from sitegen.errors import Location
from sitegen.exporters import bibtex, frontmatter
from sitegen.model.paper import Claim, Conflict, Mention, Paper, Relation, Version
from sitegen.model.record import Person, Record
from sitegen.model.verdict import Point
from sitegen.text import identifiers, names
from sitegen.text.tidy import tidy

# Without shrinking: papers are so large that it would take minutes.
PHASES = (Phase.explicit, Phase.generate)
bounded = settings(max_examples=80, deadline=None, derandomize=True, phases=PHASES)

# Records that may or may not be the same work

TITLES = [
    "Attention Is All You Need",
    "attention is all you need!",
    "Editorial",
    "Deep Nets",
    "漢字",
]
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(TITLES),
            "authors": st.sampled_from(
                [(), ("Vaswani, Ashish",), ("Vaswani, A.", "Shazeer, N."), ("Noam, Shazeer",)]
            ),
            "year": st.sampled_from([None, 2014, 2017, 2018, 2021]),
            "venue": st.sampled_from([None, None, "NeurIPS", "arXiv"]),
            "pages": st.sampled_from([None, None, "1–11"]),
            "doi": st.sampled_from([None, None, "10.1000/1", "10.1000/2", "10.48550/3"]),
            "arxiv": st.sampled_from([None, None, "1706.03762", "1706.03763"]),
            "keywords": st.sampled_from([(), ("attention",), ("nets", "attention")]),
        }
    ),
    max_size=9,
).map(lambda found: [record(n, **fields) for n, fields in enumerate(found, 1)])
ORDERS = st.randoms(use_true_random=False)


def record(number: int, **fields: object) -> Record:
    """A record at a line of its own."""
    authors = fields.pop("authors", ())
    people = tuple(one for name in authors if (one := names.person(name)))  # type: ignore[attr-defined]
    at = Location("a.bib", number)
    return Record(id=f"r{number}", at=at, authors=people, **fields)  # type: ignore[arg-type]


def shuffled(items: Iterable, chance: random.Random) -> list:
    """*items* in another order."""
    found = list(items)
    chance.shuffle(found)
    return found


def ids(clusters: Iterable[dedupe.Cluster]) -> set[frozenset[str]]:
    """Which records are together."""
    return {frozenset(one.id for one in cluster.records) for cluster in clusters}


@bounded
@given(RECORDS, ORDERS)
def test_the_order_of_the_records_does_not_matter(found: list[Record], chance) -> None:
    assert dedupe.group(shuffled(found, chance), map) == dedupe.group(found, map)


@pytest.mark.parametrize(
    "order", [(1, 2, 3), (1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1)]
)
def test_which_records_are_one_work_does_not_depend_on_where_they_stand(
    order: tuple[int, ...],
) -> None:
    """The record without a year could be either; the same one whatever line it stands on."""
    years = {"early": 2014, "none": None, "late": 2021}
    found = [
        replace(record(line, title="Deep Nets", year=year), id=name)
        for line, (name, year) in zip(order, years.items(), strict=True)
    ]
    first = [
        replace(record(line, title="Deep Nets", year=year), id=name)
        for line, (name, year) in zip((1, 2, 3), years.items(), strict=True)
    ]
    assert ids(dedupe.group(found, map).clusters) == ids(dedupe.group(first, map).clusters)


@bounded
@given(RECORDS)
def test_each_record_is_in_one_cluster(found: list[Record]) -> None:
    clusters = dedupe.group(found, map).clusters
    assert sorted(one.id for c in clusters for one in c.records) == sorted(r.id for r in found)


@bounded
@given(RECORDS)
def test_no_cluster_joins_what_facts_tell_apart(found: list[Record]) -> None:
    seen = corpus([features(one) for one in found])
    for cluster in dedupe.group(found, map).clusters:
        known = [features(one) for one in cluster.records]
        verdicts = [judge(a, b, seen) for n, a in enumerate(known) for b in known[n + 1 :]]
        # Two that say little may meet in a third that says more; two that clash may not.
        assert [v for v in verdicts if v.score < UNLIKE] == []


@bounded
@given(RECORDS)
def test_a_verdict_is_the_same_both_ways(found: list[Record]) -> None:
    known = [features(one) for one in found]
    there = [judge(a, b) for a in known for b in known]
    back = [judge(b, a) for a in known for b in known]
    assert [(v.decision, v.score) for v in there] == [(v.decision, v.score) for v in back]


@pytest.mark.parametrize("count", [2, 40, 41, 100])
def test_any_number_of_mentions_of_one_work_are_one_work(count: int) -> None:
    fields = {"title": TITLES[0], "authors": ("Vaswani, Ashish",), "year": 2017}
    mentions = [record(number, **fields) for number in range(1, count + 1)]
    assert len(dedupe.group(mentions, map).clusters) == 1


@bounded
@given(RECORDS)
def test_each_field_of_a_paper_comes_whole_from_one_record(found: list[Record]) -> None:
    for cluster in dedupe.group(found, map).clusters:
        paper = merged(cluster)
        by_id = {one.id: one for one in cluster.records}
        for mention in paper.mentions:
            taken = {name: getattr(by_id[mention.id], name) for name in mention.gave}
            assert {name: getattr(paper, name) for name in mention.gave} == taken
        gave = [name for mention in paper.mentions for name in mention.gave]
        assert sorted(gave) == sorted(set(gave))


# Keys

Work = tuple[Paper, tuple[Record, ...]]


def works_of(found: Sequence[Record]) -> list[Work]:
    """The works that records mention, not yet under their keys."""
    return [(merged(cluster), cluster.records) for cluster in dedupe.group(found, map).clusters]


def keyed(works: Sequence[Work], lock: keys.Lock) -> dict[frozenset[str], str]:
    """The key of each work, by the names of its records."""
    papers, _, _ = keys.assign(works, lock)
    members = [frozenset(one.id for one in own) for _, own in works]
    return {own: paper.key for own, paper in zip(members, papers, strict=True)}


@bounded
@given(RECORDS, ORDERS)
def test_keys_do_not_depend_on_the_order_of_the_works(found: list[Record], chance) -> None:
    works = works_of(found)
    assert keyed(shuffled(works, chance), {}) == keyed(works, {})
    assert keys.assign(works, {}) == keys.assign(works, {})


@bounded
@given(RECORDS)
def test_no_key_is_used_twice_even_ignoring_case(found: list[Record]) -> None:
    given_keys = [key.lower() for key in keyed(works_of(found), {}).values()]
    assert len(set(given_keys)) == len(given_keys)


@bounded
@given(RECORDS)
def test_a_second_build_gives_the_same_keys_and_the_same_lock(found: list[Record]) -> None:
    works = works_of(found)
    papers, lock, _ = keys.assign(works, {})
    assert keys.assign(works, lock) == (papers, lock, ())


@bounded
@given(RECORDS, RECORDS, ORDERS)
def test_adding_removing_and_reordering_works_changes_no_key(
    found: list[Record], more: list[Record], chance
) -> None:
    """New works have titles of their own; a new mention of an old work is another case."""
    works = works_of(found)
    _, lock, _ = keys.assign(works, {})
    before = keyed(works, lock)
    added = [replace(one, id=f"new-{one.id}", title=f"New {one.title}", doi=None, arxiv=None)
             for one in more]  # fmt: skip
    kept = shuffled(works, chance)[: chance.randint(0, len(works))]
    after = keyed(shuffled([*kept, *works_of(added)], chance), lock)
    assert {own: key for own, key in after.items() if own in before} == {
        frozenset(one.id for one in own): before[frozenset(one.id for one in own)]
        for _, own in kept
    }


@bounded
@given(RECORDS)
def test_a_lock_is_read_as_it_was_written(found: list[Record]) -> None:
    _, lock, _ = keys.assign(works_of(found), {})
    assert keys.read(keys.write(lock), "keys.lock") == (lock, ())


def test_a_removed_work_gets_its_key_back_and_nobody_else_gets_it() -> None:
    first = record(1, title="Deep Nets", authors=("Ada Berg",), year=2017)
    other = record(2, title="Deep Sea", authors=("Bo Berg",), year=2017)
    _, lock, _ = keys.assign(works_of([first]), {})
    (without,), grown, _ = keys.assign(works_of([other]), lock)
    assert (keyed(works_of([first]), grown), without.key) == (
        {frozenset({"r1"}): "berg2017deep"},
        "berg2017deep-sea",
    )


def test_the_key_that_loses_in_a_merge_leads_to_the_paper_for_ever() -> None:
    one = record(1, title="Deep Nets of the Sea", authors=("Ada Berg",), year=2017)
    two = record(2, title="Deep Nets of the Sea", year=2018)
    apart = [(merged(c), c.records) for r in (one, two) for c in dedupe.group([r], map).clusters]
    _, lock, _ = keys.assign(apart, {})
    (paper,), grown, _ = keys.assign(works_of([one, two]), lock)
    assert (paper.key, paper.aliases) == ("berg2017deep", ("deep2018",))
    (again,), _, _ = keys.assign(works_of([one, two]), grown)
    assert (again.key, again.aliases) == ("berg2017deep", ("deep2018",))


def test_an_alias_stays_when_the_record_that_brought_it_has_gone() -> None:
    one = record(1, title="Deep Nets of the Sea", authors=("Ada Berg",), year=2017, doi="10.1000/1")
    two = record(2, title="Deep Nets of the Sea", year=2018)
    apart = [(merged(c), c.records) for r in (one, two) for c in dedupe.group([r], map).clusters]
    _, lock, _ = keys.assign(apart, {})
    _, grown, _ = keys.assign(works_of([one, two]), lock)
    (paper,), _, _ = keys.assign(works_of([one]), grown)
    assert paper.key == "berg2017deep"


def test_a_work_keeps_its_key_when_a_record_learns_its_doi() -> None:
    before = record(1, title="Deep Nets", authors=("Ada Berg",), year=2017)
    _, lock, _ = keys.assign(works_of([before]), {})
    (paper,), _, _ = keys.assign(works_of([replace(before, doi="10.1000/1")]), lock)
    assert paper.key == "berg2017deep"


few = settings(bounded, max_examples=40)

# Papers with nasty text

NASTY = [
    *("\"quoted\" 'text'", "back\\slash", "\\n", "a\\", "100% of R&D #1", "$x^2$ {y}_z", "~a^b"),
    *("- item", "# heading", "## Notes", "> quote", "1. one", "1) one", "+ x", "---", "...", "==="),
    *("[x](https://x.org)", "![x](y)", "<b>bold</b>", "<!-- x -->", "</script>", "`code`", "*a*"),
    *("&amp;", "R&D;", "&lt", "yes", "no", "true", "1e3", "0x1F", "2017-01-01", "~", "!!x", "&x"),
    *("*x", "@x", "%x", "|", ">-", "key: value", "a #b", "{a: b}", "[a, b]", "? x", ": x", "- - x"),
    *(
        "🤖 emoji 👩\u200d💻",
        "漢字かな",
        "עברית",
        "Erdős–Rényi",
        "naïve café",
        "\ue000",
        "\U00010330",
    ),
    *(
        "a_b_c",
        "__init__",
        "_x_",
        "a--b",
        "–—",
        "``x",
        "''",
        "?`!`",
        "don't",
        "“q”",
        "{",
        "}",
        "}{",
    ),
    *(
        "a\u2028b",
        "a\u0085b",
        "a\nb",
        "a\tb",
        "x\ufeffy",
        "\u00a0x",
        "K-12 & T5: GPT-4's",
        "@misc{x,",
    ),
]
# Words that say that nothing is stated: no value of a paper is one of them.
_NOTHING = {"", "-", "–", "n/a", "na", "none", "null", "unknown", "nan"}
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn"))
TEXT = (
    st.one_of(
        st.sampled_from(NASTY),
        st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map(" ".join),
        st.text(CHARACTERS, max_size=20),
    )
    .map(tidy)
    .filter(lambda text: text.lower() not in _NOTHING)
)
KEYWORD = TEXT.filter(lambda text: ";" not in text)
CASES = json.loads((Path(__file__).parent / "tables" / "names.json").read_text("utf-8"))
PEOPLE = tuple(
    one for case in CASES if case["function"] == "person" and (one := names.person(case["input"]))
)
URLS = st.one_of(
    st.sampled_from(["https://x.org/a_b?c=d&e=%20#f", "http://x.org/~a/(b)", "https://x.org/a'b"]),
    st.text(CHARACTERS, max_size=8).map(lambda end: identifiers.url(f"https://x.org/{end}")),
)
DOIS = st.one_of(
    st.just("10.1000/182"),
    st.just("10.1016/s0140-6736(05)66545-0"),
    st.text("abz019()_-.:;/", min_size=1).map(lambda end: identifiers.doi(f"10.1000/1{end}")),
)
YEARS = st.one_of(st.none(), st.integers(1400, 2199))
NOTHING = st.none()
WORDS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
LOCATIONS = st.builds(
    Location,
    path=st.sampled_from(["sources/a.bib", "sources/ä b.txt", "C:x", "sources/1:2.md"]),
    line=st.integers(1, 10**6),
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper such as ``merge``, ``keys`` and ``tags`` make."""
    stated = tuple(dict.fromkeys(draw(st.lists(KEYWORD, max_size=3))))
    if len(stated) == 1 and "," in stated[0]:
        stated = (*stated, "second")  # BibTeX cannot say that a comma does not separate
    mentions = [
        Mention(
            id=draw(st.one_of(TEXT, st.just(str(at)))),
            at=at,
            gave=tuple(draw(st.lists(WORDS, max_size=2))),
            because=draw(st.sampled_from(["", "equal_doi"])),
            points=draw(st.sampled_from([(), (Point("title-equal", 60), Point("a-b+1", -5))])),
        )
        for at in draw(st.lists(LOCATIONS, max_size=2))
    ]
    versions = st.builds(
        Version,
        is_preprint=st.booleans(),
        year=st.integers(1400, 2199),
        month=st.one_of(NOTHING, st.integers(1, 12)),
        pages=st.sampled_from([None, "117–140", "e1"]),
        editors=st.lists(st.sampled_from(PEOPLE), max_size=2).map(tuple),
        extra=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
        records=st.lists(TEXT, min_size=1, max_size=2).map(tuple),
        venue=st.one_of(NOTHING, TEXT),
        type=st.one_of(NOTHING, WORDS),
        doi=st.one_of(NOTHING, DOIS),
        arxiv=st.sampled_from([None, "1706.03762"]),
        url=st.one_of(NOTHING, URLS),
    )
    claims = st.builds(Claim, value=TEXT, by=st.lists(TEXT, min_size=1, max_size=2).map(tuple))
    conflicts = st.builds(
        Conflict,
        field=WORDS,
        chosen=TEXT,
        by=st.lists(TEXT, max_size=2).map(tuple),
        weight=st.sampled_from([0, 50, 400]),
        rule=TEXT,
        rejected=st.lists(claims, min_size=1, max_size=2).map(tuple),
    )
    relations = st.builds(
        Relation, kind=WORDS, key=WORDS, stated_key=st.sampled_from([None, "DBLP:conf/x"])
    )
    return Paper(
        key=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)),
        aliases=tuple(draw(st.lists(WORDS, max_size=2))),
        title=draw(TEXT),
        authors=tuple(dict.fromkeys(draw(st.lists(st.sampled_from(PEOPLE), max_size=3)))),
        others=draw(st.booleans()),
        year=draw(YEARS),
        venue=draw(st.one_of(NOTHING, TEXT)),
        volume=draw(st.one_of(NOTHING, TEXT)),
        number=draw(st.one_of(NOTHING, TEXT)),
        pages=draw(st.sampled_from([None, "117–140", "e1", "1–2, 5"])),
        type=draw(st.one_of(NOTHING, WORDS)),
        doi=draw(st.one_of(NOTHING, DOIS)),
        arxiv=draw(st.sampled_from([None, "1706.03762", "cs/0112017"])),
        url=draw(st.one_of(NOTHING, URLS)),
        pdf=draw(st.one_of(NOTHING, URLS)),
        code=draw(st.one_of(NOTHING, URLS)),
        abstract=draw(st.one_of(NOTHING, TEXT)),
        keywords=stated,
        tags=stated[: draw(st.integers(1, 3))],
        inferred_tags=() if stated else tuple(draw(st.lists(TEXT, max_size=2))),
        extra=tuple(draw(st.lists(st.tuples(TEXT, TEXT), max_size=2))),
        mentions=tuple(mentions),
        versions=tuple(draw(st.lists(versions, max_size=2))),
        conflicts=tuple(draw(st.lists(conflicts, max_size=1))),
        relations=tuple(draw(st.lists(relations, max_size=2))),
    )


@few
@given(papers())
def test_a_paper_reads_back_from_its_markdown(paper: Paper) -> None:
    assert library.read((f"papers/{paper.key}.md", frontmatter.write(paper))) == paper


@few
@given(papers())
def test_a_paper_reads_back_through_any_reader_of_yaml(paper: Paper) -> None:
    """A comment is not in our own format, so that this is read as YAML."""
    commented = frontmatter.write(paper).replace("---\n", "---\n# checked by hand\n", 1)
    assert library.read((f"papers/{paper.key}.md", commented)) == paper


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_reads_back_from_every_place_of_a_paper(text: str) -> None:
    nasty = tidy(text)
    paper = Paper(
        key="x",
        title=nasty,
        authors=(Person(family="Plato"),),
        venue=nasty,
        abstract=nasty,
        keywords=(nasty,),
        tags=(nasty,),
        extra=((nasty, nasty),),
        mentions=(Mention(id=nasty, at=Location("a.bib", 1)),),
    )
    written = frontmatter.write(paper)
    commented = written.replace("---\n", "---\n# checked by hand\n", 1)
    assert library.read(("x.md", written)) == paper
    assert library.read(("x.md", commented)) == paper


def citation(paper: Paper) -> dict[str, object]:
    """What BibTeX must bring back of a paper."""
    fields = ("title", "authors", "year", "abstract", "keywords", "doi", "arxiv", "url")
    return {name: getattr(paper, name) for name in fields}


@few
@given(st.lists(papers(), min_size=1, max_size=2, unique_by=lambda paper: paper.key))
def test_bibtex_is_accepted_by_others_and_brings_the_papers_back(found: list[Paper]) -> None:
    # An address in howpublished is the address of the work.
    assume(not any("://" in (paper.venue or "") for paper in found))
    # Keywords are plain text: mathematics in them are read as their letters.
    assume(not any("$" in word for paper in found for word in paper.keywords))
    written = bibtex.write(found)
    assert len(parse_string(written, "bibtex").entries) == len(found)
    entries = list(readers.read(("x.bib", written)))
    parsed = [records.parse(entry)[0] for entry in entries]
    assert [one.stated_key for one in parsed] == [paper.key for paper in found]
    assert [citation(one) for one in parsed] == [citation(paper) for paper in found]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_survives_bibtex(text: str) -> None:
    paper = Paper(key="x", title=f"Of {tidy(text)}", abstract=f"On {tidy(text)}")
    written = bibtex.entry(paper, is_complete=True)
    assert list(parse_string(written, "bibtex").entries) == ["x"]
    (entry,) = readers.read(("x.bib", written))
    assert citation(records.parse(entry)[0]) == citation(paper)


@settings(bounded, max_examples=10)
@given(st.lists(papers(), max_size=3, unique_by=lambda paper: paper.key.lower()), ORDERS)
def test_the_library_is_the_same_whatever_the_order(found: list[Paper], chance) -> None:
    assert list(library.files(shuffled(found, chance))) == list(library.files(found))
