"""This is where each format is held to its own rules, and downloads to being where they are said.

The papers travel in test_roundtrip; the real programs judge in test_programs.
"""

import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from sitegen import citation, downloads, exporters, library
from sitegen.assemble import assemble
from sitegen.config import Config
from sitegen.exporters import bibtex, csl, jsonl, markdown, ris
from sitegen.model.paper import Paper
from sitegen.model.record import Description, Person
from sitegen.text.separated import separated
from tests import links
from tests.conftest import Project

FORMATS = sorted(exporters.discover().items())
PAPER = Paper(
    key="berg2017deep",
    title="Deep <i>E. coli</i> Nets: BERT in $O(n^2)$",
    authors=(
        Person(family="Berg", given="Ada", particle="van den", suffix="Jr."),
        Person(family="Barnes and Noble, Inc."),
    ),
    others=True,
    editors=(Person(family="Gödel", given="Kurt"),),
    year=2017,
    month=5,
    day=3,
    venue="Journal of Nets & Trees",
    volume="12",
    number="3",
    pages="117–140",
    type="article",
    doi="10.1002/(sici)1<1::aid-x>3.0.co;2-#",
    arxiv="1706.03762",
    isbn="9780131103627",
    issn="0028-0836",
    pmid="12345678",
    url="https://x.org/a_b?c=100%25#d",
    pdf="https://x.org/a.pdf",
    code="https://x.org/code",
    abstract="We save 50% of $x$ & more.",
    keywords=("nets", "trees"),
    tags=("nets", "trees"),
    extra=(("publisher", "A & B"), ("primaryclass", "cs.CL"), ("bdsk_url_1", "x_y")),
)
BARE = Paper(key="x", title="?")


def fields_of(entry: str) -> dict[str, str]:
    """The fields of an entry of BibTeX as they are written."""
    return dict(re.findall(r"^  (\S+) += (.*?),?$", entry, re.MULTILINE))


# BibTeX


def test_an_entry_is_laid_out_like_this() -> None:
    assert bibtex.entry(PAPER, is_complete=True) == (
        "@article{berg2017deep,\n"
        "  author        = {van den Berg, Jr., Ada and {Barnes and Noble, Inc.} and others},\n"
        "  editor        = {Gödel, Kurt},\n"
        "  title         = {Deep \\textit{E. coli} Nets: {BERT} in {$O(n^2)$}},\n"
        "  journal       = {Journal of Nets \\& Trees},\n"
        "  volume        = {12},\n"
        "  number        = {3},\n"
        "  pages         = {117--140},\n"
        "  year          = {2017},\n"
        "  month         = may,\n"
        "  day           = {3},\n"
        "  eprint        = {1706.03762},\n"
        "  archiveprefix = {arXiv},\n"
        "  isbn          = {9780131103627},\n"
        "  issn          = {0028-0836},\n"
        "  doi           = {10.1002/(sici)1<1::aid-x>3.0.co;2-#},\n"
        "  url           = {https://x.org/a_b?c=100%25#d},\n"
        "  pmid          = {12345678},\n"
        "  pdf           = {https://x.org/a.pdf},\n"
        "  code          = {https://x.org/code},\n"
        "  publisher     = {A \\& B},\n"
        "  primaryclass  = {cs.CL},\n"
        "  bdsk_url_1    = {x\\_y},\n"
        "  keywords      = {nets, trees},\n"
        "  abstract      = {We save 50\\% of $x$ \\& more.}\n"
        "}\n"
    )


