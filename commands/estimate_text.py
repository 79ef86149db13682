"""An estimate as aligned French text, with its at-risk table."""

import math
from collections.abc import Sequence

from cohorts.estimates.results import (
    AtTime,
    Curve,
    Estimate,
    GroupEstimate,
    Median,
    RestrictedMean,
    Term,
    Transition,
    number,
)
from config.translation import _, current_language


MAX_LINES = 40  # longer curves are shown at evenly spread steps
ABSENT = "–"
STATES = "multi-state"  # its curves are of situations, not of causes


def as_text(estimate: Estimate, *, median_of: str | None = None) -> str:
    """Lay an estimate out for a terminal.

    Args:
        estimate: any estimate.
        median_of: name of the cause whose median it gives; None = of any event.

    Returns:
        Lines of at most about 100 characters.
    """
    head = _("{method} : {n} personnes, {events} événements, intervalles à {level} %")
    lines = [
        head.format(
            method=estimate.method,
            n=estimate.n,
            events=_number(estimate.n_events),
            level=_number(100 * estimate.confidence),
        )
    ]
    for group in estimate.groups:
        lines += ["", *_group(group, estimate, median_of)]
    if estimate.terms:
        lines += ["", *_terms(estimate.terms)]
    if estimate.tests:
        lines.append("")
    for test in estimate.tests:
        name = test.name if test.cause is None else _with_cause(test.name, test.cause)
        lines.append(
            _("{name} : khi² = {statistic}, ddl = {df}, p = {p}").format(
                name=name,
                statistic=_number(test.statistic),
                df=test.df,
                p=_number(test.p),
            )
        )
    lines += ["", *(f"- {note}" for note in estimate.notes)] if estimate.notes else []
    return "\n".join(lines)


def _terms(terms: Sequence[Term]) -> list[str]:
    with_cause = any(term.cause is not None for term in terms)
    head = [_("terme"), _("coefficient"), _("erreur type"), _("rapport")]
    head += [_("bas"), _("haut"), "p"]
    rows: list[Sequence[float | str]] = [
        (
            term.term,
            term.coef,
            term.std_error if term.robust_std_error is None else term.robust_std_error,
            term.hazard_ratio,
            term.low,
            term.high,
            term.p,
        )
        for term in terms
    ]
    if with_cause:
        head = [_("cause"), *head]
        rows = [(t.cause or "", *row) for t, row in zip(terms, rows, strict=True)]
    return _aligned(head, rows)


def _group(
    group: GroupEstimate, estimate: Estimate, median_of: str | None
) -> list[str]:
    of_states = estimate.method == STATES
    lines = [
        _("Groupe {group} : {n} personnes, {events} événements").format(
            group=group.group, n=group.n, events=_number(group.n_events)
        )
    ]
    if group.n_expected is not None:
        lines.append(
            _("  événements attendus si les groupes étaient semblables : {n}").format(
                n=_number(group.n_expected)
            )
        )
    if group.median is not None:
        any_of = any(curve.cause is not None for curve in group.curves)
        named = median_of or (_("toutes issues ensemble") if any_of else "")
        lines.append("  " + _median(group.median, named))
    lines += [
        "  "
        + _("quantile {share} : {time}").format(
            share=_number(one.share), time=_time(one.time)
        )
        for one in group.quantiles
    ]
    lines += [
        "  " + _mean(mean, estimate.confidence) for mean in group.restricted_means
    ]
    if group.at:
        lines += _at_table(group.at, of_states=of_states)
    else:
        for curve in group.curves:
            if curve.cause is not None:
                words = _("situation {state}") if of_states else _("cause {cause}")
                lines.append("  " + words.format(cause=curve.cause, state=curve.cause))
            lines += _curve_table(curve)
    return lines + _transitions(group.transitions)


