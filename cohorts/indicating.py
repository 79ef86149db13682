"""Operation: every indicator of the catalogue on an extract, released figures only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlmodel import Session

from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.series import Series
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.load import MANIFEST
from cohorts.event_table.several import open_extract
from cohorts.finding import territory_definitions, territory_of
from cohorts.indicators.catalogue import Catalogue, read_catalogue
from cohorts.indicators.comparators import (
    FILE,
    Comparator,
    dropouts_of,
    population_of,
    read_comparators,
)
from cohorts.indicators.figures import IndicatorSet
from cohorts.indicators.kept import KeptSets, key_of
from cohorts.indicators.whole_set import Means, compute_set
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.views import action_names


@dataclass(frozen=True)
class BoardAnswer:
    """All that the dashboard tells.

    Attributes:
        catalogue: the definitions.
        figures: the set, released.
        comparators: outside aggregates with their source.
        actions: code of any action → its name, also of those that only sheets tell of.
    """

    catalogue: Catalogue
    figures: IndicatorSet
    comparators: tuple[Comparator, ...]
    actions: Mapping[str, str] = field(default_factory=dict)


@operation("indicators.read_all", kind="read")
def read_all_indicators(
    context: Context, session: Session, *, extract: str | None = None
) -> BoardAnswer:
    """Read every indicator of an extract, computed once and kept.

    Args:
        context: who asks.
        session: given by the guard.
        extract: name of the extract, None = the latest.

    Returns:
        Definitions, released figures, outside aggregates.

    Raises:
        ExtractMissing, ExtractUnreadable, ConfigurationRefused.
    """
    board = board_of(context, extract=extract)
    return replace(board, actions=action_names(session))


def board_of(context: Context, *, extract: str | None) -> BoardAnswer:
    """Give what the dashboard tells, for an operation that runs.

    Args:
        context: the running operation's.
        extract: name of the extract, None = the latest.

    Returns:
        Definitions, released figures, outside aggregates.

    Raises:
        ExtractMissing, ExtractUnreadable, ConfigurationRefused.
    """
    folder = extract_folder(territory_of(context) / "extracts", extract)
    context.trace.reason = f"extract {folder.name}"
    comparators = read_comparators(context.config)
    means = Means(
        catalogue=read_catalogue(context.config),
        definitions=territory_definitions(context),
        rules=read_rules(context.config),
        population=population_of(comparators),
        dropouts_sent=dropouts_of(comparators),
    )
    kept = KeptSets(territory_of(context) / "evaluation.db")
    try:
        key = key_of(_depends_on(context, folder, means))
        found = kept.find(key)
        if found is None:
            found = _computed(context, folder, means)
            kept.keep(key, found, now=context.now())
    finally:
        kept.close()
    return BoardAnswer(means.catalogue, found, comparators)


def _computed(context: Context, folder: Path, means: Means) -> IndicatorSet:
    """Compute a set in the light of all that was told, and write it in the ledger."""
    with open_extract(folder) as opened:
        manifest = opened.manifest
        series = Series(
            f"sqlite:///{territory_of(context) / 'evaluation.db'}",
            rules=means.rules,
            source=Provenance(
                "indicators",
                "",
                manifest.extract,
                manifest.as_of.isoformat(),
                str(manifest.rules_version),
            ),
            account=context.principal.login,
            now=context.now(),
        )
        try:
            found = compute_set(opened, means, series=series)
            series.write()
        finally:
            series.close()
    return found


def _depends_on(context: Context, folder: Path, means: Means) -> list[str]:
    manifest = folder / MANIFEST
    written = str(manifest.stat().st_mtime_ns) if manifest.is_file() else ""
    files = ("indicators.yaml", "disclosure.yaml", FILE)
    texts = [
        path.read_text(encoding="utf-8")
        for path in (context.config / name for name in files)
        if path.is_file()
    ]
    hashes = [one.hash for one in means.definitions.values()]
    return [folder.name, written, *texts, *sorted(hashes)]
