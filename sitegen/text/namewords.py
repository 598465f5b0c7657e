"""This is where a printed name is rid of what is no name, and told from that of an organisation.

Footnote marks, addresses, titles and degrees go; what is left is printed as it was.
"""

import re

SUFFIX = re.compile(r"^(?:jr|sr|jnr|snr|i{2,3}|iv|2nd|3rd|4th)\.?$", re.IGNORECASE)
"""What tells people of one name apart: "Jr.", "III"."""

_SIGNS = re.compile(r"[*†‡§¶#✉]+|\$?\^\{?[\d*†‡§,\s]+\}?\$?|[¹²³⁰⁴-⁹ᵃ-ᶻ]+")
_PLACE = re.compile(r"(?<=\S)\s*\([^()]*\)$|(?<=\S)\s*\[[^\[\]]{1,40}\]$")
_ADDRESS = re.compile(
    r"\(?\s*(?:https?://)?(?:www\.)?orcid(?:\.org/|\s*:?\s*)(?:\d{4}-){3}\d{3}[\dX]\s*\)?"
    r"|[<(\[]\s*[^\s@<>()\[\]]{1,64}@[^\s@<>()\[\]]{1,255}\s*[>)\]]"
    r"|(?<!\S)(?:mailto:)?[^\s@<>()\[\],;]{1,64}@[^\s@<>()\[\],;]{1,255}\.[a-z]{2,}(?!\S)"
    r"|[(\[<]\s*(?:\d{4}-){3}\d{3}[\dX]\s*[)\]>]|(?<!\S)(?:\d{4}-){3}\d{3}[\dX](?!\S)",
    re.IGNORECASE,
)
_FOOTNOTES = re.compile(r"(?<=[^\W\d_][^\W\d_])\s?\d{1,2}(?:\s?,\s?(?:\d{1,2}|[a-z*]))*$")
_TITLE = (
    r"(?:(?:prof(?:essor)?|dr|mr|mrs|ms|mme|doctor|herr|frau)\b\.?|(?:rev|hon|assoc|asst|dipl)\."
    r"|(?:dipl\.?-|dr\.?-)?ing\.|(?:med|rer|nat|phil|habil|techn)\.)"
)
_TITLES = re.compile(rf"^(?:{_TITLE}\s*)+(?=\S)", re.IGNORECASE)
_INNER_TITLES = re.compile(rf"(?<=,)\s*(?:{_TITLE}\s*)+(?=\S|$)", re.IGNORECASE)
# Only those that are nobody's initials: "de Jong, M.D." is no doctor.
_DEGREE = (
    r"(?:ph\.?\s?d\.?|d\.?\s?phil\.?|m\.?\s?sc\.?|b\.?\s?sc\.?|d\.?\s?sc\.?|md|mph|mba|m\.?eng\.?"
    r"|ll\.?[mbd]\.?|pharm\.?d\.?|ed\.?d\.?|frs|frcp|frcs|facs|facc|faha|esq\.?|f?ieee)"
)
_DEGREES = re.compile(rf"(?:,\s*{_DEGREE})+$", re.IGNORECASE)
_DOCTOR = re.compile(r"\s+(?:ph\.\s?d\.|phd)$", re.IGNORECASE)
_ALONE = re.compile(rf"{_DEGREE}|{_TITLE}|(?:eds?|editors?|hrsg|dir)\.?", re.IGNORECASE)
_EDITORS = re.compile(r",?\s*(?:\b|(?<=\())(?:eds?|hrsg)\.\)?$", re.IGNORECASE)