def test_a_citation_leaves_out_what_no_style_prints() -> None:
    complete, brief = bibtex.entry(PAPER, is_complete=True), bibtex.entry(PAPER)
    left_out = {"pmid", "pdf", "code", "bdsk_url_1", "keywords", "abstract"}
    assert set(fields_of(complete)) - set(fields_of(brief)) == left_out


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("BERT: Pre-training", "{BERT}: Pre-training"),
        ("“GPT-4” and (T5)", "“{GPT-4}” and ({T5})"),
        ("An iPhone, mRNA and 3D", "An {iPhone}, {mRNA} and {3D}"),
        ("K-Means and T-cells", "{K-Means} and {T-cells}"),
        ("Vitamin C in Milk", "Vitamin {C} in Milk"),
        ("Is A Game A Game", "Is A Game A Game"),
        ("AT&T's R&D", "{AT\\&T's} {R\\&D}"),
        ("#MeToo in Nets", "{{\\#MeToo}} in Nets"),
        ("H<sub>2</sub>O at 5% of a_b", "{H\\textsubscript{2}O} at 5\\% of {a\\_b}"),
        ("<i>E. coli and Friends</i> Grow", "\\textit{E. coli and Friends} Grow"),
        ("Time $O(n \\log n)$ Suffices", "Time {$O(n \\log n)$} Suffices"),
        ("A survey of Bayesian and Markov models", "A survey of {Bayesian} and {Markov} models"),
        (
            "A Bayesian approach to Markov chains in German",
            "A {Bayesian} approach to {Markov} chains in {German}",
        ),
        ("Graphs: A survey of small things", "Graphs: A survey of small things"),
        ("Étude über größe", "Étude über größe"),
        ("漢字かな", "漢字かな"),
    ],
)
def test_the_capitals_of_a_title_that_mean_something_are_in_braces(
    title: str, written: str
) -> None:
    assert fields_of(bibtex.entry(Paper(key="x", title=title)))["title"] == f"{{{written}}}"


@pytest.mark.parametrize(
    ("stated", "modern", "classic"),
    [
        ("online", "online", "misc"),
        ("software", "software", "misc"),
        ("dataset", "dataset", "misc"),
        ("patent", "patent", "misc"),
        ("report", "report", "techreport"),
        ("collection", "collection", "book"),
        ("inreference", "inreference", "incollection"),
        ("phdthesis", "phdthesis", "phdthesis"),
        ("thesis", "thesis", "misc"),
        ("blogpost", "misc", "misc"),
        ("comment", "misc", "misc"),
        (None, "misc", "misc"),
    ],
)
def test_biblatex_has_more_types_than_bibtex(stated: str, modern: str, classic: str) -> None:
    paper = replace(BARE, type=stated)
    written = [bibtex.entry(paper, is_ascii=is_ascii) for is_ascii in (False, True)]
    assert [text.partition("{")[0] for text in written] == [f"@{modern}", f"@{classic}"]


def test_a_thesis_that_says_which_is_one_in_bibtex_too() -> None:
    paper = replace(BARE, type="thesis", extra=(("genre", "Habilitation"),))
    entry = bibtex.entry(paper, is_ascii=True)
    assert entry == "@phdthesis{x,\n  title = {?},\n  type  = {Habilitation}\n}\n"


@pytest.mark.parametrize(
    ("venue", "volume", "kind", "field"),
    [
        ("Proceedings of X", None, "inproceedings", "booktitle"),
        ("Journal of X", None, "article", "journal"),
        ("Nature", "12", "article", "journal"),
        ("CoRR", None, "misc", "howpublished"),
    ],
)
def test_a_venue_says_what_appears_there(
    venue: str, volume: str | None, kind: str, field: str
) -> None:
    entry = bibtex.entry(replace(BARE, venue=venue, volume=volume))
    assert (entry.partition("{")[0], fields_of(entry)[field]) == (f"@{kind}", f"{{{venue}}}")


@pytest.mark.parametrize(
    ("extra", "written"),
    [
        ((("note", "a"), ("note", "b")), {"note": "{a}", "note-2": "{b}"}),
        ((("title", "b"),), {"title-2": "{b}"}),
        ((("year", "in press"),), {"year": "{in press}"}),
        ((("Bdsk-Url-1", "u"),), {"bdsk-url-1": "{u}"}),
        ((("x y/z", "u"),), {"x-y-z": "{u}"}),
        ((("2nd", "u"),), {"field-2nd": "{u}"}),
        ((("=", "u"),), {"field": "{u}"}),
        ((("file", ":C\\:\\\\a_b.pdf:PDF"),), {"file": "{:C\\:\\\\a_b.pdf:PDF}"}),
        ((("file", "a}b"),), {"file": "{a%7Db}"}),
        ((("date", "2019~"),), {"date": "{2019~}"}),
        ((("date", "2019-05/2019-07"),), {"date": "{2019-05/2019-07}"}),
        ((("date", "in press"),), {"year": "{in press}"}),
        ((("note", "a}b"),), {"note": "{a\\textbraceright{}b}"}),
    ],
)
def test_further_fields_are_written_under_safe_names(
    extra: tuple[tuple[str, str], ...], written: dict[str, str]
) -> None:
    entry = fields_of(bibtex.entry(replace(BARE, extra=extra), is_complete=True))
    assert {**entry, **written} == entry


