"""Compares plans and version rows with those of Debian's Alembic (1.8) over random graphs.

usage: alembic_oracle.py <graph_oracle program> [graphs] [seed]

Exit status 0: they agree, but for differences that are each put down to a known fault of Alembic (counted below).
1: a difference nobody explained. 77: Alembic is not installed.
"""

import collections
import json
import random
import subprocess
import sys
import warnings
from unittest import mock

try:
    from alembic.runtime.migration import HeadMaintainer, MigrationStep
    from alembic.script import revision as alembic_revision
except ImportError:
    print("SKIPPED: Alembic is not installed for " + sys.executable)
    sys.exit(77)

warnings.simplefilter("ignore")


class Script(alembic_revision.Revision):
    module = mock.Mock()
    doc = None


def random_graph(rng):
    revisions = []
    for i in range(rng.randint(1, 16)):
        def below(count):
            chosen = set()
            for _ in range(min(count, i)):
                chosen.add(rng.randrange(max(0, i - 4), i) if rng.random() < 0.7 else rng.randrange(i))
            return ["r%02d" % c for c in sorted(chosen)]
        down = below(rng.choices([0, 1, 2, 3], [2, 9, 3, 1])[0])
        depends_on = [d for d in below(rng.choice([1, 1, 2])) if d not in down] if rng.random() < 0.2 else []
        labels = ["label%d" % i] if rng.random() < 0.1 else []
        revisions.append({"id": "r%02d" % i, "down": down, "depends_on": depends_on, "labels": labels})
    rng.shuffle(revisions)
    return revisions


class Graph:
    def __init__(self, revisions):
        self.revisions = {r["id"]: r for r in revisions}
        self.map = alembic_revision.RevisionMap(lambda: [
            Script(r["id"], tuple(r["down"]) or None, tuple(r["depends_on"]) or None, tuple(r["labels"]) or None)
            for r in revisions])

    def requirements(self, id_):
        return self.revisions[id_]["down"] + self.revisions[id_]["depends_on"]

    def ancestors(self, ids):
        seen, todo = set(), list(ids)
        while todo:
            id_ = todo.pop()
            if id_ not in seen:
                seen.add(id_)
                todo += self.requirements(id_)
        return seen

    def tips(self, applied):
        return sorted(set(applied) - {d for id_ in applied for d in self.requirements(id_)})

    def alembic_plan(self, question):
        rows = tuple(question["rows"])
        if question["direction"] == "upgrade":
            scripts = self.map.iterate_revisions(question["target"], rows, implicit_base=True)
            return [s.revision for s in reversed(list(scripts))]
        scripts = self.map.iterate_revisions(rows, question["target"], select_for_downgrade=True)
        return [s.revision for s in scripts]

    def alembic_rows(self, rows, direction, order):
        """The rows after each step of `order`, as Alembic's own bookkeeping has them."""
        maintainer = HeadMaintainer(mock.Mock(), rows)
        after = []
        for id_ in order:
            script = self.map.get_revision(id_)
            make = MigrationStep.upgrade_from_script if direction == "upgrade" else MigrationStep.downgrade_from_script
            maintainer.update_to_step(make(self.map, script))
            after.append(sorted(maintainer.heads))
        return after


def questions(rng, revisions, graph):
    ids = sorted(graph.revisions)
    for _ in range(6):
        rows = graph.tips(graph.ancestors(rng.sample(ids, min(len(ids), rng.randint(0, 3)))))
        direction = rng.choice(["upgrade", "downgrade"])
        target = rng.choice(ids + ["heads" if direction == "upgrade" else "base"] * 3)
        if rng.random() < 0.25 and len(rows) == 1:
            target = ("+" if direction == "upgrade" else "-") + str(rng.randint(1, 3))
        elif rng.random() < 0.1:
            target = rng.choice(ids) + rng.choice("+-") + str(rng.randint(1, 2))
        yield {"revisions": revisions, "rows": rows, "direction": direction, "target": target}