_BODIES = frozenset(
    [
        *("collaboration", "collaborations", "collaborators", "consortium", "consortia", "team"),
        *("teams", "group", "groups", "organization", "organisation", "organizations", "institute"),
        *("institut", "institution", "instituto", "istituto", "university", "universität"),
        *("universitat", "université", "universidad", "università", "universidade", "universiteit"),
        *("committee", "committees", "subcommittee", "association", "foundation", "society"),
        *("laboratory", "laboratories", "department", "ministry", "agency", "council"),
        *("commission", "corporation", "gmbh", "inc", "ltd", "llc", "initiative", "federation"),
        *("secretariat", "developers", "contributors", "investigators", "community", "network"),
        *("labs", "consorcio", "consórcio", "alliance", "academy", "authority", "administration"),
        *("taskforce", "coalition", "programme", "panel", "museum", "hospital", "company"),
        *("forschungsgruppe", "arbeitsgruppe", "gesellschaft", "verein", "équipe", "partnership"),
    ]
)
_FIRMS = frozenset(
    [
        *("openai", "deepmind", "google", "microsoft", "nvidia", "anthropic", "ibm", "huggingface"),
        *("bytedance", "tencent", "alibaba", "baidu", "deepseek", "deepseek-ai", "facebook"),
    ]
)
_FORMS = frozenset(["inc", "ltd", "llc", "gmbh", "corp", "plc", "co", "s.a", "b.v"])
_LAST = frozenset(["research", "project", "center", "centre", "lab", "force", "nations", "union"])
_MODELS = re.compile(
    r"(?:meta|mistral|stability|google|facebook|allen|character) ai", re.IGNORECASE
)
# Family names that are nobody's given name: "LeCun, Bengio" are two people.
_FAMILIES = frozenset(
    [
        *("bengio", "hinton", "lecun", "schmidhuber", "goodfellow", "sutskever", "krizhevsky"),
        *("vaswani", "shazeer", "jurafsky", "norvig", "hochreiter", "vapnik", "courville"),
        *("knuth", "dijkstra", "hoare", "turing", "einstein", "breiman", "tibshirani", "hastie"),
        *("kolmogorov", "neumann", "smith", "jones", "müller", "mueller", "schmidt", "schneider"),
        *("fischer", "schulz", "hoffmann", "schäfer", "krüger", "rodriguez", "rodríguez"),
        *("martinez", "martínez", "hernandez", "hernández", "lopez", "lópez", "gonzalez"),
        *("gonzález", "perez", "pérez", "sanchez", "sánchez", "rossi", "ferrari", "dubois"),
        *("lefebvre", "moreau", "ivanov", "petrov", "kowalski", "nakamura", "tanaka", "yamamoto"),
    ]
)
# Given names that are nobody's family name, to tell "Smith, John, Roe, Jane" from four people.
_GIVEN = frozenset(
    [
        *("john", "jane", "james", "mary", "robert", "jennifer", "michael", "linda", "william"),
        *("elizabeth", "david", "barbara", "richard", "susan", "joseph", "jessica", "thomas"),
        *("sarah", "charles", "karen", "christopher", "lisa", "daniel", "nancy", "matthew", "anna"),
        *("anthony", "mark", "margaret", "donald", "steven", "paul", "andrew", "joshua", "emily"),
        *("kenneth", "kevin", "brian", "george", "timothy", "ronald", "edward", "jason", "jeffrey"),
        *("ryan", "jacob", "nicholas", "eric", "jonathan", "stephen", "larry", "justin", "peter"),
        *("maria", "laura", "julia", "sofia", "carlos", "juan", "josé", "luis", "pedro", "ana"),
        *("hans", "jürgen", "klaus", "wolfgang", "jean", "pierre", "marie", "françois", "giovanni"),
        *("giuseppe", "andrea", "marco", "yann", "yoshua", "geoffrey", "noam", "ashish", "ivan"),
        *("olga", "sergey", "vladimir", "alexander", "alexey", "dmitry", "natalia", "elena"),
    ]
)
PARTICLES = frozenset(
    [
        *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le"),
        *("bin", "ibn", "al", "el", "ter", "ten", "zu", "y", "e"),
    ]
)
"""Words that stand before a family name, or within it."""

_HAN = "\u3400-\u9fff\uf900-\ufaff々〇"
_EASTERN = re.compile(f"[{_HAN}\u3040-\u30ff\uac00-\ud7af]+")
_KATAKANA = re.compile("[\u30a0-\u30ff]+")
# Chinese family names of one sign, the commonest hundred or so.
_CHINESE = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許"
    "傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹熊金陆陸郝孔白崔康毛邱秦江"
    "史顾顧侯邵孟龙龍万段雷钱錢汤湯尹黎易常武乔贺賀赖賴龚文"
)


