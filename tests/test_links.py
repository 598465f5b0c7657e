"""This is where it is held which addresses a paper's page offers, under which names."""

from typing import Any

import pytest

from sitegen.model.paper import Paper
from sitegen.pages.paper import _links

EVERYTHING = {
    "slides": "https://a.example/slides",
    "video": "https://a.example/talk",
    "data": "https://a.example/data",
    "code": "https://a.example/code",
    "pmid": "123",
    "openreview": "ChoirOf7",
    "acl": "P99-1001",
    "arxiv": "2101.00001",
    "doi": "10.5555/a<b",
    "pdf": "https://a.example/1.pdf",
    "url": "https://a.example/",
}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, []),
        (
            EVERYTHING,
            [
                ("PDF", "https://a.example/1.pdf"),
                ("DOI", "https://doi.org/10.5555/a%3Cb"),
                ("arXiv", "https://arxiv.org/abs/2101.00001"),
                ("ACL Anthology", "https://aclanthology.org/P99-1001/"),
                ("OpenReview", "https://openreview.net/forum?id=ChoirOf7"),
                ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/123/"),
                ("Code", "https://a.example/code"),
                ("Data", "https://a.example/data"),
                ("Video", "https://a.example/talk"),
                ("Slides", "https://a.example/slides"),
                ("Website", "https://a.example/"),
            ],
        ),
        ({"url": "https://github.com/a/b"}, [("Code", "https://github.com/a/b")]),
        (
            {"url": "https://github.com/a/b", "code": "https://github.com/a/c"},
            [("Code", "https://github.com/a/c"), ("Website", "https://github.com/a/b")],
        ),
        (
            {"url": "http://www.a.example/1.pdf", "pdf": "https://a.example/1.pdf"},
            [("PDF", "https://a.example/1.pdf")],
        ),
        (
            {"url": "http://arxiv.org/abs/2101.00001", "arxiv": "2101.00001"},
            [("arXiv", "https://arxiv.org/abs/2101.00001")],
        ),
        ({"url": "https://youtu.be/x"}, [("Video", "https://youtu.be/x")]),
        (
            {"url": "https://doi.org/10.5555/b", "doi": "10.5555/a"},
            [("DOI", "https://doi.org/10.5555/a"), ("Website", "https://doi.org/10.5555/b")],
        ),
    ],
)
def test_a_paper_offers_each_address_once_by_what_it_leads_to(
    stated: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    found = _links(Paper(key="k", title="T", **stated))
    assert [(link.name, link.url) for link in found] == expected