def test_what_biblatex_takes_for_no_date_is_not_called_one() -> None:
    paper = replace(BARE, year=1999, extra=(("date", "c. 1999"),))
    entry = fields_of(bibtex.entry(paper, is_complete=True))
    assert (entry["year"], entry["datenote"], entry.get("date")) == ("{1999}", "{c. 1999}", None)


def test_an_entry_does_not_refer_to_what_it_has_inherited() -> None:
    paper = replace(BARE, extra=(("crossref", "conf19"), ("xdata", "acm")))
    assert set(fields_of(bibtex.entry(paper, is_complete=True))) == {"title"}


@pytest.mark.parametrize(
    ("family", "given", "written"),
    [
        ("Ortega y Gasset", "José", "{Ortega y Gasset}, José"),
        ("de la Cruz", "Juan", "{de la Cruz}, Juan"),
        ("The 50% Team", "", "{The 50\\% Team}"),
    ],
)
def test_the_braces_that_hold_a_name_together_are_not_printed(
    family: str, given: str, written: str
) -> None:
    paper = replace(BARE, authors=(Person(family=family, given=given),))
    assert fields_of(bibtex.entry(paper))["author"] == f"{{{written}}}"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("a", "b"), "a, b"),
        (("a, b", "c"), "a, b; c"),
        (("a, b",), "a, b;"),
        (("a",), "a"),
    ],
)
def test_keywords_can_be_told_apart(words: tuple[str, ...], written: str) -> None:
    assert separated(words) == written


def test_the_ascii_variant_says_the_same_in_latex() -> None:
    paper = replace(BARE, title="Über Größen", url="https://x.org/é", venue="漢字")
    entry = bibtex.entry(paper, is_ascii=True)
    assert entry.isascii()
    assert fields_of(entry)["title"] == '{{\\"U}ber Gr{\\"o}{\\ss}en}'
    assert fields_of(entry)["url"] == "{https://x.org/%C3%A9}"


# CSL-JSON: what csl-data.json of CSL 1.0.2 allows

CSL_TYPES = """article article-journal article-magazine article-newspaper bill book broadcast
chapter classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
pamphlet paper-conference patent performance periodical personal_communication post post-weblog
regulation report review review-book software song speech standard thesis treaty webpage"""
CSL_TEXTS = """id citation-key type title genre container-title page volume issue DOI URL ISBN ISSN
PMID publisher publisher-place edition collection-title chapter-number language note keyword
abstract"""
CSL_NAME = {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}


def assert_is_csl(item: dict) -> None:
    """Hold an item to the schema."""
    assert {"id", "type"} <= set(item)
    assert item["type"] in CSL_TYPES.split()
    rest = set(item) - set(CSL_TEXTS.split()) - {"author", "editor", "issued", "custom"}
    assert rest == set()
    assert [n for n in CSL_TEXTS.split() if not isinstance(item.get(n, ""), str)] == []
    for person in (*item.get("author", ()), *item.get("editor", ())):
        assert set(person) <= CSL_NAME
        assert all(isinstance(part, str) and part for part in person.values())
    if "issued" in item:
        (parts,) = item["issued"]["date-parts"]
        assert set(item["issued"]) == {"date-parts"}
        assert 1 <= len(parts) <= 3
        assert all(type(part) is int for part in parts)
    assert isinstance(item.get("custom", {}), dict)


KINDS = sorted({*bibtex._CLASSIC, *bibtex._BIBLATEX, "blogpost"})


