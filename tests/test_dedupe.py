"""This is where it is held which records are one work: pairs, clusters, and what never changes."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import dedupe
from sitegen.dedupe.corpus import corpus
from sitegen.dedupe.normalise import features
from sitegen.dedupe.score import judge
from sitegen.errors import Location
from sitegen.model.record import Record
from sitegen.model.verdict import Orders, Verdict
from sitegen.text import names

PAIRS = json.loads((Path(__file__).parent / "tables" / "pairs.json").read_text("utf-8"))
IDS = [case["id"] for case in PAIRS]


def record(line: int = 1, title: str = "Choirs of Small Models", **stated: Any) -> Record:
    """A record at a line; authors as "Given Family", lists as lists."""
    people = tuple(p for name in stated.pop("authors", ()) if (p := names.person(name)))
    at = Location("a.txt", line)
    values = {name: _frozen(v) for name, v in stated.items()}
    return Record(id=values.pop("id", str(at)), at=at, title=title, authors=people, **values)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def grouped(records: Sequence[Record], orders: Orders = dedupe.NO_ORDERS) -> list[list[int]]:
    """The lines of the records of each work."""
    found = dedupe.group(records, map, orders).clusters
    return [[r.at.line for r in cluster.records] for cluster in found]


def verdict(case: dict[str, Any]) -> Verdict:
    """What is found about a pair of the table, from its first record's side."""
    return judge(features(record(1, **case["a"])), features(record(2, **case["b"])))


# Pairs


@pytest.mark.parametrize("case", PAIRS, ids=IDS)
def test_a_pair_is_judged_as_the_table_says(case: dict[str, Any]) -> None:
    found = verdict(case)
    assert (found.decision, found.rule, found.relation) == (
        case["verdict"],
        case["rule"],
        case.get("relation", ""),
    )


@pytest.mark.parametrize("case", PAIRS, ids=IDS)
def test_a_pair_is_judged_the_same_from_either_side(case: dict[str, Any]) -> None:
    there, back = verdict(case), verdict({"a": case["b"], "b": case["a"]})
    assert (there.decision, sorted(map(str, there.points))) == (
        back.decision,
        sorted(map(str, back.points)),
    )


@pytest.mark.parametrize("case", PAIRS, ids=IDS)
def test_a_pair_is_grouped_as_it_is_judged(case: dict[str, Any]) -> None:
    expected = [[1, 2]] if case["verdict"] == "same" else [[1], [2]]
    assert grouped([record(1, **case["a"]), record(2, **case["b"])]) == expected


@pytest.mark.parametrize(
    "case", [c for c in PAIRS if c["verdict"] == "review"], ids=lambda c: c["id"]
)
def test_a_pair_in_doubt_is_shown_to_a_person(case: dict[str, Any]) -> None:
    found = dedupe.group([record(1, **case["a"]), record(2, **case["b"])], map).review
    assert [(doubt.first.at.line, doubt.second.at.line) for doubt in found] == [(1, 2)]


def test_half_of_the_table_must_not_be_merged() -> None:
    kept_apart = [case for case in PAIRS if case["verdict"] != "same"]
    assert len(PAIRS) >= 120
    assert len(kept_apart) * 2 >= len(PAIRS)


def test_every_verdict_names_its_points() -> None:
    unnamed = [case["id"] for case in PAIRS if not verdict(case).points]
    assert unnamed == []


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
    (cluster,) = dedupe.group(records, map).clusters
    assert [why and why.rule for why in cluster.because] == [None, *["title-equal"] * 3]


def test_records_of_the_same_place_and_name_stay_records() -> None:
    assert grouped([record(1), record(1), record(1)]) == [[1, 1, 1]]


def test_no_records_are_no_works() -> None:
    assert dedupe.group([], map) == dedupe.Grouping(clusters=())


def test_two_thousand_editorials_stay_two_thousand() -> None:
    editorials = [record(n, title="Editorial", year=1990 + n % 30) for n in range(1, 2001)]
    assert grouped(editorials) == [[n] for n in range(1, 2001)]


def test_a_hundred_copies_of_one_paper_are_one_paper() -> None:
    copies = [record(n, authors=["Ada Note"], year=2020) for n in range(1, 101)]
    assert grouped(copies) == [list(range(1, 101))]


