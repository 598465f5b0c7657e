"""This is where the links are looked over that the curator wrote, in notes and pages."""

from collections.abc import Iterator

from sitegen import targets
from sitegen.checks.rule import Collection, Problem, Rule, Text
from sitegen.errors import Location
from sitegen.findings import Severity, quoted
from sitegen.text import writing
from sitegen.text.writing import Target


def _dead_link(collection: Collection) -> Iterator[Problem]:
    for text in collection.texts:
        found = writing.targets(text.body)
        inside = [t for t in found if not writing.is_elsewhere(t.address)]
        here = [t for t in inside if t.kind == "link" and t.address.startswith("#")]
        if here:
            anchors = {f"#{name}" for name in writing.anchors(text.body)}
            for target in here:
                if target.address not in anchors:
                    yield _problem(text, target, "there is no heading with the name {}")
        others = [t for t in inside if t not in here]
        for target in targets.dead(others, text.folder, collection.there, collection.urls):
            what = "paper or page" if target.kind == "reference" else "file"
            yield _problem(text, target, f"there is no {what} {{}}")


def _unsafe_link(collection: Collection) -> Iterator[Problem]:
    for text, target in _elsewhere(collection):
        if writing.outside(target.address) is None:
            yield _problem(text, target, "a page may not link to {}")


def _remote_image(collection: Collection) -> Iterator[Problem]:
    for text, target in _elsewhere(collection):
        if target.kind == "image" and writing.outside(target.address):
            yield _problem(text, target, "the image {} lies elsewhere, and is shown as a link")


def _elsewhere(collection: Collection) -> Iterator[tuple[Text, Target]]:
    for text in collection.texts:
        for target in writing.targets(text.body):
            if target.kind != "reference" and writing.is_elsewhere(target.address):
                yield text, target


def _problem(text: Text, target: Target, what: str) -> Problem:
    line = text.at.line + max(target.line - 1, 0)
    message = what.format(quoted(target.address))
    return Problem(message=message, key=text.key, at=Location(text.at.path, line))


RULES = (
    Rule(
        code="dead-link",
        reason="A link within the site that leads nowhere is shown without being a link, or as one "
        "that fails.",
        hint="[[key]] names a paper; other links are relative to the file: other.md, figure.png",
        look=_dead_link,
    ),
    Rule(
        code="unsafe-link",
        reason="Only http, https, ftp and mailto may be linked to: others can run script.",
        hint="write an address that begins with https://, or take the link away",
        look=_unsafe_link,
    ),
    Rule(
        code="remote-image",
        reason="No page loads anything from elsewhere, so that nobody can watch its readers.",
        hint="put the image into content/pages/ and name it there",
        look=_remote_image,
        severity=Severity.NOTE,
    ),
)
"""What is odd about links."""
