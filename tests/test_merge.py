"""This is where it is held which record gives a paper its date, its people and its numbers."""

from typing import Any

import pytest

from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.merge import paper
from sitegen.errors import Location
from sitegen.model.paper import Paper
from sitegen.model.record import Person, Record

ADA, BORIS = Person(family="Note", given="Ada"), Person(family="Chord", given="Boris")


def merged(*stated: dict[str, Any]) -> Paper:
    """The paper of records that state these fields, one a line."""
    records = tuple(
        Record(title="Choirs", id=str(n), at=Location("a.bib", n), **fields)
        for n, fields in enumerate(stated, 1)
    )
    return paper(Cluster(records=records, because=("", *["equal_title"] * (len(records) - 1))))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([{"year": 2019, "month": 5, "day": 3}], (2019, 5, 3)),
        ([{"month": 5}], (None, 5, None)),
        ([{"year": 2019}, {"year": 2019, "month": 5}], (2019, 5, None)),
        ([{"year": 2019, "venue": "V"}, {"year": 2018, "month": 5}], (2019, None, None)),
        ([{"year": 2019, "venue": "V"}, {"year": 2019, "month": 5}], (2019, None, None)),
        (
            [{"year": 2019, "month": 5}, {"year": 2019, "month": 6, "day": 3}],
            (2019, 6, 3),
        ),
    ],
)
def test_a_date_comes_whole_from_one_record(
    stated: list[dict[str, Any]], expected: tuple[int | None, int | None, int | None]
) -> None:
    one = merged(*stated)
    assert (one.year, one.month, one.day) == expected


def test_months_of_different_years_do_not_disagree() -> None:
    one = merged({"year": 2019, "month": 5, "venue": "V"}, {"year": 2018, "month": 6})
    assert [conflict.field for conflict in one.conflicts] == ["year"]


def test_months_of_one_year_disagree() -> None:
    one = merged({"year": 2019, "month": 5, "venue": "V"}, {"year": 2019, "month": 6, "day": 1})
    assert [conflict.field for conflict in one.conflicts] == ["month"]


def test_the_words_of_a_date_are_those_of_the_record_that_gave_the_year() -> None:
    one = merged(
        {"year": 2018, "extra": (("date", "2018~"), ("note", "x"))},
        {"year": 2019, "venue": "V", "extra": (("date", "Spring"),)},
    )
    assert one.extra == (("date", "Spring"), ("note", "x"))


def test_the_longest_list_of_editors_is_taken_whole() -> None:
    one = merged({"editors": (ADA,), "venue": "V"}, {"editors": (BORIS, ADA)})
    assert one.editors == (BORIS, ADA)


def test_an_isbn_in_its_long_and_its_short_form_is_one() -> None:
    assert merged({"isbn": "0198534531"}, {"isbn": "9780198534532"}).conflicts == ()


def test_other_isbns_disagree() -> None:
    one = merged({"isbn": "0198534531"}, {"isbn": "080442957X"})
    assert [(conflict.field, conflict.chosen) for conflict in one.conflicts] == [
        ("isbn", "0198534531")
    ]