def _transitions(found: Sequence[Transition]) -> list[str]:
    if not found:
        return []
    text = _(
        "  passages : pour qui est dans une situation au temps {since}, chance d’être "
        "dans chacune plus tard"
    )
    head = [_("de"), _("vers"), _("temps"), _("au départ"), _("changements")]
    rows: list[Sequence[float | str]] = [
        (
            one.source,
            one.target,
            one.time,
            one.n_at_start,
            one.n_changes,
            one.estimate,
            one.std_error,
            one.low,
            one.high,
        )
        for one in found
    ]
    since = _number(found[0].since)
    return [text.format(since=since), *_aligned([*head, *_value_heads()], rows)]


def _mean(mean: RestrictedMean, confidence: float) -> str:
    if math.isnan(mean.estimate):
        text = _("moyenne restreinte à {horizon} : – (trop peu sont suivis jusque-là)")
        return text.format(horizon=_number(mean.horizon))
    low, high = mean.limits(confidence)
    figures = {
        "horizon": _number(mean.horizon),
        "estimate": _number(mean.estimate),
        "low": _number(low),
        "high": _number(high),
        "error": _number(mean.std_error),
    }
    if mean.cause is None:
        text = _(
            "moyenne restreinte à {horizon} : {estimate} ({low} à {high} ; erreur "
            "type {error})"
        )
        return text.format(**figures)
    text = _(
        "temps moyen en « {state} » jusqu’à {horizon} : {estimate} ({low} à {high} ; "
        "erreur type {error})"
    )
    return text.format(state=mean.cause, **figures)


def _median(median: Median, of: str) -> str:
    if of:
        return _("médiane ({of}) : {time}").format(of=of, time=_time(median))
    return _("médiane : {time}").format(time=_time(median))


def _time(time: Median) -> str:
    """Write a time with its interval; say which limit the curve does not get to."""
    if not time.reached:
        if math.isnan(time.low):
            return _("non atteinte")
        return _("non atteinte (borne basse {low})").format(low=_number(time.low))
    if math.isnan(time.high):
        return _("{estimate} ({low} à plus, borne haute non atteinte)").format(
            estimate=_number(time.estimate), low=_number(time.low)
        )
    return _("{estimate} ({low} à {high})").format(
        estimate=_number(time.estimate),
        low=_number(time.low),
        high=_number(time.high),
    )


def _curve_table(curve: Curve) -> list[str]:
    head = [
        _("temps"),
        _("à risque"),
        _("événements"),
        _("censurés"),
        *_value_heads(),
    ]
    every = -(-curve.times.size // MAX_LINES)
    columns = (
        curve.times,
        curve.n_at_risk,
        curve.n_events,
        curve.n_censored,
        curve.estimate,
        curve.std_error,
        curve.low,
        curve.high,
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    lines = _aligned(head, [row for i, row in enumerate(rows) if i % every == 0])
    if every > 1:
        lines.append(
            "  " + _("(un temps sur {n} ; --json les donne tous)").format(n=every)
        )
    return lines


def _at_table(points: Sequence[AtTime], *, of_states: bool) -> list[str]:
    with_cause = any(point.cause is not None for point in points)
    head = [_("temps"), _("à risque"), *_value_heads()]
    rows: list[Sequence[float | str]] = [
        (p.time, p.n_at_risk, p.estimate, p.std_error, p.low, p.high) for p in points
    ]
    if with_cause:
        head = [_("situation") if of_states else _("cause"), *head]
        rows = [(p.cause or "", *row) for p, row in zip(points, rows, strict=True)]
    return _aligned(head, rows)


def _value_heads() -> list[str]:
    return [_("estimation"), _("erreur type"), _("bas"), _("haut")]


def _aligned(head: Sequence[str], rows: Sequence[Sequence[float | str]]) -> list[str]:
    cells = [[c if isinstance(c, str) else _number(c) for c in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    return [
        "  " + "  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True))
        for line in [list(head), *cells]
    ]


def _with_cause(name: str, cause: str) -> str:
    return _("{name}, cause {cause}").format(name=name, cause=cause)


def _number(value: float) -> str:
    """Write a number for people: four digits that count, a dash where undefined."""
    plain = number(value)
    if plain is None:
        return ABSENT
    text = str(plain) if isinstance(plain, int) else f"{plain:.4g}"
    return text.replace(".", ",") if current_language() == "fr" else text
