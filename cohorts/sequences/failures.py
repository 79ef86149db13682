"""What the room of sequences can refuse, one class per cause.

Failure
└── SequencesRefused         (SEQUENCE-)
    ├── PathsUneven           SEQUENCE-001
    ├── TooManyPaths          SEQUENCE-002
    └── TooFewPaths           SEQUENCE-003
"""

from config.failure import Failure
from config.translation import _


class SequencesRefused(Failure):
    """Base of the refusals of this room."""

    code = "SEQUENCE-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(
            what, not_done=_("Aucun parcours n’a été comparé."), remedy=remedy
        )


class PathsUneven(SequencesRefused):
    """States that are not in the alphabet, or no path, or no month."""

    code = "SEQUENCE-001"

    def __init__(self) -> None:
        super().__init__(
            _("Les parcours n’ont pas un état connu à chaque mois."),
            _(
                "Choisissez une fenêtre où chaque jeune est suivi, ou comptez "
                "l’inconnu comme un état."
            ),
        )


class TooManyPaths(SequencesRefused):
    """More distinct paths than a matrix of distances can hold.

    Args:
        n: distinct paths.
        most: how many can be compared.
    """

    code = "SEQUENCE-002"

    def __init__(self, n: int, most: int) -> None:
        self.n, self.most = n, most
        super().__init__(
            _(
                "{n} parcours différents ne peuvent pas être comparés deux à deux : "
                "{most} au plus."
            ).format(n=n, most=most),
            _(
                "Raccourcissez la fenêtre, regroupez des états, ou tirez un "
                "échantillon."
            ),
        )


class TooFewPaths(SequencesRefused):
    """Fewer distinct paths than types wanted."""

    code = "SEQUENCE-003"

    def __init__(self) -> None:
        super().__init__(
            _("Il y a moins de parcours différents que de types demandés."),
            _("Demandez moins de types, ou élargissez la cohorte."),
        )
