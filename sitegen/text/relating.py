"""This is where it is put into words what one paper is to another, and what its versions are."""

from sitegen.model.paper import PUBLICATION, Paper, shown_as
from sitegen.text.names import to_bibtex

WORDS = {
    "retraction": "Retraction",
    "has-retraction": "Retracts",
    "erratum": "Erratum",
    "has-erratum": "Corrects",
    "extension": "Extended version",
    "has-extension": "Extends",
    "part": "Other parts",
    "edition": "Other editions",
    "translation": "Translations",
    "supplement": "Supplement",
    "has-supplement": "Supplement to",
    "comment": "Comments",
    "has-comment": "Comments on",
    "reply": "Replies",
    "has-reply": "Replies to",
    "review": "Reviews",
    "has-review": "Review of",
}
"""What papers are called that are to another what the key says; what matters most first."""


def words(kind: str) -> str:
    """What papers are called that are of that *kind* to another."""
    known = WORDS.get(kind)
    if known:
        return known
    name = kind.removeprefix("has-").replace("-", " ").capitalize()
    return f"{name} of" if kind.startswith("has-") else name


def place(kind: str) -> tuple[int, str]:
    """What sorts kinds of relations by how much they matter."""
    order = list(WORDS)
    return (order.index(kind) if kind in WORDS else len(order), kind)


def facts(paper: Paper) -> dict[str, list[dict[str, object]]]:
    """The versions and relations of *paper* as JSON has them; what it has not is left out."""
    versions: list[dict[str, object]] = []
    for one in shown_as(paper):
        stated = {name: getattr(one, name) for name in ("title", *PUBLICATION)}
        stated["authors"] = [to_bibtex(person) for person in one.authors]
        stated["editors"] = [to_bibtex(person) for person in one.editors]
        more = {name: value for name, value in reversed(one.extra) if not stated.get(name)}
        every = {"preprint": one.is_preprint, **stated, **more}
        versions.append({name: value for name, value in every.items() if value})
    relations: list[dict[str, object]] = [
        {"kind": one.kind, "key": one.cited_as} for one in paper.relations
    ]
    found = {"versions": versions, "relations": relations}
    taken = {name for name, _ in paper.extra}
    return {name: value for name, value in found.items() if value and name not in taken}
