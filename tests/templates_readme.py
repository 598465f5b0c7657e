"""This is where templates/README.md is written, from the docstrings of what templates see."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sitegen"

_FRAMES = {
    "base.html": "The frame of every page; the others extend it and fill its blocks.",
    "parts.html": "Macros that several templates share.",
}
_HEAD = """\
# Templates

Written by `UPDATE_GOLDEN=1 pytest tests/test_docs.py` from docstrings in `sitegen/`: edit those.

A file below `templates/` in the content folder replaces the file of the same name here, one by one;
the same goes for `assets/`. Scripts of yours are published as they are, ours without comments, and
files that describe types (`.d.ts`) not at all.

Templates are [Jinja](https://jinja.palletsprojects.com/). Text is escaped, and a name that does not
exist stops the build with the template's path and line.

Titles, abstracts and notes are marked text: `<i>`, `<b>`, `<sub>`, `<sup>`, `<sc>` and `<nc>` (no
change of case) in pairs, and formulas in TeX between dollars. `{{ paper.title|plain }}` is their
words; `parts.title(paper.title)` shows them with elements and MathML, as `parts.prose` does a tuple
of `Node`.

Every template sees

| name | type | what it is |
| --- | --- | --- |
| `page` | the template's own, below | What is on this page. |
| `chrome` | [`Chrome`](#chrome) | What is the same on all pages. |
| `root` | `str` | Way from this page to the site's root: `""`, `"../"`; put it before an address. |
| `url` | `str` | Address of this page, relative to the site's root. |
"""


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of the program, as it is written."""

    module: str
    node: ast.ClassDef


@dataclass(frozen=True, slots=True, order=True)
class _Field:
    """A field, property or method of a class."""

    name: str
    type: str
    text: str
    module: str
    """Where it is declared: where its type's names mean something."""


def text() -> str:
    """The whole of templates/README.md."""
    modules = _modules()
    contexts = {_template(found): found for found in _contexts(modules)}
    parts = [_HEAD]
    for name in sorted({*contexts, *_FRAMES}):
        parts.append(f"## {name}\n")
        if name not in contexts:
            parts.append(f"{_FRAMES[name]} It has no `page` of its own.\n")
            continue
        parts.append(f"{_purpose(modules[contexts[name].module])}\n")
        parts.append(_table(contexts[name], modules))
    parts.append("## Types\n")
    for found in _referred(list(contexts.values()), modules):
        parts.append(f"### {found.node.name}\n")
        parts.append(f"{_paragraph(found.node)}\n")
        parts.append(_table(found, modules))
    return "\n".join(parts)


def undocumented() -> list[str]:
    """Fields that templates see but no string describes, as "Type.field"."""
    modules = _modules()
    contexts = list(_contexts(modules))
    return [
        f"{found.module}.{found.node.name}.{field.name}"
        for found in (*contexts, *_referred(contexts, modules))
        for field in _fields(found, modules)
        if not field.text
    ]


def templates() -> list[str]:
    """Names of the templates that the text has a section for."""
    return sorted({*(_template(found) for found in _contexts(_modules())), *_FRAMES})


def _modules() -> dict[str, ast.Module]:
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_text("utf-8"))
        for file in sorted(PACKAGE.rglob("*.py"))
    }


def _contexts(modules: dict[str, ast.Module]) -> Iterator[_Class]:
    for name, module in modules.items():
        if name.startswith("sitegen.pages."):
            for node in module.body:
                if isinstance(node, ast.ClassDef) and node.name == "Context":
                    yield _Class(name, node)


def _template(context: _Class) -> str:
    found = re.search(r"``([\w.-]+)``", ast.get_docstring(context.node) or "")
    assert found, f"{context.module}.Context does not say which template sees it"
    return found[1]


def _purpose(module: ast.Module) -> str:
    plan = next(n for n in module.body if isinstance(n, ast.FunctionDef) and n.name == "plan")
    return _paragraph(plan)


def _paragraph(node: ast.ClassDef | ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split()).replace("``", "`")


def _table(found: _Class, modules: dict[str, ast.Module]) -> str:
    rows = [
        f"| `{field.name}` | {_type(field, modules)} | {field.text} |"
        for field in _fields(found, modules)
    ]
    return "\n".join(("| name | type | what it is |", "| --- | --- | --- |", *rows, ""))


def _type(field: _Field, modules: dict[str, ast.Module]) -> str:
    named = [_resolve(node, field.module, modules) for node in ast.walk(ast.parse(field.type))]
    links = [f"[`{c.node.name}`](#{c.node.name.lower()})" for c in named if c]
    code = "`" + field.type.replace("|", "\\|") + "`"
    return f"{code}: {', '.join(dict.fromkeys(links))}" if links else code


def _fields(found: _Class, modules: dict[str, ast.Module]) -> Iterator[_Field]:
    """What a template may use of a class: inherited fields first, then its own, in order."""
    for base in found.node.bases:
        parent = _resolve(base, found.module, modules)
        if parent:
            yield from _fields(parent, modules)
    body = found.node.body
    for position, node in enumerate(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            after = body[position + 1] if position + 1 < len(body) else None
            yield _Field(node.target.id, ast.unparse(node.annotation), _string(after), found.module)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            is_property = any(ast.unparse(d) == "property" for d in node.decorator_list)
            arguments = ", ".join(argument.arg for argument in node.args.args[1:])
            name = node.name if is_property else f"{node.name}({arguments})"
            given = ast.unparse(node.returns or ast.Constant(None))
            yield _Field(name, given, _paragraph(node), found.module)


def _string(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split()).replace("``", "`").replace("|", "\\|")
    return ""


def _referred(contexts: list[_Class], modules: dict[str, ast.Module]) -> list[_Class]:
    """The classes that the contexts' fields lead to, and Chrome, by name."""
    chrome = _class("sitegen.render", "Chrome", modules)
    assert chrome
    found: dict[tuple[str, str], _Class] = {(chrome.module, chrome.node.name): chrome}
    waiting = [*contexts, chrome]
    while waiting:
        here = waiting.pop()
        for field in _fields(here, modules):
            for name in ast.walk(ast.parse(field.type)):
                other = _resolve(name, field.module, modules)
                if other and (other.module, other.node.name) not in found:
                    found[other.module, other.node.name] = other
                    waiting.append(other)
    return sorted(found.values(), key=lambda c: (c.node.name, c.module))


def _resolve(node: ast.AST, module: str, modules: dict[str, ast.Module]) -> _Class | None:
    """The class of ours that a name in *module* means."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return _class(f"sitegen.{node.value.id}", node.attr, modules)
    if not isinstance(node, ast.Name):
        return None
    here = _class(module, node.id, modules)
    if here:
        return here
    for statement in modules[module].body:
        if isinstance(statement, ast.ImportFrom) and statement.module in modules:
            for alias in statement.names:
                if (alias.asname or alias.name) == node.id:
                    return _class(statement.module, alias.name, modules)
    return None


def _class(module: str, name: str, modules: dict[str, ast.Module]) -> _Class | None:
    for node in modules[module].body if module in modules else ():
        if isinstance(node, ast.ClassDef) and node.name == name:
            return _Class(module, node)
    return None
