"""This is where entries are held against the records that they must become, field by field."""

from dataclasses import fields
from typing import Any

import pytest

from sitegen import records
from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.entry import Entry
from sitegen.model.record import Person, Record

AT = Location("a.txt", 7)


def entry(*pairs: tuple[str, str], id: str | None = None, tex: bool = False) -> Entry:
    """An entry of the fields; one that has no title gets "T"."""
    titled = any(name == "title" for name, _ in pairs)
    return Entry(
        fields=pairs if titled else (("title", "T"), *pairs), at=AT, id=id, is_key=tex, is_tex=tex
    )


def stated(*pairs: tuple[str, str], tex: bool = False) -> dict[str, Any]:
    """What the record of an entry states, but for the title "T", its name and its place."""
    (record, *_) = records.parse(entry(*pairs, tex=tex))
    assert isinstance(record, Record)
    unset = Record(title="T", id="a.txt:7", at=AT)
    named = ((field.name, getattr(record, field.name)) for field in fields(Record))
    return {name: value for name, value in named if value != getattr(unset, name)}


def findings(*pairs: tuple[str, str]) -> list[str]:
    """What is odd about an entry."""
    return [str(item) for item in records.parse(entry(*pairs)) if isinstance(item, Finding)]


ADA, BORIS = Person(family="Note", given="Ada"), Person(family="Chord", given="Boris")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("title", "  A   Title\n on lines ")], {"title": "A Title on lines"}),
        ([("authors", "Ada Note, Boris Chord")], {"authors": (ADA, BORIS)}),
        ([("authors", "Ada Note and Boris Chord")], {"authors": (ADA, BORIS)}),
        ([("author", "Note, Ada and Chord, Boris")], {"authors": (ADA, BORIS)}),
        ([("person", "Ada Note"), ("person", "Chord, Boris")], {"authors": (ADA, BORIS)}),
        ([("person", "Ada Note"), ("person", "Ada Note")], {"authors": (ADA,)}),
        ([("authors", "Note, Ada and Chord, Boris")], {"authors": (ADA, BORIS)}),
        ([("authors", "Note, Ada and others")], {"authors": (ADA,), "others": True}),
        ([("authors", "Ada Note et al.")], {"authors": (ADA,), "others": True}),
        ([("author", "Ada Note and others")], {"authors": (ADA,), "others": True}),
        ([("authors", "unknown")], {}),
        ([("authors", "-")], {}),
        ([("year", "2021")], {"year": 2021}),
        ([("year", "12 March 2021")], {"year": 2021, "month": 3, "day": 12}),
        ([("year", "2021-03-12")], {"year": 2021, "month": 3, "day": 12}),
        ([("year", "(2021)")], {"year": 2021}),
        ([("year", "c1905")], {"year": 1905}),
        ([("year", "n/a")], {}),
        ([("year", "  ")], {}),
        ([("venue", " Invented   Music ")], {"venue": "Invented Music"}),
        ([("volume", "12"), ("number", "3-4")], {"volume": "12", "number": "3-4"}),
        ([("pages", "117-140")], {"pages": "117–140"}),
        ([("pages", "117--140")], {"pages": "117–140"}),
        ([("pages", "117 — 140")], {"pages": "117–140"}),
        ([("pages", "e12")], {"pages": "e12"}),
        ([("pages", "1-5, 8-9")], {"pages": "1–5, 8–9"}),
        ([("doi", "10.5555/Choir.1")], {"doi": "10.5555/choir.1"}),
        ([("doi", "https://doi.org/10.5555/choir")], {"doi": "10.5555/choir"}),
        ([("doi", "doi:10.5555/choir.")], {"doi": "10.5555/choir"}),
        ([("doi", "10.5555/(choir)2")], {"doi": "10.5555/(choir)2"}),
        (
            [("arxiv", "arXiv:2101.00001v2")],
            {"arxiv": "2101.00001", "extra": (("arxivversion", "2"),)},
        ),
        ([("arxiv", "https://arxiv.org/abs/2101.00001")], {"arxiv": "2101.00001"}),
        (
            [("arxiv", "https://arxiv.org/pdf/2101.00001v3.pdf")],
            {"arxiv": "2101.00001", "extra": (("arxivversion", "3"),)},
        ),
        (
            [("arxiv", "cs.CL/0112017")],
            {"arxiv": "cs/0112017", "extra": (("primaryclass", "cs.CL"),)},
        ),
        ([("eprint", "2101.00001"), ("archiveprefix", "arXiv")], {"arxiv": "2101.00001"}),
        ([("url", "https://a.example/b_c?d=e&f")], {"url": "https://a.example/b_c?d=e&f"}),
        ([("url", "www.a.example")], {"url": "https://www.a.example"}),
        ([("pdf", "https://a.example/b.pdf")], {"pdf": "https://a.example/b.pdf"}),
        ([("code", "https://a.example/c")], {"code": "https://a.example/c"}),
        ([("keywords", "a, b c, d")], {"keywords": ("a", "b c", "d")}),
        ([("keywords", "a, b; c")], {"keywords": ("a, b", "c")}),
        ([("keywords", "a, , a,")], {"keywords": ("a",)}),
        ([("keyword", "a, b"), ("keyword", "c")], {"keywords": ("a, b", "c")}),
        ([("keywords", "a"), ("keywords", "b")], {"keywords": ("a", "b")}),
        ([("keywords", "none")], {}),
        ([("type", "article")], {"type": "article"}),
        ([("type", "Journal Article")], {"type": "article"}),
        ([("type", "conference-paper")], {"type": "inproceedings"}),
        ([("type", "dataset")], {"type": "dataset"}),
        ([("category", "transformer-other")], {"extra": (("category", "transformer-other"),)}),
        ([("note", "x"), ("note", "y")], {"extra": (("note", "x"), ("note", "y"))}),
        ([("title", "T"), ("title", "U")], {"extra": (("title", "U"),)}),
        ([("venue", "A"), ("venue", "B")], {"venue": "A", "extra": (("venue", "B"),)}),
        ([("abstract", "one\ntwo")], {"abstract": "one two"}),
        ([("abstract", "")], {}),
    ],
)  # fmt: skip
def test_a_field_is_understood(pairs: list[tuple[str, str]], expected: dict[str, Any]) -> None:
    assert stated(*pairs) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (
            [("title", r"The {\TeX} of \emph{Small} {M}odels")],
            {"title": "The TeX of <i>Small</i> <nc>M</nc>odels"},
        ),
        ([("title", r"{A {N}ested} Title")], {"title": "<nc>A Nested</nc> Title"}),
        ([("title", r"50\% \& More: $O(n^2)$")], {"title": "50% & More: $O(n^2)$"}),
        ([("title", r"Caf\'e de Malm{\"o} --- na{\"\i}ve")], {"title": "Café de Malmö — naïve"}),
        ([("venue", r"Invented~Music")], {"venue": "Invented Music"}),
        (
            [("author", r"M{\"u}ller, J{\"o}rg and {The Choir and Friends}")],
            {
                "authors": (
                    Person(family="Müller", given="Jörg"),
                    Person(family="The Choir and Friends"),
                )
            },
        ),
        (
            [("author", r"de la Glac{\'e}, {\'E}mile and van der Wick, Jr., Dora")],
            {
                "authors": (
                    Person(family="Glacé", given="Émile", particle="de la"),
                    Person(family="Wick", given="Dora", particle="van der", suffix="Jr."),
                )
            },
        ),
        ([("url", "https://a.example/b_c~d")], {"url": "https://a.example/b_c~d"}),
        ([("keywords", r"a \& b, c")], {"keywords": ("a & b", "c")}),
    ],
)
def test_a_field_of_bibtex_is_understood(
    pairs: list[tuple[str, str]], expected: dict[str, Any]
) -> None:
    assert stated(*pairs, tex=True) == expected


