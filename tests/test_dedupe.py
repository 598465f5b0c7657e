"""This is where it is held which records are one work, and what of each the paper takes."""

import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sitegen import dedupe
from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.merge import paper
from sitegen.dedupe.normalise import features
from sitegen.dedupe.score import RULES, judge
from sitegen.errors import Location
from sitegen.model.paper import Claim, Conflict, Mention, Paper
from sitegen.model.record import Record
from sitegen.text import names

PAIRS = json.loads((Path(__file__).parent / "tables" / "pairs.json").read_text("utf-8"))


def record(line: int = 1, title: str = "Choirs of Small Models", **stated: Any) -> Record:
    """A record at a line; authors as "Given Family", lists as lists."""
    people = tuple(p for name in stated.pop("authors", ()) if (p := names.person(name)))
    at = Location("a.txt", line)
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in stated.items()}
    return Record(id=values.pop("id", str(at)), at=at, title=title, authors=people, **values)


def grouped(records: Sequence[Record]) -> list[list[int]]:
    """The lines of the records of each work."""
    return [[r.at.line for r in cluster.records] for cluster in dedupe.group(records, map)]


def merged(*records: Record) -> Paper:
    """The paper of records that are one work."""
    return paper(Cluster(records=records, because=("", *["equal_title"] * (len(records) - 1))))


def gave(one: Paper) -> dict[int, tuple[str, ...]]:
    """The fields that a paper took from the record of each line."""
    return {mention.at.line: mention.gave for mention in one.mentions}


# Pairs


@pytest.mark.parametrize("case", PAIRS, ids=[case["id"] for case in PAIRS])
def test_a_pair_is_judged_as_the_table_says(case: dict[str, Any]) -> None:
    verdict = judge(features(record(1, **case["a"])), features(record(2, **case["b"])))
    assert (verdict.same, verdict.rule) == (case["same"], case["rule"])


@pytest.mark.parametrize("case", PAIRS, ids=[case["id"] for case in PAIRS])
def test_a_pair_is_judged_the_same_from_either_side(case: dict[str, Any]) -> None:
    a, b = features(record(1, **case["a"])), features(record(2, **case["b"]))
    assert judge(a, b) == judge(b, a)


@pytest.mark.parametrize("case", PAIRS, ids=[case["id"] for case in PAIRS])
def test_a_pair_is_grouped_as_it_is_judged(case: dict[str, Any]) -> None:
    expected = [[1, 2]] if case["same"] else [[1], [2]]
    assert grouped([record(1, **case["a"]), record(2, **case["b"])]) == expected


def test_each_rule_decides_a_pair_of_the_table() -> None:
    assert {case["rule"] for case in PAIRS} == {rule.__name__ for rule in RULES}


# Clusters


def test_what_clashes_is_not_brought_together_by_a_third() -> None:
    # The first says nothing of its author and could be the work of either.
    records = [record(1), record(2, authors=["Ada Note"]), record(3, authors=["Hugo Lock"])]
    assert grouped(records) in ([[1, 2], [3]], [[1, 3], [2]])


def test_a_chain_of_years_is_cut_where_its_ends_are_too_far_apart() -> None:
    chain = [record(n, authors=["Ada Note"], year=2012 + 2 * n) for n in (1, 2, 3)]
    groups = grouped(chain)
    assert sorted(map(len, groups)) == [1, 2]
    assert [1, 3] not in groups


def test_the_stronger_reason_joins_first() -> None:
    a = record(1, year=2020)
    b = record(2, authors=["Hugo Lock"], arxiv="2101.00002")
    c = record(3, authors=["Ada Note"], year=2020, arxiv="2101.00001")
    d = record(4, year=2021, arxiv="2101.00001")
    assert [3, 4] in [[n for n in group if n > 2] for group in grouped([a, b, c, d])]
    assert not any({2, 3} <= set(group) or {2, 4} <= set(group) for group in grouped([a, b, c, d]))


def test_the_order_of_the_records_makes_no_difference() -> None:
    records = [
        record(n, authors=[author] if author else [], year=year, title=title)
        for n, (title, author, year) in enumerate(
            [
                (title, author, year)
                for title in ("Choirs of Small Models", "CHOIRS of small models", "Lanterns Lit")
                for author in ("", "Ada Note", "Hugo Lock")
                for year in (None, 2018, 2020, 2022)
            ],
            1,
        )
    ]
    expected = dedupe.group(records, map)
    chance = random.Random(4)
    for _ in range(20):
        chance.shuffle(records)
        assert dedupe.group(records, map) == expected


def test_each_record_is_in_one_cluster() -> None:
    records = [record(n, title=f"Choirs of {n % 7} Models") for n in range(1, 50)]
    assert sorted(n for group in grouped(records) for n in group) == list(range(1, 50))


