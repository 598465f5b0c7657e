"""This is where marked text is taken apart, compared, and shown as elements."""

import re
import time

import html5lib
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text import mathematics
from sitegen.text.fold import glue, words
from sitegen.text.markdown import escape, marked
from sitegen.text.markup import is_formula, plain, runs, spelling, spelt, tokens
from sitegen.text.mathematics import shown, to_mathml
from sitegen.text.nodes import Node
from sitegen.text.slugs import slug
from sitegen.text.tidy import tidy, tidy_marked

_BITS = st.sampled_from(
    [
        *("<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>", "<sc>", "</sc>", "<"),
        *("$", "$x$", "$\\alpha_1$", "$ x\\$", "$5", "\\$", "\\", "{", "}", "%", "&lt;i&gt;", "_"),
        *("<em>", "</em>", "<jats:p>", "</jats:p>", "<span style='font-variant: small-caps'>", "*"),
        *(
            "</span>",
            "<p>",
            "\\(",
            "\\)",
            "$$",
            "\\times",
            "^{2}",
            "a",
            "Z",
            "7",
            " ",
            "é",
            "--",
            "~",
        ),
    ]
)
MARKED = st.lists(_BITS, max_size=14).map("".join)
bounded = settings(max_examples=250, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("costs $5 and $6", []),
        ("$5 million to $10 million", []),
        ("from $10^6 to $10^7 a year", []),
        ("US$ 5 (US$)", []),
        ("a $5 (10$ less)", []),
        ("$100K in the US ($80K in the EU)", []),
        ("in $HOME/$USER", []),
        ("Ke$ha and A$AP Rocky", []),
        ("$_GET and $_POST", []),
        ("\\$x$ y", []),
        ("$ x $", []),
        ("$a{$ b", []),
        ("$5% of x$", []),
        ("$\\alpha$-divergence", ["\\alpha"]),
        ("$n$-gram, $k$NN", ["n", "k"]),
        ("$x$ and $y_1$", ["x", "y_1"]),
        ("$p < 0.05$", ["p < 0.05"]),
        ("$O(n log n)$ time", ["O(n log n)"]),
        ("$[0,1)$", ["[0,1)"]),
        ("saves $100, e.g. $x^2$", ["x^2"]),
        ("$opt$", ["opt"]),
    ],
)
def test_a_formula_is_told_from_money(text: str, expected: list[str]) -> None:
    assert [run.text for run in runs(text) if run.is_math] == expected


@bounded
@given(MARKED)
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(token.source for token in tokens(text)) == text


