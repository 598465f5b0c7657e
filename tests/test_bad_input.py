"""This is where it is held that bad input costs only itself, and that it is said what is wrong."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests import links
from tests.codes import finding_codes
from tests.conftest import ROOT, Project, check_golden, tree

BROKEN = ROOT / "tests" / "sites" / "broken"
LIMITED = ("keys-not-kept", "unreadable")
"""Findings that need a person with fewer rights than root has."""

GENERATED = {"too-long": {"content/sources/b.txt": "word " * 500_000}}
"""Sources that are too big to lie in a repository, by code and path."""

GOOD = '{"id": "good", "title": "A Paper That Is Fine"}\n'
SENTENCE = "It is a sentence about many things that a paper could say. "


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody can enter, unlike tmp_path."""
    with tempfile.TemporaryDirectory(prefix="sitegen-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def run_unprivileged(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    if not hasattr(os, "geteuid"):
        pytest.skip("rights are another matter on this system")
    program = [sys.executable, "-m", "tests.unprivileged", str(root), *command]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, env=environment)


# One tiny project for each finding


def test_every_finding_has_a_project_that_shows_it() -> None:
    assert sorted(folder.name for folder in BROKEN.iterdir()) == finding_codes()


@pytest.mark.parametrize("code", [code for code in finding_codes() if code not in LIMITED])
def test_a_broken_project_says_exactly_what_is_wrong_golden(code: str, project: Project) -> None:
    shutil.copytree(BROKEN / code / "content", project.content)
    project.write(GENERATED.get(code, {}))
    assert project.build("-v") == 0
    check_golden(BROKEN / code / "expected.txt", project.stderr)
    assert code in project.codes()
    assert project.keys() != []


@pytest.mark.parametrize("code", LIMITED)
def test_a_person_with_few_rights_is_told_exactly_what_is_wrong_golden(
    code: str, shared: Path
) -> None:
    shutil.copytree(BROKEN / code / "content", shared / "content")
    (shared / "build").mkdir()
    (shared / "build").chmod(0o777)
    (shared / "content").chmod(0o555 if code == "keys-not-kept" else 0o777)
    if code == "unreadable":
        (shared / "content/sources/a.bib").chmod(0)
    done = run_unprivileged(shared, "build", "-v")
    (shared / "content").chmod(0o755)
    assert done.returncode == 0, done.stderr
    check_golden(BROKEN / code / "expected.txt", done.stderr)
    report = json.loads((shared / "build/report.json").read_text("utf-8"))
    assert code in [finding["code"] for finding in report["findings"]]


@pytest.mark.parametrize("code", finding_codes())
def test_every_warning_says_what_to_do(code: str) -> None:
    lines = (BROKEN / code / "expected.txt").read_text("utf-8").splitlines()
    warnings = [n for n, line in enumerate(lines) if line.endswith(f"[{code}]")]
    assert warnings
    without = [lines[n] for n in warnings if ": note: " not in lines[n]]
    hinted = [lines[n] for n in warnings if "\n".join(lines[n + 1 : n + 2]).startswith("  hint: ")]
    assert [line for line in without if line not in hinted] == []


# Mistakes that leave nothing to build: one sentence, and what to do


def refused(project: Project, code: int, *command: str) -> str:
    """What is said when *command* exits with *code* and makes nothing."""
    assert project.run(*command) == code
    assert project.stdout == ""
    assert project.stderr.startswith("sitegen: ")
    assert re.search(r"\n  hint: .+\n$", project.stderr), project.stderr
    assert len(project.stderr.splitlines()) == 2
    return project.stderr.removeprefix("sitegen: ")


@pytest.mark.parametrize("command", ["build", "convert", "check"])
def test_no_content_folder_is_one_sentence(command: str, project: Project) -> None:
    assert refused(project, 2, command) == (
        f"error: there is no content folder '{project.content}'\n"
        "  hint: name yours with --content, or run sitegen from the folder that holds content/\n"
    )
    assert tree(project.root) == {}


@pytest.mark.parametrize("command", ["build", "convert", "render", "check"])
def test_a_content_folder_that_is_a_file_is_one_sentence(command: str, project: Project) -> None:
    project.write({"content": "a file"})
    assert refused(project, 2, command) == (
        f"error: '{project.content}' is a file, not a folder\n"
        "  hint: name a folder with --content\n"
    )


