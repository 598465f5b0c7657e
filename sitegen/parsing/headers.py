"""This is where the names of columns become names of fields: one vocabulary for all tables.

Names are compared as ``normal`` writes them. A name that is not listed is nobody's mistake: its
column is kept under its own name.
"""

import re

_WORDS = re.compile(r"[\s_/\-–—.:]+")
_OUTSIDE = re.compile(r"^\W+|[^\w)]+$")
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")

_NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        *("article", "article title", "document title", "item title", "paper name", "paper title"),
        *("paper titles", "primary title", "publication", "publication title", "title", "titles"),
        *("title of paper", "title of the paper", "titel", "titre", "título", "titolo", "work"),
        *(
            "标题",
            "题目",
            "论文",
            "论文标题",
            "论文题目",
            "タイトル",
            "題名",
            "제목",
            "название",
            "заголовок",
        ),
    ),
    "subtitle": ("subtitle", "sub title"),
    "shorttitle": ("abbreviation", "acronym", "short name", "short title", "shorttitle"),
    "authors": (
        *("author", "author full names", "author list", "author name", "author names", "author s"),
        *("author(s)", "authors", "autor", "autoren", "autores", "auteur", "auteurs", "autori"),
        *(
            "by",
            "contributors",
            "creator",
            "creators",
            "full author names",
            "people",
            "researchers",
        ),
        *("written by", "作者", "著者", "저자", "автор", "авторы"),
    ),
    "editors": ("editor", "editor(s)", "editors", "herausgeber"),
    "venue": (
        *("book title", "booktitle", "conf", "conf journal", "conference", "conference journal"),
        *("conference name", "conference title", "container title", "journal", "journal book"),
        *(
            "journal conference",
            "journal name",
            "journal title",
            "proceedings",
            "proceedings title",
        ),
        *("pub", "publication name", "publication source", "publication title venue"),
        *("publication venue", "published at", "published in", "revue", "revista", "source title"),
        *("venue", "venue name", "venue year", "venues", "zeitschrift", "konferenz", "where"),
        *("会议", "期刊", "会议期刊", "出处", "발표", "журнал"),
    ),
    "year": (
        *("ano", "anno", "année", "año", "cover date", "jahr", "pub year", "publication year"),
        *("published year", "py", "year", "year of publication", "year published", "years"),
        *("年份", "年", "発行年", "연도", "год"),
    ),
    "date": (
        *("cover display date", "date", "date of publication", "date published", "datum", "fecha"),
        *("issue date", "posted", "pub date", "publication date", "published", "published date"),
        *("published on", "release date", "released", "submitted", "time", "日期", "时间", "дата"),
    ),
    "month": ("month", "monat", "mois", "mes"),
    "day": ("day",),
    "volume": ("vol", "volume", "band", "卷"),
    "number": ("heft", "issue", "issue number", "no", "number", "numéro", "期"),
    "pages": ("page", "page numbers", "page range", "pages", "pp", "seiten", "页码"),
    "startpage": ("beginning page", "first page", "page start", "start page", "starting page"),
    "endpage": ("ending page", "end page", "last page", "page end"),
    "type": (
        *(
            "document type",
            "entry type",
            "entrytype",
            "item type",
            "paper type",
            "publication type",
        ),
        *("publication types", "reference type", "resource type", "type", "type of publication"),
        *("类型",),
    ),
    "abstract": ("abstract", "abstract note", "description abstract", "résumé", "summary"),
    "keywords": (
        *("area", "areas", "author keywords", "categories", "category", "field", "fields"),
        *("fields of study", "index keywords", "keyword", "keyword s", "keywords", "label"),
        *("labels", "manual tags", "mesh terms", "schlagworte", "subject", "subject areas"),
        *("subjects", "tag", "tags", "task", "tasks", "theme", "themes", "topic", "topics"),
        *("关键词", "标签", "キーワード", "키워드"),
    ),
    "doi": ("digital object identifier", "document doi", "doi", "doi link", "doi url"),
    "arxiv": ("arxiv", "arxiv id", "arxiv identifier", "arxiv link", "arxiv number", "arxiv url"),
    "isbn": ("isbn", "isbns", "isbn 10", "isbn 13"),
    "issn": ("eissn", "issn", "issns", "print issn"),
    "pmid": ("pmid", "pubmed", "pubmed id"),
    "acl": ("acl", "acl anthology", "acl anthology id", "acl id", "anthology id"),
    "openreview": ("openreview", "openreview id", "openreview link"),
    "url": (
        *("address", "article url", "document url", "full text link", "homepage", "href", "link"),
        *("link to paper", "link url", "links", "paper link", "paper page", "paper url", "project"),
        *(
            "project page",
            "project website",
            "publication url",
            "url",
            "urls",
            "webpage",
            "website",
        ),
        *("链接", "论文链接", "リンク", "링크", "ссылка"),
    ),
    "pdf": ("full text", "fulltext", "pdf", "pdf link", "pdf url"),
    "code": (
        *("code", "code link", "code repo", "code repository", "code url", "codebase", "github"),
        *("github link", "github repo", "github url", "implementation", "implementations"),
        *(
            "official code",
            "repo",
            "repository",
            "software",
            "source code",
            "代码",
            "コード",
            "코드",
        ),
    ),
    "data": ("data", "data link", "data set", "data url", "dataset", "dataset link", "datasets"),
    "video": (
        "presentation video",
        "recording",
        "talk",
        "video",
        "video link",
        "video url",
        "youtube",
    ),
    "slides": ("presentation", "slide", "slides", "slides link"),
    "publisher": ("editorial", "publisher", "verlag", "éditeur", "出版社"),
    "address": ("place", "place of publication", "publisher address"),
    "series": ("series", "series title", "serie"),
    "edition": ("edition", "auflage"),
    "institution": ("institution", "institutions"),
    "school": ("school", "university"),
    "organization": ("organisation", "organization", "org"),
    "affiliations": (
        "affiliation",
        "affiliations",
        "author affiliations",
        "authors with affiliations",
    ),
    "chapter": ("chapter",),
    "language": ("lang", "language", "language of original document", "sprache", "langue"),
    "note": (
        "comment",
        "comments",
        "extra",
        "note",
        "notes",
        "remark",
        "remarks",
        "bemerkung",
        "备注",
    ),
    "id": ("bibtex key", "citation key", "cite key", "citekey", "key"),
}

HEADERS: dict[str, str] = {name: field for field, names in _NAMES.items() for name in names}
"""What a column is called in an entry, by its name as ``normal`` writes it."""

MAYBE_TITLES: tuple[str, ...] = ("paper", "papers", "name", "resource", "resources", "item", "book")
"""Names of columns that hold titles where no other column is a better claimant, in that order."""


def normal(name: str) -> str:
    """A column's name in lower case with single spaces, without marks around it.

    "**Author(s)**" gives "author(s)", "Paper_Title" gives "paper title".
    """
    return _OUTSIDE.sub("", " ".join(_WORDS.sub(" ", name.casefold()).split()))


def field(name: str) -> str | None:
    """The field of an entry that a column called *name* holds; None if the name says none.

    What stands in brackets behind a name is a remark ("Year (of print)").
    """
    found = HEADERS.get(normal(name))
    return found or HEADERS.get(normal(_IN_BRACKETS.sub("", name.strip())))
