"""This is where the facts at the head of a Markdown file are taken from it: its front matter.

A fact keeps its line and its own letters: "1706.10010" stays an identifier, and is no number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from sitegen.text.markdown import trimmed

LONGEST = 50_000
"""Characters that front matter has at most: what is longer was pasted there by mistake."""

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*")
_BEGINS = re.compile(r"[^\s#\-\]})]")  # a line at which the next fact begins


@dataclass(frozen=True, slots=True)
class Fact:
    """One ``name: value`` of front matter."""

    name: str
    """Its name, in lower case, with underscores."""

    value: str | tuple[str, ...] | None
    """Its value as it is written; None if it is empty or null; a tuple if it is a list."""

    line: int
    """1-based line of the file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where front matter cannot be read."""

    message: str
    """What is wrong."""

    line: int
    """1-based line of the file."""


@dataclass(frozen=True, slots=True)
class Head:
    """A Markdown file, taken apart."""

    facts: tuple[Fact, ...]
    """What could be read of its front matter, in order; of a repeated fact the first."""

    faults: tuple[Fault, ...]
    """What could not."""

    body: str | None
    """The rest, without blank lines around it; None if there is nothing."""

    line: int
    """1-based line on which the body begins."""

    end: int
    """1-based line that closes the front matter; 0 if there is none."""


def split(text: str) -> Head:
    """The front matter and the body of *text*; whatever is wrong with one leaves the other."""
    lines = text.split("\n")
    if lines[0].removeprefix("\ufeff").rstrip() != "---":
        return _head((), (), lines, 0)
    end = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), None)
    if end is None:
        fault = Fault("the front matter is not closed by a line ---", 1)
        return _head((), (fault,), lines, 0)
    found = list(_facts(lines[1:end]))
    facts: dict[str, Fact] = {}
    faults = [item for item in found if isinstance(item, Fault)]
    for fact in found:
        if not isinstance(fact, Fact):
            continue
        if facts.setdefault(fact.name, fact) is not fact:
            faults.append(Fault(f"`{fact.name}` is stated twice; the first counts", fact.line))
    return _head(tuple(facts.values()), tuple(faults), lines[end + 1 :], end + 1)


def _head(facts: tuple[Fact, ...], faults: tuple[Fault, ...], rest: list[str], end: int) -> Head:
    blank = next((n for n, line in enumerate(rest) if line.strip()), len(rest))
    return Head(facts, faults, trimmed("\n".join(rest)), end + blank + 1, end)


def _facts(lines: list[str]) -> Iterator[Fact | Fault]:
    """The facts in the *lines* between the fences; a broken one costs only itself."""
    if sum(map(len, lines)) > LONGEST:
        yield Fault(f"the front matter is longer than {LONGEST:,} characters", 1)
        return
    whole = list(_composed("\n".join(lines), 2))
    if not any(isinstance(item, Fault) for item in whole):
        yield from whole
        return
    starts = [n for n, line in enumerate(lines) if _BEGINS.match(line)]
    if len(starts) < 2:
        yield from whole
        return
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield from _composed("\n".join(lines[start:end]), start + 2)


def _composed(text: str, first: int) -> Iterator[Fact | Fault]:
    """The facts of some YAML whose first line is line *first* of the file."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).split("\n")[0]
        yield Fault(f"this is not valid YAML: {reason}", first + (mark.line if mark else 0))
        return
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        yield Fault("the front matter has no `name: value` lines", first)
        return
    for name, value in node.value:
        line = first + name.start_mark.line
        if not isinstance(name, yaml.ScalarNode):
            yield Fault("the name of a fact must be a word", line)
            continue
        key = name.value.strip().lower().replace("-", "_").replace(" ", "_")
        if isinstance(value, yaml.MappingNode) or (
            isinstance(value, yaml.SequenceNode)
            and not all(isinstance(item, yaml.ScalarNode) for item in value.value)
        ):
            yield Fault(f"`{key}` must be text or a list of texts", line)
            continue
        yield Fact(key, _value(value), line)


def _value(node: yaml.Node) -> str | tuple[str, ...] | None:
    if isinstance(node, yaml.SequenceNode):
        items = (_value(item) for item in node.value)
        return tuple(item for item in items if isinstance(item, str))
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return str(node.value).strip() or None
