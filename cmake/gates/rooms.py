"""Gate: rooms stay small, and sources are ASCII."""

import sys

from sources import report, root_argument, sources

LIMIT = 500


def findings(root):
    found = []
    for path in sources(root, suffixes={".cpp", ".hpp", ".txt", ".cmake", ".in", ".py"}):
        name = path.relative_to(root)
        text = path.read_bytes()
        lines = text.splitlines()
        if len(lines) > LIMIT and path.suffix in {".cpp", ".hpp"}:
            found.append(f"{name}: {len(lines)} lines; over {LIMIT} is two rooms")
        for number, line in enumerate(lines, 1):
            if not line.isascii():
                found.append(f"{name}:{number}: a character that is not ASCII")
    return found


if __name__ == "__main__":
    sys.exit(report(findings(root_argument()), "at most 500 lines a file, ASCII only (escape other characters)."))
