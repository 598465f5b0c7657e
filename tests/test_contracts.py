"""This is where every reader, page kind and exporter is held to its contract, by existing."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from sitegen import downloads, pages, readers
from sitegen.assemble import assemble
from sitegen.config import Config
from sitegen.errors import Location
from sitegen.exporters import bibtex, frontmatter
from sitegen.findings import Finding
from sitegen.model.entry import Entry
from sitegen.model.ledger import Ledger
from sitegen.model.page import Download, Page
from sitegen.model.paper import Mention, Paper
from sitegen.model.record import Person
from sitegen.model.site import FreePage, Site

READERS = sorted(readers.discover().items())
KINDS = sorted(pages.discover().items())

PIECES = st.sampled_from(
    [
        *("# A Title", "## Another", "Authors: A. Berg, B. Carl", "Year: 2017", "Keywords: a, b"),
        *("- [A Title](https://x.org/a), Ada Berg, ICML 2019. [[pdf](https://x.org/b)]", "  - a"),
        *("| Title | Year |", "|---|:-:|", "| A \\| B | 2017 |", "| `a|b`", "Title\n====="),
        *("<details>", "</details>", "<summary>Old</summary>", "```", "~~~", "<!--", "-->", "\t"),
        *('1. A. Berg. "A Title." ICML, 2020.', "* **A Title**<br>", "    indented", "## 2020"),
        *("[1] arXiv:2405.00001 [pdf]", "Title: T", "\\\\", "arXiv:cs/0112017", "A Berg, B Carl:"),
        *("A Berg, B Carl - Nature, 2020 - x.org", "Cited by 12", "· 12 authors", "[1]: https://x"),
        *("Published on Jun 5, 2024", "Furthermore, we go on. " * 8, "[a](", "**", "![x](y)"),
        *("- [ ] ", "+ [2019/05] Title [arXiv]", "* * *"),
        *("---", "- [x](https://x.org)", "Abstract:", "* item", "@article{k, title={T}}", "@misc{"),
        *("@string{a=b}", "@article{x, title={Unclosed", '{"title": "T"}', '{"title": ', "[1]"),
        *('{"id": true, "title": {"a": []}}', "[" * 2000, "{}", "null", "A Short Line Without End"),
        *("A sentence that is long enough to be a paragraph, and ends as sentences do. " * 4,),
        *(
            "Ashish Vaswani, Noam Shazeer",
            "42",
            "é漢字\u202e\u2028",
            "\x00\x1b",
            "}",
            '"',
            "\\",
            "",
        ),
        *("TY  - JOUR", "ER  - ", "TI  - T", "AU  - Berg, Ada", "ER  - TY  - X", "TY-", "AU  Berg"),
        *("%0 Book", "%T T", "%A Berg, Ada", "%", "PMID- 1", "OWN - NLM", "UI  - 2", "      in"),
        *(
            "@",
            "@comment{x}",
            "# ",
            "#",
            "###### deep",
            "\ufeff# T",
            "\r",
            "\x0c",
            "\x85",
            "\ud800",
        ),
    ]
)
NOISE = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=60).map(lambda content: content.decode("latin-1")),
    st.lists(PIECES, max_size=10).map("\n".join),
)
SAMPLES = {
    "bibtex": "@article{a, title = {T}}\n\n@book{b, title = {U}}\n",
    "csl": '[{"type": "chapter", "title": "T"}, {"title": "U", "container-title": "J"}]',
    "json": '[{"title": "T"}, {"title": "U", "year": 2017}]',
    "jsonl": '{"title": "T"}\n{"title": "U"}\n',
    "outline": "# List\n\n## T\n\nAuthors: A. Berg\nYear: 2017\n\nText.\n\n## U\n\nYear: 2018\n",
    "tabular": "Title;Authors;Year\nT;A. Berg;2017\nU;B. Carl;2018\n",
    "ris": "TY  - JOUR\nTI  - T\nER  - \n\nTY  - BOOK\nTI  - U\nER  - \n",
    "arxiv": "[1] arXiv:2405.00001 [pdf]\nTitle: T\n[2] arXiv:2405.00002 [pdf]\nTitle: U\n",
    "lists": "## A\n\n- [A Title](https://x.org), 2017\n- [Another One](https://x.org/b), 2018\n",
    "results": "A Title\nAda Berg, Boris Carl\nAnother One\nChen Li, Dora Wick\n",
    "endnote": "%0 Journal Article\n%T T\n\n%0 Book\n%T U\n",
    "nbib": "PMID- 1\nOWN - NLM\nTI  - T.\n\nPMID- 2\nOWN - NLM\nTI  - U.\n",
}


def items(reader: readers.Reader, text: str, path: str = "a") -> list[Entry | Finding]:
    """What a reader makes of the whole of a text, part by part."""
    return [item for part in reader.split(text, path) for item in reader.read(part)]


@pytest.mark.parametrize(("name", "reader"), READERS)
class TestEveryReader:
    """A reader is under test the moment it exists."""

    @pytest.mark.parametrize("text", ["", " \n\t\n", "\n" * 50, "\ufeff"])
    def test_empty_text_has_no_entries(self, name: str, reader: readers.Reader, text: str) -> None:
        assert [item for item in items(reader, text) if isinstance(item, Entry)] == []
        assert reader.likelihood("") == 0

    @settings(max_examples=120, deadline=None, derandomize=True)
    @given(text=NOISE)
    def test_noise_gives_entries_and_findings_with_lines_in_range(
        self, name: str, reader: readers.Reader, text: str
    ) -> None:
        lines = text.count("\n") + 1
        for item in items(reader, text, "a.x"):
            assert isinstance(item, Entry | Finding)
            assert item.at is not None
            assert item.at.path == "a.x"
            assert 0 <= item.at.line <= lines
            assert isinstance(item, Finding) or item.at.line > 0

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(text=NOISE)
    def test_a_part_holds_as_many_entries_as_were_counted(
        self, name: str, reader: readers.Reader, text: str
    ) -> None:
        for part in reader.split(text, "a"):
            found = list(reader.read(part))
            entries = [i for i in found if isinstance(i, Entry) or i.is_quarantined]
            assert part.entries in (None, len(entries))

    @settings(max_examples=120, deadline=None, derandomize=True)
    @given(text=NOISE)
    def test_likelihood_is_a_share(self, name: str, reader: readers.Reader, text: str) -> None:
        assert 0 <= reader.likelihood(text) <= 1

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(text=NOISE)
    def test_reading_twice_gives_the_same(
        self, name: str, reader: readers.Reader, text: str
    ) -> None:
        assert list(items(reader, text)) == list(items(reader, text))

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(text=NOISE)
    def test_names_of_fields_are_in_lower_case_and_values_are_text(
        self, name: str, reader: readers.Reader, text: str
    ) -> None:
        entries = [item for item in items(reader, text) if isinstance(item, Entry)]
        found = [field for entry in entries for field in entry.fields]
        assert [name for name, value in found if name != name.lower()] == []
        assert [value for _, value in found if not isinstance(value, str)] == []


@pytest.mark.parametrize(("name", "text"), sorted(SAMPLES.items()))
def test_each_reader_is_surest_of_its_own_format(name: str, text: str) -> None:
    likelihoods = {other: reader.likelihood(text) for other, reader in READERS}
    assert max(likelihoods, key=lambda other: likelihoods[other]) == name
    assert sum(isinstance(item, Entry) for item in readers.read(("a", text))) == 2


@settings(max_examples=150, deadline=None, derandomize=True)
@given(NOISE)
def test_a_text_that_nobody_recognises_is_not_passed_over(text: str) -> None:
    found = readers.read(("a", text))
    assert all(isinstance(item, Entry | Finding) for item in found)


# Page kinds

PAPER = Paper(
    key="berg2017deep",
    aliases=("deep2017",),
    title="Deep <Nets> & “More”",
    authors=(Person(family="Berg", given="Ada"),),
    year=2017,
    venue="NeurIPS",
    doi="10.1000/182",
    url="https://x.org/a_b",
    abstract="At https://x.org/a.",
    keywords=("nets",),
    tags=("nets",),
    mentions=(Mention(id="a.bib:1", at=Location("a.bib", 1)),),
)
BARE = Paper(key="x", title="?", mentions=(Mention(id="a.bib:1", at=Location("a.bib", 1)),))
FREE = FreePage(
    url="about.html",
    title="About <this>",
    menu="About",
    body="See [[berg2017deep]] & ![a picture](a.png).",
    at=Location("content/pages/about.md", 1),
)


def assembled(papers: tuple[Paper, ...], config: Config, *more: Any) -> Site:
    """A site with each of its papers in all formats."""
    site = assemble(papers, config, map, *more)
    return replace(site, exports=downloads.exports(papers, config.formats, map))


SITES = {
    "empty": assembled((), Config()),
    "one paper": replace(
        assembled((PAPER,), Config(url="https://lab.example/p/"), (FREE,), ("a.png",)),
        ledger=Ledger(),
    ),
    "one bare paper": assembled((BARE,), Config()),
}
# A kind that has nothing to say about a site may plan no page of it.
MAY_BE_SILENT = {
    *(("paper", "empty"), ("redirect", "empty"), ("redirect", "one bare paper")),
    *(("free", "empty"), ("free", "one bare paper")),
    *(("quality", "empty"), ("quality", "one bare paper")),
    *(("opensearch", "empty"), ("opensearch", "one paper"), ("opensearch", "one bare paper")),
    *(("moved", "empty"), ("moved", "one paper"), ("moved", "one bare paper")),
}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_every_page_kind_plans_something(name: str, kind: pages.Kind, site: str) -> None:
    planned = list(kind.plan(SITES[site]))
    assert planned or (name, site) in MAY_BE_SILENT
    assert all(isinstance(page, Page | Download) for page in planned)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_planning_twice_plans_the_same(name: str, kind: pages.Kind, site: str) -> None:
    assert list(kind.plan(SITES[site])) == list(kind.plan(SITES[site]))


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_every_page_has_a_template_a_context_and_an_address_inside(
    name: str, kind: pages.Kind, site: str
) -> None:
    folder = Path(pages.__file__).parent.parent.parent / "templates"
    for page in kind.plan(SITES[site]):
        assert not page.url.startswith("/")
        assert ".." not in page.url.split("/")
        if isinstance(page, Page):
            assert (folder / page.template).is_file()
            assert isinstance(page.context, kind.Context)  # type: ignore[attr-defined]
            assert page.context.__dataclass_params__.frozen


@pytest.mark.parametrize("site", SITES)
def test_no_two_pages_have_one_address(site: str) -> None:
    urls = [page.url.lower() for page in pages.plan(SITES[site])]
    assert urls == sorted(set(urls), key=urls.index)


def _classes(module: ModuleType) -> Iterator[tuple[str, list[str], list[str]]]:
    """(name, fields, fields that have a string below them) of each class of a module."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ClassDef):
            own = [n for n in node.body if isinstance(n, ast.AnnAssign)]
            below = zip(node.body, node.body[1:], strict=False)
            documented = [
                ast.unparse(field.target)
                for field, text in below
                if isinstance(field, ast.AnnAssign)
                and isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
                and isinstance(text.value.value, str)
            ]
            yield node.name, [ast.unparse(field.target) for field in own], documented


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_every_field_of_a_context_has_a_docstring_below_it(name: str, kind: ModuleType) -> None:
    assert [fields for _, fields, documented in _classes(kind) if fields != documented] == []
    contexts = [fields for name, fields, _ in _classes(kind) if name == "Context"]
    assert contexts == [[field.name for field in fields_of(kind)]]


