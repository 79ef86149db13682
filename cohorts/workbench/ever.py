"""Why "ever took part" is no group to compare: the wait for it, measured.

The comparison is offered nowhere; whoever asks for it reads why, in figures of their
own cohort, and which designs answer the question.
"""

import numpy as np

from cohorts.exposure.cases import Cases
from cohorts.workbench.failures import EverAsked


def refusal_of_ever(cases: Cases, *, least: int) -> EverAsked:
    """Measure the time that participants waited, as the reason of the refusal.

    Args:
        cases: the cohort's cases.
        least: least participants of whom a share may be told.

    Returns:
        The refusal, to be raised.

    Source: Suissa (2008), Am J Epidemiol 167, 492-499 (immortal time).
    """
    ever = cases.exposed_in_time
    if int(ever.sum()) < least:
        return EverAsked(None)
    begins = np.maximum(cases.start[ever], 0.0)
    lived = cases.stop[ever] - begins
    waited = np.clip(cases.exposed[ever] - begins, 0.0, lived)
    return EverAsked(float(waited.sum() / lived.sum()))