_NAMESAKE = re.compile(r"(?<=\w) 0\d{3}$")  # DBLP's number of one of several people of a name


def cleaned(name: str) -> str:
    """*name* without footnote marks, addresses, affiliation, titles and degrees."""
    if "@" in name or "-" in name:
        name = _ADDRESS.sub("", name)
    name = _PLACE.sub("", _SIGNS.sub("", name).strip()).strip(" ,;")
    name = _NAMESAKE.sub("", name)
    if " " in name and name[-1:].isalnum():
        name = _FOOTNOTES.sub("", name)
    if not ("." in name or "," in name or " " in name):
        return name
    bare = _EDITORS.sub("", name)
    for pattern in (_DEGREES, _DOCTOR, _TITLES):
        bare = _rid(pattern, bare)
    bare = _INNER_TITLES.sub(" ", bare) if "," in bare else bare
    return bare.strip(" ,;") or name


def _rid(pattern: re.Pattern[str], name: str) -> str:
    """*name* without *pattern*, if as many words stay as a name has: "Dr. Seuss" is one."""
    found = pattern.search(name)
    if not found:
        return name
    rest = f"{name[: found.start()]}{name[found.end() :]}".strip(" ,")
    parts = rest.replace(",", " ").split()
    return rest if len(parts) > 1 and parts[0].lower() not in PARTICLES else name


def is_no_name(piece: str) -> bool:
    """Whether a piece between two commas is none of a name: a number, a mark, a degree, a title."""
    return not any(map(str.isalpha, piece)) or _ALONE.fullmatch(piece.strip()) is not None


def is_organisation(name: str) -> bool:
    """Whether *name*, in order and without braces, is that of an organisation, by its words.

    Of what stands between commas the first part decides: "Google Research, Brain Team".
    """
    first, _, rest = (part.strip() for part in name.partition(","))
    parts = [word.strip(".()") for word in first.lower().split()]
    if rest.strip(" .").lower() in _FORMS:
        return True
    if len(parts) < 2:
        return False
    if not _BODIES.isdisjoint(parts) or not _FIRMS.isdisjoint((parts[0], parts[-1])):
        return True
    return (parts[-1] in _LAST and (len(parts) > 2 or parts[0] == "the")) or bool(
        _MODELS.fullmatch(first)
    )


def is_family(word: str) -> bool:
    """Whether *word* is a family name and can be no given name."""
    return word.lower() in _FAMILIES


def is_given(name: str) -> bool:
    """Whether *name* is a given name that can be no family name, and at most initials besides."""
    first, *rest = name.lower().split() or [""]
    return first in _GIVEN and all(part in _GIVEN or len(part.strip(".")) == 1 for part in rest)


def is_eastern(name: str) -> bool:
    """Whether *name* is written in Han signs or Hangul, so that its family name stands first.

    Names of the West are written in katakana, in their own order.
    """
    parts = name.replace(",", " ").split()
    return all(map(_EASTERN.fullmatch, parts)) and not all(map(_KATAKANA.fullmatch, parts))


def is_whole_chinese(name: str) -> bool:
    """Whether a run of signs is a family name and a given name, and not one of the two."""
    return 2 <= len(name) <= 4 and name[0] in _CHINESE and is_eastern(name)


STOPS = frozenset(
    [
        *(*_BODIES, *_FIRMS, *_LAST, "ai", "and", "et", "others", "by", "more", "&"),
        *("jr", "sr", "jnr", "snr", "ii", "iii", "iv", "prof", "professor", "dr", "mr", "mrs"),
        *("ms", "mme", "doctor", "herr", "frau", "rev", "hon", "assoc", "asst", "dipl", "ing"),
        *("med", "rer", "nat", "phil", "habil", "techn", "ph", "phd", "dphil", "msc", "bsc"),
        *("dsc", "md", "mph", "mba", "meng", "llm", "llb", "lld", "pharmd", "edd", "frs", "frcp"),
        *("frcs", "facs", "facc", "faha", "esq", "ieee", "fieee", "ed", "eds", "hrsg", "editors"),
        *("ll", "sc", "eng", "pharm", "dipl-ing", "dr-ing"),
    ]
)
"""Words, without dots, that keep a name from being read at a glance."""
