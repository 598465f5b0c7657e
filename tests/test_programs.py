"""This is where the real programs judge what is exported: pybtex, biber, bibtex, pdflatex.

A program that is not installed is a test that is skipped and says so; ``.ci/run`` installs all.
"""

import json
import lzma
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from pybtex.database import parse_bytes

from sitegen import library
from sitegen.exporters import bibtex
from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text.kinds import kind
from sitegen.text.tidy import tidy
from tests.test_roundtrip import MARKED, PEOPLE, PLAIN, read_as_marked

pytestmark = pytest.mark.slow

SCRIPTS = [
    *("Ελληνικά και μαθηματικά ∀x∈ℝ: x²≥0 ⇒ √x ≤ ∞", "Кириллица и Ћирилица", "Հայերեն", "ქართული"),
    *("עברית וערבית العربية", "हिन्दी ภาษาไทย", "漢字かなカナ 한국어", "Tiếng Việt: Nguyễn Văn Ấn"),
    *(
        "Łódź, Çeşme, Ğ ı İ ş, Ďáblice, ångström, Þórr ðú Œuvre œsophage ß ẞ ĳ ŉ ſ",
        "a\u0301\u0323 x\u0302",
    ),
    *("α-β-γ–δ—ε… “q” ‘q’ „q‚ «q» ‹q› ¿¡ § ¶ † ‡ • ° ± × ÷ ½ ¼ ¾ ¹²³ ⁴₅ µ Ω € £ ¥ © ® ™ № ‰ ′ ″"),
    *(
        "→ ⇒ ↔ ∑∏∫ ∂∇ ≈≠≡ ⊂⊆∪∩ ∅ ⟨a|b⟩ ℓ ℏ ℵ ⌊x⌋ ⌈x⌉ ∎ ■ ★ ✓ 🤖 👩\u200d💻 🇩🇪",
        "\U0001d49c\U0001d538 ﬁ ﬂ ﬀ",
    ),
    *(
        "$\\alpha_{i}^{2} \\leq \\frac{1}{n}$ and $\\mathbb{R}^n$",
        "$\\unknownmacro{x}$",
        "50% & #1 _ ^ ~ \\ {",
    ),
]


def nasty() -> list[Paper]:
    """Papers with every script and sign in every field, of every type."""
    texts = [read_as_marked(f"Of {text}") for text in (*PLAIN, *MARKED, *SCRIPTS)]
    kinds = sorted({kind(word) or "misc" for word in (*bibtex._CLASSIC, *bibtex._BIBLATEX)})
    return [
        Paper(
            key=f"nasty-{number}",
            title=text,
            authors=(PEOPLE[number % len(PEOPLE)], Person(family=tidy(text)[:40])),
            others=number % 3 == 0,
            editors=PEOPLE[number % 5 : number % 5 + 2],
            year=1400 + number if number % 4 else None,
            month=number % 12 + 1 if number % 4 else None,
            venue=tidy(text),
            volume=tidy(text)[:9],
            number="3–4",
            pages="117–140",
            type=kinds[number % len(kinds)],
            doi="10.1002/(sici)1<1::aid-x>3.0.co;2-#",
            url="https://x.org/~a_b/%7Bé%7D?c=d&e=%20#f",
            abstract=text,
            keywords=(tidy(text),),
            extra=(("note", text), ("publisher", tidy(text)), ("série/x y", tidy(text))),
        )
        for number, text in enumerate(texts)
    ]


@dataclass(frozen=True)
class Bibliography:
    """A folder with ``bibliography.bib`` and ``bibliography-ascii.bib``."""

    folder: Path
    count: int

    def copied(self, folder: Path) -> Path:
        """*folder* with copies of the two files."""
        for name in ("bibliography.bib", "bibliography-ascii.bib"):
            shutil.copy(self.folder / name, folder)
        return folder


@pytest.fixture(scope="session")
def nasty_bibliography(tmp_path_factory: pytest.TempPathFactory) -> Bibliography:
    folder = tmp_path_factory.mktemp("nasty")
    found = nasty()
    for name, text in library.files(found):
        if name.startswith("bibliography"):
            (folder / name).write_text(text, "utf-8")
    return Bibliography(folder, len(found))


@pytest.fixture(scope="session")
def seed_bibliography(seeds: Path) -> Bibliography:
    folder = seeds / "build/library"
    return Bibliography(folder, len(list((folder / "papers").glob("*.md"))))


