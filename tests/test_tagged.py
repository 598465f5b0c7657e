"""This is where the tagged formats are held to what exporters write: RIS, EndNote, MEDLINE.

The table of damage has an input a row; nothing of it may be lost, nor may it reach a neighbour.
"""

import json
import re
from pathlib import Path
from string import ascii_uppercase, digits

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import readers
from sitegen.findings import Finding
from sitegen.model.entry import Entry
from sitegen.parsing import refman, tagvalues
from sitegen.readers import endnote, nbib, ris

TABLE = Path(__file__).parent / "tables" / "tagged_damage.json"
ROWS = json.loads(TABLE.read_text("utf-8"))
READERS = {"ris": ris, "enw": endnote, "nbib": nbib}
NAMES = {"ris": "ris", "enw": "endnote", "nbib": "nbib"}
GOOD = {
    "ris": "TY  - JOUR\nTI  - {}\nAU  - Berg, Ada\nPY  - 2019\nER  - \n",
    "enw": "%0 Journal Article\n%T {}\n%A Berg, Ada\n%D 2019\n",
    "nbib": "PMID- 7\nTI  - {}\nFAU - Berg, Ada\nDP  - 2019\n",
}
LINES = {
    "ris": st.sampled_from(
        [
            *("TY  - JOUR", "TY  -", "ty - book", "TY-JOUR", "ER  - ", "ER", "ER  - TY  - BOOK"),
            *(
                "TI  - A Title",
                "T1 - B",
                "AU  - Berg, Ada,",
                "A2  - {",
                "ED  Carl",
                "AB  - Text",
                "",
            ),
            *(
                "going on",
                "      set in",
                "PY  - 2019//",
                "DA  - ///",
                "SP  -",
                "EP  - 9",
                "  AU  - X",
            ),
            *(
                "KW  - a;b",
                "UR  - ;",
                "SN  - 12345678 9",
                "XX  - odd",
                "ID  - x",
                "C7  - 1",
                "L1  - ",
            ),
            *(
                "Provider: Ovid",
                "1. ",
                "\ufeffTY  - CHAP",
                "TT  - -",
                "N1  - 10.1/2",
                "M3  - 10.1/2",
            ),
        ]
    ),
    "enw": st.sampled_from(
        [
            *(
                "%0 Book",
                "%0",
                "%0Thesis",
                "%T A Title",
                "%A Berg, Ada",
                "%A",
                "%X Text",
                "% 5",
                "%",
            ),
            *(
                "going on",
                "",
                "%K a;b",
                "%] 12",
                "%$] x",
                "%R TR-1",
                "%@ 12345678 9",
                " %T B",
                "%é x",
            ),
        ]
    ),
    "nbib": st.sampled_from(
        [
            *(
                "PMID- 1",
                "PMID-",
                "PMID: 2",
                "UI  - 3",
                "OWN - NLM",
                "TI  - A Title.",
                "BTI - B",
                "",
            ),
            *("FAU - Berg, Ada", "AU  - Berg A", "CN  - Group", "AB  - Text", "      set in", "on"),
            *(
                "DP  - 2019",
                "LID - x [doi]",
                "IS  - 1 (Print)",
                "MH  - *a/b",
                "XYZ - odd",
                "PT  - Book",
            ),
        ]
    ),
}


def read(name: str, text: str) -> list[Entry | Finding]:
    """What a reader makes of a text."""
    reader = READERS[name]
    return [item for part in reader.split(text, "a") for item in reader.read(part)]


