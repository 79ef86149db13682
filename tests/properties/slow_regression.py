"""Partial likelihoods by plain loops over persons: slow, and hard to get wrong."""

from dataclasses import dataclass
from math import exp, log

import numpy as np


@dataclass(frozen=True)
class Row:
    entry: int
    exit: int
    event: int
    x: tuple[float, ...]
    stratum: int = 0
    weight: float = 1.0


def at_risk(row, time):
    return (row.entry < time or row.entry <= 0) and time <= row.exit


def log_likelihood(rows, beta, *, ties="efron", share_of_risk=None):
    """Go through the event times of each stratum, and through the events at each."""
    total = 0.0
    for stratum in {row.stratum for row in rows}:
        own = [row for row in rows if row.stratum == stratum]
        for time in sorted({row.exit for row in own if row.event}):
            dying = [row for row in own if row.event and row.exit == time]
            risk = sum(hazard(r, beta) for r in own if at_risk(r, time))
            going = sum(hazard(r, beta) for r in dying)
            mean_weight = sum(r.weight for r in dying) / len(dying)
            for k, row in enumerate(dying):
                gone = k / len(dying) if ties == "efron" else 0.0
                total += row.weight * predictor(row, beta)
                total -= mean_weight * log(risk - gone * going)
    return total


def predictor(row, beta):
    return sum(b * x for b, x in zip(beta, row.x, strict=True))


def hazard(row, beta):
    return row.weight * exp(predictor(row, beta))


def information(rows, beta, *, ties="efron"):
    """Weigh the covariates' spread in each event's own risk set."""
    p = len(beta)
    total = np.zeros((p, p))
    for stratum in {row.stratum for row in rows}:
        own = [row for row in rows if row.stratum == stratum]
        for time in sorted({row.exit for row in own if row.event}):
            dying = [row for row in own if row.event and row.exit == time]
            mean_weight = sum(r.weight for r in dying) / len(dying)
            for k in range(len(dying)):
                gone = k / len(dying) if ties == "efron" else 0.0
                shares = []
                for row in own:
                    if at_risk(row, time):
                        left = gone if row.event and row.exit == time else 0.0
                        shares.append((hazard(row, beta) * (1 - left), np.array(row.x)))
                whole = sum(share for share, _ in shares)
                mean = sum(share * x for share, x in shares) / whole
                for share, x in shares:
                    total += mean_weight * share / whole * np.outer(x - mean, x - mean)
    return total


def penalised(rows, beta, *, ties="efron"):
    """Add half the logarithm of the information's determinant."""
    sign, logarithm = np.linalg.slogdet(information(rows, beta, ties=ties))
    assert sign > 0
    return log_likelihood(rows, beta, ties=ties) + logarithm / 2


def concordance(rows, beta):
    """Compare each event with each row that was at risk then and stays longer."""
    right = wrong = tied = 0.0
    for first in rows:
        for other in rows:
            if not first.event or first.stratum != other.stratum:
                continue
            stays = other.exit > first.exit or (
                other.exit == first.exit and not other.event
            )
            if not stays or not at_risk(other, first.exit):
                continue
            pair = first.weight * other.weight
            difference = predictor(first, beta) - predictor(other, beta)
            if abs(difference) < 1e-9:
                tied += pair
            elif difference > 0:
                right += pair
            else:
                wrong += pair
    return right, wrong, tied
