"""This is where it is found out who wrote what: one person, however the name is printed.

``renamed`` takes former names away before the library is written, and ``hidden`` from what is shown
of records. ``identify`` says who is who; ``survey`` also what a curator has to decide.
"""

from collections.abc import Sequence
from dataclasses import replace

from sitegen.authors.former import hidden as hidden
from sitegen.authors.former import renamed as renamed
from sitegen.authors.headings import headings as headings
from sitegen.authors.homonyms import homonyms as homonyms
from sitegen.authors.people import identify as identify
from sitegen.model.curation import AuthorOrder
from sitegen.model.paper import Paper
from sitegen.model.person import People


def survey(papers: Sequence[Paper], orders: Sequence[AuthorOrder] = ()) -> People:
    """Who wrote what, with the names that may be one person's and those that may be two people's.

    Raises:
        ContentError: *orders* contradict each other.
    """
    people = identify(papers, orders)
    told = {order.name for order in orders if order.papers}
    found = (one for one in homonyms(people, papers) if one.name not in told)
    return replace(people, homonyms=tuple(found))