@pytest.mark.parametrize("kind", [*KINDS, None])
def test_an_item_is_valid_csl(kind: str | None) -> None:
    for paper in (PAPER, BARE, replace(PAPER, extra=(("genre", "x"), ("note", "a: b")))):
        assert_is_csl(json.loads(csl.entry(replace(paper, type=kind), is_complete=True)))


def test_names_and_dates_of_csl_are_in_parts() -> None:
    item = json.loads(csl.entry(PAPER))
    assert item["author"] == [
        {"family": "Berg", "given": "Ada", "non-dropping-particle": "van den", "suffix": "Jr."},
        {"literal": "Barnes and Noble, Inc."},
        {"literal": "others"},
    ]
    assert item["issued"] == {"date-parts": [[2017, 5, 3]]}
    assert (item["id"], item["citation-key"]) == (PAPER.key, PAPER.key)


def test_a_file_of_csl_is_an_array() -> None:
    assert json.loads(csl.join([])) == []
    both = json.loads(csl.join(map(csl.entry, (PAPER, BARE))))
    assert [item["id"] for item in both] == [PAPER.key, "x"]


# RIS


def test_a_record_of_ris_is_laid_out_like_this() -> None:
    assert ris.entry(PAPER, is_complete=True) == (
        "TY  - JOUR\n"
        "ID  - berg2017deep\n"
        "AU  - van den Berg, Ada, Jr.\n"
        "AU  - Barnes and Noble, Inc.,\n"
        "ED  - Gödel, Kurt\n"
        "TI  - Deep E. coli Nets: BERT in O(n^2)\n"
        "T2  - Journal of Nets & Trees\n"
        "PY  - 2017\n"
        "DA  - 2017/05/03/\n"
        "VL  - 12\n"
        "IS  - 3\n"
        "SP  - 117\n"
        "EP  - 140\n"
        "PB  - A & B\n"
        "SN  - 9780131103627\n"
        "SN  - 0028-0836\n"
        "DO  - 10.1002/(sici)1<1::aid-x>3.0.co;2-#\n"
        "AN  - arXiv:1706.03762\n"
        "C2  - 12345678\n"
        "UR  - https://x.org/a_b?c=100%25#d\n"
        "L1  - https://x.org/a.pdf\n"
        "KW  - nets\n"
        "KW  - trees\n"
        "AB  - We save 50% of x & more.\n"
        "ER  - \n"
    )


# JSON Lines and Markdown


def test_a_line_of_json_is_flat() -> None:
    line = jsonl.entry(PAPER, is_complete=True)
    assert line.count("\n") == 1
    value = json.loads(line)
    flat = (str, int, list)
    assert [name for name, item in value.items() if not isinstance(item, flat)] == []
    assert value["authors"] == ["van den Berg, Jr., Ada", "{Barnes and Noble, Inc.}", "others"]


def test_what_recurs_is_an_array_in_json() -> None:
    paper = replace(BARE, year=2017, extra=(("year", "in press"), ("note", "a"), ("note", "b")))
    value = json.loads(jsonl.entry(paper, is_complete=True))
    assert (value["year"], value["note"]) == ([2017, "in press"], ["a", "b"])


def test_a_paper_in_markdown_is_laid_out_like_this() -> None:
    paper = replace(PAPER, title="Deep_ <Nets>", isbn=None, issn=None, pmid=None, extra=())
    assert markdown.entry(paper, is_complete=True) == (
        "## Deep\\_ \\<Nets>\n\n"
        "- Authors: van den Berg, Jr., Ada; {Barnes and Noble, Inc.}; et al.\n"
        "- Editors: Gödel, Kurt;\n"
        "- Date: 2017-05-03\n"
        "- Venue: Journal of Nets & Trees\n"
        "- Volume: 12\n"
        "- Number: 3\n"
        "- Pages: 117–140\n"
        "- Type: article\n"
        "- DOI: 10.1002/(sici)1\\<1::aid-x>3.0.co;2-#\n"
        "- arXiv: 1706.03762\n"
        "- URL: https://x.org/a_b?c=100%25#d\n"
        "- PDF: <https://x.org/a.pdf>\n"
        "- Code: <https://x.org/code>\n"
        "- Keywords: nets, trees\n"
        "- ID: berg2017deep\n"
        "- Abstract: We save 50% of $x$ & more.\n"
    )