def fields_of(kind: ModuleType) -> tuple:
    """The fields of a page kind's context."""
    assert is_dataclass(kind.Context)
    return fields(kind.Context)


# Exporters


@pytest.mark.parametrize("paper", [PAPER, BARE], ids=lambda paper: paper.key)
def test_an_entry_is_one_entry_of_bibtex_with_its_key(paper: Paper) -> None:
    for written in (bibtex.entry(paper), bibtex.entry(paper, is_complete=True)):
        assert list(parse_string(written, "bibtex").entries) == [paper.key]
        assert written.endswith("}\n")


def test_nothing_is_invented_in_bibtex() -> None:
    assert bibtex.entry(BARE) == "@misc{x,\n  title = {?}\n}\n"


def test_nothing_is_invented_in_markdown() -> None:
    assert frontmatter.write(BARE) == (
        '---\nkey: "x"\ntitle: "?"\nsources:\n  - {"at": "a.bib:1", "gave": []}\n---\n'
    )


def test_no_papers_are_an_empty_bibliography() -> None:
    assert bibtex.write([]) == ""


def test_papers_stand_in_the_order_given() -> None:
    both = bibtex.write([PAPER, BARE])
    assert list(parse_string(both, "bibtex").entries) == ["berg2017deep", "x"]


def test_the_list_of_a_paper_with_more_authors_ends_in_others() -> None:
    entry = parse_string(bibtex.entry(replace(PAPER, others=True)), "bibtex").entries[PAPER.key]
    assert [str(person) for person in entry.persons["author"]] == ["Berg, Ada", "others"]


def test_an_empty_site_has_all_indexes_but_of_venues() -> None:
    urls = {page.url for page in pages.plan(SITES["empty"])}
    wanted = {
        "index.html",
        "search.html",
        "404.html",
        "feed.xml",
        "sitemap.xml",
        "bibliography.bib",
    }
    wanted |= {f"{name}/index.html" for name in ("papers", "tags", "authors", "years")}
    assert wanted - urls == set()
    assert "venues/index.html" not in urls
