"""Levels of a released model, laid beside a release of the same grouping."""

import pandas as pd

from cohorts.disclosure.bench import release_tables
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.cox import fit_cox
from cohorts.regression.design import Categorical
from cohorts.workbench.leaving import model_parts


RULES = Rules("1", 5, 11, 6, 11, True)
WHENCE = Provenance("d", "h", "e", "2025-01-01", "1")


def test_a_released_model_counts_no_level_that_a_release_by_group_keeps_back():
    rows = pd.DataFrame(
        [
            {"age": age, "entry": 0.0, "exit": month * 1.0, "cause": cause, "n_rows": 3}
            for age, months in (("a16_17", 30), ("a18_21", 12))
            for month in range(1, months)
            for cause in (0, 1)
        ]
    )
    names = Names(entry="entry", n_rows="n_rows")
    model = fit_cox(cells_from_frame(rows, [Categorical("age")], names=names)).model

    (table,) = release_tables(
        "factors",
        model_parts(model, rows, ["age"], cause=1),
        labels={},
        n=int(rows["n_rows"].sum()),
        rules=RULES,
        provenance=WHENCE,
        disclosure="protected",
    ).tables

    assert table.columns == ("term", "level", "ratio", "low", "high", "p")
    assert [row[1] for row in table.rows] == ["a16_17", "a18_21"]