@pytest.fixture(scope="session")
def large_bibliography(benchmarks: Path, tmp_path_factory: pytest.TempPathFactory) -> Bibliography:
    """The library of 10,000 records of the benchmark."""
    root = tmp_path_factory.mktemp("large")
    sources = root / "content/sources"
    sources.mkdir(parents=True)
    with lzma.open(benchmarks / "scale/papers-100k.jsonl.xz") as lines:
        (sources / "papers.jsonl").write_bytes(b"".join(islice(lines, 10_000)))
    command = [sys.executable, "-m", "sitegen", "convert", "--json"]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return Bibliography(root / "build/library", json.loads(done.stdout)["papers"])


@pytest.fixture(
    params=[
        "nasty_bibliography",
        "seed_bibliography",
        pytest.param("large_bibliography", marks=pytest.mark.corpus),
    ]
)
def bibliography(request: pytest.FixtureRequest) -> Bibliography:
    """Each of the bibliographies in turn."""
    found: Bibliography = request.getfixturevalue(request.param)
    return found


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program in *folder*, or skip the test because it is not installed."""
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed; .ci/run installs it")
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, errors="replace"
    )


@pytest.mark.parametrize("name", ["bibliography.bib", "bibliography-ascii.bib"])
def test_pybtex_reads_every_entry_and_finds_nothing_wrong(
    bibliography: Bibliography, name: str
) -> None:
    content = (bibliography.folder / name).read_bytes()
    assert len(parse_bytes(content, "bibtex").entries) == bibliography.count  # raises otherwise


def test_the_ascii_variant_has_nothing_but_ascii(bibliography: Bibliography) -> None:
    assert (bibliography.folder / "bibliography-ascii.bib").read_bytes().isascii()


# What biber may say of a paper that is complete: that a field is missing or does not belong to its
# type is the source's doing, and so are fields that nobody but the source knows.
_CONTENT = re.compile(
    r"Missing mandatory field|Invalid field '|invalid in data model - ignoring|Missing mandatory -"
    r"|malformed, falling back to literal|Invalid ISBN|Invalid ISSN|is not an integer"
    r"|must be datatype 'integer'"
)


@pytest.mark.parametrize("found", ["nasty_bibliography", "seed_bibliography"])
def test_biber_accepts_every_entry(
    found: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Not the 10,000: biber takes five minutes for them, and finds nothing else."""
    bibliography: Bibliography = request.getfixturevalue(found)
    folder = bibliography.copied(tmp_path)
    done = run(folder, "biber", "--tool", "--validate-datamodel", "bibliography.bib")
    log = (folder / "bibliography.bib.blg").read_text("utf-8", "replace")
    told = re.findall(r"^.*(?:ERROR|WARN) - (.*)$", log, re.MULTILINE)
    assert (done.returncode, [text for text in told if not _CONTENT.search(text)]) == (0, [])
    written = (folder / "bibliography_bibertool.bib").read_text("utf-8")
    assert len(re.findall(r"^@(?!comment\b)", written, re.M | re.I)) == bibliography.count


@pytest.mark.parametrize("name", ["bibliography", "bibliography-ascii"])
def test_bibtex_accepts_every_entry(bibliography: Bibliography, name: str, tmp_path: Path) -> None:
    folder = bibliography.copied(tmp_path)
    lines = ("\\citation{*}", "\\bibstyle{plain}", f"\\bibdata{{{name}}}", "")
    (folder / "all.aux").write_text("\n".join(lines))
    done = run(folder, "bibtex", "all")
    told = re.findall(
        r"^.*(?:Warning--|error|repeated|unbalanced|bad).*$", done.stdout, re.M | re.I
    )
    assert [text for text in told if not _MISSING.match(text)] == []
    assert done.returncode == 0
    bbl = (folder / "all.bbl").read_text("utf-8", "replace")
    assert bbl.count("\\bibitem{") == bibliography.count


# Fields that style "plain" wants and the source does not state, and types that are biblatex's.
_MISSING = re.compile(
    r"Warning--(?:empty|to sort, need|can't use both|there's a number but no|entry type for"
    r"|all relevant fields are empty|\w+ and \w+ are both empty)|\(There (?:was|were)"
)


def test_pdflatex_prints_every_entry(bibliography: Bibliography, tmp_path: Path) -> None:
    """The ASCII variant, in LaTeX's own fonts, with the packages that mathematics needs."""
    folder = bibliography.copied(tmp_path)
    (folder / "all.tex").write_text(
        "\\documentclass{article}\\usepackage{amsmath,amssymb}\n\\begin{document}\n"
        "\\nocite{*}\\bibliographystyle{plain}\\bibliography{bibliography-ascii}\n\\end{document}\n"
    )
    run(folder, "pdflatex", "-interaction=batchmode", "all")
    run(folder, "bibtex", "all")
    done = run(folder, "pdflatex", "-interaction=nonstopmode", "all")
    faults = Counter(re.findall(r"^! .*$", (folder / "all.log").read_text("latin-1"), re.M))
    assert (done.returncode, dict(faults)) == (0, {})
    assert (folder / "all.pdf").stat().st_size > 10_000


