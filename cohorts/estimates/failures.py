"""What an estimate can refuse, one class per cause.

Failure
└── EstimateRefused          (ESTIMATE-)
    ├── NothingToCompare      ESTIMATE-001
    ├── WeightsNotWhole       ESTIMATE-002
    └── MethodNotThere        ESTIMATE-003
"""

from collections.abc import Sequence

from config.failure import Failure
from config.translation import _


class EstimateRefused(Failure):
    """Base of the refusals of this room."""

    code = "ESTIMATE-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(
            what, not_done=_("Aucune estimation n’a été faite."), remedy=remedy
        )


class NothingToCompare(EstimateRefused):
    """A test needs two groups that could have had an event."""

    code = "ESTIMATE-001"

    def __init__(self) -> None:
        super().__init__(
            _(
                "La comparaison demande au moins deux groupes, et un événement "
                "alors que deux groupes sont à risque."
            ),
            _(
                "Nommez une colonne de groupe qui distingue des personnes suivies en "
                "même temps."
            ),
        )


class WeightsNotWhole(EstimateRefused):
    """The method has no right error for weights that are not whole numbers."""

    code = "ESTIMATE-002"

    def __init__(self) -> None:
        super().__init__(
            _("Cette méthode n’admet que des poids entiers (des lignes répétées)."),
            _(
                "Retirez les poids, ou choisissez kaplan-meier ou aalen-johansen, dont "
                "les erreurs types sont alors robustes."
            ),
        )


class MethodNotThere(EstimateRefused):
    """A method of the plan that this version does not compute.

    Args:
        method: its name.
        available: the names of those that it computes.
    """

    code = "ESTIMATE-003"

    def __init__(self, method: str, available: Sequence[str]) -> None:
        self.method, self.available = method, tuple(available)
        super().__init__(
            _("La méthode « {method} » n’est pas encore disponible.").format(
                method=method
            ),
            _("Méthodes disponibles : {names}.").format(names=", ".join(available)),
        )
