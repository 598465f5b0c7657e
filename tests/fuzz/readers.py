"""This is where readers are fed what a fuzzer makes of bytes, for as long as one lets it.

Outside the suite, because it never ends by itself, and because atheris is not needed for anything
else::

    python -m venv .fuzz && .fuzz/bin/pip install atheris . hypothesis
    .fuzz/bin/python tests/fuzz/readers.py bibtex -max_total_time=600 [CORPUS]

The first argument names a reader; without one every text goes to the reader that recognises it.
The others are those of libFuzzer: a folder of examples to start from (``tests/golden`` has them),
``-max_len=``, ``-runs=``. What is found is a text that raises, or from which a reader makes more
or fewer entries than it counted; it is left in ``crash-…``, to be given as an argument again.
"""

import sys
from collections.abc import Sequence

import msgspec

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed: pip install atheris (Linux and macOS, CPython)")

with atheris.instrument_imports(include=["sitegen"]):
    from sitegen import mentions, readers, sources
    from sitegen.findings import Finding, Severity
    from sitegen.model.entry import Entry, Part


NOTE = Severity.NOTE


def check(name: str, part: Part) -> None:
    """Read a part, and parse what it holds.

    Raises:
        AssertionError: it holds another number of entries than it said, or a warning says nothing
            of what to do.
    """
    items = readers.read_part((name, part))
    entries = sum(isinstance(item, Entry) or item.is_quarantined for item in items)
    assert part.entries in (None, entries), f"{part.entries} counted, {entries} read"
    assert all(isinstance(item, Entry) or item.hint or item.severity is NOTE for item in items)
    msgspec.msgpack.encode(mentions.understand(name, part))  # it is to be remembered


def parts(name: str | None, text: str) -> list[tuple[str, Part]]:
    """The parts of a text, by the reader of that name, or by the one that recognises it."""
    if name is None:
        split = readers.split(("a", text))
        return [piece for piece in split if not isinstance(piece, Finding)]
    reader = readers.discover()[name]
    reader.likelihood(text)
    return [(name, part) for part in reader.split(text, "a")]


def main(arguments: Sequence[str]) -> None:
    """Fuzz until something is found or the time is over."""
    named = [word for word in arguments[1:2] if word in readers.discover()]
    name = named[0] if named else None

    def one(content: bytes) -> None:
        text, _ = sources.decode(content)
        for piece in parts(name, text or ""):
            check(*piece)

    atheris.Setup([arguments[0], *arguments[1 + len(named) :]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
