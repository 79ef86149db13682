"""Survival curves of an outside table whose rows hang together by person."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from cohorts.estimates.clustered import Rows, clustered_errors
from cohorts.estimates.intervals import limits, read_at
from cohorts.estimates.results import Estimate, GroupEstimate, Quantile
from cohorts.estimates.survival import (
    kaplan_meier,
    median_time,
    quantile_time,
    restricted_mean,
)
from cohorts.event_table.rows_from_file import Wanted, read_rows
from cohorts.outside.wish import Wish
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.margins import any_cause, only_group
from cohorts.risk_table.risk_table import risk_tables
from config.translation import _


FEW = 20  # clusters under which an error by clusters is itself uncertain


def with_clusters(answer: Estimate, path: Path, counts: Counts, wish: Wish) -> Estimate:
    """Give a Kaplan-Meier answer the errors of its clusters.

    Its tests are left out: they take each row for a person of its own.

    Args:
        answer: curves with the errors of rows.
        path: the table.
        counts: of it.
        wish: names the cluster.

    Returns:
        The same curves; errors, limits, medians and means by clusters.
    """
    rows = _rows(path, wish)
    groups = tuple(_group(one, rows, counts, wish) for one in answer.groups)
    n = int(rows["cluster"].max()) + 1
    notes = [
        _("erreurs robustes par grappe : {n} grappes de lignes").format(n=n),
        _(
            "pas de test entre courbes : il prendrait chaque ligne pour une personne ; "
            "comparez les groupes par « --method cox --cluster »"
        ),
    ]
    if n < FEW:
        notes.append(_("moins de {n} grappes : erreurs peu sûres").format(n=FEW))
    return replace(answer, groups=groups, tests=()).with_notes(notes)


def _rows(path: Path, wish: Wish) -> pd.DataFrame:
    person = wish.cluster or wish.person or ""
    numbers = (wish.duration, wish.event, wish.entry, wish.weights)
    labels = (person, *((wish.group,) if wish.group else ()))
    wanted = Wanted(numbers=tuple(name for name in numbers if name), labels=labels)
    found = read_rows(path, wanted)
    zeros = np.zeros(len(found))
    return pd.DataFrame(
        {
            "exit": found[wish.duration],
            "event": found[wish.event] > 0,
            "entry": found[wish.entry] if wish.entry else zeros - np.inf,
            "weight": found[wish.weights] if wish.weights else zeros + 1,
            "group": found[wish.group] if wish.group else "all",
            "cluster": pd.factorize(found[person])[0],
        }
    )


def _group(
    group: GroupEstimate, rows: pd.DataFrame, counts: Counts, wish: Wish
) -> GroupEstimate:
    own = rows if not wish.group else rows[rows["group"] == group.group]
    cells = any_cause(only_group(counts, group.group))
    (table,) = risk_tables(cells)
    curve = kaplan_meier(table, confidence=wish.confidence)
    errors = clustered_errors(
        Rows(
            entry=own["entry"].to_numpy(np.float64),
            exit=own["exit"].to_numpy(np.float64),
            event=own["event"].to_numpy(bool),
            weight=own["weight"].to_numpy(np.float64),
            cluster=pd.factorize(own["cluster"])[0].astype(np.int64),
        ),
        curve.times,
        curve.estimate,
        horizons=np.array(wish.rmst, np.float64),
    )
    low, high = limits(
        curve.estimate, errors.curve, confidence=wish.confidence, scale="log-log"
    )
    robust = replace(curve, std_error=errors.curve, low=low, high=high)
    means = tuple(
        replace(restricted_mean(table, horizon), std_error=float(error))
        for horizon, error in zip(wish.rmst, errors.means, strict=True)
    )
    return replace(
        group,
        curves=(robust,),
        at=tuple(read_at(robust, table, wish.at)),
        median=median_time(robust),
        restricted_means=means,
        quantiles=tuple(Quantile(q, quantile_time(robust, q)) for q in wish.quantiles),
    )
