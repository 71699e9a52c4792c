"""Counts the instructions of the two hot paths under callgrind and prints them beside those of an earlier time.

usage: instructions.py PROGRAM [--keep]

The counts of the earlier time are in instructions.json beside this file; --keep writes the new ones there. They depend
on compiler and libraries, so they are for comparing on one machine. Ends with 77 where valgrind is missing.
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
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    counts = {path: count(program, path) for path in PATHS}
    print("\n| instructions | now | kept | now / kept |\n|---|---:|---:|---:|")
    for path, title in PATHS.items():
        before = kept.get(path)
        print(f"| {title} | {counts[path]:,} | {before:,} | {counts[path] / before:.3f} |" if before else
              f"| {title} | {counts[path]:,} | | |")
    if "--keep" in sys.argv[2:]:
        KEPT.write_text(json.dumps(counts, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
