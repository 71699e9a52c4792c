"""Times Alembic's autogenerate on the database of the autogenerate benchmark, with types and server defaults compared.

usage: alembic_check.py <tables> <milliseconds that retort takes>

The database is the one of the environment variable RETORT_BENCHMARK_DATABASE. Prints nothing but a remark where Alembic
or psycopg2 is not installed.
"""

import os
import sys
import time
import warnings

try:
    import sqlalchemy as sa
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    import psycopg2
except ImportError:
    print("\nAlembic or psycopg2 is not installed (Debian: alembic, python3-psycopg2), so there is no check to compare with.")
    sys.exit(0)

warnings.simplefilter("ignore")


def model(tables):
    metadata = sa.MetaData()
    for number in range(tables):
        name = f"table_{number}"
        parent = f"table_{max(number - 1, 0)}"
        other = f"table_{number // 2}"
        sa.Table(
            name,
            metadata,
            sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
            sa.Column("name", sa.String(80), nullable=False),
            sa.Column("code", sa.String(20), nullable=False, server_default="none"),
            sa.Column("remark", sa.Text),
            sa.Column("size", sa.Integer, nullable=False, server_default="0"),
            sa.Column("price", sa.Numeric(12, 2)),
            sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
            sa.Column("day", sa.Date),
            sa.Column("created_at", sa.DateTime, nullable=False, server_default=sa.func.current_timestamp()),
            sa.Column("weight", sa.Float(53)),
            sa.Column("parent_id", sa.BigInteger),
            sa.Column("other_id", sa.BigInteger),
            sa.ForeignKeyConstraint(["parent_id"], [f"{parent}.id"], name=f"fk_{name}_parent"),
            sa.ForeignKeyConstraint(["other_id"], [f"{other}.id"], name=f"fk_{name}_other"),
            sa.Index(f"ix_{name}_name", "name"),
            sa.Index(f"ix_{name}_code_size", "code", "size", unique=True),
            sa.Index(f"ix_{name}_created_at", "created_at"),
        )
    return metadata


def main(tables, ours):
    metadata = model(tables)
    engine = sa.create_engine(
        "postgresql+psycopg2://", creator=lambda: psycopg2.connect(os.environ["RETORT_BENCHMARK_DATABASE"])
    )
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        start = time.perf_counter()
        differences = compare_metadata(context, metadata)
        theirs = (time.perf_counter() - start) * 1e3
    engine.dispose()
    print("\n| what | retort | Alembic | times |\n|---|---:|---:|---:|")
    print(
        f"| check {tables:,} tables of PostgreSQL against the model "
        f"| {ours:.0f} ms | {theirs:.0f} ms | {theirs / ours:.1f} |"
    )
    if differences:
        print(f"(Alembic sees {len(differences)} differences, the first: {differences[0]})")


main(int(sys.argv[1]), float(sys.argv[2]))