@pytest.mark.parametrize("files", [{"content/site.toml": ""}, {"content/sources/.hidden": "x"}])
def test_no_sources_is_one_sentence(files: dict[str, str], project: Project) -> None:
    project.write(files)
    assert refused(project, 1, "build") == (
        f"error: there are no sources in '{project.content / 'sources'}'\n"
        "  hint: put listings, .bib or .jsonl files there\n"
    )
    assert not project.out.exists()


def test_sources_without_a_single_paper_make_a_site_that_says_so(project: Project) -> None:
    project.write({"content/sources/empty.txt": ""})
    assert project.build() == 0
    assert project.stdout.splitlines()[0] == (
        "0 records read = 0 papers + 0 merged + 0 quarantined"
    )
    assert list(links.broken(project.out / "site")) == []


def test_no_settings_are_all_defaults(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD})
    assert project.build() == 0
    assert project.stderr == ""
    assert "<title>Bibliography</title>" in project.read("build/site/index.html")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[site]\ntitle = Papers\n",
            "content/site.toml:2: error: this is not valid TOML: invalid value\n"
            "  hint: write `key = value`, a line each, text in quotation marks:"
            ' title = "My papers"\n',
        ),
        (
            "[site]\npapers_per_page = 0\n",
            "content/site.toml:2: error: `papers_per_page` is 0, but must be from 1 to 1000\n"
            "  hint: for example: papers_per_page = 50\n",
        ),
        (
            '\n[site]\nlanguage = "en us"\n',
            "content/site.toml:3: error: `language` is 'en us', but must be a language tag\n"
            '  hint: such as "en"\n',
        ),
        (
            b'[site]\ntitle = "Caf\xe9"\n',
            "content/site.toml:2: error: the file is not UTF-8\n  hint: save the file as UTF-8\n",
        ),
    ],
    ids=["syntax", "bounds", "language", "encoding"],
)
@pytest.mark.parametrize("command", ["build", "convert", "check", "render"])
def test_broken_settings_are_one_sentence_with_path_and_line(
    command: str, text: str | bytes, said: str, project: Project
) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "content/site.toml": text})
    assert refused(project, 1, command) == said
    assert not project.out.exists()


def test_settings_that_are_a_folder_are_one_sentence(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "content/site.toml/x": ""})
    assert refused(project, 1, "build").startswith(
        "content/site.toml: error: the file cannot be read: is a directory\n"
    )


MARKED = """\
# anchor key: written by sitegen, never edited, committed with the sources.
419c925b5d3bc73c x
<<<<<<< HEAD
78e13ecbc115190c smith2020deep
=======
8c9e02c1d69f9c4c smith2020deep
>>>>>>> other
"""


@pytest.mark.parametrize("command", ["build", "convert", "check"])
def test_merge_conflict_markers_in_keys_are_one_sentence(command: str, project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "content/keys.lock": MARKED})
    assert refused(project, 1, command) == (
        "content/keys.lock:3: error: git left a conflict here: '<<<<<<< HEAD'\n"
        "  hint: keep the lines of both sides, delete those that git put in (<<<<<<<, =======, "
        ">>>>>>>) and build; `keys.lock merge=union` in content/.gitattributes does that alone\n"
    )
    assert project.read("content/keys.lock") == MARKED
    assert not project.out.exists()


@pytest.mark.parametrize("key", ["../../x", "a/b", "con", "index", "x-page-2", ".", "é", "x.html"])
def test_a_key_in_the_lock_that_is_no_file_name_is_one_sentence(key: str, project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "content/keys.lock": f"{'0' * 16} {key}\n"})
    assert refused(project, 1, "build").startswith("content/keys.lock:1: error: ")


