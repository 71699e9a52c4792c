"""Gate: the sources are as clang-format 14 writes them. With --fix, makes them so.

Other versions format differently, so without version 14 the gate is skipped.
"""

import pathlib
import re
import subprocess
import sys

from sources import sources

VERSION = "14"
SKIPPED = 77


def main(arguments):
    fix = "--fix" in arguments
    tools = [argument for argument in arguments if argument != "--fix"]
    tool = tools[0] if tools else ""
    if not tool or tool.endswith("NOTFOUND"):
        print(f"skipped: clang-format {VERSION} is not installed")
        return SKIPPED
    version = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    if not re.search(rf"version {VERSION}\.", version):
        print(f"skipped: clang-format {VERSION} is needed, this is: {version.strip()}")
        return SKIPPED
    files = [str(path) for path in sources(pathlib.Path("."))]
    if not files:
        return 0
    mode = ["-i"] if fix else ["--dry-run", "-Werror"]
    status = subprocess.run([tool, "--style=file", *mode, *files], check=False).returncode
    if status != 0:
        print("The rule: .clang-format. `cmake --build <build folder> --target format` applies it.")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
