"""What a reader of a model should know: ties, few events, repeated persons, weights."""

import numpy as np

from cohorts.regression.cells import Cells
from cohorts.regression.risk_sets import RiskSets
from config.translation import _


HEAVY_TIES = (
    0.5  # share of the events that share their time, from which to offer months
)
FEW_PER_COLUMN = 10  # events per coefficient under which Firth's correction is offered


def share_tied(sets: RiskSets) -> float:
    """Measure ties.

    Args:
        sets: the operators.

    Returns:
        Share of the events that share their time, and stratum, with another; 0 to 1.
    """
    shared = sets.n_events[sets.n_events > 1].sum()
    return float(shared / sets.n_events.sum())


def about_model(
    cells: Cells,
    sets: RiskSets,
    *,
    ties: str,
    n_columns: int,
    firth: bool = False,
    months: bool = False,
) -> list[str]:
    """Tell what weakens a model.

    Args:
        cells: the cells, `cause` 1 for the event.
        sets: the operators.
        ties: how events at one time were taken.
        n_columns: coefficients.
        firth: the model has Firth’s correction already.
        months: the model is one of whole months already.

    Returns:
        Notes in the reader's language.
    """
    notes = []
    tied = share_tied(sets)
    few_times = sets.n_events.sum() > 5 * sets.n_events.size
    if tied >= HEAVY_TIES and few_times and not months:
        notes.append(
            _(
                "{percent} % des événements partagent leur date avec un autre : le "
                "modèle à temps discret (cloglog) convient mieux"
            ).format(percent=round(100 * tied))
        )
    if ties == "breslow" and tied:
        notes.append(_("ex æquo selon Breslow : les effets sont tirés vers zéro"))
    per_column = sets.n_events.sum() / n_columns
    if per_column < FEW_PER_COLUMN and not firth:
        notes.append(
            _(
                "{n} événements pour {columns} coefficients : peu ; la méthode de "
                "Firth corrige le biais"
            ).format(n=int(sets.n_events.sum()), columns=n_columns)
        )
    n_rows = int(cells.n_rows.sum())
    if cells.person is not None and cells.n_persons < n_rows:
        notes.append(
            _("lignes : {rows} ; personnes : {persons}").format(
                rows=n_rows, persons=cells.n_persons
            )
        )
    late = _late(cells)
    if late:
        notes.append(_("entrées tardives : {n} (lignes)").format(n=late))
    if cells.weight is not None:
        notes.append(_("poids : erreurs types robustes"))
    return notes


def _late(cells: Cells) -> int:
    """Count rows that come late: of a person with several, the first one only."""
    if cells.person is None:
        return int(cells.n_rows[cells.entry > 0].sum())
    _codes, place = np.unique(cells.person, return_inverse=True)
    first = np.full(int(place.max()) + 1, np.inf)
    np.minimum.at(first, place, cells.entry)
    return int(np.sum(first > 0))
