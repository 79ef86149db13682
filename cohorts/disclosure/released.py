"""The only figures that leave the evaluators' room."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.rules import Rules, Verdict
from cohorts.disclosure.supported import supported
from cohorts.disclosure.suppress import Protected, protect
from cohorts.estimates.results import Estimate
from cohorts.risk_table.counts import Counts


_SEAL = object()  # held here only: nobody else can call a figure released


class Estimator(Protocol):
    """A pure function of counts, which is told how they were rounded."""

    def __call__(self, counts: Counts, *, rounding: int = 0) -> Estimate:
        """Estimate on counts whose sums are multiples of `rounding`, 0 = exact."""
        ...


@dataclass(frozen=True)
class Provenance:
    """Where a figure comes from; printed with it.

    Attributes:
        definition: name of the cohort definition.
        definition_hash: digest of its canonical form.
        extract: name of the extract.
        as_of: day of knowledge, YYYY-MM-DD.
        path_rules: version of the dropout and path rules.
    """

    definition: str
    definition_hash: str
    extract: str
    as_of: str
    path_rules: str


@dataclass(frozen=True)
class ReleasedEstimate:
    """An estimate that may be shown; made by `release`, by nothing else.

    Attributes:
        estimate: estimated on protected counts (or on exact ones of public data).
        provenance: where it comes from.
        hidden: label of each hidden group → "masked", whatever the reason.
        cut_at: label → end of the curve where it was stopped, None = its own end.
        verdict: how the check ended.
        evidence: the numbers that decided.
        rules_version: version of the disclosure rules, "public_data" where none apply.
    """

    estimate: Estimate
    provenance: Provenance
    hidden: dict[str, str]
    cut_at: dict[str, int | None]
    verdict: Verdict
    evidence: tuple[str, ...]
    rules_version: str
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        """Refuse a figure that did not pass through `release`."""
        if self.seal is not _SEAL:
            raise NotProtectable

    def told(self, count: float) -> Told:
        """Give a head count of the estimate: it was rounded before."""
        return Told(int(count))

    def as_dict(self) -> dict[str, Any]:
        """Give the release as plain fields for files and `--json`.

        Returns:
            The estimate's own fields, with provenance and disclosure beside them.
        """
        return self.estimate.as_dict() | {
            "provenance": dict(vars(self.provenance)),
            "disclosure": {
                "rules_version": self.rules_version,
                "verdict": self.verdict.name,
                "hidden": dict(self.hidden),
                "cut_at": dict(self.cut_at),
                "evidence": list(self.evidence),
            },
        }


def release(
    counts: Counts,
    estimator: Estimator,
    *,
    rules: Rules,
    provenance: Provenance,
    disclosure: str = "protected",
) -> ReleasedEstimate:
    """Protect counts, estimate on them, and seal the result.

    Args:
        counts: exact counts.
        estimator: a pure function of counts, the same that gives exact figures.
        rules: the rules in force.
        provenance: where the counts come from.
        disclosure: what the extract's manifest says: "protected" or "public_data".

    Returns:
        The released estimate.

    Raises:
        TooFew: no group may be shown.
        NotProtectable: counts or a manifest value that no rule covers.
    """
    if disclosure == "public_data":
        shown = Protected(counts, {}, {}, Verdict.PASS, ("public_data",))
        version, rounding, least = "public_data", 0, 1
    elif disclosure == "protected":
        shown = protect(counts, rules)
        version, rounding = rules.version, rules.rounding_base
        least = rules.minimum_at_risk
    else:
        raise NotProtectable
    return ReleasedEstimate(
        estimate=supported(estimator(shown.counts, rounding=rounding), least=least),
        provenance=provenance,
        hidden=shown.hidden,
        cut_at=shown.cut_at,
        verdict=shown.verdict,
        evidence=shown.evidence,
        rules_version=version,
        seal=_SEAL,
    )
