"""What a demonstration answers: counts, linkage, estimates beside the truth, times."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from parcours.synthetic.judging import LinkageScore


@dataclass
class Stopwatch:
    """Seconds spent in each stage, by name."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add the time of the body to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + spent, 3)


@dataclass(frozen=True)
class Horizon:
    """An estimate beside the truth, at one horizon; None where none can be told."""

    horizon_months: int
    estimate: float | None
    low: float | None
    high: float | None
    truth: float | None


@dataclass(frozen=True)
class DemoAnswer:
    """What the demonstration found (`--json`, design §6).

    Attributes:
        young: young people invented.
        facts: facts recorded, head-counts included.
        files: partner files taken in.
        refused_rows: rows that intake refused.
        linkage: precision and recall over pairs of records that carry an identity.
        to_review: questions that wait once all files are in, as the reviewer meets
            them.
        reengagement: estimates and truths.
        seconds: per stage.
    """

    young: int
    facts: int
    files: int
    refused_rows: int
    linkage: LinkageScore
    to_review: int
    reengagement: tuple[Horizon, ...]
    seconds: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """Give the answer as plain values, under its stable names."""
        return {
            "young": self.young,
            "facts": self.facts,
            "files": self.files,
            "refused_rows": self.refused_rows,
            "linkage": {
                "precision": round(self.linkage.precision, 5),
                "recall": round(self.linkage.recall, 5),
                "to_review": self.to_review,
            },
            "reengagement": [
                {
                    "horizon_months": at.horizon_months,
                    "estimate": _short(at.estimate),
                    "low": _short(at.low),
                    "high": _short(at.high),
                    "truth": _short(at.truth),
                }
                for at in self.reengagement
            ],
            "seconds": self.seconds,
        }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 5)