@bounded
@given(MARKED)
def test_what_opens_is_closed_in_order(text: str) -> None:
    opened: list[str] = []
    for token in tokens(text):
        if token.kind == "open":
            opened.append(token.text)
        elif token.kind == "close":
            assert opened.pop() == token.text
    assert opened == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("<i>E. coli</i> in H<sub>2</sub>O", "E. coli in H2O"),
        ("$\\alpha$-divergence", "α-divergence"),
        ("an $O(n^{2})$ bound", "an O(n^2) bound"),
        ("$O(n\\log n)$", "O(n log n)"),
        ("$L_1$ and $\\ell_{1}$", "L1 and ℓ1"),
        ("$\\frac{a}{b} \\le \\mathbb{R}$", "a/b ≤ R"),
        ("$\\text{if } x \\in \\mathcal{X}$", "if x ∈ X"),
        ("$\\begin{pmatrix} a & b \\end{pmatrix}$", "a b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("$\\unheard{x}$", "unheardx"),
    ],
)
def test_plain_text_has_the_letters_of_formulas(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_greek_is_spelt_but_not_in_greek() -> None:
    assert spelt("$\\alpha$-β, μm and Ελλάδα") == "alpha-beta, mum and Ελλάδα"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("$\\alpha$-stable", "alpha"),
        ("$\\alpha$-stable", "α"),
        ("α-stable", "alpha"),
        ("$O(n^2)$", "O(n^2)"),
        ("$O(n^2)$", "O(n2)"),
        ("$L_1$ norm", "L1"),
        ("$\\ell_1$ norm", "l1"),
        ("<i>E.</i> coli", "coli"),
        ("CO<sub>2</sub>", "CO2"),
    ],
)
def test_a_formula_is_found_by_what_people_type(text: str, query: str) -> None:
    assert set(words(query)) <= set(words(spelling(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$\\alpha$-divergence", "α-divergence"),
        ("$\\alpha$-divergence", "alpha-divergence"),
        ("$O(n^2)$ bounds", "O(n2) bounds"),
        ("$O(n^{2})$ bounds", "O(n²) bounds"),
        ("<i>E. coli</i>", "E. coli"),
        ("H<sub>2</sub>O", "H$_2$O"),
        ("$\\ell_1$ norm", "l1 norm"),
    ],
)
def test_spellings_of_one_title_are_equal(one: str, other: str) -> None:
    assert glue(spelt(one)) == glue(spelt(other))


def test_a_slug_has_no_marks() -> None:
    assert slug("<i>E. coli</i> and $O(n^2)$") == "e-coli-and-o-n-2"


def html(nodes: tuple[Node, ...]) -> str:
    """*nodes* as templates/parts.html shows them."""
    source = (
        "{% macro prose(nodes) %}{% for node in nodes %}{% if not node.tag %}{{ node.text }}"
        "{% else %}<{{ node.tag }}{% for name, value in node.attributes %} {{ name }}="
        '"{{ value }}"{% endfor %}>{{ prose(node.children) }}</{{ node.tag }}>{% endif %}'
        "{% endfor %}{% endmacro %}{{ prose(nodes) }}"
    )
    return jinja2.Environment(autoescape=True).from_string(source).render(nodes=nodes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b", "a &lt; b"),
        ("<i>a <b>b</b></i>", "<em>a <strong>b</strong></em>"),
        ("<sc>a</sc><sub>b</sub>", '<span class="sc">a</span><sub>b</sub>'),
        ("<i>a", "&lt;i&gt;a"),
        ("<script>a</script>", "&lt;script&gt;a&lt;/script&gt;"),
        (
            "$x^2$",
            '<math alttext="x^2"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>',
        ),
        ("$\\unheard{x}$", '<code class="math">\\unheard{x}</code>'),
        (
            "$n\\log n$",
            '<math alttext="n\\log n"><mrow><mi>n</mi><mspace width="0.1667em"></mspace>'
            '<mi>log</mi><mspace width="0.1667em"></mspace><mi>n</mi></mrow></math>',
        ),
        (
            "$\\text{<b>&}$",
            '<math alttext="\\text{&lt;b&gt;&amp;}"><mrow><mtext>&lt;b&gt;&amp;</mtext></mrow>'
            "</math>",
        ),
    ],
)
def test_marked_text_is_shown_as_elements(text: str, expected: str) -> None:
    assert html(shown(text)) == expected


def test_addresses_in_marked_text_lead_there() -> None:
    nodes = shown("<i>see https://x.org/a.</i>", with_links=True)
    link = '<a href="https://x.org/a" rel="external noopener">https://x.org/a</a>'
    assert html(nodes) == f"<em>see {link}.</em>"


@pytest.mark.parametrize(
    "tex",
    [
        "\\href{javascript:alert(1)}{x}",
        "\\style{background:url(x)}{x}",
        "\\class{a}{b}",
        "\\id{a}{b}",
        "\\color{red;x:expression(1)}{x}",
        '\\text{<a href="javascript:x" onclick=y>}',
        "\\text{&lt;script&gt;}",
        '"><script>x</script>',
        "\\includegraphics{x}",
        "\\url{javascript:x}",
        "\\mathrm{<img src=x onerror=y>}",
    ],
)
def test_no_formula_can_act(tex: str) -> None:
    parsed = html5lib.parseFragment(html((mathematics.formula(tex),)), namespaceHTMLElements=False)
    names = {re.sub(r"\{.*\}", "", str(one.tag)) for one in parsed.iter()} - {"DOCUMENT_FRAGMENT"}
    attributes = {name for one in parsed.iter() for name in one.attrib}
    assert names <= {*mathematics.ELEMENTS, "code"}
    assert attributes <= {*mathematics.ATTRIBUTES, "alttext", "class"}


