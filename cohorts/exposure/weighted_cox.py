"""Two groups under weights → a Cox model of the group alone, its errors by cluster."""

import numpy as np
import pandas as pd

from cohorts.exposure.groups import TwoGroups
from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.cox import fit_cox
from cohorts.regression.design import Categorical
from cohorts.regression.results import Regression
from cohorts.risk_table.numbers import Floats, Integers


def weighted_cox(
    groups: TwoGroups, weight: Floats, cluster: Integers, *, confidence: float = 0.95
) -> Regression:
    """Fit the ratio of hazards of the group of interest, under weights.

    Args:
        groups: the two groups.
        weight: of each case, (n,), > 0.
        cluster: whose errors go together: persons or pairs, (n,).
        confidence: width of the limits.

    Returns:
        A model of one coefficient, its errors robust by cluster.

    Raises:
        RegressionRefused: what the model itself refuses.

    Source: Cole & Hernán (2004); Austin & Small (2014) for pairs.
    """
    cases = groups.cases
    rows = pd.DataFrame(
        {
            "start": cases.start - cases.origin,
            "stop": cases.stop - cases.origin,
            "cause": (groups.outcome == 1).astype(np.int64),
            "group": groups.treated.astype(str),
            "weight": weight,
            "cluster": cluster,
        }
    )
    cells = cells_from_frame(
        rows,
        [Categorical("group", "0", ("0", "1"))],
        names=Names("stop", "cause", "start", weight="weight", person="cluster"),
    )
    return fit_cox(cells, robust=True, confidence=confidence).model
