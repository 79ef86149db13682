"""One cohort on one extract → counts, exact figures, released ones.

What every operation of evaluation does between its authorisation and its answer. No
function here is an operation: those of `cohorts.operations` and `cohorts.reporting`
call them, each under its own name in `config/access.yaml`.
"""

from collections.abc import Callable, Mapping
from functools import partial

from cohorts.answer import CohortAnswer
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.cautions import (
    ToldCaution,
    released_cautions,
    workbench_cautions,
)
from cohorts.disclosure.failures import AlreadyAnswered, TooFew
from cohorts.disclosure.ledger import ReleaseLedger
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import (
    Estimator,
    Provenance,
    ReleasedEstimate,
    release,
)
from cohorts.disclosure.workbench import WorkbenchEstimate, for_workbench
from cohorts.estimates.describe import describe
from cohorts.event_table.build import CohortCells, Grouping
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.from_extract import count_extract
from cohorts.event_table.groupings import Linkage
from cohorts.event_table.load import Manifest, threads_for
from cohorts.finding import definition_of, territory_of
from cohorts.guards.competing import ends_called_censoring
from cohorts.guards.loss import reasons_of_loss
from cohorts.guards.review import review_counts
from cohorts.risk_table.counts import Counts, counts_from_frame
from cohorts.risk_table.floor import start_where_enough
from cohorts.telling import told_counts, told_flow
from parcours.access.context import Context
from parcours.engines.duckdb import DuckDB


def analyse_cohort(
    context: Context, *, name: str, extract: str | None, groups: tuple[str, ...]
) -> CohortAnswer:
    """Analyse a cohort: exact figures for evaluators, and what of them may leave.

    Args:
        context: of the running operation.
        name: name of the definition.
        extract: name of the extract, None = the latest.
        groups: breakdowns, one at a time.

    Returns:
        The protected flow, exact estimates, released ones or why they are refused.

    Raises:
        CohortUnknown, ExtractUnreadable, GroupNotOffered, CohortEmpty, TooFew.
    """
    definition = definition_of(context, name)
    return analyse_definition(context, definition, extract=extract, groups=groups)


def analyse_definition(
    context: Context,
    definition: CohortDefinition,
    *,
    extract: str | None,
    groups: tuple[str, ...],
) -> CohortAnswer:
    """Analyse a definition that need not be the territory's present one.

    Args:
        context: of the running operation.
        definition: the cohort.
        extract: name of the extract, None = the latest.
        groups: breakdowns, one at a time.

    Returns:
        As `analyse_cohort`.

    Raises:
        ExtractMissing, ExtractUnreadable, GroupNotOffered, CohortEmpty, TooFew.
    """
    groupings: list[Grouping] = [(group,) for group in groups]
    cells, manifest = count_cells(context, definition, extract, groupings)
    by_grouping = {
        group: counts_of(definition, cells, (group,) if group else ())
        for group in ("", *groups)
    }
    rules = read_rules(context.config)
    exact, too_few = _exact_all(context, definition, manifest, by_grouping)
    for group in too_few:  # the whole is shown without it
        del by_grouping[group]
    released, refusals = _release_all(context, definition, manifest, by_grouping)
    cautions = partial(
        _cautions, context, definition, manifest, cells, by_grouping=by_grouping
    )
    flow = partial(
        told_flow,
        context,
        definition.hash,
        manifest,
        cells.attrition,
        cells.exits,
        late=cells.late,
    )
    return CohortAnswer(
        definition=definition,
        manifest=manifest,
        flow=flow(),
        published_flow=flow(published=True),
        whole=exact.pop(""),
        by_group=exact,
        released=released.pop("", None),
        released_by_group=released,
        refusals=refusals | too_few,
        threshold=rules.threshold_internal,
        cautions=cautions(workbench_cautions),
        released_cautions=cautions(released_cautions),
    )


def _exact_all(
    context: Context,
    definition: CohortDefinition,
    manifest: Manifest,
    by_grouping: Mapping[str, Counts],
) -> tuple[dict[str, WorkbenchEstimate], dict[str, str]]:
    """Estimate exactly; a breakdown of groups that are all too small is left out."""
    exact, too_few = {}, {}
    for group, counts in by_grouping.items():
        try:
            exact[group] = for_workbench(
                counts,
                estimator_of(definition),
                rules=read_rules(context.config),
                provenance=provenance_of(definition, manifest),
                disclosure=manifest.disclosure,
            )
        except TooFew as refusal:
            if not group:
                raise
            too_few[group] = refusal.what
    return exact, too_few


def _cautions(
    context: Context,
    definition: CohortDefinition,
    manifest: Manifest,
    cells: CohortCells,
    tell: Callable[..., tuple[ToldCaution, ...]],
    *,
    by_grouping: Mapping[str, Counts],
) -> dict[str, tuple[ToldCaution, ...]]:
    """Review each breakdown; what the definition and the exits tell is of the whole."""
    statuses = context.nomenclature.follow_up.values()
    whole = (
        *ends_called_censoring(
            definition, effects={s.code: s.effect for s in statuses}
        ),
        *reasons_of_loss(cells.exits),
    )
    review = partial(
        review_counts,
        outcome=definition.outcomes[0].code,
        horizons=definition.horizons,
    )
    rules = read_rules(context.config)
    return {
        group: tell(
            counts,
            review,
            rules=rules,
            disclosure=manifest.disclosure,
            more=() if group else whole,
        )
        for group, counts in by_grouping.items()
    }


