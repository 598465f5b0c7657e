"""This is where README's table of what each format keeps is written, from the exporters' LOSES."""

from sitegen import exporters

FIELDS = (
    ("title, with emphasis and formulas", ("title",)),
    ("authors in their parts; organisations", ("authors",)),
    ("“et al.”", ("others",)),
    ("editors", ("editors",)),
    ("year, month, day", ("year", "month", "day")),
    ("journal or proceedings", ("venue",)),
    ("volume, number", ("volume", "number")),
    ("pages", ("pages",)),
    ("type", ("type",)),
    ("DOI, arXiv, ISBN, ISSN, PMID", ("doi", "arxiv", "isbn", "issn", "pmid")),
    ("ACL Anthology, OpenReview", ("acl", "openreview")),
    ("URL, PDF", ("url", "pdf")),
    ("code, data, video, slides", ("code", "data", "video", "slides")),
    ("abstract", ("abstract",)),
    ("keywords", ("keywords",)),
    ("further fields", ("extra",)),
)
"""(name in the table, fields of a paper); a row says what holds for each of its fields."""


def table() -> str:
    """The rows of the table, and below them what is kept in part."""
    formats = exporters.discover()
    notes: list[str] = []
    rows = []
    for label, names in FIELDS:
        cells = []
        for exporter in formats.values():
            lost = {exporter.LOSES.get(name) for name in names}
            assert len(lost) == 1, f"{exporter.NAME} keeps some of {names} only: split the row"
            (part,) = lost
            if part is None or not part:
                cells.append("–" if part == "" else "yes")
                continue
            if part not in notes:
                notes.append(part)
            cells.append(f"but ({notes.index(part) + 1})")
        rows.append(f"| {label} | {' | '.join(cells)} |")
    names_of = " | ".join(exporter.NAME for exporter in formats.values())
    head = [f"| | {names_of} |", f"| --- |{' --- |' * len(formats)}"]
    below = [f"({n}) {note}" for n, note in enumerate(notes, 1)]
    return "\n".join([*head, *rows, "", "; ".join(below) + "."])
