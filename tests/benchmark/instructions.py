"""Counts the instructions of the two hot paths under callgrind and holds them against those that were kept.

usage: instructions.py PROGRAM [--keep]

instructions.json beside this file has the counts that are committed, and what they were counted with: compiler, libraries,
optimization. With the same, a count of ours that is more than 5 % higher is a regression, and the exit status is 1; with
others nothing is compared. (Where the memory lies makes 1 or 2 % of a difference in what SQLite does.) --keep writes the new
counts there: after a change that is worth its price, or has made it lower, and when the compiler that everybody uses is
another one. Ends with 77 where valgrind is missing.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

KEPT = pathlib.Path(__file__).with_name("instructions.json")
TOLERATED = 1.05
PATHS = {
    "startup": "startup with nothing to do, 1,000 revisions, an open session",
    "startup_raw": "the same by SQLite alone: the version rows are read",
    "plan": "planning 1,000 revisions from an empty database",
}


def count(program, path):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=retort_counted",
             f"--callgrind-out-file={folder}/out", program, path],
            capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or found is None or int(found.group(1)) == 0:
        sys.exit(f"callgrind counted nothing of {path}:\n{done.stderr[-2000:]}")
    return int(found.group(1))


def main():
    program = os.path.abspath(sys.argv[1])
    if shutil.which("valgrind") is None:
        print("nothing is counted without valgrind (Debian: valgrind)")
        return 77
    facts = subprocess.run([program, "facts"], capture_output=True, text=True, check=True).stdout.strip()
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {"with": facts, "instructions": {}}
    counts = {path: count(program, path) for path in PATHS}
    print(f"\n{facts}\n\n| instructions | now | kept | now / kept |\n|---|---:|---:|---:|")
    for path, title in PATHS.items():
        before = kept["instructions"].get(path) if kept["with"] == facts else None
        print(f"| {title} | {counts[path]:,} | {before:,} | {counts[path] / before:.3f} |" if before else
              f"| {title} | {counts[path]:,} | | |")
    if "--keep" in sys.argv[2:]:
        KEPT.write_text(json.dumps({"with": facts, "instructions": counts}, indent=2) + "\n")
        print(f"\nkept in {KEPT}")
        return 0
    if kept["with"] != facts:
        print(f"\nThe kept counts are of another setting, and are not compared:\n{kept['with']}")
        return 0
    worse = [path for path, now in counts.items()
             if path != "startup_raw" and now > kept["instructions"].get(path, now) * TOLERATED]
    if worse:
        print(f"\n{', '.join(worse)}: more than {TOLERATED - 1:.0%} above what is kept. callgrind_annotate tells where; "
              "if it is worth that, run this with --keep and commit instructions.json.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