ARXIV = "https://arxiv.org/abs/2101.00001"
DOI = "https://doi.org/10.5555/choir"
CODE, PAGE, PDF = "https://github.com/a/b", "https://a.example/1", "https://a.example/1.pdf"


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("url", ARXIV)], {"arxiv": "2101.00001"}),
        ([("url", f"{ARXIV}v3")], {"arxiv": "2101.00001", "extra": (("arxivversion", "3"),)}),
        ([("arxiv", "2101.00001"), ("url", ARXIV)], {"arxiv": "2101.00001"}),
        ([("arxiv", "2101.00002"), ("url", ARXIV)], {"arxiv": "2101.00002", "url": ARXIV}),
        ([("url", DOI)], {"doi": "10.5555/choir"}),
        ([("url", "10.5555/choir")], {"doi": "10.5555/choir"}),
        ([("doi", "10.5555/other"), ("url", DOI)], {"doi": "10.5555/other", "url": DOI}),
        ([("url", "https://a.example/doi/10.5555/choir")],
         {"doi": "10.5555/choir", "url": "https://a.example/doi/10.5555/choir"}),
        ([("url", PDF)], {"pdf": PDF}),
        ([("url", PDF), ("pdf", f"{PDF}?2")], {"url": PDF, "pdf": f"{PDF}?2"}),
        ([("url", CODE)], {"code": CODE}),
        ([("url", CODE), ("type", "software")], {"url": CODE, "type": "software"}),
        ([("url", CODE), ("url", PAGE), ("url", PDF)], {"code": CODE, "url": PAGE, "pdf": PDF}),
        ([("url", PAGE), ("url", "https://a.example/2")],
         {"url": PAGE, "extra": (("url", "https://a.example/2"),)}),
        ([("url", f"{PAGE}, {PDF}")], {"url": PAGE, "pdf": PDF}),
        ([("url", "https://youtu.be/x")], {"video": "https://youtu.be/x"}),
        ([("url", "https://a.example/slides.pdf")], {"slides": "https://a.example/slides.pdf"}),
        ([("url", "https://huggingface.co/datasets/a/b")],
         {"data": "https://huggingface.co/datasets/a/b"}),
        ([("url", "https://aclanthology.org/P99-1001/")], {"acl": "P99-1001"}),
        ([("url", "https://aclanthology.org/P99-1001.pdf")],
         {"acl": "P99-1001", "pdf": "https://aclanthology.org/P99-1001.pdf"}),
        ([("url", "https://openreview.net/forum?id=ChoirOf7")], {"openreview": "ChoirOf7"}),
        ([("url", "https://pubmed.ncbi.nlm.nih.gov/123/")], {"pmid": "123"}),
        ([("pdf", "https://arxiv.org/pdf/2101.00001")],
         {"arxiv": "2101.00001", "pdf": "https://arxiv.org/pdf/2101.00001"}),
        ([("code", f"{CODE} {CODE}2")], {"code": CODE, "extra": (("code", f"{CODE} {CODE}2"),)}),
        ([("howpublished", PAGE)], {"url": PAGE}),
        ([("howpublished", f"At {PAGE}, seen in 2020")],
         {"url": PAGE, "extra": (("howpublished", f"At {PAGE}, seen in 2020"),)}),
        ([("note", PDF)], {"pdf": PDF}),
        ([("note", f"See {PDF}")], {"extra": (("note", f"See {PDF}"),)}),
        ([("venue", "arXiv preprint arXiv:2101.00001")],
         {"arxiv": "2101.00001", "venue": "arXiv preprint"}),
        ([("venue", "CoRR, abs/2101.00001")], {"arxiv": "2101.00001", "venue": "CoRR"}),
        ([("venue", "arXiv:2101.00001 [cs.CL]")],
         {"arxiv": "2101.00001", "venue": "arXiv", "extra": (("primaryclass", "cs.CL"),)}),
        ([("venue", "CoRR"), ("volume", "abs/2101.00001")],
         {"arxiv": "2101.00001", "venue": "CoRR", "volume": "abs/2101.00001"}),
        ([("number", "arXiv:2101.00001")],
         {"arxiv": "2101.00001", "number": "arXiv:2101.00001"}),
        ([("note", "arXiv:2101.00001")],
         {"arxiv": "2101.00001", "extra": (("note", "arXiv:2101.00001"),)}),
        ([("note", "Answers arXiv:2101.00001")],
         {"extra": (("note", "Answers arXiv:2101.00001"),)}),
        ([("note", "PMID: 123")], {"pmid": "123", "extra": (("note", "PMID: 123"),)}),
        ([("note", "doi: 10.5555/choir")],
         {"doi": "10.5555/choir", "extra": (("note", "doi: 10.5555/choir"),)}),
        ([("note", "Erratum: doi:10.5555/choir")],
         {"extra": (("note", "Erratum: doi:10.5555/choir"),)}),
        ([("eprint", "0112017"), ("archiveprefix", "arXiv"), ("primaryclass", "cs")],
         {"arxiv": "cs/0112017", "extra": (("primaryclass", "cs"),)}),
        ([("eprint", "123"), ("eprinttype", "pubmed")], {"pmid": "123"}),
        ([("eprint", "abc"), ("eprinttype", "jstor")],
         {"extra": (("eprint", "abc"), ("eprinttype", "jstor"))}),
        ([("doi", "10.48550/arXiv.2101.00001")],
         {"doi": "10.48550/arxiv.2101.00001", "arxiv": "2101.00001"}),
        ([("doi", "10.18653/v1/P99-1001")], {"doi": "10.18653/v1/p99-1001", "acl": "P99-1001"}),
        ([("doi", "10.5555/choir (corrected)")],
         {"doi": "10.5555/choir", "extra": (("doi", "10.5555/choir (corrected)"),)}),
        ([("isbn", "978-0-19-853453-2")], {"isbn": "9780198534532"}),
        ([("isbn", "9780198534532 (print), 080442957X")],
         {"isbn": "9780198534532", "extra": (("isbn", "9780198534532 (print), 080442957X"),)}),
        ([("isbn", "0028-0836")], {"issn": "0028-0836"}),
        ([("issn", "ISSN 0028-0836")], {"issn": "0028-0836"}),
        ([("date", "2019-05/2019-07")],
         {"year": 2019, "month": 5, "extra": (("date", "2019-05/2019-07"),)}),
        ([("year", "2019"), ("month", "Mar./Apr.")],
         {"year": 2019, "month": 3, "extra": (("date", "Mar./Apr."),)}),
        ([("year", "2019"), ("month", "13")], {"year": 2019, "extra": (("month", "13"),)}),
        ([("year", "in press")], {"extra": (("date", "in press"),)}),
        ([("year", "n/a"), ("year", "2019")], {"year": 2019}),
        ([("subtitle", "A Part")], {"title": "T: A Part"}),
        ([("title", "Sing?"), ("subtitle", "A Part")], {"title": "Sing? A Part"}),
        ([("title", "Sing: A Part"), ("subtitle", "A part")], {"title": "Sing: A Part"}),
        ([("titleaddon", "Talk")], {"extra": (("titleaddon", "Talk"),)}),
        ([("editor", "Note, Ada and Chord, Boris")], {"editors": (ADA, BORIS)}),
        ([("editors", "Ada Note, Boris Chord")], {"editors": (ADA, BORIS)}),
        ([("editorperson", "Ada Note"), ("person", "Boris Chord")],
         {"editors": (ADA,), "authors": (BORIS,)}),
        ([("type", "thesis"), ("type", "PhD thesis")],
         {"type": "phdthesis", "extra": (("type", "PhD thesis"),)}),
        ([("type", "thesis"), ("type", "mathesis")],
         {"type": "mastersthesis", "extra": (("type", "mathesis"),)}),
        ([("type", "thesis")], {"type": "thesis"}),
        ([("type", "JOUR")], {"type": "article"}),
        ([("type", "paper-conference")], {"type": "inproceedings"}),
        ([("type", "Book Section")], {"type": "incollection"}),
        ([("type", "posted-content")], {"type": "misc"}),
        ([("type", "http://purl.example/types/report")], {"type": "techreport"}),
    ],
)  # fmt: skip
def test_what_a_field_says_goes_where_it_belongs(
    pairs: list[tuple[str, str]], expected: dict[str, Any]
) -> None:
    assert stated(*pairs) == expected
    assert findings(*pairs) == []


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("doi", r"10.5555/a\_b{\_}c")], {"doi": "10.5555/a_b_c"}),
        ([("url", r"https://a.example/{\~{}}x\%20y")], {"url": "https://a.example/~x%20y"}),
        ([("howpublished", r"\url{https://a.example/x_y}")], {"url": "https://a.example/x_y"}),
        ([("note", r"\textbf{New}")], {"extra": (("note", "<b>New</b>"),)}),
        ([("publisher", r"M{\"u}ller \& Co")], {"extra": (("publisher", "Müller & Co"),)}),
        ([("file", r":C\:/x_y.pdf:PDF")], {"extra": (("file", r":C\:/x_y.pdf:PDF"),)}),
        ([("editor", r"M{\"u}ller, J{\"o}rg")],
         {"editors": (Person(family="Müller", given="Jörg"),)}),
    ],
)  # fmt: skip
def test_what_a_field_of_bibtex_says_goes_where_it_belongs(
    pairs: list[tuple[str, str]], expected: dict[str, Any]
) -> None:
    assert stated(*pairs, tex=True) == expected


