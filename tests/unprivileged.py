"""This is where the program is run as somebody who may not read or write everything.

    python -m tests.unprivileged FOLDER COMMAND ...

The interpreter may lie where only root can read, so a build in a folder of its own loads every
module first; then the rights are given up, and the command runs in FOLDER.
"""

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from sitegen import cli

_NOBODY = 65534


def main(folder: str, *command: str) -> int:
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()):
        sources = Path(name) / "content" / "sources"
        sources.mkdir(parents=True)
        (sources / "a.bib").write_text("@misc{x, title={X}}")
        cli.main(["build", "--content", f"{name}/content", "--out", f"{name}/build"])
    os.chdir(folder)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    return cli.main(command)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
