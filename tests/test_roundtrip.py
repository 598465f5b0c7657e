"""This is where made-up papers travel: written in each format, read again, written again.

What a format cannot say is in its ``LOSES``, and nowhere else: README's table is held to it.
"""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sitegen import exporters, keys, readers, records
from sitegen.exporters import bibtex
from sitegen.model.entry import Entry
from sitegen.model.paper import Paper
from sitegen.model.record import Description, Person, Record
from sitegen.text import identifiers, names, tex
from sitegen.text.kinds import kind
from sitegen.text.tidy import tidy

FORMATS = sorted(exporters.discover())
# Without shrinking: papers are so large that it would take minutes.
bounded = settings(
    max_examples=40, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
)

# Papers with nasty text

PLAIN = [
    *("\"quoted\" 'text'", "back\\slash", "\\n", "a\\", "100% of R&D #1", "{y}_z", "~a^b", "AT&T"),
    *("- item", "# heading", "## Notes", "> quote", "1. one", "1) one", "+ x", "===", "..."),
    *("[x](https://x.org)", "![x](y)", "`code`", "*a*", "**b**", "__init__", "a_b_c", "<x>", "a<b"),
    *("yes", "true", "1e3", "2017-01-01", "key: value", "Year: 2017", "Authors: X", "TY  - JOUR"),
    *("ER  - ", "@misc{x,", "@comment{x}", "a #b", "{a: b}", "[a, b]", "| a |", "a and b", "and"),
    *(
        "漢字かな",
        "한국어",
        "עברית",
        "العربية",
        "Ελληνικά",
        "Кириллица",
        "Tiếng Việt",
        "e\u0301tude",
    ),
    *(
        "naïve café",
        "Erdős–Rényi",
        "İstanbul ışık",
        "🤖 emoji 👩\u200d💻",
        "\U00010330",
        "x\u0302y",
    ),
    *(
        "–—",
        "a--b",
        "``x",
        "''",
        "?`!`",
        "don't",
        "“q”",
        "„q“",
        "«q»",
        "{",
        "}",
        "}{",
        "a,,b",
        ",,",
    ),
    *("iPhone mRNA 3D", "GPT-4's K-12", "O'Neill", "U.S.A.", "C++ & C#", "$5 and $6", "50 $", "%"),
    *("AND", "others", "et al.", "a; b", "a, b", "a #b", "(x", "x)", "\\textbf", "\\&", "&amp;"),
    "A long line of many words that goes on and on, and on. " * 12,
]
MARKED = [
    *("<i>E. coli</i>", "H<sub>2</sub>O", "x<sup>2</sup>", "<b>bold <i>both</i></b>", "$x^2$"),
    *("$O(n \\log n)$ time", "the $\\alpha$-helix", "<sc>Caps</sc>", "<i>a</i> <i>b</i>", "<i>x"),
]
# Words that say that nothing is stated: no value of a paper is one of them.
_NOTHING = {"", "-", "–", "—", "--", "---", "...", "n/a", "na", "none", "null", "unknown", "nan"}
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"))


def read_as_marked(text: str) -> str:
    """*text* as a reader of LaTeX leaves it: the text that papers are made of."""
    return tidy(tex.to_marked(tex.from_marked(tidy(text))))


def words(pieces: list[str]) -> st.SearchStrategy[str]:
    """Text such as the readers make: pieces, runs of pieces, and any letters."""
    return st.one_of(
        st.sampled_from(pieces),
        st.lists(st.sampled_from(pieces), min_size=2, max_size=3).map(" ".join),
        st.text(CHARACTERS, max_size=20),
    )


def stated(text: str) -> bool:
    """Whether *text* says something."""
    return text.lower() not in _NOTHING and any(map(str.isalnum, text))


TEXT = words(PLAIN).map(tidy).filter(stated)
KEYWORD = TEXT.filter(lambda text: ";" not in text)
RICH = words([*PLAIN, *MARKED]).map(read_as_marked).filter(stated)
CASES = json.loads((Path(__file__).parent / "tables" / "names.json").read_text("utf-8"))
_READ = (names.person(case["input"]) for case in CASES if case["function"] == "person")
EVERYBODY = (
    *dict.fromkeys(one for one in _READ if one is not None),
    Person(family="World Health Organization"),
    Person(family="Barnes and Noble, Inc."),
    Person(family="Gödel", given="Kurt"),
    Person(family="Nguyễn", given="Văn A"),
    Person(family="Ludwig", given="Karl", particle="van der", suffix="Jr."),
    Person(family="李", given="明"),
)


def is_usual(one: Person) -> bool:
    """Whether a name can be read in its parts without braces: "van der Berg" is no family name."""
    parts = (f"{one.particle} {one.family}".strip(), one.suffix, one.given)
    return not one.given or names.person(", ".join(filter(None, parts))) == one


