"""Which subjects are one young person → the tables of an extract, grouped so.

An extract groups its subjects as they were linked, and in two further ways that say how
far linkage errors could move a result: pessimistic (doubtful links taken apart) and
optimistic (likely questions answered "the same"). A definition runs unchanged on each.
"""

from pathlib import Path
from typing import Literal

from parcours.engines.engine import Engine


Linkage = Literal["recorded", "pessimistic", "optimistic"]
GROUPINGS = "groupings"
ORIGINAL = "as_recorded_"

PERSONS = """
CREATE VIEW persons AS
SELECT g.{grouping} AS person, MIN(p.pseudonym) AS pseudonym,
       MIN(p.birth_month) AS birth_month, MIN(p.sex) AS sex
FROM {original}persons p
JOIN (SELECT DISTINCT person, {grouping} FROM groupings) g ON g.person = p.person
GROUP BY g.{grouping}
"""
FACTS = """
CREATE VIEW {table} AS
SELECT COALESCE(g.{grouping}, t.person) AS person, {others}
FROM {original}{table} t LEFT JOIN groupings g ON g.subject = t.subject
"""


def has_groupings(engine: Engine, folder: Path) -> bool:
    """Tell whether an extract groups its subjects in other ways too.

    Args:
        engine: any; the table is shown in it.
        folder: the extract's folder.

    Returns:
        False for an extract made before groupings, or from a table without subjects.
    """
    path = folder / f"{GROUPINGS}.parquet"
    if not path.is_file():
        return False
    engine.load_parquet(GROUPINGS, path)
    n = engine.run(f"SELECT COUNT(*) AS n FROM {GROUPINGS}")["n"].iloc[0]  # noqa: S608
    return bool(n)


def regroup(engine: Engine, table: str, *, grouping: Linkage) -> None:
    """Show a table under its name with the persons of a grouping.

    Args:
        engine: holds the table under `ORIGINAL` and its name, and `groupings`.
        table: persons, or a table of facts with `person` and `subject`.
        grouping: which.
    """
    if table == "persons":
        sql = PERSONS.format(grouping=grouping, original=ORIGINAL)
    else:
        nothing = f"SELECT * FROM {ORIGINAL}{table} WHERE 1 = 0"  # noqa: S608
        others = [f"t.{name}" for name in engine.run(nothing) if name != "person"]
        sql = FACTS.format(
            table=table,
            grouping=grouping,
            original=ORIGINAL,
            others=", ".join(others),
        )
    engine.execute(sql)
