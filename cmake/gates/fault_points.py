"""Gate: only a developer's Debug build holds the fault points of the reliability tests.

usage: fault_points.py <source folder> <cmake> <generator> <compiler>

Configures the project in the ways that matter, builds nothing, and looks into the list of what would be compiled.
"""

import pathlib
import subprocess
import sys
import tempfile

from sources import report

DEVELOPER = ["-DRETORT_DEVELOPER_MODE=ON", "-DRETORT_BUILD_TESTS=OFF", "-DRETORT_BUILD_EXAMPLES=OFF"]
# What somebody configures, and whether it has fault points.
WAYS = [
    (["-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=ON"], False),
    (["-DCMAKE_BUILD_TYPE=Debug"], False),
    (["-DCMAKE_BUILD_TYPE=Debug", "-DRETORT_FAULT_POINTS=ON"], False),
    (["-DCMAKE_BUILD_TYPE=Release"] + DEVELOPER, False),
    (["-DCMAKE_BUILD_TYPE=Debug"] + DEVELOPER, True),
]


def compiled(source, cmake, generator, compiler, options):
    """What the project would compile."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [cmake, "-S", source, "-B", folder, "-G", generator, f"-DCMAKE_CXX_COMPILER={compiler}",
             "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", *options],
            check=True, stdout=subprocess.DEVNULL)
        return (pathlib.Path(folder) / "compile_commands.json").read_text()


def main(source, *how):
    findings = []
    for options, wanted in WAYS:
        commands = compiled(source, *how, options)
        has = "fault_points.cpp" in commands or "-DRETORT_FAULT_POINTS" in commands
        if has != wanted:
            findings.append(f"{' '.join(options)}: fault points are {'there' if has else 'absent'}")
    return report(findings, "src/runtime/fault_points.hpp; cmake/options.cmake.")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
