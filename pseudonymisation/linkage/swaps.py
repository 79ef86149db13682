"""Rows whose family and given name stand in each other's place.

Told by how often each of the two is borne in either place in the run, and by the list
of given names in use: "Baptiste, Renret" is turned, "Martin, Laurent" is left.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.columns import Columns, Listed
from pseudonymisation.linkage.given_names import known_given_names


_LEAST = 0.02  # stands for the count of a name never met in a place
_KNOWN = 2.0  # a given name in use counts as met that often
_LOG_ODDS = 4.5


def turned_rows(columns: Columns) -> NDArray[np.bool_]:
    """Find the rows to turn.

    Args:
        columns: of a run.

    Returns:
        One truth value per row; False where one of the two names is absent.
    """
    n = len(columns.texts)
    both = (columns.whole >= 0) & (columns.first >= 0)
    surname, given = columns.whole[both], columns.first[both]
    as_surname = np.bincount(columns.whole[columns.whole >= 0], minlength=n)
    in_use = known_given_names()
    known = np.array([text in in_use for text in columns.texts], dtype=np.bool_)
    as_given = np.bincount(columns.first[columns.first >= 0], minlength=n)
    as_given = as_given + _KNOWN * known
    odds = _log_odds(as_given[surname], as_surname[surname] - 1)
    odds -= _log_odds(as_given[given] - 1, as_surname[given])
    turned = np.zeros(columns.rows, dtype=np.bool_)
    turned[both] = odds > _LOG_ODDS
    return turned


def turn(columns: Columns, turned: NDArray[np.bool_]) -> Columns:
    """Put the names of some rows in each other's place.

    Args:
        columns: of a run.
        turned: one truth value per row.

    Returns:
        The columns with those rows turned.
    """
    return replace(
        columns,
        surnames=_exchanged(columns.surnames, columns.given, turned),
        given=_exchanged(columns.given, columns.surnames, turned),
        whole=np.where(turned, columns.first, columns.whole),
        first=np.where(turned, columns.whole, columns.first),
    )


def _exchanged(kept: Listed, other: Listed, turned: NDArray[np.bool_]) -> Listed:
    stays, comes = ~turned[kept.row], turned[other.row]
    return Listed(
        np.concatenate((kept.row[stays], other.row[comes])),
        np.concatenate((kept.value[stays], other.value[comes])),
    )


def _log_odds(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.log(
        (np.maximum(one, 0) + _LEAST) / (np.maximum(other, 0) + _LEAST)
    )
    return found
