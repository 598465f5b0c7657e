"""This is where the columns of exported tables become fields, whatever program exported them.

Known are the tables of ACL, Dimensions, Google Scholar (Publish or Perish), IEEE Xplore, Lens,
OpenAlex, PubMed, Scopus, Web of Science and Zotero; other names are looked up among those that
people give to columns (``text.headers``), and what is not found there is kept as it is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from sitegen.parsing import headers

_TOOLS = {
    **{
        "publication title": "venue",
        "source title abbrev": "shortjournal",
        "journal book": "venue",
    },
    **{"source title/anthology title": "venue", "anthology title": "booktitle"},
    **{"source title anthology title": "venue", "booktitle": "venue", "display name": "title"},
    **{"abstract note": "abstract", "manual tags": "keywords", "automatic tags": "keywords"},
    **{"author keywords": "keywords", "index keywords": "index-keywords", "mesh terms": "keywords"},
    **{"ieee terms": "keywords", "fields of study": "keywords", "keywords plus": "keywords"},
    **{"author full names": "authors", "author full name": "authors", "author/s": "authors"},
    **{"author s": "authors", "editor/s": "editors", "issue": "number", "art no": "article-number"},
    **{"article no": "article-number", "article number": "article-number", "eid": "eid"},
    **{"cited by": "cited by", "pmcid": "pmcid", "access date": "urldate", "accessed": "urldate"},
    **{
        "journal abbreviation": "shortjournal",
        "short title": "shorttitle",
        "num pages": "pagetotal",
    },
    **{
        "call number": "call number",
        "number of volumes": "volumes",
        "conference name": "eventtitle",
    },
    **{"item type": "type", "document type": "type", "publication type": "type", "genre": "type"},
    **{
        "primary location source display name": "venue",
        "authorships author display name": "authors",
    },
    **{"primary location landing page url": "url", "primary location pdf url": "pdf"},
    **{"biblio volume": "volume", "biblio issue": "number", "biblio first page": "startpage"},
    **{"biblio last page": "endpage", "open access oa url": "pdf", "page s": "pages"},
    **{"source url": "url", "source urls": "url", "external url": "url", "document title": "title"},
    **{"articleurl": "url", "fulltexturl": "pdf", "startpage": "startpage", "endpage": "endpage"},
    **{
        "pdf link": "pdf",
        "year of publication": "year",
        "publication date": "date",
        "pubyear": "year",
    },
    **{"date published": "date", "online date": "online date", "issue date": "issue date"},
    **{"create date": "create date", "date added": "date added", "date modified": "date modified"},
    **{"citation": "citation", "number": "number", "id": "id", "bibkey": "citekey", "key": "id"},
    **{"anthology id": "acl", "booktitle title": "venue", "titel": "title", "titre": "title"},
    **{
        "titolo": "title",
        "título": "title",
        "titulo": "title",
        "jahr": "year",
        "jahrgang": "volume",
    },
    **{
        "autor": "authors",
        "autor(en)": "authors",
        "zeitschriftentitel": "venue",
        "taal": "language",
    },
    **{"题名": "title", "题目": "title", "来源": "venue", "刊名": "venue", "摘要": "abstract"},
    **{
        "関連url": "url",
        "雑誌名": "venue",
        "抄録": "abstract",
        "источник": "venue",
        "том": "volume",
    },
    **{"журнал": "venue", "страницы": "pages", "аннотация": "abstract", "выпуск": "number"},
    **{"titel des beitrags": "title", "schlagwörter": "keywords", "zusammenfassung": "abstract"},
    **{
        "mots clés": "keywords",
        "palabras clave": "keywords",
        "resumen": "abstract",
        "revista": "venue",
    },
    **{"resumo": "abstract", "paginas": "pages", "páginas": "pages", "volumen": "volume"},
    **{"número": "number", "editorial": "publisher", "editora": "publisher", "idioma": "language"},
}
_WEB_OF_SCIENCE = {
    **{"PT": "type", "DT": "type", "AU": "short-authors", "AF": "authors", "BE": "editors"},
    **{"TI": "title", "SO": "venue", "SE": "series", "LA": "language", "CT": "eventtitle"},
    **{
        "CY": "eventdate",
        "CL": "eventplace",
        "DE": "keywords",
        "ID": "keywords-plus",
        "AB": "abstract",
    },
    **{"C1": "affiliations", "PU": "publisher", "PI": "address", "SN": "issn", "EI": "eissn"},
    **{"BN": "isbn", "J9": "shortjournal", "JI": "journal-iso", "PY": "year", "VL": "volume"},
    **{"IS": "number", "BP": "startpage", "EP": "endpage", "AR": "article-number", "DI": "doi"},
    **{
        "D2": "book-doi",
        "PG": "pagetotal",
        "PM": "pmid",
        "UT": "id",
        "PD": "month",
        "CA": "group-authors",
    },
}
_PIECES = {
    "type": {"J": "article", "B": "book", "C": "inproceedings", "S": "incollection", "P": "patent"}
}
_NUMBERS = frozenset(["year", "month", "day", "volume", "number", "pages", "startpage", "endpage"])
_MAYBE_TITLES = frozenset(headers.MAYBE_TITLES)
_PEOPLE = {"authors": "person", "editors": "editorperson"}
_SCOPUS_ID = re.compile(r"\s*\(\d{6,}\)")
_SEPARATORS = re.compile(r"\s*(?:;+|\|+|\n)\s*")
_KEYWORDS = re.compile(r"\s*(?:\|+|;;+|\n)\s*")


@lru_cache(maxsize=256)
def named(names: tuple[str, ...]) -> tuple[str, ...]:
    """The field of each column of a header; a column that has none is called by its own name."""
    stripped = [name.strip().strip("\ufeff") for name in names]
    if {"TI", "SO"} <= set(stripped) or {"TI", "AU"} <= set(stripped):
        return tuple(_WEB_OF_SCIENCE.get(name, name.lower()) for name in stripped)
    normal = [headers.normal(name) for name in stripped]
    found = [_field(name, one) for name, one in zip(stripped, normal, strict=True)]
    is_scholar = "gsrank" in normal or "citesurl" in normal
    if is_scholar and "source" in normal:
        found[normal.index("source")] = "venue"
    full = [n for n, one in enumerate(normal) if one in ("author full names", "author full name")]
    if full and "authors" in normal:
        found[normal.index("authors")] = "short-authors"
    if "title" not in found:
        titles = [n for n, one in enumerate(normal) if one in _MAYBE_TITLES]
        for n in titles[:1]:
            found[n] = "title"
    return tuple(found)


def _field(name: str, normal: str) -> str:
    known: str | None = _TOOLS.get(normal) or _TOOLS.get(re.sub(r"[^\w\s]", " ", normal).strip())
    known = known or headers.field(name)
    for part in re.split(r"\s*[/&|]\s*|\s+or\s+", name) if known is None else ():
        known = known or headers.field(part)  # "Venue / Conference"
    return known or name.lower() or "column"


def known(names: Sequence[str]) -> int:
    """How many columns of a header are known; 0 if it has no title, or nothing else."""
    filled = [name for name in names if name.strip()]
    if len(filled) < 2 or max(map(len, filled)) > 100:
        return 0
    fields = named(tuple(names))
    own = {n.strip().lower() for n in names}
    count = len({field for field in fields if field in _FIELDS or field not in own})
    return count if "title" in fields and count > 1 else 0


_FIELDS = frozenset([*headers.HEADERS.values(), *_TOOLS.values(), *_WEB_OF_SCIENCE.values()])


def separator(names: Sequence[str], lines: Sequence[str]) -> str:
    """ ";" if that is what stands between the authors of a table, else ""."""
    is_zotero = {"Item Type", "Publication Year"} <= set(names)
    is_known = is_zotero or "AU" in names or "Authors with affiliations" in names
    return ";" if is_known or sum("; " in line for line in lines) * 2 > len(lines) > 0 else ""


def fields(
    names: Sequence[str], cells: Sequence[str], people: str
) -> tuple[list[tuple[str, str]], str | None, bool]:
    """The fields of a row, the name by which it goes, and whether that is a citation key."""
    columns = named(tuple(names))
    found: list[tuple[str, str]] = []
    own: str | None = None
    ends = {"startpage": "", "endpage": ""}
    for number, cell in enumerate(cells):
        value = cell.strip()
        if not value:
            continue
        field = columns[number] if number < len(columns) else f"column-{number + 1}"
        if field in ends and not ends[field]:
            ends[field] = _number(value)
        elif field == "id" and own is None:
            own = value
        else:
            found += _cell("other-id" if field == "id" else field, value, people)
    pages = "-".join(dict.fromkeys(end for end in ends.values() if end))
    if pages and all(field != "pages" for field, _ in found):
        found.append(("pages", pages))
    elif pages:
        found += [(end, value) for end, value in ends.items() if value]
    keys = [value for field, value in found if field == "citekey"]
    if keys:
        found = [(field, value) for field, value in found if (field, value) != ("citekey", keys[0])]
        return found + ([("other-id", own)] if own and own != keys[0] else []), keys[0], True
    return found, own, False


def _cell(field: str, value: str, people: str) -> Iterator[tuple[str, str]]:
    if field in _PEOPLE:
        yield from _people(field, _SCOPUS_ID.sub("", value), people)
    elif field == "keywords" and _KEYWORDS.search(value):
        yield from (("keyword", word) for word in _KEYWORDS.split(value) if word)
    elif field == "keywords" and ";" in value:
        yield from (("keyword", word.strip()) for word in value.split(";") if word.strip())
    elif field in _PIECES:
        yield field, _PIECES[field].get(value, value)
    else:
        yield field, _number(value) if field in _NUMBERS else value


def _people(field: str, value: str, people: str) -> Iterator[tuple[str, str]]:
    if re.fullmatch(r"[^.;]+ [A-Z]{1,3}\.", value):
        value = value[:-1]  # PubMed ends its list as a sentence
    if (people in value and people) or _SEPARATORS.search(value):
        yield from ((_PEOPLE[field], name) for name in _SEPARATORS.split(value.strip(" ;")) if name)
    elif people:
        yield _PEOPLE[field], value
    else:
        yield field, value


def _number(value: str) -> str:
    """A number that a spreadsheet made a fraction of: "2019.0"."""
    return value[:-2] if re.fullmatch(r"\d+\.0", value) else value
