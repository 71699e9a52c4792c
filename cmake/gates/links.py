"""Gate: every relative link and every file named in a Markdown page exists."""

import re
import sys

from sources import report, root_argument

# [text](target), and `folder/file` in backquotes below a folder of the project.
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:src|include|tests|examples|cmake|\.ci|\.github)/[\w./-]+)`")


def findings(root):
    found = []
    for page in sorted(root.glob("*.md")):
        for number, line in enumerate(page.read_text().splitlines(), 1):
            targets = [t.split("#")[0] for t in LINK.findall(line) if not re.match(r"[a-z]+:|#", t)]
            for target in targets + NAMED.findall(line):
                if not (root / target).exists():
                    found.append(f"{page.name}:{number}: {target} does not exist")
    return found


if __name__ == "__main__":
    sys.exit(report(findings(root_argument()), "a page names only what is there."))