def explain_error(graph, question, ours, error):
    """The known fault of Alembic by which it alone ends in this error; None if it is none."""
    if isinstance(error, alembic_revision.RangeNotAncestorError) and not ours:
        return "a target that is applied, but implied by another row, is refused instead of being a no-op"
    if isinstance(error, KeyError) and any(
            set(graph.requirements(step["revision"])) & graph.ancestors(graph.requirements(other))
            for step in ours for other in graph.requirements(step["revision"])):
        return "a merge, or a dependency, where one of those joined stands on another, ends in a KeyError"
    if isinstance(error, AssertionError) and question["direction"] == "upgrade" and "-" in question["target"] and not ours:
        return "rev-N that reaches base fails an assertion instead of being a no-op"
    return None


def explain_steps(graph, question, ours, theirs):
    """The same for other steps than ours."""
    id_, minus, _ = question["target"].partition("-")
    if question["direction"] == "downgrade" and minus and id_ and set(ours) < set(theirs):
        base_side = [i for i in theirs if i not in ours and not graph.requirements(i)]
        if base_side and id_ not in base_side:
            return "rev-N that ends at base takes along every other line of history"
    return None


def explain_rows(graph, ours, theirs):
    """The same for other rows than ours: after each step those that no other row implies must be ours."""
    if all(graph.tips(graph.ancestors(rows)) == step["rows"] for rows, step in zip(theirs, ours, strict=True)):
        return "going back from a merge brings back rows that other rows imply (they block the next upgrade)"
    return None


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 600
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 2026)
    cases = []
    for _ in range(count):
        revisions = random_graph(rng)
        graph = Graph(revisions)
        cases += [(graph, question) for question in questions(rng, revisions, graph)]
    answers = subprocess.run([program], input="\n".join(json.dumps(q) for _, q in cases) + "\n", text=True,
                             stdout=subprocess.PIPE, check=True).stdout.splitlines()
    tally, shown = collections.Counter(), collections.Counter()
    for (graph, question), line in zip(cases, answers, strict=True):
        verdict = judge(graph, question, json.loads(line))
        tally[verdict[0]] += 1
        if verdict[0].startswith("UNEXPLAINED") and shown[verdict[0]] < 2:
            shown[verdict[0]] += 1
            print(verdict[0], json.dumps(question), "ours:", line, "alembic:", verdict[1], sep="\n  ")
    print("%d graphs, %d questions" % (count, len(cases)))
    for verdict, times in tally.most_common():
        print("%6d  %s" % (times, verdict))
    return 1 if any(v.startswith("UNEXPLAINED") for v in tally) else 0


def judge(graph, question, answer):
    theirs, error = None, None
    try:
        theirs = graph.alembic_plan(question)
    except Exception as caught:  # whatever Alembic ends in is a finding
        error = caught
    if "error" in answer:
        if error is not None:
            return ("both refuse", None)
        return ("UNEXPLAINED only we refuse: " + answer["error"], theirs)
    ours = answer["steps"]
    if error is not None:
        return (explain_error(graph, question, ours, error) or "UNEXPLAINED " + type(error).__name__, repr(error))
    order = [s["revision"] for s in ours]
    if sorted(order) != sorted(theirs):
        return (explain_steps(graph, question, order, theirs) or "UNEXPLAINED the steps differ", theirs)
    try:
        rows = graph.alembic_rows(question["rows"], question["direction"], order)
    except Exception as caught:
        return (explain_error(graph, question, ours, caught) or "UNEXPLAINED " + type(caught).__name__, repr(caught))
    if rows != [s["rows"] for s in ours]:
        return (explain_rows(graph, ours, rows) or "UNEXPLAINED the rows differ", rows)
    return ("agree, in the same order" if order == theirs else "agree, in another valid order", None)


if __name__ == "__main__":
    sys.exit(main())
