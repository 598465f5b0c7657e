"""This is where the codes of all findings are read from the program's own source."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from sitegen import checks

PACKAGE = Path(__file__).parent.parent / "sitegen"


def finding_codes() -> list[str]:
    """The code of every finding that the program can make, sorted."""
    stated = {code for file in PACKAGE.rglob("*.py") for code in _codes_in(file)}
    return sorted(stated | {rule.code for rule in checks.RULES})


def _codes_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "Finding":
            yield from _values(next(k.value for k in node.keywords if k.arg == "code"), file)
        elif node.func.id == "quarantined":
            named = [k.value for k in node.keywords if k.arg == "code"]
            yield from _values((node.args or named)[0], file)


def _values(node: ast.expr, file: Path) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        # f"bad-{name}": one code for each field that has a meaning in that module.
        name = file.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
        prefix = node.values[0]
        assert isinstance(prefix, ast.Constant)
        yield from (f"{prefix.value}{field}" for field in importlib.import_module(name)._MEANING)
    else:
        # quarantined() itself passes its own argument on.
        assert isinstance(node, ast.Name), ast.dump(node)
