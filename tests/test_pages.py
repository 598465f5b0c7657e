"""This is where the curator's own pages are held to what they promise, and Markdown to safety."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import pages
from sitegen.pages import free
from sitegen.render import Chrome, render, theme
from sitegen.text import prose, writing
from sitegen.text.prose import Node
from sitegen.text.writing import Target
from tests import links
from tests.conftest import ROOT, Project

SOURCE = '{"title": "Nets and Ants", "authors": "Ada Berg", "year": 2019}\n'
KEY = "berg2019nets"


def lead(target: Target) -> tuple[str, str] | None:
    """Everything leads somewhere, but for what is called dead."""
    return None if "dead" in target.address else (f"../{target.address}", "Its Title")


def html(text: str, top: int = 2) -> str:
    """Markdown as a page shows it, through the template's own macro."""
    folder = ROOT / "templates"
    macro = (folder / "parts.html").read_text("utf-8")
    call = '{% import "parts.html" as parts %}{{ parts.prose(page) }}'
    chrome = Chrome(
        title="", description="", language="en", url="", has_venues=False, assets=(), version=""
    )
    using = theme({"parts.html": ("parts.html", macro), "x.html": ("x.html", call)}, chrome)
    tree = prose.tree(text, top=top, lead=lead, prefix="p-")
    return render(pages.Page("x.html", "x.html", tree), using=using)[1].decode()


# Markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("~~e~~", "<p><s>e</s></p>\n"),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>\n"),
        ("[x](javascript:alert(1))", "<p>x</p>\n"),
        ("[x](JaVaScRiPt:alert(1))", "<p>x</p>\n"),
        ("[x](data:text/html,y)", "<p>x</p>\n"),
        ("[x](vbscript:y)", "<p>x</p>\n"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"),
        ("[x](//evil.org/a)", "<p>x</p>\n"),
        ("[x](dead.md)", "<p>x</p>\n"),
        ("[x](a.md)", '<p><a href="../a.md">x</a></p>\n'),
        ('[x](<a" onclick="y>)', '<p><a href="../a%22%20onclick=%22y">x</a></p>\n'),
        (
            "[x](https://x.org/a)",
            '<p><a href="https://x.org/a" rel="external noopener">x</a></p>\n',
        ),
        (
            "https://x.org/a_b_c.",
            '<p><a href="https://x.org/a_b_c" rel="external noopener">https://x.org/a_b_c</a>.</p>\n',
        ),
        (
            "[m](mailto:a@b.org)",
            '<p><a href="mailto:a@b.org" rel="external noopener">m</a></p>\n',
        ),
        ("[[key]]", '<p><a href="../key">Its Title</a></p>\n'),
        ("[[key|words]]", '<p><a href="../key">words</a></p>\n'),
        ("[[dead]] [[dead|x]]", "<p>dead x</p>\n"),
        ("`[[key]]`", "<p><code>[[key]]</code></p>\n"),
        ("![a](b.png)", '<p><img src="../b.png" alt="a" loading="lazy"></p>\n'),
        ("![a](dead.png)", "<p>a</p>\n"),
        (
            "![a](https://x.org/b.png)",
            '<p><a href="https://x.org/b.png" rel="external noopener">a</a></p>\n',
        ),
        ("2. x", '<ol start="2"><li>x</li>\n</ol>\n'),
        ("```py\nx<y\n```", '<pre tabindex="0"><code class="language-py">x&lt;y\n</code></pre>\n'),
        ("```a\"b\nx\n```", '<pre tabindex="0"><code>x\n</code></pre>\n'),
        ("a  \nb", "<p>a<br>b</p>\n"),
        ("a\x00\x07b\u202e", "<p>a��b�</p>\n"),
    ],
)  # fmt: skip
def test_markdown_is_shown_safely(text: str, shown: str) -> None:
    assert html(text) == shown


