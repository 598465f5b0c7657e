"""This is where the pages are planned that lead from an author's other names to the author."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import downloads
from sitegen.model.page import Download, Page
from sitegen.model.site import Author, Link, Site
from sitegen.text.slugs import slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``moved.html`` sees."""

    author: Link
    """Whom it leads to."""

    file: str
    """Their page, in the folder that this page is in."""

    namesakes: tuple[Link, ...] = ()
    """All those of one name, if a curator tells several apart; then readers are asked whom they
    mean. Addresses are in the folder that this page is in."""


def plan(site: Site) -> Iterator[Page | Download]:
    """A page at each address that an author's other name has, and the files of the author's list.

    Whoever was two authors until yesterday is found where both were; and who was one until
    somebody told two apart, where the one was.
    """
    by_name: dict[str, list[Author]] = defaultdict(list)
    for author in site.authors:
        by_name[author.name].append(author)
    for author in site.authors:
        for url in author.moved:
            is_name = url == f"authors/{slug(author.name, 'author')}.html"
            meant = by_name[author.name] if is_name else [author]
            several = [Link(one.listed_as, _file(one)) for one in meant if len(meant) > 1]
            yield Page(
                url,
                "moved.html",
                Context(
                    author=Link(author.name, author.url),
                    file=_file(author),
                    namesakes=tuple(several),
                ),
            )
            papers = {paper.key: paper for one in meant for paper in one.papers}
            yield from downloads.files(site, url, tuple(papers.values()))


def _file(author: Author) -> str:
    return author.url.rpartition("/")[2]