def test_keys_that_are_not_text_are_one_sentence(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "content/keys.lock": b"\xff\xfe\x00"})
    assert refused(project, 1, "build").startswith("content/keys.lock")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"1: error: this file has no front matter\n"),
        ("# A paper\n", r"1: error: this file has no front matter\n"),
        ("---\nkey: x\n", r"1: error: "),
        ("---\ntitle: A\n---\n", r"1: error: this paper has no key\n"),
        ("---\nkey: x\n---\n", r"1: error: this paper has no title\n"),
        ("---\nkey: x\ntitle: [A\n---\n", r"3: error: the front matter is not valid YAML: "),
        ("---\n- a\n---\n", r"1: error: the front matter has no `name: value` lines\n"),
        ("---\nkey: ../../x\ntitle: A\n---\n", r"\d: error: .*'\.\./\.\./x'"),
        ("---\nkey: a/b\ntitle: A\n---\n", r"\d: error: .*'a/b'"),
        ("---\nkey: con\ntitle: A\n---\n", r"\d: error: .*'con'"),
        ("---\nkey: index\ntitle: A\n---\n", r"\d: error: .*'index'"),
        ("---\nkey: x\ntitle: A\nyear: soon\n---\n", r"\d: error: .*'soon'"),
        ("---\nkey: x\ntitle: A\naliases: ../y\n---\n", r"\d: error: .*'\.\./y'"),
        ("---\nkey: x\ntitle: A\naliases: x\n---\n", r"\d: error: .*'x'"),
        ("---\nkey: x\ntitle: A\naliases: [y, Y]\n---\n", r"\d: error: .*'Y'"),
        ("---\nkey: x\ntitle: A\ndate: 2020-13-45\n---\n", r"\d: error: .*month must be"),
        ("---\nkey: x\ntitle: A\nsources: 3\n---\n", r"\d: error: "),
        ("---\nkey: x\ntitle: A\nextra: [1]\n---\n", r"\d: error: "),
        ("---\nkey: x\ntitle: !!python/name:os.system\n---\n", r"3: error: "),
    ],
)
def test_a_broken_library_is_one_sentence(text: str, said: str, project: Project) -> None:
    project.write({"build/library/papers/x.md": text, "build/site/index.html": "the last"})
    before = tree(project.root)
    assert re.match(rf"library/papers/x\.md:{said}", refused(project, 1, "render"))
    after = tree(project.root)
    assert {name: after[name] for name in after if "/cache/" not in name} == before


def test_two_papers_of_a_library_under_one_key_are_one_sentence(project: Project) -> None:
    text = "---\nkey: {}\ntitle: A\n---\n"
    project.write(
        {
            "build/library/papers/a.md": text.format("same"),
            "build/library/papers/b.md": text.format("Same"),
        }
    )
    assert re.match(r"library/papers/b\.md:\d: error: .*'Same'", refused(project, 1, "render"))


def test_a_library_that_is_not_utf_8_is_one_sentence(project: Project) -> None:
    project.write({"build/library/papers/a.md": b"---\nkey: x\ntitle: Caf\xe9\n---\n"})
    assert refused(project, 1, "render").startswith(
        "library/papers/a.md:3: error: the file is not UTF-8\n"
    )


def test_no_library_is_one_sentence(project: Project) -> None:
    project.write({"content/site.toml": ""})
    assert refused(project, 2, "render") == (
        f"error: there is no library in '{project.out}'\n"
        "  hint: `sitegen convert` makes one from the sources; --out names the folder\n"
    )


# Where nothing can be written


@pytest.mark.parametrize("command", ["build", "convert", "render", "check"])
def test_an_output_folder_that_is_a_file_is_one_sentence(command: str, project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "build": "a file"})
    assert refused(project, 2, command) == (
        f"error: '{project.out}' is a file, not a folder\n  hint: name a folder with --out\n"
    )
    assert project.read("build") == "a file"


@pytest.mark.parametrize("name", ["site", "library", "cache", "cache/staging"])
def test_a_file_in_the_place_of_a_folder_is_one_sentence(name: str, project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, f"build/{name}": "a file"})
    assert refused(project, 1, "build").startswith("error: cannot write '")
    assert project.read(f"build/{name}") == "a file"


def test_a_folder_in_the_place_of_the_report_is_one_sentence(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "build/report.json/mine": "mine"})
    assert refused(project, 1, "build").startswith(
        f"error: cannot write '{project.out / 'report.json'}': "
    )


def test_an_output_folder_below_a_file_is_one_sentence(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD, "file": ""})
    assert refused(project, 1, "build", "--out", str(project.root / "file/build")).startswith(
        "error: cannot write '"
    )


