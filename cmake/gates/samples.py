"""Gate: every code sample of a page stands, line for line, in a file of the examples, which are compiled and run."""

import re
import sys

from sources import report, root_argument

BLOCK = re.compile(r"^```(?:cpp|cmake)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def findings(root):
    programs = [p.read_text() for p in (root / "examples").rglob("*") if p.suffix in (".cpp", ".txt")]
    found = []
    for page in sorted(root.glob("*.md")):
        text = page.read_text()
        for block in BLOCK.finditer(text):
            if not any(block.group(1) in program for program in programs):
                number = text.count("\n", 0, block.start()) + 1
                found.append(f"{page.name}:{number}: the sample is in no file of examples/")
    return found


if __name__ == "__main__":
    sys.exit(report(findings(root_argument()), "a code sample is quoted from a program that runs."))