ODD_FORMULAS = r"""
\text{top_k} | \textit{foo_bar} | \mbox{a^b} | x_\text{a_b}
\text{a&b} | \text{a\#b} | \text{\alpha}
\text{{a_b}} | \text{\textit{a_b}} | \text{é_ü} | \text_a
\left( x | x \right) | \left( x \right
\left x | \big x | \middle| x | x^2^3 | x_1_2 | x_1^2_3 | x^\alpha_\beta^\gamma
x^2' | f'^b | f'_a^b
\frac{a} | \frac a | \frac{a}^2 | \binom{n} | \overset{a} | \hat_a
\sqrt[3]{x} | x^\hat x | x^\sqrt2
x^ | x_ | x^' | x^\, | x^\sum | x^\ldots | x^\lim | x^\limits | x\limits_i | \limits x | x^\rm a
\begin{matrix} a & b | \begin{foo} a \end{foo}
\begin{align} a &= b \end{align} | a & b | \hline
\begin{array} a & b \end{array} | \begin{array}{cc} a & b \end{array}
\begin{array}{c} a & b \end{array}
\begin{equation} a \end{equation}
\begin{cases} a & b \\ c & d \end{cases} | a \\ b | a \over b
\label{x} | a \tag{1} | \newcommand{\x}{y}
\color{red} x | \phantom{a | \operatorname*{arg}\limits_x
""".strip()


def test_pdflatex_prints_a_title_with_any_formula(tmp_path: Path) -> None:
    """Also with those that are no LaTeX, though they can be shown."""
    formulas = [one.strip() for one in re.split(r"\n| \| ", ODD_FORMULAS)]
    found = [Paper(key=f"k{n}", title=f"Of ${one}$ things") for n, one in enumerate(formulas)]
    (tmp_path / "x.bib").write_text(bibtex.write(found, is_ascii=True), "ascii")
    (tmp_path / "x.tex").write_text(
        "\\documentclass{article}\\usepackage{amsmath,amssymb}\n\\begin{document}\n"
        "\\nocite{*}\\bibliographystyle{unsrt}\\bibliography{x}\n\\end{document}\n"
    )
    run(tmp_path, "pdflatex", "-interaction=batchmode", "x")
    run(tmp_path, "bibtex", "x")
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "x")
    log = (tmp_path / "x.log").read_text("latin-1")
    assert re.findall(r"^! .*$", log, re.M) == []


TITLES = {
    "BERT: a Pre-trained Model": "BERT: a pre-trained model",
    "On mRNA, iPhones and 3D Nets": "On mRNA, iPhones and 3D nets",
    "Sorting in $O(N \\log N)$ Steps": "Sorting in $O(N \\log N)$ steps",
    "Tracing #MeToo and R&D in the U.S.A.": "Tracing \\#MeToo and R\\&D in the U.S.A.",
    "Genes of <i>E. Coli</i> Bacteria": "Genes of \\textit{E. Coli} bacteria",
    "Graphs: a survey of Bayesian models": "Graphs: a survey of Bayesian models",
    "Vitamin C and T-cells Étude AÉROSOL": "Vitamin C and T-cells {\\'e}tude A{\\'E}ROSOL",
}


def test_a_style_keeps_the_capitals_that_mean_something(tmp_path: Path) -> None:
    """Style "plain" lowers the capitals of titles, but for those in braces."""
    found = [Paper(key=f"k{n}", title=title, year=2000 + n) for n, title in enumerate(TITLES)]
    (tmp_path / "x.bib").write_text(bibtex.write(found, is_ascii=True), "ascii")
    (tmp_path / "x.aux").write_text("\\citation{*}\n\\bibstyle{unsrt}\n\\bibdata{x}\n")
    run(tmp_path, "bibtex", "x")
    printed = (tmp_path / "x.bbl").read_text("ascii")
    titles = re.findall(r"\\bibitem\{k\d+\}\s+(.*), \d{4}\.$", printed, re.M)
    # Which braces there are is another matter: here it is about letters.
    assert [_unbraced(title) for title in titles] == [_unbraced(title) for title in TITLES.values()]


def _unbraced(text: str) -> str:
    return re.sub(r"[{}]", "", text)