def test_an_output_folder_that_may_not_be_written_is_one_sentence(shared: Path) -> None:
    (shared / "content/sources").mkdir(parents=True)
    (shared / "content/sources/a.jsonl").write_text(GOOD)
    (shared / "build").mkdir()
    (shared / "build").chmod(0o555)
    done = run_unprivileged(shared, "build")
    (shared / "build").chmod(0o755)
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "sitegen: error: cannot write 'build/library': permission denied\n"
        "  hint: name a folder that you may write to with --out\n",
    )


# What lies among the sources


def test_a_folder_with_the_name_of_a_source_is_a_folder(project: Project) -> None:
    project.write({"content/sources/x.bib/a.jsonl": GOOD})
    assert project.build() == 0
    assert project.stderr == ""
    assert project.report()["records_read"] == 1


def test_a_link_to_a_source_is_read(project: Project) -> None:
    project.write({"elsewhere/a.jsonl": GOOD, "content/sources/readme.md": "# A Paper\n\nA B\n"})
    (project.content / "sources/a.jsonl").symlink_to(project.root / "elsewhere/a.jsonl")
    assert project.build() == 0
    assert project.report()["records_read"] == 2


def test_a_link_that_leads_nowhere_is_told(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD})
    (project.content / "sources/b.bib").symlink_to(project.root / "nowhere.bib")
    assert project.build() == 0
    assert project.codes() == ["unreadable"]
    assert project.stderr.startswith("content/sources/b.bib: warning: ")


def test_a_link_in_a_circle_ends(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD})
    (project.content / "sources/again").symlink_to(project.content / "sources")
    assert project.build() == 0
    assert project.report()["papers"] == 1


def test_a_pipe_among_the_sources_does_not_hang_the_build(project: Project) -> None:
    project.write({"content/sources/a.jsonl": GOOD})
    os.mkfifo(project.content / "sources/pipe.bib")
    assert project.build() == 0
    assert stat.S_ISFIFO((project.content / "sources/pipe.bib").stat().st_mode)


def test_a_source_with_a_strange_name_is_read(project: Project) -> None:
    name = 'a <script>alert(1)</script>: "x" \u202e 变 \n.jsonl'
    project.write({"content/sources/x.jsonl": GOOD})
    (project.content / "sources/x.jsonl").rename(
        project.content / "sources" / name.replace("/", "_")
    )
    assert project.build() == 0
    assert dangers(project) == []


def test_a_source_whose_name_is_not_utf_8_is_read(project: Project) -> None:
    project.write({"content/sources/x.jsonl": GOOD + "{}\n"})
    folder = os.fsencode(project.content / "sources")
    os.rename(folder + b"/x.jsonl", folder + b"/caf\xe9.jsonl")  # noqa: PTH104  # bytes
    assert project.build() == 0
    assert project.report()["papers"] == 1


# Text that would like to be more


class Elements(HTMLParser):
    """What a page consists of that could do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_ours = tag == "script" and re.search(r"assets/site\.js\?v=\w+$", named.get("src") or "")
        if tag in ("script", "img", "iframe", "object", "embed", "base") and not is_ours:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or (name == "style" and "anchor" not in (value or "")):
                self.found.append(f"{name}={value}")
            if name in ("href", "src", "action") and not re.match(
                r"[a-z]*$|https?$|ftp$", _scheme(value)
            ):
                self.found.append(f"{name}={value}")
            if name in ("href", "src", "action") and _scheme(value) not in (
                "",
                "http",
                "https",
                "ftp",
            ):
                self.found.append(f"{name}={value}")


def _scheme(address: str | None) -> str:
    return urlsplit(re.sub(r"[\x00-\x20]", "", address or "")).scheme.lower()


def dangers(project: Project) -> list[str]:
    """Scripts, handlers and addresses of other kinds in the site's pages."""
    found: list[str] = []
    for page in sorted((project.out / "site").rglob("*.html")):
        elements = Elements()
        elements.feed(page.read_text("utf-8"))
        elements.close()
        found += [f"{page.name}: {what}" for what in elements.found]
    for name in ("feed.xml", "sitemap.xml"):
        ElementTree.fromstring(project.read(f"build/site/{name}"))
    return found


NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></pre></code><script>alert(1)</script>",
    "<!-- ]]> --><svg onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7 * 7 }}{% raw %}",
    "</script><script>alert(1)//",
    "{\\script} $<script>$ \\href{javascript:alert(1)}{x} ``<b>''",
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png) <b>",
)
FIELDS = ("title", "abstract", "venue", "volume", "number", "pages", "type", "note", "year", "doi")


def test_markup_in_any_field_is_text(project: Project) -> None:
    records = [
        {
            **dict.fromkeys((*FIELDS, "arxiv", "url", "pdf", "code", text), f"A word {text}"),
            "id": text,
            "authors": [text, f"Ann {text}", f"{text}, Ann"],
            "keywords": [text, "trees"],
            "year": 2020,
        }
        for text in NASTY
    ]
    project.write({"content/sources/a.jsonl": "".join(f"{json.dumps(r)}\n" for r in records)})
    assert project.build() == 0
    assert project.report()["records_read"] == len(NASTY)
    assert dangers(project) == []
    assert list(links.broken(project.out / "site")) == []


@pytest.mark.parametrize("text", ["".join(NASTY), "".join(reversed(NASTY))])
def test_markup_in_the_settings_is_text(text: str, project: Project) -> None:
    toml = f"[site]\ntitle = {json.dumps(text)}\ndescription = {json.dumps(text)}\n"
    project.write({"content/sources/a.jsonl": GOOD, "content/site.toml": toml})
    assert project.build() == 0
    assert dangers(project) == []


def test_markup_in_bibtex_is_text(project: Project) -> None:
    names = (*FIELDS, "author", "keywords")
    for number, text in enumerate(text for text in NASTY if "{" not in text):
        fields = ", ".join(f"{name} = {{A word {number} {text}}}" for name in names)
        project.write({f"content/sources/{number}.bib": f"@misc{{k{number}, {fields}}}\n"})
    assert project.build() == 0
    assert dangers(project) == []


def test_markup_in_an_outline_is_text(project: Project) -> None:
    for number, text in enumerate(NASTY):
        facts = f"Keywords: {text}\nURL: {text}\n{text}: {text}\n"
        outline = f"## A Paper {text}\n\nAnn {text}, Bo Li\n\n{facts}\n{SENTENCE * 3}{text}\n"
        project.write({f"content/sources/{number}.md": outline})
    assert project.build() == 0
    assert dangers(project) == []


def test_markup_in_a_listing_is_text(project: Project) -> None:
    for number, text in enumerate(NASTY):
        title = f"{text}\n\nA Paper About Many Things {text}\n"
        listing = f"{title}\n{SENTENCE * 4}{text} {SENTENCE}\n"
        project.write({f"content/sources/{number}.txt": listing})
    assert project.build() == 0
    assert dangers(project) == []


def test_markup_in_the_library_is_text(project: Project) -> None:
    for number, text in enumerate(NASTY):
        quoted = json.dumps(text)
        names = (*(name for name in FIELDS if name not in ("abstract", "year")), "url")
        front = "\n".join(f"{name}: {quoted}" for name in names)
        front += f"\nauthors: [{quoted}]\ntags: [{quoted}]\nextra: [{{{quoted}: {quoted}}}]"
        front += f'\nsources: [{{"at": {quoted}, "id": {quoted}, "because": {quoted}}}]'
        paper = f"---\nkey: x{number}\n{front}\n---\n\n{text}\n"
        project.write({f"build/library/papers/x{number}.md": paper})
    assert project.run("render") == 0
    assert dangers(project) == []


