"""This is where the addresses that stand in running text are found, to be made links."""

import re

from sitegen.text import identifiers

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def split(text: str) -> tuple[tuple[str, str | None], ...]:
    """*text* as runs of (words, address or None), in order; joined, the words are *text*.

    Punctuation that ends a sentence is not part of an address, nor a bracket that it does not open.
    """
    runs: list[tuple[str, str | None]] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _without_punctuation(found[0])
        if identifiers.url(address) is None:
            continue
        if found.start() > end:
            runs.append((text[end : found.start()], None))
        runs.append((address, address))
        end = found.start() + len(address)
    if end < len(text):
        runs.append((text[end:], None))
    return tuple(runs)


def _without_punctuation(address: str) -> str:
    while address and (
        address[-1] in ".,;:!?'*~“”‘’«»…、。，；：）」』】"
        or (address[-1] == ")" and address.count(")") > address.count("("))
        or (address[-1] == "]" and address.count("]") > address.count("["))
    ):
        address = address[:-1]
    return address
