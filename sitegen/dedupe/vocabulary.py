"""This is where words are kept that say what kind of text a title heads, rather than which one.

Journals and proceedings print them in every issue; what else a title says must tell works apart.
"""

import re

from sitegen.text.fold import words


def _all(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if len(word) > 1)


SMALL = _all(
    """an and as at by for from in into is its of on or over that the their to towards toward upon
    using via vs versus with within between among amongst through during per
    der die das den dem des ein eine einer eines und oder fur von vom zu zum zur im am mit bei auf
    le la les un une des et du de au aux dans sur pour par chez en el los las del una unos y con
    il lo gli uno nel nella della dei delle di da os um uma no na dos e het een van voor op"""
) | {"a", "i18n", "e", "y", "o"}
"""Words whose loss leaves a title as it was: articles, prepositions, conjunctions."""

GENERIC = _all(
    """abstract abstracts acknowledgement acknowledgements acknowledgment acknowledgments
    competition demo demonstration demonstrations description descriptions experience invited
    advertisement advertisements advertising announcement announcements annual appendix appendices
    article articles associate author authors editorial editorials editor editors back front matter
    banner bibliography bibliographies board book books brief briefs calendar call calls chair
    chairs chairman chairperson column comment comments commentary commentaries committee
    communication communications conclusion conclusions conference contents content contributor
    contributors copyright correction corrections correspondence corrigendum corrigenda cover credit
    credits dedication department departments director directors discussion discussions editing
    epilogue errata erratum excerpt excerpts feature features file foreword forewords foreward
    forthcoming from front frontispiece general glossary guest guide highlights in information
    index inside instructions interview interviews introducing introduction introductions
    introductory invited iss issue issues journal keynote keynotes keyword keywords letter letters
    list listing literature list masthead meeting meetings memoriam message messages miscellaneous
    miscellanea missing mini new news newsletter note notes notice notices number obituary
    obituaries opening opinion opinions organisers organising organization organizers organizing
    outlook overview page pages panel panels paper papers part plenary position poster posters
    preface prefaces prefatory preliminary president presidents presidential press proceedings
    program programme prologue publication publications publisher publishers received record
    reference references referees regular remark remarks reply replies report reports research
    response responses retraction review reviews reviewer reviewers schedule section sections senior
    session sessions short section software special speaker speakers sponsor sponsors spotlight
    statement student subject subscription summaries summary supplement supplementary supplements
    symposium table tables talk talks thanks thank theme this time title titles track tribute
    tutorial tutorials untitled upcoming update updates view viewpoint viewpoints volume volumes
    welcome welcoming word words workshop workshops year years
    inhalt inhaltsverzeichnis vorwort einleitung nachwort geleitwort rezension rezensionen
    buchbesprechung besprechungen mitteilungen nachrufe nachruf impressum danksagung literatur
    literaturverzeichnis register zusammenfassung
    editoriaux preface avant propos introduction comptes rendus compte rendu sommaire
    remerciements bibliographie erratum prologo prefacio editorial introduccion resena resenas
    presentacion indice agradecimientos apresentacao resenha resenhas"""
) | {"s", "q", "a"}
"""Words of which a title says nothing about its subject, if it consists of them."""

_PREFIX = re.compile(
    r"""^\W*(?:
      (?P<erratum>(?:author\s|publishers?\s|editorial\s)?(?:errat(?:um|a)|corrigend(?:um|a)
          |addend(?:um|a)|berichtigung|rectificatif)(?:\snotes?)?(?:\s(?:to|of|for|on|zu|zum|al?|au)\b)?
          |(?:author\s|publishers?\s)?correct(?:ions?|ed)(?:\s(?:to|notice)\b|\s*:))
    | (?P<retraction>(?:retraction(?:\snote)?|expression\sof\sconcern|notice\sof\s(?:retraction
          |withdrawal)|withdrawal(?:\snotice)?|removal(?:\snotice)?)(?:\s(?:to|of|for|on)\b)?)
    | (?P<reply>(?:(?:an?|the|brief|short|further|authors?|authors|editors?)\s)*(?:repl(?:y|ies)
          |responses?|rejoinder|rebuttal)\s(?:to|on|by)\b|(?:authors?\s)?(?:reply|response|rejoinder
          |rebuttal)(?=\s*[:\u2014\u2013-]))
    | (?P<comment>(?:(?:an?|the|some|brief|short|further)\s)*(?:comments?|commentary|remarks?
          |discussion|notes?|letter)\s(?:on|about|to|of|regarding|concerning)\b|re\s*:|comment\s*:
          |commentary\s*:|discussion\s*:)
    | (?P<review>(?:(?:an?|the)\s)*(?:book\s)?reviews?\s(?:of|on)\b|book\sreviews?\s*:
          |rezension(?:\svon)?|resena\sde|compte\srendu\sde)
    | (?P<supplement>(?:online\s|electronic\s)?(?:supplement(?:ary|al)?(?:\s(?:materials?|data
          |information|files?|figures?|tables?|appendix))?|appendix|appendices|additional\sfile)
          (?:\s[a-z0-9]{1,3})?(?:\s(?:to|for|of|from)\b|\s*[:\u2014\u2013-]))
    )\s*[:.\u2014\u2013-]?\s*""",
    re.VERBOSE,
)
_SUFFIX = re.compile(
    r"""(?:[(\[:.?!\u2014\u2013]\s*|\s-+\s)(?:
      (?P<erratum>errat(?:um|a)|corrigend(?:um|a)|\(?vol(?:ume)?\.?\s\w+,?\s(?:pg?|pages?|pp)\.?\s
          [\w\s,\u2013-]+\)?)
    | (?P<retraction>retraction(?:\snote)?|expression\sof\sconcern)
    | (?P<reply>(?:authors?\s)?(?:reply|response|rejoinder|rebuttal))
    | (?P<comment>comments?|commentary|discussion)
    | (?P<review>book\sreview)
    | (?P<supplement>supplement(?:ary|al)?\s(?:materials?|data|information|appendix))
    | (?P<extended>(?:extended|full|long|journal|expanded|revised\sand\sextended)
          \s(?:version|paper))
    | (?P<abstract>(?:extended\s|conference\s|meeting\s|poster\s)?abstract|poster|demo|short\spaper)
    )\s*[)\].]*\s*$""",
    re.VERBOSE,
)


def kind(folded: str) -> tuple[str, str]:
    """(what a folded title says that it is to another text, the title of that other text).

    "erratum", "retraction", "reply", "comment", "review", "supplement", "extended", "abstract", or
    empty: then the second is the title itself. A title that says no more is of no kind.
    """
    for pattern in (_PREFIX, _SUFFIX):
        found = pattern.search(folded)
        if found and found.lastgroup:
            rest = folded[found.end() :] if pattern is _PREFIX else folded[: found.start()]
            rest = rest.strip(" \"'“”‘’()[].:")
            if len(words(rest)) > 1:
                return found.lastgroup, rest
    return "", folded