def test_the_rule_by_which_each_record_joined_is_kept() -> None:
    records = [
        record(1, doi="10.5555/choir"),
        record(2, doi="10.5555/choir", authors=["Ada Note"]),
        record(3, authors=["Ada Note"]),
        record(4),
    ]
    (cluster,) = dedupe.group(records, map)
    assert cluster.because == ("", "equal_doi", "equal_title_and_author", "equal_title")


def test_records_of_the_same_place_and_name_stay_records() -> None:
    assert grouped([record(1), record(1), record(1)]) == [[1, 1, 1]]


def test_no_records_are_no_works() -> None:
    assert dedupe.group([], map) == ()


def test_two_thousand_editorials_stay_two_thousand_and_take_no_time() -> None:
    editorials = [record(n, title="Editorial", year=1990 + n % 30) for n in range(1, 2001)]
    started = time.perf_counter()
    assert grouped(editorials) == [[n] for n in range(1, 2001)]
    assert time.perf_counter() - started < 2


def test_a_hundred_copies_of_one_paper_are_one_paper() -> None:
    copies = [record(n, authors=["Ada Note"], year=2020) for n in range(1, 101)]
    assert grouped(copies) == [list(range(1, 101))]


def test_many_mentions_of_one_paper_are_one_paper_whether_or_not_they_name_its_author() -> None:
    named = [record(n, authors=["Ada Note"], year=2020) for n in range(1, 61, 2)]
    unnamed = [record(n) for n in range(2, 61, 2)]
    assert grouped(named + unnamed) == [list(range(1, 61))]


# Merging


def test_a_title_in_capitals_is_not_taken() -> None:
    one = merged(
        record(1, "CHOIRS OF SMALL MODELS"), record(2, "CHOIRS of Small Models"), record(3)
    )
    assert one.title == "Choirs of Small Models"


def test_of_titles_the_commonest_spelling_is_taken() -> None:
    one = merged(record(1, "Choirs of small models"), record(2), record(3))
    assert one.title == "Choirs of Small Models"


def test_an_abbreviation_in_capitals_is_no_shouting() -> None:
    one = merged(record(1, "Choirs: a BERT Model"), record(2, "Choirs: a BERT Model"))
    assert one.title == "Choirs: a BERT Model"
    assert one.conflicts == ()


def test_the_longest_list_of_authors_is_taken_whole() -> None:
    short = record(1, authors=["Ada Note", "Boris Chord"])
    long = record(2, authors=["A. Note", "B. Chord", "C. Li"])
    assert [str(person) for person in merged(short, long).authors] == [
        "A. Note",
        "B. Chord",
        "C. Li",
    ]


def test_of_lists_equally_long_the_one_with_accents_is_taken() -> None:
    plain, accented = record(1, authors=["Emile Glace"]), record(2, authors=["Émile Glacé"])
    assert merged(plain, accented).authors == accented.authors


def test_whether_there_are_others_is_told_by_the_record_that_gives_the_authors() -> None:
    cut = record(1, authors=["Ada Note"], others=True)
    whole = record(2, authors=["Ada Note", "Boris Chord"])
    assert merged(cut, whole).others is False
    assert merged(cut, record(2)).others is True


def test_the_year_of_what_was_published_is_taken() -> None:
    preprint = record(1, year=2021, venue="arXiv preprint arXiv:2101.00001")
    again = record(2, year=2021)
    article = record(3, year=2020, venue="Invented Music")
    assert merged(preprint, again, article).year == 2020


def test_of_years_the_commonest_then_the_latest_is_taken() -> None:
    years = [2019, 2019, 2020]
    assert merged(*[record(n, year=y) for n, y in enumerate(years, 1)]).year == 2019
    assert merged(record(1, year=2019), record(2, year=2020)).year == 2020


def test_the_longest_abstract_that_is_not_cut_off_is_taken() -> None:
    cut = record(1, abstract="A choir sings in the hall, and the hall …")
    short = record(2, abstract="A choir sings.")
    long = record(3, abstract="A choir sings in the hall.")
    assert merged(cut, short, long).abstract == "A choir sings in the hall."
    assert merged(cut, short).abstract == "A choir sings."


def test_keywords_are_taken_from_one_record_and_not_united() -> None:
    one = merged(record(1, keywords=["a", "b"]), record(2, keywords=["c", "d", "e"]))
    assert one.keywords == ("c", "d", "e")


def test_a_paper_says_which_record_gave_which_field() -> None:
    listing = record(1, abstract="A choir sings in the hall.")
    outline = record(2, authors=["Ada Note"], year=2021, abstract="A choir sings.", keywords=["a"])
    article = record(3, authors=["Ada Note"], venue="Invented Music", doi="10.5555/choir")
    one = merged(listing, outline, article)
    assert gave(one) == {
        1: ("abstract",),
        2: ("year", "keywords"),
        3: ("title", "authors", "venue", "doi"),
    }
    assert [(m.at.line, m.because) for m in one.mentions] == [
        (1, ""),
        (2, "equal_title"),
        (3, "equal_title"),
    ]


