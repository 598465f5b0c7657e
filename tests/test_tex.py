"""This is where LaTeX is read and written: against a table, against biber, and back and forth.

tests/tables/tex.json: ``input`` is LaTeX, ``expected`` the marked text that it prints, ``plain``
the plain text where that differs. ``biber`` is what biber makes of it where that is something else:
it decodes accents and symbols only, and leaves the rest for LaTeX to print.
"""

import json
import re
import shutil
import subprocess
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text import symbols, tex
from sitegen.text.ascii import to_ascii
from sitegen.text.tidy import tidy_marked

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "tables" / "tex.json").read_text("utf-8")
)
NAMES = [case["id"] for case in CASES]

_BITS = st.sampled_from(
    [
        *("<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>", "<sc>", "</sc>"),
        *("$", "$x$", "$\\alpha_1$", "$x^{2}$", "$5", "\\$", "\\", "{", "}", "%", "&", "#", "_"),
        *("^", "~", "-", "--", "`", "``", "'", "''", ",", ",,", "?", "!", "!`", '"', "<", ">", "|"),
        *(
            "a",
            "Z",
            "7",
            " ",
            "é",
            "ß",
            "漢",
            "ı",
            "\\emph{",
            "\\(",
            "\\)",
            "\\'",
            "\\i",
            "https://x/~",
        ),
    ]
)
MARKED = st.lists(_BITS, max_size=14).map("".join)
LATEX = st.lists(
    st.one_of(
        _BITS,
        st.sampled_from(
            [
                *(
                    "\\textit{",
                    "\\bf ",
                    "\\'",
                    '\\"{',
                    "\\v ",
                    "\\foo",
                    "\\url{",
                    "\\verb|",
                    "\\href{",
                ),
                *(
                    "\\begin{",
                    "\\end{",
                    "\\char",
                    "\\ensuremath{",
                    "\\[",
                    "\\]",
                    "$$",
                    "\\uppercase{",
                ),
                *("\\footnote", "[", "]", "*", "\\hskip", "1em", "\\thanks{", "\\\\", "\\ ", "\n"),
            ]
        ),
    ),
    max_size=20,
).map("".join)
bounded = settings(max_examples=250, deadline=None, derandomize=True)


def test_every_case_has_a_name_of_its_own() -> None:
    assert sorted(NAMES) == sorted(set(NAMES))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_latex_is_read_as_it_prints(case: dict[str, Any]) -> None:
    assert tex.to_marked(case["input"]) == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_latex_of_a_plain_field_has_no_marks(case: dict[str, Any]) -> None:
    assert tex.to_text(case["input"]) == case.get("plain", case["expected"])


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("biber"), reason="biber is not installed")
def test_the_table_says_truly_what_biber_makes_of_it(tmp_path: Path) -> None:
    asked = {f"k{n}": case for n, case in enumerate(CASES) if case.get("biber", "") is not None}
    entries = (f"@misc{{{key},\n title = {{{case['input']}}},\n}}\n" for key, case in asked.items())
    (tmp_path / "in.bib").write_text("".join(entries), "utf-8")
    options = ["--tool", "--output-encoding=UTF-8", "--decodecharsset=full", "-O", "out.bib"]
    command = ["biber", *options, "in.bib"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
    text = (tmp_path / "out.bib").read_text("utf-8")
    found = dict(re.findall(r"@MISC\{(k\d+),\s*TITLE\s*=\s*\{(.*?)\},\n\}", text, re.DOTALL))
    wrong = {
        asked[key]["input"]: printed
        for key, printed in found.items()
        if printed != asked[key].get("biber", printed)
        or ("biber" not in asked[key] and _bare(printed) != _bare(_plain(asked[key])))
    }
    assert (len(found) > 400, wrong) == (True, {})


def _plain(case: dict[str, Any]) -> str:
    return str(case.get("plain", case["expected"]))


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"[{}]", "", text)).strip()


@bounded
@given(MARKED)
def test_marked_text_survives_latex(text: str) -> None:
    assert tex.to_marked(tex.from_marked(text)) == text


@bounded
@given(MARKED)
def test_plain_text_survives_latex(text: str) -> None:
    assert tex.to_text(tex.from_text(text)) == text


@bounded
@given(MARKED)
def test_what_is_written_has_balanced_braces(text: str) -> None:
    braces = re.findall(r"[{}]", tex.from_marked(text))
    depths = [braces[:n].count("{") - braces[:n].count("}") for n in range(len(braces) + 1)]
    assert (min(depths), depths[-1]) == (0, 0)


@bounded
@given(MARKED)
def test_what_is_written_has_no_accent_that_styles_refuse(text: str) -> None:
    written = re.sub(r"\$[^$]*\$", "", tex.from_marked(text).replace("\\$", ""))
    assert not re.search(r"\\[~^]|(?<!\\)[%&#~^]", written)


@bounded
@given(LATEX)
def test_no_latex_is_too_broken_to_read(source: str) -> None:
    assert isinstance(tex.to_marked(source) + tex.to_text(source), str)


@bounded
@given(LATEX)
def test_tidy_text_of_latex_survives_being_written(source: str) -> None:
    text = tidy_marked(tex.to_marked(source))
    assert tex.to_marked(tex.from_marked(text)) == text