# Every format


@pytest.mark.parametrize(("name", "exporter"), FORMATS)
def test_nothing_is_invented(name: str, exporter: exporters.Exporter) -> None:
    said = {"x", "?", "misc", "GEN", "document"}
    words = set(re.findall(r"[^\s{}\[\]\":,=#@-]+", exporter.entry(BARE, is_complete=True)))
    labels = {"title", "citation", "key", "id", "type", "TY", "ID", "TI", "ER"}
    assert words - said - labels == set()


@pytest.mark.parametrize(("name", "exporter"), FORMATS)
def test_what_a_format_loses_are_fields_of_a_paper(name: str, exporter: exporters.Exporter) -> None:
    assert set(exporter.LOSES) <= {field.name for field in fields(Description)}


@pytest.mark.parametrize(("name", "exporter"), FORMATS)
def test_a_brief_entry_has_no_abstract_and_no_keywords(
    name: str, exporter: exporters.Exporter
) -> None:
    brief = exporter.entry(PAPER)
    assert "We save" not in brief
    assert "trees" not in brief


def test_formats_have_names_and_suffixes_of_their_own() -> None:
    known = exporters.discover().values()
    assert len({exporter.NAME for exporter in known}) == len(known)
    assert len({exporter.SUFFIX for exporter in known}) == len(known)


# Downloads

SOURCE = "".join(
    json.dumps(line) + "\n"
    for line in (
        {"title": "Deep Nets", "authors": ["Ada Berg"], "year": 2017, "keywords": ["nets"]},
        {
            "title": "Deep Trees",
            "authors": ["Ada Berg", "Bo Li"],
            "year": 2018,
            "keywords": ["nets"],
        },
    )
)
SUFFIXES = (".bib", ".json", ".jsonl", ".md", ".ris")


@pytest.fixture
def built(project: Project) -> Project:
    """A site of two papers, of which one author has written one."""
    project.write({"content/sources/a.jsonl": SOURCE})
    assert project.build() == 0
    return project


def suffixes(files: list[str], stem: str) -> tuple[str, ...]:
    """How the files of that stem end, but for the page's."""
    return tuple(
        name.removeprefix(stem)
        for name in files
        if name.removeprefix(stem) in (*SUFFIXES, "-ascii.bib") and name.startswith(stem)
    )


@pytest.mark.parametrize(
    ("stem", "wanted"),
    [
        ("papers/berg2017deep", SUFFIXES),
        ("tags/nets", SUFFIXES),
        ("authors/ada-berg", SUFFIXES),
        ("bibliography", ("-ascii.bib", *SUFFIXES)),
        ("authors/bo-li", (".bib",)),
        ("years/2017", (".bib",)),
    ],
)
def test_a_list_of_one_paper_has_no_files_of_its_own_but_bibtex(
    built: Project, stem: str, wanted: tuple[str, ...]
) -> None:
    assert suffixes(built.files(), stem) == wanted


def test_a_list_of_one_paper_leads_to_the_files_of_that_paper(built: Project) -> None:
    page = built.read("build/site/authors/bo-li.html")
    found = re.findall(r'<a href="\.\./([^"]*)" type="[^"]*" download>', page)
    key = "papers/berg2018deep"
    assert found == [
        "authors/bo-li.bib",
        *(f"{key}{end}" for end in (".ris", ".json", ".md", ".jsonl")),
    ]


def test_every_link_of_a_site_with_downloads_leads_somewhere(built: Project) -> None:
    assert list(links.broken(built.out / "site")) == []


def test_formats_that_are_not_wanted_are_not_written(project: Project) -> None:
    project.write(
        {"content/sources/a.jsonl": SOURCE, "content/site.toml": '[site]\nformats = ["ris"]\n'}
    )
    assert project.build() == 0
    files = project.files()
    assert suffixes(files, "tags/nets") == (".bib", ".ris")
    assert suffixes(files, "papers/berg2017deep") == (".bib", ".md", ".ris")
    assert list(links.broken(project.out / "site")) == []


