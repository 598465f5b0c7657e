"""This is where words for kinds of publications become those of BibTeX and biblatex.

The words of RIS, CSL, Zotero, EndNote, Crossref, DataCite, Schema.org, PubMed and DBLP are known; a
word that is not stays as it is, in lower case and without what separates its parts.
"""

import re

_WORDS = {
    "article": (
        "article journal journalarticle articlejournal jour ejour articlemagazine "
        "articlenewspaper magazinearticle newspaperarticle magazine newspaper mgzn news "
        "journalarticles inpr abst electronicarticle scholarlyarticle journalpaper "
        "researcharticle reviewarticle review reviewbook dataarticle datapaper "
        "editorial letter newsarticle"
    ),
    "inproceedings": (
        "inproceedings conference conferencepaper paperconference proceedingspaper "
        "proceedingsarticle cpaper conf conferenceproceeding conferencearticle "
        "workshoppaper conferenceandworkshoppapers inconference meetingabstract "
        "conferenceabstract"
    ),
    "proceedings": "proceedings conferenceproceedings editorship",
    "mvproceedings": "mvproceedings",
    "incollection": (
        "incollection chapter bookchapter booksection bookpart chap echap inbookchapter "
        "partsinbooksorcollections bookarticle"
    ),
    "inbook": "inbook",
    "book": "book ebook monograph edbook editedbook wholebook classic clswk electronicbook",
    "mvbook": "mvbook",
    "booklet": "booklet pamphlet pamp brochure",
    "collection": "collection",
    "mvcollection": "mvcollection",
    "inreference": (
        "inreference entrydictionary entryencyclopedia dictionaryentry "
        "encyclopediaarticle referenceentry encyclopedia dict ency encyc"
    ),
    "reference": "reference referencebook referencework",
    "manual": "manual",
    "misc": (
        "misc miscellaneous generic gen other document preprint posted postedcontent "
        "eprint workingdraft informalandotherpublications informal presentation slide "
        "interview personalcommunication icomm letterpersonal"
    ),
    "phdthesis": "phdthesis doctoralthesis doctoraldissertation phd phddissertation phdthses",
    "mastersthesis": "mastersthesis masterthesis mathesis mscthesis masterdissertation",
    "thesis": (
        "thesis thes dissertation bachelorthesis bachelorsthesis diplomathesis "
        "habilitation candthesis"
    ),
    "techreport": (
        "techreport report rprt technicalreport reportseries govdoc governmentdocument "
        "workingpaper whitepaper deliverable"
    ),
    "unpublished": "unpublished unpb unpublishedwork manuscript manscpt submitted inpreparation",
    "online": (
        "online electronic elec www web webpage website webpages internet blog blogpost "
        "post postweblog weblog onlinedatabase forumpost socialmediaposting "
        "onlinemultimedia"
    ),
    "software": "software comp computerprogram program softwaresourcecode sourcecode workflow",
    "dataset": "dataset data aggr dbase database aggregateddatabase datasets",
    "patent": "patent pat",
    "periodical": "periodical jfull wholejournal journalissue serial ser",
    "video": (
        "video videorecording motionpicture mpct film filmorbroadcast movie tvbroadcast "
        "broadcast audiovisual audiovisualmaterial advs"
    ),
    "audio": "audio audiorecording podcast sound soun radiobroadcast",
    "artwork": "artwork art graphic figure",
    "image": "image",
    "map": "map",
    "music": "music musicalscore song",
    "standard": "standard stand",
    "legislation": "legislation bill statute stat law treaty regulation",
    "jurisdiction": "jurisdiction case legalcase",
    "legal": "legal",
    "hearing": "hearing hear",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_MASTER = re.compile(
    r"\b(?:ma|m\s?sc?|meng|mphil|masters?\w*|magister\w*)\b|^(?:master|maestr|mestr)"
)
_DOCTOR = re.compile(r"\b(?:ph\s?d|dphil|d\s?sc|doctor\w*|doktor\w*|dr|promotion)\b")


def kind(text: str, subtype: str = "") -> str | None:
    """The kind of publication that *text* names; None if it names none.

    *subtype* says what kind of thesis it is, as biblatex's field ``type`` does.
    """
    found = _kind(text) if text else None
    if found == "thesis":
        words = re.sub(r"[^\w\s]", "", f"{text} {subtype}".lower())
        compact = _kind(subtype)
        if compact in ("phdthesis", "mastersthesis"):
            return compact
        if _MASTER.search(words):
            return "mastersthesis"
        return "phdthesis" if _DOCTOR.search(words) else "thesis"
    return found


def _kind(text: str) -> str | None:
    word = re.sub(r"[\W\d_]", "", text.rpartition("/")[2].lower())
    return _KINDS.get(word, word) or None
