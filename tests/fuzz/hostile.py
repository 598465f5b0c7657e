"""This is where a megabyte of anything is read: within seconds, and within a gigabyte.

Outside the suite, because it takes an hour: ``python tests/fuzz/hostile.py [KILOBYTES [WORD]]``.
Every sign, by itself and after the beginning of an entry in each format, and as the value of each
field, is repeated up to the size; what takes longer than it should is printed. WORD chooses the
shapes whose names hold it ("yaml", "field title").
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from sitegen import mentions, readers, records
from sitegen.errors import Location
from sitegen.model.entry import Entry

SECONDS = 10.0  # of processor time for a megabyte
HEAD = 200_000  # characters by which a format is told
GIGABYTE = 1_000_000  # in the unit of ru_maxrss, KB

SIGNS = [
    *(
        "a",
        "a ",
        " ",
        "\n",
        "a\n",
        "A",
        "é",
        "漢",
        "\u0301",
        "1",
        "1 ",
        "1.",
        "a.b",
        "A. ",
        "A.B. ",
    ),
    *("{", "}", "{}", "{a}", "{{", "\\", "\\\\", "\\'", "\\'{", "\\'{e}", "{\\it ", "\\textit{"),
    *("$", "$x", "$x$", "$$", "\\(", "\\begin{a}", "\\frac", "_", "^", "x_", "x^{", "\\a", "\\a{}"),
    *(
        '"',
        "'",
        "`",
        "``",
        "''",
        "“",
        "#",
        "# ",
        "% ",
        "%",
        "&",
        "&amp;",
        "&amp",
        "<",
        "<i>",
        "</i>",
    ),
    *(
        "<i>a</i>",
        "<sub>",
        "<jats:p>",
        "~",
        "--",
        "- ",
        "* ",
        "+ ",
        "| ",
        "|a|",
        "[",
        "[a]",
        "[a](",
        "](",
    ),
    *(
        "(",
        ")",
        "((",
        "a(",
        ",",
        ", ",
        "a, ",
        ";",
        "; ",
        "a; ",
        "and ",
        " and",
        "a and ",
        "et al. ",
    ),
    *(
        "A B, ",
        "A B and ",
        "B, A; ",
        "Van der ",
        "given=a, ",
        "10.1000/",
        "10.1000/a ",
        "http://",
        "https://a.b/ ",
    ),
    *(
        "arXiv:",
        "2101.00001 ",
        "978",
        "97-",
        "-",
        "0-",
        "2019-",
        "2019-01-01/",
        "@",
        "@a{",
        "@article{a,",
    ),
    *(
        "@article{a, title={",
        "@article{a, title={b}}\n",
        "@string{a=a#a}\n",
        "@comment{",
        "a = {b}, ",
        "a = b # ",
    ),
    *(
        "TY  - JOUR\n",
        "TI  - a\n",
        "AU  - A, B\n",
        "ER  - \n",
        "%0 Book\n",
        "%A A, B\n",
        "%T a\n",
        "PMID- 1\n",
    ),
    *(
        "FAU - A, B\n",
        "      a\n",
        "TI  - ",
        "# a\n",
        "## a\n",
        "- a\n",
        "- [a](b)\n",
        "| a | b |\n",
        "|-|-|\n",
    ),
    *(
        "| title |\n",
        "title\ta\n",
        "title,a\n",
        "a,b\n",
        '"a',
        '"a",',
        '{"title": "a"}\n',
        '[{"title": "a"},',
        "[",
        "[[",
    ),
    *(
        '{"a":',
        "- id: a\n  title: b\n",
        "---\n",
        "a: b\n",
        "a: &a [*a]\n",
        "Title: a\n",
        "```\n",
        "***",
        "**a** ",
        "*a* ",
    ),
    *(
        "Abstract: ",
        "Year: 2019\n",
        "1. a\n",
        "▲ 42\n",
        "\x00",
        "\x1b[0m",
        "\u202e",
        "\u200d",
        "👩‍👩‍👧 ",
        "\ufeff",
    ),
]
PREFIXES = {
    "bare": "",
    "bibtex": "@article{a,\n title={",
    "braces": "@article{a, title=",
    "ris": "TY  - JOUR\nTI  - a\nAB  - ",
    "endnote": "%0 Book\n%T ",
    "nbib": "PMID- 1\nTI  - ",
    "bullets": "# List\n\n- [a](https://a.b) ",
    "rows": "| title | authors |\n|---|---|\n| ",
    "csv": 'title,authors\n"',
    "json": '[{"title": "a"}, {"title": "',
    "yaml": "references:\n- id: a\n  title: ",
    "outline": "# List\n\n## A Title\n\n",
}
FIELDS = (
    *(
        "title",
        "author",
        "authors",
        "editor",
        "venue",
        "year",
        "date",
        "month",
        "pages",
        "abstract",
    ),
    *("doi", "arxiv", "url", "isbn", "issn", "keywords", "note", "type", "eprint", "x"),
)


def main(kilobytes: int, word: str) -> int:
    """Print what is slow; 1 if anything is."""
    size = kilobytes * 1000
    limit = SECONDS * size / 1_000_000
    slow = 0
    for what, function, value in _cases(size):
        if word not in what:
            continue
        try:
            seconds = _spent(function, value)
        except Exception as error:  # the list goes on: it is to be whole
            print(f"{what}: {type(error).__name__}", flush=True)
            slow += 1
            continue
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if seconds > limit or memory > GIGABYTE:
            print(f"{what}: {seconds:.1f} s, {memory / 1000:.0f} MB", flush=True)
            slow += 1
    print(f"{slow} of {len(SIGNS) * (len(PREFIXES) + 2 * len(FIELDS))} are slow")
    return int(slow > 0)


def _cases(size: int) -> Iterator[tuple[str, Callable[[Any], object], Any]]:
    for sign in SIGNS:
        for name, prefix in PREFIXES.items():
            yield f"{name} {sign!r}", _read, (prefix + sign * size)[:size]
        for name in FIELDS:
            for is_tex in (False, True):
                value = (sign * size)[:size]
                title = () if name == "title" else (("title", "A Title"),)
                fields = (*title, (name, value))
                entry = Entry(fields=fields, at=Location("a", 1), is_tex=is_tex)
                kind = "tex" if is_tex else "text"
                yield f"field {name} ({kind}) {sign!r}", _parse, entry


def _read(text: str) -> None:
    """Read *text* by every reader that does not disown it, and parse what it finds."""
    head = text[:HEAD]
    for name, reader in readers.discover().items():
        if reader.likelihood(head):
            for part in reader.split(text, "a"):
                mentions.understand(name, part)


def _parse(entry: Entry) -> None:
    records.parse(entry)


def _spent(function: Callable[[Any], object], value: Any) -> float:
    before = time.process_time()
    function(value)
    return time.process_time() - before


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["1000"])[0]), (sys.argv[2:] or [""])[0]))
