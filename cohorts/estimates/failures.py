"""What an estimate can refuse, one class per cause.

Failure
└── EstimateRefused          (ESTIMATE-)
    ├── NothingToCompare      ESTIMATE-001
    │   ├── OneGroupOnly      ESTIMATE-007
    │   └── NoEventAtAll      ESTIMATE-008
    ├── WeightsNotWhole       ESTIMATE-002
    ├── MethodNotThere        ESTIMATE-003
    ├── IntervalsImpossible   ESTIMATE-004
    ├── NotConverged          ESTIMATE-005
    └── NobodyInState         ESTIMATE-006
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
    """No event while two groups are at risk."""

    code = "ESTIMATE-001"

    def __init__(self, what: str = "", remedy: str = "") -> None:
        super().__init__(
            what
            or _(
                "Aucun événement n’a lieu alors que deux groupes à comparer sont à "
                "risque : ils ne sont pas suivis en même temps."
            ),
            remedy
            or _(
                "Nommez une colonne de groupe qui distingue des personnes suivies en "
                "même temps."
            ),
        )


class OneGroupOnly(NothingToCompare):
    """One group has nothing to be compared with."""

    code = "ESTIMATE-007"

    def __init__(self) -> None:
        super().__init__(
            _("Il n’y a qu’un groupe : la comparaison en demande deux au moins."),
            _(
                "Nommez avec --group une colonne qui a deux valeurs au moins parmi les "
                "lignes."
            ),
        )


class NoEventAtAll(NothingToCompare):
    """Everybody is censored: no test can tell groups apart."""

    code = "ESTIMATE-008"

    def __init__(self) -> None:
        super().__init__(
            _("Aucun événement dans la table : toutes les lignes sont censurées."),
            _(
                "Vérifiez la colonne nommée par --event (0 = pas d’événement) ; si "
                "elle est juste, prolongez le suivi avant de comparer."
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


class IntervalsImpossible(EstimateRefused):
    """Bounds of an event that cannot be."""

    code = "ESTIMATE-004"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Des bornes ne se peuvent pas : une borne négative, une borne haute "
                "avant sa borne basse, ou aucune ligne."
            ),
            _(
                "La borne basse est le dernier temps sans l’événement, la haute le "
                "premier temps avec lui (vide s’il n’a pas été vu)."
            ),
        )


class NotConverged(EstimateRefused):
    """An iterative method did not settle."""

    code = "ESTIMATE-005"

    def __init__(self) -> None:
        super().__init__(
            _("Le calcul ne se stabilise pas sur ces données."),
            _(
                "Regroupez les dates (au mois, par exemple) ou réduisez le nombre de "
                "groupes."
            ),
        )


class NobodyInState(EstimateRefused):
    """Nobody is observed where the estimate should begin."""

    code = "ESTIMATE-006"

    def __init__(self) -> None:
        super().__init__(
            _("Personne n’est observé au temps et dans la situation de départ."),
            _("Choisissez un autre temps de départ ou une autre situation."),
        )
