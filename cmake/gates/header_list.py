"""Gate: include/retort/CMakeLists.txt lists every public header, and nothing else."""

import re
import sys

from sources import report, root_argument


def findings(root):
    folder = root / "include" / "retort"
    text = (folder / "CMakeLists.txt").read_text()
    # Comments may name headers too.
    listed = re.findall(r"[\w/]+\.hpp", re.sub(r"#.*", "", text))
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*.hpp")}
    found = [f"include/retort/{name} is not listed" for name in sorted(present - set(listed))]
    found += [f"include/retort/{name} is listed, but does not exist" for name in sorted(set(listed) - present)]
    found += [f"include/retort/{name} is listed twice" for name in sorted({n for n in listed if listed.count(n) > 1})]
    return found


if __name__ == "__main__":
    sys.exit(report(findings(root_argument()), "every public header is listed once in include/retort/CMakeLists.txt."))