@pytest.mark.parametrize(
    "tex",
    [
        *("", "x^2^3", "\\frac", "\\left(", "{", "\\unheard", "x" * 2000, "{" * 500, "_{" * 40),
        *("\\begin{matrix}" * 50, "\\sqrt" * 190, "^" * 900, "\\left(" * 160, "\\'e"),
    ],
    ids=lambda tex: tex[:8] or "empty",
)
def test_what_cannot_be_converted_is_no_mathml(tex: str) -> None:
    assert to_mathml(tex) is None


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "\\frac",
                    "{",
                    "}",
                    "^",
                    "_",
                    "\\left",
                    "\\right",
                    "(",
                    ")",
                    "&",
                    "\\\\",
                    "\\sqrt",
                ),
                *(
                    "\\begin{matrix}",
                    "\\end{matrix}",
                    "x",
                    "\\text{",
                    "\\alpha",
                    "1",
                    " ",
                    "'",
                    "<",
                ),
                *(
                    "\\limits",
                    "\\sum",
                    "\\not",
                    "\\color",
                    "\\genfrac",
                    "\\substack",
                    "[",
                    "]",
                    "$",
                ),
            ]
        ),
        max_size=16,
    ).map("".join)
)
def test_no_formula_is_too_broken_to_show(tex: str) -> None:
    assert html((mathematics.formula(tex),)).startswith(("<math", "<code"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<em>in vivo</em>", "<i>in vivo</i>"),
        ("<I>x</I> <STRONG>y</STRONG>", "<i>x</i> <b>y</b>"),
        ("<jats:p>a <jats:italic>b</jats:italic></jats:p><jats:p>c</jats:p>", "a <i>b</i> c"),
        ("&lt;i&gt;x&lt;/i&gt;", "<i>x</i>"),
        ('<span style="font-variant: small-caps">Bert</span>', "<sc>Bert</sc>"),
        ('<span class="nocase">BERT</span>', "BERT"),
        ("H<sub>2</sub>O, 1<sup>st</sup>", "H<sub>2</sub>O, 1<sup>st</sup>"),
        ("<i>x", "x"),
        ("a<b>c", "a<b>c"),
        ("a<i></i>b", "ab"),
        ("16$\\times$16", "16×16"),
        ("$\\sim$5%", "~5%"),
        ("$5$ of $10\\%$", "5 of 10%"),
        ("10$^{-3}$, H$_2$O, 5$^{th}$", "10<sup>-3</sup>, H<sub>2</sub>O, 5<sup>th</sup>"),
        ("90$^\\circ$C", "90°C"),
        ("$\\mu$m", "$\\mu$m"),
        ("$\\textbf{A}$dversarial", "<b>A</b>dversarial"),
        ("\\(x^2\\)", "$x^2$"),
        ("$ \\alpha $ and $$\\beta$$", "$\\alpha$ and $\\beta$"),
        ("($k$2)", "($k2$)"),
        ("``$x$''", '"$x$"'),
        ("$\\mathrm{a~b}$--$f''$", "$\\mathrm{a~b}$--$f''$"),
        ("costs $5 and $6", "costs $5 and $6"),
    ],
)
def test_marks_of_the_web_are_those_of_marked_text(source: str, expected: str) -> None:
    assert tidy_marked(source) == expected


def test_a_plain_field_has_no_tags() -> None:
    assert tidy("<em>Nature</em> <b>Reviews</b> H<sub>2</sub>O") == "Nature Reviews H2O"


@bounded
@given(MARKED)
def test_tidying_marked_text_twice_is_once(text: str) -> None:
    once = tidy_marked(text)
    assert tidy_marked(once) == once


@bounded
@given(MARKED)
def test_marked_text_survives_markdown(text: str) -> None:
    tidied = tidy_marked(text)
    assert marked(escape(tidied)) == tidied


def test_emphasis_of_markdown_is_a_mark() -> None:
    assert marked("*E. coli* and **bold**") == "<i>E. coli</i> and <b>bold</b>"


def test_a_formula_has_balanced_braces() -> None:
    assert [is_formula(text) for text in ("{a}", "\\{a\\}", "{a", "\\{a", "a}", "}{")] == [
        *(True, True, False, False, False, False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "$" * 100_000,
        "$x" * 50_000,
        "<i>" * 50_000,
        "<i></b>" * 30_000,
        "$a{" * 50_000,
        "$\\a" * 50_000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_marked_text_is_read_in_time(text: str) -> None:
    start = time.process_time()
    tidy_marked(text)
    assert time.process_time() - start < 5


def test_a_greek_letter_without_a_name_stays_as_it_is() -> None:
    assert spelt("the ή, and α") == "the ή, and alpha"
