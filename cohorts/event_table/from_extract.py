"""An extract's folder and a definition → counted cells: the whole line of one cohort.

Facts become spells, spells become cases, cases become counts; all of it in the engine,
under the nomenclature that travelled with the extract.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from cohorts.definition.language import CohortDefinition
from cohorts.definition.sql_groups import AgeGroup
from cohorts.definition.sql_text import day_number
from cohorts.event_table.build import (
    CohortCells,
    Grouping,
    build_event_table,
    check_offered,
    count_event_table,
)
from cohorts.event_table.groupings import Linkage
from cohorts.event_table.load import Manifest, load_extract
from parcours.engines.engine import Engine
from parcours.nomenclature import Nomenclature, read_nomenclature
from parcours.path.timeline import create_spells, load_rules


DAYS_AHEAD = (
    400  # the calendar goes a little past the as-of day, for rules that look on
)
FACTS_VIEW = """
CREATE VIEW facts AS
SELECT fact, person, situation, starts, ends, verified, known FROM situation_facts"""
FIRST_DAY = """
SELECT MIN(first_day) AS first_day FROM (
  SELECT MIN(starts) AS first_day FROM situation_facts
  UNION ALL SELECT MIN(starts) FROM windows
  UNION ALL SELECT MIN(starts) FROM interventions
  UNION ALL SELECT MIN(day) FROM follow_up
) days"""


def count_extract(
    engine: Engine,
    folder: Path,
    definition: CohortDefinition,
    *,
    groupings: Sequence[Grouping] = (),
    linkage: Linkage = "recorded",
) -> tuple[CohortCells, Manifest]:
    """Count a cohort of an extract.

    Args:
        engine: an empty engine.
        folder: the extract's folder.
        definition: the cohort.
        groupings: breakdowns wanted, beside the whole.
        linkage: how subjects are grouped into persons.

    Returns:
        The counted cells, and what the extract says of itself.

    Raises:
        ExtractUnreadable: a file is missing or damaged.
        GroupToldLater: a breakdown by something that happens after the origin.
        GroupNotOffered: another that the definition does not list.
        CohortEmpty: no case remains.
    """
    nomenclature = read_nomenclature(folder / "config")
    groups = tuple(dict.fromkeys(name for names in groupings for name in names))
    check_offered(definition, groups, done=words_of_deeds(nomenclature))
    manifest = load_extract(engine, folder, linkage=linkage)
    derive_paths(engine, nomenclature, as_of=manifest.as_of)
    build_event_table(
        engine,
        definition,
        as_of=manifest.as_of,
        groups=groups,
        ages=age_groups(nomenclature),
    )
    cells = count_event_table(
        engine, definition, as_of=manifest.as_of, groupings=groupings
    )
    return cells, manifest


def derive_paths(engine: Engine, nomenclature: Nomenclature, *, as_of: date) -> None:
    """Make `spells` from the tables of an extract.

    Args:
        engine: holds the tables of an extract.
        nomenclature: the words it was made under.
        as_of: the day through whose end paths are known.
    """
    last = day_number(as_of)
    found = engine.run(FIRST_DAY)["first_day"].iloc[0]
    first = last if pd.isna(found) else int(found)
    engine.execute(FACTS_VIEW)
    load_rules(
        engine,
        nomenclature=nomenclature,
        first=min(first, last),
        last=last + DAYS_AHEAD,
    )
    create_spells(engine, as_of=last)


def words_of_deeds(nomenclature: Nomenclature) -> frozenset[str]:
    """List the words for what happens to people, which no group at the origin is.

    Args:
        nomenclature: the territory's words.

    Returns:
        Codes of interventions, situations and follow-up statuses.
    """
    return frozenset(
        (
            *nomenclature.interventions,
            *nomenclature.situations,
            *nomenclature.follow_up,
        )
    )


def age_groups(nomenclature: Nomenclature) -> tuple[AgeGroup, ...]:
    """Give the territory's age bands as the cohort's SQL takes them.

    Args:
        nomenclature: the territory's words.

    Returns:
        One group per band, youngest first.
    """
    bands = sorted(nomenclature.age_bands.values(), key=lambda band: band.min)
    return tuple(AgeGroup(band.code, band.min, band.max) for band in bands)
