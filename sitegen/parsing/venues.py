"""This is where a few words are recognised as a venue and a year: "CVPR 2021", "ICLR'19 (Oral)".

Only what is certain is taken: an abbreviation that is known or has its year beside it, or words
that nothing but a journal or a conference has in its name.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from sitegen.text import identifiers

_KNOWN = """
    3DV AAAI AACL AAMAS ACCV ACL AISTATS APSIPA ARXIV ASE ASPLOS ASRU ASSETS ATVA AUTOML
    BIOINFORMATICS BIORXIV BMVC CCS CHI CIDR CIKM CLEF COLING COLM COLT CONLL CORL CORR COSYNE
    CSCW CVIU CVPR CVPRW DAC DASFAA DCC EACL ECAI ECCV ECIR ECML EDBT EMBC EMNLP ESANN ESEC
    ESORICS EUROCRYPT EUROGRAPHICS EUROSYS FACCT FG FOCS FPGA FSE GECCO HCOMP HICSS HOTNETS
    HOTOS HPCA HRI ICALP ICANN ICAPS ICASSP ICCAD ICCP ICCV ICCVW ICDAR ICDE ICDM ICDT ICFP
    ICIP ICLR ICME ICMI ICML ICMR ICONIP ICPR ICRA ICSE ICSME ICWSM IJCAI IJCNLP IJCNN IJCV
    IJRR IMC INFOCOM INLG INTERSPEECH IPDPS IPSN IROS ISCA ISCAS ISMAR ISMIR ISSTA ISWC ITCS
    IUI IWSLT JACM JAIR JASA JCDL JMLR KDD KR L4DC LICS LREC MASCOTS MEDRXIV MICCAI MIDL ML4H
    MLHC MLSP MLSYS MMM MOBICOM MOBISYS MSR NAACL NATURE NDSS NEURIPS NIPS NSDI OOPSLA OSDI
    PACIS PAKDD PAMI PETS PLDI PLOS PMLR PNAS PODC POPL PPOPP PRL PVLDB RECSYS RSS RTSS SCIENCE
    SDM SEMEVAL SENSYS SIGCOMM SIGCSE SIGDIAL SIGGRAPH SIGIR SIGKDD SIGMETRICS SIGMOD
    SIGSPATIAL SLT SOCG SODA SOSP SPAA SPL SSRN STACS STOC STSM TACAS TACL TALLIP TASLP TBD
    TCAD TCC TCSVT TCYB TDSC TGRS TIFS TIP TISSEC TIST TITS TKDD TKDE TMC TMI TMLR TMM TNNLS
    TOCHI TOCS TODS TOG TOIS TOMM TOPLAS TOSEM TPAMI TPDS TRO TSE TSP TVCG UAI UBICOMP UIST
    USENIX VIS VLDB VLDBJ WACV WACVW WMT WSC WSDM WWW XAI
