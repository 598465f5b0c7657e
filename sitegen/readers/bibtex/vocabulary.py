"""This is where BibTeX's and biblatex's words are listed, and said in those of an entry."""

import re
from collections.abc import Iterable

KINDS = frozenset(
    [
        *("article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings"),
        *("manual", "mastersthesis", "misc", "phdthesis", "proceedings", "techreport"),
        *("unpublished", "mvbook", "bookinbook", "suppbook", "collection", "mvcollection"),
        *("suppcollection", "dataset", "online", "electronic", "www", "patent", "periodical"),
        *("suppperiodical", "mvproceedings", "reference", "mvreference", "inreference", "report"),
        *("software", "thesis", "preprint", "bachelorsthesis", "standard", "webpage"),
    ]
)
"""Types of entries that are common enough to be known without their "@"."""

COMMON = frozenset(
    [
        *("abstract", "address", "annote", "archiveprefix", "author", "booktitle", "chapter"),
        *("crossref", "date", "doi", "edition", "editor", "eid", "eprint", "eprinttype", "file"),
        *("howpublished", "institution", "isbn", "issn", "issue", "journal", "journaltitle"),
        *("keywords", "language", "location", "month", "note", "number", "numpages"),
        *("organization", "pages", "primaryclass", "publisher", "school", "series", "subtitle"),
        *("title", "type", "url", "urldate", "volume", "year"),
    ]
)
"""Names of fields that are common enough to be known in damaged text."""

NO_ENTRIES = frozenset(["string", "preamble", "comment"])
"""What stands behind an "@" but is no entry."""

NO_WORKS = frozenset(["xdata", "set", "control", "ieeetranbstctl", "bstctl"])
"""Types that are no works but for others to refer to, or switches of a style."""

_IN_BOOKS = frozenset(
    [
        *("inproceedings", "conference", "incollection", "inbook", "bookinbook", "suppbook"),
        *("suppcollection", "inreference", "proceedings"),
    ]
)
_ALWAYS = {
    "type": "genre",  # what a thesis or report calls itself; an entry's "type" is its kind
    "datenote": "date",  # our own, for what biblatex would not take for a date: "c. 1999"
    "keyword": "keywords",
    "author_keywords": "keywords",
    "author-keywords": "keywords",
    "mendeley-tags": "keywords",
}
_UNLESS_STATED = {
    "issue": "number",
    "location": "address",
}
_ADDRESS = re.compile(
    r"\s*(?:\\(?:url|path|href)\s*\{([^{}\s]+)\}|<?((?:https?|ftp)://[^\s{}<>]+)>?)\s*"
)
_VERBATIM = frozenset(["url", "doi", "eprint", "pdf"])
# How programs that take everything for text escape an address: Mendeley "{\_}", BibDesk "\%".
_SIGNS = {
    **{"sim": "~", "textasciitilde": "~", "~": "~", "backslash": "\\", "textbackslash": "\\"},
    **{"textless": "<", "textgreater": ">", "textasciicircum": "^", "textunderscore": "_"},
}
_UNESCAPED = re.compile(
    r"\{?\\([_%&#$])\}?|\{?\$?\\(sim(?![a-z])|text[a-z]+|backslash|~)(?:\s*\{\s*\})?\$?\}?"
)
_MACRO = re.compile(r"[\s{]*\\([a-z]+)[\s{}]*")


def named(kind: str, fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields of an entry of type *kind*, its type first, under the names that entries use.

    Where two would share a name the second keeps its own, so that nothing is overwritten.
    """
    stated = [(name.lower(), value) for name, value in fields]
    there = {name for name, value in stated if value.strip()}
    host = _host(kind, there)
    if host is not None:  # then BibTeX's "venue" is the town where people met (biblatex, 2.2.2)
        stated.sort(key=lambda pair: pair[0] == "venue")
    found = [("type", kind)]
    taken: dict[str, str] = {}
    for name, value in stated:
        new = "venue" if name == host else _ALWAYS.get(name, name)
        wanted = _UNLESS_STATED.get(name)
        if wanted and wanted not in there and taken.setdefault(wanted, name) == name:
            new = wanted
        if new == "howpublished" and "url" not in there and (address := _ADDRESS.fullmatch(value)):
            new, value = "url", address[1] or address[2]
        if new in _VERBATIM and ("\\" in value or "<" in value):
            value = _verbatim(value)
        if new == "venue" and "\\" in value and (macro := _MACRO.fullmatch(value)):
            value = ASTRONOMY.get(macro[1], value)
        found.append((new, value))
    return tuple(found)


def _host(kind: str, there: set[str]) -> str | None:
    """The field that says where a work appeared."""
    ranked = ["journal", "journaltitle", "booktitle"]
    if kind in _IN_BOOKS:
        ranked.reverse()
    return next((name for name in ranked if name in there), None)


def _verbatim(value: str) -> str:
    """An address or identifier without the dress of LaTeX."""
    plain = _UNESCAPED.sub(lambda found: found[1] or _SIGNS.get(found[2], found[0]), value)
    address = _ADDRESS.fullmatch(plain)
    return address[1] or address[2] if address else plain


ASTRONOMY = {
    "aap": r"Astronomy \& Astrophysics",
    "aapr": "Astronomy and Astrophysics Review",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "actaa": "Acta Astronomica",
    "aj": "The Astronomical Journal",
    "ao": "Applied Optics",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjlett": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "apjsupp": "The Astrophysical Journal Supplement Series",
    "aplett": "Astrophysical Letters",
    "applopt": "Applied Optics",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the American Astronomical Society",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "fcp": "Fundamentals of Cosmic Physics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "iaucirc": "IAU Circulars",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jcp": "The Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "memras": "Memoirs of the Royal Astronomical Society",
    "memsai": "Memorie della Società Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "nat": "Nature",
    "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "procspie": "Proceedings of the SPIE",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift für Astrophysik",
}
"""Journals by the macros of AASTeX, which ADS exports in their place."""
