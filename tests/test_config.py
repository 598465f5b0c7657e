"""This is where examples and edges of ``site.toml`` are held."""

import pytest

from sitegen.config import Config, parse
from sitegen.errors import ContentError, Location, UsageError
from sitegen.findings import Finding


def refusal(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        parse(text, "content/site.toml")
    return str(caught.value)


def test_an_empty_file_gives_the_defaults() -> None:
    assert parse("") == (Config(), ())


def test_a_file_of_comments_gives_the_defaults() -> None:
    assert parse("# nothing yet\n") == (Config(), ())


def test_every_key_is_read() -> None:
    text = """
[site]
title = "Papers on Trees"
description = "All about trees."
url = "https://lab.example/trees"
language = "de-CH"
papers_per_page = 20
related_papers = 0
inferred_tags = false
formats = ["bibtex"]
repository = "https://github.com/lab/trees"
quality_pages = false
"""
    assert parse(text) == (
        Config(
            title="Papers on Trees",
            description="All about trees.",
            url="https://lab.example/trees/",
            language="de-CH",
            papers_per_page=20,
            related_papers=0,
            inferred_tags=False,
            formats=("bibtex",),
            repository="https://github.com/lab/trees",
            quality_pages=False,
        ),
        (),
    )


@pytest.mark.parametrize(
    "stated", ["https://a.example", "https://a.example/", "https://a.example//"]
)
def test_an_address_ends_in_one_slash(stated: str) -> None:
    assert parse(f'[site]\nurl = "{stated}"')[0].url == "https://a.example/"


def test_the_address_of_the_command_line_is_used_in_place_of_the_stated_one() -> None:
    config, _ = parse('[site]\nurl = "https://a.example/"', url="http://b.example/x")
    assert config.url == "http://b.example/x/"


def test_an_unknown_key_is_a_finding_with_the_nearest_known_one() -> None:
    assert parse('[site]\n\ntitel = "X"', "content/site.toml") == (
        Config(),
        (
            Finding(
                code="unknown-setting",
                message="nothing reads the setting 'titel'",
                at=Location("content/site.toml", 3),
                hint="did you mean `title`?",
            ),
        ),
    )


def test_an_unknown_key_that_is_near_nothing_lists_the_known_ones() -> None:
    known = (
        "description, formats, inferred_tags, language, papers_per_page, quality_pages, "
        "related_papers, repository"
    )
    (finding,) = parse("[site]\nzzz = 1", "site.toml")[1]
    assert finding.hint == f"known: {known}, title, url"


def test_a_key_outside_of_the_section_is_a_finding() -> None:
    config, findings = parse('title = "X"', "content/site.toml")
    assert config == Config()
    assert [str(finding) for finding in findings] == [
        "content/site.toml:1: warning: nothing reads the setting 'title' [unknown-setting]\n"
        "  hint: write it below a line [site]"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[site]\ntitle = Papers",
            "content/site.toml:2: error: this is not valid TOML: invalid value\n"
            "  hint: write `key = value`, a line each, text in quotation marks:"
            ' title = "My papers"',
        ),
        (
            '[site]\ntitle = "A',
            "content/site.toml:2: error: this is not valid TOML: unterminated string\n"
            "  hint: write `key = value`, a line each, text in quotation marks:"
            ' title = "My papers"',
        ),
        (
            '[site]\ntitle = "A"\ntitle = "B"',
            "content/site.toml:3: error: this is not valid TOML: cannot overwrite a value\n"
            "  hint: write `key = value`, a line each, text in quotation marks:"
            ' title = "My papers"',
        ),
        (
            "# mine\nsite = 3",
            "content/site.toml:2: error: `site` is a value, but must be a section\n"
            "  hint: write [site] on a line of its own, and the keys below it",
        ),
        (
            '[[site]]\ntitle = "A"',
            "content/site.toml:1: error: `site` is a value, but must be a section\n"
            "  hint: write [site] on a line of its own, and the keys below it",
        ),
        (
            "[site]\ntitle = 3",
            "content/site.toml:2: error: `title` is 3, but must be text in quotation marks\n"
            '  hint: for example: title = "Bibliography"',
        ),
        (
            '[site]\npapers_per_page = "50"',
            "content/site.toml:2: error: `papers_per_page` is '50', but must be a whole number\n"
            "  hint: for example: papers_per_page = 50",
        ),
        (
            "[site]\npapers_per_page = true",
            "content/site.toml:2: error: `papers_per_page` is True, but must be a whole number\n"
            "  hint: for example: papers_per_page = 50",
        ),
        (
            "[site]\ninferred_tags = 1",
            "content/site.toml:2: error: `inferred_tags` is 1, but must be true or false\n"
            "  hint: for example: inferred_tags = true",
        ),
        (
            "[site]\npapers_per_page = 0",
            "content/site.toml:2: error: `papers_per_page` is 0, but must be from 1 to 1000\n"
            "  hint: for example: papers_per_page = 50",
        ),
        (
            "[site]\nrelated_papers = -1",
            "content/site.toml:2: error: `related_papers` is -1, but must be from 0 to 50\n"
            "  hint: for example: related_papers = 5",
        ),
        (
            '[site]\nurl = "lab.example"',
            "content/site.toml:2: error: `url` is 'lab.example', but must start with http:// or"
            ' https://\n  hint: for example: url = "https://lab.example/papers/"',
        ),
        (
            '[site]\nurl = "javascript:alert(1)"',
            "content/site.toml:2: error: `url` is 'javascript:alert(1)', but must start with http://"
            ' or https://\n  hint: for example: url = "https://lab.example/papers/"',
        ),
        (
            '[site]\nlanguage = "English!"',
            "content/site.toml:2: error: `language` is 'English!', but must be a language tag\n"
            '  hint: such as "en"',
        ),
        (
            '[site]\nlanguage = ""',
            "content/site.toml:2: error: `language` is '', but must be a language tag\n"
            '  hint: such as "en"',
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(text: str, message: str) -> None:
    assert refusal(text) == message


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "https:///papers",
        "https://[bad",
        "https://a b.example/",
        "https://x/?q=1",
        "http:x",
    ],
)
def test_an_address_that_no_browser_could_open_is_refused(address: str) -> None:
    assert refusal(f'[site]\nurl = "{address}"').startswith("content/site.toml:2: error: `url` is ")