def released_parts(
    context: Context, answer: CohortAnswer, *, groups: tuple[str, ...]
) -> dict[str, ReleasedEstimate]:
    """Take what may leave of an answer, and write that it leaves in the ledger.

    Args:
        context: of the running operation.
        answer: the analysed cohort.
        groups: breakdowns asked for.

    Returns:
        breakdown ("" = the whole) → released figures; a refused one is absent.

    Raises:
        TooFew: nothing may be released.
        AlreadyAnswered: an earlier release differs by a few persons only.
    """
    threshold = read_rules(context.config).threshold_publication
    if answer.released is None:
        raise TooFew(threshold)
    ledger = ReleaseLedger(f"sqlite:///{territory_of(context) / 'evaluation.db'}")
    n_exact = answer.whole.estimate.n
    if answer.manifest.disclosure == "protected" and ledger.is_too_close(
        answer.released, n_exact=n_exact, threshold=threshold
    ):
        raise AlreadyAnswered(threshold)
    ledger.record(
        answer.released,
        account=context.principal.login,
        grouping=groups,
        n_exact=n_exact,
        now=context.now(),
    )
    return {"": answer.released, **answer.released_by_group}


def _release_all(
    context: Context,
    definition: CohortDefinition,
    manifest: Manifest,
    by_grouping: Mapping[str, Counts],
) -> tuple[dict[str, ReleasedEstimate], dict[str, str]]:
    released, refusals = {}, {}
    for group, counts in by_grouping.items():
        try:
            released[group] = release_counts(
                context, definition, manifest, counts, grouping=group
            )
        except TooFew as refusal:
            refusals[group] = refusal.what
    return released, refusals


def release_counts(
    context: Context,
    definition: CohortDefinition,
    manifest: Manifest,
    counts: Counts,
    *,
    grouping: str = "",
) -> ReleasedEstimate:
    """Release the figures of counts, or those of an edition that differs by a few.

    Args:
        context: of the running operation.
        definition: the cohort.
        manifest: of the extract it was counted on.
        counts: exact counts.
        grouping: name of the breakdown, "" = the whole.

    Returns:
        What may leave the evaluators' room; its provenance says of which extract.

    Raises:
        TooFew: nothing may.
    """
    made = partial(
        release,
        estimator=estimator_of(definition),
        rules=read_rules(context.config),
        disclosure=manifest.disclosure,
    )
    source = provenance_of(definition, manifest)
    released = made(counts, provenance=source)
    told, told_source = told_counts(
        context, counts, source, disclosure=manifest.disclosure, grouping=grouping
    )
    return released if told is counts else made(told, provenance=told_source)


def count_whole(
    context: Context,
    definition: CohortDefinition,
    extract: str | None,
    linkage: Linkage = "recorded",
) -> tuple[Counts, Manifest]:
    """Count the whole of a cohort, without breakdown.

    Args:
        context: of the running operation.
        definition: the cohort.
        extract: name of the extract, None = the latest.
        linkage: how subjects are grouped into persons.

    Returns:
        Exact counts, and what the extract says of itself.

    Raises:
        ExtractMissing, ExtractUnreadable, CohortEmpty.
    """
    cells, manifest = count_cells(context, definition, extract, [()], linkage=linkage)
    return counts_of(definition, cells, ()), manifest


def count_cells(
    context: Context,
    definition: CohortDefinition,
    extract: str | None,
    groupings: list[Grouping],
    linkage: Linkage = "recorded",
) -> tuple[CohortCells, Manifest]:
    """Count a cohort on an extract, which the audit line names.

    Args:
        context: of the running operation.
        definition: the cohort.
        extract: name of the extract, None = the latest.
        groupings: breakdowns wanted, beside the whole.
        linkage: how subjects are grouped into persons.

    Returns:
        Counted cells with attrition and exits, and the extract's manifest.

    Raises:
        ExtractMissing, ExtractUnreadable, GroupNotOffered, CohortEmpty.
    """
    folder = extract_folder(territory_of(context) / "extracts", extract)
    context.trace.reason = f"extract {folder.name}"
    with DuckDB(threads=threads_for(folder)) as engine:
        return count_extract(
            engine, folder, definition, groupings=groupings, linkage=linkage
        )


def counts_of(
    definition: CohortDefinition, cells: CohortCells, grouping: Grouping
) -> Counts:
    """Give the counts of one breakdown.

    Args:
        definition: the cohort.
        cells: of the cohort.
        grouping: one that was counted, () = the whole.

    Returns:
        Exact counts, from where the definition's floor at risk is reached.

    Raises:
        FloorNeverReached: at no time are as many at risk.
    """
    counts = counts_from_frame(
        cells.cells[grouping],
        causes=[cause.code for cause in definition.causes],
        clock=definition.clock,
    )
    if definition.at_risk_floor is None:
        return counts
    return start_where_enough(counts, definition.at_risk_floor)[0]


def estimator_of(definition: CohortDefinition) -> Estimator:
    """Give the one function that estimates a cohort, on exact and on protected counts.

    Args:
        definition: the cohort.

    Returns:
        A pure function of counts.
    """
    outcomes = definition.outcomes
    horizons = definition.horizons
    return partial(
        describe,
        at=horizons,
        rmst=horizons[-2:],
        outcome=outcomes[0].code if len(outcomes) == 1 else None,
    )


def provenance_of(definition: CohortDefinition, manifest: Manifest) -> Provenance:
    """Say where the figures of a cohort come from.

    Args:
        definition: the cohort.
        manifest: of the extract it was counted on.

    Returns:
        What is printed with each of them.
    """
    return Provenance(
        definition=definition.name,
        definition_hash=definition.hash,
        extract=manifest.extract,
        as_of=manifest.as_of.isoformat(),
        path_rules=str(manifest.rules_version),
    )