def test_latex_that_would_lose_its_letters_is_kept_with_a_finding() -> None:
    lost = r"Invented \phantom{and Very Much Longer Than That} Music"
    record, odd = records.parse(entry(("venue", lost), tex=True))
    assert isinstance(record, Record)
    assert record.venue == lost
    assert str(odd) == (
        f"a.txt:7: warning: this LaTeX would lose words as text, and is kept: '{lost}' "
        "[lossy-latex]\n"
        "  hint: write the field `venue` without the macros that take the text away"
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("year", "soon", "this is no year: 'soon' [bad-year]"),
        ("year", "99", "this is no year: '99' [bad-year]"),
        ("doi", "choir", "this is no DOI: 'choir' [bad-doi]"),
        ("arxiv", "choir", "this is no arXiv identifier: 'choir' [bad-arxiv]"),
        (
            "isbn",
            "9780198534533",
            "this is no ISBN with a right check digit: '9780198534533' [bad-isbn]",
        ),
        ("issn", "0028-0837", "this is no ISSN with a right check digit: '0028-0837' [bad-issn]"),
        ("pmid", "choir", "this is no PubMed identifier: 'choir' [bad-pmid]"),
        ("acl", "choir", "this is no ACL Anthology identifier: 'choir' [bad-acl]"),
        ("openreview", "?", "this is no OpenReview identifier: '?' [bad-openreview]"),
        *(
            (
                field,
                value,
                "this is no address that may be linked to (http, https or ftp): "
                f"'{value}' [bad-{field}]",
            )
            for field in ("url", "pdf", "code", "data", "video", "slides")
            for value in ("javascript:alert(1)", "data:text/html,x", "here", "https://")
        ),
    ],
)
def test_a_value_that_makes_no_sense_is_a_finding_and_stays_in_extra(
    field: str, value: str, message: str
) -> None:
    hint = "correct it in the source; until then it is kept as a further field"
    assert findings((field, value)) == [f"a.txt:7: warning: {message}\n  hint: {hint}"]
    assert stated((field, value)) == {"extra": ((field, value),)}


