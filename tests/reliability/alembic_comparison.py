"""R1 and a smaller R2 of the reliability table, run against Alembic, for a column of comparison.

usage: alembic_comparison.py [--database sqlite,postgresql,mariadb] [--rounds N] [--processes N] [--kills N] [--seed N]

A history of 50 revisions like the one of history.cpp, written for Alembic as its documentation has it, with a
transaction for each migration as retort has it, is migrated by processes that start at once, and by processes that are killed at moments of chance and started again. What is counted is
what the table of retort counts; nothing here fails on what comes out. Ends with 77 where Alembic or a driver is missing.
"""

import argparse
import collections
import importlib.util
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time

REVISIONS = 50
SERVERS = pathlib.Path(__file__).resolve().parent.parent / "support" / "servers"
DRIVERS = {"sqlite": "sqlite3", "postgresql": "psycopg2", "mariadb": "pymysql"}

ENV = """
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""

REVISION = """
from alembic import op
import sqlalchemy as sa

revision = "{id}"
down_revision = {down!r}


def upgrade():
{body}
    op.execute("INSERT INTO ledger (revision) VALUES ('{id}')")
"""


def body(number):
    """What a revision does: tables, columns, indexes and rows, in turn."""
    table = f"part{number // 4}"
    if number == 0:
        return """
            op.create_table("ledger", sa.Column("revision", sa.String(10), nullable=False))
            op.create_table("counters", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))
            op.execute("INSERT INTO counters (id, n) VALUES (1, 0)")
            op.create_table("part0", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)))
            op.execute("INSERT INTO part0 (id, name) VALUES (1, 'a')")
        """
    return [
        f"""
            op.create_table("{table}", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)))
            op.execute("INSERT INTO {table} (id, name) VALUES (1, 'a')")
        """,
        f"""
            op.add_column("{table}", sa.Column("amount", sa.Integer, server_default="1"))
            op.execute("UPDATE {table} SET amount = amount + id")
        """,
        f"""
            op.create_index("ix_{table}_name", "{table}", ["name"])
            op.execute("UPDATE counters SET n = n + 1")
        """,
        f"""
            op.add_column("{table}", sa.Column("more", sa.Integer))
            op.execute("UPDATE counters SET n = n * 2 + 1")
        """,
    ][number % 4]


def write_history(folder):
    versions = folder / "versions"
    versions.mkdir(parents=True)
    (folder / "env.py").write_text(ENV)
    previous = None
    for number in range(REVISIONS):
        name = f"r{number + 1:02}"
        text = textwrap.indent(textwrap.dedent(body(number)).strip("\n"), "    ")
        (versions / f"{name}.py").write_text(REVISION.format(id=name, down=previous, body=text))
        previous = name


class Place:
    """New databases of one kind, on a server of its own where there is one."""

    def __init__(self, database, folder):
        self.database = database
        self.folder = folder
        self.count = 0
        if database == "sqlite":
            return
        servers = folder / "servers"
        subprocess.run([SERVERS, "start", servers, database], check=True)
        words = dict(word.split("=") for word in (servers / f"{database}.url").read_text().split())
        self.base = f"{words['user']}@{words['host']}:{words['port']}"

    def make(self):
        import sqlalchemy as sa
        self.count += 1
        name = f"db{self.count}"
        if self.database == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        scheme, first = {"postgresql": ("postgresql+psycopg2", "postgres"), "mariadb": ("mysql+pymysql", "mysql")}[
            self.database]
        engine = sa.create_engine(f"{scheme}://{self.base}/{first}", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return f"{scheme}://{self.base}/{name}"

    def close(self):
        if self.database != "sqlite":
            subprocess.run([SERVERS, "stop", self.folder / "servers"], check=True)


def start(history, url):
    ini = history.parent / f"{abs(hash(url))}.ini"
    ini.write_text(f"[alembic]\nscript_location = {history}\nsqlalchemy.url = {url}\n")
    return subprocess.Popen([sys.executable, "-m", "alembic", "-c", ini, "upgrade", "head"], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def state(url):
    """The ledger as counts, the counters, and the revision; or why they cannot be read."""
    import sqlalchemy as sa
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            ask = lambda sql: [tuple(row) for row in connection.execute(sa.text(sql))]
            ledger = collections.Counter(row[0] for row in ask("SELECT revision FROM ledger"))
            return ledger, ask("SELECT id, n FROM counters"), ask("SELECT version_num FROM alembic_version")
    except sa.exc.SQLAlchemyError as error:
        return collections.Counter(), [], [(str(error).splitlines()[0],)]
    finally:
        engine.dispose()


class Figures:
    def __init__(self, experiment, database):
        self.experiment = experiment
        self.database = database
        self.done = ""
        self.wrong = self.not_once = self.helped = self.failed = 0

    def judge(self, url, expected):
        found = state(url)
        if found != expected:
            self.wrong += 1
        for revision in expected[0] | found[0]:
            self.not_once += expected[0][revision] != found[0][revision]

    def finish(self, history, url):
        """A start with nothing in its way must come to the end."""
        for _ in range(2):
            if start(history, url).wait() == 0:
                return
            self.failed += 1
        self.helped += 1

    def row(self):
        return (f"| {self.experiment} | {self.database} | {self.done} | {self.wrong} | {self.not_once} | {self.helped} "
                f"| {self.failed} |")


def start_together(place, history, expected, arguments):
    figures = Figures("R1", place.database)
    for _ in range(arguments.rounds):
        url = place.make()
        workers = [start(history, url) for _ in range(arguments.processes)]
        figures.failed += sum(worker.wait() != 0 for worker in workers)
        figures.finish(history, url)
        figures.judge(url, expected)
    figures.done = f"{arguments.rounds} rounds of {arguments.processes} starts"
    return figures


def kill_and_start_again(place, history, expected, arguments, seconds):
    figures = Figures("R2", place.database)
    killed = 0
    while killed < arguments.kills:
        url = place.make()
        done = False
        while not done and killed < arguments.kills:
            worker = start(history, url)
            # Most of its time goes by before it begins.
            time.sleep(random.uniform(seconds * 0.4, seconds))
            worker.send_signal(signal.SIGKILL)
            status = worker.wait()
            killed += status == -signal.SIGKILL
            done = status != -signal.SIGKILL
        figures.finish(history, url)
        figures.judge(url, expected)
    figures.done = f"{killed} kills"
    return figures


def measure(database, arguments):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="retort-alembic."))
    place = Place(database, folder)
    try:
        history = folder / "history"
        write_history(history)
        url = place.make()
        began = time.monotonic()
        if start(history, url).wait() != 0:
            sys.exit(f"an undisturbed run of Alembic failed on {database}")
        seconds = time.monotonic() - began
        expected = state(url)
        return [start_together(place, history, expected, arguments),
                kill_and_start_again(place, history, expected, arguments, seconds)]
    finally:
        place.close()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", default="sqlite,postgresql,mariadb")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    databases = arguments.database.split(",")
    missing = [module for module in ["alembic", *(DRIVERS[each] for each in databases)]
               if importlib.util.find_spec(module) is None]
    if missing:
        print(f"nothing to compare with: Python lacks {', '.join(missing)} (Debian: alembic, python3-psycopg2, "
              "python3-pymysql)")
        return 77
    import alembic
    rows = [figures.row() for database in databases for figures in measure(database, arguments)]
    print(f"\nAlembic {alembic.__version__}, as its documentation sets it up:\n")
    print("| # | database | done | wrong end states | not run exactly once | helped by a person | failed starts |")
    print("|---|---|---|---:|---:|---:|---:|")
    print("\n".join(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
