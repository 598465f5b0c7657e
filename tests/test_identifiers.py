"""This is where identifiers and addresses, however dressed, are held against what they are."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text import identifiers, links

Case = dict[str, Any]
TABLE = Path(__file__).parent / "tables" / "identifiers.json"
CASES: list[Case] = json.loads(TABLE.read_text("utf-8"))
KINDS = [case for case in CASES if case["function"] == "kind"]
OTHERS = [case for case in CASES if case["function"] != "kind"]
ONE = ("doi", "arxiv", "isbn", "issn", "pmid", "acl", "openreview", "url")


def test_every_case_has_a_name_of_its_own() -> None:
    found = [case["id"] for case in CASES]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("case", OTHERS, ids=[case["id"] for case in OTHERS])
def test_an_identifier_is_recognised(case: Case) -> None:
    found = getattr(identifiers, case["function"])(case["input"])
    assert (list(found) if isinstance(found, tuple) else found) == case["expected"]


@pytest.mark.parametrize("case", KINDS, ids=[case["id"] for case in KINDS])
def test_it_is_told_what_an_address_leads_to(case: Case) -> None:
    assert links.kind(*case["input"]) == case["expected"]


BARE = [case for case in OTHERS if case["function"] in ONE and case["expected"]]


@pytest.mark.parametrize("case", BARE, ids=[case["id"] for case in BARE])
def test_an_identifier_without_its_dress_is_itself(case: Case) -> None:
    assert getattr(identifiers, case["function"])(case["expected"]) == case["expected"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://a.example/x", "http://www.a.example/x/", True),
        ("https://A.example/x", "https://a.example/x", True),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/x?y=1", "https://a.example/x?y=2", False),
    ],
)
def test_addresses_that_lead_to_one_place_are_told(a: str, b: str, same: bool) -> None:
    assert (links.plain(a) == links.plain(b)) is same


PIECES = st.sampled_from(
    [
        *("10.", "1000", "/", "182", "https://", "doi.org", "arXiv:", "1706.03762", "v5", "978"),
        *("-", "0", "3", "X", " ", "\\_", "{", "}", "%2F", "<", ">", "(", ")", "P19-1001", ".pdf"),
        *("github.com", "?id=", "B1xsqj09Fm", "&amp;", "\\url{", "www.", "cs.CL", "é", "|", ","),
    ]
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=20)))
def test_whatever_is_recognised_is_recognised_again(text: str) -> None:
    for name in ONE:
        found = getattr(identifiers, name)(text)
        assert found is None or getattr(identifiers, name)(found) == found, name
    assert links.kind(text) in {case["expected"] for case in KINDS}