@pytest.mark.parametrize(
    "pairs",
    [
        [("title", "")],
        [("title", "   "), ("year", "2021")],
        [("title", "n/a")],
        [("title", "\u200b")],
    ],
)
def test_an_entry_without_title_is_quarantined(pairs: list[tuple[str, str]]) -> None:
    raw = "\n".join(f"{name}: {value}" for name, value in pairs)
    (found,) = records.parse(entry(*pairs))
    assert isinstance(found, Finding)
    assert (found.code, found.at, found.raw) == ("no-title", AT, raw)


def test_a_title_of_5000_characters_is_kept_and_is_a_finding() -> None:
    title = "Choir " * 833 + "!!"
    assert stated(("title", title)) == {"title": title}
    assert findings(("title", title)) == [
        "a.txt:7: warning: a title of 5,000 characters: "
        f"'{title[:59]}…' [long-title]\n"
        "  hint: is this an abstract that was taken for a title?"
    ]


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "../../etc/passwd", "con", "???", "小镜子"]
)
def test_a_title_of_any_kind_is_kept_as_it_is(title: str) -> None:
    (record,) = records.parse(entry(("title", title)))
    assert record == Record(title=title, id="a.txt:7", at=AT)


def test_a_record_is_named_as_its_source_names_it_else_by_its_place() -> None:
    (named,) = records.parse(entry(id="choir-1"))
    (unnamed,) = records.parse(entry())
    assert (named, unnamed) == (
        Record(title="T", id="choir-1", at=AT),
        Record(title="T", id="a.txt:7", at=AT),
    )