def said(item: Entry | Finding) -> object:
    """An entry or a finding as the table has it."""
    assert item.at is not None
    if isinstance(item, Finding):
        return f"{item.at.line}: {item.severity.value}: {item.message} [{item.code}]"
    fields = [list(field) for field in item.fields]
    return {"line": item.at.line, "id": item.id, "fields": fields}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_exporters_write_is_read(row: dict[str, list[str]]) -> None:
    assert [said(item) for item in readers.read(("a", "\n".join(row["input"])))] == row["expected"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_exporters_write_is_recognised(row: dict[str, str]) -> None:
    assert readers.recognised("\n".join(row["input"]), "a") == NAMES[row["id"].split("-")[0]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_word_of_a_record_is_in_its_entry(row: dict[str, list[str]]) -> None:
    reader = READERS[row["id"].split("-")[0]]
    tag = re.compile(r"[\s\ufeff]*(?:[A-Za-z][A-Za-z0-9]{1,3}[\s\xa0]*[-–—:]|%[^\s\w](?=\w)|%\S ?)")
    kind = re.compile(r"[\s\ufeff]*(?:(?:er\W*)?ty\b|%0|er\W*$)", re.IGNORECASE)
    for part in reader.split("\n".join(row["input"]), "a"):
        kept = json.dumps([said(item) for item in reader.read(part)], ensure_ascii=False).lower()
        lines = [line for line in part.text.split("\n") if part.entries and not kind.match(line)]
        values = [line[(found.end() if (found := tag.match(line)) else 0) :] for line in lines]
        stated = [word for value in values for word in re.findall(r"\w+", value)]
        lost = {word.lower() for word in stated if word.lower() not in kept}
        assert lost - UNSAID == set()


# What the name of its field says; and the shorter of two names or titles that are one.
UNSAID = {"isbn", "issn", "print", "electronic", "linking", "pmid", "pubmed", "jr", "ab"}
UNSAID |= {"00280836"}


@pytest.mark.parametrize("kind", sorted(refman.TYPES))
def test_every_tag_of_ris_is_kept_whatever_the_type(kind: str) -> None:
    tags = [first + second for first in ascii_uppercase for second in ascii_uppercase + digits]
    tags = [tag for tag in tags if tag not in ("TY", "ER")] * 2
    text = "\n".join(f"{tag}  - word{n}x" for n, tag in enumerate(tags))
    (entry,) = (x for x in read("ris", f"TY  - {kind}\n{text}\nER  - ") if isinstance(x, Entry))
    kept = " ".join([entry.id or "", *(value for _, value in entry.fields)])
    assert [tag for n, tag in enumerate(tags) if f"word{n}x" not in kept] == []


def test_every_tag_of_endnote_is_kept() -> None:
    tags = [sign for sign in map(chr, range(33, 127)) if sign not in "%0"] * 2
    text = "\n".join(f"%{tag} word{n}x" for n, tag in enumerate(tags))
    (entry,) = (item for item in read("enw", f"%0 Generic\n{text}") if isinstance(item, Entry))
    kept = " ".join([entry.id or "", *(value for _, value in entry.fields)])
    assert [tag for n, tag in enumerate(tags) if f"word{n}x" not in kept] == []


def test_every_tag_of_medline_is_kept() -> None:
    tags = [first + second for first in ascii_uppercase for second in ascii_uppercase]
    # Full names last: a short one behind a full one is the same name.
    tags += [*tags, *("AUID", "PMC", "LID", "BTI", "CTI", "FIR", "ISBN", "COIS", "FAU", "FED")]
    text = "\n".join(f"{tag:4}- word{n}x" for n, tag in enumerate(tags))
    (entry,) = (item for item in read("nbib", f"PMID- 1\n{text}") if isinstance(item, Entry))
    kept = " ".join([entry.id or "", *(value for _, value in entry.fields)])
    assert [tag for n, tag in enumerate(tags) if f"word{n}x" not in kept] == []


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_lines_give_as_many_entries_as_were_counted(name: str, data: st.DataObject) -> None:
    text = "\n".join(data.draw(st.lists(st.one_of(LINES[name], st.text(max_size=20)), max_size=25)))
    for part in READERS[name].split(text, "a"):
        found = list(READERS[name].read(part))
        held = [item for item in found if isinstance(item, Entry) or item.is_quarantined]
        assert len(held) == part.entries


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_line_is_in_a_part(name: str, data: st.DataObject) -> None:
    text = "\n".join(data.draw(st.lists(st.one_of(LINES[name], st.text(max_size=20)), max_size=25)))
    parts = READERS[name].split(text, "a")
    held = "\n".join(part.text for part in parts).split("\n")
    assert [x for x in held if x.strip()] == [x for x in text.split("\n") if x.strip()]


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_damage_leaves_the_neighbours_as_they_were(name: str, data: st.DataObject) -> None:
    good = [GOOD[name].format(title) for title in ("First", "Last")]
    alone = [[item.fields for item in read(name, text) if isinstance(item, Entry)] for text in good]
    broken = data.draw(st.lists(LINES[name], max_size=12).map("\n".join))
    text = f"{good[0]}\n{GOOD[name].format('Broken')}{broken}\n\n{good[1]}"
    entries = [item.fields for item in read(name, text) if isinstance(item, Entry)]
    assert [entries[0]] == alone[0]
    assert [entries[-1]] == alone[1]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "line", ["", "x", "TY  -", "%0 Book", "PMID- 1", "ER", "    ", "%", "TI  - "]
)
def test_a_megabyte_of_one_line_is_read_in_time(name: str, line: str) -> None:
    text = f"{GOOD[name].format('T')}{line}\n" + f"{line}\n" * (200_000 // (len(line) + 1))
    assert any(isinstance(item, Entry) for item in read(name, text))


CLEAN = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    title=CLEAN, people=st.lists(CLEAN, max_size=4, unique=True), words=st.lists(CLEAN, max_size=4)
)
def test_what_rispy_reads_of_a_clean_record_is_read_too(
    title: str, people: list[str], words: list[str]
) -> None:
    lines = ["TY  - JOUR", f"TI  - {title}", *(f"AU  - {name}, Ada" for name in people)]
    text = "\n".join([*lines, *(f"KW  - {word}" for word in words), "ER  - "])
    (theirs,) = rispy.loads(text)
    (ours,) = (item for item in read("ris", text) if isinstance(item, Entry))
    values = [theirs["title"], *theirs.get("authors", []), *theirs.get("keywords", [])]
    assert [value for name, value in ours.fields if name != "type"] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Berg, Ada", ("person", "Berg, Ada")),
        ("Berg,Ada", ("person", "Berg,Ada")),
        ("Ada Berg", ("person", "Ada Berg")),
        ("Berg AB", ("person", "Berg, AB")),
        ("Berg A.-B.", ("person", "Berg, A.-B.")),
        ("van den Berg AB Jr", ("person", "van den Berg, Jr, AB")),
        ("BERG AB", ("person", "BERG AB")),
        ("A. B. Berg", ("person", "A. B. Berg")),
        ("Berg", ("person", "Berg")),
        ("Berg, Ada,", ("person", "Berg, Ada")),
        ("King, Martin, Jr.", ("person", "King, Jr., Martin")),
        ("King, Jr., Martin", ("person", "King, Jr., Martin")),
        ("King, Martin Jr", ("person", "King, Jr, Martin")),
        ("Berg, A., Carl, B.", ("authors", "Berg, A., Carl, B.")),
        ("Ada Berg, Bo Carl, Cy Dahl", ("authors", "Ada Berg, Bo Carl, Cy Dahl")),
        ("University of Oslo,", ("person", "{University of Oslo}")),
        ("University of Oslo", ("person", "{University of Oslo}")),
        ("{Any Body}", ("person", "{Any Body}")),
        ("王小明", ("person", "王小明")),
    ],
)
def test_a_name_is_told_from_an_organisation_and_a_list(
    text: str, expected: tuple[str, str]
) -> None:
    assert tagvalues.person(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0028-0836", [("issn", "0028-0836")]),
        ("00280836", [("issn", "0028-0836")]),
        ("2049-363x", [("issn", "2049-363X")]),
        ("0028-0836 1476-4687", [("issn", "0028-0836"), ("issn", "1476-4687")]),
        ("eISSN: 1476-4687", [("issn", "1476-4687"), ("eissn", "1476-4687")]),
        ("978 3 16 148410 0", [("isbn", "978-3-16-148410-0")]),
        ("0-306-40615-2 (hbk)", []),
        ("ISBN 0-306-40615-2", [("isbn", "0-306-40615-2")]),
        ("TM-2019-1", []),
        ("", []),
    ],
)
def test_a_serial_number_is_told_by_its_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert tagvalues.serials(text) == expected


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("Nat. Commun.", "Nature Communications", True),
        ("PNAS", "Proceedings of the National Academy of Sciences", True),
        ("Int'l J. Nets", "International Journal of Nets", False),
        ("Intl J Nets", "International Journal of Nets", True),
        ("Nature", "Nature Communications", False),
        ("Nature Communications", "Nature Communications", False),
        ("", "Nature", False),
    ],
)
def test_an_abbreviation_is_told_from_another_title(short: str, long: str, expected: bool) -> None:
    assert tagvalues.abbreviates(short, long) is expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ris", '{"title": "TY  - JOUR"}\n'),
        ("ris", "# Notes\n\n## TY  - JOUR is how RIS begins\n\nAuthors: A. Berg\nYear: 2017\n"),
        ("ris", "AB  - a line of some other format\n"),
        ("enw", "% A comment of TeX\n% Another\n@article{a, title = {T}}\n"),
        ("enw", "% Encoding: UTF-8\n"),
        ("enw", "%A alone\n"),
        ("nbib", "TY  - JOUR\nTI  - T\nER  - \n"),
        ("nbib", "PMID- 1 is how PubMed begins.\n"),
    ],
)
def test_a_text_of_another_format_is_not_taken(name: str, text: str) -> None:
    assert READERS[name].likelihood(text) == 0
