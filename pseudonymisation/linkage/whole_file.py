"""A whole file's records → persons, by the rules' weights or by the file's own.

The vetoes of the rules stand against twins: they leave to a human whoever shares a
family name and a birth but not the given name. A file may show that it has next to
none for them to stop: when almost nobody has a single record, nobody is met as two
twins of one record each. Then the vetoes rest, and weights estimated on the file itself
decide, at even odds.
"""

import numpy as np

from pseudonymisation.linkage.columns import Columns
from pseudonymisation.linkage.fitted_match import FittedMatcher
from pseudonymisation.linkage.further_names import told_apart
from pseudonymisation.linkage.matching import (
    Matched,
    likeliest_first,
    match,
    turned_columns,
)
from pseudonymisation.linkage.ragged import Integers
from pseudonymisation.linkage.rules import LinkageRules


FEWEST, MOST = 200, 200_000  # records between which weights can be had from a file
NO_HOLDER = -1


def match_whole_file(
    columns: Columns, *, rules: LinkageRules, holder: Integers
) -> Matched:
    """Match the rows of a file with one another.

    Args:
        columns: of the rows.
        rules: how, unless the file shows better.
        holder: per row, number of what holds every person at most once, or NO_HOLDER.

    Returns:
        Persons and questions.
    """
    columns = turned_columns(columns)
    found = match(columns, rules=rules, marks=_marks(holder))
    told = FEWEST <= columns.rows <= MOST
    if not told or found.twins.at_risk > rules.vetoes_rest_below:
        return found
    matcher = FittedMatcher(columns, rules, holder)
    fitted = matcher.match()
    if fitted is None:
        return found
    person, asked = fitted
    asked = told_apart(likeliest_first(asked), columns, person, rules=rules)
    return Matched(person, asked, np.zeros(len(person)), found.twins)


def _marks(holder: Integers) -> list[frozenset[int]]:
    if (holder == NO_HOLDER).all():
        return []
    numbers = np.unique(holder).tolist()
    marks = {number: frozenset((number,)) for number in numbers}
    marks[NO_HOLDER] = frozenset()
    return [marks[number] for number in holder.tolist()]
