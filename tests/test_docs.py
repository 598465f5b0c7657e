"""This is where the documentation is held to naming everything that a person can use."""

import re
from dataclasses import fields

import pytest

from sitegen import cli, exporters
from sitegen.config import Config
from tests import formats_readme, templates_readme
from tests.codes import finding_codes
from tests.conftest import ROOT, check_golden


def help_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        cli.main([*arguments, "--help"])
    return capsys.readouterr().out


@pytest.fixture
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return re.findall(r"^    ([a-z]+) ", help_of(capsys), re.MULTILINE)


def test_the_help_lists_six_commands_or_more(commands: list[str]) -> None:
    assert {"build", "convert", "render", "check", "dedupe", "serve"} <= set(commands)


def test_the_readme_names_every_command(readme: str, commands: list[str]) -> None:
    assert [name for name in commands if f"sitegen {name}" not in readme] == []


def test_the_readme_names_every_option(
    readme: str, commands: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [help_of(capsys), *(help_of(capsys, name) for name in commands)]
    options = sorted({option for text in texts for option in re.findall(r"--[a-z][a-z-]*", text)})
    missing = [x for x in options if not re.search(rf"(?<![\w-]){x}(?![\w-])", readme)]
    assert [x for x in missing if x not in ("--help", "--version")] == []


def test_the_readme_names_every_setting(readme: str) -> None:
    names = [field.name for field in fields(Config)]
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_the_readme_names_every_finding(readme: str) -> None:
    assert [code for code in finding_codes() if f"`{code}`" not in readme] == []


def test_the_readme_says_what_each_format_keeps(readme: str) -> None:
    assert formats_readme.table() in readme


def test_the_formats_of_the_settings_are_those_that_are_written() -> None:
    assert {"bibtex", *Config().formats} == set(exporters.discover())


def test_every_field_that_templates_see_has_a_description() -> None:
    assert templates_readme.undocumented() == []


def test_every_template_has_a_section_in_the_templates_readme() -> None:
    files = (ROOT / "templates").glob("*.*ml")
    assert templates_readme.templates() == sorted(file.name for file in files)


def test_the_templates_readme_is_up_to_date_golden() -> None:
    check_golden(ROOT / "templates" / "README.md", templates_readme.text())
