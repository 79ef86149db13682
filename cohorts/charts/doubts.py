"""What could mislead about a cohort → short tables in words, the same everywhere.

The page, the terminal and the report say the same: one sentence on what was tried, one
table of figures beside each other. Released figures only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cohorts.answer import GuardAnswer, LossOfGroup, Twin
from cohorts.definition.explain_design import group_label
from cohorts.definition.language import DAYS_PER_MONTH, CohortDefinition
from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.released import ReleasedEstimate
from config.numbers import NOTHING, decimal, interval, percent, whole
from config.translation import label
from config.typography import _, typeset


HEADLINE_MONTHS = 12
MOST_COLUMNS = 4  # groups beside each other; more of them stand in rows


@dataclass(frozen=True)
class DoubtTable:
    """One thing that could mislead, with its figures.

    Attributes:
        code: summer, stale, reasons, loss or weighted.
        title: a few words.
        lead: what was tried, and how to read it.
        heads: one per column; empty where there is no figure to tell.
        rows: texts, each as long as `heads`.
    """

    code: str
    title: str
    lead: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def doubt_tables(
    answer: GuardAnswer, *, names: Mapping[str, str]
) -> tuple[DoubtTable, ...]:
    """Say what could mislead, in the language in use.

    Args:
        answer: released figures.
        names: label of a group as counted → name, in the order of display; a group
            that is not named keeps its label.

    Returns:
        A table per question that concerns the cohort.
    """
    found = []
    if answer.summer is not None:
        found.append(_summer(answer, answer.summer))
    found.append(_stale(answer))
    if answer.reasons is not None and answer.reasons.reasons:
        found.append(_reasons(answer, names))
    if answer.losses:
        found.append(_losses(answer, names))
    if answer.weighted is not None and answer.weighted.rows:
        found.append(_weighted(answer))
    return tuple(found)


def _summer(answer: GuardAnswer, twin: Twin) -> DoubtTable:
    lead = _(
        "Qui quitte l’école fin juin et revient en septembre n’a pas décroché deux "
        "mois. Dites laquelle des deux datations vous citez."
    )
    heads = (
        _("Sorties d’été datées de la rentrée"),
        _("Datées de leur propre jour"),
    )
    return _beside("summer", _("Avec et sans l’été"), lead, heads, answer, twin)


def _stale(answer: GuardAnswer) -> DoubtTable:
    lead = _(
        "{stale} épisodes sur {n} restent plus de {days} jours sans rien d’établi : "
        "leur situation n’y est que supposée."
    ).format(
        stale=told(answer.stale_cases).capitalize(),
        n=told(answer.cases),
        days=answer.stale_days,
    )
    with_rule = _("Suivi arrêté à la dernière nouvelle")
    without = _("Silences franchis")
    heads = (with_rule, without) if answer.stale.has_rule else (without, with_rule)
    title = _("Nouvelles anciennes")
    if answer.recorded is not None and answer.stale.released is None:
        same = _(
            "Le suivi s’arrête déjà au dernier jour établi, sauf pour moins de {n} "
            "cas : les chiffres ne reposent pas sur ces suppositions."
        )
        return DoubtTable("stale", title, f"{lead} {same.format(n=answer.threshold)}")
    return _beside("stale", title, lead, heads, answer, answer.stale)


def _beside(
    code: str,
    title: str,
    lead: str,
    heads: tuple[str, str],
    answer: GuardAnswer,
    twin: Twin,
) -> DoubtTable:
    if answer.recorded is None:
        few = _("Trop peu de jeunes pour en donner les chiffres.")
        return DoubtTable(code, title, f"{lead} {few}")
    if twin.released is None:
        few = _(
            "L’autre façon de compter change moins de {n} cas, ou laisse trop peu de "
            "jeunes : rien n’en est montré."
        )
        return DoubtTable(code, title, f"{lead} {few.format(n=answer.threshold)}")
    definition = answer.definition
    rows = tuple(
        (
            _("{n} mois").format(n=months),
            _share(answer.recorded, definition, time),
            _share(twin.released, definition, time),
        )
        for months, time in zip(
            definition.horizons_months, definition.horizons, strict=True
        )
    )
    return DoubtTable(code, title, lead, (_("Délai"), *heads), rows)


def _reasons(answer: GuardAnswer, names: Mapping[str, str]) -> DoubtTable:
    table = answer.reasons
    assert table is not None  # noqa: S101  (checked by the caller)
    groups = _ordered(table.cells, names)
    reasons = [
        _first_up(typeset(label(dict(labels)))) for _code, labels in table.reasons
    ]
    cells = [
        [told(table.cells[group][k]) for group in groups] for k in range(len(reasons))
    ]
    sizes = [told(table.persons[group]) for group in groups]
    shown = [names.get(group, group) for group in groups]
    by_reason = [
        (_("Jeunes en tout"), *sizes),
        *((reason, *row) for reason, row in zip(reasons, cells, strict=True)),
    ]
    if len(groups) > MOST_COLUMNS:
        heads: tuple[str, ...] = (_what(answer), _("Jeunes en tout"), *reasons)
        rows = tuple(
            (name, size, *(row[k] for row in cells))
            for k, (name, size) in enumerate(zip(shown, sizes, strict=True))
        )
    else:
        one = [_("Jeunes")] if not answer.group else shown
        heads, rows = (_("Raison"), *one), tuple(by_reason)
    lead = _(
        "Sans nouvelle ne veut pas dire sans issue. Si une raison pèse plus dans un "
        "groupe, sa courbe ne se compare pas aux autres sans précaution."
    )
    if table.base:
        lead += " " + _("Effectifs arrondis à un multiple de {n}.").format(n=table.base)
    return DoubtTable("reasons", _("Pourquoi le suivi s’interrompt"), lead, heads, rows)


def _losses(answer: GuardAnswer, names: Mapping[str, str]) -> DoubtTable:
    definition = answer.definition
    months, _at = headline_time(definition)
    by_group = {one.group: one for one in answer.losses}
    rows = tuple(
        _loss_row(by_group[group], names.get(group, group), definition)
        for group in _ordered(by_group, names)
    )
    lead = _(
        "Part à {months} mois : au pire si aucun des interrompus n’a connu l’issue, au "
        "mieux si tous l’ont connue. Plus l’écart est large, plus le résultat dépend "
        "de ce qu’on suppose d’eux."
    ).format(months=months)
    heads = (
        _what(answer),
        _("La moitié est suivie"),
        _("Au pire"),
        _("Estimé"),
        _("Au mieux"),
    )
    return DoubtTable("loss", _("Ce que peuvent les perdus de vue"), lead, heads, rows)


def _loss_row(
    one: LossOfGroup, name: str, definition: CohortDefinition
) -> tuple[str, ...]:
    per_month = DAYS_PER_MONTH if definition.clock == "days" else 1.0
    text = _("au moins {n} mois") if one.is_least else _("{n} mois")
    followed = text.format(n=decimal(one.followed / per_month, 0))
    if one.bounds is None:
        return (name, followed, NOTHING, NOTHING, NOTHING)
    bounds = one.bounds
    shares = (percent(x) for x in (bounds.low, bounds.estimate, bounds.high))
    return (name, followed, *shares)


def _weighted(answer: GuardAnswer) -> DoubtTable:
    weighted = answer.weighted
    assert weighted is not None  # noqa: S101  (checked by the caller)
    by = ", ".join(typeset(group_label(one)) for one in weighted.pattern)
    lead = _(
        "Chaque interrompu est remplacé par ceux qui lui ressemblent ({by}) et qui "
        "restent : le poids le plus lourd vaut {weight}. Si les deux colonnes "
        "s’écartent, la perte de vue n’est pas la même partout. Faites de groupes "
        "arrondis un à un, elles ne se comparent qu’entre elles."
    ).format(by=by, weight=decimal(weighted.largest))
    rows = tuple(
        (_("{n} mois").format(n=months), percent(plain), percent(share))
        for months, plain, share in weighted.rows
    )
    heads = (_("Délai"), _("Sans pondération"), _("Pondéré pour la perte de vue"))
    return DoubtTable("weighted", _("Pondéré pour la perte de vue"), lead, heads, rows)


def headline_time(definition: CohortDefinition) -> tuple[int, int]:
    """Choose the horizon at which one figure stands for a curve.

    Args:
        definition: the cohort.

    Returns:
        Months (12 where it is a horizon, else the last), and the same on the clock.
    """
    months = definition.horizons_months
    place = months.index(HEADLINE_MONTHS) if HEADLINE_MONTHS in months else -1
    return months[place], definition.horizons[place]


def told(count: Told) -> str:
    """Write a head count as it may be told.

    Args:
        count: rounded, or kept back.

    Returns:
        "1 234", "moins de 9", or "masqué".
    """
    if count.is_hidden:
        return _("masqué")
    if count.under:
        return _("moins de {n}").format(n=count.under)
    return whole(count.n)


def _share(
    released: ReleasedEstimate, definition: CohortDefinition, time: float
) -> str:
    wanted = (definition.outcomes[0].code, None)
    for point in released.estimate.groups[0].at:
        if point.time == time and point.cause in wanted:
            return interval(point.estimate, point.low, point.high)
    return NOTHING


def _what(answer: GuardAnswer) -> str:
    return _first_up(group_label(answer.group)) if answer.group else _("Groupe")


def _ordered(labels: Mapping[str, object], names: Mapping[str, str]) -> list[str]:
    named = [group for group in names if group in labels]
    return [*named, *(group for group in labels if group not in names)]


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
