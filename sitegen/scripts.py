"""This is where scripts become what browsers get: our own without comments, and all of them naming
each other by addresses that change with the bytes. The only user of rjsmin.

What is read is what is written here and in ``templates/assets/``; what is published needs neither
comments nor indentation. rjsmin takes these off and renames nothing. It reads neither a template
within a template (```${`x`}```) nor a regular expression after an arrow, so that our scripts have
none (tests/test_scripts.py); those of others are published as they are.
"""

import hashlib
import posixpath
import re
from collections.abc import Collection, Mapping

import rjsmin

_MODULE = re.compile(r'"(\.\.?/[\w./-]+\.js)"')  # a string in a script that names another
_OTHERS = "assets/vendor/"  # libraries, with the licence that they carry
_TYPES = ".d.ts"  # says to TypeScript what scripts give each other


def published(assets: Mapping[str, bytes], theirs: Collection[str]) -> dict[str, bytes]:
    """*assets* as browsers get them. *theirs* are those that the content folder has: but for the
    addresses in scripts they stay as they are, like what is in ``vendor/``."""
    return linked(
        {
            name: content
            if name in theirs or name.startswith(_OTHERS)
            else shortened(name, content)
            for name, content in assets.items()
            if not name.endswith(_TYPES)
        }
    )


def shortened(name: str, content: bytes) -> bytes:
    """A script without comments and indentation; what is no script as it is."""
    if not name.endswith(".js"):
        return content
    return str(rjsmin.jsmin(content.decode("utf-8"))).encode("utf-8")


def linked(assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """*assets*, where scripts name each other by addresses that change with the bytes, as pages do.

    The digest of a script covers those that it names. Scripts that name each other in a circle, and
    what is no asset, are named as they are.
    """
    done: dict[str, bytes] = {}
    for name in sorted(assets):
        _link(name, assets, done, ())
    return done


def _link(
    name: str, assets: Mapping[str, bytes], done: dict[str, bytes], above: tuple[str, ...]
) -> None:
    def address(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1]))
        if target not in assets or target in (*above, name):
            return match[0]
        _link(target, assets, done, (*above, name))
        return f'"{match[1]}?v={digest(done[target])}"'

    if name not in done and name.endswith(".js") and b"\0" not in assets[name]:
        text = assets[name].decode("utf-8", "surrogateescape")
        done[name] = _MODULE.sub(address, text).encode("utf-8", "surrogateescape")
    done.setdefault(name, assets[name])


def digest(content: bytes) -> str:
    """What stands for *content* in an address."""
    return hashlib.sha256(content).hexdigest()[:8]
