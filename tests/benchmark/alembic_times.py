"""Times Alembic on the history of the upgrade and startup benchmarks: one CREATE TABLE a revision, SQLite.

Prints nothing but a remark where Alembic is not installed.
"""

import logging
import pathlib
import sys
import tempfile
import time

try:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool
except ImportError:
    print("\nAlembic is not installed (Debian: alembic), so there is nothing to compare with.")
    sys.exit(0)

ENV = """
from alembic import context
with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""

REVISION = """
from alembic import op
import sqlalchemy as sa
revision = "{id}"
down_revision = {down!r}
def upgrade():
    op.create_table("table_{number}",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("amount", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_on", sa.TIMESTAMP, server_default=sa.text("CURRENT_TIMESTAMP")))
def downgrade():
    op.drop_table("table_{number}")
"""


def main(revisions):
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "versions").mkdir()
        (folder / "env.py").write_text(ENV)
        down = None
        for number in range(revisions):
            revision = f"{number * 7919 + 1:012x}"
            text = REVISION.format(id=revision, down=down, number=number)
            (folder / "versions" / f"{revision}_table.py").write_text(text)
            down = revision
        config = Config()
        config.set_main_option("script_location", name)
        config.attributes["engine"] = create_engine("sqlite://", poolclass=StaticPool)
        start = time.perf_counter()
        command.upgrade(config, "head")
        upgrade = time.perf_counter() - start
        start = time.perf_counter()
        command.upgrade(config, "head")
        nothing = time.perf_counter() - start
    print(f"\nAlembic, {revisions} revisions, a database in memory, without starting Python:")
    print(f"upgrade of an empty database {upgrade * 1e3:.0f} ms, nothing to do {nothing * 1e3:.0f} ms")


main(int(sys.argv[1]))