PEOPLE = tuple(filter(is_usual, EVERYBODY))
BRACES = ("bibtex", "jsonl", "markdown")
URLS = st.one_of(
    st.sampled_from(
        [
            "https://x.org/a_b?c=d&e=%20#f",
            "http://x.org/~a/(b)",
            "https://x.org/a'b,c;d",
            "https://x.org/é/漢",
            "ftp://x.org/a%7Bb%7D$c@d=1*2!",
        ]
    ),
    st.text(CHARACTERS, max_size=8).map(lambda end: identifiers.url(f"https://x.org/{end}")),
).filter(lambda url: url is None or identifiers.url(url) == url)
DOIS = st.sampled_from(
    [
        "10.1000/182",
        "10.1016/s0140-6736(05)66545-0",
        "10.1002/(sici)1<1::aid-x>3.0.co;2-#",
        "10.1/a_b",
    ]
).filter(lambda doi: identifiers.doi(doi) == doi)
KINDS = sorted({found for word in (*bibtex._CLASSIC, *bibtex._BIBLATEX) if (found := kind(word))})
EXTRA = st.dictionaries(
    st.sampled_from(["publisher", "address", "series", "edition", "note", "x-mine", "category2"]),
    TEXT,
    max_size=3,
)
KEYS = st.from_regex(r"[a-z]{1,12}(-[a-z]{1,8})?((19|20)\d\d[a-z]{0,9})?", fullmatch=True).filter(
    keys.is_key
)


def maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    """A value or none."""
    return st.one_of(st.none(), values)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper such as ``records`` and ``merge`` make."""
    year = draw(maybe(st.integers(1400, 2199)))
    month = draw(maybe(st.integers(1, 12))) if year else None
    return Paper(
        key=draw(KEYS),
        title=draw(RICH),
        authors=tuple(dict.fromkeys(draw(st.lists(st.sampled_from(PEOPLE), max_size=4)))),
        others=draw(st.booleans()),
        editors=tuple(dict.fromkeys(draw(st.lists(st.sampled_from(PEOPLE), max_size=2)))),
        year=year,
        month=month,
        day=draw(maybe(st.integers(1, 28))) if month else None,
        venue=draw(maybe(TEXT)),
        volume=draw(st.sampled_from([None, "12", "A 3", "LNCS_1"])),
        number=draw(st.sampled_from([None, "3", "3–4", "S&1"])),
        pages=draw(st.sampled_from([None, "117–140", "e1", "1–2, 5", "xi–xii"])),
        type=draw(maybe(st.sampled_from(KINDS))),
        doi=draw(maybe(DOIS)),
        arxiv=draw(st.sampled_from([None, "1706.03762", "cs/0112017"])),
        isbn=draw(st.sampled_from([None, "9780131103627"])),
        issn=draw(st.sampled_from([None, "0028-0836"])),
        pmid=draw(st.sampled_from([None, "12345678"])),
        acl=draw(st.sampled_from([None, "P19-1001"])),
        openreview=draw(st.sampled_from([None, "B1xsqj09Fm"])),
        url=draw(maybe(URLS)),
        pdf=draw(maybe(URLS)),
        code=draw(maybe(URLS)),
        data=draw(maybe(URLS)),
        video=draw(maybe(URLS)),
        slides=draw(maybe(URLS)),
        abstract=draw(maybe(RICH)),
        keywords=tuple(dict.fromkeys(draw(st.lists(KEYWORD, max_size=3)))),
        extra=tuple(sorted(draw(EXTRA).items())),
    )


BIBLIOGRAPHIES = st.lists(papers(), min_size=1, max_size=2, unique_by=lambda paper: paper.key)
LIBRARY_ONLY = {"key", "aliases", "tags", "inferred_tags", "notes", "mentions", "versions"}
STATED = [field.name for field in fields(Description)]


def written(name: str, found: list[Paper]) -> str:
    """*found* in the format of that *name*."""
    exporter = exporters.discover()[name]
    return exporter.join(exporter.entry(paper, is_complete=True) for paper in found)


def read(name: str, text: str) -> list[Record]:
    """The records of *text*; nothing else may come of it."""
    suffix = exporters.discover()[name].SUFFIX
    entries = readers.read((f"x{suffix}", text))
    assert [item for item in entries if not isinstance(item, Entry) and item.raw] == []
    parsed = [records.parse(item) for item in entries if isinstance(item, Entry)]
    return [item for items in parsed for item in items if isinstance(item, Record)]


def facts(one: Description, loses: set[str]) -> dict[str, object]:
    """What must come back of a paper."""
    found = {name: getattr(one, name) for name in STATED if name not in loses}
    return {**found, "extra": sorted(one.extra)} if "extra" in found else found


def differences(back: list[Record], found: list[Paper], loses: set[str]) -> list[object]:
    """(name, what came back, what was sent) of each fact that did not come back as it was."""
    if len(back) != len(found):
        return [("papers", len(back), len(found))]
    pairs = [(facts(a, loses), facts(b, loses)) for a, b in zip(back, found, strict=True)]
    for got, sent in pairs:
        if loses and "extra" in sent:
            # What is lost from its own field may arrive as a further one.
            got["extra"] = [field for field in got["extra"] if field in sent["extra"]]
    return [(n, got[n], sent[n]) for got, sent in pairs for n in sent if got[n] != sent[n]]


def as_paper(record: Record) -> Paper:
    """The paper that a record alone becomes."""
    stated = () if record.stated_key is None else (record.stated_key,)
    return Paper(
        key=keys.natural(record.title, record.authors, record.year, stated),
        stated_key=record.stated_key,
        **{name: getattr(record, name) for name in STATED},
    )


@bounded
@given(found=BIBLIOGRAPHIES)
@pytest.mark.parametrize("name", FORMATS)
def test_papers_come_back_but_for_what_the_format_loses(name: str, found: list[Paper]) -> None:
    loses = set(exporters.discover()[name].LOSES)
    back = read(name, written(name, found))
    assert differences(back, found, loses) == []


ORDINARY = st.builds(
    replace,
    papers(),
    type=st.just("article"),
    title=st.sampled_from(["Deep nets", "Über <Netze> & “mehr”", "GPT-4 in 100% of R&D"]),
    abstract=st.sampled_from([None, "We show that 5 < 7, and #1 {x}_y."]),
    authors=st.just((Person(family="Berg", given="Ada", particle="van den"),)),
    editors=st.just((Person(family="World Health Organization"),)),
    keywords=st.sampled_from([(), ("nets", "C++")]),
    extra=st.just((("address", "Zürich"), ("note", "In press"), ("publisher", "A & B"))),
)


@bounded
@given(found=st.lists(ORDINARY, min_size=1, max_size=1))
@pytest.mark.parametrize("name", FORMATS)
def test_of_ordinary_papers_only_that_is_lost_which_has_no_place(
    name: str, found: list[Paper]
) -> None:
    loses = {field for field, part in exporters.discover()[name].LOSES.items() if not part}
    assert differences(read(name, written(name, found)), found, loses) == []


@bounded
@given(found=BIBLIOGRAPHIES)
@pytest.mark.parametrize("name", FORMATS)
def test_what_was_read_is_written_as_it_was(name: str, found: list[Paper]) -> None:
    """Byte for byte: what a format loses, it loses once."""
    text = written(name, found)
    if name == "ris":  # its reader tidies keywords and types that it cannot hold
        text = written(name, [as_paper(record) for record in read(name, text)])
    assert written(name, [as_paper(record) for record in read(name, text)]) == text


@pytest.mark.parametrize("text", [*PLAIN, *MARKED])
@pytest.mark.parametrize("name", FORMATS)
def test_nasty_text_comes_back_from_title_and_abstract(name: str, text: str) -> None:
    loses = set(exporters.discover()[name].LOSES)
    nasty = read_as_marked(f"Of {text}")
    paper = Paper(key="x", title=nasty, year=2017, abstract=nasty)
    assert differences(read(name, written(name, [paper])), [paper], {*loses, "type"}) == []


@pytest.mark.parametrize("one", EVERYBODY, ids=str)
@pytest.mark.parametrize("name", FORMATS)
def test_a_name_comes_back_in_its_parts(name: str, one: Person) -> None:
    paper = Paper(key="x", title="A title", authors=(one,), editors=(one,))
    loses = set(exporters.discover()[name].LOSES)
    if name in BRACES or is_usual(one):
        assert differences(read(name, written(name, [paper])), [paper], {*loses, "type"}) == []


@pytest.mark.parametrize("key", ["math1", "Berg2019", "berg:2019", "smith-2020a", "knuth-1984"])
@pytest.mark.parametrize("name", FORMATS)
def test_the_key_that_a_curator_chose_comes_back(name: str, key: str) -> None:
    paper = Paper(key="x", title="A title", year=2017, stated_key=key)
    assert [record.stated_key for record in read(name, written(name, [paper]))] == [key]


@pytest.mark.parametrize("name", FORMATS)
def test_no_value_opens_a_second_entry(name: str) -> None:
    trap = 'x\n@misc{y, title={Z}}\nTY  - JOUR\nTI  - Z\nER  - \n## Z\n{"title": "Z"}'
    paper = Paper(key="x", title=tidy(trap), venue=tidy(trap), extra=(("note", tidy(trap)),))
    assert len(read(name, written(name, [paper, replace(paper, key="y")]))) == 2
