"""This is where the pages, the style sheet and the scripts of the built seeds are read strictly."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
import tinycss2

from .conftest import ROOT

ASSETS = ROOT / "templates" / "assets"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Element = ElementTree.Element


@pytest.fixture(scope="module")
def pages(seeds: Path) -> dict[str, Element]:
    """The pages of the site of the seeds, parsed; of the kinds with hundreds of pages a sample."""
    site = seeds / "build/site"
    steps = {"papers": 5, "authors": 12, "tags": 8}
    found = {}
    for folder in (site, *(folder for folder in sorted(site.iterdir()) if folder.is_dir())):
        files = sorted(folder.glob("*.html"))
        indexes = [file for file in files if file.name == "index.html"]
        for file in {*indexes, *files[:: steps.get(folder.name, 1)]}:
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            try:
                page = parser.parse(file.read_text("utf-8"))
            except html5lib.html5parser.ParseError as error:
                pytest.fail(f"{file.relative_to(site)}: {parser.errors}: {error}")
            found[file.relative_to(site).as_posix()] = page
    return dict(sorted(found.items()))


def elements(page: Element) -> Iterator[Element]:
    """The elements of *page* in order, comments left out."""
    return (element for element in page.iter() if isinstance(element.tag, str))


def text(element: Element) -> str:
    """The text of *element*, without spaces around it."""
    return "".join(element.itertext()).strip()


def is_redirect(page: Element) -> bool:
    """Whether the page only leads to another."""
    return any(meta.get("http-equiv") == "refresh" for meta in page.iter("meta"))


def test_every_page_is_html_without_a_mistake(pages: dict[str, Element]) -> None:
    kinds = Counter(name.split("/")[0] for name in pages)
    assert kinds["papers"] > 100
    assert {"index.html", "404.html", "search.html", "tags", "authors", "years"} <= set(kinds)


def test_no_identifier_is_used_twice_on_a_page(pages: dict[str, Element]) -> None:
    twice = {}
    for name, page in pages.items():
        count = Counter(e.get("id") for e in elements(page) if e.get("id") is not None)
        found = [identifier for identifier, times in count.items() if times > 1 or not identifier]
        if found:
            twice[name] = found
    assert twice == {}


def test_every_reference_to_an_identifier_has_its_element(pages: dict[str, Element]) -> None:
    dangling = []
    for name, page in pages.items():
        known = {element.get("id") for element in elements(page)}
        for element in elements(page):
            wanted = [element.get("for"), element.get("data-copy")]
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
                wanted += element.get(attribute, "").split()
            if element.tag == "a" and element.get("href", "").startswith("#"):
                wanted.append(element.get("href", "")[1:])
            dangling += [(name, one) for one in wanted if one and one not in known]
    assert dangling == []


def test_every_page_has_a_language_a_title_and_one_main_part(pages: dict[str, Element]) -> None:
    lacking = []
    for name, page in pages.items():
        root = page if page.tag == "html" else next(page.iter("html"))
        heads = list(root.iter("title"))
        title = text(heads[0]) if heads else ""
        mains = 1 if is_redirect(page) else len(list(root.iter("main")))
        if not root.get("lang") or not title or mains != 1:
            lacking.append(name)
    assert lacking == []


def test_no_two_pages_have_the_same_title(pages: dict[str, Element]) -> None:
    titles: dict[str, list[str]] = {}
    for name, page in pages.items():
        titles.setdefault(text(next(page.iter("title"))), []).append(name)
    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_every_page_has_one_heading_first_and_skips_no_level(pages: dict[str, Element]) -> None:
    wrong = {}
    for name, page in pages.items():
        if is_redirect(page):
            continue
        levels = [HEADINGS.index(e.tag) + 1 for e in elements(page) if e.tag in HEADINGS]
        skipped = any(deep > before + 1 for before, deep in pairwise(levels))
        if levels.count(1) != 1 or levels[0] != 1 or skipped:
            wrong[name] = levels
    assert wrong == {}


def test_no_heading_link_or_button_is_empty(pages: dict[str, Element]) -> None:
    empty = []
    for name, page in pages.items():
        for element in elements(page):
            if element.tag not in (*HEADINGS, "a", "button", "title", "summary"):
                continue
            if not text(element) and not element.get("aria-label"):
                empty.append((name, element.tag, element.attrib))
    assert empty == []


def test_every_button_says_what_type_it_has(pages: dict[str, Element]) -> None:
    types = {button.get("type") for page in pages.values() for button in page.iter("button")}
    assert types == {"submit", "button"}


def test_lists_name_five_authors_and_three_inferred_tags_at_most(
    pages: dict[str, Element],
) -> None:
    rows = [
        item
        for page in pages.values()
        for papers in page.iter("ol")
        if papers.get("class") == "papers"
        for item in papers.findall("li")
    ]
    assert len(rows) > 500
    for row in rows:
        links = [link.get("href", "") for link in row.iter("a")]
        assert sum("authors/" in link for link in links) <= 5
        inferred = [a for a in row.iter("a") if "inferred" in a.get("class", "").split()]
        assert len(inferred) <= 3


def test_the_plot_names_every_year_also_one_without_papers(pages: dict[str, Element]) -> None:
    svg = "{http://www.w3.org/2000/svg}"
    labels = [text(label) for label in pages["index.html"].iter(f"{svg}text")]
    years = [label for label in labels if len(label) == 4]
    assert years == [str(year) for year in range(2017, 2024)]


def test_a_label_is_only_given_to_what_may_have_one(pages: dict[str, Element]) -> None:
    # ARIA in HTML: aria-label on an element without a role of its own is not announced.
    plain = ("div", "span", "p", "pre", "code", "b", "small", "li", "figcaption")
    wrong = {
        (element.tag, element.get("aria-label"))
        for page in pages.values()
        for element in elements(page)
        if element.tag in plain and element.get("aria-label") and not element.get("role")
    }
    assert wrong == set()


def test_no_page_has_script_in_its_attributes_or_text(pages: dict[str, Element]) -> None:
    found = []
    for name, page in pages.items():
        for element in elements(page):
            handlers = [attribute for attribute in element.attrib if attribute.startswith("on")]
            addresses = (element.get("href", ""), element.get("src", ""))
            scripts = [one for one in addresses if one.strip().lower().startswith("javascript:")]
            inline = element.tag == "script" and text(element)
            if handlers or scripts or inline:
                found.append((name, element.tag, element.attrib))
    assert found == []


def test_no_page_loads_anything_from_another_host(pages: dict[str, Element]) -> None:
    loading = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
    kept = ("canonical", "alternate")
    foreign = {
        element.get(loading[element.tag], "")
        for page in pages.values()
        for element in elements(page)
        if element.tag in loading and element.get("rel") not in kept
        if re.match(r"(?:\w+:)?//", element.get(loading[element.tag], ""))
    }
    assert foreign == set()


def test_links_that_leave_the_site_say_so(pages: dict[str, Element]) -> None:
    silent = {
        element.get("href")
        for page in pages.values()
        for element in page.iter("a")
        if element.get("href", "").startswith("http")
        if not {"external", "noopener"} <= set(element.get("rel", "").split())
    }
    assert silent == set()


def test_the_style_sheet_parses_and_is_small() -> None:
    content = (ASSETS / "style.css").read_bytes()
    assert len(content) < 20_000
    rules, _ = tinycss2.parse_stylesheet_bytes(content, skip_comments=True, skip_whitespace=True)
    assert list(mistakes(rules)) == []


def mistakes(rules: list[tinycss2.ast.Node]) -> Iterator[str]:
    """What is no CSS in *rules* and in what they contain."""
    for rule in rules:
        if rule.type == "error":
            yield f"line {rule.source_line}: {rule.message}"
        elif rule.type == "at-rule" and rule.content is not None:
            yield from mistakes(
                tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            )
        elif rule.type == "qualified-rule":
            yield from mistakes(
                tinycss2.parse_blocks_contents(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
            )


def test_every_variable_of_the_style_sheet_is_defined() -> None:
    css = (ASSETS / "style.css").read_text("utf-8")
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used - set(re.findall(r"(--[\w-]+)\s*:", css)) == set()


def test_every_class_of_the_style_sheet_is_used_somewhere() -> None:
    css = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", (ASSETS / "style.css").read_text("utf-8"), flags=re.S)
    selectors = " ".join(re.findall(r"([^{}]+)\{", css))
    classes = set(re.findall(r"\.([a-z][\w-]*)", selectors))
    # Elements within text are made by the program.
    made = [ROOT / "sitegen" / "text" / name for name in ("mathematics.py", "prose.py")]
    files = [*(ROOT / "templates").glob("*.*"), *ASSETS.glob("*.js"), *made]
    words = set(re.findall(r"[\w-]+", " ".join(file.read_text("utf-8") for file in files)))
    assert classes - words == set()


def test_the_style_sheet_loads_nothing() -> None:
    css = (ASSETS / "style.css").read_text("utf-8")
    assert re.findall(r"@import|url\((?!['\"]?data:)", css) == []
