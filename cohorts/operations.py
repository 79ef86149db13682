"""Operations of evaluation: list and explain definitions, run one, export, indicators.

The composition of the whole room: extract → counts → exact figures for evaluators,
released ones for everybody else. Each operation is authorised and audited by the guard
of `parcours.access`; none of them returns a row about a person.
"""

from functools import partial

from sqlmodel import Session

from cohorts.analysing import (
    analyse_cohort,
    count_cells,
    count_whole,
    counts_of,
    estimator_of,
    provenance_of,
    release_counts,
    released_parts,
)
from cohorts.answer import CohortAnswer, Export, GuardAnswer, LinkageEffect
from cohorts.definition.explain import Explanation, explain
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.files import as_csv, as_json
from cohorts.disclosure.head_counts import rounded_by
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import (
    ReleasedEstimate,
)
from cohorts.disclosure.variants import release_variant
from cohorts.event_table.build import Grouping
from cohorts.event_table.groupings import Linkage
from cohorts.finding import definition_of, definitions_of
from cohorts.guarding import guard_definition
from cohorts.indicators.reengagement import IndicatorAnswer, answer_indicator
from cohorts.telling import told_counts
from parcours.access.context import Context
from parcours.access.guard import operation


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
    return list(definitions_of(context).values())


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
    return explain(definition_of(context, name), nomenclature=context.nomenclature)


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
    return analyse_cohort(context, name=name, extract=extract, groups=groups)


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
    answer = analyse_cohort(context, name=name, extract=extract, groups=groups)
    parts = released_parts(context, answer, groups=groups)
    stem = f"{answer.definition.name}_{answer.manifest.extract}"
    shown, names = tuple(parts.values()), tuple(parts)
    return Export(
        stem,
        csv=as_csv(shown, names, clock=answer.definition.clock),
        json=as_json(shown, names),
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
    definition = definition_of(context, name)
    recorded, manifest = count_whole(context, definition, extract)
    rules = read_rules(context.config)
    settled = partial(
        told_counts,
        context,
        source=provenance_of(definition, manifest),
        disclosure=manifest.disclosure,
    )

    def released(linkage: Linkage) -> ReleasedEstimate | None:
        counts, _manifest = count_whole(context, definition, extract, linkage=linkage)
        held, told_source = settled(counts, grouping=f"links {linkage}")
        return release_variant(
            settled(recorded, grouping="")[0],
            held,
            estimator_of(definition),
            rules=rules,
            provenance=told_source,
            disclosure=manifest.disclosure,
        )

    try:
        told = release_counts(context, definition, manifest, recorded)
    except TooFew:
        return LinkageEffect(definition, None, None, None, rules.threshold_publication)
    return LinkageEffect(
        definition,
        told,
        released("pessimistic"),
        released("optimistic"),
        rules.threshold_publication,
    )


@operation("cohort.guards", kind="read", about="name")
def read_guards(
    context: Context,
    session: Session,
    *,
    name: str,
    extract: str | None = None,
    group: str = "",
) -> GuardAnswer:
    """Compute what could mislead about a cohort: other rules, stale news, loss.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        extract: name of the extract, None = the latest.
        group: a breakdown, "" = the whole.

    Returns:
        Released figures, beside each other.

    Raises:
        CohortUnknown, ExtractUnreadable, GroupNotOffered, GroupToldLater, CohortEmpty.
    """
    definition = definition_of(context, name)
    return guard_definition(context, definition, extract=extract, group=group)


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
    definition = definition_of(context, f"raccrochage_{_variant_name(variant)}")
    grouping: Grouping = (breakdown,) if breakdown else ()
    cells, manifest = count_cells(context, definition, extract, [grouping])
    counts = counts_of(definition, cells, grouping)
    released = release_counts(
        context, definition, manifest, counts, grouping=breakdown or ""
    )
    rules = read_rules(context.config)
    return answer_indicator(
        released,
        definition=definition,
        variant=variant,
        breakdown=breakdown,
        threshold=rules.threshold_publication,
        base=rounded_by(rules, manifest.disclosure),
    )


def _variant_name(variant: str) -> str:
    return "strict" if variant == "strict" else "large"
