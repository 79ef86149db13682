"""What a reader of the figures should know: ties, collapses, ends of follow-up.

Notes never stop an estimate; they stand beside it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cohorts.estimates.steps import survival_steps
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.margins import any_cause, pooled
from cohorts.risk_table.risk_table import RiskTable, risk_tables
from config.translation import _


FEW_AT_RISK = 10  # under this, an early step under late entry rests on too few


def about_ties(counts: Counts) -> list[str]:
    """Tell how many events share their time; weights must not be counted as rows.

    Args:
        counts: rows as they are.

    Returns:
        One note where some do, in the reader's language.
    """
    (table,) = risk_tables(any_cause(pooled(replace(counts, weight=None))))
    n_events = table.n_events_any
    total = n_events.sum()
    tied = n_events[n_events > 1].sum()
    if not tied:
        return []
    return [
        _(
            "ex æquo (ties) : {percent} % des événements partagent leur date avec "
            "un autre, {most} % tombent à la même ({time})"
        ).format(
            percent=round(float(100 * tied / total)),
            most=round(float(100 * n_events.max() / total)),
            time=_plain(table.times[np.argmax(n_events)]),
        )
    ]


def zero_durations(n: int) -> str:
    """Warn of rows that leave as they come.

    Args:
        n: rows.

    Returns:
        A note in the reader's language.
    """
    return _(
        "lignes de durée nulle : {n}, comptées au temps 0, comme dans R ; vérifiez "
        "leurs dates"
    ).format(n=n)


def about_counts(counts: Counts, *, with_ties: bool = True) -> list[str]:
    """Tell of ties, late entry, rows and weights.

    Args:
        counts: the counts that are analysed.
        with_ties: tell of ties; not where weights are counted as rows.

    Returns:
        Notes in the reader's language.
    """
    notes = about_ties(counts) if with_ties else []
    (table,) = risk_tables(any_cause(pooled(counts)))
    if not table.n_events_any.sum():
        notes.append(_("aucun événement dans la table"))
    if counts.has_late_entry:
        late = int(counts.n_rows[counts.entry > 0].sum())
        notes.append(_("entrées tardives : {n} (lignes)").format(n=late))
    n_rows, n_persons = int(counts.n_rows.sum()), int(counts.n_persons.sum())
    if n_rows != n_persons:
        notes.append(
            _("lignes : {rows} ; personnes : {persons}").format(
                rows=n_rows, persons=n_persons
            )
        )
    if counts.weight is not None:
        notes.append(
            _("poids entiers : chaque ligne compte autant de fois que son poids")
            if counts.is_whole
            else _("poids non entiers : erreurs types robustes")
        )
    return notes


def about_table(table: RiskTable) -> list[str]:
    """Warn of a curve that rests on a tiny early risk set.

    Args:
        table: one group's risk table.

    Returns:
        Notes in the reader's language; none without late entry.
    """
    if not table.has_late_entry:
        return []
    share = survival_steps(table)
    emptied = np.flatnonzero((share == 0) & (table.n_events_any > 0))
    if emptied.size and np.any(table.n_at_risk[emptied[0] + 1 :] > 0):
        return [
            _(
                "attention, groupe « {group} » : la courbe tombe à zéro au temps "
                "{time}, où {n} seulement étaient à risque, alors que d’autres "
                "entrent ensuite ; ne la lisez pas"
            ).format(
                group=table.group,
                time=_plain(table.times[emptied[0]]),
                n=_plain(table.n_at_risk[emptied[0]]),
            )
        ]
    fullest = int(np.argmax(table.n_at_risk))
    thin = (table.n_events_any > 0) & (table.n_at_risk < FEW_AT_RISK)
    early = np.flatnonzero(thin[:fullest])
    if not early.size:
        return []
    return [
        _(
            "attention, groupe « {group} » : jusqu’au temps {time}, des marches "
            "reposent sur moins de {few} personnes à risque"
        ).format(
            group=table.group, time=_plain(table.times[early[-1]]), few=FEW_AT_RISK
        )
    ]


def about_horizons(
    table: RiskTable, *, at: Sequence[float], horizons: Sequence[float]
) -> list[str]:
    """Tell which times asked for lie after the last one observed.

    Args:
        table: one group's risk table.
        at: times at which the curves are read.
        horizons: ends of the restricted means.

    Returns:
        Notes in the reader's language.
    """
    last = table.times[-1]
    notes = []
    beyond = [_plain(time) for time in at if time > last]
    if beyond:
        notes.append(
            _(
                "groupe « {group} » : plus personne n’est observé après {last} ; "
                "pas de valeur à {times}"
            ).format(group=table.group, last=_plain(last), times=", ".join(beyond))
        )
    carried = [_plain(time) for time in horizons if time > last]
    if carried and survival_steps(table)[-1] > 0:
        notes.append(
            _(
                "groupe « {group} » : moyenne à {times} avec une courbe prolongée à "
                "plat après {last}"
            ).format(group=table.group, last=_plain(last), times=", ".join(carried))
        )
    return notes


def _plain(value: float) -> str:
    return f"{float(value):g}"
