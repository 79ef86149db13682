"""Operations of evaluation: list and explain definitions, run one, export, indicators.

The composition of the whole room: extract → counts → exact figures for evaluators,
released ones for everybody else. Each operation is authorised and audited by the guard
of `parcours.access`; none of them returns a row about a person.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from sqlmodel import Session

from cohorts.answer import CohortAnswer, Export, LinkageEffect
from cohorts.definition.explain import Explanation, explain
from cohorts.definition.from_yaml import read_definitions
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.failures import AlreadyAnswered, TooFew
from cohorts.disclosure.files import as_csv, as_json
from cohorts.disclosure.flow import protect_flow
from cohorts.disclosure.ledger import ReleaseLedger
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import (
    Estimator,
    Provenance,
    ReleasedEstimate,
    release,
)
from cohorts.disclosure.variants import release_variant
from cohorts.disclosure.workbench import for_workbench
from cohorts.estimates.describe import describe
from cohorts.event_table.build import CohortCells, Grouping
from cohorts.event_table.failures import CohortUnknown
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.from_extract import count_extract
from cohorts.event_table.groupings import Linkage
from cohorts.event_table.load import Manifest
from cohorts.indicators.reengagement import IndicatorAnswer, answer_indicator
from cohorts.risk_table.counts import Counts, counts_from_frame
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.engines.duckdb import DuckDB


@operation("cohort.list", kind="read")
def list_cohorts(context: Context, session: Session) -> list[CohortDefinition]:
    """List the territory's cohort definitions.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        Definitions, by name.

    Raises:
        ConfigurationRefused: a definition breaks a rule.
    """
    return list(_definitions(context).values())


@operation("cohort.explain", kind="read", about="name")
def explain_cohort(context: Context, session: Session, *, name: str) -> Explanation:
    """Explain a definition in plain words.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.

    Returns:
        A paragraph and its points, in the language in use.

    Raises:
        CohortUnknown: no such definition.
    """
    return explain(_definition(context, name), nomenclature=context.nomenclature)


@operation("cohort.run", kind="read", about="name")
def run_cohort(
    context: Context,
    session: Session,
    *,
    name: str,
    extract: str | None = None,
    groups: tuple[str, ...] = (),
) -> CohortAnswer:
    """Analyse a cohort on an extract, for evaluators.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        extract: name of the extract, None = the latest.
        groups: breakdowns, one at a time.

    Returns:
        The protected flow, exact estimates, and what of them may be released.

    Raises:
        CohortUnknown, ExtractUnreadable, GroupNotOffered, CohortEmpty, TooFew.
    """
    return _analyse(context, name=name, extract=extract, groups=groups)


@operation("cohort.export", kind="read", about="name")
def export_cohort(
    context: Context,
    session: Session,
    *,
    name: str,
    extract: str | None = None,
    groups: tuple[str, ...] = (),
) -> Export:
    """Make the files of a released result, and write the release in the ledger.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        extract: name of the extract, None = the latest.
        groups: breakdowns, one at a time.

    Returns:
        Released figures as CSV and JSON.

    Raises:
        TooFew: nothing may be released.
        AlreadyAnswered: an earlier release differs by a few persons only.
    """
    answer = _analyse(context, name=name, extract=extract, groups=groups)
    rules = read_rules(context.config)
    if answer.released is None:
        raise TooFew(rules.threshold_publication)
    parts = [answer.released, *answer.released_by_group.values()]
    ledger = ReleaseLedger(f"sqlite:///{_folder(context) / 'evaluation.db'}")
    n_exact, threshold = answer.whole.estimate.n, rules.threshold_publication
    if answer.manifest.disclosure == "protected" and ledger.is_too_close(
        answer.released, n_exact=n_exact, threshold=threshold
    ):
        raise AlreadyAnswered(rules.threshold_publication)
    ledger.record(
        answer.released,
        account=context.principal.login,
        grouping=groups,
        n_exact=n_exact,
        now=context.now(),
    )
    stem = f"{answer.definition.name}_{answer.manifest.extract}"
    names = ("", *answer.released_by_group)  # one that is refused has no part
    return Export(
        stem,
        csv=as_csv(parts, names, clock=answer.definition.clock),
        json=as_json(parts, names),
    )


@operation("cohort.linkage", kind="read", about="name")
def read_linkage_effect(
    context: Context, session: Session, *, name: str, extract: str | None = None
) -> LinkageEffect:
    """Run a cohort under more and under fewer links, to see what doubt does to it.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        extract: name of the extract, None = the latest.

    Returns:
        Released figures of the whole cohort: as linked, if the doubtful links were
        wrong, if the likely questions were links.

    Raises:
        CohortUnknown, ExtractUnreadable, CohortEmpty.
    """
    definition = _definition(context, name)
    recorded, manifest = _whole(context, definition, extract)
    rules = read_rules(context.config)

    def released(linkage: Linkage) -> ReleasedEstimate | None:
        counts, _manifest = _whole(context, definition, extract, linkage=linkage)
        return release_variant(
            recorded,
            counts,
            _estimator(definition),
            rules=rules,
            provenance=_provenance(definition, manifest),
            disclosure=manifest.disclosure,
        )

    try:
        told = _release(context, definition, manifest, recorded)
    except TooFew:
        return LinkageEffect(definition, None, None, None, rules.threshold_publication)
    return LinkageEffect(
        definition,
        told,
        released("pessimistic"),
        released("optimistic"),
        rules.threshold_publication,
    )


@operation("indicators.read", kind="read")
def read_indicators(
    context: Context,
    session: Session,
    *,
    extract: str | None = None,
    variant: str = "wide",
    breakdown: str | None = None,
) -> IndicatorAnswer:
    """Read re-engagement at the horizons, released figures only.

    Args:
        context: who asks.
        session: given by the guard.
        extract: name of the extract, None = the latest.
        variant: strict (education or training) or wide (a job too).
        breakdown: sex, age_band, qpv, year, or None for the whole.

    Returns:
        One row per group that may be shown, and which are hidden.

    Raises:
        CohortUnknown, ExtractUnreadable, GroupNotOffered, CohortEmpty, TooFew.
    """
    definition = _definition(context, f"raccrochage_{_variant_name(variant)}")
    grouping: Grouping = (breakdown,) if breakdown else ()
    cells, manifest = _count(context, definition, extract, [grouping])
    counts = _counts(definition, cells, grouping)
    released = _release(context, definition, manifest, counts)
    return answer_indicator(
        released,
        definition=definition,
        variant=variant,
        breakdown=breakdown,
        threshold=read_rules(context.config).threshold_publication,
    )


def _analyse(
    context: Context, *, name: str, extract: str | None, groups: tuple[str, ...]
) -> CohortAnswer:
    definition = _definition(context, name)
    groupings: list[Grouping] = [(group,) for group in groups]
    cells, manifest = _count(context, definition, extract, groupings)
    by_grouping = {
        group: _counts(definition, cells, (group,) if group else ())
        for group in ("", *groups)
    }
    rules = read_rules(context.config)
    exact = {
        group: for_workbench(
            counts,
            _estimator(definition),
            rules=rules,
            provenance=_provenance(definition, manifest),
            disclosure=manifest.disclosure,
        )
        for group, counts in by_grouping.items()
    }
    released, refusals = _release_all(context, definition, manifest, by_grouping)
    return CohortAnswer(
        definition=definition,
        manifest=manifest,
        flow=protect_flow(
            cells.attrition,
            cells.exits,
            late=cells.late,
            rules=rules,
            disclosure=manifest.disclosure,
        ),
        whole=exact.pop(""),
        by_group=exact,
        released=released.pop("", None),
        released_by_group=released,
        refusals=refusals,
        threshold=rules.threshold_internal,
    )


def _release_all(
    context: Context,
    definition: CohortDefinition,
    manifest: Manifest,
    by_grouping: Mapping[str, Counts],
) -> tuple[dict[str, ReleasedEstimate], dict[str, str]]:
    released, refusals = {}, {}
    for group, counts in by_grouping.items():
        try:
            released[group] = _release(context, definition, manifest, counts)
        except TooFew as refusal:
            refusals[group] = refusal.what
    return released, refusals


def _release(
    context: Context, definition: CohortDefinition, manifest: Manifest, counts: Counts
) -> ReleasedEstimate:
    return release(
        counts,
        _estimator(definition),
        rules=read_rules(context.config),
        provenance=_provenance(definition, manifest),
        disclosure=manifest.disclosure,
    )


def _whole(
    context: Context,
    definition: CohortDefinition,
    extract: str | None,
    linkage: Linkage = "recorded",
) -> tuple[Counts, Manifest]:
    cells, manifest = _count(context, definition, extract, [()], linkage=linkage)
    return _counts(definition, cells, ()), manifest


def _count(
    context: Context,
    definition: CohortDefinition,
    extract: str | None,
    groupings: list[Grouping],
    linkage: Linkage = "recorded",
) -> tuple[CohortCells, Manifest]:
    folder = extract_folder(_folder(context) / "extracts", extract)
    context.trace.reason = f"extract {folder.name}"
    with DuckDB() as engine:
        return count_extract(
            engine, folder, definition, groupings=groupings, linkage=linkage
        )


def _counts(
    definition: CohortDefinition, cells: CohortCells, grouping: Grouping
) -> Counts:
    return counts_from_frame(
        cells.cells[grouping],
        causes=[cause.code for cause in definition.causes],
        clock=definition.clock,
    )


def _estimator(definition: CohortDefinition) -> Estimator:
    outcomes = definition.outcomes
    horizons = definition.horizons
    return partial(
        describe,
        at=horizons,
        rmst=horizons[-2:],
        outcome=outcomes[0].code if len(outcomes) == 1 else None,
    )


def _provenance(definition: CohortDefinition, manifest: Manifest) -> Provenance:
    return Provenance(
        definition=definition.name,
        definition_hash=definition.hash,
        extract=manifest.extract,
        as_of=manifest.as_of.isoformat(),
        path_rules=str(manifest.rules_version),
    )


def _definitions(context: Context) -> dict[str, CohortDefinition]:
    return read_definitions(
        context.config, situations=frozenset(context.nomenclature.situations)
    )


def _definition(context: Context, name: str) -> CohortDefinition:
    definitions = _definitions(context)
    if name not in definitions:
        raise CohortUnknown(tuple(definitions))
    return definitions[name]


def _folder(context: Context) -> Path:
    return context.config.parent


def _variant_name(variant: str) -> str:
    return "strict" if variant == "strict" else "large"
