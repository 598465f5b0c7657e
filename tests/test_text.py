"""This is where the functions from text to text are tested on examples, edges and noise."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.parsing.wrapping import unwrap
from sitegen.text import fold, identifiers, links, markdown, slugs, tex
from sitegen.text.tidy import tidy

bounded = settings(max_examples=300, deadline=None, derandomize=True)
PRINTABLE = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
MARKED = st.text(alphabet=st.sampled_from("ab1 é*_`[]()<>\\&;#!~|+-=.:\"'^{}$%/x"), max_size=24)
TIDY = st.one_of(st.text(alphabet=PRINTABLE, max_size=40), MARKED).map(tidy)

# Folding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BERT", "bert"),
        ("Øystein Łukasz", "oystein lukasz"),
        ("naïve café", "naive cafe"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("İstanbul", "istanbul"),
        ("ﬁne-tuning", "fine-tuning"),
        ("H₂O", "h2o"),
        ("don't", "dont"),
        ("don’t", "dont"),
        ("O'Brien", "obrien"),
        ("ΑΒΓ", "αβγ"),
        ("Erdo\u030bs", "erdos"),
        ("漢字", "漢字"),
        ("a--b, c!", "a--b, c!"),
        ("", ""),
    ],
)
def test_folding_takes_away_case_and_accents_and_nothing_else(text: str, expected: str) -> None:
    assert fold.fold(text) == expected


@bounded
@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold.fold(fold.fold(text)) == fold.fold(text)


def test_words_are_the_runs_of_letters_and_digits() -> None:
    text = "k-NN_search: state-of-the-art, 2.5×  Großes_Ö!"
    expected = ["k", "nn", "search", "state", "of", "the", "art", "2", "5", "grosses", "o"]
    assert fold.words(text) == expected


@pytest.mark.parametrize(
    "text", ["Pre-training", "pre training", "PRETRAINING", "Pre‐Training", "pre- training"]
)
def test_glued_words_are_equal_over_hyphens_and_spaces(text: str) -> None:
    assert fold.glue(text) == "pretraining"


def test_a_text_without_letters_glues_to_nothing() -> None:
    assert fold.glue("?! -- …") == ""


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("networks", "network"),
        ("memories", "memory"),
        ("losses", "loss"),
        ("classes", "class"),
        ("boxes", "box"),
        ("patches", "patch"),
        ("ties", "tie"),
        ("bias", "bias"),
        ("analysis", "analysis"),
        ("corpus", "corpus"),
        ("class", "class"),
        ("gas", "gas"),
        ("is", "is"),
        ("", ""),
    ],
)
def test_a_plural_loses_its_ending(plural: str, expected: str) -> None:
    assert fold.singular(plural) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pre-training", "pretraining"),
        ("Pre-Training", "pre training"),
        ("GPU", "GPUs"),
        ("LM", "LMs"),
        ("x86", "x86s"),
        ("k-NN classifier", "k-NN classifiers"),
        ("Transformers", "transformer"),
        ("Vision Transformers", "vision transformer"),
        ("memory", "memories"),
        ("loss", "losses"),
        ("inductive bias", "inductive biases"),
        ("KV cache", "KV caches"),
        ("meta-analysis", "meta-analyses"),
        ("naïve Bayes", "Naive Bayes"),
    ],
)
def test_variants_of_a_tag_have_one_subject(one: str, other: str) -> None:
    assert fold.subject(one) == fold.subject(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C", "C++"),
        ("C", "C#"),
        ("GPT-2", "GPT-3"),
        ("FiT", "FiTv2"),
        ("AI", "AIS"),
        ("!!!", "???"),
        ("漢字", "漢語"),
    ],
)
def test_different_tags_have_different_subjects(one: str, other: str) -> None:
    assert fold.subject(one) != fold.subject(other)


# Wrapping


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ""),
        (["", "  "], ""),
        (["one"], "one"),
        (["one", "two"], "one two"),
        (["  one ", "", "\ttwo"], "one two"),
        (["multi-", "document"], "multi-document"),
        (["state-of-", "the-art"], "state-of-the-art"),
        (["pre-", "and post-training"], "pre- and post-training"),
        (["short-", "to long-term"], "short- to long-term"),
        (["coarse-", "to-fine"], "coarse-to-fine"),
        (["vor-", "und nachher"], "vor- und nachher"),
        (["a --", "b"], "a -- b"),
        (["a -", "b"], "a - b"),
        (["1990-", "2000"], "1990-2000"),
        (["pre-", "order"], "pre-order"),
    ],
)
def test_wrapped_lines_become_one(lines: list[str], expected: str) -> None:
    assert unwrap(lines) == expected


# Slugs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Attention Is All You Need", "attention-is-all-you-need"),
        ("Ünïcödé Títle", "unicode-title"),
        ("C++ & C#", "c-c"),
        ("  -a--b-  ", "a-b"),
        ("..", "x"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows", "c-windows"),
        ("?!…", "x"),
        ("", "x"),
        ("漢字", "hanzi"),
        ("Ж", "zh"),
        ("con", "con-x"),
        ("CON", "con-x"),
        ("con.txt", "con-txt"),
        ("Aux", "aux-x"),
        ("nul", "nul-x"),
        ("prn", "prn-x"),
        ("com1", "com1-x"),
        ("COM¹", "com1-x"),
        ("LPT9", "lpt9-x"),
        ("com", "com"),
        ("contents", "contents"),
        ("index", "index-x"),
        ("Index", "index-x"),
        ("index of", "index-of"),
        ("x-page-2", "x-page-2-x"),
        ("Web Page 10", "web-page-10-x"),
        ("page 2", "page-2"),
        ("x-page-two", "x-page-two"),
        ("x" * 5000, "x" * 80),
        ("x" * 79 + " y", "x" * 79),
        ("漢" * 5000, "han" * 26 + "ha"),
    ],
)
def test_a_slug_is_a_safe_file_name(text: str, expected: str) -> None:
    assert slugs.slug(text) == expected


def test_the_caller_says_what_stands_for_nothing() -> None:
    assert [slugs.slug("?!", "tag"), slugs.slug("", "con")] == ["tag", "con-x"]


@bounded
@given(st.text(max_size=120))
def test_every_slug_is_short_and_ascii_and_not_reserved(text: str) -> None:
    slug = slugs.slug(text)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= slugs.LONGEST
    assert slugs.allowed(slug) == slug


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ([], [], []),
        (["a", "b"], [], ["a", "b"]),
        (["a", "a", "a"], [], ["a", "a-2", "a-3"]),
        (["a", "A", "a"], [], ["a", "A-2", "a-3"]),
        (["a"], ["A"], ["a-2"]),
        (["a-2", "a", "a"], [], ["a-2", "a", "a-3"]),
        (["a", "a", "a-2"], [], ["a", "a-2", "a-2-2"]),
        (["x" * 80, "x" * 80], [], ["x" * 80, "x" * 78 + "-2"]),
        (["com", "com"], [], ["com", "com-2"]),
    ],
)
def test_equal_names_are_numbered(wanted: list[str], taken: list[str], expected: list[str]) -> None:
    assert slugs.distinct(wanted, taken) == expected


def test_a_number_does_not_make_a_name_that_the_site_reserves() -> None:
    """The second "x-page" is not "x-page-2", which is the second page of "x"."""
    chosen = slugs.distinct(["x", "x-page", "x-page"])
    assert [slugs.allowed(name) for name in chosen] == chosen


@bounded
@given(st.lists(st.sampled_from(["a", "A", "a-2", "A-2", "a-2-2", "b", "x" * 80, "X" * 80])))
def test_distinct_names_differ_in_more_than_case(wanted: list[str]) -> None:
    chosen = slugs.distinct(wanted)
    assert len({name.lower() for name in chosen}) == len(wanted)
    assert all(len(name) <= slugs.LONGEST for name in chosen)


# Identifiers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI: 10.1000/ABC.", "10.1000/abc"),
        ("(10.1000/182)", "10.1000/182"),
        ("[10.1000/x_y],", "10.1000/x_y"),
        ("{10.1000/182}", "10.1000/182"),
        ("10.1000%2F182", "10.1000/182"),
        ("10.1000.10/123456", "10.1000.10/123456"),
        ("10.1016/S0140-6736(05)66545-0", "10.1016/s0140-6736(05)66545-0"),
        ("10.1145/3292500.3330701, 2019", "10.1145/3292500.3330701"),
        ("10.48550/arXiv.1706.03762", "10.48550/arxiv.1706.03762"),
        ('<a href="https://doi.org/10.1000/182">10.1000/182</a>', "10.1000/182"),
        ("10.1000/182</a>", "10.1000/182"),
        (  # Springer's chapters, as DBLP writes them
            r"10.1007/978-3-642-02658-4\_1",
            "10.1007/978-3-642-02658-4_1",
        ),
        (  # Wiley's, before 2000
            "10.1002/(SICI)1097-4571(1999)50:1<1::AID-ASI1>3.0.CO;2-A",
            "10.1002/(sici)1097-4571(1999)50:1<1::aid-asi1>3.0.co;2-a",
        ),
        ("110.1000/182", None),
        ("10.1000", None),
        ("10.1000/", None),
        ("10.1000/.", None),
        ("none", None),
        ("", None),
    ],
)
def test_a_doi_is_recognised_in_any_dress(text: str, expected: str | None) -> None:
    assert identifiers.doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", "1706.03762"),
        ("arXiv:1706.03762", "1706.03762"),
        ("arXiv:1706.03762v5", "1706.03762"),
        ("arXiv preprint arXiv:1706.03762", "1706.03762"),
        ("1706.03762 [cs.CL]", "1706.03762"),
        ("https://arxiv.org/abs/1706.03762v2", "1706.03762"),
        ("http://arxiv.org/pdf/1706.03762.pdf", "1706.03762"),
        ("https://arxiv.org/pdf/1706.03762v1.pdf", "1706.03762"),
        ("https://arxiv.org/html/2401.00001", "2401.00001"),
        ("10.48550/arXiv.1706.03762", "1706.03762"),
        ("0704.0001", "0704.0001"),
        ("cs/0112017", "cs/0112017"),
        ("arXiv:hep-th/9901001v3", "hep-th/9901001"),
        ("quant-ph/0201082", "quant-ph/0201082"),
        ("math.GT/0309136", "math/0309136"),  # the subject class is no part of the identifier
        ("1706.037", None),
        ("1706.0376222", None),
        ("2017.12345", None),  # there is no month 17
        ("x", None),
        ("", None),
    ],
)
def test_an_arxiv_identifier_is_recognised_in_any_dress(text: str, expected: str | None) -> None:
    assert identifiers.arxiv(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://x.org", "https://x.org"),
        (" http://x.org/a_b ", "http://x.org/a_b"),
        ("ftp://x.org/a", "ftp://x.org/a"),
        ("www.x.org/a", "https://www.x.org/a"),
        ("https://x.org/~user/?a=1&b=2#c", "https://x.org/~user/?a=1&b=2#c"),
        ("https://x.org/ä", "https://x.org/ä"),
        ("http://[::1]/", "http://[::1]/"),
        (r"https://doi.org/10.1007/a\_1", "https://doi.org/10.1007/a_1"),  # as DBLP writes it
        ("javascript:alert(1)", None),
        (" JaVaScRiPt:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("javascript://x.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("mailto:a@x.org", None),
        ("//x.org", None),
        ("x.org", None),
        ("https://", None),
        ("https:///x", None),
        ("http://[", None),
        ("https://x.org/a b", None),
        ("https://x.org/<script>", None),
        ('https://x.org/"onclick', None),
        ("https://x.org/a\x00b", None),
        ("", None),
    ],
)
def test_only_addresses_that_are_safe_to_follow_are_addresses(
    text: str, expected: str | None
) -> None:
    assert identifiers.url(text) == expected


@bounded
@given(st.text(max_size=30), st.sampled_from(["", "10.1000/", "https://", "1706.", "javascript:"]))
def test_an_identifier_once_recognised_is_recognised_again(text: str, start: str) -> None:
    for recognise in (identifiers.doi, identifiers.arxiv, identifiers.url):
        found = recognise(start + text)
        assert found is None or recognise(found) == found


# Links


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        ("no address", []),
        ("see https://x.org/a_b_c.", ["https://x.org/a_b_c"]),
        ("(https://x.org/a)", ["https://x.org/a"]),
        ("(see https://x.org/a).", ["https://x.org/a"]),
        ("https://x.org/a_(b)", ["https://x.org/a_(b)"]),
        ("[https://x.org]", ["https://x.org"]),
        ("<https://x.org>", ["https://x.org"]),
        ("https://x.org, http://y.org; z", ["https://x.org", "http://y.org"]),
        ("https://x.org/?a=1&b=2!", ["https://x.org/?a=1&b=2"]),
        ("https://x.org/~user/", ["https://x.org/~user/"]),
        ("*https://x.org/a*", ["https://x.org/a"]),
        ("“https://x.org”", ["https://x.org"]),
        ("https://x.org…", ["https://x.org"]),
        ("(https://x.org/a）。", ["https://x.org/a"]),
        ("https:// x", []),
        ("http://[", []),
        ("javascript:alert(1)", []),
    ],
)
def test_addresses_in_text_end_where_a_reader_sees_them_end(
    text: str, addresses: list[str]
) -> None:
    assert [address for _, address in links.split(text) if address] == addresses


@bounded
@given(
    st.lists(
        st.one_of(st.sampled_from(["https://", "http://x", ".", ")", "(", "]", " "]), st.text())
    ).map("".join)
)
def test_the_runs_of_a_text_are_the_text(text: str) -> None:
    runs = links.split(text)
    assert "".join(words for words, _ in runs) == text
    assert all(words for words, _ in runs)
    assert all(address in (None, words) for words, address in runs)


# Markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ("plain", None)),
        ("", ("", None)),
        ("[**BERT**](https://x.org)", ("BERT", "https://x.org")),
        ("**a** _b_ `c` *d*", ("a b c d", None)),
        ("a_b_c", ("a_b_c", None)),
        (r"\*a\*", ("*a*", None)),
        ("R&amp;D", ("R&D", None)),
        ("<b>x</b>", ("<b>x</b>", None)),
        ("[a][b]", ("[a][b]", None)),
        ("[a](b) [c](d)", ("a c", "b")),
        ("![figure](x.png)", ("figure", None)),
        ("<https://x.org>", ("https://x.org", "https://x.org")),
        ("[x](javascript:alert(1))", ("[x](javascript:alert(1))", None)),
    ],
)
def test_markdown_is_read_without_its_marks(text: str, expected: tuple[str, str | None]) -> None:
    assert markdown.plain(text) == expected


@pytest.mark.parametrize("text", ["- a", "+ a", "# a", "1. a", "12) a", "> a", "---", "===", "~~~"])
def test_an_escaped_line_is_a_paragraph(text: str) -> None:
    parsed = [token.type for token in markdown._parser().parse(markdown.escape(text))]
    assert parsed == ["paragraph_open", "inline", "paragraph_close"]
    assert markdown.plain(markdown.escape(text)) == (text, None)


@bounded
@given(TIDY)
def test_escaped_markdown_prints_the_text(text: str) -> None:
    assert markdown.plain(markdown.escape(text))[0] == text


@bounded
@given(TIDY)
def test_an_escaped_text_is_one_paragraph_or_nothing(text: str) -> None:
    kinds = [token.type for token in markdown._parser().parse(markdown.escape(text))]
    assert kinds == (["paragraph_open", "inline", "paragraph_close"] if text else [])


# LaTeX


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain text, 1990", "plain text, 1990"),
        ("{\\'E}cole", "École"),
        ("\\'{e}\\'e", "éé"),
        ('M{\\"u}ller, T{\\"u}bingen', "Müller, Tübingen"),
        ("Erd\\H{o}s", "Erdős"),
        ("\\L ukasz {\\L}ukasz", "Łukasz Łukasz"),
        ('Gr\\"o{\\ss}e', "Größe"),
        ("\\c{c}\\v{s}\\~n\\aa", "çšñå"),
        ("\\'{\\i}", "í"),
        ("{BERT} and {GPT-2}", "BERT and GPT-2"),
        ("\\emph{in vivo} {\\em x} \\textbf{y}", "in vivo x y"),
        ("\\& \\% \\_ \\# \\$", "& % _ # $"),
        ("50% of a", "50% of a"),
        ("A--B---C", "A–B—C"),
        ("$\\alpha$-divergence of $x^2$", "α-divergence of x^2"),
        ("costs $5", "costs $5"),
        ("C\\#", "C#"),
        ("\\textasciitilde{}x", "~x"),
        ("A {\\LaTeX} Companion", "A LaTeX Companion"),
        ("The \\TeX book", "The TeXbook"),
        ("\\copyright{} 1990", "© 1990"),
        ("Code at \\url{https://x.org/a_b}", "Code at https://x.org/a_b"),
        ("called \\method, which", "called \\method, which"),
        ("", ""),
    ],
)
def test_latex_is_read_as_it_prints(source: str, expected: str) -> None:
    assert tex.to_text(source) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D: 50% of #1", r"R\&D: 50\% of \#1"),
        ("a_b", r"a\_b"),
        ("a--b", "a-{-}b"),
        ("O(n^2) ~ \\", r"O(n\textasciicircum{}2) \textasciitilde{} \textbackslash{}"),
        ("well-known “é”", "well-known “é”"),
    ],
)
def test_text_is_written_as_latex_that_prints_it(text: str, expected: str) -> None:
    assert tex.from_text(text) == expected


@bounded
@given(TIDY)
def test_text_survives_latex(text: str) -> None:
    assert tex.to_text(tex.from_text(text)) == text


@bounded
@given(st.one_of(st.text(max_size=30), MARKED))
def test_no_latex_is_too_broken_to_read(source: str) -> None:
    assert isinstance(tex.to_text(source), str)