def test_half_a_character_in_the_library_is_no_traceback(project: Project) -> None:
    front = (
        'key: x\ntitle: "A \\ud800 \\u0001 Paper"\nvenue: "B\\udfff"\nauthors: ["Ann \\ud800 Li"]'
    )
    facts = 'tags: ["c\\ud800"]\nextra: [{"n\\ud800": "\\ud800"}]'
    source = '[{"at": "a\\ud800:1", "id": "\\ud800", "because": "\\ud800"}]'
    text = f"---\n{front}\n{facts}\nsources: {source}\n---\n\nAbstract.\n"
    project.write({"build/library/papers/x.md": text})
    assert project.run("render") == 0
    assert dangers(project) == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " \tjava\nscript:alert(1)",
        "\u0001javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "https:evil",
        "http://",
        'https://x.example/"onclick="alert(1)',
    ],
)
def test_only_addresses_of_the_web_become_links(address: str, project: Project) -> None:
    named = dict.fromkeys(("url", "pdf", "code"), address)
    record = {"title": "A Paper", "abstract": f"See {address} for more.", "doi": address, **named}
    project.write({"content/sources/a.jsonl": json.dumps(record)})
    assert project.build() == 0
    assert dangers(project) == []
    page = links.read(project.out / "site/papers/paper.html")
    assert [x for x in page.leads if links.is_elsewhere(x) and "x.example" not in x] == []
    assert project.codes() == ["bad-code", "bad-doi", "bad-pdf", "bad-url"]


CONTROL = (
    "\0",
    "\x01\x08\x0b",
    "\x1b[31m",
    "\x7f\x85\x9f",
    "\u2028\u2029",
    "\ufeff",
    "\ufffe\uffff",
)


@pytest.mark.parametrize("text", [*CONTROL, "\ud800", "\udcff\ud83d", "\u202e\u200b", "\U0010ffff"])
def test_characters_that_no_page_can_hold_do_no_harm(text: str, project: Project) -> None:
    record = {
        **dict.fromkeys(
            (*FIELDS, "arxiv", "url", "pdf", "code", f"x{text}"), f"A wo{text}rd {text}"
        ),
        "id": f"i{text}",
        "authors": [f"Ann Sm{text}ith", text],
        "keywords": [f"tr{text}ees", text],
        "year": 2020,
    }
    project.write({"content/sources/a.jsonl": json.dumps(record) + "\n" + GOOD})
    assert project.build() == 0
    assert project.report()["papers"] == 2
    assert dangers(project) == []
    before = tree(project.out / "site")
    assert project.run("render") == 0
    assert tree(project.out / "site") == before


def test_a_control_character_in_the_settings_does_no_harm(project: Project) -> None:
    toml = '[site]\ntitle = "A\\u0001B"\ndescription = "A\\uFFFEB\\u000B"\n'
    project.write({"content/sources/a.jsonl": GOOD, "content/site.toml": toml})
    assert project.build() == 0
    assert dangers(project) == []


def test_a_control_character_in_a_source_does_not_reach_the_terminal(project: Project) -> None:
    record = {"title": "A \x1b]0;owned\x07 Paper", "year": "\x1b[31mred", "url": "\x1b[2Jx"}
    project.write({"content/sources/a.jsonl": json.dumps(record) + "\n\x1b[31mnonsense\n"})
    assert project.build() == 0
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", project.stderr + project.stdout) == []


# Names that would like to be paths

TITLES = (
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows",
    "con",
    "CON",
    "nul.txt",
    "..",
    ".",
    "/",
    "!!!",
    "???",
    "index",
    "x-page-2",
    "变形金刚",
    "注意力就是你所需要的一切",
    "トランスフォーマー",
    "👍",
    "\u202egnp.exe",
    "a" * 5000,
    "word " * 1000,
    "-",
    "- -",
    "~",
    "*?:|<>",
)
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def unsafe(project: Project, folder: str = "build/site") -> list[str]:
    """Names of files that some system cannot hold, or cannot tell from another."""
    names = [n for n in project.files(folder) if not n.startswith(("assets/", "search/"))]
    seen: set[str] = set()
    found = []
    for name in names:
        stem = name.rsplit("/", 1)[-1].split(".")[0]
        is_strange = not re.fullmatch(r"([a-z]+/)?[A-Za-z0-9_-]{1,96}\.[a-z]+", name)
        if is_strange or RESERVED.fullmatch(stem) or name.lower() in seen:
            found.append(name)
        seen.add(name.lower())
    return found


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_would_be_a_path_gets_a_page_with_a_safe_name(
    title: str, project: Project
) -> None:
    project.write(
        {"content/sources/a.jsonl": json.dumps({"id": "x", "title": title}) + "\n" + GOOD}
    )
    before = tree(project.root)
    assert project.build() == 0
    assert project.report()["papers"] + project.report()["quarantined"] == 2
    assert unsafe(project) == []
    made = {name for name in tree(project.root) if name not in before}
    assert {name.split("/")[0] for name in made - {"content/keys.lock"}} == {"build"}