def test_an_unknown_format_is_one_clear_sentence(project: Project) -> None:
    project.write(
        {"content/sources/a.jsonl": SOURCE, "content/site.toml": '[site]\nformats = ["pdf"]\n'}
    )
    assert project.build() == 1
    known = '"bibtex", "ris", "csl", "markdown", "jsonl"'
    assert f"`formats` names 'pdf', but knows only {known}" in project.stderr


def test_the_site_and_the_library_have_the_same_bibliographies(built: Project) -> None:
    for name in ("bibliography.bib", "bibliography-ascii.bib"):
        assert built.read(f"build/site/{name}") == built.read(f"build/library/{name}")


def test_the_files_of_all_papers_are_complete_and_those_of_lists_are_not() -> None:
    papers = (PAPER, replace(PAPER, key="other"))
    site = assemble(papers, Config(), map)
    site = replace(site, exports=downloads.exports(papers, Config().formats, map))
    whole = {file.url: file.text for file in downloads.files(site, downloads.ALL, papers)}
    brief = {file.url: file.text for file in downloads.files(site, "tags/nets.html", papers)}
    lacking = [url for url, text in whole.items() if "We save" not in text]
    assert lacking == ["bibliography-ascii.bib"]  # no style prints an abstract
    assert [url for url, text in brief.items() if "We save" in text] == []


def test_papers_are_written_alike_whatever_the_map() -> None:
    papers = (PAPER, BARE)

    def backwards(function, items):  # type: ignore[no-untyped-def]  # like Map
        return reversed([function(item) for item in reversed(items)])

    both = [downloads.exports(papers, Config().formats, run) for run in (map, backwards)]
    assert both[0] == both[1]
    assert list(library.files(papers, map)) == list(library.files(papers, backwards))


# Metadata for reference managers


def test_a_page_carries_what_reference_managers_import(project: Project) -> None:
    project.write({"content/sources/a.jsonl": jsonl.entry(PAPER, is_complete=True)})
    assert project.build("--url", "https://lab.example/p/") == 0
    page = project.read("build/site/papers/berg2017deep.html")
    found = re.findall(r'<meta name="citation_(\w+)" content="([^"]*)">', page)
    assert ("publication_date", "2017/05/03") in found
    assert ("abstract_html_url", "https://lab.example/p/papers/berg2017deep.html") in found
    assert {"title", "author", "editor", "journal_title", "volume", "issue", "firstpage"} <= {
        name for name, _ in found
    }


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("article", "journal_title"),
        ("inproceedings", "conference_title"),
        ("incollection", "inbook_title"),
    ],
)
def test_a_venue_is_called_what_it_is(kind: str, name: str) -> None:
    assert (name, "Journal of Nets & Trees") in citation.tags(replace(PAPER, type=kind))


def test_a_thesis_names_its_school() -> None:
    paper = replace(BARE, type="phdthesis", extra=(("school", "ETH"),))
    assert citation.tags(paper) == (("dissertation_institution", "ETH"),)


def test_a_bare_paper_has_no_metadata_but_its_title() -> None:
    assert citation.tags(BARE) == ()


def test_each_download_of_a_page_is_an_alternate_of_it(built: Project) -> None:
    root = Path(built.out / "site")
    for page in ("papers/berg2017deep.html", "tags/nets.html"):
        html = (root / page).read_text("utf-8")
        offered = re.findall(r'href="\.\./([^"]*)" type="([^"]*)" download>', html)
        stated = re.findall(
            r'rel="alternate" type="([^"]*)" title="[^"]*" href="\.\./([^"]*)"', html
        )
        assert [(url, kind) for kind, url in stated if url != "feed.xml"] == offered


def test_marks_of_further_fields_are_written_as_each_format_has_them() -> None:
    paper = Paper(key="x", title="T", extra=(("series", "In $\\mathbb{R}^3$, H<sub>2</sub>O"),))
    latex = r"series = {In $\mathbb{R}^3$, H\textsubscript{2}O}"
    assert latex in bibtex.entry(paper)
    assert latex in bibtex.entry(paper, is_ascii=True)
    assert "<sub>" not in ris.entry(paper)
