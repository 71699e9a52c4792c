"""What the gates share: which files they look at, and how they report."""

import pathlib
import sys

SUFFIXES = {".cpp", ".hpp"}
FOLDERS = ("src", "include", "tests", "examples")


def sources(root, folders=FOLDERS, suffixes=SUFFIXES):
    """Every C++ file below the folders, in a stable order."""
    for folder in folders:
        base = pathlib.Path(root) / folder
        for path in sorted(base.rglob("*")):
            if path.is_file() and path.suffix in suffixes:
                yield path


def report(findings, rule):
    """Prints the findings and returns the exit status of the gate."""
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} finding(s). The rule: {rule}")
        return 1
    return 0


def root_argument():
    """The folder to look at: the first argument, or where the gate was started."""
    return pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