def test_a_paper_of_one_record_is_that_record() -> None:
    alone = record(
        1, authors=["Ada Note"], year=2021, venue="Invented Music", volume="12", number="3",
        pages="1–2", type="article", doi="10.5555/choir", arxiv="2101.00001",
        url="https://choir.example", pdf="https://choir.example/a.pdf",
        code="https://code.example", abstract="A choir sings.", keywords=["a"],
        extra=(("month", "March"), ("note", "x"), ("note", "y")), id="choir",
    )  # fmt: skip
    assert merged(alone) == Paper(
        key="note2021choirs",
        title=alone.title,
        authors=alone.authors,
        year=2021,
        venue="Invented Music",
        volume="12",
        number="3",
        pages="1–2",
        type="article",
        doi="10.5555/choir",
        arxiv="2101.00001",
        url="https://choir.example",
        pdf="https://choir.example/a.pdf",
        code="https://code.example",
        abstract="A choir sings.",
        keywords=("a",),
        extra=(("month", "March"), ("note", "x"), ("note", "y")),
        mentions=(
            Mention(
                id="choir",
                at=alone.at,
                gave=(
                    "title", "authors", "year", "venue", "volume", "number", "pages", "type",
                    "doi", "arxiv", "url", "pdf", "code", "abstract", "keywords",
                ),
            ),
        ),
    )  # fmt: skip


def test_all_disagreements_are_listed() -> None:
    a = record(1, authors=["Ada Note"], year=2020, venue="Hall", doi="10.5555/a", keywords=["a"])
    b = record(2, "CHOIRS OF SMALL MODELS", authors=["A. Note"], year=2021, venue="Hall")
    c = record(3, authors=["A. Note"], year=2019, venue="Nave", doi="10.48550/b", keywords=["b"])
    assert {c.field: (c.chosen, c.rejected) for c in merged(a, b, c).conflicts} == {
        "title": (
            "Choirs of Small Models",
            (Claim(value="CHOIRS OF SMALL MODELS", by=("a.txt:2",)),),
        ),
        "authors": ("A. Note", (Claim(value="Ada Note", by=("a.txt:1",)),)),
        "year": (
            "2021",
            (Claim(value="2019", by=("a.txt:3",)), Claim(value="2020", by=("a.txt:1",))),
        ),
        "venue": ("Hall", (Claim(value="Nave", by=("a.txt:3",)),)),
        "doi": ("10.5555/a", (Claim(value="10.48550/b", by=("a.txt:3",)),)),
        "keywords": ("a", (Claim(value="b", by=("a.txt:3",)),)),
    }


def test_a_disagreement_says_by_which_rule_it_was_settled() -> None:
    one = merged(record(1, year=2019, id="x"), record(2, year=2020), record(3, year=2019, id="w"))
    assert one.conflicts == (
        Conflict(
            field="year",
            chosen="2019",
            rule="the published version, then the commonest, then the latest",
            rejected=(Claim(value="2020", by=("a.txt:2",)),),
        ),
    )


def test_what_differs_in_dress_only_is_no_disagreement() -> None:
    a = record(1, abstract="A choir sings.", keywords=["Choirs", "small models"], pages="1–2")
    b = record(2, abstract="A  choir-sings", keywords=["small model", "choir"], pages="1-2")
    assert merged(a, b).conflicts == ()


def test_a_value_that_one_record_states_is_no_disagreement() -> None:
    assert merged(record(1, year=2020), record(2, venue="Hall"), record(3)).conflicts == ()


def test_further_fields_are_taken_from_one_record_each() -> None:
    a = record(1, year=2020, extra=(("note", "x"), ("note", "y"), ("month", "March")))
    b = record(2, extra=(("note", "z"), ("category", "c")))
    assert merged(a, b).extra == (
        ("category", "c"),
        ("month", "March"),
        ("note", "x"),
        ("note", "y"),
    )


def test_the_publications_of_a_work_are_its_versions_newest_first() -> None:
    preprint = record(1, year=2020, arxiv="2101.00001")
    article = record(2, year=2021, venue="Invented Music", doi="10.5555/choir")
    found = merged(preprint, article).versions
    assert [(v.year, v.venue, v.doi, v.arxiv) for v in found] == [
        (2021, "Invented Music", "10.5555/choir", None),
        (2020, None, None, "2101.00001"),
    ]


def test_merging_does_not_depend_on_the_order_of_equals() -> None:
    a = record(1, "Choirs of small models", authors=["Ada Note"], year=2020, keywords=["a", "b"])
    b = record(2, "Choirs of Small Models", authors=["A. Note"], year=2021, keywords=["c", "d"])
    forth, back = merged(a, b), merged(b, a)
    assert forth.title == back.title
    assert (forth.authors, forth.year, forth.keywords) == (back.authors, back.year, back.keywords)
    assert forth.conflicts == back.conflicts
