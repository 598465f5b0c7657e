"""This is where a page becomes bytes; the only user of Jinja.

Text from sources cannot become markup: everything is escaped (autoescape, no ``|safe``), a name
that a template misspells is an error (StrictUndefined), and addresses are checked where they are
read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import jinja2

from sitegen import __version__
from sitegen.config import Config
from sitegen.errors import Location, TemplateError
from sitegen.model.page import Download, Page
from sitegen.model.site import Link, Site
from sitegen.publish import encoded
from sitegen.scripts import digest
from sitegen.text.markup import plain
from sitegen.text.mathematics import shown


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

    has_quality: bool = False
    """Whether there are pages about quality."""

    menu: tuple[Link, ...] = ()
    """Pages that the curator wrote and that the menu names, in its order."""

    assets: tuple[tuple[str, str], ...]
    """(name, address) of each asset; the address changes when the content does."""

    version: str
    """Version of sitegen."""

    def asset(self, name: str) -> str:
        """Address of an asset, relative to the site's root."""
        found = dict(self.assets).get(name)
        if found is None:
            raise TemplateError(
                f"there is no asset '{name}'", hint="put it into templates/assets/ of your content"
            )
        return found


def chrome(config: Config, assets: Mapping[str, bytes], site: Site) -> Chrome:
    """What is the same on all pages. An asset's address changes with its bytes, so that a browser
    never pairs an old script with a new page."""
    digests = {name: digest(content) for name, content in assets.items()}
    return Chrome(
        title=config.title,
        description=config.description,
        language=config.language,
        url=config.url,
        has_venues=bool(site.venues),
        has_quality=site.ledger is not None,
        menu=(
            *([Link("Our papers", "ours.html")] if site.ours else []),
            *(Link(page.menu, page.url) for page in site.free if page.menu),
        ),
        assets=tuple((name, f"{name}?v={digest}") for name, digest in sorted(digests.items())),
        version=__version__,
    )


@dataclass(frozen=True, slots=True)
class Theme:
    """All that rendering needs besides the page."""

    templates: tuple[tuple[str, str, str], ...]
    """(name, path, text) of each template."""

    chrome: Chrome
    """What is the same on all pages."""


def theme(templates: Mapping[str, tuple[str, str]], chrome: Chrome) -> Theme:
    """The theme of *templates*: (path, text) by name."""
    return Theme(tuple((name, *file) for name, file in sorted(templates.items())), chrome)


# A template is a program of somebody else's: this is what expressions of Python may raise. What is
# not among them is a fault of ours and shows its traceback.
_FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
_SYNTAX = "https://jinja.palletsprojects.com/templates says how templates are written"
_HINT = "templates/README.md lists what each template sees"


def render(page: Page | Download, *, using: Theme) -> tuple[str, bytes]:
    """(address, bytes) of *page*. A template sees ``page``, ``chrome``, ``root`` and ``url``.

    Marked text is shown by two filters: ``plain`` as words, ``shown`` as nodes for ``parts.prose``.

    Raises:
        TemplateError: the template is missing, broken, uses a name that does not exist, or fails in
            any other way; says the line, of an included template or a macro too.
    """
    if isinstance(page, Download):
        return page.url, encoded(page.text)
    environment = _environment(using)
    try:
        text = environment.get_template(page.template).render(
            page=page.context, root="../" * page.url.count("/"), url=page.url
        )
    except jinja2.TemplateSyntaxError as error:
        at = Location(error.filename or page.template, error.lineno)
        message = f"the template is broken: {error.message}"
        raise TemplateError(message, at=at, hint=_SYNTAX) from error
    except jinja2.TemplateNotFound as error:
        message = f"there is no template '{error.name}'"
        hint = "templates of yours lie in templates/ of your content"
        raise TemplateError(message, at=_place(error, using, page), hint=hint) from error
    except jinja2.UndefinedError as error:
        message = f"the template uses what does not exist: {error.message}"
        raise TemplateError(message, at=_place(error, using, page), hint=_HINT) from error
    except TemplateError as error:
        at = _place(error, using, page)
        raise TemplateError(error.message, at=at, hint=error.hint) from error
    except (jinja2.TemplateError, *_FAULTS) as error:
        message = f"the template cannot be filled in: {error}"
        raise TemplateError(message, at=_place(error, using, page), hint=_HINT) from error
    return page.url, encoded(text)


def _place(error: BaseException, using: Theme, page: Page) -> Location:
    """Where in the templates *error* was raised: Jinja rewrites tracebacks to their lines."""
    paths = {name: path for name, path, _ in using.templates}
    place = Location(paths.get(page.template, page.template))
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in paths.values():
            place = Location(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


@lru_cache(maxsize=2)
def _environment(using: Theme) -> jinja2.Environment:
    files = {name: (text, path, None) for name, path, text in using.templates}
    environment = jinja2.Environment(
        # With its path, which tracebacks then name; it does not change while the program runs.
        loader=jinja2.FunctionLoader(lambda name: files.get(name)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals["chrome"] = using.chrome
    environment.filters["plain"] = plain
    environment.filters["shown"] = shown
    return environment
