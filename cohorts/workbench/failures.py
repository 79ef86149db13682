"""What the bench can refuse, one class per cause.

Failure
└── BenchRefused              (BENCH-)
    ├── CovariatesMissing      BENCH-001
    ├── OutcomeUnknown         BENCH-002
    └── NobodyFollowed         BENCH-003
"""

from collections.abc import Sequence

from config.failure import Failure
from config.translation import _


class BenchRefused(Failure):
    """Base of the refusals of this room."""

    code = "BENCH-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, not_done=_("Rien n’a été calculé."), remedy=remedy)


class CovariatesMissing(BenchRefused):
    """No covariate that tells young people apart."""

    code = "BENCH-001"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune covariable ne distingue les jeunes de cette cohorte."),
            _("Choisissez une covariable dont deux niveaux au moins comptent assez."),
        )


class OutcomeUnknown(BenchRefused):
    """An outcome that the definition does not have.

    Args:
        known: those that it has.
    """

    code = "BENCH-002"

    def __init__(self, known: Sequence[str]) -> None:
        self.known = tuple(known)
        super().__init__(
            _("Cette issue n’est pas dans la définition."),
            _("Issues de la définition : {names}.").format(names=", ".join(known)),
        )


class NobodyFollowed(BenchRefused):
    """Too few paths are known as long as asked.

    Args:
        months: the length asked for.
    """

    code = "BENCH-003"

    def __init__(self, months: int) -> None:
        self.months = months
        super().__init__(
            _("Trop peu de jeunes sont suivis {months} mois.").format(months=months),
            _("Choisissez une durée plus courte."),
        )
