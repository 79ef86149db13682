"""One extract opened once → several definitions counted on it, and what else it tells.

A guard asks the same extract several times: the cohort as asked and its twins under
another rule, the reasons of loss by group, who last established something. Paths are
derived once; each definition makes its own table of cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from cohorts.definition.language import ATTRIBUTE, CohortDefinition
from cohorts.definition.sql_groups import AgeGroup, column
from cohorts.definition.sql_text import day_number, quoted
from cohorts.event_table.attrition import Exit, exit_list
from cohorts.event_table.build import (
    CASES,
    CohortCells,
    Grouping,
    build_event_table,
    check_offered,
    count_event_table,
)
from cohorts.event_table.from_extract import age_groups, derive_paths, words_of_deeds
from cohorts.event_table.load import Manifest, load_extract
from parcours.engines.duckdb import DuckDB
from parcours.engines.engine import Engine
from parcours.nomenclature import Nomenclature, read_nomenclature


REASONS = """
SELECT {column} AS "group", cause, reason, COUNT(*) AS cases,
       SUM(first_kept) AS persons
FROM {cases} WHERE left_at IS NULL GROUP BY {column}, cause, reason
"""

UNDATED = """
SELECT COUNT(DISTINCT c.person) AS n FROM {cases} c
JOIN attributes a ON a.person = c.person AND a.name = {name} AND a.starts IS NULL
WHERE c.left_at IS NULL AND c.{column} = a.value
"""

# Who last established something about each person of the cohort, and when each
# organisation last did about anybody. A fact without a day of verification was
# established on its first day.
LAST_NEWS = """
WITH told AS (
  SELECT person, organisation,
         CASE WHEN verified IS NULL OR verified < starts
              THEN starts ELSE verified END AS day
  FROM situation_facts WHERE starts <= {as_of}
),
latest AS (
  SELECT person, organisation,
         ROW_NUMBER() OVER (PARTITION BY person
           ORDER BY day DESC, organisation) AS place
  FROM told
),
organisations AS (
  SELECT organisation, MAX(day) AS day FROM told GROUP BY organisation
)
SELECT l.organisation, {as_of} - o.day AS days_silent, COUNT(*) AS persons
FROM (SELECT DISTINCT person FROM {cases} WHERE left_at IS NULL) c
JOIN latest l ON l.person = c.person AND l.place = 1
JOIN organisations o ON o.organisation = l.organisation
GROUP BY l.organisation, o.day
"""


@dataclass(frozen=True, eq=False)
class OpenExtract:
    """An extract whose paths stand in an engine.

    Attributes:
        engine: holds the tables of the extract, spells and calendar.
        manifest: what the extract says of itself.
        nomenclature: the words it was made under.
        folder: where it lies.
    """

    engine: Engine
    manifest: Manifest
    nomenclature: Nomenclature
    folder: Path

    @property
    def ages(self) -> tuple[AgeGroup, ...]:
        """The territory's age bands."""
        return age_groups(self.nomenclature)


@dataclass(frozen=True)
class News:
    """What one organisation last established, and for whom.

    Attributes:
        organisation: its code.
        days_silent: days from its last established news to the as-of day.
        persons: persons of the cohort of whom it is the last to have told.
    """

    organisation: str
    days_silent: int
    persons: int


@contextmanager
def open_extract(folder: Path) -> Iterator[OpenExtract]:
    """Load an extract and derive its paths.

    Args:
        folder: the extract's folder.

    Yields:
        The open extract; its rows are gone when the block ends.

    Raises:
        ExtractUnreadable: a file is missing or damaged.
    """
    nomenclature = read_nomenclature(folder / "config")
    with DuckDB() as engine:
        manifest = load_extract(engine, folder)
        derive_paths(engine, nomenclature, as_of=manifest.as_of)
        yield OpenExtract(engine, manifest, nomenclature, folder)


def count_on(
    extract: OpenExtract,
    definition: CohortDefinition,
    *,
    groupings: Sequence[Grouping] = (),
) -> CohortCells:
    """Count one definition; its table of cases stays until the next.

    Args:
        extract: the open extract.
        definition: the cohort.
        groupings: breakdowns wanted, beside the whole.

    Returns:
        The counted cells.

    Raises:
        GroupToldLater, GroupNotOffered: as `count_extract`.
        CohortEmpty: no case remains.
    """
    groups = tuple(dict.fromkeys(name for names in groupings for name in names))
    check_offered(definition, groups, done=words_of_deeds(extract.nomenclature))
    as_of: date = extract.manifest.as_of
    build_event_table(
        extract.engine, definition, as_of=as_of, groups=groups, ages=extract.ages
    )
    return count_event_table(
        extract.engine, definition, as_of=as_of, groupings=groupings
    )


def exits_by(
    extract: OpenExtract, definition: CohortDefinition, group: str
) -> Mapping[str, tuple[Exit, ...]]:
    """Count, group by group, how cases left.

    Args:
        extract: after `count_on` of the definition with this group.
        definition: the cohort.
        group: a breakdown that was carried along.

    Returns:
        Label of the group → every cause and reason, 0 where nobody left so.
    """
    query = REASONS.format(column=column(group), cases=CASES)
    rows: pd.DataFrame = extract.engine.run(query)
    return {
        str(label): exit_list(definition, own)
        for label, own in rows.groupby("group", sort=True)
    }


def undated(extract: OpenExtract, group: str) -> int:
    """Count the persons whose profile in a breakdown bears no date.

    Args:
        extract: after `count_on` with this group.
        group: a breakdown that was carried along.

    Returns:
        Persons whose value rests on an attribute without a first day: nothing says
        that it was known at the origin. 0 for any other breakdown.
    """
    if not group.startswith(ATTRIBUTE):
        return 0
    name = group.removeprefix(ATTRIBUTE)
    query = UNDATED.format(cases=CASES, name=quoted(name), column=column(group))
    return int(extract.engine.run(query)["n"].iloc[0])


def last_news(extract: OpenExtract) -> tuple[News, ...]:
    """Tell which organisation was the last to establish something, and when.

    Args:
        extract: after `count_on`.

    Returns:
        One per organisation that is the last for somebody of the cohort, by code.
    """
    query = LAST_NEWS.format(as_of=day_number(extract.manifest.as_of), cases=CASES)
    rows = extract.engine.run(query).sort_values("organisation")
    return tuple(
        News(str(code), int(days), int(persons))
        for code, days, persons in zip(
            rows["organisation"], rows["days_silent"], rows["persons"], strict=True
        )
    )
