"""Gate: a layer includes only what the table allows it.

    core <- schema <- ops <- dialect <- runtime <- autogenerate <- testing
      ^-------------------- graph -----------^          cli

ARCHITECTURE.md tells why. To place a new public header, add it to PUBLIC.
"""

import re
import sys

from sources import report, root_argument, sources

# What a layer may include besides itself and the standard library.
LAYERS = {
    "core": set(),
    "schema": {"core"},
    "ops": {"core", "schema"},
    "dialect": {"core", "schema", "ops"},
    "graph": {"core"},
    "runtime": {"core", "schema", "ops", "dialect", "graph"},
    "autogenerate": {"core", "schema", "ops", "dialect", "runtime"},
    "cli": {"public"},
    "testing": {"public", "core", "schema", "ops", "dialect", "graph", "runtime", "autogenerate"},
}

# The layer of each public header, include/retort/<name>.hpp.
PUBLIC = {
    "core": {"error", "export", "function_ref", "location", "revision", "version"},
    "schema": {"column", "constraint", "naming_convention", "table", "type", "value"},
    "ops": {"custom_operation", "migration", "op", "op_options", "operation"},
    "dialect": set(),
    "runtime": {"listener", "migration_set", "migrator", "options", "plan", "report", "status"},
    "autogenerate": {"autogenerate", "metadata", "snapshot"},
    "cli": {"cli"},
    "testing": {"testing", "testing/checks", "testing/gtest", "testing/schema"},
}

# Third parties, by the beginning of what is included, and the layers that may. Nobody else, and no public header.
THIRD_PARTIES = {
    "boost/": {"graph"},
    "soci/": {"runtime", "cli", "testing"},
    "nlohmann/": {"autogenerate", "cli"},
    "CLI/": {"cli"},
}

# And the public headers that are there for a third party.
PUBLIC_THIRD_PARTIES = {"testing/gtest": {"gtest/", "gmock/"}}

# Headers of the system and of client libraries: only where a database or a terminal is spoken to.
SYSTEM_LAYERS = {"runtime", "cli", "testing"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
STANDARD = re.compile(r"[a-z0-9_]+$")


def layer_of_public(name):
    for layer, names in PUBLIC.items():
        if name in names:
            return layer
    return None


def is_for(path, root, target):
    """True for a header that is there for the third party whose header it includes."""
    name = "/".join(path.relative_to(root).parts[2:]).removesuffix(".hpp")
    return any(target.startswith(prefix) for prefix in PUBLIC_THIRD_PARTIES.get(name, ()))


def layer_of(path, root):
    """(layer, is it a public header) of a file below src/ or include/."""
    parts = path.relative_to(root).parts
    if parts[0] == "src":
        return parts[1], False
    return layer_of_public("/".join(parts[2:]).removesuffix(".hpp")), True


def refusal(layer, public, quoted, target):
    """Why this layer may not include that, or None."""
    allowed = LAYERS[layer] | {layer}
    if target.startswith("retort/"):
        if quoted:
            return "public headers are included with angle brackets"
        owner = layer_of_public(target.removeprefix("retort/").removesuffix(".hpp"))
        if owner is None:
            return "not a public header that the table in cmake/gates/layers.py knows"
        if "public" in allowed and not public:
            return None
        # The command line is made of the migrator's public face.
        allowed_public = LAYERS["runtime"] | {"runtime", "autogenerate", layer} if "public" in allowed else allowed
        return None if owner in allowed_public else f"{layer} may not include {owner}"
    if quoted:
        owner = target.split("/")[0]
        if public:
            return "a public header includes public headers only"
        if owner not in LAYERS:
            return "includes are relative to src/, beginning with the layer"
        return None if owner in allowed else f"{layer} may not include {owner}"
    for prefix, layers in THIRD_PARTIES.items():
        if target.startswith(prefix):
            return None if layer in layers and not public else f"{prefix} does not belong in {layer}"
    if STANDARD.match(target):
        return None
    if public or layer not in SYSTEM_LAYERS:
        return f"{layer} knows the standard library only"
    return None


def findings(root):
    found = []
    boost = []
    for path in sources(root, folders=("src", "include")):
        name = path.relative_to(root)
        layer, public = layer_of(path, root)
        if layer not in LAYERS:
            found.append(f"{name}: belongs to no layer; place it in the tables of cmake/gates/layers.py")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            target = match.group(2)
            if public and is_for(path, root, target):
                continue
            why = refusal(layer, public, match.group(1) == '"', target)
            if why:
                found.append(f"{name}:{number}: {target}: {why}")
            elif target.startswith("boost/") and name not in boost:
                boost.append(name)
    if len(boost) > 1 or any(name.suffix != ".cpp" for name in boost):
        found.append(f"{', '.join(map(str, boost))}: Boost is included in one .cpp file only")
    return found


if __name__ == "__main__":
    sys.exit(report(findings(root_argument()), "ARCHITECTURE.md, Layers."))
