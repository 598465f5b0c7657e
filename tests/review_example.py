"""This is where the small collection is kept that the recorded session of a review shows."""

from collections.abc import Callable, Sequence

from sitegen import curation
from sitegen.dedupe import Grouping
from sitegen.dedupe.cluster import Cluster
from sitegen.errors import Location
from sitegen.model.paper import Claim, Conflict, Mention, Paper
from sitegen.model.person import Proposal
from sitegen.model.record import Record
from sitegen.model.verdict import Decision, Doubt, Point, Verdict
from sitegen.review.cells import Line
from sitegen.review.listing import as_text, told
from sitegen.review.questions import Material, Question, questions
from sitegen.review.walk import walk
from sitegen.text.names import from_bibtex


def record(name: str, place: str, title: str, authors: str = "", **facts: object) -> Record:
    """A record as the readers give it."""
    path, _, line = place.partition(":")
    people, others = from_bibtex(authors)
    return Record(
        id=name,
        at=Location(path, int(line)),
        title=title,
        authors=people,
        others=others,
        **facts,  # type: ignore[arg-type]
    )


def doubt(first: Record, second: Record, because: str = "", **points: int) -> Doubt:
    """Two records and what was weighed about them."""
    weighed = tuple(Point(name.replace("_", "-"), value) for name, value in points.items())
    verdict = Verdict(decision=Decision.REVIEW, rule=weighed[0].name, points=weighed)
    return Doubt(first=first, second=second, verdict=verdict, because=because)


def clusters(*groups: Sequence[Record]) -> tuple[Cluster, ...]:
    """The works that groups of records are."""
    return tuple(Cluster(records=tuple(g), because=(None,) * len(g)) for g in groups)


KITES = record(
    "hale2019kites", "sources/wind.bib:12", "Flying Kites in Turbulent Wind",
    "Hale, Rosa and Okafor, Ben", year=2019, venue="Journal of Soft Flight", volume="7",
    pages="101–119", doi="10.5555/jsf.7.101",
    abstract="Kites fall when the wind turns. We show how a tail of three knots keeps them up.",
)  # fmt: skip
PREPRINT = record(
    "r2", "sources/list.md:40", "Flying kites in turbulent winds: an extended study",
    "R. Hale and B. Okafor and M. Lindqvist", year=2018, arxiv="1803.01234",
    abstract="Kites fall when the wind turns. We prove that a tail of five knots keeps them up.",
)  # fmt: skip
KNOTS = record(
    "knots1", "sources/wind.bib:30", "A Note on Knots, Part I", "Okafor, Ben",
    year=2020, venue="Tails",
)  # fmt: skip
KNOTS_TWO = record(
    "knots2", "sources/wind.bib:41", "A Note on Knots, Part II", "Okafor, Ben",
    year=2020, venue="Tails",
)  # fmt: skip
LINES = record(
    "b9", "sources/list.md:72", "String, rope and line", "M. Lindqvist", year=2012, venue="Tails"
)
LINES_TOO = record(
    "lindqvist2021string", "sources/wind.bib:55", "String, Rope and Line", "Lindqvist, Maja",
    year=2021, venue="Tails",
)  # fmt: skip
STRING = Paper(
    key="lindqvist2021string",
    title="String, Rope and Line",
    authors=LINES_TOO.authors,
    year=2021,
    venue="Tails",
    mentions=(
        Mention(id="b9", at=LINES.at),
        Mention(id="lindqvist2021string", at=LINES_TOO.at, gave=("title", "year")),
    ),
    conflicts=(
        Conflict(
            field="year",
            chosen="2021",
            by=("lindqvist2021string",),
            rule="the commonest, then the latest",
            rejected=(Claim(value="2012", by=("b9",)),),
        ),
    ),
)
KITE_PAPER = Paper(
    key="hale2019kites", title=KITES.title, authors=KITES.authors, year=2019, venue=KITES.venue
)
PREPRINT_PAPER = Paper(
    key="hale2018kites", title=PREPRINT.title, authors=PREPRINT.authors, year=2018
)
PROPOSAL = Proposal(
    label="Rosa Hale",
    first="Rosa Hale",
    second="R. Hale",
    points=(Point("initials-agree", 20), Point("shared-coauthors", 25)),
    coauthors=("Ben Okafor",),
    first_papers=("hale2019kites",),
    second_papers=("hale2018kites",),
)


def material() -> Material:
    """What the questions of the example are made from."""
    records = (KITES, PREPRINT, KNOTS, KNOTS_TWO, LINES, LINES_TOO)
    return Material(
        records=records,
        grouping=Grouping(
            clusters=clusters((KITES,), (PREPRINT,), (KNOTS,), (KNOTS_TWO,), (LINES, LINES_TOO)),
            review=(
                doubt(KITES, PREPRINT, title_close=54, authors_agree=28, years_apart=-4),
                doubt(
                    KNOTS,
                    KNOTS_TWO,
                    title_close=54,
                    author_equal=22,
                    year_equal=8,
                    numbers_unsure=-10,
                ),
            ),
        ),
        papers=(KITE_PAPER, PREPRINT_PAPER, STRING),
        proposals=(PROPOSAL,),
    )


class Memory:
    """A curation file that lies nowhere."""

    path = "content/curation.toml"

    def __init__(self, text: str | None = None) -> None:
        self.text = text
        self.writes = 0

    def read(self) -> str | None:
        return self.text

    def write(self, text: str | None) -> None:
        self.text = text
        self.writes += 1


class Script:
    """A terminal at which keys are pressed that were decided before; it keeps what it showed."""

    def __init__(self, keys: Sequence[str], cells: int = 80, lines: int = 10**9) -> None:
        self._keys = list(keys)
        self.cells, self.lines = cells, lines
        self.screens: list[str] = []
        self.pressed: list[str] = []

    def size(self) -> tuple[int, int]:
        return self.cells, self.lines

    def show(self, lines: Sequence[Line]) -> None:
        self.screens.append("\n".join(map(as_text, lines)))

    def key(self) -> str:
        key = self._keys.pop(0) if self._keys else "q"
        self.pressed.append(key)
        return key

    def transcript(self) -> str:
        """Each screen, and the key that was pressed at it."""
        both = zip(self.screens, self.pressed, strict=True)
        return "\n\n".join(f"{screen}\n> {key}" for screen, key in both)


def check(material: Material) -> Callable[[str], None]:
    """What refuses a file that contradicts itself."""

    def refuse(text: str) -> None:
        decided, _, _ = curation.read(text, Memory.path)
        curation.orders(decided, material.records, material.lock)

    return refuse


def recorded() -> str:
    """A whole session with the example, and the file that it leaves."""
    script, file = Script(["s", "n", "2", "s"]), Memory()
    session = walk(asked(), script, file, check(material()))
    end = told(session, file.path)
    return f"{script.transcript()}\n\n{end}\n\n{file.path}:\n\n{file.text}"


def asked() -> tuple[Question, ...]:
    """The questions of the example."""
    return questions(material())