def test_an_address_of_the_command_line_is_refused_under_its_own_name() -> None:
    with pytest.raises(UsageError, match=r"^--url: error: `url` is 'lab\.example'"):
        parse("", url="lab.example")


def test_text_is_put_on_one_line_without_control_characters() -> None:
    config, _ = parse('[site]\ntitle = "A\\u0001B"\ndescription = """\nOne\n\ttwo."""')
    assert (config.title, config.description) == ("A\ufffdB", "One two.")


@pytest.mark.parametrize(
    "stated",
    [
        "github.com/lab/papers",
        "ftp://x.example/a/b/c",
        "https://github.com/lab/papers/blob/main?x=1",
        "https://x.example/a/{line}",
        "https://x.example/a/{file}",
        "javascript:alert(1)//{path}",
    ],
)
def test_a_repository_is_an_address_or_a_pattern(stated: str) -> None:
    assert refusal(f'[site]\nrepository = "{stated}"') == (
        f"content/site.toml:2: error: `repository` is '{stated}', but must be an address, or one"
        " with {path}\n  hint: for example: repository ="
        ' "https://git.example/papers/{path}?h=main#n{line}"'
    )


def test_a_repository_whose_branch_cannot_be_told_must_name_it() -> None:
    assert refusal('[site]\nrepository = "https://codeberg.org/lab/papers"') == (
        "content/site.toml:2: error: `repository` is 'https://codeberg.org/lab/papers', but must"
        " name the branch too\n  hint: for example: repository = "
        '"https://codeberg.org/lab/papers/src/branch/main"'
    )


def test_which_version_is_shown_and_what_is_one_paper_have_sections_of_their_own() -> None:
    config, notes = parse('[versions]\nprefer = "latest"\n[dedupe]\npolicy = "same-publication"\n')
    assert (config.prefer, config.policy, notes) == ("latest", "same-publication", ())


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ('[versions]\nprefer = "newest"', '"published" or "latest" or "earliest"'),
        ('[dedupe]\npolicy = "work"', '"same-work" or "same-publication"'),
        ("[search]\nmost_kilobytes = -1", "must be from 0 to 100000"),
    ],
)
def test_a_choice_that_nobody_knows_is_refused_with_those_there_are(text: str, known: str) -> None:
    assert known in refusal(text)


def test_a_policy_in_the_wrong_section_is_told_where_it_belongs() -> None:
    _, (note,) = parse('[site]\nprefer = "latest"')
    assert note.hint == "write it below a line [versions]"
