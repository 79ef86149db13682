"""What a wish can lack, one class per cause.

Failure
├── ColumnNotNamed          WISH-001
├── ClusterNotTaken         WISH-002
└── TiesNotTaken            WISH-003
"""

from collections.abc import Sequence

from config.failure import Failure
from config.translation import _


class ColumnNotNamed(Failure):
    """The method needs a column that was not named.

    Args:
        method: its name.
        options: options of the command line that are missing.
    """

    code = "WISH-001"

    def __init__(self, method: str, options: Sequence[str]) -> None:
        self.method, self.options = method, tuple(options)
        named = ", ".join(options)
        super().__init__(
            _("La méthode « {method} » demande encore : {options}.").format(
                method=method, options=named
            ),
            not_done=_("Aucune estimation n’a été faite."),
            remedy=_("Nommez la colonne de votre table derrière chacune."),
        )


class ClusterNotTaken(Failure):
    """The method's errors take each row for a person of its own.

    Args:
        method: its name.
    """

    code = "WISH-002"

    def __init__(self, method: str) -> None:
        self.method = method
        super().__init__(
            _(
                "La méthode « {method} » ne sait pas tenir compte de lignes liées "
                "entre elles (--cluster)."
            ).format(method=method),
            not_done=_("Aucune estimation n’a été faite."),
            remedy=_(
                "Prenez kaplan-meier, mean-cumulative, cox, fine-gray ou "
                "andersen-gill, dont les erreurs sont robustes ; ou retirez --cluster."
            ),
        )


class TiesNotTaken(Failure):
    """The method has no such way of taking events at one time.

    Args:
        method: its name.
        ties: what was asked for.
        known: what it takes.
    """

    code = "WISH-003"

    def __init__(self, method: str, ties: str, known: Sequence[str]) -> None:
        self.method, self.ties, self.known = method, ties, tuple(known)
        super().__init__(
            _("La méthode « {method} » ne prend pas « --ties {ties} ».").format(
                method=method, ties=ties
            ),
            not_done=_("Aucune estimation n’a été faite."),
            remedy=_("Choisissez parmi : {names}.").format(names=", ".join(known)),
        )
