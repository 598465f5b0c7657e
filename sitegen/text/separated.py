"""This is where words are put one after the other so that they can be told apart again."""

from collections.abc import Sequence


def separated(words: Sequence[str]) -> str:
    """*words* with commas between them; with semicolons if there is a comma in one of them.

    A separator at the end says which it is where there is but one word.
    """
    if not any("," in word for word in words):
        return ", ".join(words)
    return "; ".join(words) if len(words) > 1 else f"{words[0]};"
