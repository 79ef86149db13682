"""What is about to be told of few cells → what may be told beside all that was told.

The composition for what comes from no page of its own: counts of a cohort and their
twins, its flow, the head-counts of actions, what structures' rows lack. No function
here is an operation: they take what an authorised one answered, and its context.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cohorts.disclosure.count_ledger import CountLedger
from cohorts.disclosure.flow import ReleasedFlow, protect_flow
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.disclosure.held import Answer, AnswerLedger, Axes, Settled
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import Provenance
from cohorts.event_table.attrition import Exit, Step
from cohorts.event_table.load import Manifest
from cohorts.finding import territory_of
from cohorts.indicators.of_head_counts import Counted, ToldReach, release_reach
from cohorts.indicators.of_quality import Exact, ToldPartner, release_quality
from cohorts.risk_table.counts import Counts
from parcours.access.context import Context


def settle(
    context: Context, answers: Sequence[Answer], *, day: str
) -> dict[str, Settled]:
    """Hold answers against what was told before, and write the new ones down.

    Args:
        context: of who asks.
        answers: of today.
        day: day of knowledge, YYYY-MM-DD.

    Returns:
        name → what may be told.
    """
    ledger = AnswerLedger(f"sqlite:///{territory_of(context) / 'evaluation.db'}")
    try:
        return ledger.settle(
            answers,
            rules=read_rules(context.config),
            account=context.principal.login,
            day=day,
            now=context.now(),
        )
    finally:
        ledger.close()


def told_counts(
    context: Context,
    counts: Counts,
    source: Provenance,
    *,
    disclosure: str,
    grouping: str,
) -> tuple[Counts, Provenance]:
    """Choose the edition of a cohort's counts that figures may be made of.

    Args:
        context: of the running operation.
        counts: exact counts.
        source: where they come from.
        disclosure: what the extract's manifest says.
        grouping: name of the breakdown, or of another view of the cohort; "" = the
            whole.

    Returns:
        These counts, or those of an earlier edition from which only a few differ; with
        where they come from.
    """
    if disclosure == PUBLIC:
        return counts, source
    ledger = CountLedger(f"sqlite:///{territory_of(context) / 'evaluation.db'}")
    try:
        return ledger.settle(
            counts,
            source,
            rules=read_rules(context.config),
            account=context.principal.login,
            now=context.now(),
            grouping=grouping,
        )
    finally:
        ledger.close()


def told_flow(
    context: Context,
    name: str,
    manifest: Manifest,
    steps: Sequence[Step],
    exits: Sequence[Exit],
    *,
    late: int,
    published: bool = False,
) -> ReleasedFlow:
    """Protect the attrition and the exits of a cohort beside its earlier ones.

    Args:
        context: of the running operation.
        name: digest of the definition.
        manifest: of the extract.
        steps: exact attrition, in order.
        exits: exact exits.
        late: cases that came under observation after their origin.
        published: for readers outside the evaluators' room.

    Returns:
        The flow of this extract, or of an earlier one where only a few moved since.
    """
    content = {
        "steps": [asdict(one) for one in steps],
        "exits": [asdict(one) for one in exits],
        "late": late,
    }
    told = Settled(content)
    if manifest.disclosure != PUBLIC:
        answer = Answer(f"flow|{name}", _flow_axes(steps, exits, late), content)
        day = manifest.as_of.isoformat()
        told = settle(context, [answer], day=day)[answer.name]
    return protect_flow(
        [Step(**one) for one in told.content["steps"]],
        [Exit(**one) for one in told.content["exits"]],
        late=told.content["late"],
        rules=read_rules(context.config),
        disclosure=manifest.disclosure,
        told_on=told.day,
        published=published,
    )


def told_exits(
    context: Context,
    name: str,
    manifest: Manifest,
    exits: Mapping[str, Sequence[Exit]],
) -> dict[str, tuple[Exit, ...]]:
    """Choose the edition of the exits by group that may be told.

    Args:
        context: of the running operation.
        name: digest of the definition, and the breakdown.
        manifest: of the extract.
        exits: group → exact exits.

    Returns:
        Those of this extract, or of an earlier one where only a few moved since.
    """
    if manifest.disclosure == PUBLIC:
        return {group: tuple(own) for group, own in exits.items()}
    content = {group: [asdict(one) for one in own] for group, own in exits.items()}
    cells = {
        f"{group} {one.code}": one.persons
        for group, own in exits.items()
        for one in own
    }
    answer = Answer(f"exits|{name}", {"persons": cells}, content)
    told = settle(context, [answer], day=manifest.as_of.isoformat())[answer.name]
    return {
        group: tuple(Exit(**one) for one in own) for group, own in told.content.items()
    }


def _flow_axes(steps: Sequence[Step], exits: Sequence[Exit], late: int) -> Axes:
    return {
        "persons": {one.code: one.persons_out for one in steps}
        | {f"exit {one.code}": one.persons for one in exits},
        "cases": {one.code: one.cases_out for one in steps}
        | {f"exit {one.code}": one.cases for one in exits},
        "late": {"late": late},
    }


def told_reach(
    context: Context, counted: Mapping[str, Counted], *, about: str
) -> dict[str, ToldReach]:
    """Protect the head-counts of actions beside what was told of them before.

    Args:
        context: of who asks.
        counted: code of an action → its exact sums.
        about: contract and year, the same in every edition.

    Returns:
        As `release_reach`; an action to which fewer participations came than the
        threshold is told by its former sums.
    """
    answers = [
        Answer(f"reach|{about}|{code}", _reach_axes(one), asdict(one))
        for code, one in counted.items()
        if one.n
    ]
    told = settle(context, answers, day=context.today().isoformat())
    former = {
        code: Counted(**told[name].content)
        for code in counted
        if (name := f"reach|{about}|{code}") in told
    }
    return release_reach(former, rules=read_rules(context.config))


def _reach_axes(one: Counted) -> Axes:
    return {
        "n": {"n": one.n},
        "girls": {"some": one.n_girls, "others": one.of_girls - one.n_girls},
        "qpv": {"some": one.n_qpv, "others": one.of_qpv - one.n_qpv},
    }


def told_quality(
    context: Context, exact: Mapping[str, Exact]
) -> dict[str, ToldPartner]:
    """Protect what structures' rows lack beside what was told of them before.

    Args:
        context: of who asks.
        exact: code of a structure → its exact counts.

    Returns:
        As `release_quality`; a structure of which fewer young people moved than the
        threshold is told by its former counts, and by today's date of its last file.
    """
    answers = [
        Answer(f"quality|{code}", _quality_axes(one), _counts_of(one))
        for code, one in exact.items()
    ]
    told = settle(context, answers, day=context.today().isoformat())
    former = {
        code: Exact(**told[f"quality|{code}"].content, days=one.days)
        for code, one in exact.items()
    }
    return release_quality(former, rules=read_rules(context.config))


def _counts_of(one: Exact) -> dict[str, Any]:
    found = asdict(one)
    del found["days"]  # a date of a file, of nobody
    return found


def _quality_axes(one: Exact) -> Axes:
    return {
        "n": {"n": one.n},
        "rows": {"taken": one.n_rows - one.n_refused, "refused": one.n_refused},
        **{name: {"yes": some, "no": one.n - some} for name, some in one.known.items()},
    }
