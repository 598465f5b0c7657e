"""This is where a note is given further facts; all that stands in it already stays as it is."""

import json
from collections.abc import Mapping

from sitegen.notes import note
from sitegen.text import facts


def amended(text: str | None, values: Mapping[str, str | None], path: str) -> str | None:
    """The note *text* with *values* stated in its front matter, or a new note if there is none.

    None if it cannot be: the front matter is broken, states one of them already, or would not say
    what was to be said.
    """
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    if text is None:
        whole = "\n".join(["---", *lines, "---", ""])
    else:
        head = facts.split(text)
        if head.faults or {fact.name for fact in head.facts} & values.keys():
            return None
        rows = text.split("\n")
        if head.end:
            rows[head.end - 1 : head.end - 1] = lines
        else:
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            rows[:1] = [f"{mark}---", *lines, "---", "", rows[0].removeprefix("\ufeff")]
        whole = "\n".join(rows)
    return whole if _says(whole, values, path) else None


def _says(text: str, values: Mapping[str, str | None], path: str) -> bool:
    """Whether a note is understood to state *values*."""
    read, _ = note.read((path, text))
    stated = dict(read.values)
    return all(name in stated and stated[name] == value for name, value in values.items())
