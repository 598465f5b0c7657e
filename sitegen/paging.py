"""This is where a long list becomes pages: "tags/x.html", "tags/x-page-2.html" and so on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page stands among the pages of its list."""

    number: int
    """1-based number of this page."""

    count: int
    """How many pages there are."""

    total: int
    """How many items there are on all pages."""

    first: int
    """1-based position of this page's first item; 0 in an empty list."""

    last: int
    """1-based position of its last item."""

    urls: tuple[str, ...]
    """Address of each page, in order, relative to the site's root."""

    @property
    def previous(self) -> str | None:
        """Address of the page before, None on the first."""
        return self.urls[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> str | None:
        """Address of the page after, None on the last."""
        return self.urls[self.number] if self.number < self.count else None

    @property
    def shown(self) -> tuple[int, ...]:
        """Page numbers to offer: the first, the last, and those near; 0 stands for a gap."""
        near = {
            1,
            self.count,
            *range(max(1, self.number - 2), min(self.count, self.number + 2) + 1),
        }
        numbers: list[int] = []
        for number in sorted(near):
            if numbers and number - numbers[-1] > 1:
                numbers.append(0)
            numbers.append(number)
        return tuple(numbers)


def split(url: str, items: Sequence[T], length: int) -> Iterator[tuple[str, Sequence[T], Pager]]:
    """(address, items, pager) of each page of at most *length* items; one page if there is none."""
    count = max(1, -(-len(items) // length))
    stem = url.removesuffix(".html")
    urls = tuple(url if n == 1 else f"{stem}-page-{n}.html" for n in range(1, count + 1))
    for number in range(1, count + 1):
        start = (number - 1) * length
        part = items[start : start + length]
        yield (
            urls[number - 1],
            part,
            Pager(
                number=number,
                count=count,
                total=len(items),
                first=start + 1 if part else 0,
                last=start + len(part),
                urls=urls,
            ),
        )