def test_titles_that_would_be_paths_do_not_meet(project: Project) -> None:
    lines = "".join(json.dumps({"id": str(n), "title": t}) + "\n" for n, t in enumerate(TITLES))
    project.write({"content/sources/a.jsonl": lines})
    assert project.build() == 0
    report = project.report()
    assert report["records_read"] == len(TITLES)
    assert report["merged"] == 0, report["merges"]  # "con" and "CON" say too little
    assert unsafe(project) == []
    assert len(project.keys()) == report["papers"]


def test_names_of_authors_tags_and_venues_that_would_be_paths_are_safe(project: Project) -> None:
    lines = (
        json.dumps({"title": f"Paper {n}", "authors": [t], "keywords": [t], "venue": t}) + "\n"
        for n, t in enumerate(TITLES)
    )
    project.write({"content/sources/a.jsonl": "".join(lines)})
    assert project.build() == 0
    assert unsafe(project) == []
    assert list(links.broken(project.out / "site")) == []


CITABLE = {
    "../x": "x",
    "a/b": "a-b",
    "con": "con-x",
    "index": "index-x",
    "x-page-2": "x-page-2-x",
    "a:b": "a-b",
    ".x": "x",
    "x" * 200: "x" * 80,
    "ä": "a",
}


@pytest.mark.parametrize("key", CITABLE)
def test_a_stated_key_that_would_be_a_path_is_cited_but_names_no_file(
    key: str, project: Project
) -> None:
    project.write({"content/sources/a.bib": f"@misc{{{key}, title={{A First Paper}}}}\n"})
    assert project.build() == 0
    assert project.codes() == []
    assert unsafe(project) == []
    assert project.keys() == [CITABLE[key]]
    assert f"@misc{{{key}," in project.read("build/library/bibliography.bib")


@pytest.mark.parametrize("key", ["a'b", "-", "\\x"])
def test_a_stated_key_that_no_program_could_cite_is_not_kept_and_that_is_told(
    key: str, project: Project
) -> None:
    project.write({"content/sources/a.bib": f"@misc{{{key}, title={{A First Paper}}}}\n"})
    assert project.build() == 0
    assert project.codes() == ["key-changed"]
    assert unsafe(project) == []
    assert project.keys() == ["first"]


@pytest.mark.parametrize("key", ["Smith2020", "smith_2020", "smith-2020", "2020", "CamelCase"])
def test_a_stated_key_that_can_be_a_file_name_is_kept(key: str, project: Project) -> None:
    project.write({"content/sources/a.bib": f"@misc{{{key}, title={{A First Paper}}}}\n"})
    assert project.build() == 0
    assert project.codes() == []
    assert project.keys() == [key]


def test_keys_that_differ_by_case_only_do_not_meet(project: Project) -> None:
    bib = "@misc{Key, title={A First Paper}}\n@misc{key, title={A Second Paper}}\n"
    project.write({"content/sources/a.bib": bib})
    assert project.build() == 0
    assert project.report()["papers"] == 2
    assert unsafe(project) == []
    assert project.keys() == ["Key", "key-2"]
    assert sorted(project.codes()) == ["duplicate-key", "key-changed"]


# Shapes


def test_two_titles_in_a_row_lose_neither_paper_nor_line(project: Project) -> None:
    listing = f"First Title of a Paper\nSecond Title of a Paper\n\n{SENTENCE * 4}\n"
    project.write({"content/sources/a.txt": listing})
    assert project.build() == 0
    assert project.stderr == (
        "content/sources/a.txt:1: warning: a line with no abstract below it:"
        " 'First Title of a Paper' [no-abstract]\n"
        "  hint: if it is a title, add its abstract below it; if not, delete the line\n"
    )
    assert project.report()["papers"] == 1
    assert project.report()["findings"][0]["raw"] == "First Title of a Paper"
    assert "Second Title of a Paper" in project.read("build/library/bibliography.bib")


