"""This is where the command line comes in and the exit code goes out; nothing else prints, but for
the questions of a review, which ``terminal`` shows."""

import argparse
import gc
import io
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from sitegen import __version__, pipeline, report, serve
from sitegen.errors import SitegenError, UsageError
from sitegen.findings import Finding, Severity, printable
from sitegen.model.outcome import Outcome
from sitegen.review.questions import Kind, questions
from sitegen.runner import Runner, default_jobs
from sitegen.sources import Folders

_SLOW = 0.25  # seconds; what takes less needs no progress


def run() -> None:
    """The program, as the shell calls it."""
    # A hundred thousand records are millions of values that all stay: to go through them for
    # garbage again and again takes a fifth of the time, and finds none.
    gc.set_threshold(500_000, 50, 1000)
    try:
        code = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("sitegen: interrupted; what was published before is as it was", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone
        code = 1
    sys.exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what *argv* says; the exit code is 0 if all is well, 1 if not, 2 if the call was wrong."""
    args = _parser().parse_args(argv)
    try:
        code: int = args.command(args)
    except SitegenError as error:
        _say(f"sitegen: {error}", sys.stderr)
        return error.exit_code
    return code


def _run(args: argparse.Namespace, step: Callable[[Folders, Runner], Outcome]) -> int:
    """Run a step of the pipeline, and tell what it did."""
    folders = _folders(args)
    with _runner(args) as runner:
        outcome = step(folders, runner)
    _tell(outcome, args)
    return report.exit_code(outcome, strict=args.strict)


def _folders(args: argparse.Namespace) -> Folders:
    for option, folder in (("--content", args.content), ("--out", args.out)):
        if folder.exists() and not folder.is_dir():
            raise UsageError(
                f"'{folder}' is a file, not a folder", hint=f"name a folder with {option}"
            )
    return Folders(args.content, args.out)


def _check(args: argparse.Namespace) -> int:
    """Say what is wrong, in the form that was asked for; or which rules there are."""
    args.json = args.json or args.format == "json"
    if args.rules:
        if args.json:
            _say_json(report.rules_as_json().rstrip("\n"))
        else:
            _say(report.rules().rstrip("\n"))
        return 0
    if args.fix and args.locked:
        raise UsageError("--fix writes notes, and --locked is for looking only")
    check = partial(pipeline.check, is_locked=args.locked)
    return _run(args, pipeline.fix if args.fix else check)


def _tell(outcome: Outcome, args: argparse.Namespace) -> None:
    if getattr(args, "format", "") == "github" and not args.json:
        folder = Path(os.path.relpath(args.content.resolve().parent)).as_posix()
        prefix = "" if folder == "." or folder.startswith("..") else folder
        _say(report.annotations(outcome, prefix, verbose=args.verbose).rstrip("\n"))
        _say(report.summary(outcome).rstrip("\n"), sys.stderr)
        return
    if args.json:
        _say_json(report.as_json(outcome).rstrip("\n"))
        return
    _say_findings(outcome.findings, args)
    _say(report.summary(outcome, verbose=args.verbose).rstrip("\n"))
    pages = dict(outcome.places).get("site")
    if pages:
        _say(f"open it: {Path(pages).resolve().as_uri()}")
        _say("with search: `sitegen serve` (or `make serve`), then http://127.0.0.1:8000/")


def _say_findings(findings: Sequence[Finding], args: argparse.Namespace) -> None:
    for finding in findings:
        if finding.severity is not Severity.NOTE or args.verbose:
            _say(str(finding), sys.stderr)


def _say(text: str, stream: TextIO | None = None) -> None:
    """Print *text*, with nothing in it that steers the terminal or that it cannot show."""
    stream = stream or sys.stdout
    shown = "\n".join(printable(line) for line in text.split("\n"))
    encoding = stream.encoding or "utf-8"
    print(shown.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def _say_json(text: str) -> None:
    """Print JSON, which is UTF-8 whatever the terminal is (RFC 8259, section 8.1)."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    print(text)


def _dedupe(args: argparse.Namespace) -> int:
    """A JSON line for each paper, with its records and why they are one."""
    for file in args.files:
        if file.is_dir():
            raise UsageError(f"'{file}' is a folder, not a file", hint="name the files in it")
        if not file.exists():
            raise UsageError(f"there is no file '{file}'")
    with _runner(args) as runner:
        outcome, papers = pipeline.deduplicate(args.files, runner)
    _say_findings(outcome.findings, args)
    for paper in papers:
        ids = [mention.id for mention in paper.mentions]
        why = [
            ", ".join(map(str, mention.points)) or mention.because
            for mention in paper.mentions
            if mention.because
        ]
        _say_json(json.dumps({"key": paper.key, "records": ids, "why": why}, ensure_ascii=False))
    _say(str(outcome.balance), sys.stderr)
    return report.exit_code(outcome, strict=args.strict)


def _review(args: argparse.Namespace) -> int:
    """Ask what only a person can settle, or print it."""
    from sitegen import reviewing, terminal  # bring in rich, as below
    from sitegen.review import listing

    if not (args.list or args.json or terminal.is_there()):
        raise UsageError(
            "there is no terminal to ask questions in",
            hint="`sitegen review --list` prints them, and `--json` for other programs",
        )
    with _runner(args) as runner:
        material = pipeline.unsure(_folders(args), runner)
    asked = questions(material, [Kind(args.only)] if args.only else Kind)[: args.limit]
    if args.json:
        _say_json(listing.as_json(asked))
    elif args.list or not asked:
        _say(listing.text(asked))
    else:
        _say(reviewing.run(asked, material, args.content))
    return 0


def _serve(args: argparse.Namespace) -> int:
    """Show the built website until somebody presses Ctrl-C."""
    with serve.server(args.out / "site", args.port) as server:
        print(f"http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


@contextmanager
def _runner(args: argparse.Namespace) -> Iterator[Runner]:
    """A runner that, on a terminal, says which step it is at once a step has taken a while."""
    if not sys.stderr.isatty() or args.json:
        with Runner(args.jobs) as runner:
            yield runner
        return
    from rich.console import Console  # 60 ms that only a terminal is worth

    status = Console(stderr=True).status("starting …")
    beginning = threading.Timer(_SLOW, status.start)
    beginning.start()
    try:
        with Runner(args.jobs) as runner:
            runner.watch = lambda name: status.update(f"{name} …")
            yield runner
    finally:
        beginning.cancel()
        status.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sitegen",
        description="From a pile of messy bibliographies to a published, searchable website.",
        epilog="Put your sources (pasted listings, Markdown, .bib, .jsonl) into content/sources/ "
        "and run `sitegen build`. `sitegen COMMAND --help` tells more about a command.",
    )
    parser.add_argument("--version", action="version", version=f"sitegen {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    url = argparse.ArgumentParser(add_help=False)
    url.add_argument(
        "--url", default="", help="public address of the site (instead of `url` in site.toml)"
    )
    locked = argparse.ArgumentParser(add_help=False)
    locked.add_argument(
        "--locked", action="store_true",
        help="leave keys.lock as it is, and fail if a paper needs a new key (for CI)",
    )  # fmt: skip
    _command(
        commands, "build", "make the library and the website from the sources",
        lambda args: _run(
            args, lambda f, r: pipeline.build(f, r, url=args.url, is_locked=args.locked)
        ), url, locked,
    )  # fmt: skip
    _command(
        commands, "convert", "make the library only: BibTeX, and a Markdown file per paper",
        lambda args: _run(args, lambda f, r: pipeline.convert(f, r, is_locked=args.locked)), locked,
    )  # fmt: skip
    _command(
        commands, "render", "make the website from the library",
        lambda args: _run(args, lambda f, r: pipeline.render_site(f, r, url=args.url)), url,
    )  # fmt: skip
    checked = _command(
        commands, "check", "say what a build would find wrong, and write nothing", _check, locked
    )
    checked.add_argument(
        "--format", choices=("text", "json", "github"), default="text",
        help="how findings are printed: for people, as the report, or as GitHub's annotations",
    )  # fmt: skip
    checked.add_argument(
        "--fix", action="store_true",
        help="write what is certainly meant into notes/; the sources stay as they are",
    )  # fmt: skip
    checked.add_argument(
        "--rules", action="store_true", help="list the rules, with a reason for each, and stop"
    )
    dedupe = _command(
        commands, "dedupe", "print which records of some files are the same paper, as JSON lines",
        _dedupe,
    )  # fmt: skip
    dedupe.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to read")
    review = _command(
        commands, "review", "ask about doubtful pairs, conflicts and authors, one at a time",
        _review,
    )  # fmt: skip
    review.add_argument(
        "--only", choices=("pairs", "conflicts", "authors"), help="ask about nothing else"
    )
    review.add_argument("--limit", type=_jobs, metavar="N", help="ask no more than N questions")
    review.add_argument("--list", action="store_true", help="print the questions, and stop")
    shown = _command(commands, "serve", "show the built website on this machine", _serve)
    shown.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default: 8000)")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    help_text: str,
    command: Callable[[argparse.Namespace], int],
    *parents: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.", parents=parents
    )
    parser.add_argument(
        "--content", type=Path, default=Path("content"), metavar="FOLDER",
        help="what you write or bring: sources/, site.toml (default: content)",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, default=Path("build"), metavar="FOLDER",
        help="where everything generated goes (default: build)",
    )  # fmt: skip
    parser.add_argument(
        "--jobs", type=_jobs, default=default_jobs(), metavar="N",
        help=f"processes to use (default: {default_jobs()}, the processors of this machine)",
    )  # fmt: skip
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 if there are warnings, not only errors"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the report as JSON instead of a summary"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="show notes too, and what each step took"
    )
    parser.set_defaults(command=command)
    return parser


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 on, not '{text}'")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 65535, not '{text}'")
    return int(text)