def test_headings_begin_below_the_page_and_skip_no_level() -> None:
    found = re.findall(r'<(h\d) id="([\w-]+)"', html("### A\n\n##### B\n\n# C\n\n## A"))
    assert found == [("h2", "p-a"), ("h3", "p-b"), ("h2", "p-c"), ("h3", "p-a-2")]


def test_a_footnote_leads_there_and_back() -> None:
    found = html("a[^x] b[^x] c^[in *place*]\n\n[^x]: note")
    ids = re.findall(r'id="([\w-]+)"', found)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([\w-]+)"', found)) == set(ids)


def test_a_table_scrolls_by_itself_and_keeps_its_alignment() -> None:
    found = html("| a | b |\n|---|--:|\n| 1 | [[k\\|w]] |")
    assert found.startswith('<div class="table" role="region" aria-label="Table" tabindex="0">')
    assert '<td class="right"><a href="../k">w</a></td>' in found


def test_links_do_not_nest() -> None:
    found = html("[![a](https://x.org/b.png)](https://x.org) [a https://y.org b](https://x.org)")
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", found)


@pytest.mark.parametrize(
    "text",
    [
        *("*a **b " * 3000, "> " * 3000 + "x", "[" * 20000, "[[" * 10000, "- " * 3000, "`" * 20001),
        *("[^1]" * 3000 + "\n\n[^1]: x", "^[" * 3000, "|" * 3000 + "\n" + "|-" * 3000, "$" * 20000),
        *("![" * 5000, "<" * 20000, "~~" * 9999, "\\" * 20001, "#" * 7000, "[a](" * 5000),
        *("a\n" * 20000, "[[k]]" * 3000, "1. " * 3000, "***a " * 3000, "$$\n" * 2001),
    ],
    ids=lambda text: text[:4],
)
def test_hostile_markdown_is_shown_in_time(text: str) -> None:
    assert html(text)
    assert writing.targets(text) is not None


def elements(nodes: tuple[Node, ...], depth: int = 1) -> int:
    """How deep a tree goes."""
    return max((elements(node.children, depth + 1) for node in nodes), default=depth)


