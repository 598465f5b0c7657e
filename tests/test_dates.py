"""This is where dates in all their forms are held against what they say."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text import dates

Case = dict[str, Any]
CASES: list[Case] = json.loads((Path(__file__).parent / "tables" / "dates.json").read_text("utf-8"))
FIELDS = ("year", "month", "day", "date")


def read(fields: dict[str, str]) -> list[Any]:
    """Year, month, day, the words kept, and the names of fields that make no sense."""
    found, bad = dates.parse(*(fields.get(name, "") for name in FIELDS))
    return [found.year, found.month, found.day, found.stated, list(bad)]


def test_every_case_has_a_name_of_its_own() -> None:
    found = [case["id"] for case in CASES]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_date_says_what_it_says(case: Case) -> None:
    assert read(case["input"]) == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_date_that_is_written_as_bibtex_reads_back(case: Case) -> None:
    year, month, day, stated, _ = case["expected"]
    written = {"year": year, "month": month, "day": day, "date": stated}
    fields = {name: str(value) for name, value in written.items() if value is not None}
    assert read(fields) == [year, month, day, stated, []]


PIECES = st.sampled_from(
    [
        *("2019", "1998", "May", "march", "3", "31", "13", "2019-05", "/", "-", "~", "?", ".", ","),
        *(" ", "in press", "XX", "c.", "Spring", "年", "T10:00", "--", "of", "th", "a", "0044"),
    ]
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=6).map("".join), st.sampled_from(FIELDS))
def test_whatever_is_read_as_a_date_is_one_and_reads_back(text: str, name: str) -> None:
    year, month, day, stated, bad = read({name: text})
    assert year is None or 1400 <= year <= 2199
    assert month is None or 1 <= month <= 12
    assert day is None or (month is not None and 1 <= day <= 31)
    assert set(bad) <= {name}
    written = {"year": year, "month": month, "day": day, "date": stated}
    fields = {key: str(value) for key, value in written.items() if value is not None}
    assert read(fields)[:4] == [year, month, day, stated]


@pytest.mark.parametrize("unit", ["2019", "May ", "2019-", "~", "1 ", "a", "Spring "])
def test_a_text_of_any_length_is_read_at_once(unit: str) -> None:
    text = unit * 100_000
    assert read({"year": text})[3] in (None, text, text.strip())