def test_an_empty_file_costs_its_neighbours_nothing(project: Project) -> None:
    project.write({"content/sources/a.bib": "", "content/sources/b.jsonl": GOOD})
    assert project.build() == 0
    assert project.stderr.startswith(
        "content/sources/a.bib: warning: the file is empty [empty-source]\n"
    )
    assert project.report()["papers"] == 1


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04" + os.urandom(500), b"\0"],
    ids=["all bytes", "png", "zip", "zero"],
)
def test_a_binary_file_costs_its_neighbours_nothing(content: bytes, project: Project) -> None:
    project.write({"content/sources/a.bib": content + b"\0", "content/sources/b.jsonl": GOOD})
    assert project.build() == 0
    assert project.codes() == ["not-text"]
    assert project.stdout.splitlines()[0] == (
        "2 records read = 1 papers + 0 merged + 1 quarantined"
    )


@pytest.mark.parametrize("depth", [10, 900, 960, 980, 990, 1000, 100_000])
def test_json_that_is_nested_deep_is_set_aside_or_kept(depth: int, project: Project) -> None:
    line = '{"title": "A Paper", "x": ' + "[" * depth + "]" * depth + "}\n"
    project.write({"content/sources/a.jsonl": GOOD + line})
    assert project.build() == 0
    assert project.report()["records_read"] == 2


@pytest.mark.parametrize(
    "value",
    [
        "null",
        "true",
        "1e999",
        "-1",
        "NaN",
        "[]",
        "{}",
        "[null]",
        '[{"family": 3}]',
        '{"a": 1}',
        "1" * 5000,
    ],
)
def test_json_values_of_any_type_in_any_field_are_data(value: str, project: Project) -> None:
    names = (*FIELDS[1:], "authors", "keywords", "url", "arxiv", "id", "extra")
    fields = ", ".join(f'"{name}": {value}' for name in names)
    line = f'{{"title": "A Paper", {fields}}}\n{{"title": {value}}}\n'
    project.write({"content/sources/a.jsonl": GOOD + line})
    assert project.build() == 0
    report = project.report()
    assert report["records_read"] == 3
    assert dangers(project) == []


HUGE = 50_000_000
LINES = {
    "no spaces": ("", "x", ""),
    "words": ("", "word ", ""),
    "sentences": ("A Title of a Paper\n\n", SENTENCE, "\n"),
    "json title": ('{"title": "', "word ", '"}'),
    "json abstract": ('{"title": "A Paper", "abstract": "', SENTENCE, '"}'),
    "json authors": ('{"title": "A Paper", "authors": ["A B"', ', "Ann Smith"', "]}"),
    "bibtex": ("@misc{x, title={A Paper}, abstract={", SENTENCE, "}}"),
    "outline": ("# A Paper\n\nAnn Smith\n\n", SENTENCE, "\n"),
    "dashes": ("# A Paper\n\n", "- ", "x\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", LINES)
def test_a_line_of_fifty_megabytes_is_read_in_ten_seconds_and_a_gigabyte(
    kind: str, project: Project
) -> None:
    before, part, after = LINES[kind]
    project.write(
        {
            "content/sources/huge.txt": before + part * (HUGE // len(part)) + after,
            "content/sources/good.jsonl": GOOD,
        }
    )
    command = [sys.executable, "-m", "sitegen", "build", "--jobs", "1"]
    with (project.root / "stderr").open("wb") as stderr:
        program = subprocess.Popen(
            command, cwd=project.root, stdout=subprocess.DEVNULL, stderr=stderr
        )
        timer = threading.Timer(60, program.kill)
        timer.start()
        _, status, usage = os.wait4(program.pid, 0)
        timer.cancel()
    program.returncode = os.waitstatus_to_exitcode(status)
    said = project.read("stderr")
    papers = (project.out / "library/papers").glob("*.md")
    is_neighbour_there = any(b"A Paper That Is Fine" in file.read_bytes() for file in papers)
    shutil.rmtree(project.content)  # pytest keeps the folders of several runs
    shutil.rmtree(project.out, ignore_errors=True)
    seconds = usage.ru_utime + usage.ru_stime  # processor time: others may be busy on this machine
    megabytes = usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    took = f"{seconds:.1f} s, {megabytes:.0f} MB"
    assert "Traceback" not in said, said[-3000:]
    assert program.returncode == 0, took
    assert (seconds < 10, megabytes < 1000) == (True, True), took
    assert len(said) < 10_000
    assert is_neighbour_there
