"""Tries the benchmark program: usage: figures_test.py PROGRAM. It measures nothing that counts, in a second.

The table has its rows with their limits, --json writes what --against reads, and --plot draws where there is gnuplot.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

CHOICE = "^(startup_empty_(ours|raw)/(10|1000)|database_at_(ours|raw|8_threads_ours).*|journal_sqlite.*|graph_ours/1000+)$"
ROWS = [
    ("| the same on a file without any table but the version table |", "| 1.3 |"),
    ("| a database of 100 tables for a test, from its snapshot; sqlite3_backup of the same |", "| 1.3 |"),
    ("| the same made by 8 threads, beside one thread (0.63: 1.6 times as many) |", "| 0.63 |"),
    ("| the processors' time for one of them, beside one thread's |", "| 1.2 |"),
    ("| a statement in a transaction on SQLite |", "| 0.00 | 0 |"),
]


def run(program, *options):
    command = [program, "--no-alembic", "--benchmark_repetitions=1", "--benchmark_min_time=0.001",
               "--benchmark_filter=" + CHOICE, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


def expect(truth, what, done):
    if not truth:
        sys.exit(f"{what}\n{done.stdout}\n{done.stderr}")


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        figures = folder / "figures.json"
        first = run(program, "--json", str(figures))
        expect(first.returncode == 0, "the first run failed", first)
        lines = first.stdout.splitlines()
        for begin, end in ROWS:
            expect(any(line.startswith(begin) and line.endswith(end) for line in lines), f"no row {begin}", first)
        document = json.loads(figures.read_text())
        expect(all(each["ratio"] > 0 and each["limit"] > 0 for each in document["comparisons"]), "no ratios", first)
        expect(len(document["comparisons"]) >= 4 and document["journal_writes"], "too few figures", first)

        picture = folder / "figures.svg"
        options = ["--plot", str(picture)] if shutil.which("gnuplot") else []
        second = run(program, "--against", str(figures), *options)
        expect(second.returncode == 0, "the second run failed", second)
        expect("| startup_empty_ours/1000 | " in second.stdout, "nothing was compared", second)
        expect(not options or "<svg" in picture.read_text(), "nothing was drawn", second)

        figures.write_text("no figures")
        third = run(program, "--against", str(figures))
        expect(third.returncode == 2 and "is not what --json has written" in third.stderr, "a bad file was taken", third)


if __name__ == "__main__":
    main()
