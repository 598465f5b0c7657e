"""This is where a page becomes bytes; the only user of Jinja.

Text from sources cannot become markup: everything is escaped (autoescape, no ``|safe``), a name
that a template misspells is an error (StrictUndefined), and addresses are checked where they are
read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import jinja2

from sitegen.errors import Location, TemplateError
from sitegen.model.page import Download, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """What every template sees as ``chrome``: what is the same on all pages."""

    title: str
    """Name of the site."""

    description: str
    """What the site is, in a sentence or two."""

    language: str
    """BCP 47 tag of the pages' language."""

    url: str
    """Public address of the site, ending in a slash; empty if it is not configured."""

    has_venues: bool
    """Whether any paper states a venue."""

    assets: tuple[tuple[str, str], ...]
    """(name, address) of each asset; the address changes when the content does."""

    version: str
    """Version of sitegen."""

    def asset(self, name: str) -> str:
        """Address of an asset, relative to the site's root."""
        return dict(self.assets)[name]


@dataclass(frozen=True, slots=True)
class Theme:
    """All that rendering needs besides the page."""

    templates: tuple[tuple[str, str], ...]
    """(name, text) of each template."""

    chrome: Chrome
    """What is the same on all pages."""


def theme(templates: Mapping[str, str], chrome: Chrome) -> Theme:
    """The theme of *templates*, by name."""
    return Theme(tuple(sorted(templates.items())), chrome)


def render(page: Page | Download, *, using: Theme) -> tuple[str, bytes]:
    """(address, bytes) of *page*. A template sees ``page``, ``chrome``, ``root`` and ``url``.

    Raises:
        TemplateError: the template is missing, broken, or uses a name that does not exist.
    """
    if isinstance(page, Download):
        return page.url, page.text.encode()
    environment = _environment(using)
    try:
        text = environment.get_template(page.template).render(
            page=page.context, root="../" * page.url.count("/"), url=page.url
        )
    except jinja2.TemplateSyntaxError as error:
        at = Location(f"templates/{error.name or page.template}", error.lineno)
        raise TemplateError(f"the template is broken: {error.message}", at=at) from error
    except jinja2.TemplateNotFound as error:
        at = Location(f"templates/{page.template}")
        raise TemplateError(f"there is no template '{error.name}'", at=at) from error
    except jinja2.UndefinedError as error:
        at = Location(f"templates/{page.template}", _line(error))
        raise TemplateError(
            f"the template uses what does not exist: {error.message}",
            at=at,
            hint="templates/README.md lists what each template sees",
        ) from error
    return page.url, text.encode()


def _line(error: BaseException) -> int:
    """The line of the template in which *error* was raised: Jinja rewrites tracebacks to it."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>" or "template" in (
            trace.tb_frame.f_code.co_name
        ):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


@lru_cache(maxsize=2)
def _environment(using: Theme) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(dict(using.templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals["chrome"] = using.chrome
    return environment
