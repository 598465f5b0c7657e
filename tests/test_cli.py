"""This is where the command line is held: what it explains, what it refuses, how it exits."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import __version__, cli
from tests.conftest import Project

COMMANDS = ("build", "convert", "render", "check", "dedupe", "review", "serve")
BIB = "@misc{one, title={A First Paper}}\n"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The last line that is said about a call that is wrong, which exits 2."""
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: sitegen")
    return said.err.splitlines()[-1]


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What ``--help`` says, on one line."""
    with pytest.raises(SystemExit) as caught:
        cli.main([*arguments, "--help"])
    assert caught.value.code == 0
    said = capsys.readouterr()
    assert said.err == ""
    return " ".join(said.out.split())


def test_help_says_what_this_is_and_where_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys)
    assert "From a pile of messy bibliographies to a published, searchable website." in text
    assert "content/sources/ and run `sitegen build`." in text


def test_help_says_what_every_command_does(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys)
    commands = {
        "build": "make the library and the website from the sources",
        "convert": "make the library only: BibTeX, and a Markdown file per paper",
        "render": "make the website from the library",
        "check": "say what a build would find wrong, and write nothing",
        "dedupe": "print which records of some files are the same paper, as JSON lines",
        "review": "ask about doubtful pairs, conflicts and authors, one at a time",
        "serve": "show the built website on this machine",
    }
    assert [name for name, what in commands.items() if f"{name} {what}" not in text] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_begins_its_help_with_a_sentence(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    sentence = capsys.readouterr().out.split("\n\n")[1]
    assert re.fullmatch(r"[A-Z][^.]+\.", " ".join(sentence.split()))


@pytest.mark.parametrize("command", ["build", "convert", "render", "check"])
def test_every_command_of_the_pipeline_explains_the_common_options(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(capsys, command)
    for option in ("--content FOLDER", "--out FOLDER", "--jobs N", "--strict", "--json", "-v"):
        assert option in text
    assert "(default: content)" in text
    assert "(default: build)" in text


def test_every_option_of_every_command_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        text = capsys.readouterr().out.split("options:\n")[1]
        for option in re.split(r"\n(?=  -)", text):
            said = re.split(r"\s{2,}|\n\s+", option.strip(), maxsplit=1)
            assert len(said) == 2, f"sitegen {command}: {option}"


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"sitegen {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "sitegen: error: the following arguments are required: COMMAND"),
        (("dedupe",), "sitegen dedupe: error: the following arguments are required: FILE"),
        (("build", "--nonsense"), "sitegen: error: unrecognized arguments: --nonsense"),
        (("build", "extra"), "sitegen: error: unrecognized arguments: extra"),
        (
            ("build", "--jobs", "0"),
            "sitegen build: error: argument --jobs: must be a whole number from 1 on, not '0'",
        ),
        (
            ("build", "--jobs", "many"),
            "sitegen build: error: argument --jobs: must be a whole number from 1 on, not 'many'",
        ),
        (
            ("build", "--jobs", "²"),
            "sitegen build: error: argument --jobs: must be a whole number from 1 on, not '²'",
        ),
        (
            ("serve", "--port", "65536"),
            "sitegen serve: error: argument --port: must be a number from 0 to 65535, not '65536'",
        ),
        (
            ("serve", "--port", "-1"),
            "sitegen serve: error: argument --port: must be a number from 0 to 65535, not '-1'",
        ),
        (
            ("serve", "--port", "²"),
            "sitegen serve: error: argument --port: must be a number from 0 to 65535, not '²'",
        ),
        (("build", "--out"), "sitegen build: error: argument --out: expected one argument"),
    ],
)
def test_bad_arguments_exit_2_and_say_why(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *arguments) == message


def test_an_unknown_command_exits_2_and_lists_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    message = refused(capsys, "bild")
    assert "invalid choice: 'bild'" in message
    assert [name for name in COMMANDS if name not in message] == []


def test_a_public_address_that_is_none_exits_2(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    assert project.build("--url", "lab.example") == 2
    assert project.stderr == (
        "sitegen: --url: error: `url` is 'lab.example', but must start with http:// or https://\n"
        '  hint: for example: url = "https://lab.example/papers/"\n'
    )


def test_dedupe_of_a_file_that_does_not_exist_exits_2(project: Project) -> None:
    assert project.run("dedupe", "nowhere.bib") == 2
    assert (project.stdout, project.stderr) == (
        "",
        "sitegen: error: there is no file 'nowhere.bib'\n",
    )


def test_dedupe_of_a_folder_exits_2_and_says_so(project: Project) -> None:
    project.write({"papers/a.bib": BIB})
    folder = project.root / "papers"
    assert project.run("dedupe", str(folder)) == 2
    assert project.stderr == (
        f"sitegen: error: '{folder}' is a folder, not a file\n  hint: name the files in it\n"
    )


def test_a_number_of_processes_changes_no_byte(project: Project) -> None:
    lines = (f'{{"title": "Paper about topic {n}", "year": {1900 + n % 99}}}\n' for n in range(40))
    project.write({"content/sources/a.jsonl": "".join(lines)})
    project.build()
    one = {name: project.read(f"build/site/{name}") for name in project.files()}
    project.build("--jobs", "3")
    assert {name: project.read(f"build/site/{name}") for name in project.files()} == one


def run_program(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sitegen", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=environment
    )


def test_the_package_runs_as_a_program(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    done = run_program(project.root, "check")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "1 records read = 1 papers + 0 merged + 0 quarantined\n",
        "",
    )


def test_without_options_content_and_build_of_the_current_folder_are_used(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    assert run_program(project.root, "build").returncode == 0
    assert "papers/one.html" in project.files()


def test_the_program_exits_with_the_code_of_the_command(tmp_path: Path) -> None:
    assert run_program(tmp_path, "build").returncode == 2


def test_a_reader_of_the_output_who_leaves_early_gets_no_traceback(project: Project) -> None:
    lines = (f'{{"id": "{"x" * 1000}{n}", "title": "Paper {n}"}}\n' for n in range(300))
    project.write({"a.jsonl": "".join(lines)})
    program = [sys.executable, "-m", "sitegen", "dedupe", "a.jsonl"]
    with subprocess.Popen(
        program, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert "Traceback" not in running.stderr.read()


def test_output_that_a_terminal_cannot_show_is_no_traceback(project: Project) -> None:
    project.write({"a.jsonl": '{"title": "变形金刚", "id": "变"}\n'})
    program = [sys.executable, "-m", "sitegen", "dedupe", "a.jsonl"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(program, cwd=project.root, capture_output=True, env=environment)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
