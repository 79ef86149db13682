"""A cohort's table of cases opened in an engine, for one operation.

The engine and all rows in it are gone when the block ends.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.head_counts import block
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.rules import Rules
from cohorts.event_table.build import build_event_table
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.from_extract import age_groups, derive_paths
from cohorts.event_table.load import Manifest, load_extract, threads_for
from cohorts.finding import definition_of, territory_of
from parcours.access.context import Context
from parcours.engines.duckdb import DuckDB
from parcours.engines.engine import Engine
from parcours.nomenclature import Nomenclature, read_nomenclature


@dataclass(frozen=True, eq=False)
class OpenCohort:
    """A cohort whose cases stand in an engine.

    Attributes:
        engine: holds the table of cases, spells and interventions.
        definition: the cohort.
        manifest: of the extract.
        nomenclature: the words the extract was made under.
        rules: of disclosure.
        base: persons per block of a head count; 0 for public data.
    """

    engine: Engine
    definition: CohortDefinition
    manifest: Manifest
    nomenclature: Nomenclature
    rules: Rules
    base: int

    @property
    def threshold(self) -> int:
        """Least persons of anything shown; 1 for public data."""
        return self.rules.threshold_internal if self.base else 1


@contextmanager
def open_cohort(
    context: Context, *, name: str, extract: str | None, groups: Sequence[str] = ()
) -> Iterator[OpenCohort]:
    """Build a cohort's table of cases on an extract, which the audit line names.

    Args:
        context: of the running operation.
        name: name of the definition.
        extract: name of the extract, None = the latest.
        groups: breakdowns to carry along.

    Yields:
        The open cohort.

    Raises:
        CohortUnknown, ExtractMissing, ExtractUnreadable, GroupNotOffered.
    """
    definition = definition_of(context, name)
    folder = extract_folder(territory_of(context) / "extracts", extract)
    context.trace.reason = f"extract {folder.name}"
    rules = read_rules(context.config)
    nomenclature = read_nomenclature(folder / "config")
    with DuckDB(threads=threads_for(folder)) as engine:
        manifest = load_extract(engine, folder)
        derive_paths(engine, nomenclature, as_of=manifest.as_of)
        build_event_table(
            engine,
            definition,
            as_of=manifest.as_of,
            groups=tuple(groups),
            ages=age_groups(nomenclature),
        )
        base = block(rules, disclosure=manifest.disclosure)
        yield OpenCohort(engine, definition, manifest, nomenclature, rules, base)
