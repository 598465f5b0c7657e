"""This is where it is said what is wrong with ``curation.toml``."""

from collections.abc import Iterable

from sitegen.curation.layout import Layout, Path
from sitegen.errors import Location
from sitegen.findings import Finding, quoted
from sitegen.text.nearest import Names


class Faults:
    """Findings about one file, each at the line that it is about."""

    def __init__(self, layout: Layout, path: str) -> None:
        self.found: list[Finding] = []
        self._layout = layout
        self._path = path

    def at(self, target: Path, item: int | None = None) -> Location:
        """Where the value stands to which *target* leads, or one *item* of that list."""
        return Location(self._path, self._layout.line_of(target, item))

    def wrong(self, name: str, must: str, at: Location, hint: str = "") -> None:
        """A value that is not what it is for."""
        instead = hint or "correct it; until then it is as if the file did not say it"
        self.found.append(
            Finding(code="bad-value", message=f"{name} must be {must}", at=at, hint=instead)
        )

    def unknown(self, name: str, known: Iterable[str], at: Location, where: str = "") -> None:
        """A key that nothing reads."""
        listed = sorted(known)
        near = Names(listed).nearest(name)
        hint = f"did you mean `{near}`?" if near else f"known{where}: {', '.join(listed)}"
        self.found.append(
            Finding(
                code="unknown-setting",
                message=f"nothing reads the setting {quoted(name)}",
                at=at,
                hint=hint,
            )
        )