def test_many_mentions_of_one_paper_are_one_paper_whether_or_not_they_name_its_author() -> None:
    named = [record(n, authors=["Ada Note"], year=2020) for n in range(1, 61, 2)]
    unnamed = [record(n) for n in range(2, 61, 2)]
    assert grouped(named + unnamed) == [list(range(1, 61))]


# What a curator orders


def test_what_is_ordered_to_be_one_work_is_one() -> None:
    records = [record(1), record(2, "Bells in Winter and Their Founders")]
    assert grouped(records, Orders(same={(0, 1): "curation.toml:2"})) == [[1, 2]]


def test_what_is_ordered_apart_stays_apart() -> None:
    records = [record(n, authors=["Ada Note"], year=2020) for n in (1, 2, 3)]
    apart = Orders(not_same={(0, 1): "curation.toml:2"})
    assert grouped(records, apart) in ([[1, 3], [2]], [[1], [2, 3]])


def test_an_order_beats_an_identifier() -> None:
    records = [record(n, doi="10.5555/x", authors=["Ada Note"]) for n in (1, 2)]
    assert grouped(records, Orders(not_same={(0, 1): "curation.toml:2"})) == [[1], [2]]


def test_what_was_decided_is_not_asked_again() -> None:
    unsure = [
        record(1, year=2017, authors=["Ada Note"]),
        record(2, year=2020, authors=["Ada Note"]),
    ]
    assert len(dedupe.group(unsure, map).review) == 1
    decided = Orders(not_same={(0, 1): "curation.toml:2"})
    assert dedupe.group(unsure, map, decided).review == ()


def test_orders_hold_for_positions_in_the_list_that_was_given() -> None:
    records = [record(3, "Lanterns Lit"), record(1, "Bells at Dawn"), record(2, "Orchards")]
    assert grouped(records, Orders(same={(0, 2): "curation.toml:2"})) in (
        [[1, 2, 3]],
        [[1], [2, 3]],
    )


def test_a_join_that_a_third_record_forbids_is_told() -> None:
    records = [record(1), record(2, authors=["Ada Note"]), record(3, authors=["Hugo Lock"])]
    (refused,) = dedupe.group(records, map).refused
    assert "authors-differ" in refused.because


# What holds for all records


NOUNS = ["choirs", "lanterns", "orchards", "windmills", "harbours", "cottages", "riverbanks"]
DOINGS = ["sampling", "listening", "measuring", "forecasting", "translating", "aligning"]
FAMILIES = ["Note", "Chord", "Lock", "Fugue", "Bellweather", "Müller", "Okonkwo", "Li", "Sørensen"]
WAYS = ["typo", "wrap", "capitals", "accents", "fields", "initials", "order", "subtitle"]


def original(n: int, chance: random.Random) -> Record:
    """A made-up record that has all that records have."""
    first, second = chance.sample(NOUNS, 2)
    title = f"{chance.choice(DOINGS).title()} {first.title()} Near {second.title()} {_name(n)}"
    people = [f"{chance.choice('ABCDEFG')}na {name}" for name in chance.sample(FAMILIES, 3)]
    return record(
        n,
        f"{title}: An Inquiry Into {_name(n * 7 + 3)} Voices",
        authors=people,
        year=1990 + n % 30,
        venue="Journal of Choral Studies",
        volume=str(n % 40 + 1),
        number=str(n % 4 + 1),
        pages=f"{n % 900 + 1}–{n % 900 + 12}",
        doi=f"10.5555/choir.{n}",
        id=f"r{n}",
    )


def _name(n: int) -> str:
    """An invented name, another one for each number."""
    syllables = ["ba", "do", "ki", "lu", "me", "no", "ra", "si", "tu", "ve"]
    return "".join(syllables[int(digit)] for digit in f"{n:04d}").title()


def perturbed(one: Record, way: str, chance: random.Random) -> Record:
    """*one* as another source has it."""
    at = Location("b.txt", one.at.line)
    copy = replace(one, at=at, id=str(at))
    title = one.title
    if way == "typo":
        words = title.split(" ")
        n = chance.choice([n for n, word in enumerate(words) if len(word) > 5])
        k = chance.randrange(1, len(words[n]) - 1)
        words[n] = words[n][:k] + words[n][k + 1 :]
        return replace(copy, title=" ".join(words), doi=None)
    if way == "wrap":
        k = chance.choice([k for k in range(3, len(title) - 3) if title[k - 2 : k + 2].isalpha()])
        return replace(copy, title=f"{title[:k]}- {title[k:]}", doi=None)
    if way == "capitals":
        return replace(copy, title=title.upper(), doi=None)
    if way == "accents":
        plain = tuple(
            replace(p, family=p.family.replace("ü", "ue").replace("ø", "o")) for p in one.authors
        )
        return replace(copy, authors=plain, doi=None)
    if way == "fields":
        return replace(copy, volume=None, number=None, pages=None, venue=None, doi=None, authors=())
    if way == "initials":
        short = tuple(replace(p, given=f"{p.given[:1]}.") for p in one.authors)
        return replace(copy, authors=short, doi=None)
    if way == "order":
        return replace(copy, authors=tuple(reversed(one.authors)), doi=None)
    main, _, sub = title.partition(": ")
    return replace(copy, title=f"{sub}: {main}", doi=None)


