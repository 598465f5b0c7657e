"""This is where it is held which values disagree, and which of the disagreements matter most."""

import json
from pathlib import Path
from typing import Any

import pytest

from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.conflicts import differ
from sitegen.dedupe.merge import paper
from sitegen.errors import Location
from sitegen.model.paper import Claim, Conflict, Paper
from sitegen.model.record import Record
from sitegen.model.verdict import Decision, Verdict
from sitegen.text import names
from sitegen.text.preprints import server, server_of_doi

CASES = json.loads((Path(__file__).parent / "tables" / "sameness.json").read_text("utf-8"))
SAME = Verdict(decision=Decision.SAME, rule="title-equal")


def value(field: str, stated: Any) -> Any:
    """What a record holds of what is *stated* in the table."""
    if field == "authors":
        return tuple(names.person(one) for one in stated)
    return tuple(stated) if isinstance(stated, list) else stated


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_values_of_the_table_disagree_or_not_whichever_is_asked_first(case: dict[str, Any]) -> None:
    a, b = (value(case["field"], case[side]) for side in "ab")
    forth, back = (not differ(case["field"], *pair) for pair in ((a, b), (b, a)))
    assert (forth, back) == (case["expected"], case["expected"])


def merged(*stated: dict[str, Any]) -> Paper:
    """The paper of records that state these fields, one a line."""
    records = tuple(
        Record(**{"title": "Choirs", "id": f"r{n}", "at": Location("a.bib", n), **fields})
        for n, fields in enumerate(stated, 1)
    )
    return paper(Cluster(records=records, because=(None, *[SAME] * (len(records) - 1))))


def test_what_matters_most_comes_first() -> None:
    ada, boris = names.person("Ada Note"), names.person("Boris Chord")
    one = merged(
        {"year": 2017, "doi": "10.1/a", "authors": (ada, boris), "keywords": ("x", "y")},
        {"year": 2019, "doi": "10.1/a", "authors": (boris, ada), "keywords": ("x", "z")},
        {"year": 2019, "doi": "10.1/a", "arxiv": "1706.03762", "volume": "3"},
        {"year": 2019, "doi": "10.1/a", "arxiv": "1801.00001", "volume": "4"},
    )
    assert [(found.field, found.weight) for found in one.conflicts] == [
        ("arxiv", 400),
        ("year", 300),
        ("authors", 200),
        ("volume", 100),
        ("keywords", 50),
    ]


def test_years_next_to_each_other_matter_less() -> None:
    assert merged({"year": 2019}, {"year": 2020}).conflicts[0].weight == 100


def test_a_disagreement_names_all_that_said_either_value() -> None:
    one = merged({"year": 2020}, {"year": 2019}, {"year": 2020}, {"year": 2019}, {"venue": "Hall"})
    assert one.conflicts == (
        Conflict(
            field="year",
            chosen="2020",
            by=("r1", "r3"),
            rule="the published version, then the commonest, then the latest",
            rejected=(Claim(value="2019", by=("r2", "r4")),),
            weight=100,
        ),
    )


def test_records_of_one_name_are_told_apart_by_their_places() -> None:
    one = merged({"year": 2020, "id": "x"}, {"year": 2019, "id": "x"}, {"year": 2019, "id": "y"})
    assert (one.conflicts[0].by, one.conflicts[0].rejected[0].by) == (
        ("a.bib:2", "y"),
        ("a.bib:1",),
    )
    assert [str(one.place(name)) for name in ("a.bib:1", "y", "z")] == [
        "a.bib:1",
        "a.bib:3",
        "None",
    ]


def test_versions_of_a_work_do_not_disagree() -> None:
    one = merged(
        {"year": 2017, "venue": "arXiv", "doi": "10.48550/arxiv.1706.03762", "pages": "1–15"},
        {"year": 2019, "venue": "JMLR", "volume": "20", "doi": "10.1/a", "pages": "117–140"},
        {"year": 2018, "venue": "ICML", "doi": "10.2/a", "pages": "3–9"},
    )
    assert one.conflicts == ()


def test_a_wrong_doi_within_a_version_is_a_disagreement() -> None:
    one = merged(
        {"year": 2019, "venue": "JMLR", "volume": "20", "doi": "10.1/a"},
        {"year": 2019, "venue": "J. Mach. Learn. Res.", "volume": "20", "doi": "10.1/b"},
    )
    assert [(found.field, found.weight) for found in one.conflicts] == [("doi", 400)]


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        ("arXiv preprint arXiv:1706.03762", "arxiv"),
        ("CoRR abs/1706.03762", "arxiv"),
        ("Cornell University - arXiv", "arxiv"),
        ("In arXiv", "arxiv"),
        ("bioRxiv (Cold Spring Harbor Laboratory)", "biorxiv"),
        ("SSRN Electronic Journal", "ssrn"),
        ("Research Square", "researchsquare"),
        ("OSF Preprints", "osf"),
        ("HAL", "hal"),
        ("Preprints.org", "preprints"),
        ("Zenodo", "zenodo"),
        ("Preprint", "preprint"),
        ("Corrosion Science", ""),
        ("Correspondence", ""),
        ("ICLR (arXiv:2010.11929)", ""),
        ("Open Science", ""),
        ("Halogens", ""),
        ("…", ""),
    ],
)
def test_a_preprint_server_is_known_by_its_names(venue: str, expected: str) -> None:
    assert server(venue) == expected


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        ("10.48550/arxiv.1706.03762", "arxiv"),
        ("10.1101/2020.01.01.123456", "biorxiv"),
        ("10.1101/gr.1239303", ""),
        ("10.2139/ssrn.1", "ssrn"),
        ("10.1000/10.48550", ""),
    ],
)
def test_a_preprint_server_is_known_by_its_dois(doi: str, expected: str) -> None:
    assert server_of_doi(doi) == expected