PIECES = st.sampled_from(
    [
        *(
            "# A",
            "## ",
            "[[k]]",
            "[[k|w]]",
            "[a](b)",
            "![a](b)",
            "[^1]",
            "[^1]: x",
            "^[y]",
            "|a|b|",
        ),
        *(
            "|-|-|",
            "- x",
            "1. y",
            "> z",
            "```",
            "$x$",
            "$$",
            "*",
            "**",
            "~~",
            "`",
            "\n",
            "\n\n",
            "  ",
        ),
        *(
            "<script>",
            "https://x.org/",
            "&amp;",
            "\\",
            "[",
            "]",
            "(",
            ")",
            "    ",
            "---",
            "é漢",
            "\x00",
        ),
    ]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_markdown_is_a_tree_of_known_elements(text: str) -> None:
    found = html(text)
    known = "p h2 h3 h4 h5 h6 a em strong s code pre ul ol li blockquote table thead tbody tr th td"
    names = set(re.findall(r"</?([a-z0-9]+)", re.sub(r"<math.*?</math>", "", found)))
    assert names <= {*known.split(), "img", "br", "hr", "sup", "div"}
    assert elements(prose.tree(text, top=2, lead=lead)) < 60
    ids = re.findall(r' id="([^"]*)"', found)
    assert len(ids) == len(set(ids))


# Pages


def site(project: Project, **files: str) -> None:
    """Build a project with the pages of that name."""
    project.write({"content/sources/a.jsonl": SOURCE})
    project.write({f"content/pages/{name}": text for name, text in files.items()})
    assert project.build() == 0


def menu(project: Project, page: str = "index.html") -> list[tuple[str, str]]:
    """(address, name) of what the menu of a page names."""
    found = project.read(f"build/site/{page}").split("<nav")[1].split("</nav>")[0]
    return re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', found)


def test_a_page_has_its_address_and_its_place_in_the_menu_of_all_pages(project: Project) -> None:
    site(project, **{"About us.md": "---\ntitle: About & us\nmenu: About\n---\nHello."})
    assert "<h1>About &amp; us</h1>" in project.read("build/site/about-us.html")
    assert ("about-us.html", "About") in menu(project)
    assert ("../about-us.html", "About") in menu(project, f"papers/{KEY}.html")


def test_a_page_is_in_the_sitemap(project: Project) -> None:
    project.write({"content/site.toml": '[site]\nurl = "https://x.org/p/"\n'})
    site(project, **{"about.md": "Hello."})
    assert "<loc>https://x.org/p/about.html</loc>" in project.read("build/site/sitemap.xml")


def test_pages_stand_in_their_order_then_by_title(project: Project) -> None:
    site(
        project,
        **{
            "a.md": "# Zebra\n\nx",
            "b.md": "# Ant\n\nx",
            "c.md": "---\norder: 2\n---\n# Two\n\nx",
            "d.md": "---\norder: -1\n---\n# One\n\nx",
            "e.md": "---\nmenu: false\n---\n# Hidden\n\nx",
        },
    )
    names = [name for _, name in menu(project)]
    assert names[4:] == ["One", "Two", "Ant", "Zebra", "Search"]
    assert "e.html" in project.files()


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# Own\n\nText.", "Own", "<p>Text.</p>"),
        ("---\ntitle: Stated\n---\n# Own\n\nText.", "Stated", '<h2 id="own">Own</h2>'),
        ("---\ntitle: Own\n---\n# Own\n\nText.", "Own", "</h1>\n<p>Text.</p>"),
        ("Text.", "How to help", "<p>Text.</p>"),
        ("", "How to help", "</h1>"),
    ],
)
def test_a_page_is_called_as_it_states(text: str, title: str, body: str, project: Project) -> None:
    site(project, **{"how-to-help.md": text})
    page = project.read("build/site/how-to-help.html")
    assert f"<h1>{title}</h1>" in page
    assert body in page


def test_links_and_files_lead_where_they_look(project: Project) -> None:
    project.write({"content/pages/img/flow 1.png": b"\x89PNG", "content/pages/.hidden": "x"})
    project.write({f"content/notes/{KEY}.md": "See [how](../pages/about.md#b) and [[about]]."})
    text = (
        f"![flow](<img/flow 1.png>) [n](../notes/{KEY}.md) [h](help.md) [[{KEY}]] [[help|x]] "
        f"[t](years/2019.html) [r](/papers/index.html) [b](#b) [f](papers/{KEY}.bib)\n\n## B"
    )
    site(project, **{"about.md": text, "help.md": "x"})
    assert project.codes() == []
    assert list(links.broken(project.out / "site")) == []
    page = project.read("build/site/about.html")
    assert '<img src="pages/img/flow%201.png" alt="flow" loading="lazy">' in page
    assert [f for f in project.files() if f.startswith("pages/")] == ["pages/img/flow 1.png"]


def test_a_page_whose_address_is_taken_is_left_out(project: Project) -> None:
    site(project, **{"search.md": "x", "About.md": "# First", "about.md": "# Second"})
    assert project.codes() == ["page-address", "page-address"]
    assert "<h1>First</h1>" in project.read("build/site/about.html")


def test_every_page_of_our_own_at_the_top_is_reserved(project: Project) -> None:
    site(project)
    own = {Path(name).stem for name in project.files() if "/" not in name}
    assert (
        own - {Path(name).stem for name in own if name.startswith("bibliography-")} <= free.RESERVED
    )


def test_without_pages_the_menu_is_as_it_was(project: Project) -> None:
    site(project)
    assert [name for _, name in menu(project)] == ["Papers", "Tags", "Authors", "Years", "Search"]


def test_a_page_that_is_gone_leaves_the_site(project: Project) -> None:
    site(project, **{"about.md": "x"})
    (project.content / "pages/about.md").unlink()
    project.build()
    assert "about.html" not in project.files()
