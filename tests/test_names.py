"""This is where printed names are held against the people they name."""

import json
import lzma
import unicodedata
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Person as PybtexPerson

from sitegen.model.record import Person
from sitegen.text import names
from sitegen.text.tidy import visible

Case = dict[str, Any]
CASES: list[Case] = json.loads((Path(__file__).parent / "tables" / "names.json").read_text("utf-8"))


def cases(function: str) -> pytest.MarkDecorator:
    """Run a test on each case of a function of ``names``."""
    found = [case for case in CASES if case["function"] == function]
    return pytest.mark.parametrize("case", found, ids=[case["id"] for case in found])


def test_every_case_has_a_name_of_its_own() -> None:
    found = [case["id"] for case in CASES]
    assert sorted(found) == sorted(set(found))


@cases("person")
def test_a_name_has_its_parts(case: Case) -> None:
    one = names.person(case["input"])
    assert (one and [one.given, one.particle, one.family, one.suffix]) == case["expected"]


@cases("from_bibtex")
def test_a_list_in_bibtex_names_its_people(case: Case) -> None:
    people, others = names.from_bibtex(case["input"])
    assert [[str(one) for one in people], others] == case["expected"]


@cases("from_prose")
def test_a_list_in_prose_names_its_people(case: Case) -> None:
    people, others = names.from_prose(case["input"])
    assert [[str(one) for one in people], others] == case["expected"]


@cases("looks_like_people")
def test_a_line_of_names_is_told_from_a_title(case: Case) -> None:
    assert names.looks_like_people(case["input"]) is case["expected"]


@pytest.mark.parametrize("name", ["et al.", "and others", "others", "..."])
def test_an_element_that_stands_for_others_names_nobody(name: str) -> None:
    assert names.one_of_list(name) == ((), True)


def test_an_element_of_a_list_is_one_person_whatever_it_holds() -> None:
    assert names.one_of_list("{Barnes and Noble}") == ((Person(family="Barnes and Noble"),), False)


@cases("person")
def test_a_person_of_the_table_survives_bibtex(case: Case) -> None:
    one = names.person(case["input"])
    assert one is None or names.person(names.to_bibtex(one)) == one


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Person(family="Knuth", given="Donald E."), "Knuth, Donald E."),
        (Person(family="Beethoven", given="Ludwig", particle="van"), "van Beethoven, Ludwig"),
        (Person(family="King", given="Martin", suffix="Jr."), "King, Jr., Martin"),
        (Person(family="Plato"), "Plato"),
        (Person(family="The Llama Team"), "{The Llama Team}"),
        (Person(family="Google Research, Brain Team"), "{Google Research, Brain Team}"),
        (Person(family="Barnes and Noble"), "{Barnes and Noble}"),
        (Person(family="and"), "{and}"),
    ],
    ids=str,
)
def test_a_person_is_written_as_bibtex_reads_it(one: Person, expected: str) -> None:
    assert names.to_bibtex(one) == expected
    assert names.person(expected) == one


@pytest.mark.parametrize("name", ["bell hooks", "van Gogh", "john smith", "de la Cruz", "Plato IV"])
def test_a_name_without_given_name_survives_bibtex(name: str) -> None:
    one = names.person(name)
    assert one is not None
    assert names.person(names.to_bibtex(one)) == one


WORDS = st.sampled_from(
    [
        *(
            "Ada",
            "Ludwig",
            "van",
            "von der",
            "de",
            "Lovelace",
            "O'Brien",
            "Jr.",
            "III",
            "J.",
            "J.-P.",
        ),
        *(
            "Éva",
            "Łukasz",
            "王小明",
            "{",
            "}",
            "{The Team}",
            ",",
            ";",
            "and",
            "And",
            "others",
            "et al.",
        ),
        *("al-Din", "x", "é", "*", "~", "\\", '"', "&", ".", "-", "1", "", "d'", "{\\'e}"),
    ]
)
NAMES = st.one_of(st.lists(WORDS, max_size=6).map(" ".join), st.text(max_size=20))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(NAMES)
def test_whatever_is_read_as_a_person_survives_bibtex(name: str) -> None:
    one = names.person(name)
    assert one is None or names.person(names.to_bibtex(one)) == one


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(NAMES, max_size=4))
def test_a_list_that_is_written_as_bibtex_reads_back(found: list[str]) -> None:
    # "et al." and "others" are no parts of a name, in braces or behind a comma.
    none = ("et al", "others")
    known = (names.person(name) for name in found if not any(x in name.lower() for x in none))
    people = tuple(one for one in known if one is not None)
    written = " and ".join(names.to_bibtex(one) for one in people)
    assert names.from_bibtex(written)[0] == people


@settings(max_examples=300, deadline=None, derandomize=True)
@given(NAMES)
def test_nothing_is_invented_and_nobody_is_empty(text: str) -> None:
    for people, _ in (names.from_bibtex(text), names.from_prose(text), names.one_of_list(text)):
        assert all(one.family for one in people)
    assert names.looks_like_people(text) in (True, False)


def parts_by_pybtex(name: str) -> list[str]:
    """Given name, particle, family name and suffix as pybtex tells them apart."""
    one = PybtexPerson(name)
    parts = (
        [*one.first_names, *one.middle_names],
        one.prelast_names,
        one.last_names,
        one.lineage_names,
    )
    return [unicodedata.normalize("NFC", " ".join(part)) for part in parts]


def assert_told_apart_as_by_pybtex(printed: list[str]) -> int:
    """How many of the names are read at a glance: each as pybtex reads it."""
    found = [(name, names._at_a_glance(name)) for name in printed]
    glanced = [(name, one) for name, one in found if one is not None]
    told = [(name, [one.given, one.particle, one.family, one.suffix]) for name, one in glanced]
    assert told == [(name, parts_by_pybtex(visible(name))) for name, _ in glanced]
    return len(glanced)


def test_a_name_that_is_read_at_a_glance_is_read_as_pybtex_reads_it() -> None:
    printed = [case["input"] for case in CASES if case["function"] == "person"]
    assert assert_told_apart_as_by_pybtex(printed) > 30


@pytest.mark.corpus
def test_the_names_of_a_corpus_are_read_as_pybtex_reads_them_and_survive_bibtex(
    benchmarks: Path,
) -> None:
    with lzma.open(benchmarks / "scale" / "papers-100k.jsonl.xz", "rt", encoding="utf-8") as lines:
        printed = sorted({n for line in islice(lines, 8_000) for n in json.loads(line)["authors"]})
    turned = [" ".join(reversed(name.split(", "))) for name in printed if name.count(", ") == 1]
    assert assert_told_apart_as_by_pybtex([*printed, *turned]) > 0.95 * len([*printed, *turned])
    people = [one for one in map(names.person, printed) if one is not None]
    assert [names.from_bibtex(names.to_bibtex(one)) for one in people] == [
        ((one,), False) for one in people
    ]


@pytest.mark.parametrize(
    "unit", [",", "; ", "{}", "and ", "Roe, J., ", "1,", "(", "https://", "et al. ", "A. ", "王, "]
)
def test_a_list_of_any_length_is_read_at_once(unit: str) -> None:
    text = unit * 20_000
    for read in (names.from_bibtex, names.from_prose, names.one_of_list):
        people, _ = read(text)
        assert all(one.family for one in people)


def test_an_element_in_braces_is_one_name() -> None:
    assert names.one_of_list("{AT&T; Labs}") == ((Person(family="AT&T; Labs"),), False)