@bounded
@given(st.one_of(MARKED, st.text(max_size=20)))
def test_the_ascii_form_is_ascii(text: str) -> None:
    assert tex.to_ascii(tex.from_marked(text)).isascii()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller & Erdős", '{\\"u}'.join(("M", "ller \\& Erd{\\H{o}}s"))),
        ("<i>E. coli</i> in H<sub>2</sub>O", r"\textit{E. coli} in H\textsubscript{2}O"),
        ("$O(n^2)$: 50%", r"$O(n^2)$: 50\%"),
        ("Nguyễn Đặng", r"Nguy{\~{\^e}}n D{\u{\d{a}}}ng"),
        ("Größe Łódź", '{\\"o}'.join(("Gr", "{\\ss}e {\\L}{\\'o}d{\\'z}"))),
        ("張偉 и Παπά", r"ZhangWei i Papa"),
        ("α-helix ≤ 5 µm – “x”", r"{$\alpha$}-helix {$\leq$} 5 {\textmu}m -- ``x''"),
        ("a < b | c", r"a \textless{} b \textbar{} c"),
        ("x² and H₂O", r"x{\texttwosuperior} and H\textsubscript{2}O"),
        ("$α ≤ é$", r"$\alpha  \leq  \text{{\'e}}$"),
        ("a $\\unheard{x}$ b", "a unheardx b"),
        ("$x^2^3$", r"x\textasciicircum{}2\textasciicircum{}3"),
    ],
)
def test_latex_is_written_in_ascii(text: str, expected: str) -> None:
    assert tex.to_ascii(tex.from_marked(text)) == expected


@pytest.mark.parametrize(
    "text", ["Müller", "Erdős", "Łukasz", "Größe", "ș", "ñ", "ễ", "í", "Å", "œ"]
)
def test_ascii_letters_read_back(text: str) -> None:
    assert tex.to_text(tex.to_ascii(text)) == text


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_pdflatex_prints_every_letter_and_sign_without_error(tmp_path: Path) -> None:
    codes = [*range(0xA0, 0x250), *range(0x370, 0x530, 3), *range(0x1E00, 0x1F00)]
    texts = [*map(chr, codes), *set(symbols.SYMBOLS.values()), "漢字", "한국", "😀", "א", "ع", "अ"]
    formulas = [
        f"${text}$" for text in ("α≤é", *(f"\\{n}" for n in symbols.SYMBOLS if n.isalpha()))
    ]
    lines = [to_ascii(tex.from_text(text)) for text in texts] + [
        to_ascii(text) for text in formulas
    ]
    head = "\\documentclass{article}\\usepackage{textcomp,amsmath,amssymb}\\begin{document}"
    (tmp_path / "x.tex").write_text("\n\n".join([head, *lines, "\\end{document}"]), "ascii")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
    assert [
        one for one in run.stdout.decode("utf-8", "replace").split("\n") if one[:1] == "!"
    ] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain words", False),
        ('M{\\"u}ller \\& Co. \\emph{x}', False),
        ("\\href{https://a.long.address.example.org/x}{x}", False),
        ("\\unknown{all the words}", False),
        ("$\\mathcal{O}(n \\log n)$", False),
        ("A title\\footnote{with a note that is longer than the title}", True),
        ("x \\phantom{many words that are not printed}", True),
    ],
)
def test_text_that_lacks_a_fifth_of_its_letters_is_told(source: str, expected: bool) -> None:
    assert tex.loses_letters(source, tex.to_marked(source)) is expected


@pytest.mark.parametrize(
    "source",
    [
        "{" * 10_000 + "x" * 500_000 + "}" * 10_000,
        "\\emph{" * 10_000,
        "\\'{" * 10_000 + "x" * 300_000 + "}" * 10_000,
        "\\uppercase{" * 1_000 + "x" * 300_000,
        "\\'" * 60_000 + "x",
        "$" * 100_000,
        "\\(" * 60_000,
        "\\url{" * 40_000,
        "`a" * 80_000,
        "http://" * 30_000,
        "\\verb|" * 30_000,
        "\\emph[" * 30_000,
        "$x" * 60_000,
        "<i></b>" * 30_000,
    ],
    ids=lambda source: source[:9],
)
def test_hostile_latex_is_read_in_time(source: str) -> None:
    start = time.process_time()
    tex.from_marked(tex.to_marked(source))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        (r"\text{top_k}", r"$\text{top\_k}$"),
        (r"\textit{foo_bar}^2", r"$\textit{foo\_bar}^2$"),
        (r"x_\mbox{a^b}", "xa\\textasciicircum{}b"),
        (r"x^\sum", r"$x^{\sum}$"),
        (r"f'^2_a", "$f'^2_a$"),
        (r"\operatorname{arg\,max}_x", r"$\operatorname{arg\,max}_x$"),
        (r"x_1^2_3", r"x1\textasciicircum{}23"),
        (r"\text{\alpha}", r"{$\alpha$}"),
        (r"\begin{cases} a & b \\ c \end{cases}", r"$\begin{cases} a & b \\ c \end{cases}$"),
    ],
)  # fmt: skip
def test_a_formula_that_pdflatex_refuses_is_mended_or_written_as_letters(
    formula: str, printed: str
) -> None:
    assert to_ascii(f"${formula}$") == printed
