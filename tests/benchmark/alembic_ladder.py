"""Times Alembic on the ladder of the graph benchmark: loading its revisions and planning them from base to head.

usage: alembic_ladder.py <rungs> <milliseconds that retort takes>

The revisions are handed over as objects, so no file is read or compiled. Prints nothing but a remark where Alembic is
not installed.
"""

import sys
import time
import warnings

try:
    from alembic.script.revision import Revision, RevisionMap
except ImportError:
    print("\nAlembic is not installed (Debian: alembic), so there is no ladder to compare with.")
    sys.exit(0)

warnings.simplefilter("ignore")


def ladder(rungs):
    yield "r0", None
    for rung in range(1, rungs + 1):
        yield f"a{rung}", f"r{rung - 1}"
        yield f"b{rung}", f"r{rung - 1}"
        yield f"r{rung}", (f"a{rung}", f"b{rung}")


def main(rungs, ours):
    revisions = list(ladder(rungs))
    start = time.perf_counter()
    known = RevisionMap(lambda: [Revision(id_, down) for id_, down in revisions])
    plan = list(known.iterate_revisions("heads", (), implicit_base=True))
    theirs = (time.perf_counter() - start) * 1e3
    if len(plan) != len(revisions):
        sys.exit("Alembic's plan is not all of the ladder")
    print("\n| what | retort | Alembic | times |\n|---|---:|---:|---:|")
    print(f"| load and plan a ladder of {len(revisions):,} revisions, {rungs} of them merges "
          f"| {ours:.2f} ms | {theirs:.0f} ms | {theirs / ours:.0f} |")


main(int(sys.argv[1]), float(sys.argv[2]))