def test_a_name_that_is_a_citation_key_is_stated_as_one() -> None:
    (record,) = records.parse(entry(id="note2021", tex=True))
    assert record == Record(title="T", id="note2021", at=AT, stated_key="note2021")


def test_no_field_of_an_entry_is_lost() -> None:
    values = {f"field {n}": f"value {n}" for n in range(20)}
    known = {"venue": "V", "year": "2020", "day": "soon", "publisher": "P", "series": "1"}
    (record, *rest) = records.parse(entry(*values.items(), *known.items()))
    assert rest == []
    assert isinstance(record, Record)
    kept = {**dict(record.extra), "venue": record.venue, "year": str(record.year)}
    assert kept == {**values, **known}


@pytest.mark.parametrize(
    ("name", "latex", "expected"),
    [
        (
            "mycomment",
            r"Uses $\alpha_1^2$ and H\textsubscript{2}O, \textbf{bold}",
            "Uses $\\alpha_1^2$ and H<sub>2</sub>O, <b>bold</b>",
        ),
        ("series", r"Notes in $\mathbb{R}^3$", "Notes in $\\mathbb{R}^3$"),
        ("annote", r"\emph{E. coli}", "<i>E. coli</i>"),
        ("publisher", r"\emph{A} $\ell_p$", "A ℓp"),
        ("translator", r"\emph{A}", "A"),
    ],
)
def test_further_fields_of_latex_keep_their_marks_but_for_names(
    name: str, latex: str, expected: str
) -> None:
    entry = Entry(fields=(("title", "T"), (name, latex)), at=AT, is_tex=True)
    (record,) = records.parse(entry)
    assert isinstance(record, Record)
    assert record.extra == ((name, expected),)


def test_a_venue_is_plain_text_formulas_and_all() -> None:
    fields = (("title", "T"), ("venue", r"Bull. {$\ell_p$} Soc."))
    (record,) = records.parse(Entry(fields=fields, at=AT, is_tex=True))
    assert isinstance(record, Record)
    assert record.venue == "Bull. ℓp Soc."