def test_a_record_is_found_again_however_it_was_disfigured() -> None:
    chance = random.Random(11)
    originals = [original(n, chance) for n in range(5000)]
    copies = [perturbed(one, WAYS[n % len(WAYS)], chance) for n, one in enumerate(originals)]
    clusters = dedupe.group([*originals, *copies], map).clusters
    found = {
        (r.at.line, s.at.line)
        for cluster in clusters
        for r in cluster.records
        for s in cluster.records
        if r.at.path < s.at.path
    }
    right = sum(a == b for a, b in found)
    missed = {WAYS[n % len(WAYS)] for n in range(5000) if (n, n) not in found}
    assert right >= 0.95 * 5000, missed
    assert len(found) - right <= 5


def test_a_wrong_doi_merges_nothing_and_is_told() -> None:
    chance = random.Random(5)
    originals = [original(n, chance) for n in range(40)]
    planted = [*originals[:39], replace(originals[39], doi=originals[0].doi)]
    found = dedupe.group(planted, map)
    assert [len(cluster.records) for cluster in found.clusters] == [1] * 40
    assert [(f.code, f.at and f.at.line) for f in found.findings] == [("id-conflict", 39)]


def test_journals_full_of_editorials_make_no_great_cluster() -> None:
    chance = random.Random(3)
    titles = ["Editorial", "Editor's Comments", "Introduction", "Book Review", "Front Matter"]
    records = [
        record(
            n,
            chance.choice(titles),
            authors=chance.choice([[], ["Ada Note"], ["Ada Note", "Boris Chord"], ["Hugo Lock"]]),
            venue=chance.choice(["Voices", "Journal of Choral Studies", "Bells"]),
            year=chance.choice([None, *range(1990, 2020)]),
            volume=chance.choice([None, *map(str, range(1, 30))]),
            number=chance.choice([None, "1", "2", "3", "4"]),
            pages=chance.choice([None, "1–2", "iii–iv", "5"]),
        )
        for n in range(1, 3001)
    ]
    largest = max(len(cluster.records) for cluster in dedupe.group(records, map).clusters)
    assert largest <= 30


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_neither_order_nor_place_decides_what_is_one_work(chance: random.Random) -> None:
    originals = [original(n, random.Random(n)) for n in range(12)]
    ways = [perturbed(one, way, random.Random(1)) for one in originals[:4] for way in WAYS]
    records = [*originals, *(replace(r, id=f"c{n}") for n, r in enumerate(ways))]
    expected = {frozenset(r.id for r in c.records) for c in dedupe.group(records, map).clusters}
    chance.shuffle(records)
    moved = [replace(r, at=Location("z.txt", n)) for n, r in enumerate(records, 1)]
    found = {frozenset(r.id for r in c.records) for c in dedupe.group(moved, map).clusters}
    assert found == expected


def test_the_hash_seed_makes_no_difference(tmp_path: Path) -> None:
    lines = [
        {"id": c["id"] + side, **c[side]} for c in PAIRS for side in "ab" if "extra" not in c[side]
    ]
    file = tmp_path / "records.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "sitegen", "dedupe", "--jobs", jobs, str(file)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed, jobs in (("0", "1"), ("1", "2"), ("77", "1"))
    }  # fmt: skip
    assert len(outputs) == 1


def test_a_title_that_recurs_with_the_years_names_no_work() -> None:
    column = [
        record(n, "Reminiscences on Influential Choirs", year=1990 + n, venue="Choir Record")
        for n in range(1, 8)
    ]
    assert "reminiscencesoninfluentialchoirs" in corpus([features(r) for r in column]).reused
    assert [len(group) for group in grouped(column)] == [1] * 7