"""
KNOWN = frozenset(_KNOWN.split())
"""Abbreviations of venues, in capitals."""

_YEAR = r"(?:19|20)\d\d"
_BODY = r"[A-Z0-9][\w&*/@+.:-]*"
_LEAD = (
    r"(?:(?:published |accepted |to appear )?(?:in|at|by|to|@)\s+)?"
    r"(?:the\s+|proc(?:eedings)?\.?\s+(?:of\s+)?(?:the\s+)?)?"
)
_MORE = (
    r"(?P<more>[\s,/(-]+(?:oral|spotlight|poster|highlight|demo|workshops?|findings|long|short|"
    r"main|(?:best|outstanding|notable|award|honou?rable)\b.*|(?:oral|spotlight)\s*\w*)\)?)?"
)
_SHORT = re.compile(
    rf"{_LEAD}(?P<name>{_BODY}(?:[ -]{_BODY}){{0,5}}?)"
    rf"(?:(?:\s*[,’'`´‘-]\s*|\s+|\s*\()(?P<year>{_YEAR})\)?|\s?[’'`´‘]\s?(?P<two>\d\d))?{_MORE}",
    re.IGNORECASE,
)
_GLUED = re.compile(
    rf"{_LEAD}(?P<name>[A-Za-z]{{3,12}})[- ]?(?P<year>{_YEAR}|[012]\d){_MORE}", re.I
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>{_YEAR})\s*[-–/_. ]\s*(?P<name>[A-Za-z][\w&*+-]*(?: [A-Z][\w&]*){{0,2}})"
)
_WORDS = re.compile(
    r"\b(?:proceedings|proc\.|conference on|conference$|symposium|workshops?|journal|transactions|"
    r"trans\.|letters$|annals|magazine|arxiv preprint|advances in neural|lecture notes|"
    r"communications of|(?:phd|ph\.d\.|master'?s?|doctoral) thesis|technical report|tech\. rep\.|"
    r"university press|^frontiers in|^nature \w+|^science \w+|bulletin|quarterly|acta|"
    r"^(?:ieee|acm|aip|jama|bmc|plos|elife|cell) [A-Z]\w+|findings of|conf\.|^j\. [A-Z])",
    re.IGNORECASE,
)
_TITLELIKE = re.compile(r"(?:An?|On|Towards?|How|What|Why|Can|Do|Does|Is|Are)\s")
_IN = re.compile(
    r"^(?:published |appeared |accepted )?(?:in|at)\s+(?:the\s+)?(?=[A-Z0-9])|^in:\s*",
    re.IGNORECASE,
)
_END_YEAR = re.compile(rf"[\s,(\[.:;-]*\(?({_YEAR})\)?[\s.)\]]*$")
_PREPRINT = re.compile(
    r"(?:arxiv(?:\s*preprint|\s*e-?prints?)?|corr)\b[\s,:]*(?:abs/)?(.*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Venue:
    """Where and when a work appeared, as far as some words say."""

    name: str = ""
    """The venue; empty if the words name none."""

    year: str = ""
    """Four digits, or empty."""

    arxiv: str = ""
    """An identifier of arXiv, or empty."""

    more: str = ""
    """What else they say: "Oral", "Best Paper"."""


@lru_cache(maxsize=65536)
def of(text: str) -> Venue | None:
    """The venue and year that the whole of *text* names; None if that is not certain."""
    text = text.strip(" \t\n,.;:-–—|·")
    if not 2 <= len(text) <= 250 or not re.search(r"[^\W\d_]", text):
        return None
    return _preprint(text) or _short(text) or _long(text)


def _preprint(text: str) -> Venue | None:
    found = _PREPRINT.fullmatch(text)
    if found is None:
        return None
    name = "CoRR" if text[:4].lower() == "corr" else "arXiv"
    arxiv = identifiers.arxiv(found[1]) or ""
    rest = re.sub(r"(?i)arxiv:?\s*", "", found[1])
    if arxiv:
        rest = re.sub(rf"(?i){re.escape(arxiv)}(?:v\d+)?(?:\s*\[[\w.-]+\])?", "", rest)
    year = re.fullmatch(rf"[\s,.;:'’()-]*({_YEAR})?[\s,.;:()-]*", rest)
    return Venue(name, year[1] or "", arxiv) if year else None


def _short(text: str) -> Venue | None:
    first = _YEAR_FIRST.fullmatch(text)
    if first and _is_short_name(first["name"], is_dated=True):
        return Venue(first["name"], first["year"])
    found = _GLUED.fullmatch(text)
    if found is not None and found["name"].upper() in KNOWN:
        return _named(found["name"], _full(found["year"]), found["more"])
    found = _SHORT.fullmatch(text)
    if found is None:
        return None
    year, name = found["year"] or _full(found["two"] or ""), found["name"].strip()
    return _named(name, year, found["more"]) if _is_short_name(name, is_dated=bool(year)) else None


def _named(name: str, year: str, more: str | None) -> Venue:
    """A venue; a workshop is one of its own, the kind of a talk is not."""
    words = (more or "").strip(" ,/()-")
    if words.lower().startswith("workshop"):
        return Venue(f"{name} Workshop", year)
    return Venue(name, year, more=words)


def _full(year: str) -> str:
    """A year of four digits: "98" is 1998, "21" 2021."""
    if len(year) != 2:
        return year
    return f"{'19' if int(year) > 60 else '20'}{year}"


def _is_short_name(name: str, *, is_dated: bool) -> bool:
    """Whether a name is an abbreviation that is known, or one that its year makes certain."""
    if re.search(r"[^\W\d_]{5,}\. ", name):  # a sentence ends within it
        return False
    parts = re.split(r"[\s/&@-]+", name.upper().replace(".", ""))
    if len(parts) < 6 and any(part in KNOWN for part in parts):
        return len(parts) == 1 or name.upper() in KNOWN or _mostly_capitals(name) or is_dated
    return is_dated and len(parts) < 5 and _mostly_capitals(name)


def _mostly_capitals(name: str) -> bool:
    """Whether each word of a name is an abbreviation: two capitals, or known."""
    return all(
        sum(c.isupper() for c in word) > 1
        or word.upper() in KNOWN
        or word in ("Workshop", "Workshops", "Findings")
        for word in re.split(r"[\s/&@-]+", name)
        if word
    )


def _long(text: str) -> Venue | None:
    if not _WORDS.search(text) or len(text.split()) > 25 or text[-1] in "?!":
        return None
    if _TITLELIKE.match(text):
        return None
    lower = sum(word[0].islower() for word in text.split() if len(word) > 3)
    if lower * 2 > len(text.split()) or re.search(r"[^\W\d_]{4,}\. [A-Z]", text):
        return None
    year = _END_YEAR.search(text)
    name = _IN.sub("", text[: year.start()] if year else text).strip(" ,.;:-–—(")
    return Venue(name, year[1] if year else "") if name else None
